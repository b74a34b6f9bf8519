"""T(n) = f(n) without a call is its own closed form, with the sums in it closed that close."""

from dataclasses import replace

from recur.evaluation.arithmetic import Compiler
from recur.evaluation.equation import OUTSIDE
from recur.model import Expr, RecurError, step
from recur.model import expressions as ex
from recur.model.domain import Progression
from recur.model.solution import Bounds, Solution
from recur.solving.first_order.finite_sums import closed_sums, grown
from recur.solving.problem import Problem
from recur.verification.families import hold_family

NAME = "explicit function"
_FURTHEST = 12


def completed(problem: Problem, found: Solution | None) -> Solution | None:
    """The function itself is its closed form, its sums closed where they close; signs do not matter."""
    r = problem.recurrence
    hidden = any(isinstance(x, ex.Asymptotic | ex.ByRemainder | ex.Call) for x in ex.walk(r.right))
    if hidden or r.initial or r.relation != "=" or (found is not None and found.exact is not None):
        return found
    exact = closed_sums(r.right)
    start = _first_size(exact, r.variable)
    if start is None or (found is not None and exact == r.right):
        return found
    if found is None:
        reason = step("there is no recursive call: {t} is what it is said to be; its growth is not told.", t=r.left)
        found = grown(Solution(r, Bounds(None, None), NAME, None, reason, ()), exact)
    told = step("As a closed form: {t}.", t=ex.Relation("=", r.left, exact))
    domain = Progression(r.variable, start)
    if exact == r.right:
        return replace(found, exact=exact, exact_domain=domain)
    held = hold_family(r, exact, map(int, domain.sizes()))
    return replace(
        found,
        exact=exact,
        exact_domain=domain,
        steps=(*found.steps, told),
        verification=held,
        exact_verification=held,
    )


def _first_size(x: Expr, variable: str) -> int | None:
    """The first size at which the formula has a value."""
    try:
        compiler = Compiler(variable, dict.fromkeys(ex.symbols(x) - {variable}, 1))
        value = compiler.compile(x)
    except RecurError:
        return None
    for size in range(_FURTHEST):
        compiler.cells[0] = size
        try:
            value()
        except (*OUTSIDE, RecurError):
            continue
        return size
    return None
