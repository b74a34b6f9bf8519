"""Sums c·V + b·W: what a lower-order term V may hide, and what no single class explains.

In log–log coordinates a sum of powers bends upward: its local exponent rises to that of the larger term. A class
with a falling local exponent, such as n log n, is no such sum.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import exp, inf

from recur.measurement.classes import CLASSES, CONSTANT, GrowthClass
from recur.measurement.distributions import f_tail
from recur.measurement.naming import FLOOR, INDISTINGUISHABLE, Ranking, WorkCurve
from recur.measurement.offset_fit import Fit, fit_offset
from recur.measurement.samples import Medians
from recur.model.records import frozen

UNLIKELY = 0.01
LEADS = 0.5  # the share of the time at the largest size from which W is the leading term of a sum
HALVED = 0.5  # without repetitions to compare with: the residuals that a sum has to leave of the best class's


@frozen
class SumFit:
    """c·lower + b·W; `share` is the part of W in the time at the largest size."""

    lower: GrowthClass
    shape: WorkCurve
    fit: Fit  # of W/V, with c as its offset
    share: float


def with_lower_term(shape: WorkCurve, m: Medians, classes: Sequence[GrowthClass]) -> SumFit | None:
    """The best c·V + b·W over the classes V that W outgrows, where W leads at the largest size."""
    found = []
    for lower in classes:
        below = [lower.log_work(size) for size in m.sizes]
        if lower == CONSTANT or -inf in below or -inf in shape.log_work:
            continue
        above = [x - y for x, y in zip(shape.log_work, below, strict=True)]
        if any(later <= earlier for earlier, later in pairwise(above)):
            continue
        # log(c·V + b·W) = log V + log(c + b·W/V): an offset fit of W/V.
        fit = fit_offset(above, [y - v for y, v in zip(m.logs, below, strict=True)], m.weights)
        share = exp(fit.log_scale + above[-1] - fit.log_seconds(above[-1]))
        if share >= LEADS and fit.log_offset > -inf:
            found.append(SumFit(lower, shape, fit, share))
    return min(found, key=_rss, default=None)


def best_sum(m: Medians, ranking: Ranking) -> SumFit | None:
    """The best sum of two classes of the set."""
    shapes = [c.shape for c in ranking.candidates if c.growth_class is not None and not c.shape.is_constant]
    found = [with_lower_term(shape, m, CLASSES) for shape in shapes]
    return min((one for one in found if one is not None), key=_rss, default=None)


def explains(two: SumFit, m: Medians, ranking: Ranking) -> bool:
    """Does the sum leave no more than the noise, and is it no worse than the best single class?"""
    rss, best, freedom = two.fit.rss, ranking.best.fit.rss, m.count - 2
    if m.sigma is None:
        return rss < HALVED * best
    variance = max(m.variance, FLOOR**2)
    return (
        f_tail(rss / freedom / variance, freedom, m.freedom) >= UNLIKELY and rss < best + INDISTINGUISHABLE * variance
    )


def _rss(two: SumFit) -> float:
    return two.fit.rss
