"""Sums Σ_{k ≤ n} f(k) on the asymptotic scale.

Where f changes by a vanishing factor from k to k + 1 the sum is the integral; where it grows by a factor that stays
above 1 the last term dominates; where it shrinks by such a factor, or the integral converges, the sum is bounded.
Source: Euler–Maclaurin, Graham, Knuth, Patashnik, Concrete Mathematics, section 9.5.
"""

from recur.asymptotics import monomials, series as s
from recur.asymptotics.levels import derivative, integrate
from recur.asymptotics.monomials import UNIT, Monomial
from recur.model import Undecided
from recur.model.records import frozen
from recur.numbers import Real, real


@frozen
class SumGrowth:
    """Σ m ~ constant · growth; `converges` when it tends to a number (then the constant is not known: None)."""

    growth: Monomial
    constant: Real | None
    converges: bool = False


def summation(m: Monomial) -> SumGrowth:
    """Σ_{k=1}^{n} m(k).

    >>> summation(monomials.level(0)).constant
    Fraction(1, 2)
    """
    rate, c = _rate(m)
    order = monomials.compare(rate, UNIT) if rate is not None else -1
    if order >= 0:
        if real.sign(c) < 0:
            return SumGrowth(UNIT, None, True)
        if order > 0:
            return SumGrowth(m, real.ONE)
        ratio = real.exponential(c)
        return SumGrowth(m, ratio / (ratio - real.ONE))
    closed = integrate(m, 0)
    if closed is None:
        return SumGrowth(UNIT, None, True)
    return SumGrowth(*closed)


def _rate(m: Monomial) -> tuple[Monomial | None, Real]:
    """The leading term of (log m)', None when m is constant."""
    total = s.NOTHING
    for term, c in monomials.logarithm(m).items():
        total = s.add(total, s.scale(derivative(term, 0), c))
    if total.is_zero:
        return None, real.ONE
    rate, factor = total.lead
    if isinstance(factor, s.Between):
        raise Undecided("the rate of growth oscillates")
    return rate, factor
