"""What the grammar is fed: a type of grammar/recurrence.lark, a value, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass


class Lexeme:
    """A terminal of the grammar."""

    __slots__ = ("end", "start", "type", "value")

    def __init__(self, type: str, value: object, start: int, end: int) -> None:
        self.type = type
        self.value = value
        self.start = start
        self.end = end

    def __repr__(self) -> str:
        return f"{self.type}({self.value!r})"


@dataclass(slots=True)
class Bracket:
    """An open bracket: what closes it, what it is for, and how deep the chain of operators around it is."""

    closing: str
    role: str
    start: int
    end: int
    chain: int


#: Roles in which a comma separates arguments.
LISTS = frozenset(("call", "function", "big call"))
#: Roles in which an equation gives the range of an index.
RANGES = frozenset(("lower", "big call"))
