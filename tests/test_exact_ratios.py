"""Products of rational ratios: factorials and binomials where their roots allow it, an exact constant far out."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from hypothesis import given, strategies as st

import recur
from recur.model import expressions as ex
from recur.notation import latex, text
from recur.numbers import polynomials
from recur.solving.first_order import hypergeometric as terms
from recur.solving.first_order.hypergeometric import HypergeometricTerm
from tests.formula_values import rational, value

LINEAR = st.builds(
    lambda a, d: (Fraction(a, d), Fraction(1)), st.integers(-5, 7), st.sampled_from([1, 1, 2, 2, 3, 4, 6])
)
IRREDUCIBLE = st.sampled_from([(Fraction(1), Fraction(0), Fraction(1)), (Fraction(-2), Fraction(3), Fraction(1))])


def multiplied(factors: list[polynomials.Polynomial], c: Fraction = Fraction(1)) -> polynomials.Polynomial:
    result: polynomials.Polynomial = (c,)
    for factor in factors:
        result = polynomials.times(result, factor)
    return result


@given(
    st.lists(LINEAR | IRREDUCIBLE, max_size=4),
    st.lists(LINEAR | IRREDUCIBLE, max_size=3),
    st.sampled_from([Fraction(1), Fraction(4), Fraction(-1, 3)]),
    st.integers(5, 8),
)
def test_a_running_product_is_the_product(above: list, below: list, c: Fraction, start: int) -> None:
    a = terms.product(HypergeometricTerm(multiplied(above, c)), terms.reciprocal(HypergeometricTerm(multiplied(below))))
    found = terms.running_product(a, start)
    assert found is not None
    formula, expected = found.formula("n"), Fraction(1)
    for n in range(start, start + 9):
        expected *= a.at(n) if n > start else 1
        assert found.at(n) == expected
        assert abs(value(formula, {"n": n})[0] * expected.denominator / expected.numerator - 1) < 1e-12


@given(st.lists(LINEAR, max_size=3), st.lists(LINEAR, max_size=3), st.sampled_from([Fraction(1), Fraction(-2, 3)]))
def test_the_leading_term_has_the_exact_constant(above: list, below: list, c: Fraction) -> None:
    a = terms.product(HypergeometricTerm(multiplied(above, c)), terms.reciprocal(HypergeometricTerm(multiplied(below))))
    found = terms.running_product(a, 5)
    assert found is not None
    leading = terms.leading_hypergeometric(found, "n")
    assert leading is not None
    with mpmath.workdps(40):
        far = [value(found.formula("n"), {"n": n})[0] / value(leading, {"n": n})[0] - 1 for n in (400, 800)]
    assert abs(far[1]) < 0.2 and abs(2 * far[1] - far[0]) < 0.02  # the next term is of the order of 1/n


@pytest.mark.parametrize(
    ("source", "exact", "leading"),
    [
        ("C(n) = (4n-2)/(n+1)*C(n-1), C(0)=1", "binom(2n, n)/(n + 1)", "4^n / (√π·n^(3/2))"),
        ("b(n) = (4n-2)/n*b(n-1), b(0)=1", "binom(2n, n)", "4^n / (√π·√n)"),
        ("a(n) = (2n-1) a(n-1), a(0)=1", "(2n)!/(n!·2^n)", "n!·2^n / (√π·√n)"),
        ("a(n) = 2n a(n-1), a(0)=1", "n!·2^n", "n!·2^n"),
        ("a(n) = (3n-1) a(n-1), a(0)=1", "Π_{k=1}^n (3k − 1)", "n!·3^n / (Γ(2/3)·n^(1/3))"),
        ("a(n) = 3(3n-1)(3n-2)/((2n+1)*2n)*a(n-1), a(0)=1", "binom(3n, n)/(2n + 1)", "√3·(27/4)^n / (4√π·n^(3/2))"),
        ("(4n^2-12n+9)*y(n) = (16n^2-32n+12)*y(n-1), y(1)=1", "(n/2 − 1/4)·4^n", "n·4^n / 2"),
        ("a(n) = (n^2+1) a(n-1), a(0)=1", "Π_{k=1}^n (k² + 1)", None),
    ],
)
def test_ratios_of_a_textbook(source: str, exact: str, leading: str | None) -> None:
    solution = recur.solve(source)
    assert solution.exact is not None and text.write(solution.exact) == exact
    assert (None if solution.leading is None else text.write(solution.leading)) == leading
    assert solution.exact_verification.status == "checked"


@pytest.mark.parametrize(
    ("source", "exact"),
    [
        ("c(n) = (4n-2)/(n+1)*c(n-1)", "C₁·binom(2n, n)/(n + 1)"),
        ("a(n) = (5n-1)*a(n-1)", "C₁ Π_{k=1}^n (5k − 1)"),
    ],
)
def test_without_a_value_the_ratio_leaves_a_constant(source: str, exact: str) -> None:
    solution = recur.solve(source)
    assert solution.exact is not None and text.write(solution.exact) == exact


def test_gamma_of_a_fraction_is_written_with_its_letter_and_has_a_value() -> None:
    x = ex.Apply("factorial", (ex.number("-1/3"),))
    assert (text.write(x), text.write(x, ascii=True), latex.write(x)) == ("Γ(2/3)", "Gamma(2/3)", r"\Gamma(2/3)")
    assert rational(x, 1) is None and abs(value(x, {})[0] - mpmath.gamma(mpmath.mpf(2) / 3)) < 1e-12


@pytest.mark.parametrize(
    ("source", "exact"),
    [
        ("y(n) = n*y(n-2), y(0)=1, y(1)=1", "{(n/2)!·2^(n/2) if n even; n! / (((n−1)/2)!·2^((n−1)/2)) if n odd}"),
        ("y(n+2) = -n*y(n), y(1)=a, y(2)=b", None),
        ("y(n+3) = n*y(n)", None),
        ("(2n-1)(n+4)*y(n+2) = -2n(n+3)*y(n)", None),
        ("y(n) = (n^2-2)*y(n-2), y(0)=1, y(1)=2", None),
        ("y(n) = (3n-1)/(n+4)*y(n-3), y(0)=1, y(1)=2, y(2)=-1", None),
    ],
)
def test_a_step_of_several_sizes_has_a_product_for_each_class(source: str, exact: str | None) -> None:
    solution = recur.solve(source)
    assert solution.exact is not None and solution.exact_verification.status == "checked"
    assert exact is None or text.write(solution.exact) == exact
