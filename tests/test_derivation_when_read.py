"""A derivation is written when it is read: nothing of the answer depends on whether it was."""

import pickle
from itertools import product

import pytest

import recur
from recur.model import Step, StepsOnDemand
from recur.parsing import parse
from recur.solving.linear.root_formulas import RootFormulas
from recur.solving.solver import solve_all


def test_it_is_written_once_and_only_when_read() -> None:
    written: list[str] = []

    def write() -> list[Step]:
        written.append("")
        return [Step("First."), Step("So it is.")]

    steps = StepsOnDemand(write)
    assert not written
    assert steps == (Step("First."), Step("So it is."))
    assert steps[1:] == (Step("So it is."),)
    assert hash(steps) == hash(tuple(steps))
    assert pickle.loads(pickle.dumps(steps)) == tuple(steps)
    assert len(written) == 1


@pytest.mark.parametrize("values", ["", ", a(0) = 1, a(1) = 3, a(2) = 2"])
def test_reading_it_defines_no_symbol_that_the_answer_does_not_define(
    values: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[RootFormulas] = []

    def noted(self: RootFormulas) -> None:
        made.append(self)

    monkeypatch.setattr(RootFormulas, "__post_init__", noted, raising=False)
    for coefficients in product((-3, 1, 2), repeat=3):
        made.clear()
        calls = " + ".join(f"({c})*a(n-{i})" for i, c in enumerate(coefficients, 1))
        (solution,) = solve_all(parse(f"a(n) = {calls} + n{values}"))
        before = [list(formulas.definitions) for formulas in made]
        assert len(solution.steps)
        assert [list(formulas.definitions) for formulas in made[: len(before)]] == before, calls


def test_a_solution_is_equal_to_itself_with_its_derivation_read() -> None:
    one, other = recur.solve("a(n) = 5a(n-1) - 6a(n-2)"), recur.solve("a(n) = 5a(n-1) - 6a(n-2)")
    assert len(one.steps)
    assert one == other
    assert hash(one) == hash(other)
