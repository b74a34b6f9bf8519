"""Cold starts of the command, as ratios to `python -c "import sympy"` in the same run.

    python benchmarks/cold.py [ROUNDS]

The commands take turns, so that a busy moment of the machine falls on all of them; medians of processor time are
compared.
Exit code 1 when a ratio is over its bar.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))

from benchmarks.figures import ENVIRONMENT, RECUR, Figure, children_seconds  # noqa: E402

YARDSTICK = [sys.executable, "-c", "import sympy"]
#: what is timed -> (the command, the bar its ratio should stay under, the exit code it must have)
TIMED: dict[str, tuple[list[str], float, int]] = {
    'recur solve "4T(n/2)+1"': ([RECUR, "solve", "4T(n/2)+1"], 0.4, 0),
    'recur solve "T(n-1) + T(n-2)" (linear)': ([RECUR, "solve", "T(n-1) + T(n-2)"], 0.7, 0),
    'recur solve "T(n/2) + T(n/3) + n" (Akra–Bazzi)': ([RECUR, "solve", "T(n/2) + T(n/3) + n"], 0.7, 0),
    'recur check "2T(n/2) + n log n" "n log^2 n"': ([RECUR, "check", "2T(n/2) + n log n", "n log^2 n"], 0.7, 0),
    "recur --help": ([RECUR, "--help"], 0.25, 0),
    "recur --version": ([RECUR, "--version"], 0.35, 0),
    'recur solve "T(n) = 2T(n/2 + n"': ([RECUR, "solve", "T(n) = 2T(n/2 + n"], 0.6, 2),
}


REASON = "most of it is loading recur's own modules"


def seconds(command: list[str], expected: int) -> float:
    """Processor time of the command."""
    before = children_seconds()
    done = subprocess.run(command, capture_output=True, check=False, env=ENVIRONMENT)
    elapsed = children_seconds() - before
    if done.returncode != expected:
        sys.exit(f"{command} ended with {done.returncode}, not {expected}:\n{done.stderr.decode()}")
    return elapsed


def ratios(rounds: int) -> tuple[float, dict[str, float]]:
    """Seconds of the yardstick, and what each command takes as a multiple of them."""
    runs: dict[str, list[float]] = {name: [] for name in TIMED}
    yardstick: list[float] = []
    for turn in range(rounds + 1):
        measured = seconds(YARDSTICK, 0)
        row = {name: seconds(command, code) for name, (command, _, code) in TIMED.items()}
        if turn:  # the first turn fills the caches of the disk, and compiles what is not yet
            yardstick.append(measured)
            for name, value in row.items():
                runs[name].append(value)
    unit = statistics.median(yardstick)
    return unit, {name: statistics.median(taken) / unit for name, taken in runs.items()}


def figures(rounds: int = 7) -> list[Figure]:
    _, found = ratios(rounds)
    return [
        Figure(f"cold: {name}", found[name], "× import sympy", bar, reason=REASON)
        for name, (_, bar, _) in TIMED.items()
    ]


def main(rounds: int) -> int:
    unit, found = ratios(rounds)
    print(f"{'import sympy':<50}{unit * 1000:7.0f} ms   (median of {rounds})")
    for name, (_, bar, _) in TIMED.items():
        print(f"{name:<50}{found[name] * unit * 1000:7.0f} ms   ratio {found[name]:.2f}   (bar {bar})")
    return int(any(found[name] > bar for name, (_, bar, _) in TIMED.items()))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
