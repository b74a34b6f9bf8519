"""Sixty linear recurrences: recur beside SymPy's rsolve, and beside Maxima's solve_rec where maxima is installed.

    python benchmarks/linear.py [SECONDS]

Everyone gets the same recurrences in one run, each of them once, SECONDS (20) at most for each, and each in its own
form, read beforehand; Maxima repeats each, as its clock is coarse. A closed form counts as right when it has the exact
values at n = start … 40. Twenty have no values: their form is right when it has a constant for each, and satisfies the
recurrence with numbers for them. recur's time is for bound, closed form and check; its derivation is written when it is
read, and told apart. Exit code 1 when recur is wrong anywhere, or below its bars: 100 times SymPy's speed and 15 times
Maxima's, by the median over what both solved.
"""

from __future__ import annotations

import gc
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import FrameType
from typing import Any, TypeAlias

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.figures import Figure

#: what is timed, and whether its answer is right (None: there is no answer)
Question: TypeAlias = tuple[Callable[[], Any], Callable[[Any], bool]]

LAST = 40
BARS = (("SymPy", 100.0), ("Maxima", 15.0))
PARTS = (
    "of 0.5 ms for an answer half are its roots and its closed form, a fifth is the check, the rest finds the method"
)
REPEATED = 50  # solves that Maxima's clock is read over


@dataclass(frozen=True)
class Case:
    """T(n) = Σ coefficients[i]·T(n − i) + driving, T(start + j) = values[j]; `driving` in a syntax that all read."""

    coefficients: dict[int, str]
    driving: str
    values: tuple[int, ...]
    start: int = 0

    @property
    def text(self) -> str:
        calls = " + ".join(f"({c})*T(n-{i})" for i, c in self.coefficients.items())
        base = "".join(f", T({self.start + j}) = {v}" for j, v in enumerate(self.values))
        return f"T(n) = {calls}" + (f" + {self.driving}" if self.driving != "0" else "") + base

    @property
    def order(self) -> int:
        return max(self.coefficients)

    def follow(self, first: list[Fraction] | None = None) -> list[Fraction]:
        found = first or [Fraction(v) for v in self.values]
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
#: without values: every solution is asked for
GENERAL = (
    Case({1: "2"}, "n", ()),
    Case({1: "3"}, "2**n", ()),
    Case({1: "2"}, "2**n", ()),
    Case({1: "1"}, "n**2", ()),
    Case({1: "1/2"}, "1", ()),
    Case({1: "5", 2: "-6"}, "0", ()),
    Case({1: "5", 2: "-6"}, "2**n", ()),
    Case({1: "5", 2: "-6"}, "n", ()),
    Case({1: "4", 2: "-4"}, "0", ()),
    Case({1: "4", 2: "-4"}, "2**n", ()),
    Case({1: "2", 2: "-1"}, "n", ()),
    Case({1: "1", 2: "1"}, "0", ()),
    Case({1: "1", 2: "1"}, "n", ()),
    Case({1: "2", 2: "-2"}, "0", ()),
    Case({1: "2", 2: "-5"}, "n", ()),
    Case({1: "1", 2: "6"}, "n*3**n", ()),
    Case({1: "6", 2: "-11", 3: "6"}, "0", ()),
    Case({1: "5", 2: "-8", 3: "4"}, "0", ()),
    Case({1: "3", 2: "-3", 3: "1"}, "n*2**n", ()),
    Case({1: "6", 2: "-11", 3: "6"}, "2**n", ()),
)
#: others of every kind, solved by both before the clock runs: what is loaded once is no recurrence's time
WARMING = tuple(
    Case(coefficients, driving, values)
    for coefficients in (
        {1: "7"},
        {1: "4", 2: "3"},
        {1: "9", 2: "-14"},
        {1: "10", 2: "-25"},
        {1: "4", 2: "-7"},
        {1: "2", 2: "7", 3: "4"},
    )
    for driving in ("1", "n", "2**n", "n*3**n")
    for values in ((), tuple(range(max(coefficients))))
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


def timed(questions: list[Question], limit: float) -> list[Outcome]:
    """Every question once, one after the other; the answers are judged when all of them are there."""
    signal.signal(signal.SIGALRM, ring)
    answers: list[tuple[Any, float]] = []
    gc.collect()
    gc.freeze()  # what was there before is nobody's to search through
    for ask, _ in questions:
        signal.setitimer(signal.ITIMER_REAL, limit)
        started = time.process_time()  # the clock would charge others' work to whoever is slower
        try:
            found = ask()
        except Exception:
            found = None
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        answers.append((found, time.process_time() - started))
    return [
        Outcome("unsolved" if found is None else "right" if judge(found) else "wrong", seconds)
        for (_, judge), (found, seconds) in zip(questions, answers, strict=True)
    ]


def agrees(formula: Any, n: Any, case: Case, digits: dict[Any, Any]) -> bool:
    """Whether a sympy formula has the values of the recurrence, to 20 digits; with numbers for its free constants."""
    import mpmath
    import sympy

    free = sorted(formula.free_symbols - {n, *digits}, key=str)
    if len(free) != (0 if case.values else case.order):
        return False
    if free:
        return satisfies(
            formula.subs({c: sympy.Rational(3 * i + 2, i + 3) for i, c in enumerate(free)}), n, case, digits
        )
    f = sympy.lambdify([n, *digits], formula, ["mpmath", {"harmonic": mpmath.harmonic, "fibonacci": mpmath.fib}])
    with mpmath.workdps(45):
        for i, exact in enumerate(case.follow()):
            found = f(mpmath.mpf(case.start + i), *(mpmath.mpf(str(d)) for d in digits.values()))
            expected = mpmath.mpf(exact.numerator) / exact.denominator
            if not mpmath.isfinite(found) or abs(found - expected) > mpmath.mpf(10) ** -20 * (1 + abs(expected)):
                return False
    return True


def satisfies(formula: Any, n: Any, case: Case, digits: dict[Any, Any]) -> bool:
    """Whether T(n) = Σ cᵢ T(n − i) + f(n) for this formula without constants at n = order … 40, to 20 digits."""
    import mpmath
    import sympy

    f = sympy.lambdify([n, *digits], formula, ["mpmath"])
    with mpmath.workdps(45):
        values = [f(mpmath.mpf(i), *(mpmath.mpf(str(d)) for d in digits.values())) for i in range(LAST + 1)]
        for i in range(case.order, LAST + 1):
            driven = DRIVING[case.driving](i)
            terms = [
                mpmath.mpf(Fraction(c).numerator) / Fraction(c).denominator * values[i - j]
                for j, c in case.coefficients.items()
            ]
            expected = mpmath.fsum(terms) + mpmath.mpf(driven.numerator) / driven.denominator
            if not abs(values[i] - expected) <= mpmath.mpf(10) ** -20 * (1 + abs(expected)):
                return False
    return True


def for_recur(case: Case) -> Question:
    import sympy

    from recur.model.symbolic import symbol, to_sympy
    from recur.parsing import parse
    from recur.solving.solver import solve_all

    system = parse(case.text)

    def ask() -> Any:
        solution = solve_all(system, None)[-1]
        return None if solution.exact is None else solution

    def judge(solution: Any) -> bool:
        digits = {symbol(d.symbol): sympy.Float(d.value, 50) for d in solution.where}
        return agrees(to_sympy(solution.exact), symbol("n"), case, digits)

    return ask, judge


def reading(case: Case) -> float:
    """Seconds that the derivation takes beside the answer."""
    from recur.parsing import parse
    from recur.solving.solver import solve_all

    solution = solve_all(parse(case.text), None)[-1]
    started = time.process_time()
    len(solution.steps)
    return time.process_time() - started


def for_sympy(case: Case) -> Question:
    import sympy

    n, t = sympy.Symbol("n", integer=True), sympy.Function("T")
    driving = sympy.parse_expr(case.driving.replace("(-1)", "Integer(-1)"), {"n": n})
    equation = t(n) - sum(sympy.Rational(c) * t(n - i) for i, c in case.coefficients.items()) - driving
    values = {t(case.start + j): v for j, v in enumerate(case.values)}
    return lambda: sympy.rsolve(equation, t(n), values or None), lambda found: agrees(found, n, case, {})


def by_maxima(case: Case) -> Outcome:
    """In a process of its own; the processor time is what Maxima itself measures, over many solves after a first one.

    Its clock ticks in hundredths of a second, and the first solve loads what is loaded once.
    """
    import sympy

    calls = " + ".join(f"({c})*T[n-{i}]" for i, c in case.coefficients.items())
    base = "".join(f", T[{case.start + j}] = {v}" for j, v in enumerate(case.values))
    asked = f"solve_rec(T[n] = {calls} + {case.driving.replace('**', '^')}, T[n]{base})"
    script = (
        f"display2d:false$ linel:100000$ load(solve_rec)$ {asked}$ "
        f"t0:elapsed_run_time()$ for i thru {REPEATED} do r:{asked}$ t1:elapsed_run_time()$ "
        f'print("SECONDS", (t1-t0)/{REPEATED})$ print("FORM", string(rhs(r)))$'
    )
    try:
        done = subprocess.run(["maxima", "--very-quiet", f"--batch-string={script}"], capture_output=True, timeout=60)
        lines = done.stdout.decode().splitlines()
        seconds = float(next(line.split()[1] for line in lines if line.startswith("SECONDS ")))
        text = next(line.removeprefix("FORM ") for line in lines if line.startswith("FORM "))
        if "T[" in text or "'sum" in text or "'product" in text:  # the question given back
            return Outcome("unsolved", seconds)
        n = sympy.Symbol("n", integer=True)
        formula = sympy.parse_expr(
            re.sub(r"%k\[(\d+)\]", r"k_\1", text.replace("^", "**").replace("%i", "I")), {"n": n}
        )
    except (subprocess.TimeoutExpired, StopIteration, ValueError, SyntaxError):
        return Outcome("unsolved", 60.0)
    try:
        return Outcome("right" if agrees(formula, n, case, {}) else "wrong", seconds)
    except Exception:
        return Outcome("unsolved", seconds)


def outcomes(limit: float) -> dict[str, list[Outcome]]:
    """What each system says of all cases."""
    cases = CASES + GENERAL
    for solver in (for_recur, for_sympy):
        timed([solver(case) for case in WARMING], limit)  # what is loaded once is loaded now
    table = {
        "recur": timed([for_recur(case) for case in cases], limit),
        "SymPy": timed([for_sympy(case) for case in cases], limit),
    }
    if shutil.which("maxima") is not None:
        table["Maxima"] = [by_maxima(case) for case in cases]
    return table


def ratio_to(name: str, table: dict[str, list[Outcome]]) -> float:
    """How many times as fast recur is, by the median over what both answer."""
    pairs = zip(table["recur"], table[name], strict=True)
    return statistics.median(b.seconds / a.seconds for a, b in pairs if a.said == "right" and b.said != "unsolved")


def figures(limit: float = 5.0) -> list[Figure]:
    table = outcomes(limit)
    right = sum(outcome.said == "right" for outcome in table["recur"])
    return [
        Figure(f"linear recurrences solved rightly, of {len(table['recur'])}", right, "", None, len(table["recur"])),
        *(
            Figure(f"linear, beside {name}", ratio_to(name, table), "× as fast", None, bar, PARTS)
            for name, bar in BARS
            if name in table
        ),
    ]


def main(limit: float) -> int:
    cases = CASES + GENERAL
    table = outcomes(limit)
    for i, case in enumerate(cases):
        row = (f"{name} {found[i].said:8} {found[i].seconds * 1e3:8.2f} ms" for name, found in table.items())
        print(f"{case.text[:68]:68}  {'   '.join(row)}")
    print(f"recur's derivations: {statistics.median(map(reading, cases)) * 1e3:.2f} ms more by the median")
    print("without values:")
    report({name: found[len(CASES) :] for name, found in table.items()})
    print("all:")
    return report(table)


def report(table: dict[str, list[Outcome]]) -> int:
    failed = any(outcome.said == "wrong" for outcome in table["recur"])
    for name, found in table.items():
        counts = {said: sum(o.said == said for o in found) for said in ("right", "wrong", "unsolved")}
        median = statistics.median(o.seconds for o in found) * 1e3
        print(f"{name:7} {counts}  median {median:.2f} ms")
    for name, bar in BARS:
        if name in table:
            ratio = ratio_to(name, table)
            failed |= ratio < bar
            print(f"recur is {ratio:.0f} times as fast as {name} by the median (bar {bar:.0f})")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 20.0))
