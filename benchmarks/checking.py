"""How long judging an answer takes in a warm process: parse, solve, verify, judge, feedback; nothing rendered.

    python benchmarks/checking.py       over the answers of tests/cases/checks.jsonl, by verdict

Bars: 5 ms for the median, none above 1 s.
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

from recur.answers.judging.judging import judge  # noqa: E402
from recur.answers.judging.question import Question  # noqa: E402


def timed(recurrence: str, answer: str) -> tuple[float, float, str]:
    """Seconds for the whole check, seconds for the judging alone, and the verdict."""
    start = time.perf_counter()
    question = Question.read(recurrence)
    solved = time.perf_counter()
    verdict = judge(question, answer)
    end = time.perf_counter()
    return end - start, end - solved, str(verdict.verdict)


def main() -> None:
    rows = [json.loads(line) for line in (CASES / "checks.jsonl").read_text(encoding="utf-8").splitlines()]
    by_verdict: dict[str, list[tuple[float, float]]] = {}
    slowest = (0.0, "", "")
    for row in rows:
        pair = row["recurrence"], row["answer"]
        timed(*pair)
        runs = [timed(*pair) for _ in range(3)]
        taken = statistics.median(whole for whole, _, _ in runs)
        by_verdict.setdefault(runs[0][2], []).append((taken, statistics.median(alone for _, alone, _ in runs)))
        slowest = max(slowest, (taken, *pair))
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
