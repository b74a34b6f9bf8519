"""The sections of a report, one a problem: what becomes of it, told as a chapter, and the exit code it stands for."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from recur.model import RecurError
from recur.model.records import frozen

from .codes import SOLVED, code_of, code_of_measured, code_of_verdict
from .faults import attempt
from .inputs import MOST_BYTES
from .manner import Manner
from .programs import ProgramInput, code_of_analysis
from .subjects import ReportSubject
from .terminal import write_problem

if TYPE_CHECKING:
    from recur.documents.blocks import Chapter


@frozen
class ReportSection:
    """The section of a problem, its exit code, and the error to tell on standard error."""

    chapter: Chapter
    code: int = SOLVED
    problem: RecurError | None = None


def sections_of(
    found: Sequence[ReportSubject], size: Sequence[str], runs: Path | None, asked: Manner, case: str = "worst"
) -> Iterator[ReportSection]:
    """Each problem in turn; what is wrong with one is told at once, and stops no other."""
    from recur.evaluation.sizes import read_sizes
    from recur.model.logarithms import log_means

    sizes = read_sizes(size)
    for position, problem in enumerate(found, 1):
        _progress(position, len(found))
        with log_means(asked.log):
            written = _written(problem, sizes, runs, asked, case)
        _progress(None, len(found))
        if written.problem is not None:
            write_problem(written.problem, problem.given.text, asked.ascii, asked.color)
        yield written


def _written(
    problem: ReportSubject, sizes: tuple[int | str, ...], runs: Path | None, asked: Manner, case: str
) -> ReportSection:
    text, name = problem.given.text, problem.name

    def work() -> ReportSection:
        if problem.runs and name is not None:
            return _measured(name, text, runs)
        if problem.times and name is not None:
            return _times(name, text, asked.timeout)
        return _recurrence(text, asked) if name is None else _program(problem, sizes, asked.timeout, case)

    # The time limit is inside: what comes after the solution has one of its own.
    written = attempt(work, None) if problem.given.problem is None else problem.given.problem
    if isinstance(written, ReportSection):
        return written
    from recur.documents.worked_example import failed, titled

    return ReportSection(failed(problem.title or titled(text), text, written), code_of(written.kind), written)


def _recurrence(text: str, asked: Manner) -> ReportSection:
    from recur.documents.worked_example import recurrence_chapter
    from recur.worked_example import study

    found = study(text, asked.timeout, gf=asked.gf)
    code = SOLVED if found.unsolved is None else code_of(found.unsolved.kind)
    return ReportSection(recurrence_chapter(found), code)


def _program(problem: ReportSubject, sizes: tuple[int | str, ...], timeout: float | None, case: str) -> ReportSection:
    from recur.documents.worked_example import program
    from recur.files import modules_beside
    from recur.worked_example import study_program

    only = (problem.function,) if problem.function else ()
    found = study_program(
        problem.given.text, sizes, timeout, problem.name or "", only, case, modules_beside(problem.file)
    )
    code = code_of_analysis(found, ProgramInput(problem.given, problem.name or ""))
    return ReportSection(program(problem.title or "", found, only), code)


def _measured(name: str, path: str, runs: Path | None) -> ReportSection:
    from recur.documents.measured_example import measured_chapter

    from .progress import watched_measurement

    found = watched_measurement(path, kept=runs)
    return ReportSection(measured_chapter(name, found), code_of_measured(found), found.ended)


def _times(name: str, path: str, timeout: float | None) -> ReportSection:
    from recur.documents.measured_example import times_chapter
    from recur.files import read_text
    from recur.measurement.judging import assess
    from recur.measurement.reading import read_series

    found = read_series(read_text(Path(path), MOST_BYTES))
    fitted = [(one.name, assess(one.samples, None, timeout, one.remarks)) for one in found]
    return ReportSection(times_chapter(name, fitted), max(code_of_verdict(evidence.verdict) for _, evidence in fitted))


def _progress(position: int | None, total: int) -> None:
    """Which problem it is at, on a line that is written over again; only where a person watches it."""
    if total > 1 and sys.stderr.isatty():
        from .progress import CLEAR_LINE

        sys.stderr.write(CLEAR_LINE + (f"problem {position} of {total} …" if position else ""))
        sys.stderr.flush()
