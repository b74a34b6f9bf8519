"""Where a finite sum Σ c·m(n) of monomials is certainly not negative: from N on, by ratios that only fall.

Σ cᵢmᵢ ≥ 0 for n ≥ N once the leading coefficient outweighs the negative ones, each times its mᵢ/m₀ at N, if all these
ratios decrease from N on. What lies below N is a finite number of exact values. No limit is taken, no "large n" stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from recur.asymptotics import monomials
from recur.asymptotics.monomials import Monomial
from recur.asymptotics.series import Between, Coefficient, Series
from recur.numbers import Real, TooCoarse, real
from recur.numbers.exact import sign

if TYPE_CHECKING:
    from recur.numbers.interval import Interval

#: N is looked for among the powers of two up to this one: so many exact values can still be compared one by one.
FURTHEST = 1 << 12
BITS = 128


def nonnegative_from(s: Series) -> int | None:
    """An N with s(n) ≥ 0 for every n ≥ N, proved; None where none is found, or where s is cut off.

    >>> from recur.asymptotics.expansion import expand
    >>> from recur.model.expressions import N, mul, number, subtract
    >>> nonnegative_from(expand(subtract(mul(N, N), mul(number(100), N)), "n"))
    128
    """
    if s.error is not None:
        return None
    if not s.terms:
        return 1
    try:
        lows = [(m, _low(c)) for m, c in s.terms]
        if any(low is None or real.has_parameter(low) for _, low in lows):
            return None
        positive = [(m, low) for m, low in lows if low is not None and real.sign(low) > 0]
        negative = [(m, low) for m, low in lows if low is not None and real.sign(low) < 0]
        if not negative:
            return _first(m for m, _ in lows)
        if not positive or monomials.compare(positive[0][0], negative[0][0]) <= 0:
            return None
        lead, amount = positive[0]
        ratios = [(monomials.divide(m, lead), low) for m, low in negative]
        n = max(4, _first([*(m for m, _ in lows), *(m for m, _ in ratios)]))
        while n <= FURTHEST:
            if all(falls(ratio, n) for ratio, _ in ratios) and _outweighs(amount, ratios, n):
                return n
            n *= 2
    except (TooCoarse, ValueError, ZeroDivisionError, KeyError):
        pass
    return None


def _low(c: Coefficient) -> Real | None:
    """The least value of a coefficient; of an unknown positive one, 0."""
    if not isinstance(c, Between):
        return c
    return real.ZERO if c.low is None else c.low


def _first(found: Iterable[Monomial]) -> int:
    """From where on log n, log log n, … are positive: no monomial is negative there, or falls where it should rise."""
    depth = 0
    for m in found:
        depth = max(depth, _depth(m))
    return (1, 2, 16, 1 << 12)[depth] if depth < 4 else FURTHEST + 1


def _depth(m: Monomial) -> int:
    levels = [k for k, _ in m.powers]
    for inner, _ in m.exponential:
        levels.append(_depth(inner))
    return max((3 if k > 3 else k for k in levels), default=0)


def _outweighs(amount: Real, ratios: list[tuple[Monomial, Real]], n: int) -> bool:
    """amount + Σ low·ratio(n) ≥ 0"""
    total = real.as_interval(amount, BITS)
    for ratio, low in ratios:
        total += real.as_interval(low, BITS) * value_at(ratio, n)
    return sign(total) >= 0


@lru_cache(maxsize=1024)
def value_at(m: Monomial, n: int) -> Interval:
    """m(n), enclosed."""
    from recur.numbers.interval import exponential, interval, logarithm

    total = interval(Fraction(0), BITS)
    for k, e in m.powers:
        total += real.as_interval(e, BITS) * logarithm(_iterated(k, n))
    for inner, c in m.exponential:
        total += real.as_interval(c, BITS) * value_at(inner, n)
    return exponential(total)


def _iterated(k: int, n: int) -> Interval:
    from recur.numbers.interval import interval, logarithm

    x = interval(Fraction(n), BITS)
    for _ in range(k):
        x = logarithm(x)
    return x


def falls(m: Monomial, n: int) -> bool:
    """Whether m only decreases from n on: its logarithmic derivative is, term by term over its leading part, falling.

    d(log m)/dn = Σ c·M′ + Σ e/(n log n … log^(k) n); divided by the leading one of these, every other part decreases,
    so what holds at n holds from there on.
    """
    from recur.numbers.interval import interval

    rates = [(c, _rate_of(inner, n)) for inner, c in m.exponential]
    if any(rate is None for _, rate in rates) or not _in_order([inner for inner, _ in m.exponential]):
        return False
    parts = [(c, rate) for c, rate in rates if rate is not None]
    rate = interval(Fraction(1, n), BITS)
    for k in range(max((k for k, _ in m.powers), default=-1) + 1):
        if k:
            rate = rate * _iterated(k, n).reciprocal()
        e = dict(m.powers).get(k)
        if e is not None:
            parts.append((e, rate))
    if not parts or real.sign(parts[0][0]) > 0:
        return False
    total = real.as_interval(parts[0][0], BITS) * parts[0][1]
    for c, part in parts[1:]:
        if real.sign(c) > 0:
            total += real.as_interval(c, BITS) * part
    return sign(total) <= 0


def _in_order(found: list[Monomial]) -> bool:
    """Beside n·log n no n^e with 1 < e < 2: the quotient of their rates rises before it falls."""
    exponents = [dict(m.powers).get(0, real.ZERO) for m in found]
    if not any(len(m.powers) > 1 for m in found):
        return True
    return all(real.compare(e, Fraction(1)) <= 0 or real.compare(e, Fraction(2)) >= 0 for e in exponents)


def _rate_of(m: Monomial, n: int) -> Interval | None:
    """m′(n) for n, n^e and n·log n, whose quotients are all monotone; None for other exponents."""
    powers = dict(m.powers)
    if m.exponential or not powers.keys() <= {0, 1}:
        return None
    e, logs = powers.get(0, real.ZERO), powers.get(1, real.ZERO)
    if logs == 0 and real.sign(e) > 0:
        return real.as_interval(e, BITS) * value_at(monomials.level(0, e - Fraction(1)), n)
    if e == 1 and logs == 1:
        return _iterated(1, n) + 1
    return None
