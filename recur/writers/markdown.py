"""Documents as GitHub Markdown with $…$ mathematics; plain words never act as markup."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby

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
    Row,
    Steps,
    Table,
    Verdict,
)
from recur.documents.speedup import shown
from recur.model.expressions import Expr
from recur.notation import latex as notation
from recur.renderers.markdown import VOICE, derivation
from recur.writers.characters import to_markdown


def render(document: Document) -> str:
    """Every block as paragraphs; notes that follow each other are one list."""
    parts: list[str] = []
    for noted, blocks in groupby(document, lambda block: isinstance(block, Paragraph) and block.label in NOTES):
        written = [_block(block) for block in blocks]
        parts += ["\n".join(f"- {text}" for text in written)] if noted else written
    return "\n\n".join(part for part in parts if part) + "\n"


NOTES = ("Note", "Advice")


def _block(block: Block) -> str:
    match block:
        case Paragraph(said, label):
            given = f"*{label}* " if label.strip() and label in NOTES else f"{label} " if label.strip() else ""
            return given + VOICE.sentence(said)
        case Items(sentences):
            return "\n".join(f"- {VOICE.sentence(sentence)}" for sentence in sentences)
        case Display(rows):
            return "\n\n".join(map(_row, rows))
        case Steps(steps):
            return derivation(steps)
        case Heading(title, verdict, _):
            return f"### {to_markdown(title)}" + (f": {to_markdown(verdict)}" if verdict else "")
        case Verdict(word, _, said, details, mark):
            told = f"**{to_markdown(f'{mark} {word}'.strip())}** {VOICE.sentence(said)}".rstrip()
            return "\n\n".join((told, *map(VOICE.sentence, details)))
        case Table():
            return _table(block)
        case Bars(lines, _, label, said):
            return f"{label.capitalize()} `{lines[0]}`, {VOICE.sentence(said)}." if said.sentence else ""
        case Figure():
            return ""


def _row(row: Row) -> str:
    return f"$${notation.write(row.formula)}$$" + ("" if row.said is None else f" {VOICE.sentence(row.said)}")


def _table(table: Table) -> str:
    lines = [_pipes([to_markdown(column.heading) for column in table.columns])]
    lines.append(_pipes([":--" if column.left else "--:" for column in table.columns]))
    lines += [_pipes(["…"] * len(table.columns) if row is None else list(map(_cell, row))) for row in table.rows]
    return "\n".join(lines)


def _pipes(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    match cell:
        case Quantity():
            return " to ".join(dict.fromkeys(map(_number, cell.ends))) + (" %" if cell.percent else "")
        case Expr():
            return f"${notation.write(cell, inline=True)}$".replace("|", r"\vert ")
    return to_markdown(cell)


def _number(value: Fraction) -> str:
    return f"${notation.write(shown(value), inline=True)}$"
