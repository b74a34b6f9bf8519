"""Random linear recurrences: how many are solved, and whether each closed form has the exact values up to n = 200.

    python benchmarks/linear_random.py [COUNT] [SEED]        2000 and 0 unless said otherwise

Orders 1 to 6, rational coefficients and initial values, up to three polynomials times exponentials; chosen and chance
roots, resonance, steps that skip. Each is solved from its text; a rational closed form is held against the values
exactly, one with irrational numbers to 38 digits. Exit code 1 where one is wrong, or less than 99 % are solved.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))

from recur.model.errors import RecurError  # noqa: E402
from recur.model.solution import Solution  # noqa: E402
from recur.solving.solver import solve_all  # noqa: E402
from tests.formula_values import same  # noqa: E402
from tests.linear_cases import Linear, random_recurrence  # noqa: E402

LAST = 200
SHOWN = 12  # failures that are printed


def wrong_at(case: Linear, solution: Solution) -> int | None:
    """The first n of its domain where the closed form has another value."""
    assert solution.exact is not None and solution.exact_domain is not None
    digits = {d.symbol: d.value for d in solution.where}
    first = solution.exact_domain.first
    if first > case.start + len(case.values):
        return case.start  # a domain that begins after the initial values leaves some out
    values = case.follow(LAST)
    sizes = range(max(first, case.start), LAST + 1)
    return next((n for n in sizes if not same(solution.exact, digits, n, values[n - case.start])), None)


def main(count: int, seed: int) -> int:
    rng = random.Random(seed)
    said: Counter[str] = Counter()
    failures: list[str] = []
    seconds: list[float] = []
    checking = 0.0
    for _ in range(count):
        case = random_recurrence(rng)
        started = time.perf_counter()
        try:
            solution = solve_all(case.text)[-1]
        except RecurError as problem:
            said["unsolved"] += 1
            failures.append(f"unsolved  {case.text}\n    {problem.message}")
            continue
        finally:
            seconds.append(time.perf_counter() - started)
        started = time.perf_counter()
        if solution.exact is None:
            said["no closed form"] += 1
            failures.append(f"no closed form  {case.text}")
        elif (n := wrong_at(case, solution)) is not None:
            said["wrong"] += 1
            failures.append(f"wrong at n = {n}  {case.text}\n    {solution.exact}")
        else:
            said["right"] += 1
            said["without Θ"] += solution.bounds.theta is None
        checking += time.perf_counter() - started
    for failure in failures[:SHOWN]:
        print(failure)
    seconds.sort()
    print(f"{count} recurrences (seed {seed}): {dict(said)}")
    print(
        f"solving: {sum(seconds):.1f} s, median {seconds[len(seconds) // 2] * 1e3:.2f} ms, "
        f"slowest {seconds[-1] * 1e3:.0f} ms; checking: {checking:.1f} s"
    )
    return int(bool(said["wrong"]) or said["right"] < 0.99 * count)


if __name__ == "__main__":
    numbers = [int(x) for x in sys.argv[1:3]]
    sys.exit(main(*numbers, *(2000, 0)[len(numbers) :]))
