"""T(n) = Σ cᵢ T(n − i) + Σ p(n)·βⁿ over the rational functions of letters: particular solutions, weights of the modes.

A root of the characteristic polynomial contributes n^j·ρⁿ below its multiplicity. A quadratic factor without roots in
the field contributes n^j·(ρⁿ + ρ̄ⁿ) and n^j·(ρⁿ⁺¹ + ρ̄ⁿ⁺¹), sums of powers that Newton's identities keep in the field.
Source: Concrete Mathematics, section 7.3; Rosen, Discrete Mathematics and Its Applications, section 8.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from math import comb

from recur.model.records import frozen
from recur.numbers import real
from recur.numbers.factors_over_letters import OverLetters, factors_over_letters
from recur.numbers.real import ONE, ZERO, Real

#: power of n -> coefficient
Weights = Mapping[int, Real]


class NoFactors(Exception):
    """A factor of the characteristic polynomial has neither degree 1 nor 2."""


@frozen(slots=False)
class LetterRecurrence:
    """The equation holds for n ≥ `first`; `values` are the stated ones."""

    coefficients: Mapping[int, Real]
    driving: Mapping[Real, Weights]
    values: Mapping[int, Real]
    first: int

    @property
    def order(self) -> int:
        return max(self.coefficients, default=0)

    @property
    def start(self) -> int:
        """The size from which a closed form can hold."""
        return self.first - self.order

    @cached_property
    def polynomial(self) -> OverLetters:
        """x^d − Σ cᵢ x^(d−i), constant term first."""
        d = self.order
        return (*(real.minus(ZERO, self.coefficients.get(d - i, ZERO)) for i in range(d)), ONE)

    @cached_property
    def factors(self) -> tuple[tuple[OverLetters, int], ...]:
        found = factors_over_letters(self.polynomial) if self.order else ()
        if found is None or any(len(q) > 3 for q, _ in found):
            raise NoFactors
        # √2 is a letter to the factors: what its square makes equal is seen here
        return tuple(_with_double_root(q, m) for q, m in found)

    def where(self, letter: str, value: Real) -> LetterRecurrence:
        """The recurrence with a value for a letter; ZeroDivisionError where it has none."""

        def put(x: Real) -> Real:
            return real.substituted(x, {letter: value})

        driving: dict[Real, dict[int, Real]] = {}
        for base, p in self.driving.items():
            if (b := put(base)) != ZERO:
                place = driving.setdefault(b, {})
                for i, c in p.items():
                    place[i] = real.plus(place.get(i, ZERO), put(c))
        coefficients = {i: x for i, c in self.coefficients.items() if (x := put(c)) != ZERO}
        kept = {b: {i: c for i, c in p.items() if c != ZERO} for b, p in driving.items()}
        values = {n: put(x) for n, x in self.values.items()}
        return LetterRecurrence(coefficients, {b: p for b, p in kept.items() if p}, values, self.first)

    # -- the particular solution -------------------------------------------------------------------------

    def particular(self, base: Real, p: Weights) -> tuple[Weights, int, Real]:
        """(q, s, M) with q(n)·βⁿ a solution for p(n)·βⁿ, β an s-fold root; M ≠ 0 is what was divided by.

        L(n^j βⁿ) = βⁿ Σ_k C(j, k) n^(j−k) M_k with M_k = Σ eᵢ β^(−i) (−i)^k, and M_k = 0 for k < s.
        """
        d, top = self.order, max(p)
        moments: list[Real] = []
        s = 0
        for k in range(d + top + 1):
            moments.append(self._moment(base, k))
            if moments[s] == ZERO:
                s += 1
            if k >= s + top:
                break
        q: dict[int, Real] = {}
        for m in range(top, -1, -1):
            rest: Real = p.get(m, ZERO)
            for j, x in q.items():
                rest = real.minus(rest, real.times(x, real.times(Fraction(comb(j, j - m)), moments[j - m])))
            q[m + s] = real.over(rest, real.times(Fraction(comb(m + s, s)), moments[s]))
        return {j: x for j, x in q.items() if x != ZERO}, s, moments[s]

    def _moment(self, base: Real, k: int) -> Real:
        total: Real = ONE if not k else ZERO
        for i, c in self.coefficients.items():
            weight = real.over(c, real.power(base, Fraction(i)))
            total = real.minus(total, real.times(weight, Fraction((-i) ** k)))
        return total


def _with_double_root(q: OverLetters, m: int) -> tuple[OverLetters, int]:
    if len(q) == 3 and discriminant(q) == ZERO:
        return (real.over(q[1], Fraction(2)), ONE), 2 * m
    return q, m


@frozen
class WeightedPower:
    """n^j times the powers of the roots of a factor; w₀ + w₁·ρ is the weight of ρⁿ, n counted from the start."""

    factor: OverLetters
    power: int
    weight: tuple[Real, ...]


def modes(r: LetterRecurrence, first: Mapping[int, Real]) -> tuple[WeightedPower, ...]:
    """The homogeneous solution with these values at `start`, `start` + 1, …"""
    shapes = [(q, j, i) for q, m in r.factors for j in range(m) for i in range(len(q) - 1)]
    sizes = range(r.start, r.first)
    columns = [[_basis(q, j, i, n, r.start) for n in sizes] for q, j, i in shapes]
    solved = iter(_solved([[column[k] for column in columns] for k in range(len(sizes))], [first[n] for n in sizes]))
    return tuple(
        WeightedPower(q, j, tuple(next(solved) for _ in range(len(q) - 1))) for q, m in r.factors for j in range(m)
    )


def _basis(q: OverLetters, j: int, i: int, n: int, start: int) -> Real:
    power = _power_sum(q, n - start + i) if len(q) == 3 else real.power(real.minus(ZERO, q[0]), Fraction(n - start))
    return real.times(Fraction(n**j), power)


def _power_sum(q: OverLetters, k: int) -> Real:
    """ρ^k + ρ̄^k for the roots of x² − ux + w."""
    u, w = real.minus(ZERO, q[1]), q[0]
    low: Real = Fraction(2)
    high: Real = u
    for _ in range(k):
        low, high = high, real.minus(real.times(u, high), real.times(w, low))
    return low


def _solved(rows: list[list[Real]], right: list[Real]) -> list[Real]:
    """Gauss's elimination over the field."""
    size = len(rows)
    rows = [[*row, x] for row, x in zip(rows, right, strict=True)]
    for i in range(size):
        pivot = next(k for k in range(i, size) if rows[k][i] != ZERO)
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(size):
            if k != i and rows[k][i] != ZERO:
                times = real.over(rows[k][i], rows[i][i])
                rows[k] = [
                    real.minus(x, real.times(times, y)) if column >= i else x
                    for column, (x, y) in enumerate(zip(rows[k], rows[i], strict=True))
                ]
    return [real.over(row[size], row[i]) for i, row in enumerate(rows)]


def never_zero(r: LetterRecurrence) -> Iterator[Real]:
    """What a form of the generic shape divides by: roots apart, repeated ones not 0, no resonance."""
    for i, (q, m) in enumerate(r.factors):
        if len(q) == 3 and q[1] != ZERO:
            yield discriminant(q)
        if m > 1:
            yield q[0]
        for other, _ in r.factors[:i]:
            yield _resultant(q, other)
    for base, p in r.driving.items():
        yield real.times(r.particular(base, p)[2], real.power(base, Fraction(r.order)))


def discriminant(q: OverLetters) -> Real:
    return real.minus(real.times(q[1], q[1]), real.times(Fraction(4), q[0]))


def _resultant(p: OverLetters, q: OverLetters) -> Real:
    """0 where two factors share a root."""
    if len(p) < len(q):
        p, q = q, p
    if len(q) == 2:
        root: Real = real.minus(ZERO, q[0])
        total: Real = ZERO
        for c in reversed(p):
            total = real.plus(real.times(total, root), c)
        return total
    a, b = real.minus(p[1], q[1]), real.minus(p[0], q[0])  # p − q at the roots of q
    u = real.minus(ZERO, q[1])
    return real.plus(real.times(real.times(a, a), q[0]), real.plus(real.times(real.times(a, b), u), real.times(b, b)))
