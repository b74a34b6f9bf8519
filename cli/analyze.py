"""Analyze a fork-join program: work, span and parallelism, line by line.

examples:
  recur analyze examples/programs/matrix_multiply.spawn
  recur analyze program.spawn -n 1024,2^20
  recur analyze program.spawn --procedure MERGE-SORT --steps
  recur analyze --json - < program.spawn
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from recur.model.errors import InvalidRecurrence, RecurError

from .answering import JsonObject, Reply
from .codes import SOLVED, code_of
from .documents import written
from .options import Manner, Page, answers, sizes_option
from .programs import answer_programs, warn

if TYPE_CHECKING:
    from recur.forkjoin.costs.analysis import Analysis

ASKED_FOR = "programs"

Sizes = Annotated[list[str] | None, sizes_option("exact values at these sizes, such as 1024,2^20")]
Procedures = Annotated[
    list[str] | None, typer.Option("--procedure", metavar="NAME", help="only this procedure (may be repeated)")
]
Steps = Annotated[bool, typer.Option("--steps", help="write the derivations of the bounds")]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of every program."""

    sizes: tuple[str, ...]
    only: tuple[str, ...]
    steps: bool
    manner: Manner


@answers(Page, "timeout")
def run(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="programs (.spawn), or - for standard input")],
    size: Sizes = None,
    procedure: Procedures = None,
    steps: Steps = False,
    *,
    asked: Manner,
) -> int:
    question = Question(tuple(size or ()), tuple(procedure or ()), steps, asked)
    return answer_programs(files, asked, partial(answer, question=question, page=_page), refuse)


def answer(text: str, question: Question, page: Callable[[Analysis, Question], str]) -> Reply:
    """The analysis of one program, as a JSON document or on a page."""
    analysis = _analysed(text, question.sizes, question.only, question.manner)
    code = SOLVED if analysis.error is None else code_of(analysis.error.kind)
    if question.manner.format == "json":
        from recur.writers.json.analysis import analysis_document

        return Reply(analysis_document(text, analysis, only=question.only), code)
    return Reply(page(analysis, question), code)


def _analysed(text: str, sizes: tuple[str, ...], only: tuple[str, ...], asked: Manner) -> Analysis:
    """The analysis of a program; its warnings go to standard error at once."""
    from recur.evaluation.sizes import read_sizes
    from recur.forkjoin.costs.analysis import analyze
    from recur.parsing.programs.program import parse_program

    program = parse_program(text)
    names = {name.casefold() for name in program.names}
    for name in only:
        if name.casefold() not in names:
            listed = ", ".join(program.names)
            raise InvalidRecurrence(f"the procedure {name} is not defined", hint=f"the program defines {listed}")
    found = analyze(program, read_sizes(sizes), asked.timeout)
    if asked.format != "json":
        warn(text, found.warnings, asked)
    return found


def _page(analysis: Analysis, question: Question) -> str:
    from recur.documents.analysis import document

    return written(document(analysis, question.steps, question.only), question.manner)


def refuse(text: str, problem: RecurError) -> JsonObject:
    from recur.writers.json.analysis import analysis_document

    return analysis_document(text, None, problem)
