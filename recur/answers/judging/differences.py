"""T(n) = g(n) + O(h) by the difference D = T − g, which obeys the same recurrence with another driving function.

With positive coefficients, |D(n)| ≤ Σ aᵢ|D(mᵢ)| + |r(n)|, where r(n) = f(n) + Σ aᵢ g(mᵢ) − g(n) is what g leaves when
it is put in for T. Floors and ceilings are kept as written: g(⌊n/2⌋) is expanded with ⌊n/2⌋ between n/2 − 1 and n/2.
"""

from recur.answers.judging.identities import with_calls
from recur.asymptotics import Growth, expand, monomial_formula, upper_bound
from recur.model import Expr, LimitExceeded, RecurError, Recurrence, System, expressions as ex
from recur.model.records import replace


def difference_bound(r: Recurrence, main: Expr) -> Growth | None:
    """What |T − main| is O of, whatever the base case; None where nothing is proved.

    >>> from recur.parsing import parse, parse_formula
    >>> r = parse("T(n) = 2T(floor(n/2)) + n, T(1) = 1").recurrences[0]
    >>> str(difference_bound(r, parse_formula("n lg n")).expression())
    'n'
    """
    if r.relation != "=" or r.nonlinear or not r.subcalls:
        return None
    positive = all(isinstance(c.coefficient, ex.Number) and c.coefficient.value > 0 for c in r.subcalls)
    unknown = any(isinstance(x, ex.Asymptotic) for x in ex.walk(r.right))
    if not positive or unknown or any(c.function != r.function for c in r.subcalls):
        return None
    left = ex.subtract(main, with_calls(r.right, r.function, r.variable, main))
    try:
        rest = expand(left, r.variable)
        largest = None if rest.is_zero else upper_bound(rest)
        driving = ex.ZERO if largest is None else monomial_formula(largest, r.variable)
        right = ex.add(*(ex.mul(c.coefficient, ex.Call(c.function, (c.argument,))) for c in r.subcalls), driving)
        return _bounded(replace(r, right=right, driving=driving, initial=(), claim=None, restated=()))
    except LimitExceeded:
        raise
    except RecurError:
        return None


def _bounded(differences: Recurrence) -> Growth | None:
    from recur.solving.solver import solve_all

    return solve_all(System((differences,)), None)[-1].bounds.upper
