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


#: The heading among the first rows of a sheet that begins with one, and the position of its last row.
HeadingAt = Callable[[list[list[str]], int], tuple[int, list[str]] | None]


def workbook_table(
    stream: BinaryIO, where: str, heading_at: HeadingAt = lambda rows, position: (position, rows[position])
) -> AnswerTable:
    """The table of the first sheet with a heading; a formula counts as what the spreadsheet last made of it.

    The heading may stand below a title, and go over two rows. Where no sheet has one, it is the first row of the first
    that is not empty.
    """
    raw = stream.read(MOST_BYTES + 1)
    _assert_small(raw, where)
    package = openpyxl()
    try:
        sheets = package.load_workbook(io.BytesIO(raw), read_only=True, data_only=True).worksheets
        tables = [found for sheet in sheets if (found := _table(sheet, where, heading_at)) is not None]
        if tables:
            return next((table for has_heading, table in tables if has_heading), tables[0][1])
    except (BadZipFile, KeyError, ValueError, TypeError, OSError) as fault:
        raise InvalidAssignment(f"{where} is no workbook that can be read: {fault}") from None
    raise InvalidAssignment(f"{where} is empty", hint=WANTED)


def _table(sheet: Any, where: str, heading_at: HeadingAt) -> tuple[bool, AnswerTable] | None:
    """The table of a sheet, and whether it has a heading; None where the sheet is empty."""
    records = ((number, list(map(_text, row))) for number, row in enumerate(sheet.iter_rows(values_only=True), 1))
    filled = [(number, cells) for number, cells in islice(records, AHEAD) if any(map(str.strip, cells))]
    if not filled:
        return None
    cut = [_cut(cells) for _, cells in filled[: MOST_ABOVE + 1]]
    heads = (heading_at(cut, position) for position in range(len(cut)))
    found = next((head for head in heads if head is not None), None)
    above, heading = found or (0, cut[0])
    below = chain(filled[above + 1 :], records)
    return found is not None, AnswerTable(heading, _filled(below, len(heading)), f"{where} row")


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
