"""Branches and first values as commands write them: If[n == 0, 1, n f[n-1]]; f(1..2) = 1, y(k = 1..5) = 2^k - 1.

So are first values with dots between them, f(0) = f(1) = … = f(9) = 1.
"""

from recur.model.records import frozen
from recur.parsing.recurrences.naming import Names
from recur.parsing.text.scanning import Sign, bracket_end
from recur.parsing.text.vocabulary import BRACKET_NAMES, BRANCH_COMMANDS, OPENING

#: f(2), f_2, f_{2}
_VALUES = (("word", "(", "number", ")"), ("word", "_", "number"), ("word", "_", "{", "number", "}"))
_ENDS = frozenset((",", ";", "newline"))


def with_branches(signs: list[Sign], names: Names) -> list[Sign]:
    """The signs with every such command written out; each new sign stands where the command stood."""
    kinds = {sign.kind for sign in signs}
    if "…" in kinds:
        signs = _values_of_ranges(_without_links_left_out(signs), names)
    if BRANCH_COMMANDS.isdisjoint([sign.text for sign in signs]):
        return signs
    found = list(signs)
    position = 0
    while position < len(found):
        if (
            found[position].text in BRANCH_COMMANDS
            and _opens(found, position + 1)
            and position
            and found[position - 1].kind == "="
        ):
            found = _branched(found, position)
        position += 1
    return found


def _opens(signs: list[Sign], position: int) -> bool:
    return position < len(signs) and signs[position].kind in ("[", "(")


def _branched(signs: list[Sign], position: int) -> list[Sign]:
    """= If[c, a, b] as = if c then a else b; the signs as they are where it has not three parts."""
    end = _closing(signs, position + 1)
    parts = _parts(signs, position + 2, end)
    if len(parts) != 3:
        return signs
    (start, stop), (_, after), _ = parts
    head = signs[position]
    told = [Sign("word", "if", head.start, signs[position + 1].end, True), *signs[start:stop]]
    told += [_said("then", signs[stop]), *signs[stop + 1 : after], _said("else", signs[after])]
    rest = signs[after + 1 : end]
    if rest and rest[0].text in BRANCH_COMMANDS and _opens(rest, 1) and _closing(rest, 1) == len(rest) - 1:
        rest = _branched([*rest], 0)  # If[c, a, If[d, b, e]]
    return [*signs[:position], *told, *rest, *signs[end + 1 :]]


def _said(word: str, at: Sign) -> Sign:
    return Sign("word", word, at.start, at.end, True)


def _closing(signs: list[Sign], position: int) -> int:
    """Where the bracket that is opened at a position is closed, or the end."""
    end = bracket_end(signs, position)
    return len(signs) if end is None else end


def _parts(signs: list[Sign], start: int, end: int) -> list[tuple[int, int]]:
    found, depth, begun = [], 0, start
    for at in range(start, end):
        depth += (signs[at].kind in OPENING) - (signs[at].kind in BRACKET_NAMES)
        if not depth and signs[at].kind == ",":
            found.append((begun, at))
            begun = at + 1
    return [*found, (begun, end)]


def _without_links_left_out(signs: list[Sign]) -> list[Sign]:
    """f(a) = f(a + 1) = … = f(b) as f(a..b); f_a = … = f_b likewise."""
    found = list(signs)
    for dots in [at for at, sign in enumerate(signs) if sign.kind == "…"][::-1]:
        last = next(filter(None, (_value(found, dots + 2, dots + 2 + len(form)) for form in _VALUES)), None)
        if last is None or [sign.kind for sign in (found[dots - 1], found[dots + 1])] != ["=", "="]:
            continue
        first, next_number = dots, last.number
        while first and found[first - 1].kind == "=":
            before = next(filter(None, (_value(found, first - 1 - len(form), first - 1) for form in _VALUES)), None)
            near = before is not None and (first == dots or before.number + 1 == next_number)
            if before is None or before.name.text != last.name.text or before.number >= next_number or not near:
                break
            first, next_number, low = before.start, before.number, before
        if first < dots:
            brackets = [
                Sign(mark, mark, sign.start, sign.end, False) for mark, sign in (("(", low.size), (")", last.size))
            ]
            found[first : last.end] = [low.name, brackets[0], low.size, found[dots], last.size, brackets[1]]
    return found


@frozen
class _Value:
    """f(2) or f_2, with the places where it starts and ends."""

    name: Sign
    size: Sign
    start: int
    end: int

    @property
    def number(self) -> int:
        return int(self.size.text)


def _value(signs: list[Sign], start: int, end: int) -> _Value | None:
    part = signs[start:end] if start >= 0 else []
    if tuple(sign.kind for sign in part) not in _VALUES:
        return None
    size = next(sign for sign in part if sign.kind == "number")
    return _Value(part[0], size, start, end) if size.text.isdecimal() else None


def _values_of_ranges(signs: list[Sign], names: Names) -> list[Sign]:
    """f(a..b) = v is f(n) = v if a ≤ n ≤ b."""
    found: list[Sign] = []
    position = 0
    while position < len(signs):
        read = _range_of_values(signs, position, names)
        if read is None:
            found.append(signs[position])
            position += 1
        else:
            written, position = read
            found += written
    return found


def _range_of_values(signs: list[Sign], position: int, names: Names) -> tuple[list[Sign], int] | None:
    """What `f(1..2) = 1` or `y(k = 1..5) = 2^k - 1` that begins here is, and where it ends."""
    kinds = [sign.kind for sign in signs[position : position + 8]]
    if kinds[:2] == ["word", "("] and kinds[2:] == ["word", "=", "number", "…", "number", ")"]:
        first, index = position + 4, signs[position + 2].text
    elif kinds[:6] == ["word", "(", "number", "…", "number", ")"]:
        first, index = position + 2, ""
    else:
        return None
    name, opened, closed, equals = signs[position], signs[position + 1], signs[first + 3], first + 4
    called = name.text in names.functions or name.text in names.sequences
    if equals >= len(signs) or signs[equals].kind != "=" or not called or not names.variables:
        return None
    depth, end = 0, equals + 1
    while end < len(signs) and (depth or signs[end].kind not in _ENDS):
        depth += (signs[end].kind in OPENING) - (signs[end].kind in BRACKET_NAMES)
        end += 1
    low, high = signs[first], signs[first + 2]
    size = Sign("word", names.variables[0], low.start, high.end, False)
    value = [
        Sign("word", size.text, x.start, x.end, x.spaced) if x.text == index else x for x in signs[equals + 1 : end]
    ]
    bound = [
        _said("if", low),
        low,
        Sign("≤", "≤", low.end, low.end, False),
        size,
        Sign("≤", "≤", high.start, high.start, False),
    ]
    return [name, opened, size, closed, signs[equals], *value, *bound, high], end
