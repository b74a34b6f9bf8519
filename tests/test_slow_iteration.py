"""One call at its own pace: T(n) = a(n)·T(g(n)) + f(n) for sizes that no theorem on fractions covers."""

from __future__ import annotations

import pytest

from tests.answers import answer, growth, refused


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T(n) = T(n - sqrt(n)) + 1", "sqrt(n)"),
        ("T(n) = T(n - sqrt(n)) + n", "n^(3/2)"),
        ("T(n) = T(n - log(n)) + 1", "n/log(n)"),
        ("T(n) = T(n - log(n)) + log(n)", "n"),
        ("T(n) = T(n - n/log(n)) + n", "n*log(n)"),
        ("T(n) = T(n/log(n)) + 1", "log(n)/log(log(n))"),
        ("T(n) = T(n/log(n)) + n", "n"),
        ("T(n) = log(n)*T(n/log(n)) + n", "n*log(n)/log(log(n))"),
        ("T(n) = T(log(n)) + 1", "log*(n)"),
        ("T(n) = T(log(n)) + log(n)", "log(n)"),
        ("T(n) = T(log(n)) + n", "n"),
        ("T(n) = (sqrt(n) + 1)*T(sqrt(n)) + sqrt(n)", "n"),
        ("T(n) = T(sqrt(n)*log(n)) + 1", "log(log(n))"),
        ("T(n) = n*T(n/2), T(1) = 1", "n^(log_2(n)/2 + 1/2)"),
        ("T(n) = (1 + 1/ln(n))*T(n/2) + 1", "log(n)^(1/ln(2))"),
        ("T(n) = T(n - sqrt(n)) + 1/n", "1"),
    ],
)
def test_the_growth_is_the_sum_along_the_orbit(text, expected):
    solution = answer(text)
    assert solution.method == "iteration"
    assert solution.bounds.theta == growth(expected)
    assert solution.verification.status == "checked"


def test_a_perturbation_too_large_for_akra_and_bazzi_is_followed_exactly():
    solution = answer("T(n) = 2T(n/2 + n/ln(n)) + n")
    assert solution.bounds.theta == growth("n*log(n)^(2/ln(2))")


@pytest.mark.parametrize(
    ("text", "leading"),
    [
        ("T(n) = T(n - sqrt(n)) + 1", "2*sqrt(n)"),
        ("T(n) = T(n - sqrt(n)) + n", "2*n**(3/2)/3"),
        ("T(n) = T(n - 5ln(n)) + n", "n**2/(10*log(n))"),
    ],
)
def test_an_exact_driving_function_gives_the_leading_constant(text, leading):
    assert str(answer(text).leading) == leading


def test_a_hidden_driving_function_gives_none():
    assert answer("T(n) = T(n - sqrt(n)) + Theta(n)").leading is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T(n) = T(n - sqrt(n)) + T(sqrt(n)) + n", "n^(3/2)"),
        ("T(n) = T(n - sqrt(n)) + T(log(n)) + log(n)", "sqrt(n)*log(n)"),
        ("T(n) = T(n - 1) + T(sqrt(n)) + n", "n^2"),
    ],
)
def test_much_smaller_calls_beside_the_main_one_are_of_lower_order(text, expected):
    assert answer(text).bounds.theta == growth(expected)


@pytest.mark.parametrize("text", ["T(n) = T(n - k) + T(k) + n", "T(n) = T(n - a) + T(a) + c*n"])
def test_a_prepaid_part_of_constant_size_leaves_a_sum(text):
    assert answer(text).bounds.theta == growth("n^2")


def test_a_side_call_as_large_as_the_driving_function_is_not_dropped():
    assert answer("T(n) = T(n - 1) + 2T(sqrt(n)) + n").bounds.theta == growth("n^2*log(log(n))")


def test_o_of_a_driving_function_bounds_from_above_only():
    bounds = answer("T(n) = T(n - sqrt(n)) + O(n)").bounds
    assert (bounds.lower, bounds.upper) == (growth("1"), growth("n^(3/2)"))


@pytest.mark.parametrize(
    ("text", "hypothesis"),
    [
        ("T(n) = T(n - 1/n) + 1", "steps of at least 1"),
        ("T(n) = 2T(n - sqrt(n)) + n", "roundings that do not matter"),
        ("T(n) = 2^n*T(n/2) + 1", "roundings that do not matter"),
        ("T(n) = T(n - sqrt(n)) + T(n - log(n)) + 1", "one main call"),
    ],
)
def test_the_hypothesis_that_fails_is_named(text, hypothesis):
    assert refused(text, "iteration") == hypothesis
