"""A sheet of speed-ups in LaTeX and in Markdown."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from recur.expressions import Expr
from recur.notation import latex as notation
from recur.renderers import latex, markdown, wording
from recur.renderers.characters import to_latex, to_markdown
from recur.renderers.speedup_sheet import Cell, Figure, Sheet, shown


def render_latex(sheet: Sheet) -> str:
    """Displayed claims, a tabular, an itemize."""
    heads = [to_latex(column.heading) for column in sheet.columns]
    lines = [rf"\begin{{tabular}}{{{'r' * len(heads)}}}", " & ".join(heads) + r" \\ \hline"]
    lines += [" & ".join(_cell(cell, r"\%", to_latex) for cell in row) + r" \\" for row in sheet.rows]
    lines.append(r"\end{tabular}")
    displays = "\n".join(
        rf"\[ {notation.write(formula)} \qquad \text{{{to_latex(word)}}} \]" for formula, word in sheet.claims
    )
    parts = [displays, "\n".join(lines)]
    if sheet.legend is not None:
        parts.append(latex.VOICE.sentence(sheet.legend))
    items = "\n".join(rf"\item {latex.VOICE.sentence(sentence)}" for sentence in sheet.sentences)
    if items:
        parts.append(f"\\begin{{itemize}}\n{items}\n\\end{{itemize}}")
    parts += [rf"\emph{{Note.}} {latex.VOICE.sentence(note)}" for note in sheet.notes]
    return "\n\n".join(parts) + "\n"


def render_markdown(sheet: Sheet) -> str:
    """The claims as formulas, a pipe table, a list."""
    voice: wording.Voice = markdown.VOICE
    parts = [f"$${notation.write(formula)}$$ {to_markdown(word)}" for formula, word in sheet.claims]
    lines = [_pipes([to_markdown(column.heading) for column in sheet.columns]), _pipes(["--:"] * len(sheet.columns))]
    lines += [_pipes([_cell(cell, "%", to_markdown) for cell in row]) for row in sheet.rows]
    parts.append("\n".join(lines))
    if sheet.legend is not None:
        parts.append(voice.sentence(sheet.legend))
    items = "\n".join(f"- {voice.sentence(sentence)}" for sentence in sheet.sentences)
    parts += [items] if items else []
    parts += [f"*Note* {voice.sentence(note)}" for note in sheet.notes]
    return "\n\n".join(parts) + "\n"


def _pipes(cells: list[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _cell(cell: Cell, percent: str, words: Callable[[str], str]) -> str:
    match cell:
        case Figure(low, high, share):
            ends = list(dict.fromkeys(_number(x, share) for x in (low, low if high is None else high)))
            return " to ".join(ends) + (f" {percent}" if share else "")
        case Expr():
            return f"${notation.write(cell, inline=True)}$"
    return words(cell)


def _number(value: Fraction, share: bool) -> str:
    return f"${notation.write(shown(value * 100 if share else value), inline=True)}$"
