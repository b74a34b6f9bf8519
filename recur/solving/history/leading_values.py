"""A leading term at one size beside the exact value: a slip in a constant shows, whatever proved it."""

from collections.abc import Sequence
from fractions import Fraction

from recur.evaluation.arithmetic import Compiler
from recur.evaluation.equation import OUTSIDE
from recur.model import Definition, Expr
from recur.numbers import TooCoarse
from recur.numbers.interval import interval
from recur.solving.problem import Problem


def relative_error(problem: Problem, leading: Expr, where: Sequence[Definition], size: int) -> Fraction | None:
    """|leading/T − 1| at the size; None where one of them is not known there, or T is 0."""
    values = problem.values(range(size, size + 1))
    if values is None or not values[0]:
        return None
    known: dict[str, int | Fraction] = {d.symbol: Fraction(d.value) for d in where}
    compiler = Compiler(problem.variable, known)
    closure = compiler.compile(leading)
    compiler.cells[0] = size
    try:
        low, high = interval(closure(), 96).rationals()
    except (TooCoarse, *OUTSIDE):
        return None
    return abs((low + high) / 2 / values[0] - 1)
