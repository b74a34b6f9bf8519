"""Documents as parts of an HTML page: native MathML, pictures inline, everything escaped."""

from __future__ import annotations

from collections.abc import Sequence

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
from recur.pictures import svg
from recur.renderers.pages.markup import (
    VOICE,
    decimal,
    displayed,
    figure,
    heading,
    inline,
    paragraph,
    plain,
    table,
    words,
)

CLASSES = {Tone.GOOD: "solved", Tone.BAD: "unsolved", Tone.DOUBTFUL: ""}


def parts(document: Document, level: int = 3) -> list[str]:
    """The elements of the page, headings from `level` on."""
    return [part for block in document if (part := _block(block, level))]


def _block(block: Block, level: int) -> str:
    match block:
        case Paragraph(said, ""):
            return paragraph(VOICE.sentence(said))
        case Paragraph(said, label):
            return paragraph(f"<em>{plain(label)}</em> {VOICE.sentence(said)}", "note")
        case Items(sentences):
            items = "\n".join(f"<li>{VOICE.sentence(sentence)}</li>" for sentence in sentences)
            return f"<ul>\n{items}\n</ul>"
        case Display(rows):
            return displayed(*(row.formula for row in rows))
        case Steps(steps):
            return ordered(steps)
        case Heading(title, verdict, _):
            return heading(level, words(title) + (f": {plain(verdict)}" if verdict else ""))
        case Verdict(word, _, said, details, mark):
            told = paragraph(f"<strong>{plain(f'{mark} {word}'.strip())}</strong> {VOICE.sentence(said)}".rstrip())
            return "\n".join((told, *(paragraph(VOICE.sentence(detail)) for detail in details)))
        case Table():
            return _table(block)
        case Bars():
            return ""
        case Figure(sheet, caption):
            return figure(svg.render(sheet), VOICE.sentence(caption))


def _table(found: Table) -> str:
    left = frozenset(i for i, column in enumerate(found.columns) if column.left)
    rows = [["…"] * len(found.columns) if row is None else list(map(_cell, row)) for row in found.rows]
    return table([words(column.heading) for column in found.columns], rows, left)


def _cell(cell: Cell) -> str:
    match cell:
        case Quantity():
            return "&nbsp;to&nbsp;".join(dict.fromkeys(map(decimal, cell.ends))) + ("&nbsp;%" if cell.percent else "")
        case Expr():
            return inline(cell)
    return words(cell)


def ordered(given: Sequence[Step], outer: bool = True) -> str:
    """A numbered list; substeps are lists inside it."""
    items = "\n".join(_step(step) for step in given)
    kind = ' class="steps"' if outer else ""
    return f"<ol{kind}>\n{items}\n</ol>"


def _step(step: Step) -> str:
    source = f'<span class="source">[{plain(step.source)}]</span>' if step.source else ""
    lines = [VOICE.sentence(step) + (f" {source}" if source and not step.display else "")]
    if step.display:
        lines.append(displayed(*step.display))
        lines += [f'<p class="source">[{plain(step.source)}]</p>'] if step.source else []
    if step.substeps:
        lines.append(ordered(step.substeps, outer=False))
    return "<li>" + "\n".join(lines) + "</li>"
