"""Sums of square roots, Σ c_d·√d / q with whole c_d and q over squarefree d of either sign: √−3 is i·√3.

Different √d are independent over the rationals (Besicovitch 1940), so that a sum is 0 only as the empty one. A rational
number is itself, an int where it is whole.
"""

import math
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from recur.model.records import frozen
from recur.numbers.exact import bits_of, factored

Rational: TypeAlias = int | Fraction


@frozen
class SquareRoots:
    """Σ c_d·√d / `below` for (d, c_d), …, d rising; some d is not 1, no c_d is 0; `below` > 0 in lowest terms."""

    terms: tuple[tuple[int, int], ...]
    below: int = 1


Number: TypeAlias = Rational | SquareRoots


def root(x: Rational) -> Number:
    """√x, i·√|x| of a negative number.

    >>> root(Fraction(-4, 3))
    SquareRoots(terms=((-3, 2),), below=3)
    """
    if not x:
        return 0
    outside, inside = _parts(abs(x.numerator * x.denominator))
    return _number({inside if x > 0 else -inside: outside}, x.denominator)


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
    (first, q), (second, r) = _parted(x), _parted(y)
    total = {d: c * r for d, c in first}
    for d, c in second:
        total[d] = total.get(d, 0) + c * q
    return _number(total, q * r)


def times(x: Number, y: Number) -> Number:
    """
    >>> times(root(2), root(6)), times(root(-3), root(-3))
    (SquareRoots(terms=((3, 2),), below=1), -3)
    """
    if type(x) is int:
        if type(y) is int:
            return x * y
        if x == 1:
            return y
    if not isinstance(x, SquareRoots) and not isinstance(y, SquareRoots):
        return _narrow(x * y)
    (first, q), (second, r) = _parted(x), _parted(y)
    total: dict[int, int] = {}
    for d, a in first:
        for e, b in second:
            shared = math.gcd(d, e)
            inside = d // shared * (e // shared)
            total[inside] = total.get(inside, 0) + a * b * (-shared if d < 0 and e < 0 else shared)
    return _number(total, q * r)


def conjugate(x: Number) -> Number:
    """The complex conjugate: √d for the negative d with the other sign."""
    if not isinstance(x, SquareRoots):
        return x
    return SquareRoots(tuple([(d, -c if d < 0 else c) for d, c in x.terms]), x.below)


def inverse(x: Number) -> Number:
    """1/x, by conjugation in one prime after the other.

    >>> inverse(plus(1, root(2)))
    SquareRoots(terms=((1, -1), (2, 1)), below=1)
    """
    if not isinstance(x, SquareRoots):
        return _narrow(Fraction(x.denominator, x.numerator))
    d = next(d for d, _ in x.terms if d != 1)
    p = -1 if abs(d) == 1 else factored(abs(d))[0][0]
    turned = _number({e: -c if (e < 0 if p < 0 else not e % p) else c for e, c in x.terms}, x.below)
    return times(turned, inverse(times(x, turned)))


def length(x: Number) -> int:
    """The bits of the longest number that x is written with."""
    return max([bits_of(c) for _, c in x.terms] + [bits_of(x.below)]) if isinstance(x, SquareRoots) else bits_of(x)


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


def _parted(x: Number) -> tuple[tuple[tuple[int, int], ...], int]:
    """The terms of a sum, and what they are over."""
    return (x.terms, x.below) if isinstance(x, SquareRoots) else (((1, x.numerator),), x.denominator)


def _number(terms: dict[int, int], below: int) -> Number:
    """The sum of the terms over `below`, in lowest terms."""
    kept = sorted([(d, c) for d, c in terms.items() if c])
    if not kept:
        return 0
    if below != 1 and (shared := math.gcd(below, *[c for _, c in kept])) != 1:
        kept, below = [(d, c // shared) for d, c in kept], below // shared
    if len(kept) == 1 and kept[0][0] == 1:
        return kept[0][1] if below == 1 else Fraction(kept[0][1], below)
    return SquareRoots(tuple(kept), below)


def _narrow(x: Rational) -> Rational:
    return x if isinstance(x, int) or x.denominator > 1 else x.numerator
