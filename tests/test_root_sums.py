"""Sums over the roots of an equation: what they are worth, how they are written, and what is read back."""

from fractions import Fraction

import pytest
import sympy

import recur
from recur.evaluation.arithmetic import Compiler
from recur.model import InvalidRecurrence, LimitExceeded, RecurError, expressions as ex
from recur.notation import latex, mathml, picture, python, text
from recur.parsing import parse_formula

F = Fraction
LONG = "T(n) = T(n-1) + T(n-10) + n, T(n) = 1 for 0 <= n <= 9"
LUCAS = "sum(x^2 = x + 1, x^n)"


def value(formula: str, n: int) -> object:
    compiler = Compiler("n")
    closure = compiler.compile(parse_formula(formula))
    compiler.cells[0] = n
    return closure()


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        (LUCAS, lambda n: [2, 1, 3, 4, 7, 11, 18, 29][n]),
        ("sum(x^2 = x + 1, x^n/(2x - 1))", lambda n: [0, 1, 1, 2, 3, 5, 8, 13][n]),
        ("sum(x^2 = x + 1, x^(-n))", lambda n: (-1) ** n * [2, 1, 3, 4, 7, 11, 18, 29][n]),
        ("sum(x^3 = 2, 1)*n", lambda n: 3 * n),
        ("sum(6x^2 = 5x - 1, n x^n)", lambda n: n * (F(1, 2) ** n + F(1, 3) ** n)),
        ("sum(x^2 = 4, (x + 3)^n)", lambda n: 5**n + 1),
        ("sum(x^2 = 4, 2^n/(x + 3))", lambda n: 2**n * F(6, 5)),
        ("2^sum(x^2 = x + 1, x^n)", lambda n: 2 ** [2, 1, 3, 4, 7, 11, 18, 29][n]),
    ],
)  # fmt: skip
def test_values_are_exact_without_any_root(formula, told):
    assert [value(formula, n) for n in range(8)] == [told(n) for n in range(8)]


def test_sizes_may_be_asked_for_in_any_order():
    compiler = Compiler("n")
    closure = compiler.compile(parse_formula(LUCAS))
    found = {}
    for n in (900, 3, 4, 68, 901, 0):
        compiler.cells[0] = n
        found[n] = closure()
    assert found[3] == 4 and found[4] == 7 and found[0] == 2
    fibonacci = [0, 1]
    while len(fibonacci) < 903:
        fibonacci.append(fibonacci[-1] + fibonacci[-2])
    assert all(found[n] == fibonacci[n - 1] + fibonacci[n + 1] for n in (900, 68, 901))


@pytest.mark.parametrize(
    ("formula", "error", "said"),
    [
        ("sum(x^2 = 2x - 1, x^n)", InvalidRecurrence, "higher multiplicity"),
        ("sum(x^2 = 2, n^x)", InvalidRecurrence, "rational functions of x"),
        ("sum(x^2 = 2, x^(n/2))", ValueError, "not whole"),
        ("sum(x^2 = 2, ln(n + 1)*x)", ValueError, "not rational"),
        ("sum(x^2 = 1, 1/(x - 1))", ZeroDivisionError, "^$"),
        ("sum(x^2 = 3x, x^(2^(n + 90)))", LimitExceeded, "binary digits"),
    ],
)  # fmt: skip
def test_what_has_no_value_says_why(formula, error, said):
    with pytest.raises(error, match=said):
        value(formula, 1)


@pytest.mark.parametrize("formula", [
    "sum(k = 1, k)", "sum(2k = 4, k)", "sum(x^2 = n, x)", "sum(x^2 = sqrt(x), x)", "sum(x^99 = 2, x)",
    "sum(x^2 < 2, x)", "sum(x^2 = x^2, x)", "sum(x^2 = 4, T(x))", "product(x^2 = 4, x)",
])  # fmt: skip
def test_what_is_no_equation_of_one_name_is_no_sum_over_roots(formula):
    with pytest.raises(RecurError, match="range"):
        recur.parse(f"T(n) = T(n-1) + {formula}")


def test_the_closed_form_of_a_dense_order_is_written_everywhere_and_read_back():
    exact = recur.solve(LONG).exact
    assert exact is not None
    for written in (text.write(exact), text.write(exact, ascii=True), latex.write(exact), python.echo(exact)):
        assert recur.check(LONG, f"T(n) = {written}").verdict == "correct"
        assert recur.check(LONG, f"T(n) = {written} + 1").verdict == "wrong"
    assert text.write(exact).startswith("Σ_{x¹⁰ = x⁹+1} (12x⁹ + ")
    assert latex.write(exact).startswith(r"\sum_{x^{10} = x^9 + 1} \frac{")
    assert "<munder><mo>∑</mo>" in mathml.write(exact)
    assert [run.text for run in picture.write(exact)][:2] == ["Σ", "x"]


def test_sympy_takes_it_as_a_sum_over_complex_roots():
    lucas = parse_formula(LUCAS)
    n = sympy.Symbol("n", positive=True, integer=True)
    assert python.write(lucas) == "RootSum(x**2 - x - 1, Lambda(x, x**n))"
    assert sympy.sympify(python.write(lucas), locals={"n": n}) == sympy.sympify(lucas)
    assert sympy.simplify(sympy.sympify(lucas).subs(n, 10).doit()) == 123


def test_the_index_is_bound():
    lucas = parse_formula("sum(x^2 = x + 1, x^n) + x")
    assert ex.symbols(parse_formula(LUCAS)) == {"n"}
    assert ex.substitute(lucas, "x", ex.ONE) == parse_formula("sum(x^2 = x + 1, x^n) + 1")
    assert ex.substitute(parse_formula(LUCAS), "n", ex.TWO) == parse_formula("sum(x^2 = x + 1, x^2)")


def test_a_letter_of_the_recurrence_is_not_taken_for_the_root():
    values = ", ".join(f"T({i}) = 1" for i in range(10))
    (solution,) = recur.solve_all(f"T(x) = T(x-1) + T(x-10), {values}")
    assert solution.exact is not None
    assert [x.index for x in ex.walk(solution.exact) if isinstance(x, ex.RootSum)] == ["z"]
