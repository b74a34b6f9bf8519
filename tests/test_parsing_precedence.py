"""What binds to what: powers to the right, functions before products, quotients from left to right."""

from __future__ import annotations

import pytest

from recur.model.errors import SyntaxProblem
from recur.model.expressions import Expr, Number
from recur.parsing import parse_formula

# A formula as people write it, and the same with every bracket and sign in its place.
READINGS = [
    ("1/2n", "(1/2)*n"),
    ("1/2 n log n", "(1/2)*n*log(n)"),
    ("n/2 log n", "(n/2)*log(n)"),
    ("n/log n", "n/(log(n))"),
    ("log n/n", "(log(n))/n"),
    ("log n / log log n", "(log(n))/(log(log(n)))"),
    ("n log n / 2", "(n*log(n))/2"),
    ("3n/4", "(3*n)/4"),
    ("-n^2", "-(n^2)"),
    ("2^n^2", "2^(n^2)"),
    ("2^-n", "2^(-n)"),
    ("n^-1", "1/n"),
    ("2*-3n", "-6*n"),
    ("n - -1", "n + 1"),
    ("2^log n", "2^(log(n))"),
    ("2^lg n!", "2^(log_2(n!))"),
    ("n^lg7", "n^(log_2(7))"),
    ("2^n log n", "(2^n)*log(n)"),
    ("2^nlogn", "(2^n)*log(n)"),
    ("n 2^n", "n*(2^n)"),
    ("n^2 2^n", "(n^2)*(2^n)"),
    ("(n+1)2^n", "(n+1)*(2^n)"),
    ("log n^2", "log(n^2)"),
    ("log^2 n", "(log(n))^2"),
    ("log²n", "(log(n))^2"),
    ("lg² n", "(log_2(n))^2"),
    ("log_2^2 n", "(log_2(n))^2"),
    ("\\log^2_2 n", "(log_2(n))^2"),
    ("(log n)^2", "log(n)^2"),
    ("log(n)^2", "(log(n))^2"),
    ("log 2n", "log(2*n)"),
    ("log n log n", "log(n)*log(n)"),
    ("n log n log log n", "n*log(n)*log(log(n))"),
    ("log(n)(n+1)", "log(n)*(n+1)"),
    ("lg n!", "log_2(factorial(n))"),
    ("(lg n)!", "factorial(log_2(n))"),
    ("2n!", "2*factorial(n)"),
    ("n!^2", "(factorial(n))^2"),
    ("n^2!", "n^(factorial(2))"),
    ("√n", "sqrt(n)"),
    ("2√n", "2*sqrt(n)"),
    ("√n log n", "sqrt(n)*log(n)"),
    ("sqrt n log n", "sqrt(n)*log(n)"),
    ("√n^3", "sqrt(n^3)"),
    ("nlogn", "n*log(n)"),
    ("nlglgn", "n*log_2(log_2(n))"),
    ("cnlogn", "c*n*log(n)"),
    ("kn", "k*n"),
    ("nk", "n*k"),
    ("xlogx", "x*log(x)"),
    ("nloglogn", "n*log(log(n))"),
    ("nlognloglogn", "n*log(n)*log(log(n))"),
    ("sqrtn", "sqrt(n)"),
    ("nsin n", "n*sin(n)"),
    ("nH_n", "n*harmonic(n)"),
    ("2e - 3", "2*e - 3"),
    ("c·n", "c*n"),
    ("c.n", "c*n"),
    ("1.5n", "3*n/2"),
    ("n^{1.5}", "n^(3/2)"),
    ("n²", "n^2"),
    ("2ⁿ⁻¹", "2^(n-1)"),
    ("n**2", "n^2"),
    ("n^(log_2 3)", "n^(log(3, 2))"),
    ("n^{\\log_{3/2} 2}", "n^(log(2, 3/2))"),
    ("log_b n", "log(n, b)"),
    ("log2(n)", "log_2(n)"),
    ("log10 n", "log(n, 10)"),
    ("ln n", "log(n, e)"),
    ("lg* n", "log_star(n)"),
    ("log*(n)", "log_star(n)"),
    ("\\log^{*} n", "log_star(n)"),
    ("lg*(lg n)", "log_star(log_2(n))"),
    ("⌊n/2⌋", "floor(n/2)"),
    ("\\lceil n/2 \\rceil", "ceiling(n/2)"),
    ("n//2", "floor(n/2)"),
    ("|n-1|", "abs(n-1)"),
    ("2|n|", "2*abs(n)"),
    ("n mod 2", "mod(n, 2)"),
    ("(-1)^n n", "((-1)^n)*n"),
    ("cos n", "cos(n)"),
    ("sin²(n)", "(sin(n))^2"),
    ("\\frac{n}{2}", "n/2"),
    ("\\frac12n", "(1/2)*n"),
    ("\\frac n2", "n/2"),
    ("\\sqrt[3]{n}", "n^(1/3)"),
    ("\\binom{n}{2}", "binomial(n, 2)"),
    ("e^n", "exp(n)"),
    ("H_n", "harmonic(n)"),
    ("F_{n+1}", "fibonacci(n+1)"),
    ("Σ_{k=1}^{n} 1/k", "sum(k=1..n, 1/k)"),
    ("\\sum_{k=1}^n k n + 1", "sum(k=1..n, k*n) + 1"),
    ("\\max_{0<k<n} k", "max(k=1..n-1, k)"),
    ("2n · Σ_{k=1}^{n} 1/k", "2*n*sum(k=1..n, 1/k)"),
    ("\\frac{2}{n} \\cdot \\sum_{k=1}^n k * n + 1", "2/n*sum(k=1..n, k*n) + 1"),
    ("log n * Σ_{k=1}^n k × Π_{j=1}^k j", "log(n)*sum(k=1..n, k*product(j=1..k, j))"),
]


@pytest.mark.parametrize(("written", "plain"), READINGS, ids=[written for written, _ in READINGS])
def test_a_formula_is_read_as_mathematicians_bind_it(written: str, plain: str) -> None:
    assert parse_formula(written) == parse_formula(plain)


# Formulas that people bind in two ways: the caret, and the reading that is offered.
AMBIGUOUS = [
    ("1/nlogn", 3, "1/(nlogn)"),
    ("√2n", 1, "√(2n)"),
    ("2^2n", 3, "2^(2n)"),
    ("n^1/2", 3, "n^(1/2)"),
    ("n!!", 2, "(n!)!"),
    ("n 2", 1, "n^2"),
    ("n n", 1, "n^n"),
    ("1,234", 1, "1234"),
    ("1e6", 1, "10^6"),
    ("2n + 1e-400", 6, "2n + 10^(-400)"),
    ("1.5E+3", 1, "1.5*10^3"),
    ("0x10", 1, "16"),
    ("n + 0b101", 5, "n + 5"),
    ("c2n", 1, "c_2*n"),
]


@pytest.mark.parametrize(("written", "column", "offered"), AMBIGUOUS)
def test_a_formula_that_can_be_bound_in_two_ways_is_refused(written: str, column: int, offered: str) -> None:
    with pytest.raises(SyntaxProblem) as refused:
        parse_formula(written)
    assert refused.value.place is not None and refused.value.place.column == column
    assert refused.value.hint == f"did you mean  {offered} ?"
    assert isinstance(parse_formula(offered), Expr)


def test_a_numbered_constant_is_read_once_the_text_shows_that_letters_are_numbered() -> None:
    assert parse_formula("c1 + c2n") == parse_formula("c_1 + c_2*n")


def test_a_decimal_is_an_exact_fraction_that_remembers_its_point() -> None:
    value = parse_formula("0.51")
    assert value == Number(parse_formula("51/100").value) and value.decimal  # type: ignore[attr-defined]


def test_a_tower_of_powers_is_read_without_being_computed() -> None:
    assert parse_formula("9^9^9^9") == parse_formula("9^(9^(9^9))")
