"""Brackets around what is no part of a formula: remarks, conditions, the left brace of a case distinction.

Also lists of sizes, n = 1, 2, 3, …, which are conditions.
"""

from __future__ import annotations

from recur.parsing.faults import Fault
from recur.parsing.recurrences.naming import Names
from recur.parsing.text.scanning import Sign
from recur.parsing.text.vocabulary import OPENING, WORDS
from recur.parsing.text.words import (
    CLOSING,
    CONDITIONS,
    RELATION_SIGNS,
    begins_equation,
    is_plain,
    is_prose,
    is_remark,
    word_kind,
)

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
        called = _called(signs, start, names)
        if not called and _is_number_of_equation(signs, start, end):
            message = f"({signs[start + 1].text}) may be the number of this equation, or a factor"
            raise Fault(message, opener.start, closer.end, advice="leave it out, or write the product with *")
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
        values = [int(sign.text) for sign in signs[start : at + 1 : 2] if sign.text.isdigit()]
        return at + 2 if values == [*range(values[0], values[0] + (at - start) // 2 + 1)] else 0
    if at < start + 4 or at >= len(signs) or signs[at].kind != "…":
        return 0
    at += 1
    if braced:
        return at + 1 if at < len(signs) and signs[at].kind == "}" else 0
    return at
