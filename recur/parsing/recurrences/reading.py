"""Cleaned, scanned, arranged and parsed: a text as statements; and what lark objects to, in words."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lark import Lark, UnexpectedToken
from lark.lexer import Lexer

from recur.model.expressions import depth
from recur.model.limits import MAX_DEPTH
from recur.parsing.faults import Fault, beyond_limit
from recur.parsing.formulas.arranger import Arranger
from recur.parsing.formulas.building import Builder, Span, Statement
from recur.parsing.recurrences.doubts import refuse_doubts
from recur.parsing.recurrences.naming import Names, find_names
from recur.parsing.recurrences.residues import residues
from recur.parsing.text.cleaning import clean
from recur.parsing.text.coverage import Skipped, passed_over
from recur.parsing.text.lexemes import Lexeme
from recur.parsing.text.prose import drop_prose
from recur.parsing.text.scanning import scan


@dataclass(frozen=True, slots=True)
class Reading:
    """The statements of a text, the lexemes each was read from, the names found in it, and what was passed over."""

    statements: tuple[Statement, ...]
    lexemes: tuple[tuple[Lexeme, ...], ...]
    names: Names
    skipped: tuple[Skipped, ...] = ()


class Arranged(Lexer):
    """Hands lark the lexemes that are already there."""

    def __init__(self, lexer_conf: object) -> None:
        pass

    def lex(self, data: Any, parser_state: Any = None) -> Iterator[Any]:
        return iter(data)


@cache
def tables() -> Lark:
    """The LALR tables, kept in the user's cache folder when that can be written."""
    options: dict[str, Any] = {
        "parser": "lalr",
        "lexer": Arranged,
        "start": "system",
        "transformer": Builder(),
        "maybe_placeholders": False,
    }
    path = tables_path()
    if path is not None:
        try:
            return Lark.open_from_package("recur.grammar", "recurrence.lark", cache=str(path), **options)
        except OSError:
            pass
    return Lark.open_from_package("recur.grammar", "recurrence.lark", **options)


def tables_path() -> Path | None:
    """A file of this user alone: lark's tables are pickled, so nobody else may write there."""
    if sys.platform == "win32":
        root = os.environ.get("LOCALAPPDATA")
    else:
        root = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    if not root or not os.path.isabs(root):
        return None
    folder = Path(root) / "recur"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except OSError:
        return None
    if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022):
        return None
    return folder / f"recurrence-{sys.version_info[0]}.{sys.version_info[1]}.tables"


def read(text: str, variable: str | None = None) -> Reading:
    """The statements of the text; raises Fault."""
    cleaned, skipped = clean(text)
    names = find_names(cleaned, variable)
    refuse_doubts(text, names)
    signs = scan(cleaned)
    kept = drop_prose(residues(signs, names), names)
    lexemes = Arranger(list(kept), names).arrange()
    if not lexemes:
        if any(sign.kind not in ("word", "newline") for sign in signs):
            Arranger(signs, names).arrange()  # says what is wrong with what was taken for prose
        message = "there is nothing to read" if not text.strip() else "there is no formula here, only words"
        raise Fault(message, 0, max(1, len(text)), advice="such as T(n) = 2T(n/2) + n, or a formula such as n log n")
    try:
        statements: Any = tables().parse(lexemes)
    except UnexpectedToken as error:
        raise _explain(error, lexemes) from None
    skipped += passed_over(signs, kept, lexemes, names)
    found = Reading(tuple(statements), _split(lexemes), names, tuple(sorted(skipped, key=lambda span: span.start)))
    _refuse_deep(found)
    return found


#: A quotient is a product with a power, and no other lexeme with what belongs to it makes as much of a formula.
_LEVELS_OF_A_LEXEME = 2


def _refuse_deep(found: Reading) -> None:
    """What is read, solved and written by going down the formula needs Python's stack for each level."""
    for statement, lexemes in zip(found.statements, found.lexemes, strict=False):
        if _LEVELS_OF_A_LEXEME * len(lexemes) <= MAX_DEPTH:
            continue
        for chain in filter(None, (statement.chain, statement.condition)):
            for side in chain.sides:
                levels = max(map(depth, (side.low, side.high) if isinstance(side, Span) else (side,)))
                if levels > MAX_DEPTH:
                    message = f"a formula of {levels} levels, one in the other; at most {MAX_DEPTH} are read"
                    raise beyond_limit(message, lexemes[0].start, lexemes[-1].end)


def _split(lexemes: list[Lexeme]) -> tuple[tuple[Lexeme, ...], ...]:
    parts: list[tuple[Lexeme, ...]] = []
    start = 0
    for position, lexeme in enumerate(lexemes):
        if lexeme.type == "_SEP":
            parts.append(tuple(lexemes[start:position]))
            start = position + 1
    parts.append(tuple(lexemes[start:]))
    return tuple(parts)


_SHOWN = {
    "PLUS": "+", "MINUS": "-", "TIMES": "*", "OVER": "/", "CARET": "^", "BANG": "!", "_LPAR": "(", "_RPAR": ")",
    "_COMMA": ",", "IF": "if", "OTHERWISE": "otherwise", "DOTS": "..",
}  # fmt: skip
_EXPECTS_TERM = frozenset(
    ("PLUS", "MINUS", "TIMES", "OVER", "CARET", "RELATION", "_LPAR", "_COMMA", "IF", "DOTS", "_OF")
)


def _explain(error: UnexpectedToken, lexemes: list[Lexeme]) -> Fault:
    """The first lexeme that fits nowhere, in the user's terms."""
    token: Any = error.token
    ended = token.type in ("$END", "_SEP")
    position = len(lexemes) if token.type == "$END" else lexemes.index(token)
    previous = lexemes[position - 1] if position else None
    if previous is not None and previous.type in _EXPECTS_TERM:
        message = f"after {_show(previous)} a number, a name or a bracket is expected"
        return Fault(message, previous.start, previous.end)
    if ended and previous is not None:
        return Fault(f"the formula breaks off after {_show(previous)}", previous.start, previous.end)
    return Fault(f"{_show(token)} cannot stand here", token.start, token.end)


def _show(lexeme: Lexeme) -> str:
    if lexeme.type == "RELATION":
        return f"'{lexeme.value}'"
    if lexeme.type in _SHOWN:
        return f"'{_SHOWN[lexeme.type]}'"
    value = lexeme.value
    name = getattr(value, "name", None)
    if isinstance(value, str) and value:
        return f"'{value}'"
    return f"'{name}'" if name else "this" if lexeme.type != "NUMBER" else "a number"
