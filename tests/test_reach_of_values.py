"""How far stated values reach is said: up to a break of the equation, and across a gap."""

from __future__ import annotations

import pytest

from recur.model import Solution
from recur.solving.solver import solve_all


def said(solution: Solution) -> str:
    return " ".join(map(str, (*solution.assumptions, *solution.remarks)))


@pytest.mark.parametrize(
    ("text", "size", "start"),
    [
        ("T(n) = T(n-1)/(n-3) + 1, T(0) = 1", 3, 3),
        ("T(n) = T(n-1) + 1/(n-5), T(0) = 0, T(1) = 7", 5, 5),
        ("T(n) = 2T(n-1) + ln(n-4), T(0) = 1", 4, 4),
        ("T(n) = T(n-1) + T(n-2) + 1/(n-4), T(0) = 1, T(1) = 1", 4, 3),
        ("T(n) = n*T(n-1)/(n-1), T(0) = 1", 1, 1),
        ("(n-3)*T(n) = T(n-1) + 1, T(0) = 1", 3, 3),
    ],
)
def test_values_end_where_the_equation_has_none(text: str, size: int, start: int) -> None:
    (solution,) = solve_all(text)
    assert f"ends before T({size}): at n = {size} the equation has no value" in said(solution)
    assert solution.constants and solution.exact_verification.status == "checked"
    assert solution.exact_domain is not None and next(iter(solution.exact_domain.sizes())) == start


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("(n-5)*T(n) = n*T(n-1) + T(n-2), T(0) = 1, T(1) = 1", "0 = -14"),
        ("(n-3)*T(n) = T(n-1) + 1, T(0) = 1", "0 = 1"),
        ("T(n) = T(n-1)/(n-3) + 1, T(0) = 1", None),
    ],
)
def test_an_equation_that_is_false_at_a_size_is_told(text: str, rest: str | None) -> None:
    (solution,) = solve_all(text)
    (told,) = (x for x in solution.assumptions if "ends before" in str(x))
    assert rest is None or rest in [str(f) for _, f in told.formulas]
    assert ("is false" in str(told)) == (rest is not None) and "whose first values are new ones" in str(told)


@pytest.mark.parametrize(
    "text",
    [
        "T(n) = T(n-1)/(n-3) + 1, T(3) = 1",
        "T(n) = T(n-1) + 1/(n-5), T(9) = 0",
        "T(n) = 3T(n/2) + n/(n^2+1), T(1) = 1",
        "(n-1)*y(n+2) = (n^2+3n-2)*y(n+1) - 2n*(n+1)*y(n), y(0) = 0, y(1) = 3",
    ],
)
def test_values_beyond_the_break_or_that_fit_it_stay(text: str) -> None:
    (solution,) = solve_all(text)
    assert solution.recurrence.initial and "ends before" not in said(solution)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a(n) = a(n-1) + 1, a(0) = 1, a(3) = 2", "a(3) = 2 is stated, and the equation gives 4"),
        ("a(n) = a(n-1) + a(n-2), a(0) = 1, a(1) = 1, a(4) = 9", "a(4) = 9 is stated, and the equation gives 5"),
        ("a(n) = n*a(n-1), a(0) = 1, a(3) = 2", "a(3) = 2 is stated, and the equation gives 6"),
        ("a(n) = a(n-1) + 1, a(0) = 1, a(3) = 4", ""),
        ("a(n) = a(n-1) + a(n-2), a(0) = 1, a(1) = 1, a(2) = 9", ""),
    ],
)
def test_a_value_behind_a_gap_that_the_equation_does_not_give_is_said(text: str, told: str) -> None:
    (solution,) = solve_all(text)
    assert told in said(solution) and bool(told) == ("is stated" in said(solution))


def test_a_coefficient_that_is_0_begins_the_product_anew() -> None:
    (solution,) = solve_all("T(n) = (n-3)*T(n-1) + 1, T(0) = 1")
    assert str(solution.exact) == "factorial(n - 3)*(Sum(1/factorial(k - 3), (k, 4, n)) + 1)"


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("x(n) = x(n-1) + x(n-2) + 1/n + 1/(n-100)", 100),
        ("x(n) = x(n-1) + ln(n-50)/n", 50),
        ("x(n) = x(n-1)/(n-900), x(0) = 1", 900),
    ],
)
def test_a_form_begins_behind_a_break_however_far_it_is(text: str, start: int) -> None:
    (solution,) = solve_all(text)
    assert solution.exact is not None and solution.exact_domain is not None
    assert next(iter(solution.exact_domain.sizes())) == start and solution.exact_verification.status == "checked"
