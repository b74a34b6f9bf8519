"""Where the nodes of a drawn recursion tree stand: in equal slots, or as wide as their sizes.

The split of an unequal recurrence is drawn to scale; where a size is no fixed part of the root's, nodes get equal room.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from recur.documents.tree import scientific
from recur.model.expressions import Expr, Number
from recur.model.records import field, mutable
from recur.notation.picture import TypeLine, width_of
from recur.pictures.shapes import typed

if TYPE_CHECKING:
    from recur.trees.recursion_tree import RecursionTree
    from recur.trees.tree_nodes import Node

SIZE = 17.0  # of the labels
BETWEEN = 4.0  # the least room between two boxes
#: (levels below the root, most children of a node), tried in turn
SHAPES = ((4, 4), (3, 4), (2, 4), (2, 3), (1, 4), (1, 3))


@mutable
class Placed:
    """A node at its place: the middle of its box, and its width where it is to scale. None: nodes are left out."""

    node: Node | None
    x: float
    level: int
    width: float | None
    children: list[Placed] = field(default_factory=list)

    def walk(self) -> Iterator[Placed]:
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def depth(self) -> int:
        return max(inner.level for inner in self.walk())

    @property
    def box(self) -> float:
        """The width of its box."""
        if self.node is None:
            return 20.0
        return max(34.0, width_of(node_label(self.node), SIZE) + 16) if self.width is None else self.width


def placed_tree(tree: RecursionTree, left: float, room: float) -> Placed:
    """The drawing in the largest shape whose labels fit; to scale where sizes have one."""
    unequal = tree.found is not None and tree.found.single is None
    levels = sum(1 for level in tree.levels if level is not None)
    for depth, most in SHAPES:
        if tree.at is None and depth >= max(levels, 2):
            continue  # beside a node stands what its level costs, in a formula that is known
        node = tree.drawing(depth, most)
        if unequal and _all_scaled(node):
            return _scaled(node, left, 0, room / max(_extent(node), 1e-9))
        found = _spread(node, left, room, 0)
        if _fits(found):
            return found
    return _spread(tree.drawing(1, 3), left, room, 0)


def node_label(node: Node) -> TypeLine:
    size = shortened(node.size)
    return typed(size) if node.multiple is None else typed(shortened(node.multiple), " × ", size)


def shortened(x: Expr) -> str | Expr:
    """The formula; a long whole number by its first digits."""
    if isinstance(x, Number) and x.value.denominator == 1 and abs(x.value) >= 10**12:
        return scientific(x.value.numerator)
    return x


def _all_scaled(node: Node) -> bool:
    return node.scale is not None and all(child is not None and _all_scaled(child) for child in node.children)


def _extent(node: Node) -> float:
    """How much room a subtree takes, in sizes of the root."""
    assert node.scale is not None
    return max(float(node.scale), sum(_extent(child) for child in node.children if child is not None))


def _scaled(node: Node, left: float, level: int, unit: float) -> Placed:
    assert node.scale is not None
    room = _extent(node) * unit
    found = Placed(node, left + room / 2, level, float(node.scale) * unit)
    children = [child for child in node.children if child is not None]
    start = left + (room - sum(_extent(child) for child in children) * unit) / 2
    for child in children:
        found.children.append(_scaled(child, start, level + 1, unit))
        start += _extent(child) * unit
    return found


def _slots(node: Node | None) -> float:
    if node is None:
        return 0.6
    return sum(map(_slots, node.children)) if node.children else 1.0


def _spread(node: Node | None, left: float, room: float, level: int) -> Placed:
    """Every leaf of the drawing gets the same room; a parent stands over the middle of its children."""
    found = Placed(node, left + room / 2, level, None)
    if node is not None and node.children:
        slot = room / _slots(node)
        start = left
        for child in node.children:
            width = _slots(child) * slot
            found.children.append(_spread(child, start, width, level + 1))
            start += width
        found.x = (found.children[0].x + found.children[-1].x) / 2
    return found


def _fits(root: Placed) -> bool:
    """Whether no two boxes of a level meet."""
    edges: dict[int, float] = {}
    for node in root.walk():
        half = node.box / 2
        if node.x - half < edges.get(node.level, 0.0) + BETWEEN:
            return False
        edges[node.level] = node.x + half
    return True
