"""What a benchmark measures, as rows of one table; and how a time grows with its size."""

from __future__ import annotations

import math
import os
import sysconfig
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

#: The command as it is installed, and where it runs: it may keep its modules compiled, as those of sympy are.
RECUR = str(Path(sysconfig.get_path("scripts")) / "recur")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

#: Why a time by the clock may be far beyond the processor time.
BUSY = "by the clock, and others wanted the same cores; the processor time below is recur's own"


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: what was measured, the number with its unit, and what it has to stay under, or to reach."""

    what: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None
    reason: str = ""  # why it falls short, where it does

    @property
    def met(self) -> bool:
        low, high = self.at_least, self.at_most
        return (low is None or self.value >= low) and (high is None or self.value <= high)


def seconds(work: Callable[[], object]) -> float:
    """Processor time, which other programs disturb little; once, for what is asked again may be remembered."""
    start = process_time()
    work()
    return process_time() - start


def children_seconds() -> float:
    """Processor time of all processes that this one has started and that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def show(figures: Iterable[Figure]) -> None:
    for figure in figures:
        print(f"{figure.value:10.2f} {figure.unit:15} {figure.what}")


def exponent(sizes: Sequence[float], times: Sequence[float]) -> float:
    """The e of time ≈ c·size^e, by least squares of the logarithms."""
    x, y = [math.log(size) for size in sizes], [math.log(max(time, 1e-9)) for time in times]
    middle = sum(x) / len(x)
    return sum((a - middle) * b for a, b in zip(x, y, strict=True)) / sum((a - middle) ** 2 for a in x)


def growth(what: str, sizes: Sequence[int], work: Callable[[int], object], at_most: float) -> Figure:
    """A row for the exponent of the time of `work(size)`."""
    found = exponent(sizes, [seconds(lambda size=size: work(size)) for size in sizes])  # type: ignore[misc]
    return Figure(f"{what}, {sizes[0]} to {sizes[-1]}", found, "exponent", at_most)
