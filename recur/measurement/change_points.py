"""Steps in the cost of one operation: log t = log(a + b·W) + Σ sⱼ·[n ≥ nⱼ], one of either sign or two upward.

A program that leaves a cache, or a machine that is slowed down half way, multiplies all times from some size on. What
fits only with such steps has not been refuted by what needs none: over few sizes a step looks like a factor log n. Two
steps downward are no machine's: they would turn a class into the next lower one.
Source of the criterion, with two numbers a step, its place and its height: Yao, Estimating the number of change-points
via Schwarz' criterion, Statistics & Probability Letters 6 (1988).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import exp, log

from recur.measurement.naming import FLOOR, Candidate, Ranking, WorkCurve
from recur.measurement.offset_fit import fit_offset, fit_scale
from recur.measurement.samples import Medians
from recur.model import limits

MOST_STEPS = 2
SHORTEST = 2  # sizes between two steps, or a step is one stray median
MOST_PLACES = 12
HIGHEST = log(2.0)  # of one step: what a level of the caches or a busy neighbour costs
ROUNDS = 4
REFINED = 3  # places of one number of steps that are tried with a curve of their own
#: A curve with steps is excluded by one whose BIC is so much lower: the steps of machines are not quite steps.
NEARLY_AS_WELL = 25.0


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """From this size on one operation costs `factor` times what it did before."""

    size: int
    factor: float


@dataclass(frozen=True, slots=True)
class SteppedFit:
    """A candidate's curve with the steps that explain the times best, and its BIC among such curves."""

    candidate: Candidate
    steps: tuple[ChangePoint, ...]
    bic: float


def stepped_fits(ranking: Ranking, m: Medians) -> tuple[SteppedFit, ...]:
    """Every candidate with none, one or two steps, whichever has the lowest BIC; the best candidate first."""
    variance = max(m.variance if m.sigma is not None else ranking.variance, FLOOR**2)
    fits = []
    for candidate in ranking.candidates:
        tried = [
            SteppedFit(candidate, steps, rss / variance + (candidate.shape.parameters + 2 * len(steps)) * log(m.count))
            for steps, rss in _best_steps(candidate.shape, m)
        ]
        fits.append(min(tried, key=lambda fit: fit.bic))
    return tuple(sorted(fits, key=lambda fit: fit.bic))


def _best_steps(shape: WorkCurve, m: Medians) -> Iterator[tuple[tuple[ChangePoint, ...], float]]:
    """The best places of no step, of one and of two, with the weighted squares that they leave."""
    plain = shape.fit(m)
    yield (), plain.rss
    places = range(SHORTEST, m.count - SHORTEST + 1)
    places = places[:: 1 + (len(places) - 1) // MOST_PLACES] if places else places
    for count in range(1, MOST_STEPS + 1):
        allowed = [
            chosen for chosen in combinations(places, count) if all(y - x >= SHORTEST for x, y in pairwise(chosen))
        ]
        # The residuals of the plain curve tell which places are worth a curve of their own.
        allowed.sort(key=lambda chosen: _lifted(plain.residuals, m, chosen)[2])
        tried = [_with_steps(shape, m, chosen) for chosen in allowed[:REFINED]]
        if tried:
            yield min(tried, key=lambda found: found[1])


def _with_steps(shape: WorkCurve, m: Medians, places: Sequence[int]) -> tuple[tuple[ChangePoint, ...], float]:
    """Alternate between the curve and the heights of the steps."""
    fit = fit_scale if shape.is_constant else fit_offset
    heights, lifted, rss = [0.0], [0.0] * m.count, 0.0
    for _ in range(ROUNDS):
        limits.check()
        found = fit(shape.log_work, [y - up for y, up in zip(m.logs, lifted, strict=True)], m.weights)
        left = [residual + up for residual, up in zip(found.residuals, lifted, strict=True)]
        heights, lifted, rss = _lifted(left, m, places)
    return tuple(ChangePoint(m.sizes[i], exp(h)) for i, h in zip(places, heights, strict=True)), rss


def _lifted(left: Sequence[float], m: Medians, places: Sequence[int]) -> tuple[list[float], list[float], float]:
    """The heights of steps at these places, differences of means; their sum at each size; the squares that remain."""
    means = [_mean(left, m.weights, low, high) for low, high in pairwise((0, *places, m.count))]
    lowest = 0.0 if len(places) > 1 else -HIGHEST
    heights = [max(lowest, min(HIGHEST, y - x)) for x, y in pairwise(means)]
    lifted = [sum(h for h, place in zip(heights, places, strict=True) if i >= place) for i in range(m.count)]
    rest = [x - up for x, up in zip(left, lifted, strict=True)]
    centre = _mean(rest, m.weights, 0, m.count)
    return heights, lifted, sum(w * (x - centre) ** 2 for w, x in zip(m.weights, rest, strict=True))


def _mean(values: Sequence[float], weights: Sequence[float], low: int, high: int) -> float:
    total = sum(weights[low:high])
    return sum(w * v for w, v in zip(weights[low:high], values[low:high], strict=True)) / total
