"""Θ, O, Ω, o and ω held against what is proved: T between Ω(lower) and O(upper), the claim between two growths.

Where lower and upper differ, a claim between them is undecided, and false where each is attained again and again;
outside them it is true or false all the same.
A side that is not proved (None) decides nothing.
"""

from recur.answers.judging.verdict import Standing
from recur.asymptotics import Growth, expand, lower_bound, monomials, upper_bound
from recur.model import Bounds, Expr, Undecided
from recur.model.records import frozen


@frozen
class GrowthRange:
    """What is certain of a positive formula: it is Ω(low) and O(high); equal unless it oscillates."""

    low: Growth | None
    high: Growth | None

    @property
    def growth(self) -> Growth | None:
        return self.low if self.low is not None and self.low == self.high else None


def extent(x: Expr, variable: str) -> GrowthRange:
    """The growth of a claimed formula; `Undecided` where it is not positive at large sizes or not on the scale."""
    expansion = expand(x, variable)
    if expansion.is_zero:
        zero = Growth(None, variable)
        return GrowthRange(zero, zero)
    low, high = lower_bound(expansion), upper_bound(expansion)
    if low is None and not expansion.terms:
        raise Undecided("the leading terms cancel to every order tried")
    if low is None and Growth.of(x, variable):  # says why: negative, or arbitrarily close to 0
        raise Undecided("the claimed function is not positive at large sizes")
    return GrowthRange(None if low is None else Growth(low, variable), None if high is None else Growth(high, variable))


class Miss:
    """Which way a claim misses, as a machine tag."""

    LARGE = "too-large"  # Θ(g) with g above T
    SMALL = "too-small"
    LOOSE = "too-loose"  # true, but a better bound is proved
    NO_BOUND = "no-bound"  # 0 or negative: Ω(0), Θ(−n²)
    VANISHES = "vanishes"  # T is 0 again and again, so nothing bounds it from below
    NEGATIVE = "negative-values"  # the bound holds of |T| alone
    TIGHT = "too-tight"  # false: O(g) with g below T, Ω(g) with g above
    NO_THETA = "no-theta"  # T grows in two ways, at some sizes without end each


@frozen
class Judged:
    """How a claim stands, which way it misses, and the larger growth divided by the smaller."""

    standing: Standing
    miss: str | None = None
    factor: Growth | None = None
    rounded: bool = False  # read with the exact number in place of a decimal that rounds it


CORRECT, UNDECIDED = Judged(Standing.CORRECT), Judged(Standing.UNDECIDED)


def judge_growth(kind: str, claimed: GrowthRange, proved: Bounds) -> Judged:
    """Whether T = kind(claimed) follows from the bounds, or contradicts them.

    >>> from recur.model.expressions import N, mul
    >>> linear, square = Growth.of(N), Growth.of(mul(N, N))
    >>> judge_growth("O", GrowthRange(square, square), Bounds(linear, linear)).standing
    <Standing.NOT_TIGHT: 'not tight'>
    """
    over, under = _order(claimed.low, proved.upper), _order(proved.lower, claimed.high)
    exceeds = proved.attained and _order(proved.upper, claimed.high) == 1
    falls = proved.attained and _order(claimed.low, proved.lower) == 1
    sides = _Sides(over in (0, 1), over == 1, under in (0, 1), under == 1, exceeds, falls)
    return _JUDGES[kind](sides, claimed, proved)


@frozen
class _Sides:
    """What is certain: T = O(claim), T = o(claim), T = Ω(claim), T = ω(claim)."""

    at_most: bool
    below: bool
    at_least: bool
    above: bool
    #: at sizes without end T outgrows the claim, or is outgrown by it
    exceeds: bool = False
    falls: bool = False


def _order(x: Growth | None, y: Growth | None) -> int | None:
    """-1, 0 or 1 as x grows slower, alike or faster; None where that is not certain."""
    if x is None or y is None:
        return None
    try:
        if x.monomial is not None and y.monomial is not None and x.variable == y.variable:
            return monomials.compare(x.monomial, y.monomial)
        return 0 if x == y else -1 if x < y else 1
    except Undecided:
        return None


def _quotient(large: Growth | None, small: Growth | None) -> Growth | None:
    if large is None or small is None or large.is_zero or small.is_zero:
        return None
    return large / small


def _theta(sides: _Sides, claimed: GrowthRange, proved: Bounds) -> Judged:
    if sides.below:
        return Judged(Standing.WRONG, Miss.LARGE, _quotient(claimed.low, proved.upper))
    if sides.above:
        return Judged(Standing.WRONG, Miss.SMALL, _quotient(proved.lower, claimed.high))
    if proved.attained:
        return Judged(Standing.WRONG, Miss.NO_THETA)
    return CORRECT if sides.at_most and sides.at_least else UNDECIDED


def _upper(sides: _Sides, claimed: GrowthRange, proved: Bounds) -> Judged:
    if sides.above:
        return Judged(Standing.WRONG, Miss.TIGHT, _quotient(proved.lower, claimed.high))
    if sides.below:
        return Judged(Standing.NOT_TIGHT, Miss.LOOSE, _quotient(claimed.low, proved.upper))
    if sides.exceeds:
        return Judged(Standing.WRONG, Miss.TIGHT, _quotient(proved.upper, claimed.high))
    return CORRECT if sides.at_most else UNDECIDED


def _lower(sides: _Sides, claimed: GrowthRange, proved: Bounds) -> Judged:
    if sides.below:
        return _outgrown(claimed, proved.upper)
    if sides.above:
        return Judged(Standing.NOT_TIGHT, Miss.LOOSE, _quotient(proved.lower, claimed.high))
    if sides.falls:
        return _outgrown(claimed, proved.lower)
    return CORRECT if sides.at_least else UNDECIDED


def _outgrown(claimed: GrowthRange, attained: Growth | None) -> Judged:
    """No lower bound: at some sizes without end T is no larger than `attained`, which the claim outgrows."""
    vanishes = attained is not None and attained.is_zero
    return Judged(Standing.WRONG, Miss.VANISHES if vanishes else Miss.TIGHT, _quotient(claimed.low, attained))


def _strictly_above(sides: _Sides, claimed: GrowthRange, proved: Bounds) -> Judged:
    """T = o(claim)."""
    if sides.below:
        return CORRECT
    if sides.above:
        return Judged(Standing.WRONG, Miss.TIGHT, _quotient(proved.lower, claimed.high))
    if sides.exceeds:
        return Judged(Standing.WRONG, Miss.TIGHT, _quotient(proved.upper, claimed.high))
    # no larger than what T is at all sizes, or again and again
    return Judged(Standing.WRONG, Miss.TIGHT) if sides.at_least or proved.attained else UNDECIDED


def _strictly_below(sides: _Sides, claimed: GrowthRange, proved: Bounds) -> Judged:
    """T = ω(claim)."""
    if sides.above:
        return CORRECT
    if sides.below:
        return _outgrown(claimed, proved.upper)
    if sides.falls:
        return _outgrown(claimed, proved.lower)
    # no larger than what T is at all sizes, or again and again
    return Judged(Standing.WRONG, Miss.TIGHT) if sides.at_most or proved.attained else UNDECIDED


_JUDGES = {"Θ": _theta, "O": _upper, "Ω": _lower, "o": _strictly_above, "ω": _strictly_below}
