"""A sheet of speed-ups in a terminal: what is given, the table, what follows from it."""

from __future__ import annotations

from fractions import Fraction

from recur.expressions import Expr
from recur.forkjoin.rounding import short_decimal
from recur.renderers.characters import columns as width_of
from recur.renderers.page import INDENT, Page
from recur.renderers.speedup_sheet import Cell, Figure, Sheet

GAP = 2


def render(
    sheet: Sheet, width: int = 80, unicode: bool = True, colour: bool = False, chart: tuple[str, ...] = ()
) -> str:
    """The claims, the table, the chart if there is one, the sentences."""
    page = Page(width, unicode, colour)
    claims = [page.written(formula) for formula, _ in sheet.claims]
    edge = max(map(width_of, claims), default=0) + 3
    for written, (_, word) in zip(claims, sheet.claims, strict=True):
        after = " " * (edge - width_of(written)) + page.words(word)
        page.formula(written, INDENT, "bound", after)
    page.blank()
    _table(page, sheet)
    page.blank()
    if chart:
        page.lines += [page.words(line) for line in chart]
        page.blank()
    if sheet.legend is not None:
        page.paragraph(page.voice.sentence(sheet.legend))
        page.blank()
    for sentence in sheet.sentences:
        page.paragraph(page.voice.sentence(sentence), "- ", "  ")
    page.blank()
    for note in sheet.notes:
        page.labelled("Note", page.voice.sentence(note))
    return page.text()


def _table(page: Page, sheet: Sheet) -> None:
    """Every column as wide as its widest cell; the most dispensable are left out of a narrow page."""
    table = [[page.words(column.heading) for column in sheet.columns]]
    table += [[_cell(page, cell) for cell in row] for row in sheet.rows]
    kept = list(range(len(sheet.columns)))
    while True:
        widths = {i: max(width_of(row[i]) for row in table) for i in kept}
        spare = max(kept, key=lambda i: sheet.columns[i].spare)
        if not sheet.columns[spare].spare or sum(widths.values()) + GAP * len(kept) + GAP <= page.width:
            break
        kept.remove(spare)
    for position, row in enumerate(table):
        cells = [" " * (widths[i] - width_of(row[i])) + row[i] for i in kept]
        line = (" " * GAP + (" " * GAP).join(cells)).rstrip()
        page.lines.append(page.styled(line, "label") if not position else line)


def _cell(page: Page, cell: Cell) -> str:
    match cell:
        case Figure(low, high, percent):
            dots = "…" if page.unicode else "..."
            ends = [_number(x, percent) for x in (low, low if high is None else high)]
            text = ends[0] if ends[0] == ends[1] else f"{ends[0]}{dots}{ends[1]}"
            return text + (" %" if percent else "")
        case Expr():
            return page.written(cell)
    return page.words(cell)


def _number(value: Fraction, percent: bool) -> str:
    return short_decimal(value * 100, 3) if percent else short_decimal(value)
