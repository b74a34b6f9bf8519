"""Rows that are powers of a polynomial: trinomial triangles and sums of dice, against products worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from math import pi, sqrt

import pytest

from recur.answers.judging.judging import check
from recur.evaluation.points import PointEvaluator
from recur.model.several import MultivariateRecurrence, MultivariateSolution
from recur.model.solution import Unsolved
from recur.notation.python import write
from recur.parsing import parse_any
from recur.solving.several.joint_solver import solve_multivariate

TRINOMIAL = "T(n,k) = T(n-1,k) + T(n-1,k-1) + T(n-1,k-2), T(0,0) = 1"
DICE = "D(n,k) = sum(j=1..6, D(n-1,k-j)), D(0,0) = 1"
GAPS = "T(n,k) = 2T(n-1,k) + 3T(n-1,k-2), T(0,0) = 1"


def solved(text: str) -> MultivariateSolution:
    read = parse_any(text)
    assert isinstance(read, MultivariateRecurrence)
    return solve_multivariate(read)


def row(weights: dict[int, int], n: int) -> dict[int, int]:
    found = {0: 1}
    for _ in range(n):
        after: dict[int, int] = {}
        for k, value in found.items():
            for j, c in weights.items():
                after[k + j] = after.get(k + j, 0) + c * value
        found = after
    return found


CASES = [
    (TRINOMIAL, {0: 1, 1: 1, 2: 1}, "(y + y**2 + 1)**n", 1, 2 / 3),
    (DICE, dict.fromkeys(range(1, 7), 1), "(y + y**2 + y**3 + y**4 + y**5 + y**6)**n", 3.5, 35 / 12),
]


@pytest.mark.parametrize(("text", "weights", "power", "mean", "variance"), CASES)
def test_rows_and_their_middle(text: str, weights: dict[int, int], power: str, mean: float, variance: float) -> None:
    found = solved(text)
    assert write(found.series[0]).endswith(power)
    (line,) = found.growths
    assert (line.kind, line.growing) == ("~", ())
    evaluator = PointEvaluator(found.recurrence)
    by_hand = row(weights, 24)
    assert all(evaluator.number((24, k)) == value for k, value in by_hand.items())
    whole = sum(weights.values())
    ratio = Fraction(row(weights, 200)[int(200 * mean)], whole**200)
    assert abs(float(ratio) * sqrt(2 * pi * variance * 200) - 1) < 0.01


def test_on_exponents_with_a_common_factor_no_middle_is_told() -> None:
    """(2 + 3y²)ⁿ has no odd powers."""
    assert solved(GAPS).growths == ()


def test_claims_on_the_middle() -> None:
    assert check(TRINOMIAL, "T(n,n) = Θ(3^n/sqrt(n))").verdict == "correct"
    assert check(TRINOMIAL, "T(n,n) = Θ(3^n)").verdict == "wrong"


@pytest.mark.parametrize(
    "text",
    [
        "T(n,k) = T(n-1,k) + T(n-1,k-1) + T(n-1,k-2) + 1, T(0,0) = 1",
        "T(n,k) = T(n-1,k) + T(n-1,k-1) + T(n-1,k-2), T(0,k) = 1, T(n,0) = 1",
        "T(n,k) = T(n-1,k) + T(n-1,k-1) + T(n-2,k-2), T(0,0) = 1",
    ],
)
def test_what_is_declined(text: str) -> None:
    with pytest.raises(Unsolved):
        solved(text)
