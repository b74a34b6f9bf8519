"""A derivation is written when it is read: nothing of the answer depends on whether it was."""

import pickle
import sys
from itertools import product
from types import FrameType

import pytest

import recur
from recur.model import RecurError, Step, StepsOnDemand
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


def test_another_thread_may_write_it_while_one_is_about_to() -> None:
    steps = StepsOnDemand(lambda: [Step("First.")])
    lines = 0

    def follow(frame: FrameType, event: str, _: object) -> object:
        nonlocal lines
        lines += event == "line"
        if lines == 2:  # that it is unwritten has just been seen
            sys.settrace(None)
            assert len(steps) == 1
        return follow

    def begin(frame: FrameType, *_: object) -> object:
        return follow if frame.f_code is StepsOnDemand.read.__code__ else None

    before = sys.gettrace()
    sys.settrace(begin)
    try:
        assert steps.read() == (Step("First."),)
    finally:
        sys.settrace(before)


@pytest.mark.parametrize("values", ["", ", a(0) = 1, a(1) = 3, a(2) = 2"])
def test_reading_it_defines_no_symbol_that_the_answer_does_not_define(
    values: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[RootFormulas] = []

    RootFormulas("n")  # the first instance makes the constructor
    plain = RootFormulas.__init__

    def noted(self: RootFormulas, *given: object, **named: object) -> None:
        plain(self, *given, **named)  # type: ignore[arg-type]
        made.append(self)

    monkeypatch.setattr(RootFormulas, "__init__", noted)
    for coefficients in product((-3, 1, 2), repeat=3):
        made.clear()
        calls = " + ".join(f"({c})*a(n-{i})" for i, c in enumerate(coefficients, 1))
        (solution,) = solve_all(parse(f"a(n) = {calls} + n{values}"))
        before = [list(formulas.definitions) for formulas in made]
        assert before
        assert len(solution.steps)
        assert [list(formulas.definitions) for formulas in made[: len(before)]] == before, calls


def test_a_solution_is_equal_to_itself_with_its_derivation_read() -> None:
    one, other = recur.solve("a(n) = 5a(n-1) - 6a(n-2)"), recur.solve("a(n) = 5a(n-1) - 6a(n-2)")
    assert len(one.steps)
    assert one == other
    assert hash(one) == hash(other)


@pytest.mark.parametrize(
    "text",
    [
        "T(n) = 2T(n/2) + n",
        "T(n) = 7T(n/2) + n^2",
        "T(n) = 2T(n/2) + n^2/log(n), T(1) = 1",
        "T(n) = 3T(n/2) + n, T(1) = 1",
        "T(n) = T(n/3) + T(2n/3) + n",
        "T(n) = T(n/2) + T(n/4) + 2^n",
        "T(n) = 2T(sqrt(n)) + log(n), T(2) = 1",
    ],
)
def test_the_steps_of_divide_and_conquer_are_written_when_they_are_read(text: str) -> None:
    (solution,) = solve_all(text)
    assert isinstance(solution.steps, StepsOnDemand)
    assert solution.steps._write is not None
    assert len(solution.steps) > 2
    assert solution.steps[-1] == solution.steps.read()[-1]


@pytest.mark.parametrize(
    "text", ["T(n) = 2T(n/2) + n^20000", "T(n) = 2T(n/2) + Θ(n^200000)", "T(n) <= T(n/2) + 2^(a n)"]
)
def test_what_cannot_be_written_is_no_answer(text: str) -> None:
    """A number of the derivation that is out of reach is met while it is solved, not while it is shown."""
    try:
        (solution,) = solve_all(text)
    except RecurError:
        return
    assert len(solution.steps)
