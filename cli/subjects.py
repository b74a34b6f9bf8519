"""What a report is made of: programs, files of times, files of recurrences, recurrences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from recur.model.records import frozen

from .inputs import Input, input_lines, read_inputs
from .programs import MOST_BYTES, of_function, programs
from .words import Misused

PROGRAM = ".spawn"
PYTHON = ".py"
#: Programs and code, which are analysed; a Python file with tasks of recur.forkjoin is run.
CODE = frozenset({PROGRAM, PYTHON, ".c", ".cc", ".cpp", ".h", ".java"})
#: Files of times, as `recur fit` reads them.
TIMES = frozenset({".csv", ".json", ".jsonl", ".tsv"})
#: What no report is made of.
OTHERS = frozenset({".html", ".md", ".svg", ".toml"})
#: What a name that was meant for a file ends in: it is told that there is no such file.
ENDINGS = OTHERS | TIMES | CODE | {".txt"}


@frozen
class ReportSubject:
    """One thing to report on; `name` is the file of a program or of times, None for a recurrence.

    `runs`: a program in Python, which is run; `times`: a file of them, which is fitted.
    """

    given: Input
    name: str | None = None
    runs: bool = False
    times: bool = False
    #: the one function of the file that is asked for; "" for all
    function: str = ""
    #: as it is named on the command line, which tells what stands beside it
    file: str = ""

    @property
    def costed(self) -> bool:
        """Is it a program or code, of which the cost is told?"""
        return self.name is not None and not (self.runs or self.times)

    @property
    def title(self) -> str | None:
        """The file, and the function that is asked for."""
        return f"{self.name}:{self.function}" if self.function else self.name


def subjects(inputs: list[str]) -> Iterator[ReportSubject]:
    """A program for each file of one, a recurrence for each line of any other file, and for each other argument."""
    for given in inputs:
        file, function = of_function(given)
        function = function if Path(file).suffix in CODE else ""
        path = Path(file) if function else _file(given)
        if path is None:
            yield from map(ReportSubject, read_inputs([given]))
        elif path.suffix == PYTHON and not function and (_has_tasks(path) or not path.exists()):
            yield ReportSubject(Input(given), path.name, runs=True)
        elif path.suffix in CODE:
            told = programs([given])
            yield from (ReportSubject(p.read, path.name, function=function, file=p.name) for p in told)
        elif path.suffix in TIMES and path.exists():
            yield ReportSubject(Input(given), path.name, times=True)
        elif path.suffix in OTHERS and path.exists():
            reads = (
                "programs and code (.spawn, .py, .c, .cpp, .java), times (.csv, .json) and text files with a "
                "recurrence on each line"
            )
            raise Misused(f"{given}: a report reads {reads}")
        else:
            try:
                with path.open("rb") as stream:
                    yield from map(ReportSubject, input_lines(stream, joined=True))
            except OSError as fault:
                raise Misused(f"cannot read {given}: {(fault.strerror or str(fault)).lower()}") from None


def _file(given: str) -> Path | None:
    """The file that is meant: one that exists, or a name that cannot be a recurrence."""
    if given == "-":
        return None
    path = Path(given)
    try:
        there = path.exists()
    except (OSError, ValueError):  # a recurrence may be longer than any file name
        return None
    if there or (path.suffix in ENDINGS and "(" not in given and "=" not in given):
        return path
    return None


def _has_tasks(path: Path) -> bool:
    """Does it say where tasks come from?"""
    try:
        with path.open("rb") as stream:
            return b"recur.forkjoin" in stream.read(MOST_BYTES)
    except OSError:
        return True  # whoever runs it says what is wrong
