"""Steps beside fractions and roots: n^Θ(log n) from both sides, held against values and against known terms."""

from __future__ import annotations

from fractions import Fraction
from math import log

import pytest

import recur
from recur.answers.judging.judging import check
from recur.asymptotics import Growth
from recur.model import Solution, Unsolved, expressions as ex
from recur.parsing import parse_formula
from recur.solving.solver import solve_all


def growth(text: str) -> Growth:
    return Growth.of(parse_formula(text), "n")


def solved(text: str) -> Solution:
    (found,) = solve_all(text)
    assert found.method == "calls of different kinds"
    return found


@pytest.mark.parametrize(
    ("recurrence", "lower", "upper"),
    [
        ("T(n) = T(n-1) + T(n/2)", "n*n^(lg(n)/2)/ln(n)^(lg n)", "n^2*n^(lg(n)/2)/ln(n)^(lg n)"),
        ("T(n) = T(n-1) + T(floor(n/2)) + n^3, T(0) = 1", "n*n^(lg(n)/2)/ln(n)^(lg n)", "n^2*n^(lg(n)/2)/ln(n)^(lg n)"),
        ("T(n) = T(n-2) + T(n/2) + T(n/4) + 1", "n^(lg(n)/2)/ln(n)^(lg n)", "n*n^(lg(n)/2)/ln(n)^(lg n)"),
        (
            "T(n) = T(n-1) + T(ceil(n/2)) + T(floor(n/2))",
            "n^2*n^(lg(n)/2)/ln(n)^(lg n)",
            "n^3*n^(lg(n)/2)/ln(n)^(lg n)",
        ),
        ("T(n) = T(n-1) + n*T(n/4) + T(sqrt(n))", "n*n^(log4(n))/ln(n)^(log4 n)", "n^2*n^(log4(n))/ln(n)^(log4 n)"),
    ],
)
def test_both_sides_are_a_factor_n_apart(recurrence: str, lower: str, upper: str) -> None:
    bounds = solved(recurrence).bounds
    assert bounds.lower == growth(lower) and bounds.upper == growth(upper)


@pytest.mark.parametrize(
    ("recurrence", "logarithm"),
    [
        ("T(n) = T(n-1) + T(n/2)", "ln(n)^2/(2*ln(2))"),
        ("T(n) = T(n-1)/2 + T(n-5)/2 + 7T(n/3) + n", "ln(n)^2/(2*ln(3))"),
        ("T(n) = T(n-1) + sqrt(n)*T(2n/3)", "3*ln(n)^2/(4*ln(3/2))"),
    ],
)
def test_the_logarithm_is_asymptotic_to_a_square(recurrence: str, logarithm: str) -> None:
    found = solved(recurrence).logarithm
    assert found is not None
    assert Growth.of(ex.power(ex.Constant("e"), found)) == growth(f"e^({logarithm})")


def test_the_exponent_that_is_said_is_approached() -> None:
    """ln T(n) of T(n) = T(n−1) + T(⌊n/2⌋) at n = 2^j, exact by the polynomials of Mahler's partitions."""
    value = {0: 1}
    steps = 1 << 14
    for n in range(1, steps + 1):
        value[n] = value[n - 1] + value[n // 2]
    exponents = []
    for j in (8, 11, 14):
        n = 1 << j
        rest = log(value[n]) - log(n) ** 2 / (2 * log(2)) + log(n) * log(log(n)) / log(2)
        exponents.append(rest / log(n))
    assert 1 < exponents[0] < 2 and 1 < exponents[-1] < 2


@pytest.mark.parametrize(
    ("recurrence", "theta"),
    [
        ("T(n) = T(n-1) + T(sqrt(n))", "n^2/log n"),
        ("T(n) = T(n-1) + 2T(sqrt(n)) + n", "n^2*log(log n)"),
        ("T(n) = T(n-1) + 3T(sqrt(n)) + n", "n^2*(log n)^(log2(3/2))"),
        ("T(n) = T(n-1) + 3T(n^(1/3)) + sqrt(n)", "n^(3/2)*(log n)^(log3(2))"),
        ("T(n) = T(n-1)/2 + T(n/2)", "n"),
        ("T(n) = T(n-1)/2 + T(n-2)/4 + 3T(n/2) + n^2", "n^(log2(12))"),
        ("T(n) = T(n-1)/2 + T(n/2)/2 + 1", "log n"),
    ],
)
def test_roots_beside_steps_and_steps_that_die_out_have_a_theta(recurrence: str, theta: str) -> None:
    found = solved(recurrence)
    assert found.bounds.theta == growth(theta)
    assert found.verification.status == "checked"


def test_values_stay_within_the_theta() -> None:
    """T(n) = T(n−1) + T(⌊√n⌋), exactly."""
    from math import isqrt

    value = [1, 1]
    for n in range(2, 1 << 17):
        value.append(value[-1] + value[isqrt(n)])
    ratios = [Fraction(value[n]) * Fraction(log(n)) / n**2 for n in (1 << 9, 1 << 13, 1 << 17 - 1)]
    assert all(Fraction(2, 5) < ratio < Fraction(3, 5) for ratio in ratios)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("O(2^n)", "not tight"),
        ("O(n^(lg n))", "not tight"),
        ("Omega(n^10)", "not tight"),
        ("omega(n^5)", "correct"),
        ("O(n^100)", "wrong"),
        ("Theta(n^2)", "wrong"),
        ("Theta(2^n)", "wrong"),
        ("Theta(n^(lg n))", "wrong"),
        ("n^2*n^(lg(n)/2)/ln(n)^(lg n)", "undecided"),
    ],
)
def test_polynomials_and_exponentials_are_refuted(claim: str, verdict: str) -> None:
    assert check("T(n) = T(n-1) + T(n/2)", claim).verdict.value == verdict


@pytest.mark.parametrize(
    "recurrence",
    [
        "T(n) = T(n-1) + T(n/2) - T(n/4)",
        "T(n) = T(n-1) + T(n/2), T(0) = 1, T(1) = -5",
        "T(n) = T(n-1) + T(n/2)/n",
        "T(n) = T(n-1) + T(n/2) + n*T(n/4)",
        "T(n) = T(n-1) + T(n/log n)",
        "T(n) = T(n-sqrt(n)) + T(n/2)",
        "T(n) = T(n-1) + T(n/2 + n/log n)",
        "T(n) = T(n-1) + c*T(n/2)",
        "T(n) = T(n-1)*(1+1/n) + T(n/2)",
    ],
)
def test_what_the_theorem_does_not_say_is_not_said(recurrence: str) -> None:
    with pytest.raises(Unsolved):
        recur.solve(recurrence)


def test_what_only_bounds_the_values_from_above_gives_one_side() -> None:
    found = solved("T(n) <= T(n-1) + T(n/2) + 1")
    assert found.bounds.lower is None and found.bounds.upper is not None and found.logarithm is None


@pytest.mark.parametrize("text", ["n^(lg n)", "n^(ln n)", "(ln n)^(lg n)", "n^(log3(n)/2)", "(ln n)^(ln n)"])
def test_a_log_in_an_exponent_has_its_base(text: str) -> None:
    """n^(log n) is another growth for each base, and what is shown is read with the binary one."""
    shown = growth(text).expression()
    assert all(x.base is not None for x in ex.walk(shown) if isinstance(x, ex.Log))
    assert Growth.of(shown) == growth(text)
