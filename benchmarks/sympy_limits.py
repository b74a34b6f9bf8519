"""Two growths compared: recur beside the limit of their quotient by sympy, which is how PrairieLearn would grade.

    python benchmarks/sympy_limits.py [PAIRS] [SEED]        60 and 0 unless said otherwise

Pairs of the thirty functions of CLRS, problem 3-3, drawn by chance, each once; sympy has twenty seconds for each, and
has no iterated logarithm. What both are given is a formula: its text is read before. A second figure reads the text on
both sides, which recur does with the prose, the doubts and the places of mistakes that a student's answer needs.
"""

from __future__ import annotations

import random
import signal
import statistics
import sys
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.figures import Figure, seconds, show
from benchmarks.solving import functions
from recur.model import Expr
from recur.notation import python
from recur.parsing import parse_formula
from recur.solving.comparison import compare

SECONDS = 20


class NoLimit(Exception):
    """It took too long, or none was found."""


def ring(_signal: int, _frame: FrameType | None) -> None:
    raise NoLimit


def as_sympy(x: Expr) -> Any:
    import sympy

    return sympy.sympify(python.write(x), locals={"n": sympy.Symbol("n", positive=True)})


def by_sympy(left: Any, right: Any) -> str:
    """The order of left beside right, by the limit of their quotient."""
    import sympy

    try:
        found = sympy.limit(left / right, sympy.Symbol("n", positive=True), sympy.oo)
    except NoLimit:
        raise
    except Exception as fault:
        raise NoLimit from fault
    if found.has(sympy.Limit) or found.has(sympy.AccumBounds):
        raise NoLimit
    return "slower" if found == 0 else "faster" if found == sympy.oo else "same"


def taken(work: Callable[[], str]) -> tuple[float, str]:
    """The processor time, and what came of it."""
    said: list[str] = []
    return seconds(lambda: said.append(work())), said[0]


def figures(count: int = 60, seed: int = 0) -> list[Figure]:
    pairs = random.Random(seed).sample(list(permutations(functions(), 2)), count)
    by_sympy(*map(as_sympy, map(parse_formula, ("n", "n^2"))))
    compare("n log n", "n^3")
    formulas, texts, differing, unanswered = [], [], 0, 0
    before = signal.signal(signal.SIGALRM, ring)
    for f, g in pairs:
        with_text, _ = taken(lambda f=f, g=g: str(compare(f, g).order))  # type: ignore[misc]
        x, y = parse_formula(f), parse_formula(g)
        alone, ours = taken(lambda x=x, y=y: str(compare(x, y).order))  # type: ignore[misc]
        read: list[Any] = []
        reading = seconds(lambda x=x, y=y, read=read: read.extend(map(as_sympy, (x, y))))  # type: ignore[misc]
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
        try:
            limit, theirs = taken(lambda read=read: by_sympy(*read))  # type: ignore[misc]
        except NoLimit:
            unanswered += 1
            continue
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        formulas.append(limit / alone)
        texts.append((reading + limit) / with_text)
        differing += ours != theirs
    signal.signal(signal.SIGALRM, before)
    return [
        Figure(
            f"two formulas compared, beside sympy's limit on the {len(formulas)} pairs it answers",
            statistics.median(formulas),
            "× as fast",
            None,
            100,
        ),
        Figure("the same with both texts read", statistics.median(texts), "× as fast"),
        Figure(f"of {count} pairs, those without an answer of sympy's in {SECONDS} s", unanswered, "pairs"),
        Figure("of the others, those that sympy orders otherwise", differing, "pairs"),
    ]


if __name__ == "__main__":
    show(figures(*map(int, sys.argv[1:3])))
