"""Letters: an unknown constant is never taken for a number, and every name in an answer is explained."""

from __future__ import annotations

import pytest

from recur.errors import RecurError
from recur.expressions import symbols
from recur.solution import Solution, Unsolved
from recur.solver import solve_all


def solve(text: str) -> Solution:
    return solve_all(text)[-1]


NONLINEAR_WITH_LETTERS = [
    "x(n) = x(n-1)^2/x(n-2), x(0)=a, x(1)=b",
    "x(n) = 2x(n-1) - x(n-1)^2, x(0)=b",
    "x(n) = x(n-1)^n, x(0)=b",
    "x(n) = 2x(n-1)^2 - 1, x(0)=b",
    "x(n) = x(n-1)/x(n-2), x(0)=a, x(1)=b",
    "y(n) = y(n-1)*y(n-2)/y(n-3), y(0)=1, y(1)=q, y(2)=1",
]


@pytest.mark.parametrize("text", NONLINEAR_WITH_LETTERS)
def test_values_that_come_again_at_one_value_of_a_letter_prove_nothing(text):
    with pytest.raises(Unsolved):
        solve(text)


def test_values_that_come_again_are_a_proof_where_the_first_ones_are_numbers():
    assert solve("x(n) = x(n-1)/x(n-2), x(0)=2, x(1)=3").bounds.theta is not None


@pytest.mark.parametrize(
    "text",
    ["T(n) = cos(x)*T(n-1)", "y(n) = 2*r*cos(theta)*y(n-1) - r^2*y(n-2)", "T(n) = sin(3)*T(n-1) + tan(w)"],
)
def test_a_number_without_a_formula_is_a_refusal(text):
    with pytest.raises(RecurError):
        solve(text)


NESTED = [
    "T(n) = T(sqrt(n)) + 2T(n^(1/3)) + 1",
    "T(n) = 2T(n^(3/4)) + 2T(n^(1/3)) + ln(n)*ln(ln(n))",
    "T(n) = sqrt(n)*T(sqrt(n)) + n^(2/3)*T(n^(1/3)) + n",
    "W(m) = 3W(m^(1/2)) + W(m^(1/5)) + log m",
]


@pytest.mark.parametrize("text", NESTED)
def test_every_name_in_an_answer_is_the_size_or_explained(text):
    solution = solve(text)
    told = [g.expression() for g in (solution.bounds.lower, solution.bounds.upper) if g is not None]
    told += [x for x in (solution.leading, solution.exact) if x is not None]
    known = {solution.variable} | {d.symbol for d in solution.where} | symbols(solution.recurrence.right)
    assert all(symbols(x) <= known for x in told)


@pytest.mark.parametrize("text", ["T({}) = 2T(sqrt({})) + log {}, T(2) = 1", "T({}) = 2T({}/2) + {}, T(1) = 1"])
def test_the_letter_of_the_sizes_of_a_closed_form_is_not_the_size_itself(text):
    domain = solve(text.format(*"jjj")).exact_domain
    assert domain is not None and domain.startswith("j = 2^") and "j" not in domain[1:]
