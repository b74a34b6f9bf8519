"""Formulas as sympy expressions, for those who go on computing with an answer."""

from functools import cache
from typing import Any

from recur.model import expressions as ex


@cache
def symbol(name: str) -> Any:
    """The positive integer variable n, or a positive constant."""
    import sympy

    return sympy.Symbol(name, positive=True, integer=True) if name == "n" else sympy.Symbol(name, positive=True)


def to_sympy(x: ex.Expr) -> Any:
    """x as a sympy expression; `log` without a base is natural.

    >>> from recur.model.expressions import N, TWO, power
    >>> to_sympy(power(N, TWO))
    n**2
    """
    import sympy

    match x:
        case ex.Number(value):
            return sympy.Rational(value.numerator, value.denominator)
        case ex.Symbol(name):
            return symbol(name)
        case ex.Constant(name):
            return {
                "e": sympy.E,
                "pi": sympy.pi,
                "phi": sympy.GoldenRatio,
                "euler_gamma": sympy.EulerGamma,
                "i": sympy.I,
            }[name]
        case ex.Add(terms):
            return sympy.Add(*map(to_sympy, terms))
        case ex.Mul(factors):
            return sympy.Mul(*map(to_sympy, factors))
        case ex.Power(base, exponent):
            return to_sympy(base) ** to_sympy(exponent)
        case ex.Log(argument, None):
            return sympy.log(to_sympy(argument))
        case ex.Log(argument, base):
            return sympy.log(to_sympy(argument)) / sympy.log(to_sympy(base))  # type: ignore[arg-type]
        case ex.Apply(name, arguments):
            return _function(name)(*map(to_sympy, arguments))
        case ex.Call(function, arguments):
            return sympy.Function(function)(*map(to_sympy, arguments))
        case ex.Asymptotic(kind, body):
            return sympy.Function({"Θ": "Theta", "Ω": "Omega", "ω": "omega"}.get(kind, kind))(to_sympy(body))
        case ex.ByRemainder(argument, branches):
            remainder = sympy.Mod(to_sympy(argument), x.modulus)
            return sympy.Piecewise(*((to_sympy(b), sympy.Eq(remainder, r)) for r, b in enumerate(branches)))
        case ex.Range(op, index, low, high, body):
            operator = {"sum": sympy.Sum, "product": sympy.Product, "integral": sympy.Integral}[op]
            return operator(to_sympy(body), (symbol(index), to_sympy(low), to_sympy(high)))
        case ex.RootSum(index, coefficients, body):
            root = sympy.Symbol(index)  # the roots are complex: a positive symbol would be simplified
            polynomial = sympy.Poly(list(map(to_sympy, map(ex.Number, reversed(coefficients)))), root)
            return sympy.RootSum(polynomial, sympy.Lambda(root, to_sympy(body).xreplace({symbol(index): root})))
        case ex.Relation(op, left, right):
            return sympy.Rel(to_sympy(left), to_sympy(right), {"=": "=="}.get(op, op))
    raise TypeError(f"no sympy form for {type(x).__name__}")


def _function(name: str) -> Any:
    import sympy

    known = {"max": "Max", "min": "Min", "mod": "Mod", "abs": "Abs"}
    return sympy.Function("log_star") if name == "log_star" else getattr(sympy, known.get(name, name))
