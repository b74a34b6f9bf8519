"""Expansions on the asymptotic scale: ranges of coefficients, and what a finite expansion leaves out."""

from fractions import Fraction
from itertools import product

import mpmath
import pytest

from recur.asymptotics import expansion
from recur.asymptotics.expansion import expand
from recur.asymptotics.growth import monomial_formula
from recur.asymptotics.series import Between, Series, coefficient_product
from recur.model import Expr
from recur.numbers.formulas import exact_formula
from recur.numbers.real import ln
from recur.parsing import parse_formula

ENDS = (Fraction(-3), Fraction(-1, 2), Fraction(0), Fraction(2), Fraction(5))
RANGES = [(low, high) for low, high in product(ENDS, ENDS) if low < high]


@pytest.mark.parametrize("a", RANGES)
def test_the_product_of_two_ranges_lies_between_the_least_and_the_greatest_product_of_ends(a):
    for b in RANGES:
        products = [x * y for x, y in product(a, b)]
        assert coefficient_product(Between(*a), Between(*b)) == Between(min(products), max(products))


@pytest.mark.parametrize("a", RANGES)
@pytest.mark.parametrize("argument", [Fraction(2), Fraction(2, 3)])
def test_a_negative_factor_turns_a_range_around(a, argument):
    import sympy

    factor, turned = ln(argument), argument < 1
    low, high = (a[1], a[0]) if turned else a
    found = coefficient_product(factor, Between(*a))
    assert isinstance(found, Between)
    assert [sympy.simplify(x - y * factor) for x, y in ((found.low, low), (found.high, high))] == [0, 0]


#: sums of terms from several scales, of which the slow ones fill the expansion
MANY_SCALES = (
    "log(log(2n/3))",
    "log(log(2n/3) + 1/n + 1/sqrt(n))",
    "(log n + 2 + 3/n)^(1/2)",
    "1/(log n + 1 + 1/log n + 1/n)",
    "sqrt(n + sqrt(n) + log n + 1)",
    "log(n^2 + n log n + n + 5)",
    "(n + n/log n + sqrt(n))^(-3/2)",
)


@pytest.mark.parametrize("text", MANY_SCALES)
def test_what_an_expansion_leaves_out_is_of_the_order_of_its_error(text):
    import sympy

    from recur.model.symbolic import to_sympy

    x = parse_formula(text)
    found = expand(x, "n")
    assert found.error is not None
    terms = [to_sympy(exact_formula(c)) * to_sympy(monomial_formula(m, "n")) for m, c in found.terms]
    (variable,) = to_sympy(x).free_symbols
    rest, error = to_sympy(x) - sum(terms), to_sympy(monomial_formula(found.error, "n"))
    with mpmath.workdps(4000):
        ratio = sympy.lambdify(variable, rest / error, "mpmath")
        met = [abs(ratio(mpmath.mpf(2) ** exponent)) for exponent in (500, 1000, 2000)]
    assert max(met) < 50 and met[2] < 1.5 * met[1] + 0.01


def test_a_formula_takes_as_many_steps_whatever_was_expanded_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered of one formula is a part of another; a limit of work may not hang on what came before."""
    formulas = [
        parse_formula(text)
        for text in (
            "n log n", "log log n", "2^n", "3^(n/2) log n", "n!", "log(n!)", "n^2 log(n)^2", "(log n)^(log n)",
            "log(log(n) + n)", "sqrt(n) 2^sqrt(n)", "log*(n)", "2^(log*(n))", "n 2^n", "binomial(2n, n)",
            "n^(log log n) + log n",
            "max(n, log n)^2", "floor(n/2) log n", "(1 + 1/n)^n", "sum(k=1..n, k log k) + log n",
        )
    ]  # fmt: skip

    def steps(x: Expr) -> tuple[Series, int]:
        expansion._expanded.clear()
        expand(x, "n")
        return expansion._expanded[x, "n"]

    alone = []
    for x in [*formulas, *formulas]:  # once more, with all numbers known
        monkeypatch.setattr(expansion, "_parts", {})
        alone.append(steps(x))
    behind_others = [steps(x) for x in [*formulas, *reversed(formulas)]]
    assert expansion._parts
    assert behind_others[: len(formulas)] == alone[len(formulas) :]
    assert behind_others[len(formulas) :] == alone[: len(formulas) - 1 : -1]
