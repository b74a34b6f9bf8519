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
from recur.model.patterns import regex

_TERM = r"(?:[\w.^/*·]|\{[^{}]*\}|\([^()]*\))+"
_DOTS = regex(r"\+\s*(?:…|⋯|\.\.\.|\\[lc]?dots)\s*\+\s*")
#: The sum stands between these, whole: no sign, factor or function is of its first term alone, none of its last.
_BEFORE = tuple("([{=<>≤≥≈~,:;|$&")
_LAST = regex(rf"({_TERM})\s*(?:$|(?=[)\]}}=<>≤≥≈,:;|$&]|\\(?:right|leq?|geq?)\b|\\[)\]]))")
_OF_TERMS = "._^/*·+(){} "
_MOST_TERMS = 8
#: where the sum may begin
_BEGINS = (1, 0, 2, -1, 3)
#: powers that are worked out
_MOST = 64


def with_sums_written(text: str, variable: str, read: Callable[[str], Expr | None]) -> str:
    """The text with sum(k = 1..n, k) for 1 + 2 + … + n; as it is where the terms are not those of one formula."""
    dots = _DOTS.search(text)
    match = None if dots is None else _LAST.match(text, dots.end())
    if dots is None or match is None:
        return text
    start, written = _terms_before(text, dots.start())
    if len(written) > _MOST_TERMS or (text[:start].strip() and not text[:start].rstrip().endswith(_BEFORE)):
        return text
    terms, last = [read(term) for term in written], read(match[1])
    letter = next((name for name in "kij" if not re.search(rf"\b{name}\b", text) and name != variable), "")
    known = [x for x in terms if x is not None]
    if last is None or not 1 < len(known) == len(terms) or not letter:
        return text
    names = [x for x in (*known, last) if ex.symbols(x) - {variable}]
    general, begin = match[1], _begin(last, known, variable)
    if begin is None:  # n + (n − 1) + … + 1
        general, begin = written[0], _begin_of_falling(known, last, variable)
    if begin is None or names:
        return text
    name = rf"(?<![A-Za-z_]){re.escape(variable)}(?![A-Za-z_0-9])"
    formula = re.sub(name, letter, re.sub(rf"{name}(?=\()", f"{letter}*", general))
    summand = read(formula)
    if summand is None or ex.symbols(summand) != {letter}:  # 2ⁿ
        return text
    return f"{text[:start]}sum({letter} = {begin}..{variable}, {formula}){text[match.end() :]}"


def _terms_before(text: str, end: int) -> tuple[int, list[str]]:
    """Where the terms that end there begin, and what they are."""
    start, depth, cuts = end, 0, [end]
    while start:
        sign = text[start - 1]
        depth += (sign in ")}") - (sign in "({")
        if depth < 0 or not (depth or sign.isalnum() or sign in _OF_TERMS):
            break
        start -= 1
        if sign == "+" and not depth:
            cuts.append(start)
    bounds = [*reversed(cuts)]
    return start, [text[a:b].strip(" +") for a, b in zip([start, *bounds[:-1]], bounds, strict=True)]


def _begin(last: Expr, terms: Sequence[Expr], variable: str) -> int | None:
    if variable not in ex.symbols(last) or any(ex.symbols(x) for x in terms):
        return None
    values = [_value(x, variable, 0) for x in terms]
    if None in values:
        return None
    begins = (k for k in _BEGINS if [_value(last, variable, k + i) for i in range(len(terms))] == values)
    begin = next(begins, None)
    return None if begin is None or _has_equal_steps(begin, last, terms, variable) else begin


def _has_equal_steps(begin: int, last: Expr, terms: Sequence[Expr], variable: str) -> bool:
    """1 + 2 + … + 2^n, which may be 1 + 2 + 3 + … as well as 1 + 2 + 4 + …: steps as the first lead to the last too."""
    first, second = (_value(x, variable, 0) for x in terms[:2])
    further = [_value(last, variable, begin + i) for i in range(2, 8)]
    if len(terms) > 2 or first is None or second is None or first == second or further[0] == 2 * second - first:
        return False
    return all(x is not None and ((x - first) / (second - first)).denominator == 1 for x in further)


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
