"""Σ cᵢ·xᵢ + c with rational cᵢ and formulas xᵢ that are no sums themselves: n − (n − k) is k.

The constructors of `expressions` keep what was written; the ends of a sum over earlier values have to be compared and
moved, which needs equal things written equally.
"""

from fractions import Fraction
from typing import TypeAlias

from recur.model import Expr, expressions as ex

#: atom -> coefficient; the constant term stands under the formula 1
LinearForm: TypeAlias = dict[Expr, Fraction]


def linear_form(x: Expr) -> LinearForm:
    """x as a linear form; what is no sum or rational multiple is an atom.

    >>> n = ex.Symbol("n")
    >>> linear_form(ex.add(n, ex.mul(ex.Number(Fraction(-1)), n)))
    {}
    """
    match x:
        case ex.Number(value):
            return {ex.ONE: value} if value else {}
        case ex.Add(terms):
            total: LinearForm = {}
            for term in terms:
                total = combined(total, linear_form(term))
            return total
        case ex.Mul((ex.Number(value), *rest)):
            return {atom: value * c for atom, c in linear_form(ex.mul(*rest)).items()}
    return {x: Fraction(1)}


def combined(x: LinearForm, y: LinearForm, scale: int | Fraction = 1) -> LinearForm:
    """x + scale·y."""
    total = dict(x)
    for atom, c in y.items():
        total[atom] = total.get(atom, Fraction(0)) + scale * c
    return {atom: c for atom, c in total.items() if c}


def formula_of_form(x: LinearForm) -> Expr:
    return ex.add(*(ex.Number(c) if atom == ex.ONE else ex.mul(ex.Number(c), atom) for atom, c in x.items()))


def constant_of(x: LinearForm) -> Fraction | None:
    """The number that x is; None when something else is in it."""
    return x.get(ex.ONE, Fraction(0)) if x.keys() <= {ex.ONE} else None


def beyond(x: Expr, variable: str) -> Fraction | None:
    """c when x is variable + c."""
    return constant_of(combined(linear_form(x), {ex.Symbol(variable): Fraction(1)}, -1))


def simplified(x: Expr) -> Expr:
    return formula_of_form(linear_form(x))
