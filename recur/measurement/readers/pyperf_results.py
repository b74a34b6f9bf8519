"""pyperf: its JSON (-o FILE), and the lines that `pyperf show` prints."""

import re
from collections.abc import Iterator
from typing import Any

from recur.measurement.durations import DURATION, in_seconds
from recur.measurement.series import TimedRun
from recur.model import Step

REMARKS: tuple[Step, ...] = ()
_PRINTED = re.compile(r"(?m)^(?P<name>\S.*?): Mean \+- std dev: (?P<time>.*?) \+-.*$")


def recognises_json(document: Any) -> bool:
    rows = document.get("benchmarks") if isinstance(document, dict) else None
    return isinstance(rows, list) and any(isinstance(row, dict) and isinstance(row.get("runs"), list) for row in rows)


def runs_of_json(document: Any) -> Iterator[TimedRun]:
    shared = document.get("metadata") or {}
    for benchmark in document["benchmarks"]:
        runs = benchmark.get("runs", [])
        metadata = {**shared, **(benchmark.get("metadata") or {})}
        if not metadata.get("name") and runs:
            metadata |= runs[0].get("metadata") or {}
        if metadata.get("unit", "second") != "second":
            continue  # bytes: --track-memory
        times = tuple(float(value) for run in runs for value in run.get("values", ()))
        if times:
            yield TimedRun(str(metadata.get("name", "")), times)


def recognises_text(text: str) -> bool:
    return _PRINTED.search(text) is not None


def runs_of_text(text: str) -> Iterator[TimedRun]:
    for line in _PRINTED.finditer(text):
        found = DURATION.search(line["time"])
        if found is not None:
            yield TimedRun(line["name"], (in_seconds(found["value"], found["unit"]),))
