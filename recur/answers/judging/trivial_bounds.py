"""A true bound that says nothing: O of another class of growth, Ω of what every running time is."""

from recur.answers.judging.growth_claims import GrowthRange
from recur.asymptotics import UNIT, Monomial, monomials
from recur.model import Bounds, LimitExceeded, RecurError


def is_trivial(kind: str, claimed: GrowthRange, proved: Bounds) -> bool:
    """O(g), o(g): g outgrows every power of T and of n. Ω(g): g is constant or falls, where T grows.

    >>> from recur.model.expressions import N, number, power
    >>> from recur.asymptotics.growth import Growth
    >>> linear, exponential = Growth.of(N), Growth.of(power(number(2), N))
    >>> is_trivial("O", GrowthRange(exponential, exponential), Bounds(linear, linear))
    True
    """
    try:
        if kind in ("O", "o") and claimed.low is not None and proved.upper is not None:
            if claimed.low.is_zero or proved.upper.is_zero:
                return False
            return _outgrows_powers(claimed.low.point, proved.upper.point)
        if kind == "Ω" and claimed.high is not None and proved.lower is not None:
            if claimed.high.is_zero or proved.lower.is_zero:
                return not proved.lower.is_zero
            bounded = monomials.compare(claimed.high.point, UNIT) <= 0
            return bounded and monomials.compare(proved.lower.point, UNIT) >= 0
    except LimitExceeded:
        raise
    except RecurError:
        pass
    return False


def _outgrows_powers(g: Monomial, t: Monomial) -> bool:
    """log g grows faster than log T + log n."""
    if not g.exponential:
        return False
    fastest = g.exponential[0][0]
    return not t.exponential or monomials.compare(fastest, t.exponential[0][0]) > 0
