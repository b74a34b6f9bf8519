"""Analyze a program or code: work, span and parallelism, line by line.

examples:
  recur analyze examples/programs/matrix_multiply.spawn
  recur analyze merge_sort.py
  recur analyze sorting.py:merge_sort --steps
  recur analyze src/ --summary
  recur analyze sorting.py:merge_sort --run
  recur analyze sorting.py:insertion_sort --case best
  recur analyze program.spawn -n 1024,2^20
  recur analyze program.spawn --procedure MERGE-SORT --steps
  recur analyze --json - < program.spawn
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

from recur.model import CostCase, RecurError
from recur.model.records import frozen

from .batch import JsonObject, Reply
from .manner import Manner, PageFormat
from .options import answers, argument, option, sizes_option
from .programs import ProgramInput, answer_programs, code_of_analysis, warn
from .words import Misused

if TYPE_CHECKING:
    from recur.runs.measured import Measured

ASKED_FOR = "programs"

Sizes = Annotated[list[str] | None, sizes_option("exact values at these sizes, such as 1024,2^20 or m=100,n=50")]
Procedures = Annotated[list[str] | None, option("--procedure NAME", "only this procedure (may be repeated)")]
Steps = Annotated[bool, option("--steps", "write the derivations of the bounds")]


@frozen
class AnalysisRequest:
    """What is asked of every program."""

    sizes: tuple[str, ...]
    only: tuple[str, ...]
    steps: bool
    asked: Manner
    run: bool = False
    inputs: str | None = None
    case: str = "worst"


@answers(PageFormat, "timeout")
def run(
    files: Annotated[
        list[str], argument("FILE...", "programs (.spawn), Python, C, C++, Java, or - for standard input")
    ],
    size: Sizes = None,
    procedure: Procedures = None,
    steps: Steps = False,
    summary: Annotated[bool, option("--summary", "one table of all functions; files and folders")] = False,
    jobs: Annotated[
        int | None, option("-j --jobs N", "processes for --summary (default: one a processor)", min=1)
    ] = None,
    run_it: Annotated[
        bool, option("--run", "run FILE.py:function and hold its lines and its times against the bound")
    ] = False,
    inputs: Annotated[
        str | None,
        option("--inputs --input TEXT", "with --run: a lambda of n that makes the arguments, or FILE.py of one"),
    ] = None,
    case: Annotated[
        CostCase, option("--case CASE", "worst; best: what no input costs less than; expected: on average")
    ] = CostCase.WORST,
    *,
    asked: Manner,
) -> int:
    if inputs is not None and not run_it:
        raise Misused("--inputs belongs to --run, without which nothing is run")
    if summary:
        from .summaries import summarise

        return summarise(files, jobs, asked, case)
    question = AnalysisRequest(tuple(size or ()), tuple(procedure or ()), steps, asked, run_it, inputs, case.value)
    return answer_programs(files, asked, partial(answer_program, question=question), refuse_program)


def answer_program(text: str, program: ProgramInput, question: AnalysisRequest, lines: bool = True) -> Reply:
    """The analysis of one program, line by line or its results alone; warnings go to standard error at once."""
    from recur.evaluation.sizes import read_joint_sizes
    from recur.files import modules_beside
    from recur.source_costs.source import analyze_text

    asked, only = question.asked, (*question.only, *([program.function] if program.function else []))
    name, sizes = program.name, read_joint_sizes(question.sizes)
    analysis = analyze_text(text, sizes, asked.timeout, name, only, question.case, modules_beside(name))
    code, counted = code_of_analysis(analysis, program), dict[str, "Measured"]()
    if question.run:
        from .executed_lines import code_of_lines, executed_lines_of

        counted = executed_lines_of(analysis, program.name, text, only, question.inputs, asked)
        code = code_of_lines(counted) or code
    if asked.format == "json":
        from recur.writers.json.analysis import analysis_document

        return Reply(analysis_document(text, analysis, only=only, counted=counted), code)
    from recur.documents.analysis import document
    from recur.documents.measured import details

    warn(text, analysis.warnings, asked)
    seen = (b for found in counted.values() for b in details(found))
    return Reply(asked.written((*document(analysis, question.steps, only, lines), *seen)), code)


def refuse_program(text: str, problem: RecurError) -> JsonObject:
    from recur.writers.json.analysis import analysis_document

    return analysis_document(text, None, problem)
