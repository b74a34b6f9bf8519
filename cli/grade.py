"""Grade a class of answers: CSV, JSON lines, or an assignment with its rubric.

examples:
  recur grade answers.csv
  recur grade homework.toml answers.csv -o grades.html
  recur grade homework.toml answers.csv -o grades.csv --resume
  recur grade homework.toml submission.txt --student ada --format gradescope
  recur grade - --format jsonl < answers.jsonl

A table has the columns student, recurrence (or question) and answer, in any order; with an assignment it may have
a column for each question instead. A grading that ran to its end has exit code 0, whatever the answers were;
with --exit-code the codes are those of recur check: 1 for an answer that is wrong or not tight, 2 for one that is
unreadable, 3 for one that is undecided.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recur.answers.grading.submissions import InvalidAssignment

from .codes import SOLVED, UNDECIDED, USAGE
from .options import STANDARD, LogBase, Manner, answers, output_option
from .progress import Progress
from .report_files import assert_one_student, write_report
from .terminal import Look, look, printable

if TYPE_CHECKING:
    from recur.answers.grading.assignment import Assignment
    from recur.answers.grading.gradebook import Gradebook
    from recur.answers.grading.judgements import Graded, Judgement
    from recur.answers.grading.submissions import Submission

ASKED_FOR = "teaching"

WRONG = 1
STREAMED = "jsonl"  # the format whose report is the results file itself


def _format(name: str) -> str:
    from recur.reports import names

    if name not in names():
        raise ValueError(f"{name} is none of {', '.join(names())}")
    return name


@answers(None, "timeout")
def run(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="answers (CSV, JSON lines, a folder, or -), or an assignment (.toml)")
    ],
    answers: Annotated[
        Path | None,
        typer.Argument(metavar="[ANSWERS]", help="the answers to an assignment, if it does not name them itself"),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            parser=_format,
            show_default=False,
            help="text, summary, json, jsonl, csv, markdown, latex, html, gradescope or prairielearn "
            "(default: text, or what -o ends in)",
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="--format json: one document")] = False,
    output: Annotated[
        Path | None, output_option("write the report to a file, or one a student to a folder", folder=True)
    ] = None,
    results: Annotated[
        Path | None,
        typer.Option(
            "--results", metavar="FILE", dir_okay=False, help="keep each result here as it comes (JSON lines)"
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="go on where a grading to the same -o or --results was interrupted")
    ] = False,
    student: Annotated[
        str | None, typer.Option("--student", metavar="NAME", help="report one student; whose the answers are")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", metavar="N", min=1, show_default=False, help="processes (default: one a core)"),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--exit-code", "--strict", help="let the exit code tell the worst answer")
    ] = False,
    log: Annotated[
        LogBase | None,
        typer.Option("--log", show_default=False, help="what a log without a base is (default: as assigned, or 2)"),
    ] = None,
    *,
    asked: Manner,
) -> int:
    from recur.answers.grading.gradebook import Gradebook
    from recur.answers.grading.grading import grade

    output = None if output == STANDARD else output
    format = _chosen(form, json, output)
    assignment, submissions = _read(file, answers, student, asked.timeout, None if log is None else log.value)
    journal = _journal(output, results, format, student)
    _assert_apart((file, answers, assignment.answers), output, results, format)
    if resume and journal is None:
        raise InvalidAssignment("--resume needs -o FILE or --results FILE, where the results so far are")
    if student is None:
        assert_one_student(submissions, format, output)
    known = _known(journal, resume, assignment, submissions)
    streamed = format == STREAMED and output is None and student is None
    grading = grade(assignment, submissions, workers=jobs or _cores(), timeout=asked.timeout, known=known)
    with closing(grading) as source:
        graded = _followed(
            source, len(submissions), len(known), journal, look(sys.stdout, asked.ascii) if streamed else None
        )

    book = Gradebook(assignment, graded)
    if student is not None:
        book = _alone(book, student)
    if not streamed and (output is None or output != journal):
        write_report(book, format, output, look(sys.stdout, asked.ascii, asked.color))
    if journal is not None and journal not in (output, results):
        journal.unlink(missing_ok=True)
    if output is not None:
        _tell(f"wrote {printable(str(output))}: {_heading(book)}")
    return _code(book) if strict else SOLVED


def _chosen(form: str | None, json: bool, output: Path | None) -> str:
    from recur.reports import named_by, names, report

    if json:
        return "json"
    if form is not None or output is None or not output.suffix:
        return form or "text"
    found = named_by(output.suffix)
    if found is None:
        listed = ", ".join(sorted({report(name).SUFFIX for name in names()} - {""}))
        raise typer.BadParameter(f"-o {output}: the name of the file ends in {listed}; or say --format")
    return found


def _read(
    file: Path, answers: Path | None, student: str | None, seconds: float | None, log: str | None
) -> tuple[Assignment, list[Submission]]:
    """The assignment, stated or gathered from the answers, and the answers."""
    from recur.answers.grading.answer_files import read_answers, read_stream
    from recur.answers.grading.assignment import gathered

    assignment = None
    if file.suffix.lower() == ".toml":
        from recur.answers.grading.assignment_file import read_assignment
        from recur.answers.grading.grading import assert_keys_hold

        assignment = _with_base(read_assignment(file), log)
        assert_keys_hold(assignment, seconds)
        found = answers or assignment.answers
        if found is None:
            raise InvalidAssignment(
                f"{file.name} does not name the answers", hint=f"recur grade {file.name} answers.csv"
            )
    elif answers is not None:
        raise InvalidAssignment(
            f"of two files the first is an assignment and ends in .toml; {file.name} does not",
            hint=f"recur grade {answers} {file}" if answers.suffix.lower() == ".toml" else None,
        )
    else:
        found = file
    if found == STANDARD:
        submissions = read_stream(sys.stdin.buffer, "standard input", "", assignment, student)
    else:
        submissions = read_answers(found, assignment, student)
    return assignment or _with_base(gathered(submissions), log), submissions


def _with_base(assignment: Assignment, log: str | None) -> Assignment:
    return assignment if log is None else replace(assignment, log=log)


def _assert_apart(read: Sequence[Path | None], output: Path | None, results: Path | None, format: str) -> None:
    """A report never replaces what it is about, nor the results that it is made from."""
    if results is not None and results == output and format != STREAMED:
        raise InvalidAssignment(f"-o and --results are one file, {results}: give them two")
    for path in (output, results):
        if (
            path is not None
            and path.is_file()
            and any(other and other.exists() and path.samefile(other) for other in read)
        ):
            raise InvalidAssignment(f"{path} is what is graded, and would be replaced by the report on it")


def _journal(output: Path | None, results: Path | None, format: str, student: str | None) -> Path | None:
    """Where results are kept as they come: a file of their own, the report if it is one, or one beside the report."""
    if results is not None or output is None or (output.exists() and not (output.is_file() or output.is_dir())):
        return results
    return output if format == STREAMED and student is None else output.with_name(f"{output.name}.partial")


def _known(
    journal: Path | None, resume: bool, assignment: Assignment, submissions: Sequence[Submission]
) -> tuple[Judgement, ...]:
    if journal is None or not resume:
        return ()
    from recur.answers.grading.records import known_judgements

    return known_judgements(journal, assignment, submissions)


def _followed(
    source: Iterator[Graded], total: int, known: int, path: Path | None, stdout: Look | None
) -> tuple[Graded, ...]:
    """Everything graded; each result is kept in the file and shown, where asked for, before the next is awaited."""
    from recur.answers.grading.records import Journal

    found = [next(source) for _ in range(known)]
    journal = None if path is None else Journal(path, found)
    progress = Progress(total, known)
    _stream(found, stdout)
    try:
        for graded in source:
            found.append(graded)
            if journal is not None:
                journal.write(graded)
            _stream([graded], stdout)
            progress.advance()
    except KeyboardInterrupt:
        progress.end()
        again = "" if path is None else "; --resume goes on from there"
        _tell(f"interrupted: {len(found):,} of {total:,} answers are graded{again}")
        raise
    finally:
        progress.end()
        if journal is not None:
            journal.close()
    return tuple(found)


def _stream(graded: Sequence[Graded], stdout: Look | None) -> None:
    if stdout is not None:
        from recur.answers.grading.records import line

        for one in graded:
            print(line(one, stdout.unicode).decode(), end="", flush=True)


def _alone(book: Gradebook, student: str) -> Gradebook:
    from recur.answers.grading.gradebook import Gradebook

    names = [each.name for each in book.students]
    if not names:  # a submission with nothing in it is one all the same
        return Gradebook(book.assignment, (), (student,))
    if student not in names:
        near = get_close_matches(student, names, n=1)
        raise InvalidAssignment(
            f"there is no answer of a student {printable(student)}",
            hint=f"did you mean {printable(near[0])}?" if near else None,
        )
    return book.of(student)


def _heading(book: Gradebook) -> str:
    from recur.documents.gradebook import counts

    return counts(book)


def _tell(message: str) -> None:
    sys.stdout.flush()
    print(message, file=sys.stderr)


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _code(book: Gradebook) -> int:
    """The largest code of the answers that count."""
    codes = {"correct": SOLVED, "not tight": WRONG, "wrong": WRONG, "unreadable": USAGE, "undecided": UNDECIDED}
    return max((codes[verdict] for verdict, count in book.verdicts.items() if count), default=SOLVED)
