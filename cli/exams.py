"""Exams as they are asked for: one for everybody, or one for each student, and what two of them share."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from recur.exercises.formats import FORMATS as OTHERS
from recur.model.records import frozen, replace
from recur.writers import MEDIA

from .codes import SOLVED
from .grading import note_aside
from .manner import Manner
from .pictures import write_file
from .progress import Progress
from .terminal import printable_on
from .words import Misused

if TYPE_CHECKING:
    from recur.exercises.exercise import MadeExercise

FORMATS = (*MEDIA, *OTHERS)
#: What the name of a file ends in, and the format that it asks for.
ENDINGS: Mapping[str, str] = {
    **{ending: medium for medium, ending in MEDIA.items()},
    **{ending: name for name, ending in OTHERS.items() if ending},
    "": "text",
}


@frozen
class Exam:
    """What is wanted of the exercises, and how they are told."""

    topics: tuple[str, ...]
    count: int
    seed: str
    difficulty: int = 0
    choices: bool = True
    key: bool = True
    title: str = ""


def written_exams(exam: Exam, format: str, output: Path | None, students: Path | None, asked: Manner) -> int:
    """The exercises, written; of several exams the warning where two are alike."""
    if (students is not None or OTHERS.get(format) == "") and output is None:
        raise Misused(f"{'--per-student' if students else format} writes a folder: give -o FOLDER")
    if OTHERS.get(format, ".").endswith("zip") and output is None:
        raise Misused(f"{format} is an archive: give -o quiz.zip")
    from recur.exercises.sameness import alike

    if students is None:
        alone = _made(exam)
        _put(exam, alone, format, output, asked)
        for told in alike({"": alone}):
            note_aside(printable_on(told))
        return SOLVED
    from recur.answers.grading.class_lists import students_of

    assert output is not None
    found: dict[str, list[MadeExercise]] = {}
    for name, file in students_of(students):
        own = replace(exam, seed=f"{exam.seed}/{name}", title=f"{exam.title or 'Exercises'}: {name}")
        found[name] = _made(own)
        _put(own, found[name], format, output / f"{file}{_ending(format)}", asked)
    for told in alike(found):
        note_aside(printable_on(told))
    note_aside(f"wrote {len(found):,} exams to {printable_on(str(output))}")
    return SOLVED


def _ending(format: str) -> str:
    return MEDIA.get(format) or OTHERS.get(format) or ""


def _made(exam: Exam) -> list[MadeExercise]:
    from recur.exercises.making import Wanted, made, named_topics

    found: list[MadeExercise] = []
    progress = Progress(exam.count, 0)
    try:
        for exercise in made(Wanted(named_topics(exam.topics), exam.count, exam.seed, exam.difficulty)):
            found.append(exercise if exam.choices else replace(exercise, choices=()))
            progress.advance()
    finally:
        progress.end()
    return found


def _put(exam: Exam, exercises: list[MadeExercise], format: str, output: Path | None, asked: Manner) -> None:
    if format in MEDIA:
        from recur.documents.exercises import document

        told = replace(asked, format=format, output=output).written(
            document(exercises, exam.title, exam.choices, exam.key)
        )
        _write(f"{_whole(told, format, output)}\n".encode(), output)
        return
    from recur.exercises.formats import written_as

    found = written_as(format, exercises, exam.title)
    if isinstance(found, bytes):
        _write(found, output)
        return
    assert output is not None
    for path, content in found.items():
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        write_file(output / path, content)


def _whole(told: str, format: str, output: Path | None) -> str:
    """A whole document, where it is for a file."""
    if output is None or format not in ("latex", "html"):
        return told.rstrip("\n")
    from importlib import import_module

    writer = import_module(f"recur.writers.{format}")
    return f"{writer.PREAMBLE}{told}{writer.END}".rstrip("\n")


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(content.decode())
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    write_file(output, content)
