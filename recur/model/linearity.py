"""Where the unknown function stands in a formula: multiples of calls, terms without calls, and everything else."""

from typing import NamedTuple

from recur.model import expressions as ex
from recur.model.recurrence import Subcall


class Parts(NamedTuple):
    """x = Σ coefficient · function(argument) + driving + Σ nonlinear."""

    subcalls: tuple[Subcall, ...]
    driving: ex.Expr
    nonlinear: tuple[ex.Expr, ...]


def split(x: ex.Expr) -> Parts:
    """The parts of x; products are distributed over sums of calls, and equal calls are added together."""
    coefficients: dict[ex.Call, ex.Expr] = {}
    driving: list[ex.Expr] = []
    nonlinear: list[ex.Expr] = []
    for term in _terms(x):
        if not ex.has_call(term):
            driving.append(term)
            continue
        linear = _multiple(term)
        if linear is None:
            nonlinear.append(term)
        else:
            coefficient, call = linear
            coefficients[call] = ex.add(coefficients[call], coefficient) if call in coefficients else coefficient
    subcalls = tuple(
        Subcall(call.function, c, call.arguments[0])
        for call, c in coefficients.items()
        if not (isinstance(c, ex.Number) and c.value == 0)
    )
    return Parts(subcalls, ex.add(*driving), tuple(nonlinear))


def _terms(x: ex.Expr) -> list[ex.Expr]:
    """The summands of x after distributing over sums that hold calls."""
    if isinstance(x, ex.Add):
        return [part for term in x.terms for part in _terms(term)]
    if isinstance(x, ex.Mul):
        for i, factor in enumerate(x.factors):
            if isinstance(factor, ex.Add) and ex.has_call(factor):
                others = x.factors[:i] + x.factors[i + 1 :]
                return [part for term in factor.terms for part in _terms(ex.mul(*others, term))]
    return [x]


def _multiple(term: ex.Expr) -> tuple[ex.Expr, ex.Call] | None:
    """(coefficient, call) when the term is a coefficient free of calls times one call of one argument."""
    factors = term.factors if isinstance(term, ex.Mul) else (term,)
    calls = [f for f in factors if ex.has_call(f)]
    if len(calls) != 1 or not isinstance(calls[0], ex.Call):
        return None
    call = calls[0]
    if len(call.arguments) != 1 or ex.has_call(call.arguments[0]):
        return None
    return ex.mul(*(f for f in factors if f is not call)), call
