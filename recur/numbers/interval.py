"""Real numbers that are known to lie between two binary floats: every operation rounds outwards.

An `Interval` stands where a value is irrational (log n, √n, cos n): its digits are certain, because the
true value lies inside. A question that the width leaves open (which integer is below it?) raises
`TooCoarse`, and the caller asks again with more bits.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mpmath.libmp import (
    from_int,
    from_rational,
    fzero,
    mpf_cmp,
    mpf_euler,
    mpf_phi,
    round_ceiling,
    round_floor,
    round_nearest,
    to_int,
    to_rational,
    to_str,
)
from mpmath.libmp.libelefun import mpf_e, mpf_pi
from mpmath.libmp.libmpi import (
    mpi_add,
    mpi_cos,
    mpi_div,
    mpi_exp,
    mpi_gamma,
    mpi_log,
    mpi_mul,
    mpi_neg,
    mpi_pow,
    mpi_pow_int,
    mpi_sin,
    mpi_sub,
)

from recur.numbers.exact import TooCoarse

Rational = int | Fraction
Raw = tuple[Any, Any]  # the two ends, as mpmath's raw floats


class Interval:
    """A real number in [low, high], carried to `bits` binary digits."""

    __slots__ = ("bits", "ends")

    def __init__(self, ends: Raw, bits: int) -> None:
        self.ends = ends
        self.bits = bits

    def _ends(self, other: object) -> Raw | None:
        if isinstance(other, Interval):
            return other.ends
        if isinstance(other, int):
            return _enclose(other, 1, self.bits)
        if isinstance(other, Fraction):
            return _enclose(other.numerator, other.denominator, self.bits)
        return None

    def __add__(self, other: object) -> Interval:
        ends = self._ends(other)
        return NotImplemented if ends is None else Interval(mpi_add(self.ends, ends, self.bits), self.bits)

    __radd__ = __add__

    def __mul__(self, other: object) -> Interval:
        ends = self._ends(other)
        return NotImplemented if ends is None else Interval(mpi_mul(self.ends, ends, self.bits), self.bits)

    __rmul__ = __mul__

    def __neg__(self) -> Interval:
        return Interval(mpi_neg(self.ends, self.bits), self.bits)

    def __sub__(self, other: object) -> Interval:
        ends = self._ends(other)
        return NotImplemented if ends is None else Interval(mpi_sub(self.ends, ends, self.bits), self.bits)

    def __rsub__(self, other: object) -> Interval:
        return (-self) + other

    def __abs__(self) -> Interval:
        return self if self.sign() >= 0 else -self

    def sign(self) -> int:
        """-1, 0 or 1; TooCoarse when 0 lies inside without being the only value."""
        low, high = self.ends
        below, above = mpf_cmp(low, fzero), mpf_cmp(high, fzero)
        if below > 0 or above < 0 or below == above == 0:
            return 1 if below > 0 else -1 if above < 0 else 0
        raise TooCoarse

    def __lt__(self, other: object) -> bool:
        return (self - other).sign() < 0

    def __gt__(self, other: object) -> bool:
        return (self - other).sign() > 0

    def extreme(self, other: Interval | Rational, largest: bool) -> Interval:
        """The larger or smaller of two numbers; which of them it is may stay open."""
        ends = self._ends(other)
        assert ends is not None
        chosen = (
            first if (mpf_cmp(first, second) > 0) == largest else second
            for first, second in zip(self.ends, ends, strict=True)
        )
        return Interval((next(chosen), next(chosen)), self.bits)

    def floor(self) -> int:
        low, high = (to_int(end, round_floor) for end in self.ends)
        if low != high:
            raise TooCoarse
        return int(low)

    def reciprocal(self) -> Interval:
        if self.sign() == 0:
            raise ZeroDivisionError
        return Interval(mpi_div(_enclose(1, 1, self.bits), self.ends, self.bits), self.bits)

    def power(self, exponent: Interval | Rational) -> Interval:
        """self^exponent; the base must be positive unless the exponent is an integer."""
        if isinstance(exponent, int):
            if exponent < 0:
                return self.reciprocal().power(-exponent)
            return Interval(mpi_pow_int(self.ends, exponent, self.bits), self.bits)
        if self.sign() <= 0:
            raise ValueError("a power of a negative number with a broken exponent")
        ends = self._ends(exponent)
        assert ends is not None
        return Interval(mpi_pow(self.ends, ends, self.bits), self.bits)

    def exponent(self) -> int:
        """About the binary logarithm of the absolute value."""
        return max((end[2] + end[3] for end in self.ends if end[1]), default=0)

    def rationals(self) -> tuple[Fraction, Fraction]:
        """The two ends, exactly."""
        low, high = (Fraction(*to_rational(end)) for end in self.ends)
        return low, high


def _enclose(p: int, q: int, bits: int) -> Raw:
    if q == 1 and p.bit_length() <= bits:
        exact = from_int(p)
        return exact, exact
    return from_rational(p, q, bits, round_floor), from_rational(p, q, bits, round_ceiling)


def interval(value: Interval | Rational, bits: int) -> Interval:
    """The interval of a rational number: a single point when `bits` suffice."""
    if isinstance(value, Interval):
        return value
    return Interval(_enclose(value.numerator, value.denominator, bits), bits)


def between(low: Fraction, high: Fraction, bits: int) -> Interval:
    """Everything from low to high."""
    ends = _enclose(low.numerator, low.denominator, bits)[0], _enclose(high.numerator, high.denominator, bits)[1]
    return Interval(ends, bits)


def logarithm(x: Interval) -> Interval:
    if x.sign() <= 0:
        raise ValueError("the logarithm of a number that is not positive")
    return Interval(mpi_log(x.ends, x.bits), x.bits)


def exponential(x: Interval) -> Interval:
    return Interval(mpi_exp(x.ends, x.bits), x.bits)


def cosine(x: Interval) -> Interval:
    return Interval(mpi_cos(x.ends, x.bits), x.bits)


def sine(x: Interval) -> Interval:
    return Interval(mpi_sin(x.ends, x.bits), x.bits)


def factorial(x: Interval) -> Interval:
    """Γ(x + 1), for x that is not an integer."""
    return Interval(mpi_gamma((x + 1).ends, x.bits), x.bits)


def constant(name: str, bits: int) -> Interval:
    """e, π, the golden ratio or Euler's constant."""
    value = {"e": mpf_e, "pi": mpf_pi, "phi": mpf_phi, "euler_gamma": mpf_euler}[name]
    return Interval((value(bits, round_floor), value(bits, round_ceiling)), bits)


def nearest_decimal(x: Fraction, count: int, bits: int) -> str:
    """x, first rounded to binary digits, in decimal with `count` significant digits."""
    return str(to_str(from_rational(x.numerator, x.denominator, bits, round_nearest), count))
