"""Equations that hold up to a size, and brackets that settle: values below are worked out, the rest is solved."""

from __future__ import annotations

import random
from fractions import Fraction

import mpmath
import pytest

from recur.answers.judging.exact_values import Formula
from recur.asymptotics import Growth
from recur.evaluation.evaluator import Evaluator
from recur.model import Solution, Unsolved
from recur.model.errors import InvalidRecurrence
from recur.parsing import parse, parse_formula
from recur.solving.solver import solve_all
from tests.equal_readings import same
from tests.formula_values import value

MCCARTHY = [
    "M(n) = n - 10 if n > 100, M(n) = M(M(n+11)) if n <= 100",
    "M(n) = n - 10 for n > 100, M(n) = M(M(n+11)) for n ≤ 100",
    "M(n) = if n > 100 then n - 10 else M(M(n+11))",
    "M(n) = n - 10 if n > 100, M(M(n+11)) otherwise",
]


def solved(text: str) -> Solution:
    return solve_all(text, None)[-1]


@pytest.mark.parametrize("text", MCCARTHY)
def test_mccarthys_function_is_91_up_to_100(text: str) -> None:
    values = Evaluator(parse(text))
    assert [values.number("M", n) for n in range(103)] == [91] * 101 + [91, 92]
    assert solved(text).exact == parse_formula("n - 10")


#: the text, and T as a function of the size and the values before
KNOWN = [
    ("T(n) = T(n-1) + [n > 5], T(0) = 0", "n - 5"),
    ("T(n) = 2T(n-1) - T(n-2) + [n = 5], T(0) = 0, T(1) = 1", "2n - 4"),
    ("T(n) = T(n-1) + 3[n ≤ 4]*n + 1, T(0) = 0", "n + 30"),
    ("T(n) = T(n-1) + [n != 5], T(0) = 0", "n - 1"),
    ("T(n) = T(n-1) + max(0, 5-n), T(0) = 0", "10"),
    ("T(n+1) = 2T(n) + [n = 5], T(0) = 0", "2^n/64"),
    ("T(n) = T(n-1) + 1 if n > 5, T(n) = T(n-1) if 1 <= n <= 5, T(0) = 0", "n - 5"),
    ("T(n) = T(n-1) + 1 if n > 5, T(n) = 2T(n-1) otherwise, T(0) = 1", "n + 27"),
    ("T(n+1) = T(n) + 1 for n < 5, T(n+1) = 2T(n) for n >= 5, T(0) = 1", "3*2^n/16"),
]


@pytest.mark.parametrize(("text", "form"), KNOWN, ids=[text for text, _ in KNOWN])
def test_beyond_the_last_change_there_is_a_closed_form(text: str, form: str) -> None:
    exact = solved(text).exact
    assert exact is not None
    wanted = parse_formula(form)
    for n in range(8, 60):
        assert Formula(exact, "n", {}).at(n) == Formula(wanted, "n", {}).at(n)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("T(n) = T(n-1) for n <= 5, T(0) = 1", "what is it beyond that"),
        ("T(n+1) = T(n) + 1 for n < 5, T(0) = 1", "what is it beyond that"),
        ("T(2n) = 2T(n) + 1 for n <= 4, T(1) = 1", "what is it beyond that"),
        ("T(2n) = T(n) + 1, T(2n+1) = T(n) for n <= 5, T(1) = 1", "what is it beyond that"),
        ("T(n) = T(n-1) + 1 if n even and n <= 9, T(n) = T(n-1) if n odd, T(0) = 0", "what is it beyond that"),
        ("T(n) = n if n > 5, T(n) = T(n+1) + T(n) if n <= 5", "stands on itself"),
        ("T(n) = n if n > 5, T(n) = T(n-1) if n <= 5", "is needed and not stated"),
        ("T(n) = n if n > 5000, T(n) = T(n+1) if n <= 5000", "first values are worked out"),
        ("T(n) = n if n > 5, T(n) = sqrt(2)*T(n+1) if n <= 5", "has no rational value"),
    ],
)
def test_what_gives_no_values_is_refused(text: str, reason: str) -> None:
    with pytest.raises(InvalidRecurrence, match=reason):
        parse(text)


def test_a_condition_in_brackets_behind_a_formula_stays_one() -> None:
    assert same("T(n) = 2T(n/2) + n [n > 1], T(1) = 1", "T(n) = 2T(n/2) + n if n > 1, T(1) = 1")


BRANCHES = [
    ("C(n) = n/2 if n even; C(n) = 3n + 1 if n odd", "n"),
    ("C(n) = n if n even; C(n) = n + sqrt(n) if n odd", "n"),
    ("C(n) = n if n even; C(n) = n^2 if n odd", None),
    ("C(n) = 0 if n even; C(n) = n^2 if n odd", None),
    ("C(n) = -n if n even; C(n) = n if n odd", None),
]


@pytest.mark.parametrize(("text", "theta"), BRANCHES, ids=[text for text, _ in BRANCHES])
def test_branches_of_one_growth_have_it(text: str, theta: str | None) -> None:
    try:
        found = solved(text).bounds.theta
    except Unsolved:
        found = None
    assert found == (None if theta is None else Growth.of(parse_formula(theta)))


def test_terms_that_are_0_in_the_end_have_a_sum() -> None:
    """C₂·n alone is not the leading term: the sum adds to it."""
    assert solved("T(n) = 2T(n-1) - T(n-2) + max(0, 5-n)").leading is None


@pytest.mark.parametrize("seed", range(100))
def test_random_brackets_have_the_values(seed: int) -> None:
    """The recurrence against a loop that knows nothing of what is read."""
    draw = random.Random(seed)
    a, b, c = draw.randint(1, 3), draw.randint(-1, 2), draw.randint(-3, 4)
    sign, k = draw.choice([">", ">=", "<", "<=", "=", "!="]), draw.randint(0, 9)
    first = [draw.randint(0, 4) for _ in range(2)]
    text = f"T(n) = {a}T(n-1) + {b}T(n-2) + {c}[n {sign} {k}] + 1, T(0) = {first[0]}, T(1) = {first[1]}"
    try:
        solution = solved(text)
    except Unsolved:
        return
    python = {"=": "=="}.get(sign, sign)
    values = [Fraction(x) for x in first]
    for n in range(2, 40):
        values.append(a * values[-1] + b * values[-2] + c * eval(f"{n} {python} {k}") + 1)
    exact = solution.exact
    assert exact is not None and solution.exact_domain is not None
    for n in range(max(int(next(iter(solution.exact_domain.sizes()))), 0), 40):
        told, wanted = value(exact, {"n": n})[0], mpmath.mpf(values[n].numerator)
        assert abs(told - wanted) < 1e-9 * (1 + abs(wanted))


def test_collatz_is_read_and_declined_by_name() -> None:
    with pytest.raises(Unsolved) as refused:
        solved("C(n) = C(n/2) + 1 if n even; C(n) = C(3n+1) + 1 if n odd, C(1) = 0")
    assert "calls at smaller sizes" in {each.hypothesis for each in refused.value.refusals}
