"""Files of answers by what they hold: a table, JSON lines, `question: answer` lines, or a folder of such files."""

import json
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from recur.answers.grading import submissions
from recur.answers.grading.assignment import Assignment
from recur.answers.grading.json_arrays import begins_array, table_of_array, why_no_json
from recur.answers.grading.tables import heading_at, table_rows
from recur.answers.grading.text_lines import lines_of_file
from recur.files import read_text
from recur.model import RecurError
from recur.model.limits import MAX_CHARACTERS
from recur.model.patterns import regex
from recur.model.records import replace

JSON_LINES = (".jsonl", ".ndjson")
TABLES = (".csv", ".tsv", ".tab", ".psv")
PLAIN = (".txt",)
WORKBOOK = ".xlsx"
WORKINGS = (".tex", ".md")
READ = JSON_LINES + TABLES + PLAIN + WORKINGS + (WORKBOOK,)
#: What students hand in as well, and nobody here can read.
UNREAD = (".pdf", ".docx", ".doc", ".odt", ".rtf", ".ipynb", ".jpg", ".jpeg", ".png", ".heic")
_FILE_NAME = regex(r"[\w-][\w .-]*(?:/[\w-][\w .-]*)*\.(?:txt|tex|md)")


def read_answers(
    path: Path, assignment: Assignment | None = None, student: str | None = None
) -> list[submissions.Submission]:
    """All answers of a file, or of a folder that has a file for each student (the file's name is the student's)."""
    if path.is_dir():
        return submissions.numbered(_folder(path, assignment))
    try:
        with path.open("rb") as stream:
            found = read_stream(stream, path.name, path.suffix.lower(), assignment, student)
            return [_with_working_read(each, path.parent) for each in found]
    except OSError as fault:
        raise submissions.unreadable_file(path, fault) from None


def read_stream(
    stream: BinaryIO, where: str, suffix: str = "", assignment: Assignment | None = None, student: str | None = None
) -> list[submissions.Submission]:
    """All answers of a stream; what its suffix does not tell, its first characters do. `student`: whose they are."""
    return submissions.numbered(_rows_of(stream, where, suffix, assignment, student is not None), student)


def _rows_of(
    stream: BinaryIO, where: str, suffix: str, assignment: Assignment | None, student_known: bool
) -> Iterable[submissions.SubmissionRow]:
    if suffix == WORKBOOK:
        from recur.answers.grading.workbooks import workbook_table

        heading = partial(heading_at, student_known=student_known, assignment=assignment)
        return workbook_table(stream, where, heading).rows(student_known, assignment)
    return _rows(lines_of_file(stream), where, suffix, assignment, student_known)


def _with_working_read(submission: submissions.Submission, folder: Path) -> submissions.Submission:
    """A working that is the name of a file beside the table is what stands in it."""
    named = _FILE_NAME.fullmatch(submission.working)
    if named is None or ".." in submission.working:
        return submission
    own = submission.answer if submission.answer != submission.working else ""
    try:
        working = submissions.encodable(read_text(folder / submission.working, MAX_CHARACTERS))
    except RecurError:
        return replace(submission, problem=submission.problem or f"the working {submission.working} cannot be read")
    return replace(submission, working=working, answer=own or working)


def _worked(file: Path, assignment: Assignment | None) -> submissions.SubmissionRow:
    """ada.2a.tex is the working of ada for question 2a; ada.tex, where there is one question."""
    student, _, question = file.stem.rpartition(".")
    exercises = () if assignment is None else assignment.exercises
    if len(exercises) == 1 and assignment is not None and not any(e.id == question for e in exercises):
        student, question = file.stem, exercises[0].id
    try:
        cells = {"student": student or file.stem, "question": question, "working": read_text(file, MAX_CHARACTERS)}
    except RecurError as problem:
        return submissions.SubmissionRow({"student": student, "question": question}, file.name, problem.message)
    return submissions.SubmissionRow(cells, file.name, line=1)


def _folder(folder: Path, assignment: Assignment | None) -> Iterator[submissions.SubmissionRow]:
    alone = assignment is not None and len(assignment.exercises) == 1
    files = [
        file
        for file in sorted(folder.iterdir())
        if (ending := file.suffix.lower()) in (*READ, *UNREAD) and file.is_file()
        if ending not in WORKINGS or alone or "." in file.stem  # README.md and notes.tex name no question
    ]
    if not files:
        endings = ", ".join(READ)
        raise submissions.InvalidAssignment(
            f"the folder {folder} holds no answers", hint=f"files that end in {endings} are read"
        )
    for file in files:
        if file.suffix.lower() in WORKINGS:
            yield _worked(file, assignment)
            continue
        if file.suffix.lower() in UNREAD:
            told = f"a file that ends in {file.suffix} is not read: {', '.join(READ)} are"
            yield submissions.SubmissionRow({"student": file.stem}, file.name, told)
            continue
        try:
            with file.open("rb") as stream:
                for row in _rows_of(stream, file.name, file.suffix.lower(), assignment, student_known=True):
                    yield submissions.SubmissionRow(
                        {"student": file.stem, **{k: v for k, v in row.cells.items() if v}},
                        row.where,
                        row.problem,
                        row.line,
                        row.who,
                    )
        except OSError as fault:
            raise submissions.unreadable_file(file, fault) from None


def _rows(
    source: Iterator[str], where: str, suffix: str, assignment: Assignment | None, student_known: bool
) -> Iterable[submissions.SubmissionRow]:
    seen: list[str] = []
    while suffix not in TABLES and not any(map(str.strip, seen)) and (line := next(source, None)) is not None:
        seen.append(line)
    source = chain(seen, source)
    if suffix in PLAIN and not ("".join(seen[-1:]).count("\t") > 1):  # a table that a spreadsheet saved as text
        return _plain_rows(source, where)
    if seen and suffix not in TABLES and begins_array(seen[-1], suffix):
        return table_of_array(source, where).rows(student_known, assignment)
    if suffix in JSON_LINES or (seen and seen[-1].lstrip().startswith("{")):
        return _json_rows(source, where, student_known)
    return table_rows(source, where, student_known, assignment)


def _json_rows(source: Iterator[str], where: str, student_known: bool) -> Iterator[submissions.SubmissionRow]:
    """One object a line; a line that is none is a broken row of its own."""
    empty = True
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        empty = False
        place = f"{where} line {number}"
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as fault:
            yield submissions.SubmissionRow({}, place, f"this line is not a JSON object: {why_no_json(fault)}", number)
            continue
        if not isinstance(record, dict):
            yield submissions.SubmissionRow({}, place, "this line is not a JSON object: {…} is expected", number)
            continue
        cells = submissions.cells_of(record)
        lacking = submissions.missing_columns(cells, student_known)
        yield submissions.SubmissionRow(
            cells,
            place,
            f"this object has no {' and no '.join(lacking)}" if lacking else None,
            number,
            submissions.identity_of(record),
        )
    if empty:
        raise submissions.InvalidAssignment(
            f"{where} is empty", hint='a line is an object: {"student": …, "recurrence": …, "answer": …}'
        )


def _plain_rows(source: Iterator[str], where: str) -> Iterator[submissions.SubmissionRow]:
    """Lines `question: answer`, as students write them; blank lines and lines that start with # are skipped."""
    for number, line in enumerate(source, 1):
        text = line.strip()
        if text and not text.startswith("#"):
            question, colon, answer = text.partition(":")
            cells = {"question": question, "answer": answer}
            yield submissions.SubmissionRow(
                cells,
                f"{where} line {number}",
                None if colon else "this line is not of the form question: answer",
                number,
            )
