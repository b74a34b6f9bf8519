"""The critical exponent of Akra and Bazzi: exact where it can be, enclosed with proof where not."""

from fractions import Fraction

import pytest

import recur
from recur.model.errors import Undecided
from recur.numbers import real
from recur.numbers.real import power
from recur.solving.divide_and_conquer import critical_exponent as module
from recur.solving.divide_and_conquer.critical_exponent import critical_exponent, excess_at
from recur.solving.solver import solve_all

F = Fraction


def calls(*pairs):
    return tuple((F(a), F(r)) for a, r in pairs)


@pytest.mark.parametrize(
    ("pairs", "p"),
    [
        ([(1, F(5, 13)), (1, F(12, 13))], 2),
        ([(1, F(3, 5)), (1, F(4, 5))], 2),
        ([(1, F(1, 3)), (1, F(2, 3))], 1),
        ([(2, F(1, 2)), (F(8, 9), F(3, 4))], 2),
        ([(F(2, 3), F(1, 3)), (F(1, 3), F(2, 3))], 0),
        ([(3, F(1, 3)), (3, F(2, 3))], 3),
    ],
)
def test_rational_exponents_are_found_and_proved(pairs, p):
    assert critical_exponent(calls(*pairs)).value == p


def test_the_golden_ratio_appears_exactly():
    value = critical_exponent(calls((1, F(1, 2)), (1, F(1, 4)))).value
    assert real.compare(value, real.over(real.ln(real.named("phi")), real.ln(Fraction(2)))) == 0


def test_common_powers_of_one_ratio_are_reduced_to_it():
    # x^2 + x = 1 with x = (2/3)^p, although no argument is 2/3 of the other
    value = critical_exponent(calls((1, F(2, 3)), (1, F(4, 9)))).value
    assert not real.is_known_by_digits(value)
    low, high = real.enclose(excess_at(calls((1, F(2, 3)), (1, F(4, 9))), value), 300)
    assert low <= 0 <= high
    assert high - low < F(1, 2**200)


@pytest.mark.parametrize("pairs", [[(1, F(1, 2)), (1, F(1, 3))], [(1, F(1, 2)), (1, F(1, 4)), (1, F(1, 8))]])
def test_other_exponents_carry_their_equation_and_fifty_digits(pairs):
    found = critical_exponent(calls(*pairs))
    assert found.definition is not None
    low, high = real.enclose(found.value, 300)
    assert high - low < F(1, 2**290)
    import mpmath

    with mpmath.workdps(120):

        def total(p):
            return sum(mpmath.mpf(a) * (mpmath.mpf(r.numerator) / r.denominator) ** p for a, r in pairs)

        assert total(mpmath.mpf(low.numerator) / low.denominator) > 1
        assert total(mpmath.mpf(high.numerator) / high.denominator) < 1
        assert abs(total(mpmath.mpf(found.definition.value)) - 1) < mpmath.mpf(10) ** -48


@pytest.mark.parametrize("scale", [1, 2, 3, 5, 7])
@pytest.mark.parametrize("parts", [(1, 2), (2, 3), (1, 2, 4), (3, 5)])
def test_fractions_that_add_up_to_one_have_exponent_one(scale, parts):
    total = sum(parts)
    pairs = [(1, F(part, total)) for part in parts]
    assert critical_exponent(calls(*pairs)).value == 1
    assert critical_exponent(calls(*[(scale, r) for _, r in pairs])).value != 1 or scale == 1


def test_a_split_by_a_parameter_has_exponent_one_for_every_value_of_it():
    alpha = real.parameter("α")
    rest = real.minus(F(1), alpha)
    assert critical_exponent(((F(1), alpha), (F(1), rest))).value == 1
    with pytest.raises(Undecided):
        critical_exponent(((F(1), alpha), (F(2), rest)))


def test_an_irrational_number_of_subproblems_is_no_obstacle():
    root = power(F(2), F(1, 2))
    assert critical_exponent(((root, F(1, 2)),)).value == F(1, 2)


@pytest.mark.parametrize(
    ("text", "theta"),
    [
        ("T(n) = T(n/2) + T(n/10^320) + n", "n"),
        ("T(n) = T(n/2) + T(n/10^400) + n^2", "n**2"),
        ("T(n) = 10^400*T(n/10^400) + T(n/2)", "n**p"),
        ("A(n) = B(n/10^400) + n; B(n) = A(n/2) + A(n/3)", "n"),
    ],
)
def test_no_float_has_to_hold_the_numbers_of_a_call(text: str, theta: str) -> None:
    assert str(recur.solve(text, None).theta) == theta


def test_an_exponent_too_far_out_is_declined() -> None:
    with pytest.raises(recur.RecurError) as declined:
        recur.solve("T(n) = 2T((1 - 10^-400)n) + T(n/2) + n", None)
    assert declined.value.kind in ("unsolved", "undecided")


def test_the_digits_of_an_exponent_are_worked_out_where_it_is_told(monkeypatch):
    """Where n dominates no digit of p is shown: 32 bits tell that it lies below 1."""
    asked: list[int] = []
    bracket = module._bracket

    def noted(calls, guess, bits):
        asked.append(bits)
        return bracket(calls, guess, bits)

    monkeypatch.setattr(module, "_bracket", noted)
    module._root.cache_clear()
    (solution,) = solve_all("T(n) = 5T(n/17) + 4T(n/19) + n")
    assert str(solution.bounds.theta.expression()) == "n"
    assert asked == [32]
    (solution,) = solve_all("T(n) = 5T(n/17) + 4T(n/19) + 1")
    assert len(solution.where[0].value) > 50
    assert max(asked) > 150
