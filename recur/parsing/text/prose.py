"""Words around a formula are passed over, and the pieces between them that state nothing; spoken signs are signs.

Only words that cannot bear meaning in a formula count (vocabulary.PROSE, and the same of other languages), such
words right beside them, and pieces that are nothing but words; any other unknown word is left for the arranger
to refuse.
"""

from itertools import pairwise

from recur.parsing.faults import Fault
from recur.parsing.formulas.functions import word_factors
from recur.parsing.recurrences.naming import Names
from recur.parsing.text.languages import PURPOSES, is_foreign
from recur.parsing.text.scanning import Sign
from recur.parsing.text.vocabulary import ARITHMETIC, ASYMPTOTIC_LETTERS, GREEK_NAMES, OPENING, PROSE, SHY_PROSE, WORDS

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


_OPERATORS = frozenset("+-·/=<>≤≥~⇒")
_GOES_ON = frozenset(("^", "super", "_", "sub", "/", "·", "!"))
_APART = frozenset((",", ";", "newline", "."))


def without_asides(signs: list[Sign], names: Names) -> list[Sign]:
    """(base case: …), (n ≥ 2), [if n > 1], [CLRS 4.3]: brackets around a remark or a condition come off."""
    matching, inner = _brackets(signs)
    replaced: dict[int, Sign] = {}
    for start, end in matching.items():
        first = signs[start + 1]
        opener, closer = signs[start], signs[end]
        before = start - 1
        while before > 0 and signs[before].kind == "newline":
            before -= 1
        if opener.kind == "{" and start and signs[before].kind in RELATION_SIGNS:
            if start in inner or any(word_kind(sign) in CONDITIONS for sign in signs[start:end]):
                replaced[start] = replaced[end] = Sign("skip", "", opener.start, opener.end, True)
            continue
        if opener.kind not in "([{" or end == start + 1 or (opener.kind == "{" and start not in inner):
            continue
        if end + 1 < len(signs) and signs[end + 1].kind in _GOES_ON:
            continue
        if _is_stated_bound(signs, start, end):
            replaced[start] = Sign("⇒", "⇒", opener.start, opener.end, True)
            replaced[end] = Sign(";", ";", closer.start, closer.end, True)
            continue
        called = _called(signs, start, names)
        if not called and _is_number_of_equation(signs, start, end):
            message = f"({signs[start + 1].text}) may be the number of this equation, or a factor"
            raise Fault(message, opener.start, closer.end, advice="leave it out, or write the product with *")
        words = start if called else _words_before_equation(signs, start, end, names)
        if words > start:
            for position in range(start, words):
                replaced[position] = Sign("skip", "", opener.start, opener.end, True)
            replaced[start] = replaced[end] = Sign(";", ";", closer.start, closer.end, True)
            continue
        if not called and (
            is_remark(signs[start + 1 : end], names) or _is_told(signs, start, end, start in inner, names)
        ):
            for position in range(start, end + 1):
                replaced[position] = Sign("skip", "", opener.start, opener.end, True)
            if end + 1 < len(signs) and signs[end + 1].kind in _OPERATORS:
                continue
        elif is_prose(first, names) or word_kind(first) in CONDITIONS:
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


def _is_number_of_equation(signs: list[Sign], start: int, end: int) -> bool:
    """`n (4.3)`, `n^2 (4.3)` at the end of a statement; of (1) it does not matter."""
    number = signs[start + 1]
    if end != start + 2 or number.kind != "number" or number.text == "1" or not start or not signs[start].spaced:
        return False
    last = end + 1 == len(signs) or signs[end + 1].kind in _APART
    return last and (signs[start - 1].kind in ("word", *CLOSING) or _before_scripts(signs, start) != start)


def _is_stated_bound(signs: list[Sign], start: int, end: int) -> bool:
    """`n [Θ(n^2)]`, `n^2 (O(n^2))`, `1 (Θ(log n))` at the end of a statement: the answer; 2 (Θ(n)) is a product."""
    first, second = signs[start + 1], signs[min(start + 2, end)]
    bound = first.text in ASYMPTOTIC_LETTERS or word_kind(first) == "ASYMPTOTIC"
    if not bound or second.kind not in OPENING or not start or not signs[start].spaced:
        return False
    last = end + 1 == len(signs) or signs[end + 1].kind in _APART
    return last and signs[end - 1].kind in CLOSING and _ends_term(signs, start)


def _ends_term(signs: list[Sign], start: int) -> bool:
    """Does a term end before this bracket that takes no argument, and that no bound would multiply?"""
    before = signs[start - 1]
    if before.kind == "number":
        scripted = _before_scripts(signs, start) != start or signs[start - 2].kind in ("^", "_")
        return scripted or before.text == "1" or signs[start].kind == "["
    if before.kind == "word":
        return word_kind(before) == ""
    return before.kind in ("super", "!", *CLOSING)


def _words_before_equation(signs: list[Sign], start: int, end: int, names: Names) -> int:
    """Where an equation begins in (Towers of Hanoi, H(1) = 1), (with T(1) = 0); `start` if no words precede one."""
    for position in range(start + 2, end):
        if begins_equation(signs, position, names):
            apart = signs[position - 1].kind in (",", ";", ":")
            words = signs[start + 1 : position - apart]
            joined = all(word_kind(sign) == "_SEP" for sign in words)
            told = is_remark(words, names) and all(names.variable(sign.text) is None for sign in words)
            return position if joined or told else start
    return start


def _is_told(signs: list[Sign], start: int, end: int, compares: bool, names: Names) -> bool:
    """(calls F(n-1) and F(n-2)), (2) before an equation: words, or the number of what follows."""
    content = signs[start + 1 : end]
    if len(content) == 1 and content[0].kind in ("number", "word"):
        apart = not start or signs[start - 1].kind in _APART
        return apart and end + 1 < len(signs) and signs[end + 1].spaced and begins_equation(signs, end + 1, names)
    first = is_prose(content[0], names) or is_plain(content, 0, names)
    spoken = sum(is_prose(sign, names) for sign in content)
    return not compares and (spoken > 1 or (first and spoken > 0))


def _lone_braces(signs: list[Sign], matching: dict[int, int]) -> list[int]:
    """The big left brace of `T(n) = { 1 if n = 1 …` that nobody closes."""
    opened = [position for position, sign in enumerate(signs) if sign.kind == "{"]
    if not opened or len(opened) <= sum(sign.kind == "}" for sign in signs):
        return []
    conditions = (
        position for position, sign in enumerate(signs) if word_kind(sign) in CONDITIONS or sign.kind in RELATION_SIGNS
    )
    last_condition = max(conditions, default=-1)
    return [
        position
        for position in opened
        if 0 < position < last_condition and signs[position - 1].kind in RELATION_SIGNS and position not in matching
    ]


def _brackets(signs: list[Sign]) -> tuple[dict[int, int], set[int]]:
    """Matching outermost round or square brackets, and those that hold a relation of their own."""
    matching: dict[int, int] = {}
    inner: set[int] = set()
    stack: list[int] = []
    for position, sign in enumerate(signs):
        kind = sign.kind
        if kind in OPENING:
            stack.append(position)
        elif not stack:
            continue
        elif kind in CLOSING:
            start = stack.pop()
            if not stack:
                matching[start] = position
        elif kind in RELATION_SIGNS and len(stack) == 1:
            inner.add(stack[0])
    return matching, inner


def _called(signs: list[Sign], position: int, names: Names) -> bool:
    """Does the bracket at this position belong to a function, a subscript or an operator?"""
    if not position:
        return False
    end = _before_scripts(signs, position)
    if end != position:  # log^{2} (0.5)
        return signs[end - 1].text in WORDS or names.variable(signs[end - 1].text) is None
    before = signs[position - 1]
    if before.kind == "word" and signs[position].spaced and is_prose(before, names):
        return False
    if before.kind == "word":
        return names.variable(before.text) is None and not (before.text.islower() and len(before.text) == 1)
    return before.kind not in ("number", ",", ";", "newline", "!", *CLOSING)


def _before_scripts(signs: list[Sign], position: int) -> int:
    """Where the exponent or index that ends here begins behind its word; the position itself where there is none."""
    start, depth = position - 1, 0
    while start > 0 and (depth or signs[start].kind in ("}", "number", "super", "sub")):
        depth += (signs[start].kind == "}") - (signs[start].kind == "{")
        start -= 1
        if not depth and signs[start].kind in ("^", "_") and signs[start - 1].kind == "word" and start:
            return start
    if signs[position - 1].kind in ("super", "sub") and position > 1 and signs[position - 2].kind == "word":
        return position - 1
    return position


def with_ranges(signs: list[Sign]) -> list[Sign]:
    """n = 1, 2, 3, … and n ∈ {1, 2, …} as n ≥ 1; n ∈ {0, 1} as 0 ≤ n ≤ 1."""
    kept: list[Sign] = []
    position = 0
    while position < len(signs):
        end = _end_of_list(signs, position)
        if end:
            relation = signs[position]
            numbers = [sign for sign in signs[position:end] if sign.kind == "number"]
            if not any(sign.kind == "…" for sign in signs[position:end]):
                variable = kept.pop()
                kept += [numbers[0], Sign("≤", "≤", variable.start, variable.start, True), variable]
                kept += [Sign("≤", "≤", relation.start, relation.end, True), numbers[-1]]
            else:
                kept += [Sign("≥", "≥", relation.start, relation.end, True), numbers[0]]
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
    if braced and at + 1 < len(signs) and signs[at].kind == "number" and signs[at + 1].kind == "}":
        texts = [sign.text for sign in signs[start : at + 1 : 2]]
        first = int(texts[0]) if texts[0].isdigit() else 0
        return at + 2 if texts == [str(first + i) for i in range(len(texts))] else 0
    if at < start + 4 or at >= len(signs) or signs[at].kind != "…":
        return 0
    at += 1
    if braced:
        return at + 1 if at < len(signs) and signs[at].kind == "}" else 0
    return at


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
_OF_FORMULAS = frozenset(("number", ")", "+", "-", "·", "/", "^", "!", ","))
_NAMED_IN_FORMULAS = {name for name, word in WORDS.items() if word.kind in ("FUN", "ASYMPTOTIC")} | {"Theta", "Omega"}


def is_formula_alone(signs: list[Sign]) -> bool:
    """Letters, numbers, names of functions and what joins them, no relation and no bracket set apart: no prose."""
    for sign in signs:
        kind, text = sign.kind, sign.text
        if kind == "word":
            if text not in _NAMED_IN_FORMULAS and (len(text) > 1 or not text.isascii()):
                return False
        elif kind == "(":
            if sign.spaced:
                return False
        elif kind not in _OF_FORMULAS:
            return False
    return True


def drop_prose(signs: list[Sign], names: Names) -> list[Sign]:
    """The signs without prose; a run of prose separates what stands before it from what follows."""
    if is_formula_alone(signs):
        return signs
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
        if sign.kind == "word" and is_prose(sign, names) and not (position and _is_subscript(signs, position))
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
