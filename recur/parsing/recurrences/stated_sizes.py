"""The sizes that a text says it is about: powers of 2, in words or as n = 2^k; n even, n ≡ 1 (mod 3)."""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from recur.model.expressions import Number, Power, Symbol
from recur.model.patterns import regex
from recur.parsing.formulas.building import RelationChain, Statement
from recur.parsing.recurrences.naming import Names
from recur.parsing.text.prose import word_kind
from recur.parsing.text.scanning import Sign

_NUMBERS = {
    word: value
    for value, words in {
        2: "two zwei zweier deux dos dois due двойки двух 二 两",
        3: "three drei dreier trois tres três tre тройки трёх 三",
        4: "four vier vierer quatre cuatro quatro quattro четырёх 四",
        10: "ten zehn zehner dix diez dez dieci десяти 十",
    }.items()
    for word in words.split()
}
#: One of them stands in all that _POWER matches.
_STEMS = ("power", "poten", "potên", "puissance", "степен", "的")
_POWER = regex(
    r"(?<![A-Za-z\\])(?P<name>[A-Za-z])(?![A-Za-z])[^.;:\n()]{0,40}?"
    r"(?:(?:\bpowers?\s+of|\bPotenz(?:en)?\s+von|\bpuissances?\s+de|\bpotencias?\s+de|\bpotências?\s+de|\bpotenz[ae]\s+di"
    r"|\bстепен\w+)\s+\$?(?P<base>[0-9]{1,6}|[^\W\d_]+)"
    r"|(?P<before>\b(?:Zweier|Dreier|Vierer|Zehner)(?=potenz)|[0-9]{1,6}(?=\s*的)|[二两三四十](?=\s*的))"
    r"\s*(?:potenz|的(?:整数|非负整数|正整数)?次?[幂冪]))",
    re.I,
)


def power_of(text: str, statements: Iterable[Statement], names: Names) -> int | None:
    """The base b where the text says that n is a power of b; None where it does not, or says two."""
    found = {*_in_words(text, names), *_in_signs(statements, names)}
    return found.pop() if len(found) == 1 else None


def _in_words(text: str, names: Names) -> Iterator[int]:
    small = text.lower()
    if not any(stem in small for stem in _STEMS):
        return
    for match in _POWER.finditer(text):
        written = (match["base"] or match["before"]).lower()
        value = int(written) if written.isdigit() else _NUMBERS.get(written)
        if value is not None and value > 1 and names.variable(match["name"]) is not None:
            yield value


def _in_signs(statements: Iterable[Statement], names: Names) -> Iterator[int]:
    for statement in statements:
        for chain in (statement.chain, statement.condition):
            if isinstance(chain, RelationChain) and chain.relations == ("=",):
                left, right = chain.sides
                match left, right:
                    case Symbol(name), Power(Number(value), Symbol()) if names.variable(name) is not None:
                        if value > 1 and value.denominator == 1:
                            yield int(Fraction(value))


_PARITIES = {"even": "0", "odd": "1"}
#: Between the size and what it is: n is an even number.
_LINKS = frozenset(("is", "are", "be", "an", "a"))
_NOUNS = frozenset(("number", "integer", "numbers", "integers"))
_ALL = frozenset(("all", "every", "each", "any", "an"))


def residues(signs: list[Sign], names: Names) -> list[Sign]:
    """The signs with every such condition written n mod m = r; each new sign stands where the words stood."""
    texts = {sign.text for sign in signs}
    if "[" in texts:
        signs = _compared(signs, names)
    if _KEYS.isdisjoint(texts):
        return signs
    found: list[Sign] = []
    position = 0
    while position < len(signs):
        condition, after = _condition(signs, position, names)
        found.extend(condition)
        position = after
    return _counted(found, names) if any(sign.kind == "[" for sign in found) else found


_REMAINDERS = frozenset(("mod", "bmod", "%"))


def _counted(signs: list[Sign], names: Names) -> list[Sign]:
    """Iverson's brackets [n odd] and [n mod 3 = 1], which are 1 where the condition holds, and else 0.

    Source: Concrete Mathematics, section 2.1.
    """
    found: list[Sign] = []
    position = 0
    while position < len(signs):
        inside = signs[position + 1 : position + 6]
        kinds = [sign.kind for sign in (*inside, *signs[position + 6 : position + 7])]
        called = bool(found) and found[-1].kind == "word" and found[-1].text in names.functions
        asks = [*kinds[:1], *kinds[2:]] == ["word", "number", "=", "number", "]"] and inside[1].text in _REMAINDERS
        if signs[position].kind == "[" and asks and _is_size(inside[0], names) and not called:
            found += _one_where(signs[position], inside, signs[position + 6])
            position += 7
        else:
            found.append(signs[position])
            position += 1
    return found


def _one_where(opened: Sign, inside: list[Sign], closed: Sign) -> list[Sign]:
    """iverson(n, m, r), each sign where the words stood."""
    size, _, modulus, _, remainder = inside
    start, end = opened.start, closed.end
    head = Sign("word", "iverson", start, end, opened.spaced)
    comma = Sign(",", ",", modulus.start, modulus.start, False)
    left = Sign("(", "(", opened.start, opened.end, False)
    right = Sign(")", ")", closed.start, closed.end, False)
    return [head, left, size, comma, modulus, comma, remainder, right]


_COMPARISONS = {">": 0, "≥": 1, "<": 2, "≤": 3, "=": 4, "≠": 5}
_BEFORE_FACTORS = frozenset("+-·=(")


def _compared(signs: list[Sign], names: Names) -> list[Sign]:
    """Iverson's brackets [n > 5], [n = 0] behind an operator: 1 where the comparison holds, and else 0."""
    found: list[Sign] = []
    position = 0
    while position < len(signs):
        inside = signs[position + 1 : position + 4]
        closes = position + 4 < len(signs) and signs[position + 4].kind == "]"
        asks = closes and [inside[0].kind, inside[2].kind] == ["word", "number"] and inside[1].kind in _COMPARISONS
        apart = bool(found) and (
            found[-1].kind in _BEFORE_FACTORS or (found[-1].kind == "number" and not signs[position].spaced)
        )
        if signs[position].kind == "[" and asks and apart and _is_size(inside[0], names):
            code = Sign("number", str(_COMPARISONS[inside[1].kind]), inside[1].start, inside[1].end, True)
            nothing = Sign("number", "0", inside[1].start, inside[1].end, True)
            opened, closed = signs[position], signs[position + 4]
            written = _one_where(opened, [inside[0], inside[1], inside[2], inside[1], code], closed)
            comma = Sign(",", ",", closed.start, closed.start, False)
            found += [*written[:-1], comma, nothing, written[-1]]
            position += 5
        else:
            found.append(signs[position])
            position += 1
    return found


_KEYS = frozenset((*_PARITIES, "divisible", "divides", "|", "∣", "%", "mod", "bmod", "pmod"))


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
    elif (sign.kind == "[" or word_kind(sign) == "IF") and _divides(signs, position + 1, names):
        divisor, divided = signs[position + 1], signs[position + 3]
        return [sign, *_written(divided, divisor, divisor.text, "0")], position + 4
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


def _divides(signs: list[Sign], position: int, names: Names) -> bool:
    """3 | n, 3 divides n."""
    if not _is_number(signs, position) or position + 2 >= len(signs) or not _is_size(signs[position + 2], names):
        return False
    return signs[position + 1].kind in "|∣" or _text(signs, position + 1) == "divides"


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
