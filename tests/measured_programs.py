"""Measured programs made of synthetic times: what a picture is drawn from, with no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from statistics import median

from recur.measurement.judging import assess
from recur.measurement.samples import Sample
from recur.runs.machine import Machine
from recur.runs.measured import Measured
from recur.runs.parallel_rows import ParallelRow, ParallelTimes

MACHINE = Machine("a processor", 8, 8, "Linux x86_64", "CPython 3.12.1", True)
SERIAL = (2.1, 2.0, 1.9)
UNTIMED = Measured("sort.py", "sort", MACHINE, None, None, None, None, (), None, False, None)


def timed(samples: Sequence[Sample], predicted: str | None = None) -> Measured:
    return replace(UNTIMED, samples=tuple(samples), evidence=assess(samples, predicted))


def run_on(
    burdens: dict[str, float], processors: Sequence[int] = (1, 2, 4, 8), span: Fraction | None = Fraction(1 << 14)
) -> ParallelTimes:
    """Each engine with a burden in seconds; its median is the geometric mean of its bounds."""
    bare = ParallelTimes(1 << 17, SERIAL, None, Fraction(1 << 20), span, ())
    serial, least = bare.serial_seconds, bare.span_seconds or 0.0
    rows = []
    for engine, burden in burdens.items():
        for p in processors:
            low, high = max(serial / p, least), (serial - least) / p + least + burden
            times = tuple(part * (low * high) ** 0.5 for part in (0.9, 1.0, 1.2))
            rows.append(ParallelRow(engine, p, times, 8 * p, 1e-4, None, serial / median(times), None, low, high))
    return replace(bare, rows=tuple(rows))
