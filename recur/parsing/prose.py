"""English around a formula is passed over: the words, and the pieces between them that state nothing.

Only words that cannot bear meaning in a formula count (vocabulary.PROSE), and such words right beside
them; any other unknown word is left for the arranger to refuse.
"""

from __future__ import annotations

from recur.parsing.naming import Names
from recur.parsing.scanning import Sign
from recur.parsing.vocabulary import ARITHMETIC, GREEK_NAMES, OPENING, PROSE, SHY_PROSE, WORDS

_RELATIONS = frozenset("=<>≤≥≠~⇒∈")
_CLOSING = frozenset(OPENING.values())
_BOUNDARIES = frozenset((";", "newline", "¿"))
_CONDITIONS = frozenset(("IF", "OTHERWISE"))


def drop_prose(signs: list[Sign], names: Names) -> list[Sign]:
    """The signs without prose; a run of prose separates what stands before it from what follows."""
    loose = _asides(signs, names)
    prose = _prose_positions(loose, names)
    return _without(loose, prose, names) if prose else loose


def _kind(sign: Sign) -> str:
    word = WORDS.get(sign.text.lower()) if sign.kind == "word" and len(sign.text) > 1 else None
    return word.kind if word is not None else ""


def _is_prose(sign: Sign, names: Names) -> bool:
    if sign.kind != "word" or len(sign.text) < 2:
        return False
    if sign.text in names.functions or sign.text in names.variables:
        return False
    return sign.text in PROSE or (sign.text.istitle() and sign.text.lower() in PROSE)


def _is_subscript(signs: list[Sign], position: int) -> bool:
    """The work of T_{work} and T_work names a function."""
    before = position - 1 if signs[position - 1].kind != "{" else position - 2
    return before >= 0 and signs[before].kind == "_"


def _prose_positions(signs: list[Sign], names: Names) -> set[int]:
    certain = {
        position
        for position, sign in enumerate(signs)
        if _is_prose(sign, names) and not (position and _is_subscript(signs, position))
    }
    if not certain:
        return certain
    found = set(certain)
    for steps in (range(len(signs)), range(len(signs) - 1, -1, -1)):
        for position in steps:
            if position not in found and _joins(signs, position, found, names):
                found.add(position)
    return found


def _joins(signs: list[Sign], position: int, found: set[int], names: Names) -> bool:
    """Is a word prose because of the prose beside it?"""
    sign = signs[position]
    if sign.kind == "word" and sign.text in ("a", "A", "I"):
        return position - 1 in found and position + 1 in found
    if sign.kind == "-" and not sign.spaced and position + 1 < len(signs) and not signs[position + 1].spaced:
        return position - 1 in found  # big-O
    if sign.kind in ("'", ":", "?"):
        return position - 1 in found
    if sign.kind != "word" or len(sign.text) < 2 or _kind(sign) or sign.text in GREEK_NAMES:
        return False
    if sign.text in names.functions or sign.text in names.variables:
        return False
    beside = position - 1 in found or position + 1 in found
    plain = sign.text.lower() in SHY_PROSE or not _is_product(sign.text, names)
    return beside and plain and not _arithmetic(sign.text)


def _is_product(text: str, names: Names) -> bool:
    return "log" in text or (len(text) <= 3 and any(names.variable(letter) for letter in text))


def _arithmetic(text: str) -> bool:
    return text.lower() in ARITHMETIC


def _asides(signs: list[Sign], names: Names) -> list[Sign]:
    """(base case: …), (n ≥ 2), [if n > 1]: brackets around a remark or a condition come off."""
    matching, inner = _brackets(signs)
    replaced: dict[int, Sign] = {}
    for start, end in matching.items():
        first = signs[start + 1]
        opener, closer = signs[start], signs[end]
        if opener.kind == "{" and start and signs[start - 1].kind in _RELATIONS:
            if any(_kind(sign) in _CONDITIONS for sign in signs[start:end]):
                replaced[start] = replaced[end] = Sign("skip", "", opener.start, opener.end, True)
            continue
        if opener.kind not in "([" or end == start + 1:
            continue
        if _is_prose(first, names) or _kind(first) in _CONDITIONS:
            replaced[start] = Sign("skip", "", opener.start, opener.end, True)
        elif start in inner and not _called(signs, start, names):
            replaced[start] = Sign("word", "if", opener.start, opener.end, True)
        else:
            continue
        replaced[end] = Sign(";", ";", closer.start, closer.end, True)
    for position in _lone_braces(signs, matching):
        replaced[position] = Sign("skip", "", 0, 0, True)
    if not replaced:
        return signs
    changed = [replaced.get(position, sign) for position, sign in enumerate(signs)]
    return [sign for sign in changed if sign.kind != "skip"]


def _lone_braces(signs: list[Sign], matching: dict[int, int]) -> list[int]:
    """The big left brace of `T(n) = { 1 if n = 1 …` that nobody closes."""
    opened = [position for position, sign in enumerate(signs) if sign.kind == "{"]
    if len(opened) <= sum(sign.kind == "}" for sign in signs):
        return []
    last_condition = max((position for position, sign in enumerate(signs) if _kind(sign) in _CONDITIONS), default=-1)
    return [
        position
        for position in opened
        if 0 < position < last_condition and signs[position - 1].kind in _RELATIONS and position not in matching
    ]


def _brackets(signs: list[Sign]) -> tuple[dict[int, int], set[int]]:
    """Matching outermost round or square brackets, and those that hold a relation of their own."""
    matching: dict[int, int] = {}
    inner: set[int] = set()
    stack: list[int] = []
    for position, sign in enumerate(signs):
        if sign.kind in OPENING:
            stack.append(position)
        elif sign.kind in _CLOSING and stack:
            start = stack.pop()
            if not stack:
                matching[start] = position
        elif len(stack) == 1 and sign.kind in _RELATIONS:
            inner.add(stack[0])
    return matching, inner


def _called(signs: list[Sign], position: int, names: Names) -> bool:
    """Does the bracket at this position belong to a function, a subscript or an operator?"""
    if not position:
        return False
    before = signs[position - 1]
    if before.kind == "word":
        return names.variable(before.text) is None and not (before.text.islower() and len(before.text) == 1)
    return before.kind not in ("number", ",", ";", "newline", "!", *_CLOSING)


def _without(signs: list[Sign], prose: set[int], names: Names) -> list[Sign]:
    """The pieces between runs of prose that state something, set apart."""
    kept: list[Sign] = []
    piece: list[Sign] = []
    touched = False
    for position, sign in enumerate([*signs, Sign(";", ";", -1, -1, True)]):
        if position in prose:
            if _kind(piece[-1]) in _CONDITIONS if piece else False:
                continue  # "for all n", "if it is even"
            if not touched or piece:
                _keep(kept, piece, names, touched=True)
                piece = []
            touched = True
        elif sign.kind in _BOUNDARIES or _kind(sign) == "_SEP" or (sign.kind == "," and not _open(piece)):
            _keep(kept, piece, names, touched)
            piece, touched = [], False
            if sign.start >= 0:
                kept.append(sign)
        else:
            piece.append(sign)
    return kept


def _open(piece: list[Sign]) -> bool:
    depth = 0
    for sign in piece:
        depth += (sign.kind in OPENING) - (sign.kind in _CLOSING)
    return depth > 0


def _keep(kept: list[Sign], piece: list[Sign], names: Names, touched: bool) -> None:
    if not piece or (touched and not _states_something(piece, names)):
        return
    if kept and kept[-1].kind not in _BOUNDARIES and kept[-1].kind != ",":
        kept.append(Sign(";", ";", piece[0].start, piece[0].start, True))
    kept.extend(piece)


def _states_something(piece: list[Sign], names: Names) -> bool:
    """An equation, a bound or a right-hand side with an operator; not "n", "T(n)" or "for n"."""
    kinds = {sign.kind for sign in piece}
    if kinds & _RELATIONS:
        return True
    bounded = any(_kind(sign) == "ASYMPTOTIC" or sign.text in ("O", "Θ", "Ω") for sign in piece)
    called = any(
        sign.kind == "word" and any(sign.text.endswith(name[0]) for name in names.functions | names.sequences)
        for sign in piece
    )
    return bounded or (called and bool(kinds & set("+-·")))
