"""Weighted earlier values: Roura's theorem, with its exponent exact or enclosed."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest

from recur.model.errors import InvalidRecurrence
from recur.model.solution import Unmet
from recur.numbers import real
from recur.solving.history.shape_functions import ShapeFunction, ShapePart, exponent_of, moment, slope
from recur.solving.solver import solve_all
from tests.answers import answer, growth, refused

F = Fraction


@pytest.mark.parametrize(
    ("text", "expected", "leading"),
    [
        ("T(n) = n + (2/n)*sum(k=floor(n/2)..n-1, T(k))", "n", "4*n"),
        ("T(n) = n + (1/n)*sum(k=1..n, T(max(k-1, n-k)))", "n", "4*n"),
        ("T(n) = n + (1/n)*sum(k=1..n, max(T(k-1), T(n-k)))", "n", "4*n"),
        ("T(n) = 1 + (1/n)*sum(k=1..n, T(max(k-1, n-k)))", "log(n)", None),
        ("T(n) = n + (2/n)*sum(k=0..n-2, T(k))", "n*log(n)", "2*n*log(n)"),
        ("T(n) = n + (2/n^2)*sum(k=0..n-1, k*T(k))", "n", "3*n"),
        ("T(n) = n + (3/n^2)*sum(k=0..n-1, k*T(k))", "n*log(n)", "3*n*log(n)"),
        ("T(n) = n + (1/n)*sum(k=0..n-1, T(k)) + T(n/2)", "n*log(n)", None),
    ],
)
def test_the_weights_decide_the_growth(text, expected, leading):
    solution = answer(text)
    assert solution.method == "weighted history"
    assert solution.bounds.theta == growth(expected)
    assert solution.verification.status == "checked"
    assert leading is None or str(solution.leading) == leading


def test_quicksort_with_the_median_of_three_costs_twelve_sevenths_n_log_n():
    text = "T(n) = n + 1 + (6/(n(n-1)(n-2)))*sum(k=1..n, (k-1)(n-k)(T(k-1) + T(n-k)))"
    solution = answer(text)
    assert solution.bounds.theta == growth("n*log(n)")
    assert str(solution.leading) == "12*n*log(n)/7"


UNIFORM = ShapeFunction((ShapePart(F(2), 0, F(0), F(1)),))
UPPER_HALF = ShapeFunction((ShapePart(F(2), 0, F(1, 2), F(1)),))


@pytest.mark.parametrize(
    ("shape", "p"),
    [
        (UNIFORM, F(1)),
        (UPPER_HALF, F(0)),
        (ShapeFunction((ShapePart(F(6), 1, F(0), F(1)), ShapePart(F(-6), 2, F(0), F(1)))), F(0)),
        (ShapeFunction((ShapePart(F(1), 0, F(0), F(1)),), ((F(1), F(1, 2)),)), F(1)),
        (ShapeFunction((ShapePart(F(1), 0, F(1, 4), F(1, 2)),)), None),
    ],
)
def test_the_exponent_makes_the_moment_one(shape, p):
    exponent = exponent_of(shape)
    if p is not None:
        assert exponent.value == p
        assert moment(shape, p) == 1
        return
    low, high = real.enclose(exponent.value, 200)
    c, a, b = 1, mpmath.mpf(1) / 4, mpmath.mpf(1) / 2
    with mpmath.workdps(60):
        middle = (low + high) / 2
        k = mpmath.mpf(middle.numerator) / middle.denominator + 1
        assert abs(c * (b**k - a**k) / k - 1) < mpmath.mpf(10) ** -50
    assert exponent.definition is not None and len(exponent.definition.value) > 40


@pytest.mark.parametrize("shape", [UNIFORM, UPPER_HALF])
def test_the_slope_is_the_derivative_of_the_moment(shape):
    with mpmath.workdps(40):

        def phi(p):
            return mpmath.quad(
                lambda z: 2 * z**p, [mpmath.mpf(shape.parts[0].low.numerator) / shape.parts[0].low.denominator, 1]
            )

        expected = -mpmath.diff(phi, 1)
        low, high = real.enclose(slope(shape, F(1)), 120)
        found = (
            mpmath.mpf(low.numerator) / low.denominator
            if isinstance(low, F)
            else (mpmath.mpf(low) + mpmath.mpf(high)) / 2
        )
        assert abs(found - expected) < mpmath.mpf(10) ** -20


def test_a_sum_that_reaches_beyond_the_size_itself_is_refused():
    with pytest.raises(InvalidRecurrence, match="itself"):
        solve_all("T(n) = (2/(n+1))*sum(k=0..n+1, T(k)) + n")


def test_negative_weights_are_refused():
    assert refused("T(n) = n - (1/n)*sum(k=floor(n/2)..n-1, T(k))", "weighted history") == "nonnegative weights"


def test_a_shape_without_weight_is_no_history():
    from recur.model.expressions import ZERO, N, Symbol, number, power
    from recur.solving.history.earlier_values import History, WeightedSum
    from recur.solving.history.shape_functions import shape_of_history

    piece = WeightedSum(power(N, number(-3)), ZERO, N)
    with pytest.raises(Unmet):
        shape_of_history(History((piece,), Symbol("j"), ZERO, None, None, True), (), "n")
