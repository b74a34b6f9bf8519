"""Words around a formula are passed over, and the pieces between them that state nothing.

Only words that cannot bear meaning in a formula count (vocabulary.PROSE, and the same of other languages), such
words right beside them, and pieces that are nothing but words; any other unknown word is left for the arranger
to refuse.
"""

from __future__ import annotations

from itertools import pairwise

from recur.parsing.compounds import pieces
from recur.parsing.languages import is_foreign
from recur.parsing.naming import Names
from recur.parsing.scanning import Sign
from recur.parsing.vocabulary import ARITHMETIC, GREEK_NAMES, OPENING, PROSE, SHY_PROSE, WORDS

_RELATIONS = frozenset("=<>≤≥≠~⇒∈")
_CLOSING = frozenset(OPENING.values())
_BOUNDARIES = frozenset((";", "newline", "¿"))
_CONDITIONS = frozenset(("IF", "OTHERWISE"))
_OPERATORS = frozenset("+-·/=<>≤≥~⇒")
_GOES_ON = frozenset(("^", "super", "_", "sub", "/", "·", "!"))


def drop_prose(signs: list[Sign], names: Names) -> list[Sign]:
    """The signs without prose; a run of prose separates what stands before it from what follows."""
    loose = _asides(_listed_sizes(signs), names)
    loose = _arrows(_colons(loose, names), names)
    prose = _prose_positions(loose, names)
    if prose or any(sign.kind == "word" and len(sign.text) > 2 and not _kind(sign) for sign in loose):
        return _without(loose, prose, names)
    return loose


def _kind(sign: Sign) -> str:
    word = WORDS.get(sign.text.lower()) if sign.kind == "word" else None
    return word.kind if word is not None else ""


def _is_prose(sign: Sign, names: Names) -> bool:
    text = sign.text
    if sign.kind != "word" or text in names.functions or text in names.variables:
        return False
    if len(text) < 2:
        return text >= "\u0400" and not _kind(sign) and is_foreign(text)
    return text in PROSE or (text.istitle() and text.lower() in PROSE) or (not _kind(sign) and is_foreign(text))


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


def _is_plain(signs: list[Sign], position: int, names: Names) -> bool:
    """A word of three letters and more that is no name, no product and no arithmetic: "merge", "CLRS"."""
    sign = signs[position]
    if sign.kind != "word" or len(sign.text) < 3 or _kind(sign) or sign.text in GREEK_NAMES:
        return False
    if sign.text in names.functions or sign.text in names.variables or _arithmetic(sign.text):
        return False
    follower = signs[position + 1] if position + 1 < len(signs) else None
    if follower is not None and follower.kind in ("(", "[", "_", "^") and not follower.spaced:
        return False
    return pieces(sign.text, names, follower.kind if follower is not None else "") is None


#: What may stand between words that state nothing.
_PUNCTUATION = frozenset(
    (".", ":", "'", "?", "!", "-", "&", "#", "(", ")", "[", "]", "{", "}", ",", "number", "|", "…")
)


def _is_remark(signs: list[Sign], names: Names) -> bool:
    """Nothing but words, letters, numbers and marks, and at least one word that is no symbol."""
    plain = False
    for position, sign in enumerate(signs):
        if _is_prose(sign, names) or _is_plain(signs, position, names):
            plain = True
        elif sign.kind == "word":
            if _kind(sign) not in ("", "_SEP", "THEN") or sign.text in names.functions or _arithmetic(sign.text):
                return False
        elif sign.kind not in _PUNCTUATION:
            return False
    return plain


def _listed_sizes(signs: list[Sign]) -> list[Sign]:
    """n = 1, 2, 3, … and n ∈ {1, 2, …} as n ≥ 1."""
    if not any(sign.kind == "…" for sign in signs):
        return signs
    kept: list[Sign] = []
    position = 0
    while position < len(signs):
        end = _end_of_list(signs, position)
        if end:
            relation = signs[position]
            number = next(sign for sign in signs[position:end] if sign.kind == "number")
            kept += [Sign("≥", "≥", relation.start, relation.end, True), number]
            position = end
        else:
            kept.append(signs[position])
            position += 1
    return kept


def _end_of_list(signs: list[Sign], position: int) -> int:
    """Where a list `= 1, 2, 3, …` or `∈ {1, 2, …}` that begins here ends; 0 if there is none."""
    relation = signs[position].kind
    if relation not in "=∈" or not position or signs[position - 1].kind != "word":
        return 0
    braced = position + 1 < len(signs) and signs[position + 1].kind == "{"
    start = at = position + 1 + braced
    while at + 1 < len(signs) and signs[at].kind == "number" and signs[at + 1].kind == ",":
        at += 2
    if at < start + 4 or at >= len(signs) or signs[at].kind != "…":
        return 0
    at += 1
    if braced:
        return at + 1 if at < len(signs) and signs[at].kind == "}" else 0
    return at


def _pieces(signs: list[Sign], stops: frozenset[str]) -> list[tuple[int, int]]:
    """The stretches between signs of these kinds that stand outside brackets."""
    depth, start, found = 0, 0, []
    for position, sign in enumerate(signs):
        depth += (sign.kind in OPENING) - (sign.kind in _CLOSING)
        if depth <= 0 and (sign.kind in stops or _ends_sentence(signs, position)):
            found.append((start, position))
            start = position + 1
    found.append((start, len(signs)))
    return found


def _ends_sentence(signs: list[Sign], position: int) -> bool:
    return signs[position].kind == "." and (position + 1 == len(signs) or signs[position + 1].spaced)


def _colons(signs: list[Sign], names: Names) -> list[Sign]:
    """`n > 1: T(n) = …` begins with a condition, `T(n) = { 1 : n = 1; …` ends with one; `work: …` says nothing."""
    if not any(sign.kind == ":" for sign in signs):
        return signs
    pieces = _pieces(signs, frozenset((";", "newline", ":", "¿", ",")))
    kept = list(signs)
    opened: set[int] = set()
    gone: set[int] = set()
    for (start, stop), (_, end) in pairwise(pieces):
        if signs[stop : stop + 1] and signs[stop].kind != ":":
            continue
        colon, left, right = signs[stop], signs[start:stop], signs[stop + 1 : end]
        if not left or _kind(left[0]) in _CONDITIONS:
            continue
        if _is_remark(left, names):
            gone.update(range(start, stop + 1))
        elif _is_condition(right, names):
            kept[stop] = Sign("word", "if", colon.start, colon.end, True)
        elif _is_condition([sign for sign in left if not _is_prose(sign, names)], names):
            first = next(position for position in range(start, stop) if not _is_prose(signs[position], names))
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


def _is_condition(signs: list[Sign], names: Names) -> bool:
    """A comparison of the variable, without calls: n > 1, 1 ≤ n < 5, n = 2^k."""
    if not any(sign.kind in "<>≤≥≠=∈" for sign in signs):
        return False
    words = [sign.text for sign in signs if sign.kind == "word"]
    called = any(word in names.functions or word in names.sequences for word in words)
    return not called and any(names.variable(word) is not None for word in words)


def _arrows(signs: list[Sign], names: Names) -> list[Sign]:
    """Words before or after an arrow go with it: "→ Case 2", "master theorem ⇒ Θ(n)"."""
    if not any(sign.kind == "⇒" for sign in signs):
        return signs
    pieces = _pieces(signs, frozenset((";", "newline", "¿", ",", "⇒")))
    gone: set[int] = set()
    for start, stop in pieces:
        before = start > 0 and signs[start - 1].kind == "⇒"
        after = stop < len(signs) and signs[stop].kind == "⇒"
        if (before or after) and _is_remark(signs[start:stop], names):
            gone.update(range(start - 1 if before else start, stop))
    return [sign for position, sign in enumerate(signs) if position not in gone]


def _asides(signs: list[Sign], names: Names) -> list[Sign]:
    """(base case: …), (n ≥ 2), [if n > 1], [CLRS 4.3]: brackets around a remark or a condition come off."""
    matching, inner = _brackets(signs)
    replaced: dict[int, Sign] = {}
    for start, end in matching.items():
        first = signs[start + 1]
        opener, closer = signs[start], signs[end]
        if opener.kind == "{" and start and signs[start - 1].kind in _RELATIONS:
            if start in inner or any(_kind(sign) in _CONDITIONS for sign in signs[start:end]):
                replaced[start] = replaced[end] = Sign("skip", "", opener.start, opener.end, True)
            continue
        if opener.kind not in "([{" or end == start + 1 or (opener.kind == "{" and start not in inner):
            continue
        if end + 1 < len(signs) and signs[end + 1].kind in _GOES_ON:
            continue
        called = _called(signs, start, names)
        if not called and _is_remark(signs[start + 1 : end], names):
            for position in range(start, end + 1):
                replaced[position] = Sign("skip", "", opener.start, opener.end, True)
            if end + 1 < len(signs) and signs[end + 1].kind in _OPERATORS:
                continue
        elif _is_prose(first, names) or _kind(first) in _CONDITIONS:
            replaced[start] = Sign("skip", "", opener.start, opener.end, True)
        elif start in inner and not called:
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
    conditions = (
        position for position, sign in enumerate(signs) if _kind(sign) in _CONDITIONS or sign.kind in _RELATIONS
    )
    last_condition = max(conditions, default=-1)
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
    signs = [*signs, Sign(";", ";", -1, -1, True)]
    for position, sign in enumerate(signs):
        if position in prose:
            if _kind(piece[-1]) in _CONDITIONS if piece else False:
                continue  # "for all n", "if it is even"
            if not touched or piece:
                _keep(kept, piece, names, touched=True)
                piece = []
            touched = True
        elif (
            sign.kind in _BOUNDARIES
            or _kind(sign) == "_SEP"
            or (sign.kind == "," and not _open(piece))
            or _ends_sentence(signs, position)
        ):
            _keep(kept, piece, names, touched)
            piece, touched = [], False
            if sign.start >= 0:
                kept.append(Sign(";", sign.text, sign.start, sign.end, True) if sign.kind == "." else sign)
        else:
            piece.append(sign)
    return kept


def _open(piece: list[Sign]) -> bool:
    depth = 0
    for sign in piece:
        depth += (sign.kind in OPENING) - (sign.kind in _CLOSING)
    return depth > 0


def _keep(kept: list[Sign], piece: list[Sign], names: Names, touched: bool) -> None:
    if not piece or (touched and not _states_something(piece, names)) or _is_remark(piece, names):
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
