"""Small classes of answers, judged by hand, for tests of what is made of a grading."""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction

import pytest

from recur.answers.grading.assignment import Assignment, Exercise
from recur.answers.grading.gradebook import Gradebook
from recur.answers.grading.judgements import Graded, Judge, Judgement, Task
from recur.answers.grading.rubric import Rubric
from recur.answers.grading.submissions import Submission
from recur.answers.judging.verdict import Standing

HOSTILE = (
    "=HYPERLINK(1)",
    "+1",
    "-n",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "<script>alert(1)</script>",
    "a|b`c`*d*_e_",
    "\u202eevil",
    "nul\x00nul",
    "[x](https://example.org)",
    "'><img src=x onerror=alert(1)>",
)


def exercise(id: str = "q1", points: int | str = 2, **rubric: object) -> Exercise:
    return Exercise(id, "T(n) = 2T(n/2) + n", points=Fraction(points), rubric=Rubric(**rubric))  # type: ignore[arg-type]


def graded(
    row: int,
    student: str = "ada",
    answer: str = "n log n",
    verdict: str = "correct",
    notes: tuple[str, ...] = (),
    asked: Exercise | None = None,
    feedback: tuple[str, ...] = (),
    kind: str | None = "Θ",
) -> Graded:
    asked = exercise() if asked is None else asked
    submission = Submission(row, student, asked.id, "", answer)
    return Graded(submission, asked, Judgement(Standing(verdict), notes, feedback, kind))


def book(*answers: Graded, **settings: object) -> Gradebook:
    asked = {g.exercise.id: g.exercise for g in answers if g.exercise is not None}
    return Gradebook(Assignment(tuple(asked.values()), **settings), answers)  # type: ignore[arg-type]


def hostile_book() -> Gradebook:
    """Every hostile text as a student, as an answer and as a sentence."""
    asked = Exercise("=q<1>", "T(n) = T(n-1) + 1", title="<b>|`*title*`")
    rows = [graded(n, text, text, "wrong", ("too-large",), asked, (text,)) for n, text in enumerate(HOSTILE, 1)]
    return Gradebook(Assignment((asked,), "<i>=1+1</i>|`x`"), tuple(rows))


class Quick(Judge):
    """Finds an answer correct when it repeats the recurrence, and nothing else."""

    def judge(self, task: Task) -> Judgement:
        recurrence, _, answer = task
        return Judgement(Standing.CORRECT if answer == recurrence else Standing.WRONG)


class Mortal(Quick):
    """Dies of the answer "die", as of a want of memory: without a word."""

    def judge(self, task: Task) -> Judgement:
        if task[2] == "die":
            import os

            os._exit(9)
        return super().judge(task)


class Stillborn(Quick):
    """Dies before it has judged anything, but where it is started in the first process."""

    def __init__(self, timeout: float | None) -> None:
        super().__init__(timeout)
        import multiprocessing
        import os

        if multiprocessing.parent_process() is not None:
            os._exit(9)


def after_results(count: int, done: str) -> str:
    """Code for a process that grades: what it does to itself once it has kept so many results."""
    return f"""
import os
from recur.answers.grading.records import Journal
def write_and_count(journal, graded, write=Journal.write, kept=[]):
    write(journal, graded)
    kept.append(graded)
    if len(kept) == {count}:
        {done}
Journal.write = write_and_count
"""


def workbook(*rows: Sequence[object], sheets: Sequence[Sequence[object]] = ()) -> io.BytesIO:
    """A spreadsheet whose first sheet is empty and whose second has the rows; `sheets` are the rows of a third."""
    openpyxl = pytest.importorskip("openpyxl")
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "nothing in it"
    for filled in filter(None, (rows, sheets)):
        sheet = book.create_sheet()
        for row in filled:
            sheet.append(list(row))
    book.save(stream)
    stream.seek(0)
    return stream
