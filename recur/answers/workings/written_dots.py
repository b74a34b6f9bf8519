"""a + b + … + z and a · b · … · z in a text, read as calls: the parser of formulas knows no dots."""

from __future__ import annotations

import re
from collections.abc import Collection

from recur.answers.workings.exact_functions import DOTS, OPEN_DOTS, PRODUCT_DOTS
from recur.model import Expr, expressions as ex
from recur.model.patterns import regex
from recur.model.records import frozen, replace
from recur.parsing.formulas.building import RelationChain
from recur.parsing.recurrences.reading import Reading

_STOPS = frozenset("=≤≥<>~≈,;:∈")
_ENDING_WORD = regex(r"\b(?:with|for|where|so|and|which|when|if|since|by|is|be|costs?|equals|total|sum|the)\b", re.I)


@frozen
class HeldDots:
    """A text whose dots stand as calls: of the name `sums` for a + … + z, of `products` for a · … · z."""

    text: str
    sums: str = ""
    products: str = ""


def with_dots_held(text: str, functions: Collection[str]) -> HeldDots | None:
    """Each a + b + … + z as w(number of terms after the dots, a, b, …, z), each product alike; None: that cannot be.

    a + b + c + … without an end has none after its dots.
    """
    if "..." not in text:
        return HeldDots(text)
    free = [letter for letter in "wuvhzyxqgrsp" if letter not in text]
    if len(free) < 2:
        return None
    name, of_products = free[:2]
    while "..." in text:
        place = text.index("...")
        if _is_between_factors(text, place):
            held = _with_product_held(text, place, of_products, functions)
            if held is None:
                return None
            text = held
            continue
        start, end = _begin(text, place), _finish(text, place + 3)
        if text[:place].rstrip().endswith(","):  # 2, 4, 8, …
            text = text[:place].rstrip(", ") + " " + text[place + 3 :].lstrip(", ")
            continue
        before, after = _terms(text[start:place]), _terms(text[place + 3 : end])
        if before is None or after is None or before[-1].strip() or after[0].strip():
            return None
        terms = [*before[:-1], *after[1:]]
        if len(terms) < (2 if after[1:] else 3) or not before[:-1]:
            return None
        text = f"{text[:start]} {name}({len(after) - 1}, {', '.join(terms)}) {text[end:]}"
    return HeldDots(text, name, of_products)


def _is_between_factors(text: str, place: int) -> bool:
    before, after = text[:place].rstrip(), text[place + 3 :].lstrip()
    return before[-1:] not in ("", "+", "-", "−", ",", "=") and after[:1] not in ("", "+", "-", "−", ",", "=", ".")


def _with_product_held(text: str, place: int, name: str, functions: Collection[str]) -> str | None:
    """n(n − 1) … (n − k + 1) as v(1, n, n − 1, n − k + 1)"""
    start, end = _begin_of_term(text, place), _finish_of_term(text, place + 3)
    before, after = _factors(text[start:place], functions), _factors(text[place + 3 : end], functions)
    if not before or not after:
        return None
    return f"{text[:start]} {name}({len(after)}, {', '.join((*before, *after))}) {text[end:]}"


def _begin_of_term(text: str, place: int) -> int:
    start = _begin(text, place)
    depth = 0
    for position in range(place - 1, start - 1, -1):
        depth += (text[position] in ")]}") - (text[position] in "([{")
        if depth == 0 and text[position] in "+-−":
            return position + 1
    return start


def _finish_of_term(text: str, place: int) -> int:
    end = _finish(text, place)
    depth = 0
    for position in range(place, end):
        depth += (text[position] in "([{") - (text[position] in ")]}")
        if depth == 0 and text[position] in "+-−":
            return position
    return end


_FACTOR = regex(r"\s*(?:[·*×]|\\cdot\b|\\times\b)?\s*(?:([A-Za-z]\w*)(\s*\()?|(\d+)|(\())")


_POWER = regex(r"(?:\s*\^\s*(?:\w+|\{[^{}]*\}|\([^()]*\)))?")


def _factors(text: str, functions: Collection[str]) -> list[str] | None:
    """n(n − 1) is n · (n − 1), and T(n − 1) one factor."""
    found, position = [], 0
    while text[position:].strip(" ·*×"):
        match = _FACTOR.match(text, position)
        if match is None:
            return None
        name, called, number, bracket = match.groups()
        end = match.end()
        if bracket or (called and (name in functions or len(name) > 1)):
            end = _closing(text, end)
        elif called:
            end = match.start(2)
        if end < 0:
            return None
        end = _POWER.match(text, end).end()  # type: ignore[union-attr]
        found.append(text[match.start(1) if name else match.start(3) if number else match.start(4) : end])
        position = end
    return found


def _closing(text: str, position: int) -> int:
    """Behind the bracket that closes the one before the position; −1 where none does."""
    depth = 1
    while depth and position < len(text):
        depth += (text[position] in "([{") - (text[position] in ")]}")
        position += 1
    return -1 if depth else position


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


def dots_released(reading: Reading, held: HeldDots) -> Reading:
    """The reading with those calls as sums and products with dots."""
    names = {held.sums: DOTS, held.products: PRODUCT_DOTS}
    names.pop("", None)
    if not names:
        return reading

    def released(x: Expr) -> Expr:
        if isinstance(x, ex.Call) and x.function == held.sums and x.arguments[0] == ex.ZERO:
            return ex.Call(OPEN_DOTS, tuple(map(released, x.arguments[1:])))
        if isinstance(x, ex.Call) and x.function in names:
            return ex.Call(names[x.function], tuple(map(released, x.arguments)))
        return ex.rebuild(x, released) if x.children else x

    def without(chain: RelationChain) -> RelationChain:
        sides = tuple(released(x) if isinstance(x, Expr) else x for x in chain.sides)
        return RelationChain(sides, chain.relations)

    statements = tuple(replace(s, chain=without(s.chain)) for s in reading.statements)
    return replace(reading, statements=statements)
