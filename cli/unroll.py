"""Unroll a recurrence line by line, down to the sum at the bottom.

examples:
  recur unroll "T(n) = 3T(n/2) + n"
  recur unroll "T(n) = 2T(n-1) + 1, T(0) = 0" --lines 5
  recur unroll "T(n) = T(n/3) + T(2n/3) + n" --format latex
"""

from __future__ import annotations

from functools import partial
from typing import Annotated

from recur.model import RecurError

from .batch import JsonObject, Reply, answer_each, understood
from .inputs import read_inputs
from .manner import Manner, PageFormat
from .options import answers, argument, option

ASKED_FOR = "learning"

LINES = 3


@answers(PageFormat, "log", "timeout")
def run(
    recurrences: Annotated[
        list[str], argument("RECURRENCE...", "a recurrence, or - for one a line from standard input")
    ],
    lines: Annotated[int, option("--lines K", "how many steps are written out", min=1, max=40)] = LINES,
    function: Annotated[
        str | None, option("--function NAME", "which function of a system (default: the one on the others)")
    ] = None,
    *,
    asked: Manner,
) -> int:
    answer = partial(_answer, asked=asked, lines=lines, function=function)
    return answer_each(read_inputs(recurrences), asked, answer, _refuse)


def _answer(text: str, asked: Manner, lines: int, function: str | None) -> Reply:
    from recur.parsing import parse

    system = parse(text)
    from recur.trees.unrolling import unroll  # after the parse: a syntax error need not wait for the methods

    unrolled = unroll(system, function=function, lines=lines, timeout=asked.timeout)
    if asked.format == "json":
        from recur.writers.json.unrolling import unroll_document

        return Reply(unroll_document(text, unrolled))
    from recur.documents.unrolling import document

    return Reply(asked.written(document(unrolled)))


def _refuse(text: str, problem: RecurError) -> JsonObject:
    from recur.writers.json.unrolling import unroll_document

    return unroll_document(text, None, problem, understood(text))
