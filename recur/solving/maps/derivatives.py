"""F′ of a formula F of one letter: sums, products, powers, logarithms, sine and cosine."""

from __future__ import annotations

from recur.model import Expr, Unmet, expressions as ex

_E = ex.Constant("e")


def derivative_of(x: Expr, letter: str) -> Expr:
    """dx/d letter.

    >>> from recur.parsing import parse_formula
    >>> str(derivative_of(parse_formula("x^3"), "x"))
    '3*x**2'
    """
    if letter not in ex.symbols(x):
        return ex.ZERO
    match x:
        case ex.Symbol():
            return ex.ONE
        case ex.Add(terms):
            return ex.add(*(derivative_of(term, letter) for term in terms))
        case ex.Mul(factors):
            return ex.add(
                *(ex.mul(derivative_of(f, letter), *factors[:i], *factors[i + 1 :]) for i, f in enumerate(factors))
            )
        case ex.Power(base, exponent) if letter not in ex.symbols(exponent):
            lower = ex.power(base, ex.subtract(exponent, ex.ONE))
            return ex.mul(exponent, lower, derivative_of(base, letter))
        case ex.Power(base, exponent) if letter not in ex.symbols(base):
            front = ex.ONE if base == _E else ex.log(base, _E)
            return ex.mul(front, x, derivative_of(exponent, letter))
        case ex.Log(argument, base) if base is None or letter not in ex.symbols(base):
            scale = ex.ONE if base is None or base == _E else ex.divide(ex.ONE, ex.log(base, _E))
            return ex.mul(scale, ex.divide(ex.ONE, argument), derivative_of(argument, letter))
        case ex.Apply("sin", (argument,)):
            return ex.mul(ex.Apply("cos", (argument,)), derivative_of(argument, letter))
        case ex.Apply("cos", (argument,)):
            return ex.negate(ex.mul(ex.Apply("sin", (argument,)), derivative_of(argument, letter)))
    raise Unmet("a map with a derivative", "{x} is not differentiated here", x=x)
