"""Loops in which now one name moves and now another: two runs that are merged, two ends that come together.

Where each of k names has to stay inside its bound, and every way through the body moves one of them by 1, the loop runs
at most Σ (bound − first + 1) − (k − 1) times, and exactly that often where the data choose which of them moves. Where
two names move towards each other it runs as often as they are apart. Source: CLRS 4e, section 2.3.1 (MERGE).
"""

from collections.abc import Collection, Iterable, Sequence

from recur.forkjoin.costs.halved_ranges import moves_each_way
from recur.forkjoin.costs.polynomials import Polynomial
from recur.model import Expr, expressions as ex
from recur.model.program import (
    Advance,
    Condition,
    If,
    PlainStatement,
    RelationTest,
    Statement,
    While,
    blocks,
    set_by,
    statements_in,
)
from recur.model.records import frozen
from recur.parsing.programs.loops import updated


@frozen
class MovingEnd:
    """The name, its last value inside the loop, and 1 or −1 as it rises or falls."""

    name: str
    bound: Expr
    step: int


def sides_of_test(comparison: RelationTest) -> list[tuple[str, str, Expr]]:
    """name op bound, whichever side the name stands on."""
    found: list[tuple[str, str, Expr]] = []
    if isinstance(comparison.left, ex.Symbol):
        found.append((comparison.left.name, comparison.op, comparison.right))
    if isinstance(comparison.right, ex.Symbol):
        found.append((comparison.right.name, ex.MIRRORED[comparison.op], comparison.left))
    return found


def last_inside(op: str, bound: Polynomial, rises: bool) -> Polynomial | None:
    """The last value for which the loop still runs."""
    if rises:
        return {"<": bound.plus(-1), "<=": bound, "!=": bound.plus(-1)}.get(op)
    return {">": bound.plus(1), ">=": bound, "!=": bound.plus(1)}.get(op)


def moving_ends(statement: While, tests: Iterable[RelationTest]) -> tuple[tuple[MovingEnd, str], ...]:
    """The ends, each with the relation to its bound; () where a way through the body moves none of them."""
    found = {}
    for test in tests:
        for name, op, bound in sides_of_test(test):
            step = _step(statement, name)
            inside = step is not None and last_inside(op, Polynomial(), step > 0) is not None
            if step is not None and inside and name not in found and not ex.symbols(bound) & {*set_by(statement.body)}:
                found[name] = (MovingEnd(name, bound, step), op)
    return tuple(found.values()) if found and moves_each_way(statement.body, frozenset(found)) else ()


def closing_ends(statement: While, tests: Sequence[RelationTest]) -> tuple[str, str] | None:
    """i and j of `while i < j`, where every way through the body raises i by 1 or lowers j by 1."""
    for test in tests if len(tests) == 1 else ():
        for low, op, high in sides_of_test(test):
            if op in ("<", "<=") and isinstance(high, ex.Symbol):
                steps = steady_steps(statement, (low, high.name))
                if steps == {low: 1, high.name: -1} and moves_each_way(statement.body, frozenset(steps)):
                    return low, high.name
    return None


def moves_by_turns(body: Sequence[Statement], names: Collection[str]) -> bool:
    """Does no way through the body move two of them?"""
    return _most_moves(body, names) == 1


def _most_moves(body: Sequence[Statement], names: Collection[str]) -> int:
    count = 0
    for s in body:
        if isinstance(s, PlainStatement) and s.defines is not None and s.defines[0] in names:
            count += 1
        elif isinstance(s, If):
            count += max(_most_moves(branch.body, names) for branch in s.branches)
        else:
            count += 2 * sum(_most_moves(block, names) for block in blocks(s))
    return count


def steady_steps(statement: While, names: Sequence[str]) -> dict[str, int]:
    """Those of the names that only rise, or only fall, by 1 wherever the loop changes them."""
    found = {name: _step(statement, name) for name in names}
    return {name: step for name, step in found.items() if step is not None}


def choosing(statement: While) -> tuple[Condition, ...]:
    """The conditions of the branches, which choose what moves."""
    return tuple(
        branch.condition
        for s in statements_in(statement.body)
        if isinstance(s, If)
        for branch in s.branches
        if branch.condition is not None
    )


def _step(statement: While, name: str) -> int | None:
    """1 or −1, by which every change in the body changes the name; None where one does otherwise, or none does."""
    steps = set[Expr | None]()
    for s in statements_in(statement.body):
        if isinstance(s, PlainStatement) and s.exchanges is not None and name in s.exchanges:
            return None
        if isinstance(s, PlainStatement) and s.defines is not None and s.defines[0] == name:
            how = updated(name, s.defines[1]) if s.defines[1] is not None else None
            steps.add(how[1] if how is not None and how[2] is Advance.ADD else None)
    (step,) = steps if len(steps) == 1 else (None,)
    return int(step.value) if isinstance(step, ex.Number) and abs(step.value) == 1 else None
