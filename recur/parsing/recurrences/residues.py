"""Conditions on the remainder of the size: n even, n is odd, n ≡ 1 (mod 3), n divisible by 4, all as n mod m = r."""

from __future__ import annotations

from recur.parsing.recurrences.naming import Names
from recur.parsing.text.scanning import Sign
from recur.parsing.text.words import word_kind

_PARITIES = {"even": "0", "odd": "1"}
#: Between the size and what it is: n is an even number.
_LINKS = frozenset(("is", "are", "be", "an", "a"))
_NOUNS = frozenset(("number", "integer", "numbers", "integers"))
_ALL = frozenset(("all", "every", "each", "any", "an"))


def residues(signs: list[Sign], names: Names) -> list[Sign]:
    """The signs with every such condition written n mod m = r; each new sign stands where the words stood."""
    if _KEYS.isdisjoint([sign.text for sign in signs]):
        return signs
    found: list[Sign] = []
    position = 0
    while position < len(signs):
        condition, after = _condition(signs, position, names)
        found.extend(condition)
        position = after
    return found


_KEYS = frozenset((*_PARITIES, "divisible", "mod", "bmod", "pmod"))


def _condition(signs: list[Sign], position: int, names: Names) -> tuple[list[Sign], int]:
    sign = signs[position]
    if _is_size(sign, names):
        after = position + 1
        while _text(signs, after) in _LINKS:
            after += 1
        if _text(signs, after) in _PARITIES:
            return _written(sign, signs[after], "2", _PARITIES[_text(signs, after)]), _past_noun(signs, after + 1)
        if _text(signs, after) == "divisible" and _text(signs, after + 1) == "by" and _is_number(signs, after + 2):
            return _written(sign, signs[after + 2], signs[after + 2].text, "0"), after + 3
        congruent = _congruence(signs, position + 1)
        if congruent is not None:
            modulus, remainder, after = congruent
            return _written(sign, signs[after - 1], modulus, remainder), after
    elif word_kind(sign) == "IF":
        parity = position + 1
        while _text(signs, parity) in _ALL:
            parity += 1
        size = parity + 1
        while _text(signs, size) in _NOUNS:
            size += 1
        if _text(signs, parity) in _PARITIES and size < len(signs) and _is_size(signs[size], names):
            return [sign, *_written(signs[size], signs[parity], "2", _PARITIES[_text(signs, parity)])], size + 1
    return [sign], position + 1


def _congruence(signs: list[Sign], position: int) -> tuple[str, str, int] | None:
    """= 1 (mod 3), = 1 mod 3 and = 1 \\pmod{3}: modulus, remainder, and where it ends."""
    if position >= len(signs) or signs[position].kind != "=" or not _is_number(signs, position + 1):
        return None
    after = position + 2
    opened = after < len(signs) and signs[after].kind in ("(", "[", ",")
    after += opened
    if _text(signs, after) not in ("mod", "pmod", "bmod"):
        return None
    after += 1
    braced = after < len(signs) and signs[after].kind in ("{", "(")
    after += braced
    if not _is_number(signs, after):
        return None
    modulus, after = signs[after].text, after + 1
    for closes in (braced, opened):
        after += closes and after < len(signs) and signs[after].kind in (")", "]", "}")
    return modulus, signs[position + 1].text, after


def _written(size: Sign, end: Sign, modulus: str, remainder: str) -> list[Sign]:
    start, stop = min(size.start, end.start), max(size.end, end.end)
    return [
        Sign("word", size.text, size.start, size.end, size.spaced),
        Sign("word", "mod", start, stop, True),
        Sign("number", modulus, start, stop, True),
        Sign("=", "=", start, stop, True),
        Sign("number", remainder, start, stop, True),
    ]


def _past_noun(signs: list[Sign], position: int) -> int:
    return position + (_text(signs, position) in _NOUNS)


def _is_size(sign: Sign, names: Names) -> bool:
    return sign.kind == "word" and names.variable(sign.text) is not None


def _is_number(signs: list[Sign], position: int) -> bool:
    return position < len(signs) and signs[position].kind == "number" and signs[position].text.isdigit()


def _text(signs: list[Sign], position: int) -> str:
    return signs[position].text if position < len(signs) and signs[position].kind == "word" else ""
