"""Bound the time on P processors: work and span, Brent, Amdahl, Gustafson.

examples:
  recur speedup --work "n^2" --span "log n" -n 1024
  recur speedup --work n --span "log n" -P "n/2, n/log n"
  recur speedup examples/programs/merge_sort.spawn -n 2^20 -P 1,2,4,1024 --chart
  recur speedup --amdahl 0.95 --plot amdahl.svg
  recur speedup --measured "1:10.0,2:5.6,4:3.4"
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recur.files import read_whole
from recur.model.errors import InvalidRecurrence, RecurError

from .answering import JsonObject, Reply, answer_each
from .documents import written
from .inputs import Input
from .options import Manner, Page, answers, plot_option, processors_option, sizes_option
from .pictures import require_picture, write_picture

if TYPE_CHECKING:
    from recur.documents.blocks import Bars, Document
    from recur.pictures.speedup import Chart, Subject

ASKED_FOR = "programs"

LAWS = ("FILE", "--work with --span", "--amdahl", "--gustafson", "--measured")
MOST_BYTES = 60_000_000


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: of the first five, one."""

    file: Path | None
    work: str | None
    span: str | None
    amdahl: str | None
    gustafson: str | None
    measured: str | None
    size: str | None
    processors: str | None
    procedure: str | None
    factor: str | None

    @property
    def named(self) -> str:
        """The input as it is echoed."""
        if self.work is not None or self.span is not None:
            return f"work {self.work}, span {self.span}"
        return str(self.file or self.amdahl or self.gustafson or self.measured)


@answers(Page, "log", "timeout")
def run(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", show_default=False, help="a fork-join program (.spawn)")
    ] = None,
    work: Annotated[
        str | None, typer.Option("-W", "--work", metavar="WORK", help="T₁: a number, a formula in n, a recurrence")
    ] = None,
    span: Annotated[str | None, typer.Option("-S", "--span", metavar="SPAN", help="T∞, likewise")] = None,
    size: Annotated[str | None, sizes_option("the size, such as 1024 or 2^20", "N")] = None,
    processors: Annotated[str | None, processors_option("how many: 1,2,4 or formulas such as n/2, n/log n")] = None,
    procedure: Annotated[
        str | None, typer.Option("--procedure", metavar="NAME", help="which procedure of the program")
    ] = None,
    amdahl: Annotated[
        str | None, typer.Option("--amdahl", metavar="p", help="the parallel part of the time on one processor")
    ] = None,
    factor: Annotated[
        str | None, typer.Option("-s", metavar="s", help="with --amdahl: the speed-up of the parallel part")
    ] = None,
    gustafson: Annotated[
        str | None, typer.Option("--gustafson", metavar="p", help="the parallel part of the time on P processors")
    ] = None,
    measured: Annotated[
        str | None, typer.Option("--measured", metavar="P:T,...", help="measured times, or a CSV file of P and time")
    ] = None,
    chart: Annotated[bool, typer.Option("--chart", help="draw the speed-up in the terminal")] = False,
    plot: Annotated[Path | None, plot_option("draw it")] = None,
    *,
    asked: Manner,
) -> int:
    question = Question(file, work, span, amdahl, gustafson, measured, size, processors, procedure, factor)
    _check(question, plot)
    answer = partial(_answer, question=question, asked=asked, chart=chart, plot=plot)
    return answer_each([Input(question.named)], asked, lambda text: answer(text), _refuse)


def _check(question: Question, plot: Path | None) -> None:
    """Exactly one thing is asked, and the options belong to it."""
    pair = question.work is not None or question.span is not None
    asked = (question.file, pair or None, question.amdahl, question.gustafson, question.measured)
    given = [law for law, value in zip(LAWS, asked, strict=True) if value is not None]
    if question.file is not None and f"--{question.file}" in LAWS:
        raise typer.BadParameter(f"did you mean --{question.file} ?")
    if len(given) != 1:
        found = f"{' and '.join(given)} are given" if given else "nothing is given"
        raise typer.BadParameter(f"one of {', '.join(LAWS)} is needed; {found}")
    if pair and (question.work is None or question.span is None):
        missing = "--span" if question.span is None else "--work"
        raise typer.BadParameter(f"{missing} is missing: the laws need both, the work and the span")
    if question.factor is not None and question.amdahl is None:
        raise typer.BadParameter("-s belongs to --amdahl")
    if question.procedure is not None and question.file is None:
        raise typer.BadParameter("--procedure belongs to a program FILE")
    if question.measured is not None and question.processors is not None:
        raise typer.BadParameter("-P says nothing here: the measured times name their P")
    require_picture(plot)


def _answer(text: str, question: Question, asked: Manner, chart: bool, plot: Path | None) -> Reply:
    found = _found(question)
    picture = _picture(found) if chart or plot is not None else None
    if plot is not None and picture is not None:
        _draw(picture, plot)
    told = _document(found)
    if asked.format == "json":
        from recur.writers.json.speedup import document

        return Reply(document(text, found, told))
    if chart and picture is not None and asked.format == "text":
        told = (*told[:2], _bars(picture, asked), *told[2:])
    return Reply(written(told, asked))


def _bars(picture: Chart, asked: Manner) -> Bars:
    from recur.documents.blocks import Bars
    from recur.pictures.speedup_bars import bars

    width = asked.look().width - 2
    return Bars(bars(picture, width), bars(picture, width, unicode=False))


def _picture(found: Subject) -> Chart:
    from recur.pictures.speedup import chart_of

    picture = chart_of(found)
    if picture is None:
        message = "a picture needs numbers, and orders of growth have none"
        raise InvalidRecurrence(message, hint="add -n, such as -n 1024")
    return picture


def _found(question: Question) -> Subject:
    if question.measured is not None:
        from recur.forkjoin.laws.scaling import measured, read_csv, read_times

        csv = Path(question.measured)
        if ":" not in question.measured or csv.suffix.lower() == ".csv":
            return measured(read_csv(_content(csv)))
        return measured(read_times(question.measured))
    from recur.evaluation.evaluator import whole_size
    from recur.forkjoin.laws.amounts import processors_at, read_amount, read_processors

    size = None if question.size is None else whole_size(question.size)
    if size is not None and size < 1:
        raise InvalidRecurrence(f"n = {size}: a size is a whole number from 1 on")
    processors = () if question.processors is None else read_processors(question.processors)
    part = question.amdahl if question.amdahl is not None else question.gustafson
    if part is not None:
        from recur.forkjoin.laws.scaling import Law, read_part, scaled

        law = Law.GUSTAFSON if question.amdahl is None else Law.AMDAHL
        factor = None if question.factor is None else read_part(question.factor)
        return scaled(law, read_part(part), [processors_at(p, size) for p in processors], factor)
    if question.file is not None:
        from recur.forkjoin.dag.scheduled_program import program_speedup

        text = _content(question.file)
        return program_speedup(text, size, processors, question.procedure)
    from recur.forkjoin.laws.speedup import growing_speedup, speedup

    work, span = read_amount(question.work or ""), read_amount(question.span or "")
    if size is None and (work.variable is not None or span.variable is not None):
        return growing_speedup(work, span, processors)
    return speedup(work, span, size, processors)


def _document(found: Subject) -> Document:
    from recur.documents import scaling, speedup
    from recur.forkjoin.laws.scaling import Scaled
    from recur.forkjoin.laws.speedup import GrowingSpeedup, Speedup

    match found:
        case Speedup():
            return speedup.bounds(found)
        case GrowingSpeedup():
            return speedup.orders(found)
        case Scaled():
            return scaling.scaled(found)
    return scaling.measured(found)


def _draw(picture: Chart, plot: Path) -> None:
    from recur.pictures.chart_layout import laid_out
    from recur.pictures.speedup import picture_of

    write_picture(plot, laid_out(picture_of(picture)))


def _content(path: Path) -> str:
    try:
        return read_whole(path, MOST_BYTES).decode("utf-8-sig")
    except OSError as fault:
        raise InvalidRecurrence(f"cannot read {path}: {fault.strerror}") from None
    except UnicodeDecodeError:
        raise InvalidRecurrence(f"{path} is no text in UTF-8") from None


def _refuse(text: str, problem: RecurError) -> JsonObject:
    from recur.writers.json.speedup import document

    return document(text, None, error=problem)
