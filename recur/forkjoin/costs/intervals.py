"""Formulas below and above a cost whose indices lie between two ends, each a formula in the sizes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from recur.forkjoin.costs.normal_forms import polynomial
from recur.forkjoin.costs.polynomials import Polynomial
from recur.model.expressions import Apply, Expr, Log, Number, Power, Symbol, add, mul, number, power, symbols

Ends: TypeAlias = Mapping[str, tuple[Expr, Expr]]


class Unknown(Exception):
    """No bound of this form was found."""


def formula_bounds(x: Expr, ends: Ends) -> tuple[Expr, Expr]:
    """Formulas below and above x, for indices between their ends; each function on the way only rises."""
    if not symbols(x) & ends.keys():
        return x, x
    match x:
        case Symbol(name):
            return ends[name]
        case Log(argument, base):
            low, high = formula_bounds(argument, ends)
            return Log(low, base), Log(high, base)
        case Apply("floor" | "ceiling" | "max" | "min", arguments):
            pairs = [formula_bounds(a, ends) for a in arguments]
            return Apply(x.name, tuple(p[0] for p in pairs)), Apply(x.name, tuple(p[1] for p in pairs))
        case Power(base, Number(e)):
            low, high = formula_bounds(base, ends)
            pair = power(low, Number(e)), power(high, Number(e))
            return pair if e > 0 else pair[::-1]
        case Power(Number(b), exponent) if b > 1:
            low, high = formula_bounds(exponent, ends)
            return power(Number(b), low), power(Number(b), high)
    return _of_terms(x, ends)


def _of_terms(x: Expr, ends: Ends) -> tuple[Expr, Expr]:
    lows, highs = [], []
    p = polynomial(x)
    if p == Polynomial.atom(x):
        raise Unknown
    for m, c in p.terms:
        factors = [formula_bounds(power(a, number(e)), ends) for a, e in m]
        low, high = mul(*(f[0] for f in factors)), mul(*(f[1] for f in factors))
        low, high = (low, high) if c > 0 else (high, low)
        lows.append(mul(Number(c), low))
        highs.append(mul(Number(c), high))
    return add(*lows), add(*highs)
