"""Relations in words: T(0) is 0, T(n) is at most 2T(n/2) + n."""

from __future__ import annotations

from recur.parsing.recurrences.naming import Names
from recur.parsing.text.scanning import Sign
from recur.parsing.text.vocabulary import ASYMPTOTIC_LETTERS
from recur.parsing.text.words import word_kind

_VERBS = frozenset(("is", "equals", "at"))
_BOUNDING = {("at", "most"): "≤", ("at", "least"): "≥", ("bounded", "above", "by"): "≤", ("bounded", "by"): "≤"}


def equated(signs: list[Sign], names: Names) -> list[Sign]:
    """`T(0) is 0`, `T(n) is at most 2T(n/2) + n`: words between a call and a value that are a relation."""
    if _VERBS.isdisjoint([sign.text for sign in signs]):
        return signs
    found: list[Sign] = []
    position = 0
    while position < len(signs):
        sign = signs[position]
        relation, after = _verb(signs, position) if sign.text in _VERBS else ("", position)
        if relation and (relation != "=" or _begins_value(signs, after, names)) and _is_size(signs, position, names):
            found.append(Sign(relation, sign.text, sign.start, signs[after - 1].end, sign.spaced))
            position = after
        else:
            found.append(sign)
            position += 1
    return found


def _verb(signs: list[Sign], position: int) -> tuple[str, int]:
    """The relation that is spoken here, and where it ends; "" where none is."""
    start = position + (signs[position].text != "at")
    for words, relation in _BOUNDING.items():
        if tuple(sign.text for sign in signs[start : start + len(words)]) == words:
            return relation, start + len(words)
    return ("=", start) if start > position else ("", position)


def _is_size(signs: list[Sign], verb: int, names: Names) -> bool:
    """Does T(…) stand right before the verb, or `if n`?"""
    conditional = verb > 1 and word_kind(signs[verb - 2]) == "IF" and names.variable(signs[verb - 1].text) is not None
    return conditional or _ends_call(signs, verb, names)


def _ends_call(signs: list[Sign], end: int, names: Names) -> bool:
    """Does T(…) stand right before here?"""
    depth = 0
    for position in range(end - 1, 0, -1):
        kind = signs[position].kind
        depth += (kind in (")", "]")) - (kind in ("(", "["))
        if depth <= 0:
            return kind in ("(", "[") and signs[position - 1].text in names.functions
    return False


def _begins_value(signs: list[Sign], start: int, names: Names) -> bool:
    """Does a number, a function or the variable stand here, or a single letter that ends the piece?"""
    if start >= len(signs):
        return False
    sign, after = signs[start], signs[start + 1 : start + 2]
    last = not after or after[0].kind in ("newline", ";", ",", ".") or word_kind(after[0]) == "_SEP"
    if sign.kind in ("number", "-", "√", "⌊", "⌈"):
        return True
    if sign.kind != "word":
        return False
    known = sign.text in names.functions or names.variable(sign.text) is not None
    return known or sign.text in ASYMPTOTIC_LETTERS or (last and len(sign.text) == 1)
