"""Polynomials with many coefficients: factored, and their roots enclosed, by whole numbers."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from fractions import Fraction

import pytest

from recur.model.errors import Undecided
from recur.model.solution import Solution
from recur.numbers import factorization
from recur.numbers.packed_residues import PackedResidues
from recur.numbers.polynomials import Polynomial, divided, plus, times, value
from recur.numbers.roots import Disk, _on_circles, are_apart, disks, value_on_disk
from recur.solving.problem import Problem
from recur.solving.solver import solve_all


@pytest.mark.parametrize(("prime", "size"), [(3, 40), (3, 3), (31, 60), (101, 61), (257, 9), (5, 1)])
def test_packed_residues_are_those_of_one_coefficient_after_the_other(prime: int, size: int) -> None:
    f = [*((i * i * i + 5 * i + 2) % prime for i in range(size)), 1]
    p = factorization._trimmed([(i * i * 7 + 3 * i + 1) % prime for i in range(size)])
    q = factorization._trimmed([(i * i + 2 * i + 2) % prime for i in range(size)])
    ring = PackedResidues(f, prime)
    v, w = ring.packed(p), ring.packed(q)

    def plainly(product: list[int]) -> list[int]:
        return factorization._divided([c % prime for c in product], f, prime)[1]

    assert ring.unpacked(ring.times(v, w)) == plainly(factorization.whole_product(p, q))
    power = [1]
    for _ in range(prime):
        power = plainly(factorization.whole_product(power, p))
    assert ring.unpacked(ring.raised(v)) == power
    assert ring.unpacked(ring.minus(v, w)) == factorization._minus(p, q, prime)
    quotient, rest = factorization._divided(f, q, prime)
    assert [ring.unpacked(x) for x in ring.divided(ring.f, w)] == [quotient, rest]
    common = factorization._monic(ring.unpacked(ring.common(v, w)), prime)
    assert common == factorization._common(p, q, prime)


def test_factors_are_told_apart_by_their_degrees_and_split() -> None:
    parts = [[2, 1], [3, 1], [2, 0, 1], [1, 1, 1], [1, 1, 0, 1], [2, 4, 4, 0, 1]]
    product = [1]
    for part in parts:
        product = [c % 5 for c in factorization.whole_product(product, part)]
    ring = PackedResidues(product, 5)
    assert ring.is_square_free()
    assert [(len(part) - 1, d) for part, d in ring.by_degrees()] == [(2, 1), (4, 2), (3, 3), (4, 4)]
    found = [q for part, d in ring.by_degrees() for q in factorization._of_degree(factorization._monic(part, 5), d, 5)]
    assert sorted(found, key=lambda q: (len(q), q)) == sorted(parts, key=lambda q: (len(q), q))
    assert not PackedResidues([1, 2, 1], 5).is_square_free()
    assert not PackedResidues([2, 0, 0, 1], 3).is_square_free()  # its derivative is 0


def test_a_prime_too_large_for_a_word_is_refused() -> None:
    with pytest.raises(ValueError, match="a prime too large"):
        PackedResidues([1, 0, 1], (1 << 31) - 1)


def test_factors_of_many_degrees_come_back_from_their_product() -> None:
    parts = [[-2, 1], [3, 1, 1], [1, 0, 2, 1], [5, 1, 0, 0, 0, 1], [2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]]
    product = [1]
    for part in parts:
        product = factorization.whole_product(product, part)
    assert factorization.irreducible_factors(product) == sorted(parts, key=lambda q: (len(q), q))


def test_a_factor_of_more_than_half_the_degree_is_found_by_its_cofactor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recur.numbers.fast.irreducible_factors", lambda _: None)
    tall = [(-1) ** i * (9 - i % 4) for i in range(18)] + [1]
    for short in ([7, 3, 5, 1], [2, 0, 1, 0, 3, 1]):
        assert factorization.irreducible_factors(factorization.whole_product(short, tall)) == [short, tall]


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
    monkeypatch.setattr("recur.numbers.roots._together", None)
    for disk in disks(p, 64):
        image = value_on_disk(p, disk)
        assert image.x**2 + image.y**2 <= image.radius**2


@pytest.mark.parametrize("d", [12, 20])
def test_roots_too_close_for_floats_are_told_apart_in_whole_numbers(d: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mpmath", None)
    close = (Fraction(-2), Fraction(40), Fraction(-200), *[Fraction(0)] * (d - 3), Fraction(1))  # Mignotte 1981
    found = disks(close, 64)
    near = [disk.x for disk in found if not disk.y and abs(disk.x - Fraction(1, 10)) < Fraction(1, 1000)]
    assert len(near) == 2
    assert abs(near[0] - near[1]) < Fraction(1, 10**6)
    moved = (Fraction(1),)
    for k in range(1, d + 1):
        moved = times(moved, (Fraction(-k), Fraction(1)))
    assert len(disks((moved[0] + 1, *moved[1:]), 64)) == d  # Wilkinson 1963


@pytest.mark.parametrize("far", [200, 800])
def test_roots_far_below_the_last_digit_of_a_float_near_1_are_told_apart(far: int) -> None:
    """x³ = 3/10^far: fixed points of 2^−60 made 0 of all three starts, where the slope is 0 too."""
    p = (-Fraction(3, 10**far), Fraction(0), Fraction(0), Fraction(1))
    found = disks(p, 64)
    assert [disk.y == 0 for disk in found] == [True, False, False]
    assert all(value_on_disk(p, disk).radius >= abs(value_on_disk(p, disk).x) for disk in found)


def test_floats_that_come_to_nothing_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recur.numbers.roots._in_floats", lambda p, starts: [complex(math.nan, 0)] * len(starts))
    found = disks((Fraction(-7), Fraction(2), Fraction(0), Fraction(0), Fraction(0), Fraction(1)), 72)
    assert len(found) == 5
    assert max(disk.radius for disk in found) < Fraction(1, 1 << 72)


def test_points_on_circles_are_about_as_large_as_the_roots() -> None:
    sizes = sorted(abs(z) for z in _on_circles([-1, 10**12, 0, -(10**10), 1]))
    assert [round(math.log10(size)) for size in sizes] == [-12, 1, 1, 10]


def test_a_growth_stands_where_no_closed_form_can_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    def undecided(_: Problem, found: Solution | None, general: bool = False) -> Solution | None:
        if general:
            raise Undecided("no form")
        return found

    text = "T(n) = T(n/2) + 3T(n/8) + n^2"
    monkeypatch.setattr("recur.solving.solver._completed", undecided)
    assert solve_all(text, general=True)[-1].bounds == solve_all(text)[-1].bounds


def test_long_products_and_quotients_are_those_of_one_coefficient_after_the_other() -> None:
    p = tuple(Fraction(k * k - 7, k % 5 + 1) for k in range(9))
    q = (*(Fraction(3 * k - 4) for k in range(6)), Fraction(1))
    product = times(p, q)
    assert product[:2] == (p[0] * q[0], p[0] * q[1] + p[1] * q[0])
    assert product[-1] == p[-1]
    assert divided(plus(product, (Fraction(1, 3), Fraction(2))), q) == (p, (Fraction(1, 3), Fraction(2)))
    assert divided(product, q) == (p, ())
    assert value(product, Fraction(2, 3)) == value(p, Fraction(2, 3)) * value(q, Fraction(2, 3))


@pytest.mark.parametrize("scale", [Fraction(1), Fraction(1, 10**40), Fraction(10**40)])
def test_a_disk_around_values_holds_them(scale: Fraction) -> None:
    p = tuple(scale * c for c in (Fraction(1, 3), Fraction(-2), Fraction(0), Fraction(5, 7)))
    disk = Disk(Fraction(1, 3), Fraction(2, 7), Fraction(1, 10**9))
    found = value_on_disk(p, disk)
    assert found.radius < scale / 10**7
    for turn in ((0, 0), (1, 0), (0, 1), (-1, 0), (0, -1)):
        x, y = (part + step * disk.radius for part, step in zip((disk.x, disk.y), turn, strict=True))
        real, imaginary = Fraction(0), Fraction(0)
        for c in reversed(p):
            real, imaginary = real * x - imaginary * y + c, real * y + imaginary * x
        assert (real - found.x) ** 2 + (imaginary - found.y) ** 2 <= found.radius**2


def test_signs_of_all_residue_classes_are_found_in_one_round(monkeypatch: pytest.MonkeyPatch) -> None:
    products: list[Disk] = []

    def counted(self: Disk, other: Disk, plain: Callable[[Disk, Disk], Disk] = Disk.times) -> Disk:
        products.append(self)
        return plain(self, other)

    monkeypatch.setattr(Disk, "times", counted)
    found = solve_all("T(n) = 3T(n-30), " + ", ".join(f"T({i}) = {i + 1}" for i in range(30)))[-1]
    assert found.bounds.lower == found.bounds.upper
    assert not products  # sums over all roots of a polynomial are rational
    text = "T(n) = T(n-12) + T(n-24), " + ", ".join(f"T({i}) = {i % 5 + 1}" for i in range(24))
    assert solve_all(text)[-1].bounds.lower is not None
    assert 0 < len(products) <= 12 * 12 + 12


@pytest.mark.parametrize("d", [41, 64])
def test_orders_up_to_64_have_their_closed_form(d: int) -> None:
    calls = " + ".join(f"{k % 3 + 1}T(n-{k})" for k in range(1, d + 1))
    found = solve_all(f"T(n) = {calls}, " + ", ".join(f"T({i}) = 1" for i in range(d)))[-1]
    assert found.exact is not None
    assert found.verification.status == "checked"
