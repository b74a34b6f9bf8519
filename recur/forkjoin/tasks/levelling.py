"""Does C(n)/g(n) level off? Counts have no noise, so the ratio shows whether C = O(g) where the sizes double.

A ratio that stays bounded rises by less and less: its rises fall off as a geometric series where C and g differ by a
lower power, and as 1/log n where they differ by a logarithm. A ratio that grows like log n rises by the same each time.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

RISES = 5  # in a row, which none of the accidents of one input makes
STEADY = Fraction(93, 100)  # of the last rise: log n has 1, √log n 0.95 at n = 1024, 1/log n less than 0.85
AT_LEAST = Fraction(1, 10)  # of the ratio is risen in all
NEARLY = Fraction(1, 20)
DOUBLINGS = 5


def doubled(sizes: Sequence[int]) -> list[int]:
    """The largest size, then each that is at most half of the last, smallest first; all, where these are too few.

    >>> doubled([1, 2, 3, 4, 8, 16, 20])
    [1, 2, 4, 8, 20]
    """
    found: list[int] = []
    for size in sorted(sizes, reverse=True):
        if not found or 2 * size <= found[-1]:
            found.append(size)
    return found[::-1] if len(found) >= DOUBLINGS else sorted(sizes)


def levels_off(ratios: Sequence[Fraction]) -> bool | None:
    """Is the ratio bounded, as far as it shows? None where it may be either.

    >>> levels_off([Fraction(k) for k in range(1, 9)])
    False
    >>> levels_off([3 - Fraction(1, 2**k) for k in range(8)])
    True
    """
    if len(ratios) < DOUBLINGS:
        return None
    rises = [later - earlier for earlier, later in pairwise(ratios)]
    last = rises[-RISES:]
    steady = all(rise > 0 for rise in last) and all(y >= STEADY * x for x, y in pairwise(last))
    if len(last) == RISES and steady and ratios[-1] - ratios[-RISES - 1] > AT_LEAST * ratios[-1]:
        return False
    falls_off = all(y < STEADY * x or y <= 0 for x, y in pairwise(rises[-3:]))
    return True if falls_off or ratios[-1] <= (1 + NEARLY) * max(ratios[:-3]) else None
