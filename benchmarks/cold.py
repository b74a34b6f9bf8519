"""Cold starts of the command, as ratios to `python -c "import sympy"` in the same run.

    python benchmarks/cold.py [ROUNDS]

The commands take turns, so that a busy moment of the machine falls on all of them; medians are compared.
Exit code 1 when a ratio is over its bar.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

RECUR = str(Path(sysconfig.get_path("scripts")) / "recur")
YARDSTICK = [sys.executable, "-c", "import sympy"]
#: what is timed -> (the command, the bar its ratio should stay under, the exit code it must have)
TIMED: dict[str, tuple[list[str], float, int]] = {
    'recur solve "4T(n/2)+1"': ([RECUR, "solve", "4T(n/2)+1"], 0.7, 0),
    'recur solve "T(n-1) + T(n-2)" (linear)': ([RECUR, "solve", "T(n-1) + T(n-2)"], 0.7, 0),
    'recur solve "T(n/2) + T(n/3) + n" (Akra–Bazzi)': ([RECUR, "solve", "T(n/2) + T(n/3) + n"], 0.7, 0),
    'recur check "2T(n/2) + n log n" "n log^2 n"': ([RECUR, "check", "2T(n/2) + n log n", "n log^2 n"], 0.7, 0),
    "recur --version": ([RECUR, "--version"], 0.35, 0),
    'recur solve "T(n) = 2T(n/2 + n"': ([RECUR, "solve", "T(n) = 2T(n/2 + n"], 0.6, 2),
}


def seconds(command: list[str], expected: int) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False)
    elapsed = time.perf_counter() - start
    if done.returncode != expected:
        sys.exit(f"{command} ended with {done.returncode}, not {expected}:\n{done.stderr.decode()}")
    return elapsed


def main(rounds: int) -> int:
    runs: dict[str, list[float]] = {name: [] for name in TIMED}
    yardstick: list[float] = []
    for turn in range(rounds + 1):
        measured = seconds(YARDSTICK, 0)
        row = {name: seconds(command, code) for name, (command, _, code) in TIMED.items()}
        if turn:  # the first turn fills the caches of the disk
            yardstick.append(measured)
            for name, value in row.items():
                runs[name].append(value)
    unit = statistics.median(yardstick)
    print(f"{'import sympy':<50}{unit * 1000:7.0f} ms   (median of {rounds})")
    late = 0
    for name, (_, bar, _) in TIMED.items():
        ratio = statistics.median(runs[name]) / unit
        late += ratio > bar
        print(f"{name:<50}{ratio * unit * 1000:7.0f} ms   ratio {ratio:.2f}   (bar {bar})")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
