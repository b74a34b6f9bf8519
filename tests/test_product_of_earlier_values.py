"""Squares, roots and quotients of earlier values: their logarithms, and values that come again."""

from __future__ import annotations

import pytest

from recur.model import Unmet
from recur.parsing import parse
from recur.solving.problem import Problem
from recur.solving.products.product_of_earlier_values import solve as by_logarithms
from recur.verification.agreement import verify_exact
from tests.answers import answer, growth, refused
from tests.formula_values import value


@pytest.mark.parametrize(
    ("text", "expected", "sizes"),
    [
        ("T(n) = T(n-1)^2, T(0) = 2", "2^(2^n)", range(15)),
        ("T(n) = T(n-1)^2, T(0) = 1", "1", range(15)),
        ("T(n) = 2T(n-1)^2, T(0) = 1", "2^(2^n)", range(15)),
        ("T(n) = sqrt(T(n-1)*T(n-2)), T(0) = 1, T(1) = 8", "1", range(2)),
        ("T(n) = 4*sqrt(T(n-1)), T(0) = 1", "1", range(2)),
    ],
)
def test_the_logarithm_solves_a_product_with_base_values_of_one_base(text, expected, sizes):
    solution = answer(text)
    assert solution.method == "logarithm of earlier values"
    assert solution.bounds.theta == growth(expected)
    assert solution.verification.status == "checked"
    assert solution.exact is not None
    assert verify_exact(parse(text), "T", solution.exact, sizes).sizes == len(sizes)


def test_a_product_of_two_earlier_values_is_a_power_with_fibonacci_exponent():
    assert str(answer("T(n) = T(n-1)*T(n-2), T(0) = 1, T(1) = 2").exact) == "2**fibonacci(n)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T(n) = sqrt(n*T(n-1)), T(1) = 1", "n"),
        ("T(n) = n^2*T(n-1)^(1/3), T(1) = 1", "n^3"),
        ("T(n) = n/sqrt(T(n-1)), T(1) = 1", "n^(2/3)"),
    ],
)
def test_exponents_that_sum_to_less_than_one_are_contracted(text, expected):
    solution = answer(text)
    assert solution.case == "contraction"
    assert solution.bounds.theta == growth(expected)
    assert solution.verification.status == "checked"


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("T(n) = T(n-1)/T(n-2), T(0) = 1, T(1) = 2", "period 6"),
        ("T(n) = (1 + T(n-1))/T(n-2), T(0) = 2, T(1) = 3", "period 5"),
        ("T(n) = 1/T(n-1), T(0) = 5", "period 2"),
        ("T(n) = (1 + T(n-1) + T(n-2))/T(n-3), T(0) = 1, T(1) = 2, T(2) = 3", "period 8"),
    ],
)
def test_values_that_come_again_are_bounded(text, case):
    solution = answer(text)
    assert (solution.method, solution.case) == ("periodic values", case)
    assert solution.bounds.theta == growth("1")


@pytest.mark.parametrize(
    ("text", "method", "hypothesis"),
    [
        (
            "T(n) = T(n-1)^2 + T(n-2)^3, T(0) = 1, T(1) = 1",
            "logarithm of earlier values",
            "a single product of earlier values",
        ),
        ("T(n) = T(n-1)^2 + T(n-2)^3, T(0) = 1, T(1) = 1", "periodic values", "values that come again"),
        ("T(n) = T(n-1)^2 + sqrt(n), T(0) = 1", "periodic values", "an equation without n itself"),
    ],
)
def test_the_hypothesis_that_fails_is_named(text, method, hypothesis):
    assert refused(text, method) == hypothesis


@pytest.mark.parametrize(
    ("text", "hypothesis"),
    [
        ("T(n) = T(n-1)^2", "stated base values"),
        ("T(n) = T(n-1)*T(n-2), T(0) = a, T(1) = 3", "base values that are powers of one number"),
        ("T(n) = n!*sqrt(T(n-1)), T(0) = 1", "a factor that changes slowly"),
        ("T(n) = n*T(n-1)^2, T(0) = 1", "a constant factor, or exponents that sum to less than 1"),
    ],
)
def test_the_growth_asks_for_more_than_the_closed_form(text, hypothesis):
    problem = Problem(parse(text).recurrences[0], {}, lambda _: pytest.fail("no auxiliary recurrence"), lambda _: None)
    with pytest.raises(Unmet) as unmet:
        by_logarithms.apply(problem)
    assert unmet.value.hypothesis == hypothesis
    solution = answer(text)
    assert solution.exact is not None and solution.bounds.theta is None


def test_the_closed_form_tells_the_growth_where_its_base_values_have_no_common_base():
    solution = answer("T(n) = T(n-1)*T(n-2), T(0) = 2, T(1) = 3")
    theta = solution.bounds.theta
    assert theta is not None
    ratios = [value(solution.exact, {"n": n})[0] / value(theta.expression(), {"n": n})[0] for n in (10, 20)]
    assert abs(ratios[1] - 1) < abs(ratios[0] - 1) < 0.1


def test_letters_whose_values_grow_are_no_limit_to_the_search_for_a_period():
    """With numbers for the letters the values are soon too long to be squared: they do not come again."""
    assert refused("T(n) = T(n-1)^2 + a*T(n-2), T(0) = 1, T(1) = 1", "periodic values") == "values that come again"
