"""The critical exponent of Σ aᵢ T(rᵢ n): the one real p with Σ aᵢ rᵢ^p = 1, exact wherever it can be.

The sum falls strictly from ∞ to 0 as p grows, so p is unique, and the sign of Σ aᵢ rᵢ^k − 1 tells exactly
whether p is above, at or below any k. Source: Akra and Bazzi 1998.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from recur.model import Definition, Expr, Undecided, expressions as ex
from recur.model.records import frozen
from recur.numbers import Real, exact_formula, largest_root, real
from recur.numbers.polynomials import degree, factors
from recur.numbers.roots import zero_between
from recur.verification.limit_size import exponent

if TYPE_CHECKING:
    from recur.numbers.interval import Interval

_ROOT_NAME = "p"
FURTHEST = 2.0**39  # |p| beyond which it is not looked for
TOO_FAR = "the critical exponent is too far out to be found"


@frozen(slots=False)
class CriticalExponent:
    """p itself, for pairs (a, r); `is_named` when it goes by its letter, as there is no short formula."""

    value: Real
    calls: tuple[tuple[Real, Real], ...]
    is_named: bool = False

    @cached_property
    def equation(self) -> Expr:
        """Σ a·r^p = 1."""
        p = ex.Symbol(_ROOT_NAME)
        terms = [ex.mul(exact_formula(a), ex.power(exact_formula(r), p)) for a, r in self.calls]
        return ex.Relation("=", ex.add(*terms), ex.Number(real.ONE))

    @cached_property
    def definition(self) -> Definition | None:
        """The equation and 50 digits of a p that goes by its letter."""
        if not self.is_named:
            return None
        return Definition(_ROOT_NAME, self.equation, real.digits(self.value, 50), "the real root of")

    def stands_in(self, x: Expr) -> bool:
        """Whether it does so in the formula."""
        return self.is_named and _ROOT_NAME in ex.symbols(x)


def critical_exponent(calls: tuple[tuple[Real, Real], ...]) -> CriticalExponent:
    """p for pairs (a, r), a > 0 and 0 < r < 1; pairs with equal r have been added together."""
    if len(calls) == 1:
        a, r = calls[0]
        return CriticalExponent(real.log_ratio(a, real.ONE / r), calls)
    exact = _parametric(calls) if _has_parameters(calls) else _rational(calls)
    if exact is None:
        exact = _common_base(calls)
    if exact is not None:
        return CriticalExponent(exact, calls)
    return CriticalExponent(_root(calls), calls, is_named=True)


@lru_cache(maxsize=256)
def _root(calls: tuple[tuple[Real, Real], ...]) -> Real:
    """One number for equal calls, so that two recurrences that share an exponent are seen to."""
    guess = _approximate(calls)
    return real.defined(_ROOT_NAME, lambda bits: _bracket(calls, guess, bits))


def excess_at(calls: tuple[tuple[Real, Real], ...], k: Real) -> Real:
    """Σ aᵢ rᵢ^k − 1: positive, zero or negative as p is above, at or below k."""
    total: Real = Fraction(-1)
    for a, r in calls:
        total += a * real.power(r, k)
    return total


def _has_parameters(calls: tuple[tuple[Real, Real], ...]) -> bool:
    return any(real.has_parameter(x) for pair in calls for x in pair)


def _parametric(calls: tuple[tuple[Real, Real], ...]) -> Real:
    """With symbols inside only an identity can decide: T(αn) + T((1−α)n) has p = 1 for every α."""
    for k in (real.ONE, real.ZERO, Fraction(2), Fraction(1, 2), Fraction(3)):
        if excess_at(calls, k) == 0:
            return k
    raise Undecided("the critical exponent depends on a parameter")


def _rational(calls: tuple[tuple[Real, Real], ...]) -> Real | None:
    """The rational p of small denominator, proposed by a float and proved by exact arithmetic."""
    guess = _approximate(calls)
    for denominator in (1, 2, 3, 4, 5, 6):
        near = round(guess * denominator)
        if abs(near / denominator - guess) < 1e-9:
            k = Fraction(near, denominator)
            if real.sign(excess_at(calls, k)) == 0:
                return k
    return None


def _approximate(calls: tuple[tuple[Real, Real], ...]) -> float:
    p = exponent(tuple([(real.near_log(a), -real.near_log(r)) for a, r in calls]))
    if abs(p) > FURTHEST:
        raise Undecided(TOO_FAR)
    return p


def _common_base(calls: tuple[tuple[Real, Real], ...]) -> Real | None:
    """All rᵢ powers of one ratio: p is a logarithm of a root of a polynomial, closed when that root is quadratic."""
    inverse = [real.ONE / r for _, r in calls]
    first = min(inverse, key=real.near_log)
    exponents: list[Fraction] = []
    for b in inverse:
        ratio = real.log_ratio(b, first)
        if not isinstance(ratio, Fraction):
            return None
        exponents.append(ratio)
    unit = Fraction(1, math.lcm(*(e.denominator for e in exponents)))
    shared = math.gcd(*(int(e / unit) for e in exponents))
    degrees = [int(e / unit) // shared for e in exponents]
    base = real.power(first, unit * shared)
    if max(degrees) > 24:
        return None
    root = _positive_root([(a, d) for (a, _), d in zip(calls, degrees, strict=True)])
    return None if root is None else real.ln(root) / real.ln(base)


def _positive_root(terms: list[tuple[Real, int]]) -> Real | None:
    """The positive y with Σ a·y^(−d) = 1, in radicals of degree at most two."""
    top = max(d for _, d in terms)
    coefficients = [real.ZERO] * top + [real.ONE]
    for a, d in terms:
        if not isinstance(a, Fraction):
            return None
        coefficients[top - d] -= a
    for factor, _ in factors(tuple(coefficients)):
        if degree(factor) <= 2 and (root := largest_root(factor)) is not None and real.sign(root) > 0:
            return root
    return None


def _bracket(calls: tuple[tuple[Real, Real], ...], guess: float, bits: int) -> tuple[Fraction, Fraction]:
    """Rationals within 2^(1−bits) of each other with p between them, each side certified by its sign."""
    from recur.numbers.interval import exponential, interval

    precision = bits + 60
    pairs = [(real.as_interval(a, precision), real.as_interval(real.ln(r), precision)) for a, r in calls]

    def excess(p: Fraction) -> Interval:
        return sum((a * exponential(s * p) for a, s in pairs), start=interval(Fraction(-1), precision))

    return zero_between(excess, guess, bits)
