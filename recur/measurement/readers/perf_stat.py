"""perf stat: what it prints, and its rows for programs (-x,), with a label before each, or in a line above them."""

import re
from collections.abc import Iterator

from recur.measurement.durations import UNITS
from recur.measurement.series import TimedRun
from recur.model import Step
from recur.model.patterns import regex

REMARKS: tuple[Step, ...] = ()
_PRINTED = regex(
    r"Performance counter stats for '(?P<name>[^']*)'.*?\n"
    r"\s*(?P<value>[\d.,]+) (?P<unit>msec|ms|ns|us|sec) (?:task|cpu)-clock",
    re.S,
)
_ELAPSED = regex(r"(?P<value>[\d.,]+)\s+(?:\+-\s*[\d.]+\s+)?seconds time elapsed")
_ROW = regex(
    r"(?m)^(?:(?P<label>[^,;\n]*)(?P<mark>[,;]))?(?P<value>[\d.]+)[,;](?P<unit>msec|ns|us|sec)?[,;](?:task|cpu)-clock\b"
)
#: Rows of other counters, what perf says of itself, and nothing: no label.
_OTHER = regex(r"[,;].*[,;].*[,;]|^# started on|^\s*$")


def recognises_text(text: str) -> bool:
    return "Performance counter stats for" in text or _ROW.search(text) is not None


def runs_of_text(text: str) -> Iterator[TimedRun]:
    for block in _PRINTED.finditer(text):
        below = text[block.end() :].partition("Performance counter stats")[0]
        elapsed = _ELAPSED.search(below)
        wall = () if elapsed is None else (float(elapsed["value"].replace(",", "")),)
        yield TimedRun(block["name"], (float(block["value"].replace(",", "")) * UNITS[block["unit"]],), wall=wall)
    above = ""
    for line in text.splitlines():
        row = _ROW.match(line)
        if row is None:
            above = above if _OTHER.search(line) else line.strip()
            continue
        label = above if row["label"] is None else row["label"]
        seconds = float(row["value"]) * UNITS[row["unit"] or "ns"]
        if label.isascii() and label.isdecimal():
            yield TimedRun("", (seconds,), int(label))
        else:
            yield TimedRun(label, (seconds,))
