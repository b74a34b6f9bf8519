"""What stands behind an answer: proofs refute, drifts do not; what no value was held against says so."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

import recur
from recur.asymptotics.growth import Growth
from recur.forkjoin.costs import solving as program_solver
from recur.model.expressions import Symbol
from recur.parsing import parse, parse_formula
from recur.solving import solver
from recur.solving.solver import solve_all
from recur.verification.verify import Refuted, verify
from tests.answers import answer, growth

EXAMPLES = Path(__file__).parent.parent / "examples" / "programs"
CLOSE_CALLS = [
    ("T(n) = 25T(n/5) + n^2*ln(n)^(-999/1000)", "n^2*ln(n)^(1/1000)"),
    ("T(n) = 25T(n/5) + n^2*ln(n)^(-1001/1000)", "n^2"),
    ("S(m) = 2S(m/2) + m/ln(m)^0.99", "m*ln(m)^(1/100)"),
]


@pytest.mark.parametrize(("text", "expected"), CLOSE_CALLS, ids=[text for text, _ in CLOSE_CALLS])
def test_a_true_bound_that_shows_too_late_is_unchecked_not_refuted(text, expected):
    (solution,) = solve_all(text)
    assert solution.bounds.theta == Growth.of(parse_formula(expected), solution.variable)
    assert solution.verification.status == "unchecked"
    assert "slowly" in solution.verification.reason


def test_a_wrong_bound_is_refuted_all_the_same():
    system = parse("T(n) = 2T(n/2) + n")
    for wrong in ("n", "n*ln(n)^2", "n^(3/2)"):
        bound = growth(wrong).expression()
        with pytest.raises(Refuted):
            verify(system, "T", bound, bound)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x(n) = x(n-1)*(n-1)/n + x(n-2)*(n-2)/n, x(0) = 1, x(1) = 3", "((1+sqrt(5))/2)^n/n"),
        ("x(n) = x(n-1)*(n-1)/n + x(n-2)*(n-2)/n, x(0) = 1, x(1) = 3, x(2) = 5", "((1+sqrt(5))/2)^n/n"),
        ("y(n) = 2*y(n-1)*(n-3)/n + 3*y(n-2)*(n-3)*(n-4)/(n*(n-1)), y(3) = 1, y(4) = 2", "3^n/n^3"),
    ],
)
def test_first_values_where_the_ratio_vanishes_or_has_a_pole_make_no_answer_worse(text, expected):
    found = answer(text)
    assert found.bounds.theta == growth(expected)
    assert found.verification.status == "checked"


def test_the_roots_of_a_change_of_variable_are_followed_with_a_power_of_n_in_front():
    """ln T is nearer to a line in ln n than in ln ln n: interpolated the other way n·(log n)^p drifts away."""
    found = answer("T(n) = sqrt(n)*T(sqrt(n)) + n^(2/3)*T(n^(1/3)) + n")
    assert found.verification.status == "checked"
    assert Fraction(found.where[0].value) > Fraction(3, 4)
    assert Symbol(found.where[0].symbol) in found.bounds.theta.expression().factors[-1].children


@pytest.mark.parametrize("program", ["merge_sort", "strassen", "prefix_sums"])
def test_the_work_and_the_span_of_a_procedure_are_each_verified_once(program, monkeypatch):
    asked: Counter[str] = Counter()

    def counted(system, function, lower, upper, known=None):
        asked[function] += 1
        return verify(system, function, lower, upper, known)

    for module in (solver, program_solver):
        monkeypatch.setattr(module, "verify", counted)
    found = recur.analyze((EXAMPLES / f"{program}.spawn").read_text(encoding="utf-8"))
    assert asked and set(asked.values()) == {1}
    assert all(p.work.solution.verification.status == "checked" for p in found.procedures)
