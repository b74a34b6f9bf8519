"""Asymptotic expansions: Σ coefficient · monomial, fastest first, and an error O(monomial) where one was cut.

A coefficient is an exact real number, or `Between`: a factor that varies within bounds, such as the 2 + cos n
of n(2 + cos n) or the unknown constants of Θ(n). The error term makes cutting honest: an operation that needs
more terms than were kept raises `Imprecise`, and the caller expands again with more.
"""

from collections.abc import Iterable
from fractions import Fraction
from functools import cmp_to_key
from typing import TypeAlias

from recur.asymptotics import monomials
from recur.asymptotics.monomials import UNIT, Monomial
from recur.model import Undecided
from recur.model.records import frozen
from recur.numbers import Real, real


class Imprecise(Undecided):
    """More terms of an expansion are needed; the caller expands further or gives up as undecided."""


@frozen
class Between:
    """A factor within [low, high]. None at an end: some unknown positive number there (as in Θ)."""

    low: Real | None
    high: Real | None


#: The factor hidden in Θ(…): between two unknown positive constants.
UNKNOWN = Between(None, None)
Coefficient: TypeAlias = "Real | Between"


def _ends(c: Coefficient) -> tuple[Real | None, Real | None]:
    return (c.low, c.high) if isinstance(c, Between) else (c, c)


def _between(low: Real | None, high: Real | None) -> Coefficient:
    if low is not None and high is not None and low == high:
        return low
    return Between(low, high)


def coefficient_sum(a: Coefficient, b: Coefficient) -> Coefficient:
    if not isinstance(a, Between) and not isinstance(b, Between):
        return a + b
    (al, ah), (bl, bh) = _ends(a), _ends(b)
    return _between(_end_sum(al, bl), _end_sum(ah, bh))


def _end_sum(x: Real | None, y: Real | None) -> Real | None:
    """The sum of two ends; unknown and positive if one is, unless the other is negative."""
    if x is not None and y is not None:
        return x + y
    if any(end is not None and real.sign(end) < 0 for end in (x, y)):
        raise Undecided("an unknown constant minus another has no known sign")
    return None


def coefficient_product(a: Coefficient, b: Coefficient) -> Coefficient:
    if a is real.ONE:
        return b
    if b is real.ONE:
        return a
    if not isinstance(a, Between) and not isinstance(b, Between):
        return a * b
    if not isinstance(a, Between):
        a, b = b, a
    (al, ah), (bl, bh) = _ends(a), _ends(b)
    if al is not None and ah is not None and bl is not None and bh is not None:
        return _bounded_product((al, ah), (bl, bh))
    if coefficient_is_nonnegative(a) and coefficient_is_nonnegative(b):
        low = None if _positive(al) and _positive(bl) else real.ZERO
        return Between(low, None)
    raise Undecided("an unknown constant times a negative number has no known bounds")


def _bounded_product(a: tuple[Real, Real], b: tuple[Real, Real]) -> Coefficient:
    """The signs of the ends say which products are the least and the greatest, unless 0 lies inside both."""
    for (low, high), (x, y) in ((a, b), (b, a)):
        if real.sign(low) >= 0:  # of a negative x the largest multiple is the least, of a negative y the smallest
            least, most = high if real.sign(x) < 0 else low, low if real.sign(y) < 0 else high
            return _between(least * x, most * y)
        if real.sign(high) <= 0:
            least, most = low if real.sign(y) > 0 else high, high if real.sign(x) > 0 else low
            return _between(least * y, most * x)
    products = [x * y for x in a for y in b]
    products.sort(key=cmp_to_key(real.compare))
    return _between(products[0], products[-1])


def _positive(end: Real | None) -> bool:
    return end is None or real.sign(end) > 0


def coefficient_is_nonnegative(c: Coefficient) -> bool:
    low = _ends(c)[0]
    return low is None or real.sign(low) >= 0


def coefficient_sign(c: Coefficient) -> int:
    """The sign of every value the coefficient takes; `Undecided` when it is not bounded away from 0."""
    low, high = _ends(c)
    if _positive(low):
        return 1
    if not isinstance(c, Between):
        return real.sign(c)
    if high is not None and real.sign(high) < 0:
        return -1
    raise Undecided("a factor comes arbitrarily close to 0 or changes its sign")


def coefficient_power(c: Coefficient, exponent: Real) -> Coefficient:
    if not isinstance(c, Between):
        if real.sign(c) < 0 and not (isinstance(exponent, Fraction) and exponent.denominator == 1):
            raise Undecided("a fractional power of a negative quantity")
        return real.power(c, exponent)
    low, high = c.low, c.high
    if isinstance(exponent, Fraction) and exponent.denominator == 1 and exponent > 0 and not _positive(low):
        p = int(exponent)
        if low is not None and high is not None:
            ends = sorted((real.power(low, exponent), real.power(high, exponent)), key=cmp_to_key(real.compare))
            crosses = real.sign(low) < 0 < real.sign(high)
            return _between(real.ZERO if crosses and p % 2 == 0 else ends[0], ends[1])
    if coefficient_sign(c) < 0:
        raise Undecided("a power of a negative varying factor")
    new = [None if end is None else real.power(end, exponent) for end in (low, high)]
    return _between(*(new if real.sign(exponent) > 0 else reversed(new)))


@frozen
class Series:
    """Σ coefficient · monomial + O(error); no error means that the sum is exact. No terms, no error: 0."""

    terms: tuple[tuple[Monomial, Coefficient], ...]
    error: Monomial | None = None

    @property
    def is_zero(self) -> bool:
        return not self.terms and self.error is None

    @property
    def lead(self) -> tuple[Monomial, Coefficient]:
        if not self.terms:
            raise Imprecise("the leading term cancels") if self.error else Undecided("the quantity is 0")
        return self.terms[0]


NOTHING = Series(())
_ONE = Series(((UNIT, real.ONE),))


def constant(c: Coefficient) -> Series:
    if c is real.ONE:
        return _ONE
    return NOTHING if not isinstance(c, Between) and real.is_zero(c) else Series(((UNIT, c),))


def single(m: Monomial, c: Coefficient = real.ONE) -> Series:
    return Series(((m, c),))


_by_growth = cmp_to_key(monomials.compare)


def _collect(terms: Iterable[tuple[Monomial, Coefficient]], errors: Iterable[Monomial | None]) -> Series:
    """Equal monomials added, sorted, and whatever the error swallows dropped."""
    total: dict[Monomial, Coefficient] = {}
    for m, c in terms:
        total[m] = coefficient_sum(total[m], c) if m in total else c
    error: Monomial | None = None
    for candidate in errors:
        if candidate is not None and (error is None or monomials.compare(candidate, error) > 0):
            error = candidate
    kept = [
        (m, c)
        for m, c in total.items()
        if (isinstance(c, Between) or not real.is_zero(c)) and (error is None or monomials.compare(m, error) > 0)
    ]
    if len(kept) > 1:
        kept.sort(key=lambda term: _by_growth(term[0]), reverse=True)
    return Series(tuple(kept), error)


def add(*series: Series) -> Series:
    return _collect((term for s in series for term in s.terms), (s.error for s in series))


def multiply(x: Series, y: Series) -> Series:
    if x.is_zero or y.is_zero:
        return NOTHING
    if x is _ONE or y is _ONE:
        return y if x is _ONE else x
    if len(x.terms) == len(y.terms) == 1 and x.error is None and y.error is None:
        (m, c), (k, d) = x.terms[0], y.terms[0]
        return Series(((monomials.multiply(m, k), coefficient_product(c, d)),))
    errors: list[Monomial | None] = []
    for s, other in ((x, y), (y, x)):
        if s.error is not None:
            biggest = other.terms[0][0] if other.terms else other.error
            assert biggest is not None
            errors.append(monomials.multiply(s.error, biggest))
    products = [(monomials.multiply(m, k), coefficient_product(c, d)) for m, c in x.terms for k, d in y.terms]
    return _collect(products, errors)


def scale(x: Series, c: Coefficient) -> Series:
    return multiply(x, constant(c))


def _relative(x: Series) -> Series:
    """ε of x = lead · (1 + ε)."""
    m, c = x.lead
    inverse = single(monomials.divide(UNIT, m), coefficient_power(c, Fraction(-1)))
    return multiply(Series(x.terms[1:], x.error), inverse)


def _power_series(epsilon: Series, coefficients: list[Real]) -> Series:
    """Σ coefficients[j] ε^j + O(ε^len) for an ε that tends to 0."""
    if len(epsilon.terms) > 1:  # what O(ε^len) swallows in the end is dropped before it is multiplied out
        swallowing = monomials.raise_to(epsilon.lead[0], Fraction(len(coefficients)))
        epsilon = _collect(epsilon.terms, (epsilon.error, swallowing))
    total, current = NOTHING, constant(real.ONE)
    for c in coefficients:
        if not isinstance(c, Fraction) or c:
            total = add(total, scale(current, c))
        current = multiply(current, epsilon)
        if current.is_zero:
            return total
    cut = current.terms[0][0] if current.terms else current.error
    return add(total, Series((), cut))


def power(x: Series, exponent: Real, order: int) -> Series:
    """x^exponent for a constant exponent, by the binomial series around the leading term."""
    m, c = x.lead
    front = single(monomials.raise_to(m, exponent), coefficient_power(c, exponent))
    if len(x.terms) == 1 and x.error is None:
        return front
    if isinstance(exponent, Fraction) and exponent.denominator == 1 and 0 < exponent <= 8:
        result = x
        for _ in range(int(exponent) - 1):
            result = multiply(result, x)
        return result
    binomials: list[Real] = [real.ONE]
    for j in range(1, order):
        factor = (exponent - Fraction(j - 1)) / Fraction(j)
        binomials.append(binomials[-1] * factor)
    return multiply(front, _power_series(_relative(x), binomials))


def logarithm(x: Series, order: int) -> Series:
    """log x for an x that stays positive."""
    m, c = x.lead
    if coefficient_sign(c) < 0:
        raise Undecided("the logarithm of a negative quantity")
    parts = [Series(tuple(_collect(monomials.logarithm(m).items(), ()).terms))]
    if isinstance(c, Between):
        if c.low is None or c.high is None:
            parts.append(Series((), UNIT))
        else:
            parts.append(constant(Between(real.ln(c.low), real.ln(c.high))))
    elif c != 1:
        parts.append(constant(real.ln(c)))
    if len(x.terms) > 1 or x.error is not None:
        taylor: list[Real] = [real.ZERO, *(Fraction((-1) ** (j + 1), j) for j in range(1, order))]
        parts.append(_power_series(_relative(x), taylor))
    return add(*parts)


def exponential(x: Series, order: int) -> Series:
    """exp x: the infinite part becomes a monomial, the constant a coefficient, the rest a power series."""
    infinite: dict[Monomial, Real] = {}
    finite: Coefficient = real.ZERO
    small: list[tuple[Monomial, Coefficient]] = []
    for m, c in x.terms:
        order_of = monomials.compare(m, UNIT)
        if order_of > 0:
            if isinstance(c, Between):
                raise Undecided("an exponent oscillates without bound")
            infinite[m] = c
        elif order_of == 0:
            finite = c
        else:
            small.append((m, c))
    error = x.error
    if error is not None and monomials.compare(error, UNIT) > 0:
        raise Imprecise("an exponent is known only up to an unbounded error")
    front = monomials.exponential(infinite)
    if error is not None and monomials.compare(error, UNIT) == 0:
        return single(front, UNKNOWN)
    tail = Series(tuple(small), error)
    result = single(front, _exponential_of(finite))
    if tail.is_zero:
        return result
    taylor: list[Real] = [real.ONE]
    for j in range(1, order):
        taylor.append(taylor[-1] / Fraction(j))
    return multiply(result, _power_series(tail, taylor))


def _exponential_of(c: Coefficient) -> Coefficient:
    if isinstance(c, Between):
        if c.low is None or c.high is None:
            return UNKNOWN
        return Between(real.exponential(c.low), real.exponential(c.high))
    return real.exponential(c)
