"""Compare the growth of two functions: which grows faster, and why.

examples:
  recur compare "n^(log n)" "2^(sqrt n)"
  recur compare "3^(log_2 n)" "n^(log_2 3)"
  recur compare --json "lg(n!)" "n lg n"
"""

from __future__ import annotations

from typing import Annotated

import typer

from recur.model import RecurError

from .batch import JsonObject, Reply, answer_each
from .codes import SOLVED, UNDECIDED
from .inputs import Input
from .manner import Manner, PageFormat
from .options import answers, argument

ASKED_FOR = "learning"


@answers(PageFormat, "log", "timeout")
def run(
    f: Annotated[str, argument("F", "a function of n, such as n log n")],
    g: Annotated[str, argument("G", "the function to compare it with")],
    *,
    asked: Manner,
) -> int:
    if not (f.strip() and g.strip()):
        raise typer.BadParameter(f"the {'second' if f.strip() else 'first'} function is empty")
    pair = Input(f"{f}  against  {g}")
    return answer_each([pair], asked, lambda _: _answer(f, g, asked), lambda _, problem: _refuse(f, g, problem))


def _answer(f: str, g: str, asked: Manner) -> Reply:
    from recur.solving.comparison import compare

    comparison = compare(f, g, asked.timeout)
    code = UNDECIDED if comparison.order == "undecided" else SOLVED
    if asked.format == "json":
        from recur.writers.json.answers import compare_document

        return Reply(compare_document(f, g, comparison, None), code)
    from recur.documents.solution import comparison as document

    return Reply(asked.written(document(comparison)), code)


def _refuse(f: str, g: str, problem: RecurError) -> JsonObject:
    from recur.writers.json.answers import compare_document

    return compare_document(f, g, None, problem)
