"""Intervals hold the number they stand for, and are about as narrow as their bits allow; mpmath is the judge."""

from __future__ import annotations

import random
from fractions import Fraction

import mpmath
import pytest

from recur.model.errors import LimitExceeded
from recur.numbers import interval as i
from recur.numbers.interval import Interval, interval, nearest_decimal

ONE_ARGUMENT = {
    "logarithm": (lambda x: i.logarithm(x), mpmath.log),
    "exponential": (lambda x: i.exponential(x), mpmath.exp),
    "cosine": (lambda x: i.cosine(x), mpmath.cos),
    "sine": (lambda x: i.sine(x), mpmath.sin),
    "square root": (lambda x: x.power(Fraction(1, 2)), mpmath.sqrt),
    "power": (lambda x: x.power(Fraction(-17, 3)), lambda x: mpmath.power(x, mpmath.mpf(-17) / 3)),
    "reciprocal": (lambda x: x.reciprocal(), lambda x: 1 / x),
    "fifth power": (lambda x: x.power(5), lambda x: x**5),
}


def real(x: Fraction) -> mpmath.mpf:
    return mpmath.mpf(x.numerator) / x.denominator


def holds(found: Interval, true: mpmath.mpf, slack: int) -> bool:
    """Whether the number lies inside, and the ends are no more than `slack` units of the last place apart."""
    low, high = map(real, found.rationals())
    return low <= true <= high and high - low <= slack * max(abs(true), 1) * mpmath.mpf(2) ** -found.bits


@pytest.mark.parametrize("bits", [20, 53, 200, 1000])
@pytest.mark.parametrize("name", ONE_ARGUMENT)
def test_a_function_of_a_number_lies_in_the_function_of_its_interval(name: str, bits: int) -> None:
    function, judge = ONE_ARGUMENT[name]
    chance = random.Random(f"{name} {bits}")
    with mpmath.workprec(3000):
        for _ in range(40):
            x = Fraction(chance.randint(1, 10**6), 1 << chance.randint(0, 24))
            if name in ("exponential", "cosine", "sine"):
                x = x % 40 * chance.choice((1, -1))
            x = Fraction(int(x * 2**14), 2**14) or Fraction(1, 2)  # few enough digits to be one point
            assert holds(function(interval(x, bits)), judge(real(x)), 80 if bits > 30 else 2**22)


def test_a_logarithm_next_to_one_keeps_its_sign() -> None:
    for sign in (1, -1):
        near = interval(1 + sign * Fraction(1, 2**150), 200)
        assert i.logarithm(near).sign() == sign


def test_sums_differences_and_products_hold_the_exact_one() -> None:
    chance = random.Random(7)
    for _ in range(300):
        x, y = (Fraction(chance.randint(-(10**9), 10**9), chance.randint(1, 10**4)) for _ in range(2))
        y *= Fraction(2) ** chance.randint(-200, 200)
        a, b = interval(x, 53), interval(y, 53)
        for found, exact in ((a + b, x + y), (a - b, x - y), (a * b, x * y)):
            low, high = found.rationals()
            assert low <= exact <= high


@pytest.mark.parametrize("name", ["e", "pi", "phi", "euler_gamma"])
def test_named_constants_are_enclosed(name: str) -> None:
    values = {"e": mpmath.e, "pi": mpmath.pi, "phi": mpmath.phi, "euler_gamma": mpmath.euler}
    with mpmath.workprec(2000):
        assert holds(i.enclosed_constant(name, 700), +values[name], 4)


@pytest.mark.parametrize("text", ["0.1", "123456.5", "1e+30", "2.5e-9", "-0.00012", "999999.9999999999"])
def test_decimals_are_rounded_and_end_without_zeros(text: str) -> None:
    with mpmath.workprec(400):
        x = Fraction(text)
        for count in (3, 8, 15):
            assert nearest_decimal(x, count) == mpmath.nstr(real(x), count)


@pytest.mark.parametrize("exponent", [10**10, -(10**10)])
def test_ends_that_are_too_long_to_be_written_are_refused_from_their_size(exponent: int) -> None:
    with pytest.raises(LimitExceeded, match="binary digits"):
        i.exponential(interval(Fraction(exponent), 64)).rationals()
