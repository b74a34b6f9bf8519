"""Maps that contract: the limit against 200 digits, the cycle against the values, and what is not proved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import pytest

from recur.asymptotics import UNIT, Growth
from recur.model import Solution, Unsolved
from recur.parsing import parse_formula
from recur.solving.maps.derivatives import derivative_of
from recur.solving.solver import solve_all
from tests.formula_values import value

LIMITS: list[tuple[str, Callable[[Any], Any], Any]] = [
    ("cos(T(n-1)), T(0) = 1", mpmath.cos, 1),
    ("exp(-T(n-1)), T(0) = 1", lambda x: mpmath.exp(-x), 1),
    ("1/(1 + T(n-1)^2), T(0) = 1", lambda x: 1 / (1 + x * x), 1),
    ("5/2*T(n-1)(1 - T(n-1)), T(0) = 1/3", lambda x: 5 * x * (1 - x) / 2, mpmath.mpf(1) / 3),
    ("ln(T(n-1)) + 2, T(0) = 1", lambda x: mpmath.log(x) + 2, 1),
    ("1 + sin(T(n-1))/2, T(0) = 1", lambda x: 1 + mpmath.sin(x) / 2, 1),
    ("2^(-T(n-1)), T(0) = 1", lambda x: mpmath.mpf(2) ** -x, 1),
    ("(1 + T(n-1))^(1/3), T(0) = 1", lambda x: mpmath.cbrt(1 + x), 1),
    ("1 - T(n-1)^2/2, T(0) = 1/2", lambda x: 1 - x * x / 2, 0.5),
]


def contracted(text: str) -> Solution:
    (solution,) = solve_all(f"T(n) = {text}", None)
    assert solution.method == "contraction" and solution.verification.status == "checked"
    return solution


@pytest.mark.parametrize(("text", "follow", "first"), LIMITS, ids=[text for text, _, _ in LIMITS])
def test_the_limit_is_that_of_the_values(text: str, follow: Callable[[Any], Any], first: Any) -> None:
    solution = contracted(text)
    assert solution.bounds.theta == Growth(UNIT, "n") and solution.leading is not None
    with mpmath.workdps(60):
        x = mpmath.mpf(first)
        for _ in range(900):
            x = follow(x)
        limit = value(solution.leading, {d.symbol: d.value for d in solution.where})[0]
        assert abs(x - limit) < mpmath.mpf(10) ** -45


@pytest.mark.parametrize(("rate", "period"), [("16/5", 2), ("7/2", 4), ("3.83", 3)])
def test_a_cycle_has_no_limit(rate: str, period: int) -> None:
    solution = contracted(f"{rate}*T(n-1)(1 - T(n-1)), T(0) = 1/2")
    assert solution.case == f"cycle of {period}"
    assert solution.bounds.theta == Growth(UNIT, "n") and solution.leading is None


def test_values_that_fall_to_0_do_so_by_the_derivative_there() -> None:
    solution = contracted("1/2*T(n-1)(1 - T(n-1)), T(0) = 1/2")
    assert solution.bounds.theta == Growth.of(parse_formula("(1/2)^n"))


@pytest.mark.parametrize(
    "text",
    [
        "T(n) = 39/10*T(n-1)(1 - T(n-1)), T(0) = 1/2",  # no cycle is seen
        "T(n) = 3T(n-1)(1 - T(n-1)), T(0) = 1/2",  # F′ = −1 at the fixed point
        "T(n) = ln(T(n-1)) + 2, T(0) = 1/10",  # the next value but one has no logarithm
        "T(n) = cos(T(n-1)) - 2, T(0) = 1",  # a negative limit
        "T(n) = -1/2*T(n-1)(1 - T(n-1)), T(0) = 1/2",  # signs change
    ],
)
def test_what_does_not_contract_to_something_positive_is_declined(text: str) -> None:
    with pytest.raises(Unsolved):
        solve_all(text, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x^3 + 2x", "3*x**2 + 2"),
        ("sin(2x)", "2*cos(2*x)"),
        ("cos(x)", "-sin(x)"),
        ("ln(x)", "1/x"),
        ("2^x", "2**x*log(2)"),
        ("x*exp(x)", "exp(x) + x*exp(x)"),
    ],
)
def test_derivatives(text: str, expected: str) -> None:
    with mpmath.workdps(30):
        told, known = (
            value(x, {"x": mpmath.mpf("0.7")})[0]
            for x in (derivative_of(parse_formula(text), "x"), parse_formula(expected, log="e"))
        )
        assert abs(told - known) < mpmath.mpf(10) ** -25
