"""What times by numbers of workers say: speed-up, efficiency, serial parts, and the law that follows the times best.

One problem on P workers: T_P = T₁·(f + (1 − f)/P), Amdahl's law. A problem that grows with P, its work in proportion:
P·T₁/T_P = P − f·(P − 1), Gustafson's law. f is the serial part of the time, on one worker there, on P workers here.
Sources: Karp and Flatt, Measuring parallel processor performance, Communications of the ACM 33 (1990); the interval of
f is that of `exponent`, by profile likelihood.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from fractions import Fraction
from math import log, log2, sqrt
from statistics import median

from recur.forkjoin.laws.laws import check_processors, karp_flatt
from recur.forkjoin.laws.rounding import short_decimal
from recur.forkjoin.laws.scaling import Law
from recur.measurement.distributions import f_quantile
from recur.measurement.offset_fit import Fit, fit_scale
from recur.measurement.samples import Medians, Sample, by_size, medians
from recur.model import InvalidRecurrence, Step
from recur.model.records import frozen, replace

LEVEL = 0.95
FEWEST = 3  # numbers of workers: f, T₁, and one to contradict them
FINEST = 48  # the serial parts that are tried first go down to 2^(−24)
BISECTIONS = 40
GOLDEN = 0.6180339887498949
PRECISE = 0.005  # relative error: no time of a run on several workers is known better
STRAYS = 0.10  # residuals past which no law has been followed
SLOWER = Fraction(21, 20)  # a time so many times the shortest is longer


class SerialTrend(StrEnum):
    """How the serial part moves as P grows."""

    STEADY = "steady"  # within a fifth: a serial part, as in Amdahl's law
    RISING = "rising"  # overhead that grows with P
    FALLING = "falling"
    UNKNOWN = "unknown"  # fewer than two serial parts


@frozen
class ScalingRow:
    """The time on P processors, the speed-up over one, and the serial part that its law needs for it (None at P = 1).

    The law is Karp and Flatt's reading of Amdahl's; of a problem that grows with P, Gustafson's.
    """

    processors: int
    seconds: Fraction
    speedup: Fraction
    serial: Fraction | None
    runs: int = 1

    @property
    def efficiency(self) -> Fraction:
        return self.speedup / self.processors

    @property
    def superlinear(self) -> bool:
        return self.speedup > self.processors


@frozen
class SerialFraction:
    """The serial part f of the best fit, and all f in [0, 1] that an F test at `level` does not reject."""

    best: float
    low: float
    high: float
    level: float = LEVEL


@frozen
class LawFit:
    """A law fitted to the medians: its serial part, its T₁ as a logarithm of seconds, how far the times stray."""

    law: Law
    fraction: SerialFraction
    log_seconds: float
    root_mean_square: float

    @property
    def strays(self) -> bool:
        """Do the times keep to another curve? Then f says little."""
        return self.root_mean_square > STRAYS


@frozen
class Scalability:
    """Times by P, the smallest P first; `grows`: the problem grew with P. No fit where there are fewer than three P, or
    where all are slower than one worker.
    """

    rows: tuple[ScalingRow, ...]
    grows: bool = False
    fit: LawFit | None = None
    remarks: tuple[Step, ...] = ()

    @property
    def trend(self) -> SerialTrend:
        """Whether the serial part rises, falls or stays, between the first and the last P above 1."""
        parts = [row.serial for row in self.rows if row.serial is not None]
        if len(parts) < 2 or parts[0] <= 0 or parts[-1] <= 0:
            return SerialTrend.UNKNOWN
        change = parts[-1] / parts[0]
        if change > Fraction(6, 5):
            return SerialTrend.RISING
        if max(parts) > 1:
            return SerialTrend.UNKNOWN  # more than all is no part that is serial
        return SerialTrend.STEADY if change >= Fraction(5, 6) else SerialTrend.FALLING

    @property
    def settled_trend(self) -> SerialTrend:
        """The trend, unless the fitted interval holds every serial part: then they may be one, and nothing moves."""
        found, fit = self.trend, self.fit
        if found is SerialTrend.STEADY or fit is None or fit.strays:
            return found
        held = all(row.serial is None or fit.fraction.low <= row.serial <= fit.fraction.high for row in self.rows)
        return SerialTrend.UNKNOWN if held else found

    @property
    def fastest(self) -> ScalingRow:
        """The first of the rows with the largest speed-up."""
        return max(self.rows, key=lambda row: row.speedup)

    @property
    def slower_than_one(self) -> tuple[ScalingRow, ...]:
        """More workers that were slower than a single one."""
        return tuple(row for row in self.rows if row.processors > 1 and row.speedup < 1)

    @property
    def past_the_fastest(self) -> bool:
        """Do the most workers take visibly longer than fewer of them?"""
        return self.fastest.speedup > SLOWER * self.rows[-1].speedup


def scalability(
    times: Iterable[tuple[int, Fraction]], grows: bool = False, remarks: tuple[Step, ...] = ()
) -> Scalability:
    """The speed-up and the serial part for each P, and the law's fit; several times for one P count by their median.

    >>> found = scalability([(1, Fraction(12)), (2, Fraction(8)), (4, Fraction(6))])
    >>> found.rows[2].serial, round(found.fit.fraction.best, 4)
    (Fraction(1, 3), 0.3333)
    """
    of: dict[int, list[Fraction]] = {}
    for p, seconds in times:
        check_processors([p])
        if seconds <= 0:
            raise InvalidRecurrence(f"the time on P = {p} is {short_decimal(seconds)}: it must be above 0")
        of.setdefault(p, []).append(seconds)
    if 1 not in of:
        raise InvalidRecurrence(
            "the time on one processor is missing: every speed-up is measured against it",
            hint='such as --measured "1:10.0,2:5.6,4:3.4"',
        )
    middle = {p: median(found) for p, found in sorted(of.items())}
    rows = []
    for p, seconds in middle.items():
        s = (p if grows else 1) * middle[1] / seconds
        rows.append(ScalingRow(p, seconds, s, _scaled_serial(s, p) if grows else karp_flatt(s, p), len(of[p])))
    found = Scalability(tuple(rows), grows, None, remarks)
    if len(found.slower_than_one) == len(rows) - 1:
        return found  # by no f in [0, 1] is it slower on more workers
    return replace(found, fit=_fitted(of, Law.GUSTAFSON if grows else Law.AMDAHL))


def _scaled_serial(speedup: Fraction, processors: int) -> Fraction | None:
    """f = (P − S)/(P − 1): Gustafson's law, solved for the serial part."""
    return None if processors == 1 else (processors - speedup) / (processors - 1)


def _speedup(law: Law, serial: float, processors: float) -> float:
    if law is Law.GUSTAFSON:
        return processors - serial * (processors - 1)
    return 1 / (serial + (1 - serial) / processors)


def _fitted(of: dict[int, list[Fraction]], law: Law) -> LawFit | None:
    """T₁ and f by least squares of log-times, T₁ no more certain than any other time."""
    if len(of) < FEWEST or max(of) > 10**9:
        return None
    m = medians(by_size(Sample(p, float(seconds)) for p, found in of.items() for seconds in found))

    def fit(serial: float) -> Fit:
        return fit_scale([_log_part(law, serial, p) for p in m.sizes], m.logs, m.weights)

    fraction = _interval(lambda serial: fit(serial).rss, m)
    best = fit(fraction.best)
    return LawFit(law, fraction, best.log_scale, sqrt(best.rss / m.count))


def _log_part(law: Law, serial: float, processors: int) -> float:
    """log of T_P/T₁."""
    grown = log(processors) if law is Law.GUSTAFSON else 0.0
    return grown - log(_speedup(law, serial, processors))


def _interval(loss: Callable[[float], float], m: Medians) -> SerialFraction:
    """All f in [0, 1] with RSS(f) − RSS(f̂) ≤ F(1, ν)·s²."""
    best, lowest = _lowest(loss)
    freedom = m.count - 2
    limit = lowest + f_quantile(LEVEL, 1, freedom) * max(m.variance, PRECISE**2, lowest / freedom)
    return SerialFraction(best, _edge(loss, best, 0.0, limit), _edge(loss, best, 1.0, limit))


def _lowest(loss: Callable[[float], float]) -> tuple[float, float]:
    """The f of the lowest loss: a grid that is fine near 0, then a golden section between its neighbours."""
    grid = [0.0, *(2.0 ** (-i / 2) for i in range(FINEST, -1, -1))]
    losses = [loss(f) for f in grid]
    i = min(range(len(grid)), key=losses.__getitem__)
    found = [(losses[i], grid[i])]
    low, high = grid[max(i - 1, 0)], grid[min(i + 1, len(grid) - 1)]
    for _ in range(BISECTIONS):
        x, y = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        at_x, at_y = loss(x), loss(y)
        found.append(min((at_x, x), (at_y, y)))
        low, high = (low, y) if at_x < at_y else (x, high)
    lowest, best = min(found)
    return best, lowest


def _edge(loss: Callable[[float], float], best: float, end: float, limit: float) -> float:
    """Where the loss passes the limit between the best f and an end of [0, 1]; the end itself where it never does."""
    if loss(end) <= limit:
        return end
    inside, outside = best, end
    for _ in range(BISECTIONS):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if loss(middle) <= limit else (inside, middle)
    return outside


def law_curve(fit: LawFit, most: int) -> tuple[tuple[float, float], ...]:
    """(log₂ P, log₂ S) of the fitted law from one worker to `most`."""
    top = log2(max(most, 2))
    places = [top * i / FINEST for i in range(FINEST + 1)]
    return tuple((x, log2(_speedup(fit.law, fit.fraction.best, 2.0**x))) for x in places)
