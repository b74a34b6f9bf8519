"""Real numbers that are known to lie between two binary floats: every operation rounds outwards.

An `Interval` stands where a value is irrational (log n, √n, cos n): its digits are certain, because the
true value lies inside. A question that the width leaves open (which integer is below it?) raises
`TooCoarse`, and the caller asks again with more bits.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache

from recur.model.limits import MAX_BITS
from recur.numbers import elementary
from recur.numbers.decimals import decimal_exponent
from recur.numbers.exact import TooCoarse, too_large

Rational = int | Fraction
#: m·2^e
Binary = tuple[int, int]
_NOTHING: Binary = (0, 0)
_WIDEST = 1 << 16  # bits of the whole part of an exponent or an angle


def _down(x: Binary, bits: int) -> Binary:
    """The largest number of that many digits that is not above x."""
    m, e = x
    excess = m.bit_length() - bits
    return (m >> excess, e + excess) if excess > 0 else x


def _up(x: Binary, bits: int) -> Binary:
    m, e = x
    excess = m.bit_length() - bits
    return (-(-m >> excess), e + excess) if excess > 0 else x


def _compare(x: Binary, y: Binary) -> int:
    (m, e), (k, f) = x, y
    if e == f:
        return (m > k) - (m < k)
    signs = (m > 0) - (m < 0), (k > 0) - (k < 0)
    if signs[0] != signs[1] or not m:
        return (signs[0] > signs[1]) - (signs[0] < signs[1])
    tops = m.bit_length() + e, k.bit_length() + f
    if tops[0] != tops[1]:
        return signs[0] if tops[0] > tops[1] else -signs[0]
    m, k = m << max(e - f, 0), k << max(f - e, 0)
    return (m > k) - (m < k)


def _sum(x: Binary, y: Binary, bits: int, up: bool) -> Binary:
    """x + y, rounded; a summand far below the last digit counts as its sign."""
    (m, e), (k, f) = x, y
    if not m or not k:
        return (_up if up else _down)(x if m else y, bits)
    shift = e - f
    if abs(shift) > 2 * bits:
        if m.bit_length() + e < k.bit_length() + f:
            m, e, k, f = k, f, m, e
        least = min(e, e + m.bit_length() - bits) - 4
        if k.bit_length() + f < least:
            k, f = 1 if k > 0 else -1, least
        shift = e - f
    total = ((m << shift) + k, f) if shift >= 0 else (m + (k << -shift), e)
    return (_up if up else _down)(total, bits)


def _times(x: Binary, y: Binary) -> Binary:
    return x[0] * y[0], x[1] + y[1]


class Interval:
    """A real number in [low, high], carried to `bits` binary digits."""

    __slots__ = ("bits", "high", "low")

    def __init__(self, low: Binary, high: Binary, bits: int) -> None:
        self.low = low
        self.high = high
        self.bits = bits

    def _like(self, other: object) -> Interval | None:
        if isinstance(other, Interval):
            return other
        return interval(other, self.bits) if isinstance(other, int | Fraction) else None

    def __add__(self, other: object) -> Interval:
        y = self._like(other)
        if y is None:
            return NotImplemented
        return Interval(_sum(self.low, y.low, self.bits, False), _sum(self.high, y.high, self.bits, True), self.bits)

    __radd__ = __add__

    def __mul__(self, other: object) -> Interval:
        y = self._like(other)
        if y is None:
            return NotImplemented
        if self.low[0] >= 0 and y.low[0] >= 0:
            low, high = _times(self.low, y.low), _times(self.high, y.high)
        else:
            low = high = _times(self.low, y.low)
            for product in (_times(self.low, y.high), _times(self.high, y.low), _times(self.high, y.high)):
                if _compare(product, low) < 0:
                    low = product
                elif _compare(product, high) > 0:
                    high = product
        return Interval(_down(low, self.bits), _up(high, self.bits), self.bits)

    __rmul__ = __mul__

    def __neg__(self) -> Interval:
        return Interval((-self.high[0], self.high[1]), (-self.low[0], self.low[1]), self.bits)

    def __sub__(self, other: object) -> Interval:
        y = self._like(other)
        return NotImplemented if y is None else self + -y

    def __rsub__(self, other: object) -> Interval:
        return (-self) + other

    def __abs__(self) -> Interval:
        return self if self.sign() >= 0 else -self

    def sign(self) -> int:
        """-1, 0 or 1; TooCoarse when 0 lies inside without being the only value."""
        low, high = self.low[0], self.high[0]
        if low > 0 or high < 0 or low == high == 0:
            return 1 if low > 0 else -1 if high < 0 else 0
        raise TooCoarse

    def __lt__(self, other: object) -> bool:
        return (self - other).sign() < 0

    def __gt__(self, other: object) -> bool:
        return (self - other).sign() > 0

    def extreme(self, other: Interval | Rational, largest: bool) -> Interval:
        """The larger or smaller of two numbers; which of them it is may stay open."""
        y = interval(other, self.bits)
        low = self.low if (_compare(self.low, y.low) > 0) == largest else y.low
        high = self.high if (_compare(self.high, y.high) > 0) == largest else y.high
        return Interval(low, high, self.bits)

    def floor(self) -> int:
        low, high = (m << e if e >= 0 else m >> -e for m, e in (self.low, self.high))
        if low != high:
            raise TooCoarse
        return low

    def reciprocal(self) -> Interval:
        if self.sign() == 0:
            raise ZeroDivisionError
        ends = []
        for (m, e), up in ((self.high, False), (self.low, True)):
            places = m.bit_length() + self.bits
            ends.append((-((1 << places) // -m) if up else (1 << places) // m, -e - places))
        return Interval(_down(ends[0], self.bits), _up(ends[1], self.bits), self.bits)

    def power(self, exponent: Interval | Rational) -> Interval:
        """self^exponent; the base must be positive unless the exponent is an integer."""
        if isinstance(exponent, int):
            return self._whole_power(exponent) if exponent >= 0 else self._whole_power(-exponent).reciprocal()
        if self.sign() <= 0:
            raise ValueError("a power of a negative number with a broken exponent")
        if exponent == Fraction(1, 2):
            low, high = _root(self.low, self.bits, False), _root(self.high, self.bits, True)
            return Interval(_down(low, self.bits), _up(high, self.bits), self.bits)
        # ln x is carried further by the digits before the point of the exponent and of the product
        extra = max(interval(exponent, self.bits).exponent(), 0) + abs(self.exponent()).bit_length()
        wide = Interval(self.low, self.high, self.bits + extra + 16)
        result = exponential(logarithm(wide) * exponent)
        return Interval(_down(result.low, self.bits), _up(result.high, self.bits), self.bits)

    def _whole_power(self, k: int) -> Interval:
        """self^k for k ≥ 0: an even power is that of the absolute value."""
        if k == 0:
            return interval(1, self.bits)
        bits = self.bits + k.bit_length() + 8
        low, high = self.low, self.high
        if k % 2 == 0 and low[0] < 0:
            low, high = (-high[0], high[1]), (-low[0], low[1])
            if low[0] < 0:
                low, high = _NOTHING, high if _compare(high, (-low[0], low[1])) > 0 else (-low[0], low[1])
        ends = [_raised(end, k, bits, up) for end, up in ((low, False), (high, True))]
        return Interval(_down(ends[0], self.bits), _up(ends[1], self.bits), self.bits)

    def exponent(self) -> int:
        """About the binary logarithm of the absolute value."""
        return max((e + m.bit_length() for m, e in (self.low, self.high) if m), default=0)

    def rationals(self) -> tuple[Fraction, Fraction]:
        """The two ends, exactly; LimitExceeded where they are too long to be written."""
        if any(abs(e) > MAX_BITS for _, e in (self.low, self.high)):
            raise too_large("a number")
        low, high = (Fraction(m << e) if e >= 0 else Fraction(m, 1 << -e) for m, e in (self.low, self.high))
        return low, high


def _raised(x: Binary, k: int, bits: int, up: bool) -> Binary:
    """x^k by squaring; of a negative x, whose k is odd, the absolute value is rounded the other way."""
    if x[0] < 0:
        m, e = _raised((-x[0], x[1]), k, bits, not up)
        return -m, e
    trim = _up if up else _down
    result: Binary = (1, 0)
    for digit in bin(k)[2:]:
        result = trim(_times(result, result), bits)
        if digit == "1":
            result = trim(_times(result, x), bits)
    return result


def _root(x: Binary, bits: int, up: bool) -> Binary:
    m, e = x
    shift = max(2 * bits + 2 - m.bit_length(), 0)
    shift += (e - shift) % 2
    m, e = m << shift, e - shift
    root = math.isqrt(m)
    return root + (up and root * root < m), e // 2


def interval(value: Interval | Rational, bits: int) -> Interval:
    """The interval of a rational number: a single point when `bits` suffice."""
    if isinstance(value, Interval):
        return value
    p, q = value.numerator, value.denominator
    if q == 1 and p.bit_length() <= bits:
        return Interval((p, 0), (p, 0), bits)
    places = bits + q.bit_length() - min(p.bit_length(), bits + q.bit_length()) + 1
    low, over = divmod(p << places, q)
    return Interval(_down((low, -places), bits), _up((low + bool(over), -places), bits), bits)


def between(low: Fraction, high: Fraction, bits: int) -> Interval:
    """Everything from low to high."""
    return Interval(interval(low, bits).low, interval(high, bits).high, bits)


def logarithm(x: Interval) -> Interval:
    if x.sign() <= 0:
        raise ValueError("the logarithm of a number that is not positive")
    ends = [_logarithm(end, x.bits) for end in (x.low, x.high)]
    return Interval(_down(ends[0][0], x.bits), _up(ends[1][1], x.bits), x.bits)


@lru_cache(maxsize=1024)
def _logarithm(x: Binary, bits: int) -> tuple[Binary, Binary]:
    """Numbers below and above ln x, to `bits` digits even next to 1."""
    m, e = x
    if m == 1 and not e:
        return _NOTHING, _NOTHING
    places = bits + 8
    if m.bit_length() + e in (0, 1):  # 1/2 ≤ x < 2: |ln x| is about |x − 1|
        away = abs(m - (1 << -e)) if e <= 0 else m << e
        places += max(-e - away.bit_length(), 0)
    return _around(elementary.log(m, e, places), -places)


def _around(v: int, e: int) -> tuple[Binary, Binary]:
    return (v - elementary.ERROR, e), (v + elementary.ERROR, e)


def exponential(x: Interval) -> Interval:
    low, high = (_exponential(end, x.bits)[up] for up, end in enumerate((x.low, x.high)))
    return Interval(_down(low, x.bits), _up(high, x.bits), x.bits)


@lru_cache(maxsize=1024)
def _exponential(x: Binary, bits: int) -> tuple[Binary, Binary]:
    m, e = x
    if not m:
        return (1, 0), (1, 0)
    size = m.bit_length() + e
    if size > _WIDEST:
        raise OverflowError("an exponent out of reach")
    places = bits + 8
    if size < -places:  # 1 + x and a little
        return ((1 << places) - (m < 0), -places), ((1 << places) + (m > 0), -places)
    places = max(places, -e)
    v, k = elementary.exp(m << places + e, places)
    return _around(v, k - places)


def cosine(x: Interval) -> Interval:
    """cos x, which changes by no more than x does."""
    low, high = x.rationals()
    if high - low > 1:
        return Interval((-1, 0), (1, 0), x.bits)
    middle, radius = (low + high) / 2, (high - low) / 2
    if middle.numerator.bit_length() - middle.denominator.bit_length() > _WIDEST:
        raise OverflowError("an angle out of reach")
    places = max(x.bits + 8, middle.denominator.bit_length() - 1)
    value = elementary.cos(int(middle * (1 << places)), places)
    error = Fraction(elementary.ERROR, 1 << places) + radius
    centre = Fraction(value, 1 << places)
    return between(max(centre - error, Fraction(-1)), min(centre + error, Fraction(1)), x.bits)


def sine(x: Interval) -> Interval:
    """sin x = cos(x − π/2)."""
    finer = x.bits + max(x.exponent(), 0) + 8
    result = cosine(Interval(x.low, x.high, finer) - enclosed_constant("pi", finer) * Fraction(1, 2))
    return Interval(_down(result.low, x.bits), _up(result.high, x.bits), x.bits)


def factorial(x: Interval) -> Interval:
    """Γ(x + 1), for x that is not an integer."""
    from mpmath.libmp.libmpi import from_man_exp, mpi_gamma

    shifted = x + 1
    ends = mpi_gamma(tuple(from_man_exp(m, e) for m, e in (shifted.low, shifted.high)), x.bits)
    low, high = ((-int(m) if negative else int(m), e) for negative, m, e, _ in ends)
    return Interval(low, high, x.bits)


@lru_cache(maxsize=64)
def enclosed_constant(name: str, bits: int) -> Interval:
    """e, π, the golden ratio or Euler's constant."""
    if name == "e":
        return exponential(interval(1, bits))
    if name == "phi":
        return (interval(5, bits + 4).power(Fraction(1, 2)) + 1) * Fraction(1, 2)
    places = bits + 8
    low, high = _around({"pi": elementary.pi, "euler_gamma": elementary.euler_gamma}[name](places), -places)
    return Interval(_down(low, bits), _up(high, bits), bits)


def nearest_decimal(x: Fraction, count: int) -> str:
    """x in decimal with `count` significant digits, zeros at the end left out."""
    if not x:
        return "0.0"
    sign, x = "-" if x < 0 else "", abs(x)
    exponent = decimal_exponent(x)
    scaled = x * Fraction(10) ** (count - 1 - exponent)
    digits = str(math.floor(scaled + Fraction(1, 2)))
    if len(digits) > count:
        digits, exponent = digits[:count], exponent + 1
    if min(-(count // 3), -5) < exponent < count:
        digits = "0" * -exponent + digits if exponent < 0 else digits
        whole = max(exponent, 0) + 1
        return f"{sign}{digits[:whole]}.{digits[whole:].rstrip('0') or '0'}"
    return f"{sign}{digits[0]}.{digits[1:].rstrip('0') or '0'}e{exponent:+d}"
