r"""Documents as LaTeX that pdflatex compiles: plain ASCII, all words escaped, amsmath the only package."""

from __future__ import annotations

from fractions import Fraction

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
from recur.model.derivation import Step
from recur.model.expressions import Expr
from recur.notation import latex as notation
from recur.renderers.latex import VOICE, derivation, finished
from recur.writers.characters import to_latex


def render(document: Document, standalone: bool = False) -> str:
    """Every block as paragraphs and environments; `standalone` makes a whole document of them."""
    return finished(map(_block, document), standalone)


def _block(block: Block) -> str:
    match block:
        case Paragraph(said, label):
            given = rf"\emph{{{to_latex(label)}.}} " if label.strip() else ""
            return given + VOICE.sentence(said)
        case Items(sentences):
            return _list("itemize", sentences)
        case Display(rows):
            return "\n".join(map(_row, rows))
        case Steps(steps):
            return derivation(steps)
        case Heading(title, verdict, _):
            return rf"\textbf{{{to_latex(title)}}}" + (f": {to_latex(verdict)}" if verdict else "")
        case Verdict(word, _, said, details, _):
            told = rf"\textbf{{{to_latex(word)}}} {VOICE.sentence(said)}".rstrip()
            return "\n\n".join((told, *map(VOICE.sentence, details)))
        case Table():
            return _table(block)
        case Bars(_, _, label, said):
            return f"{label.capitalize()}: {VOICE.sentence(said)}." if said.sentence else ""
        case Figure():
            return ""


def _row(row: Row) -> str:
    said = "" if row.said is None else rf" \qquad \text{{{VOICE.sentence(row.said)}}}"
    return rf"\[ {notation.write(row.formula)}{said} \]"


def _list(kind: str, sentences: tuple[Step, ...]) -> str:
    # A bracket right after \item would be taken for its label.
    items = "\n".join(rf"\item {{}}{VOICE.sentence(sentence)}" for sentence in sentences)
    return f"\\begin{{{kind}}}\n{items}\n\\end{{{kind}}}"


def _table(table: Table) -> str:
    places = "".join("l" if column.left else "r" for column in table.columns)
    lines = [rf"\begin{{tabular}}{{{places}}}", " & ".join(to_latex(c.heading) for c in table.columns) + r" \\ \hline"]
    for row in table.rows:
        cells = [r"\dots{}"] * len(table.columns) if row is None else list(map(_cell, row))
        lines.append(" & ".join(cells) + r" \\")
    return "\n".join((*lines, r"\end{tabular}"))


def _cell(cell: Cell) -> str:
    match cell:
        case Quantity():
            return " to ".join(dict.fromkeys(map(_number, cell.ends))) + (r" \%" if cell.percent else "")
        case Expr():
            return f"${notation.write(cell, inline=True)}$"
    return to_latex(cell)


def _number(value: Fraction) -> str:
    return f"${notation.write(shown(value), inline=True)}$"
