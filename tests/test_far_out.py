"""Far out: a closed form or exact values at huge sizes tell a bound from one that is off by a factor log n."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from recur.model.expressions import N, log, mul, number, power
from recur.parsing import parse, parse_formula as formula
from recur.solving.solver import solve_all
from recur.verification.closed_form import far_ratios
from recur.verification.verify import Refuted, verify
from tests.linear_cases import Linear

FORMS = (
    ("2*2^n - n - 2", "2^n", 2.0),
    ("n^2/2 - 10*n", "n^2", 0.49),
    ("3^n*(n^2 + n)/4 + 5*(-2)^n", "n^2*3^n", 0.25),
    ("7 + (-1)^n", "1", 6.0),
    ("2^(n/2)*(3 + (-1)^n)", "2^(n/2)", 2.0),
    ("fibonacci(n + 1)", "((1 + sqrt(5))/2)^n", 0.7236),
    ("5^n*(20 + cos(2*n))", "5^n", 19.0),
)


@pytest.mark.parametrize(("form", "bound", "least"), FORMS)
def test_a_closed_form_stays_at_its_own_growth(form, bound, least):
    found = far_ratios(formula(form), formula(bound), "n", {})
    assert found is not None
    low, high = found
    assert low >= 0.99 * least and high <= 3.1 * least


@pytest.mark.parametrize(("form", "bound", "least"), FORMS)
@pytest.mark.parametrize("factor", [log(N), power(log(N), number(-1)), power(N, number("1/5"))])
def test_a_closed_form_leaves_every_other_growth(form, bound, least, factor):
    assert far_ratios(formula(form), mul(formula(bound), factor), "n", {}) is None


def test_a_product_of_two_negative_factors_is_positive():
    for form, bound in (("(1 - n)*(3 - 2^n)", "n*2^n"), ("(1 - sqrt(5))*(1 - n)", "n"), ("(1 - n)/(3 - n)", "1")):
        assert far_ratios(formula(form), formula(bound), "n", {}) is not None
    assert far_ratios(formula("(1 - n)*(3 - n)*(2 - n)"), formula("n^3"), "n", {}) is None


def test_a_form_that_becomes_negative_is_at_no_growth():
    assert far_ratios(formula("1000*2^n - 3^n"), formula("3^n"), "n", {}) is None


NEAR_NOTHING = (
    ("T(n) = T(n-1) + n - 100, T(0) = 0", "n^2"),
    ("T(n) = 2T(n-1) - T(n-2) + 1, T(0) = 0, T(1) = 0", "n^2"),
    ("T(n) = T(n-1) + n^3 - 50n^2, T(0) = 3", "n^4"),
    ("T(n) = T(n-2) - 7 + n, T(0) = 0, T(1) = -40", "n^2"),
)


@pytest.mark.parametrize(("text", "bound"), NEAR_NOTHING)
def test_first_values_below_zero_do_not_hide_a_factor_log_n(text, bound):
    true = formula(bound)
    assert verify(parse(text), "T", true, true).status == "checked"
    for wrong in (mul(true, log(N)), mul(true, power(log(N), number(-1)))):
        with pytest.raises(Refuted):
            verify(parse(text), "T", wrong, wrong)


@pytest.mark.parametrize("seed", range(4))
def test_true_bounds_of_slowly_growing_recurrences_are_never_refuted(seed):
    rng = random.Random(seed)
    for _ in range(5):
        coefficients = rng.choice(({1: 1}, {1: 2, 2: -1}, {2: 1}, {3: 1}, {1: 1, 2: 1, 3: -1}, {5: 1}))
        driving = {Fraction(1): [Fraction(rng.randint(-999, 999)) for _ in range(rng.randint(1, 4))]}
        values = [Fraction(rng.randint(-50, 50)) for _ in range(max(coefficients))]
        case = Linear({i: Fraction(c) for i, c in coefficients.items()}, driving, values)
        theta = solve_all(case.text)[-1].bounds.theta
        if theta is not None and not theta.is_zero:
            verify(parse(case.text), "T", theta.expression(), theta.expression())


def test_terms_in_any_order_and_numbers_in_brackets_have_the_same_size_far_out():
    known = {"C_1": "2"}
    twins = (
        ("n^2*3^n/4 - n", "3^n*n^2/4 - n"),
        ("(1/2 + sqrt(5)/10)*((1 + sqrt(5))/2)^n", "((5 + sqrt(5))*((1 + sqrt(5))/2)^n)/10"),
        ("C_1*2^n*(n + 1)", "2*2^n*n + 2*2^n"),
    )
    for one, other in twins:
        bound = formula("((1 + sqrt(5))/2)^n" if "sqrt" in one else "n^2*3^n" if "3" in one else "n*2^n")
        found, expected = (far_ratios(formula(x), bound, "n", known) for x in (one, other))
        assert found is not None and found == pytest.approx(expected, rel=1e-4)
    assert far_ratios(formula("0*2^n + n"), N, "n", {}) == (1.0, 1.0)
    assert far_ratios(formula("-2*3^n"), formula("3^n"), "n", {}) is None
