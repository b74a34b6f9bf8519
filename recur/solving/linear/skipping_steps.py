"""T(n) = a·T(n − c) + f(n), a free of n: each residue class modulo c is a recurrence of the first order.

With q = ⌊(n − s)/c⌋ steps down to one of the first values T(s), …, T(s + c − 1) it is a^q times that value, plus
Σ_{k<q} aᵏ·f(n − ck). Source: Concrete Mathematics, section 2.2, for each class.
"""

from __future__ import annotations

from dataclasses import replace

from recur.model import Bounds, Progression, Solution, expressions as ex, names_of, step
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
    c = _decrement(call.argument, n)
    hidden = any(isinstance(x, ex.Asymptotic | ex.Call | ex.ByRemainder) for x in ex.walk(r.driving))
    if not 2 <= c <= _MOST_CLASSES or hidden or r.variable in ex.symbols(call.coefficient):
        return found
    own = [x for x in r.initial if x.function == r.function]
    if any(x.relation != "=" or any(isinstance(y, ex.Asymptotic) for y in ex.walk(x.value)) for x in own):
        return found
    start = max(x.high for x in own) - c + 1 if own else 0
    names, constants = constant_names(names_of(r)), []
    branches: list[ex.Expr] = [ex.ZERO] * c
    for size in range(start, start + c):
        case = next((x for x in own if size <= x.high and (x.low is None or x.low <= size)), None)
        if case is None:
            constants.append(next(names))
        value = ex.Symbol(constants[-1]) if case is None else ex.substitute(case.value, n.name, ex.number(size))
        steps = ex.divide(ex.add(n, ex.number(-size)) if size else n, ex.number(c))
        branches[size % c] = ex.mul(value, ex.power(call.coefficient, steps))
    homogeneous = ex.ByRemainder(n, tuple(branches))
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
        constants=tuple(constants),
        steps=(*found.steps, replace(told, source=SOURCE)),
    )


def _decrement(size: ex.Expr, n: ex.Symbol) -> int:
    """c of n − c; 0 of any other size."""
    match size:
        case ex.Add((ex.Symbol(name), ex.Number(shift))) if name == n.name and shift.denominator == 1:
            return int(-shift)
    return 0


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
