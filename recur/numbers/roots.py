"""The roots of rational polynomials inside certified disks.

Weierstrass' corrections give the disks: with wᵢ = p(zᵢ)/Π (zᵢ − zⱼ) the disks of radius d·|wᵢ| about approximations
zᵢ of the roots of a monic p of degree d hold all roots, and one that meets no other holds exactly one. All of it is
done in whole numbers. Source: Smith, Error bounds for zeros of a polynomial based upon Gerschgorin's theorems,
1970.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from recur.model import Undecided
from recur.model.records import frozen
from recur.numbers import real
from recur.numbers.exact import TooCoarse
from recur.numbers.polynomials import Polynomial, cleared, degree, factors, value
from recur.numbers.real import Real

if TYPE_CHECKING:
    from recur.numbers.interval import Interval

PRECISIONS = (64, 200, 600)
FAR = 64  # powers of 2 beyond which floats of the roots' powers are too large
BELOW = 1e-3  # the part of its modulus by which a root in floats lies clearly below the real axis
_ZERO = Fraction(0)


@frozen
class Disk:
    """All z with |z − (x + iy)| ≤ radius."""

    x: Fraction
    y: Fraction
    radius: Fraction

    def modulus(self) -> tuple[Fraction, Fraction]:
        """Bounds of |z|."""
        if not self.y:
            return max(abs(self.x) - self.radius, Fraction(0)), abs(self.x) + self.radius
        low, high = square_root(self.x**2 + self.y**2)
        return max(low - self.radius, Fraction(0)), high + self.radius

    def times(self, other: Disk) -> Disk:
        if not self.y and not other.y:
            a, b = abs(self.x) + self.radius, abs(other.x) + other.radius
            return _rounded(self.x * other.x, _ZERO, a * other.radius + b * self.radius)
        x = self.x * other.x - self.y * other.y
        y = self.x * other.y + self.y * other.x
        a, b = self.modulus()[1], other.modulus()[1]
        return _rounded(x, y, a * other.radius + b * self.radius)

    def plus(self, other: Disk) -> Disk:
        return Disk(self.x + other.x, self.y + other.y, self.radius + other.radius)

    def scaled(self, c: Fraction) -> Disk:
        return Disk(self.x * c, self.y * c, self.radius * abs(c))


NOWHERE = Disk(Fraction(0), Fraction(0), Fraction(0))
UNIT_DISK = Disk(Fraction(1), Fraction(0), Fraction(0))


def _rounded(x: Fraction, y: Fraction, radius: Fraction) -> Disk:
    """A disk around shorter numbers, the rounding added to the radius."""
    if not radius:
        return Disk(x, y, radius)
    places = max(radius.denominator.bit_length() - radius.numerator.bit_length(), 0) + 16
    unit = 1 << places
    near = Fraction(math.floor(x * unit), unit), Fraction(math.floor(y * unit), unit) if y else _ZERO
    wider = Fraction(math.ceil(radius * unit) + 2, unit)
    return Disk(*near, wider)


def square_root(x: Fraction, bits: int = 700) -> tuple[Fraction, Fraction]:
    """Rationals below and above √x."""
    unit = 1 << (2 * bits)
    below = math.isqrt(math.floor(x * unit))
    return Fraction(below, 1 << bits), Fraction(below + 1, 1 << bits)


@frozen
class Root:
    """One root of an irreducible monic factor, by its place among the factor's disks."""

    factor: Polynomial
    place: int
    multiplicity: int = 1

    def disk(self, bits: int) -> Disk:
        return disks(self.factor, bits)[self.place]

    def modulus(self, bits: int) -> tuple[Fraction, Fraction]:
        """Bounds of |ρ|: one number where it is rational."""
        if len(self.factor) == 2:
            size = abs(self.factor[0])
            return size, size
        return self.disk(bits).modulus()

    @property
    def is_real(self) -> bool:
        return len(self.factor) == 2 or not self.disk(PRECISIONS[0]).y

    @property
    def is_positive(self) -> bool:
        if len(self.factor) == 2:
            return self.factor[0].numerator < 0
        disk = self.disk(PRECISIONS[0])
        return not disk.y and disk.x > 0

    def enclosure(self, bits: int) -> tuple[Fraction, Fraction]:
        """Rationals below and above a real root."""
        disk = self.disk(bits)
        return disk.x - disk.radius, disk.x + disk.radius

    def value_of(self, g: Polynomial, bits: int) -> tuple[Fraction, Fraction]:
        """Rationals below and above g at a real root, less than 2^-bits apart."""
        finer = bits
        while True:
            low, high = self.enclosure(finer)
            bounds = (Fraction(0), Fraction(0))
            for c in reversed(g):
                ends = [a * b for a in bounds for b in (low, high)]
                bounds = min(ends) + c, max(ends) + c
            if (bounds[1] - bounds[0]) * 2**bits < 1:
                return bounds
            finer += bits


def roots_of(factor: Polynomial, multiplicity: int = 1) -> tuple[Root, ...]:
    """Real roots first, from the largest down; then each pair of complex ones, the upper one first."""
    return tuple(Root(factor, i, multiplicity) for i in range(degree(factor)))


def all_roots(p: Polynomial) -> tuple[Root, ...]:
    """Every root of p once, with its multiplicity; factor by factor, small degrees first.

    >>> p = (Fraction(2), Fraction(-3), Fraction(0), Fraction(1))
    >>> [(str(-root.factor[0]), root.multiplicity) for root in all_roots(p)]
    [('1', 2), ('-2', 1)]
    """
    return tuple(root for factor, k in factors(p) for root in roots_of(factor, k))


@lru_cache(maxsize=1024)
def disks(p: Polynomial, bits: int) -> tuple[Disk, ...]:
    """Disjoint disks of radius below 2^−bits, one a root of the irreducible p, none across 0 or the real axis."""
    if degree(p) == 1:
        return (Disk(-p[0] / p[1], Fraction(0), Fraction(0)),)
    precision = bits + 40 + 4 * degree(p)
    for attempt in range(6):
        points = _approximate(p, precision, quick=attempt < 3)
        found = _certified(p, points, precision)
        if found is not None and all(d.radius < Fraction(1, 1 << bits) for d in found):
            return found
        precision *= 2
    raise Undecided("the roots of the characteristic polynomial could not be separated")


def _approximate(p: Polynomial, precision: int, quick: bool) -> list[tuple[int, int]]:
    """Roots as whole multiples of 2^−precision, the complex ones in exact pairs."""
    far = _magnitude(p)
    if far > FAR:  # of p(2^far·y), whose roots are no larger than 4; those of p are as many units
        nearer = tuple(c / Fraction(1 << far * (degree(p) - i)) for i, c in enumerate(p))
        return _approximate(nearer, precision + far, quick)
    points: list[tuple[int, int]] = []
    try:
        # those clearly below the real axis are the mirrored ones of others
        above = [z for z in _in_floats(p) if z.imag > -BELOW * abs(z)] if quick else []
        starts = [(round(z.real * 2**60), round(z.imag * 2**60)) for z in above]
        points = [_newton(p, x << precision - 60, y << precision - 60, precision) for x, y in starts]
    except (OverflowError, ZeroDivisionError, ValueError):
        pass
    points = points or _slowly(p, precision)
    tiny = 1 << precision // 2
    whole: list[tuple[int, int]] = []
    for x, y in points:
        if abs(y) < tiny:
            whole.append((x, 0))
        elif y > 0:
            whole += [(x, y), (x, -y)]
    return whole


def _magnitude(p: Polynomial) -> int:
    """An m such that no root of a monic p is larger than 2^(m + 2), and one of them not much smaller.

    Source: Fujiwara 1916: |z| ≤ 2·max |cᵢ|^(1/(d − i)).
    """
    sizes = [(abs(c.numerator).bit_length() - c.denominator.bit_length(), degree(p) - i) for i, c in enumerate(p) if c]
    return max(-(-(bits + 1) // below) for bits, below in sizes if below)


def _in_floats(p: Polynomial) -> list[complex]:
    """Aberth's simultaneous iteration."""
    d = degree(p)
    falling = [float(a) for a in reversed(p)]
    radius = abs(falling[-1]) ** (1 / d)
    z = [radius * cmath.rect(1, 2 * math.pi * (i + 0.2) / d) for i in range(d)]
    for _ in range(60 + 4 * d):
        moved = 0.0
        for i, x in enumerate(z):
            top = bottom = 0j
            for a in falling:
                bottom = bottom * x + top
                top = top * x + a
            newton = top / bottom
            z[i] = math.inf  # adds nothing
            step = newton / (1 - newton * sum([1 / (x - y) for y in z]))
            z[i] = x - step
            moved = max(moved, abs(step) / (abs(x) or 1))
        if moved < 1e-13:
            break
    return z


def _newton(p: Polynomial, x: int, y: int, precision: int) -> tuple[int, int]:
    """Newton's iteration in fixed point from a start good to a float's precision."""
    whole = cleared(p)
    slope = [i * c for i, c in enumerate(whole)][1:]
    for _ in range((precision // 20).bit_length()):
        twice, square = 2 * x, x * x + y * y >> precision
        u, v = _at_pair(whole, x, y, twice, square, precision)
        s, t = _at_pair(slope, x, y, twice, square, precision)
        size = s * s + t * t
        x -= (u * s + v * t << precision) // size
        y -= (v * s - u * t << precision) // size
    return x, y


def _at_pair(p: Sequence[int], x: int, y: int, twice: int, square: int, precision: int) -> tuple[int, int]:
    """p(x + iy) in fixed point, from its remainder by the real z² − 2x·z + x² + y²: two products a step, not four."""
    *lower, lead = p
    if not lower:
        return lead << precision, 0
    first, *middle = lower
    one, two = lead << precision, 0
    for c in reversed(middle):
        one, two = (twice * one - square * two >> precision) + (c << precision), one
    return (x * one - square * two >> precision) + (first << precision), y * one >> precision


def _slowly(p: Polynomial, precision: int) -> list[tuple[int, int]]:
    """The same where floats are too small or too coarse."""
    import mpmath

    mp = mpmath.mp.clone()  # a precision of its own: the shared one belongs to every thread
    mp.prec = precision + 20
    numbers: list[Any] = [mp.mpf(c) for c in reversed(cleared(p))]
    try:
        found = mp.polyroots(numbers, maxsteps=400, extraprec=2 * precision, error=False)
    except mp.NoConvergence:
        return []  # no roots to certify: more digits may do
    scale = mp.ldexp(1, precision)
    return [(int(mp.nint(mp.re(z) * scale)), int(mp.nint(mp.im(z) * scale))) for z in found]


def _certified(p: Polynomial, points: list[tuple[int, int]], precision: int) -> tuple[Disk, ...] | None:
    d = degree(p)
    if len(points) != d:
        return None
    whole, unit = cleared(p), 1 << precision
    found: list[tuple[int, int, int]] = []  # in units of 2^−precision
    for a, b in points:
        if b < 0:
            x, y, radius = found[-1]
            found.append((x, -y, radius))
            continue
        size, scale = _least_product([(a - s) ** 2 + (b - t) ** 2 for s, t in points if s != a or t != b], precision)
        if not size or points.count((a, b)) > 1:
            return None
        top = _most_size_at(whole, a, b, precision)
        size, scale = size * whole[d] ** 2, 2 * precision * (d - 2) - scale
        # |w| in units of 2^−precision, rounded up
        w = math.isqrt(-(-(top << max(scale, 0)) // (size << max(-scale, 0)))) + 1
        found.append((a, b, d * w))
    order = sorted(range(d), key=lambda i: (found[i][1] != 0, -found[i][0], abs(found[i][1]), -found[i][1]))
    ordered = [found[i] for i in order]
    if not _apart(ordered):
        return None
    return tuple(Disk(Fraction(x, unit), Fraction(y, unit), Fraction(r, unit)) for x, y, r in ordered)


def _least_product(sizes: Sequence[int], bits: int) -> tuple[int, int]:
    """(m, e) with m·2^e at most the product of the sizes, and less by no more than a part of 2^−bits each."""
    m, e = 1, 0
    for size in sizes:
        m *= size
        over = m.bit_length() - 2 * bits
        if over > 0:
            m, e = m >> over, e + over
    return m, e


def _most_size_at(p: Sequence[int], a: int, b: int, precision: int) -> int:
    """At least |p(z)|² in units of 2^(−4·precision) for z = a + ib in units of 2^−precision, and hardly more.

    p is divided by z² − 2a·z + a² + b² in fixed point. A quotient's coefficient is off by one unit of its own, and by
    those before it: in all by (j + 1)·|z|^j units for the one j steps back.
    """
    work, d = 2 * precision, len(p) - 1
    twice, square = 2 * a << precision, a * a + b * b
    modulus = (square >> work).bit_length()  # |z|² < 2^modulus
    off = 4 * d * d << (modulus * (d + 2) + 1) // 2
    if off >> precision // 2:
        work += off.bit_length()
    one, two = p[d] << work, 0
    for c in p[d - 1 : 0 : -1]:
        one, two = (c << work) + (twice * one - square * two >> 2 * precision), one
    x = (p[0] << work) + ((a << precision) * one - square * two >> 2 * precision)
    y = b * one >> precision
    further = work - 2 * precision
    return -(-((abs(x) + off) ** 2 + (abs(y) + off) ** 2) >> 2 * further)


def _apart(found: Sequence[tuple[int, int, int]]) -> bool:
    """Whether disks are disjoint, and none lies across 0 or the real axis."""
    for i, (x, y, radius) in enumerate(found):
        if (y and abs(y) <= radius) or (not y and abs(x) <= radius):
            return False
        if not all([(x - s) ** 2 + (y - t) ** 2 > (radius + r) ** 2 for s, t, r in found[:i]]):
            return False
    return True


def are_apart(a: Disk, b: Disk) -> bool:
    return (a.x - b.x) ** 2 + (a.y - b.y) ** 2 > (a.radius + b.radius) ** 2


def value_on_disk(p: Polynomial, disk: Disk) -> Disk:
    """A disk around p(z) for every z of the disk."""
    if not p:
        return NOWHERE
    *lower, lead = p
    total = Disk(lead, _ZERO, _ZERO)
    for c in reversed(lower):
        total = total.times(disk)
        total = Disk(total.x + c, total.y, total.radius)
    return total


@lru_cache(maxsize=512)
def quadratic_root(factor: Polynomial, sign: int) -> Real:
    """The larger (1) or smaller (−1) root of x² + b·x + c with real roots."""
    half, c = -factor[1] / 2, factor[0]
    return half + Fraction(sign) * real.power(half * half - c, Fraction(1, 2))


def exact_real(root: Root) -> Real | None:
    """ρ itself, of a real root of degree at most two."""
    if degree(root.factor) == 1:
        return -root.factor[0]
    if degree(root.factor) > 2 or not root.is_real:
        return None
    return quadratic_root(root.factor, 1 if root.place == 0 else -1)


def exact_modulus(root: Root) -> Real | None:
    """|ρ| of a root of degree at most two, or of a factor x^(2q) + b·x^q + c whose roots in x^q are conjugate."""
    a, d = root.factor, degree(root.factor)
    stride = math.gcd(*(i for i, c in enumerate(a) if c and i))
    if (d == 2 and not root.is_real) or (d == 2 * stride and a[stride] ** 2 < 4 * a[0]):
        return real.power(a[0], Fraction(1, d))
    number = exact_real(root)
    return number if number is None or root.is_positive else real.ZERO - number


def largest_root(factor: Polynomial) -> Real | None:
    """The largest real root of a monic polynomial of degree one or two; None where there is no real one."""
    if degree(factor) == 1:
        return -factor[0]
    return quadratic_root(factor, 1) if factor[1] ** 2 >= 4 * factor[0] else None


def zero_between(f: Callable[[Fraction], Interval], guess: float, bits: int) -> tuple[Fraction, Fraction]:
    """Rationals 2^(1 − bits) apart around the zero of a falling function, each side certified by its sign."""
    unit = 1 << bits + 8

    def middle(x: Fraction) -> Fraction:
        low, high = f(x).rationals()
        return (low + high) / 2

    x, y = Fraction(guess), Fraction(guess) + Fraction(1, 1 << 30)
    at_x = middle(x)
    for _ in range(bits.bit_length() * 2 + 8):
        at_y = middle(y)
        if at_x == at_y:
            break
        step = at_y * (y - x) / (at_y - at_x)
        x, at_x, y = y, at_y, Fraction(math.floor((y - step) * unit), unit)
        if abs(step) * (1 << bits + 4) < 1:
            break
    low, high = y - Fraction(1, 1 << bits), y + Fraction(1, 1 << bits)
    try:
        if f(low).sign() > 0 > f(high).sign():
            return low, high
    except TooCoarse:
        pass
    raise Undecided("a root could not be enclosed")


def sign_at(p: Polynomial, root: Root) -> int:
    """The sign of p(ρ) for a real ρ where p(ρ) ≠ 0 is known."""
    if degree(root.factor) == 1:
        return real.sign(value(p, -root.factor[0]))
    for bits in (*PRECISIONS, 2000):
        found = value_on_disk(p, root.disk(bits))
        if abs(found.x) > found.radius:
            return 1 if found.x > 0 else -1
    raise Undecided("the sign of the leading coefficient could not be decided")
