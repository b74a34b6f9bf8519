"""Sums over all earlier values: partial sums, the shifted equation, harmonic numbers."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from recur.model.domain import Progression
from recur.numbers.polynomials import value
from recur.parsing import parse
from recur.solving.history.harmonic_forms import antidifference, full_history_form
from recur.verification.agreement import verify_exact
from tests.answers import answer, growth, refused


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T(n) = sum(k=0..n-1, T(k)) + 1", "2^n"),
        ("T(n) = 2*sum(k=0..n-1, T(k)) + 5", "3^n"),
        ("T(n) = (1/2)*sum(k=0..n-1, T(k)) + 1", "(3/2)^n"),
        ("T(n) = sum(k=0..n-1, T(k)) + 2^n", "n*2^n"),
        ("T(n) = sum(k=0..n-1, T(k)) + 3^n", "3^n"),
        ("T(n) = sum(k=1..n-1, T(n-k)) + Theta(n)", "2^n"),
        ("T(n) = (2/n)*sum(k=0..n-1, T(k)) + n", "n*log(n)"),
        ("T(n) = (1/n)*sum(k=1..n, T(k-1) + T(n-k)) + n", "n*log(n)"),
        ("T(n) = (1/n)*sum(k=1..n, T(k-1) + T(n-k) + n)", "n*log(n)"),
        ("n T(n) = 2 sum(i=0..n-1, T(i)) + n(n+1)", "n*log(n)"),
        ("T(n) = (1/n)*sum(k=0..n-1, T(k)) + n", "n"),
        ("T(n) = (1/n)*sum(k=0..n-1, T(k)) + 1", "log(n)"),
        ("T(n) = (4/n)*sum(k=0..n-1, T(k)) + n", "n^3"),
        ("T(n) = (3/n)*sum(k=0..n-1, T(k)) + n^2", "n^2*log(n)"),
        ("T(n) = (2/n)*sum(k=0..n-1, T(k)) + n/log(n)", "n*log(log(n))"),
        ("T(n) = (2/n)*sum(k=1..n-1, T(k)) + n*log(n)", "n*log(n)^2"),
        ("T(n) = (1/n^2)*sum(k=0..n-1, T(k)) + n", "n"),
    ],
)
def test_the_partial_sums_give_the_growth(text, expected):
    solution = answer(text)
    assert solution.method == "full history"
    assert solution.bounds.theta == growth(expected)
    assert solution.verification.status == "checked"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T(n) = sum(k=0..n-2, T(k)), T(0) = 1, T(1) = 1", "phi^n"),
        ("T(n) = n^2 - sum(k=0..n-1, T(k)), T(0) = 0", "n"),
        ("T(n) = 2T(n-1) + sum(k=0..n-2, T(k)), T(0) = 1, T(1) = 2", "((3+sqrt(5))/2)^n"),
        ("T(n) = n*sum(k=0..n-1, T(k)), T(0) = 1", "n*n!"),
    ],
)
def test_other_sums_are_reduced_to_linear_recurrences(text, expected):
    solution = answer(text)
    assert solution.method == "reduced history"
    assert solution.bounds.theta == growth(expected)


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("T(n) = sum(k=0..n-1, T(k)) + 1, T(0) = 1", range(40)),
        ("T(n) = sum(k=0..n-1, T(k)) + n, T(0) = 0", range(40)),
        ("T(n) = 2*sum(k=0..n-1, T(k)) + 5, T(0) = 5", range(40)),
        ("T(n) = 1 + sum(k=2..n-1, T(k)), T(0) = 1", range(2, 40)),
        ("T(n) = sum(k=0..n-2, T(k)), T(0) = 1, T(1) = 1", range(1, 40)),
        ("T(n) = n^2 - sum(k=0..n-1, T(k)), T(0) = 0", range(1, 40)),
        ("T(n) = n*sum(k=0..n-1, T(k)), T(0) = 1", range(1, 40)),
        ("T(n) = n + 1 + (2/n)*sum(k=0..n-1, T(k)), T(0) = 0", range(1, 40)),
        ("T(n) = n - 1 + (2/n)*sum(k=0..n-1, T(k)), T(0) = 0", range(1, 40)),
        ("T(n) = n + (1/(n-1))*sum(k=1..n-1, T(k) + T(n-k)), T(1) = 1", range(2, 40)),
        ("T(n) = n + (2/n)*sum(k=2..n-1, T(k)), T(0) = 1", range(2, 40)),
        ("T(n) = n + (4/n)*sum(k=0..n-1, T(k)), T(0) = 0", range(1, 40)),
    ],
)
def test_the_closed_form_is_exact(text, sizes):
    solution = answer(text)
    assert solution.exact is not None
    assert verify_exact(parse(text), "T", solution.exact, sizes).sizes == len(sizes)
    assert solution.exact_domain == Progression("n", sizes[0])


def test_quicksort_takes_two_n_plus_one_harmonic_minus_four_n_comparisons():
    solution = answer("T(n) = n - 1 + (2/n)*sum(k=0..n-1, T(k)), T(0) = 0")
    assert str(solution.exact) == "2*(n + 1)*harmonic(n) - 4*n"
    assert str(solution.leading) == "2*n*log(n)"


def full_history_values(c: int, shift: int, f, start: int, base: Fraction, last: int) -> list[Fraction]:
    """T(start + 1), … by its own definition, with T(start) = base the only earlier value."""
    values = [base]
    for n in range(start + 1, last + 1):
        values.append(Fraction(c, n + shift) * sum(values, Fraction(0)) + value(f, Fraction(n)))
    return values[1:]


@pytest.mark.parametrize(("c", "shift"), [*product(range(1, 6), (0, 1, 2)), (2, -1), (3, -1)])
def test_harmonic_forms_are_exact_for_every_weight_shift_and_driving_polynomial(c, shift):
    for coefficients in [(1,), (1, 1), (-3, 0, 2), (0, 1, 0, 5), ()]:
        f = tuple(map(Fraction, coefficients))
        start = max(0, -shift)
        form = full_history_form(c, shift, f, start, Fraction(3))
        assert form is not None
        expected = full_history_values(c, shift, f, start, Fraction(3), start + 12)
        assert [form.value(n) for n in range(start + 1, start + 13)] == expected


def test_the_antidifference_undoes_the_difference():
    p = tuple(map(Fraction, (4, 0, -3, 7)))
    q = antidifference(p)
    assert all(value(q, Fraction(x)) - value(q, Fraction(x - 1)) == value(p, Fraction(x)) for x in range(-5, 6))


@pytest.mark.parametrize("text", ["T(n) = (2/n)*sum(k=0..n-1, T(k)), T(0) = 0", "T(n) = sum(k=1..n-1, T(k)), T(0) = 1"])
def test_a_history_of_zeros_stays_zero(text):
    theta = answer(text).bounds.theta
    assert theta is not None and theta.is_zero


def test_a_hidden_driving_function_bounds_from_both_sides():
    bounds = answer("T(n) = (2/n)*sum(k=0..n-1, T(k)) + O(n)").bounds
    assert (bounds.lower, bounds.upper) == (growth("n"), growth("n*log(n)"))


@pytest.mark.parametrize(
    ("text", "method", "hypothesis"),
    [
        ("T(n) = sum(k=1..floor(n/2), T(k)) + n", "full history", "a sum from a constant to n − c"),
        ("T(n) = sum(k=1..floor(n/2), T(k)) + n", "weighted history", "weights ω(j/n)/n + O(n^(−1−ε))"),
        ("T(n) = sum(k=0..n-1, binomial(n-1,k)*T(k))", "full history", "equal weights"),
        ("T(n) = sum(k=0..n-1, binomial(n-1,k)*T(k))", "weighted history", "a polynomial shape function"),
        ("T(n) = sum(k=0..n-1, T(k)*T(n-1-k))", "full history", "linear in the calls"),
        ("T(n) = n - 50 + 4/(n+sqrt(n))*sum(k=0..n-1, T(k)), T(0) = 0", "full history", "a positive start"),
    ],
)
def test_the_hypothesis_that_fails_is_named(text, method, hypothesis):
    assert refused(text, method) == hypothesis


@pytest.mark.parametrize(
    ("text", "zero"),
    [
        ("a(n) = sum(k=0..n-1, a(k)), a(0) = 0", True),
        ("a(n) = sum(k=0..n-2, a(k)), a(0) = 0, a(1) = 0", True),
        ("a(n) = c*sum(k=1..n-1, a(k)), a(1) = 0", True),
        ("a(n) = sum(k=0..n-2, a(k)), a(1) = 0", False),  # a(0) is open
        ("a(n) = sum(k=1..n-1, a(k)), a(2) = 0", False),
        ("a(n) = (2/n)*sum(k=0..n-1, a(k)), a(1) = 0", False),
    ],
)
def test_base_values_0_say_nothing_of_a_value_that_is_open(text, zero):
    solution = answer(text)
    assert (str(solution.exact) == "0") == zero
    assert bool(solution.constants) != zero
