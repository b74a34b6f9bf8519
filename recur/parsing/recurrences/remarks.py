"""Readings that are right as they stand and yet may not be what was meant.

2n where 2^n was copied. A remark changes nothing; it is for showing beside the echo of how the text was read.
"""

from __future__ import annotations

from dataclasses import dataclass

from recur.model.errors import Place
from recur.model.expressions import Number, Symbol
from recur.parsing.faults import Fault, place
from recur.parsing.recurrences.reading import read
from recur.parsing.text.scanning import Lexeme

_BEFORE = frozenset(("_LPAR", "PLUS", "RELATION"))
_AFTER = frozenset(("_RPAR", "PLUS", "RELATION", "IF", "OTHERWISE"))


@dataclass(frozen=True, slots=True)
class Remark:
    """What may have been meant at a place, and the whole text with that in it."""

    message: str
    place: Place
    suggestion: str


def remarks(text: str, variable: str | None = None) -> tuple[Remark, ...]:
    """Remarks on a text that can be read; none on one that cannot.

    >>> remarks("O(2n)", "n")[0].suggestion
    'O(2^n)'
    """
    try:
        reading = read(text, variable)
    except Fault:
        return ()
    found = []
    for lexemes in reading.lexemes:
        for position in range(1, len(lexemes) - 1):
            if not _lost_exponent(lexemes, position):
                continue
            number, name = lexemes[position - 1], lexemes[position + 1]
            plain = text[number.start : name.end]
            raised = f"{text[number.start : number.end]}^{text[name.start : name.end]}"
            suggestion = text[: number.end] + "^" + text[name.start :]
            message = f"{plain} is read as a product: if a superscript was lost on the way, write {raised}"
            found.append(Remark(message, place(text, number.start, name.end), suggestion))
    return tuple(found)


def _lost_exponent(lexemes: tuple[Lexeme, ...], position: int) -> bool:
    """Is this the middle of a term such as 2n, written without a sign, alone in a bound or added to calls?"""
    number, sign, name = lexemes[position - 1 : position + 2]
    if sign.type != "TIMES" or sign.start != sign.end or name.start != number.end:
        return False
    if number.type != "NUMBER" or name.type != "NAME" or not isinstance(name.value, Symbol):
        return False
    value = number.value
    if not isinstance(value, Number) or value.value.denominator != 1 or value.value < 2 or value.decimal:
        return False
    before = lexemes[position - 2] if position > 1 else None
    after = lexemes[position + 2] if position + 2 < len(lexemes) else None
    if (before is not None and before.type not in _BEFORE) or (after is not None and after.type not in _AFTER):
        return False
    if before is None:
        return False
    if before.type != "_LPAR":
        return value.value == 2
    return position > 2 and lexemes[position - 3].type == "ASYMPTOTIC"
