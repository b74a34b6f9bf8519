"""Pairs of a recurrence and an answer, or of two functions, as one text each: of arguments, of lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from recur.model import LimitExceeded, Place, SyntaxProblem
from recur.model.records import replace

from .batch import understood
from .inputs import Input, read_inputs

if TYPE_CHECKING:
    from recur.answers.judging.question import Question


#: The fields of a pair: of a question and an answer, of two functions.
QUESTION = "recurrence", "answer"
FUNCTIONS = "f", "g"


def pairs(first: str, second: str | None, names: tuple[str, str] = QUESTION) -> Iterator[Input]:
    """Each pair as one text: a JSON object, which no formula looks like."""
    if first == "-":
        yield from read_inputs(["-"], joined=False)
    elif second == "-":
        lines = read_inputs(["-"], joined=False)
        yield from (line if line.problem else replace(line, text=_pair(first, line.text, names)) for line in lines)
    else:
        yield Input(_pair(first, second, names), shown=first if second is None else f"{first}  against  {second}")


def _pair(first: str, second: str | None, names: tuple[str, str]) -> str:
    return json.dumps(dict(zip(names, (first, second), strict=True)))


def parted(line: str, names: tuple[str, str] = QUESTION) -> tuple[str, str | None]:
    """The two texts of a pair: a JSON object, or a line with a tab between them."""
    if not line.startswith("{"):
        first, tab, second = line.partition("\t")
        return first, second if tab else None
    one, other = names
    try:
        found = json.loads(line)
    except RecursionError:
        shape = f'a pair is {{"{one}": …, "{other}": …}}'
        raise LimitExceeded("this JSON is nested too deeply", hint=shape) from None
    except ValueError as fault:
        place = Place(1, getattr(fault, "colno", 1))
        message = "a line that starts with { must be a JSON object"
        raise SyntaxProblem(message, text=line, place=place, hint=f"JSON says: {fault}") from None
    first, second = found.get(one), found.get(other)
    if not isinstance(first, str) or not isinstance(second, str | None):
        raise SyntaxProblem(f'the fields "{one}" and "{other}" must be strings', text=line, place=Place(1, 1))
    return first, second


def assert_in_order(recurrence: str, answer: str, question: Question) -> None:
    """The recurrence comes first, then what is claimed of it."""
    if not answer.strip():
        raise SyntaxProblem("the answer is empty", text=recurrence, hint='such as "O(n log n)"')
    swapped = "=" in answer and "=" not in recurrence and question.problem is not None
    if swapped and understood(recurrence) is None and understood(answer) is not None:
        meant = f'recur check "{answer}" "{recurrence}"'
        raise SyntaxProblem("the recurrence comes first, then the answer", text=answer, hint=f"did you mean  {meant} ?")
