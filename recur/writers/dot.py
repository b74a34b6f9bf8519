"""A recursion tree as a Graphviz graph: nodes with their sizes, and the cost of each level at the right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from recur.documents.given import given, said
from recur.documents.tree import TreeRow, rows
from recur.model import Expr, Voice
from recur.notation import text as notation
from recur.writers.characters import printable

if TYPE_CHECKING:
    from recur.trees.recursion_tree import RecursionTree
    from recur.trees.tree_nodes import Node

DEPTH, MOST = 2, 6
DEEPER = 4  # levels below the root where a node has at most two children


def render(tree: RecursionTree) -> str:
    """The graph in the DOT language; `dot -Tsvg` draws it."""
    levels = [level for level in tree.levels if level is not None]
    narrow = len(tree.drawing(1, MOST).children) <= 2
    depth = min(DEEPER if narrow and tree.at is not None else DEPTH, len(levels) - 1)
    graph = _Graph()
    graph.add(tree.drawing(depth, MOST), 0)
    found = rows(tree)
    lines = [
        "digraph recursion_tree {",
        f"  label={quoted(_caption(tree))};",
        '  labelloc="t";',
        '  node [shape=box, style="rounded", fontname="serif", height=0.35, margin="0.12,0.04"];',
        '  edge [arrowhead="none", color="gray40"];',
        *graph.lines,
        *_costs(graph, found, tree),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _write(x: Expr) -> str:
    return printable(notation.write(x))


def _cell(row: TreeRow, column: int) -> str:
    return Voice(_write, str).sentence(said(row.label(column)))


def quoted(text: str) -> str:
    """A DOT string: quotation marks and backslashes escaped."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def _caption(tree: RecursionTree) -> str:
    return ", ".join(given(tree.recurrence, _write))


class _Graph:
    """Statements, and the names of the nodes of each level."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.levels: list[list[str]] = []
        self.names = self._names()

    @staticmethod
    def _names() -> Iterator[str]:
        number = 0
        while True:
            yield f"n{number}"
            number += 1

    def add(self, node: Node | None, level: int) -> str:
        name = next(self.names)
        while len(self.levels) <= level:
            self.levels.append([])
        self.levels[level].append(name)
        if node is None:
            self.lines.append(f'  {name} [label="…", shape=plaintext];')
            return name
        label = _write(node.size) if node.multiple is None else f"{_write(node.multiple)} × {_write(node.size)}"
        fill = ', style="rounded,filled", fillcolor="gray93"' if node.leaf else ""
        self.lines.append(f"  {name} [label={quoted(label)}{fill}];")
        for child in node.children:
            below = self.add(child, level + 1)
            invisible = " [style=invis]" if child is None else ""
            self.lines.append(f"  {name} -> {below}{invisible};")
        if not node.children and not node.leaf:
            dots = next(self.names)
            self.lines += [f'  {dots} [label="⋮", shape=plaintext];', f"  {name} -> {dots};"]
        return name


def _costs(graph: _Graph, rows: list[TreeRow | None], tree: RecursionTree) -> Iterator[str]:
    """A column of costs, each on the rank of its level."""
    previous = ""
    for level, names in enumerate(graph.levels):
        row = rows[level]
        assert row is not None
        name = f"cost{level}"
        yield f"  {name} [label={quoted(_cell(row, 4))}, shape=plaintext];"
        yield f"  {{ rank=same; {'; '.join([*names, name])}; }}"
        if previous:
            yield f"  {previous} -> {name} [style=invis];"
        previous = name
    last = rows[-1]
    if last is not None and last.leaves:
        name, cost = _cell(last, 0), _cell(last, 4)
        share = f"level {name}: {cost}" if len(tree.bottoms) < 2 else f"leaves: {cost}"
        yield '  dots [label="⋮", shape=plaintext];'
        yield f"  leaves [label={quoted(share)}, shape=plaintext];"
        yield f"  {previous} -> dots -> leaves [style=invis];"
