"""The exact numbers under the evaluator: roots, logarithms, digits, and intervals that enclose the truth."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

import mpmath
import pytest
from hypothesis import given, strategies as st

from recur.evaluation.arithmetic import Compiler
from recur.numbers.decimals import certain_digits, place_point, whole_text
from recur.numbers.exact import exact_logarithm, exact_root, fibonacci, harmonic, log_star, whole_power, whole_root
from recur.numbers.interval import Interval, interval, logarithm
from recur.parsing import parse_formula


@given(st.integers(0, 10**60), st.integers(2, 9))
def test_a_root_is_the_largest_whole_number_whose_power_fits(value: int, degree: int) -> None:
    found = whole_root(value, degree)
    assert found**degree <= value < (found + 1) ** degree


@given(st.fractions(0, 10**6), st.integers(2, 5))
def test_an_exact_root_is_found_exactly_when_there_is_one(value: Fraction, degree: int) -> None:
    assert exact_root(value**degree, degree) == value
    other = value**2 + 1
    square = isqrt(other.numerator) ** 2 == other.numerator and isqrt(other.denominator) ** 2 == other.denominator
    assert (exact_root(other, 2) is not None) == square


@pytest.mark.parametrize(("value", "base", "expected"), [(8, 2, 3), (8, 4, Fraction(3, 2)), (Fraction(1, 9), 3, -2)])
def test_a_rational_logarithm_is_exact(value: int | Fraction, base: int, expected: int | Fraction) -> None:
    assert exact_logarithm(value, base) == expected


@pytest.mark.parametrize(("value", "base"), [(125 * 10**9 + 1, 5), (243, 2), (3**200 + 1, 3), (10, 3)])
def test_a_logarithm_that_only_looks_rational_is_not(value: int, base: int) -> None:
    assert exact_logarithm(value, base) is None


@given(st.integers(0, 400), st.integers(-1, 1))
def test_a_binary_logarithm_is_exact_at_powers_of_two_alone(exponent: int, beside: int) -> None:
    value = max(2**exponent + beside, 1)
    assert exact_logarithm(value, 2) == next((k for k in range(402) if 2**k == value), None)


@pytest.mark.parametrize(("n", "expected"), [(1, 0), (2, 1), (3, 2), (4, 2), (5, 3), (16, 3), (17, 4), (65537, 5)])
def test_log_star_counts_binary_logarithms(n: int, expected: int) -> None:
    assert log_star(n) == expected


def test_fibonacci_and_harmonic_numbers_follow_their_recurrences() -> None:
    for n in range(-10, 60):
        assert fibonacci(n) == fibonacci(n - 1) + fibonacci(n - 2)
    for n in range(1, 60):
        assert harmonic(n) == harmonic(n - 1) + Fraction(1, n)


@pytest.mark.parametrize(("base", "exponent"), [(0, -1), (Fraction(0), -3)])
def test_zero_has_no_negative_power(base: int | Fraction, exponent: int) -> None:
    with pytest.raises(ZeroDivisionError):
        whole_power(base, exponent)


@given(st.integers(-(10**30), 10**30))
def test_digits_of_a_short_number_are_those_of_python(n: int) -> None:
    assert whole_text(n) == str(n)


@given(st.integers(1, 40_000), st.integers(0, 10**12))
def test_digits_of_a_long_number_come_out_right(exponent: int, rest: int) -> None:
    text = whole_text(10**exponent * 10**12 + rest)
    assert text == "1" + "0" * (exponent + 12 - len(str(rest))) + str(rest)


@given(st.integers(2, 10**40), st.integers(5, 60))
def test_certain_digits_agree_with_a_computation_to_twice_as_many(n: int, digits: int) -> None:
    text = certain_digits(logarithm(interval(n, 400)), digits)
    with mpmath.workdps(2 * digits + 20):
        gap = mpmath.log(n) - mpmath.mpf(text)
        assert 0 <= gap < mpmath.mpf(10) ** (2 - digits)


@pytest.mark.parametrize(
    ("power", "text"), [(10**6, "9.90e+301029"), (-(10**6), "1.01e-301030"), (10, "1.02e+3"), (0, "1.00")]
)
def test_the_first_digits_of_numbers_with_many(power: int, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    number = interval(Fraction(2) ** power, 64)
    monkeypatch.setattr(Fraction, "__mul__", None)  # a common divisor of such numbers takes seconds
    assert certain_digits(number, 3) == text


@pytest.mark.parametrize(
    ("significand", "exponent", "expected"),
    [(12345, 1, "12.345"), (12345, 4, "12345"), (12345, -3, "0.0012345"), (12345, 9, "1.2345e+9")],
)
def test_the_point_is_placed_for_reading(significand: int, exponent: int, expected: str) -> None:
    assert place_point(significand, exponent) == expected


FORMULAS = ["sqrt(n)+log(n)", "n^(1/3)*e", "cos(n)-sin(n)/pi", "2^(sqrt(n))", "(n+1/2)!", "log_3(n)^2", "phi^n-1/n"]


@given(st.sampled_from(FORMULAS), st.integers(2, 200))
def test_an_interval_encloses_the_true_value(text: str, n: int) -> None:
    compiler = Compiler("n", bits=100)
    closure = compiler.compile(parse_formula(text))
    compiler.cells[0] = n
    found = closure()
    sharp = Compiler("n", bits=1000)
    finer = sharp.compile(parse_formula(text))
    sharp.cells[0] = n
    true = finer()
    if isinstance(found, Interval) and isinstance(true, Interval):
        (low, high), (inner, outer) = found.rationals(), true.rationals()
        assert low <= inner <= outer <= high
        assert high - low <= abs(low) / 2**60 + Fraction(1, 2**60)
    else:
        assert found == true


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cos(pi*n/3)", [1, Fraction(1, 2), Fraction(-1, 2), -1, Fraction(-1, 2), Fraction(1, 2)] * 2),
        ("sin(pi*n/2)", [0, 1, 0, -1] * 3),
    ],
)
def test_cosines_of_rational_shares_of_a_turn_are_exact_where_they_are_rational(text, expected):
    compiler = Compiler("n")
    value = compiler.compile(parse_formula(text))
    found = []
    for n in range(12):
        compiler.cells[0] = n
        found.append(value())
    assert found == expected


def test_a_cosine_of_a_share_of_a_turn_comes_again_after_a_turn():
    compiler = Compiler("n")
    value = compiler.compile(parse_formula("cos(2*pi*n/7)"))
    found = []
    for n in (3, 10, 4, 0):
        compiler.cells[0] = n
        found.append(value())
    assert found[0] is found[1] and found[2] is found[0] and found[3] == 1
