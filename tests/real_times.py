"""Times that benchmark tools wrote of programs whose growth is known: tests/cases/real_times.jsonl.

A line: what wrote it, the true growth, whether the machine bent the curve visibly ("bent"), and the runs, a size and
its times in seconds; where a time is a pair, that is the wall time and the CPU time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from recur.measurement.samples import Sample

FILE = Path(__file__).parent / "cases" / "real_times.jsonl"


@dataclass(frozen=True, slots=True)
class RealSeries:
    """What a tool wrote of one program."""

    written_by: str
    truth: str
    bent: bool
    samples: tuple[Sample, ...]


def real_series() -> list[RealSeries]:
    found = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        times = []
        for size, *runs in row["runs"]:
            for run in runs:
                wall, cpu = run if isinstance(run, list) else (run, None)
                times.append(Sample(size, wall, cpu_seconds=cpu))
        found.append(RealSeries(row["from"], row["truth"], row["bent"], tuple(times)))
    return found
