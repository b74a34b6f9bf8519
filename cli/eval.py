"""Evaluate a recurrence exactly, however long the numbers are.

examples:
  recur eval "T(n)=2T(n/2)+n, T(1)=1" 10^18 2^4000
  recur eval "T(n)=T(n-1)+T(n-2), T(0)=0, T(1)=1" 100 --full
  recur eval --rounding ceiling --json "T(n)=T(n/2)+1, T(1)=0" 1000
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from recur.model.errors import RecurError

from .answering import JsonObject, Reply, answer_each, reading_of
from .codes import SOLVED, code_of
from .inputs import read
from .options import Manner, Table, answers
from .terminal import printable

if TYPE_CHECKING:
    from recur.evaluation.evaluator import Value
    from recur.model.recurrence import System

ASKED_FOR = "learning"

#: A number of more digits is shown by its first and last ones, with their count.
LONGEST = 48
SHOWN_FIRST, SHOWN_LAST = 24, 12
#: of the time allowed: sizes are answered from the smallest on, and those that were are told in what is left.
SHARE = 0.8


class Rounding(StrEnum):
    FLOOR = "floor"
    CEILING = "ceiling"
    EXACT = "exact"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of every recurrence."""

    sizes: list[str]
    function: str | None
    rounding: str
    full: bool
    manner: Manner


@answers(Table, "log", "timeout")
def run(
    recurrence: Annotated[
        str, typer.Argument(metavar="RECURRENCE", help="a recurrence, or - for one a line from standard input")
    ],
    sizes: Annotated[
        list[str], typer.Argument(metavar="N...", help="a whole number, or a formula such as 10^18 or 2^4000")
    ],
    function: Annotated[
        str | None,
        typer.Option("--function", metavar="NAME", help="which function of a system (default: the last one)"),
    ] = None,
    rounding: Annotated[
        Rounding,
        typer.Option("--rounding", help="what happens to a size such as n/2 of an odd n (exact refuses it)"),
    ] = Rounding.FLOOR,
    full: Annotated[bool, typer.Option("--full", help="write every digit of long numbers")] = False,
    *,
    asked: Manner,
) -> int:
    if "(" not in recurrence and recurrence != "-" and any("=" in size for size in sizes):
        raise typer.BadParameter("the recurrence comes first, then the sizes")
    question = Question(sizes, function, rounding.value, full, asked)
    return answer_each(read([recurrence]), asked, lambda text: _answer(text, question), _refuse)


def _answer(text: str, question: Question) -> Reply:
    from recur.parsing import parse

    system = parse(text)
    from recur.evaluation.evaluator import evaluate_each  # after the parse: a syntax error need not wait for it

    seconds = question.manner.timeout
    values = evaluate_each(
        system,
        question.sizes,
        function=question.function,
        rounding=question.rounding,
        timeout=None if seconds is None else SHARE * seconds,
    )
    problem = next((value for value in values if isinstance(value, RecurError)), None)
    found = tuple(value for value in values if not isinstance(value, RecurError))
    if problem is not None and not found:
        raise problem
    code = SOLVED if problem is None else code_of(problem.kind)
    if question.manner.format == "json":
        from recur.writers.json.answers import eval_document

        if problem is not None:
            missed = question.sizes[values.index(problem)]
            problem = copy(problem)
            problem.message = f"{found[0].function}({missed}): {problem.message}"
        return Reply(eval_document(text, system, found, problem), code)
    return Reply(_page(system, values, question), code)


def _page(system: System, values: tuple[Value | RecurError, ...], question: Question) -> str:
    """The reading, one line for each size, then what was rounded or assumed."""
    from recur.writers.page import INDENT, Page

    style = question.manner.look()
    page = Page(style.width, style.unicode, style.colour)
    found = [value for value in values if not isinstance(value, RecurError)]
    lefts = [f"{found[0].function}({printable(size)})" for size in question.sizes]
    edge = max(map(len, lefts))
    for left, value in zip(lefts, values, strict=True):
        if isinstance(value, RecurError):
            page.lines.append(f"{INDENT}{left.ljust(edge)}   {page.words(f'no value: {value.message}')}")
            continue
        equals = "=" if value.exact else page.words("≈")
        shown = value.text if question.full else page.words(_shortened(value.text))
        page.lines.append(f"{INDENT}{left.ljust(edge)} {equals} {page.styled(shown, 'bound')}")
    page.blank()
    for sentence in dict.fromkeys(s for v in found for s in (v.rounding, v.assumed, v.taken, v.read_as) if s):
        page.labelled("Note", page.words(sentence + "."))
    if not all(value.exact for value in found):
        page.labelled("Note", page.words("digits after ≈ are certain, and cut off rather than rounded."))
    return reading_of(system, style) + "\n\n" + page.text()


def _shortened(text: str) -> str:
    """A fraction or number with its long parts as first digits … last digits (count)."""
    return "/".join(_first_and_last(part) for part in text.split("/"))


def _first_and_last(number: str) -> str:
    digits = len(number.lstrip("-"))
    if digits <= LONGEST:
        return number
    return f"{number[:SHOWN_FIRST]}…{number[-SHOWN_LAST:]} ({digits:,} digits)"


def _refuse(text: str, problem: RecurError) -> JsonObject:
    from recur.writers.json.answers import eval_document

    return eval_document(text, None, (), problem)
