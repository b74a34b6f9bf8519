"""What the solver answers, and what it should: growths written as people write them, refusals by method."""

from __future__ import annotations

from recur.asymptotics.growth import Growth
from recur.model.solution import Solution, Unsolved
from recur.parsing import parse_formula
from recur.solving.solver import solve_all


def answer(text: str) -> Solution:
    """The checked solution of the function asked for."""
    return solve_all(text)[-1]


def growth(formula: str) -> Growth:
    return Growth.of(parse_formula(formula, log="e"))


def refused(text: str, method: str) -> str:
    """The hypothesis that `method` misses in a recurrence that no method solves."""
    try:
        solution = answer(text)
    except Unsolved as unsolved:
        return next(refusal.hypothesis for refusal in unsolved.refusals if refusal.method == method)
    raise AssertionError(f"solved by {solution.method}")
