"""The students of a class, each with the name of a file that is no path."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from recur.answers.grading.submissions import (
    InvalidAssignment,
    SubmissionRow,
    field_columns,
    identity_columns,
    identity_of,
    numbered,
    unreadable_file,
)
from recur.answers.grading.tables import cells_of_lines
from recur.answers.grading.text_lines import lines_of_file
from recur.answers.grading.workbooks import ENDING, workbook_table
from recur.model.patterns import regex

WANTED = "a column student, one student a row"


def students_of(path: Path) -> list[tuple[str, str]]:
    """Each student of a table once, by the column that says who, or by the first; and a name for a file.

    Two students of one name are two where another column tells them apart.
    """
    try:
        with path.open("rb") as stream:
            rows = [cells for cells in _table(stream, path) if any(cell.strip() for cell in cells)]
    except OSError as fault:
        raise unreadable_file(path, fault) from None
    if not rows:
        raise InvalidAssignment(f"{path.name} names no student", hint=WANTED)
    known = identity_columns(tuple(rows[0]))
    column = field_columns(rows[0]).get("student", next(iter(known), 0))
    heading, body = (rows[0], rows[1:]) if known else ([], rows)
    found = (
        SubmissionRow({"student": cells[column]}, path.name, who=identity_of(dict(zip(heading, cells, strict=False))))
        for cells in body
        if column < len(cells) and cells[column].strip()
    )
    names = dict.fromkeys(each.student for each in numbered(found) if each.student)
    return list(zip(names, file_names(names), strict=True))


def _table(stream: BinaryIO, path: Path) -> Iterator[list[str]]:
    if path.suffix.lower() == ENDING:
        table = workbook_table(stream, path.name)
        yield table.heading
        yield from (cells for _, cells in table.records if not isinstance(cells, str))
    else:
        yield from cells_of_lines(lines_of_file(stream), path.name, WANTED)


#: Names of devices, which Windows takes for no file whatever they end in.
_DEVICES = regex(r"(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|\Z)", re.I)


def file_names(names: Iterable[str]) -> Iterator[str]:
    """A name for a file for each student, after the student as far as a file name can be; no two are one file."""
    taken: set[str] = set()
    for each in names:
        plain = re.sub(r"[^\w@.-]+", "_", each)[:100].strip(".") or "nobody"
        if plain.startswith("-") or _DEVICES.match(plain):  # an option of many commands, or a device
            plain = f"_{plain}"
        name, count = plain, 1
        while name.casefold() in taken:
            count += 1
            name = f"{plain}-{count}"
        taken.add(name.casefold())
        yield name
