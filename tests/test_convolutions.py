"""Sums of products of earlier values: growth and constant against exact values, closed forms, what is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from recur.answers.judging.exact_values import Formula
from recur.asymptotics import Growth
from recur.evaluation.evaluator import Evaluator
from recur.model import Solution, Unsolved
from recur.numbers import certain_digits
from recur.parsing import parse, parse_formula
from recur.solving.solver import solve_all

CASES = [
    ("C(n) = sum(k=0..n-1, C(k)*C(n-1-k)), C(0) = 1", "4^n/n^(3/2)", True),
    ("T(n) = sum(k=1..n-1, T(k)*T(n-k)), T(1) = 1", "4^n/n^(3/2)", True),
    ("t(n) = 3*sum(i=1..n, t(i-1)*t(n-i)), t(0) = 2", "24^n/n^(3/2)", True),
    ("S(n) = S(n-1) + sum(k=0..n-1, S(k)*S(n-1-k)), S(0) = 1", "(3+2*sqrt(2))^n/n^(3/2)", False),
    ("M(n) = M(n-1) + sum(k=0..n-2, M(k)*M(n-2-k)), M(0) = 1, M(1) = 1", "3^n/n^(3/2)", False),
    (
        "T(n) = 2*sum(k=1..n-2, T(k)*T(n-1-k)) + 3T(n-2), T(0) = 1, T(1) = 1, T(2) = 2",
        "(1+sqrt(10))^n/n^(3/2)",
        False,
    ),
    ("B(n) = 2B(n-1) + sum(k=0..n-2, B(k)*B(n-2-k)), B(0) = 1, B(1) = 2", "4^n/n^(3/2)", False),
    ("T(n) = sum(k=0..n-1, T(k)*T(n-1-k)) + 1, T(0) = 1", "5^n/n^(3/2)", False),
    ("T(n) = sum(k=0..n-1, T(k)*T(n-1-k)) + 2^n, T(0) = 1", "6^n/n^(3/2)", False),
    ("T(n) = sum(k=1..n-1, T(k)*T(n-k)) + n, T(1) = 1", "(3+2*sqrt(2))^n/n^(3/2)", False),
    ("T(n) = sum(k=0..n-1, T(k)*T(n-1-k)) + n, T(0) = 1", None, False),
    ("T(n) = T(n-1) + T(n-3) + 2*sum(k=0..n-2, T(k)*T(n-2-k)), T(0) = 1, T(1) = 1, T(2) = 4", None, False),
]


def proved(text: str) -> Solution:
    (solution,) = solve_all(text, None)
    return solution


@pytest.mark.parametrize(("text", "growth", "closed"), CASES)
def test_growth_and_constant_are_those_of_the_values(text: str, growth: str | None, closed: bool) -> None:
    """T(n)/leading is within 3 % of 1 at n = 100, and nearer at n = 200."""
    solution = proved(text)
    assert solution.method == "algebraic generating function"
    assert solution.bounds.theta is not None
    assert growth is None or solution.bounds.theta == Growth.of(parse_formula(growth))
    assert solution.leading is not None and (solution.exact is not None) == closed
    known: dict[str, int | Fraction] = {d.symbol: Fraction(d.value) for d in solution.where}
    values, leading = Evaluator(parse(text)), Formula(solution.leading, "n", known)
    off = []
    for n in (100, 200):
        told = Fraction(certain_digits(leading.at(n), 12))
        off.append(abs(Fraction(values.number(solution.function, n)) / told - 1))
    assert off[1] < off[0] < Fraction(3, 100)


@pytest.mark.parametrize("text", [text for text, _, closed in CASES if closed])
def test_the_closed_form_has_the_values_of_the_recurrence(text: str) -> None:
    solution, values = proved(text), Evaluator(parse(text))
    assert solution.exact is not None and solution.exact_domain is not None
    form, first = Formula(solution.exact, "n", {}), int(solution.exact_domain.first)
    assert [form.at(n) for n in range(first, 60)] == [values.number(solution.function, n) for n in range(first, 60)]


@pytest.mark.parametrize(
    ("text", "hypothesis"),
    [
        ("T(n) = sum(k=0..n-1, T(k)*T(n-1-k))", "stated first values"),
        ("T(n) = sum(k=0..n-2, T(k)*T(n-2-k)), T(0) = 1, T(1) = 0", "one nearest singularity"),
        ("T(n) = sum(k=0..n-1, T(k)*T(n-1-k)), T(0) = -1", "nonnegative terms"),
        ("T(n) <= sum(k=0..n-1, T(k)*T(n-1-k)), T(0) = 1", "an equation"),
        ("T(n) = sum(k=0..n-1, T(k)*T(n-1-k)) + log(n), T(0) = 1", "a driving function Σ p(n)·βⁿ"),
        ("T(n) = sum(k=0..n-1, T(k)*T(n-1-k)) - 1, T(0) = 2", "nonnegative terms"),
        ("T(n) = sum(k=0..n-1, T(k)*T(n-1-k)) + n*T(n-1), T(0) = 1", "calls T(n − i) with constant factors"),
        ("T(n) = sum(k=0..n-1, T(k)^2), T(0) = 1", "one sum of products of two values"),
        ("T(n) = sum(k=0..n-1, T(k)*T(n-1-2k)), T(0) = 1", "sizes that add up to n − s"),
    ],
)
def test_what_is_not_seen_names_the_hypothesis(text: str, hypothesis: str) -> None:
    with pytest.raises(Unsolved) as refused:
        solve_all(text, None)
    named = {(r.method, r.hypothesis) for r in refused.value.refusals}
    assert ("algebraic generating function", hypothesis) in named
