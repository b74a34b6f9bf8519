"""pyperf: its JSON (-o FILE), and what it prints: a line, or under a heading `pyperf show` and `pyperf dump`."""

from collections.abc import Iterator
from typing import Any

from recur.measurement.durations import DURATION, in_seconds
from recur.measurement.series import TimedRun
from recur.model import Step
from recur.model.patterns import regex

REMARKS: tuple[Step, ...] = ()
_PRINTED = regex(r"(?m)^(?:(?P<name>\S.*?): )?(?:Mean \+- std dev|- value \d+): (?P<time>[^+(\n]*).*$")
_HEADING = regex(r"(?m)^(?P<name>\S.*)\n-{3,}$")


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
    """A time a line, named there or by the heading above; a mean only where its single values are not printed."""
    heads = list(_HEADING.finditer(text))
    starts = [0, *(head.end() for head in heads), len(text)]
    for name, begin, end in zip(("", *(head["name"] for head in heads)), starts, starts[1:], strict=False):
        lines = list(_PRINTED.finditer(text, begin, end))
        values = [line for line in lines if line[0].startswith("- value")]
        for line in values or lines:
            found = DURATION.search(line["time"])
            if found is not None:
                yield TimedRun(line["name"] or name, (in_seconds(found["value"], found["unit"]),))
