"""hyperfine: its JSON, CSV and Markdown exports, and what it prints."""

import csv
from collections.abc import Iterator, Mapping
from typing import Any

from recur.measurement.durations import DURATION, UNITS, in_seconds
from recur.measurement.series import TimedRun
from recur.measurement.tables import counts_workers
from recur.model import Step
from recur.model.patterns import regex

REMARKS: tuple[Step, ...] = ()
_PRINTED = regex(r"(?m)^Benchmark (?:#)?\d+: (?P<name>.*)\n\s*Time \((?:mean|abs)[^)]*\):\s*(?P<time>[^\n\[]*)")
_CSV_HEADING = regex(r"(?m)^command,mean,stddev,median,user,system,min,max.*$")
_MARKDOWN = regex(r"(?m)^\| Command \| Mean \[(?P<unit>\w+)\] \|.*$")
_ROW = regex(r"^\| `?(?P<name>.*?)`? \| (?P<mean>[\d.,]+)")


def recognises_json(document: Any) -> bool:
    rows = document.get("results") if isinstance(document, dict) else None
    return isinstance(rows, list) and any(isinstance(row, dict) and "command" in row and "mean" in row for row in rows)


def runs_of_json(document: Any) -> Iterator[TimedRun]:
    for row in document["results"]:
        times = tuple(float(time) for time in row.get("times") or [row.get("median") or row["mean"]])
        yield _run(str(row["command"]), times, row.get("parameters") or {})


def recognises_text(text: str) -> bool:
    return any(known.search(text) is not None for known in (_PRINTED, _CSV_HEADING, _MARKDOWN))


def runs_of_text(text: str) -> Iterator[TimedRun]:
    heading = _CSV_HEADING.search(text)
    if heading is not None:
        for row in csv.DictReader(text[heading.start() :].splitlines()):
            given = {k: v for k, v in row.items() if k and k.startswith("parameter_")}
            yield _run(row["command"], (float(row["median"] or row["mean"]),), given)
        return
    table = _MARKDOWN.search(text)
    if table is not None and table["unit"] in UNITS:
        for line in text[table.end() :].splitlines():
            cells = _ROW.match(line)
            if cells is not None:
                yield TimedRun(cells["name"], (in_seconds(cells["mean"], table["unit"]),))
        return
    for printed in _PRINTED.finditer(text):
        found = DURATION.search(printed["time"])
        if found is not None:
            yield TimedRun(printed["name"].strip(), (in_seconds(found["value"], found["unit"]),))


def _run(command: str, times: tuple[float, ...], parameters: Mapping[str, object]) -> TimedRun:
    """One parameter that is a whole number is the size: --parameter-list n 16,32; else it stands in the command."""
    given = {name.removeprefix("parameter_"): str(value) for name, value in parameters.items()}
    workers = next(
        (int(x) for name, x in given.items() if counts_workers(name) and x.isascii() and x.isdecimal()), None
    )
    sizes = [x for name, x in given.items() if not counts_workers(name)]
    if len(sizes) == 1 and sizes[0].isascii() and sizes[0].isdecimal() and sizes[0] in command.split():
        words = [word for word in command.split() if word != sizes[0]]
        return TimedRun(" ".join(words), times, int(sizes[0]), workers=workers)
    if workers is not None:
        command = " ".join(word for word in command.split() if word != str(workers))
    return TimedRun(command, times, workers=workers)
