"""Documents for a terminal: lines of at most `width` columns, in Unicode or ASCII, with or without colour."""

from __future__ import annotations

from itertools import pairwise

from recur.documents.blocks import (
    Bars,
    Block,
    Cell,
    Display,
    Document,
    Figure,
    Heading,
    Items,
    Paragraph,
    Quantity,
    Steps,
    Table,
    Tone,
    Verdict,
)
from recur.model.derivation import Step
from recur.model.expressions import Expr
from recur.writers.characters import columns
from recur.writers.lines import held
from recur.writers.page import INDENT, Page

MARGIN = 9  # "Read as  ", "Assumes  "
GAP = "  "
STYLES = {Tone.GOOD: "bound", Tone.BAD: "error", Tone.DOUBTFUL: "warning"}


def render(document: Document, width: int = 80, unicode: bool = True, colour: bool = False) -> str:
    """The document as lines, without blank ones at the ends."""
    page = Page(width, unicode, colour)
    write(page, document)
    return page.text()


def write(page: Page, document: Document) -> None:
    """The same below what a page holds already."""
    shown = [block for block in document if not isinstance(block, Figure)]
    for before, block in pairwise((None, *shown)):
        if before is not None and not _belongs(before, block):
            page.blank()
        _block(page, block)


def _belongs(before: Block, block: Block | None) -> bool:
    """No line is left between a table and its bars, between sentences, between notes, below a heading."""
    if isinstance(before, Heading):
        return isinstance(block, Table)
    if isinstance(block, Bars):
        return len(block.lines) == 1
    if isinstance(before, Paragraph) and isinstance(block, Paragraph):
        return bool(before.label) == bool(block.label)
    return False


def _block(page: Page, block: Block | None) -> None:
    match block:
        case Paragraph(said, ""):
            page.paragraph(page.voice.sentence(said))
        case Paragraph(said, label):
            page.labelled(label.strip(), page.voice.sentence(said), MARGIN)
        case Items(sentences):
            for sentence in sentences:
                page.paragraph(page.voice.sentence(sentence), "- ", "  ")
        case Display():
            _display(page, block)
        case Steps(found):
            steps(page, found)
        case Heading(title, verdict, tone):
            shown = f": {page.styled(page.words(verdict), STYLES[tone])}" if verdict else ""
            page.lines.append(f"{page.styled(page.words(title), 'label')}{shown}")
        case Verdict():
            _verdict(page, block)
        case Table():
            _table(page, block)
        case Bars(lines, ascii, label, said):
            after = f"  ({page.voice.sentence(said)})" if said.sentence else ""
            for line in lines if page.unicode else ascii:
                page.lines.append(f"{GAP}{label} {line}{after}" if label else f"{GAP}{line}{after}")


def _display(page: Page, block: Display) -> None:
    written = [page.written(row.formula) for row in block.rows]
    edge = max((columns(w) for w, row in zip(written, block.rows, strict=True) if row.said), default=0) + 3
    for formula, row in zip(written, block.rows, strict=True):
        after = " " * (edge - columns(formula)) + page.voice.sentence(row.said) if row.said else ""
        page.formula(formula, INDENT, "bound", after)


def _verdict(page: Page, block: Verdict) -> None:
    """confirmed  Θ(n log n)"""
    style, said = STYLES[block.tone], page.voice.sentence(block.said)
    word = page.words(f"{block.mark} {block.word}".strip())
    page.paragraph(said, f"{INDENT}{word}  ", INDENT * 2, style) if said else page.lines.append(
        f"{INDENT}{page.styled(word, style)}"
    )
    for detail in block.details:
        page.paragraph(page.voice.sentence(detail), INDENT, INDENT * 2)


def _table(page: Page, table: Table) -> None:
    """Every column as wide as its widest cell; the most dispensable are left out of a narrow page."""
    dots = page.words("…")
    rows = [[page.words(column.heading) for column in table.columns]]
    rows += [[dots] * len(table.columns) if row is None else [_cell(page, c) for c in row] for row in table.rows]
    kept = list(range(len(table.columns)))
    while True:
        widths = {i: max(columns(row[i]) for row in rows) for i in kept}
        spare = max(kept, key=lambda i: table.columns[i].spare)
        if not table.columns[spare].spare or sum(widths.values()) + len(GAP) * (len(kept) + 1) <= page.width:
            break
        kept.remove(spare)
    for position, row in enumerate(rows):
        cells = []
        for i in kept:
            room = " " * (widths[i] - columns(row[i]))
            cells.append(row[i] + room if table.columns[i].left else room + row[i])
        line = (GAP + GAP.join(cells)).rstrip()
        page.lines.append(page.styled(line, "label") if not position else line)


def _cell(page: Page, cell: Cell) -> str:
    match cell:
        case Quantity():
            from recur.forkjoin.laws.rounding import short_decimal  # no answer to a recurrence has a quantity in it

            ends = (short_decimal(x, 3) if cell.percent else short_decimal(x) for x in cell.ends)
            return page.words("…").join(dict.fromkeys(ends)) + (" %" if cell.percent else "")
        case Expr():
            return page.written(cell)
    return page.words(cell)


def steps(page: Page, found: tuple[Step, ...]) -> None:
    """A numbered derivation, its displays aligned at their signs, its sources at the right."""
    digits = len(str(len(found)))
    for position, step in enumerate(found, 1):
        _step(page, step, f" {position:>{digits}}  ")


def _step(page: Page, step: Step, first: str) -> None:
    rest = " " * len(first)
    source = page.words(f"[{step.source}]") if step.source else ""
    sentence = page.voice.sentence(step)
    if source and not step.display:
        sentence += f" {held(source)}"
    page.paragraph(sentence, first, rest, "number")
    page.displays(step.display, rest + INDENT, source)
    for position, substep in enumerate(step.substeps):
        _step(page, substep, f"{rest}{'abcdefghijklmnopqrstuvwxyz'[position % 26]}  ")
