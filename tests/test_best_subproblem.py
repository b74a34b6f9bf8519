"""max and min of single earlier values: for values that rise, one size decides."""

from __future__ import annotations

import pytest

import recur
from recur.parsing import parse
from recur.verification.agreement import verify_exact
from tests.answers import answer, growth, refused


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T(n) = n + max(k=1..n-1, T(k)), T(1) = 1", "n^2"),
        ("T(n) = n + min(k=1..n-1, T(k)), T(1) = 1", "n"),
        ("T(n) = n + 2*max(k=1..n-1, T(k)), T(1) = 1", "2^n"),
        ("T(n) = n + max(k=1..floor(n/2), T(k)), T(1) = 1", "n"),
        ("T(n) = 1 + max(k=1..n-1, max(T(k), T(n-k))), T(1) = 0", "n"),
        ("T(n) = 1 + min(k=1..n-1, max(T(k), T(n-k))), T(1) = 0", "log(n)"),
        ("T(n) = 1 + max(k=1..n-1, min(T(k), T(n-k))), T(1) = 0", "log(n)"),
        ("T(n) = n + max(k=1..n-1, T(max(k, n-k)))", "n^2"),
        ("T(n) = n + max(k=0..n-1, max(T(k), T(n-k-1)))", "n^2"),
    ],
)
def test_one_size_decides(text, expected):
    solution = answer(text)
    assert solution.method == "best subproblem"
    assert solution.bounds.theta == growth(expected)
    assert solution.verification.status == "checked"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("T(n) = n + max(k=1..n-1, T(k)), T(0) = 0, T(1) = 1", 0),
        ("T(n) = 1 + max(k=1..n-1, max(T(k), T(n-k))), T(1) = 0", 1),
        ("T(n) = n + 2*max(k=1..n-1, T(k)), T(1) = 1", 1),
        ("T(n) = n + max(k=0..n-1, T(k)), T(0) = 9, T(1) = 1", 2),
    ],
)
def test_a_maximum_over_all_smaller_sizes_has_an_exact_form(text, first):
    solution = answer(text)
    assert solution.exact is not None
    assert verify_exact(parse(text), "T", solution.exact, range(first, 40)).status == "checked"


def test_a_minimum_of_zeros_is_zero():
    theta = answer("T(n) = min(k=1..n-1, min(T(k), T(n-k))), T(1) = 0").bounds.theta
    assert theta is not None and theta.is_zero


def test_a_minimum_gets_no_closed_form_from_rising_up_to_constants():
    assert answer("T(n) = 1 + min(k=1..n-1, max(T(k), T(n-k))), T(1) = 0").exact is None


@pytest.mark.parametrize(
    ("text", "hypothesis"),
    [
        ("T(n) = 1/n + min(k=1..n-1, T(k)), T(1) = 1", "a rising driving function"),
        ("T(n) = n + n*max(k=1..n-1, T(k))", "a constant coefficient"),
        ("T(n) = max(k=1..n-1, T(k) + k)", "a cost that does not depend on the choice"),
        ("T(n) = n - 5 + max(k=1..n-1, T(k)) - 2^n", "nonnegative terms"),
    ],
)
def test_the_hypothesis_that_fails_is_named(text, hypothesis):
    assert refused(text, "best subproblem") == hypothesis


@pytest.mark.parametrize(
    ("text", "theta"),
    [
        ("T(n) = max(k=1..⌊n/2⌋, T(k)) + n, T(1) = 100, T(2) = 0", "n"),
        ("T(n) = max(k=0..⌊n/2⌋, T(k)) + 1, T(0) = 10, T(1) = 0", "log(n)"),
    ],
)
def test_first_values_that_fall_leave_the_growth_and_no_closed_form(text: str, theta: str) -> None:
    """T(1) = 100 stays the largest of all that are chosen from: at n = 1024 it is 2144, not 2n − 4."""
    solution = recur.solve(text)
    assert str(solution.theta) == theta
    assert solution.exact is None
    assert solution.leading is None
