"""Documents as GitHub Markdown with $…$ mathematics; plain words never act as markup."""

from collections.abc import Sequence
from functools import partial

from recur.documents import blocks as b
from recur.documents.given import said as sentence
from recur.documents.plain import plain_blocks
from recur.model import Expr, Step, Voice
from recur.notation import latex as notation
from recur.writers.characters import to_markdown, with_powers
from recur.writers.latex import chain_rows, condition, digits, environment, rounded

VOICE = Voice(lambda x: f"${notation.write(x, inline=True)}$", partial(with_powers, words=to_markdown))


def render(document: b.Document) -> str:
    """Every block as paragraphs, displayed formulas, lists and tables."""
    return "\n\n".join(filter(None, map(_block, plain_blocks(document)))) + "\n"


def _block(block: b.Block) -> str:
    match block:
        case b.Given(label, groups):
            return f"{label} {'; '.join(', '.join(map(_given, group)) for group in groups)}"
        case b.Chain():
            rows = chain_rows(block)
            return f"$$\n{environment('aligned', rows)}\n$$" if rows[1:] else f"$${rows[0].replace('&', '')}$$"
        case b.Evaluated(rows):
            return "\n".join(f"- {VOICE.words(' '.join(filter(None, row)))}" for row in rows)
        case b.Terms(terms):
            return "\n\n".join(map(_term, terms))
        case b.Folded(title, summary, marked):
            return "\n".join((f"### {to_markdown(f'{title}: {summary}')}\n", *map(_marked, marked))).rstrip()
        case b.Definitions(pairs):
            return "\n".join(f"- *{to_markdown(words)}*: {VOICE.sentence(told)}" for words, told in pairs)
        case b.Paragraph(said, label):
            return _label(label) + VOICE.sentence(said)
        case b.Items(sentences, labels):
            marks = [f"- {label}" for label in labels] or ["-"] * len(sentences)
            return "\n".join(f"{m} {VOICE.sentence(x)}" for m, x in zip(marks, sentences, strict=True))
        case b.Display(rows, where):
            return "\n\n".join((*map(_displayed, rows), *(f"{VOICE.sentence(definition)}." for definition in where)))
        case b.Steps(steps):
            return _numbered(steps)
        case b.Heading(title, verdict, _, level):
            after = f": {to_markdown(verdict)}" if verdict else ""
            return f"{'#' * (min(level, 1) + 2)} {VOICE.sentence(sentence(title))}{after}"
        case b.AnswerLine(word, _, said, details, mark):
            told = f"**{to_markdown(f'{mark} {word}'.strip())}** {VOICE.sentence(said)}".rstrip()
            return "\n\n".join((told, *map(VOICE.sentence, details)))
        case b.Table():
            return _table(block)
        case b.Bars(lines, _, label, said):
            return f"{label.capitalize()} `{lines[0]}`, {VOICE.sentence(said)}." if said.sentence else ""
    return ""


def _marked(answer: b.Marked) -> str:
    head = f"- **{to_markdown(answer.question)}** ({to_markdown(answer.points)})"
    if answer.answer is None:
        return f"{head}: not handed in"
    said = to_markdown(f"{answer.verdict}. {answer.said}".strip())
    return f"{head}: {to_markdown(answer.answer) or 'no answer'}  \n  {said}"


def _label(label: str | Expr) -> str:
    if isinstance(label, Expr):
        return f"{VOICE.formula(label)}: "
    return f"*{to_markdown(label)}* " if label else ""


def _given(row: b.Displayed) -> str:
    return VOICE.formula(row.formula) + ("" if row.condition is None else f" {VOICE.sentence(row.condition)}")


def _displayed(row: b.Displayed) -> str:
    holds = "" if row.condition is None else condition(row.condition)
    return f"$${notation.write(row.formula)}{holds}$$" + ("" if row.said is None else f" {VOICE.sentence(row.said)}")


def _numbered(steps: Sequence[Step], indent: str = "") -> str:
    return "\n".join(_step(step, f"{number}. ", indent) for number, step in enumerate(steps, 1)).rstrip()


def _step(step: Step, mark: str, indent: str) -> str:
    inner = indent + " " * len(mark)
    source = f"({to_markdown(step.source)})" if step.source else ""
    lines = [f"{indent}{mark}{VOICE.sentence(step)}"]
    if source and not step.display:
        lines[0] += f" {source}"
    for formula in step.display:
        lines += ["", inner + f"$${notation.write(formula)}$$"]
    if step.display:
        lines += ["", inner + source, ""] if source else [""]
    if step.substeps:
        lines.append(_numbered(step.substeps, inner))
    return "\n".join(lines)


def _term(term: b.Term) -> str:
    told = r" \text{ and } ".join(map(notation.write, term.proved)) or r"\text{not known}"
    left = "" if term.formula is None else f"{notation.write(term.formula)} = "
    return f"{to_markdown(term.name)}: $${left}{told}$$"


def _table(table: b.Table) -> str:
    sides = [":--" if column.left else "--:" for column in table.columns]
    gap = ["⋮", *[""] * (len(table.columns) - 1)]
    rows = [gap if row is None else list(map(_cell, row)) for row in table.rows]
    lines = [_pipes([_cell(column.heading) for column in table.columns]), _pipes(sides), *map(_pipes, rows)]
    return "\n".join(lines) + (f"\n\n{VOICE.words(table.note)}" if table.note else "")


def _pipes(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: b.Cell) -> str:
    match cell:
        case b.Quantity():
            return " to ".join(dict.fromkeys(map(rounded, cell.ends))) + (" %" if cell.percent else "")
        case b.Digits(written):
            return digits(written)
        case b.Share():
            return cell.percent.replace("<", "&lt;")
        case b.Typed(text) | b.Listed(text=text):
            return to_markdown(text)
        case b.Source(text, indent, times):
            return "&nbsp;" * indent + to_markdown(text) + (f" ×{times}" if times > 1 else "")
        case Step():
            return VOICE.sentence(cell).replace("|", r"\vert ")
        case str():
            return VOICE.words(cell)
    return VOICE.formula(cell).replace("|", r"\vert ")
