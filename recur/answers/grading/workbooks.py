"""Workbooks of a spreadsheet, by openpyxl: the first sheet that holds anything is a table of answers."""

import io
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from recur.answers.grading.submissions import InvalidAssignment
from recur.answers.grading.tables import AHEAD, MOST_ABOVE, WANTED, AnswerTable
from recur.model import LimitExceeded

ENDING = ".xlsx"
MOST_BYTES, MOST_UNPACKED = 60_000_000, 400_000_000


def openpyxl() -> Any:
    """The package; `InvalidAssignment` says how to get it."""
    try:
        import openpyxl as package
    except ImportError:
        raise InvalidAssignment("workbooks need openpyxl", hint='pip install "recur[xlsx]"') from None
    return package


def workbook_table(
    stream: BinaryIO, where: str, heads: Callable[[list[str]], bool] = lambda cells: True
) -> AnswerTable:
    """The table of the first sheet that is not empty; a formula counts as what the spreadsheet last made of it.

    Its heading is the first row that `heads`, which may stand below a title; else the first that is not empty.
    """
    raw = stream.read(MOST_BYTES + 1)
    _assert_small(raw, where)
    package = openpyxl()
    try:
        sheets = package.load_workbook(io.BytesIO(raw), read_only=True, data_only=True).worksheets
        for sheet in sheets:
            records = (
                (number, list(map(_text, row))) for number, row in enumerate(sheet.iter_rows(values_only=True), 1)
            )
            filled = [(number, cells) for number, cells in islice(records, AHEAD) if any(map(str.strip, cells))]
            if filled:
                cut = [_cut(cells) for _, cells in filled[: MOST_ABOVE + 1]]
                above = next((at for at, cells in enumerate(cut) if heads(cells)), 0)
                below = chain(filled[above + 1 :], records)
                return AnswerTable(cut[above], _filled(below, len(cut[above])), f"{where} row")
    except (BadZipFile, KeyError, ValueError, TypeError, OSError) as fault:
        raise InvalidAssignment(f"{where} is no workbook that can be read: {fault}") from None
    raise InvalidAssignment(f"{where} is empty", hint=WANTED)


def _cut(cells: list[str]) -> list[str]:
    """The cells without empty ones at the end."""
    filled = [at for at, cell in enumerate(cells, 1) if cell.strip()]
    return cells[: max(filled, default=0)]


def _filled(records: Iterator[tuple[int, list[str]]], width: int) -> Iterator[tuple[int, list[str] | str]]:
    """Rows as wide as the heading: a sheet leaves empty cells at the end out."""
    for number, cells in records:
        yield number, cells + [""] * (width - len(cells))


def _text(value: object) -> str:
    """A cell as it is shown: 3 for the number 3.0."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return str(value)


def _assert_small(raw: bytes, where: str) -> None:
    try:
        unpacked = sum(part.file_size for part in ZipFile(io.BytesIO(raw)).infolist())
    except BadZipFile:
        raise InvalidAssignment(f"{where} is no workbook that can be read") from None
    if len(raw) > MOST_BYTES or unpacked > MOST_UNPACKED:
        raise LimitExceeded(f"{where} is larger than a class")
