"""Exact real numbers: equal when they are, different when they are, and never by a float."""

import json
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import pytest

from recur.model.errors import DependsOnLetter, LimitExceeded, RecurError, Undecided
from recur.model.solution import Unsolved
from recur.numbers import real
from recur.numbers.exact import integer_root
from recur.numbers.letter_zeros import positive_zeros
from recur.numbers.real import (
    compare,
    enclose,
    is_zero,
    ln,
    log_ratio,
    minus,
    named,
    over,
    parameter,
    plus,
    power,
    sign,
)
from recur.solving.solver import solve_all

F = Fraction
CASES = Path(__file__).parent / "cases" / "representative.jsonl"


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


# -- what is one number is one object ------------------------------------------------------------------------


def test_a_quotient_of_sums_is_in_lowest_terms():
    c = parameter("c")
    assert real.over(c * c - F(1), c - F(1)) == c + F(1)
    two, three = ln(F(2)), ln(F(3))
    assert real.over(two, F(2) * (two + three)) == real.over(two, F(2) * two + F(2) * three)
    assert real.over(F(1), F(1) - real.over(F(1), named("e"))) == real.over(named("e"), named("e") - F(1))


def test_square_roots_leave_the_denominator():
    root = {n: power(F(n), F(1, 2)) for n in (2, 3, 5)}
    assert real.over(F(1), root[2] + root[3] + root[5]) * (root[2] + root[3] + root[5]) == 1
    assert real.over(F(1), named("phi")) == named("phi") - F(1)


def test_an_exponential_takes_logarithms_back():
    assert real.exponential(F(2) * ln(F(3)) - ln(F(2))) == F(9, 2)
    c = parameter("c")
    assert real.exponential(c * ln(F(4))) == power(F(2), F(2) * c)


@pytest.mark.parametrize(
    ("turns", "cosine"),
    [(F(0), 1), (F(1, 3), F(1, 2)), (F(1, 2), 0), (F(2, 3), F(-1, 2)), (F(1), -1), (F(7, 3), F(1, 2))],
)
def test_cosines_of_thirds_and_halves_of_pi_are_rational(turns, cosine):
    assert real.trigonometric("cos", turns * named("pi")) == cosine
    assert real.trigonometric("sin", (F(1, 2) - turns) * named("pi")) == cosine


# -- signs ---------------------------------------------------------------------------------------------------


def test_two_numbers_that_agree_to_six_hundred_bits_are_two():
    near = F(2) + F(1, 2**600)
    assert sign(ln(near) - ln(F(2))) == 1


def test_nested_radicals_are_told_apart_from_their_neighbours():
    nested = power(F(7) + F(4) * power(F(3), F(1, 2)), F(1, 2))  # 2 + √3
    assert sign(nested - F(2) - power(F(3), F(1, 2))) == 0
    assert sign(power(F(2), F(1, 3)) + power(F(3), F(1, 3)) - power(F(20), F(1, 3))) == -1


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (lambda c: c * c - c + F(1), 1),  # no positive root
        (lambda c: F(1) - power(F(2), F(1, 2)) * c - c * c * c - F(1), -1),
        (lambda c: ln(c + F(3)) - ln(F(3)), 1),
        (lambda c: real.over(c + F(1), c) - F(1), 1),
    ],
)
def test_a_sign_that_all_positive_letters_share_is_found(formula, expected):
    assert sign(formula(parameter("c"))) == expected


@pytest.mark.parametrize("wave", ["cos", "sin"])
def test_the_sine_and_cosine_of_a_letter_have_no_sign(wave):
    with pytest.raises(DependsOnLetter):
        sign(real.trigonometric(wave, parameter("c")))


def test_the_letter_at_which_a_sign_changes_is_found():
    c = parameter("c")
    assert list(positive_zeros(c - F(3), "c")) == [F(3)]
    assert list(positive_zeros((c - F(2)) * ln(F(3)) * (c - F(5)), "c")) == [F(2), F(5)]
    assert list(positive_zeros(ln(c) - ln(F(2)), "c")) == [F(2)]
    assert list(positive_zeros(c * ln(F(2)) - ln(F(8)), "c")) == [F(3)]


def test_letters_take_values():
    c = parameter("c")
    assert real.substituted(real.over(c * c - F(2), power(F(2), c)), {"c": F(3)}) == F(7, 8)


def test_a_polynomial_in_a_letter_has_exact_coefficients():
    c = parameter("c")
    assert real.polynomial_in(c * c * ln(F(2)) + F(1), "c") == [F(1), F(0), ln(F(2))]
    assert real.polynomial_in(power(F(2), c), "c") is None


# -- precision -----------------------------------------------------------------------------------------------


def test_threads_that_enclose_at_different_precisions_do_not_disturb_each_other():
    numbers = [log_ratio(F(n), F(2)) for n in (3, 5, 7, 11)]
    alone = {(i, bits): enclose(x, bits) for i, x in enumerate(numbers) for bits in (40, 4000)}
    with ThreadPoolExecutor(4) as pool:
        jobs = {key: pool.submit(enclose, numbers[key[0]], key[1]) for key in list(alone) * 20}
        assert all(job.result() == alone[key] for key, job in jobs.items())


def test_no_recurrence_needs_sympy(monkeypatch):
    monkeypatch.setitem(sys.modules, "sympy", None)  # an import of it is an error now
    for line in CASES.read_text(encoding="utf-8").splitlines():
        with suppress(Unsolved, Undecided):
            assert solve_all(json.loads(line)["recurrence"])


@pytest.mark.parametrize(
    "text",
    [
        "T(n) = T(n-10^400) + T(n/4) + n",
        f"T(n) = 3T(n/2) + n*log(n)^{10**60 - 1}",
        f"T(n) = {10**60 - 1}T(n/2) + n^(10^40)",
        "T(n) = (1 + sqrt(2))^(10^30) T(n/2) + n",
        "T(n) = T(n/2) + e^(e^(e^(10^9)))",
        f"T(n) = T(n-1) + {10**60}^n",
    ],
)
def test_huge_numbers_are_answered_or_refused_from_their_size(text):
    with suppress(RecurError):
        solve_all(text)


def test_powers_of_a_sum_meet_before_they_are_multiplied_out():
    total = parameter("a") + parameter("b") + parameter("c") + parameter("d")
    assert power(total, F(60)) * power(total, F(-61)) == real.over(F(1), total)
    assert power(total, F(1, 2)) * power(total, F(-3, 2)) == real.over(F(1), total)


def test_a_common_factor_beside_powers_of_e_leaves_the_value():
    e, two, three = named("e"), ln(F(2)), ln(F(3))
    above = (power(e, F(-15, 2)) + two) * (two + three)
    below = (power(e, F(15, 2)) + three) * (two + three)
    quotient = real.over(above, below)
    assert quotient == real.over(power(e, F(-15, 2)) + two, power(e, F(15, 2)) + three)
    (low, high), (a, b), (c, d) = (enclose(x, 200) for x in (quotient, above, below))
    assert low * c < b and high * d > a


def test_a_quotient_that_is_too_long_to_be_reduced_stays_as_it_is():
    letters = [parameter(name) for name in "abcdef"]
    total = sum(letters[1:], start=letters[0])
    quotient = real.over(power(total, F(3)) - letters[0], power(total, F(3)) + letters[1] * letters[2])
    assert real.substituted(quotient, dict.fromkeys("abcdef", F(1))) == F(215, 217)


def test_a_sign_beside_broken_powers_of_sums_is_found():
    a = parameter("a")
    root = power(F(4) + F(3) * power(F(3), F(1, 2)), F(-3, 2))
    assert sign(power(a * a + a + F(1), F(1, 2)) + F(125) * root) == 1


def test_the_sign_of_a_sum_of_logarithms_is_that_of_a_product_beside_one(monkeypatch):
    """log_2 5 against 2 and 7/3 is 5 against 2^2, and 5^3 against 2^7: no digits of a logarithm are worked out."""

    def never(*_: object) -> None:
        raise AssertionError("an enclosure was asked for")

    monkeypatch.setattr(real, "enclose", never)
    for a, b in ((F(5), F(2)), (F(3, 4), F(5)), (F(58), F(10)), (F(9), F(12)), (F(6), F(91, 3))):
        ratio = log_ratio(a, b)
        for k in (F(2), F(7, 3), F(-1), F(0), F(13, 4), F(1, 9)):
            up, low = a**k.denominator, b**k.numerator
            assert real._sign_of_logarithms(minus(ratio, k)) == (up > low) - (up < low), (a, b, k)
    # neither a sum of logarithms of numbers nor one over a logarithm that is known to be positive
    golden = named("phi")
    for x in (
        minus(ln(F(2)), F(1)),
        minus(log_ratio(F(3), golden), F(2)),
        minus(log_ratio(F(3), F(2)), log_ratio(F(5), F(3))),
    ):
        assert real._sign_of_logarithms(x) is None
    smaller = over(ln(F(3)), ln(minus(golden, F(1))))  # log(0.6…) < 0
    assert real._sign_of_logarithms(minus(smaller, over(ln(F(2)), ln(minus(golden, F(1)))))) is None


def test_a_number_takes_no_hash_to_another_process() -> None:
    for x in (ln(Fraction(3)), over(real.ONE, plus(real.ONE, ln(Fraction(3))))):
        assert hash(x)
        copied = pickle.loads(pickle.dumps(x))
        assert vars(copied) == {}
        assert copied == x
