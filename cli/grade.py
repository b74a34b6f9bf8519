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

import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recur.answers.grading.submissions import InvalidAssignment

from .codes import SOLVED, code_of_verdict
from .manner import STANDARD, LogBase, Manner
from .options import answers, output_option
from .progress import Progress
from .terminal import printable_on

if TYPE_CHECKING:
    from recur.answers.grading.assignment import Assignment
    from recur.answers.grading.judgements import Graded, Judgement
    from recur.answers.grading.submissions import Submission

ASKED_FOR = "teaching"

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
    from recur import reports
    from recur.answers.grading.class_files import assert_apart, journal_of, read_class
    from recur.answers.grading.gradebook import Gradebook
    from recur.answers.grading.records import known_judgements
    from recur.documents.gradebook import counts

    output = None if output == STANDARD else output
    format = "json" if json else form or _by_ending(output)
    base = None if log is None else log.value
    assignment, submissions = read_class(file, answers, sys.stdin.buffer, student, base, asked.timeout)
    is_journal = format == STREAMED and student is None
    journal = journal_of(output, results, is_journal)
    assert_apart((file, answers, assignment.answers), output, results, format == STREAMED)
    if resume and journal is None:
        raise InvalidAssignment("--resume needs -o FILE or --results FILE, where the results so far are")
    students = 1 if student else len({submission.student for submission in submissions})
    if reports.report(format).ONE_STUDENT and students != 1 and not (output and reports.is_folder(output)):
        message = f"a report for {format} is about one student, and there are {students}"
        raise InvalidAssignment(message, hint="choose one with --student NAME, or give a folder for all: -o results")
    known = known_judgements(journal, assignment, submissions) if journal and resume else ()
    streamed = is_journal and output is None
    book = Gradebook(assignment, _graded(assignment, submissions, known, journal, streamed, jobs, asked))
    if student is not None:
        book = book.alone(student)
    if output is None and not streamed:
        style = asked.look()
        sys.stdout.write(reports.report(format).render(book, style.width, style.unicode, style.colour))
    elif output is not None and output != journal:
        reports.write_report(book, format, output)
    if journal is not None and journal not in (output, results):
        journal.unlink(missing_ok=True)
    if output is not None:
        _tell(f"wrote {printable_on(str(output))}: {counts(book)}")
    codes = [code_of_verdict(verdict) for verdict, count in book.verdicts.items() if count]
    return max(codes, default=SOLVED) if strict else SOLVED


def _by_ending(output: Path | None) -> str:
    from recur.reports import endings, named_by

    if output is None or not output.suffix:
        return "text"
    found = named_by(output.suffix)
    if found is None:
        raise typer.BadParameter(f"-o {output}: the name of the file ends in {', '.join(endings())}; or say --format")
    return found


def _graded(
    assignment: Assignment,
    submissions: list[Submission],
    known: Sequence[Judgement],
    journal: Path | None,
    streamed: bool,
    jobs: int | None,
    asked: Manner,
) -> tuple[Graded, ...]:
    """Everything graded; each result is kept in the file and shown, where asked for, before the next is awaited."""
    from recur.answers.grading.grading import grade
    from recur.answers.grading.records import kept, line
    from recur.executors.engine import usable_processors

    source = grade(assignment, submissions, workers=jobs or usable_processors(), timeout=asked.timeout, known=known)
    found: list[Graded] = []
    progress = Progress(len(submissions), len(known))
    with closing(kept(source, len(known), journal)) as results:
        try:
            for graded in results:
                found.append(graded)
                if streamed:
                    print(line(graded, asked.look().unicode).decode(), end="", flush=True)
                if len(found) > len(known):
                    progress.advance()
        except KeyboardInterrupt:
            progress.end()
            again = "" if journal is None else "; --resume goes on from there"
            _tell(f"interrupted: {len(found):,} of {len(submissions):,} answers are graded{again}")
            raise
        finally:
            progress.end()
    return tuple(found)


def _tell(message: str) -> None:
    sys.stdout.flush()
    print(message, file=sys.stderr)
