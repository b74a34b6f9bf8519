"""Closed forms of T(n) = F(T(n − 1)) over letters, against the map itself followed with 200 digits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import pytest

from recur.asymptotics import UNIT, Growth
from recur.model import Bounds, Solution, Unsolved
from recur.parsing import parse_formula
from recur.solving.solver import solve_all
from tests.formula_values import value

MOEBIUS, POWER = "Möbius transformation", "power in another coordinate"
Step = Callable[..., Any]

#: text, the map, and numbers for its letters, the first value among them as T
FORMS: list[tuple[str, Step, list[dict[str, Any]]]] = [
    ("T(n) = a*T(n-1)/(1 + T(n-1)), T(0) = c", lambda x, a, c: a * x / (1 + x), [{"a": 3, "c": 2}, {"a": -2, "c": 5}]),
    ("T(n) = T(n-1)/(1 + a*T(n-1)), T(2) = c", lambda x, a, c: x / (1 + a * x), [{"a": 3, "c": 2}, {"a": -2, "c": 5}]),
    (
        "T(n) = (a*T(n-1) + b)/(c*T(n-1) + d), T(0) = 2",
        lambda x, a, b, c, d: (a * x + b) / (c * x + d),
        [{"a": 1, "b": 2, "c": 3, "d": 5}, {"a": 1, "b": -7, "c": 2, "d": 2}, {"a": -3, "b": 1, "c": 1, "d": 3}],
    ),
    ("T(n) = 2 - 1/T(n-1), T(0) = a", lambda x, a: 2 - 1 / x, [{"a": 5}, {"a": mpmath.mpf(1) / 7}]),
    ("T(n) = 2/(1 - T(n-1)), T(0) = a", lambda x, a: 2 / (1 - x), [{"a": 5}, {"a": -3}]),
    ("T(n) = (2T(n-1) - 1)/(T(n-1) + 2), T(1) = 3", lambda x: (2 * x - 1) / (x + 2), [{}]),
    ("T(n) = (T(n-1) - 5)/(T(n-1) - 2), T(0) = a", lambda x, a: (x - 5) / (x - 2), [{"a": 7}]),
    ("T(n) = (T(n-1) + a/T(n-1))/2, T(0) = b", lambda x, a, b: (x + a / x) / 2, [{"a": 2, "b": 1}, {"a": -3, "b": 2}]),
    ("T(n) = (T(n-1) + a/T(n-1))/2", lambda x, a, C_1: (x + a / x) / 2, [{"a": 2, "C_1": -3}]),
    ("T(n) = (T(n-1) - 1/T(n-1))/2, T(0) = 2", lambda x: (x - 1 / x) / 2, [{}]),
    (
        "T(n) = (T(n-1)^3 + 6T(n-1))/(3T(n-1)^2 + 2), T(0) = 1",
        lambda x: (x**3 + 6 * x) / (3 * x**2 + 2),
        [{}],
    ),
    ("T(n) = 2T(n-1)/(1 - T(n-1)^2), T(0) = 2", lambda x: 2 * x / (1 - x * x), [{}]),
    ("T(n) = 2T(n-1)/(1 + T(n-1)^2), T(0) = a", lambda x, a: 2 * x / (1 + x * x), [{"a": 5}]),
    ("T(n) = T(n-1)^2/(2T(n-1) - 1), T(0) = a", lambda x, a: x * x / (2 * x - 1), [{"a": 5}]),
    ("T(n) = (T(n-1)^2 - 1)/(2T(n-1) - 4), T(0) = a", lambda x, a: (x * x - 1) / (2 * x - 4), [{"a": 9}]),
    ("T(n) = 4T(n-1)(1 - T(n-1)), T(0) = 1/3", lambda x: 4 * x * (1 - x), [{}]),
    ("T(n) = 4T(n-1)(1 - T(n-1)), T(0) = a", lambda x, a: 4 * x * (1 - x), [{"a": mpmath.mpf("0.3")}, {"a": 3}]),
    ("T(n) = 2T(n-1)(1 - T(n-1)), T(0) = a", lambda x, a: 2 * x * (1 - x), [{"a": mpmath.mpf("0.3")}, {"a": 3}]),
    ("T(n) = 2T(n-1)^2 - 1, T(0) = a", lambda x, a: 2 * x * x - 1, [{"a": mpmath.mpf("0.3")}, {"a": 3}]),
    ("T(n) = 2T(n-1)^2 - 1, T(0) = -1/3", lambda x: 2 * x * x - 1, [{}]),
    ("T(n) = T(n-1)^2 - 2", lambda x, C_1: x * x - 2, [{"C_1": mpmath.mpf("-1.3")}, {"C_1": 3}]),
    ("T(n) = 4T(n-1)^3 - 3T(n-1), T(0) = 2", lambda x: 4 * x**3 - 3 * x, [{}]),
    ("T(n) = 3T(n-1) - 4T(n-1)^3, T(0) = 1/5", lambda x: 3 * x - 4 * x**3, [{}]),
    ("T(n) = 8T(n-1)^4 - 8T(n-1)^2 + 1, T(0) = 1/5", lambda x: 8 * x**4 - 8 * x**2 + 1, [{}]),
    ("T(n) = T(n-1)^3 - 3T(n-1), T(0) = a", lambda x, a: x**3 - 3 * x, [{"a": 3}, {"a": mpmath.mpf("0.3")}]),
    ("T(n) = a*T(n-1)^2 + 2T(n-1), T(0) = c", lambda x, a, c: a * x * x + 2 * x, [{"a": 3, "c": -2}]),
    ("T(n) = (T(n-1) - a)^3 + a, T(0) = b", lambda x, a, b: (x - a) ** 3 + a, [{"a": 3, "b": 5}]),
    ("T(n) = 5(T(n-1) - 1)^3 + 1, T(0) = b", lambda x, b: 5 * (x - 1) ** 3 + 1, [{"b": 3}]),
]


def form_of(solution: Solution, numbers: dict[str, Any]) -> tuple[Any, int]:
    """The closed form, or that of the generic row, and its first size."""
    rows = [case.exact for case in solution.cases if case.exact is not None]
    exact = solution.exact if solution.exact is not None else rows[0]
    return exact, 0 if solution.exact_domain is None else int(solution.exact_domain.first)


@pytest.mark.parametrize(("text", "follow", "choices"), FORMS, ids=[text for text, _, _ in FORMS])
def test_the_form_has_the_values_of_the_map(text: str, follow: Step, choices: list[dict[str, Any]]) -> None:
    (solution,) = solve_all(text, None)
    for numbers in choices:
        exact, start = form_of(solution, numbers)
        known = {**numbers, **{d.symbol: d.value for d in solution.where}}
        with mpmath.workdps(200):
            x = value(exact, {**known, "n": start})[0]
            stated = solution.recurrence.initial
            if stated:
                assert abs(x - value(stated[-1].value, numbers)[0]) < mpmath.mpf(10) ** -38
            for n in range(start + 1, start + 9):
                now = follow(x, **numbers)
                x = value(exact, {**known, "n": n})[0]
                assert abs(x - now) <= (1 + abs(now)) * mpmath.mpf(10) ** -30, (n, numbers)


def test_the_row_of_one_fixed_point_is_told_apart() -> None:
    """a·x/(1 + x) with a = 1 adds 1 to the reciprocal."""
    (solution,) = solve_all("T(n) = a*T(n-1)/(1 + T(n-1)), T(0) = c", None)
    forms = [case for case in solution.cases if case.exact is not None]
    assert [str(c) for case in forms for c in case.conditions] == ["a != 1", "a = 1"]
    assert str(forms[1].exact) == "c/(c*n + 1)"
    growths = [case.growth for case in solution.cases if case.growth is not None]
    assert growths == [Growth(UNIT, "n"), Growth.of(parse_formula("1/n")), Growth.of(parse_formula("a^n"))]


@pytest.mark.parametrize(
    ("text", "method", "leading"),
    [
        ("T(n) = (T(n-1) + a/T(n-1))/2, T(0) = b", POWER, "sqrt(a)"),
        ("T(n) = 2T(n-1)/(1 + T(n-1)^2), T(0) = a", POWER, "1"),
        ("T(n) = (a*T(n-1) + b)/(T(n-1) + 1), T(0) = 2", MOEBIUS, "a/2 + sqrt(a**2 - 2*a + 4*b + 1)/2 - 1/2"),
    ],
)
def test_positive_letters_have_a_limit(text: str, method: str, leading: str) -> None:
    (solution,) = solve_all(text, None)
    assert solution.method == method and str(solution.leading) == leading
    assert solution.bounds.theta is not None and solution.verification.status == "checked"


def test_a_bounded_map_is_given_no_limit() -> None:
    """4x(1 − x) stays in [0, 1]; how close to 0 it comes is not told."""
    (solution,) = solve_all("T(n) = 4T(n-1)(1 - T(n-1)), T(0) = 1/3", None)
    assert solution.bounds == Bounds(None, Growth(UNIT, "n")) and solution.leading is None


@pytest.mark.parametrize(
    "text",
    [
        "T(n) = 2 - 1/T(n-1), T(0) = 4/5",
        "T(n) = 2 - 1/T(n-1), T(0) = 1999/2000",
        "T(n) = 1/(T(n-1) - 2), T(0) = 2",
        "T(n) = (1 + T(n-1))/(1 - T(n-1)), T(0) = 0",
        "T(n) = (T(n-1)^3 - T(n-1)^2)/(T(n-1) - 1), T(0) = 1",
    ],
)
def test_a_sequence_that_breaks_off_has_no_form(text: str) -> None:
    with pytest.raises(Unsolved):
        solve_all(text, None)


@pytest.mark.parametrize(
    "text", ["T(n) = 2 - 1/T(n-1), T(0) = a", "T(n) = (T(n-1)^3 - T(n-1)^2)/(T(n-1) - 1), T(0) = c"]
)
def test_a_pole_before_the_size_is_excluded_in_words(text: str) -> None:
    (solution,) = solve_all(text, None)
    assert any("pole of the map" in str(said) for said in solution.assumptions)


@pytest.mark.parametrize("text", ["T(n) = T(n-1)^2 + T(n-1)/2, T(0) = a", "T(n) = T(n-1)^3 + T(n-1), T(0) = 1/2"])
def test_other_maps_are_no_powers(text: str) -> None:
    try:
        (solution,) = solve_all(text, None)
    except Unsolved as refused:
        assert (POWER, "a map that is a power in another coordinate") in {
            (r.method, r.hypothesis) for r in refused.refusals
        }
    else:
        assert solution.exact is None
