"""How long a class takes: 1,000 different answers to 60 recurrences, graded by the command from a cold start.

    python benchmarks/grading.py [ROUNDS]

A third of the answers is right, the others are wrong, true but loose, written with constants, or not to be read.
Bar: the best round under 2 s of wall time, on two cores.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))

from benchmarks.figures import BUSY, ENVIRONMENT, RECUR, Figure, children_seconds  # noqa: E402

CASES = CHECKOUT / "tests" / "cases" / "known_growth.jsonl"
#: As a sampling of one process at the whole class says.
PARTS = "a quarter of it solves the questions, over half reads and judges the answers, a tenth loads modules"
RECURRENCES, ANSWERS, BAR_SECONDS = 60, 1_000, 2.0
#: What made-up students answer, from the growth that is right; {i} makes each of them different.
FORMS = (
    "Theta({i}*({g}))",
    "{i}*({g})",
    "O({i}*({g})*n)",
    "Theta(({g})*n^({i}/100))",
    "Theta(({g})*log(n) + {i})",
    "Theta({i}*({g}) + log(n))",
    "Omega({i}*({g})/n)",
    "Theta({i}*({g})",
    "O({i}*({g}))",
)


def recurrences() -> list[tuple[str, str]]:
    """Recurrences with their growth, classes in turn; only those that one function and a formula describe."""
    rows = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    by_class: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        if row.get("answer"):
            by_class.setdefault(row["class"], []).append((row["recurrence"], row["answer"]))
    found: list[tuple[str, str]] = []
    while len(found) < RECURRENCES:
        found += [cases.pop(0) for cases in by_class.values() if cases]
    return found[:RECURRENCES]


def write(file: Path, answers: int = ANSWERS, different: int | None = None) -> None:
    """A class; `different` (a multiple of 60): how many of its answers differ, as students answer alike. None: all."""
    asked = recurrences()
    with file.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["student", "recurrence", "answer"])
        for row in range(answers):
            number = row % (different or answers)
            recurrence, growth = asked[number % RECURRENCES]
            # one more each time round, so that every recurrence meets every form
            form = FORMS[(number + number // RECURRENCES) % len(FORMS)]
            rows.writerow([f"s{row // RECURRENCES}", recurrence, form.format(g=growth, i=number + 2)])


def graded(rounds: int, answers: int = ANSWERS, different: int | None = None) -> tuple[list[float], Counter[str]]:
    """Seconds of each round, and how many answers have which verdict."""
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "class.csv", Path(folder) / "grades.jsonl"
        write(file, answers, different)
        taken = []
        for _ in range(rounds):
            start = time.perf_counter()
            subprocess.run(
                [RECUR, "grade", str(file), "-o", str(out)], check=True, capture_output=True, env=ENVIRONMENT
            )
            taken.append(time.perf_counter() - start)
        with out.open(encoding="utf-8") as lines:
            verdicts = Counter(json.loads(line)["verdict"] for line in lines)
    return taken, verdicts


def figures(rounds: int = 2) -> list[Figure]:
    before = children_seconds()
    taken, verdicts = graded(rounds)
    what, spent = f"{verdicts.total():,} answers graded by the command, cold", children_seconds() - before
    return [
        Figure(what, min(taken), "s", BAR_SECONDS, reason=BUSY),
        Figure(f"{what}: processor time", spent / rounds, "s", 2 * BAR_SECONDS, reason=PARTS),
    ]


def main(rounds: int) -> int:
    taken, verdicts = graded(rounds)
    print(", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common()))
    print(f"{verdicts.total():,} answers in {min(taken):.2f} s   (best of {rounds}; bar {BAR_SECONDS:g} s)")
    return 1 if min(taken) > BAR_SECONDS else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
