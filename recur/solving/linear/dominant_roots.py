"""Which roots of rational polynomials have the largest modulus, and which moduli are equal, with proof.

Disks separate moduli that differ; equal ones are proved by algebra: conjugates, mirror images, roots of a polynomial
in x^q, roots of unity times a number. Source: Everest et al., Recurrence Sequences, 2003, section 1.1.
"""

import math
from collections.abc import Sequence
from fractions import Fraction

from recur.model import Undecided
from recur.model.records import frozen
from recur.numbers import Polynomial, Root
from recur.numbers.exact import narrow_rational
from recur.numbers.polynomials import ONE, X, degree, divided, monic, times
from recur.numbers.roots import PRECISIONS, Disk, are_apart, disks

_MOST_PERIOD = 240
#: the least q with q·t a whole turn, by (2 cos t)², −1 for cos t = −1/2
_ORDERS = {Fraction(0): 4, Fraction(1): 6, Fraction(-1): 3, Fraction(2): 8, Fraction(3): 12}


@frozen
class DominantRoots:
    """The roots of largest modulus: `positive` is the positive one among them, if any; `others` share its modulus.

    Without a positive one the sequence changes its sign for ever. `period`: all others are the positive root times
    roots of unity of this order (0: some angle is no known fraction of the full turn).
    """

    positive: Root | None
    others: tuple[Root, ...]
    period: int = 1


def dominant(roots: Sequence[Root]) -> DominantRoots:
    """Who dominates Σ n^(m−1) ρⁿ, m the multiplicity of the root ρ; `Undecided` where moduli resist comparison."""
    candidates = list(roots)
    if all([len(root.factor) == 2 for root in candidates]):
        return _dominant_rational(candidates)
    for bits in PRECISIONS:
        moduli = [(root, root.modulus(bits)) for root in candidates]
        floor = max(low for _, (low, _) in moduli)
        candidates = [root for root, (_, high) in moduli if high >= floor]
        positive = [root for root in candidates if root.is_positive]
        if not positive:
            return DominantRoots(None, tuple(candidates))
        if len(positive) == 1:
            others = [root for root in candidates if root is not positive[0]]
            periods = [_common_period(positive[0], root) for root in others]
            if None not in periods:
                turns = [period for period in periods if period is not None]
                period = 0 if 0 in turns else math.lcm(1, *turns)
                return DominantRoots(positive[0], tuple(others), period if period <= _MOST_PERIOD else 0)
    raise Undecided("the moduli of two characteristic roots are too close to be compared")


def _dominant_rational(roots: list[Root]) -> DominantRoots:
    if len(roots) == 1:
        return DominantRoots(roots[0], ()) if roots[0].is_positive else DominantRoots(None, tuple(roots))
    known = [narrow_rational(root.factor[0]) for root in roots]
    sizes = [x if x >= 0 else -x for x in known]
    largest = max(sizes)
    top = [root for root, size in zip(roots, sizes, strict=True) if size == largest]
    positive = next((root for root in top if root.is_positive), None)
    others = tuple([root for root in top if root is not positive])
    return DominantRoots(positive, others, 2 if positive is not None and others else 1)


def _common_period(positive: Root, other: Root) -> int | None:
    """q with other^q = positive^q exactly; 0 where only the moduli are known to be equal; None where nothing is."""
    if degree(positive.factor) == 1 and other.is_real:
        return 2 if degree(other.factor) == 1 and other.factor[0] == -positive.factor[0] else None
    turn = _order_of_angle(other)
    a, b = positive.factor, other.factor
    if turn is not None:
        stride = math.gcd(*(i for i, c in enumerate(a) if c and i))
        if a == b and stride % turn == 0:
            return turn  # the roots of a polynomial in x^q are closed under q-th roots of unity
        if turn == 2 and _mirrored(a) == b:
            return turn  # b(x) = ±a(−x)
        if stride == degree(a):
            common = math.lcm(turn, stride)
            if common <= _MOST_PERIOD and _power_modulo(common, b) == (value_of_power(a, common),):
                return turn
    known = None not in (_power_of_modulus(positive), _power_of_modulus(other))
    return 0 if known and have_equal_moduli(positive, other) else None


def have_equal_moduli(one: Root, other: Root) -> bool:
    """Whether |one| = |other| is certain: conjugates, known powers, or roots of a polynomial in x^q turned by 1/q."""
    first, second = _power_of_modulus(one), _power_of_modulus(other)
    if first is not None and second is not None:
        shared = math.gcd(first[0], second[0])
        equal: bool = first[1] ** (second[0] // shared) == second[1] ** (first[0] // shared)
        return equal
    a, b = one.disk(PRECISIONS[0]), other.disk(PRECISIONS[0])
    if not math.isclose(math.hypot(float(a.x), float(a.y)), math.hypot(float(b.x), float(b.y)), rel_tol=1e-9):
        return False
    if one.factor != other.factor:  # b(x) = ±a(−x): the other is −ρ, or its conjugate
        around = (Disk(-a.x, y, a.radius) for y in (-a.y, a.y))
        return other.factor == _mirrored(one.factor) and any(_meeting(d, other.factor) == [other.place] for d in around)
    if one.place == other.place or (a.x, a.y) == (b.x, -b.y):
        return True
    stride = math.gcd(*(i for i, c in enumerate(one.factor) if c and i))
    for y in (b.y, -b.y):  # the other root, or its conjugate
        turns = (math.atan2(float(a.y), float(a.x)) - math.atan2(float(y), float(b.x))) * stride / (2 * math.pi)
        if stride > 1 and abs(turns - round(turns)) < 1e-9:
            return True
    return False


def _meeting(disk: Disk, factor: Polynomial) -> list[int]:
    """The places of the roots that may lie in the disk."""
    all_roots = enumerate(disks(factor, PRECISIONS[0]))
    return [i for i, d in all_roots if not are_apart(disk, d)]


def _mirrored(a: Polynomial) -> Polynomial:
    """±a(−x), monic."""
    return monic(tuple(-c if i % 2 else c for i, c in enumerate(a)))


def _power_of_modulus(root: Root) -> tuple[int, Fraction] | None:
    """(k, |ρ|^k) where that is rational and known: a complex pair, a binomial, roots of unity times a number."""
    a = root.factor
    stride = math.gcd(*(i for i, c in enumerate(a) if c and i))
    if degree(a) == stride:
        return stride, abs(a[0])
    if degree(a) == 2 * stride and a[stride] ** 2 < 4 * a[0]:
        return 2 * stride, a[0]
    turns = whole_turns(root)
    return None if turns is None else turns[1:]


def whole_turns(root: Root) -> tuple[Fraction, int, Fraction] | None:
    """(s, k, c) with ρ^k = c > 0 and the angle s of a turn, for a root of unity times a root of a rational number."""
    k = _order_of_angle(root)
    power = () if k is None else _power_modulo(k, root.factor)
    if k is None or len(power) != 1:
        return None
    disk = root.disk(PRECISIONS[0])
    share = math.atan2(float(disk.y), float(disk.x)) / (2 * math.pi)
    return Fraction(round(share * k), k), k, power[0]


def value_of_power(a: Polynomial, exponent: int) -> Fraction:
    """ρ^exponent for the binomial xᵈ − ρᵈ."""
    return Fraction((-a[0]) ** (exponent // degree(a)))


def _order_of_angle(root: Root) -> int | None:
    """The q ≤ 120 for which the angle of the root looks like a multiple of 1/q of a turn: a proposal to be proved."""
    if degree(root.factor) == 2:
        return _order_in_quadratic(root.factor)
    disk = root.disk(PRECISIONS[0])
    share = math.atan2(float(disk.y), float(disk.x)) / (2 * math.pi)
    for q in range(2, _MOST_PERIOD // 2 + 1):
        if abs(share * q - round(share * q)) < 1e-9:
            return q
    return None


def _order_in_quadratic(a: Polynomial) -> int | None:
    """Of the roots of x² − u·x + w, with (2 cos t)² = u²/w where they are complex: a whole number, if t is a share."""
    u, w = -a[1], a[0]
    share = u * u / w
    if share > 4 or w < 0:
        return 2  # a real root: it lies on the axis
    return _ORDERS.get(share if u >= 0 or share != 1 else -share)


def _power_modulo(exponent: int, p: Polynomial) -> Polynomial:
    """x^exponent modulo p."""
    result, square = ONE, divided(X, p)[1]
    while exponent:
        if exponent & 1:
            result = divided(times(result, square), p)[1]
        exponent >>= 1
        if exponent:
            square = divided(times(square, square), p)[1]
    return result
