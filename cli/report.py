"""Write a report: one HTML page of recurrences and programs, explained.

examples:
  recur report "T(n) = 2T(n/2) + n" -o report.html
  recur report week5.txt merge_sort.spawn -o week5.html --title "Week 5"
  recur report merge_sort.py --runs runs.jsonl -o measured.html
  recur report "T(n) = T(n/3) + T(2n/3) + n" -o - > report.html

Each problem has its answer, the derivation, the recursion tree, a plot of exact values against the bound and the
numeric evidence; a program (.spawn) the work, span and speed-up of each procedure. A Python program (.py) is measured
as `recur measure` does it, or told from the runs it --saved. The page needs nothing but a browser: no network, no
script. Any other file holds one recurrence a line, as - for standard input does.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recur.model import RecurError

from .codes import SOLVED, code_of, code_of_measured
from .faults import attempt
from .manner import STANDARD, Manner
from .options import answers, output_option, sizes_option
from .pictures import write_file
from .subjects import ReportSubject, subjects
from .terminal import write_problem

if TYPE_CHECKING:
    from recur.documents.blocks import Chapter

ASKED_FOR = "teaching"

#: What the name of a page ends in; a pipe or a device has a name without an ending.
PAGES = frozenset({".html", ".htm", ""})


@dataclass(frozen=True, slots=True)
class ReportSection:
    """The section of a problem, its exit code, and the error to tell on standard error."""

    chapter: Chapter
    code: int = SOLVED
    problem: RecurError | None = None


@answers(None, "log", "timeout")
def run(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE|RECURRENCE...",
            help="programs (.spawn, .py), files of recurrences, recurrences; - for one a line",
        ),
    ],
    output: Annotated[
        Path | None, output_option("the page, in a file that ends in .html; - for standard output")
    ] = None,
    title: Annotated[str, typer.Option("--title", metavar="TEXT", show_default=False, help="the page's heading")] = "",
    size: Annotated[list[str] | None, sizes_option("sizes for the values of programs (default 16,128,1024)")] = None,
    runs: Annotated[
        Path | None,
        typer.Option(
            "--runs", metavar="FILE", dir_okay=False, help="the runs of a .py program, as measure --save kept"
        ),
    ] = None,
    *,
    asked: Manner,
) -> int:
    if output is None and sys.stdout.isatty():
        raise typer.BadParameter("where to? give -o report.html, or -o - to see the HTML itself")
    if output is not None and output != STANDARD and output.suffix.lower() not in PAGES:
        raise typer.BadParameter(f"-o {output}: a report is a page of HTML, in a file that ends in .html")
    found = list(subjects(inputs))
    if not found:
        raise typer.BadParameter("there is nothing to report on: no recurrence, no program")
    if runs is not None and sum(problem.runs for problem in found) != 1:
        raise typer.BadParameter("--runs belongs to one program in Python (.py)")
    if runs is not None and not runs.exists():
        raise typer.BadParameter(f"cannot read {runs}: no such file")
    from recur.evaluation.sizes import read_sizes
    from recur.model.logarithms import log_means

    sizes = read_sizes(size or ())
    worst, chapters = SOLVED, []
    for position, problem in enumerate(found, 1):
        _progress(position, len(found))
        with log_means(asked.log):
            written = _written(problem, sizes, runs, asked.timeout)
        _progress(None, len(found))
        if written.problem is not None:
            write_problem(written.problem, problem.given.text, asked.ascii, asked.color)
        chapters.append(written.chapter)
        worst = max(worst, written.code)
    from recur.writers.html_page import render

    return max(worst, _put(render(chapters, title), output))


def _written(
    problem: ReportSubject, sizes: tuple[int | str, ...], runs: Path | None, timeout: float | None
) -> ReportSection:
    text, name = problem.given.text, problem.name

    def work() -> ReportSection:
        if problem.runs and name is not None:
            return _measured(name, text, runs)
        return _recurrence(text, timeout) if name is None else _program(name, text, sizes, timeout)

    # The time limit is inside: what comes after the solution has one of its own.
    written = attempt(work, None) if problem.given.problem is None else problem.given.problem
    if isinstance(written, ReportSection):
        return written
    from recur.documents.worked_example import failed, titled

    return ReportSection(failed(name or titled(text), text, written), code_of(written.kind), written)


def _recurrence(text: str, timeout: float | None) -> ReportSection:
    from recur.documents.worked_example import recurrence_chapter
    from recur.worked_example import study

    found = study(text, timeout)
    code = SOLVED if found.unsolved is None else code_of(found.unsolved.kind)
    return ReportSection(recurrence_chapter(found), code)


def _program(name: str, text: str, sizes: tuple[int | str, ...], timeout: float | None) -> ReportSection:
    from recur.documents.worked_example import program
    from recur.worked_example import study_program

    found = study_program(text, sizes, timeout)
    return ReportSection(program(name, found), SOLVED if found.error is None else code_of(found.error.kind))


def _measured(name: str, path: str, runs: Path | None) -> ReportSection:
    from recur.documents.worked_example import measured_chapter as chapter
    from recur.runs.measuring import measure_file

    from .progress import Stages

    stages = Stages()
    try:
        found = measure_file(path, kept=runs, report=stages)
    finally:
        stages.end()
    return ReportSection(chapter(name, found), code_of_measured(found.verdict, found.failures))


def _progress(position: int | None, total: int) -> None:
    """Which problem it is at, on a line that is written over again; only where a person watches it."""
    if total > 1 and sys.stderr.isatty():
        from .progress import CLEAR_LINE

        sys.stderr.write(CLEAR_LINE + (f"problem {position} of {total} …" if position else ""))
        sys.stderr.flush()


def _put(page: str, output: Path | None) -> int:
    if output is None or output == STANDARD:
        sys.stdout.flush()
        sys.stdout.buffer.write(page.encode("utf-8", "replace"))
        return SOLVED
    write_file(output, page.encode("utf-8", "replace"))
    return SOLVED
