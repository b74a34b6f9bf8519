"""Words that are products: nlogn, cn, aT(…). A run of letters is taken apart only where nothing else is meant.

Each piece of the word is a letter of a pattern: v the variable, c a letter that is commonly a constant,
E a logarithm or a root, S a sine or cosine, F a function at the end that is called, o anything else. So `inf`
and `nan` stay names, and unknown ones.
"""

from __future__ import annotations

import re

from recur.parsing.recurrences.naming import FUNCTION_LETTERS, Names

#: Functions that may stand inside a word, longest first.
_LOGS = ("sqrt", "log", "lg", "ln")
_WAVES = ("cos", "sin")
_EMBEDDED = (*_LOGS, *_WAVES)
#: Letters for constants; i, e, s, t and the letters of functions are too often parts of words.
_CONSTANTS = frozenset("abcdjkmpqrxyzABCDKM")
_CALLABLE = frozenset(("(", "[", "_", "sub", "∞"))

_PRODUCT = re.compile(r"cv|vc|vv|(?:cv|vc|c|v)?(?:E+[vc])+E*|(?:cv|vc|c|v)E+|v?Sv?|(?:cv|vc)S?")
_CALLED = re.compile(r"(?:c{0,2}v?|vc?|o)F|(?:c?v?)(?:E+[vc])*E*F")
_CALLED_LETTER = re.compile(r"(?:cc?|c?v|vc)F")
_UNCALLED = re.compile(r"c{0,2}v?F|Fv")


def word_factors(text: str, names: Names, follower: str) -> list[str] | None:
    """The factors that a word consists of, or None if it is one name; `follower` is the sign after it."""
    functions = sorted((name for name in names.functions if len(name) > 1), key=len, reverse=True)
    known = (*functions, *_EMBEDDED)
    found: list[str] = []
    place = 0
    while place < len(text):
        piece = next((name for name in known if text.startswith(name, place)), text[place])
        found.append(piece)
        place += len(piece)
    if len(found) < 2:
        return None
    kinds = "".join(_kind(piece, names) for piece in found[:-1])
    last = found[-1]
    if follower in _CALLABLE and _is_called(last, names, follower):
        pattern = _CALLED_LETTER if last in FUNCTION_LETTERS else _CALLED
        return found if pattern.fullmatch(kinds + "F") else None
    kinds += _kind(last, names)
    return found if (_UNCALLED if "F" in kinds else _PRODUCT).fullmatch(kinds) else None


def _kind(piece: str, names: Names) -> str:
    if names.variable(piece) is not None:
        return "v"
    if piece in _EMBEDDED:
        return "S" if piece in _WAVES else "E"
    if piece in names.functions or piece in names.sequences:
        return "F"
    return "c" if piece in _CONSTANTS else "o"


def _is_called(piece: str, names: Names, follower: str) -> bool:
    if piece in names.functions or piece in names.sequences:
        return True
    if names.variable(piece) is not None or piece in _EMBEDDED:
        return False
    return piece.isupper() or (piece in FUNCTION_LETTERS and follower in ("(", "["))
