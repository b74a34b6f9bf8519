"""Linear forms: equal ends of sums are written equally."""

from __future__ import annotations

from fractions import Fraction

import pytest

from recur.parsing import parse_formula
from recur.solving.linear_forms import beyond, constant_of, formula_of_form, linear_form, simplified


@pytest.mark.parametrize(
    ("x", "plain"),
    [("n - (n - 1)", "1"), ("2(n + 1) - n", "n + 2"), ("n - n", "0"), ("n/2 + n/2", "n"), ("3", "3")],
)
def test_equal_forms_are_written_equally(x, plain):
    assert simplified(parse_formula(x)) == simplified(parse_formula(plain))


def test_what_is_no_sum_is_an_atom():
    x = parse_formula("floor(n/2) + n - 2floor(n/2)")
    assert linear_form(x) == linear_form(parse_formula("n - floor(n/2)"))
    assert constant_of(linear_form(x)) is None
    assert formula_of_form({}) == parse_formula("0")


@pytest.mark.parametrize(("x", "c"), [("n - 3", -3), ("n", 0), ("(n - 1) + 2", 1)])
def test_the_distance_from_the_variable(x, c):
    assert beyond(parse_formula(x), "n") == Fraction(c)


def test_a_multiple_of_the_variable_has_no_distance_from_it():
    assert beyond(parse_formula("n/2"), "n") is None
