"""The sum over the levels of a recursion tree, on the whole scale of logarithms."""

from fractions import Fraction

import pytest

from recur.asymptotics.growth import Growth
from recur.asymptotics.levels import Regime, integrate, level_sum
from recur.parsing import parse_formula


def sum_of(toll: str, exponent: Fraction | int) -> str:
    return str(Growth(level_sum(Growth.of(parse_formula(toll)).point, Fraction(exponent)).growth).expression())


def growth(text: str) -> str:
    return str(Growth.of(parse_formula(text)).expression())


@pytest.mark.parametrize(
    ("toll", "exponent", "expected"),
    [
        ("n", 2, "n^2"),
        ("n^3", 2, "n^3"),
        ("n", 1, "n log n"),
        ("n log n", 1, "n log^2 n"),
        ("n/log n", 1, "n log log n"),
        ("n/log^2 n", 1, "n"),
        ("n/sqrt(log n)", 1, "n sqrt(log n)"),
        ("n/(log n * log log n)", 1, "n log log log n"),
        ("n/(log n * log log n * log log log n)", 1, "n * log(log(log(log n)))"),
        ("n/(log n * (log log n)^2)", 1, "n"),
        ("n log log n / log n", 1, "n (log log n)^2"),
        ("n log log n", 1, "n log n log log n"),
        ("log log n", 0, "log n log log n"),
        ("2^sqrt(log n)", 0, "sqrt(log n) 2^sqrt(log n)"),
        ("2^(-sqrt(log n))", 0, "1"),
        ("2^sqrt(log log n)", 0, "log n * 2^sqrt(log log n)"),
        ("2^n", 5, "2^n"),
        ("n^(log n)", 5, "n^(log n)"),
        ("2^(-n)", 0, "1"),
    ],
)
def test_the_levels_add_up_to(toll, exponent, expected):
    assert sum_of(toll, exponent) == growth(expected)


def test_a_driving_function_below_the_watershed_by_a_logarithm_only_is_balanced_not_out_of_reach():
    assert level_sum(Growth.of(parse_formula("n/log n")).point, Fraction(1)).regime is Regime.BALANCED
    assert level_sum(Growth.of(parse_formula("n^0.999")).point, Fraction(1)).regime is Regime.LEAF_HEAVY
    assert level_sum(Growth.of(parse_formula("n^1.001")).point, Fraction(1)).regime is Regime.ROOT_HEAVY


@pytest.mark.parametrize("c", [Fraction(i, 2) for i in range(-6, 9)])
def test_the_integral_of_a_power_of_the_logarithm(c):
    closed = integrate(Growth.of(parse_formula(f"(log n)^({c})")).point, 1)
    if c < -1:
        assert closed is None
    elif c == -1:
        assert closed is not None
        assert str(Growth(closed[0]).expression()) == "log(log(n))"
    else:
        assert closed is not None
        assert Growth(closed[0]) == Growth.of(parse_formula(f"(log n)^({c + 1})"))
        assert closed[1] == 1 / (c + 1)
