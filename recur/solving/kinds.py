"""The kinds of recurrence: how a function calls itself decides which methods are about it at all."""

from __future__ import annotations

from enum import StrEnum

from recur.asymptotics.monomials import UNIT
from recur.model.derivation import Step, step
from recur.model.errors import RecurError
from recur.model.expressions import ZERO, Apply, Call, Expr, Mul, Range, add, has_call, mul, symbols, walk
from recur.model.recurrence import Subcall
from recur.solving.problem import Problem, Shrink, classify


class RecurrenceKind(StrEnum):
    """What stands on the right-hand side; a method says which of these it is about."""

    NO_CALL = "no call of itself"
    STEP = "one call T(n − c)"
    VARYING_STEP = "one call T(n − c) with a coefficient that varies"
    STEPS = "several calls T(n − c)"
    VARYING_STEPS = "several calls T(n − c) with coefficients that vary"
    FRACTION = "calls of one size n/b"
    FRACTIONS = "calls of several sizes n/b"
    SLOW = "calls of sizes such as n − √n, √n or n/log n"
    MIXED = "calls that shrink in different ways"
    HISTORY = "a sum over earlier values"
    CHOICE = "a max or min over a range of sizes"
    BRANCHES = "a max or min of branches"
    PRODUCT_OF_STEPS = "a product of earlier values T(n − c)"
    PRODUCT_OF_FRACTIONS = "a product of values such as T(n/2)"
    NONLINEAR = "calls that stand in no sum of multiples"


def kind_of(problem: Problem) -> RecurrenceKind:
    """The kind of the recurrence, read from its right-hand side alone."""
    if problem.recurrence.nonlinear:
        return _of_nonlinear(problem)
    calls = [call for call in problem.calls if call.shrink is not Shrink.CONSTANT]
    ways = {call.shrink for call in calls}
    if not ways:
        return RecurrenceKind.NO_CALL
    if len(ways) > 1:
        return RecurrenceKind.MIXED
    several = len({call.argument for call in calls}) > 1
    if ways == {Shrink.FRACTION}:
        return RecurrenceKind.FRACTIONS if len({call.ratio for call in calls}) > 1 else RecurrenceKind.FRACTION
    if ways == {Shrink.SUBLINEAR} or any(call.offset != UNIT for call in calls):
        return RecurrenceKind.SLOW
    if any(problem.variable in symbols(call.coefficient) for call in calls):
        return RecurrenceKind.VARYING_STEPS if several else RecurrenceKind.VARYING_STEP
    return RecurrenceKind.STEPS if several else RecurrenceKind.STEP


def _of_nonlinear(problem: Problem) -> RecurrenceKind:
    r = problem.recurrence
    term = r.nonlinear[0]
    factors = term.factors if isinstance(term, Mul) else (term,)
    held = [factor for factor in factors if has_call(factor)]
    if len(held) == 1 and isinstance(held[0], Range):
        return RecurrenceKind.HISTORY if held[0].op == "sum" else RecurrenceKind.CHOICE
    if len(held) == 1 and isinstance(held[0], Apply) and held[0].name in ("max", "min"):
        return RecurrenceKind.BRANCHES
    ways = _ways(problem, term)
    if any(isinstance(x, Call) and x.function != r.function for x in walk(term)):
        return RecurrenceKind.NONLINEAR
    if len(r.nonlinear) > 1 or r.subcalls or r.driving != ZERO or len(ways) != 1:
        return RecurrenceKind.NONLINEAR
    return RecurrenceKind.PRODUCT_OF_STEPS if ways == {Shrink.DECREMENT} else RecurrenceKind.PRODUCT_OF_FRACTIONS


def _ways(problem: Problem, term: Expr) -> set[Shrink]:
    """How the sizes of the calls inside a term shrink; those of no known kind are left out."""
    found = set()
    for call in (x for x in walk(term) if isinstance(x, Call) and x.function == problem.recurrence.function):
        try:
            found.add(classify(Subcall(call.function, add(), call.arguments[0]), problem.variable).shrink)
        except RecurError:
            continue
    return found


def between_methods(problem: Problem, kind: RecurrenceKind) -> Step | None:
    """What stands together on the right-hand side, where no method is about such a combination."""
    r = problem.recurrence
    if kind is RecurrenceKind.NONLINEAR:
        inside = r.nonlinear[0]
        linear = (mul(c.coefficient, Call(c.function, (c.argument,))) for c in r.subcalls)
        beside = [*r.nonlinear[1:], *linear, *([] if r.driving == ZERO else [r.driving])]
        if beside:
            return step(
                "{x} is not linear in the calls, and {y} stands beside it; no method here bounds both",
                x=inside,
                y=beside[0],
            )
        foreign = {x.function for x in walk(inside) if isinstance(x, Call)} - {r.function}
        if foreign:
            return step("in {x} values of several functions are multiplied or chosen from", x=inside)
        return step("the calls stand in {x}, which is neither linear in them nor a product of them", x=inside)
    if kind is RecurrenceKind.MIXED:
        kinds = {call.shrink: Call(r.function, (call.argument,)) for call in problem.calls}
        first, second, *_ = kinds.values()
        return step(
            "{x} and {y} shrink in different ways, and no method here bounds their sum tightly", x=first, y=second
        )
    return None
