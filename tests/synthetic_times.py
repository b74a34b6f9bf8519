"""Times that no clock made: a growth class, an offset, a kind of noise, and a seed, from which all else follows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import exp, log, sqrt

from recur.evaluation.evaluator import Evaluator
from recur.measurement.classes import CLASSES, GrowthClass
from recur.measurement.prediction import log_of
from recur.measurement.samples import Sample
from recur.parsing import parse

#: The growth that is measured, and a recurrence of that growth whose exact values have lower-order terms.
TRUTHS = {
    "1": "T(n) = 7",
    "log n": "T(n) = T(n/2) + 1, T(1) = 1",
    "(log n)^2": "T(n) = T(n/2) + log_2 n, T(1) = 1",
    "n": "T(n) = 2T(n/2) + 1, T(1) = 1",
    "n log n": "T(n) = 2T(n/2) + n, T(1) = 1",
    "n^(log_2 3)": "T(n) = 3T(n/2) + n, T(1) = 1",
    "n^2": "T(n) = 4T(n/2) + n, T(1) = 1",
    "n^2 log n": "T(n) = 4T(n/2) + n^2, T(1) = 1",
    "n^(log_2 7)": "T(n) = 7T(n/2) + n^2, T(1) = 1",
    "n^3": "T(n) = 8T(n/2) + n^2, T(1) = 1",
    "2^n": "T(n) = 2T(n-1) + 1, T(1) = 1",
}
CLASS = {c.formula: c for c in CLASSES}
SIZES, REPETITIONS, RANGE = 8, 5, 64
FASTEST = log(2e-6)  # the fastest run takes two microseconds
CORRELATION = 0.9  # of one run's noise with the next


@dataclass(frozen=True, slots=True)
class Scenario:
    """`order` is "rounds" (every size once, then again: what a careful measurement does) or "blocks" (size by size)."""

    name: str
    offset: bool = False
    recurrence: bool = False
    outliers: float = 0.0
    correlated: bool = False
    order: str = "rounds"
    uneven: bool = False  # small sizes are noisier


SCENARIOS = (
    Scenario("plain"),
    Scenario("offset", offset=True),
    Scenario("recurrence", recurrence=True),
    Scenario("correlated", correlated=True),
    Scenario("by blocks", correlated=True, order="blocks"),
    Scenario("outliers", outliers=0.05),
    Scenario("uneven", uneven=True),
)


def sizes_of(truth: str, scenario: Scenario, smallest: int) -> list[int]:
    """Eight sizes over a 64-fold range; equal steps for 2^n; powers of 2 where a recurrence halves."""
    if CLASS[truth].exponential:
        return [8 + 3 * i for i in range(SIZES)]
    if scenario.recurrence:
        return [smallest << i for i in range(SIZES)]
    return [round(smallest * RANGE ** (i / (SIZES - 1))) for i in range(SIZES)]


def log_works(truth: str, scenario: Scenario, sizes: list[int]) -> list[float]:
    if scenario.recurrence:
        evaluator = Evaluator(parse(TRUTHS[truth]))
        return [log_of(Fraction(evaluator.value("T", size, 20).value), size) for size in sizes]
    growth_class: GrowthClass = CLASS[truth]
    return [growth_class.log_work(size) for size in sizes]


def samples(truth: str, scenario: Scenario, noise: float, seed: int, smallest: int = 16) -> list[Sample]:
    """Five runs at each size, in the order in which they were made."""
    rng = random.Random(f"{truth} {scenario.name} {noise} {seed} {smallest}")
    sizes = sizes_of(truth, scenario, smallest)
    works = log_works(truth, scenario, sizes)
    offset = rng.choice((0.5, 1.0, 3.0)) * exp(works[0]) if scenario.offset else 0.0
    means = [log(exp(work) + offset) for work in works]
    shift = FASTEST - means[0]
    drift = _drift(rng)
    found = []
    for i, repetition in _order(scenario):
        error = next(drift) if scenario.correlated else rng.gauss(0, 1)
        if scenario.uneven:
            error *= 2.0 ** (1 - 2 * i / (SIZES - 1))
        if rng.random() < scenario.outliers:
            error += log(rng.uniform(2, 10)) / max(noise, 0.01)
        found.append(Sample(sizes[i], exp(means[i] + shift + max(noise, 0.0) * error), repetition))
    return found


def _order(scenario: Scenario) -> list[tuple[int, int]]:
    if scenario.order == "blocks":
        return [(i, r) for i in range(SIZES) for r in range(1, REPETITIONS + 1)]
    return [(i, r) for r in range(1, REPETITIONS + 1) for i in range(SIZES)]


def _drift(rng: random.Random) -> Iterator[float]:
    """Standard normal numbers, each correlated with the one before (an AR(1) process)."""
    value = rng.gauss(0, 1)
    while True:
        yield value
        value = CORRELATION * value + sqrt(1 - CORRELATION**2) * rng.gauss(0, 1)
