"""Exact numbers written back as formulas: log 3 / log 2 as log_2 3, (1 + √5)/2 as φ's radical."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

from recur.model.errors import Undecided
from recur.model.expressions import Add, Constant, Expr, Log, Number, Symbol, add, divide, mul, power
from recur.numbers import constants
from recur.numbers.constants import Real


@lru_cache(maxsize=2048)
def exact_formula(x: Real) -> Expr:
    if isinstance(x, Fraction):
        return Number(x)
    ratio = _as_log_ratio(x)
    return ratio if ratio is not None else _formula(x)


def _as_log_ratio(x: Any) -> Expr | None:
    """(Σ eᵢ log pᵢ)/(Σ fᵢ log qᵢ) as log_b a, a and b rational, or with an algebraic a such as φ."""
    import sympy

    if not x.has(sympy.log):
        return None
    numerator, denominator = sympy.fraction(sympy.together(x))
    if not denominator.has(sympy.log):
        return None
    above, below = _antilogarithm(numerator), _antilogarithm(denominator)
    if above is None or below is None:
        return None
    (a, numerator_scale), (b, denominator_scale) = above, below
    scale = numerator_scale / denominator_scale
    if isinstance(b, Fraction) and b < 1:
        b, scale = 1 / b, -scale
    if isinstance(a, Fraction) and a < 1:
        a, scale = 1 / a, -scale
    logarithm = Log(exact_formula(a), exact_formula(b))
    return logarithm if scale == 1 else mul(Number(scale), logarithm)


@lru_cache(maxsize=1024)
def _antilogarithm(x: Any) -> tuple[Real, Fraction] | None:
    """(a, s) with x = s · log a, a free of logarithms; s is ±1 over the common denominator."""
    import sympy

    product, scale = sympy.Integer(1), Fraction(1)
    terms = [term.as_coeff_Mul() for term in sympy.Add.make_args(sympy.expand(x))]
    if any(rest.func is not sympy.log or not c.is_Rational for c, rest in terms):
        return None
    for c, _ in terms:
        scale = Fraction(1, int(sympy.ilcm(scale.denominator, c.q)))
    weights = [int(c / sympy.Rational(scale.numerator, scale.denominator)) for c, _ in terms]
    if sum(abs(w) for w in weights) > 200:
        return None
    for (_, rest), w in zip(terms, weights, strict=True):
        product *= rest.args[0] ** w
    return constants.of_sympy(product), scale


def _formula(x: Any) -> Expr:
    import sympy

    if x.is_Rational:
        return Number(Fraction(x.p, x.q))
    golden = sympy.Rational(1, 2) + sympy.sqrt(5) / 2
    named = {sympy.E: "e", sympy.pi: "pi", sympy.EulerGamma: "euler_gamma", golden: "phi"}
    if x in named:
        return Constant(named[x])
    if x.is_Symbol:
        return Symbol(x.name)
    if x.is_Add:
        # √5 + 1 reads better as 1 + √5: numbers first.
        return add(*map(_formula, x.as_ordered_terms())) if not x.is_number else _sum_of_numbers(x)
    if x.is_Mul:
        numerator, denominator = sympy.fraction(x)
        if denominator != 1:
            return divide(_formula(numerator), _formula(denominator))
        return mul(*map(_formula, x.as_ordered_factors()))
    if x.is_Pow:
        return power(_formula(x.base), exact_formula(constants.of_sympy(x.exp)))
    if x.func is sympy.exp:
        return power(Constant("e"), _formula(x.args[0]))
    if x.func is sympy.log:
        return Log(_formula(x.args[0]), Constant("e"))
    raise Undecided(f"the number {x} has no formula here")


def _sum_of_numbers(x: Any) -> Expr:
    import sympy

    numerator, denominator = sympy.fraction(sympy.together(x))
    if denominator != 1:
        return divide(_formula(sympy.expand(numerator)), _formula(denominator))
    parts = [_formula(term) for term in x.as_ordered_terms()]
    parts.sort(key=lambda part: not isinstance(part, Number))
    return Add(tuple(parts))


def exponential_factor(body: Expr, c: Real) -> Expr:
    """exp(c · body) with the shortest base: exp(log 2 · n) is 2^n, exp(log 2 / 2 · n) is 2^(n/2)."""
    import sympy

    if not isinstance(c, Fraction):
        if c.func is sympy.log and c.args[0].is_Rational:  # log p
            return power(exact_formula(constants.of_sympy(c.args[0])), body)
        antilogarithm = _antilogarithm(c)
        if antilogarithm is not None:
            a, scale = antilogarithm
            return power(exact_formula(a), mul(Number(scale), body))
        symbol_free, rest = c.as_independent(sympy.log) if c.is_Mul else (None, None)
        if rest is not None and rest.func is sympy.log:
            return power(exact_formula(constants.of_sympy(rest.args[0])), mul(_formula(symbol_free), body))
    return power(Constant("e"), mul(exact_formula(c), body) if c != 1 else body)
