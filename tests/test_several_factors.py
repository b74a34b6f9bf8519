"""Sums of products of three and more values: closed forms and leading terms against exact values, what is refused."""

from fractions import Fraction

import pytest

from recur.answers.judging.exact_values import Formula
from recur.evaluation.evaluator import Evaluator
from recur.model import Solution, Unsolved
from recur.numbers.interval import interval
from recur.parsing import parse
from recur.solving.solver import solve_all

TREES = [
    ("T(n) = sum(i=0..n-1, sum(j=0..n-1-i, T(i)*T(j)*T(n-1-i-j))), T(0) = 1", Fraction(27, 4), 1),
    ("T(n) = 2*sum(i=0..n-1, sum(j=0..n-1-i, T(n-1-i-j)*T(i)*T(j))), T(0) = 3", Fraction(243, 2), 3),
    (
        "T(n) = sum(i=0..n-1, sum(j=0..n-1-i, sum(k=0..n-1-i-j, T(i)*T(j)*T(k)*T(n-1-i-j-k)))), T(0) = 1",
        Fraction(256, 27),
        1,
    ),
]


def solved(text: str) -> Solution:
    (solution,) = solve_all(text, None)
    return solution


@pytest.mark.parametrize(("text", "base", "first"), TREES)
def test_the_closed_form_has_the_values_and_the_growth(text: str, base: Fraction, first: int) -> None:
    solution = solved(text)
    assert solution.method == "Lagrange inversion" and solution.exact is not None and solution.leading is not None
    values = Evaluator(parse(text))
    form, leading = Formula(solution.exact, "n", {}), Formula(solution.leading, "n", {})
    assert [form.at(n) for n in range(30)] == [values.number("T", n) for n in range(30)]
    assert form.at(0) == first
    low, high = (interval(leading.at(400), 128) * interval(form.at(400), 128).reciprocal()).rationals()  # type: ignore[arg-type]
    assert Fraction(99, 100) < low <= high < Fraction(101, 100)
    ratio = Fraction(form.at(401)) / Fraction(form.at(400))  # type: ignore[arg-type]
    assert abs(ratio / base - 1) < Fraction(1, 100)


def test_a_negative_first_value_has_the_closed_form_alone() -> None:
    solution = solved("T(n) = sum(i=0..n-1, sum(j=0..n-1-i, T(i)*T(j)*T(n-1-i-j))), T(0) = -1")
    assert solution.exact is not None and solution.bounds.upper is None and solution.leading is None
    form = Formula(solution.exact, "n", {})
    assert [form.at(n) for n in range(4)] == [-1, -1, -3, -12]


@pytest.mark.parametrize(
    ("text", "hypothesis"),
    [
        ("T(n) = sum(i=1..n-2, sum(j=1..n-1-i, T(i)*T(j)*T(n-i-j))), T(1) = 1", "all smaller sizes"),
        ("T(n) = sum(i=0..n-1, sum(j=0..n-1, T(i)*T(j)*T(n-1-i))), T(0) = 1", "all smaller sizes"),
        ("T(n) = sum(i=0..n-1, sum(j=0..n-1-i, T(i)*T(j)*T(n-1-i-j))), T(0) = 1, T(1) = 2", "one stated value"),
        ("T(n) = sum(i=0..n-1, sum(j=0..n-1-i, T(i)*T(j)*T(n-1-i-j))) + 1, T(0) = 1", "the sum alone"),
        ("T(n) = sum(i=0..n-1, sum(j=0..n-1-i, i*T(j)*T(n-1-i-j))), T(0) = 1", "nested sums of products of values"),
    ],
)
def test_what_fails_is_named(text: str, hypothesis: str) -> None:
    with pytest.raises(Unsolved) as caught:
        solve_all(text, None)
    assert ("Lagrange inversion", hypothesis) in [(r.method, r.hypothesis) for r in caught.value.refusals]
