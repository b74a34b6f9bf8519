"""The recursion tree at one size n, counted level by level: how many nodes of which size, and what they cost exactly.

Sizes are whole and rounded as `evaluation` does it; nodes of one size are counted together, so that a level takes as
many entries as it has sizes. The costs of all nodes, leaves included, add up to T(n).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.evaluation.equation import OUTSIDE, Equation
from recur.evaluation.evaluator import Evaluator, Value
from recur.model import InitialCondition, LimitExceeded, System, limits
from recur.model.records import frozen
from recur.numbers.exact import narrow

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

    Children = tuple[tuple[int, Enclosed], ...]

MOST_ENTRIES = 100_000  # sizes on all levels together


@frozen
class CountedSize:
    """`count` nodes of one size, which cost `cost` each; a leaf costs what its base case says."""

    size: int
    count: Enclosed
    cost: Enclosed
    leaf: bool


@frozen
class CountedTree:
    """Levels from the root down; `value` is T(n) as `evaluation` finds it, the same as the sum.

    `children` of a size are the sizes below it, each with its coefficient.
    """

    levels: tuple[tuple[CountedSize, ...], ...]
    value: Value
    children: Mapping[int, Children]


def counted_level_cost(level: tuple[CountedSize, ...], leaves: bool | None = None) -> Enclosed:
    """Σ count·cost over the nodes of a level (over its leaves alone, or all but them)."""
    total: Enclosed = 0
    for entry in level:
        if leaves is None or entry.leaf is leaves:
            total = total + entry.count * entry.cost
    return narrow(total)


def counted_tree(
    system: System, function: str, size: int, base: list[InitialCondition] | None = None, rounding: str = "floor"
) -> CountedTree:
    """The whole tree of function(size); `base` stands in for base cases that are not stated."""
    evaluator = Evaluator(system, rounding, base)
    value = evaluator.value(function, size)
    children: dict[int, Children] = {}
    return CountedTree(tuple(_levels(evaluator, function, size, children)), value, children)


def _levels(
    evaluator: Evaluator, function: str, size: int, known: dict[int, Children]
) -> Iterator[tuple[CountedSize, ...]]:
    equation = evaluator.equations[function]
    current: dict[int, Enclosed] = {size: 1}
    entries = 0
    while current:
        below: dict[int, Enclosed] = {}
        level = []
        for wanted in sorted(current, reverse=True):
            count = current[wanted]
            base = equation.base_value(wanted) if equation.top is not None and wanted <= equation.top else None
            if base is not None:
                level.append(CountedSize(wanted, count, narrow(base), True))
                continue
            cost, known[wanted] = _node(evaluator, equation, wanted)
            level.append(CountedSize(wanted, count, narrow(cost), False))
            for child, coefficient in known[wanted]:
                more = count * coefficient
                below[child] = narrow(below[child] + more) if child in below else narrow(more)
        yield tuple(level)
        entries += len(level)
        limits.check()
        if entries > MOST_ENTRIES:
            raise LimitExceeded(
                f"the tree has more than {MOST_ENTRIES:,} different sizes on its levels", hint="ask for a smaller size"
            )
        current = below


def _node(evaluator: Evaluator, equation: Equation, size: int) -> tuple[Enclosed, Children]:
    """What a node costs by itself, and the sizes of its children with their numbers."""
    equation.cells[0] = size
    children: list[tuple[int, Enclosed]] = []
    foreign: list[tuple[Equation, int, Enclosed]] = []
    try:
        cost = equation.driving()
        for other, argument, coefficient in equation.calls:
            if other is equation:
                children.append((argument(), coefficient()))
            else:
                foreign.append((other, argument(), coefficient()))
    except OUTSIDE as fault:
        raise equation.undefined(fault) from None
    for other, wanted, times in foreign:
        cost = cost + times * evaluator.number(other.function, wanted)
    equation.check_shrinking(size, [(equation, child) for child, _ in children])
    return cost, tuple(children)


def as_fraction(x: Enclosed) -> Fraction:
    """A number near enough for the length of a bar: the exact one, or a certain lower bound."""
    return Fraction(x) if isinstance(x, int | Fraction) else x.rationals()[0]
