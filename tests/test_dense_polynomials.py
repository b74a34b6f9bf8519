"""Polynomials with many coefficients: factored, and their roots enclosed, by whole numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest

from recur.model.errors import Undecided
from recur.model.solution import Solution
from recur.numbers import factorization
from recur.numbers.polynomials import Polynomial
from recur.numbers.roots import Disk, are_apart, disks, value_on_disk
from recur.solving.problem import Problem
from recur.solving.solver import solve_all


def test_products_and_remainders_modulo_a_prime_are_those_of_one_coefficient_after_the_other() -> None:
    for prime, size in ((3, 40), (101, 61), ((1 << 31) - 1, 20), (65537, 9)):
        p = [(i * i * 7 + 3 * i + 1) % prime for i in range(2 * size - 1)]
        q = [(i * i * i + 5 * i + 2) % prime or 1 for i in range(size)]
        product = [c % prime for c in factorization._times(p, q)]
        assert factorization._product(p, q, prime) == factorization._trimmed(product)
        quotient, rest = factorization._divided(p, q, prime)
        assert factorization._Divisor(q, prime).rest(p) == rest
        back = factorization._plus(factorization._product(quotient, q, prime), rest, prime)
        assert back == factorization._trimmed(list(p))


def test_factors_of_many_degrees_come_back_from_their_product() -> None:
    parts = [[-2, 1], [3, 1, 1], [1, 0, 2, 1], [5, 1, 0, 0, 0, 1], [2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]]
    product = [1]
    for part in parts:
        product = factorization._times(product, part)
    assert factorization.irreducible_factors(product) == sorted(parts, key=lambda q: (len(q), q))


@pytest.mark.parametrize("d", [6, 13, 24])
def test_disks_hold_one_root_each_and_mirrored_ones_are_pairs(d: int) -> None:
    p = (Fraction(-2), *(Fraction((k * k * 31 + 7 * k) % 19 - 9) for k in range(1, d)), Fraction(1))
    found = disks(p, 80)
    assert len(found) == d
    assert all(disk.radius < Fraction(1, 1 << 80) for disk in found)
    assert all(are_apart(a, b) for i, a in enumerate(found) for b in found[:i])
    for disk in found:
        image = value_on_disk(p, disk)
        assert image.x**2 + image.y**2 <= image.radius**2
        assert not disk.y or Disk(disk.x, -disk.y, disk.radius) in found


@pytest.mark.parametrize(
    "p",
    [
        (Fraction(-(10**500)), Fraction(0), Fraction(-1), Fraction(1)),
        (Fraction(10**40), Fraction(-(10**60)), Fraction(7), Fraction(3), Fraction(1)),
        (Fraction(-(10**900)), *[Fraction(0)] * 11, Fraction(1)),
    ],
)
def test_roots_beyond_floats_are_found_after_a_change_of_scale(p: Polynomial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recur.numbers.roots._slowly", None)
    for disk in disks(p, 64):
        image = value_on_disk(p, disk)
        assert image.x**2 + image.y**2 <= image.radius**2


def test_a_growth_stands_where_no_closed_form_can_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    def undecided(_: Problem, found: Solution | None, general: bool = False) -> Solution | None:
        if general:
            raise Undecided("no form")
        return found

    text = "T(n) = T(n/2) + 3T(n/8) + n^2"
    monkeypatch.setattr("recur.solving.solver._completed", undecided)
    assert solve_all(text, general=True)[-1].bounds == solve_all(text)[-1].bounds
