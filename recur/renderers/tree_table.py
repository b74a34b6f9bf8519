"""The levels of a recursion tree as rows of a table, whatever the format: cells are formulas still to be written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.model.expressions import Expr, Number

if TYPE_CHECKING:
    from recur.trees.recursion_tree import Level, RecursionTree

Write = Callable[[Expr], str]
HEADINGS = ("level", "nodes", "size", "cost a node", "cost a level")
FIRST, LAST = 12, 5  # rows kept of a long table
LONG = 20


@dataclass(frozen=True, slots=True)
class Cells:
    """One level as five texts, and its part of the whole."""

    texts: tuple[str, str, str, str, str]
    share: Fraction | None
    leaves: bool = False


def table(tree: RecursionTree, write: Write, dots: str = "…", longest: int = 15) -> list[Cells | None]:
    """Rows from the root to the leaves; None where levels are left out. Whole numbers past `longest` digits are cut."""
    short = _Short(write, dots, longest)
    levels = [level for level in tree.levels if level is not None]
    if tree.at is not None:
        kept = _kept(levels)
        last = len(levels) - 1
        rows: list[Cells | None] = []
        for before, position in zip((-1, *kept), kept, strict=False):
            if position > before + 1:
                rows.append(None)
            rows.append(short.row(levels[position], leaves=position == last))
        return rows
    rows = [short.row(level) for level in levels] + [None]
    if tree.general is not None:
        rows += [short.row(tree.general), None]
    if tree.bottom is not None:
        found = short.row(tree.bottom, leaves=True)
        if len(tree.bottoms) > 1:
            found = Cells(("leaves", *found.texts[1:]), found.share, True)
        rows.append(found)
    return rows


def _kept(levels: list[Level]) -> list[int]:
    """All levels of a short table; the first, the costliest and the last of a long one."""
    if len(levels) <= LONG:
        return list(range(len(levels)))
    top = max(range(len(levels)), key=lambda i: levels[i].share or Fraction(0))
    kept = {*range(FIRST), top, *range(len(levels) - LAST, len(levels))}
    return sorted(kept)


@dataclass(frozen=True, slots=True)
class _Short:
    """Cells of one level in few characters."""

    write: Write
    dots: str
    longest: int

    def row(self, level: Level, leaves: bool = False) -> Cells:
        nodes, cost = (None if x is None else self.one(x) for x in (level.nodes, level.cost))
        sizes = self.ends([size for size, _ in level.sizes])
        costs = self.ends(list(level.cost_of_node))
        return Cells((self.write(level.index), nodes or "?", sizes, costs, cost or "?"), level.share, leaves)

    def ends(self, formulas: list[Expr]) -> str:
        """One formula, or the first and the last of several."""
        different = list(dict.fromkeys(formulas))
        if all(isinstance(x, Number) for x in different):
            different.sort(key=lambda x: x.value if isinstance(x, Number) else 0)
        if len(different) == 1:
            return self.one(different[0])
        return f"{self.one(different[0])} {self.dots} {self.one(different[-1])}"

    def one(self, x: Expr) -> str:
        if isinstance(x, Number) and x.value.denominator == 1 and len(str(abs(x.value.numerator))) > self.longest:
            return shortened(x.value.numerator)
        return self.write(x)


def counted(number: str, noun: str) -> str:
    """1 leaf, 2^i leaves."""
    many = "leaves" if noun == "leaf" else f"{noun}s"
    return f"{number} {noun if number == '1' else many}"


def shortened(whole: int) -> str:
    """A long whole number as 1.844e19, cut and not rounded."""
    digits = str(abs(whole)) if abs(whole) < 10**4000 else None
    if digits is None:
        return f"2^{abs(whole).bit_length() - 1} …"
    return f"{'-' if whole < 0 else ''}{digits[0]}.{digits[1:4]}e{len(digits) - 1}"


def longest_share(rows: Sequence[Cells | None]) -> Fraction:
    return max((row.share for row in rows if row is not None and row.share is not None), default=Fraction(0))


def percent(share: Fraction) -> str:
    """A share with two digits: 34 %, 0.31 %, 0 %."""
    part = share * 100
    if part >= 10 or part == 0:
        return f"{int(part + Fraction(1, 2))} %"
    if part >= 1:
        return f"{Fraction(int(part * 10 + Fraction(1, 2)), 10).__float__():g} %"
    return "<1 %"
