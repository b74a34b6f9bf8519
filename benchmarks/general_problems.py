"""Random recurrences without values, or with letters: constants fitted to random starts, 30 later values compared.

    python benchmarks/general_problems.py [COUNT] [SEED]        2000 and 0 unless said otherwise

Orders 1 to 5, rational coefficients, up to three polynomials times exponentials, resonance, letters in the driving
function and among the values, values left out. Exit code 1 where one is wrong, or less than 99 % are solved.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))

from recur.model import RecurError  # noqa: E402
from recur.solving.solver import solve_all  # noqa: E402
from tests.general_cases import fault_of, random_general  # noqa: E402

SHOWN = 12  # failures that are printed


def main(count: int, seed: int) -> int:
    rng = random.Random(seed)
    said: Counter[str] = Counter()
    failures: list[str] = []
    seconds: list[float] = []
    for _ in range(count):
        case = random_general(rng)
        started = time.perf_counter()
        try:
            fault = ""
            solution = solve_all(case.text)[-1]
        except RecurError as problem:
            fault = f"unsolved: {problem.message}"
        seconds.append(time.perf_counter() - started)
        fault = fault or fault_of(case, solution, rng)
        kind = "right" if not fault else "unsolved" if fault.startswith(("unsolved", "no closed")) else "wrong"
        said[kind] += 1
        if fault:
            failures.append(f"{kind}  {case.text}\n    {fault}")
    print(*failures[:SHOWN], sep="\n")
    seconds.sort()
    print(f"{count} recurrences (seed {seed}): {dict(said)}")
    print(f"solving: median {seconds[count // 2] * 1e3:.2f} ms, slowest {seconds[-1] * 1e3:.0f} ms")
    return int(bool(said["wrong"]) or said["right"] < 0.99 * count)


if __name__ == "__main__":
    numbers = [int(x) for x in sys.argv[1:3]]
    sys.exit(main(*numbers, *(2000, 0)[len(numbers) :]))
