"""The sum over the levels of a recursion tree: n^p · (1 + ∫₁ⁿ g(u)/u^(p+1) du) in closed form on the whole scale.

With v = log u the integrand is q(v) = g/n^p on the scale of v, and only its logarithmic derivative matters:

- q grows like a power of n or faster: the last term, the root, dominates;
- q falls like a power of n or faster: the sum converges, the leaves dominate;
- between the two, q is slowly varying in n and the integral is closed one logarithm at a time:
  ∫ v^c dv is v^(c+1)/(c+1) for c > −1, converges for c < −1, and for c = −1 substitutes w = log v and repeats.

Source: Akra and Bazzi, On the solution of linear recurrence equations, 1998; Leighton, Notes on better master
theorems, 1996. The integral of a slowly varying function: Bingham, Goldie and Teugels, Regular Variation, 1.5-1.6.
"""

from enum import StrEnum
from fractions import Fraction

from recur.asymptotics import monomials, series as s
from recur.asymptotics.monomials import UNIT, Monomial, level
from recur.asymptotics.series import Series
from recur.model import Undecided
from recur.model.records import frozen
from recur.numbers import Real, real


class Regime(StrEnum):
    LEAF_HEAVY = "leaf-heavy"
    BALANCED = "balanced"
    ROOT_HEAVY = "root-heavy"


@frozen
class LevelSum:
    """The growth of the sum, who dominates, and for the balanced regime the integral of q and its constant.

    `excess` is q = g/n^p. For the balanced regime `integral` ~ `constant` · ∫ q dv.
    """

    growth: Monomial
    regime: Regime
    excess: Monomial
    integral: Monomial = UNIT
    converges: bool = False
    constant: Real = real.ONE


def level_sum(toll: Monomial, exponent: Real) -> LevelSum:
    """Θ(n^p (1 + ∫ toll/u^(p+1) du)) for p = exponent."""
    watershed = UNIT if exponent == 0 else level(0, exponent)
    excess = monomials.divide(toll, watershed)
    lead = monomials.leading_difference(excess, UNIT)
    if lead is not None and monomials.compare(lead[0], level(1)) >= 0:
        if real.sign(lead[1]) > 0:
            return LevelSum(toll, Regime.ROOT_HEAVY, excess)
        return LevelSum(watershed, Regime.LEAF_HEAVY, excess)
    closed = integrate(excess, 1)
    if closed is None:
        return LevelSum(watershed, Regime.BALANCED, excess, converges=True)
    integral, constant = closed
    return LevelSum(monomials.multiply(watershed, integral), Regime.BALANCED, excess, integral, False, constant)


def integrate(q: Monomial, k: int) -> tuple[Monomial, Real] | None:
    """∫ q dℓ_k ~ constant · monomial, where ℓ_k = log^(k) n; None when it converges."""
    variable = level(k)
    lead = monomials.leading_difference(q, UNIT)
    if lead is None:
        return variable, real.ONE
    fastest, c = lead
    order = monomials.compare(fastest, level(k + 1))
    if order > 0:
        if real.sign(c) < 0:
            return None
        m, d = derivative(fastest, k).lead
        if isinstance(d, s.Between):
            raise Undecided("the logarithmic derivative oscillates")
        rate = c * d
        return monomials.divide(q, m), real.ONE / rate
    if order == 0:
        beyond = c + real.ONE
        direction = real.sign(beyond)
        if direction < 0:
            return None
        if direction == 0:
            return integrate(monomials.multiply(q, variable), k + 1)
        return monomials.multiply(q, variable), real.ONE / beyond
    return monomials.multiply(q, variable), real.ONE


def derivative(m: Monomial, k: int) -> Series:
    """dm/dℓ_k for a monomial in ℓ_k, ℓ_{k+1}, …: m · Σ c·(the derivative of each term of log m)."""
    total = s.NOTHING
    for term, c in monomials.logarithm(m).items():
        total = s.add(total, s.scale(_log_derivative(term, k), c))
    return s.multiply(s.single(m), total)


def _log_derivative(term: Monomial, k: int) -> Series:
    if not term.exponential and len(term.powers) == 1 and term.powers[0][1] == 1:
        j = term.powers[0][0]
        if k <= j < monomials.STAR:
            # dℓ_j/dℓ_k = 1/(ℓ_k ℓ_{k+1} … ℓ_{j−1})
            inverse = Monomial(tuple((i, Fraction(-1)) for i in range(k, j)))
            return s.single(inverse)
    if any(j >= monomials.STAR for j, _ in term.powers):
        raise Undecided("the derivative of log* is not defined")
    return derivative(term, k)
