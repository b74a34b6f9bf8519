"""Steps in the cost of one operation: log t = log(a + b·W) + Σ sⱼ·[n ≥ nⱼ], one of either sign or two upward.

A program that leaves a cache, or a machine that is slowed down half way, multiplies all times from some size on. What
fits only with such steps has not been refuted by what needs none: over few sizes a step looks like a factor log n. Two
steps downward are no machine's: they would turn a class into the next lower one.
Source of the criterion, with two numbers a step, its place and its height: Yao, Estimating the number of change-points
via Schwarz' criterion, Statistics & Probability Letters 6 (1988).
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, combinations, pairwise
from math import exp, log

from recur.measurement.exponent import Deformation
from recur.measurement.naming import FLOOR, Candidate, Ranking
from recur.measurement.offset_fit import Fit, Fitter, fit_offset, fit_scale, refit_offset
from recur.measurement.samples import Medians
from recur.model import limits
from recur.model.records import frozen, replace

MOST_STEPS = 2
SHORTEST = 2  # sizes between two steps, or a step is one stray median
MOST_PLACES = 12
HIGHEST = log(2.0)  # of one step: what a level of the caches or a busy neighbour costs
STEEPEST = log(10.0)  # of one step: what main memory costs beside a cache
NEARLY_HIGHEST = 0.95
ROUNDS = 4
REFINED = 3  # places of one number of steps that are tried with a curve of their own
#: A curve with steps is excluded by one whose BIC is so much lower: the steps of machines are not quite steps.
NEARLY_AS_WELL = 25.0


@frozen
class ChangePoint:
    """From this size on one operation costs `factor` times what it did before."""

    size: int
    factor: float


@frozen
class SteppedFit:
    """A candidate's curve with the steps that explain the times best, and its BIC among such curves.

    `fit` is the curve of the first piece; its residuals are those of the curve with the steps.
    """

    candidate: Candidate
    steps: tuple[ChangePoint, ...]
    bic: float
    fit: Fit

    @property
    def parameters(self) -> int:
        """Of the curve, and a place and a height for each step."""
        return self.candidate.shape.parameters + 2 * len(self.steps)

    def log_lift(self, size: int) -> float:
        """log of what one operation costs at this size, in that of the smallest."""
        return log_lift(self.steps, size)


@frozen
class SteppedDeformation(Deformation):
    """The same bending where every piece between the places (indices of sizes) has a factor of its own."""

    places: tuple[int, ...] = ()

    def fit(self, delta: float) -> Fit:
        bent, logs, weights = self.bent(delta), self.logs, self.weights
        plain = self.fitter(bent, logs, weights)
        return _lifted_fit(bent, self.fitter, logs, weights, self.places, STEEPEST, plain)[1]


def log_lift(steps: Sequence[ChangePoint], size: int) -> float:
    """log of the product of the factors up to this size."""
    return sum(log(at.factor) for at in steps if at.size <= size)


def stepped_fits(ranking: Ranking, m: Medians, most: int = MOST_STEPS) -> tuple[SteppedFit, ...]:
    """Every candidate with none, one or two steps, whichever has the lowest BIC; the best candidate first.

    Where the best curve would have a step higher than most are, all are given steps as high as any machine makes.
    """
    found = _fits_up_to(HIGHEST, ranking, m, most)
    jumps = any(abs(log(at.factor)) > NEARLY_HIGHEST * HIGHEST for at in found[0].steps)
    return _fits_up_to(STEEPEST, ranking, m, most) if jumps else found


def _fits_up_to(highest: float, ranking: Ranking, m: Medians, most: int) -> tuple[SteppedFit, ...]:
    variance = max(m.variance if m.sigma is not None else ranking.variance, FLOOR**2)
    fits = []
    for candidate in ranking.candidates:
        tried = [
            SteppedFit(
                candidate,
                steps,
                fit.rss / variance + (candidate.shape.parameters + 2 * len(steps)) * log(m.count),
                fit,
            )
            for steps, fit in _best_steps(candidate, m, highest, most)
        ]
        fits.append(min(tried, key=lambda fit: fit.bic))
    return tuple(sorted(fits, key=lambda fit: fit.bic))


def _best_steps(
    candidate: Candidate, m: Medians, highest: float, most: int
) -> Iterator[tuple[tuple[ChangePoint, ...], Fit]]:
    """The best places of no step, of one and of more, with the curves there."""
    shape, plain = candidate.shape, candidate.fit
    yield (), plain
    places = range(SHORTEST, m.count - SHORTEST + 1)
    places = places[:: 1 + (len(places) - 1) // MOST_PLACES] if places else places
    fitter = fit_scale if shape.is_constant else fit_offset
    for count in range(1, most + 1):
        allowed = [
            chosen for chosen in combinations(places, count) if all(y - x >= SHORTEST for x, y in pairwise(chosen))
        ]
        # The residuals of the plain curve tell which places are worth a curve of their own.
        allowed.sort(key=lambda chosen: _lifted(plain.residuals, m.weights, chosen, highest).rss)
        tried = [
            (chosen, *_lifted_fit(shape.log_work, fitter, m.logs, m.weights, chosen, highest, plain))
            for chosen in allowed[:REFINED]
        ]
        if tried:
            chosen, heights, fit = min(tried, key=lambda found: found[2].rss)
            yield tuple(ChangePoint(m.sizes[i], exp(h)) for i, h in zip(chosen, heights, strict=True)), fit


def _lifted_fit(
    log_work: Sequence[float],
    fitter: Fitter,
    logs: Sequence[float],
    weights: Sequence[float],
    places: Sequence[int],
    highest: float,
    plain: Fit,
) -> tuple[tuple[float, ...], Fit]:
    """The heights of the steps, and the curve with what both leave: each found in turn, the `plain` curve first."""
    found, lifts = plain, _lifted(plain.residuals, weights, places, highest)
    for _ in range(ROUNDS - 1):
        limits.check()
        rest = [y - up for y, up in zip(logs, lifts.lifted, strict=True)]
        warm = fitter is fit_offset
        found = refit_offset(found, log_work, rest, weights) if warm else fitter(log_work, rest, weights)
        lifts = _lifted([x + up for x, up in zip(found.residuals, lifts.lifted, strict=True)], weights, places, highest)
    return lifts.heights, replace(found, rss=lifts.rss, residuals=lifts.residuals)


@frozen
class _Lifts:
    """The heights of steps, their sum at each size, the residuals about their mean, and the sum of their squares."""

    heights: tuple[float, ...]
    lifted: tuple[float, ...]
    residuals: tuple[float, ...]
    rss: float


def _lifted(left: Sequence[float], weights: Sequence[float], places: Sequence[int], highest: float) -> _Lifts:
    """The heights of steps at these places: differences of means."""
    means = [_mean(left, weights, low, high) for low, high in pairwise((0, *places, len(left)))]
    lowest = 0.0 if len(places) > 1 else -highest
    heights = tuple(max(lowest, min(highest, y - x)) for x, y in pairwise(means))
    ups = accumulate(heights, initial=0.0)
    lifted = tuple(
        up for up, (low, high) in zip(ups, pairwise((0, *places, len(left))), strict=True) for _ in range(low, high)
    )
    rest = [x - up for x, up in zip(left, lifted, strict=True)]
    centre = _mean(rest, weights, 0, len(rest))
    residuals = tuple(x - centre for x in rest)
    return _Lifts(heights, lifted, residuals, sum(w * x * x for w, x in zip(weights, residuals, strict=True)))


def _mean(values: Sequence[float], weights: Sequence[float], low: int, high: int) -> float:
    total = sum(weights[low:high])
    return sum(w * v for w, v in zip(weights[low:high], values[low:high], strict=True)) / total
