"""Documents as parts of an HTML page: native MathML, pictures inline, everything escaped."""

from collections.abc import Iterable, Sequence

from recur.documents import blocks as b
from recur.documents.given import ended
from recur.documents.refusal import LABELS
from recur.model import Expr, RecurError, Step, expressions as ex
from recur.notation import mathml
from recur.pictures import svg
from recur.pictures.tree import drawn
from recur.writers import markup
from recur.writers.diagnostics import line_of
from recur.writers.markup import VOICE, aligned, as_typed, heading, inline, paragraph, rounded_decimal, unbroken, words
from recur.writers.page import Page
from recur.writers.page_style import CLOSING, opening

COLUMNS = 76  # of a remark in plain text
PREAMBLE, END = f"{opening('recur')}<main>\n", f"</main>\n{CLOSING}"


def parts(document: b.Document, level: int = 3) -> list[str]:
    """The elements of the page, headings from `level` on."""
    return [part for block in document if (part := _block(block, level))]


def render(document: b.Document) -> str:
    """The elements below each other, as they stand on a page."""
    return unbroken("\n".join(parts(document)))


def fragment(document: b.Document) -> str:
    """One element, such as a notebook shows."""
    return "\n".join(("<div>", *parts(document), "</div>"))


def _block(block: b.Block, level: int) -> str:
    match block:
        case b.Given(label, groups):
            return f"{paragraph(as_typed(label))}\n{aligned([row for group in groups for row in _rows(group)])}"
        case b.Display(rows, where):
            shown = [aligned(_rows(rows))] if rows else []
            return _answer([*shown, *(paragraph(f"{VOICE.sentence(definition)}.") for definition in where)])
        case b.Chain(left, links):
            return aligned([row for link in links for row in _linked(left if link is links[0] else None, link)])
        case b.Evaluated(rows):
            return _answer(paragraph(words(" ".join(filter(None, row)))) for row in rows)
        case b.Terms(terms):
            return _answer([markup.terms((as_typed(term.name), _sides(term)) for term in terms)])
        case b.Folded():
            return _folded(block)
        case b.Definitions(pairs):
            return markup.terms((as_typed(name), VOICE.sentence(told)) for name, told in pairs)
        case b.Paragraph(said, label):
            return _labelled(said, label)
        case b.Items(sentences, labels):
            return _items(tuple(map(VOICE.sentence, sentences)), labels)
        case b.Steps(steps):
            return _ordered(steps)
        case b.Heading(title, verdict, _, depth):
            if isinstance(title, Expr):
                return heading(level + depth - 1, inline(title), "function")
            return heading(max(1, level + depth - 1), words(title) + (f": {as_typed(verdict)}" if verdict else ""))
        case b.AnswerLine(word, tone, said, details, mark):
            verdict = f'<strong class="{tone}">{as_typed(f"{mark} {word}".strip())}</strong>'
            headline = paragraph(f"{verdict} {VOICE.sentence(said)}".rstrip())
            return _answer([headline, *(paragraph(VOICE.sentence(detail)) for detail in details)])
        case b.Refused():
            return _refused(block)
        case b.Failed(error, text, label):
            return _failed(error, text, label)
        case b.Drawing(tree):
            return markup.figure(svg.render(drawn(tree)), "", "tree")
        case b.Table():
            return _table(block)
        case b.Listing():
            return _listing(block, level)
        case b.Figure(sheet, caption, subject):
            return markup.figure(svg.render(sheet), VOICE.sentence(caption), subject)
    return ""


def _answer(parts: Iterable[str]) -> str:
    return "\n".join(('<div class="answer">', *parts, "</div>"))


def _rows(shown: Iterable[b.Displayed]) -> list[tuple[str, ...]]:
    """Rows of a display; where a formula holds stands in a column of its own."""
    found: list[tuple[str, ...]] = []
    for row in shown:
        *first, last = markup.rows(row.formula)
        told = [markup.condition(step) for step in (row.condition, row.said) if step is not None]
        found += [*first, (*last, "".join(told)) if told else last]
    return found


def _linked(left: Expr | None, link: b.Link) -> list[tuple[str, ...]]:
    written = "" if left is None else mathml.elements(left)
    if link.right is None:
        return [(written, "<mo>⋮</mo>")]
    told = [markup.condition(step) for step in (link.condition, link.said) if step is not None]
    return [(written, mathml.operator(link.sign) + mathml.elements(link.right), *(["".join(told)] if told else []))]


def _sides(term: b.Term) -> str:
    """T(n) = …, and below it = Θ(…)."""
    proved = "<mtext>&#160;and&#160;</mtext>".join(map(mathml.elements, term.proved))
    if term.formula is None:
        return aligned([("", proved)]) if proved else "not known"
    lines = markup.rows(term.formula)
    if not proved:
        return f"{aligned(lines)} not known"
    equal = mathml.operator("=") + proved
    if isinstance(term.formula, ex.Relation):
        return aligned([*lines, ("", equal)])
    return aligned([(mathml.elements(term.formula), equal)])


def _labelled(said: Step, label: str | Expr) -> str:
    sentence = VOICE.sentence(said)
    if isinstance(label, Expr):
        return paragraph(f"{inline(label)}: {sentence}")
    return paragraph(f"<em>{as_typed(label)}</em> {sentence}", "note") if label else paragraph(sentence)


def _items(sentences: tuple[str, ...], labels: tuple[str, ...]) -> str:
    if labels:
        sentences = tuple(f"{label} {each}" for label, each in zip(labels, sentences, strict=True))
    items = "\n".join(f"<li>{each}</li>" for each in sentences)
    return f"<ul>\n{items}\n</ul>"


def _folded(block: b.Folded) -> str:
    head = f'<summary><b dir="auto">{as_typed(block.title)}</b> {as_typed(block.summary)}</summary>'
    place = f' id="{as_typed(block.anchor)}"' if block.anchor else ""
    answers = "\n".join(map(_marked, block.marked))
    return f"<details{place}{' open' if block.is_open else ''}>{head}\n<dl class='marked'>\n{answers}\n</dl></details>"


def _marked(answer: b.Marked) -> str:
    name = as_typed(answer.question)
    name = f'<a href="#{as_typed(answer.to)}">{name}</a>' if answer.to else name
    asked = f"<dt>{name} <code>{as_typed(answer.asked)}</code> — {as_typed(answer.points)}</dt>"
    if answer.answer is None:
        return f"{asked}\n<dd>not handed in</dd>"
    said = f'<span class="{answer.tone}">{as_typed(answer.verdict)}</span>. {as_typed(answer.said)}'
    return f'{asked}\n<dd><code dir="auto">{as_typed(answer.answer)}</code></dd>\n<dd>{said}</dd>'


def _refused(block: b.Refused) -> str:
    """The bounds that hold all the same; folded away, each method and the hypothesis of it that fails."""
    lines = [paragraph(f"{as_typed(block.label.capitalize())}: {VOICE.sentence(ended(block.reason))}")]
    if block.proved:
        lines += [paragraph("Proved all the same:"), markup.displayed(*block.proved)]
    remedy = Step(block.hint) if block.hint else block.remedy
    lines += [paragraph(VOICE.sentence(ended(remedy)), "note")] if remedy is not None else []
    if not block.several or not block.methods:
        return _answer(lines)
    others = f"For other kinds of recurrence: {as_typed(', '.join(block.others))}."
    told = markup.terms((as_typed(", ".join(names)), VOICE.sentence(reason)) for names, reason in block.methods)
    folded = ["<details>", "<summary>What each method asked for</summary>", told]
    return "\n".join((_answer(lines), *folded, *([paragraph(others, "note")] if block.others else []), "</details>"))


def _failed(error: RecurError, text: str, label: str) -> str:
    """What went wrong, the line of it with the place marked, and what may have been meant."""
    named = label or LABELS.get(error.kind, "error")
    lines = [paragraph(f"<strong>{as_typed(named)}:</strong> {as_typed(error.message)}")]
    if text:
        number, before, marked, after = map(as_typed, line_of(Page(COLUMNS), text, error.place))
        at = f"<mark>{marked or ' '}</mark>" if error.place is not None else marked
        lines.append(f"<pre>{number}{before}{at}{after}</pre>")
    lines += [paragraph(f"help: {as_typed(line)}", "help") for line in (error.hint or "").split("\n") if line]
    return "\n".join((f'<div class="{"remark" if label else "error"}">', *lines, "</div>"))


def _listing(found: b.Listing, level: int) -> str:
    note = f' <span class="note">{as_typed(found.note)}</span>' if found.note else ""
    head = heading(level, f"<code>{as_typed(found.title)}</code>{note}", "function")
    columns = ["line", "source", *found.measures, *([""] if any(line.why for line in found.lines) else [])]
    rows = [[str(line.number), *map(_cell, (line.source, *line.costs, line.why))] for line in found.lines]
    rows = [row[: len(columns)] for row in rows]
    return f"{head}\n{markup.table(columns, rows, frozenset(range(1, len(columns))))}"


def _table(found: b.Table) -> str:
    left = frozenset(i for i, column in enumerate(found.columns) if column.left)
    rows = [["…"] * len(found.columns) if row is None else list(map(_cell, row)) for row in found.rows]
    table = markup.table([_cell(column.heading) for column in found.columns], rows, left)
    return f"{table}\n{paragraph(words(found.note), 'note')}" if found.note else table


def _typed(cell: b.Typed) -> str:
    """The text, set in its own direction, as a link where it leads somewhere."""
    inner = f'<a href="#{as_typed(cell.to)}">{as_typed(cell.text)}</a>' if cell.to else as_typed(cell.text)
    place = f' id="{as_typed(cell.anchor)}"' if cell.anchor else ""
    return f'<span dir="auto"{place}>{inner}</span>'


def _cell(cell: b.Cell) -> str:
    match cell:
        case b.Quantity():
            return "&nbsp;to&nbsp;".join(dict.fromkeys(map(rounded_decimal, cell.ends))) + (
                "&nbsp;%" if cell.percent else ""
            )
        case b.Digits(written, rounded):
            return ("≈&nbsp;" if rounded else "") + markup.shown_digits(written)
        case b.Share():
            return as_typed(cell.percent)
        case b.Typed():
            return _typed(cell)
        case b.Listed(each):
            return ", ".join(map(_typed, each))
        case b.Source(text, indent, times):
            return f"<pre>{' ' * indent}{as_typed(text)}{f' ×{times}' if times > 1 else ''}</pre>"
        case Step():
            return VOICE.sentence(cell)
        case str():
            return words(cell)
    return inline(cell)


def _ordered(given: Sequence[Step], outer: bool = True) -> str:
    """A numbered list; substeps are lists inside it."""
    items = "\n".join(_step(step) for step in given)
    kind = ' class="steps"' if outer else ""
    return f"<ol{kind}>\n{items}\n</ol>"


def _step(step: Step) -> str:
    source = f'<span class="source">[{as_typed(step.source)}]</span>' if step.source else ""
    lines = [VOICE.sentence(step) + (f" {source}" if source and not step.display else "")]
    if step.display:
        lines.append(markup.displayed(*step.display))
        lines += [f'<p class="source">[{as_typed(step.source)}]</p>'] if step.source else []
    if step.substeps:
        lines.append(_ordered(step.substeps, outer=False))
    return "<li>" + "\n".join(lines) + "</li>"
