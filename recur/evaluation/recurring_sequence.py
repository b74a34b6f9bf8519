"""One far term of a sequence with constant coefficients: x^n modulo its characteristic polynomial.

Where x^n ≡ Σ rᵢ xⁱ, u(n) = Σ rᵢ u(i): log₂ n squarings of a polynomial of the order's length. The shortest recurrence
that the sequence satisfies follows from its first terms. Source: Fiduccia, An efficient formula for linear
recurrences, 1985; Massey, Shift-register synthesis and BCH decoding, 1969.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from recur.model import limits
from recur.numbers.exact import bits_of, exact_root, guard, narrow_rational, too_large
from recur.numbers.fast import long_product

Rational = int | Fraction

CLEARLY_MANY = 1000  # bits of a term, past which it shows whether they double when the index does
_MOST_KEPT = 1 << 24  # bits of the powers that are kept for other indices


def shortest_recurrence(first: Sequence[Rational]) -> list[Fraction]:
    """c₁, …, c_d of the shortest u(n) = Σ cᵢ u(n − i) that the terms satisfy; the one, if there are 2d of them.

    >>> shortest_recurrence([0, 1, 1, 2, 3, 5, 8, 13])
    [Fraction(1, 1), Fraction(1, 1)]
    """
    connection, before = [Fraction(1)], [Fraction(1)]
    order, gap, last = 0, 1, Fraction(1)
    for n, term in enumerate(first):
        missed = term + sum((connection[i] * first[n - i] for i in range(1, len(connection))), Fraction(0))
        if not missed:
            gap += 1
            continue
        kept, share = connection, missed / last
        connection = connection + [Fraction(0)] * (len(before) + gap - len(connection))
        for i, c in enumerate(before, gap):
            connection[i] -= share * c
        if 2 * order <= n:
            order, before, last, gap = n + 1 - order, kept, missed, 1
        else:
            gap += 1
    connection += [Fraction(0)] * (order + 1 - len(connection))
    return [-c for c in connection[1 : order + 1]]


def _scale(steps: Sequence[Fraction]) -> int:
    """A number s, small where that is easily seen, for which all cᵢ·sⁱ are whole."""
    scale = 1
    for i, c in enumerate(steps, 1):
        left = (c * scale**i).denominator
        root = exact_root(left, i)
        scale *= left if root is None else int(root)
    return scale


class RecurringSequence:
    """u(0), u(1), …, of which at least twice as many terms are given as its order can be.

    >>> RecurringSequence([0, 1, 1, 2, 3, 5]).term(100)
    354224848179261915075
    """

    def __init__(self, first: Sequence[Rational]) -> None:
        steps = shortest_recurrence(first)
        self.order = len(steps)
        self.scale = _scale(steps)  # y = scale·x has a polynomial over the whole numbers
        self.steps = [int(c * self.scale**i) for i, c in enumerate(steps, 1)]
        self.first = first
        self.below = math.lcm(*[x.denominator for x in first])
        self._weighted = [int(x * self.below) for x in first]
        self._powers: dict[int, list[int]] = {}
        self._kept = 0  # bits of them

    def term(self, n: int) -> Rational:
        """u(n) for n ≥ 0; `LimitExceeded` where it is too long, as soon as that shows."""
        if n < len(self.first):
            return narrow_rational(Fraction(self.first[n]))
        if not self.order:
            return 0
        half, odd = divmod(n, 2)
        power = self._power(half, n)
        later = [self._combined(power, odd + i) for i in range(self.order)]  # u(half + odd + i)·scale^half·below
        total = sum(long_product(a * self.scale**i, u) for i, (a, u) in enumerate(zip(power, later, strict=True)))
        value = self._value(total, 2 * half)
        guard(value)
        return value

    def _value(self, total: int, exponent: int) -> Rational:
        """total / (scale^exponent · below)."""
        if self.scale == 1 == self.below:
            return total
        if exponent * (self.scale.bit_length() - 1) > 2 * limits.MAX_BITS:
            raise too_large("a value")
        return narrow_rational(Fraction(total, self.scale**exponent * self.below))

    def _combined(self, power: Sequence[int], shift: int) -> int:
        """Σ powerⱼ·scaleʲ·u(shift + j)·below."""
        return sum(a * self.scale**j * self._weighted[shift + j] for j, a in enumerate(power))

    def _power(self, exponent: int, n: int) -> list[int]:
        """The coefficients of y^exponent modulo the polynomial, by squaring; refused where u(n) will be too long."""
        places = exponent.bit_length()
        start = next((k for k in range(places) if exponent >> k in self._powers), places)
        found = self._powers[exponent >> start] if start < places else [1] + [0] * (self.order - 1)
        before, told = 0, False
        for k in reversed(range(start)):
            limits.check()
            prefix = exponent >> k
            found = self._times_y(self._squared(found)) if prefix & 1 else self._squared(found)
            longest = max(map(int.bit_length, found))
            if self._kept + longest * self.order <= _MOST_KEPT:
                self._powers[prefix] = found
                self._kept += longest * self.order
            if longest > CLEARLY_MANY and not told:
                bits = max(bits_of(self._value(self._combined(found, i), prefix)) for i in range(self.order))
                if before:
                    told = True
                    # Powers of n gain some digits at each doubling, an exponential twice as many as it had.
                    if bits > 1.9 * before and bits * n > 1.02 * prefix * limits.MAX_BITS:
                        raise too_large("a value")
                before = bits
        return found

    def _squared(self, x: Sequence[int]) -> list[int]:
        d = self.order
        found = [0] * (2 * d - 1)
        for i, a in enumerate(x):
            if a:
                found[2 * i] += long_product(a, a)
                twice = 2 * a
                for j in range(i + 1, d):
                    found[i + j] += long_product(twice, x[j])
        for top in range(2 * d - 2, d - 1, -1):  # y^top = Σ stepᵢ·y^(top − i)
            lead = found[top]
            if lead:
                for i, c in enumerate(self.steps, 1):
                    found[top - i] += c * lead
        del found[d:]
        for c in found:
            guard(c)
        return found

    def _times_y(self, x: Sequence[int]) -> list[int]:
        lead, d = x[-1], self.order
        return [(x[i - 1] if i else 0) + self.steps[d - 1 - i] * lead for i in range(d)]
