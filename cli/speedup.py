"""Bound the time on P processors: work and span, Brent, Amdahl, Gustafson.

examples:
  recur speedup --work "n^2" --span "log n" -n 1024
  recur speedup --work n --span "log n" -P "n/2, n/log n"
  recur speedup examples/programs/merge_sort.spawn -n 2^20 -P 1,2,4,1024 --chart
  recur speedup --amdahl 0.95 --plot amdahl.svg
  recur speedup --measured "1:10.0,2:5.6,4:3.4"
  recur speedup --measured runs.log --plot speedup.png
  ./run_all.sh | recur speedup --measured -

Measured times are typed, or read from a file: a table with a column of workers, lines such as `4 cores: 3.4 s`, or a
log where `mpiexec -n 4 ...` or the like stands above `real 0m3.4s`. Speed-up, efficiency and serial part are told for
each P, Amdahl's law is fitted (Gustafson's, where the size grows with P), and a slow-down is called one.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from recur.model import RecurError

from .batch import JsonObject, Reply, answer_each
from .inputs import Input, standard_input
from .manner import Manner, PageFormat
from .options import answers, argument, option, plot_option, processors_option, sizes_option
from .pictures import require_picture, write_picture
from .words import Misused

if TYPE_CHECKING:
    from recur.forkjoin.speedups import SpeedupQuestion

ASKED_FOR = "programs"

LAWS = ("FILE", "--work with --span", "--amdahl", "--gustafson", "--measured")


@answers(PageFormat, "log", "timeout")
def run(
    file: Annotated[Path | None, argument("[FILE]", "a fork-join program (.spawn)")] = None,
    work: Annotated[str | None, option("-W --work WORK", "T₁: a number, a formula in n, a recurrence")] = None,
    span: Annotated[str | None, option("-S --span SPAN", "T∞, likewise")] = None,
    size: Annotated[str | None, sizes_option("the size, such as 1024 or 2^20", "N")] = None,
    processors: Annotated[str | None, processors_option("how many: 1,2,4 or formulas such as n/2, n/log n")] = None,
    procedure: Annotated[str | None, option("--procedure NAME", "which procedure of the program")] = None,
    amdahl: Annotated[str | None, option("--amdahl p", "the parallel part of the time on one processor")] = None,
    factor: Annotated[str | None, option("-s s", "with --amdahl: the speed-up of the parallel part")] = None,
    gustafson: Annotated[str | None, option("--gustafson p", "the parallel part of the time on P processors")] = None,
    measured: Annotated[str | None, option("--measured P:T,...", "measured times, or a file of them")] = None,
    chart: Annotated[bool, option("--chart", "draw the speed-up in the terminal")] = False,
    plot: Annotated[Path | None, plot_option("draw it")] = None,
    *,
    asked: Manner,
) -> int:
    pair = work is not None or span is not None
    given = dict(zip(LAWS, (file, pair or None, amdahl, gustafson, measured), strict=True))
    named = [law for law, value in given.items() if value is not None]
    if file is not None and f"--{file}" in LAWS:
        raise Misused(f"did you mean --{file} ?")
    if len(named) != 1:
        found = f"{' and '.join(named)} are given" if named else "nothing is given"
        raise Misused(f"one of {', '.join(LAWS)} is needed; {found}")
    for wrong, said in (
        (pair and span is None, "--span is missing: the laws need both, the work and the span"),
        (pair and work is None, "--work is missing: the laws need both, the work and the span"),
        (factor is not None and amdahl is None, "-s belongs to --amdahl"),
        (procedure is not None and file is None, "--procedure belongs to a program FILE"),
        (measured is not None and processors is not None, "-P says nothing here: the measured times name their P"),
    ):
        if wrong:
            raise Misused(said)
    require_picture(plot)
    from recur.forkjoin.speedups import SpeedupQuestion

    log = standard_input() if measured == "-" else None
    question = SpeedupQuestion(file, work, span, amdahl, gustafson, measured, size, processors, procedure, factor, log)
    answer = partial(_answer, question=question, asked=asked, chart=chart, plot=plot)
    return answer_each([Input(question.named)], asked, lambda text: answer(text), _refuse)


def _answer(text: str, question: SpeedupQuestion, asked: Manner, chart: bool, plot: Path | None) -> Reply:
    from recur.documents import scaling

    found, pictures = question.answered(), []
    if chart or plot is not None:
        from recur.documents.blocks import Bars
        from recur.pictures.speedup import chart_with_numbers, drawn
        from recur.pictures.speedup_bars import bars

        picture, width = chart_with_numbers(found), asked.look().width - 2
        if plot is not None:
            write_picture(plot, drawn(picture))
        if chart and asked.format == "text":
            pictures.append(Bars(bars(picture, width), bars(picture, width, unicode=False)))
    if asked.format == "json":
        from recur.writers.json.speedup import document

        return Reply(document(text, found))
    return Reply(asked.written(scaling.sheet(found).document(*pictures)))


def _refuse(text: str, problem: RecurError) -> JsonObject:
    from recur.writers.json.speedup import document

    return document(text, None, error=problem)
