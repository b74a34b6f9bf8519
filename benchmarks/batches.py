"""Many different recurrences through `recur solve -`: seconds and memory of all its processes.

python benchmarks/batches.py [LINES]        3,000 unless said otherwise
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.figures import BUSY, ENVIRONMENT, RECUR, Figure, children_seconds, show
from benchmarks.solving import master_texts

#: 100,000 lines in four minutes
SECONDS_A_LINE = 240 / 100_000


def texts(count: int, seed: int = 0) -> list[str]:
    """Two thirds of them divide and conquer, the others linear of order one and two with values."""
    rng = random.Random(seed)
    found = dict.fromkeys(master_texts(2 * count // 3, rng))
    while len(found) < count:
        a, b, c, d = (rng.randint(1, 99) for _ in range(4))
        found[f"T(n) = {a}T(n-1) + {b}n, T(0) = {c}"] = None
        found[f"T(n) = {a % 9 + 1}T(n-1) + {b % 9 + 1}T(n-2) + {c}, T(0) = 0, T(1) = {d}"] = None
    lines = list(found)[:count]
    rng.shuffle(lines)
    return lines


def resident(process: int) -> int:
    """The bytes that a process and those it has started hold; 0 where the system does not say."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except (OSError, IndexError):
        return 0
    return pages * 4096 + sum(resident(int(child)) for child in children)


def figures(count: int = 3_000) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "lines.txt", Path(folder) / "answers.txt"
        file.write_text("\n".join(texts(count)) + "\n", encoding="utf-8")
        most, start, before = 0, time.perf_counter(), children_seconds()
        with file.open("rb") as lines, out.open("wb") as answers:
            process = subprocess.Popen(
                [RECUR, "solve", "--brief", "-"], stdin=lines, stdout=answers, stderr=answers, env=ENVIRONMENT
            )
            while process.poll() is None:
                most = max(most, resident(process.pid))
                time.sleep(0.2)
        taken, spent = time.perf_counter() - start, children_seconds() - before
    what = f"{count:,} different recurrences through solve -"
    return [
        Figure(what, taken, "s", SECONDS_A_LINE * count, reason=BUSY),
        Figure(f"{what}: processor time", spent, "s", 2 * SECONDS_A_LINE * count),
        Figure(f"{what}: all its processes", most / 2**20, "MB", 400),
    ]


if __name__ == "__main__":
    show(figures(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000))
