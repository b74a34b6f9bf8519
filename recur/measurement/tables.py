"""A table of times as any program writes it: CSV, tabs, columns or Markdown, with or without a heading, in any unit.

A column of names, or several columns of times under names of their own, make several series.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import pairwise
from math import isfinite

from recur.measurement.durations import UNITS
from recur.measurement.marks import DecimalMarks, TwoReadings, marks_of
from recur.measurement.records import MOST_SIZE_DIGITS
from recur.measurement.samples import Sample
from recur.measurement.series import TimedRun, TimedSeries, series_of
from recur.model import InvalidRecurrence, LimitExceeded, Place, Step, SyntaxProblem, limits
from recur.model.patterns import regex
from recur.model.records import frozen

MOST_CHARACTERS = 50_000_000
SIZE_NAMES = frozenset({"n", "size", "sizes", "input", "length", "len", "elements", "items", "x"})
TIME_NAMES = frozenset({"time", "times", "t", "elapsed", "duration", "runtime", "wall", "real", "mean", "median"})
#: What is computed from repetitions, the one to take first.
STATISTICS = ("median", "mean", "average", "avg", "min", "minimum", "best", "max", "maximum")
SPREADS = frozenset({"stddev", "std", "sd", "iqr", "error", "stdev", "deviation", "variance", "cv"})
#: Headings of the number of workers: # cores, num_threads, MPI ranks; `COUNTED` may stand beside them.
WORKER_NAMES = frozenset(
    {"p", "np", "nproc", "nprocs", "workers", "processors", "procs", "processes", "cores", "threads", "cpus", "ranks"}
    | {"worker", "processor", "proc", "process", "core", "thread", "cpu", "rank", "nodes", "pes", "jobs", "nthreads"}
)
COUNTED = frozenset({"n", "num", "number", "no", "of", "mpi", "omp", "count", "parallel", "dask"})
RUN_NAMES = frozenset(
    {"name", "benchmark", "series", "function", "method", "algorithm", "algo", "command", "test", "program", "label"}
    | {"variant", "implementation", "solution"}
)
_WORD = regex(r"[A-Za-zµμ]+")
_NUMBER = regex(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?)\s*([A-Za-zµμ]*)")
_SPREAD = regex(r"\s*(?:±|\+-|\+/-)\s*[\d.,]+%?")
#: 1k, 2^20, 64x64: sizes that are read as in names.
_SPELLED = regex(r"\d+(?:\^\d+|[kKMG]i?[bB]?|(?:\s*[x×*]\s*\d+)+)")
_RULE = regex(r"[\s|+:=-]*--[\s|+:=-]*")
COMMENTS = ("#", "//", "%")
EXAMPLE = "a row has a size and a time, such as 1000,0.012, under a heading such as n,seconds"


@frozen
class TimeColumn:
    """Where a time stands in a row, what one unit of it is in seconds, and of which series it is."""

    at: int
    unit: float = 1.0
    name: str = ""


@frozen
class Columns:
    """Where the size stands in a row (None: in the name), the times, and the name of what was run (None: nowhere).

    `workers`: where the number of workers stands, None where nothing says it.
    """

    size: int | None
    times: tuple[TimeColumn, ...]
    name: int | None = None
    workers: int | None = None


def read_samples(text: str) -> tuple[Sample, ...]:
    """The samples of a table of one series; several rows of one size are its repetitions.

    >>> [(sample.size, sample.seconds) for sample in read_samples("size; time (ms)\\n8; 1,5\\n16; 3,0\\n")]
    [(8, 0.0015), (16, 0.003)]
    """
    (series,) = read_table(text)
    return series.samples


def read_table(text: str) -> tuple[TimedSeries, ...]:
    """The series of a table, and the marks of its numbers; raises `SyntaxProblem` where 1,000 may be 1."""
    return series_of(*table_runs(text))


def table_runs(text: str) -> tuple[list[TimedRun], tuple[Step, ...]]:
    """The rows of a table as runs, and how the marks of its numbers were read."""
    if len(text) > MOST_CHARACTERS:
        raise LimitExceeded(f"the table is longer than {MOST_CHARACTERS:,} characters")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    columns: Columns | None = None
    width = 0
    rows: list[_Row] = []
    separator = _separator(text)
    for number, line in enumerate(text.split("\n"), 1):
        limits.check()
        if not line.strip() or line.lstrip().startswith(COMMENTS) or _RULE.fullmatch(line):
            continue
        row = _Row(_cells(line, separator, text, number), line, text, number)
        if columns is None:
            columns, heading = _columns(row)
            width = len(row.cells)
            if heading:
                continue
        row.refuse_split_number(separator, width)
        rows.append(row)
    if columns is None or not rows:
        raise InvalidRecurrence("the table holds no times", hint=EXAMPLE)
    sizes, times = _marks(rows, columns)
    said = [f"{m.example} is read as {m.plain(m.example)}." for m in (sizes, times) if m.thousands]
    return list(_runs(rows, columns, sizes, times)), tuple(map(Step, said))


def _runs(rows: list[_Row], columns: Columns, sizes: DecimalMarks, times: DecimalMarks) -> Iterator[TimedRun]:
    at = columns.size
    spelled = at is not None and any(row.holds(at) and _SPELLED.fullmatch(row.cells[at]) for row in rows)
    for row in rows:
        limits.check()
        name = "" if columns.name is None else row.cell(columns.name)
        size, workers = None, None
        if columns.workers is not None:
            workers = row.size(columns.workers, sizes, "P", "number of workers")
        if at is not None and spelled:
            name = f"{name} n={row.cell(at)}"
        elif at is not None:
            size = row.size(at, sizes)
        for column in columns.times:
            if len(columns.times) > 1 and not row.holds(column.at):
                continue  # not every series has been run at every size
            seconds = row.seconds(column.at, column.unit, times)
            yield TimedRun(" ".join(filter(None, (column.name, name))), (seconds,), size, workers=workers)


def _marks(rows: list[_Row], columns: Columns) -> tuple[DecimalMarks, DecimalMarks]:
    """What the marks in the numbers of both columns mean; asked where the table does not tell."""
    cells: list[dict[str, _Row]] = [{}, {}]
    for row in rows:
        if columns.size is not None and row.holds(columns.size):
            cells[0].setdefault(row.cells[columns.size], row)
        for column in columns.times:
            if row.holds(column.at):
                cells[1].setdefault(_SPREAD.sub("", row.cells[column.at]), row)
    try:
        return marks_of(*cells)
    except TwoReadings as doubt:
        row = next(found[doubt.cell] for found in cells if doubt.cell in found)
        hint = f"write {doubt.thousands} for the one, {doubt.decimal} for the other, in every row"
        raise row.problem(str(doubt), doubt.cell, hint) from None


def _separator(text: str) -> str | None:
    """A bar, a tab, a semicolon or a comma, in this order; None for columns between spaces: as the first row has it."""
    first = next((x for x in text.split("\n") if x.strip() and not x.lstrip().startswith(COMMENTS)), "")
    if len(first.split()) == 2 and all(map(_value, first.split())):
        return "\t" if "\t" in first else None  # 1,000 0.012
    return next((mark for mark in "|\t;," if mark in first), None)


def _cells(line: str, separator: str | None, text: str, number: int) -> list[str]:
    if separator is None:
        return _with_units(line.split())
    if separator == "|":
        return [cell.strip().strip("`*").strip() for cell in line.strip().strip("|").split("|")]
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator, skipinitialspace=True))]
    except csv.Error as fault:
        raise _Row([], line, text, number).problem(f"this is no row of a table: {fault}") from None


def _columns(row: _Row) -> tuple[Columns, bool]:
    """By the heading, or the first two columns where there is none."""
    cells = row.cells
    if any(_value(cell) is not None for cell in cells):
        if len(cells) > 2:
            raise row.problem(f"{len(cells)} columns and no heading", hint="name them, such as n,seconds")
        return Columns(0, (TimeColumn(1),)), False
    workers = [i for i, cell in enumerate(cells) if counts_workers(cell)][:1]
    sizes = [i for i, cell in enumerate(cells) if i not in workers and _is_size(cell)]
    names = [i for i, cell in enumerate(cells) if i not in sizes and RUN_NAMES & set(_words(cell))]
    times = _time_columns(cells, {*sizes, *names, *workers})
    if not sizes and not names and not workers:
        raise row.problem("no column is named as the size", hint="call it n")
    if not times:
        raise row.problem("no column is named as the time", hint="call it seconds, or ms, us, ns")
    if len(sizes) > 1:
        raise row.problem("two columns could be the size", cells[sizes[1]], "keep one, and call it n")
    if len(times) > 1 and len({time.name for time in times}) < len(times):
        first = next(x for i, x in enumerate(times) if x.name in [y.name for y in times[:i]])
        raise row.problem("two columns could be the time", cells[first.at], "keep one, and call it seconds")
    return Columns(_first(sizes), times, _first(names), _first(workers)), True


def _first(places: list[int]) -> int | None:
    return places[0] if places else None


def counts_workers(heading: str) -> bool:
    """Is it the heading of a column of numbers of workers?"""
    words = set(_words(heading))
    return bool(words & WORKER_NAMES) and words <= WORKER_NAMES | COUNTED


def _time_columns(cells: list[str], others: set[int]) -> tuple[TimeColumn, ...]:
    """The columns of times; of those that are computed from the same repetitions, the median or what is nearest."""
    headings = {i: _words(cell) for i, cell in enumerate(cells) if i not in others}
    computed = {i for i, words in headings.items() if _statistic(words) is not None and _statistic(words) != "min"}
    found: dict[str, list[tuple[int, TimeColumn]]] = {}
    for i, words in headings.items():
        if SPREADS & set(words):
            continue
        statistic = _statistic(words) if computed else None
        unit = _time_unit([word for word in words if word != statistic])
        if unit is None and statistic is None:
            continue
        known = TIME_NAMES | set(STATISTICS) if statistic else TIME_NAMES
        name = " ".join(word for word in words if word not in UNITS and word not in known and word != "cpu")
        rank = STATISTICS.index(statistic) if statistic else -1
        found.setdefault(name, []).append((rank, TimeColumn(i, 1.0 if unit is None else unit, name)))
    chosen: list[TimeColumn] = []
    for columns in found.values():
        first = min(rank for rank, _ in columns)
        chosen += [column for rank, column in columns if rank == first]
    if len(chosen) > 1 and sum(not column.name for column in chosen) == 1:
        chosen = [column for column in chosen if not column.name]  # time beside "user time" is the time
    return tuple(sorted(chosen, key=lambda column: column.at))


def _words(cell: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(cell)]


def _statistic(words: list[str]) -> str | None:
    return next((word for word in words if word in STATISTICS), None)


def _is_size(cell: str) -> bool:
    words = _words(cell)
    named = bool(words) and (words[0] in SIZE_NAMES or words[-1] in ("size", "length", "n"))
    return named and not TIME_NAMES & set(words)


def _time_unit(words: list[str]) -> float | None:
    """The unit that a heading names; seconds where it only says time; None where it is no time."""
    units = [UNITS[word] for word in words if word in UNITS]
    if units:
        return units[-1]
    return 1.0 if TIME_NAMES & set(words) else None


def _with_units(words: list[str]) -> list[str]:
    """0.5 ms between spaces is one cell."""
    cells: list[str] = []
    for word in words:
        known = word.lower() in UNITS and bool(cells)
        number = _value(cells[-1]) if known else None
        if number is not None and not number[1]:
            cells[-1] += word
        else:
            cells.append(word)
    return cells


def _value(cell: str) -> tuple[float, str] | None:
    """The number in a cell and the unit behind it; None where there is none."""
    if not cell.isascii() or not cell.replace(".", "", 1).isdecimal():
        cell = DecimalMarks("," if cell.count(",") > 1 else "").plain(cell)
    match = _NUMBER.fullmatch(cell)
    return None if match is None else (float(match[1]), match[2])


@frozen
class _Row:
    cells: list[str]
    line: str
    text: str
    number: int

    def holds(self, column: int) -> bool:
        return column < len(self.cells) and bool(self.cells[column])

    def cell(self, column: int) -> str:
        if not self.holds(column):
            raise self.problem("a size and a time are needed, and one is missing")
        return self.cells[column]

    def refuse_split_number(self, separator: str | None, width: int) -> None:
        """1,000,0.012 or 1 000 0.012 under two headings: the mark within the number has made two cells of it."""
        if separator not in (",", None) or len(self.cells) <= width:
            return
        mark = separator or " "
        if separator is None and not all(map(_value, self.cells)):
            return  # a word stands behind the numbers
        for left, right in pairwise(self.cells):
            if re.fullmatch(r"\d{1,3}", left) and re.fullmatch(r"\d{3}(\.\d+)?", right):
                number = f"{left}{mark}{right}"
                message = f"{len(self.cells)} values, where {width} were expected: {number} may be one number or two"
                advice = f"write {left}{right}" + (f', or "{number}" in quotation marks' if separator else "")
                raise self.problem(message, number, advice)

    def size(self, column: int, marks: DecimalMarks, letter: str = "n", name: str = "size") -> int:
        cell = self.cell(column)
        plain = marks.plain(cell)
        found = _value(plain)
        if found is None or found[1]:
            raise self.problem(f"{cell[:40]} is not a {name}", cell)
        digits = plain.removeprefix("+")
        if digits.isascii() and digits.isdecimal():
            if len(digits) > MOST_SIZE_DIGITS:
                raise self.problem(f"the {name} is too long", cell)
            size = int(digits)
        elif not isfinite(found[0]) or found[0] != int(found[0]):
            raise self.problem(f"the {name} {cell[:40]} is not a whole number", cell)
        else:
            size = int(found[0])
        if size >= 10**MOST_SIZE_DIGITS:
            raise self.problem(f"the {name} is too long", cell)
        if size < 1:
            raise self.problem(f"{letter} = {cell[:40]}: a {name} is a whole number from 1 on", cell)
        return size

    def seconds(self, column: int, unit: float, marks: DecimalMarks) -> float:
        cell = self.cell(column)
        found = _value(marks.plain(_SPREAD.sub("", cell)))
        if found is None or (found[1] and found[1].lower() not in UNITS):
            raise self.problem(f"{cell[:40]} is not a time", cell)
        value = found[0] * (UNITS[found[1].lower()] if found[1] else unit)
        if value == 0:
            hint = "too short for the clock: time many calls at once and divide"
            raise self.problem(f"the time is {cell[:40]}: it must be above 0", cell, hint)
        if value < 0 or not isfinite(value):
            raise self.problem(f"the time is {cell[:40]}: it must be a number above 0", cell)
        return value

    def problem(self, message: str, cell: str = "", hint: str | None = None) -> SyntaxProblem:
        column = self.line.find(cell) + 1 if cell else 1
        place = Place(self.number, max(column, 1), len(cell) or max(1, len(self.line)))
        return SyntaxProblem(f"line {self.number}: {message}", text=self.text, place=place, hint=hint)
