"""Documents for a terminal: lines of at most `width` columns, in Unicode or ASCII, with or without colour."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from recur.documents import blocks as b
from recur.documents.given import said as title_of
from recur.model import Step, expressions as ex
from recur.writers.characters import columns
from recur.writers.page import GLUE, INDENT, Page, held, operands, wrap

MARGIN = 9  # "Read as  ", "Assumes  "
GAP = "  "
TERM, LABELS = "      ", 13  # before the name of a quantity, and for it: "parallelism  "
DRAWN = {"<=": "≤", ">=": "≥"}
STYLES = {b.Tone.GOOD: "bound", b.Tone.BAD: "error", b.Tone.DOUBTFUL: "warning"}


def render(document: b.Document, width: int = 80, unicode: bool = True, colour: bool = False) -> str:
    """The document as lines, without blank ones at the ends."""
    page = Page(width, unicode, colour)
    write(page, document)
    return page.text()


def write(page: Page, document: b.Document) -> None:
    """The same below what a page holds already."""
    shown = [block for block in document if not isinstance(block, b.Figure)]
    brief = any(isinstance(block, b.Refused) and not block.why for block in shown)
    margins = [
        margin for labels in _runs(shown) for margin in [max(MARGIN, *(len(x) + 2 for x in labels))] * len(labels)
    ]
    for before, block, margin in zip((None, *shown), shown, margins, strict=False):
        if before is not None and not brief and not _belongs(before, block):
            page.blank()
        _block(page, block, margin, brief)


def _runs(document: Sequence[b.Block]) -> Iterator[list[str]]:
    """The words in the margin, those together that share one."""
    labels = [x.label if isinstance(x, b.Paragraph) and isinstance(x.label, str) else "" for x in document]
    return (list(run) for _, run in groupby(labels, bool))


def _belongs(before: b.Block, block: b.Block) -> bool:
    """No line is left between a table and its bars, between sentences, between notes, below a heading."""
    match before, block:
        case (b.Heading(), b.Table() | b.Terms()) | (b.Given(), b.Given() | b.Refused()) | (b.Display(), b.Display()):
            return True
        case _, b.Paragraph(apart=True):
            return False
        case b.Terms(), b.Paragraph(label=str(label)):
            return bool(label)
        case _, b.Bars(lines):
            return len(lines) == 1
        case b.Paragraph(label=one), b.Paragraph(label=other):
            return isinstance(one, str) and isinstance(other, str) and bool(one) == bool(other)
    return False


def _block(page: Page, block: b.Block, margin: int, brief: bool) -> None:
    """`brief`: the page is a refusal, which is read at once, with all that was read on one line."""
    match block:
        case b.Given():
            _given(page, block, brief)
        case b.Refused():
            from recur.writers.diagnostics import LINES, refuse  # loaded where something is refused

            refuse(page, block, LINES - len(page.lines))
        case b.Paragraph():
            _paragraph(page, block, margin)
        case b.Items(sentences, labels):
            for label, sentence in zip(labels or ("-",) * len(sentences), sentences, strict=True):
                page.paragraph(page.voice.sentence(sentence), f"{label} ", " " * (len(label) + 1))
        case b.Folded(title, summary, marked):
            page.lines.append(f"{page.styled(page.words(title), 'label')}: {page.words(summary)}")
            for each in marked:
                said = "not handed in" if each.answer is None else f"{each.answer}. {each.verdict}. {each.said}"
                page.labelled(page.words(each.question), page.words(f"{each.points}  {said}"), margin)
        case b.Definitions(pairs):
            for words, told in pairs:
                page.blank()
                page.lines.append(page.styled(page.words(words), "label"))
                page.paragraph(page.voice.sentence(told), INDENT, INDENT)
        case b.Display():
            _display(page, block)
        case b.Failed(error, text, label):
            from recur.writers.diagnostics import render_error

            page.lines.append(render_error(error, text, page.width, page.unicode, page.colour, label=label))
        case b.Chain():
            _chain(page, block)
        case b.Evaluated(rows):
            edge = max(columns(page.words(left)) for left, _, _ in rows)
            for left, sign, value in rows:
                room = " " * (edge - columns(page.words(left)))
                shown = page.styled(page.words(value), "bound" if sign else None)
                page.lines.append(f"{INDENT}{page.words(left)}{room} {page.words(sign or ' ')} {shown}")
        case b.Terms(terms):
            for term in terms:
                _term(page, term)
        case b.Listing():
            from recur.writers.program_lines import write as write_lines  # no recurrence has lines or a tree

            write_lines(page, block)
        case b.Drawing(tree):
            from recur.writers.tree_drawing import draw

            page.lines += draw(tree, page)
        case b.Steps(found):
            for position, step in enumerate(found, 1):
                _step(page, step, f" {position:>{len(str(len(found)))}}  ")
        case b.Heading(title, verdict, tone):
            shown = f": {page.styled(page.words(verdict), STYLES[tone])}" if verdict else ""
            head = page.voice.sentence(title_of(title)).replace(GLUE, " ")
            page.lines.append(f"{page.styled(head, 'label')}{shown}")
        case b.AnswerLine():
            _verdict(page, block)
        case b.Table():
            from recur.writers.table_layout import write as write_table

            write_table(page, block)
        case b.Bars(lines, ascii, label, said):
            after = f"  ({page.voice.sentence(said)})" if said.sentence else ""
            for line in lines if page.unicode else ascii:
                page.lines.append((f"{GAP}{label} {line}{after}" if label else f"{GAP}{line}{after}").rstrip())


def _given(page: Page, block: b.Given, brief: bool) -> None:
    between = f",{GLUE} "
    groups = [between.join(_broken(page, row) for row in group) for group in block.groups]
    if brief:
        from recur.writers.diagnostics import first_lines

        lines = wrap("; ".join(groups), page.width, block.label.ljust(MARGIN), " " * MARGIN)
        line = first_lines(page, lines, 1)[0]
        page.lines.append(line.replace(block.label, page.styled(block.label, "label"), 1))
        return
    for position, group in enumerate(groups):
        page.labelled("" if position else block.label, group, MARGIN)


def _broken(page: Page, row: b.Displayed) -> str:
    """An equation that may break before its outermost operators."""
    condition = "" if row.condition is None else f" {page.voice.sentence(row.condition)}"
    return " ".join(map(held, operands(page.written(row.formula) + condition.replace(GLUE, " "))))


def _paragraph(page: Page, block: b.Paragraph, margin: int) -> None:
    sentence = page.voice.sentence(block.said)
    match block.label:
        case "":
            page.paragraph(sentence)
        case str(label):
            page.labelled(label, sentence, margin, "warning" if block.doubtful else "label")
        case function:
            page.paragraph(sentence, f"{page.written(function)}  ", "", "label")


def _display(page: Page, block: b.Display) -> None:
    """Formulas below each other; what is said of them, and where they hold, in a column each."""
    written = [page.written(row.formula) for row in block.rows]
    widest = max(
        (columns(w) for w, row in zip(written, block.rows, strict=True) if row.said or row.condition), default=0
    )
    for formula, row in zip(written, block.rows, strict=True):
        after = "".join(
            " " * room + page.voice.sentence(told) for room, told in ((4, row.condition), (3, row.said)) if told
        )
        page.formula(formula, INDENT, "bound", after and " " * (widest - columns(formula)) + after.replace(GLUE, " "))
    for definition in block.where:
        page.paragraph(page.voice.sentence(definition), INDENT, INDENT * 2)


def _chain(page: Page, chain: b.Chain) -> None:
    """The left side once, the right sides aligned at their signs."""
    start = f"  {chain.label}  " if chain.label else INDENT
    before = f"{start}{page.written(chain.left)} "
    drawn = [page.words(DRAWN.get(link.sign, link.sign)) for link in chain.links]
    for link, sign in zip(chain.links, drawn, strict=True):
        if link.right is None:
            page.lines.append(before + ("⋮" if page.unicode else ":"))
            continue
        prefix = f"{before}{sign.ljust(max(map(len, drawn)))} "
        result = isinstance(link.right, ex.Asymptotic) or link.condition is not None
        page.right_side(page.written(link.right), prefix, "bound" if result else None, _after(page, link))
        before = " " * len(before)


def _after(page: Page, link: b.Link) -> str:
    told = link.condition or link.said
    return "" if told is None else INDENT + page.voice.sentence(told).replace(GLUE, " ")


def _term(page: Page, term: b.Term) -> None:
    """work         W(n) = 2·W(n/2) + n  =  Θ(n log n)"""
    first = TERM + term.name.ljust(LABELS)
    formula = "" if term.formula is None else page.written(term.formula)
    bounds = [page.written(bound) for bound in term.proved] or ([] if formula else ["not known"])
    plain = page.words(" and ").join(bounds)
    proved = page.words(" and ").join(page.styled(bound, "bound") for bound in bounds) if term.proved else plain
    between = "  =  " if formula and plain else ""
    if len(first) + columns(f"{formula}{between}{plain}") <= page.width:
        page.lines.append(f"{page.styled(first, 'label')}{formula}{between}{proved}")
        return
    start = len(page.lines)
    page.formula(formula or plain, " " * len(first))
    page.lines[start] = page.styled(first, "label") + page.lines[start][len(first) :]
    if between:
        page.lines.append(f"{' ' * len(first)}=  {proved}")


def _verdict(page: Page, block: b.AnswerLine) -> None:
    """confirmed  Θ(n log n), or ✗ wrong: too small"""
    style, said = STYLES[block.tone], page.voice.sentence(block.said)
    word, mark = page.words(block.word), page.words(block.mark)
    if block.mark:
        page.paragraph(f"{word} {said}", f"{INDENT}{mark} ", INDENT + " " * (columns(mark) + 1), style)
    elif said:
        page.paragraph(said, f"{INDENT}{word}  ", INDENT * 2, style)
    else:
        page.lines.append(f"{INDENT}{page.styled(word, style)}")
    for detail in block.details:
        page.paragraph(page.voice.sentence(detail), INDENT, INDENT * 2)


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
