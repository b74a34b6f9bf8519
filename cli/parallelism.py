"""Tell the parallelism of a program or of two recurrences: work over span.

examples:
  recur parallelism --work "8T(n/2)+n^2" --span "T(n/2)+log n"
  recur parallelism examples/programs/merge_sort.spawn -n 2^20
  recur parallelism --work "2T(n/2)+n, T(1)=1" --span "T(n/2)+n, T(1)=1" -n 1024 --json
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from recur.model.errors import RecurError
from recur.model.limits import DEFAULT_SECONDS

from .analyze import Procedures, Question, Sizes, Steps, answer, refuse, sizes_of
from .answering import JsonObject, Reply, answer_each
from .codes import SOLVED, UNDECIDED
from .inputs import Input
from .options import Ascii, Color, Json, Log, LogBase, Manner, Page, PageFormat, Standalone, Timeout, When, manner
from .programs import answer_programs
from .terminal import look

if TYPE_CHECKING:
    from recur.forkjoin.costs.analysis import Analysis
    from recur.forkjoin.costs.parallelism import Parallelism

ASKED_FOR = "programs"


def run(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE]...", help="programs (.spawn), or - for standard input")
    ] = None,
    work: Annotated[str | None, typer.Option("--work", metavar="RECURRENCE", help="the work T1")] = None,
    span: Annotated[str | None, typer.Option("--span", metavar="RECURRENCE", help="the span Tinf")] = None,
    size: Sizes = None,
    procedure: Procedures = None,
    steps: Steps = False,
    form: PageFormat = Page.TEXT,
    standalone: Standalone = False,
    json: Json = False,
    log: Log = LogBase.TWO,
    timeout: Timeout = DEFAULT_SECONDS,
    ascii: Ascii = False,
    color: Color = When.AUTO,
) -> int:
    asked = manner(form, json, ascii, color, timeout, standalone, log)
    question = Question(sizes_of(size), tuple(procedure or ()), steps, asked)
    if files and work is None and span is None:
        return answer_programs(files, asked, partial(answer, question=question, page=_ratios), refuse)
    if files or work is None or span is None:
        missing = "one of the two is missing" if not files else "and not both"
        raise typer.BadParameter(f"a program FILE is needed, or --work with --span; {missing}")
    if procedure:
        raise typer.BadParameter("--procedure belongs to a program FILE")
    pair = Input(f"work {work}, span {span}")
    refusal = partial(_refuse_pair, work, span)
    return answer_each([pair], asked, lambda _: _pair(work, span, question), lambda _, problem: refusal(problem))


def _ratios(analysis: Analysis, question: Question) -> str:
    if question.manner.format == "latex":
        from recur.renderers import analysis_latex

        return analysis_latex.render(analysis, question.steps, lines=False, only=question.only)
    if question.manner.format == "markdown":
        from recur.renderers import analysis_markdown

        return analysis_markdown.render(analysis, question.steps, lines=False, only=question.only)
    from recur.renderers import analysis_text

    style = look(sys.stdout, question.manner.ascii, question.manner.color)
    return analysis_text.render_ratios(analysis, style.width, style.unicode, style.colour, question.only)


def _pair(work: str, span: str, question: Question) -> Reply:
    from recur.forkjoin.costs.parallelism import parallelism

    found = parallelism(work, span, question.sizes, question.manner.timeout)
    code = SOLVED if found.bounds.theta is not None else UNDECIDED
    if question.manner.format == "json":
        from recur.writers.json.analysis import parallelism_document

        return Reply(parallelism_document({"work": work, "span": span}, found), code)
    return Reply(_page(found, question.steps, question.manner), code)


def _page(found: Parallelism, steps: bool, asked: Manner) -> str:
    if asked.format == "latex":
        from recur.renderers import analysis_latex

        return analysis_latex.render_parallelism(found, steps)
    if asked.format == "markdown":
        from recur.renderers import analysis_markdown

        return analysis_markdown.render_parallelism(found, steps)
    from recur.renderers import analysis_text

    style = look(sys.stdout, asked.ascii, asked.color)
    return analysis_text.render_parallelism(found, style.width, style.unicode, style.colour, steps)


def _refuse_pair(work: str, span: str, problem: RecurError) -> JsonObject:
    from recur.writers.json.analysis import parallelism_document

    return parallelism_document({"work": work, "span": span}, None, problem)
