"""T(n) = a·T(n − c) + f(n), a free of n: each residue class modulo c is a recurrence of the first order.

With q = ⌊(n − s)/c⌋ steps down to one of the first values T(s), …, T(s + c − 1) it is a^q times that value, plus
Σ_{k<q} aᵏ·f(n − ck); for c = 2 the two classes are told by (−1)ⁿ.
Source: Concrete Mathematics, section 2.2, for each class.
"""

from __future__ import annotations

from collections.abc import Sequence

from recur.evaluation.equation import whole_shift
from recur.model import Bounds, Progression, Solution, expressions as ex, names_of, step
from recur.model.records import replace
from recur.solving.free_constants import class_values
from recur.solving.linear.general_solution import constant_names
from recur.solving.problem import Problem

NAME = "summation factor"
SOURCE = "Concrete Mathematics, section 2.2"
_MOST_CLASSES = 12


def completed(problem: Problem, found: Solution | None) -> Solution | None:
    """The solution with its finite sum, or its powers by residue; `found` as it is for any other recurrence."""
    r, n = problem.recurrence, ex.Symbol(problem.variable)
    if r.relation != "=" or r.nonlinear or len(r.subcalls) != 1 or (found is not None and found.exact is not None):
        return found
    (call,) = r.subcalls
    c = -(whole_shift(call.argument, r.variable) or 0)
    hidden = any(isinstance(x, ex.Asymptotic | ex.Call | ex.ByRemainder) for x in ex.walk(r.driving))
    if not 2 <= c <= _MOST_CLASSES or hidden or r.variable in ex.symbols(call.coefficient):
        return found
    first = class_values(r, c, 0, constant_names(names_of(r)))
    if first is None:
        return found
    start, values, constants = first.start, first.values, first.constants
    if c == 2:
        homogeneous = _by_parity(values, call.coefficient, ex.add(n, ex.number(-start)), general=len(constants) == c)
    else:
        homogeneous = _by_residue(values, call.coefficient, n, start)
    exact = ex.add(homogeneous, _added(problem, call.coefficient, c, start))
    if found is None:
        reason = step("each class of sizes has a sum of its own; its growth is not told.")
        found = Solution(r, Bounds(None, None), NAME, None, reason, ())
    told = step(
        "Sizes that are apart by a multiple of {c} belong together; unrolled down to the first size of each class, "
        "{t}.",
        c=ex.number(c),
        t=ex.Relation("=", r.left, exact),
    )
    return replace(
        found,
        exact=exact,
        exact_domain=Progression(r.variable, start),
        constants=constants,
        steps=(*found.steps, replace(told, source=SOURCE)),
    )


def _by_residue(values: Sequence[ex.Expr], a: ex.Expr, n: ex.Symbol, start: int) -> ex.Expr:
    """T(s)·a^((n − s)/c) for the s of each class."""
    branches: list[ex.Expr] = [ex.ZERO] * len(values)
    for size, value in enumerate(values, start):
        steps = ex.divide(ex.add(n, ex.number(-size)) if size else n, ex.number(len(values)))
        branches[size % len(values)] = ex.mul(value, ex.power(a, steps))
    return ex.ByRemainder(n, tuple(branches))


def _by_parity(values: Sequence[ex.Expr], a: ex.Expr, steps: ex.Expr, general: bool) -> ex.Expr:
    """(p + q·(−1)^m)·a^⌊m/2⌋, p + q and p − q the first two values; of free ones p and q are the constants."""
    even, odd = values
    both, turns = even, odd
    if not general:
        both, turns = (ex.divide(x, ex.TWO) for x in (ex.add(even, odd), ex.subtract(even, odd)))
    front = ex.add(both, ex.mul(turns, ex.power(ex.MINUS_ONE, steps)))
    return ex.mul(front, ex.power(a, ex.Apply("floor", (ex.divide(steps, ex.TWO),))))


def _added(problem: Problem, a: ex.Expr, c: int, start: int) -> ex.Expr:
    """Σ_{k=0}^{q−1} aᵏ·f(n − ck)."""
    f, n, k = problem.recurrence.driving, ex.Symbol(problem.variable), problem.index
    if f == ex.ZERO:
        return ex.ZERO
    there = ex.subtract(n, ex.mul(ex.number(c), k))
    body = ex.mul(ex.power(a, k), ex.substitute(f, n.name, there))
    steps = ex.divide(ex.add(n, ex.number(-start)) if start else n, ex.number(c))
    last = ex.add(ex.Apply("floor", (steps,)), ex.MINUS_ONE)
    return ex.Range("sum", k.name, ex.ZERO, last, body)
