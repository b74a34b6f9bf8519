"""How long a solution takes in a warm process: parse to verified solution. Its derivation, which is written when it is
read, and its text are left out.

    python benchmarks/solving.py [SEED]     medians over the known recurrences by class, new master texts, all pairs

Every text is new to the process: it is solved once, for what comes again is remembered in part. Texts of other
families load what is loaded once. Bars: 3 ms for the median of new master texts, 2 ms over everything, none above 1 s;
the pairs of thirty functions in under 1 s.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
from contextlib import suppress
from functools import partial
from itertools import permutations
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
CASES = CHECKOUT / "tests" / "cases"
sys.path.insert(0, str(CHECKOUT))

from benchmarks.figures import Figure, seconds  # noqa: E402
from recur.model.errors import RecurError  # noqa: E402
from recur.solving.comparison import compare  # noqa: E402
from recur.solving.solver import solve_all  # noqa: E402

CHECKED = (
    "half of them (several calls, floors, steps, histories, systems) are followed over hundreds to thousands of sizes, "
    "a third of the time of all; of a master text reading, its method and the check take a third each"
)
WARMING = ("T(n) = 2T(n/2) + n log n", "T(n) = T(n-1) + n", "T(n) = T(n/2) + T(n/4) + n", "T(n) = T(sqrt(n)) + 1")
FORMS = ("", "n", "n^2", "n log n", "sqrt(n)", "n/log n", "n^3", "log n", "n^2 log^2 n", "n^2.5")


def master_texts(count: int, rng: random.Random) -> list[str]:
    """Different master recurrences."""
    texts: dict[str, None] = {}
    while len(texts) < count:
        c, form = rng.randint(2, 99), rng.choice(FORMS)
        texts[f"T(n) = {rng.randint(1, 60)}T(n/{rng.randint(2, 12)}) + {c}{'*' if form else ''}{form}"] = None
    return list(texts)


def solved(text: str) -> None:
    with suppress(RecurError):  # a refusal takes time as well
        solve_all(text)


def functions() -> list[str]:
    lines = (CASES / "orders_of_growth.txt").read_text(encoding="utf-8").splitlines()
    return [f.strip() for line in lines if line.strip() and line[0] != "#" for f in line.split(";")]


def compared() -> None:
    for f, g in permutations(functions(), 2):
        compare(f, g)


def times(seed: int) -> tuple[dict[str, list[float]], str]:
    """Milliseconds of each class, and the slowest text."""
    rng = random.Random(seed)
    rows = [json.loads(line) for line in (CASES / "known_growth.jsonl").read_text(encoding="utf-8").splitlines()]
    rng.shuffle(rows)
    for text in WARMING:
        solved(text)
    by_class: dict[str, list[float]] = {}
    slowest = (0.0, "")
    for row in rows:
        taken = seconds(partial(solved, row["recurrence"])) * 1e3
        by_class.setdefault(row["class"], []).append(taken)
        slowest = max(slowest, (taken, row["recurrence"]))
    by_class["all"] = [taken for found in by_class.values() for taken in found]
    by_class["new master texts"] = [seconds(partial(solved, text)) * 1e3 for text in master_texts(300, rng)]
    return by_class, slowest[1]


def figures(seed: int = 0) -> list[Figure]:
    by_class, slowest = times(seed)
    everything, masters = by_class["all"], by_class["new master texts"]
    return [
        Figure("a new master text, median of 300", statistics.median(masters), "ms", 3),
        Figure(
            f"known recurrences, each once, median of {len(everything)}",
            statistics.median(everything),
            "ms",
            2,
            reason=CHECKED,
        ),
        Figure(f"the slowest of them, {slowest}", max(everything), "ms", 1000),
        Figure(f"{len(functions()) * (len(functions()) - 1)} comparisons", seconds(compared), "s", 1),
    ]


def main(seed: int) -> None:
    by_class, slowest = times(seed)
    for name, found in sorted(by_class.items()):
        print(f"{name:16} {len(found):4}  median {statistics.median(found):7.2f} ms  max {max(found):8.1f} ms")
    print(f"slowest: {slowest}")
    print(f"all pairs of {len(functions())} functions in {seconds(compared):.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
