"""Σ aᵢ(n)·T(gᵢ(n)) + f(n) with a root that outweighs the rest: Θ(f), whatever the coefficients."""

from __future__ import annotations

import pytest

from tests.answers import answer, growth, refused


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T(n) = 2^n*T(n/2) + n^n", "n^n"),
        ("T(n) = 2^n*T(floor(n/2)) + n^n", "n^n"),
        ("T(n) = 2T(n/log(n)) + 3n", "n"),
        ("T(n) = (1/2)T(n - sqrt(n)) + n", "n"),
        ("T(n) = n^2 - T(n/2)", "n^2"),
        ("T(n) = n!*T(n/2) + n^(2n)", "n^(2n)"),
    ],
)
def test_the_driving_function_is_the_answer(text, expected):
    solution = answer(text)
    assert solution.method == "root-dominated"
    assert solution.bounds.theta == growth(expected)
    assert solution.verification.status == "checked"


@pytest.mark.parametrize(
    ("text", "leading"),
    [
        ("T(n) = 2T(n/log(n)) + 3n", "3*n"),
        ("T(n) = n^2 - T(n/2)", "4*n**2/5"),
        ("T(n) = n^2 - T(n/2) - T(n/3)", "36*n**2/49"),
        ("T(n) = (1/2)T(n - sqrt(n)) + n", "2*n"),
    ],
)
def test_the_quotient_is_contracted_to_its_limit(text, leading):
    assert str(answer(text).leading) == leading


@pytest.mark.parametrize("text", ["T(n) = n! - n*T(n - 1) - T(n - 2)", "T(n) = 2^n*T(n/2) + 1"])
def test_a_driving_function_that_does_not_outweigh_the_calls_is_refused(text):
    hypothesis = refused(text, "root-dominated")
    assert hypothesis in ("Σ |aᵢ| f(gᵢ)/f below 1 in the limit", "decidable comparisons")


def test_a_subtracted_call_beside_an_oscillating_driving_function_is_refused():
    assert refused("T(n) = n*(2 + cos(n)) - T(n/2)/3", "root-dominated") == "nonnegative coefficients"
