"""The picture of a recursion tree as shapes: nodes with their sizes, beside each level its cost and its share as a bar.

Thin bars stand for the levels that are left out, so that the eye sees where the cost lies: at the root, at the leaves
or everywhere alike. Everything is black, white and grey.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.documents.blocks import Share
from recur.documents.given import equation, equations, listing, said
from recur.documents.solution import asymptotics
from recur.documents.tree import TreeRow, longest_share, notes as notes_of, number_of, rows, scientific
from recur.model import Step, expressions as ex
from recur.model.records import replace
from recur.notation.picture import TypeLine, concatenated, width_of
from recur.notation.text import SIGNS
from recur.pictures.shapes import GREY, INK, Label, Mark, RoundedBox, Shape, Sheet, Stroke, Text, typed
from recur.pictures.tree_layout import SIZE, Placed, node_label, placed_tree, shortened

if TYPE_CHECKING:
    from recur.trees.recursion_tree import RecursionTree

WIDTH = 1040.0
EDGE, NAMES = 24.0, 30.0  # where the rules and the texts begin
LEFT, TREE = 124.0, 520.0  # where the tree begins, and its width
COST = LEFT + TREE + 34  # where the costs stand
BARS = COST + 128
LONGEST_BAR = WIDTH - EDGE - BARS - 52
TOP, STEP, ROW = 114.0, 84.0, 38.0
BOX, BAR, LEAF = 30.0, 18.0, 26.0  # how high they are
SMALL = 14.0
TIGHT, BELOW = 11.0, 12.0  # a label smaller than this goes below its box, in that size
THINNEST, MOST_THIN = 1.5, 40
LIGHT, PALE = "#a3a3a3", "#efefef"
THIN = 1.1  # how wide an edge of the tree is


def drawn(tree: RecursionTree, notes: bool = True) -> Sheet:
    """The whole picture; `notes` below it, where no caption tells them."""
    root = placed_tree(tree, LEFT, TREE)
    found = rows(tree, digits=12)
    sheet = _Drawing(tree, max((longest_share(found), *tree.shares)))
    sheet.heading(bool(sheet.top))
    sheet.nodes(root)
    sheet.levels(root.depth, found)
    sheet.sum(notes_of(tree)[tree.mixture is not None :] if notes else [])
    return Sheet(
        Text(typed("Recursion tree of ", equation(tree.recurrence)), (0.0, 0.0), SIZE).content,
        WIDTH,
        sheet.y,
        (*sheet.lines, *sheet.shapes),
    )


class _Drawing:
    """Shapes as they are added, from the top down; `y` is where the next may stand."""

    def __init__(self, tree: RecursionTree, top: Fraction) -> None:
        self.tree, self.top = tree, top
        self.lines: list[Shape] = []  # the edges, under the boxes
        self.shapes: list[Shape] = []
        self.y = TOP

    def heading(self, shares: bool) -> None:
        heading = listing(equations(self.tree.recurrence), ",   ")
        self.shapes.append(_fitted(typed(heading), NAMES, 42, 22, WIDTH - NAMES - EDGE))
        nodes = ("nodes and their sizes", LEFT + TREE / 2, "middle")
        for title, x, anchor in (("level", NAMES, "start"), nodes, ("cost", COST, "start")):
            self.shapes.append(Text(typed(title), (x, 78), SMALL, GREY, anchor))
        if shares:
            variable, sample = ex.Symbol(self.tree.recurrence.variable), self.tree.share_size
            share = typed("share") if sample is None else typed("share at ", variable, f" = {shortened_size(sample)}")
            self.shapes.append(_fitted(share, BARS, 78, SMALL, WIDTH - EDGE - BARS, GREY))
        self.rule(88)

    def rule(self, y: float) -> None:
        self.shapes.append(Stroke(((EDGE, y), (WIDTH - EDGE, y)), INK, THIN))

    def nodes(self, root: Placed) -> None:
        taken: dict[int, float] = {}  # how far the labels below the boxes of a level reach
        for node in root.walk():
            y = TOP + STEP * node.level
            for child in node.children:
                if child.node is not None:
                    self.lines.append(Stroke(((node.x, y + BOX / 2), (child.x, y + STEP - BOX / 2)), GREY, THIN))
            if node.node is None:
                self.shapes.append(Text(typed("…"), (node.x, y + 6), 20, anchor="middle"))
            else:
                self.node(node, y, taken)

    def node(self, placed: Placed, y: float, taken: dict[int, float]) -> None:
        node, x, width = placed.node, placed.x, placed.box
        assert node is not None
        scaled = placed.width is not None
        fill = GREY if width < 5 else PALE if node.leaf else "white"
        shown = max(width - 3, THINNEST) if scaled else width
        self.shapes.append(RoundedBox((x, y), shown, BOX, fill, 2 if scaled else 5, outlined=True))
        label = node_label(node)
        size = min(SIZE, SIZE * (shown - 4) / max(width_of(label, SIZE), 1e-9))
        foot = y + BOX / 2
        if size >= TIGHT:
            self.shapes.append(Text(label, (x, y + size * 0.34), size, anchor="middle"))
        elif not placed.children:  # else the lines to them would cross it
            half = width_of(label, BELOW) / 2
            if taken.get(placed.level, 0.0) <= x - half:
                foot += BELOW + 2
                self.shapes.append(Text(label, (x, foot), BELOW, anchor="middle"))
                taken[placed.level] = x + half + 6
        if not placed.children and not node.leaf and width > 10:
            self.shapes += _dots(x, foot + 13)

    def levels(self, depth: int, rows: list[TreeRow | None]) -> None:
        """Beside the drawing its levels, below it level i and the leaves; thin bars for those left out."""
        drawn = [row for row in rows[: depth + 1] if row is not None]
        for level, cells in enumerate(drawn):
            self.beside(cells, TOP + STEP * level)
        first, self.y = len(drawn), TOP + STEP * depth + 64
        start = TOP + STEP * depth + BAR / 2
        for row in self.lower(rows[depth + 1 :]):
            if row is None:
                self.shapes += [*_dots(NAMES + 6, self.y - 2), *_dots(COST + 6, self.y - 2)]
                self.y += 34
            elif row.leaves:
                self.thin_bars(first, start, self.y - BAR / 2)
                self.beside(row, self.y)
                self.leaves(row)
            else:
                self.beside(row, self.y)
                told = typed(self.population(row))
                self.shapes.append(_fitted(told, LEFT + TREE / 2, self.y + 6, SIZE, TREE, middle=True))
                self.y += ROW + 2

    def lower(self, rows: list[TreeRow | None]) -> list[TreeRow | None]:
        """In general: dots, level i, dots, the leaves. In numbers: dots, the last level."""
        if self.tree.at is None:
            return rows[rows.index(None) :] if None in rows else rows
        rest = [row for row in rows if row is not None]
        return [None, rest[-1]] if len(rest) > 1 or None in rows else list(rest)

    def beside(self, row: TreeRow, y: float) -> None:
        """The number, the cost and the bar of a level."""
        name, cost = typed(row.label(0)), typed(row.label(4))
        room = BARS - COST - 12 if self.top else WIDTH - EDGE - COST
        self.shapes.append(_fitted(name, NAMES, y + 6, SIZE, LEFT - NAMES - 8))
        lines = [cost] if width_of(cost, SMALL) <= room else _in_two(cost)
        for line, below in zip(lines, (6,) if len(lines) == 1 else (-3, 15), strict=True):
            self.shapes.append(_fitted(line, COST, y + below, SIZE, room))
        if row.share and self.top:
            length = max(float(row.share / self.top) * LONGEST_BAR, THINNEST)
            self.shapes.append(RoundedBox((BARS + length / 2, y), length, BAR, GREY))
        if row.share is not None and self.top:
            x = BARS + (length + 8 if row.share else 0)
            self.shapes.append(Text(typed(Share(row.share, row.share).percent), (x, y + 5), SMALL))

    def thin_bars(self, first: int, start: float, end: float) -> None:
        """The shares of the levels between the drawn ones and the last; of very many, evenly chosen ones."""
        shares = list(self.tree.shares[first:-1])
        if not shares or not self.top:
            return
        count = min(len(shares), MOST_THIN)
        pitch = (end - start) / (count + 1)
        for place in range(count):
            share = shares[place * len(shares) // count]
            if not share:
                continue
            length = max(float(share / self.top) * LONGEST_BAR, THINNEST)
            y = start + pitch * (place + 1)
            self.shapes.append(RoundedBox((BARS + length / 2, y), length, min(0.55 * pitch, BAR / 2), LIGHT))

    def population(self, row: TreeRow) -> Step:
        """3^i nodes of size n/2^i; of an unequal split, how many of each size."""
        mixture = self.tree.mixture
        if mixture is None:
            return said(number_of(row.label(1), "node"), " of size ", row.label(2))
        most = ex.Relation("<=", ex.add(*map(ex.Symbol, mixture.indices)), ex.Symbol(self.tree.index))
        reach = ex.Relation("<=", ex.ZERO, most)
        return said(mixture.count, " nodes of size ", mixture.size, ", ", reach)

    def leaves(self, row: TreeRow) -> None:
        """A row of boxes across the whole tree, and how many there are."""
        middle, nodes, inside = LEFT + TREE / 2, row.label(1), self.tree.at is not None
        ends = self.lowest() if inside else [(typed(self.tree.leaf or "?"), 10**9)]
        width = max(34.0, *(width_of(leaf, SMALL) + 16 for leaf, _ in ends))
        most = max(3, min(11, int(TREE // (width + 8))) // 2 * 2 - 1)
        few = isinstance(nodes, ex.Number) and nodes.value <= most
        count = int(nodes.value) if few and isinstance(nodes, ex.Number) else most
        labels = [leaf for leaf, times in ends for _ in range(min(times, count))]
        for position in range(count):
            x = middle + (position - (count - 1) / 2) * TREE / most
            if not few and position == count // 2:
                self.shapes.append(Text(typed("…"), (x, self.y + 5), 20, anchor="middle"))
                continue
            leaf = labels[position - count] if position > count // 2 else labels[position]
            self.shapes.append(RoundedBox((x, self.y), width, LEAF, PALE, 4, outlined=True))
            self.shapes.append(_fitted(leaf, x, self.y + 5, SMALL, width - 4, middle=True))
        told = typed(number_of(nodes, "node" if inside else "leaf"), " of size ", row.label(2))
        self.shapes.append(_fitted(told, middle, self.y + 34, SMALL, TREE, GREY, middle=True))
        self.y += 56

    def lowest(self) -> list[tuple[TypeLine, int]]:
        """The sizes on the last level of a counted tree, smallest first, and how many nodes have each."""
        last = self.tree.levels[-1]
        sizes = () if last is None else last.sizes
        whole = [
            (typed(shortened(size)), int(n.value)) for size, n in sizes if isinstance(n, ex.Number) and n.value >= 1
        ]
        return whole[::-1] or [(typed("?"), 10**9)]

    def sum(self, notes: Sequence[Step]) -> None:
        """What the levels add up to, which of them dominate, and what else there is to know."""
        self.rule(self.y)
        left, *rights = _equation(self.tree)
        room = WIDTH - NAMES - EDGE
        rows = [(NAMES, typed(listing((left, *rights), " ")))]
        if width_of(rows[0][1], SIZE) > room and len(rights) > 1:
            hanging = NAMES + width_of(typed(left, " "), 20)
            rows = [(NAMES, typed(left, " ", rights[0])), *((hanging, typed(right)) for right in rights[1:])]
        for x, row in rows:
            self.y += 34
            self.shapes.append(_fitted(row, x, self.y, 20, WIDTH - EDGE - x))
        verdict = f"{str(self.tree.dominance).capitalize()}. " if self.tree.dominance else ""
        self.y += 7
        for sentence in (said(verdict, self.tree.explanation), *notes):
            self.y += 23
            self.shapes.append(_fitted(typed(sentence), NAMES, self.y, 16, room, GREY))
        self.y += 24


def _equation(tree: RecursionTree) -> list[Step]:
    """T(n), then with its sign each thing at its right: the sum of the levels, the bounds."""
    if tree.counted is not None and tree.at is not None:
        value = tree.counted.value
        right: Label = value.text if len(value.text) < 40 or tree.total is None else shortened(tree.total)
        name, size = tree.recurrence.function, tree.at
        left = said(ex.Call(name, (ex.number(size),)) if size < 10**9 else f"{name}({scientific(size)})")
        return [left, said("= " if value.exact else "≈ ", right)]
    relation = tree.recurrence.relation
    sums = [] if tree.total is None else [said(f"{SIGNS.get(relation, relation)} ", tree.total)]
    return [said(tree.left), *sums, *(said("= ", bound) for bound in asymptotics(tree.bounds))]


def shortened_size(size: int) -> str:
    return str(size) if size < 10**9 else scientific(size)


def _in_two(line: TypeLine) -> list[TypeLine]:
    """A long formula cut near its middle, before a sign outside brackets or else at a space or a dot."""
    letters = [replace(run, text=c, back=0.0 if i else run.back) for run in line for i, c in enumerate(run.text)]
    signs, others, depth = [], [], 0
    for i, letter in enumerate(letters):
        depth += (letter.text in "([{⌊⌈") - (letter.text in ")]}⌋⌉")
        if i and not letter.shift and letter.text in "+−" and not depth:
            signs.append(i)
        elif i and not letter.shift and letter.text in " ·":
            others.append(i)
    if not (signs or others):
        return [line]
    cut = min(signs or others, key=lambda i: abs(2 * i - len(letters)))
    return [concatenated((letter,) for letter in part) for part in (letters[:cut], letters[cut:])]


def _fitted(
    line: TypeLine, x: float, y: float, size: float, room: float, colour: str = INK, middle: bool = False
) -> Text:
    """The line, smaller where it would not fit."""
    needed = width_of(line, size)
    fitting = max(8.0, size * min(1.0, room / needed)) if needed else size
    return Text(line, (x, y), fitting, colour, "middle" if middle else "start")


def _dots(x: float, y: float) -> list[Shape]:
    """Three dots below each other around (x, y), which few fonts have as a letter."""
    return [Mark("speck", (x, y + step), GREY) for step in (-5.0, 0.0, 5.0)]
