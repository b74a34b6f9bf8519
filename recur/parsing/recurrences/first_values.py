"""First values that belong together: what "otherwise" leaves open, and two that cannot both be true.

Only exact numbers are compared: T(1) = c beside T(1) = 1 may well be true.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from recur.model import Expr, InitialCondition, expressions as ex
from recur.model.records import replace

#: Sizes at which first values are compared, and at which a formula in the variable is.
_MOST_SIZES = 1000
_FORMULA_SIZES = 16


def otherwise_values(condition: InitialCondition, others: Iterable[InitialCondition]) -> Iterator[InitialCondition]:
    """The condition where none of the others says anything: what "otherwise" means beside them."""
    parts: list[tuple[int | None, int]] = [(condition.low, condition.high)]
    for other in others:
        left: list[tuple[int | None, int]] = []
        for low, high in parts:
            if other.high < high:
                left.append((other.high + 1 if low is None else max(low, other.high + 1), high))
            if other.low is not None and (low is None or low < other.low):
                left.append((low, min(high, other.low - 1)))
        parts = left
    for low, high in parts:
        yield replace(condition, low=low, high=high)


def contradiction(stated: Sequence[InitialCondition], variable: str) -> tuple[int, int, int] | None:
    """Two first values of one function, by position, and a size at which they cannot both hold; None if none is seen.

    Where ranges meet, one of them ends: values without the variable are compared wherever they meet.
    """
    if all(c.low == c.high for c in stated) and len({c.high for c in stated}) == len(stated):
        return None
    sizes = _sizes(stated)
    below: dict[int, tuple[Fraction, int]] = {}  # size: the least upper bound, and who states it
    above: dict[int, tuple[Fraction, int]] = {}
    for position, condition in enumerate(stated):
        start = 0 if condition.low is None else bisect_left(sizes, condition.low)
        covered = sizes[start : bisect_right(sizes, condition.high)]
        if variable in ex.symbols(condition.value):
            covered = covered[-_FORMULA_SIZES:]
        for size in covered:
            value = _at(condition.value, variable, size)
            if value is None:
                continue
            if condition.relation != ">=" and (size not in below or value < below[size][0]):
                below[size] = value, position
            if condition.relation != "<=" and (size not in above or value > above[size][0]):
                above[size] = value, position
            if size in below and size in above and below[size][0] < above[size][0]:
                first, second = sorted((below[size][1], above[size][1]))
                return first, second, size
    return None


def _sizes(stated: Sequence[InitialCondition]) -> list[int]:
    """The ends of the ranges and a few sizes beside them."""
    ends = {end for c in stated for end in (c.low, c.high) if end is not None}
    beside = {end + step for end in ends for step in (-2, -1, 1, 2) if end + step >= 0}
    return sorted(ends | beside)[:_MOST_SIZES]


def _at(value: Expr, variable: str, size: int) -> Fraction | None:
    if not isinstance(value, ex.Number):
        value = ex.substitute(value, variable, ex.Number(Fraction(size)))
    return value.value if isinstance(value, ex.Number) else None
