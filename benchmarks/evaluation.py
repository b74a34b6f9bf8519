"""How long exact values and the numeric check of an answer take, in milliseconds.

python benchmarks/evaluation.py
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from recur.evaluation.evaluator import evaluate
from recur.model.errors import RecurError
from recur.parsing import parse, parse_formula
from recur.verification.verify import verify

CASES = Path(__file__).resolve().parent.parent / "tests" / "cases" / "known_growth.jsonl"
VALUES = (
    ("T(n)=2T(n/2)+n, T(1)=1", ("10^18", "2^4000")),
    ("T(n)=T(n/2)+T(n/3)+T(n/6)+n", ("10^100", "10^1000")),
    ("T(n)=T(n/5)+T(7n/10)+n", ("10^18", "10^100")),
    ("T(n)=T(n-1)+n, T(0)=0", ("10^5", "10^18")),
    ("T(n)=T(n-1)+T(n-2), T(0)=0, T(1)=1", ("10^6",)),
    ("T(n)=T(n-1)+log(n), T(1)=0", ("10^4",)),
    ("T(n)=n-1+(2/n)*sum(k=0..n-1, T(k)), T(0)=0", ("1000", "10^5")),
    ("T(n)=T(n-1)+T(floor(n/2)), T(0)=1", ("10^6",)),
)


def milliseconds(work: Callable[[], object], repeat: int = 1) -> float:
    start = time.perf_counter()
    for _ in range(repeat):
        work()
    return (time.perf_counter() - start) / repeat * 1000


def time_values() -> None:
    print("exact values")
    for text, sizes in VALUES:
        for size in sizes:
            spent = milliseconds(partial(evaluate, text, [size], timeout=60))
            print(f"  {spent:9.1f}  {text}  at {size}")


def time_checks() -> None:
    print("numeric check of a known answer, median and maximum of each class")
    spent: dict[str, list[float]] = {}
    for line in CASES.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        try:
            system = parse(row["recurrence"])
            bound = parse_formula(row["answer"], system.named(row["function"]).variable)
        except RecurError:
            continue
        spent.setdefault(row["class"], []).append(
            milliseconds(partial(verify, system, row["function"], bound, bound), repeat=3)
        )
    for name, times in sorted(spent.items()):
        print(f"  {statistics.median(times):9.2f} {max(times):9.1f}  {name} ({len(times)})")


if __name__ == "__main__":
    time_values()
    time_checks()
