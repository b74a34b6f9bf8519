"""Work that is done once: what is remembered gives the same answers, and takes the same steps of a limit."""

from __future__ import annotations

from fractions import Fraction

import pytest

from recur.answers.misconceptions import misconceptions
from recur.asymptotics import expansion
from recur.evaluation.equation import straight_line
from recur.evaluation.evaluator import Evaluator
from recur.model import limits
from recur.model.errors import LimitExceeded
from recur.numbers import multivariate
from recur.parsing import parse, parse_formula
from recur.solving import solver
from recur.verification import agreement, verify
from recur.verification.log_domain import LogDomain


def test_an_expansion_that_is_known_is_the_same_object_and_as_many_steps() -> None:
    x = parse_formula("(n + 1)^2*log(n + 7) + sqrt(n + 3)", "n")
    expansion._expanded.clear()
    first = expansion.expand(x, "n")
    assert expansion.expand(x, "n") is first
    steps = expansion._expanded[x, "n"][1]
    with limits.work_limit(steps):
        expansion.expand(x, "n")
    with pytest.raises(LimitExceeded), limits.work_limit(steps - 1):
        expansion.expand(x, "n")


@pytest.mark.parametrize(
    ("text", "line"),
    [("n/2", "1/2 0"), ("3n - 7", "3 -7"), ("(n + 1)/3", "1/3 1/3"), ("5", "0 5"), ("2(n - 1) - n", "1 -2")],
)
def test_lines_have_a_slope_and_an_offset(text: str, line: str) -> None:
    found = straight_line(parse_formula(text, "n"), "n")
    assert found is not None
    assert " ".join(map(str, found)) == line


def test_what_is_no_line_is_none() -> None:
    assert all(straight_line(parse_formula(text, "n"), "n") is None for text in ("n^2", "n*n", "m + n", "sqrt(n)"))


def test_linear_polynomials_that_are_no_multiples_need_no_division(monkeypatch: pytest.MonkeyPatch) -> None:
    x, y, one = (1, 0), (0, 1), (0, 0)
    p = {x: Fraction(2), y: Fraction(3), one: Fraction(1)}
    q = {row: 2 * c for row, c in p.items()}
    divided = multivariate.in_lowest_terms(p, q)
    assert divided == ({one: divided[0][one]}, {one: divided[1][one]})
    monkeypatch.setattr(multivariate, "_divisor", None)
    other = q | {one: Fraction(5)}
    assert multivariate.in_lowest_terms(p, other) == (p, other)


def test_values_that_a_method_asks_for_come_from_one_evaluator(monkeypatch: pytest.MonkeyPatch) -> None:
    values = solver._ExactValues(parse("T(n) = 2T(n/2) + n, T(1) = 1"), "T")
    assert values(range(1, 5)) == [1, 4, 5, 12]
    monkeypatch.setattr("recur.evaluation.evaluator.Evaluator", None)
    assert values(range(8, 9)) == [32]
    missing = solver._ExactValues(parse("T(n) = 2T(n/2) + c*n, T(1) = 1"), "T")
    monkeypatch.undo()
    assert missing(range(1, 5)) is None


@pytest.mark.parametrize("text", ["T(n) = 2T(floor(n/2)) + n, T(1) = 1", "T(n) = n + sum(k=0..n-1, T(k)), T(0) = 0"])
def test_a_closed_form_is_held_against_the_values_that_its_method_asked_for(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    known: list[object] = []
    compiled, held = solver._ExactValues.compiled, agreement.verify_exact
    monkeypatch.setattr(solver._ExactValues, "compiled", lambda self: made.append(compiled(self)) or made[-1])
    monkeypatch.setattr(agreement, "verify_exact", lambda *x: known.append(x[-1]) or held(*x))
    (solution,) = solver.solve_all(text)
    assert solution.exact_verification.status == "checked"
    assert known
    assert all(evaluator in made for evaluator in known)


def test_a_value_one_step_away_is_asked_once_for_what_it_stands_on() -> None:
    evaluator = Evaluator(parse("T(n) = T(floor(n/2)) + T(ceil(n/2)) + n, T(1) = 1"))
    equation, asked = evaluator.equations["T"], list[int]()
    needs = equation._needs
    equation._needs = lambda size: asked.append(size) or needs(size)  # type: ignore[method-assign]
    assert [evaluator.number("T", n) for n in range(1, 9)] == [1, 4, 8, 12, 17, 22, 27, 32]
    assert asked == list(range(2, 9))
    assert not equation.waiting


def test_a_curve_that_is_asked_for_again_is_the_one_before() -> None:
    domain = LogDomain("n")
    assert domain.positive(parse_formula("n log n")) is domain.positive(parse_formula("n log n"))


def test_an_answer_that_no_mistake_gives_is_held_against_no_other_values(monkeypatch: pytest.MonkeyPatch) -> None:
    system = parse("T(n) = 2T(n-1) - n, T(0) = 2")
    misconceptions.supposed.cache_clear()
    monkeypatch.setattr(verify, "verify", None)
    assert [str(s.function) for s in misconceptions.supposed(system)] == ["T"]
