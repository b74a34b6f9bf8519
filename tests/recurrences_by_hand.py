"""Systems built from values, without the parser, and the same recurrences worked out by plain recursion."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache

from recur.model.expressions import Apply, Call, Expr, N, add, divide, mul, number
from recur.model.recurrence import InitialCondition, Recurrence, Subcall, System

Number = int | Fraction


def by_recursion(
    subcalls: list[tuple[Number, Callable[[int], int]]],
    driving: Callable[[int], Number],
    base: Mapping[int, Number],
) -> Callable[[int], Number]:
    """T(n) = Σ coefficient·T(size(n)) + driving(n)"""

    @cache
    def value(n: int) -> Number:
        if n in base:
            return base[n]
        return sum((c * value(size(n)) for c, size in subcalls), Fraction(0)) + driving(n)

    return value


def system(
    subcalls: Sequence[tuple[Number | Expr, Expr]],
    driving: Expr,
    base: Mapping[int, Number] | None = None,
    nonlinear: tuple[Expr, ...] = (),
) -> System:
    """T(n) = Σ coefficient·T(argument) + driving + nonlinear, as the parser would build it."""
    linear = tuple(Subcall("T", c if isinstance(c, Expr) else number(c), x) for c, x in subcalls)
    right = add(*(mul(call.coefficient, Call("T", (call.argument,))) for call in linear), driving, *nonlinear)
    initial = tuple(InitialCondition("T", n, n, number(value)) for n, value in (base or {}).items())
    return System((Recurrence("T", "n", "=", right, linear, driving, nonlinear, initial),))


def part(b: int, rounding: str, offset: int = 0) -> Expr:
    """⌊n/b⌋ + offset or ⌈n/b⌉ + offset"""
    return add(Apply(rounding, (divide(N, number(b)),)), number(offset))
