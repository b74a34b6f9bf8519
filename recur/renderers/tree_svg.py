"""A recursion tree as a drawing in SVG: nodes with their sizes, the cost of each level beside it, and bars.

The nodes of an unequal split are drawn as wide as their sizes. Everything is black, white and grey, and no text of
the input reaches the file unescaped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from recur.expressions import Expr, Number, Relation
from recur.notation import text as notation
from recur.renderers.characters import printable
from recur.renderers.svg_text import mathematics, number, width_of, words
from recur.renderers.tree_table import Cells, longest_share, percent, shortened, table
from recur.renderers.unrolling import bounds_of
from recur.renderers.wording import Voice, equation, given

if TYPE_CHECKING:
    from recur.trees.recursion_tree import RecursionTree
    from recur.trees.tree_nodes import Node

FONTS = "serif"
WIDTH = 980.0
LEFT, TREE = 104.0, 560.0  # where the tree begins, and its width
COST = LEFT + TREE + 40  # where the costs stand
BARS = COST + 124
TOP, STEP = 112.0, 84.0
BOX, SIZE = 30.0, 17.0
INK, GREY, PALE = "#111111", "#555555", "#efefef"
#: (levels below the root, most children of a node), tried in turn
SHAPES = ((3, 4), (2, 4), (2, 3), (1, 4), (1, 3))
SCALED = ((4, 4), (3, 4), (2, 4), (1, 4))


@dataclass(slots=True)
class Placed:
    """A node at its place: the middle of its box, and its width where it is to scale."""

    node: Node | None
    x: float
    level: int
    width: float | None
    children: list[Placed] = field(default_factory=list)


def render(tree: RecursionTree) -> str:
    """The whole drawing as one SVG document."""
    root = _placed(tree)
    depth = _depth(root)
    rows = _rows(tree, depth)
    bottom = TOP + STEP * depth + 64
    parts: list[str] = []
    lines: list[str] = []
    _nodes(root, lines, parts)
    below = _lower_rows(tree, rows, bottom, parts)
    parts += _costs(rows[: depth + 1], longest_share(rows))
    ending, height = _sum(tree, below)
    body = "\n".join([*_heading(tree, rows), *lines, *parts, *ending])
    label = words_of(tree)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(WIDTH)}" height="{number(height)}" '
        f'viewBox="0 0 {number(WIDTH)} {number(height)}" font-family="{FONTS}" fill="{INK}" role="img">\n'
        f"<title>{label}</title>\n"
        f'<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'
    )


def words_of(tree: RecursionTree) -> str:
    return escape(f"Recursion tree of {write(equation(tree.recurrence))}")


def write(x: Expr | None) -> str:
    if x is None:
        return "?"
    if isinstance(x, Number) and x.value.denominator == 1 and abs(x.value) >= 10**12:
        return shortened(x.value.numerator)
    return printable(notation.write(x))


def _placed(tree: RecursionTree) -> Placed:
    """The drawing in the largest shape whose labels fit; to scale where sizes have one."""
    unequal = tree.found is not None and tree.found.single is None
    levels = [level for level in tree.levels if level is not None]
    for depth, most in SCALED if unequal else SHAPES:
        if tree.at is None and depth >= max(len(levels), 2):
            continue
        node = tree.drawing(depth, most)
        if unequal and _all_scaled(node):
            unit = TREE / max(_extent(node), 1e-9)
            return _scaled(node, LEFT, 0, unit)
        placed = _spread(node, LEFT, TREE, 0)
        if _fits(placed):
            return placed
    return _spread(tree.drawing(1, 3), LEFT, TREE, 0)


def _all_scaled(node: Node) -> bool:
    return node.scale is not None and all(child is not None and _all_scaled(child) for child in node.children)


def _extent(node: Node) -> float:
    """How much room a subtree takes, in sizes of the root."""
    assert node.scale is not None
    return max(float(node.scale), sum(_extent(child) for child in node.children if child is not None))


def _scaled(node: Node, left: float, level: int, unit: float) -> Placed:
    assert node.scale is not None
    room = _extent(node) * unit
    width = float(node.scale) * unit
    placed = Placed(node, left + room / 2, level, width)
    children = [child for child in node.children if child is not None]
    start = left + (room - sum(_extent(child) for child in children) * unit) / 2
    for child in children:
        placed.children.append(_scaled(child, start, level + 1, unit))
        start += _extent(child) * unit
    return placed


def _slots(node: Node | None) -> float:
    if node is None:
        return 0.6
    return sum(map(_slots, node.children)) if node.children else 1.0


def _spread(node: Node | None, left: float, room: float, level: int) -> Placed:
    """Every leaf of the drawing gets the same room; a parent stands over the middle of its children."""
    placed = Placed(node, left + room / 2, level, None)
    if node is not None and node.children:
        slot = room / _slots(node)
        start = left
        for child in node.children:
            width = _slots(child) * slot
            placed.children.append(_spread(child, start, width, level + 1))
            start += width
        placed.x = (placed.children[0].x + placed.children[-1].x) / 2
    return placed


def _fits(root: Placed) -> bool:
    """Whether no two boxes of a level meet."""
    edges: dict[int, float] = {}
    for placed in _walk(root):
        half = _box_width(placed) / 2
        if placed.x - half < edges.get(placed.level, 0.0) + 4:
            return False
        edges[placed.level] = placed.x + half
    return True


def _walk(placed: Placed) -> list[Placed]:
    return [placed, *(inner for child in placed.children for inner in _walk(child))]


def _depth(placed: Placed) -> int:
    return max(inner.level for inner in _walk(placed))


def _label(node: Node) -> str:
    label = write(node.size)
    return label if node.multiple is None else f"{write(node.multiple)} × {label}"


def _box_width(placed: Placed) -> float:
    if placed.node is None:
        return 20.0
    return max(34.0, width_of(_label(placed.node), SIZE) + 16) if placed.width is None else placed.width


def _y(level: int) -> float:
    return TOP + STEP * level


def _nodes(placed: Placed, lines: list[str], parts: list[str]) -> None:
    """Boxes into `parts`, the edges between them into `lines`, which are drawn first."""
    x, y = placed.x, _y(placed.level)
    if placed.node is None:
        parts.append(words("…", x, y + 6, 20, "middle"))
        return
    for child in placed.children:
        if child.node is not None:
            foot = _y(child.level) - BOX / 2
            lines.append(
                f'<line x1="{number(x)}" y1="{number(y + BOX / 2)}" x2="{number(child.x)}" y2="{number(foot)}" '
                f'stroke="{GREY}" stroke-width="1.1"/>'
            )
        _nodes(child, lines, parts)
    width = _box_width(placed)
    gap = 0.0 if placed.width is None else 1.5
    fill = GREY if width < 5 else PALE if placed.node.leaf else "white"
    parts.append(_box(x, y, max(width - 2 * gap, 1.5), BOX, 5 if placed.width is None else 2, fill))
    label = _label(placed.node)
    size = SIZE
    while size > 9 and width_of(label, size) > width - 6:
        size -= 1
    if width_of(label, size) <= width - 2:
        parts.append(mathematics(label, x, y + size * 0.34, size, "middle"))
    if not placed.children and not placed.node.leaf and width > 10:
        parts.append(_dots(x, y + BOX / 2 + 14))


def _box(x: float, y: float, width: float, height: float, corner: int, fill: str) -> str:
    """A rectangle around (x, y)."""
    place = f'x="{number(x - width / 2)}" y="{number(y - height / 2)}"'
    size = f'width="{number(width)}" height="{number(height)}"'
    return f'<rect {place} {size} rx="{corner}" fill="{fill}" stroke="{INK}" stroke-width="1.2"/>'


def _dots(x: float, y: float) -> str:
    """Three dots below each other, which few fonts have."""
    return "".join(
        f'<circle cx="{number(x)}" cy="{number(y + step)}" r="1.3" fill="{GREY}"/>' for step in (-5.0, 0.0, 5.0)
    )


def _rows(tree: RecursionTree, depth: int) -> list[Cells | None]:
    """The rows of the drawn levels, then those below them."""
    rows = table(tree, write, longest=12)
    if tree.at is None:
        return rows
    shown: list[Cells | None] = [row for row in rows[: depth + 1] if row is not None]
    rest = [row for row in rows[depth + 1 :] if row is not None]
    return [*shown, None, rest[-1]] if len(rest) > 1 else [*shown, *rest]


def _heading(tree: RecursionTree, rows: list[Cells | None]) -> list[str]:
    parts = [mathematics(",   ".join(given(tree.recurrence, write)), 30, 42, 22)]
    y = 78.0
    parts += [
        words("level", 30, y, 14, fill=GREY),
        words("nodes and their sizes", LEFT + TREE / 2, y, 14, "middle", fill=GREY),
        words("cost", COST, y, 14, fill=GREY),
    ]
    if longest_share([row for row in rows if row is not None]):
        variable, sample = tree.recurrence.variable, tree.share_size
        share = "share" if sample is None else f"share at {variable} = {shortened_size(sample)}"
        size = 14 * min(1.0, (WIDTH - 24 - BARS) / width_of(share, 14))
        parts.append(words(share, BARS, y, size, fill=GREY))
    parts.append(_rule(88))
    return parts


def shortened_size(size: int) -> str:
    return str(size) if size < 10**9 else shortened(size)


def _rule(y: float) -> str:
    return (
        f'<line x1="24" y1="{number(y)}" x2="{number(WIDTH - 24)}" y2="{number(y)}" stroke="{INK}" stroke-width="1"/>'
    )


def _costs(rows: list[Cells | None], top: Fraction) -> list[str]:
    """The number, the cost and the bar of each drawn level."""
    parts = []
    for level, row in enumerate(rows):
        if row is not None:
            parts += _beside(row, _y(level), top)
    return parts


def _beside(row: Cells, y: float, top: Fraction) -> list[str]:
    name, cost = row.texts[0], row.texts[4]
    parts = [_fitted(name, 30, y + 6, SIZE, LEFT - 42)]
    room = WIDTH - 24 - COST if row.share is None or not top else BARS - COST - 12
    parts.append(_fitted(cost, COST, y + 6, SIZE, room))
    if row.share is not None and top:
        length = float(row.share / top) * (WIDTH - 24 - BARS - 52)
        size = f'width="{number(max(length, 0.8))}" height="16"'
        parts.append(f'<rect x="{number(BARS)}" y="{number(y - 8)}" {size} fill="{GREY}"/>')
        parts.append(words(percent(row.share), BARS + length + 8, y + 5, 14))
    return parts


def _fitted(formula: str, x: float, y: float, size: float, room: float, anchor: str = "start") -> str:
    """The formula, smaller where it would not fit."""
    needed = width_of(formula, size)
    return mathematics(formula, x, y, max(8.0, size * min(1.0, room / needed)) if needed else size, anchor)


def _lower_rows(tree: RecursionTree, rows: list[Cells | None], y: float, parts: list[str]) -> float:
    """Level i and the leaves, below the drawing; where the next thing may begin."""
    top = longest_share(rows)
    drawn = sum(1 for row in rows if row is not None) if None not in rows else rows.index(None)
    middle = LEFT + TREE / 2
    for row in rows[drawn:]:
        if row is None:
            parts += [_dots(36.0, y - 2), _dots(COST + 6, y - 2)]
            y += 34
            continue
        parts += _beside(row, y, top)
        if row.leaves:
            y = _leaves(tree, row, y, parts)
        else:
            parts.append(_fitted(_population(tree, row), middle, y + 6, SIZE, TREE, "middle"))
            y += 40
    return y


def _population(tree: RecursionTree, row: Cells) -> str:
    """3^i nodes of size n/2^i; of an unequal split, how many of each size."""
    if tree.mixture is None:
        return f"{row.texts[1]} nodes of size {row.texts[2]}"
    reach = " + ".join(tree.mixture.indices)
    return f"{write(tree.mixture.count)} nodes of size {write(tree.mixture.size)}, 0 ≤ {reach} ≤ {tree.index}"


def _leaves(tree: RecursionTree, row: Cells, y: float, parts: list[str]) -> float:
    """A row of leaf boxes across the whole tree, and how many there are."""
    middle = LEFT + TREE / 2
    leaf = row.texts[2].rpartition("… ")[2] if tree.at is not None else write(tree.leaf)
    width = max(34.0, width_of(leaf, 14) + 16)
    most = max(3, min(11, int(TREE // (width + 8))) // 2 * 2 - 1)
    nodes = row.texts[1]
    few = nodes.isdecimal() and int(nodes) <= most
    count = int(nodes) if few else most
    places = [middle + (position - (count - 1) / 2) * TREE / most for position in range(count)]
    for position, x in enumerate(places):
        if not few and position == count // 2:
            parts.append(words("…", x, y + 5, 20, "middle"))
            continue
        parts.append(_box(x, y, width, 26, 4, PALE))
        parts.append(_fitted(leaf, x, y + 5, 14, width - 4, "middle"))
    noun = "node" if tree.at is not None else "leaf" if nodes == "1" else "leaves"
    noun += "s" if noun == "node" and nodes != "1" else ""
    said = f"{nodes} {noun} of size {row.texts[2]}"
    parts.append(mathematics(said, middle, y + 34, 14, "middle", fill=GREY))
    return y + 56


def _sum(tree: RecursionTree, y: float) -> tuple[list[str], float]:
    parts = [_rule(y)]
    left = write(tree.left)
    sign = write(Relation(tree.recurrence.relation, tree.left, tree.left)).removeprefix(left).split()[0]
    rights = [write(x) for x in ((tree.total,) if tree.total is not None else ())]
    rights += [write(bound) for bound in bounds_of(tree.bounds)]
    if tree.counted is not None and tree.at is not None:
        left = f"{tree.recurrence.function}({shortened_size(tree.at)})"
        value = tree.counted.value
        sign, rights = ("=" if value.exact else "≈"), [value.text if len(value.text) < 40 else write(tree.total)]
    y += 34
    text = f"{left} {sign} {f' {sign} '.join(rights)}" if rights else left
    parts.append(_fitted(text, 30, y, 20, WIDTH - 60))
    verdict = str(tree.dominance).capitalize() if tree.dominance else ""
    said = Voice(write, str, mathematics=False).sentence(tree.explanation)
    y += 30
    whole = f"{verdict}. {said}" if verdict else said
    parts.append((mathematics if "^" in whole else words)(whole, 30, y, 16, fill=GREY))
    return parts, y + 24
