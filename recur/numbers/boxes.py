"""Complex numbers in boxes, an interval for the real part and one for the imaginary part; arithmetic is certain.

A box without an imaginary part is a real number, and its arithmetic that of intervals.
"""

from __future__ import annotations

from fractions import Fraction

from recur.numbers.interval import Interval, between, cosine, exponential, interval, sine
from recur.numbers.roots import Root

Scalar = int | Fraction


class Complex:
    """All x + iy with x in `re` and y in `im`; `im` None: y = 0."""

    __slots__ = ("im", "re")

    def __init__(self, re: Interval, im: Interval | None = None) -> None:
        self.re, self.im = re, im

    def __add__(self, other: Complex | Scalar) -> Complex:
        if not isinstance(other, Complex):
            return Complex(self.re + other, self.im)
        if self.im is None or other.im is None:
            return Complex(self.re + other.re, other.im if self.im is None else self.im)
        return Complex(self.re + other.re, self.im + other.im)

    __radd__ = __add__

    def __neg__(self) -> Complex:
        return Complex(-self.re, None if self.im is None else -self.im)

    def __sub__(self, other: Complex | Scalar) -> Complex:
        return self + -other

    def __mul__(self, other: Complex | Scalar) -> Complex:
        if not isinstance(other, Complex):
            return Complex(self.re * other, None if self.im is None else self.im * other)
        if self.im is None:
            return Complex(self.re * other.re, None if other.im is None else self.re * other.im)
        if other.im is None:
            return Complex(self.re * other.re, self.im * other.re)
        return Complex(self.re * other.re - self.im * other.im, self.re * other.im + self.im * other.re)

    __rmul__ = __mul__

    def conjugate(self) -> Complex:
        return Complex(self.re, None if self.im is None else -self.im)

    def reciprocal(self) -> Complex:
        """1/z; raises TooCoarse where 0 may lie in the box."""
        if self.im is None:
            return Complex(self.re.reciprocal())
        size = (square(self.re) + square(self.im)).reciprocal()
        return Complex(self.re * size, -(self.im * size))

    @property
    def bits(self) -> int:
        return self.re.bits

    def modulus(self) -> Interval:
        """|z|."""
        if self.im is None:
            low, high = self.re.rationals()
            return self.re if low >= 0 else -self.re if high <= 0 else between(Fraction(0), max(-low, high), self.bits)
        low, high = (square(self.re) + square(self.im)).rationals()
        ends = (interval(x, self.bits).power(Fraction(1, 2)).rationals() if x > 0 else (x, x) for x in (low, high))
        (least, _), (_, most) = ends
        return between(max(least, Fraction(0)), most, self.bits)

    def most(self) -> Fraction:
        """A bound of |z| from above: the sum of the sizes of both parts."""
        return sum((max(map(abs, x.rationals())) for x in (self.re, self.im) if x is not None), Fraction(0))


def square(x: Interval) -> Interval:
    """x², which is never negative."""
    low, high = x.rationals()
    if low >= 0 or high <= 0:
        return x * x
    return between(Fraction(0), max(low * low, high * high), x.bits)


def box(x: Scalar | Interval, bits: int) -> Complex:
    return Complex(interval(x, bits))


def box_of_root(root: Root, bits: int) -> Complex:
    """A root of a polynomial, its real or imaginary part without an interval where it is exact."""
    if len(root.factor) == 2:
        return box(-root.factor[0], bits)
    disk = root.disk(bits)
    re = between(disk.x - disk.radius, disk.x + disk.radius, bits)
    return Complex(re, None if root.is_real else between(disk.y - disk.radius, disk.y + disk.radius, bits))


def exponential_of(z: Complex) -> Complex:
    """e^z."""
    size = exponential(z.re)
    return Complex(size) if z.im is None else Complex(size * cosine(z.im), size * sine(z.im))


class Ball:
    """All z with |z − (x + iy)·2^−bits| ≤ error·2^−bits, all of it whole: quick where the numbers are of one size."""

    __slots__ = ("bits", "error", "x", "y")

    def __init__(self, x: int, y: int, error: int, bits: int) -> None:
        self.x, self.y, self.error, self.bits = x, y, error, bits

    def __add__(self, other: Ball | Scalar) -> Ball:
        if isinstance(other, Ball):
            return Ball(self.x + other.x, self.y + other.y, self.error + other.error, self.bits)
        moved, exact = _scaled(other, self.bits)
        return Ball(self.x + moved, self.y, self.error + (not exact), self.bits)

    __radd__ = __add__

    def __neg__(self) -> Ball:
        return Ball(-self.x, -self.y, self.error, self.bits)

    def __sub__(self, other: Ball) -> Ball:
        return Ball(self.x - other.x, self.y - other.y, self.error + other.error, self.bits)

    def __mul__(self, other: Ball | Scalar) -> Ball:
        if isinstance(other, int):
            return Ball(self.x * other, self.y * other, self.error * abs(other), self.bits)
        if isinstance(other, Fraction):
            p, q = other.numerator, other.denominator
            return Ball(self.x * p // q, self.y * p // q, self.error * abs(p) // q + 3, self.bits)
        a, b, c, d, k = self.x, self.y, other.x, other.y, self.bits
        spread = (abs(a) + abs(b) + self.error) * other.error + (abs(c) + abs(d)) * self.error
        if not b and not d:
            return Ball(a * c >> k, 0, (spread >> k) + 2, k)
        return Ball(a * c - b * d >> k, a * d + b * c >> k, (spread >> k) + 3, k)

    __rmul__ = __mul__

    def conjugate(self) -> Ball:
        return Ball(self.x, -self.y, self.error, self.bits)


def _scaled(x: Scalar, bits: int) -> tuple[int, bool]:
    """x·2^bits rounded down, and whether that is exact."""
    p, q = x.numerator, x.denominator
    found, rest = divmod(p << bits, q)
    return found, not rest


def ball(z: Complex, bits: int) -> Ball:
    """A ball around a box."""
    ends = [x.rationals() for x in (z.re, z.im) if x is not None]
    radius = sum((high - low for low, high in ends), Fraction(0)) / 2
    middle = [_scaled((low + high) / 2, bits)[0] for low, high in ends]
    exact = z.im is None and not radius and _scaled(ends[0][0], bits)[1]
    error = 0 if exact else _scaled(radius, bits)[0] + 3
    return Ball(middle[0], middle[1] if len(middle) > 1 else 0, error, bits)


def box_around(z: Ball, is_real: bool) -> Complex:
    """A box around a ball."""
    unit, e = Fraction(1, 1 << z.bits), z.error
    re, im = (between((x - e) * unit, (x + e) * unit, z.bits) for x in (z.x, z.y))
    return Complex(re, None if is_real else im)
