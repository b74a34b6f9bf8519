"""Google Benchmark: its JSON (--benchmark_format=json), its CSV and what it prints.

Both clocks are read; rows of means and deviations are left to the repetitions they were made of. Where a benchmark has
nothing but them, its median counts.
"""

import csv
from collections.abc import Iterator, Mapping
from typing import Any

from recur.measurement.durations import UNITS
from recur.measurement.series import NO_TIME, TimedRun
from recur.model import Step
from recur.model.patterns import regex

REMARKS: tuple[Step, ...] = ()
_AGGREGATE = regex(r"_(?:mean|median|stddev|cv|BigO|RMS|min|max)$")
#: What Google Benchmark appends to a name about how it measured.
_MANNER = regex(
    r"/(?:repeats|iterations|min_time|min_warmup_time):[^/]*|/(?:real_time|process_time|manual_time)(?=/|$)"
)
_PRINTED = regex(
    r"(?m)^(?P<name>\S.*?)[ \t]{2,}(?P<real>[\d.eE+-]+) (?P<real_unit>ns|us|ms|s)"
    r"[ \t]+(?P<cpu>[\d.eE+-]+) (?P<unit>ns|us|ms|s)[ \t]+\d+"
)
_HEADING = regex(r"(?m)^Benchmark +Time +CPU +Iterations")
_CSV_HEADING = regex(r"(?m)^\"?name\"?,\"?iterations\"?,\"?real_time\"?,\"?cpu_time\"?,\"?time_unit\"?.*$")


def recognises_json(document: Any) -> bool:
    rows = document.get("benchmarks") if isinstance(document, dict) else None
    return isinstance(rows, list) and any(isinstance(row, dict) and "cpu_time" in row for row in rows)


def runs_of_json(document: Any) -> Iterator[TimedRun]:
    yield from _of_rows([row for row in document["benchmarks"] if isinstance(row, dict)])


def recognises_text(text: str) -> bool:
    return _CSV_HEADING.search(text) is not None or _HEADING.search(text) is not None


def runs_of_text(text: str) -> Iterator[TimedRun]:
    heading = _CSV_HEADING.search(text)
    if heading is not None:
        yield from _of_rows(list(csv.DictReader(text[heading.start() :].splitlines())))
        return
    printed = (row.groupdict() for row in _PRINTED.finditer(text))
    yield from _of_rows([
        {"name": row["name"].strip(), "cpu_time": row["cpu"], "real_time": row["real"], "time_unit": row["unit"],
         "real_unit": row["real_unit"]}
        for row in printed
    ])  # fmt: skip


def _of_rows(rows: list[Mapping[str, Any]]) -> Iterator[TimedRun]:
    kinds: dict[str, set[str]] = {}
    for row in rows:
        kinds.setdefault(_name(row), set()).add(_aggregate(row))
    for row in rows:
        name, found = _name(row), kinds[_name(row)]
        if _aggregate(row) != next((kind for kind in ("", "median", "mean") if kind in found), None):
            continue
        if row.get("error_occurred") in (True, "true") or row.get("cpu_time") in (None, ""):
            yield TimedRun(name, (NO_TIME,))
        else:
            unit = UNITS[str(row.get("time_unit") or "ns")]
            real_unit = UNITS[str(row["real_unit"])] if "real_unit" in row else unit
            wall = () if row.get("real_time") in (None, "") else (float(row["real_time"]) * real_unit,)
            yield TimedRun(name, (float(row["cpu_time"]) * unit,), wall=wall)


def _name(row: Mapping[str, Any]) -> str:
    return _MANNER.sub("", str(row.get("run_name") or _AGGREGATE.sub("", str(row.get("name", "")))))


def _aggregate(row: Mapping[str, Any]) -> str:
    """mean, median, …; "" of a single run."""
    found = _AGGREGATE.search(str(row.get("name", "")))
    kind = str(row.get("aggregate_name") or (found[0][1:] if found else ""))
    return kind or ("aggregate" if row.get("run_type") == "aggregate" else "")
