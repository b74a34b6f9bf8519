"""airspeed velocity (asv): the JSON that it keeps of each commit, and the tables of parameters that it prints."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from recur.measurement.durations import DURATION, in_seconds, seconds_in
from recur.measurement.series import NO_TIME, TimedRun
from recur.model import Step
from recur.model.patterns import regex

REMARKS: tuple[Step, ...] = ()
_NAME = regex(r"(?m)^\[ *[\d.]+%\] ·+ (?:Running \()?(?P<name>[\w.]+)(?:\s.*)?$")
_ROW = regex(r"^(?:\[ *[\d.]+%\] ·+)?\s*(?P<size>\d+)\s+(?P<rest>.*)$")


def recognises_json(document: Any) -> bool:
    return isinstance(document, dict) and isinstance(document.get("results"), dict) and "commit_hash" in document


def runs_of_json(document: Any) -> Iterator[TimedRun]:
    columns = document.get("result_columns", ["result", "params"])
    for name, row in document["results"].items():
        found = row if isinstance(row, Mapping) else dict(zip(columns, row or (), strict=False))
        values, parameters = found.get("result"), found.get("params") or []
        if not isinstance(values, list):
            continue  # one number without a parameter, or a failure
        for given, value in zip(product(*parameters), values, strict=False):
            yield _run(name, given, float(value) if isinstance(value, int | float) else NO_TIME)


def _run(name: str, given: Sequence[object], seconds: float) -> TimedRun:
    words = [str(x).strip("'\"") for x in given]
    if len(words) == 1 and words[0].isascii() and words[0].isdecimal():
        return TimedRun(name, (seconds,), int(words[0]))
    return TimedRun(f"{name}({', '.join(words)})" if words else name, (seconds,))


def recognises_text(text: str) -> bool:
    return _NAME.search(text) is not None and "±" in text


def runs_of_text(text: str) -> Iterator[TimedRun]:
    name = ""
    for line in text.splitlines():
        heading = _NAME.match(line)
        if heading is not None:
            name = heading["name"]
            continue
        row = _ROW.match(line)
        time = None if row is None else DURATION.search(row["rest"])
        if row is not None and time is not None and seconds_in(row["rest"].split("  ")[0]) is not None:
            yield TimedRun(name, (in_seconds(time["value"], time["unit"]),), int(row["size"]))
