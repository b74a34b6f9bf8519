"""Extra-P: its text format (PARAMETER, POINTS, REGION, METRIC, DATA) and its JSON lines."""

import json
import re
from collections.abc import Iterator
from typing import Any

from recur.measurement.series import TimedRun
from recur.model import Step
from recur.model.patterns import regex

REMARKS: tuple[Step, ...] = ()
_PARAMETER = regex(r"(?m)^\s*PARAMETER\s+\S+\s*$")
_POINT = regex(r"\(([^()]*)\)|(\S+)")


def recognises_json(document: Any) -> bool:
    return isinstance(document, dict) and isinstance(document.get("params"), dict) and "value" in document


def recognises_text(text: str) -> bool:
    if text.lstrip().startswith("{"):
        return recognises_json(_object(text.lstrip().partition("\n")[0]))
    return _PARAMETER.search(text) is not None and re.search(r"(?m)^\s*DATA\s", text) is not None


def runs_of_json(document: Any) -> Iterator[TimedRun]:
    yield from _runs_of_lines([document])


def runs_of_text(text: str) -> Iterator[TimedRun]:
    if text.lstrip().startswith("{"):
        yield from _runs_of_lines([_object(line) for line in text.splitlines() if line.strip()])
    else:
        yield from _runs_of_keywords(text)


def _object(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _runs_of_lines(documents: list[Any]) -> Iterator[TimedRun]:
    for found in documents:
        if recognises_json(found) and _is_time(str(found.get("metric", "time"))):
            given = ", ".join(f"{name}={value}" for name, value in found["params"].items())
            values = found["value"] if isinstance(found["value"], list) else [found["value"]]
            yield TimedRun(f"{found.get('callpath', '')}({given})", tuple(map(float, values)))


def _runs_of_keywords(text: str) -> Iterator[TimedRun]:
    points: list[str] = []
    region, metric, at = "", "time", 0
    for line in text.splitlines():
        keyword, _, rest = line.strip().partition(" ")
        if keyword == "POINTS":
            points += [(x[0] or x[1]).strip() for x in _POINT.findall(rest)]
        elif keyword == "REGION":
            region, at = rest.strip(), 0
        elif keyword == "METRIC":
            metric, at = rest.strip(), 0
        elif keyword == "DATA" and at < len(points):
            if _is_time(metric):
                yield TimedRun(f"{region}({points[at]})", tuple(map(float, rest.split())))
            at += 1


def _is_time(metric: str) -> bool:
    return metric.lower() in ("", "time", "runtime", "walltime", "metr", "metric")
