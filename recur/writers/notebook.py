r"""Formulas for a notebook: one display of mathematics, $$…$$, that MathJax and KaTeX take as it stands."""

from collections.abc import Iterator

from recur.documents import blocks as b
from recur.documents.given import said
from recur.model import Step, Voice
from recur.notation import latex as notation
from recur.notation.layout import sides
from recur.writers.latex import condition

#: What acts inside \text{…}, where neither MathJax nor KaTeX knows every escape.
_ACTING = str.maketrans({sign: " " for sign in "\\${}%#&_^~"})
VOICE = Voice(lambda x: f"${notation.write(x, inline=True)}$", lambda text: text.translate(_ACTING))


def display(document: b.Document) -> str:
    """The formulas of a document as one display, with its words among them; every row is aligned at one place."""
    inner = " \\\\\n".join(row for block in document for row in _rows(block))
    return f"$$\\begin{{aligned}}\n{inner}\n\\end{{aligned}}$$"


def _rows(block: b.Block) -> Iterator[str]:
    match block:
        case b.Given(_, groups):
            yield from (_displayed(row) for group in groups for row in group)
        case b.Display(rows, where):
            yield from map(_displayed, rows)
            yield from map(_told, where)
        case b.Terms(terms):
            for term in terms:
                proved = r" \text{ and } ".join(map(notation.write, term.proved)) or r"\text{not known}"
                formula = "" if term.formula is None else f"{notation.write(term.formula)} = "
                yield rf"\text{{{term.name}}} &\quad {formula}{proved}"
        case b.AnswerLine(word, _, sentence, details):
            yield from map(_told, (said(f"{word} ", sentence), *details))
        case b.Heading(title):
            yield _told(said(title))
        case b.Paragraph(sentence, ""):
            yield _told(sentence)
        case b.Table(columns, table):
            head, *names = (VOICE.sentence(said(column.heading)).strip("$") for column in columns)
            for first, *rest in filter(None, table):
                cells = ",\\quad ".join(rf"\text{{{name} {cell}}}" for name, cell in zip(names, rest, strict=True))
                yield rf"{head} = \text{{{first}}} &\quad {cells}"


def _displayed(row: b.Displayed) -> str:
    """A relation, to be aligned at its first sign."""
    holds = "" if row.condition is None else condition(row.condition)
    (_, first), *links = sides(row.formula)
    if not links:
        return f"&{notation.write(first)}{holds}"
    rest = " ".join(f"{notation.RELATIONS[sign]} {notation.write(side)}" for sign, side in links)
    return f"{notation.write(first)} &{rest}{holds}"


def _told(sentence: Step) -> str:
    return rf"&\text{{{VOICE.sentence(sentence)}}}"
