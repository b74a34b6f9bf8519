"""pytest-benchmark: its JSON (--benchmark-json), its CSV and the table that it prints.

The single rounds where --benchmark-save-data kept them, else their median.
"""

import csv
from collections.abc import Iterator, Mapping
from typing import Any

from recur.measurement.durations import in_seconds
from recur.measurement.series import TimedRun
from recur.model import Step
from recur.model.patterns import regex

REMARKS: tuple[Step, ...] = ()
_HEADING = regex(r"(?m)^Name \(time in (?P<unit>\w+)\)(?P<columns>.*)$")
_CELL = regex(r"(?P<number>[\d,]+\.\d+|\d+;\d+|[\d,]+)(?: \([^)]*\))?")
_CSV_HEADING = regex(r"(?m)^\"?name\"?,(?:\"?param:\w+\"?,)*\"?min\"?,\"?max\"?,\"?mean\"?,.*rounds.*$")
MOST_ROUNDS = 200


def recognises_json(document: Any) -> bool:
    rows = document.get("benchmarks") if isinstance(document, dict) else None
    return isinstance(rows, list) and any(isinstance(row, dict) and isinstance(row.get("stats"), dict) for row in rows)


def runs_of_json(document: Any) -> Iterator[TimedRun]:
    for row in document["benchmarks"]:
        if not isinstance(row, dict) or not isinstance(row.get("stats"), dict):
            continue
        stats = row["stats"]
        rounds = stats.get("data")
        times = rounds[:MOST_ROUNDS] if isinstance(rounds, list) and rounds else [stats["median"]]
        yield _run(str(row.get("name", "")), tuple(map(float, times)), row.get("params"), row.get("extra_info"))


def recognises_text(text: str) -> bool:
    return _HEADING.search(text) is not None or _CSV_HEADING.search(text) is not None


def runs_of_text(text: str) -> Iterator[TimedRun]:
    heading = _CSV_HEADING.search(text)
    if heading is not None:
        for row in csv.DictReader(text[heading.start() :].splitlines()):
            params = {
                key.removeprefix("param:"): value for key, value in row.items() if key and key.startswith("param:")
            }
            yield _run(row["name"].rpartition("::")[2], (float(row["median"]),), params, None)
        return
    for table in _HEADING.finditer(text):
        at = table["columns"].split().index("Median")
        for line in text[table.end() :].lstrip("\n").splitlines()[1:]:
            if line.startswith("---") or not line.strip():
                break
            name, _, rest = line.partition(" ")
            cells = [cell["number"] for cell in _CELL.finditer(rest)]
            if len(cells) > at:
                yield TimedRun(name, (in_seconds(cells[at], table["unit"]),))


def _run(name: str, times: tuple[float, ...], *parameters: object) -> TimedRun:
    """A size that is a parameter of its own; else it is looked for in the name, test_sort[1024]."""
    for given in parameters:
        if isinstance(given, Mapping):
            sizes = [value for value in map(_whole, given.values()) if value is not None]
            if len(sizes) == 1 and len(given) == 1:
                return TimedRun(name.partition("[")[0], times, sizes[0])
    return TimedRun(name, times)


def _whole(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 100 else None
