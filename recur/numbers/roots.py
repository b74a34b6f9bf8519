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
from itertools import pairwise
from typing import TYPE_CHECKING

from recur.model import Undecided, limits
from recur.model.records import frozen
from recur.numbers import real
from recur.numbers.exact import TooCoarse
from recur.numbers.polynomials import Polynomial, cleared, degree, divided, factors, value
from recur.numbers.real import Real

if TYPE_CHECKING:
    from recur.numbers.interval import Interval

PRECISIONS = (64, 200, 600)
FAR = 64  # powers of 2 beyond which floats of the roots' powers are too large
_MOST_WORK = 60_000_000  # of one iteration of all roots together: points moved times length, and square of the digits
_IDLE = 24  # rounds without a shorter step, after which the digits do not tell more
_NOT_SEPARATED = "the roots of the characteristic polynomial could not be separated"
_FLOATS = 112  # digits after a first step from a float
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
        a, b = (square_root(disk.x**2 + disk.y**2, 64)[1] for disk in (self, other))
        return _rounded(x, y, (a + self.radius) * other.radius + b * self.radius)

    def plus(self, other: Disk) -> Disk:
        return Disk(self.x + other.x, self.y + other.y, self.radius + other.radius)

    def scaled(self, c: Fraction) -> Disk:
        return Disk(self.x * c, self.y * c, self.radius * abs(c))


NOWHERE = Disk(Fraction(0), Fraction(0), Fraction(0))


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
            low, high = _floors(self.enclosure(finer), finer)
            least = most = 0  # in units of 2^−finer
            for c in reversed(g):
                ends = [a * b for a in (least, most) for b in (low, high)]
                below, above = _floors((c, c), finer)
                least, most = (min(ends) >> finer) + below, (max(ends) >> finer) + 1 + above
            if (most - least) << bits < 1 << finer:
                return Fraction(least, 1 << finer), Fraction(most, 1 << finer)
            finer += bits


def _floors(ends: tuple[Fraction, Fraction], bits: int) -> tuple[int, int]:
    """Whole multiples of 2^−bits, no larger than the one and no smaller than the other."""
    low, high = ends
    return (low.numerator << bits) // low.denominator, -((-high.numerator << bits) // high.denominator)


def roots_of(factor: Polynomial, multiplicity: int = 1) -> tuple[Root, ...]:
    """Real roots first, from the largest down; then each pair of complex ones, the upper one first."""
    if len(factor) == 2:
        return (Root(factor, 0, multiplicity),)
    return tuple([Root(factor, i, multiplicity) for i in range(degree(factor))])


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
        if degree(p) == 2:
            found = _by_the_formula(p, precision)
        else:
            found = _certified(p, _approximate(p, precision, quick=not attempt), precision)
        if found is not None and all(d.radius < Fraction(1, 1 << bits) for d in found):
            return found
        precision *= 2
    raise Undecided(_NOT_SEPARATED)


def _by_the_formula(p: Polynomial, precision: int) -> tuple[Disk, ...] | None:
    """Those of a quadratic: (−b ± √D)/2a in units of 2^−precision, each coordinate cut off by less than 2 of them."""
    c, b, a = cleared(p)
    square, middle = b * b - 4 * a * c, -b << precision
    part = math.isqrt(abs(square) << 2 * precision)
    if square < 0:
        x, y = middle // (2 * a), part // (2 * a)
        places = ((x, y), (x, -y))
    else:
        places = (((middle + part) // (2 * a), 0), ((middle - part) // (2 * a), 0))
    return _as_disks([(x, y, 3) for x, y in places], precision)


def _approximate(p: Polynomial, precision: int, quick: bool) -> list[tuple[int, int]]:
    """Roots as whole multiples of 2^−precision, the complex ones in exact pairs."""
    far = _magnitude(p)
    if far > FAR:  # of p(2^far·y), whose roots are no larger than 4; those of p are as many units
        nearer = tuple(c / Fraction(1 << far * (degree(p) - i)) for i, c in enumerate(p))
        return _approximate(nearer, precision + far, quick)
    whole = cleared(p)
    slope = [i * c for i, c in enumerate(whole)][1:]
    starts = _on_circles(whole)
    points: list[tuple[int, int]] = []
    try:
        rested = _in_floats(p, starts)
        starts = rested if all(map(cmath.isfinite, rested)) else starts
        if quick:  # those clearly below the real axis are the mirrored ones of others
            points = [_newton(whole, slope, z, precision) for z in starts if z.imag > -BELOW * abs(z)]
    except (OverflowError, ZeroDivisionError, ValueError):
        pass
    points = points or _together(whole, slope, starts, precision)
    tiny = 1 << precision // 2
    paired: list[tuple[int, int]] = []
    for x, y in points:
        if abs(y) < tiny:
            paired.append((x, 0))
        elif y > 0:
            paired += [(x, y), (x, -y)]
    return paired


def _magnitude(p: Polynomial) -> int:
    """An m such that no root of a monic p is larger than 2^(m + 2), and one of them not much smaller.

    Source: Fujiwara 1916: |z| ≤ 2·max |cᵢ|^(1/(d − i)).
    """
    sizes = [(abs(c.numerator).bit_length() - c.denominator.bit_length(), degree(p) - i) for i, c in enumerate(p) if c]
    return max(-(-(bits + 1) // below) for bits, below in sizes if below)


def _on_circles(p: Sequence[int]) -> list[complex]:
    """As many points as p has roots, about as large: on circles whose radii are the slopes of Newton's polygon.

    Source: Bini, Numerical computation of polynomial zeros by means of Aberth's method, 1996.
    """
    hull: list[tuple[int, float]] = []
    for i, size in [(i, math.log2(abs(c))) for i, c in enumerate(p) if c]:
        while len(hull) > 1 and _turns_up(*hull[-2], *hull[-1], i, size):
            hull.pop()
        hull.append((i, size))
    found = []
    for (i, a), (j, b) in pairwise(hull):
        radius = 2.0 ** ((a - b) / (j - i))
        found += [radius * cmath.rect(1, 2 * math.pi * (k + 0.2) / (j - i) + i) for k in range(j - i)]
    return found


def _turns_up(i: int, a: float, j: int, b: float, k: int, c: float) -> bool:
    """Whether the second of three points lies on or below the line through the others."""
    return (b - a) * (k - i) <= (c - a) * (j - i)


def _in_floats(p: Polynomial, starts: Sequence[complex]) -> list[complex]:
    """Aberth's simultaneous iteration, each point until it rests."""
    d, z = degree(p), list(starts)
    falling = [float(a) for a in reversed(p)]
    moving, steps = list(range(d)), [0.0] * d
    for _ in range(60 + 4 * d):
        for i in moving:
            x = z[i]
            top = bottom = 0j
            for a in falling:
                bottom = bottom * x + top
                top = top * x + a
            newton = top / bottom
            z[i] = math.inf  # adds nothing
            step = newton / (1 - newton * sum([1 / (x - y) for y in z]))
            z[i] = x - step
            steps[i] = abs(step) / (abs(x) or 1)
        moving = [i for i in moving if steps[i] > 1e-13]
        if not moving:
            break
    return z


def _newton(p: Sequence[int], slope: Sequence[int], z: complex, precision: int) -> tuple[int, int]:
    """Newton's iteration in fixed point, with as many digits as the step before has made sure of, twice.

    A step that moves by ε leaves an error of about ε². The slope needs half of the digits only.
    """
    work = min(_FLOATS, precision)
    x, y = _fixed(z, work)
    for _ in range(precision.bit_length() + 2):
        u, v = _at_pair(p, x, y, work)
        half = work + 1 >> 1
        s, t = _at_pair(slope, x >> work - half, y >> work - half, half)
        size = s * s + t * t
        a, b = ((u * s + v * t << half) // size, (v * s - u * t << half) // size)
        x, y = x - a, y - b
        sure = 2 * (work - max(abs(a), abs(b)).bit_length())
        if work == precision and sure >= precision:
            break
        finer = min(max(2 * sure + 8, work), precision)
        x, y, work = x << finer - work, y << finer - work, finer
    return x << precision - work, y << precision - work


def _at_pair(p: Sequence[int], x: int, y: int, precision: int) -> tuple[int, int]:
    """p(x + iy) in fixed point, from its remainder by the real z² − 2x·z + x² + y²: two products a step, not four."""
    twice, square = 2 * x, x * x + y * y >> precision
    *lower, lead = p
    if not lower:
        return lead << precision, 0
    first, *middle = lower
    one, two = lead << precision, 0
    for c in reversed(middle):
        one, two = (twice * one - square * two >> precision) + (c << precision), one
    return (x * one - square * two >> precision) + (first << precision), y * one >> precision


def _together(
    p: Sequence[int], slope: Sequence[int], starts: Sequence[complex], precision: int
) -> list[tuple[int, int]]:
    """Aberth's iteration in fixed point, where floats are too small, or too coarse to tell two roots apart."""
    z = [_fixed(start, precision) for start in starts]
    moving, twice = list(range(len(z))), 2 * precision
    work, left = len(z) * (8 + precision // 64) ** 2, _MOST_WORK  # of a step of one point, and of all
    least, round_of_least = [precision * 8] * len(z), [0] * len(z)  # digits of a step
    for times in range(60 + 4 * len(z) + precision // 2):  # two close roots come nearer by a bit and a half a round
        still = []
        for i in moving:
            left -= work
            if left < 0:
                raise Undecided(_NOT_SEPARATED)
            limits.check()
            x, y = z[i]
            (u, v), (s, t) = (_at_pair(q, x, y, precision) for q in (p, slope))
            size = u * u + v * v
            if not size:
                continue
            # a + ib is p′/p − Σ 1/(z − zⱼ), of which the step is the reciprocal
            a, b = (s * u + t * v << precision) // size, (t * u - s * v << precision) // size
            for other in z:
                h, k = x - other[0], y - other[1]
                if h or k:
                    away = h * h + k * k
                    a, b = a - (h << twice) // away, b + (k << twice) // away
            size = a * a + b * b or 1
            h, k = (a << twice) // size, -(b << twice) // size
            z[i] = x - h, y - k
            length = max(abs(h), abs(k)).bit_length()
            if length < least[i]:
                least[i], round_of_least[i] = length, times
            if 4 * length > precision and times - round_of_least[i] <= _IDLE:
                still.append(i)
        if not still:
            break
        moving = still
    return z


def _fixed(z: complex, precision: int) -> tuple[int, int]:
    """z as whole multiples of 2^−precision."""
    (a, b), (c, d) = z.real.as_integer_ratio(), z.imag.as_integer_ratio()
    return (a << precision) // b, (c << precision) // d


def _certified(p: Polynomial, points: list[tuple[int, int]], precision: int) -> tuple[Disk, ...] | None:
    d = degree(p)
    if len(points) != d:
        return None
    whole = cleared(p)
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
    return _as_disks([found[i] for i in order], precision)


def _as_disks(found: Sequence[tuple[int, int, int]], precision: int) -> tuple[Disk, ...] | None:
    """Coordinates and radii in units of 2^−precision; None unless they are apart."""
    unit = 1 << precision
    if not _apart(found):
        return None
    return tuple([Disk(Fraction(x, unit), Fraction(y, unit), Fraction(r, unit)) for x, y, r in found])


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
    """A disk around p(z) for every z of the disk: Horner's rule in whole multiples of 2^−bits, p scaled to about 1."""
    if not p:
        return NOWHERE
    if not disk.radius and not disk.y:
        return Disk(value(p, disk.x), _ZERO, _ZERO)
    bits = max(disk.radius.denominator.bit_length() - disk.radius.numerator.bit_length(), 0) + 32
    scale = bits - max(c.numerator.bit_length() - c.denominator.bit_length() for c in p if c)
    x, y, r = ((part.numerator << bits) // part.denominator for part in (disk.x, disk.y, disk.radius))
    r += 3  # the radius and both coordinates were cut off
    modulus = math.isqrt(x * x + y * y) + 1 + r
    real_part = imaginary = error = 0
    for c in reversed(p):
        # |tz − t₀z₀| ≤ |t₀|·|z − z₀| + |t − t₀|·|z|, and three products are cut off
        error = ((abs(real_part) + abs(imaginary)) * r + error * modulus >> bits) + 4
        real_part, imaginary = real_part * x - imaginary * y >> bits, real_part * y + imaginary * x >> bits
        real_part += (c.numerator << scale) // c.denominator if scale >= 0 else c.numerator // (c.denominator << -scale)
    unit = Fraction(1, 1 << scale) if scale >= 0 else Fraction(1 << -scale)
    return Disk(real_part * unit, imaginary * unit, error * unit)


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


_BITS_OF_GUESS = 40  # of a zero that is guessed in floats


def zero_between(f: Callable[[Fraction], Interval], guess: float, bits: int) -> tuple[Fraction, Fraction]:
    """Rationals 2^(1 − bits) apart around the zero of a falling function, each side certified by its sign."""
    near = _zero_around(f, Fraction(guess), bits) if bits <= _BITS_OF_GUESS else None
    if near is not None:
        return near
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
    found = _zero_around(f, y, bits)
    if found is None:
        raise Undecided("a root could not be enclosed")
    return found


def _zero_around(f: Callable[[Fraction], Interval], y: Fraction, bits: int) -> tuple[Fraction, Fraction] | None:
    """What lies 2^−bits around y, where the falling function has its zero there."""
    low, high = y - Fraction(1, 1 << bits), y + Fraction(1, 1 << bits)
    try:
        return (low, high) if f(low).sign() > 0 > f(high).sign() else None
    except TooCoarse:
        return None


def sign_at(p: Polynomial, root: Root) -> int:
    """The sign of p(ρ) for a real ρ where p(ρ) ≠ 0 is known."""
    if len(root.factor) == 2:
        return real.sign(p[0] if len(p) == 1 else value(p, -root.factor[0]))
    if len(root.factor) == 3:
        return _sign_in_quadratic(p, root)
    for bits in (*PRECISIONS, 2000):
        found = value_on_disk(p, root.disk(bits))
        if abs(found.x) > found.radius:
            return 1 if found.x > 0 else -1
    raise Undecided("the sign of the leading coefficient could not be decided")


def _sign_in_quadratic(p: Polynomial, root: Root) -> int:
    """By p(ρ) = u + v√D, however near to 0: whichever is larger, u² or v²·D, decides."""
    c, b, _ = root.factor
    constant, slope, *_ = (*divided(p, root.factor)[1], _ZERO, _ZERO)
    u, v = constant - slope * b / 2, slope if root.place == 0 else -slope
    if u * v >= 0:
        return real.sign(u + v)
    return real.sign(u if u * u > v * v * (b * b / 4 - c) else v)
