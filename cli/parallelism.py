"""Tell the parallelism of a program or of two recurrences: work over span.

examples:
  recur parallelism --work "8T(n/2)+n^2" --span "T(n/2)+log n"
  recur parallelism examples/programs/merge_sort.spawn -n 2^20
  recur parallelism --work "2T(n/2)+n, T(1)=1" --span "T(n/2)+n, T(1)=1" -n 1024 --json
"""

from __future__ import annotations

from functools import partial
from typing import Annotated

from recur.model import RecurError

from .analyze import AnalysisRequest, Procedures, Sizes, Steps, answer_program, refuse_program
from .batch import JsonObject, Reply, answer_each
from .codes import SOLVED, UNDECIDED
from .inputs import Input
from .manner import Manner, PageFormat
from .options import answers, argument, option
from .programs import answer_programs
from .words import Misused

ASKED_FOR = "programs"


@answers(PageFormat, "log", "timeout")
def run(
    files: Annotated[list[str] | None, argument("[FILE]...", "programs (.spawn), or - for standard input")] = None,
    work: Annotated[str | None, option("-W --work WORK", "T₁, a recurrence")] = None,
    span: Annotated[str | None, option("-S --span SPAN", "T∞, a recurrence")] = None,
    size: Sizes = None,
    procedure: Procedures = None,
    steps: Steps = False,
    *,
    asked: Manner,
) -> int:
    question = AnalysisRequest(tuple(size or ()), tuple(procedure or ()), steps, asked)
    if files and work is None and span is None:
        return answer_programs(files, asked, partial(answer_program, question=question, lines=False), refuse_program)
    if files or work is None or span is None:
        missing = "one of the two is missing" if not files else "and not both"
        raise Misused(f"a program FILE is needed, or --work with --span; {missing}")
    if procedure:
        raise Misused("--procedure belongs to a program FILE")
    pair = Input(f"work {work}, span {span}")
    refuse_pair = partial(_refuse_pair, work=work, span=span)
    return answer_each([pair], asked, lambda _: _pair(work, span, question), refuse_pair)


def _pair(work: str, span: str, question: AnalysisRequest) -> Reply:
    asked = question.asked
    from recur.evaluation.sizes import read_sizes
    from recur.forkjoin.costs.parallelism import parallelism

    found = parallelism(work, span, read_sizes(question.sizes), asked.timeout)
    code = SOLVED if found.bounds.theta is not None else UNDECIDED
    if asked.format == "json":
        from recur.writers.json.analysis import parallelism_document

        return Reply(parallelism_document({"work": work, "span": span}, found), code)
    from recur.documents.analysis import work_and_span as document

    return Reply(asked.written(document(found, question.steps)), code)


def _refuse_pair(_: str, problem: RecurError, work: str, span: str) -> JsonObject:
    from recur.writers.json.analysis import parallelism_document

    return parallelism_document({"work": work, "span": span}, None, problem)
