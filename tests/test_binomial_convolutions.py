"""Sums with binomial coefficients: leading terms to digits and closed forms against exact values, what is refused."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from recur.answers.judging.exact_values import Formula
from recur.asymptotics import Growth
from recur.evaluation.evaluator import Evaluator
from recur.model import Solution, Unsolved
from recur.numbers import certain_digits
from recur.numbers.interval import interval
from recur.parsing import parse, parse_formula
from recur.solving.solver import solve_all

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

#: a recurrence, its growth, and the relative error that its leading term has at most at n = 80
POLES = [
    ("a(n) = sum(k=1..n, C(n,k)*a(n-k)), a(0) = 1", "n!/(ln 2)^n"),
    ("a(n) = 1 + sum(k=0..n-1, C(n,k)*a(k)), a(0) = 1", "n!/(ln 2)^n"),
    ("a(n) = 2*sum(k=1..n, C(n,k)*a(n-k)), a(0) = 1", "n!/(ln(3/2))^n"),
    ("a(n) = sum(k=0..n-1, C(n,k)*2^(n-k)*a(k)), a(0) = 3", "n!*(2/ln 2)^n"),
    ("2A(n+1) = sum_{k=0}^{n} C(n,k)A(k)A(n-k), A(0) = 1, A(1) = 1", "n!*(2/pi)^n"),
    ("A(n+1) = A(n) + sum(k=0..n, C(n,k)*A(k)*A(n-k)), A(0) = 1", "n!/(ln 2)^n"),
    ("D(n) = n! - sum(k=0..n-1, C(n,k)*D(k)), D(0) = 1", "n!"),
    ("D(n+1) = sum(k=0..n-1, C(n,k)*(n-k)!*D(k)), D(0) = 1, D(1) = 0", "n!"),
    ("a(n) = sum(k=1..n, C(n,k)*k!*a(n-k)), a(0) = 1", "n!*2^n"),
    ("F(n) = sum(k=0..n-1, C(n-1,k)*F(k)*F(n-1-k)), F(0) = 1/2", "n!/2^n"),
    ("a(n) = a(n-1)*n + sum(k=1..n, C(n,k)*a(n-k)), a(0) = 1", None),
    ("a(n) = sum(k=1..n, C(n,k)*k*a(n-k)), a(0) = 1", None),
    ("2T(n) = sum(k=0..n, C(n,k)*T(k)), T(0) = 1", "n!/(ln 2)^n"),
]
ROOTS = [
    ("2b(n) = sum(k=1..n-1, C(n,k)*b(k)*b(n-k)), b(1) = 1", "n!*2^n/n^(3/2)"),
    ("T(n) = sum(k=1..n-1, C(n,k)*T(k)*T(n-k)) + 1, T(1) = 1", "n!/(ln(5/4))^n/n^(3/2)"),
    # (1 − 5x)² − 4(e^x − 1) has a second interval of positive values
    ("T(n) = sum(k=1..n-1, C(n,k)*T(k)*T(n-k)) + 5*n*T(n-1) + 1, T(1) = 1", None),
]


def proved(text: str) -> Solution:
    (solution,) = solve_all(text, None)
    assert solution.method == "exponential generating function"
    return solution


def digits(x: Enclosed | None) -> Fraction:
    assert x is not None
    return Fraction(certain_digits(interval(x, 200), 25) or "0")


def error_at(text: str, solution: Solution, n: int) -> Fraction:
    assert solution.leading is not None
    known: dict[str, int | Fraction] = {d.symbol: Fraction(d.value) for d in solution.where}
    told = Formula(solution.leading, "n", known).at(n)
    return abs(Fraction(Evaluator(parse(text)).number(solution.function, n)) / digits(told) - 1)  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "growth"), POLES)
def test_a_pole_gives_the_constant_to_many_digits(text: str, growth: str | None) -> None:
    """The next pole is further away by a factor, so the error is exponentially small."""
    solution = proved(text)
    assert growth is None or solution.bounds.theta == Growth.of(parse_formula(growth))
    assert error_at(text, solution, 80) < Fraction(1, 10**18)


@pytest.mark.parametrize(("text", "growth"), ROOTS)
def test_a_square_root_gives_the_constant_up_to_one_over_n(text: str, growth: str | None) -> None:
    solution = proved(text)
    assert growth is None or solution.bounds.theta == Growth.of(parse_formula(growth))
    near, far = error_at(text, solution, 40), error_at(text, solution, 80)
    assert far < Fraction(1, 80) and Fraction(19, 10) < near / far < Fraction(21, 10)


@pytest.mark.parametrize(
    "text",
    [
        "B(n+1) = sum(k=0..n, C(n,k)*B(k)), B(0) = 1",
        "T(n+1) = 2*sum(k=0..n, C(n,k)*3^(n-k)*T(k)), T(0) = 5",
        "B(n) = sum(binomial(n-1,k)*B(k), k, 0, n-1), B(0) = 1",
    ],
)
def test_partitions_lie_between_their_bounds(text: str) -> None:
    """ln T(n) = n ln n − n ln ln n − n + O(n ln ln n/ln n): no Θ, and a finite sum."""
    solution = proved(text)
    assert solution.bounds.theta is None and solution.leading is None
    lower, upper = solution.bounds.lower, solution.bounds.upper
    assert lower is not None and upper is not None and lower < upper
    values = Evaluator(parse(text))
    for n in (50, 100, 200):
        ends = [digits(Formula(g.expression(), "n", {}).at(n)) for g in (lower, upper)]
        assert ends[0] < Fraction(values.number(solution.function, n)) < 5 * ends[1]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "D(n) = n! - sum(k=0..n-1, C(n,k)*D(k)), D(0) = 1",
        "D(n+1) = sum(k=0..n-1, C(n,k)*(n-k)!*D(k)), D(0) = 1, D(1) = 0",
        "a(n) = sum(k=1..n, C(n,k)*k!*a(n-k)), a(0) = 1",
        "a(n) = sum(k=0..n-1, C(n-1,k)*(n-1-k)!*a(k)), a(0) = 4",
        "F(n) = sum(k=0..n-1, C(n-1,k)*F(k)*F(n-1-k)), F(0) = 1/2",
        "2b(n) = sum(k=1..n-1, C(n,k)*b(k)*b(n-k)), b(1) = 1",
        "E(n) = 3^n + n - sum(k=0..n-1, C(n,k)*E(k)), E(0) = 1",
        "B(n+1) = sum(k=0..n, C(n,k)*B(k)), B(0) = 1",
    ],
)
def test_the_closed_form_has_the_values_of_the_recurrence(text: str) -> None:
    solution, values = proved(text), Evaluator(parse(text))
    assert solution.exact is not None and solution.exact_domain is not None
    form, first = Formula(solution.exact, "n", {}), int(solution.exact_domain.first)
    assert [form.at(n) for n in range(first, 30)] == [values.number(solution.function, n) for n in range(first, 30)]


@pytest.mark.parametrize(
    ("text", "hypothesis"),
    [
        ("T(n) = sum(k=0..n-1, C(n,k)*T(k))", "stated first values"),
        ("A(n+1) = sum(k=0..n, C(n,k)*A(k)*A(n-k)), A(0) = 0, A(1) = 1", "values that grow"),
        ("T(n) = -2*sum(k=0..n-1, C(n,k)*(n-k)!*T(k)), T(0) = 1", "one nearest singularity"),
        ("T(n) = sum(k=0..n-1, C(n,k)*k*T(k)), T(0) = 1", "weights of the complementary index"),
        ("T(n) = sum(k=0..n-2, C(n,k)*T(k)*(1+(-1)^(n-k))), T(0) = 1, T(1) = 0", "nonnegative terms"),
        ("T(n) <= sum(k=0..n-1, C(n,k)*T(k)), T(0) = 1", "an equation"),
        ("T(n) = sum(k=0..n-1, C(n-1,k)*T(k)) + 1, T(0) = 1", "an equation without a free term"),
        ("T(n) = sum(k=0..n-1, C(n,k)*T(k)) + log(n), T(0) = 1", "a driving function Σ p(n)·βⁿ, or that times n!"),
    ],
)
def test_what_is_not_seen_names_the_hypothesis(text: str, hypothesis: str) -> None:
    with pytest.raises(Unsolved) as refused:
        solve_all(text, None)
    named = {(r.method, r.hypothesis) for r in refused.value.refusals}
    assert ("exponential generating function", hypothesis) in named
    assert "depends on the index" not in str(refused.value)  # what sums of equal weights ask for


def test_involutions_have_their_constant() -> None:
    """a(n) ~ (n/e)^(n/2)·e^√n/(√2·e^(1/4))·(1 + 7/(24√n) + …)."""
    text = "a(n) = a(n-1) + (n-1)*a(n-2), a(0) = 1, a(1) = 1"
    (solution,) = solve_all(text, None)
    near, far = error_at(text, solution, 400), error_at(text, solution, 1600)
    assert abs(20 * near - Fraction(7, 24)) < Fraction(1, 50) and abs(40 * far - Fraction(7, 24)) < Fraction(1, 100)


@pytest.mark.parametrize(
    ("text", "name", "series"),
    [
        ("C(n) = sum(k=0..n-1, C(k)*C(n-1-k)), C(0) = 1", "gf", "(1 - sqrt(1 - 4*x))/(2*x)"),
        ("a(n) = sum(k=1..n, C(n,k)*a(n-k)), a(0) = 1", "egf", "1/(2 - e^x)"),
        ("a(n) = a(n-1) + (n-1)*a(n-2), a(0) = 1, a(1) = 1", "egf", "e^(x + x^2/2)"),
        ("T(n) = sum(k=1..n-1, T(k)*T(n-k)), T(1) = 1", "gf", "(1 - sqrt(1 - 4*x))/2"),
    ],
)
def test_the_series_is_told_where_it_is_asked_for(recur, text: str, name: str, series: str) -> None:
    (solution,) = solve_all(text, None, gf=True)
    shown = json.loads(recur("solve", "--gf", "--json", text).stdout)["solutions"][0]
    assert shown[name] is not None and (name == "gf" or shown["gf"] is None)
    found = solution.generating_function
    assert found is not None and found.formula is not None and found.exponential == (name == "egf")
    for x in (Fraction(1, 10), Fraction(1, 5)):
        told, meant = (Formula(f, "x", {}) for f in (found.formula, parse_formula(series, "x")))
        ends = [digits(_at(f, x)) for f in (told, meant)]
        assert ends[0] == ends[1]


def _at(formula: Formula, x: Fraction) -> Enclosed | None:
    formula.compiler.cells[0] = x
    return formula.closure()
