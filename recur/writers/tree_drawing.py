"""A recursion tree drawn with characters: boxes above boxes, or bars to scale, the cost of each level beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recur.documents.tree import scientific
from recur.model.expressions import Expr, Number, number
from recur.model.records import frozen
from recur.writers.characters import columns
from recur.writers.page import INDENT, Page
from recur.writers.scaled_tree import scaled_rows

if TYPE_CHECKING:
    from recur.trees.recursion_tree import RecursionTree
    from recur.trees.tree_nodes import Node

#: (levels below the root, most children of a node) in the order in which they are tried
SHAPES = ((3, 4), (2, 4), (2, 3), (1, 4), (1, 3))
GAP = 2
GUTTER = 4  # between the drawing and the costs beside it
WIDEST_COST = 26
LEAST = 44  # columns of the drawing, so that narrow trees stand in the middle


@frozen
class Subtree:
    """A drawn subtree: its lines, all of one width, and the column over which its root stands."""

    lines: tuple[str, ...]
    centre: int

    @property
    def width(self) -> int:
        return columns(self.lines[0]) if self.lines else 0


def draw(tree: RecursionTree, page: Page) -> list[str]:
    """The tree with the cost of each level at the right, in the largest shape that fits."""
    levels = [level for level in tree.levels if level is not None]
    costs = [_number(page, level.cost) for level in levels]
    bottom = "" if tree.bottom is None or tree.bottom.cost is None else page.written(tree.bottom.cost)
    if columns(bottom) > WIDEST_COST:
        bottom = ""  # the table has it
    side = max(columns(cost) for cost in (*costs[:4], bottom, "cost"))
    room = page.width - len(INDENT) - side - GUTTER
    for depth, most in SHAPES:
        if tree.at is None and depth >= len(costs):
            continue
        node = tree.drawing(depth, most)
        unequal = tree.found is not None and tree.found.single is None
        rows = scaled_rows(node, room, page.unicode, lambda node: _label(node, page)) if unequal else None
        box = _box(node, page) if rows is None else Subtree(tuple(rows), len(rows[0]) // 2)
        if box.width <= room:
            return _with_costs(tree, box, costs, bottom, page, min(room, LEAST))
    return []


def _number(page: Page, x: Expr | None) -> str:
    if x is None:
        return "?"
    if isinstance(x, Number) and x.value.denominator == 1 and abs(x.value) >= 10**15:
        return scientific(x.value.numerator)
    return page.written(x)


def _label(node: Node, page: Page) -> str:
    size = _number(page, node.size)
    return size if node.multiple is None else f"{page.written(node.multiple)} {page.words('×')} {size}"


def _box(node: Node, page: Page) -> Subtree:
    label = _label(node, page)
    if not node.children:
        if not node.leaf:
            goes_on = "⋮" if page.unicode else ":"
            return Subtree((label, goes_on.center(columns(label))), columns(label) // 2)
        return Subtree((label, " " * columns(label)), columns(label) // 2)
    below = [_box(child, page) if child is not None else _left_out(page) for child in node.children]
    return _joined(label, below, page.unicode)


def _left_out(page: Page) -> Subtree:
    dots = page.words("…")
    return Subtree((dots,), len(dots) // 2)


def _joined(label: str, below: list[Subtree], unicode: bool) -> Subtree:
    height = max(len(box.lines) for box in below)
    lines = [""] * height
    feet = []
    for position, box in enumerate(below):
        start = columns(lines[0]) + (GAP if position else 0)
        feet.append(start + box.centre)
        for row in range(height):
            line = box.lines[row] if row < len(box.lines) else ""
            lines[row] = lines[row].ljust(start) + line.ljust(box.width)
    width = columns(lines[0])
    centre = (feet[0] + feet[-1]) // 2
    arms = _arms(feet, centre, width, unicode)
    start = max(0, centre - columns(label) // 2)
    head = " " * start + label
    total = max(width, columns(head))
    return Subtree(tuple(line.ljust(total) for line in (head, arms, *lines)), centre)


def _arms(feet: list[int], centre: int, width: int, unicode: bool) -> str:
    """The line between a node and its children."""
    if len(feet) == 1:
        return " " * feet[0] + ("│" if unicode else "|") + " " * (width - feet[0] - 1)
    row = [" "] * width
    for column in range(feet[0], feet[-1] + 1):
        row[column] = "─" if unicode else "-"
    for foot in feet:
        row[foot] = "┬" if unicode else "+"
    row[feet[0]], row[feet[-1]] = ("┌", "┐") if unicode else ("+", "+")
    if unicode:
        row[centre] = "┼" if centre in feet else "┴"
    else:
        row[centre] = "+"
    return "".join(row)


def _with_costs(tree: RecursionTree, box: Subtree, costs: list[str], bottom: str, page: Page, least: int) -> list[str]:
    """Costs beside the rows of labels, and the row of the leaves below."""
    width = max(box.width, least)
    shift = " " * (len(INDENT) + (width - box.width) // 2)
    edge = len(INDENT) + width + GUTTER
    cost_of = iter(costs)
    lines = [" " * edge + page.styled("cost", "label")]
    for position, line in enumerate(box.lines):
        label_row = position % 2 == 0 and position < len(box.lines) - 1
        cost = next(cost_of, "") if label_row else ""
        lines.append(f"{shift}{line}".ljust(edge) + cost)
    if tree.bottom is not None:
        leaf = _number(page, tree.leaf)
        copies = [leaf] if tree.bottom.nodes == number(1) else [leaf] * 3 + [page.words("…")] + [leaf] * 2
        row = "  ".join(copies)
        start = len(shift) + box.centre - columns(row) // 2
        lines.append(f"{' ' * max(start, len(INDENT))}{row}".ljust(edge) + bottom)
    return [line.rstrip() for line in lines]
