"""T(n) = Σ cᵢ·T(n − dᵢ) + f(n) with cᵢ > 0, f ≥ 0: T(n) = Θ(ρⁿ·(1 + Σ_{k≤n} f(k)·ρ^−k)) where Σ cᵢ ρ^−dᵢ = 1.

Dividing by ρⁿ makes T a weighted mean of earlier values plus f(n)/ρⁿ: an initial stretch between κ and K stays so,
and every summand f(k)/ρᵏ is kept up to constants, on each residue class that the decrements cannot leave. Source:
Flajolet and Sedgewick, Analytic Combinatorics, section V.2 (renewal sequences; Perron's root).
"""

from recur.asymptotics import UNIT, Between, Growth, Monomial, SumGrowth, level, monomials, multiple, summation
from recur.model import Expr, Unmet, expressions as ex
from recur.model.records import frozen, replace
from recur.numbers import Real, real
from recur.solving.divide_and_conquer.fractions import BothReadings, TollReading, leaves, lower_toll, upper_toll
from recur.solving.problem import Problem, never_negative


@frozen
class Positive:
    """Both readings; `total` is the sum of f(k)/ρᵏ of the upper one (None: no driving term), `front` is ρⁿ."""

    outcome: BothReadings
    total: SumGrowth | None
    front: Monomial

    @property
    def converges(self) -> bool:
        return self.total is None or self.total.converges


def power_of_root(log_root: Real) -> Monomial:
    """ρⁿ."""
    return UNIT if real.is_zero(log_root) else monomials.exponential({level(0): log_root})


def solve_positive(problem: Problem, front: Monomial, depth: int | None) -> Positive:
    """Both readings of the driving term beside ρⁿ, or beside the running product of a variable coefficient.

    `depth` is the largest decrement (None: it is not a known number).
    """
    low, high = problem.tolls
    relation = problem.recurrence.relation
    upper = total = None
    if high is not None and relation != ">=":
        upper, total = _read(problem, front, upper_toll(high))
    lower = None
    if low is not None and relation != "<=":
        toll = lower_toll(low)
        if toll is None and not low.is_zero and problem.driving.exact:
            raise Unmet("a driving function of one sign", "the driving function changes its sign or comes close to 0")
        lower, lower_total = (upper, total) if upper is not None and toll == upper.toll else _read(problem, front, toll)
        total = total or lower_total
        if lower_total is None or lower_total.converges:
            lower = _with_base(problem, lower, depth)
    if lower is None and upper is None:
        raise Unmet("a bounded driving term", "nothing is known of the driving term on the side that is asked")
    return Positive(BothReadings(lower, upper), total, front)


def _read(problem: Problem, front: Monomial, toll: Monomial | None) -> tuple[TollReading, SumGrowth | None]:
    variable = problem.variable
    if toll is None:
        return TollReading(None, None, Growth(front, variable)), None
    total = summation(monomials.divide(toll, front))
    return TollReading(toll, None, Growth(monomials.multiply(front, total.growth), variable)), total


def _with_base(problem: Problem, reading: TollReading | None, depth: int | None) -> TollReading | None:
    """Where ρⁿ alone decides, the values must be seen to be positive on a stretch as long as the recursion is deep."""
    if reading is None:
        return None
    kind = leaves(problem)
    silent = reading.toll is None
    plain = never_negative(problem.driving_term, problem.variable) or not problem.driving.exact
    if plain and (kind == "positive" or (not silent and kind in ("zero", "mixed"))):
        return reading  # from some size on T ≥ f > 0
    if silent and (kind == "positive" or (kind == "mixed" and plain and _lasts(problem))):
        return reading
    if kind == "zero" and silent and not problem.driving.exact:
        return TollReading(None, None, Growth(None, problem.variable))
    if depth is not None and _positive_stretch(problem, depth, plain):
        return reading
    if problem.driving.exact or kind in ("negative", "mixed"):
        raise Unmet(
            "positive values on every residue class",
            "with these base cases the values are not seen to become and stay positive",
        )
    return None


def _lasts(problem: Problem) -> bool:
    """Whether the last stated value is positive and T(n − 1) is called: then every later value is positive."""
    r = problem.recurrence
    last = max((c for c in r.initial if c.function == r.function), key=lambda c: c.high)
    nearest = ex.add(ex.Symbol(r.variable), ex.MINUS_ONE)
    called = any(call.argument == nearest for call in problem.calls)
    return (
        called
        and last.value != ex.ZERO
        and leaves(replace(problem, recurrence=replace(r, initial=(last,)))) == "positive"
    )


def _positive_stretch(problem: Problem, depth: int, plain: bool) -> bool:
    """T > 0 on `depth` sizes in a row: with positive coefficients and f ≥ 0 it stays above a multiple of ρⁿ."""
    r = problem.recurrence
    top = max((c.high for c in r.initial if c.function == r.function), default=0)
    starts = (top + 1, top + 2 * depth + 1, top + 6 * depth + 40) if plain else (top + 6 * depth + 200,)
    for start in starts:
        values = problem.values(range(start, start + depth))
        if values is not None and all(value > 0 for value in values):
            return True
    return False


def leading_of_sum(problem: Problem, found: Positive, step: Real) -> Expr | None:
    """T ~ C·growth where the sum diverges: C is the constant of the sum times that of f."""
    toll = problem.tolls[1]
    if found.total is None or found.total.converges or toll is None or not problem.is_exact:
        return None
    m, c = toll.lead
    if isinstance(c, Between) or found.total.constant is None:
        return None
    constant = found.total.constant
    if step != 1:
        if monomials.compare(found.total.growth, monomials.divide(m, found.front)) <= 0:
            return None
        constant = constant / step
    return multiple(c * constant, found.outcome.main.growth.point, problem.variable)
