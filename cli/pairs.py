"""Pairs of a recurrence and an answer, as one text each: of the arguments, of the lines of standard input."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from recur.model import LimitExceeded, Place, SyntaxProblem

from .batch import understood
from .inputs import Input, read_inputs

if TYPE_CHECKING:
    from recur.answers.judging.question import Question


def pairs(recurrence: str, answer: str | None) -> Iterator[Input]:
    """Each pair as one text: a JSON object, which no recurrence looks like."""
    if recurrence == "-":
        yield from read_inputs(["-"], joined=False)
    elif answer == "-":
        lines = read_inputs(["-"], joined=False)
        yield from (line if line.problem is not None else Input(_pair(recurrence, line.text)) for line in lines)
    else:
        yield Input(_pair(recurrence, answer))


def _pair(recurrence: str, answer: str | None) -> str:
    return json.dumps({"recurrence": recurrence, "answer": answer})


def parted(line: str) -> tuple[str, str | None]:
    """The recurrence and the answer of a pair: a JSON object, or a line with a tab between them."""
    if not line.startswith("{"):
        recurrence, tab, answer = line.partition("\t")
        return recurrence, answer if tab else None
    try:
        found = json.loads(line)
    except RecursionError:
        raise LimitExceeded("this JSON is nested too deeply", hint='a pair is {"recurrence": …, "answer": …}') from None
    except ValueError as fault:
        place = Place(1, getattr(fault, "colno", 1))
        message = "a line that starts with { must be a JSON object"
        raise SyntaxProblem(message, text=line, place=place, hint=f"JSON says: {fault}") from None
    recurrence, answer = found.get("recurrence"), found.get("answer")
    if not isinstance(recurrence, str) or not isinstance(answer, str | None):
        raise SyntaxProblem('the fields "recurrence" and "answer" must be strings', text=line, place=Place(1, 1))
    return recurrence, answer


def assert_in_order(recurrence: str, answer: str, question: Question) -> None:
    """The recurrence comes first, then what is claimed of it."""
    if not answer.strip():
        raise SyntaxProblem("the answer is empty", text=recurrence, hint='such as "O(n log n)"')
    swapped = "=" in answer and "=" not in recurrence and question.problem is not None
    if swapped and understood(recurrence) is None and understood(answer) is not None:
        meant = f'recur check "{answer}" "{recurrence}"'
        raise SyntaxProblem("the recurrence comes first, then the answer", text=answer, hint=f"did you mean  {meant} ?")
