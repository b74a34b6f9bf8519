"""Reports of a graded class: one file a format, found by its name, or the writer of a medium.

A format has `SUFFIX` (the ending of file names that asks for it, or none), `ONE_STUDENT` (whether a report is about
one student, as a learning platform wants it) and `render(book, width, unicode, colour)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from recur.files import unwritable, write_whole
from recur.writers import MEDIA, WHOLE

if TYPE_CHECKING:
    from recur.answers.grading.gradebook import Gradebook


def names() -> list[str]:
    """The names of the formats; no format is imported for it."""
    return sorted({*MEDIA, *_files_here()})


def _files_here() -> set[str]:
    return {file.stem for file in Path(__file__).parent.glob("*.py")} - {"__init__"}


def report(name: str) -> Any:
    """The module of a format, or the writer of a medium."""
    return import_module(f"{__name__}.{name}") if name in _files_here() else Written(name)


@dataclass(frozen=True, slots=True)
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


def named_by(suffix: str) -> str | None:
    """The format that a file's ending asks for."""
    return next((name for name in names() if suffix and suffix.lower() == report(name).SUFFIX), None)


def endings() -> list[str]:
    """What the name of a report's file may end in."""
    return sorted({report(name).SUFFIX for name in names()} - {""})


def is_folder(output: Path) -> bool:
    """Whether a file for each student is meant."""
    return output.is_dir() or not (output.suffix or output.exists())


def write_report(book: Gradebook, name: str, output: Path) -> None:
    """The report to a file, or to a folder one for each student; a file is written as a whole or not at all."""
    page, written = report(name), output
    try:
        if page.ONE_STUDENT and is_folder(output):
            output.mkdir(parents=True, exist_ok=True)
            for student, file in _files(book):
                written = output / file
                write_whole(written, page.render(book.of(student)).encode())
        else:
            write_whole(output, page.render(book).encode())
    except OSError as fault:
        raise unwritable(written, fault) from None


def _files(book: Gradebook) -> Iterator[tuple[str, str]]:
    """A file for each student, named after the student as far as a file name can be."""
    taken: set[str] = set()
    for student in book.students:
        plain = re.sub(r"[^\w@.-]+", "_", student.name)[:100].strip(".") or "nobody"
        name, count = plain, 1
        while name.casefold() in taken:
            count += 1
            name = f"{plain}-{count}"
        taken.add(name.casefold())
        yield student.name, f"{name}.json"
