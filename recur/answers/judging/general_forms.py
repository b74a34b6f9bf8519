"""T(n) with its base case left open: n lg n + Cn for T(n) = 2T(n/2) + n, the C being some positive constant."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from recur.model.errors import LimitExceeded, RecurError
from recur.model.expressions import Expr, Number, Symbol, add, mul, number, power, symbols
from recur.model.recurrence import InitialCondition, Recurrence, System

LETTERS = ("C", "K", "A", "B", "D")


@lru_cache(maxsize=256)
def general_form(recurrence: Recurrence) -> Expr | None:
    """The closed form of T(n) = aT(n/b) + f(n) or aT(n − 1) + f(n) for a base value C; None where there is none.

    >>> from recur.parsing import parse
    >>> str(general_form(parse("T(n) = 3T(n-1) + 2").recurrences[0]))
    '3**n + C*3**n - 1'
    """
    if recurrence.initial or recurrence.nonlinear or len(recurrence.subcalls) != 1:
        return None
    (call,) = recurrence.subcalls
    letter = next((name for name in LETTERS if name not in symbols(recurrence.right)), None)
    if letter is None or call.function != recurrence.function or not isinstance(call.coefficient, Number):
        return None
    n = Symbol(recurrence.variable)
    if call.argument == add(n, number(-1)):
        found = _solved(recurrence, 0, number(0))
        return None if found is None else add(found, mul(Symbol(letter), power(call.coefficient, n)))
    return _solved(recurrence, 1, Symbol(letter))


def _solved(recurrence: Recurrence, size: int, value: Expr) -> Expr | None:
    from recur.solving.solver import solve_all

    stated = replace(recurrence, initial=(InitialCondition(recurrence.function, size, size, value),), claim=None)
    try:
        return solve_all(System((stated,)), None)[-1].exact
    except LimitExceeded:
        raise
    except RecurError:
        return None
