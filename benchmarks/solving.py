"""How long a solution takes in a warm process: parse to verified solution, steps included, text not rendered.

    python benchmarks/solving.py        medians over the known recurrences by class, and all pairs of thirty functions

Bars: 3 ms for the median of the class "master", 5 ms over everything, none above 1 s; the pairs in under 5 s.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from contextlib import suppress
from itertools import permutations
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
CASES = CHECKOUT / "tests" / "cases"
sys.path.insert(0, str(CHECKOUT))

from recur.model.errors import RecurError  # noqa: E402
from recur.solving.comparison import compare  # noqa: E402
from recur.solving.solver import solve_all  # noqa: E402


def seconds(text: str) -> float:
    start = time.perf_counter()
    with suppress(RecurError):  # a refusal takes time as well
        solve_all(text)
    return time.perf_counter() - start


def main() -> None:
    rows = [json.loads(line) for line in (CASES / "known_growth.jsonl").read_text(encoding="utf-8").splitlines()]
    by_class: dict[str, list[float]] = {}
    slowest = (0.0, "")
    for row in rows:
        text = row["recurrence"]
        seconds(text)
        taken = statistics.median(seconds(text) for _ in range(3))
        by_class.setdefault(row["class"], []).append(taken)
        slowest = max(slowest, (taken, text))
    everything = [taken for found in by_class.values() for taken in found]
    for name, found in sorted([*by_class.items(), ("all", everything)]):
        median, most = statistics.median(found) * 1e3, max(found) * 1e3
        print(f"{name:16} {len(found):4}  median {median:7.2f} ms  max {most:8.1f} ms")
    print(f"slowest: {slowest[1]}")

    lines = (CASES / "orders_of_growth.txt").read_text(encoding="utf-8").splitlines()
    functions = [f.strip() for line in lines if line.strip() and line[0] != "#" for f in line.split(";")]
    start = time.perf_counter()
    pairs = [compare(f, g).order for f, g in permutations(functions, 2)]
    print(f"{len(pairs)} comparisons in {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
