"""Tables for a terminal: columns as wide as they need be, and the last one wrapped where words do not fit."""

from __future__ import annotations

from recur.reports.tables import Table
from recur.writers.characters import columns
from recur.writers.lines import wrap
from recur.writers.page import Page

GAP = 2
LEAST_FOR_WORDS = 24
LEAST_OF_A_COLUMN = 12


def lay(page: Page, table: Table) -> None:
    """The table below its title. A table that is too wide for the page stays whole: a terminal can scroll."""
    page.blank()
    page.lines.append(page.styled(page.words(table.title), "label"))
    rows = [tuple(map(page.words, row)) for row in (table.heads, *table.rows)]
    last = len(table.heads) - 1
    widths = [max(columns(row[column]) for row in rows) for column in range(last + 1)]
    _narrow(widths, table.left, page.width, last)
    for position, row in enumerate(rows):
        for line in _lines(row, widths, table.left, page.width, page.words("…")):
            page.lines.append(page.styled(line, "number") if position == 0 else line)
    if table.note:
        page.lines.append("  " + page.styled(page.words(table.note), "source"))


def _lines(row: tuple[str, ...], widths: list[int], left: frozenset[int], width: int, dots: str) -> list[str]:
    last = len(row) - 1
    front = "  " + "".join(
        _padded(row[column], widths[column], column in left, dots) + " " * GAP for column in range(last)
    )
    if last not in left:
        return [(front + _padded(row[last], widths[last], False, dots)).rstrip()]
    room = width - columns(front)
    if columns(row[last]) <= max(room, LEAST_FOR_WORDS):
        return [(front + row[last]).rstrip()]
    if room >= LEAST_FOR_WORDS:
        return wrap(row[last], width, front, " " * columns(front))
    return [front.rstrip(), *wrap(row[last], width, "      ", "      ")]


def _narrow(widths: list[int], left: frozenset[int], width: int, last: int) -> None:
    """Take what is too much from the widest column of words: from one behind the first, which tells rows apart."""
    needed = LEAST_FOR_WORDS if last in left else widths[last]
    surplus = GAP * (last + 1) + sum(widths[:last]) + needed - width
    shrinking = [column for column in left if 0 < column < last]
    while surplus > 0 and shrinking:
        widest = max(shrinking, key=widths.__getitem__)
        if widths[widest] <= LEAST_OF_A_COLUMN:
            return
        widths[widest] -= 1
        surplus -= 1


def _padded(cell: str, width: int, left: bool, dots: str) -> str:
    if columns(cell) > width:
        cell = _cut(cell, width - columns(dots)) + dots
    space = " " * (width - columns(cell))
    return cell + space if left else space + cell


def _cut(cell: str, width: int) -> str:
    """As many characters, from the first, as fit."""
    kept = ""
    for character in cell:
        if columns(kept + character) > width:
            break
        kept += character
    return kept
