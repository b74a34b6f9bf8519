"""T(n) with its base case left open: n lg n + Cn for T(n) = 2T(n/2) + n, the C being some positive constant."""

from functools import lru_cache

from recur.model import Expr, InitialCondition, LimitExceeded, RecurError, Recurrence, System, expressions as ex
from recur.model.records import replace

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
    letter = next((name for name in LETTERS if name not in ex.symbols(recurrence.right)), None)
    if letter is None or call.function != recurrence.function or not isinstance(call.coefficient, ex.Number):
        return None
    n = ex.Symbol(recurrence.variable)
    if call.argument == ex.add(n, ex.number(-1)):
        found = _solved(recurrence, 0, ex.number(0))
        return None if found is None else ex.add(found, ex.mul(ex.Symbol(letter), ex.power(call.coefficient, n)))
    return _solved(recurrence, 1, ex.Symbol(letter))


def _solved(recurrence: Recurrence, size: int, value: Expr) -> Expr | None:
    from recur.solving.solver import solve_all

    stated = replace(recurrence, initial=(InitialCondition(recurrence.function, size, size, value),), claim=None)
    try:
        return solve_all(System((stated,)), None)[-1].exact
    except LimitExceeded:
        raise
    except RecurError:
        return None
