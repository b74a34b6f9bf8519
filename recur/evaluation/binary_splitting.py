"""T(n) = a(n)·T(n − c) + f(n) with whole a(n) and f(n), far out: the steps are multiplied out in halves.

A run of steps is T ↦ P·T + R, and two runs after each other are one: multiplied in halves, long numbers meet numbers as
long, where step by step each meets a short one. n! takes n·log³ n instead of n²·log n. Source: Haible and
Papanikolaou, Fast multiprecision evaluation of series of rational numbers, 1998.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from recur.evaluation.equation import OUTSIDE, Equation, straight_line
from recur.model import expressions as ex, limits
from recur.numbers.exact import guard, narrow

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

WORTHWHILE = 1000  # steps
_FEW = 16  # steps that are taken one after the other

Run = tuple[int, int]


class _NotWhole(Exception):
    """A coefficient or a driving term is no whole number."""


def in_halves(
    equations: dict[str, Equation], equation: Equation, size: int, run: Callable[[Equation, int], Enclosed]
) -> Enclosed | None:
    """T(size); None where it is near, or the recurrence is not of this kind."""
    r = equation.recurrence
    if equation.top is None or len(r.subcalls) != 1 or r.nonlinear or r.subcalls[0].function != r.function:
        return None
    (call,) = r.subcalls
    line = straight_line(call.argument, r.variable)
    if line is None or line[0] != 1 or line[1].denominator > 1 or line[1] >= 0:
        return None
    step = -int(line[1])
    steps = (size - equation.top + step - 1) // step
    if steps < WORTHWHILE or ex.has_call(call.coefficient):
        return None
    first = run(equation, size - steps * step)
    if not isinstance(first, int):
        return None
    try:
        p, q = _Steps(equation, step, size - steps * step).together(1, steps + 1)
    except (_NotWhole, *OUTSIDE):
        return None  # one by one it says where
    value = p * first + q
    guard(value)
    return value


class _Steps:
    def __init__(self, equation: Equation, step: int, start: int) -> None:
        self.cells, self.step, self.start = equation.cells, step, start
        self.driving = equation.driving
        ((_, _, self.coefficient),) = equation.calls

    def together(self, low: int, high: int) -> Run:
        """(P, R) of the steps low … high − 1."""
        if high - low <= _FEW:
            p, q = 1, 0
            for i in range(low, high):
                a, f = self._at(self.start + i * self.step)
                p, q = a * p, a * q + f
            limits.check(high - low)
        else:
            middle = (low + high) // 2
            (p, q), (a, f) = self.together(low, middle), self.together(middle, high)
            p, q = a * p, a * q + f
        guard(p)
        guard(q)
        return p, q

    def _at(self, n: int) -> Run:
        self.cells[0] = n
        a, f = narrow(self.coefficient()), narrow(self.driving())
        if not isinstance(a, int) or not isinstance(f, int):
            raise _NotWhole
        return a, f
