"""Reports of a graded class: one file a format, found by its name, or the writer of a medium.

A format has `SUFFIX` (the ending of file names that asks for it, or none), `ONE_STUDENT` (whether a report is about
one student, as a learning platform wants it) and `render(book, width, unicode, colour)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from recur.answers.grading.submissions import InvalidAssignment
from recur.files import unwritable, write_whole
from recur.model.records import frozen
from recur.writers import MEDIA, WHOLE

if TYPE_CHECKING:
    from recur.answers.grading.gradebook import Gradebook


#: The media of the sheets that students are given, each in a file of its own where a folder is named.
SHEETS = ("html", "markdown", "latex")


#: Endings of files that are no text.
BINARY = (".xlsx",)


def names() -> list[str]:
    """The names of the formats; no format is imported for it."""
    return sorted({*MEDIA, *_files_here()})


def _files_here() -> set[str]:
    return {file.stem for file in Path(__file__).parent.glob("*.py")} - {"__init__"}


def report(name: str) -> Any:
    """The module of a format, or the writer of a medium."""
    return import_module(f"{__name__}.{name}") if name in _files_here() else Written(name)


@frozen
class Written:
    """The class as a document, in a medium."""

    medium: str
    ONE_STUDENT: ClassVar[bool] = False

    @property
    def SUFFIX(self) -> str:
        return MEDIA[self.medium]

    def render(self, book: Gradebook, width: int = 80, unicode: bool = True, colour: bool = False) -> str:
        from recur.documents.gradebook import document

        writer = import_module(f"recur.writers.{self.medium}")
        told = str(writer.render(document(book)))
        return f"{writer.PREAMBLE}{told}{writer.END}" if self.medium in WHOLE else told


def endings() -> dict[str, str]:
    """What the name of a report's file may end in, and the format that it asks for."""
    return dict(sorted((report(name).SUFFIX, name) for name in names() if report(name).SUFFIX))


def assert_one(name: str, students: int, output: Path | None) -> None:
    """A report for a platform is about one student, or goes to a folder; one of bytes goes to a file."""
    if report(name).SUFFIX in BINARY and output is None:
        raise InvalidAssignment(f"{name} is written to a file", hint=f"-o grades{report(name).SUFFIX}")
    if report(name).ONE_STUDENT and students != 1 and not (output and is_folder(output)):
        message = f"a report for {name} is about one student, and there are {students}"
        raise InvalidAssignment(message, hint="choose one with --student NAME, or give a folder for all: -o results")


def is_folder(output: Path) -> bool:
    """Whether a file for each student is meant."""
    return output.is_dir() or not (output.suffix or output.exists())


def _apart(name: str, output: Path) -> bool:
    """Whether each student has a file: what a platform wants of one, or the sheet that tells it to the student."""
    return is_folder(output) and (report(name).ONE_STUDENT or name in SHEETS or (output.is_dir() and name in MEDIA))


def _bytes(page: Any, book: Gradebook) -> bytes:
    told: str | bytes = page.render(book)
    return told if isinstance(told, bytes) else told.encode()


def write_report(book: Gradebook, name: str, output: Path) -> None:
    """The report to a file, or to a folder one for each student; a file is written as a whole or not at all."""
    page, written = report(name), output
    try:
        if _apart(name, output):
            output.mkdir(parents=True, exist_ok=True)
            for student, file in _files(book, page.SUFFIX or ".json"):
                written = output / file
                write_whole(written, _bytes(page, book.of(student)))
        else:
            write_whole(output, _bytes(page, book))
    except OSError as fault:
        raise unwritable(written, fault) from None


def _files(book: Gradebook, suffix: str) -> Iterator[tuple[str, str]]:
    """A file for each student, named after the student as far as a file name can be."""
    from recur.answers.grading.class_lists import file_names  # the names of the formats are asked for without it

    names = [student.name for student in book.students]
    return zip(names, (f"{name}{suffix}" for name in file_names(names)), strict=True)
