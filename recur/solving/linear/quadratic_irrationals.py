"""Numbers a + b·√d: the roots of rational quadratics, and rational polynomials at them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from recur.model.expressions import Add, Expr, divide, mul, number, sqrt
from recur.numbers.polynomials import Polynomial


@dataclass(frozen=True, slots=True)
class Surd:
    """a + b·√d."""

    a: Fraction
    b: Fraction
    d: int

    def formula(self) -> Expr:
        below = math.lcm(self.a.denominator, self.b.denominator)
        root = mul(number(self.b * below), sqrt(number(self.d)))
        if not self.b:
            return number(self.a)
        if not self.a:
            return divide(root, number(below))
        above = Add((number(self.a * below), root))
        return above if below == 1 else divide(above, number(below))

    def conjugate(self) -> Surd:
        return Surd(self.a, -self.b, self.d)


def square_part(x: Fraction) -> tuple[Fraction, int]:
    """(s, d) with √x = s·√d, d a whole number without (small) square divisors; x > 0."""
    whole, s, d = x.numerator * x.denominator, 1, 1
    root = math.isqrt(whole)
    if root * root == whole:
        return Fraction(root, x.denominator), 1
    p = 2
    while p * p <= whole and p < 10_000:
        while whole % (p * p) == 0:
            whole //= p * p
            s *= p
        if whole % p == 0:
            whole //= p
            d *= p
        p += 1
    return Fraction(s, x.denominator), d * whole


def quadratic(factor: Polynomial) -> tuple[Fraction, Fraction, Fraction]:
    """(u, w, Δ) of x² − u·x + w and its discriminant."""
    u, w = -factor[1], factor[0]
    return u, w, u * u - 4 * w


def root_multiple(b: Fraction, d: int) -> Surd:
    """b·√d, with √1 = 1."""
    return Surd(b, Fraction(0), 1) if d == 1 else Surd(Fraction(0), b, d)


def pair_of(g: Polynomial) -> tuple[Fraction, Fraction]:
    """(a, b) of the linear polynomial a + b·x."""
    return g[0] if g else Fraction(0), g[1] if len(g) > 1 else Fraction(0)


def surd(g: Polynomial, factor: Polynomial, sign: int) -> Surd:
    """g(ρ) for ρ = (u ± √Δ)/2."""
    u, _, discriminant = quadratic(factor)
    s, d = square_part(discriminant)
    a, b = pair_of(g)
    return Surd(a + b * u / 2, sign * b * s / 2, d)
