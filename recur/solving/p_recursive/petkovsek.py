"""Solutions of Σ pᵢ(n)·y(n + i) = 0 with a rational ratio y(n + 1)/y(n): Petkovšek's algorithm Hyper.

Every rational ratio is z·a(n)/b(n)·c(n + 1)/c(n) with monic a, b, c, where a(n) has no factor in common with c(n) or
with b(n + h), h ≥ 0, and b(n) none with c(n + 1). Put into the equation this makes a a divisor of p₀(n) and b one of
p_d(n − d + 1); for each choice z is a root of a polynomial with the leading coefficients and c a polynomial solution.
Source: Petkovšek 1992; Petkovšek, Wilf, Zeilberger, A = B, section 8.4.
"""

from collections.abc import Iterator
from fractions import Fraction

from recur.model import Unmet, limits
from recur.model.records import frozen
from recur.numbers import Polynomial
from recur.numbers.polynomials import ONE, degree, factors, raised, rational_roots, scaled, shifted, times, trimmed
from recur.solving.p_recursive.difference_equations import Coefficients, conjugated, polynomial_solutions

_MOST_CHOICES = 600


@frozen
class Ratio:
    """y(n + 1)/y(n) = z·a(n)/b(n)·c(n + 1)/c(n)."""

    z: Fraction
    a: Polynomial
    b: Polynomial
    c: Polynomial

    @property
    def above(self) -> Polynomial:
        return scaled(times(self.a, shifted(self.c, Fraction(1))), self.z)

    @property
    def below(self) -> Polynomial:
        return times(self.b, self.c)


def hypergeometric_ratios(p: Coefficients) -> Iterator[Ratio]:
    """The ratios of hypergeometric solutions: every such solution is a sum of these.

    Raises `Unmet` after the last one where some were too long to be looked for.

    >>> fibonacci_like = ((Fraction(2),), (Fraction(-3),), (Fraction(1),))  # y(n + 2) = 3y(n + 1) − 2y(n)
    >>> [ratio.z for ratio in hypergeometric_ratios(fibonacci_like)]
    [Fraction(1, 1), Fraction(2, 1)]
    """
    last = shifted(p[-1], Fraction(2 - len(p)))
    above, below = list(_monic_divisors(p[0])), list(_monic_divisors(last))
    if len(above) * len(below) > _MOST_CHOICES:
        raise Unmet("coefficients with few factors", "the coefficients have too many factors to try all their products")
    refused: Unmet | None = None
    for a in above:
        for b in below:
            limits.check()
            if not _meet(a, b):
                try:
                    yield from _with(p, a, b)
                except Unmet as too_long:
                    refused = too_long
    if refused is not None:
        raise refused


def _monic_divisors(p: Polynomial) -> Iterator[Polynomial]:
    """The products of the irreducible factors, shortest first."""
    found = [ONE]
    for q, m in factors(p) if degree(p) > 0 else ():
        found = [times(x, raised(q, e)) for x in found for e in range(m + 1)]
        if len(found) > _MOST_CHOICES:
            raise Unmet("coefficients with few factors", "a coefficient has too many factors to try all their products")
    yield from sorted(found, key=lambda x: (len(x), x))


def _meet(a: Polynomial, b: Polynomial) -> bool:
    """Whether a(n) and b(n + h) have a factor in common for an h ≥ 0."""
    for q, _ in factors(a) if degree(a) > 0 else ():
        for r, _ in factors(b) if degree(b) > 0 else ():
            if degree(q) == degree(r):
                h = (q[-2] - r[-2]) / degree(q)  # q(n) = r(n + h)
                if h.denominator == 1 and h >= 0 and shifted(r, h) == q:
                    return True
    return False


def _with(p: Coefficients, a: Polynomial, b: Polynomial) -> Iterator[Ratio]:
    parts = conjugated(p, a, b)
    highest = max(map(degree, parts))
    equation = trimmed(part[-1] if degree(part) == highest else Fraction(0) for part in parts)
    for z in rational_roots(equation):
        if z:
            moved = tuple(scaled(part, z**i) for i, part in enumerate(parts))
            for c in polynomial_solutions(moved, ())[1]:
                yield Ratio(z, a, b, c)
