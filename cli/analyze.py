"""Analyze a fork-join program: work, span and parallelism, line by line.

examples:
  recur analyze examples/programs/matrix_multiply.spawn
  recur analyze program.spawn -n 1024,2^20
  recur analyze program.spawn --procedure MERGE-SORT --steps
  recur analyze --json - < program.spawn
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Annotated

from recur.model import InvalidRecurrence, RecurError

from .batch import JsonObject, Reply
from .codes import SOLVED, code_of
from .manner import Manner, PageFormat
from .options import answers, argument, option, sizes_option
from .programs import answer_programs, warn

ASKED_FOR = "programs"

Sizes = Annotated[list[str] | None, sizes_option("exact values at these sizes, such as 1024,2^20 or m=100,n=50")]
Procedures = Annotated[list[str] | None, option("--procedure NAME", "only this procedure (may be repeated)")]
Steps = Annotated[bool, option("--steps", "write the derivations of the bounds")]


@dataclass(frozen=True, slots=True)
class AnalysisRequest:
    """What is asked of every program."""

    sizes: tuple[str, ...]
    only: tuple[str, ...]
    steps: bool
    asked: Manner


@answers(PageFormat, "timeout")
def run(
    files: Annotated[list[str], argument("FILE...", "programs (.spawn), or - for standard input")],
    size: Sizes = None,
    procedure: Procedures = None,
    steps: Steps = False,
    *,
    asked: Manner,
) -> int:
    question = AnalysisRequest(tuple(size or ()), tuple(procedure or ()), steps, asked)
    return answer_programs(files, asked, partial(answer_program, question=question), refuse_program)


def answer_program(text: str, question: AnalysisRequest, lines: bool = True) -> Reply:
    """The analysis of one program, line by line or its results alone; warnings go to standard error at once."""
    from recur.evaluation.sizes import read_joint_sizes
    from recur.forkjoin.costs.analysis import analyze
    from recur.parsing.programs.program import parse_program

    program, asked = parse_program(text), question.asked
    names = {name.casefold() for name in program.names}
    for name in question.only:
        if name.casefold() not in names:
            listed = ", ".join(program.names)
            raise InvalidRecurrence(f"the procedure {name} is not defined", hint=f"the program defines {listed}")
    analysis = analyze(program, read_joint_sizes(question.sizes), asked.timeout)
    code = SOLVED if analysis.error is None else code_of(analysis.error.kind)
    if asked.format == "json":
        from recur.writers.json.analysis import analysis_document

        return Reply(analysis_document(text, analysis, only=question.only), code)
    from recur.documents.analysis import document

    warn(text, analysis.warnings, asked)
    return Reply(asked.written(document(analysis, question.steps, question.only, lines)), code)


def refuse_program(text: str, problem: RecurError) -> JsonObject:
    from recur.writers.json.analysis import analysis_document

    return analysis_document(text, None, problem)
