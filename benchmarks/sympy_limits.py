"""Two growths compared: recur beside the limit of their quotient by sympy, which is how PrairieLearn would grade.

    python benchmarks/sympy_limits.py [PAIRS] [SEED]        60 and 0 unless said otherwise

Pairs of the thirty functions of CLRS, problem 3-3, drawn by chance, each once; sympy has two seconds for each.
"""

from __future__ import annotations

import random
import signal
import statistics
import sys
from itertools import permutations
from pathlib import Path
from types import FrameType

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.figures import Figure, seconds, show
from benchmarks.solving import functions
from recur.notation import python
from recur.parsing import parse_formula
from recur.solving.comparison import compare

SECONDS = 2
EASY = "what sympy answers within its time is the easy part; the others are not counted"


class NoLimit(Exception):
    """It took too long, or none was found."""


def ring(_signal: int, _frame: FrameType | None) -> None:
    raise NoLimit


def by_sympy(f: str, g: str) -> str:
    """The order of f beside g, by the limit of f/g."""
    import sympy

    n = sympy.Symbol("n", positive=True)
    left, right = (sympy.sympify(python.write(parse_formula(x)), locals={"n": n}) for x in (f, g))
    try:
        found = sympy.limit(left / right, n, sympy.oo)
    except NoLimit:
        raise
    except Exception as fault:
        raise NoLimit from fault
    if found.has(sympy.Limit) or found.has(sympy.AccumBounds):
        raise NoLimit
    return "slower" if found == 0 else "faster" if found == sympy.oo else "same"


def figures(count: int = 60, seed: int = 0) -> list[Figure]:
    pairs = random.Random(seed).sample(list(permutations(functions(), 2)), count)
    by_sympy("n", "n^2")
    compare("n log n", "n^3")
    ratios, differing, unanswered = [], 0, 0
    before = signal.signal(signal.SIGALRM, ring)
    for f, g in pairs:
        ours: list[str] = []
        theirs: list[str] = []
        spent = seconds(lambda f=f, g=g, said=ours: said.append(str(compare(f, g).order)))  # type: ignore[misc]
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
        try:
            limit = seconds(lambda f=f, g=g, said=theirs: said.append(by_sympy(f, g)))  # type: ignore[misc]
        except NoLimit:
            unanswered += 1
            continue
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        ratios.append(limit / spent)
        differing += ours != theirs
    signal.signal(signal.SIGALRM, before)
    return [
        Figure(
            f"comparison, beside sympy's limit on {len(ratios)} pairs",
            statistics.median(ratios),
            "× as fast",
            None,
            100,
            EASY,
        ),
        Figure(f"of {count} pairs, those without an answer of sympy's in {SECONDS} s", unanswered, "pairs"),
        Figure("of the others, those that sympy orders otherwise", differing, "pairs"),
    ]


if __name__ == "__main__":
    show(figures(*map(int, sys.argv[1:3])))
