"""A recursion tree: the reading, the drawing, its levels as a table, the sum, and which levels dominate."""

from collections.abc import Sequence
from fractions import Fraction

from recur.documents import blocks as b
from recur.documents.given import reading, said
from recur.documents.solution import asymptotics
from recur.documents.unrolling import definitions
from recur.model import Step, expressions as ex, step
from recur.model.records import frozen
from recur.trees.recursion_tree import Level, Mixture, RecursionTree

HEADINGS = ("level", "nodes", "size", "cost a node", "cost a level")
FIRST, LAST = 12, 5  # rows kept of a long table
LONG = 20
DIGITS = 15  # of a whole number before it is cut


def document(tree: RecursionTree) -> b.Document:
    parts: list[b.Block] = [reading(tree.system.recurrences), b.Drawing(tree), table(tree)]
    links = _sum(tree)
    parts += [b.Chain(_left(tree), links, "sum")] if links else []
    verdict = f"{str(tree.dominance).capitalize()}. " if tree.dominance else ""
    parts.append(b.Paragraph(said(verdict, tree.explanation)))
    parts += [b.Paragraph(note, "Note") for note in notes(tree)]
    if tree.counted is not None:
        parts.append(b.Paragraph(Step("the costs of all levels add up to the value that evaluation finds."), "Checked"))
    return tuple(parts)


def _left(tree: RecursionTree) -> ex.Expr:
    return tree.left if tree.at is None else ex.Call(tree.recurrence.function, (ex.number(tree.at),))


def _sum(tree: RecursionTree) -> tuple[b.Link, ...]:
    """= the sum over the levels = Θ(…); or the number."""
    relation = tree.recurrence.relation
    if tree.counted is not None and tree.at is not None:
        exact = tree.counted.value.exact
        return (b.Link(relation if exact else "≈", tree.total),) if tree.total is not None else ()
    total = [b.Link(relation, tree.total)] if tree.total is not None else []
    return (*total, *(b.Link("=", bound) for bound in asymptotics(tree.bounds)))


@frozen
class TreeRow:
    """One level: its index or name, its nodes, their sizes, the cost of a node and of all; and its share."""

    cells: tuple[b.Cell, ...]
    share: Fraction | None
    leaves: bool

    def label(self, column: int) -> str | ex.Expr | Step:
        """The words or the formula of a cell."""
        cell = self.cells[column]
        assert isinstance(cell, str | ex.Expr | Step)
        return cell


def table(tree: RecursionTree) -> b.Table:
    """Rows from the root to the leaves; None where levels are left out."""
    found = rows(tree)
    top = longest_share(found)
    numbers, shares = tree.at is not None, any(row is not None and row.share is not None for row in found)
    columns = [b.Column(name, left=not numbers and name != "level") for name in HEADINGS]
    columns[3] = b.Column(HEADINGS[3], columns[3].left, spare=1)  # the cost of a level says more than that of a node
    if shares:
        where = "" if numbers or tree.share_size is None else f" at {tree.recurrence.variable} = {tree.share_size}"
        columns.append(b.Column(f"share{where}", left=True, brief="share"))
    return b.Table(tuple(columns), tuple(None if row is None else _with_share(row, top, shares) for row in found))


def _with_share(row: TreeRow, top: Fraction, shares: bool) -> tuple[b.Cell, ...]:
    share: b.Cell = "" if row.share is None else b.Share(row.share, row.share / top if top else top)
    return (*row.cells, share) if shares else row.cells


def longest_share(found: Sequence[TreeRow | None]) -> Fraction:
    return max((row.share for row in found if row is not None and row.share is not None), default=Fraction(0))


def rows(tree: RecursionTree, digits: int = DIGITS) -> list[TreeRow | None]:
    """The levels that are shown; None where levels are left out. Whole numbers of more digits are cut."""
    levels = [level for level in tree.levels if level is not None]
    found: list[TreeRow | None] = []
    if tree.at is not None:
        before = -1
        for position in _kept(levels):
            found += [None] if position > before + 1 else []
            found.append(_row(levels[position], digits, leaves=position == len(levels) - 1))
            before = position
        return found
    found = [*(_row(level, digits) for level in levels), None]
    found += [_row(tree.general, digits), None] if tree.general is not None else []
    name = "leaves" if len(tree.bottoms) > 1 else ""
    return [*found, *([_row(tree.bottom, digits, name, leaves=True)] if tree.bottom is not None else [])]


def _kept(levels: list[Level]) -> list[int]:
    """All levels of a short table; the first, the costliest and the last of a long one."""
    if len(levels) <= LONG:
        return list(range(len(levels)))
    top = max(range(len(levels)), key=lambda i: levels[i].share or Fraction(0))
    return sorted({*range(FIRST), top, *range(len(levels) - LAST, len(levels))})


def _row(level: Level, digits: int, name: str = "", leaves: bool = False) -> TreeRow:
    sizes, costs = [size for size, _ in level.sizes], list(level.cost_of_node)
    nodes, cost = (_short(x, digits) for x in (level.nodes, level.cost))
    cells: tuple[b.Cell, ...] = (name or level.index, nodes, _ends(sizes, digits), _ends(costs, digits), cost)
    return TreeRow(cells, level.share, leaves)


def _ends(formulas: list[ex.Expr], digits: int) -> b.Cell:
    """One formula, or the first and the last of several."""
    different = list(dict.fromkeys(formulas))
    if all(isinstance(x, ex.Number) for x in different):
        different.sort(key=lambda x: x.value if isinstance(x, ex.Number) else 0)
    if len(different) == 1:
        return _short(different[0], digits)
    return said(_short(different[0], digits), " … ", _short(different[-1], digits))


def _short(x: ex.Expr | None, digits: int) -> str | ex.Expr:
    """A formula; a long whole number as digits that are cut."""
    if isinstance(x, ex.Number) and x.value.denominator == 1 and len(str(abs(x.value.numerator))) > digits:
        return scientific(x.value.numerator)
    return "?" if x is None else x


def number_of(number: str | ex.Expr | Step, noun: str) -> Step:
    """1 leaf, 2^i leaves."""
    many = "leaves" if noun == "leaf" else f"{noun}s"
    return said(number, f" {noun if number == ex.ONE else many}")


def scientific(whole: int) -> str:
    """A long whole number as 1.844e19, cut and not rounded."""
    digits = str(abs(whole)) if abs(whole) < 10**4000 else None
    if digits is None:
        return f"2^{abs(whole).bit_length() - 1} …"
    return f"{'-' if whole < 0 else ''}{digits[0]}.{digits[1:4]}e{len(digits) - 1}"


def mixture(found: Mixture, i: ex.Expr) -> Step:
    """How many nodes of which size a level of an unequal split has."""
    names = tuple(map(ex.Symbol, found.indices))
    reach = ex.Relation("<=", ex.number(0), ex.Relation("<=", names[0], i))
    for_all = "for {reach}"
    if len(names) > 1:
        reach = ex.Relation("<=", ex.add(*names), i)
        for_all = "for all " + ", ".join(found.indices) + " ≥ 0 with {reach}"
    sentence = f"Level {{i}} has {{count}} nodes of size {{size}}, {for_all}."
    return step(sentence, i=i, count=found.count, size=found.size, reach=reach)


def notes(tree: RecursionTree) -> list[Step]:
    """All that a reader should know besides: the mixture of sizes, the symbols, the assumptions."""
    found = []
    if tree.mixture is not None and tree.general is not None:
        found.append(mixture(tree.mixture, tree.general.index))
    shown = asymptotics(tree.bounds) + ([tree.bottom.nodes] if tree.bottom is not None and tree.bottom.nodes else [])
    return [*found, *definitions(tree.where, shown), *tree.notes]
