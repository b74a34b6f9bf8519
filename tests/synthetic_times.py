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
SIZES, RANGE = 8, 64
LOAD_CHANGES, LOADED = 0.2, 0.4  # how often the load of the machine changes, and how often it is there
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
    caches: float = 1.0  # what one operation costs at the largest size, in that of the smallest, in two steps at most
    step: float = 1.0  # from some size on the machine is so many times slower, or as many times faster
    load: float = 1.0  # some stretches of runs are up to so many times slower
    cold: float = 1.0  # the first run of each size takes up to so many times as long
    repetitions: int = 5
    count: int = SIZES
    spread: int = RANGE  # the largest size, in the smallest


SCENARIOS = (
    Scenario("plain"),
    Scenario("offset", offset=True),
    Scenario("recurrence", recurrence=True),
    Scenario("correlated", correlated=True),
    Scenario("by blocks", correlated=True, order="blocks"),
    Scenario("outliers", outliers=0.05),
    Scenario("uneven", uneven=True),
)
#: What machines do to times whose growth is right.
MACHINES = (
    Scenario("caches", caches=1.5),
    Scenario("step", step=1.6),
    Scenario("load", load=3.0),
    Scenario("cold", cold=3.0),
    Scenario("wide, step", step=3.0, count=13, spread=4096),
    Scenario("wide, caches", caches=3.0, count=13, spread=4096),
    Scenario("single runs", repetitions=1),
    Scenario("single, caches", caches=1.5, repetitions=1),
)


def sizes_of(truth: str, scenario: Scenario, smallest: int) -> list[int]:
    """Sizes in equal ratios; in equal steps for 2^n; powers of 2 where a recurrence halves."""
    if CLASS[truth].exponential:
        return [8 + 3 * i for i in range(scenario.count)]
    if scenario.recurrence:
        return [smallest << i for i in range(scenario.count)]
    last = scenario.count - 1
    return [round(smallest * scenario.spread ** (i / last)) for i in range(last + 1)]


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
    machine = _machine(scenario, rng)
    slow = 0.0
    found = []
    for i, repetition in _order(scenario):
        error = next(drift) if scenario.correlated else rng.gauss(0, 1)
        if scenario.uneven:
            error *= 2.0 ** (1 - 2 * i / (scenario.count - 1))
        if rng.random() < scenario.outliers:
            error += log(rng.uniform(2, 10)) / max(noise, 0.01)
        if scenario.load > 1 and rng.random() < LOAD_CHANGES:
            slow = log(rng.uniform(1, scenario.load)) if rng.random() < LOADED else 0.0
        cold = log(rng.uniform(1.5, scenario.cold)) if scenario.cold > 1 and repetition == 1 else 0.0
        found.append(
            Sample(sizes[i], exp(cold + means[i] + machine[i] + slow + shift + max(noise, 0.0) * error), repetition)
        )
    return found


def _order(scenario: Scenario) -> list[tuple[int, int]]:
    repetitions = range(1, scenario.repetitions + 1)
    if scenario.order == "blocks":
        return [(i, r) for i in range(scenario.count) for r in repetitions]
    return [(i, r) for r in repetitions for i in range(scenario.count)]


def _machine(scenario: Scenario, rng: random.Random) -> list[float]:
    """log of what one operation costs at each size."""
    if scenario.caches > 1:
        places, parts = sorted(rng.sample(range(1, scenario.count), 2)), rng.random()
        total = log(scenario.caches)
        return [total * (parts * (i >= places[0]) + (1 - parts) * (i >= places[1])) for i in range(scenario.count)]
    if scenario.step > 1:
        place, change = rng.randrange(2, scenario.count - 1), log(scenario.step) * rng.choice((-1, 1))
        return [change * (i >= place) for i in range(scenario.count)]
    return [0.0] * scenario.count


def _drift(rng: random.Random) -> Iterator[float]:
    """Standard normal numbers, each correlated with the one before (an AR(1) process)."""
    value = rng.gauss(0, 1)
    while True:
        yield value
        value = CORRELATION * value + sqrt(1 - CORRELATION**2) * rng.gauss(0, 1)
