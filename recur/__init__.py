"""Symbolic recurrences: tight bounds, the theorem that proves them, and the derivation.

    import recur
    s = recur.solve("T(n) = 2T(n/2) + n log n")
    s.theta                     # n*log(n)**2, a sympy expression in recur.n
    recur.check("T(n) = 2T(n/2) + n", "O(n^2)").verdict
    recur.compare("n log n", "n^2").order
    recur.evaluate("T(n) = 2T(n/2) + n, T(1) = 1", ["10^18"])
    recur.run(merge_sort(xs), "processes", workers=4).value  # a call of a function under @recur.task

Importing recur is cheap: sympy, lark and mpmath are loaded by the call that first needs them.
"""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING, Any

from recur.model.errors import InvalidRecurrence, LimitExceeded, RecurError, SeveralSizes, SyntaxProblem, Undecided
from recur.model.limits import DEFAULT_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from fractions import Fraction

    from recur.answers.judging.verdict import Verdict
    from recur.answers.workings.working import Working
    from recur.evaluation.evaluator import Value
    from recur.executors import Result, open_engine
    from recur.forkjoin import Call, Task, count, counted, empty, task
    from recur.forkjoin.costs.analysis import Analysis
    from recur.model.recurrence import System
    from recur.model.several import MultivariateSolution
    from recur.model.solution import Solution
    from recur.proofs.proof import Proof
    from recur.solving.comparison import Comparison
    from recur.trees.recursion_tree import RecursionTree
    from recur.trees.unrolling import Unrolling

if not os.path.isdir(os.path.join(__path__[0], "grammar")):
    # A checkout, where recur.grammar and recur.cli stand beside the package and not in it.
    __path__.append(os.path.dirname(os.path.realpath(__path__[0])))

__version__ = "0.1.0"
__all__ = [
    "Call",
    "InvalidRecurrence",
    "LimitExceeded",
    "RecurError",
    "SyntaxProblem",
    "Task",
    "Undecided",
    "analyze",
    "assert_complexity",
    "check",
    "check_working",
    "compare",
    "count",
    "counted",
    "empty",
    "evaluate",
    "n",
    "nbgrader_by_hand",
    "nbgrader_points",
    "open_engine",
    "parse",
    "prove",
    "recursion_tree",
    "run",
    "solve",
    "solve_all",
    "task",
    "unroll",
]


def _refuse_other_types(verb: str, *given: object) -> None:
    """A TypeError for what is surely no text, before anything looks into it."""
    for one in given:
        if one is None or isinstance(one, (int, float, complex, bytes, list, tuple, dict, set)):
            raise TypeError(f"{verb} reads a text, and this is of the type {type(one).__name__}")


def solve(
    text: str | System,
    timeout: float | None = DEFAULT_SECONDS,
    *,
    log: str | None = None,
    gf: bool = False,
    general: bool = False,
    constants: bool = False,
) -> Solution | MultivariateSolution:
    """The checked solution of the function that stands on the others, or is named last.

    Of a function of several sizes it is a `MultivariateSolution`, whose `growths` say how the sizes grow.
    `gf`: with its generating function, where that is a quotient of polynomials. `general`: divide and conquer without
    base values with its closed form on powers too, over free constants. `constants`: with `factors`, rational c₁ and
    c₂ with c₁·g(n) ≤ T(n) ≤ c₂·g(n) for every n ≥ n₀, g being the Θ.
    `log` ("2", "e" or "10") is what a logarithm without a base is read as: "2" unless said otherwise, here and below.
    Raises a `RecurError` within `timeout` seconds (None: no limit).
    """
    from recur.solving.solver import asked_solution

    try:
        solution = asked_solution(solve_all(text, timeout, log=log, gf=gf, general=general))
    except SeveralSizes as several:
        if gf or constants:
            raise InvalidRecurrence("gf and constants are for functions of one size", text=several.text) from None
        from recur.solving.several.joint_solver import solve_multivariate

        return solve_multivariate(several.recurrence, timeout)
    if not constants:
        return solution
    from recur.proofs.constants import with_constant_factors

    return with_constant_factors(solution, timeout)


def solve_all(
    text: str | System,
    timeout: float | None = DEFAULT_SECONDS,
    *,
    log: str | None = None,
    gf: bool = False,
    general: bool = False,
) -> tuple[Solution, ...]:
    """A checked solution of every function of the text, each after those it stands on, otherwise as written."""
    _refuse_other_types("solve", text)
    from recur.solving.solver import solve_all

    return solve_all(text, timeout, log, gf=gf, general=general)


def prove(
    recurrence: str,
    claim: str | None = None,
    timeout: float | None = DEFAULT_SECONDS,
    *,
    log: str | None = None,
    close: bool = False,
) -> Proof:
    """A proof by induction of the claim ("O(n log n)", "T(n) <= 2n lg n"), or of the tight bound.

    `upper` and `lower` of the result hold the bounds with their constants and the size from which on they hold;
    `proved` says whether every side of the claim is. With `close` the constants are near the best ones.
    """
    _refuse_other_types("prove", recurrence)
    from recur.answers.judging.refutation import why_false
    from recur.proofs.proving import prove

    return prove(recurrence, claim, timeout, log=log, close=close, refute=why_false)


def compare(f: str, g: str, timeout: float | None = DEFAULT_SECONDS, *, log: str | None = None) -> Comparison:
    """How f grows beside g: `.order` is "slower", "same", "faster" or "undecided", `.reason` says why."""
    _refuse_other_types("compare", f, g)
    from recur.solving.comparison import compare

    return compare(f, g, timeout, log)


def check(
    recurrence: str,
    answer: str | None = None,
    timeout: float | None = DEFAULT_SECONDS,
    *,
    strict: bool = False,
    log: str | None = None,
) -> Verdict:
    """The answer held against the recurrence: `.verdict`, `.notes`, `.score`, `.feedback`, `.assert_correct()`.

    Without an answer, the claim that stands in the recurrence is judged: T(n) = 2T(n/2) + n = O(n^2). A decimal stands
    for the exact number that it rounds (n^1.585 for n^(log_2 3)) and is noted as "rounded"; not so if `strict`.
    """
    _refuse_other_types("check", recurrence)
    from recur.answers.judging.judging import check

    return check(recurrence, answer, timeout, strict=strict, log=log)


def check_working(
    recurrence: str, working: str, timeout: float | None = DEFAULT_SECONDS, *, log: str | None = None
) -> Working:
    """A working judged line by line, up to the first that is false: `.lines`, `.first_false`, `.assert_correct()`.

    An unrolling, the sum of a recursion tree, a characteristic equation or an induction, as text or LaTeX.
    """
    from recur.answers.workings.judging_lines import check_working

    return check_working(recurrence, working, timeout, log=log)


def analyze(
    source: str | Callable[..., object],
    sizes: Sequence[int | str | Mapping[str, int | str]] = (),
    timeout: float | None = DEFAULT_SECONDS,
    *,
    name: str = "",
    case: str = "worst",
) -> Analysis:
    """Work, span and parallelism of every procedure of a program or of code, with exact values at the sizes.

    A function of Python is analysed with those that it calls; it is read and never called. Of a text the `name` of its
    file tells the language: "sort.c"; without one, the text does. Of a procedure with several sizes they are asked for
    by name: "m=100,n=50" or {"m": 100, "n": 50}. The `case` is "worst", "best" or "expected".
    """
    if callable(source):
        from recur.source_costs.source import analyze_function

        return analyze_function(source, sizes, timeout, case)
    _refuse_other_types("analyze", source)
    from recur.source_costs.source import analyze_text

    return analyze_text(source, sizes, timeout, name, case=case)


def assert_complexity(
    function: str | Callable[..., object],
    claim: str,
    *,
    of: str = "work",
    timeout: float | None = DEFAULT_SECONDS,
) -> None:
    """Raise an AssertionError unless the cost that is derived proves the claim: "O(n log n)", "Θ(n^2)", "linear".

    `of`: "work" or "span". A text is code, whose last function is meant. Nothing is run.
    """
    from recur.source_costs.asserting import assert_complexity

    assert_complexity(function, claim, of, timeout)


def evaluate(
    text: str | System,
    sizes: int | str | Sequence[int | str],
    *,
    rounding: str = "floor",
    timeout: float | None = DEFAULT_SECONDS,
    log: str | None = None,
) -> tuple[Value, ...]:
    """Exact values at the sizes, each distinct subproblem computed once; `rounding` is used where a size is inexact.

    One size alone, 1024 or "2^20", gives one value in a tuple.
    """
    _refuse_other_types("evaluate", text)
    from recur.evaluation.evaluator import evaluate

    return evaluate(text, sizes, rounding=rounding, timeout=timeout, log=log)


def unroll(text: str | System, timeout: float | None = DEFAULT_SECONDS, *, log: str | None = None) -> Unrolling:
    """The expansion line by line, the general line, the depth, the sum at the bottom and its closed form."""
    from recur.trees.unrolling import unroll

    return unroll(text, timeout=timeout, log=log)


def recursion_tree(
    text: str | System, at: int | None = None, timeout: float | None = DEFAULT_SECONDS, *, log: str | None = None
) -> RecursionTree:
    """The recursion tree level by level; `at` counts it exactly at one size."""
    from recur.trees.recursion_tree import recursion_tree

    return recursion_tree(text, at=at, timeout=timeout, log=log)


def nbgrader_points(
    recurrence: str,
    answer: str,
    points: float | Fraction = 1,
    *,
    shares: Mapping[str, float | Fraction] | None = None,
    timeout: float | None = DEFAULT_SECONDS,
    log: str | None = None,
) -> float:
    """The points an answer earns, as the float that ends an nbgrader cell; `shares` says what a verdict earns."""
    from recur.answers.grading.notebooks import nbgrader_points

    return nbgrader_points(recurrence, answer, points, shares=shares, timeout=timeout, log=log)


def nbgrader_by_hand(notebook: Any, resources: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """The last of nbgrader's `autograde_preprocessors`: the score of an answer that cannot be read is left open."""
    from recur.answers.grading.notebooks import nbgrader_by_hand

    return nbgrader_by_hand(notebook, resources)


def parse(text: str, *, log: str | None = None) -> System:
    """The text as recurrences, normalised; raises `SyntaxProblem` with the place and a suggestion."""
    from recur.parsing import parse

    return parse(text, log)


def run(
    call: Call, engine: str = "processes", workers: int | None = None, seconds: float | None = None, **options: Any
) -> Result:
    """The result of a call of a task on an engine that is opened for it: `.value`, and the time in `.nanoseconds`.

    Many calls are better run on one engine: `with recur.open_engine("processes", 4) as engine: engine.run(call)`.
    """
    from recur.executors import open_engine

    with open_engine(engine, workers, **options) as opened:
        return opened.run(call, seconds)


#: What is imported when it is first asked for: fork-join programs in Python, and the engines that run them.
_ELSEWHERE = {
    "Call": "recur.forkjoin",
    "Task": "recur.forkjoin",
    "count": "recur.forkjoin",
    "counted": "recur.forkjoin",
    "empty": "recur.forkjoin",
    "open_engine": "recur.executors",
    "task": "recur.forkjoin",
}


def __getattr__(name: str) -> Any:
    """What needs more than is imported with recur; recur.n is the sympy symbol that bounds are written in."""
    if name == "n":
        from recur.model.symbolic import symbol

        return symbol("n")
    if name in _ELSEWHERE:
        import importlib

        return getattr(importlib.import_module(_ELSEWHERE[name]), name)
    raise AttributeError(f"module 'recur' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
