"""Functions that call each other: one of them alone, the others put into its equation, or eliminated with the shift."""

from __future__ import annotations

import math
from collections.abc import Callable

from recur.asymptotics import real_number
from recur.evaluation.equation import straight_line
from recur.model import Expr, Recurrence, Step, System, Undecided, Unmet, callees, components, expressions as ex, step
from recur.model.linearity import split
from recur.model.records import replace
from recur.numbers import real
from recur.proofs.positive_forms import measured
from recur.solving.mutual.mutual_decrements import alone, shift_of

_MOST_ROUNDS, _MOST_CALLS = 6, 40


def on_its_own(r: Recurrence, system: System) -> tuple[Recurrence, Step, int]:
    """An equation of the function alone, how it comes about, and from which size on it holds; else `Undecided`."""
    circle = next(part for part in components(system) if any(x.function == r.function for x in part))
    try:
        return _put_in(r, system)
    except Undecided as refusal:
        if len(circle) > 1 and all(_is_shifted(x, circle) for x in circle):
            return _eliminated(r, circle)
        raise refusal from None


def components_meet(system: System, one: str, other: str) -> bool:
    """Do they call each other?"""
    return any({one, other} <= {r.function for r in part} for part in components(system))


def _first_equation(r: Recurrence) -> int:
    """The first size after the stated base values; 1 where none is stated."""
    return max((c.high for c in r.initial if c.function == r.function), default=0) + 1


def _put_in(r: Recurrence, system: System) -> tuple[Recurrence, Step, int]:
    """Functions that do not call themselves, replaced by their equations until none is left."""
    first = _first_equation(r)
    gone: list[Expr] = []
    for _ in range(_MOST_ROUNDS):
        others = [name for name in callees(r) if name != r.function]
        if not others:
            break
        plain = [x for name in others if not (x := system.named(name)).nonlinear and x.relation == "="]
        other = next((x for x in plain if x.function not in callees(x)), None)
        if other is None:
            raise Undecided(f"{others[0]} is another function, which calls itself")
        for call in r.subcalls:
            if call.function == other.function:
                first = max(first, _first_within(call.argument, r.variable, _first_equation(other)))
        r = _inserted(r, other)
        gone += [other.left] if other.left not in gone else []
    if not gone or len(r.subcalls) > _MOST_CALLS or set(callees(r)) - {r.function}:
        raise Undecided("its equation calls other functions")
    listed = ", ".join(f"{{g{i}}}" for i in range(len(gone)))
    told = Step(f"Put the equation of {listed} into that of {{t}}: for {{sizes}}, {{e}}.", (
        *((f"g{i}", x) for i, x in enumerate(gone)), ("t", r.left), ("e", ex.Relation("=", r.left, r.right)),
        ("sizes", ex.Relation(">=", ex.Symbol(r.variable), ex.number(first))),
    ))  # fmt: skip
    return r, told, first


def bounded(r: Recurrence, bound_of: Callable[[str], tuple[Expr, int]]) -> tuple[Recurrence, int]:
    """The recurrence with its calls of other functions replaced by bounds on them, and where these begin to hold."""
    first = _first_equation(r)
    kept: list[Expr] = [r.driving]
    for call in r.subcalls:
        if call.function == r.function:
            kept.append(ex.mul(call.coefficient, ex.Call(call.function, (call.argument,))))
            continue
        if r.variable in ex.symbols(call.coefficient) or real.sign(real_number(call.coefficient)) < 0:
            raise Undecided(f"{call.function} is another function, and its coefficient is no positive number")
        bound, start = bound_of(call.function)
        first = max(first, _first_within(call.argument, r.variable, start))
        kept.append(ex.mul(call.coefficient, ex.substitute(bound, r.variable, _whole(call.argument, r.variable))))
    right = ex.add(*kept)
    parts = split(right)
    return replace(r, right=right, subcalls=parts.subcalls, driving=parts.driving), first


def _first_within(argument: Expr, variable: str, first: int) -> int:
    """From which n on the size is at least `first`."""
    size = measured(argument, variable)
    n = 1
    while math.ceil(size.least(n)) < first:
        n += 1
        if n > 1 << 12:
            raise Undecided("the sizes of a call grow too slowly")
    return n


def _inserted(r: Recurrence, gone: Recurrence) -> Recurrence:
    def change(x: Expr) -> Expr:
        if isinstance(x, ex.Call) and x.function == gone.function:
            return ex.substitute(gone.right, gone.variable, _whole(change(x.arguments[0]), r.variable))
        return ex.rebuild(x, change) if ex.has_call(x) else x

    right = change(r.right)
    parts = split(right)
    return replace(r, right=right, subcalls=parts.subcalls, driving=parts.driving, nonlinear=parts.nonlinear)


def _whole(argument: Expr, variable: str) -> Expr:
    """The size with the rounding down that is meant where it is no whole number."""
    line = straight_line(argument, variable)
    if line is None or all(x.denominator == 1 for x in line):
        return argument
    return ex.Apply("floor", (argument,))


def _is_shifted(r: Recurrence, circle: tuple[Recurrence, ...]) -> bool:
    names = {x.function for x in circle}
    try:
        return all(call.function in names and shift_of(call, r.variable)[1] > 0 for call in r.subcalls)
    except Unmet:
        return False


def _eliminated(r: Recurrence, circle: tuple[Recurrence, ...]) -> tuple[Recurrence, Step, int]:
    """Σ over the circle with the shift as an unknown; it holds where the equations of all sizes in it do."""
    try:
        found = alone(circle, {})
    except Unmet as unmet:
        raise Undecided(str(Step(unmet.reason, unmet.formulas))) from None
    scalar, told = found[next(i for i, x in enumerate(circle) if x.function == r.function)]
    reach = sum(max((shift_of(call, x.variable)[0] for call in x.subcalls), default=0) for x in circle)
    first = max(map(_first_equation, circle)) + reach
    shown = step(
        "Eliminate the other functions, with the shift as an unknown: for {sizes}, {e}.",
        sizes=ex.Relation(">=", ex.Symbol(r.variable), ex.number(first)), e=ex.Relation("=", r.left, scalar.right),
        source=told.source,
    )  # fmt: skip
    if any(real.sign(x) < 0 for call in scalar.subcalls if (x := shift_of(call, r.variable)[1])):
        raise Undecided("what is left when the other functions are eliminated has negative coefficients")
    return replace(scalar, initial=r.initial), shown, first
