"""The quantiles behind every interval, against printed tables and against mpmath."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from recur.measurement.distributions import f_quantile, f_tail, incomplete_beta


@pytest.mark.parametrize(
    ("level", "above", "below", "printed"),
    # NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.6.7.3
    [(0.95, 1, 5, 6.608), (0.95, 2, 10, 4.103), (0.95, 5, 30, 2.534), (0.99, 1, 5, 16.258), (0.99, 6, 32, 3.427)],
)
def test_quantiles_of_f_are_those_of_the_tables(level: float, above: int, below: int, printed: float) -> None:
    assert f_quantile(level, above, below) == pytest.approx(printed, abs=6e-4)


def test_f_with_one_degree_above_is_the_square_of_students_t() -> None:
    assert f_quantile(0.95, 1, 10) == pytest.approx(2.228**2, abs=2e-3)


@given(st.floats(0.001, 0.999), st.integers(1, 40), st.integers(1, 60))
def test_the_incomplete_beta_function_agrees_with_mpmath(x: float, twice_a: int, twice_b: int) -> None:
    import mpmath

    a, b = twice_a / 2, twice_b / 2
    expected = float(mpmath.betainc(a, b, 0, x, regularized=True))
    assert incomplete_beta(x, a, b) == pytest.approx(expected, rel=1e-8, abs=1e-11)


@given(st.floats(0.01, 0.999), st.integers(1, 12), st.integers(1, 60))
def test_a_quantile_is_passed_with_the_probability_that_is_left(level: float, above: int, below: int) -> None:
    assert f_tail(f_quantile(level, above, below), above, below) == pytest.approx(1 - level, abs=1e-6)
