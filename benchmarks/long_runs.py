"""Long runs, minutes each: 100,000 different recurrences through `recur solve -`, and as many answers of a class.

    python benchmarks/long_runs.py

Bars: four minutes and 45 seconds by the clock on two cores, memory that does not grow with the lines. All answers are
different, so that none is known from before; a real class gives many of them again and again.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import batches
from benchmarks.figures import Figure, children_seconds, show
from benchmarks.grading import RECURRENCES, graded

LINES = ANSWERS = 100_000
SECONDS_FOR_ANSWERS = 45.0
EACH = "reading, judging and writing one different answer takes over a millisecond of processor time"


def figures() -> list[Figure]:
    lines, before = batches.figures(LINES), children_seconds()
    taken, _ = graded(1, ANSWERS)
    what = f"{ANSWERS:,} different answers to {RECURRENCES} questions, graded by the command, cold"
    return [
        *lines,
        Figure(what, taken[0], "s", SECONDS_FOR_ANSWERS, reason=EACH),
        Figure(f"{what}: processor time", children_seconds() - before, "s", 2 * SECONDS_FOR_ANSWERS, reason=EACH),
    ]


if __name__ == "__main__":
    show(figures())
