"""Exact values at n = 2^13, 2^25, 2^49 and 2^97, where a linear recurrence with constant coefficients can be jumped to.

Small tables cannot tell n² from n² log n when the first values are negative or large. There ln n doubles from one size
to the next: a factor log n moves ln(T/g) by ln 2 each time, while all that such a recurrence adds at lower order has
died out. The exponents agree modulo 12, so that the sizes agree modulo 3, 5, 7, 9 and 13.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import log

from recur.evaluation.evaluator import Evaluator
from recur.evaluation.fast_forward import fast_forward
from recur.model import LimitExceeded, RecurError, System, limits
from recur.numbers import TooCoarse
from recur.numbers.exact import bits_of
from recur.verification.log_domain import Curve

EXPONENTS = (13, 25, 49, 97)
SHIFTS = (0, 1, 2, 3)  # a drift is one on all of them
MOST_BITS = 3000
CLEAR = 0.4
DYING = 0.8


def far_drift(system: System, function: str, constants: Mapping[str, Fraction], bound: Curve) -> int:
    """-1, 0 or 1: the direction in which T/g leaves every constant bound; 0 where it settles or nothing is known."""
    try:
        evaluator = Evaluator(system, constants=constants)
        ways = set()
        for shift in SHIFTS:
            ways.add(_way(evaluator, function, bound, shift))
            if ways == {0} or len(ways) > 1:
                return 0
        return ways.pop()
    except LimitExceeded:
        limits.check()
    except (RecurError, TooCoarse, ValueError, OverflowError, ZeroDivisionError):
        pass
    return 0


def _way(evaluator: Evaluator, function: str, bound: Curve, shift: int) -> int:
    drifts: list[float] = []
    for exponent in EXPONENTS:
        size = (1 << exponent) + shift
        value = fast_forward(evaluator.equations, evaluator.equations[function], size, evaluator.run)
        if value is None or value <= 0 or bits_of(value) > MOST_BITS:
            return 0  # an exponential would have too many digits further out
        drifts.append(log(value.numerator) - log(value.denominator) - bound(log(size)))
    first, before, last = (drifts[i + 1] - drifts[i] for i in range(3))
    if min(first, before, last) > -CLEAR and max(first, before, last) < CLEAR:
        return 0
    if min(abs(before), abs(last)) < CLEAR or before * last < 0 or abs(last) < DYING * abs(before):
        return 0
    return 1 if last > 0 else -1
