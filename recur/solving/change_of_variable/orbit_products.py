"""The product A(n) of the coefficients a(n), a(g(n)), … along an orbit, up to a constant factor.

log A satisfies S(n) − S(g(n)) = log a(n). The expansion of S is found term by term: the sum of the leading term along
the orbit is subtracted, and what the equation still lacks is expanded again, until its own sum along the orbit is
finite. Dividing T(n) = a(n)·T(g(n)) + f(n) by A leaves coefficients whose product stays bounded: a summation factor.
Source: Graham, Knuth, Patashnik, Concrete Mathematics, sections 2.2 and 9.5.
"""

from recur.asymptotics import UNIT, Between, Monomial, Series, expand, monomial_formula, monomials
from recur.asymptotics.levels import derivative
from recur.model import Expr, Unmet, expressions as ex
from recur.model.records import frozen
from recur.numbers import Real, exact_formula, real
from recur.solving.change_of_variable.orbits import OrbitPart, Pace, orbit_sum

_MOST_TERMS = 8


@frozen
class OrbitProduct:
    """A(n) = growth up to a constant factor; `exact`: a(n)·growth(g(n)) is growth(n) itself."""

    growth: Monomial
    exact: bool


def orbit_product(coefficient: Expr, size: Expr, pace: Pace, variable: str) -> OrbitProduct:
    """Π a along the orbit of g = size, or the hypothesis that fails."""
    if coefficient == ex.Number(real.ONE):
        return OrbitProduct(UNIT, True)
    terms: dict[Monomial, Real] = {}
    left = ex.log(coefficient)
    lacking = expand(left, variable)
    for _ in range(_MOST_TERMS):
        if lacking.is_zero or _is_summable(lacking, pace):
            _require_harmless_rounding(terms, size, pace)
            return OrbitProduct(monomials.exponential(terms), lacking.is_zero)
        m, c = lacking.lead
        if isinstance(c, Between):
            break
        total = orbit_sum(m, pace)
        if total.constant is None or total.growth in terms:
            break
        scale = c * total.constant
        terms[total.growth] = scale
        part = ex.mul(exact_formula(scale), monomial_formula(total.growth, variable))
        # S(n) − S(g(n)) of the new term is now accounted for.
        left = ex.add(left, ex.negate(part), ex.substitute(part, variable, size))
        lacking = expand(left, variable)
    raise Unmet(
        "a product of coefficients of known growth",
        "the product of {a} along the sizes {x}, … has no known growth",
        a=coefficient,
        x=size,
    )


def _is_summable(x: Series, pace: Pace) -> bool:
    m = x.terms[0][0] if x.terms else x.error
    assert m is not None
    if pace.step is None and not monomials.compare(m, UNIT) < 0:
        return False
    return orbit_sum(m, pace).course is OrbitPart.LAST


def _require_harmless_rounding(terms: dict[Monomial, Real], size: Expr, pace: Pace) -> None:
    """Rounding moves a size by less than 1: what that does to log A adds up to a bounded amount."""
    if ex.is_whole(size, ex.symbols(size)):
        return
    for m in terms:
        slope = derivative(m, 0)
        if not slope.is_zero and orbit_sum(slope.lead[0], pace).course is not OrbitPart.LAST:
            raise Unmet("roundings that do not matter", "rounding {x} changes the growth", x=size)
