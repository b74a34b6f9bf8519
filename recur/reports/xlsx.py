"""A workbook: the students, the questions, and what needs a person; a text stays one, whatever it begins with."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from recur.answers.grading.gradebook import Gradebook
from recur.answers.grading.records import decimal
from recur.answers.grading.workbooks import openpyxl
from recur.documents.gradebook import reason
from recur.model.patterns import regex
from recur.reports import gradebook
from recur.reports.csv import Cell
from recur.writers.characters import printable

SUFFIX = ".xlsx"
ONE_STUDENT = False
_TIMES = regex(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", re.DOTALL)
LONGEST = 32_000  # characters of a cell; a spreadsheet has room for 32,767


def render(book: Gradebook, width: int = 80, unicode: bool = True, colour: bool = False) -> bytes:
    workbook = openpyxl().Workbook()
    _filled(workbook.active, "Gradebook", gradebook.rows(book))
    _filled(workbook.create_sheet(), "Questions", _questions(book))
    _filled(workbook.create_sheet(), "Needs a person", _people(book))
    stream = io.BytesIO()
    workbook.save(stream)
    return _without_times(stream)


def _without_times(workbook: io.BytesIO) -> bytes:
    """The same workbook whenever it is written: its parts, and what says of it when it was made, have no time."""
    plain = io.BytesIO()
    with zipfile.ZipFile(workbook) as written, zipfile.ZipFile(plain, "w") as archive:
        for name in written.namelist():
            part = _TIMES.sub(b"", written.read(name)) if name == "docProps/core.xml" else written.read(name)
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return plain.getvalue()


def _filled(sheet: Any, title: str, rows: Iterable[Sequence[Cell]]) -> None:
    sheet.title = title
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            if cell != "":
                place = sheet.cell(number, column)
                place.value = printable(cell)[:LONGEST] if isinstance(cell, str) else cell
                if isinstance(cell, str):
                    place.data_type = "s"
    sheet.freeze_panes = "A2"
    for heading in sheet[1]:
        heading.font = openpyxl().styles.Font(bold=True)


def _questions(book: Gradebook) -> Iterable[Sequence[Cell]]:
    yield "question", "text", "max_points", "mean", "discrimination", "answers"
    for tally in book.tallies:
        numbers = [decimal(x) for x in (tally.exercise.points, tally.mean, tally.discrimination)]
        cells = ["" if x is None else x for x in numbers]
        yield tally.exercise.id, tally.exercise.text, *cells, tally.verdicts.total()


def _people(book: Gradebook) -> Iterable[Sequence[Cell]]:
    yield "line", "student", "question", "answer", "why"
    for graded in book.for_a_person:
        given = graded.submission
        asked = given.question if graded.exercise is None else graded.exercise.id
        yield given.line or given.row, given.student, asked, given.answer, reason(graded)
