"""recur analyze --run: the lines that a function executes, and its times, held against what is derived of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from recur.model import InvalidRecurrence, RecurError

from .codes import SOLVED, WRONG
from .manner import Manner

if TYPE_CHECKING:
    from recur.forkjoin.costs.analysis import Analysis, ProcedureAnalysis
    from recur.runs.measured import Measured

#: of the time allowed, for the function: the rest is for the analysis; and at most so many seconds
PART, MOST_SECONDS = 0.6, 30.0
REPETITIONS = 3


def executed_lines_of(
    analysis: Analysis, file: str, text: str, only: tuple[str, ...], inputs: str | None, asked: Manner
) -> dict[str, Measured]:
    """The function's lines at growing sizes, then its times, in a process of its own with limits of time and memory."""
    if not file.endswith(".py"):
        raise InvalidRecurrence("--run runs functions of a Python file", hint="recur analyze FILE.py:function --run")
    if analysis.case != "worst":
        raise InvalidRecurrence("--run holds what is executed against the worst case alone")
    wanted = {name.casefold() for name in only}
    chosen = [p for p in analysis.procedures if p.name.casefold() in wanted] or list(analysis.procedures)
    if len(chosen) > 1:
        raise InvalidRecurrence(
            f"--run runs one function, and {file} has {len(chosen)}",
            hint=f"recur analyze {file}:{chosen[0].name} --run",
        )
    if not chosen:
        raise analysis.error or InvalidRecurrence("there is no function to run")
    return {p.name: _counted(p, file, text, inputs, asked) for p in chosen}


def _counted(procedure: ProcedureAnalysis, file: str, text: str, inputs: str | None, asked: Manner) -> Measured:
    from recur.runs.apart import run_apart
    from recur.runs.measuring import Plan
    from recur.source_costs.inputs import bound_text, inputs_text, parameter_kinds

    seconds = MOST_SECONDS if asked.timeout is None else min(MOST_SECONDS, PART * asked.timeout)
    made = inputs or inputs_text(procedure, parameter_kinds(text, file, procedure.name))
    # inputs of somebody's own may have another size than n, which is looked at where the function is run
    bound = bound_text(procedure) if inputs is None or len(procedure.sizes) > 1 else None
    try:
        plan = Plan(seconds, REPETITIONS, engines=(), predicted=bound, inputs=made)
        return run_apart(Path(file), procedure.name, plan)
    except RecurError as problem:
        if inputs is None and problem.hint is None:
            problem.hint = f"inputs were made by  {made}\ngive others:  --inputs ..."
        raise


def code_of_lines(found: dict[str, Measured]) -> int:
    """By the lines alone, which are the same on every machine."""
    refuted = any(each.lines is not None and each.lines.verdict == "refuted" for each in found.values())
    return WRONG if refuted else SOLVED
