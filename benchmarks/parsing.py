"""Recurrences parsed a second, on one core: text to normalised system, over the notations of the tests.

    python benchmarks/parsing.py [ROUNDS]

Processor time of the best round counts, so that other programs disturb little. Exit code 1 below the bar.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
BAR = 2_000.0  # recurrences a second

sys.path.insert(0, str(CHECKOUT))


def texts() -> list[str]:
    """Every whole recurrence and system among the notations, as it was found."""
    lines = (CHECKOUT / "tests" / "cases" / "notations.jsonl").read_text(encoding="utf-8").splitlines()
    cases = map(json.loads, lines)
    return [case["text"] for case in cases if case["form"] == "well-formed" and case["kind"] != "answer"]


def seconds(action: Callable[[str], object], inputs: list[str]) -> float:
    start = time.process_time()
    for text in inputs:
        action(text)
    return time.process_time() - start


def main(rounds: int) -> int:
    start = time.perf_counter()
    from recur.parsing import parse

    imported = time.perf_counter() - start
    inputs = texts()
    start = time.perf_counter()
    parse(inputs[0])
    first = time.perf_counter() - start
    each = [seconds(parse, inputs) / len(inputs) for _ in range(rounds)]
    best = 1 / min(each)
    print(f"import {imported * 1e3:6.1f} ms")
    print(f"first  {first * 1e3:6.1f} ms")
    print(f"then   {min(each) * 1e6:6.0f} µs each, median {statistics.median(each) * 1e6:.0f} µs")
    print(f"       {best:6.0f} recurrences a second over {len(inputs)} notations (bar {BAR:.0f})")
    return 0 if best >= BAR else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10))
