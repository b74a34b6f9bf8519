"""C in T(n) ~ C·n^p for T(n) = Σ aᵢ·T(⌊n/bᵢ⌋) + d with whole bᵢ that are not all powers of one number.

Since ⌊⌊x/b⌋/c⌋ = ⌊x/(bc)⌋ the recurrence holds for real x, and T(x)/x^p, read in ln x, is a renewal process whose steps
ln bᵢ have no common measure: the key renewal theorem gives, with m the first size that is no base case,

    C = (d·m^(−p)/p + Σ aᵢ bᵢ^(−p) ∫_{m/bᵢ}^m T(⌊y⌋)·y^(−p−1) dy) / Σ aᵢ bᵢ^(−p) ln bᵢ.

Source: Erdős, Hildebrand, Odlyzko, Pudaite and Reznick, The asymptotic behavior of a family of sequences, 1987.
"""

from fractions import Fraction

from recur.asymptotics import real_number
from recur.model import Expr, InitialCondition, expressions as ex, step
from recur.numbers import Real, exact_formula, real
from recur.solving.divide_and_conquer.fractions import FractionCalls
from recur.solving.divide_and_conquer.lattice_forms import base_value, division, exact_bases
from recur.solving.divide_and_conquer.precise_answers import Leading, descent_of, sum_of_logarithms
from recur.solving.problem import Problem

_MOST_BASES = 24


def renewal_term(problem: Problem, shape: FractionCalls, p: Real, watershed: Expr) -> Leading | None:
    """T ~ C·n^p, or None where the sizes, the base cases or the driving term are others."""
    bases = exact_bases(problem)
    if not bases or not problem.is_exact or problem.variable in ex.symbols(problem.driving_term):
        return None
    calls: list[tuple[Real, int]] = []
    for call in problem.calls:
        d, a = division(call.argument, problem.variable), problem.constant_coefficient(call)
        if d is None or a is None or d.w or not d.rounded:
            return None
        calls.append((a, d.b))
    first = max(case.high for case in bases) + 1
    if not 1 <= first <= _MOST_BASES or len(descent_of(shape, p)) < 2 or real.sign(p) <= 0:
        return None
    if first > 1 and not isinstance(p, Fraction):
        return None  # a formula with many powers of p says little
    total = _total(problem, bases, calls, p, first)
    if total is None or real.sign(total) <= 0:
        return None
    mu = sum_of_logarithms(descent_of(shape, p))
    formula = ex.divide(ex.mul(exact_formula(total), watershed), ex.mul(exact_formula(p), mu))
    return Leading(
        formula,
        lambda: step(
            "The steps by which the logarithm of the size falls have no common measure, so {t} divided by {w} does not "
            "oscillate; the constant follows from the base case: {r}.",
            t=problem.recurrence.left,
            w=watershed,
            r=ex.Relation("~", problem.recurrence.left, formula),
            source="Erdős, Hildebrand, Odlyzko, Pudaite and Reznick 1987",
        ),
    )


def _total(
    problem: Problem, bases: tuple[InitialCondition, ...], calls: list[tuple[Real, int]], p: Real, first: int
) -> Real | None:
    """p times the numerator of C: ∫ y^(−p−1) dy over [u, v] is (u^(−p) − v^(−p))/p."""
    cost = real_number(problem.driving_term)
    start = base_value(problem, bases, 0)
    if first == 1:  # Σ aᵢ bᵢ^(−p) = 1 makes it T(0)·(Σ aᵢ − 1) + d
        if start is None:
            return None
        for a, _ in calls:
            cost += a * start
        return cost - start
    total = cost * _fall(Fraction(first), p)
    for a, b in calls:
        for k in range(first // b, first):
            value = base_value(problem, bases, k)
            if value is None:
                return None
            low, high = max(Fraction(first, b), Fraction(k)), Fraction(k + 1)
            piece = _fall(low, p) - _fall(high, p)
            weight = a * _fall(Fraction(b), p)
            total += weight * value * piece
    return total


def _fall(x: Fraction, p: Real) -> Real:
    """x^(−p)."""
    return real.power(x, real.ZERO - p)
