"""Long runs, minutes each: 100,000 different recurrences through `recur solve -`, and as many answers of a class.

    python benchmarks/long_runs.py

Bars: four minutes and 45 seconds by the clock on two cores, memory that does not grow with the lines. Two classes: in
one as in a real one many students answer the same, a hundred different answers a question; in the other all answers
are different, so that none is known from before.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import batches
from benchmarks.figures import Figure, children_seconds, show
from benchmarks.grading import RECURRENCES, graded

LINES = ANSWERS = 100_000
DIFFERENT = 6_000
SECONDS_FOR_ANSWERS = 45.0
EACH = "reading, judging and writing one different answer takes a millisecond of processor time"


def figures() -> list[Figure]:
    return [*batches.figures(LINES), *_of_class(DIFFERENT, f", {DIFFERENT:,} of them different,"), *_of_class(ANSWERS)]


def _of_class(different: int, told: str = "") -> list[Figure]:
    before = children_seconds()
    taken, _ = graded(1, ANSWERS, different)
    what = f"{ANSWERS:,}{'' if told else ' different'} answers to {RECURRENCES} questions{told} graded by the command"
    return [
        Figure(what, taken[0], "s", SECONDS_FOR_ANSWERS, reason=EACH),
        Figure(f"{what}: processor time", children_seconds() - before, "s", 2 * SECONDS_FOR_ANSWERS, reason=EACH),
    ]


if __name__ == "__main__":
    show(figures())
