"""The sum of f along the orbit n, g(n), g(g(n)), … of a single shrinking size, closed on the asymptotic scale.

On the scale u = log^(k) n (k logarithms) on which g takes off less than a constant fraction, u(g(n)) = u − d(u) with
d = o(u), the sizes near u are d(u) apart. If f changes by a factor 1 + o(1) over such a step, its sum is the integral
∫ f/d du; if it changes by a constant factor or more, the sum is geometric and its largest term stands for it. When no
number of logarithms suffices (g is itself logarithmic), the orbit has about log* n sizes.

Source: Euler–Maclaurin, Graham, Knuth, Patashnik, Concrete Mathematics, section 9.5; CLRS 4e, section 3.3 (log*).
"""

from enum import StrEnum
from fractions import Fraction

from recur.asymptotics import UNIT, Between, Coefficient, Monomial, expand, level, monomials, series as s
from recur.asymptotics.levels import derivative, integrate
from recur.asymptotics.monomials import STAR
from recur.model import Expr, Undecided, expressions as ex
from recur.model.records import frozen
from recur.numbers import Real, real

_MOST_LOGARITHMS = 5


class OrbitPart(StrEnum):
    """Which part of the orbit the sum comes from."""

    FIRST = "the first size dominates"
    SPREAD = "all sizes contribute"
    LAST = "the sum converges"


@frozen
class Pace:
    """u(g(n)) = u − factor·step with u = log^(depth) n; `step` None: g is logarithmic, and `depth` logarithms deep."""

    depth: int
    step: Monomial | None
    factor: Coefficient = real.ONE


@frozen
class OrbitSum:
    """Σ f along the orbit ~ constant · growth (constant None: only Θ is known)."""

    growth: Monomial
    course: OrbitPart
    constant: Real | None = None


def pace_of(argument: Expr, variable: str) -> Pace:
    """How the size that `argument` gives falls behind n."""
    inner: Expr = ex.Symbol(variable)
    for depth in range(_MOST_LOGARITHMS):
        difference = expand(ex.subtract(argument, inner), variable)
        m, c = difference.lead
        order = monomials.compare(m, level(depth))
        if order < 0:
            if s.coefficient_sign(c) > 0:
                raise Undecided(f"the size {argument} does not fall behind")
            return Pace(depth, m, s.coefficient_product(c, Fraction(-1)))
        argument, inner = ex.log(argument), ex.log(inner)
    return _logarithmic(argument, variable)


def _logarithmic(argument: Expr, variable: str) -> Pace:
    """A size polynomial in iterated logarithms: the number of logarithms that were taken to reach it."""
    for _ in range(_MOST_LOGARITHMS):
        argument = argument.children[0]
    m, _ = expand(argument, variable).lead
    if m.exponential or not m.powers or not 0 < m.powers[0][0] < STAR:
        raise Undecided(f"the size {argument} has no pace on the scale")
    return Pace(m.powers[0][0], None)


def orbit_sum(f: Monomial, pace: Pace) -> OrbitSum:
    """Σ f(x) over the sizes x = n, g(n), g(g(n)), … down to a constant."""
    if pace.step is None:
        return _tower_sum(f)
    lead = _change_over_a_step(f, pace)
    if lead is not None:
        change, c = lead
        order = monomials.compare(change, UNIT)
        if order >= 0:
            if s.coefficient_sign(c) < 0:
                return OrbitSum(UNIT, OrbitPart.LAST)
            return OrbitSum(f, OrbitPart.FIRST, real.ONE if order > 0 else _geometric(c))
    closed = integrate(monomials.divide(f, pace.step), pace.depth)
    if closed is None:
        return OrbitSum(UNIT, OrbitPart.LAST)
    growth, constant = closed
    exact = None if isinstance(pace.factor, Between) else constant / pace.factor
    return OrbitSum(growth, OrbitPart.SPREAD, exact)


def _change_over_a_step(f: Monomial, pace: Pace) -> tuple[Monomial, Coefficient] | None:
    """The leading term of d·(log f)', by how much log f changes from one size to the next; None: f is constant."""
    assert pace.step is not None
    total = s.NOTHING
    for term, c in monomials.logarithm(f).items():
        total = s.add(total, s.scale(derivative(term, pace.depth), c))
    if total.is_zero:
        return None
    return s.multiply(total, s.single(pace.step, pace.factor)).lead


def _geometric(c: Coefficient) -> Real | None:
    """1/(1 − e^−c): the sum of a geometric series whose terms fall by e^−c."""
    if isinstance(c, Between):
        return None
    ratio = real.exponential(c)
    return ratio / (ratio - real.ONE)


def _tower_sum(f: Monomial) -> OrbitSum:
    """The sizes fall like logarithms: a constant f is counted log* n times, any other one is geometric or faster."""
    if f == UNIT:
        return OrbitSum(level(STAR), OrbitPart.SPREAD)
    if any(k >= STAR for k, _ in f.powers):
        raise Undecided("the sum of log* along a logarithmic orbit")
    if monomials.is_infinite(f):
        return OrbitSum(f, OrbitPart.FIRST, real.ONE)
    return OrbitSum(UNIT, OrbitPart.LAST)
