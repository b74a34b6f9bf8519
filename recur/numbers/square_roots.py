"""Sums of square roots, Σ c_d·√d with rational c_d over squarefree d of either sign: √−3 is i·√3.

Different √d are independent over the rationals (Besicovitch 1940), so that a sum is 0 only as the empty one. A rational
number is itself, an int where it is whole.
"""

import math
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from recur.model.records import frozen
from recur.numbers.exact import factored, narrow_rational

Rational: TypeAlias = int | Fraction


@frozen
class SquareRoots:
    """(d, c_d), …, d rising; some d is not 1, and no c_d is 0."""

    terms: tuple[tuple[int, Rational], ...]


Number: TypeAlias = Rational | SquareRoots


def root(x: Rational) -> Number:
    """√x, i·√|x| of a negative number.

    >>> root(Fraction(-4, 3))
    SquareRoots(terms=((-3, Fraction(2, 3)),))
    """
    if not x:
        return 0
    outside, inside = _parts(abs(x.numerator * x.denominator))
    return _number({inside if x > 0 else -inside: narrow_rational(Fraction(outside, x.denominator))})


@lru_cache(maxsize=1024)
def _parts(n: int) -> tuple[int, int]:
    """(k, d) with n = k²·d."""
    outside = inside = 1
    for p, e in factored(n):
        outside *= p ** (e // 2)
        inside *= p ** (e % 2)
    return outside, inside


def plus(x: Number, y: Number) -> Number:
    if type(x) is int and type(y) is int:
        return x + y
    if not isinstance(x, SquareRoots) and not isinstance(y, SquareRoots):
        return _narrow(x + y)
    total = dict(_terms(x))
    for d, c in _terms(y):
        total[d] = total.get(d, 0) + c
    return _number(total)


def times(x: Number, y: Number) -> Number:
    """
    >>> times(root(2), root(6)), times(root(-3), root(-3))
    (SquareRoots(terms=((3, 2),)), -3)
    """
    if type(x) is int and type(y) is int:
        return x * y
    if not isinstance(x, SquareRoots) and not isinstance(y, SquareRoots):
        return _narrow(x * y)
    total: dict[int, Rational] = {}
    for d, a in _terms(x):
        for e, b in _terms(y):
            shared = math.gcd(d, e)
            c = a * b * (-shared if d < 0 and e < 0 else shared)
            inside = d // shared * (e // shared)
            total[inside] = total.get(inside, 0) + c
    return _number(total)


def inverse(x: Number) -> Number:
    """1/x, by conjugation in one prime after the other.

    >>> inverse(plus(1, root(2)))
    SquareRoots(terms=((1, -1), (2, 1)))
    """
    if not isinstance(x, SquareRoots):
        return _narrow(Fraction(x.denominator, x.numerator))
    d = next(d for d, _ in x.terms if d != 1)
    p = -1 if abs(d) == 1 else factored(abs(d))[0][0]
    turned = _number({e: -c if (e < 0 if p < 0 else not e % p) else c for e, c in x.terms})
    return times(turned, inverse(times(x, turned)))


def raised(x: Number, k: int) -> Number:
    """x^k by repeated squaring; x is not 0 where k is negative."""
    if not isinstance(x, SquareRoots):
        return _narrow(Fraction(x) ** k) if k < 0 else x**k
    if k < 0:
        return raised(inverse(x), -k)
    if not k:
        return 1
    result: Number = x
    for bit in f"{k:b}"[1:]:
        result = times(result, result)
        if bit == "1":
            result = times(result, x)
    return result


def _terms(x: Number) -> tuple[tuple[int, Rational], ...]:
    return x.terms if isinstance(x, SquareRoots) else ((1, x),)


def _number(terms: dict[int, Rational]) -> Number:
    kept = {d: _narrow(c) for d, c in terms.items() if c}
    if not kept or kept.keys() == {1}:
        return kept.get(1, 0)
    return SquareRoots(tuple(sorted(kept.items())))


def _narrow(x: Rational) -> Rational:
    return x if isinstance(x, int) or x.denominator > 1 else x.numerator
