"""Σ, max and min over earlier values, kept as running totals: full history in O(n) instead of O(n²).

Σ over k of T(k), T(n-k), T(k-1) … is a difference of two prefix sums; the largest of T(low … k) is a
running maximum. What does not have this shape is written out term by term.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from recur.evaluation.equation import Equation, Missing
from recur.model import Expr, LimitExceeded, expressions as ex
from recur.numbers.exact import ceiling, extreme, floor, narrow, the_larger, the_smaller

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed


class RunningTotals:
    """op over T(start), …, T(end) for every end, extended as values become known; op: sum, max or min."""

    def __init__(self, equation: Equation, op: str) -> None:
        self.equation = equation
        self.op = op
        self.start = 0
        self.totals: list[Enclosed] = []
        self.gone = 0  # totals that were forgotten, in front of those that are there
        self.moved = False  # whether a range was asked for that begins elsewhere
        equation.totals.append(self)

    def over(self, low: int, high: int) -> Enclosed:
        """op over T(low), …, T(high), for low <= high."""
        if not self.totals or (low < self.start and not self.gone):
            self.start, self.totals = low, []
        self.moved = self.moved or low != self.start
        memo, totals, op = self.equation.memo, self.totals, self.op
        for size in range(self.start + self.gone + len(totals), high + 1):
            value = memo.get(size)
            if value is None:
                raise Missing(self.equation, size)
            if not totals:
                totals.append(value)
            elif op == "sum":
                totals.append(narrow(totals[-1] + value))
            else:
                totals.append((the_larger if op == "max" else the_smaller)(totals[-1], value))
        total = self._up_to(high)
        if low == self.start:
            return total
        if self.gone:
            raise LimitExceeded(f"the values of {self.equation.function} take more memory than is allowed")
        if op == "sum":
            return total - self._up_to(low - 1)
        # A running extreme knows only the ranges that begin where it began.
        return extreme(op, (memo[size] for size in range(low, high + 1)))

    def _up_to(self, end: int) -> Enclosed:
        place = end - self.start - self.gone
        if place < 0:
            raise LimitExceeded(f"the values of {self.equation.function} take more memory than is allowed")
        return self.totals[place]

    def forget(self, below: int) -> None:
        """Without the totals that end below this size; the last one stays."""
        old = min(below - self.start - self.gone, len(self.totals) - 1)
        if old > 0:
            del self.totals[:old]
            self.gone += old


def summary(equation: Equation, x: ex.Range) -> Callable[[], Enclosed] | None:
    """The closure of a Range over earlier values by running totals, or None where it has another shape."""
    found = _by_totals(equation, x)
    if found is None and ex.has_call(x.body):
        equation.termwise = True
    return found


def _by_totals(equation: Equation, x: ex.Range) -> Callable[[], Enclosed] | None:
    parts = x.body.terms if x.op == "sum" and isinstance(x.body, ex.Add) else (x.body,)
    if x.op not in ("sum", "max", "min"):
        return None
    compiler = equation.compiler
    values: list[Callable[[], Enclosed]] = []
    plain: list[Expr] = []
    low, high = compiler.compile(x.low), compiler.compile(x.high)
    for part in parts:
        if not ex.has_call(part):
            plain.append(part)
            continue
        split = _scaled_call(part, x.index) if x.op == "sum" or isinstance(part, ex.Call) else None
        if split is None:
            return None
        coefficient, call, slope, rest = split
        target = equation.equations[call.function]
        totals = RunningTotals(target, x.op)
        scale = None if coefficient == ex.ONE else compiler.compile(coefficient)
        shift = compiler.compile(rest)
        values.append(_between(totals, low, high, scale, slope, shift))
    if not values:
        return None
    if plain:
        values.append(compiler.compile(ex.Range(x.op, x.index, x.low, x.high, ex.add(*plain))))
    if len(values) == 1:
        return values[0]
    return lambda: sum((value() for value in values[1:]), values[0]())


def _between(
    totals: RunningTotals,
    low: Callable[[], Enclosed],
    high: Callable[[], Enclosed],
    scale: Callable[[], Enclosed] | None,
    slope: int,
    shift: Callable[[], Enclosed],
) -> Callable[[], Enclosed]:
    def value() -> Enclosed:
        first, last, offset = ceiling(low()), floor(high()), narrow(shift())
        if not isinstance(offset, int):
            raise ValueError("an index that is not whole")
        if first > last:
            if totals.op == "sum":
                return 0
            raise ValueError(f"{totals.op} over no terms")
        ends = (first + offset, last + offset) if slope > 0 else (offset - last, offset - first)
        found = totals.over(*ends)
        return found if scale is None else scale() * found

    return value


def _scaled_call(x: Expr, index: str) -> tuple[Expr, ex.Call, int, Expr] | None:
    """(c, T(…), ±1, rest) when x = c·T(±index + rest) and neither c nor rest holds the index or a call."""
    factors = x.factors if isinstance(x, ex.Mul) else (x,)
    calls = [factor for factor in factors if isinstance(factor, ex.Call)]
    coefficient = ex.mul(*(factor for factor in factors if not isinstance(factor, ex.Call)))
    if len(calls) != 1 or ex.has_call(coefficient) or index in ex.symbols(coefficient):
        return None
    argument = calls[0].arguments[0]
    terms = argument.terms if isinstance(argument, ex.Add) else (argument,)
    moving = [term for term in terms if index in ex.symbols(term)]
    rest = ex.add(*(term for term in terms if index not in ex.symbols(term)))
    if len(moving) != 1 or ex.has_call(rest):
        return None
    if moving[0] == ex.Symbol(index):
        return coefficient, calls[0], 1, rest
    if moving[0] == ex.negate(ex.Symbol(index)):
        return coefficient, calls[0], -1, rest
    return None
