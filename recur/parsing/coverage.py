"""Nothing typed vanishes: every sign stands in a lexeme, or in a span that was passed over under a name.

Cleaning passes over markup, typesetting, labels and comments; prose over words and the pieces between them that
state nothing; arranging over marks that only set things apart. What is in none of them was lost: a fault.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from recur.parsing.faults import Fault
from recur.parsing.lexemes import Lexeme
from recur.parsing.scanning import Sign
from recur.parsing.vocabulary import WORDS

#: Marks that set statements, branches and indices apart: the arrangement of the lexemes says what they say.
_APART = {
    ",": "separator", ";": "separator", ".": "separator", "¿": "separator", ":": "separator",
    "_": "subscript", "…": "digits left out",
}  # fmt: skip
_INK = re.compile(r"\S+")
_CONNECTIVES = frozenset(("_SEP", "THEN", "IF", "OTHERWISE"))
_SIGNS_OF_FORMULAS = frozenset("+-·/^=<>≤≥≠~∈⇒√⌊⌋⌈⌉Σ") | {"number", "super", "sub", "//"}


@dataclass(frozen=True, slots=True)
class Skipped:
    """text[start:end], read as something that states nothing: its kind is a name, such as "words" or "layout"."""

    start: int
    end: int
    kind: str


def blanked(before: str, after: str, kind: str) -> list[Skipped]:
    """What a stage of cleaning has turned into blanks and line breaks, sign for sign."""
    if before == after:
        return []
    found: list[Skipped] = []
    for run in _INK.finditer(before):
        if after[run.start() : run.end()] == run[0]:
            continue
        for position in range(run.start(), run.end()):
            if not after[position].isspace():
                continue
            if found and found[-1].end == position:
                found[-1] = Skipped(found[-1].start, position + 1, kind)
            else:
                found.append(Skipped(position, position + 1, kind))
    return found


def passed_over(signs: list[Sign], kept: list[Sign], lexemes: Sequence[Lexeme]) -> list[Skipped]:
    """The signs in no lexeme, under the names of why; raises Fault for one that nothing accounts for.

    `kept` are the signs that prose left for the arranger.
    """
    read = {lexeme.start for lexeme in lexemes if lexeme.type != "_SEP" and lexeme.end > lexeme.start}
    missed = [sign for sign in signs if sign.start not in read and sign.kind != "newline"]
    if not missed:
        return []
    wide = [(x.start, x.end) for x in lexemes if x.end - x.start > 1 and x.type != "_SEP"]
    missed = [sign for sign in missed if not any(start < sign.start < end for start, end in wide)]
    arranged = {sign.start: sign for sign in kept if sign.end > sign.start}
    return [Skipped(sign.start, sign.end, _kind(sign, arranged.get(sign.start))) for sign in missed]


def _kind(sign: Sign, arranged: Sign | None) -> str:
    """Why a sign is in no lexeme; `arranged` is what prose made of it, if it left it for the arranger at all."""
    kept = arranged or sign
    if kept.kind in _APART:
        return _APART[kept.kind]
    word = WORDS.get(kept.text.lower()) if kept.kind == "word" else None
    if word is not None and word.kind in _CONNECTIVES:
        return "connective"
    if arranged is not None:
        raise Fault(f"nothing tells what this {sign.text!r} is to mean here", sign.start, sign.end)
    return "remark" if sign.kind in _SIGNS_OF_FORMULAS else "words"
