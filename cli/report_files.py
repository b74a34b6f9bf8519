"""Where a report of a class goes: to standard output, to a file, or a file for each student to a folder."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from recur.answers.grading.submissions import InvalidAssignment
from recur.files import unwritten, write_whole

from .terminal import Look

if TYPE_CHECKING:
    from recur.answers.grading.gradebook import Gradebook
    from recur.answers.grading.submissions import Submission


def write_report(book: Gradebook, format: str, output: Path | None, style: Look) -> None:
    """The report to standard output, to a file, or one for each student to a folder."""
    from recur.reports import report

    page = report(format)
    if output is None:
        sys.stdout.write(page.render(book, style.width, style.unicode, style.colour))
    elif page.ONE_STUDENT and _is_folder(output):
        _make(output)
        for name, file in _files(book, output):
            _write(file, page.render(book.of(name)))
    else:
        _write(output, page.render(book))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise InvalidAssignment(f"cannot write {folder}: {fault.strerror or fault}") from None


def _is_folder(output: Path) -> bool:
    return output.is_dir() or not (output.suffix or output.exists())


def assert_one_student(submissions: Sequence[Submission], format: str, output: Path | None) -> None:
    """A learning platform is told of one student in a file: said before the class is graded, not after."""
    from recur.reports import report

    students = len({submission.student for submission in submissions})
    if report(format).ONE_STUDENT and students != 1 and not (output is not None and _is_folder(output)):
        raise InvalidAssignment(
            f"a report for {format} is about one student, and there are {students}",
            hint="choose one with --student NAME, or give a folder for all: -o results",
        )


def _files(book: Gradebook, folder: Path) -> Iterator[tuple[str, Path]]:
    """A file for each student, named after the student as far as a file name can be."""
    taken: set[str] = set()
    for student in book.students:
        plain = re.sub(r"[^\w@.-]+", "_", student.name)[:100].strip(".") or "nobody"
        name, count = plain, 1
        while name.casefold() in taken:
            count += 1
            name = f"{plain}-{count}"
        taken.add(name.casefold())
        yield student.name, folder / f"{name}.json"


def _write(file: Path, content: str) -> None:
    """The file as a whole or not at all, where it is one that can be replaced."""
    try:
        write_whole(file, content.encode())
    except OSError as fault:
        raise unwritten(file, fault) from None
