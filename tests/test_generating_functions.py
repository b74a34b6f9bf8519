"""A generating function has the values of its recurrence for coefficients, and leads back to the closed form."""

from __future__ import annotations

import json
from fractions import Fraction
from random import Random

import pytest

import recur
from recur.evaluation.evaluator import Evaluator
from recur.model import Unmet, expressions as ex
from recur.numbers.partial_fractions import coefficients, partial_fractions
from recur.numbers.polynomials import plus, raised, times
from recur.parsing import parse, parse_formula
from recur.solving.linear.rational_series import rational_series


def fraction_of(x: ex.Expr) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
    """A formula in x without other letters as numerator and denominator, read off the formula itself."""
    match x:
        case ex.Number(c):
            return (c,), (Fraction(1),)
        case ex.Symbol():
            return (Fraction(0), Fraction(1)), (Fraction(1),)
        case ex.Add(terms):
            above, below = (), (Fraction(1),)
            for term in terms:
                p, q = fraction_of(term)
                above, below = plus(times(above, q), times(p, below)), times(below, q)
            return above, below
        case ex.Mul(factors):
            above, below = (Fraction(1),), (Fraction(1),)
            for factor in factors:
                p, q = fraction_of(factor)
                above, below = times(above, p), times(below, q)
            return above, below
        case ex.Power(base, ex.Number(k)):
            p, q = fraction_of(base)
            return (raised(p, int(k)), raised(q, int(k))) if k > 0 else (raised(q, int(-k)), raised(p, int(-k)))
    raise AssertionError(x)


def random_recurrence(random: Random) -> str:
    order = random.randint(1, 4)
    calls = " + ".join(f"({random.randint(-3, 3) or 1})T(n-{i})" for i in range(1, order + 1))
    driving = random.choice(["0", "1", "n", "2^n", "n 3^n - 1", "(-1)^n", "n^2 + 2^n", "n/2"])
    start = random.randint(0, 2)
    values = ", ".join(f"T({start + i}) = {random.randint(-5, 5)}" for i in range(order))
    return f"T(n) = {calls} + {driving}, {values}"


@pytest.mark.parametrize("seed", range(30))
def test_the_coefficients_are_the_values_and_every_step_is_the_same_function(seed: int) -> None:
    system = parse(random_recurrence(Random(seed)))
    found = recur.solve_all(system, None, gf=True)[-1]
    assert found.generating_function is not None and found.generating_function.formula is not None
    above, below = fraction_of(found.generating_function.formula)
    start = rational_series(found.recurrence).start
    table = Evaluator(system)
    series = coefficients(above, below, start + 20)
    assert series == [0] * start + [table.number("T", n) for n in range(start, start + 20)]
    for step in found.steps:
        for shown in step.display:
            if isinstance(shown, ex.Relation) and shown.left == ex.Call("G", (ex.Symbol("x"),)):
                p, q = fraction_of(shown.right)
                assert times(p, below) == times(above, q)


@pytest.mark.parametrize(
    ("recurrence", "formula"),
    [
        ("T(n) = T(n-1) + T(n-2), T(0) = 0, T(1) = 1", "x/(1 - x - x^2)"),
        ("T(n) = T(n-1) + T(n-2), T(1) = 1, T(2) = 1", "x/(1 - x - x^2)"),
        ("a_n = 5a_{n-1} - 6a_{n-2}, a_0 = 1, a_1 = 2", "1/(1 - 2x)"),
        ("a_n = 5a_{n-1} - 6a_{n-2}, a(0) = 1, a(1) = 4", "(1 - x)/(1 - 5x + 6x^2)"),
        ("T(n) = 2T(n-1) + 1, T(0) = 0", "x/((1 - x)(1 - 2x))"),
        ("T(n) = T(n-1) + n, T(0) = 0", "x/(1 - x)^3"),
        ("T(n) = 2T(n-1), T(0) = 1, T(1) = 5", "(1 + 3x)/(1 - 2x)"),  # a stated value that breaks the rule
        ("T(n) = n^2", "x(1 + x)/(1 - x)^3"),  # by the closed form
        ("T(n) = sum(k=0..n-1, T(k)), T(0) = 1", "(1 - x)/(1 - 2x)"),
    ],
)
def test_known_generating_functions(recurrence: str, formula: str) -> None:
    found = recur.solve(recurrence, gf=True).generating_function
    assert found is not None and found.formula is not None
    (p, q), (a, b) = fraction_of(found.formula), fraction_of(parse_formula(formula, "x"))
    assert times(p, b) == times(a, q)


@pytest.mark.parametrize(
    ("system", "formulas"),
    [
        ("A(n) = A(n-1) + B(n-1), A(0) = 1; B(n) = A(n-1), B(0) = 0", ["1/(1 - x - x^2)", "x/(1 - x - x^2)"]),
        (
            "A(n) = 2A(n-1) + B(n-1), A(0) = 1; B(n) = A(n-1) + 2B(n-1), B(0) = 0",
            ["(1-2x)/(1-4x+3x^2)", "x/(1-4x+3x^2)"],
        ),
        (
            "A(n) = A(n-1) + B(n-2), A(0) = 1, A(1) = 1; B(n) = A(n-1) + B(n-1), B(0) = 0",
            ["(1 - x)/(1 - 2x + x^2 - x^3)", "x/(1 - 2x + x^2 - x^3)"],
        ),
        (
            "A(n) = B(n-1) + 1, A(0) = 0; B(n) = 2A(n-1), B(0) = 1",
            ["(2x - x^2)/((1 - x)(1 - 2x^2))", "(1 - x + 2x^2)/((1-x)(1-2x^2))"],
        ),
    ],
)
def test_functions_that_call_each_other_have_generating_functions(system: str, formulas: list[str]) -> None:
    for solution, formula in zip(recur.solve_all(system, gf=True), formulas, strict=True):
        found = solution.generating_function
        assert found is not None and found.formula is not None
        (p, q), (a, b) = fraction_of(found.formula), fraction_of(parse_formula(formula, "x"))
        assert times(p, b) == times(a, q), (solution.function, str(found.formula))


def test_open_values_and_letters_stay_in_the_numerator() -> None:
    found = recur.solve("a_n = 5a_{n-1} - 6a_{n-2}", gf=True)
    assert found.generating_function is not None
    assert str(found.generating_function.formula) == "(a(0) + (a(1) - 5*a(0))*x)/(1 - 5*x + 6*x**2)"
    assert "3*a(0) - a(1)" in str(dict(found.steps[-1].formulas)["t"])
    letters = recur.solve("x(n) = 2x(n-1) + c, x(0) = b", gf=True).generating_function
    assert letters is not None and letters.variable == "z"
    assert str(letters.formula) == "b/(1 - 2*z) + c*z/((1 - 2*z)*(1 - z))"


@pytest.mark.parametrize(
    "recurrence",
    [
        "T(n) = n T(n-1), T(0) = 1",
        "T(n) = T(n-1) + 1/n, T(0) = 0",
        "T(n) = 2T(n/2) + n",
        "T(n) = T(n-1) + O(1)",
    ],
)
def test_where_no_rational_one_is_known_the_rest_of_the_answer_stands(recurrence: str) -> None:
    plain, found = recur.solve(recurrence), recur.solve(recurrence, gf=True)
    assert found.generating_function is not None and found.generating_function.formula is None
    assert (found.bounds, found.exact, found.steps) == (plain.bounds, plain.exact, plain.steps)
    assert found.remarks[-1].sentence.startswith("No rational generating function")


def test_first_values_that_are_missing_in_between_are_named() -> None:
    with pytest.raises(Unmet, match="some are missing"):
        rational_series(parse("u(n) = u(n-1) + u(n-2), u(0) = 0, u(10) = 1").recurrences[0])


def test_partial_fractions_add_up() -> None:
    below = times(raised((Fraction(1), Fraction(-2)), 3), (Fraction(1), Fraction(1), Fraction(1)))
    above = (Fraction(1), Fraction(2), Fraction(0), Fraction(0), Fraction(0), Fraction(7), Fraction(5))
    whole, parts = partial_fractions(above, below)
    total = coefficients(whole, (Fraction(1),), 12)
    for (q, k), numerator in parts.items():
        total = [a + b for a, b in zip(total, coefficients(numerator, raised(q, k), 12), strict=True)]
    assert total == coefficients(above, below, 12)


def test_the_command_tells_it_in_every_form(recur) -> None:
    fibonacci = "T(n) = T(n-1) + T(n-2), T(0) = 0, T(1) = 1"
    assert "G(x) = x/(1 - x - x^2)" in recur("solve", "--gf", "--ascii", fibonacci).stdout
    assert r"G(x)" in recur("solve", "--gf", "--format", "latex", fibonacci).stdout
    assert json.loads(recur("solve", "--gf", "--json", fibonacci).stdout)["solutions"][0]["gf"] == "x/(1 - x - x**2)"
    none = recur("solve", "--gf", "--json", "T(n) = 2T(n/2) + n")
    assert none.returncode == 0 and json.loads(none.stdout)["solutions"][0]["gf"] is None
    assert "gf" not in json.loads(recur("solve", "--json", fibonacci).stdout)["solutions"][0]
    assert "generatingfunctionology" in recur("report", "--gf", fibonacci, "-o", "-").stdout
