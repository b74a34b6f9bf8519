"""Loops without a header are the body of a procedure T, in the free names of their bounds."""

import re
from collections.abc import Sequence

from recur.model.patterns import regex
from recur.parsing.programs.layout import HEADER, ProgramLine
from recur.parsing.programs.line_kinds import ASSIGNED, line_kind

_LOOPS = ("for", "while", "parallel", "repeat")
_NAME = regex(r"[A-Za-z_Α-ωα-ω]\w*['′]*(?!\s*\()")
_WORDS = frozenset(
    ("for", "each", "all", "to", "downto", "down", "by", "step", "do", "in", "from", "until", "upto", "up", "while",
     "and", "or", "not", "parallel", "repeat", "loop", "then", "if", "mod", "div", "int", "let", "set", "times",
     "floor", "ceil", "log", "lg", "sqrt", "is", "of", "through", "begin", "with", "true", "false")
)  # fmt: skip
_SET = regex(rf"\s*(?:int\s+|let\s+|set\s+|for\s+(?:each\s+)?)?({_NAME.pattern})\s*{ASSIGNED}", re.IGNORECASE)


def header_of_fragment(lines: Sequence[ProgramLine]) -> tuple[ProgramLine, re.Match[str]] | None:
    """A header for lines that have none, where a loop is among them and its bounds name what they are in."""
    loops = [line for line in lines if line_kind(line).name in _LOOPS]
    if not loops:
        return None
    own = {match[1] for line in lines if (match := _SET.match(line.text)) is not None}
    own |= {match[1] for line in loops if (match := re.match(r"\w+\s+(?:each\s+)?(\w+)\s+(?:from|in)\b", line.text))}
    found = dict.fromkeys(name for line in loops for name in _NAME.findall(line.text))
    # the bounds of what the loops count with: i = n, and while i > 0
    for line in lines:
        if (match := _SET.match(line.text)) is not None and match[1] in found and line not in loops:
            found |= dict.fromkeys(_NAME.findall(line.text[match.end() :]))
    free = [name for name in found if name.lower() not in _WORDS and name not in own]
    if not free:
        return None
    text = f"T({', '.join(free)}):"
    header = ProgramLine(text, -1, min(line.column for line in lines) - 1)
    match = HEADER.fullmatch(text)
    return None if match is None else (header, match)
