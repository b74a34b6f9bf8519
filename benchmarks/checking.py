"""How long judging an answer takes in a warm process: parse, solve, verify, judge, feedback; nothing rendered.

    python benchmarks/checking.py       over the answers of tests/cases/checks.jsonl, by verdict

Each is checked once: what comes again is remembered in part. Bars: 5 ms for the median, none above 1 s.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
CASES = CHECKOUT / "tests" / "cases"
sys.path.insert(0, str(CHECKOUT))

from benchmarks.figures import Figure  # noqa: E402
from recur.answers.judging.judging import judge  # noqa: E402
from recur.answers.judging.question import Question  # noqa: E402


def timed(recurrence: str, answer: str) -> tuple[float, float, str]:
    """Seconds for the whole check, seconds for the judging alone, and the verdict."""
    start = time.process_time()
    question = Question.read(recurrence)
    solved = time.process_time()
    verdict = judge(question, answer)
    end = time.process_time()
    return end - start, end - solved, str(verdict.verdict)


Times = dict[str, list[tuple[float, float]]]
WARMING = (("T(n) = 2T(n/2) + n log n", "n^2"), ("T(n) = T(n-1) + n, T(0) = 0", "T(n) = n^2"))


def times() -> tuple[Times, tuple[float, str, str]]:
    """By verdict: seconds for the whole and for the judging alone; the slowest of all."""
    rows = [json.loads(line) for line in (CASES / "checks.jsonl").read_text(encoding="utf-8").splitlines()]
    for pair in WARMING:
        timed(*pair)
    by_verdict: Times = {}
    slowest = (0.0, "", "")
    for recurrence, answer in {(row["recurrence"], row["answer"]): None for row in rows}:
        whole, alone, verdict = timed(recurrence, answer)
        by_verdict.setdefault(verdict, []).append((whole, alone))
        slowest = max(slowest, (whole, recurrence, answer))
    return by_verdict, slowest


def figures() -> list[Figure]:
    by_verdict, slowest = times()
    whole = [taken * 1e3 for group in by_verdict.values() for taken, _ in group]
    return [
        Figure(f"an answer checked, each once, median of {len(whole)}", statistics.median(whole), "ms", 5),
        Figure(f"the slowest of them, {slowest[1]} | {slowest[2]}", max(whole), "ms", 1000),
    ]


def main() -> None:
    by_verdict, slowest = times()
    everything = [found for group in by_verdict.values() for found in group]
    for name, found in sorted([*by_verdict.items(), ("all", everything)]):
        whole, alone = ([times[i] * 1e3 for times in found] for i in (0, 1))
        print(
            f"{name:12} {len(found):4}  median {statistics.median(whole):6.2f} ms  max {max(whole):7.1f} ms"
            f"  judging alone {statistics.median(alone):6.2f} ms"
        )
    print(f"slowest: {slowest[1]} | {slowest[2]}")


if __name__ == "__main__":
    main()
