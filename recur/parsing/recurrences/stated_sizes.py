"""The sizes that a text says it is about: powers of 2, in words or as n = 2^k."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from recur.model.expressions import Number, Power, Symbol
from recur.parsing.formulas.building import RelationChain, Statement
from recur.parsing.recurrences.naming import Names

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
_POWER = re.compile(
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
