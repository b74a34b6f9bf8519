"""T(n) = F(T(n − 1)) far out: ln T from intervals, where exact fractions double their length at each step."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.evaluation.arithmetic import Compiler
from recur.evaluation.equation import OUTSIDE, whole_shift
from recur.evaluation.evaluator import Evaluator
from recur.model import Recurrence, System, expressions as ex, limits
from recur.numbers import TooCoarse
from recur.numbers.exact import sign
from recur.numbers.interval import interval

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

FAR = 2048  # sizes that are reached
BITS = (256, 1024, 6144)
LONG = 60_000  # binary digits of a value from which on the next ones are out of reach


def values_of_map(system: System, function: str, constants: Mapping[str, Fraction]) -> dict[int, Enclosed] | None:
    """T at all sizes up to FAR, or as far as they are not too large; None where T(n) is no F(T(n − 1))."""
    r = system.named(function)
    if not _is_map(r):
        return None
    start = max((c.high for c in r.initial if c.function == function), default=None)
    if start is None:
        return None
    first = Evaluator(system, constants=constants).number(function, start)
    for bits in BITS:
        try:
            return _orbit(r, start, first, constants, bits)
        except TooCoarse:
            continue
    return None


def _is_map(r: Recurrence) -> bool:
    """Whether all calls are T(n − 1), one of them not in a linear place, and n stands in calls alone."""
    calls = [x for x in ex.walk(r.right) if isinstance(x, ex.Call)]
    if not r.nonlinear or any(x.function != r.function or whole_shift(x.arguments[0], r.variable) != -1 for x in calls):
        return False
    return r.variable not in ex.symbols(ex.with_calls_as(r.right, ex.ONE)) and ex.Range not in ex.kinds(r.right)


def _orbit(
    r: Recurrence, start: int, first: Enclosed, constants: Mapping[str, Fraction], bits: int
) -> dict[int, Enclosed]:
    now = [interval(first, bits)]
    step = Compiler(r.variable, dict(constants), bits, lambda call: lambda: now[0]).compile(r.right)
    found: dict[int, Enclosed] = {start: now[0]}
    for size in range(start + 1, min(FAR, start + 2 * FAR) + 1):
        if not size & 255:
            limits.check()
        try:
            now[0] = interval(step(), bits)
        except OUTSIDE:
            break
        sign(now[0])  # TooCoarse where nothing is known of it any more
        low, high = now[0].rationals()
        if (high - low) * (1 << 60) > abs(low):
            raise TooCoarse
        found[size] = now[0]
        if now[0].exponent() > LONG:
            break
    return found
