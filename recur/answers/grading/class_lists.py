"""The students of a class, each with the name of a file that is no path."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from recur.answers.grading.submissions import InvalidAssignment, encodable, field_columns, unreadable_file
from recur.answers.grading.tables import cells_of_lines
from recur.answers.grading.text_lines import lines_of_file


def students_of(path: Path) -> list[tuple[str, str]]:
    """Each student of a table once, by the column that says who, or by the first; and a name for a file."""
    try:
        with path.open("rb") as stream:
            rows = [cells for _, cells in cells_of_lines(lines_of_file(stream)) if any(cell.strip() for cell in cells)]
    except OSError as fault:
        raise unreadable_file(path, fault) from None
    if not rows:
        raise InvalidAssignment(f"{path.name} names no student", hint="a column student, one student a row")
    columns = field_columns(rows[0])
    column = columns.get("student", 0)
    body = rows[1:] if "student" in columns else rows
    names = dict.fromkeys(encodable(cells[column]) for cells in body if column < len(cells) and cells[column].strip())
    return list(zip(names, file_names(names), strict=True))


def file_names(names: Iterable[str]) -> Iterator[str]:
    """A name for a file for each student, after the student as far as a file name can be; no two are one file."""
    taken: set[str] = set()
    for each in names:
        plain = re.sub(r"[^\w@.-]+", "_", each)[:100].strip(".") or "nobody"
        name, count = plain, 1
        while name.casefold() in taken:
            count += 1
            name = f"{plain}-{count}"
        taken.add(name.casefold())
        yield name
