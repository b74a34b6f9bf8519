"""T(n) = F(T(n − 1)) far out: ln T from intervals, where exact fractions double their length at each step."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.evaluation.arithmetic import Compiler
from recur.evaluation.equation import OUTSIDE, why_no_map
from recur.evaluation.evaluator import Evaluator
from recur.model import Recurrence, System, expressions as ex, limits
from recur.numbers import TooCoarse
from recur.numbers.exact import sign
from recur.numbers.interval import Interval, interval

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

FAR = 2048  # sizes that are reached
BITS = (256, 1024, 6144)
ENOUGH = 512  # sizes, where digits run out behind them
LONG = 60_000  # binary digits of a value from which on the next ones are out of reach


def values_of_map(system: System, function: str, constants: Mapping[str, Fraction]) -> dict[int, Enclosed] | None:
    """T at all sizes up to FAR, or as far as they are not too large; None where T(n) is no F(T(n − 1))."""
    r = system.named(function)
    if why_no_map(r) is not None or ex.Range in ex.kinds(r.right):
        return None
    start = max((c.high for c in r.initial if c.function == function), default=None)
    if start is None:
        return None
    first = Evaluator(system, constants=constants).number(function, start)
    for bits in BITS:
        found, exhausted = _orbit(r, start, first, constants, bits)
        if not exhausted or len(found) >= ENOUGH:
            return found
    return None


def _orbit(
    r: Recurrence, start: int, first: Enclosed, constants: Mapping[str, Fraction], bits: int
) -> tuple[dict[int, Enclosed], bool]:
    """The values found, and whether no digits were left for the next one."""
    now = [interval(first, bits)]
    step = Compiler(r.variable, dict(constants), bits, lambda call: lambda: now[0]).compile(r.right)
    found: dict[int, Enclosed] = {start: now[0]}
    for size in range(start + 1, min(FAR, start + 2 * FAR) + 1):
        if not size & 255:
            limits.check()
        try:
            now[0] = interval(step(), bits)
            sign(now[0])
        except OUTSIDE:
            break
        except TooCoarse:  # nothing is known of it any more
            return found, True
        if _is_wide(now[0]):
            return found, True
        found[size] = now[0]
        if now[0].exponent() > LONG:
            break
    return found, False


def _is_wide(x: Interval) -> bool:
    """Whether the ends differ by more than 2^(−60) of the lower one."""
    (m, e), (k, f) = x.low, x.high
    if abs(e - f) > 2 * x.bits:
        return True
    least = min(e, f)
    low, high = m << (e - least), k << (f - least)
    return high - low << 60 > abs(low)
