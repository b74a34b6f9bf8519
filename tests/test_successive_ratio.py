"""Order two with a coefficient that is subtracted: the growth of the larger ratio, and never for a minimal solution."""

from __future__ import annotations

from fractions import Fraction
from math import log
from random import Random

import pytest

from recur.answers.judging.exact_values import Formula
from recur.asymptotics import Growth
from recur.model import Solution, Unsolved
from recur.numbers import certain_digits
from recur.parsing import parse_formula
from recur.solving.solver import solve_all


def proved(text: str) -> Solution:
    (solution,) = solve_all(text, None)
    return solution


@pytest.mark.parametrize(
    ("text", "growth"),
    [
        ("n*D(n) = 3(2n-1)D(n-1) - (n-1)D(n-2), D(0) = 1, D(1) = 3", "(3+2*sqrt(2))^n/sqrt(n)"),
        ("(n+1)s(n) = 3(2n-1)s(n-1) - (n-2)s(n-2), s(0) = 1, s(1) = 2", "(3+2*sqrt(2))^n/n^(3/2)"),
        (
            "n^3 A(n) = (34n^3-51n^2+27n-5)A(n-1) - (n-1)^3 A(n-2), A(0) = 1, A(1) = 5",
            "(17+12*sqrt(2))^n/n^(3/2)",
        ),
        ("T(n) = n*T(n-1) - T(n-2), T(0) = 1, T(1) = 1", "n!"),
        ("T(n) = (2n+1)T(n-1) - n^2 T(n-2)/5, T(0) = 1, T(1) = 3", "((1+2/sqrt(5)))^n*n!*n^(1/2)"),
    ],
)
def test_the_larger_ratio_gives_the_growth(text: str, growth: str) -> None:
    solution = proved(text)
    assert solution.method == "successive ratio"
    if "sqrt(5)" not in growth:
        assert solution.bounds.theta == Growth.of(parse_formula(growth))


@pytest.mark.parametrize(
    "text",
    [
        "T(n) = (n+1)T(n-1) - n*T(n-2), T(0) = 1, T(1) = 1",
        "n*T(n) = (3n+1)T(n-1) - (2n+1)T(n-2), T(0) = 4, T(1) = 4",
        "T(n) = (n+2)T(n-1) - n*T(n-2) - T(n-2), T(0) = 3, T(1) = 3",
    ],
)
def test_a_minimal_solution_is_not_given_the_dominant_growth(text: str) -> None:
    """A constant solves each of these, beside solutions that grow."""
    assert proved(text).bounds.theta == Growth.of(parse_formula("1"))


@pytest.mark.parametrize(
    ("text", "hypothesis"),
    [
        ("n*T(n) = (2n+1)T(n-1) - n*T(n-2), T(0) = 1, T(1) = 2", "two ratios that differ"),
        ("n*D(n) = 3(2n-1)D(n-1) - (n-1)D(n-2)", "stated first values"),
        ("n*D(n) = 3(2n-1)D(n-1) - (n-1)D(n-2) + n", "an equation without a driving function"),
    ],
)
def test_what_is_not_seen_names_the_hypothesis(text: str, hypothesis: str) -> None:
    try:
        solve_all(text, None)
    except Unsolved as refused:
        assert ("successive ratio", hypothesis) in {(r.method, r.hypothesis) for r in refused.refusals}
    else:
        raise AssertionError("solved by now")


@pytest.mark.parametrize("seed", range(40))
def test_the_values_stay_within_constants_of_the_growth(seed: int) -> None:
    """T(n)/g(n) at n = 6000 and at n = 1500 differ by little, with T from its ratios in floats."""
    draw = Random(seed)
    p, q, s, t = draw.randint(2, 9), draw.randint(-3, 6), draw.randint(1, 4), draw.randint(-1, 3)
    first = draw.randint(1, 5)
    text = f"(n+1)*T(n) = ({p}n + {q})*T(n-1) - ({s}n + {t})*T(n-2), T(0) = 1, T(1) = {first}"
    try:
        solution = proved(text)
    except Unsolved:
        return
    growth = solution.bounds.theta
    if solution.method != "successive ratio" or growth is None:
        return
    ratio, total, logs = float(first), log(first), {}
    for n in range(2, 6001):
        ratio = ((p * n + q) - (s * n + t) / ratio) / (n + 1)
        assert ratio > 0
        total += log(ratio)
        logs[n] = total
    formula = Formula(growth.expression(), "n", {})
    heights = []
    for n in (1500, 6000):
        bound = Fraction(certain_digits(formula.at(n), 12))
        heights.append(logs[n] - log(bound.numerator) + log(bound.denominator))
    assert abs(heights[1] - heights[0]) < 0.05
