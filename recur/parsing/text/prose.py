"""Words around a formula are passed over, and the pieces between them that state nothing; spoken signs are signs.

Only words that cannot bear meaning in a formula count (vocabulary.PROSE, and the same of other languages), such
words right beside them, and pieces that are nothing but words; any other unknown word is left for the arranger
to refuse.
"""

from __future__ import annotations

from itertools import pairwise

from recur.parsing.recurrences.naming import Names
from recur.parsing.text.asides import with_ranges, without_asides
from recur.parsing.text.languages import PURPOSES
from recur.parsing.text.scanning import Sign
from recur.parsing.text.vocabulary import ASYMPTOTIC_LETTERS, GREEK_NAMES, OPENING, SHY_PROSE
from recur.parsing.text.words import (
    CLOSING,
    CONDITIONS,
    RELATION_SIGNS,
    begins_equation,
    ends_sentence,
    is_arithmetic,
    is_condition,
    is_plain,
    is_prose,
    is_remark,
    stretches,
    word_kind,
)

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


_BOUNDARIES = frozenset((";", "newline", "¿"))


def drop_prose(signs: list[Sign], names: Names) -> list[Sign]:
    """The signs without prose; a run of prose separates what stands before it from what follows."""
    kinds = {sign.kind for sign in signs}
    signs = equated(signs, names)
    loose = without_asides(with_ranges(signs) if "…" in kinds or "∈" in kinds else signs, names)
    if ":" in kinds:
        loose = _colons(loose, names)
    if "⇒" in kinds:
        loose = _arrows(loose, names)
    words = _words(loose)
    if not words:
        return loose
    if not PURPOSES.isdisjoint([word.text for word in words]):
        loose = _purposes(loose, names)
        words = _words(loose)
    if any(word_kind(word) == "IF" for word in words):
        loose = _givens(loose, names)
    prose = _prose_positions(loose, names)
    if prose or any(len(word.text) > 2 and not word_kind(word) for word in words):
        return _without(loose, prose, names)
    return loose


def _words(signs: list[Sign]) -> list[Sign]:
    """The signs that could be more than letters: no word of a language that writes with ours has one alone."""
    return [sign for sign in signs if sign.kind == "word" and (len(sign.text) > 1 or sign.text >= "\u0400")]


def _is_subscript(signs: list[Sign], position: int) -> bool:
    """The work of T_{work} and T_work names a function."""
    before = position - 1 if signs[position - 1].kind != "{" else position - 2
    return before >= 0 and signs[before].kind == "_"


def _prose_positions(signs: list[Sign], names: Names) -> set[int]:
    certain = {
        position
        for position, sign in enumerate(signs)
        if is_prose(sign, names) and not (position and _is_subscript(signs, position))
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
    if sign.kind != "word" or len(sign.text) < 2 or word_kind(sign) or sign.text in GREEK_NAMES:
        return False
    if sign.text in names.functions or sign.text in names.variables:
        return False
    beside = position - 1 in found or position + 1 in found
    plain = sign.text.lower() in SHY_PROSE or not _is_product(sign.text, names)
    return beside and plain and not is_arithmetic(sign.text)


def _is_product(text: str, names: Names) -> bool:
    return "log" in text or (len(text) <= 3 and any(names.variable(letter) for letter in text))


def _colons(signs: list[Sign], names: Names) -> list[Sign]:
    """`n > 1: T(n) = …` begins with a condition, `T(n) = { 1 : n = 1; …` ends with one; `work: …` says nothing."""
    pieces = stretches(signs, frozenset((";", "newline", ":", "¿", ",")))
    kept = list(signs)
    opened: set[int] = set()
    gone: set[int] = set()
    for (start, stop), (_, end) in pairwise(pieces):
        if signs[stop : stop + 1] and signs[stop].kind != ":":
            continue
        colon, left, right = signs[stop], signs[start:stop], signs[stop + 1 : end]
        if not left or word_kind(left[0]) in CONDITIONS:
            continue
        if is_remark(left, names):
            gone.update(range(start, stop + 1))
        elif is_condition(right, names):
            kept[stop] = Sign("word", "if", colon.start, colon.end, True)
        elif is_condition([sign for sign in left if not is_prose(sign, names)], names):
            first = next(position for position in range(start, stop) if not is_prose(signs[position], names))
            opened.add(first)
            gone.update(range(start, first))
    return _with_conditions(kept, opened, gone)


def _with_conditions(signs: list[Sign], opened: set[int], gone: set[int]) -> list[Sign]:
    """The signs without those that are gone, and an "if" before each that opens a condition."""
    found: list[Sign] = []
    for position, sign in enumerate(signs):
        if position in opened:
            found.append(Sign("word", "if", sign.start, sign.start, True))
        if position not in gone:
            found.append(sign)
    return found


def _arrows(signs: list[Sign], names: Names) -> list[Sign]:
    """Words before or after an arrow go with it: "→ Case 2", "master theorem ⇒ Θ(n)"."""
    pieces = stretches(signs, frozenset((";", "newline", "¿", ",", "⇒")))
    gone: set[int] = set()
    for start, stop in pieces:
        before = start > 0 and signs[start - 1].kind == "⇒"
        after = stop < len(signs) and signs[stop].kind == "⇒"
        if (before or after) and is_remark(signs[start:stop], names):
            gone.update(range(start - 1 if before else start, stop))
    return [sign for position, sign in enumerate(signs) if position not in gone]


def _givens(signs: list[Sign], names: Names) -> list[Sign]:
    """`for T(0) = 0`: a first value, which begins a statement of its own."""
    return [
        Sign(";", sign.text, sign.start, sign.end, True)
        if word_kind(sign) == "IF" and begins_equation(signs, position + 1, names)
        else sign
        for position, sign in enumerate(signs)
    ]


def _purposes(signs: list[Sign], names: Names) -> list[Sign]:
    """`for merge sort`: no condition, for nothing in it is a size."""
    gone: set[int] = set()
    for start, stop in stretches(signs, frozenset((";", "newline", "¿", ",", "⇒"))):
        opening = next((at for at in range(start, stop) if signs[at].text in PURPOSES), stop)
        told = signs[opening + 1 : stop]
        if is_remark(told, names) and not any(names.variable(sign.text) for sign in told):
            gone.update(range(opening, stop))
    return [sign for position, sign in enumerate(signs) if position not in gone]


def _without(signs: list[Sign], prose: set[int], names: Names) -> list[Sign]:
    """The pieces between runs of prose that state something, set apart."""
    kept: list[Sign] = []
    piece: list[Sign] = []
    touched = False
    signs = [*signs, Sign(";", ";", -1, -1, True)]
    for position, sign in enumerate(signs):
        if position in prose:
            if word_kind(piece[-1]) in CONDITIONS if piece else False:
                continue  # "for all n", "if it is even"
            if _is_explained(piece, signs, position, prose):
                piece = []
            if not touched or piece:
                _keep(kept, piece, names, touched=True)
                piece = []
            touched = True
        elif (
            sign.kind in _BOUNDARIES
            or word_kind(sign) == "_SEP"
            or (sign.kind == "," and not _open(piece))
            or ends_sentence(signs, position)
        ):
            _keep(kept, piece, names, touched)
            piece, touched = [], False
            if sign.start >= 0:
                kept.append(Sign(";", sign.text, sign.start, sign.end, True) if sign.kind == "." else sign)
        else:
            piece.append(sign)
    return kept


def _is_explained(piece: list[Sign], signs: list[Sign], position: int, prose: set[int]) -> bool:
    """T(n) = the number of calls: a function told in words only."""
    if not piece or piece[-1].kind != "=" or any(sign.kind in RELATION_SIGNS for sign in piece[:-1]):
        return False
    while position in prose:
        position += 1
    return signs[position].kind in _BOUNDARIES or signs[position].kind == "," or ends_sentence(signs, position)


def _open(piece: list[Sign]) -> bool:
    depth = 0
    for sign in piece:
        depth += (sign.kind in OPENING) - (sign.kind in CLOSING)
    return depth > 0


def _keep(kept: list[Sign], piece: list[Sign], names: Names, touched: bool) -> None:
    if not piece or (touched and not _states_something(piece, names)) or is_remark(piece, names):
        return
    spoken = 0
    while is_plain(piece, spoken, names):
        spoken += 1
    if spoken and begins_equation(piece, spoken, names):  # "Merge sort T(n) = …"
        piece = piece[spoken:]
    if kept and kept[-1].kind not in _BOUNDARIES and kept[-1].kind != ",":
        kept.append(Sign(";", ";", piece[0].start, piece[0].start, True))
    kept.extend(piece)


def _states_something(piece: list[Sign], names: Names) -> bool:
    """An equation, a bound or a right-hand side with an operator; not "n", "T(n)" or "for n"."""
    kinds = {sign.kind for sign in piece}
    if kinds & RELATION_SIGNS or piece[0].kind in "+-/^" or piece[-1].kind in "+-/^":
        return True  # what begins or ends with an operator is a part of a formula, and never passed over
    bounded = any(word_kind(sign) == "ASYMPTOTIC" or sign.text in ("O", "Θ", "Ω") for sign in piece)
    called = any(
        sign.kind == "word" and any(sign.text.endswith(name[0]) for name in names.functions | names.sequences)
        for sign in piece
    )
    return bounded or (called and bool(kinds & set("+-·")))
