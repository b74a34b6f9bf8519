"""Two clocks: what a run took, and how long a processor worked for it; which of them tells of the program.

On a busy machine a run that only computes is put aside again and again: its wall time then tells of the others. A run
that waits, for a disk or a network, gives the processor up of itself, and its wall time is its time.
"""

from collections.abc import Iterable, Sequence
from statistics import median

from recur.measurement.samples import Sample
from recur.model import Step
from recur.model.records import replace

APART = 0.1  # of the wall time, below which the clocks tell the same
COMPUTES = 0.2  # of the wall time, where nobody counted how often a run gave the processor up: many are busy, too
SHORT = 0.1  # seconds in all, which tell nothing of a machine
SHORTEST = 1e-9


def computes(samples: Sequence[Sample]) -> bool:
    """Do the runs compute, so that their CPU time is their time?"""
    if not samples or any(sample.cpu_seconds is None for sample in samples):
        return False
    waits = [sample.waits for sample in samples if sample.waits is not None]
    if len(waits) == len(samples):
        return median(waits) == 0
    best: dict[int, float] = {}
    for sample in samples:
        best[sample.size] = max(best.get(sample.size, 0.0), (sample.cpu_seconds or 0.0) / sample.seconds)
    return min(best.values()) >= COMPUTES


def on_cpu(samples: Iterable[Sample]) -> tuple[Sample, ...]:
    """The samples by their CPU times, where all have one and they compute; else as they are."""
    samples = tuple(samples)
    if not computes(samples):
        return samples
    return tuple(replace(sample, seconds=max(sample.cpu_seconds or 0.0, SHORTEST)) for sample in samples)


def clocks_apart(samples: Iterable[Sample], least: float = SHORT) -> Step | None:
    """Where the clocks differ: that the machine was busy, or that the program waits, and what was judged.

    `least`: fewer seconds in all are no run of a machine; a file may hold means of many runs, as short as they are.
    """
    timed = [sample for sample in samples if sample.cpu_seconds is not None]
    wall, cpu = sum(sample.seconds for sample in timed), sum(sample.cpu_seconds or 0.0 for sample in timed)
    if abs(wall - cpu) <= APART * wall or wall < least:
        return None
    told = f"{_seconds(cpu)} of {_seconds(wall)}"
    judged = "CPU" if computes(timed) else "wall"
    if cpu > wall:
        return Step(
            f"Several processors worked at once: {_seconds(cpu)} in {_seconds(wall)}; {judged} times are judged."
        )
    if judged == "CPU":
        return Step(f"The machine was busy: the runs were on a processor for {told}; CPU times are judged.")
    return Step(f"The program waits: the runs were on a processor for {told}; wall times are judged.")


def _seconds(seconds: float) -> str:
    """Three digits and a unit: 4.12 s, 412 ms."""
    unit, name = next(((u, x) for u, x in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")) if seconds >= u), (1e-9, "ns"))
    return f"{seconds / unit:.3g} {name}"
