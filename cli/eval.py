"""Evaluate a recurrence exactly, however long the numbers are.

examples:
  recur eval "T(n)=2T(n/2)+n, T(1)=1" 10^18 2^4000
  recur eval "T(n)=T(n-1)+T(n-2), T(0)=0, T(1)=1" 100 --full
  recur eval "C(n,k)=C(n-1,k-1)+C(n-1,k), C(n,0)=1, C(n,n)=1" 40,20
  recur eval --rounding ceiling --json "T(n)=T(n/2)+1, T(1)=0" 1000
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from enum import StrEnum
from functools import partial
from typing import Annotated

from recur.model import RecurError

from .batch import JsonObject, Reply, answer_each
from .codes import SOLVED, code_of
from .inputs import read_inputs
from .manner import Manner, PageFormat
from .options import answers, argument, option
from .words import Misused

ASKED_FOR = "learning"

#: of the time allowed: sizes are answered from the smallest on, and those that were are told in what is left.
SHARE = 0.8


class Rounding(StrEnum):
    FLOOR = "floor"
    CEILING = "ceiling"
    EXACT = "exact"


@answers(PageFormat, "log", "timeout")
def run(
    recurrence: Annotated[str, argument("RECURRENCE", "a recurrence, or - for one a line from standard input")],
    sizes: Annotated[list[str], argument("N...", "a whole number, a formula such as 10^18, or several: 40,20")],
    function: Annotated[
        str | None, option("--function NAME", "which function of a system (default: the last one)")
    ] = None,
    rounding: Annotated[
        Rounding, option("--rounding", "what happens to a size such as n/2 of an odd n (exact refuses it)")
    ] = Rounding.FLOOR,
    full: Annotated[bool, option("--full", "write every digit of long numbers")] = False,
    *,
    asked: Manner,
) -> int:
    if "(" not in recurrence and recurrence != "-" and any("=" in size for size in sizes):
        raise Misused("the recurrence comes first, then the sizes")
    answer = partial(_answer, sizes=sizes, function=function, rounding=rounding, full=full, asked=asked)
    return answer_each(read_inputs([recurrence]), asked, answer, _refuse)


def _answer(
    text: str, sizes: Sequence[str], function: str | None, rounding: Rounding, full: bool, asked: Manner
) -> Reply:
    from recur.parsing import parse_any

    system = parse_any(text)
    from recur.evaluation.evaluator import evaluate_each  # after the parse: a syntax error need not wait for it

    seconds = None if asked.timeout is None else SHARE * asked.timeout
    values = evaluate_each(system, sizes, function=function, rounding=rounding.value, timeout=seconds)
    problem = next((value for value in values if isinstance(value, RecurError)), None)
    found = tuple(value for value in values if not isinstance(value, RecurError))
    if problem is not None and not found:
        raise problem
    code = SOLVED if problem is None else code_of(problem.kind)
    if asked.format == "json":
        from recur.writers.json.answers import eval_document

        if problem is not None:
            missed = sizes[values.index(problem)]
            problem = copy(problem)
            problem.message = f"{found[0].function}({missed}): {problem.message}"
        return Reply(eval_document(text, system, found, problem), code)
    from recur.documents.values import document

    return Reply(asked.written(document(system, sizes, values, full)), code)


def _refuse(text: str, problem: RecurError) -> JsonObject:
    from recur.writers.json.answers import eval_document

    return eval_document(text, None, (), problem)
