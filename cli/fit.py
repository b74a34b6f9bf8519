"""Fit measured times to growth: name the classes, or test a predicted one.

examples:
  recur fit times.csv
  recur fit times.csv --predict "T(n) = 2T(n/2) + n"
  recur fit times.csv --predict "n^2" --json
  ./benchmark | recur fit - --predict "n log n"
  recur fit benchmark.json --series BM_Sort --chart --plot sort.svg

The file is what a tool wrote: Google Benchmark, pytest-benchmark, pyperf, hyperfine, asv, Extra-P, perf stat, the
shell's time; or a table with a size and a time in each row (headings such as n and seconds, size and time_ms), or
lines such as `sort 1024: 0.5 ms`. Several rows of one size are its repetitions; several series are fitted one by one.
JSON lines with "n" and "seconds", such as `recur measure --save` writes, are read as well. The exit code is 0 for a
growth that is named or confirmed, 1 for a prediction that is refuted, 2 for a file that cannot be read, 3 for no
conclusion; of several series the one that comes first among 1, 3 and 0.
"""

from __future__ import annotations

from os.path import exists
from pathlib import Path
from typing import Annotated

from recur.files import read_text
from recur.model import InvalidRecurrence, RecurError

from .batch import JsonObject, Reply, answer_each
from .codes import code_of_verdict
from .inputs import MOST_BYTES, Input, standard_input
from .manner import Manner, PageFormat
from .options import answers, argument, option, plot_option
from .pictures import require_picture, write_picture

ASKED_FOR = "times"

STANDARD_INPUT = "-"


@answers(PageFormat, "log", "timeout")
def run(
    file: Annotated[str, argument("FILE", "a table of sizes and times, or - for standard input")],
    predict: Annotated[
        str | None, option("--predict -p GROWTH", "a recurrence or a growth such as n log n, to test")
    ] = None,
    series: Annotated[
        str | None, option("--series NAME", "fit this one of several series (default: all of them)")
    ] = None,
    chart: Annotated[bool, option("--chart", "draw them in the terminal")] = False,
    plot: Annotated[Path | None, plot_option("draw the times, the fits and what they leave")] = None,
    *,
    asked: Manner,
) -> int:
    require_picture(plot)
    return answer_each(
        [Input(file)],
        asked,
        lambda name: _answer(name, predict, series, plot, chart, asked),
        lambda name, problem: _refuse(name, predict, problem),
    )


def _answer(
    name: str, predicted: str | None, series: str | None, plot: Path | None, chart: bool, asked: Manner
) -> Reply:
    from recur.measurement.judging import assess
    from recur.measurement.reading import one_of, read_series

    chosen = one_of(read_series(_content(name)), series)
    found = [(one.name, assess(one.samples, predicted, asked.timeout, one.remarks)) for one in chosen]
    if plot is not None:
        from recur.pictures.times import drawn_series

        write_picture(plot, drawn_series(found))
    codes = {code_of_verdict(evidence.verdict) for _, evidence in found}
    code = next(code for code in (1, 3, 0) if code in codes)
    if asked.format == "json":
        from recur.writers.json.fit import document

        return Reply(document(name, predicted, found), code)
    from recur.documents.fit import documents

    if not chart or asked.format != "text":
        return Reply(asked.written(documents(found)), code)
    from recur.documents.blocks import Bars
    from recur.pictures.times import charts_in_characters as drawn

    width = asked.look().width - 2
    shown = documents(found, lambda evidence: (Bars(drawn(evidence, width), drawn(evidence, width, unicode=False)),))
    return Reply(asked.written(shown), code)


def _content(name: str) -> str:
    if name == STANDARD_INPUT:
        return standard_input()
    if "(" in name and not exists(name):
        message = f"a file of times is expected, and {name} is a formula"
        raise InvalidRecurrence(message, hint=f'recur fit times.csv --predict "{name}"')
    return read_text(Path(name), MOST_BYTES)


def _refuse(name: str, predicted: str | None, problem: RecurError) -> JsonObject:
    from recur.writers.json.fit import document

    return document(name, predicted, error=problem)
