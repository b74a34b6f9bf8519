"""perf stat: what it prints, and its rows for programs (-x,), with a label before each where one was put there."""

import re
from collections.abc import Iterator

from recur.measurement.durations import UNITS
from recur.measurement.series import TimedRun
from recur.model import Step

REMARKS = (Step("The CPU times (task-clock) of the file are used."),)
_PRINTED = re.compile(
    r"Performance counter stats for '(?P<name>[^']*)'.*?\n"
    r"\s*(?P<value>[\d.,]+) (?P<unit>msec|ms|ns|us|sec) (?:task|cpu)-clock",
    re.S,
)
_ROW = re.compile(
    r"(?m)^(?:(?P<label>[^,;\n]*)(?P<mark>[,;]))?(?P<value>[\d.]+)[,;](?P<unit>msec|ns|us|sec)?[,;](?:task|cpu)-clock\b"
)


def recognises_text(text: str) -> bool:
    return "Performance counter stats for" in text or _ROW.search(text) is not None


def runs_of_text(text: str) -> Iterator[TimedRun]:
    for block in _PRINTED.finditer(text):
        yield TimedRun(block["name"], (float(block["value"].replace(",", "")) * UNITS[block["unit"]],))
    for row in _ROW.finditer(text):
        label = row["label"] or ""
        seconds = float(row["value"]) * UNITS[row["unit"] or "ns"]
        if label.isascii() and label.isdecimal():
            yield TimedRun("", (seconds,), int(label))
        else:
            yield TimedRun(label, (seconds,))
