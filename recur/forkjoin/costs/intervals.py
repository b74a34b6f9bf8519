"""Formulas below and above a cost whose indices lie between two ends, each a formula in the sizes."""

from collections.abc import Mapping
from typing import TypeAlias

from recur.forkjoin.costs.normal_forms import polynomial
from recur.forkjoin.costs.polynomials import Polynomial
from recur.model import Expr, expressions as ex

Ends: TypeAlias = Mapping[str, tuple[Expr, Expr]]


class Unknown(Exception):
    """No bound of this form was found."""


def formula_bounds(x: Expr, ends: Ends) -> tuple[Expr, Expr]:
    """Formulas below and above x, for indices between their ends; each function on the way only rises."""
    if not ex.symbols(x) & ends.keys():
        return x, x
    match x:
        case ex.Symbol(name):
            return ends[name]
        case ex.Log(argument, base):
            low, high = formula_bounds(argument, ends)
            return ex.Log(low, base), ex.Log(high, base)
        case ex.Apply("floor" | "ceiling" | "max" | "min", arguments):
            pairs = [formula_bounds(a, ends) for a in arguments]
            return ex.Apply(x.name, tuple(p[0] for p in pairs)), ex.Apply(x.name, tuple(p[1] for p in pairs))
        case ex.Power(base, ex.Number(e)):
            low, high = formula_bounds(base, ends)
            pair = ex.power(low, ex.Number(e)), ex.power(high, ex.Number(e))
            return pair if e > 0 else pair[::-1]
        case ex.Power(ex.Number(b), exponent) if b > 1:
            low, high = formula_bounds(exponent, ends)
            return ex.power(ex.Number(b), low), ex.power(ex.Number(b), high)
    return _of_terms(x, ends)


def _of_terms(x: Expr, ends: Ends) -> tuple[Expr, Expr]:
    lows, highs = [], []
    p = polynomial(x)
    if p == Polynomial.atom(x):
        raise Unknown
    for m, c in p.terms:
        factors = [formula_bounds(ex.power(a, ex.number(e)), ends) for a, e in sorted(m, key=repr)]
        low, high = ex.mul(*(f[0] for f in factors)), ex.mul(*(f[1] for f in factors))
        low, high = (low, high) if c > 0 else (high, low)
        lows.append(ex.mul(ex.Number(c), low))
        highs.append(ex.mul(ex.Number(c), high))
    return ex.add(*lows), ex.add(*highs)
