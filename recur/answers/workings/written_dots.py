"""a + b + … + z in a text, read as one call of its written terms: the parser of formulas knows no dots."""

from __future__ import annotations

import re
from dataclasses import replace

from recur.answers.workings.exact_functions import DOTS
from recur.model import Expr, expressions as ex
from recur.parsing.formulas.building import RelationChain
from recur.parsing.recurrences.reading import Reading

_STOPS = frozenset("=≤≥<>~≈,;:∈")
_ENDING_WORD = re.compile(
    r"\b(?:with|for|where|so|and|which|when|if|since|by|is|be|costs?|equals|total|sum|the)\b", re.I
)


def with_dots_held(text: str) -> tuple[str, str] | None:
    """The text with each a + b + … + z as w(number of terms after the dots, a, b, …, z); None where that cannot be."""
    if "..." not in text:
        return text, ""
    name = next((letter for letter in "wuvh" if letter not in text), "")
    while "..." in text and name:
        place = text.index("...")
        start, end = _begin(text, place), _finish(text, place + 3)
        if text[:place].rstrip().endswith(","):  # 2, 4, 8, …
            text = text[:place].rstrip(", ") + " " + text[place + 3 :].lstrip(", ")
            continue
        before, after = _terms(text[start:place]), _terms(text[place + 3 : end])
        if before is None or after is None or before[-1].strip() or after[0].strip():
            return None
        terms = [*before[:-1], *after[1:]]
        if len(terms) < 2 or not before[:-1] or not after[1:]:
            return None
        text = f"{text[:start]} {name}({len(after) - 1}, {', '.join(terms)}) {text[end:]}"
    return text, name


def _begin(text: str, place: int) -> int:
    depth = 0
    for position in range(place - 1, -1, -1):
        sign = text[position]
        depth += (sign in ")]}") - (sign in "([{")
        if depth < 0 or (depth == 0 and sign in _STOPS):
            return position + 1
    words = list(_ENDING_WORD.finditer(text[:place]))
    return words[-1].end() if words else 0


def _finish(text: str, place: int) -> int:
    depth = 0
    for position in range(place, len(text)):
        sign = text[position]
        depth += (sign in "([{") - (sign in ")]}")
        if depth < 0 or (
            depth == 0 and (sign in _STOPS or (sign == "." and text[position : position + 2] in (".", ". ")))
        ):
            return position
        if depth == 0 and _ENDING_WORD.match(text, position):
            return position
    return len(text)


def _terms(text: str) -> list[str] | None:
    """The terms between plus signs outside brackets; a term that is taken off keeps its sign."""
    terms, depth, current = [], 0, ""
    for sign in text:
        depth += (sign in "([{") - (sign in ")]}")
        if depth == 0 and sign == "+":
            terms.append(current)
            current = ""
        elif depth == 0 and sign in "-−" and current.strip() and current.rstrip()[-1] not in "^*/·(_":
            terms.append(current)
            current = "-"
        else:
            current += sign
    return [*terms, current] if depth == 0 else None


def dots_released(reading: Reading, name: str) -> Reading:
    """The reading with the calls of that name as sums with dots."""
    if not name:
        return reading

    def released(x: Expr) -> Expr:
        if isinstance(x, ex.Call) and x.function == name:
            return ex.Call(DOTS, tuple(map(released, x.arguments)))
        return ex.rebuild(x, released) if x.children else x

    def without(chain: RelationChain) -> RelationChain:
        sides = tuple(released(x) if isinstance(x, Expr) else x for x in chain.sides)
        return RelationChain(sides, chain.relations)

    statements = tuple(replace(s, chain=without(s.chain)) for s in reading.statements)
    return replace(reading, statements=statements)
