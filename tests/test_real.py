"""Exact real numbers: equal when they are, different when they are, and never by a float."""

from fractions import Fraction

import pytest

from recur.model.errors import LimitExceeded, Undecided
from recur.numbers import real
from recur.numbers.real import (
    compare,
    enclose,
    integer_root,
    is_zero,
    ln,
    log_ratio,
    minus,
    named,
    parameter,
    plus,
    power,
    sign,
)

F = Fraction


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [(4, 2, 2), (8, 4, F(3, 2)), (125, 5, 3), (243, 3, 5), (F(9, 4), F(8, 27), F(-2, 3)), (F(1, 2), 2, -1), (1, 7, 0)],
)
def test_a_logarithm_is_rational_when_the_numbers_are_powers_of_one_another(a, b, expected):
    assert log_ratio(F(a), F(b)) == expected
    assert isinstance(log_ratio(F(a), F(b)), Fraction)


@pytest.mark.parametrize("base", range(2, 30))
@pytest.mark.parametrize("exponent", [F(1, 3), F(1, 2), F(2, 3), 1, F(7, 2), 11])
def test_rational_logarithms_are_found_for_every_perfect_power(base, exponent):
    exponent = F(exponent)
    power_base = F(base) ** exponent.denominator
    assert log_ratio(power_base**exponent.numerator, power_base**exponent.denominator) == F(
        exponent.numerator, exponent.denominator
    )


def test_a_logarithm_next_to_a_power_is_not_that_power():
    assert compare(log_ratio(F(2**200 + 1), F(2)), F(200)) == 1
    assert compare(log_ratio(F(2**200 - 1), F(2)), F(200)) == -1


def test_log_2_of_3_is_not_1_585():
    assert compare(log_ratio(F(3), F(2)), F(1585, 1000)) == -1


def test_a_power_with_its_own_logarithm_as_exponent_comes_back():
    assert power(F(2), log_ratio(F(3), F(2))) == 3
    assert power(F(4), log_ratio(F(6), F(2))) == 36
    assert power(F(1, 2), log_ratio(F(3), F(2))) == F(1, 3)


def test_equal_surds_are_equal():
    root = {n: power(F(n), F(1, 2)) for n in (2, 3, 6)}
    nested = power(F(5) + F(2) * root[6], F(1, 2)) - root[2] - root[3]
    assert sign(nested) == 0
    assert sign(nested + F(1, 10**300)) == 1
    phi = named("phi")
    assert sign(F(2) * ln(phi) - ln(phi * phi)) == 0


def test_logarithms_of_composites_cancel_over_their_primes():
    assert is_zero(minus(ln(F(360)), plus(plus(ln(F(8)), ln(F(9))), ln(F(5)))))


def test_a_parameter_alone_is_positive_and_its_difference_to_one_is_undecided():
    c = parameter("c")
    assert sign(c) == 1
    with pytest.raises(Undecided):
        sign(minus(c, F(1)))
    assert sign(minus(plus(c, minus(F(1), c)), F(1))) == 0


def test_enclosures_hold_the_number_and_shrink():
    low, high = enclose(log_ratio(F(3), F(2)), 200)
    assert low < high
    assert high - low < F(1, 2**180)
    # 2^low < 3 < 2^high, cleared of the root by an exponent of a thousand
    assert F(2) ** int(low * 1000) < F(3) ** 1000 < F(2) ** (int(high * 1000) + 1)


def test_integer_roots_are_exact_for_numbers_beyond_floats():
    n = 10**120 + 7
    assert integer_root(n**5, 5) == n
    assert integer_root(n**5 + 1, 5) is None
    assert integer_root(n**2, 2) == n


def test_a_constant_power_beyond_all_bounds_is_refused():
    with pytest.raises(LimitExceeded):
        power(F(9), F(9**9))


def test_digits_are_correct_to_the_last_one():
    assert real.digits(log_ratio(F(3), F(2)), 30) == "1.58496250072115618145373894395"
