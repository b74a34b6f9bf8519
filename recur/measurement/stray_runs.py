"""Runs that say nothing of the growth: those of a machine that warms up, which are left out, and outliers.

The first runs of a size are warm-up where they are slower than all that follow and those of most other sizes are so
too, or where the size was the first of all. A slow run anywhere else is an outlier: a median does not follow it.
"""

from collections.abc import Sequence
from math import exp, log
from statistics import median

from recur.measurement.samples import PAIR_MEDIAN, SizeTimes
from recur.model import Step
from recur.model.records import frozen

FEWEST_RUNS = 4  # of one size, to tell its first run from the others
SLOWER = log(1.15)  # than the median of the others, and
DEVIATIONS = 4.0  # as many times the noise: a run that is no noise
FAR = log(1.5)  # an outlier is seen in a table
MOST_FIRST = 2  # of the runs of a size, at most a part of them: 1 of 4, 2 of 8
PART = 4


@frozen
class StrayRuns:
    """How many runs of how many sizes were left out as warm-up, how many of all runs are outliers, the worst of them.

    `slower`: how many times the median of the other runs of its size the slowest warm-up run, or outlier, took.
    """

    warm_up: int = 0
    warm_sizes: int = 0
    outliers: int = 0
    runs: int = 0
    slower: float = 1.0

    def sentences(self) -> tuple[Step, ...]:
        said = []
        if self.warm_up:
            runs = "first run" if self.warm_up == self.warm_sizes else "first runs"
            sizes = "one size" if self.warm_sizes == 1 else f"{self.warm_sizes} sizes"
            said.append(Step(f"Left out as warm-up: the {runs} of {sizes}, slower than all that follow ({self.warm_up} "
                             f"of {self.runs} runs)."))  # fmt: skip
        if self.outliers:
            verb = "runs is an outlier" if self.outliers == 1 else "runs are outliers"
            said.append(Step(f"{self.outliers} of {self.runs} {verb}, up to {self.slower:.1f} times the median of the "
                             "size: the medians do not follow."))  # fmt: skip
        return tuple(said)


def without_warm_up(times: Sequence[SizeTimes], began: int | None = None) -> tuple[tuple[SizeTimes, ...], StrayRuns]:
    """The times without warm-up runs, and how many runs of either kind there are; `began`: the size that ran first.

    >>> cold = [SizeTimes(n, (1.0 + n, float(n), n + 0.01, n - 0.01)) for n in (1, 2, 3)]
    >>> found, stray = without_warm_up(cold)
    >>> [at.count for at in found], stray.warm_up, stray.outliers
    ([3, 3, 3], 3, 0)
    """
    noise = _noise(times)
    first = [_first_slow(at, noise) for at in times]
    able = sum(at.count >= FEWEST_RUNS for at in times)
    if 2 * sum(map(bool, first)) <= able or able < 2:
        first = [k if at.size == began else 0 for at, k in zip(times, first, strict=True)]
    kept = tuple(SizeTimes(at.size, at.logs[k:]) for at, k in zip(times, first, strict=True))
    highest, outliers = 0.0, 0
    for at in kept:
        middle = at.log_median
        above = [
            y - middle for y in at.logs if at.count >= FEWEST_RUNS - 1 and y - middle > max(FAR, DEVIATIONS * noise)
        ]
        outliers += len(above)
        highest = max(highest, *above, 0.0)
    runs = sum(at.count for at in times)
    return kept, StrayRuns(sum(first), sum(map(bool, first)), outliers, runs, exp(min(highest, 700.0)))


def _noise(times: Sequence[SizeTimes]) -> float:
    """The standard deviation of one log-time, by pairs of later runs of one size: a few slow ones do not move it."""
    settled = [SizeTimes(at.size, at.logs[min(MOST_FIRST, at.count // PART) :]) for at in times]
    differences = [d for at in settled for d in at.differences()]
    return median(differences) / PAIR_MEDIAN if differences else 0.0


def _first_slow(at: SizeTimes, noise: float) -> int:
    """How many runs, one or two, come before all others and are slower than each of them by more than noise."""
    for k in range(min(MOST_FIRST, at.count // PART), 0, -1):
        if at.count < FEWEST_RUNS:
            break
        rest = at.logs[k:]
        least = max(SLOWER, DEVIATIONS * noise)
        if all(y > max(rest) and y - median(rest) > least for y in at.logs[:k]):
            return k
    return 0
