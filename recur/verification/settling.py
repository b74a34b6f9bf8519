"""Does T/g leave every constant bound? Read off ln T - ln g at doubling depths, and at the far end.

A factor log n moves ln(T/g) by ln 2 each time the depth doubles, a power of n by ever more, a bounded factor by
less and less. Where two exponents are close, hundreds of doublings still look like a drift; `far_end` looks
further. A true answer must never be refuted, so that everything doubtful counts as settled.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from math import exp, expm1, log

from recur.verification.chains import Trajectory
from recur.verification.limit_size import far_end
from recur.verification.log_domain import Curve, NoModel

FEW = 8  # sizes below which only a wild drift counts
SWING = 6  # sizes that are averaged at least where T/g swings
SHORT = 90  # sizes below which squaring says nothing
FEW_STEPS = 100  # largest n of a table up to which only a wild drift counts
SMALL = 1000  # largest n up to which a term of lower order may still look like a factor log n
SMALL_CLEAR = 0.9  # as a power of log n, up to there
SMALL_STEADY = 0.1  # and as steady as this
SMALL_CLEAREST = 0.45  # a drift that still lessens says nothing below this, up to there
MANY = 32  # sizes from which on least and greatest values of a swing are known
# A drift of ln(T/g) counts against the answer where it is at least so large and does not die out:
CLEAR = 0.25  # over one doubling of the depth
WIDE_CLEAR = 0.6  # as a power of log n
POWER_CLEAR = 0.1  # over one doubling of n
STEADY = 0.25  # the slope over ln ln n varies by no more than this part of it
VERY_STEADY = 0.03  # and the one over ln n
FAR_CLEAR = 0.35  # over one squaring of ln n, where log log n still shows as ln 2
WILD = 1.0  # between few sizes
DYING = 0.8  # the next drift is at most this part of the last one


def drift(path: Trajectory, drifts: list[float], curve: Curve) -> int:
    """-1, 0 or 1: the direction in which T/g leaves every constant bound, 0 where it settles."""
    far = far_end(path.rates, path.driving, curve, path.whole) if path.rates else None
    if far is not None:
        return _direction(far[1] - far[0], far[2] - far[1], FAR_CLEAR)
    even, table = _swings(drifts), path.sizes[-1] <= 2 * log(path.depth[-1])
    if even and path.exact and len(drifts) >= (MANY if table else FEW):
        return _envelope(path.depth, drifts)
    if len(drifts) < FEW:
        return _few(drifts)
    way = _doubling(path, drifts, even, table)
    if way or path.rates or path.depth[-1] < SHORT or not table:
        return way
    return _wide_drift(path, drifts, even)


def _doubling(path: Trajectory, drifts: list[float], even: bool, table: bool) -> int:
    """The direction over the last two doublings of the depth; a short table is given the benefit of the doubt."""
    deepest = path.depth[-1]
    near = [_around(path.depth, drifts, deepest / part, even) for part in (4, 2, 1)]
    before, last = near[1] - near[0], near[2] - near[1]
    way = _direction(before, last, CLEAR)
    if way and table and deepest <= FEW_STEPS and abs(last) < max(WILD, abs(before)):
        raise NoModel("too few sizes can be reached")
    if way and table and deepest <= SMALL and abs(last) < min(SMALL_CLEAREST, abs(before)):
        raise NoModel("it settles too slowly for a numeric check")
    return way


def swinging_drift(path: Trajectory, drifts: list[float], far_curve: Curve) -> int:
    """The direction where T or g swings: read off its least and greatest values, and off the far end without swings."""
    if len(drifts) < MANY:
        raise NoModel("too few sizes for terms that go to and fro")
    way = _envelope(path.depth, drifts)
    if path.rates:
        far = far_end(path.rates, path.driving, far_curve, path.whole)
        if (far is None and way) or (far and _direction(far[1] - far[0], far[2] - far[1], FAR_CLEAR) != way):
            raise NoModel("its terms go to and fro")
    return way


def _envelope(depth: list[float], drifts: list[float]) -> int:
    """The direction in which both the least and the greatest value move from one doubling of the depth to the next."""
    ends = [bisect_right(depth, depth[-1] / part) for part in (8, 4, 2, 1)]
    lows, highs = [], []
    for start, end in pairwise(ends):
        window = drifts[min(start, end - 1) : end]
        lows.append(min(window))
        highs.append(max(window))
    ways = {_direction(row[1] - row[0], row[2] - row[1], CLEAR) for row in (lows, highs)}
    return ways.pop() if len(ways) == 1 else 0


def _few(drifts: list[float]) -> int:
    """Of few sizes only steps that all go one way and become greater are a drift."""
    steps = [after - before for before, after in pairwise(drifts[-4:])]
    if abs(steps[-1]) < WILD and abs(sum(steps)) < 2 * WILD:
        return 0
    if abs(steps[-1]) < WILD or any(abs(y) < abs(x) or x * y < 0 for x, y in pairwise(steps)):
        raise NoModel("too few sizes can be reached")
    return 1 if steps[-1] > 0 else -1


def _wide_drift(path: Trajectory, drifts: list[float], even: bool) -> int:
    """Tables are short: a factor log^q n shows as a steady slope over ln ln n, and n^q as one over ln n."""
    rises, slopes = [], []
    for part in (1, 2, 4, 8):
        at = path.depth[-1] / part
        low, high = (bisect_right(path.depth, end) - 1 for end in (at / 2, at))
        rises.append(_around(path.depth, drifts, at, even) - _around(path.depth, drifts, at / 2, even))
        slopes.append(rises[-1] / (log(path.sizes[high]) - log(path.sizes[low])))
    small = path.depth[-1] <= SMALL
    logarithmic = _is_steady(slopes, *((SMALL_CLEAR, SMALL_STEADY) if small else (WIDE_CLEAR, STEADY)))
    if logarithmic and small and rises[0] > 0:
        # T/g = α - β/log n rises ever less, where a factor log n goes on.
        logarithmic = -expm1(-rises[0]) >= exp(-rises[0]) * -expm1(-rises[1])  # T/g(n) = 1
    if not logarithmic and not _is_steady(rises, POWER_CLEAR, VERY_STEADY):
        return 0
    return 1 if rises[0] > 0 else -1


def _is_steady(values: list[float], clear: float, steady: float) -> bool:
    """Whether the values are clearly not 0 and vary by no more than a part of themselves."""
    return abs(values[0]) >= clear and max(values) - min(values) <= steady * abs(values[0])


def _direction(before: float, last: float, clear: float) -> int:
    if abs(last) < clear or abs(last) < DYING * abs(before):
        return 0
    return 1 if last > 0 else -1


def _around(depth: list[float], drifts: list[float], at: float, even: bool) -> float:
    """The drift at a depth; where it swings to and fro, its mean over the sizes just before."""
    end = max(bisect_right(depth, at), 1)
    if not even:
        return drifts[end - 1]
    width = next((width for width in (60, 12) if width <= end // 4), min(SWING, len(drifts)))
    end = max(end, width)
    return sum(drifts[end - width : end]) / width


def _swings(drifts: list[float]) -> bool:
    """Whether the last values go up and down by more than the noise of floats."""
    steps = [after - before for before, after in pairwise(drifts[-4 * SWING :])]
    return max(steps, default=0.0) > 1e-6 and min(steps, default=0.0) < -1e-6
