"""A measured program in a terminal: the verdict, the counts, the times, the parallel runs."""

from __future__ import annotations

from recur.renderers import fit_text
from recur.renderers.characters import columns as width_of
from recur.renderers.fit_text import STYLES
from recur.renderers.measure_sheet import (
    PER_TASK,
    Section,
    comparison_section,
    counts_section,
    notes_of,
    parallel_section,
)
from recur.renderers.page import INDENT, Page
from recur.runs.measured import Measured

GAP = "  "
WORDS = STYLES | {"equal": "bound", "no speed-up": "warning"}


def render(found: Measured, width: int = 80, unicode: bool = True, colour: bool = False) -> str:
    page = Page(width, unicode, colour)
    page.labelled("Program", page.words(f"{found.program}, task {found.task}"))
    page.labelled("Machine", page.words(str(found.machine)))
    page.blank()
    word = found.verdict
    page.lines.append(f"{INDENT}{page.styled(word, WORDS.get(word, 'warning'))}{_by(found)}")
    page.blank()
    if found.counts is not None:
        _section(page, counts_section(found.counts))
    if found.evidence is not None:
        _titled(page, "Times of one run" if not found.per_task else "Times of one task", "")
        if found.per_task:
            page.paragraph(page.voice.sentence(PER_TASK))
            page.blank()
        fit_text.write(page, found.evidence)
        page.blank()
    if found.parallel is not None:
        _section(page, parallel_section(found.parallel))
    for note in notes_of(found):
        page.labelled("Note", page.voice.sentence(note))
    return page.text()


def render_comparison(programs: list[Measured], width: int = 80, unicode: bool = True, colour: bool = False) -> str:
    page = Page(width, unicode, colour)
    _section(page, comparison_section(programs))
    return page.text()


def _by(found: Measured) -> str:
    """by the counts, by the times, or by both"""
    parts = []
    if found.counts is not None and found.counts.verdict in ("equal", "refuted"):
        parts.append(f"counts {found.counts.verdict}")
    if found.evidence is not None:
        parts.append(f"times {found.evidence.verdict}")
    return f"  ({', '.join(parts)})" if parts else ""


def _titled(page: Page, title: str, verdict: str) -> None:
    style = WORDS.get(verdict, "" if "×" in verdict else "warning")
    shown = f": {page.styled(page.words(verdict), style or None)}" if verdict else ""
    page.lines.append(f"{page.styled(page.words(title), 'label')}{shown}")


def _section(page: Page, section: Section) -> None:
    _titled(page, section.title, section.verdict)
    rows = [tuple(page.words(cell) for cell in row) for row in (section.headings, *section.rows)]
    kept = [i for i in range(len(section.headings)) if any(row[i] for row in rows[1:])]
    widths = {i: max(width_of(row[i]) for row in rows) for i in kept}
    for position, row in enumerate(rows):
        # Words stand at the left, numbers at the right.
        cells = [_placed(row[i], widths[i], i == 0 and not section.rows[0][0][:1].isdigit()) for i in kept]
        line = (GAP + GAP.join(cells)).rstrip()
        page.lines.append(page.styled(line, "label") if not position else line)
    page.blank()
    for sentence in section.sentences:
        page.paragraph(page.voice.sentence(sentence))
    page.blank()


def _placed(cell: str, width: int, left: bool) -> str:
    room = " " * (width - width_of(cell))
    return cell + room if left else room + cell
