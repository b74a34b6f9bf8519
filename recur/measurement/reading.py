"""A file of times, whatever wrote it: recognised by its content, read into series."""

import json
from collections.abc import Iterable, Sequence
from math import inf
from types import ModuleType
from typing import Any

from recur.measurement.readers import (
    asv,
    extra_p,
    google_benchmark,
    hyperfine,
    labelled_times,
    perf_stat,
    pyperf_results,
    pytest_benchmark,
)
from recur.measurement.records import are_records, read_records
from recur.measurement.series import TimedRun, TimedSeries, series_of
from recur.measurement.tables import read_table
from recur.model import InvalidRecurrence, RecurError, Step, limits
from recur.model.records import replace

#: The first that recognises a file reads it.
OF_JSON: tuple[ModuleType, ...] = (google_benchmark, pytest_benchmark, pyperf_results, hyperfine, asv, extra_p)
OF_TEXT: tuple[ModuleType, ...] = (*OF_JSON, perf_stat)
FORMATS = (
    "Google Benchmark, pytest-benchmark, pyperf, hyperfine, asv, Extra-P, perf stat, a table with the columns n and "
    "seconds, JSON lines with n and seconds, or lines such as sort 1024: 0.5 ms"
)


def read_series(text: str) -> tuple[TimedSeries, ...]:
    """The series of a file; raises `InvalidRecurrence` for one that holds no times, `SyntaxProblem` at a bad place.

    >>> [(s.name, [x.size for x in s.samples]) for s in read_series("sort 64: 1 us\\nsort 128: 2 us\\nsort 256: 4 us")]
    [('sort', [64, 128, 256])]
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    document = _json(text)
    reader = _reader(text, document)
    if reader is not None:
        return _read(reader, _runs_by(reader, text, document))
    if document is not None and not (isinstance(document, dict) and "n" in document):
        raise InvalidRecurrence("this JSON is of no tool that is known here", hint=f"known are {FORMATS}")
    if are_records(text):
        return (TimedSeries("", read_records(text)),)
    try:
        return read_table(text)
    except RecurError as problem:
        if problem.kind == "limit" or not labelled_times.recognises_text(text):
            raise
    return _read(labelled_times, _gathered(labelled_times.runs_of_text(text)))


def runs_of_tools(text: str) -> list[TimedRun] | None:
    """The runs in a file that a known tool wrote, however they are named; None for a table or a log."""
    document = _json(text)
    reader = _reader(text, document)
    return None if reader is None else _runs_by(reader, text, document)


def _reader(text: str, document: Any) -> ModuleType | None:
    """Whoever recognises the file first: as JSON where it is such, else as text."""
    known = (reader for reader in OF_JSON if document is not None and reader.recognises_json(document))
    return next(known, None) or next((reader for reader in OF_TEXT if reader.recognises_text(text)), None)


def _runs_by(reader: ModuleType, text: str, document: Any) -> list[TimedRun]:
    if document is not None and reader in OF_JSON and reader.recognises_json(document):
        return _runs(reader.runs_of_json, document)
    return _runs(reader.runs_of_text, text)


def one_of(series: Sequence[TimedSeries], name: str | None) -> tuple[TimedSeries, ...]:
    """The series of that name, or the only one whose name holds it; all where none is asked for."""
    if name is None:
        return tuple(series)
    found = [s for s in series if s.name == name] or [s for s in series if name.lower() in s.name.lower()]
    if len(found) == 1:
        return (found[0],)
    names = ", ".join(s.name or "(without a name)" for s in series)
    raise InvalidRecurrence(
        f"{len(found)} series are called {name}" if found else f"no series is called {name}",
        hint=f"the file holds {names}"[:300],
    )


def _json(text: str) -> Any:
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _runs(read: Any, content: Any) -> list[TimedRun]:
    """What a reader finds; a file that only looks like the tool's says so."""
    try:
        return _gathered(read(content))
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as fault:
        name = read.__module__.rpartition(".")[2].replace("_", " ")
        raise InvalidRecurrence(f"this looks like a file of {name}, but it cannot be read: {fault!r}"[:200]) from None


def _gathered(found: Iterable[TimedRun]) -> list[TimedRun]:
    runs: list[TimedRun] = []
    for run in found:
        limits.check()
        runs.append(run)
    return runs


def _read(reader: ModuleType, runs: list[TimedRun]) -> tuple[TimedSeries, ...]:
    timed = [_above_zero(run) for run in runs]
    lost = sum(len(run.seconds) - len(kept.seconds) for run, kept in zip(runs, timed, strict=True))
    said = (Step(f"Left out, being no time above 0: {lost} of the times."),) if lost else ()
    return series_of([run for run in timed if run.seconds], (*reader.REMARKS, *said))


def _above_zero(run: TimedRun) -> TimedRun:
    """The run without times that are none, by either clock."""
    if not run.wall:
        return replace(run, seconds=tuple(t for t in run.seconds if 0 < t < inf))
    both = [(cpu, wall) for cpu, wall in zip(run.seconds, run.wall, strict=True) if 0 < cpu < inf and 0 < wall < inf]
    return replace(run, seconds=tuple(cpu for cpu, _ in both), wall=tuple(wall for _, wall in both))
