"""Powers of values that satisfy linear recurrences, and sequences that are periodic over their letters."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import mpmath
import pytest

from recur.evaluation.evaluator import Evaluator
from recur.model import Unsolved
from recur.model.errors import InvalidRecurrence
from recur.parsing import parse
from recur.solving.solver import solve_all
from tests.formula_values import value

#: text, and the closed form where it is short
FORMS = [
    ("1/T(n) = 1/T(n-1) + 2, T(0) = 1", "1/(2*n + 1)"),
    ("T(n) = T(n-1)/(1 + n*T(n-1)), T(0) = 1", "1/(n**2/2 + n/2 + 1)"),
    ("T(n) = 1/(n + 1/T(n-1)), T(0) = 3", None),
    ("T(n) = T(n-1)*T(n-2)/(T(n-1) + T(n-2)), T(0) = 1, T(1) = 1", "1/fibonacci(n + 1)"),
    ("T(n) = 2T(n-1)/(3 + T(n-1)*4^n), T(0) = 1", None),
    ("T(n) = sqrt(n + T(n-1)^2), T(0) = 0", "sqrt(n**2/2 + n/2)"),
    ("T(n) = sqrt(T(n-1)^2 + T(n-2)^2), T(0) = 1, T(1) = 1", "sqrt(fibonacci(n + 1))"),
    ("T(n) = sqrt(2T(n-1)^2 + 1), T(0) = 2", "sqrt(5*2**n - 1)"),
    ("T(n) = T(n-1) + 2sqrt(T(n-1)) + 1, T(0) = 0", "n**2"),
    ("T(n) = (n + sqrt(T(n-1)))^2, T(0) = 1", "(n**2/2 + n/2 + 1)**2"),
    ("T(n) = (T(n-1)^3 + n)^(1/3), T(0) = 1", None),
    ("T(n) = T(n-1)/sqrt(1 + T(n-1)^2), T(0) = 1", "1/sqrt(n + 1)"),
]


@pytest.mark.parametrize(("text", "form"), FORMS, ids=[text for text, _ in FORMS])
def test_the_form_has_the_values(text: str, form: str | None) -> None:
    (solution,) = solve_all(text, None)
    assert solution.method == "power of the values" and solution.exact is not None
    assert solution.bounds.theta is not None and solution.verification.status == "checked"
    assert form is None or str(solution.exact) == form
    values = Evaluator(parse(text))
    for n in range(2, 20):
        x: Any = values.number("T", n)
        known = mpmath.mpf(x.numerator) / x.denominator if isinstance(x, int | Fraction) else None
        if known is not None:
            assert abs(value(solution.exact, {"n": n})[0] - known) <= abs(known) * mpmath.mpf(10) ** -12


def test_letters_give_a_table_whose_rows_are_reciprocals() -> None:
    (solution,) = solve_all("T(n) = a*T(n-1)/(b + n*T(n-1)), T(0) = c", None)
    generic = solution.cases[0].exact
    assert generic is not None
    known = {"a": 3, "b": 5, "c": 7}
    with mpmath.workdps(50):
        values = [value(generic, {**known, "n": n})[0] for n in range(12)]
        assert abs(values[0] - 7) < 1e-30
        for n, (before, now) in enumerate(pairwise(values), 1):
            assert abs(now - 3 * before / (5 + n * before)) < 1e-30


@pytest.mark.parametrize(
    "text",
    [
        "T(n) = T(n-1)*T(n-2)/(2T(n-2) - T(n-1)), T(0) = 1, T(1) = 2",  # 2/0
        "T(n) = sqrt(T(n-1)^2 - 1), T(0) = 5",  # a root of a negative number
        "T(n) = sqrt(n - T(n-1)), T(1) = 1",
    ],
)
def test_what_breaks_off_or_is_not_linear_is_declined(text: str) -> None:
    with pytest.raises(Unsolved):
        solve_all(text, None)


# -- periodic over letters -----------------------------------------------------------------------------

PERIODS = [
    ("T(n) = (1 + T(n-1))/T(n-2), T(0) = a, T(1) = b", 5),
    ("T(n) = (1 + T(n-1) + T(n-2))/T(n-3), T(0) = a, T(1) = b, T(2) = c", 8),
    ("T(n) = (a^2 + a*T(n-1))/T(n-2), T(0) = c, T(1) = b", 5),
    ("T(n) = (1 + T(n-1))/(1 - T(n-1)), T(0) = a", 4),
    ("T(n) = 1/(1 - T(n-1)), T(0) = a", 3),
    ("T(n) = a/(T(n-1)*T(n-2)), T(0) = 3, T(1) = b", 3),
    ("T(n) = |T(n-1)| - T(n-2), T(0) = 1, T(1) = 2", 9),
    ("T(n) = max(T(n-1), 1)/T(n-2), T(0) = 3, T(1) = 2", 5),
    ("T(n) = (1 + T(n-1))/(1 - T(n-1)), T(0) = 2", 4),
]


@pytest.mark.parametrize(("text", "period"), PERIODS, ids=[text for text, _ in PERIODS])
def test_the_period_and_the_form_are_told(text: str, period: int) -> None:
    (solution,) = solve_all(text, None)
    assert (solution.method, solution.case) == ("periodic values", f"period {period}")
    assert solution.exact is not None and solution.verification.status == "checked"


@pytest.mark.parametrize(
    "text",
    [
        "T(n) = T(n-1)^n, T(0) = 2",  # 2, 2, 4, 64, …
        "T(n) = n^(T(n-1) - 1), T(0) = 1",
        "T(n) = |T(n-1)| - T(n-2), T(0) = a, T(1) = b",
        "T(n) = sqrt(T(n-2)) + 1, T(0) = c",  # T(1) is not stated
    ],
)
def test_a_size_or_an_absolute_value_beside_the_values_is_no_period(text: str) -> None:
    with pytest.raises(Unsolved):
        solve_all(text, None)


def test_quotients_of_long_products_do_not_take_for_ever() -> None:
    (solution,) = solve_all("T(n) = 10T(n-1)^2/T(n-2), T(0) = 1, T(1) = 10", None)
    assert str(solution.exact) == "10**(n**2/2 + n/2)"


@pytest.mark.parametrize(
    "text",
    [
        "√T(n) = √T(n-1) - 1, T(0) = 4",
        "sqrt(T(n)) = 2sqrt(T(n-1)) - 3, T(0) = 4",
        "sqrt(T(n)) = sqrt(T(n-1)) + n - 5, T(0) = 4",
        "sqrt(T(n)) = T(n-1) + 1, T(0) = -5",
    ],
)
def test_what_a_root_is_said_to_be_must_not_be_negative(text: str) -> None:
    """√T(2) = −1 has no solution: T(n) = (√T(n−1) − 1)² is another equation."""
    with pytest.raises(InvalidRecurrence, match="is no negative number"):
        parse(text)


def test_what_is_seen_to_be_positive_is_squared() -> None:
    assert parse("sqrt(T(n)) = 2sqrt(T(n-1)) + n^2 - 1, T(0) = 1")
    (solution,) = solve_all("sqrt(T(n)) = 2sqrt(T(n-1)) + sqrt(T(n-2)), T(0) = 1, T(1) = 4", None)
    assert solution.exact is not None
