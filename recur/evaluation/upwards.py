"""Values from the smallest size up, where each needs the last few alone: what lies further back is forgotten.

A value of T(n) = n·T(n − 1) has n log n digits: kept together, the values up to n take n times what the last one takes.
Nothing is forgotten before `MOST_HELD` bits are there, as other sizes may be asked for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from recur.evaluation.equation import Equation, whole_shift
from recur.model import expressions as ex
from recur.model.errors import InvalidRecurrence
from recur.numbers.exact import bits_of

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

MOST_HELD = 1 << 28  # bits
WORTHWHILE = 1000  # sizes
OVERHEAD = 500  # bits that a value takes besides its own
_FURTHEST_BACK = 10_000


def upwards(
    equations: dict[str, Equation], equation: Equation, size: int, run: Callable[[Equation, int], Enclosed]
) -> Enclosed | None:
    """T(size), worked out upwards; None where it is near, or some call is not T(n − i)."""
    if equation.top is None or size - equation.top < WORTHWHILE:
        return None
    reached = steps_back(equations, equation)
    if reached is None or not any(reached[1]):
        return None
    involved, shifts = reached
    stride = math.gcd(*shifts) if len(involved) == 1 else 1
    lowest = max(e.top for e in involved if e.top is not None) + 1
    done = equation.climbed
    if done is not None and done < size and not (size - done) % stride:
        lowest = max(lowest, done + 1)
    held = KeptValues(involved, max(shifts))
    try:
        for n in range(lowest + (size - lowest) % stride, size + 1, stride):
            for e in involved:
                held.add(n, run(e, n))
    except InvalidRecurrence:
        return None  # a size that is not needed from above
    equation.climbed = size
    return equation.memo[size]


def steps_back(equations: dict[str, Equation], start: Equation) -> tuple[list[Equation], list[int]] | None:
    """The equations that `start` reaches, and the i of their calls T(n − i); None where a call is of another kind."""
    found, shifts, pending = [start], [], [start]
    while pending:
        equation = pending.pop()
        variable = equation.recurrence.variable
        if equation.top is None:
            return None
        for called, argument in _calls(equation):
            shift = whole_shift(argument, variable)
            if shift is None or not 0 <= -shift <= _FURTHEST_BACK:
                return None
            shifts.append(-shift)
            other = equations.get(called)
            if other is None:
                return None
            if other not in found:
                found.append(other)
                pending.append(other)
    return found, shifts


def _calls(equation: Equation) -> Iterable[tuple[str, ex.Expr]]:
    """The functions called and the sizes, but for those in the body of a sum, which its running total knows."""
    r = equation.recurrence
    yield from ((call.function, call.argument) for call in r.subcalls)
    pending = [r.driving, *r.nonlinear, *(call.coefficient for call in r.subcalls)]
    while pending:
        x = pending.pop()
        if isinstance(x, ex.Call):
            yield x.function, x.arguments[0]
        pending += (x.low, x.high) if isinstance(x, ex.Range) else x.children


class KeptValues:
    """What the values of some equations take; those that lie more than `back` behind go when it is too much."""

    def __init__(self, involved: Iterable[Equation], back: int) -> None:
        self.involved, self.back, self.bits = list(involved), back, 0

    def add(self, n: int, value: Enclosed) -> None:
        self.bits += OVERHEAD + (bits_of(value) if isinstance(value, int) else 2 * bits_of(value))
        if self.bits > MOST_HELD and all(e.may_forget for e in self.involved):
            self.bits = 0
            for e in self.involved:
                e.forget(n - self.back)
