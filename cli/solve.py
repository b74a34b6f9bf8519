"""Solve recurrences: the tight bound, the theorem, the derivation.

examples:
  recur solve "4T(n/2)+1"
  recur solve "T(n) = 2T(n/2) + n/log n" --brief
  recur solve "M(n) = 8M(n/2) + A(n); A(n) = 4A(n/2) + 1" --format latex
  recur solve "C(n,k) = C(n-1,k-1) + C(n-1,k), C(n,0) = C(n,n) = 1"
  recur solve --constants "T(n) = 2T(n/2) + n"
  recur solve --gf "a_n = 5a_{n-1} - 6a_{n-2}, a_0 = 1, a_1 = 4"
  recur solve --json - < recurrences.txt
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

from recur.model import InvalidRecurrence, RecurError

from .batch import JsonObject, Reply, answer_each, understood
from .inputs import read_inputs
from .manner import Manner, PageFormat
from .options import answers, argument, option

if TYPE_CHECKING:
    from recur.model.several import MultivariateRecurrence

ASKED_FOR = "learning"
WARM = ("T(n) = 2T(n/2) + n", "T(n) = 3T(n-1) + n, T(0) = 1")


@answers(PageFormat, "gf", "why", "log", "jobs", "timeout")
def run(
    recurrences: Annotated[
        list[str],
        argument("RECURRENCE...", "a recurrence or a system (separated by ;), or - for one a line from standard input"),
    ],
    steps: Annotated[bool, option("--steps/--brief", "write the derivation, or only the bound and the reason")] = True,
    constants: Annotated[
        bool, option("--constants", "c₁·g(n) ≤ T(n) ≤ c₂·g(n) for every n from an explicit size on")
    ] = False,
    *,
    asked: Manner,
) -> int:
    answer = partial(_answer, asked=asked, steps=steps, constants=constants)
    return answer_each(read_inputs(recurrences), asked, answer, _refuse, warm=WARM)


def _answer(text: str, asked: Manner, steps: bool, constants: bool = False) -> Reply:
    from recur.model import System
    from recur.parsing import parse_any

    system = parse_any(text)
    if not isinstance(system, System):
        if constants or asked.gf:
            raise InvalidRecurrence("--constants and --gf are for functions of one size")
        return _answer_several(text, system, asked, steps)
    from recur.solving.solver import solve_all  # after the parse: a syntax error need not wait for the methods

    solutions = solve_all(system, asked.timeout, gf=asked.gf, general=asked.format == "json")
    if constants:
        from recur.proofs.constants import with_constant_factors

        solutions = tuple(with_constant_factors(solution, asked.timeout) for solution in solutions)
    if asked.format == "json":
        from recur.writers.json.answers import solve_document

        return Reply(solve_document(text, system, solutions, None))
    aside = _doubts(text, asked) if asked.format == "text" else ""
    from recur.documents.solution import document

    return Reply(asked.written(document(solutions, steps, system)), aside=aside)


def _answer_several(text: str, recurrence: MultivariateRecurrence, asked: Manner, steps: bool) -> Reply:
    from recur.solving.several.joint_solver import solve_multivariate

    solution = solve_multivariate(recurrence, asked.timeout)
    if asked.format == "json":
        from recur.writers.json.several import solved_several

        return Reply(solved_several(text, recurrence, solution))
    from recur.documents.several import document

    return Reply(asked.written(document(solution, steps)))


def _doubts(text: str, asked: Manner) -> str:
    """For standard error: what was read as it stands, and may have been meant otherwise (2n for 2^n)."""
    from recur.documents.given import doubt
    from recur.parsing.recurrences.reading import remarks
    from recur.writers.text import render

    style = asked.look_aside()
    doubts = [render((doubt(remark, text),), style.width, style.unicode, style.colour) for remark in remarks(text)]
    return "".join(f"{told}\n" for told in doubts)


def _refuse(text: str, problem: RecurError) -> JsonObject:
    from recur.writers.json.answers import solve_document

    return solve_document(text, understood(text), (), problem)
