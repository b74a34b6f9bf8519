"""Recurrences with rational coefficients in n, far out: the steps of their state are multiplied out in halves.

A run of steps is a matrix over one denominator, and two runs after each other are one: multiplied in halves, long
numbers meet numbers as long, where step by step each meets a short one. n! takes n·log³ n instead of n²·log n, and what
numerator and denominator share is taken out where it is short. The runs are as long as the state itself: of values that
stay short no long products are made. Source: Haible and Papanikolaou, Fast multiprecision evaluation of series of
rational numbers, 1998.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.evaluation.equation import OUTSIDE, Equation
from recur.evaluation.moving_state import MovingState, NotRational, Rows, WholeMap, state_of
from recur.model import limits
from recur.model.errors import InvalidRecurrence
from recur.numbers.exact import guard, narrow_rational, too_large
from recur.numbers.fast import common_divisor_of_long, long_product

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

WORTHWHILE = 1000  # steps
_FEW = 16  # steps that are taken one after the other
_TRIED = 4  # sizes at which the state gives the value that is worked out by itself
_MOST_BEFORE = 10_000  # sizes before the first step
_CLEARLY_MANY = 1 << 18  # bits of a state, from which on its length at the end is told

State = tuple[list[int], int]


def in_halves(
    equations: dict[str, Equation], equation: Equation, size: int, run: Callable[[Equation, int], Enclosed]
) -> Enclosed | None:
    """T(size); None where it is near, or the recurrence is not of this kind."""
    if equation.top is None or size - equation.top < WORTHWHILE:
        return None
    state = equation.state or (None if equation.state is False else state_of(equation))
    equation.state = state or False
    if state is None:
        return None
    begin = state.first + (size - state.first) % state.stride
    lowest = min([begin, *(one.first for one in state.sums)])
    if begin - lowest > _MOST_BEFORE or size - begin < WORTHWHILE or not state.has_no_pole(begin, size):
        return None

    def value(n: int) -> int | Fraction:
        found = run(equation, n)
        if not isinstance(found, int | Fraction):
            raise NotRational
        return found

    try:
        for n in range(lowest, begin):
            if state.sums:
                value(n)
        walk = _Walk(state, begin, state.at(begin, value), whole=equation.longest is not None)
        for _ in range(_TRIED):
            if walk.value() != value(walk.n):
                return None
            walk.go(1)
        return walk.to(size)
    except (NotRational, InvalidRecurrence, *OUTSIDE):
        return None  # one by one it says where


class _Walk:
    """The state before n, on its way; `whole`: no step may divide."""

    def __init__(self, state: MovingState, n: int, now: State, whole: bool) -> None:
        self.moving, self.n, self.now, self.whole = state, n, now, whole

    def value(self) -> int | Fraction:
        """T(n)"""
        row, below = self.moving.value_row(self.n)
        (above,), under = _taken([row], below, self.now)
        return narrow_rational(Fraction(above, under))

    def go(self, steps: int) -> int:
        """So many steps on; the bits of what they multiply by."""
        rows, below = self.together(0, steps)
        self.now = _taken(rows, below, self.now)
        self.n += steps * self.moving.stride
        return max(below.bit_length(), *(x.bit_length() for row in rows for x in row[:-1]))

    def to(self, size: int) -> int | Fraction:
        left = steps = (size - self.n) // self.moving.stride
        length, told = _FEW, (0, 0)
        while left:
            taken = min(length, left)
            factor = self.go(taken)
            left -= taken
            if not left:
                break  # what numerator and denominator of the value share is looked for once
            self.now = _without_shared(*self.now)
            bits = _bits(self.now)
            if bits > limits.MAX_BITS:
                raise too_large("a value")
            length = 2 * length if bits >= factor else max(_FEW, length // 2)
            told = _refused_early(steps - left, steps, bits, told)
        found = self.value()
        guard(found)
        return found

    def together(self, low: int, high: int) -> WholeMap:
        """The steps low … high − 1 from n on as one."""
        if high - low > _FEW:
            middle = (low + high) // 2
            return _reduced(_composed(self.together(middle, high), self.together(low, middle)))
        moving, n, stride = self.moving, self.n, self.moving.stride
        limits.check(high - low)
        total = self._step(n + low * stride)
        if moving.width == 1:
            (((p, q),), d) = total
            for i in range(low + 1, high):
                (((a, f),), b) = self._step(n + i * stride)
                p, q, d = a * p, a * q + f * d, b * d
            return _reduced(([[p, q]], d))
        for i in range(low + 1, high):
            total = _composed(self._step(n + i * stride), total)
        return _reduced(total)

    def _step(self, n: int) -> WholeMap:
        rows, below = self.moving.step(n)
        if not below or (self.whole and below != 1):
            raise NotRational
        return rows, below


def _bits(state: State) -> int:
    return max(x.bit_length() for x in (*state[0], state[1]))


def _refused_early(done: int, steps: int, bits: int, before: tuple[int, int]) -> tuple[int, int]:
    """(steps, bits) to compare with later.

    `LimitExceeded` where the digits grow as the steps do, so that there will be twice as many as are allowed.
    """
    then, shorter = before
    if bits < _CLEARLY_MANY or done < 2 * then:
        return before
    if then and bits > 1.8 * shorter and bits * steps > 2 * done * limits.MAX_BITS:
        raise too_large("a value")
    return done, bits


def _taken(rows: Rows, below: int, state: State) -> State:
    values, under = state
    column = [*values, under]
    return [_combined(row, column) for row in rows], long_product(below, under)


def _composed(later: WholeMap, earlier: WholeMap) -> WholeMap:
    rows, below = later
    first, under = earlier
    columns = [[row[j] for row in first] + [0] for j in range(len(first))]
    columns.append([row[-1] for row in first] + [under])
    return [[_combined(row, column) for column in columns] for row in rows], long_product(below, under)


def _combined(row: list[int], column: list[int]) -> int:
    return sum([long_product(a, b) for a, b in zip(row, column, strict=True) if a and b])


def _reduced(taken: WholeMap) -> WholeMap:
    rows, below = taken
    if below not in (1, -1):
        width = len(rows[0])
        flat, below = _without_shared([x for row in rows for x in row], below)
        rows = [flat[i : i + width] for i in range(0, len(flat), width)]
    for row in rows:
        for x in row:
            guard(x)
    guard(below)
    return rows, below


def _without_shared(above: list[int], below: int) -> State:
    """Numerators and their denominator, divided by what they share."""
    shared = abs(below)
    for x in above:
        if shared == 1:
            return above, below
        shared = common_divisor_of_long(shared, x)
    return ([x // shared for x in above], below // shared) if shared > 1 else (above, below)
