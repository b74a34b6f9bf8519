"""The hypothesis of an induction, and calls put into formulas."""

from __future__ import annotations

from recur.answers.workings.exact_functions import DOTS, SERIES, WRITTEN_SHORT
from recur.evaluation.equation import straight_line
from recur.model import Expr, expressions as ex
from recur.model.records import frozen


@frozen
class Hypothesis:
    """T(variable) relation body, for all smaller sizes."""

    variable: str
    relation: str
    body: Expr
    smaller: bool = False  # it is said to be of smaller sizes only

    def at(self, size: Expr) -> Expr:
        return ex.substitute(self.body, self.variable, size)


def with_function(x: Expr, function: str, guess: Hypothesis) -> Expr:
    if isinstance(x, ex.Call) and x.function == function:
        return guess.at(with_function(x.arguments[0], function, guess))
    return ex.rebuild(x, lambda child: with_function(child, function, guess)) if x.children else x


def with_every_call(x: Expr, function: str, body: Expr) -> Expr:
    if isinstance(x, ex.Call) and x.function == function:
        return body
    return ex.rebuild(x, lambda child: with_every_call(child, function, body)) if x.children else x


def replaced(x: Expr, old: Expr, new: Expr) -> Expr:
    if x == old:
        return new
    return ex.rebuild(x, lambda child: replaced(child, old, new)) if x.children else x


def functions_in(x: Expr) -> set[str]:
    return {node.function for node in ex.walk(x) if isinstance(node, ex.Call)}


def has_function(x: Expr) -> bool:
    """Whether T or another function stands in it; dots are none."""
    return any(isinstance(node, ex.Call) and node.function not in WRITTEN_SHORT for node in ex.walk(x))


def is_sum(x: Expr) -> bool:
    return any(
        isinstance(node, ex.Range) or (isinstance(node, ex.Call) and node.function in (DOTS, SERIES))
        for node in ex.walk(x)
    )


def hypothesis_of_argument(argument: Expr, relation: str, body: Expr, variable: str) -> Hypothesis | None:
    """T(⌊n/2⌋) ≤ c⌊n/2⌋ lg⌊n/2⌋ says T(m) ≤ cm lg m of m = ⌊n/2⌋."""
    m = ex.Symbol("m")
    said = replaced(body, argument, m)
    line = straight_line(argument, variable)
    if variable in ex.symbols(said) and line is not None and line[0]:
        p, q = map(ex.Number, line)
        said = ex.substitute(body, variable, ex.divide(ex.subtract(m, q), p))
    return None if variable in ex.symbols(said) or "m" in ex.symbols(body) else Hypothesis("m", relation, said, True)
