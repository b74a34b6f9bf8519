"""Forty linear recurrences: recur beside SymPy's rsolve, and beside Maxima's solve_rec where maxima is installed.

    python benchmarks/linear.py [SECONDS]

Everyone gets the same recurrences in one run, one after the other, SECONDS (20) at most for each, and each in its own
form, read beforehand. A closed form counts as right when it has the exact values at n = start … 40. recur's time is for
bound, derivation, closed form and check. Exit code 1 when recur is wrong anywhere, or below its bars: 50 times SymPy's
speed and 5 times Maxima's, by the median of the ratios over what both solved.
"""

from __future__ import annotations

import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from types import FrameType
from typing import Any

LAST = 40


@dataclass(frozen=True)
class Case:
    """T(n) = Σ coefficients[i]·T(n − i) + driving, T(start + j) = values[j]; `driving` in Python's and everyone's "
    "syntax."""

    coefficients: dict[int, str]
    driving: str
    values: tuple[int, ...]
    start: int = 0

    @property
    def text(self) -> str:
        calls = " + ".join(f"({c})*T(n-{i})" for i, c in self.coefficients.items())
        base = ", ".join(f"T({self.start + j}) = {v}" for j, v in enumerate(self.values))
        return f"T(n) = {calls}" + (f" + {self.driving}" if self.driving != "0" else "") + f", {base}"

    def follow(self) -> list[Fraction]:
        found = [Fraction(v) for v in self.values]
        constants = {i: Fraction(c) for i, c in self.coefficients.items()}
        for n in range(self.start + len(found), LAST + 1):
            total = sum((c * found[n - i - self.start] for i, c in constants.items()), Fraction(0))
            found.append(total + DRIVING[self.driving](n))
        return found


DRIVING: dict[str, Callable[[int], Fraction]] = {
    "0": lambda n: Fraction(0),
    "1": lambda n: Fraction(1),
    "n": lambda n: Fraction(n),
    "n**2": lambda n: Fraction(n) ** 2,
    "n**3": lambda n: Fraction(n) ** 3,
    "n + 2**n": lambda n: Fraction(n + 2**n),
    "2**n": lambda n: Fraction(2**n),
    "3**n": lambda n: Fraction(3**n),
    "n*2**n": lambda n: Fraction(n * 2**n),
    "n*3**n": lambda n: Fraction(n * 3**n),
    "n**2*2**n": lambda n: Fraction(n**2 * 2**n),
    "(-1)**n": lambda n: Fraction((-1) ** n),
    "1/n": lambda n: Fraction(1, n),
}
CASES = (
    Case({1: "2"}, "1", (1,)),
    Case({1: "3"}, "1", (1,)),
    Case({1: "2"}, "n", (0,)),
    Case({1: "2"}, "n**2", (1,)),
    Case({1: "2"}, "2**n", (1,)),
    Case({1: "2"}, "n + 2**n", (0,)),
    Case({1: "4"}, "2**n", (1,)),
    Case({1: "3"}, "(-1)**n", (1,)),
    Case({1: "1/2"}, "n", (1,)),
    Case({1: "1"}, "n", (0,)),
    Case({1: "1"}, "n**3", (0,)),
    Case({1: "1"}, "n*2**n", (0,)),
    Case({1: "1"}, "1/n", (0,)),
    Case({1: "1", 2: "1"}, "0", (0, 1)),
    Case({1: "1", 2: "1"}, "1", (1, 1)),
    Case({1: "1", 2: "1"}, "n", (0, 0)),
    Case({1: "1", 2: "1"}, "n**3", (0, 0)),
    Case({1: "5", 2: "-6"}, "0", (1, 2)),
    Case({1: "5", 2: "-6"}, "n", (0, 1)),
    Case({1: "5", 2: "-6"}, "3**n", (0, 1)),
    Case({1: "2", 2: "-1"}, "1", (0, 0)),
    Case({1: "2", 2: "-1"}, "n", (0, 1)),
    Case({1: "4", 2: "-4"}, "2**n", (1, 1)),
    Case({1: "4", 2: "-4"}, "n**2*2**n", (1, 1)),
    Case({1: "1", 2: "2"}, "0", (0, 1)),
    Case({1: "2", 2: "3"}, "(-1)**n", (0, 1)),
    Case({1: "1", 2: "6"}, "n*3**n", (1, 1)),
    Case({1: "2", 2: "1"}, "0", (0, 1)),
    Case({1: "1/2", 2: "1/2"}, "1", (0, 0)),
    Case({1: "2", 2: "-2"}, "0", (1, 1)),
    Case({1: "2", 2: "-5"}, "n", (1, 1)),
    Case({2: "3"}, "n", (1, 1)),
    Case({2: "1"}, "n**2", (0, 0)),
    Case({1: "1", 2: "1", 3: "-1"}, "0", (1, 2, 3), 1),
    Case({1: "5", 2: "-8", 3: "4"}, "0", (0, 1, 3)),
    Case({1: "3", 2: "-3", 3: "1"}, "n*2**n", (0, 0, 0)),
    Case({1: "2", 2: "-1", 3: "2"}, "0", (1, 1, 1)),
    Case({1: "1", 2: "1", 3: "1"}, "0", (0, 0, 1)),
    Case({1: "6", 2: "-11", 3: "6"}, "2**n", (1, 2, 3)),
    Case({2: "2", 4: "-1"}, "1", (0, 1, 0, 2)),
)


class TooLong(Exception):
    """The time for one recurrence is over."""


def ring(_signal: int, _frame: FrameType | None) -> None:
    raise TooLong


@dataclass(frozen=True)
class Outcome:
    """What one solver did with one case: "right", "wrong" or "unsolved", and its seconds."""

    said: str
    seconds: float


def timed(work: Callable[[], bool | None], limit: float) -> Outcome:
    """`work` says whether its answer is right (None: there is none); its own clock stops before it is judged."""
    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, limit)
    clock.start()
    try:
        judged = work()
    except TooLong:
        return Outcome("unsolved", limit)
    except Exception:
        return Outcome("unsolved", time.perf_counter() - clock.started)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return Outcome({True: "right", False: "wrong", None: "unsolved"}[judged], clock.stopped - clock.started)


class Clock:
    """The moments at which the solver was asked and had answered."""

    started = stopped = 0.0

    def start(self) -> None:
        self.started = time.perf_counter()

    def stop(self) -> None:
        self.stopped = time.perf_counter()


clock = Clock()


def agrees(formula: Any, n: Any, case: Case, digits: dict[Any, Any]) -> bool:
    """Whether a sympy formula has the values of the recurrence, to 20 digits."""
    import mpmath
    import sympy

    f = sympy.lambdify([n, *digits], formula, ["mpmath", {"harmonic": mpmath.harmonic, "fibonacci": mpmath.fib}])
    with mpmath.workdps(45):
        for i, exact in enumerate(case.follow()):
            found = f(mpmath.mpf(case.start + i), *(mpmath.mpf(str(d)) for d in digits.values()))
            expected = mpmath.mpf(exact.numerator) / exact.denominator
            if not mpmath.isfinite(found) or abs(found - expected) > mpmath.mpf(10) ** -20 * (1 + abs(expected)):
                return False
    return True


def by_recur(case: Case) -> bool | None:
    import sympy

    from recur.parsing import parse
    from recur.solver import solve_all
    from recur.symbolic import symbol, to_sympy

    system = parse(case.text)
    clock.start()
    solution = solve_all(system, None)[-1]
    clock.stop()
    if solution.exact is None:
        return None
    digits = {symbol(d.symbol): sympy.Float(d.value, 50) for d in solution.where}
    return agrees(to_sympy(solution.exact), symbol("n"), case, digits)


def by_sympy(case: Case) -> bool | None:
    import sympy

    n, t = sympy.Symbol("n", integer=True), sympy.Function("T")
    driving = sympy.parse_expr(case.driving.replace("(-1)", "Integer(-1)"), {"n": n})
    equation = t(n) - sum(sympy.Rational(c) * t(n - i) for i, c in case.coefficients.items()) - driving
    clock.start()
    found = sympy.rsolve(equation, t(n), {t(case.start + j): v for j, v in enumerate(case.values)})
    clock.stop()
    return None if found is None else agrees(found, n, case, {})


def by_maxima(case: Case) -> Outcome:
    """In a process of its own; the time is what Maxima itself measures for solve_rec."""
    import sympy

    calls = " + ".join(f"({c})*T[n-{i}]" for i, c in case.coefficients.items())
    base = ", ".join(f"T[{case.start + j}] = {v}" for j, v in enumerate(case.values))
    script = (
        "display2d:false$ load(solve_rec)$ t0:elapsed_real_time()$ "
        f"r:solve_rec(T[n] = {calls} + {case.driving.replace('**', '^')}, T[n], {base})$ "
        't1:elapsed_real_time()$ print("SECONDS", t1-t0)$ print("FORM", string(rhs(r)))$'
    )
    try:
        done = subprocess.run(["maxima", "--very-quiet", f"--batch-string={script}"], capture_output=True, timeout=60)
        lines = done.stdout.decode().splitlines()
        seconds = float(next(line.split()[1] for line in lines if line.startswith("SECONDS")))
        text = next(line.removeprefix("FORM ") for line in lines if line.startswith("FORM "))
        n = sympy.Symbol("n", integer=True)
        formula = sympy.parse_expr(text.replace("^", "**").replace("%i", "I"), {"n": n})
    except (subprocess.TimeoutExpired, StopIteration, ValueError, SyntaxError):
        return Outcome("unsolved", 60.0)
    try:
        return Outcome("right" if agrees(formula, n, case, {}) else "wrong", seconds)
    except Exception:
        return Outcome("unsolved", seconds)


def main(limit: float) -> int:
    import recur

    recur.solve("T(n) = T(n-1) + T(n-2) + T(n-3), T(0) = 1, T(1) = 1, T(2) = 2")  # what is loaded once is loaded now
    has_maxima = shutil.which("maxima") is not None
    solvers = ["recur", "SymPy", *(["Maxima"] if has_maxima else [])]
    table: dict[str, list[Outcome]] = {name: [] for name in solvers}
    for case in CASES:
        table["recur"].append(timed(lambda case=case: by_recur(case), limit))
        table["SymPy"].append(timed(lambda case=case: by_sympy(case), limit))
        if has_maxima:
            table["Maxima"].append(by_maxima(case))
        row = "   ".join(f"{name} {table[name][-1].said:8} {table[name][-1].seconds * 1e3:9.1f} ms" for name in solvers)
        print(f"{case.text[:68]:68}  {row}")
    return report(table)


def report(table: dict[str, list[Outcome]]) -> int:
    failed = any(outcome.said == "wrong" for outcome in table["recur"])
    for name, outcomes in table.items():
        counts = {said: sum(o.said == said for o in outcomes) for said in ("right", "wrong", "unsolved")}
        median = statistics.median(o.seconds for o in outcomes) * 1e3
        print(f"{name:7} {counts}  median {median:.1f} ms")
    for name, bar in (("SymPy", 50.0), ("Maxima", 5.0)):
        if name in table:
            both = [
                theirs.seconds / ours.seconds
                for ours, theirs in zip(table["recur"], table[name], strict=True)
                if ours.said == "right" and theirs.said != "unsolved"
            ]
            ratio = statistics.median(both)
            failed |= ratio < bar
            print(f"recur is {ratio:.0f} times as fast as {name} by the median (bar {bar:.0f})")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 20.0))
