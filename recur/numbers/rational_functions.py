"""Formulas that are quotients of polynomials over the rationals."""

from fractions import Fraction
from functools import reduce

from recur.model import Expr, expressions as ex
from recur.numbers import Polynomial, polynomials
from recur.numbers.partial_fractions import lowest_terms

_MOST_POWER, _MOST_TERMS = 64, 400
#: numerator and denominator
RationalFunction = tuple[Polynomial, Polynomial]


def quotient_of(x: Expr, letter: str) -> RationalFunction | None:
    """A formula in lowest terms; None where it is no quotient of polynomials, or has too high a degree.

    >>> found = quotient_of(ex.divide(ex.ONE, ex.subtract(ex.ONE, ex.Symbol("x"))), "x")
    >>> [[int(c) for c in p] for p in found]
    [[1], [1, -1]]
    """
    match x:
        case ex.Number(c):
            return polynomials.trimmed([c]), polynomials.ONE
        case ex.Symbol(name) if name == letter:
            return polynomials.X, polynomials.ONE
        case ex.Add(parts) | ex.Mul(parts):
            found = [quotient for part in parts if (quotient := quotient_of(part, letter)) is not None]
            if len(found) < len(parts) or sum(len(p) + len(q) for p, q in found) > _MOST_TERMS:
                return None
            return reduce(added if isinstance(x, ex.Add) else _product, found)
        case ex.Power(base, ex.Number(k)) if k.denominator == 1 and abs(k) <= _MOST_POWER:
            inner = quotient_of(base, letter)
            if inner is None or (k < 0 and not inner[0]) or sum(map(len, inner)) * abs(k) > _MOST_TERMS:
                return None
            p, q = inner if k > 0 else (inner[1], inner[0])
            return _reduced(polynomials.raised(p, int(abs(k))), polynomials.raised(q, int(abs(k))))
    return None


def added(f: RationalFunction, g: RationalFunction, scale: Fraction = Fraction(1)) -> RationalFunction:
    """f + scale·g"""
    first, second = polynomials.times(f[0], g[1]), polynomials.times(g[0], f[1])
    return _reduced(polynomials.plus(first, polynomials.scaled(second, scale)), polynomials.times(f[1], g[1]))


def _product(f: RationalFunction, g: RationalFunction) -> RationalFunction:
    return _reduced(polynomials.times(f[0], g[0]), polynomials.times(f[1], g[1]))


def _reduced(above: Polynomial, below: Polynomial) -> RationalFunction:
    return lowest_terms(above, below) if above else ((), polynomials.ONE)
