"""T(n) = α(n)·Σ_{k=low}^{n−lag} T(k) + f(n) through the partial sums: S(n) = (1 + α(n))·S(n − 1) + f(n) for lag 1.

With P(n) = Π (1 + α(k)) the quotient S/P is the sum of f/P. The logarithm of P is Σ log(1 + α(k)), of which terms with
a finite sum change P by a constant factor only, and decreasing terms sum to their integral up to O(1).
Source: Graham, Knuth, Patashnik, Concrete Mathematics, sections 2.2 and 9.5.
"""

from fractions import Fraction

from recur.asymptotics import UNIT, Between, Monomial, expand, level, monomial_formula, monomials, summation
from recur.asymptotics.levels import integrate
from recur.model import Expr, OtherShape, Unmet, expressions as ex
from recur.model.expressions import ONE as ONE_FORMULA
from recur.model.records import frozen
from recur.numbers import Real, exact_formula, real
from recur.solving.history.earlier_values import History, holds_binomial
from recur.solving.linear_forms import beyond, constant_of, linear_form
from recur.solving.problem import Problem, Shrink


@frozen
class FullHistory:
    """α(n) Σ_{k=low}^{n−lag} T(k) + Σ c·T(n − i) + f(n); `steps` are the pairs (i, c)."""

    alpha: Expr
    low: int
    lag: int
    steps: tuple[tuple[int, Expr], ...]
    history: History


def full_history(problem: Problem, history: History) -> FullHistory:
    """The pieces as one sum with a weight that does not depend on the index, or the hypothesis that fails."""
    variable = problem.variable
    ends = set()
    for piece in history.pieces:
        if history.index.name in ex.symbols(piece.weight):
            refusal = OtherShape if holds_binomial(piece.weight) else Unmet
            raise refusal("equal weights", "the weight {w} depends on the index", w=piece.weight)
        low, reach = constant_of(linear_form(piece.low)), beyond(piece.high, variable)
        if low is None or reach is None or low.denominator != 1 or reach.denominator != 1 or reach >= 0:
            raise Unmet("a sum from a constant to n − c", "the sum reaches from {x} to {y}", x=piece.low, y=piece.high)
        ends.add((int(low), -int(reach)))
    if len(ends) > 1:
        raise Unmet("sums over the same sizes", "the sums over earlier values have different ends")
    ((first, lag),) = ends
    alpha = ex.add(*(piece.weight for piece in history.pieces))
    return FullHistory(alpha, first, lag, _steps(problem), history)


def _steps(problem: Problem) -> tuple[tuple[int, Expr], ...]:
    found = []
    for call in problem.calls:
        if call.shrink is Shrink.CONSTANT:
            continue
        back = beyond(call.argument, problem.variable)
        if call.shrink is not Shrink.DECREMENT or back is None or back.denominator != 1:
            raise Unmet("further calls T(n − i)", "beside the sum there is a call of size {x}", x=call.argument)
        found.append((-int(back), call.coefficient))
    return tuple(found)


def constant_weight(alpha: Expr, variable: str) -> Real | None:
    """α when it is a known number."""
    if variable in ex.symbols(alpha):
        return None
    series = expand(alpha, variable)
    if len(series.terms) != 1 or isinstance(series.lead[1], Between):
        return None
    return series.lead[1]


def inverse_linear(alpha: Expr, variable: str) -> tuple[Real, int] | None:
    """(c, s) when α(n) = c/(n + s) with a whole s."""
    n = ex.Symbol(variable)
    series = expand(alpha, variable)
    if series.is_zero:
        return None
    m, c = series.lead
    if m != level(0, Fraction(-1)) or isinstance(c, Between):
        return None
    shift: Real = Fraction(0)
    if len(series.terms) > 1:
        k, d = series.terms[1]
        if k != level(0, Fraction(-2)) or isinstance(d, Between):
            return None
        shift = Fraction(0) - d / c
    if not isinstance(shift, Fraction) or shift.denominator != 1:
        return None
    moved = ex.substitute(alpha, variable, ex.subtract(n, exact_formula(shift)))
    left = expand(ex.subtract(ex.mul(n, moved), exact_formula(c)), variable)
    return (c, int(shift)) if left.is_zero else None


def history_product_growth(alpha: Expr, variable: str) -> Monomial:
    """P(n) = Π (1 + α(k)) up to a constant factor, for a constant α or one that tends to 0."""
    c = constant_weight(alpha, variable)
    if c is not None:
        return monomials.exponential({level(0): real.ln(c + real.ONE)})
    m, _ = expand(alpha, variable).lead
    if monomials.compare(m, UNIT) >= 0:
        raise _no_product(alpha)
    exponent: dict[Monomial, Real] = {}
    series = expand(ex.log(ex.add(ONE_FORMULA, alpha)), variable)
    for term, factor in series.terms:
        if integrate(term, 0) is None:
            return monomials.exponential(exponent)
        if isinstance(factor, Between):
            raise _no_product(alpha)
        whole, constant = _antiderivative(term, alpha)
        exponent[whole] = factor * constant
    if series.error is not None and integrate(series.error, 0) is not None:
        raise _no_product(alpha)
    return monomials.exponential(exponent)


def _antiderivative(term: Monomial, alpha: Expr) -> tuple[Monomial, Real]:
    """∫ term dn, exactly, for n^e and (log n)^q/n."""
    powers = dict(term.powers)
    pure = not term.exponential and (set(powers) == {0} or (powers.get(0) == Fraction(-1) and set(powers) == {0, 1}))
    closed = integrate(term, 0) if pure else None
    if closed is None:
        raise _no_product(alpha)
    return closed


def _no_product(alpha: Expr) -> Unmet:
    factor = ex.add(ONE_FORMULA, alpha)
    return Unmet(
        "a product Π (1 + α(k)) of known growth", "the product of the factors {x} has no known growth", x=factor
    )


@frozen
class DrivingReading:
    """One reading of f: its growth (None: 0), whether Σ f/P converges, and the growths of S and T."""

    toll: Monomial | None
    converges: bool
    sums: Monomial
    growth: Monomial


def partial_sum_reading(alpha: Expr, product: Monomial, toll: Monomial | None, variable: str) -> DrivingReading:
    """T = Θ(α(n)·S(n − 1) + f(n)) with S = Θ(P·(1 + Σ f/P))."""
    if toll is None:
        return DrivingReading(None, True, product, _previous(alpha, product, variable))
    total = summation(monomials.divide(toll, product))
    sums = product if total.converges else monomials.multiply(product, total.growth)
    if monomials.compare(sums, toll) < 0:
        sums = toll
    earlier = _previous(alpha, sums, variable)
    return DrivingReading(toll, total.converges, sums, toll if monomials.compare(toll, earlier) > 0 else earlier)


def _previous(alpha: Expr, sums: Monomial, variable: str) -> Monomial:
    """The growth of α(n)·S(n − 1)."""
    back = ex.substitute(monomial_formula(sums, variable), variable, ex.subtract(ex.Symbol(variable), ONE_FORMULA))
    return expand(ex.mul(alpha, back), variable).lead[0]
