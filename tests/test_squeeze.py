"""Several calls of different kinds: proved bounds between recurrences with fewer calls, tight where they meet."""

from __future__ import annotations

import pytest

import recur
from recur.asymptotics.growth import Growth
from recur.model.solution import Unsolved
from recur.parsing import parse_formula
from recur.solving.solver import solve_all


def growth(formula: str) -> Growth:
    return Growth.of(parse_formula(formula), "n")


@pytest.mark.parametrize(
    ("recurrence", "theta"),
    [
        ("T(n) = T(n-1) + T(n-2) + T(n/2)", "((1+sqrt(5))/2)^n"),
        ("T(n) = T(n-1) + T(n-2) + T(floor(n/2)) + n", "((1+sqrt(5))/2)^n"),
        ("T(n) = 2T(n-1) + T(n/2) + 1", "2^n"),
        ("T(n) = (n-1)T(n-1) + T(n/4) + n^2", "(n-1)!"),
        ("T(n) = 2T(n-1) + 5T(n/3) + T(sqrt(n)) + n^3, T(0) = 0, T(1) = 1", "2^n"),
    ],
)
def test_smaller_calls_beside_an_exponential_change_no_growth(recurrence: str, theta: str) -> None:
    (solution,) = solve_all(recurrence)
    assert solution.method == "squeeze"
    assert solution.bounds.theta == growth(theta)
    assert solution.verification.status == "checked"


@pytest.mark.parametrize(
    ("recurrence", "lower", "upper"),
    [
        ("T(n) = T(n/2) + T(sqrt(n))", "log n", "n"),
        ("T(n) = T(n-1) + T(n/log n) + n", "n^2", "2^n"),
    ],
)
def test_what_stays_unsolved_has_bounds_on_both_sides(recurrence: str, lower: str, upper: str) -> None:
    """The trivial bounds at least: one call alone from below, every call at the largest size from above."""
    with pytest.raises(Unsolved) as refused:
        recur.solve(recurrence)
    bounds = refused.value.bounds
    assert bounds is not None and bounds.lower is not None and bounds.upper is not None
    assert growth(lower) <= bounds.lower < bounds.upper <= growth(upper)


@pytest.mark.parametrize(
    "recurrence",
    [
        "T(n) = T(n-1) - T(n/2) + n",
        "T(n) = T(n-1) + T(n/2) - n",
        "T(n) = T(n-1) + T(n/2), T(0) = 1, T(1) = -5",
    ],
)
def test_nothing_is_squeezed_where_something_may_be_negative(recurrence: str) -> None:
    with pytest.raises(Unsolved) as refused:
        recur.solve(recurrence)
    assert refused.value.bounds is None
    named = {refusal.method: refusal.hypothesis for refusal in refused.value.refusals}
    assert named["squeeze"] in ("nonnegative coefficients", "nonnegative terms")


def test_a_loose_result_leaves_the_other_refusals_standing() -> None:
    with pytest.raises(Unsolved) as refused:
        recur.solve("T(n) = 2T(n/2) + n*sin(n)^2/log log n")
    methods = {refusal.method for refusal in refused.value.refusals}
    assert {"Akra–Bazzi", "master theorem", "squeeze"} <= methods
    assert refused.value.bounds is not None and refused.value.bounds.upper == growth("n log n/log log n")
