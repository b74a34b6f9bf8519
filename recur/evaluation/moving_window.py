"""T(n) = Σ cᵢ·T(n − i) + Σ dⱼ·T(⌊aⱼ·n + bⱼ⌋) + f(n) with 0 ≤ aⱼ ≤ 1, far out: all sizes are needed, and none for long.

From below no size waits for another, and as no call's size falls when n rises, what lies below all of them is
forgotten: of T(n − 1) + T(⌊n/2⌋) half the values are kept, in a row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from recur.evaluation.equation import OUTSIDE, Equation, straight_line, whole_shift
from recur.model import Expr, expressions as ex, limits
from recur.model.errors import InvalidRecurrence, LimitExceeded
from recur.numbers.exact import RATIONAL, bits_of, guard, narrow

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

WORTHWHILE = 10_000  # sizes
MOST_LIVE_BITS = 7_000_000_000  # of the values that are kept
_OVERHEAD = 400  # bits that a value takes besides its own
_TIDIED = 1024  # steps after which the row is looked at
_PATIENCE = 8  # the part of the row that is let go at least, so that it is not moved too often
_MOST_BEFORE = 10_000  # first values


def through_window(
    equations: dict[str, Equation], equation: Equation, size: int, run: Callable[[Equation, int], Enclosed]
) -> Enclosed | None:
    """T(size); None where it is near, or the recurrence is not of this kind."""
    if equation.top is None or size - equation.top < WORTHWHILE:
        return None
    if not _needs_all_sizes(equation):
        return None
    try:
        return _Window(equation, run).value(size)
    except (InvalidRecurrence, *OUTSIDE):
        return None  # from above it says where


def _needs_all_sizes(equation: Equation) -> bool:
    r = equation.recurrence
    if r.nonlinear or any(call.function != r.function or ex.has_call(call.coefficient) for call in r.subcalls):
        return False
    shifts = [whole_shift(call.argument, r.variable) for call in r.subcalls]
    return -1 in shifts and all(_rises_slowly(call.argument, r.variable) for call in r.subcalls)


def _rises_slowly(x: Expr, variable: str) -> bool:
    """Whether x is a·n + b, rounded or not, with 0 ≤ a ≤ 1."""
    inner = x.arguments[0] if isinstance(x, ex.Apply) and x.name in ("floor", "ceiling") else x
    line = straight_line(inner, variable)
    return line is not None and 0 <= line[0] <= 1


class _Window:
    """The values from `low` on."""

    def __init__(self, equation: Equation, run: Callable[[Equation, int], Enclosed]) -> None:
        assert equation.top is not None
        self.equation, self.next = equation, equation.top + 1
        self.calls = [
            (argument, factor) for (_, argument, _), factor in zip(equation.calls, equation.factors, strict=True)
        ]
        self.low = min(self._sizes(self.next))
        if self.next - self.low > _MOST_BEFORE:
            raise InvalidRecurrence("there are too many first values")
        self.values = [run(equation, n) for n in range(self.low, self.next)]
        self.bits = sum(map(_taken, self.values))

    def _sizes(self, n: int) -> list[int]:
        self.equation.cells[0] = n
        return [argument() for argument, _ in self.calls]

    def value(self, size: int) -> Enclosed:
        cells, driving, calls = self.equation.cells, self.equation.driving, self.calls
        for n in range(self.next, size + 1):
            cells[0] = n
            values, low = self.values, self.low
            total = driving()
            for argument, factor in calls:
                place = argument() - low
                if not 0 <= place < len(values):
                    raise InvalidRecurrence("a size that is not smaller")
                total = total + (values[place] if factor is None else factor() * values[place])
            found = guard(narrow(total))
            values.append(found)
            self.bits += _taken(found)
            if not n % _TIDIED and n < size:
                self._tidy(n)
        return self.values[-1]

    def _tidy(self, n: int) -> None:
        limits.check(_TIDIED)
        old = min(self._sizes(n + 1)) - self.low
        if _PATIENCE * old > len(self.values) or self.bits > MOST_LIVE_BITS:
            self.bits -= sum(map(_taken, self.values[:old]))
            del self.values[:old]
            self.low += old
        if self.bits > MOST_LIVE_BITS:
            raise LimitExceeded(f"the values of {self.equation.function} take more memory than is allowed")


def _taken(value: Enclosed) -> int:
    if isinstance(value, int):
        return _OVERHEAD + value.bit_length()
    return _OVERHEAD + (2 * bits_of(value) if isinstance(value, RATIONAL) else 0)
