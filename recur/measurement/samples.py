"""Measured times: raw samples, their medians at each size, and the noise that repetitions show."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from math import exp, isfinite, log, pi, sqrt
from statistics import median

from recur.model import InvalidRecurrence
from recur.model.records import frozen

#: The median of |x − y| over two independent normal x, y is this many standard deviations.
PAIR_MEDIAN = 0.6744897501960817 * sqrt(2)
MOST_PAIRED = 60


@frozen
class Sample:
    """One run: it took `seconds` at `size`; `unit` names what was run, `engine` what ran it, on how many workers.

    `cpu_seconds` is how long processors worked for it, and `waits` how often it gave its processor up of itself, where
    that was measured.
    """

    size: int
    seconds: float
    repetition: int = 1
    engine: str = ""
    unit: str = ""
    workers: int = 1
    cpu_seconds: float | None = None
    waits: int | None = None


@frozen
class SizeTimes:
    """The repetitions at one size, as natural logarithms of seconds."""

    size: int
    logs: tuple[float, ...]

    @property
    def count(self) -> int:
        return len(self.logs)

    @property
    def log_median(self) -> float:
        return median(self.logs)

    @property
    def median_seconds(self) -> float:
        return exp(self.log_median)

    def differences(self) -> list[float]:
        """|log t − log t′| of every two repetitions: free of the size, and of any model."""
        return [abs(x - y) for x, y in combinations(self.logs[:MOST_PAIRED], 2)]


def by_size(samples: Iterable[Sample]) -> tuple[SizeTimes, ...]:
    """The samples gathered by size, smallest size first.

    >>> [(at.size, at.count) for at in by_size([Sample(2, 0.2), Sample(1, 0.1), Sample(2, 0.3)])]
    [(1, 1), (2, 2)]
    """
    found: dict[int, list[float]] = {}
    for sample in samples:
        if sample.size < 1:
            raise InvalidRecurrence(f"n = {sample.size}: a size is a whole number from 1 on")
        if not isfinite(sample.seconds) or sample.seconds <= 0:
            raise InvalidRecurrence(f"a time of {sample.seconds:g} s at n = {sample.size}: a time is above 0")
        found.setdefault(sample.size, []).append(log(sample.seconds))
    return tuple(SizeTimes(size, tuple(logs)) for size, logs in sorted(found.items()))


@frozen
class Medians:
    """The per-size medians that every fit starts from, and how far repetitions let us trust them."""

    sizes: tuple[int, ...]
    logs: tuple[float, ...]  # of seconds
    weights: tuple[float, ...]  # 1 for an average median, more where there are more repetitions
    sigma: float | None  # the pure error: standard deviation of one log-time; None without repetitions
    freedom: int  # Σ (repetitions − 1)
    relative: float = 1.0  # variance of a median of weight 1, as a part of sigma²

    @property
    def count(self) -> int:
        return len(self.sizes)

    @property
    def variance(self) -> float:
        """The variance of a median of weight 1 by the pure error; 0 where there are no repetitions."""
        return 0.0 if self.sigma is None else self.sigma**2 * self.relative


def medians(times: Sequence[SizeTimes]) -> Medians:
    """The medians of log-times with the pure error, which is one for all sizes.

    The pure error comes from medians of pairwise differences, which a few outliers do not move: Rousseeuw and
    Croux, Alternatives to the median absolute deviation, JASA 88 (1993), section 3.
    """
    variances = [variance_of_median(at.count) for at in times]
    average = sum(variances) / len(variances)
    freedom = sum(at.count - 1 for at in times)
    sigma = None
    if freedom >= max(2, len(times) // 2):
        sigma = median([difference for at in times for difference in at.differences()]) / PAIR_MEDIAN
    return Medians(
        tuple(at.size for at in times),
        tuple(at.log_median for at in times),
        tuple(average / variance for variance in variances),
        sigma,
        freedom,
        average,
    )


def variance_of_median(count: int) -> float:
    """About the variance of the median of `count` independent standard normal numbers: π/(2k) for large k."""
    return 1 / count if count < 3 else (pi / 2) / (count + pi / 2 - 1)
