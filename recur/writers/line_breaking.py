"""Lines of at most a given width: sentences break at spaces, formulas before an operator if they must.

A no-break space (U+00A0) holds a formula together; it is a plain space again in the lines handed out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recur.writers.characters import columns

GLUE = "\u00a0"
#: A formula shorter than this never breaks inside a sentence.
HELD_TOGETHER = 30
#: A left side so short stays beside what it is equal to, unless that takes more room than this.
SHORT_LEFT_SIDE, LONGEST_START = 10, 60
OPERATORS = ("= ", "≤ ", "≥ ", "<= ", ">= ", "≠ ", "!= ", "~ ", "+ ", "− ", "- ", "· ", "* ", "/ ")
OPENING, CLOSING = "([{⌊⌈", ")]}⌋⌉"


def glue(formula: str) -> str:
    """The formula as one word, or as several that break before its outermost operators when it is long."""
    if columns(formula) <= HELD_TOGETHER:
        return held(formula)
    first, *rest = operands(formula)
    if rest and columns(first) <= SHORT_LEFT_SIDE and columns(first) + columns(rest[0]) < LONGEST_START:
        first, rest = f"{first} {rest[0]}", rest[1:]
    return " ".join(map(held, (first, *rest)))


def held(text: str) -> str:
    """The text as a single word."""
    return text.replace(" ", GLUE)


def operands(formula: str) -> list[str]:
    """The formula cut before every operator outside brackets: ["T(n)", "= 2·T(n/2)", "+ n"]."""
    parts, start, depth = [], 0, 0
    for position, character in enumerate(formula):
        depth += (character in OPENING) - (character in CLOSING)
        if character == " " and not depth and formula.startswith(OPERATORS, position + 1):
            parts.append(formula[start:position])
            start = position + 1
    return [*parts, formula[start:]]


def wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """The words of `text` on lines of at most `width` columns, which start with `first`, then with `rest`."""
    lines, line, used = [], first, columns(first)
    empty = True
    for word in _fitting(text, width - max(columns(first), columns(rest))):
        size = columns(word)
        if not empty and used + 1 + size > width:
            lines.append(line)
            line, used, empty = rest, columns(rest), True
        line, used = (line + word, used + size) if empty else (f"{line} {word}", used + 1 + size)
        empty = False
    return [line.replace(GLUE, " ").rstrip() for line in (*lines, line)]


def _fitting(text: str, room: int) -> Iterator[str]:
    for word in re.split(r"[ \n\t]+", text.strip()):
        yield from _cut(word, max(room, 8))


def _cut(word: str, room: int) -> Iterator[str]:
    """A word that is too wide, cut before its operators, at any space of it or, at last, anywhere."""
    if columns(word) <= room:
        yield word
        return
    spaced = word.replace(GLUE, " ")
    for parts in (operands(spaced), spaced.split(" ")):
        if len(parts) > 1:
            for part in parts:
                yield from _cut(held(part), room)
            return
    piece = ""
    for character in word:
        if columns(piece + character) > room:
            yield piece
            piece = ""
        piece += character
    yield piece
