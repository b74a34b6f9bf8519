"""A recursion tree in a terminal: the drawing with the cost of each level beside it, then the table with bars."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.model.derivation import Step, step
from recur.model.expressions import Asymptotic, Call, Expr, Number, Relation, Symbol, add, number
from recur.renderers import text
from recur.renderers.tree_scale import scaled_rows
from recur.renderers.tree_table import HEADINGS, Cells, longest_share, percent, shortened, table
from recur.renderers.unrolling import bounds_of, used_definitions, where
from recur.writers.characters import columns
from recur.writers.lines import held, operands, wrap
from recur.writers.page import INDENT, Page

if TYPE_CHECKING:
    from recur.trees.recursion_tree import Mixture, RecursionTree
    from recur.trees.tree_nodes import Node

#: (levels below the root, most children of a node) in the order in which they are tried
SHAPES = ((3, 4), (2, 4), (2, 3), (1, 4), (1, 3))
GAP = 2
GUTTER = 4  # between the drawing and the costs beside it
WIDEST_COST = 26
LEAST = 44  # columns of the drawing, so that narrow trees stand in the middle
BAR = 16  # columns of the longest bar
BLOCKS = " ▏▎▍▌▋▊▉"


@dataclass(frozen=True, slots=True)
class Box:
    """A drawn subtree: its lines, all of one width, and the column over which its root stands."""

    lines: tuple[str, ...]
    centre: int

    @property
    def width(self) -> int:
        return columns(self.lines[0]) if self.lines else 0


def render(tree: RecursionTree, width: int = 80, unicode: bool = True, colour: bool = False) -> str:
    """The reading, the drawing, the table, the sum, and which levels dominate."""
    page = Page(width, unicode, colour)
    page.lines += text.render((), width, unicode, colour, read=tree.system).split("\n")
    page.blank()
    page.lines += draw(tree, page)
    page.blank()
    _table(page, tree)
    page.blank()
    _sum(page, tree)
    page.blank()
    verdict = f"{str(tree.dominance).capitalize()}. " if tree.dominance else ""
    page.paragraph(page.voice.sentence(tree.explanation), verdict, "", "label")
    _remarks(page, tree)
    return page.text()


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
        box = _box(node, page) if rows is None else Box(tuple(rows), len(rows[0]) // 2)
        if box.width <= room:
            return _with_costs(tree, box, costs, bottom, page, min(room, LEAST))
    return []


def _number(page: Page, x: Expr | None) -> str:
    if x is None:
        return "?"
    if isinstance(x, Number) and x.value.denominator == 1 and abs(x.value) >= 10**15:
        return shortened(x.value.numerator)
    return page.written(x)


def _label(node: Node, page: Page) -> str:
    size = _number(page, node.size)
    return size if node.multiple is None else f"{page.written(node.multiple)} {page.words('×')} {size}"


def _box(node: Node, page: Page) -> Box:
    label = _label(node, page)
    if not node.children:
        if not node.leaf:
            goes_on = "⋮" if page.unicode else ":"
            return Box((label, goes_on.center(columns(label))), columns(label) // 2)
        return Box((label, " " * columns(label)), columns(label) // 2)
    below = [_box(child, page) if child is not None else _left_out(page) for child in node.children]
    return _joined(label, below, page.unicode)


def _left_out(page: Page) -> Box:
    dots = page.words("…")
    return Box((dots,), len(dots) // 2)


def _joined(label: str, below: list[Box], unicode: bool) -> Box:
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
    return Box(tuple(line.ljust(total) for line in (head, arms, *lines)), centre)


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


def _with_costs(tree: RecursionTree, box: Box, costs: list[str], bottom: str, page: Page, least: int) -> list[str]:
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


def _table(page: Page, tree: RecursionTree) -> None:
    rows = table(tree, page.written, page.words("…"))
    known = [row for row in rows if row is not None]
    widths = [max(columns(x) for x in column) for column in zip(HEADINGS, *(row.texts for row in known), strict=True)]
    shown = [0, 1, 2, 3, 4]
    if sum(widths) + 11 > page.width:
        shown.remove(3)  # the cost of a level says more than that of a node
    used = 1 + sum(widths[i] for i in shown) + 2 * len(shown)
    bar = min(BAR, page.width - used - 8)
    if used > page.width:
        _stacked(page, known)
        return
    top = longest_share(known)
    with_bars = bar >= 4 and top > 0
    numbers = tree.at is not None
    heading = _line([HEADINGS[i] for i in shown], [widths[i] for i in shown], numbers)
    if with_bars:
        sample = _sample(tree)
        heading = heading.ljust(used) + "share" + (sample if used + 5 + len(sample) <= page.width else "")
    page.lines.append(page.styled(heading.rstrip(), "label"))
    for row in rows:
        if row is None:
            page.lines.append(("⋮" if page.unicode else ":").rjust(widths[0] + 1))
            continue
        line = _line([row.texts[i] for i in shown], [widths[i] for i in shown], numbers)
        if with_bars and row.share is not None:
            line = f"{line.ljust(used)}{drawn_bar(row.share / top, bar, page.unicode)} {percent(row.share)}"
        page.lines.append(line.rstrip())


def _sample(tree: RecursionTree) -> str:
    if tree.at is not None or tree.share_size is None:
        return ""
    return f" at {tree.recurrence.variable} = {tree.share_size}"


def _line(cells: list[str], widths: list[int], numbers: bool) -> str:
    """The level right-aligned, formulas to the left, numbers to the right."""
    padded = []
    for position, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        space = " " * (width - columns(cell))
        padded.append(space + cell if numbers or not position else cell + space)
    return " " + "  ".join(padded)


def drawn_bar(part: Fraction, length: int, unicode: bool) -> str:
    """A bar of `part` of `length` columns, to an eighth of a column."""
    eighths = int(part * length * 8 + Fraction(1, 2))
    if not unicode:
        return "#" * ((eighths + 4) // 8)
    whole, rest = divmod(max(eighths, 1 if part > 0 else 0), 8)
    return "█" * whole + (BLOCKS[rest] if rest else "")


def _stacked(page: Page, rows: list[Cells]) -> None:
    """What is too wide for a table, a level at a time."""
    for row in rows:
        page.paragraph(f"level {row.texts[0]}:", " ", INDENT)
        for name, cell in zip(HEADINGS[1:], row.texts[1:], strict=True):
            page.formula(f"{name}  {cell}", INDENT)


def _sum(page: Page, tree: RecursionTree) -> None:
    """T(n) = the sum over the levels, and its growth; or the number."""
    label = "  sum  "
    if tree.counted is not None and tree.at is not None:
        value = tree.counted.value
        left = page.written(Call(tree.recurrence.function, (number(tree.at),)))
        sign = "=" if value.exact else page.words("≈")
        shown = value.text if len(value.text) <= 60 else page.written(tree.total or number(0))
        page.formula(f"{left} {sign} {shown}", label, "bound")
        return
    relation = page.written(Relation(tree.recurrence.relation, number(0), number(0))).split()[1]
    before = f"{label}{page.written(tree.left)} "
    for right in (*((tree.total,) if tree.total is not None else ()), *bounds_of(tree.bounds)):
        sign = "=" if isinstance(right, Asymptotic) else relation
        prefix = f"{before}{sign.ljust(len(relation))} "
        words = " ".join(map(held, operands(page.written(right))))
        lines = wrap(words, page.width, prefix, " " * (len(prefix) + 2))
        if isinstance(right, Asymptotic):
            lines[0] = prefix + page.styled(lines[0][len(prefix) :], "bound")
        page.lines += lines
        before = " " * len(before)


def mixture_step(mixture: Mixture, i: Expr) -> Step:
    """How many nodes of which size a level of an unequal split has."""
    names = tuple(map(Symbol, mixture.indices))
    reach = Relation("<=", number(0), Relation("<=", names[0], i))
    for_all = "for {reach}"
    if len(names) > 1:
        reach = Relation("<=", add(*names), i)
        for_all = "for all " + ", ".join(mixture.indices) + " ≥ 0 with {reach}"
    sentence = f"Level {{i}} has {{count}} nodes of size {{size}}, {for_all}."
    return step(sentence, i=i, count=mixture.count, size=mixture.size, reach=reach)


def notes_of(tree: RecursionTree) -> list[Step]:
    """All that a reader should know besides: the mixture of sizes, the symbols, the assumptions."""
    notes = []
    if tree.mixture is not None and tree.general is not None:
        notes.append(mixture_step(tree.mixture, tree.general.index))
    shown = bounds_of(tree.bounds) + ([tree.bottom.nodes] if tree.bottom is not None and tree.bottom.nodes else [])
    notes += [where(definition) for definition in used_definitions(tree.where, shown)]
    return [*notes, *tree.notes]


def _remarks(page: Page, tree: RecursionTree) -> None:
    for note in notes_of(tree):
        page.labelled("Note", page.voice.sentence(note))
    if tree.counted is not None:
        page.labelled("Checked", page.words("the costs of all levels add up to the value that evaluation finds."))
