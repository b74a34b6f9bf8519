"""P₀(n)·T(n) = Σ Pⱼ(n)·T(n − j): the solution n!^μ·ρⁿ·n^θ·(1 + s₁/n + s₂/n² + …) and its factor in T, by digits.

With c̃ⱼ(n) = Pⱼ/P₀ over the factorials' share, ρ is a root of xᵖ = Σ γⱼ·x^(p−j), γⱼ = lim c̃ⱼ; the terms of 1/n give
θ, the further ones s₁, s₂, …. Let g be the solution cut after s_M, and u = T/g. Then u(n) = Σ Aⱼ(n)·u(n − j) with
Σ Aⱼ = 1 + δ(n), δ(n) = O(n^(−M−2)), so d(n) = u(n) − u(n − 1) obeys d(n) = δ(n)·u(n − 1) + Σ eᵢ(n)·d(n − i) with
eᵢ = −Σ_{j>i} Aⱼ. For the vectors v(n) of the last d this is v(n) = (M + M'(n))·v(n − 1) + δ(n)·u(n − 1), where M is a
constant matrix whose eigenvalues are the other roots over ρ: H = Σ |M^k| is finite, and |M'(n)| ≤ κ beyond N. So
S = Σ |v(n)| over n > N is at most H·((1 + κ)·|v(N)| + Δ·|u(N)|)/(1 − H·κ − H·Δ), Δ = Σ |δ(n)|. As δ is analytic in
1/n within a circle of radius R, with a zero of order M + 2 at 0, |δ(n)| ≤ B/(nR)^(M+2) with its bound B on that
circle. So u(N) encloses the limit C of u, whatever the signs; where C ≠ 0, T ~ C·g.
Source: Birkhoff and Trjitzinsky 1933; Wimp and Zeilberger 1985; the estimate is that of Schwarz's lemma.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import factorial

from recur.model import Unmet, expressions as ex
from recur.model.records import frozen
from recur.numbers import Polynomial, Real, Root, TooCoarse, certain_digits, polynomials, real
from recur.numbers.exponential_polynomials import polynomial_formula
from recur.numbers.interval import Interval, between, exponential, interval, logarithm, nearest_decimal
from recur.numbers.roots import all_roots, exact_real

_PRECISIONS = (64, 200, 600)
_SIMPLE = 240  # denominators of exponents that are recognized
_SIZES = (48, 96, 192, 384, 768, 1536)
_MOST_TERMS = 48
_MOST_POWERS = 256  # of a matrix, until they have become small
_HALF = Fraction(1, 2)
_EXCITED = 40  # binary digits in which a factor that is not 0 shows

#: the exact value T(n)
Values = Callable[[int], Fraction | None]


@frozen
class PolynomialRecurrence:
    """P₀(n)·T(n) = Σ Pⱼ(n)·T(n − j) for n ≥ start, `polynomials` P₀, …, P_p."""

    polynomials: tuple[Polynomial, ...]
    start: int


@frozen
class FormalSolution:
    """n!^power·ρⁿ·n^θ·(1 + O(1/n)); `reversed` are the polynomials over n^degree·n!^power as polynomials in 1/n."""

    power: int
    rho: Real
    theta: Real
    reversed: tuple[Polynomial, ...]
    characteristic: Polynomial


def formal_solution(told: PolynomialRecurrence) -> FormalSolution:
    """The one with the dominant root, or the hypothesis that fails."""
    p = told.polynomials
    slopes = [Fraction(len(q) - len(p[0]), j) for j, q in enumerate(p) if j and q]
    power = max(slopes)
    if power.denominator != 1:
        raise Unmet(
            "a whole power of n!",
            "the growth would be that of a power {m} of {f}",
            m=ex.number(power),
            f=ex.Symbol("n!"),
        )
    back = _in_reciprocal(p, int(power))
    limits = [q[0] if q else Fraction(0) for q in back]
    last = max(j for j, c in enumerate(limits) if c)
    characteristic = polynomials.trimmed([*(-c for c in reversed(limits[1 : last + 1])), limits[0]])
    root = _dominant(characteristic)
    rho = exact_real(root)
    if rho is None:
        raise Unmet(
            "a dominant root of degree two at most", "it is a root of {p}", p=polynomial_formula(root.factor, "x")
        )
    top = sum(((_second(q)) / real.power(rho, Fraction(j)) for j, q in enumerate(back) if j), real.ZERO)
    bottom = sum((Fraction(j) * limits[j] / real.power(rho, Fraction(j)) for j in range(1, len(back))), real.ZERO)
    theta = _simple((top - _second(back[0])) / bottom)
    return FormalSolution(int(power), rho, theta, back, characteristic)


def _second(q: Polynomial) -> Fraction:
    return q[1] if len(q) > 1 else Fraction(0)


def _in_reciprocal(p: tuple[Polynomial, ...], power: int) -> tuple[Polynomial, ...]:
    """Pⱼ(n)/(n(n − 1)…(n − j + 1))^power over a common power of n, multiplied out, in z = 1/n."""
    order = len(p) - 1
    found = []
    for j, q in enumerate(p):
        inside = range(j) if power < 0 else range(j, order)
        for i in inside:
            q = polynomials.times(q, polynomials.raised((Fraction(-i), Fraction(1)), abs(power)))
        found.append(q)
    degree = max(len(q) for q in found)
    return tuple(polynomials.trimmed([Fraction(0)] * (degree - len(q)) + list(reversed(q))) if q else () for q in found)


def _dominant(characteristic: Polynomial) -> Root:
    roots = all_roots(characteristic)
    for root in roots:
        if (
            root.is_real
            and root.is_positive
            and root.multiplicity == 1
            and all(o is root or _is_larger(root, o) for o in roots)
        ):
            return root
    raise Unmet(
        "one dominant root", "no positive simple root of {p} is the largest", p=polynomial_formula(characteristic, "x")
    )


def _is_larger(root: Root, other: Root) -> bool:
    return any(root.modulus(bits)[0] > other.modulus(bits)[1] for bits in _PRECISIONS)


def _simple(theta: Real) -> Real:
    """A fraction where it is one."""
    if isinstance(theta, Fraction):
        return theta
    low, high = real.enclose(theta)
    near = ((low + high) / 2).limit_denominator(_SIMPLE)
    return near if low <= near <= high and not real.sign(theta - near) else theta


# -- the factor ----------------------------------------------------------------------------------------------


class Factor:
    """C of T ~ C·n!^μ·ρⁿ·n^θ, enclosed ever more narrowly; `values` are the exact T(n)."""

    def __init__(self, told: PolynomialRecurrence, formal: FormalSolution, values: Values) -> None:
        self.told, self.formal, self.values = told, formal, values
        self.order = len(told.polynomials) - 1
        self.nearest: tuple[Fraction, Fraction] | None = None
        self.beyond: int | None = None  # so many bits are out of reach

    def enclose(self, bits: int) -> tuple[Fraction, Fraction]:
        """Rationals around C, 2^−bits of it apart; raises TooCoarse where no value within reach gives them."""
        if self.nearest is not None and _are_near(self.nearest, bits):
            return self.nearest
        for size in _SIZES if self.beyond is None or bits < self.beyond else ():
            if 2 * size < bits:
                continue  # hopeless
            found = self._at(size, bits)
            if found is None:
                continue
            if self.nearest is None or found[1] - found[0] < self.nearest[1] - self.nearest[0]:
                self.nearest = found
            if _are_near(found, bits):
                return found
        self.beyond = bits
        raise TooCoarse

    def digits(self, most: int) -> str:
        """So many decimal digits of C, or as many as the values within reach make certain."""
        try:
            low, high = self.enclose(int(most * 3.33) + 40)
        except TooCoarse:
            if self.nearest is None:
                raise
            around = between(*self.nearest, 512)
            found = (certain_digits(around, count) for count in range(most, 0, -1))
            return next((told for told in found if told is not None), "0")
        return nearest_decimal((low + high) / 2, most)

    def is_positive(self) -> bool:
        """Proved; False where C is negative or not seen to differ from 0."""
        try:
            return self.enclose(_EXCITED)[0] > 0
        except TooCoarse:
            return False

    def _at(self, size: int, bits: int) -> tuple[Fraction, Fraction] | None:
        working = bits + size // 2 + 96
        if size <= self.told.start + self.order:
            return None
        series = _Series(self.formal, self.order, min(_MOST_TERMS, size // 4), working)
        try:
            (powers, moving), total = series.differences(size), series.errors(size)
        except TooCoarse:
            return None
        room = 1 - powers * (moving + total)
        exact = [self.values(size - i) for i in range(self.order)]
        if room <= 0 or any(x is None for x in exact):
            return None
        quotients = [series.quotient(x, size - i) for i, x in enumerate(exact) if x is not None]
        last = sum((_most(a - b) for a, b in pairwise(quotients)), Fraction(0))
        low, high = quotients[0].rationals()
        most = max(abs(low), abs(high))
        slack = powers * ((1 + moving) * last + total * most) / room
        low, high = low - slack, high + slack
        return (low, high) if low * high > 0 else None


def _are_near(ends: tuple[Fraction, Fraction], bits: int) -> bool:
    return (ends[1] - ends[0]) * (1 << bits) < min(map(abs, ends))


class _Series:
    """1 + s₁/n + … + s_M/n^M with intervals for the coefficients, and what it leaves."""

    def __init__(self, formal: FormalSolution, order: int, terms: int, bits: int) -> None:
        self.formal, self.order, self.bits = formal, order, bits
        self.rho = real.as_interval(formal.rho, bits)
        exponent = formal.theta
        self.theta = exponent if isinstance(exponent, Fraction) else real.as_interval(exponent, bits)
        self.inverse = self.rho.reciprocal()
        self.powers = [interval(1, bits)]
        for _ in range(order):
            self.powers.append(self.powers[-1] * self.inverse)
        self.s = self._coefficients(terms)

    def _coefficients(self, terms: int) -> list[Interval]:
        p = self.formal.reversed
        sigma = interval(0, self.bits)
        for j in range(1, self.order + 1):
            if p[j]:
                sigma = sigma + self.powers[j] * interval(j * p[j][0], self.bits)
        found = [interval(1, self.bits)]
        binomials: list[list[Fraction | Interval]] = []
        for m in range(2, terms + 2):
            total = interval(0, self.bits)
            for k in range(m - 1):
                total = total + found[k] * self._left(k, m - k, binomials)
            found.append(-total * (sigma * interval(m - 1, self.bits)).reciprocal())
        return found

    def _left(self, k: int, m: int, binomials: list[list[Fraction | Interval]]) -> Interval:
        """The coefficient of z^m in Σ Pⱼ(z)·ρ^(−j)·(1 − jz)^(θ−k) − P₀(z)."""
        while len(binomials) <= k:
            binomials.append([Fraction(1)])
        row = binomials[k]
        while len(row) <= m:
            i = len(row)
            row.append(row[-1] * (self.theta - (k + i - 1)) * Fraction(1, i))
        p = self.formal.reversed
        total = interval(-p[0][m] if m < len(p[0]) else 0, self.bits)
        for j in range(1, self.order + 1):
            inner: Fraction | Interval = Fraction(0)
            for i, c in enumerate(p[j][: m + 1]):
                if c:
                    inner = row[m - i] * (c * (-j) ** (m - i)) + inner
            if not isinstance(inner, Fraction) or inner:
                total = total + self.powers[j] * inner
        return total

    def quotient(self, value: Fraction, n: int) -> Interval:
        """T(n)/(n!^μ·ρⁿ·n^θ·(1 + …))"""
        bits, formal = self.bits, self.formal
        scaled = value / Fraction(factorial(n)) ** formal.power
        log = logarithm(self.rho) * interval(n, bits) + logarithm(interval(n, bits)) * interval(self.theta, bits)
        return (
            interval(scaled, bits)
            * exponential(-log)
            * _at_interval(self.s, interval(Fraction(1, n), bits), bits).reciprocal()
        )

    def differences(self, size: int) -> tuple[Fraction, Fraction]:
        """H and κ for n ≥ size."""
        bits, formal = 64, self.formal
        z = between(Fraction(0), Fraction(1, size), bits)
        one, p = interval(1, bits), formal.reversed
        at_z = [_at_interval(q, z, bits) for q in p]
        below = (at_z[0] * _at_interval(self.s, z, bits)).reciprocal()
        tail, limit = interval(0, bits), interval(0, bits)
        first_row, moved = [], Fraction(0)
        for j in range(self.order, 1, -1):
            left = one - z * interval(j, bits)
            scale = interval(self.powers[j], bits)
            a = at_z[j] * scale * left.power(self.theta)
            tail = tail + a * _at_interval(self.s, z * left.reciprocal(), bits) * below
            limit = limit + scale * interval(p[j][0] / p[0][0] if p[j] else 0, bits)
            first_row.append(-limit)
            moved += _most(tail - limit)
        return _sum_of_powers(list(reversed(first_row))), moved

    def errors(self, size: int) -> Fraction:
        """Σ |δ(n)| over n > size."""
        sizes = [max(map(abs, c.rationals())) for c in self.s]
        radius = Fraction(1, 8 * self.order)
        while radius * size > 2:
            bound = self._on_circle(radius, sizes)
            if bound is not None:
                m = len(self.s) - 1
                return bound / radius ** (m + 2) / Fraction(size) ** (m + 1) / (m + 1)
            radius /= 2
        raise TooCoarse

    def _on_circle(self, radius: Fraction, sizes: list[Fraction]) -> Fraction | None:
        """A bound of |δ| for |1/n| ≤ radius; None where the sum or P₀ may have a zero there."""
        p, theta = self.formal.reversed, max(map(abs, interval(self.theta, 64).rationals()))
        wide = radius / (1 - self.order * radius)
        around = sum((c * wide**k for k, c in enumerate(sizes) if k), Fraction(0))
        lead = abs(p[0][0]) - sum((abs(c) * radius**k for k, c in enumerate(p[0]) if k), Fraction(0))
        if around > Fraction(1, 2) or lead <= 0:
            return None
        total = Fraction(0)
        for j in range(1, self.order + 1):
            most = sum((abs(c) * radius**k for k, c in enumerate(p[j])), Fraction(0))
            grown = interval(1 / (1 - j * radius), 64).power(theta).rationals()[1]
            total += most * self.powers[j].rationals()[1] * grown
        return total * (1 + around) / (1 - around) / lead + 1


def _most(x: Interval) -> Fraction:
    return max(map(abs, x.rationals()))


def _sum_of_powers(first_row: list[Interval]) -> Fraction:
    """A bound of Σ |M^k| over k ≥ 0, M the companion matrix of this first row, |·| the largest sum of a column."""
    size = len(first_row)
    rows = [first_row, *([interval(int(i == j), 64) for j in range(size)] for i in range(size - 1))]
    power = [[interval(int(i == j), 64) for j in range(size)] for i in range(size)]
    total = Fraction(0)
    for _ in range(_MOST_POWERS):
        norm = max(sum((_most(row[j]) for row in power), Fraction(0)) for j in range(size))
        if total and norm < _HALF:
            return total / (1 - norm)
        total += norm
        power = [
            [sum((x * y[j] for x, y in zip(row, power, strict=True)), interval(0, 64)) for j in range(size)]
            for row in rows
        ]
    raise TooCoarse


def _at_interval(p: Sequence[Fraction | Interval], z: Interval, bits: int) -> Interval:
    total = interval(0, bits)
    for c in reversed(p):
        total = total * z + interval(c, bits)
    return total
