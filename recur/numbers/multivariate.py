"""Polynomials over the rationals in several variables: {exponents: coefficient}; their common divisors and quotients.

Source: Knuth, The Art of Computer Programming, volume 2, section 4.6.1, algorithm E, applied to one variable after the
other.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import TypeAlias

Several: TypeAlias = "dict[tuple[int, ...], Fraction]"
_MOST_WORK = 20_000


class _TooLong(Exception):
    """The remainders grow beyond the work limit."""


def greatest_common_divisor(p: Several, q: Several) -> Several | None:
    """A greatest common divisor; None where that is too much work."""
    shared = [i for i in range(len(next(iter(p)))) if any(row[i] for row in p) and any(row[i] for row in q)]
    if not shared:
        return {(0,) * len(next(iter(p))): Fraction(1)}
    work = [_MOST_WORK]
    try:
        return _divisor(p, q, 0, work)
    except _TooLong:
        return None


def _divisor(p: Several, q: Several, i: int, work: list[int]) -> Several:
    if not p or not q:
        return p or q
    size = len(next(iter(p)))
    unit = {(0,) * size: Fraction(1)}
    if i == size:
        return unit
    if not any(row[i] for row in (*p, *q)):
        return _divisor(p, q, i + 1, work)
    content, other = _content(p, i, work), _content(q, i, work)
    common = _divisor(content, other, i + 1, work)
    p, q = exact_division(p, content), exact_division(q, other)
    if _degree(p, i) < _degree(q, i):
        p, q = q, p
    while q:
        if not _degree(q, i):
            p = unit
            break
        p, q = q, _remainder(p, q, i, work)
        if q:
            q = exact_division(q, _content(q, i, work))
    lead = p[max(p)]
    return _product(common, {row: c / lead for row, c in p.items()})


def _degree(p: Several, i: int) -> int:
    return max(row[i] for row in p)


def _coefficients(p: Several, i: int) -> dict[int, Several]:
    found: dict[int, Several] = {}
    for row, c in p.items():
        found.setdefault(row[i], {})[(*row[:i], 0, *row[i + 1 :])] = c
    return found


def _content(p: Several, i: int, work: list[int]) -> Several:
    return reduce(lambda a, b: _divisor(a, b, i + 1, work), _coefficients(p, i).values())


def _remainder(p: Several, q: Several, i: int, work: list[int]) -> Several:
    """The pseudo-remainder in variable i."""
    below = _degree(q, i)
    lead = _coefficients(q, i)[below]
    while p and _degree(p, i) >= below:
        work[0] -= len(p) * len(q)
        if work[0] < 0:
            raise _TooLong
        top = _degree(p, i)
        front = {(*row[:i], top - below, *row[i + 1 :]): -c for row, c in _coefficients(p, i)[top].items()}
        p = _sum(_product(p, lead), _product(front, q))
    return p


def _sum(p: Several, q: Several) -> Several:
    total = dict(p)
    for row, c in q.items():
        value = total.get(row, Fraction(0)) + c
        if value:
            total[row] = value
        else:
            del total[row]
    return total


def _product(p: Several, q: Several) -> Several:
    total: Several = {}
    for r, a in p.items():
        for s, b in q.items():
            row = tuple(x + y for x, y in zip(r, s, strict=True))
            value = total.get(row, Fraction(0)) + a * b
            if value:
                total[row] = value
            else:
                del total[row]
    return total


def exact_division(p: Several, q: Several) -> Several:
    """p/q for a q that divides p."""
    found: Several = {}
    lead = max(q)
    while p:
        top = max(p)
        row, c = tuple(x - y for x, y in zip(top, lead, strict=True)), p[top] / q[lead]
        found[row] = c
        p = _sum(p, _product({row: -c}, q))
    return found
