"""Solutions and comparisons for a terminal: the answer first, the reason in one line, then the steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from recur.model.recurrence import Recurrence, System
from recur.model.solution import Solution, Unsolved
from recur.renderers import wording
from recur.writers.diagnostics import LINES, refuse, render_error, shortened
from recur.writers.lines import GLUE, held, operands, wrap
from recur.writers.page import INDENT, Page
from recur.writers.text import steps as write_steps

if TYPE_CHECKING:
    from recur.solving.comparison import Comparison

__all__ = ["render", "render_comparison", "render_error", "render_refusal"]

MARGIN = 9  # "Read as  ", "Assumes  ", "Checked  "


def render(
    solutions: Solution | Sequence[Solution],
    width: int = 80,
    unicode: bool = True,
    colour: bool = False,
    steps: bool = True,
    read: System | None = None,
) -> str:
    """The solutions as text: the last one is what was asked, those before it are what it stands on.

    `read` is the whole reading to echo; without it the recurrences of the solutions are shown.
    """
    found = (solutions,) if isinstance(solutions, Solution) else tuple(solutions)
    page = Page(width, unicode, colour)
    reading_of(page, wording.recurrences(read if read is not None else found))
    page.blank()
    for solution in found:
        _answer(page, solution)
    for solution in found:
        _explanation(page, solution, steps, named=len(found) > 1)
    return page.text()


def render_comparison(
    comparison: Comparison, width: int = 80, unicode: bool = True, colour: bool = False, steps: bool = True
) -> str:
    """Which of the two grows faster, as a formula and in words, and why."""
    page = Page(width, unicode, colour)
    claim, sentence = wording.compared(comparison, page.voice)
    if claim is not None:
        page.formula(page.written(claim), INDENT, "bound")
        page.blank()
    page.paragraph(f"{sentence} {page.voice.sentence(comparison.reason)}".strip())
    for remark in comparison.remarks:
        page.blank()
        page.labelled("Note", page.voice.sentence(remark))
    if steps and comparison.reason.substeps:
        page.blank()
        write_steps(page, comparison.reason.substeps)
    return page.text()


def reading_of(page: Page, recurrences: Sequence[Recurrence]) -> None:
    label = "Read as"
    for recurrence in recurrences:
        given = wording.given(recurrence, page.written)
        lines = [" ".join(map(held, operands(line))) for line in given]
        page.labelled(label, f",{GLUE} ".join(lines), MARGIN)
        label = ""


def render_refusal(
    unsolved: Unsolved,
    read: System,
    width: int = 80,
    unicode: bool = True,
    colour: bool = False,
    why: bool = False,
) -> str:
    """How it was read, and why it is unsolved: on six lines, or with `why` all that each method said."""
    page = Page(width, unicode, colour)
    if why:
        reading_of(page, read.recurrences)
    else:
        page.lines += reading_line(page, read)
    refuse(page, unsolved, "unsolved: ", "  ", LINES - len(page.lines), why)
    return page.text()


def reading_line(page: Page, read: System) -> list[str]:
    """All that was read, on one line, as much of it as fits."""
    label = "Read as".ljust(MARGIN)
    shown = shortened(page, wrap(wording.reading(read, page.written), page.width, label, " " * MARGIN), 1)
    return [shown[0].replace("Read as", page.styled("Read as", "label"), 1)]


def _answer(page: Page, solution: Solution) -> None:
    for bound in wording.bounds(solution):
        page.formula(page.written(bound), INDENT, "bound")
    table = [(page.written(bound), conditions) for bound, conditions in wording.cases(solution)]
    widest = max((len(row) for row, _ in table), default=0)
    for row, conditions in table:
        told = page.words(" and ").join(map(page.written, conditions))
        page.formula(row, INDENT, "bound", " " * (widest - len(row)) + page.words("    if ") + told)
    closed = wording.closed_form(solution)
    if closed is not None:
        page.formula(page.written(closed[0]), INDENT, "bound", page.beside(closed[1]))
    for definition in solution.where:
        page.paragraph(f"where {wording.explained(definition, page.voice)}", INDENT, INDENT * 2)


def _explanation(page: Page, solution: Solution, steps: bool, named: bool) -> None:
    voice = page.voice
    page.blank()
    function = f"{page.written(wording.left_side(solution))}  " if named else ""
    page.paragraph(wording.heading(solution, voice), function, "", "label")
    page.blank()
    for remark in solution.remarks:
        page.labelled("Note", voice.sentence(remark), MARGIN)
    if steps and solution.steps:
        page.blank()
        write_steps(page, solution.steps)
    page.blank()
    label, text = wording.evidence(solution, voice)
    margin = len(label) + 2
    if steps and solution.assumptions:
        page.labelled("Assumes", wording.joined(map(voice.sentence, solution.assumptions)), margin)
    if steps or label != "Checked":
        page.labelled(label, text, margin, "label" if label == "Checked" else "warning")
