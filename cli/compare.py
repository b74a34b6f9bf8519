"""Compare the growth of two functions: which grows faster, and why.

examples:
  recur compare "n^(log n)" "2^(sqrt n)"
  recur compare "3^(log_2 n)" "n^(log_2 3)"
  recur compare --json "lg(n!)" "n lg n"
  recur compare --json - < pairs.jsonl
a line of pairs:
  {"f": "n log n", "g": "n^2"}
  or the two functions with a tab between them
"""

from __future__ import annotations

from functools import partial
from typing import Annotated

from recur.model import RecurError, SyntaxProblem

from .batch import JsonObject, Reply, answer_each
from .codes import SOLVED, UNDECIDED
from .manner import Manner, PageFormat
from .options import answers, argument
from .pairs import FUNCTIONS, pairs, parted
from .words import Misused

ASKED_FOR = "learning"
WARM = ("n log n\tn^(3/2)",)


@answers(PageFormat, "log", "jobs", "timeout")
def run(
    f: Annotated[str, argument("F", "a function of n, such as n log n, or - for a pair a line from standard input")],
    g: Annotated[str | None, argument("[G]", "the function to compare it with, or - for one a line")] = None,
    *,
    asked: Manner,
) -> int:
    if f != "-" and not (f.strip() and g and g.strip()):
        missing = "the second function is missing" if g is None else "the second function is empty"
        raise Misused(missing if f.strip() else "the first function is empty")
    return answer_each(pairs(f, g, FUNCTIONS), asked, partial(_answer, asked=asked), _refuse, warm=WARM)


def _answer(line: str, asked: Manner) -> Reply:
    f, g = parted(line, FUNCTIONS)
    if g is None:
        raise SyntaxProblem("two functions are compared, with a tab between them", text=line)
    from recur.solving.comparison import compare

    comparison = compare(f, g, asked.timeout)
    code = UNDECIDED if comparison.order == "undecided" else SOLVED
    if asked.format == "json":
        from recur.writers.json.answers import compare_document

        return Reply(compare_document(f, g, comparison, None), code)
    from recur.documents.solution import comparison as document

    return Reply(asked.written(document(comparison)), code)


def _refuse(line: str, problem: RecurError) -> JsonObject:
    from recur.writers.json.answers import compare_document

    try:
        f, g = parted(line, FUNCTIONS)
    except RecurError:
        f, g = line, None
    return compare_document(f, g or "", None, problem)
