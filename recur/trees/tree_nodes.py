"""The nodes of a drawn recursion tree: the first levels, with as many children of each node as there is room for."""

from __future__ import annotations

from fractions import Fraction

from recur.model.expressions import Expr, Number, Symbol, number
from recur.model.records import frozen, replace
from recur.numbers import certain_digits
from recur.trees.branching import Branching, StepKind
from recur.trees.counted_tree import CountedTree


@frozen
class Node:
    """A node of the drawing; None among the children stands for those left out.

    `scale` is its size as a part of the root's, where that is one number. `multiple` is a coefficient that is no
    small whole number: the node stands for that many.
    """

    size: Expr
    children: tuple[Node | None, ...] = ()
    leaf: bool = False
    scale: Fraction | None = None
    multiple: Expr | None = None


def general_node(found: Branching, steps: tuple[int, ...], depth: int, most: int) -> Node:
    size = found.size(steps)
    scale = _scale(found, steps)
    if not depth:
        return Node(size, (), False, scale)
    children: list[Node | None] = []
    for position, branch in enumerate(found.branches):
        below = tuple(count + (other == position) for other, count in enumerate(steps))
        child = general_node(found, below, depth - 1, most)
        children += _copies(child, found.at(branch.coefficient, size), most)
    return Node(size, _shortened(children, most), False, scale)


def _copies(child: Node, coefficient: Expr, most: int) -> list[Node | None]:
    if isinstance(coefficient, Number) and coefficient.value.denominator == 1 and coefficient.value > 0:
        count = int(coefficient.value)
        return [child] * count if count <= most else [*[child] * (most - 2), None, child]
    if isinstance(coefficient, Number):
        return [replace(child, multiple=coefficient)]
    return [child, None, child]


def _shortened(children: list[Node | None], most: int) -> tuple[Node | None, ...]:
    if len(children) <= max(most, 2):
        return tuple(children)
    return (*children[: most - 2], None, children[-1])


def _scale(found: Branching, steps: tuple[int, ...]) -> Fraction | None:
    if found.kind is not StepKind.DIVISION:
        return None
    scale = Fraction(1)
    for branch, count in zip(found.branches, steps, strict=True):
        if not isinstance(branch.amount, Fraction):
            return None
        scale *= branch.amount**count
    return scale


def counted_node(counted: CountedTree, root: int, depth: int, most: int) -> Node:
    """The drawing in numbers: what the evaluator's own sizes are."""
    leaves = {entry.size for level in counted.levels for entry in level if entry.leaf}

    def node(size: int, left: int) -> Node:
        scale = Fraction(size, root) if root > 0 else None
        if size in leaves or not left:
            return Node(number(size), (), size in leaves, scale)
        children: list[Node | None] = []
        for child, coefficient in counted.children[size]:
            children += _copies(node(child, left - 1), exact_number(coefficient), most)
        return Node(number(size), _shortened(children, most), False, scale)

    return node(root, depth)


def exact_number(x: object) -> Expr:
    """An exact number as it is; an irrational one to twelve certain digits."""
    if isinstance(x, int | Fraction):
        return number(x)
    text = certain_digits(x, 12)  # type: ignore[arg-type]
    return Symbol("?") if text is None else Number(Fraction(text.rstrip("…")), True)
