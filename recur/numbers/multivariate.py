"""Quotients of polynomials over the rationals in several variables, {exponents: coefficient}, in lowest terms.

Source: Knuth, The Art of Computer Programming, volume 2, section 4.6.1, algorithm E, applied to one variable after the
other.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import TypeAlias

from recur.model.records import mutable

Several: TypeAlias = dict[tuple[int, ...], Fraction]
_MOST_WORK = 6_000


class _TooLong(Exception):
    """The remainders grow beyond the work limit."""


@mutable
class _Work:
    """How many products of two numbers may still be worked out."""

    left: int

    def spend(self, products: int, number: Fraction) -> None:
        digits = number.numerator.bit_length() + number.denominator.bit_length()
        self.left -= products * (1 + digits // 512)
        if self.left < 0:
            raise _TooLong


def in_lowest_terms(p: Several, q: Several, most_work: int = _MOST_WORK) -> tuple[Several, Several]:
    """p and q over their greatest common divisor; as they are where that is too much work."""
    if not any(any(row[i] for row in p) and any(row[i] for row in q) for i in range(len(next(iter(p))))):
        return p, q
    if _are_apart(p, q):
        return p, q
    work = _Work(most_work)
    try:
        common = _divisor(p, q, 0, work)
        if any(map(any, common)):
            return _exact_quotient(p, common, work), _exact_quotient(q, common, work)
    except _TooLong:
        pass
    return p, q


def _are_apart(p: Several, q: Several) -> bool:
    """Whether both are of degree one and no multiples of each other: then they have no common factor."""
    if any([sum(row) > 1 for row in (*p, *q)]):
        return False
    if p.keys() != q.keys():
        return True
    row = next(iter(p))
    return any([p[row] * c != q[row] * p[other] for other, c in q.items()])


def _divisor(p: Several, q: Several, i: int, work: _Work) -> Several:
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
    p, q = _exact_quotient(p, content, work), _exact_quotient(q, other, work)
    if _degree(p, i) < _degree(q, i):
        p, q = q, p
    while q:
        if not _degree(q, i):
            p = unit
            break
        p, q = q, _remainder(p, q, i, work)
        if q:
            q = _exact_quotient(q, _content(q, i, work), work)
    lead = p[max(p)]
    return _product(common, {row: c / lead for row, c in p.items()}, work)


def _degree(p: Several, i: int) -> int:
    return max(row[i] for row in p)


def _coefficients(p: Several, i: int) -> dict[int, Several]:
    found: dict[int, Several] = {}
    for row, c in p.items():
        found.setdefault(row[i], {})[(*row[:i], 0, *row[i + 1 :])] = c
    return found


def _content(p: Several, i: int, work: _Work) -> Several:
    return reduce(lambda a, b: _divisor(a, b, i + 1, work), _coefficients(p, i).values())


def _remainder(p: Several, q: Several, i: int, work: _Work) -> Several:
    """The pseudo-remainder in variable i."""
    below = _degree(q, i)
    lead = _coefficients(q, i)[below]
    while p and _degree(p, i) >= below:
        top = _degree(p, i)
        front = {(*row[:i], top - below, *row[i + 1 :]): -c for row, c in _coefficients(p, i)[top].items()}
        p = _sum(_product(p, lead, work), _product(front, q, work))
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


def _product(p: Several, q: Several, work: _Work) -> Several:
    if p and q:
        work.spend(len(p) * len(q), next(iter(p.values())))
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


def _exact_quotient(p: Several, q: Several, work: _Work) -> Several:
    """p/q for a q that divides p."""
    found: Several = {}
    lead = max(q)
    while p:
        top = max(p)
        row, c = tuple(x - y for x, y in zip(top, lead, strict=True)), p[top] / q[lead]
        found[row] = c
        p = _sum(p, _product({row: -c}, q, work))
    return found
