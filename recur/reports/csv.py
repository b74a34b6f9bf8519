"""A table with a row for each answer, safe to open in a spreadsheet: no cell of it is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from recur.answers.grading.gradebook import Gradebook
from recur.answers.grading.judgements import Graded
from recur.answers.grading.records import record
from recur.documents.gradebook import feedback_sentences
from recur.writers.characters import printable

Cell = int | float | str
SUFFIX = ".csv"
ONE_STUDENT = False
HEADING = (
    "row", "student", "question", "recurrence", "answer", "verdict", "share", "points", "max_points", "notes",
    "feedback",
)  # fmt: skip
#: What spreadsheets take for the beginning of a formula, or strip before they look for one; the wide forms too.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "−")


def render(book: Gradebook, width: int = 80, unicode: bool = True, colour: bool = False) -> str:
    return comma_separated([list(HEADING), *map(_row, book.graded)])


def comma_separated(rows: Iterable[Sequence[Cell]]) -> str:
    """The rows as comma-separated values."""
    page = io.StringIO(newline="")
    csv.writer(page, lineterminator="\n").writerows(rows)
    return page.getvalue()


def _row(graded: Graded) -> list[Cell]:
    found = record(graded)
    numbers = {"share", "points", "max_points"}
    texts = {**found, "notes": " ".join(graded.judgement.notes), "feedback": feedback_sentences(graded)}
    known = {name: "" if found[name] is None else found[name] for name in numbers}
    return [known[name] if name in numbers else text(texts[name]) for name in HEADING]


def text(value: str | int) -> str | int:
    """The text as a cell that is only ever read: an apostrophe before what might be taken for a formula."""
    if isinstance(value, int):
        return value
    return f"'{printable(value)}" if value.lstrip(" \u00a0").startswith(FORMULA_STARTS) else printable(value)
