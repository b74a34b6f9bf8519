"""Lines such as `sort 4096: 0.12 ms` that a program prints, and blocks of the shell's time under a line each.

The last time with a unit in a line is the time; what stands before it names the run and its size.
"""

import re
from collections.abc import Iterator

from recur.measurement.durations import DURATION, in_seconds, seconds_in
from recur.measurement.series import TimedRun
from recur.model import Step
from recur.model.patterns import regex

REMARKS: tuple[Step, ...] = ()
_SHELL = regex(r"(?m)^(?P<kind>real|user|sys)[ \t]+(?P<time>\S+)[ \t]*$")
_ZSH = regex(r"(?m)^(?P<name>.*?)\s+(?P<user>[\d.]+)s user (?P<system>[\d.]+)s system .* total$")
#: What may follow the time on its line.
_REST = regex(r"[\s.,;)\]]*(?:±.*|\(.*|per\b.*|elapsed.*|for\b.*|on\b.*)?$")
_WORDS = regex(r"\b(?:took|takes|elapsed|time|times|in|is|was|total|duration|runtime)\b\W*$|[\s:=,;>\-–→.|]+$", re.I)
FEWEST = 3  # lines that look so: one could be a sentence


def recognises_text(text: str) -> bool:
    kinds = {block["kind"] for block in _SHELL.finditer(text)}
    if "real" in kinds or _ZSH.search(text) is not None:
        return True
    return sum(_of_line(line) is not None for line in text.splitlines()[:200]) >= FEWEST


def runs_of_text(text: str) -> Iterator[TimedRun]:
    if _SHELL.search(text) is not None:
        yield from _of_shell(text)
        return
    if _ZSH.search(text) is not None:
        for spent in _ZSH.finditer(text):
            yield TimedRun(spent["name"], (float(spent["user"]) + float(spent["system"]),))
        return
    for line in text.splitlines():
        run = _of_line(line)
        if run is not None:
            yield run


def _of_line(line: str) -> TimedRun | None:
    times = list(DURATION.finditer(line))
    if not times:
        return None
    time = times[0] if _REST.match(line[times[0].end() :]) else times[-1]
    name = line[: time.start()]
    if not _REST.match(line[time.end() :]) or not re.search(r"\d", name + line[time.end() :]):
        return None
    behind = re.search(r"\bfor\b(.*)|\((.*)\)", line[time.end() :])
    if not re.search(r"\d", name) and behind is not None:
        name = f"{name} {behind[1] or behind[2]}"
    while (shorter := _WORDS.sub("", name)) != name:
        name = shorter
    return TimedRun(name.strip(), (in_seconds(time["value"], time["unit"]),)) if re.search(r"\d", name) else None


def _of_shell(text: str) -> Iterator[TimedRun]:
    """n = 1000, then real, user and sys: the CPU time is user + sys, or real where that is below the clock."""
    name = ""
    found: dict[str, float | None] = {}
    for line in text.splitlines():
        row = _SHELL.fullmatch(line.strip())
        if row is None:
            if line.strip():
                name = line.strip()
            continue
        found[row["kind"]] = (
            seconds_in(row["time"]) if not row["time"].replace(".", "").isdigit() else float(row["time"])
        )
        if len(found) == 3 or (row["kind"] == "sys" and found):
            spent = (found.get("user") or 0.0) + (found.get("sys") or 0.0)
            real = found.get("real") or 0.0
            if spent or real:
                yield TimedRun(name, (spent or real,), wall=(real,) if spent and real else ())
            found = {}
