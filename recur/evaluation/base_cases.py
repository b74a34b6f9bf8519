"""Where a recurrence without base cases may begin: from the least n₀ on, all steps are defined and shrink."""

from fractions import Fraction
from math import floor

from recur.evaluation.equation import OUTSIDE, Equation, straight_line
from recur.model import Expr, LimitExceeded, RecurError, expressions as ex
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
    r = equation.recurrence
    own = [argument for other, argument, _ in equation.calls if other is equation]
    ends = [_last_standing(call.argument, r.variable) for call in r.subcalls if call.function == r.function]
    for size in range(min(most, max([most if end is None else end for end in ends], default=0)), 0, -1):
        equation.cells[0] = size
        for argument in own:
            try:
                if argument() >= size:
                    return size
            except OUTSIDE:
                continue
    return None


def _last_standing(x: Expr, variable: str) -> int | None:
    """A size beyond which x, rounded up at most, is below n: of a·n + c with a < 1 it is (c + 1)/(1 − a)."""
    shift = Fraction(1)
    if isinstance(x, ex.Add):
        shift += sum(term.value for term in x.terms if isinstance(term, ex.Number))
        x = ex.add(*(term for term in x.terms if not isinstance(term, ex.Number)))
    if isinstance(x, ex.Apply) and x.name in ("floor", "ceiling"):
        shift += 1
        (x,) = x.arguments
    line = straight_line(x, variable)
    return None if line is None or line[0] >= 1 else floor((line[1] + shift) / (1 - line[0]))


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
