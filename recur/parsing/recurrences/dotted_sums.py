"""1 + 2 + … + n in a claim, written as the sum over k of what its last term is at k.

The terms before the dots are that formula at some k and at those behind it: they are compared with it, and where they
are none of its values nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import prod

from recur.model import Expr, expressions as ex

_TERM = r"(?:[\w.^/*·]|\{[^{}]*\}|\([^()]*\))+"
_DOTTED = re.compile(
    rf"(?P<terms>{_TERM}(?:\s*\+\s*{_TERM})+)\s*\+\s*(?:…|⋯|\.\.\.|\\[lc]?dots)\s*\+\s*(?P<last>{_TERM})(?!\s*[-+−*·/^(\w])"
)
#: where the sum may begin
_BEGINS = (1, 0, 2, -1, 3)
#: powers that are worked out
_MOST = 64


def with_sums_written(text: str, variable: str, read: Callable[[str], Expr | None]) -> str:
    """The text with sum(k = 1..n, k) for 1 + 2 + … + n; as it is where the terms are not those of one formula."""
    match = _DOTTED.search(text)
    if match is None:
        return text
    written = re.split(r"\s*\+\s*(?![^(]*\))", match["terms"])
    terms, last = [read(term) for term in written], read(match["last"])
    letter = next((name for name in "kij" if not re.search(rf"\b{name}\b", text) and name != variable), "")
    known = [x for x in terms if x is not None]
    if last is None or len(known) < len(terms) or not letter:
        return text
    names = [x for x in (*known, last) if ex.symbols(x) - {variable}]
    general, begin = match["last"], _begin(last, known, variable)
    if begin is None:  # n + (n − 1) + … + 1
        general, begin = written[0], _begin_of_falling(known, last, variable)
    if begin is None or names:
        return text
    name = rf"(?<![A-Za-z_]){re.escape(variable)}(?!\w)"
    formula = re.sub(name, letter, re.sub(rf"{name}(?=\()", f"{letter}*", general))
    return f"{text[: match.start()]}sum({letter} = {begin}..{variable}, {formula}){text[match.end() :]}"


def _begin(last: Expr, terms: Sequence[Expr], variable: str) -> int | None:
    if variable not in ex.symbols(last) or any(ex.symbols(x) for x in terms):
        return None
    values = [_value(x, variable, 0) for x in terms]
    if None in values:
        return None
    return next((k for k in _BEGINS if [_value(last, variable, k + i) for i in range(len(terms))] == values), None)


def _begin_of_falling(terms: Sequence[Expr], last: Expr, variable: str) -> int | None:
    if ex.symbols(last) or not all(variable in ex.symbols(x) for x in terms):
        return None
    for size in (11, 12, 13):
        values = [_value(x, variable, size) for x in terms]
        if None in values or values != [_value(terms[0], variable, size - i) for i in range(len(terms))]:
            return None
    return next((k for k in _BEGINS if _value(terms[0], variable, k) == _value(last, variable, 0) is not None), None)


def _value(x: Expr, variable: str, size: int) -> Fraction | None:
    """The formula at that size, where it is arithmetic of whole powers."""
    match x:
        case ex.Number(value):
            return Fraction(value)
        case ex.Symbol(name):
            return Fraction(size) if name == variable else None
        case ex.Add(parts) | ex.Mul(parts):
            found = [_value(part, variable, size) for part in parts]
            known = [value for value in found if value is not None]
            if len(known) < len(found):
                return None
            return sum(known, Fraction(0)) if isinstance(x, ex.Add) else prod(known, start=Fraction(1))
        case ex.Power(base, exponent):
            b, e = _value(base, variable, size), _value(exponent, variable, size)
            if b is None or e is None or e.denominator != 1 or abs(e) > _MOST or (b == 0 and e < 0):
                return None
            return b ** int(e)
    return None
