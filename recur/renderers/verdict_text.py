"""A judged answer for a terminal: the verdict first, then what misses, numbers, the likely mistake; no solution."""

from __future__ import annotations

from recur.answers.judging.verdict import Standing, Verdict
from recur.model.expressions import Call, Symbol
from recur.model.solution import Unsolved
from recur.renderers import text, wording
from recur.renderers.verdict_wording import INVITATION, MARKS, claims_of, following, headline
from recur.writers.characters import columns
from recur.writers.diagnostics import LINES, refuse, render_error
from recur.writers.page import INDENT, Page

MARGIN = 9
GAP = 4


def render(
    verdict: Verdict,
    width: int = 80,
    unicode: bool = True,
    colour: bool = False,
    hints: int = 0,
    reveal: bool = False,
    invite: bool = False,
    why: bool = False,
) -> str:
    """The verdict as text; `hints` so many steps in place of the feedback, `reveal` the derivation below it.

    Undecided because the recurrence is unsolved, it is a refusal: six lines, or with `why` all that each method said.
    """
    page = Page(width, unicode, colour)
    if verdict.system is not None and isinstance(verdict.problem, Unsolved) and not hints:
        page.lines += text.reading_line(page, verdict.system)
        _answer(page, verdict)
        first = page.words(f"{INDENT}{MARKS[Standing.UNDECIDED]} undecided, as the recurrence is unsolved: ")
        refuse(page, verdict.problem, first, INDENT + "  ", LINES - len(page.lines), why)
        return page.text()
    if verdict.system is not None:
        text.reading_of(page, wording.recurrences(verdict.system))
    _answer(page, verdict)
    page.blank()
    if verdict.verdict is Standing.UNREADABLE and verdict.problem is not None:
        page.lines.append(render_error(verdict.problem, verdict.answer, width, unicode, colour))
        return page.text()
    _headline(page, verdict)
    page.blank()
    if hints:
        _hints(page, verdict, hints)
    else:
        _feedback(page, verdict)
    if reveal and verdict.solution is not None:
        page.blank()
        page.lines.append(text.render(verdict.solution, width, unicode, colour, read=verdict.system))
    elif invite and not hints and verdict.verdict is not Standing.CORRECT and verdict.solution is not None:
        page.blank()
        page.paragraph(INVITATION)
    return page.text()


def _answer(page: Page, verdict: Verdict) -> None:
    claims = claims_of(verdict)
    if claims:
        page.labelled("Answer", ",  ".join(map(page.written, claims)), MARGIN)


def _headline(page: Page, verdict: Verdict) -> None:
    mark = page.words(MARKS[verdict.verdict])
    style = {Standing.CORRECT: "bound", Standing.WRONG: "error"}.get(verdict.verdict, "warning")
    page.paragraph(headline(verdict, page.voice), f"{INDENT}{mark} ", INDENT + " " * (columns(mark) + 1), style)


def _feedback(page: Page, verdict: Verdict) -> None:
    if verdict.table:
        _table(page, verdict)
        page.blank()
    for told in following(verdict):
        page.paragraph(page.voice.sentence(told))


def _hints(page: Page, verdict: Verdict, count: int) -> None:
    if not verdict.hints:
        page.paragraph(page.words("There is no hint for this one."))
    for number, told in enumerate(verdict.hints[:count], 1):
        page.paragraph(page.voice.sentence(told), f" {number}  ", "    ", "number")
        page.displays(told.display, INDENT * 2, "")
    left = len(verdict.hints) - count
    if left > 0:
        page.blank()
        page.paragraph(page.words(f"{left} more: repeat --hint"))


def _table(page: Page, verdict: Verdict) -> None:
    """Right-aligned columns under what they hold; rows that are too wide are left out."""
    body = "" if verdict.claim is None else page.written(verdict.claim.body)
    last = None if verdict.system is None else verdict.system.recurrences[-1]
    name = "T(n)" if last is None else page.written(Call(last.function, (Symbol(last.variable),)))
    if verdict.solution is not None:
        name = page.written(wording.left_side(verdict.solution))
    if columns(body) > 24:
        body = page.words("claim")
    variable = "n" if last is None else last.variable
    rows = [(variable, name, body, page.words("ratio"))]
    rows += [(r.size, r.value, r.claimed, r.ratio) for r in verdict.table]
    widths = [max(columns(row[i]) for row in rows) for i in range(4)]
    for row in rows:
        cells = [" " * (widths[i] - columns(cell)) + cell for i, cell in enumerate(row)]
        page.lines.append((INDENT + (" " * GAP).join(cells)).rstrip())
    if verdict.table_note:
        page.paragraph(page.words(f"({verdict.table_note})"), INDENT, INDENT)
