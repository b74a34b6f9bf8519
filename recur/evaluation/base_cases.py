"""Where a recurrence without base cases may begin: from the least n₀ on, all steps are defined and shrink."""

from recur.evaluation.equation import OUTSIDE, Equation
from recur.model import LimitExceeded, RecurError, expressions as ex
from recur.numbers import TooCoarse
from recur.numbers.exact import bits_of, sign

_FIRST_LOOK = 256
_LEAST_LOOK = 32
_FURTHEST = 1 << 16
_LONG = 20_000  # bits of a value; hundreds of longer ones take seconds


def assumed_start(equation: Equation) -> int:
    """n₀ >= 2 such that for all n >= n₀ tried, every call is smaller than n and the driving term is positive.

    A driving term that is never positive for long need only be defined.
    """
    first = _FIRST_LOOK
    while first > _LEAST_LOOK and _is_long(equation, first):
        first //= 2
    for demand in (_positive, _defined):
        look = first
        while look <= _FURTHEST:
            last_bad = 1
            for size in range(look, 1, -1):
                if not (_shrinks(equation, size) and demand(equation)):
                    last_bad = size
                    break
            if last_bad < look // 2:
                return last_bad + 1
            look *= 4
    return 2


def _is_long(equation: Equation, size: int) -> bool:
    """Whether what the equation multiplies with or adds at this size is very long: (n·n)!."""
    equation.cells[0] = size
    for part in (equation.driving, *(coefficient for _, _, coefficient in equation.calls)):
        try:
            if bits_of(part()) > _LONG:
                return True
        except LimitExceeded:
            return True
        except (*OUTSIDE, RecurError, TooCoarse):
            continue
    return False


def standing_size(equation: Equation, most: int = 4096) -> int | None:
    """The largest size up to `most` at which a call stays or grows, as 34 of ⌊n/2⌋ + 17: a base case must cover it."""
    for size in range(most, 0, -1):
        equation.cells[0] = size
        for other, argument, _ in equation.calls:
            try:
                if other is equation and argument() >= size:
                    return size
            except OUTSIDE:
                continue
    return None


def _shrinks(equation: Equation, size: int) -> bool:
    equation.cells[0] = size
    for other, argument, coefficient in equation.calls:
        try:
            if argument() >= size and other is equation:
                return False
            coefficient()
        except (TooCoarse, *OUTSIDE):
            return False
    return True


def _positive(equation: Equation) -> bool:
    try:
        return equation.recurrence.driving == ex.ZERO or sign(equation.driving()) > 0
    except (*OUTSIDE, RecurError, TooCoarse):
        return False


def _defined(equation: Equation) -> bool:
    try:
        equation.driving()
    except (RecurError, TooCoarse):
        return True  # too large, or too close to zero, is defined
    except OUTSIDE:
        return False
    return True
