"""How the sizes of a claim are said to grow: "for m, n → ∞", "as n → ∞ and fixed k", "with k constant".

Such words state no equation, and a reader that passes over them answers another question: what is Θ(n log n) for fixed
m need not be Θ(n log n) where m grows too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from recur.model.patterns import regex
from recur.parsing.faults import Fault
from recur.parsing.text.blanks import blank

#: No end of a longer word, and few words in a row: each would be looked through from each of its letters on.
_NAME = r"\$?\\?(?<![^\W\d_])[^\W\d_]+\$?"
_NAMES = rf"{_NAME}(?:\s*(?:,\s*and\b|,|\band\b|&)\s*{_NAME}){{0,9}}"
_OPENS = r"(?:[,(]\s*)?(?:\b(?:for|as|when|if|while|with|where|and)\s+){0,6}"
_ENDLESS = r"(?:∞|\+∞|\\infty|inf(?:inity|ty)?\b)\$?"
_TO = r"(?:→|->|-->|\\(?:right)?arrow|\\to|\btends?\s+to|\bgoes\s+to|\bgo\s+to)"
_GROWS = regex(rf"{_OPENS}(?P<names>{_NAMES})\s*{_TO}\s*{_ENDLESS}\s*\)?", re.I)
#: fixed and constant, and festes, konstant, fixé, fijo and fisso.
_STILL = (
    r"(?:fixed|const(?:ant)?|bounded|feste[mnrs]?|konstante[mnrs]?|konstant|fix[eé]e?s?|constante|fij[oa]|fiss[oa])\b"
)
_LEAST = r"(?:\s*(?:≥|>=|>|\\geq?)\s*\d+)?"
_HELD_BEFORE = regex(
    rf"{_OPENS}(?:\b(?:each|every|any|all|a|für|pour|para|per)\s+)*\b{_STILL}\s+(?P<names>{_NAMES}){_LEAST}\s*\)?", re.I
)
_HELD_AFTER = regex(
    rf"{_OPENS}(?P<names>{_NAMES})\s+(?:(?:is|are|being|held|kept|stays?|a|as)\s+)*{_STILL}\.?\s*\)?\s*:?", re.I
)
_ANY_STILL = regex(rf"\b{_STILL}(?!\s+(?:factor|term))", re.I)
_DIAGONAL = regex(r"\b(?:on|along)\s+the\s+(?:main\s+)?diagonal\b", re.I)
_WORD = regex(r"[^\W\d_]+")


def without_course(text: str, sizes: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The text without the words on how the sizes grow, each sign in its place, and the sizes that are held fixed.

    Raises Fault where words say that something is fixed, and not which size.

    >>> without_course("Θ(n^2) for n → ∞ and fixed k", ("n", "k"))
    ('Θ(n^2)                      ', ('k',))
    """
    fixed: list[str] = []

    def held(match: re.Match[str]) -> str:
        names = _sizes_in(match["names"], sizes)
        fixed.extend(names)
        return blank(match) if names else match[0]

    def grown(match: re.Match[str]) -> str:
        return blank(match) if _sizes_in(match["names"], sizes) else match[0]

    if len(sizes) == 1:
        return _GROWS.sub(grown, text), ()
    kept = _HELD_AFTER.sub(held, _HELD_BEFORE.sub(held, text))
    kept = _GROWS.sub(grown, kept)
    unclear = _ANY_STILL.search(kept)
    if unclear is not None:
        raise Fault("which size is held fixed is not clear", *unclear.span(), advice=f"write: for fixed {sizes[-1]}")
    diagonal = _DIAGONAL.search(kept)
    if diagonal is not None:
        raise Fault("a diagonal is written as a condition", *diagonal.span(), advice=f"for {sizes[0]} = {sizes[1]}")
    return kept, tuple(size for size in sizes if size in fixed)


def _sizes_in(names: str, sizes: Sequence[str]) -> list[str]:
    """The names, if all of them are sizes."""
    found = [name for name in _WORD.findall(names) if name != "and"]
    return found if all(name in sizes for name in found) else []
