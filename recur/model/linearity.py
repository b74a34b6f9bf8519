"""Where the unknown function stands in a formula: multiples of calls, terms without calls, and everything else."""

from __future__ import annotations

from typing import NamedTuple

from recur.model.expressions import Add, Call, Expr, Mul, Number, add, has_call, mul
from recur.model.recurrence import Subcall


class Parts(NamedTuple):
    """x = Σ coefficient · function(argument) + driving + Σ nonlinear."""

    subcalls: tuple[Subcall, ...]
    driving: Expr
    nonlinear: tuple[Expr, ...]


def split(x: Expr) -> Parts:
    """The parts of x; products are distributed over sums of calls, and equal calls are added together."""
    coefficients: dict[Call, Expr] = {}
    driving: list[Expr] = []
    nonlinear: list[Expr] = []
    for term in _terms(x):
        if not has_call(term):
            driving.append(term)
            continue
        linear = _multiple(term)
        if linear is None:
            nonlinear.append(term)
        else:
            coefficient, call = linear
            coefficients[call] = add(coefficients[call], coefficient) if call in coefficients else coefficient
    subcalls = tuple(
        Subcall(call.function, c, call.arguments[0])
        for call, c in coefficients.items()
        if not (isinstance(c, Number) and c.value == 0)
    )
    return Parts(subcalls, add(*driving), tuple(nonlinear))


def _terms(x: Expr) -> list[Expr]:
    """The summands of x after distributing over sums that hold calls."""
    if isinstance(x, Add):
        return [part for term in x.terms for part in _terms(term)]
    if isinstance(x, Mul):
        for i, factor in enumerate(x.factors):
            if isinstance(factor, Add) and has_call(factor):
                others = x.factors[:i] + x.factors[i + 1 :]
                return [part for term in factor.terms for part in _terms(mul(*others, term))]
    return [x]


def _multiple(term: Expr) -> tuple[Expr, Call] | None:
    """(coefficient, call) when the term is a coefficient free of calls times one call of one argument."""
    factors = term.factors if isinstance(term, Mul) else (term,)
    calls = [f for f in factors if has_call(f)]
    if len(calls) != 1 or not isinstance(calls[0], Call):
        return None
    call = calls[0]
    if len(call.arguments) != 1 or has_call(call.arguments[0]):
        return None
    return mul(*(f for f in factors if f is not call)), call
