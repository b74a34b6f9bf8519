"""The critical exponent of Σ aᵢ T(rᵢ n): the one real p with Σ aᵢ rᵢ^p = 1, exact wherever it can be.

The sum falls strictly from ∞ to 0 as p grows, so p is unique, and the sign of Σ aᵢ rᵢ^k − 1 tells exactly
whether p is above, at or below any k. Source: Akra and Bazzi 1998.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from recur.model.errors import Undecided
from recur.model.expressions import Expr, Number, Relation, Symbol, add, mul, power
from recur.model.solution import Definition
from recur.numbers import constants
from recur.numbers.constants import ONE, ZERO, Real
from recur.numbers.formulas import exact_formula

_ROOT_NAME = "p"
LARGEST_LOG = 700.0  # of what a float holds, with room for a sum
WIDEST = 1e12


@dataclass(frozen=True, slots=True)
class CriticalExponent:
    """p itself; `definition` is there when no short formula is, with the equation and 50 digits."""

    value: Real
    equation: Expr
    definition: Definition | None = None


def critical_exponent(calls: tuple[tuple[Real, Real], ...]) -> CriticalExponent:
    """p for pairs (a, r), a > 0 and 0 < r < 1; pairs with equal r have been added together."""
    terms = [mul(exact_formula(a), power(exact_formula(r), Symbol(_ROOT_NAME))) for a, r in calls]
    equation = Relation("=", add(*terms), Number(ONE))
    if len(calls) == 1:
        a, r = calls[0]
        return CriticalExponent(constants.log_ratio(a, constants.over(ONE, r)), equation)
    exact = _parametric(calls) if _has_parameters(calls) else _rational(calls)
    if exact is None:
        exact = _common_base(calls)
    if exact is not None:
        return CriticalExponent(exact, equation)
    root = _root(calls)
    digits = constants.digits(root, 50)
    return CriticalExponent(root, equation, Definition(_ROOT_NAME, equation, digits, "the real root of"))


@lru_cache(maxsize=256)
def _root(calls: tuple[tuple[Real, Real], ...]) -> Real:
    """One number for equal calls, so that two recurrences that share an exponent are seen to."""
    return constants.defined(_ROOT_NAME, lambda bits: _bracket(calls, bits))


def excess_at(calls: tuple[tuple[Real, Real], ...], k: Real) -> Real:
    """Σ aᵢ rᵢ^k − 1: positive, zero or negative as p is above, at or below k."""
    total: Real = Fraction(-1)
    for a, r in calls:
        total = constants.plus(total, constants.times(a, constants.power(r, k)))
    return total


def _has_parameters(calls: tuple[tuple[Real, Real], ...]) -> bool:
    return any(constants.has_parameter(x) for pair in calls for x in pair)


def _parametric(calls: tuple[tuple[Real, Real], ...]) -> Real:
    """With symbols inside only an identity can decide: T(αn) + T((1−α)n) has p = 1 for every α."""
    for k in (ONE, ZERO, Fraction(2), Fraction(1, 2), Fraction(3)):
        total = excess_at(calls, k)
        if not isinstance(total, Fraction):
            import sympy

            total = constants.of_sympy(sympy.cancel(sympy.expand(total)))
        if total == 0:
            return k
    raise Undecided("the critical exponent depends on a parameter")


def _rational(calls: tuple[tuple[Real, Real], ...]) -> Real | None:
    """The rational p of small denominator, proposed by a float and proved by exact arithmetic."""
    guess = _approximate(calls)
    for denominator in (1, 2, 3, 4, 5, 6):
        k = Fraction(round(guess * denominator), denominator)
        if abs(float(k) - guess) < 1e-9 and constants.sign(excess_at(calls, k)) == 0:
            return k
    return None


def _approximate(calls: tuple[tuple[Real, Real], ...]) -> float:
    pairs = [(constants.near_log(a), constants.near_log(r)) for a, r in calls]
    return falling_to_one(lambda p: math.fsum(bounded_exp(a + p * s) for a, s in pairs))


def bounded_exp(x: float) -> float:
    """e^x where a float holds it; beyond, about the largest that one does: what is asked is whether it exceeds 1."""
    return math.exp(min(x, LARGEST_LOG))


def falling_to_one(f: Callable[[float], float]) -> float:
    """Where a falling function takes the value 1, by bisection."""
    low, high = -1.0, 1.0
    while f(low) < 1 or f(high) > 1:
        low, high = (2 * low, high) if f(low) < 1 else (low, 2 * high)
        if high - low > WIDEST:
            raise Undecided("the critical exponent is too far out to be found")
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if f(middle) > 1 else (low, middle)
    return middle


def _common_base(calls: tuple[tuple[Real, Real], ...]) -> Real | None:
    """All rᵢ powers of one ratio: p is a logarithm of a root of a polynomial, closed when that root is quadratic."""
    inverse = [constants.over(ONE, r) for _, r in calls]
    first = min(inverse, key=constants.near_log)
    exponents: list[Fraction] = []
    for b in inverse:
        ratio = constants.log_ratio(b, first)
        if not isinstance(ratio, Fraction):
            return None
        exponents.append(ratio)
    unit = Fraction(1, math.lcm(*(e.denominator for e in exponents)))
    shared = math.gcd(*(int(e / unit) for e in exponents))
    degrees = [int(e / unit) // shared for e in exponents]
    base = constants.power(first, unit * shared)
    if max(degrees) > 24:
        return None
    root = _positive_root([(a, d) for (a, _), d in zip(calls, degrees, strict=True)])
    return None if root is None else constants.over(constants.ln(root), constants.ln(base))


def _positive_root(terms: list[tuple[Real, int]]) -> Any | None:
    """The positive y with Σ a·y^(−d) = 1, in radicals of degree at most two."""
    import sympy

    y = sympy.Symbol("y")
    top = max(d for _, d in terms)
    polynomial = y**top - sum(constants.sympy_of(a) * y ** (top - d) for a, d in terms)
    if not polynomial.free_symbols <= {y} or any(not isinstance(a, Fraction) for a, _ in terms):
        return None
    for factor, _ in sympy.factor_list(polynomial, y)[1]:
        degree = sympy.degree(factor, y)
        if sympy.Poly(factor, y).count_roots(0, None) and degree <= 2:
            for root in sympy.roots(factor, y):
                if root.is_positive:
                    return sympy.radsimp(root)
    return None


def _bracket(calls: tuple[tuple[Real, Real], ...], bits: int) -> tuple[Fraction, Fraction]:
    """Rationals within 2^(1−bits) of each other with p between them, each side certified by its sign."""
    import mpmath

    def approximate(x: Real) -> Any:
        low, _ = constants.enclose(x, bits + 60)
        return mpmath.mpf(low.numerator) / low.denominator

    with mpmath.workprec(bits + 60):
        pairs = [(mpmath.mpf(approximate(a)), mpmath.log(mpmath.mpf(approximate(r)))) for a, r in calls]
        p = mpmath.mpf(_approximate(calls))
        for _ in range(bits.bit_length() + 3):
            value = sum(a * mpmath.exp(p * s) for a, s in pairs) - 1
            slope = sum(a * s * mpmath.exp(p * s) for a, s in pairs)
            p -= value / slope
        middle = Fraction(int(mpmath.floor(p * mpmath.mpf(2) ** (bits + 2))), 2 ** (bits + 2))
    radius = Fraction(1, 2**bits)
    low, high = middle - radius, middle + radius
    if _excess_sign(calls, low, bits) > 0 > _excess_sign(calls, high, bits):
        return low, high
    raise Undecided("the critical exponent could not be enclosed")


def _excess_sign(calls: tuple[tuple[Real, Real], ...], p: Fraction, bits: int) -> int:
    from mpmath import iv

    before = iv.prec
    iv.prec = bits + 60
    try:
        exponent = iv.mpf(p.numerator) / p.denominator
        total = iv.mpf(-1)
        for a, r in calls:
            total += _as_interval(a, bits) * iv.exp(exponent * iv.log(_as_interval(r, bits)))
        return 1 if total.a > 0 else -1 if total.b < 0 else 0
    finally:
        iv.prec = before


def _as_interval(x: Real, bits: int) -> Any:
    from mpmath import iv

    low, high = (iv.mpf(end.numerator) / end.denominator for end in constants.enclose(x, bits + 60))
    return iv.mpf([low.a, high.b])
