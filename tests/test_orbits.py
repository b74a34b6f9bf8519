"""Sums along n, g(n), g(g(n)), …: the pace of a size, and what a growth adds up to at that pace."""

from __future__ import annotations

from fractions import Fraction

import pytest

from recur.asymptotics.expansion import expand
from recur.asymptotics.growth import Growth
from recur.asymptotics.monomials import UNIT, level
from recur.model import expressions as ex
from recur.model.errors import Undecided
from recur.model.solution import Unmet
from recur.parsing import parse_formula
from recur.solving.change_of_variable.orbit_products import orbit_product
from recur.solving.change_of_variable.orbits import OrbitPart, orbit_sum, pace_of
from tests.answers import growth


@pytest.mark.parametrize(
    ("size", "depth", "step"),
    [
        ("n - 1", 0, "1"),
        ("n - sqrt(n)", 0, "sqrt(n)"),
        ("n/2", 1, "1"),
        ("n/log(n)", 1, "log log n"),
        ("n/2 + n/log(n)", 1, "1"),
        ("sqrt(n)", 2, "1"),
        ("sqrt(n)*log(n)", 2, "1"),
        ("n/2^sqrt(log n)", 1, "sqrt(log n)"),
    ],
)
def test_the_pace_is_the_step_on_the_first_logarithm_that_makes_it_small(size, depth, step):
    pace = pace_of(parse_formula(size), "n")
    assert pace.depth == depth
    assert pace.step == growth(step).point


@pytest.mark.parametrize("size", ["log(n)", "log(n)^3", "log log n"])
def test_a_logarithmic_size_has_no_step(size):
    assert pace_of(parse_formula(size), "n").step is None


def test_a_size_that_grows_has_no_pace():
    with pytest.raises(Undecided):
        pace_of(parse_formula("n + 1"), "n")


def total(f: str, size: str):
    return orbit_sum(expand(parse_formula(f), "n").lead[0], pace_of(parse_formula(size), "n"))


@pytest.mark.parametrize(
    ("f", "size", "growth_of_sum", "constant"),
    [
        ("1", "n - sqrt(n)", "sqrt(n)", Fraction(2)),
        ("n", "n - 3", "n^2", Fraction(1, 6)),
        ("1/n", "n - ln(n)", "log log n", Fraction(1)),
        ("log n", "n/log(n)", "log(n)^2/log log n", Fraction(1, 2)),
        ("n", "n/2", "n", Fraction(2)),
        ("n", "log(n)", "n", Fraction(1)),
        ("2^n", "n - 1", "2^n", Fraction(2)),
    ],
)
def test_the_sum_along_the_orbit_has_this_growth_and_constant(f, size, growth_of_sum, constant):
    found = total(f, size)
    assert Growth(found.growth) == growth(growth_of_sum)
    assert found.constant == constant


@pytest.mark.parametrize(("f", "size"), [("1/n", "n - sqrt(n)"), ("1/log(n)^2", "n/2"), ("1/n", "log(n)")])
def test_a_sum_that_converges_counts_as_a_constant(f, size):
    found = total(f, size)
    assert (found.course, found.growth) == (OrbitPart.LAST, UNIT)


@pytest.mark.parametrize(
    ("coefficient", "size", "product"),
    [
        ("log(n)", "n/log(n)", "n"),
        ("sqrt(n) + 1", "sqrt(n)", "n"),
        ("n", "n/2", "n^(log_2(n)/2 + 1/2)"),
        ("2", "n/2 + n/ln(n)", "n*log(n)^(2/ln(2))"),
        ("(n + 3)/n", "n - 1", "n^3"),
        ("1 + 1/n^2", "n - 1", "1"),
    ],
)
def test_the_product_of_the_coefficients_along_the_orbit(coefficient, size, product):
    argument = parse_formula(size)
    found = orbit_product(parse_formula(coefficient), argument, pace_of(argument, "n"), "n")
    assert Growth(found.growth) == growth(product)


def test_a_product_that_rounding_changes_is_refused():
    argument = parse_formula("n - sqrt(n)")
    with pytest.raises(Unmet, match="rounding"):
        orbit_product(parse_formula("2"), argument, pace_of(argument, "n"), "n")


def test_whole_sizes_are_seen_from_their_form():
    assert ex.is_whole(parse_formula("n - 3"), {"n"})
    assert not ex.is_whole(parse_formula("n/2"), {"n"})
    assert not ex.is_whole(parse_formula("floor(n/2)"), {"n"})


def test_the_level_of_log_star_counts_the_sizes_of_a_logarithmic_orbit():
    from recur.asymptotics.monomials import STAR

    assert total("1", "log(n)").growth == level(STAR)
