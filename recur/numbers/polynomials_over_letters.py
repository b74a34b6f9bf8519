"""Polynomials whose coefficients hold letters, constant term first: what `polynomials` is over the rational numbers."""

from __future__ import annotations

from itertools import zip_longest

from recur.numbers import real
from recur.numbers.factors_over_letters import OverLetters
from recur.numbers.real import ONE, ZERO, Real


def plus(p: OverLetters, q: OverLetters) -> OverLetters:
    return trimmed(tuple(real.plus(a, b) for a, b in zip_longest(p, q, fillvalue=ZERO)))


def scaled(p: OverLetters, factor: Real) -> OverLetters:
    return tuple(real.times(c, factor) for c in p)


def times(p: OverLetters, q: OverLetters) -> OverLetters:
    found: list[Real] = [ZERO] * (len(p) + len(q) - 1) if p and q else []
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            found[i + j] = real.plus(found[i + j], real.times(a, b))
    return tuple(found)


def raised(p: OverLetters, power: int) -> OverLetters:
    found: OverLetters = (ONE,)
    for _ in range(power):
        found = times(found, p)
    return found


def trimmed(p: OverLetters) -> OverLetters:
    while p and p[-1] == ZERO:
        p = p[:-1]
    return p


def composed(p: OverLetters, inner: OverLetters) -> OverLetters:
    """p(inner)."""
    found: OverLetters = ()
    for c in reversed(p):
        found = plus(times(found, inner), (c,))
    return found
