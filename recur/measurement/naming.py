"""Which growth classes the times may belong to: every one within ΔBIC < 6 of the best, never one bare guess."""

from collections.abc import Sequence
from math import log

from recur.measurement.classes import CLASSES, GrowthClass
from recur.measurement.distributions import f_quantile
from recur.measurement.offset_fit import Fit, fit_offset, fit_scale
from recur.measurement.samples import Medians
from recur.model.records import frozen, replace

#: A smaller difference is no strong evidence: Kass and Raftery, Bayes factors, JASA 90 (1995), section 3.2.
INDISTINGUISHABLE = 6.0
#: No clock is better: the smallest relative error that a median is believed to have.
FLOOR = 1e-5
GROWS = 0.95  # confidence that there is any growth, before a growing class is named beside "1"
#: Growth over all sizes of less than so many times the noise of one run may be drift of the machine.
DRIFT = 5.0


@frozen
class WorkCurve:
    """log W at each size, of a class or of the prediction (`growth_class` None)."""

    growth_class: GrowthClass | None
    log_work: tuple[float, ...]

    @property
    def is_constant(self) -> bool:
        return len(set(self.log_work)) == 1

    @property
    def parameters(self) -> int:
        """b alone for a constant, else a and b."""
        return 1 if self.is_constant else 2

    def fit(self, m: Medians) -> Fit:
        return (fit_scale if self.is_constant else fit_offset)(self.log_work, m.logs, m.weights)


@frozen
class Candidate:
    """A shape, its best fit, its BIC, and how far that is above the lowest one."""

    shape: WorkCurve
    fit: Fit
    bic: float
    delta: float = 0.0

    @property
    def growth_class(self) -> GrowthClass | None:
        return self.shape.growth_class

    @property
    def rise(self) -> float:
        """log of fitted time at the largest size over that at the smallest."""
        first, *_, last = (self.fit.log_seconds(w) for w in self.shape.log_work)
        return last - first


@frozen
class Ranking:
    """All candidates, the best first, by BIC = RSS/s² + p·log(sizes).

    s² is the larger one of what the repetitions and what the residuals of the best fit show: noise that the
    repetitions at one size share (a drift, a busy neighbour) is seen by the second alone.
    """

    candidates: tuple[Candidate, ...]
    variance: float

    @property
    def best(self) -> Candidate:
        return self.candidates[0]

    @property
    def prediction(self) -> Candidate:
        return next(c for c in self.candidates if c.growth_class is None)


def rank(m: Medians, classes: Sequence[GrowthClass] = CLASSES, predicted: WorkCurve | None = None) -> Ranking:
    """Every class fitted and compared, with the prediction among them."""
    shapes = [WorkCurve(c, tuple(c.log_work(size) for size in m.sizes)) for c in classes]
    if predicted is not None:
        shapes.append(predicted)
    fits = [(shape, shape.fit(m)) for shape in shapes]
    smallest = min(fit.rss / (m.count - shape.parameters) for shape, fit in fits)
    variance = max(m.variance, smallest, FLOOR**2)
    found = [Candidate(shape, fit, fit.rss / variance + shape.parameters * log(m.count)) for shape, fit in fits]
    lowest = min(candidate.bic for candidate in found)
    found = [replace(candidate, delta=candidate.bic - lowest) for candidate in found]
    return Ranking(tuple(sorted(found, key=lambda c: c.bic)), variance)


def indistinguishable(ranking: Ranking, m: Medians) -> tuple[Candidate, ...]:
    """The candidates that cannot be told apart, the likeliest first.

    Every a + b·W holds the constant as b tends to 0: a candidate whose growth is within the noise says no more
    than "1" does, and is left to it.
    """
    flat = next((c for c in ranking.candidates if c.shape.is_constant), None)
    close = tuple(c for c in ranking.candidates if c.delta < INDISTINGUISHABLE)
    if flat is None:
        return close
    if flat not in close:
        return (*close, flat) if ranking.best.rise < DRIFT * (m.sigma or 0.0) else close
    needed = f_quantile(GROWS, 1, m.count - 2) - log(m.count)
    return tuple(c for c in close if c.shape.is_constant or flat.bic - c.bic > needed)
