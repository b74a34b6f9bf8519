"""The same bytes on a busy machine: the gallery and some long answers, beside processes that only count.

    python benchmarks/busy.py [--processes N] [--slowly SECONDS]

Each answer is made twice in a process of its own, before and while N others (default 4) keep every core busy. An answer
that ran out of its time is counted apart: that is said, with exit code 4. Exit 1 if any two differ otherwise.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "docs"))

from gallery import exhibits  # noqa: E402

COUNT = "while True: sum(range(1000))"
#: What was bounded, checked, drawn or tabled by the clock once.
MORE = (
    ("solve", "T(n) = T(n-1) + T(n-2) + T(n/2) + 1"),
    ("solve", "T(n) = 25T(n/5) + n^(2)*ln(n)^(-999/1000)"),
    ("solve", "T(n) = T(n-1) + T(n/2) + n*sin(n)^2"),
    ("solve", "T(n) = T(n/2) + T(sqrt(n)) + n/log log n"),
    ("check", "T(n) = T(n-1) + T(n/2) + n", "n^2"),
    ("check", "T(n) = 2T(n/2) + n", "n^2"),
    ("report", "T(n) = T(n-1) + T(n-2) + T(n/2) + 1", "-o", "-"),
    ("report", "T(n) = max(k=1..n-1, T(k) + T(n-k)) + n, T(1) = 1", "-o", "-"),
    ("analyze", "examples/programs/fibonacci.spawn", "-n", "10,32,10^30"),
)
LIMIT = 4


def said(words: tuple[str, ...], seconds: float) -> tuple[int, bytes, bytes]:
    command = [sys.executable, "-m", "recur", words[0], "--timeout", str(seconds), *words[1:]]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, check=False)
    return done.returncode, done.stdout, done.stderr


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--slowly", type=float, default=60.0, metavar="SECONDS", help="time allowed for an answer")
    asked = parser.parse_args()
    gallery = [exhibit.words for exhibit in exhibits() if "--plot" not in exhibit.words]
    commands = list(dict.fromkeys((*gallery, *MORE)))
    quiet = [said(words, asked.slowly) for words in commands]
    busy = [subprocess.Popen([sys.executable, "-c", COUNT]) for _ in range(asked.processes)]
    try:
        loaded = [said(words, asked.slowly) for words in commands]
    finally:
        for process in busy:
            process.kill()
            process.wait()
    over = different = 0
    for words, before, after in zip(commands, quiet, loaded, strict=True):
        if before == after:
            continue
        if LIMIT in (before[0], after[0]) and before[0] != after[0]:
            over += 1
            continue
        different += 1
        print("DIFFERENT", *words)
    print(f"{len(commands)} answers beside {asked.processes} processes: {different} differ, {over} ran out of time")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
