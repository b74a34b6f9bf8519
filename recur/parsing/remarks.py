"""Readings that are right as they stand and yet may not be what was meant.

2n where 2^n was copied; 2^(log n), where the base that nobody wrote decides the growth. A remark changes
nothing; it is for showing beside the echo of how the text was read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from recur.errors import Place
from recur.expressions import Constant, Number, Symbol
from recur.parsing.faults import Fault, place
from recur.parsing.lexemes import Lexeme
from recur.parsing.reading import read

_BEFORE = frozenset(("_LPAR", "PLUS", "RELATION"))
_AFTER = frozenset(("_RPAR", "PLUS", "RELATION", "IF", "OTHERWISE"))
#: What may stand before the operand of a power: signs, a function and its decorations, a call.
_PREFIXES = frozenset(("MINUS", "PLUS", "FUN", "CALL", "ASYMPTOTIC", "SUB", "SUP", "_OF"))


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
    return (*found, *_unstated_bases(text, reading.lexemes))


def _unstated_bases(text: str, statements: tuple[tuple[Lexeme, ...], ...]) -> Iterator[Remark]:
    """One remark on the first exponent with a log without a base; the suggestion writes lg for every such log."""
    places = [(lexemes, position) for lexemes in statements for position in range(len(lexemes))]
    first = next((log for lexemes, at in places if (log := _deciding_log(lexemes, at)) is not None), None)
    if first is None:
        return
    suggestion = text
    logs = [lexemes[at] for lexemes, at in places if _is_unbased(lexemes, at)]
    for log in sorted(logs, key=lambda lexeme: lexeme.start, reverse=True):
        written = text[log.start : log.end]
        suggestion = suggestion[: log.start] + ("\\lg" if written[0] == "\\" else "lg") + suggestion[log.end :]
    message = "log is read as the natural logarithm here, where the base matters; write lg for base 2"
    yield Remark(message, place(text, first.start, first.end), suggestion)


def _deciding_log(lexemes: tuple[Lexeme, ...], position: int) -> Lexeme | None:
    """The log without a base in the exponent after this ^, unless the base is e or logs are divided by logs."""
    if lexemes[position].type != "CARET" or lexemes[position - 1].value == Constant("e"):
        return None
    stop = _operand_end(lexemes, position + 1)
    logs = [at for at in range(position + 1, stop) if _is_unbased(lexemes, at)]
    if not logs or any(lexemes[at - 1].type == "OVER" for at in logs):
        return None
    base_is_number = lexemes[position - 1].type == "NUMBER"
    if base_is_number and not any(isinstance(lexeme.value, Symbol) for lexeme in lexemes[position:stop]):
        return None  # 2^(log 3) is a constant
    return lexemes[logs[0]]


def _is_unbased(lexemes: tuple[Lexeme, ...], position: int) -> bool:
    """log n, log^2 n and log(n), but neither log_2 n nor log(n, 2)."""
    if lexemes[position].type != "FUN" or lexemes[position].value != "log":
        return False
    position += 1
    while lexemes[position].type == "SUP":
        position = _operand_end(lexemes, position + 1)
    if lexemes[position].type == "SUB":
        return False
    return not (lexemes[position].type == "_LPAR" and _has_comma(lexemes, position))


def _has_comma(lexemes: tuple[Lexeme, ...], position: int) -> bool:
    """Do the brackets that are opened here hold two arguments?"""
    depth = 0
    for lexeme in lexemes[position:]:
        depth += (lexeme.type == "_LPAR") - (lexeme.type == "_RPAR")
        if not depth or (depth == 1 and lexeme.type == "_COMMA"):
            return depth == 1
    return False


def _closing(lexemes: tuple[Lexeme, ...], position: int) -> int:
    """Where the bracket that is opened here is closed."""
    depth = 0
    for at in range(position, len(lexemes)):
        depth += (lexemes[at].type == "_LPAR") - (lexemes[at].type == "_RPAR")
        if not depth:
            return at
    return len(lexemes) - 1


def _operand_end(lexemes: tuple[Lexeme, ...], position: int) -> int:
    """The position after the power that starts here: -n, (…), log n, log^2 n!, T(n), n^2^n."""
    while position < len(lexemes) and lexemes[position].type in _PREFIXES:
        if lexemes[position].type in ("SUB", "SUP"):
            position = _operand_end(lexemes, position + 1)
        else:
            position += 1
    if position < len(lexemes) and lexemes[position].type == "_LPAR":
        position = _closing(lexemes, position)
    position += 1
    while position < len(lexemes) and lexemes[position].type in ("BANG", "CARET", "_TIGHT"):
        position = position + 1 if lexemes[position].type == "BANG" else _operand_end(lexemes, position + 1)
    return position


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
