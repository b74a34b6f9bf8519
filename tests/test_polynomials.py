"""Polynomials over the rationals: factors, numbers of roots, determinants; held against sympy."""

from __future__ import annotations

import functools
import random
from fractions import Fraction

import pytest
import sympy

from recur.numbers.exact import factored, is_prime, perfect_power
from recur.numbers.factorization import irreducible_factors
from recur.numbers.matrices import NUMBERS, POLYNOMIALS, adjugate, determinant, kernel
from recur.numbers.polynomials import ONE, Polynomial, count_roots, degree, factors, monic, rational_roots, times

X = sympy.Symbol("x")


def random_product(seed: int) -> sympy.Poly:
    """A product of one to four polynomials with whole coefficients."""
    chance = random.Random(seed)
    product = sympy.Poly(1, X)
    for _ in range(chance.randint(1, 4)):
        lower = [chance.randint(-20, 20) for _ in range(chance.randint(1, 5))]
        product *= sympy.Poly([chance.randint(1, 9), *lower], X)
    return product


def own(p: sympy.Poly) -> Polynomial:
    return tuple(Fraction(int(c)) for c in reversed(p.all_coeffs()))


@pytest.mark.parametrize("seed", range(60))
def test_the_irreducible_factors_are_those_that_sympy_finds(seed: int) -> None:
    p = random_product(seed)
    theirs = sorted(((monic(own(q)), k) for q, k in p.factor_list()[1]), key=lambda pair: (len(pair[0]), pair[0]))
    assert list(factors(own(p))) == theirs


@pytest.mark.parametrize("roots", [(2, 3), (2, 3, 5), (-1, 2, 3)])
def test_what_splits_modulo_every_prime_and_not_over_the_integers_is_one_factor(roots: tuple[int, ...]) -> None:
    p = sympy.Poly(sympy.minimal_polynomial(sum(map(sympy.sqrt, roots)), X), X)  # Swinnerton-Dyer's polynomials
    assert [degree(q) for q, _ in factors(own(p))] == [2 ** len(roots)]


def test_cyclotomic_factors_come_apart() -> None:
    whole = (Fraction(-1), *[Fraction(0)] * 29, Fraction(1))
    assert [degree(q) for q, _ in factors(whole)] == [1, 1, 2, 2, 4, 4, 8, 8]


@pytest.mark.parametrize("seed", range(40))
def test_real_roots_are_counted_above_low_and_up_to_high(seed: int) -> None:
    p = random_product(seed)
    low, high = random.Random(seed).randint(-5, 5), random.Random(seed).randint(6, 9)
    distinct = sympy.Poly(p.sqf_part(), X)
    expected = distinct.count_roots(low, high) - (distinct.eval(low) == 0)
    assert count_roots(own(p), Fraction(low), Fraction(high)) == expected


def test_a_matrix_times_its_adjugate_is_its_determinant() -> None:
    entries = [[(Fraction(i + 2 * j), Fraction(i * j - 1)) for j in range(3)] for i in range(3)]
    rows, cofactors = [list(row) for row in entries], adjugate(entries, POLYNOMIALS)
    whole = determinant(rows, POLYNOMIALS)
    for i in range(3):
        for j in range(3):
            total: Polynomial = ()
            for k in range(3):
                total = POLYNOMIALS.plus(total, times(rows[i][k], cofactors[k][j]))
            assert total == (whole if i == j else ())


def test_a_kernel_is_what_the_matrix_sends_to_nothing() -> None:
    rows = [[Fraction(1), Fraction(2), Fraction(3)], [Fraction(2), Fraction(4), Fraction(6)]]
    found = kernel(rows)
    assert len(found) == 2
    for v in found:
        for row in rows:
            product = Fraction(0)
            for a, b in zip(row, v, strict=True):
                product = NUMBERS.plus(product, NUMBERS.times(a, b))
            assert product == 0


@pytest.mark.parametrize("n", [1, 360, 2**61 - 1, (2**31 - 1) * (2**37 + 9), 10**24 + 7, 1_000_003**3])
def test_prime_powers_multiply_to_the_number(n: int) -> None:
    product = 1
    for p, k in factored(n):
        assert is_prime(p)
        product *= p**k
    assert product == n


def test_a_power_is_known_by_its_least_base() -> None:
    assert [perfect_power(n) for n in (7, 16, 2**10 * 3**10, 10**12)] == [(7, 1), (2, 4), (6, 10), (10, 12)]


def product_of(*parts: Polynomial) -> Polynomial:
    return functools.reduce(times, parts, ONE)


@pytest.mark.parametrize(
    "parts",
    [
        [(Fraction(-k), Fraction(1)) for k in range(1, 41)],
        [(Fraction(-k), Fraction(1)) for k in range(1, 21)] * 2,
        [(Fraction(k), Fraction(3)) for k in (2, 5, 7, 11, 13, 17, 19, 23, 720720)]
        + [(Fraction(-(10**30)), Fraction(1))],
        [
            (Fraction(-101), Fraction(1)),
            (Fraction(103 * 107 * 720720), Fraction(1)),
            (Fraction(-7), *[Fraction(0)] * 9, ONE[0]),
        ],
    ],
    ids=["1 to 40", "each twice", "quotients", "beside an irreducible factor"],
)
def test_rational_roots_are_found_however_many_divisors_there_are(parts: list[Polynomial]) -> None:
    p = product_of(*parts)
    linear = {-part[0] / part[1] for part in parts if len(part) == 2}
    assert set(rational_roots(p)) == linear
    assert {(-q[0], k) for q, k in factors(p) if len(q) == 2} == {
        (x, sum(len(part) == 2 and -part[0] / part[1] == x for part in parts)) for x in linear
    }


@pytest.mark.parametrize("d", [16, 24, 48, 60])
@pytest.mark.parametrize("c", [2, 3, 12, -5])
def test_a_binomial_is_irreducible_by_one_prime(d: int, c: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eisenstein's criterion: no prime is tried to split it."""
    monkeypatch.setattr("recur.numbers.factorization._split", None)
    binomial = [-c, *[0] * (d - 1), 1]
    assert irreducible_factors(binomial) == [binomial]


@pytest.mark.parametrize("p", [[1, 1, 0, 0, 1], [-1, -1, *[0] * 10, 1], [7, 3, -2, 5, 1, 0, 9, -4, 1, 2, 1]])
def test_degrees_modulo_several_primes_prove_that_there_is_no_factor(p: list[int]) -> None:
    assert irreducible_factors(p) == [p]
