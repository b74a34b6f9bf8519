"""Tell the parallelism of a program or of two recurrences: work over span.

examples:
  recur parallelism --work "8T(n/2)+n^2" --span "T(n/2)+log n"
  recur parallelism examples/programs/merge_sort.spawn -n 2^20
  recur parallelism --work "2T(n/2)+n, T(1)=1" --span "T(n/2)+n, T(1)=1" -n 1024 --json
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from recur.model.errors import RecurError

from .analyze import Procedures, Question, Sizes, Steps, answer, refuse
from .answering import JsonObject, Reply, answer_each
from .codes import SOLVED, UNDECIDED
from .documents import written
from .inputs import Input
from .options import Manner, Page, answers
from .programs import answer_programs

if TYPE_CHECKING:
    from recur.forkjoin.costs.analysis import Analysis

ASKED_FOR = "programs"


@answers(Page, "log", "timeout")
def run(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE]...", help="programs (.spawn), or - for standard input")
    ] = None,
    work: Annotated[str | None, typer.Option("-W", "--work", metavar="WORK", help="T₁, a recurrence")] = None,
    span: Annotated[str | None, typer.Option("-S", "--span", metavar="SPAN", help="T∞, a recurrence")] = None,
    size: Sizes = None,
    procedure: Procedures = None,
    steps: Steps = False,
    *,
    asked: Manner,
) -> int:
    question = Question(tuple(size or ()), tuple(procedure or ()), steps, asked)
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
    from recur.documents.analysis import document

    return written(document(analysis, question.steps, question.only, lines=False), question.manner)


def _pair(work: str, span: str, question: Question) -> Reply:
    from recur.evaluation.sizes import read_sizes
    from recur.forkjoin.costs.parallelism import parallelism

    found = parallelism(work, span, read_sizes(question.sizes), question.manner.timeout)
    code = SOLVED if found.bounds.theta is not None else UNDECIDED
    if question.manner.format == "json":
        from recur.writers.json.analysis import parallelism_document

        return Reply(parallelism_document({"work": work, "span": span}, found), code)
    from recur.documents.analysis import parallelism as document

    return Reply(written(document(found, question.steps), question.manner), code)


def _refuse_pair(work: str, span: str, problem: RecurError) -> JsonObject:
    from recur.writers.json.analysis import parallelism_document

    return parallelism_document({"work": work, "span": span}, None, problem)
