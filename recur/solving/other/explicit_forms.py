"""T(n) = f(n) without a call is its own closed form, with the sums in it closed that close."""

from dataclasses import replace
from itertools import count

from recur.model import Bounds, Expr, Progression, Recurrence, Solution, Verification, expressions as ex, step
from recur.solving.first_order.finite_sums import closed_sums, grown
from recur.solving.problem import Problem
from recur.verification.families import hold_family
from recur.verification.verify import Refuted

NAME = "explicit function"
_FURTHEST = 64  # sizes below which a sum may have no terms


def completed(problem: Problem, found: Solution | None) -> Solution | None:
    """The function itself is its closed form, its sums closed where they close; signs do not matter."""
    r = problem.recurrence
    hidden = any(isinstance(x, ex.Asymptotic | ex.ByRemainder | ex.Call) for x in ex.walk(r.right))
    if hidden or r.initial or r.relation != "=" or (found is not None and found.exact is not None):
        return found
    exact = closed_sums(r.right)
    first = None if found is not None and exact == r.right else _first_held(r, exact)
    if first is None:
        return found
    start, evidence = first
    if found is None:
        reason = step("there is no recursive call: {t} is what it is said to be; its growth is not told.", t=r.left)
        found = grown(Solution(r, Bounds(None, None), NAME, None, reason, ()), exact)
    found = replace(found, exact=exact, exact_domain=Progression(r.variable, start))
    if exact == r.right:
        return found
    told = step("As a closed form: {t}.", t=ex.Relation("=", r.left, exact))
    return replace(found, steps=(*found.steps, told), verification=evidence, exact_verification=evidence)


def _first_held(r: Recurrence, exact: Expr) -> tuple[int, Verification] | None:
    """The first size from which the form is the function, and the evidence; below it a sum may have no terms."""
    for start in range(_FURTHEST):
        try:
            evidence = hold_family(r, exact, count(start))
        except Refuted:
            continue
        if evidence.status == "checked" and evidence.smallest == start:
            return start, evidence
    return None
