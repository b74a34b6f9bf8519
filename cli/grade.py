"""Grade a class of answers: CSV, JSON lines, or an assignment with its rubric.

examples:
  recur grade answers.csv
  recur grade homework.toml answers.csv -o grades.html
  recur grade homework.toml answers.csv -o grades.csv --resume
  recur grade homework.toml answers.csv --decide
  recur grade homework.toml submission.txt --student ada --format gradescope
  recur grade - --format jsonl < answers.jsonl

A table has the columns student, recurrence (or question) and answer, in any order; with an assignment it may have
a column for each question instead. A grading that ran to its end has exit code 0, whatever the answers were;
with --exit-code the codes are those of recur check: 1 for an answer that is wrong or not tight, 2 for one that is
unreadable, 3 for one that is undecided.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from recur.reports import names

from .codes import SOLVED, code_of_verdict
from .deciding import decided
from .grading import graded, note_aside
from .manner import STANDARD, LogBase, Manner, format_of
from .options import answers, argument, option, output_option
from .terminal import printable_on

ASKED_FOR = "teaching"

STREAMED = "jsonl"  # the format whose report is the results file itself


def _named(name: str) -> str:
    if name not in names():
        raise ValueError(f"{name} is none of {', '.join(names())}")
    return name


@answers(None, "timeout")
def run(
    file: Annotated[Path, argument("FILE", "answers (CSV, JSON lines, a folder, or -), or an assignment (.toml)")],
    answers: Annotated[
        Path | None, argument("[ANSWERS]", "the answers to an assignment, if it does not name them itself")
    ] = None,
    form: Annotated[
        str | None,
        option(
            "--format FORMAT",
            f"{', '.join(names())} (default: text, or what -o ends in)",
            parser=_named,
        ),
    ] = None,
    json: Annotated[bool, option("--json", "--format json: one document")] = False,
    output: Annotated[
        Path | None, output_option("write the report to a file, or one a student to a folder", folder=True)
    ] = None,
    results: Annotated[Path | None, option("--results FILE", "keep each result here as it comes (JSON lines)")] = None,
    resume: Annotated[
        bool, option("--resume", "go on where a grading to the same -o or --results was interrupted")
    ] = False,
    student: Annotated[str | None, option("--student NAME", "report one student; whose the answers are")] = None,
    jobs: Annotated[int | None, option("--jobs -j N", "processes (default: one a core)", min=1)] = None,
    decide: Annotated[bool, option("--decide", "ask for the points of what cannot be judged, and keep them")] = False,
    decisions: Annotated[
        Path | None, option("--decisions FILE", "the points that a person gave (default: decisions.toml beside FILE)")
    ] = None,
    strict: Annotated[bool, option("--exit-code --strict", "let the exit code tell the worst answer")] = False,
    log: Annotated[LogBase | None, option("--log", "what a log without a base is (default: as assigned, or 2)")] = None,
    *,
    asked: Manner,
) -> int:
    from recur import reports
    from recur.answers.grading.class_files import ClassFiles
    from recur.answers.grading.gradebook import Gradebook
    from recur.documents.gradebook import counts

    output = None if output == STANDARD else output
    format = "json" if json else form or format_of(output, reports.endings() | {"": "text"})
    files = ClassFiles(file, answers, output, results, format == STREAMED and student is None, decisions)
    if decide:
        files.assert_asking()
    assignment, submissions = files.read(sys.stdin.buffer, student, log and log.value, asked.timeout)
    reports.assert_one(format, 1 if student else len({each.student for each in submissions}), output)
    journal, known = files.journal, files.known(assignment, submissions) if resume else ()
    streamed = files.as_lines and output is None and not decide
    book = Gradebook(
        assignment, graded(assignment, submissions, known, journal, streamed, jobs, asked, files.decisions)
    )
    book = decided(book, files) if decide else book
    book = book if student is None else book.alone(student)
    if output is None and not streamed:
        style = asked.look()
        sys.stdout.write(reports.report(format).render(book, style.width, style.unicode, style.colour))
    elif output is not None and (decide or output != journal):
        reports.write_report(book, format, output)
    if journal is not None and journal not in (output, results):
        journal.unlink(missing_ok=True)
    if output is not None:
        note_aside(f"wrote {printable_on(str(output))}: {counts(book)}")
    codes = [code_of_verdict(verdict) for verdict, count in book.verdicts.items() if count]
    return max(codes, default=SOLVED) if strict else SOLVED
