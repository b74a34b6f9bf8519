"""Which first values would fix the free constants of a general solution, in one line."""

from collections.abc import Iterator
from itertools import count, islice
from math import gcd

from recur.evaluation.equation import straight_line
from recur.model import Bounds, Expr, Recurrence, Solution, Step, expressions as ex, listed, step
from recur.model.records import frozen, replace


@frozen
class ClassValues:
    """The values at `start`, `start` + 1, …, one of each residue class; those that are not stated are constants."""

    start: int
    values: tuple[Expr, ...]
    constants: tuple[str, ...]


def class_values(r: Recurrence, classes: int, otherwise: int, names: Iterator[str]) -> ClassValues | None:
    """The last stated values of each class, or those from `otherwise` on; None where one is bounded or asymptotic."""
    own = [x for x in r.initial if x.function == r.function]
    if any(x.relation != "=" or any(isinstance(y, ex.Asymptotic) for y in ex.walk(x.value)) for x in own):
        return None
    start = max(x.high for x in own) - classes + 1 if own else otherwise
    if own and start < 0 <= min(x.high if x.low is None else x.low for x in own):
        start = 0  # x(0) = 1 alone: x(1) is open, not x(−1)
    values: list[Expr] = []
    constants: list[str] = []
    for size in range(start, start + classes):
        case = next((x for x in own if size <= x.high and (x.low is None or x.low <= size)), None)
        if case is None:
            constants.append(next(names))
        values.append(
            ex.Symbol(constants[-1]) if case is None else ex.substitute(case.value, r.variable, ex.number(size))
        )
    return ClassValues(start, tuple(values), tuple(constants))


def within_open_classes(solution: Solution) -> Solution:
    """O alone where sizes fall by multiples of 2 or more and a class of them has no stated value: it may be 0 there."""
    r, theta = solution.recurrence, solution.bounds.theta
    lines = [straight_line(c.argument, r.variable) for c in r.subcalls]
    if theta is None or theta.is_zero or r.driving != ex.ZERO or any(line is None or line[0] != 1 for line in lines):
        return solution
    if gcd(*(int(line[1]) for line in lines if line is not None)) == 1:
        return solution
    told = step(
        "Sizes without a stated value in their class may all have the value 0: there {t} is {o} alone.",
        t=r.left,
        o=ex.Asymptotic("O", theta.expression()),
    )
    return replace(solution, bounds=Bounds(None, theta), leading=None, steps=(*solution.steps, told))


def wish(solution: Solution) -> tuple[Step, ...]:
    """C₁ and C₂ are free: give a(0) and a(1) to fix them. As many values as constants, the least ones not stated.

    A sum over earlier values says itself from which of them its equation holds; functions that call each other say
    whose values their constants are.
    """
    r, domain = solution.recurrence, solution.exact_domain
    if not solution.constants or any(isinstance(x, ex.Range) for y in r.nonlinear for x in ex.walk(y)):
        return ()
    if any(c.function != r.function for c in r.subcalls):
        return ()
    stated = [c for c in r.initial if c.function == r.function]
    asked: Iterator[int] = count() if domain is None else map(int, domain.sizes())
    if stated:
        asked = (n for n in asked if not any(n <= c.high and (c.low is None or c.low <= n) for c in stated))
    fixed = {f"c{i}": ex.Symbol(name) for i, name in enumerate(solution.constants)}
    given = {f"t{n}": ex.Call(r.function, (ex.number(n),)) for n in islice(asked, len(fixed))}
    names = [listed([f"{{{name}}}" for name in group]) for group in (fixed, given)]
    are, them = ("are", "them") if len(fixed) > 1 else ("is", "it")
    return (Step(f"{names[0]} {are} free: give {names[1]} to fix {them}.", tuple({**fixed, **given}.items())),)
