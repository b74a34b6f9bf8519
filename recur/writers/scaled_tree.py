"""An unequal split in a terminal, to scale: each node a bar as long as its size, below the bar of its parent."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.model.records import frozen
from recur.writers.characters import columns

if TYPE_CHECKING:
    from recur.trees.tree_nodes import Node

WIDEST, NARROWEST = 66, 40  # columns of the root


@frozen
class Signs:
    """What the bars are drawn with."""

    left: str
    line: str
    right: str
    both: str
    goes_on: str


UNICODE, ASCII = Signs("├", "─", "┤", "│", "⋮"), Signs("|", "-", "|", "|", ":")


def scaled_rows(node: Node, room: int, unicode: bool, label: Callable[[Node], str]) -> list[str] | None:
    """A row for each level, an empty one after each, dots last; None where sizes have no scale or outgrow the root."""
    if room < NARROWEST or not _within(node):
        return None
    depth = _depth(node)
    rows = [[" "] * min(room, WIDEST) for _ in range(2 * depth + 2)]
    _draw(node, Fraction(0), 0, rows, UNICODE if unicode else ASCII, label)
    return ["".join(row) for row in rows]


def _within(node: Node) -> bool:
    """Whether the parts of every node are together no larger than the node."""
    parts = [child.scale if child is not None else None for child in node.children]
    if node.scale is None or any(part is None for part in parts):
        return False
    whole = sum((part for part in parts if part is not None), start=Fraction(0))
    return whole <= node.scale and all(child is not None and _within(child) for child in node.children)


def _depth(node: Node) -> int:
    return max((1 + _depth(child) for child in node.children if child is not None), default=0)


def _draw(
    node: Node, start: Fraction, level: int, rows: list[list[str]], signs: Signs, label: Callable[[Node], str]
) -> None:
    assert node.scale is not None
    width = len(rows[0])
    first, last = _column(start, width), _column(start + node.scale, width)
    if last <= first:
        return  # thinner than a column
    rows[2 * level][first:last] = _bar(last - first, label(node), signs)
    children = [child for child in node.children if child is not None and child.scale is not None]
    if not children and not node.leaf:
        rows[2 * level + 1][(first + last - 1) // 2] = signs.goes_on
    left = node.scale - sum((child.scale for child in children if child.scale is not None), start=Fraction(0))
    begin = start + left / 2
    for child in children:
        assert child.scale is not None
        _draw(child, begin, level + 1, rows, signs, label)
        begin += child.scale


def _column(part: Fraction, width: int) -> int:
    return int(part * width + Fraction(1, 2))


def _bar(length: int, label: str, signs: Signs) -> list[str]:
    """├── n/3 ──┤, without the label where it does not fit."""
    if length < 2:
        return [signs.both] * length
    inside = length - 2
    shown = f" {label} " if columns(label) + 2 <= inside else label if columns(label) <= inside else ""
    before = (inside - columns(shown)) // 2
    after = inside - columns(shown) - before
    return list(f"{signs.left}{signs.line * before}{shown}{signs.line * after}{signs.right}")
