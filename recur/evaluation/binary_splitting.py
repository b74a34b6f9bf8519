"""T(n) = a(n)·T(n − c) + f(n) with whole a(n) and f(n), far out: the steps are multiplied out in halves.

A run of steps is T ↦ P·T + R, and two runs after each other are one: multiplied in halves, long numbers meet numbers as
long, where step by step each meets a short one. n! takes n·log³ n instead of n²·log n. The runs are as long as T
itself: of values that stay short no long products are made. Source: Haible and Papanikolaou, Fast multiprecision
evaluation of series of rational numbers, 1998.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from recur.evaluation.equation import OUTSIDE, Equation, whole_shift
from recur.model import expressions as ex, limits
from recur.numbers.exact import guard, narrow
from recur.numbers.fast import long_product

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

WORTHWHILE = 1000  # steps
_FEW = 16  # steps that are taken one after the other

#: (P, R) of T ↦ P·T + R
AffineMap = tuple[int, int]


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
    step = -(whole_shift(call.argument, r.variable) or 0)
    if step <= 0 or ex.has_call(call.coefficient):
        return None
    steps = (size - equation.top + step - 1) // step
    if steps < WORTHWHILE:
        return None
    start = size - steps * step
    value = run(equation, start)
    if not isinstance(value, int):
        return None
    walk, done, length = _Steps(equation, step, start), 0, _FEW
    try:
        while done < steps:
            p, q = walk.together(done + 1, min(done + length, steps) + 1)
            value = long_product(p, value) + q
            guard(value)
            done += length
            length = 2 * length if value.bit_length() >= 2 * p.bit_length() else max(_FEW, length // 2)
    except (_NotWhole, *OUTSIDE):
        return None  # one by one it says where
    return value


class _Steps:
    def __init__(self, equation: Equation, step: int, start: int) -> None:
        self.cells, self.step, self.start = equation.cells, step, start
        self.driving = equation.driving
        ((_, _, self.coefficient),) = equation.calls

    def together(self, low: int, high: int) -> AffineMap:
        """The steps low … high − 1 as one."""
        if high - low <= _FEW:
            p, q = 1, 0
            for i in range(low, high):
                a, f = self._at(self.start + i * self.step)
                p, q = a * p, a * q + f
            limits.check(high - low)
        else:
            middle = (low + high) // 2
            (p, q), (a, f) = self.together(low, middle), self.together(middle, high)
            p, q = long_product(a, p), long_product(a, q) + f
        guard(p)
        guard(q)
        return p, q

    def _at(self, n: int) -> AffineMap:
        self.cells[0] = n
        a, f = narrow(self.coefficient()), narrow(self.driving())
        if not isinstance(a, int) or not isinstance(f, int):
            raise _NotWhole
        return a, f
