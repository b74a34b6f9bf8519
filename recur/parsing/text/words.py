"""Which signs are words of a language, and which bear meaning in a formula."""

from __future__ import annotations

from recur.parsing.formulas.functions import word_factors
from recur.parsing.recurrences.naming import Names
from recur.parsing.text.languages import is_foreign
from recur.parsing.text.scanning import Sign
from recur.parsing.text.vocabulary import ARITHMETIC, GREEK_NAMES, OPENING, PROSE, WORDS

RELATION_SIGNS = frozenset("=<>≤≥≠~⇒∈")
CLOSING = frozenset(OPENING.values())
CONDITIONS = frozenset(("IF", "OTHERWISE"))


def word_kind(sign: Sign) -> str:
    word = WORDS.get(sign.text.lower()) if sign.kind == "word" else None
    return word.kind if word is not None else ""


def is_prose(sign: Sign, names: Names) -> bool:
    text = sign.text
    if sign.kind != "word" or text in names.functions or text in names.variables:
        return False
    if len(text) < 2:
        return text >= "\u0400" and not word_kind(sign) and is_foreign(text)
    return text in PROSE or (text.istitle() and text.lower() in PROSE) or (not word_kind(sign) and is_foreign(text))


def is_arithmetic(text: str) -> bool:
    return text.lower() in ARITHMETIC


def is_plain(signs: list[Sign], position: int, names: Names) -> bool:
    """A word of three letters and more that is no name, no product and no arithmetic: "merge", "CLRS"."""
    sign = signs[position]
    if sign.kind != "word" or len(sign.text) < 3 or word_kind(sign) or sign.text in GREEK_NAMES:
        return False
    if sign.text in names.functions or sign.text in names.variables or is_arithmetic(sign.text):
        return False
    follower = signs[position + 1] if position + 1 < len(signs) else None
    if follower is not None and follower.kind in ("(", "[", "_", "^") and not follower.spaced:
        return False
    return word_factors(sign.text, names, follower.kind if follower is not None else "") is None


def _is_title(signs: list[Sign], position: int) -> bool:
    """Fibonacci, Max: the name of a known function with a capital and no argument."""
    text = signs[position].text
    called = position + 1 < len(signs) and signs[position + 1].kind in ("(", "_", "^")
    return word_kind(signs[position]) == "FUN" and text.istitle() and len(text) > 3 and not called


#: What may stand between words that state nothing.
_PUNCTUATION = frozenset(
    (".", ":", "'", "?", "!", "-", "&", "#", "(", ")", "[", "]", "{", "}", ",", "number", "|", "…")
)


def is_remark(signs: list[Sign], names: Names) -> bool:
    """Nothing but words, letters, numbers and marks, and at least one word that is no symbol."""
    plain = False
    for position, sign in enumerate(signs):
        if is_prose(sign, names) or is_plain(signs, position, names) or _is_title(signs, position):
            plain = True
        elif sign.kind == "word":
            follower = signs[position + 1] if position + 1 < len(signs) else None
            if follower is not None and follower.kind in OPENING and not follower.spaced:
                return False  # O(n)
            if word_kind(sign) not in ("", "_SEP", "THEN") or sign.text in names.functions or is_arithmetic(sign.text):
                return False
        elif sign.kind not in _PUNCTUATION:
            return False
    return plain


def is_condition(signs: list[Sign], names: Names) -> bool:
    """A comparison of the variable, without calls: n > 1, 1 ≤ n < 5, n = 2^k."""
    if not any(sign.kind in "<>≤≥≠=∈" for sign in signs):
        return False
    words = [sign.text for sign in signs if sign.kind == "word"]
    called = any(word in names.functions or word in names.sequences for word in words)
    return not called and any(names.variable(word) is not None for word in words)


def begins_equation(signs: list[Sign], position: int, names: Names) -> bool:
    """Does T(n) = … or a_n = … begin here?"""
    if position >= len(signs) or signs[position].kind != "word":
        return False
    name = signs[position].text
    follower = signs[position + 1].kind if position + 1 < len(signs) else ""
    known = name in names.functions or name in names.sequences
    if not known and follower not in ("_", "sub", "number", "∞"):
        return False
    depth = 0
    for sign in signs[position + 1 :]:
        depth += (sign.kind in OPENING) - (sign.kind in CLOSING)
        if not depth and sign.kind in "=<>≤≥~∈":
            return True
        if not depth and sign.kind not in (*CLOSING, "_", "sub", "number", "word", "∞", "'"):
            return False
    return False


def stretches(signs: list[Sign], stops: frozenset[str]) -> list[tuple[int, int]]:
    """The stretches between signs of these kinds that stand outside brackets."""
    depth, start, found = 0, 0, []
    for position, sign in enumerate(signs):
        depth += (sign.kind in OPENING) - (sign.kind in CLOSING)
        if depth <= 0 and (sign.kind in stops or ends_sentence(signs, position)):
            found.append((start, position))
            start = position + 1
    found.append((start, len(signs)))
    return found


def ends_sentence(signs: list[Sign], position: int) -> bool:
    return signs[position].kind == "." and (position + 1 == len(signs) or signs[position + 1].spaced)
