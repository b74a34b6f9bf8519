"""T(n) = a(n)·T(n − 1) + f(n) with exact data: factorials, closed sums, and constants with e.

With P(n) = Π_{k>s} a(k), T(n) = P(n)·(T(s) + Σ_{k>s} f(k)/P(k)). When a is a rational function with whole zeros and
poles P is hypergeometric; so is each f(k)/P(k), and sums such as Σ βᵏ·p(k)/k! are a + b·e^β. Source: Graham, Knuth,
Patashnik, Concrete Mathematics, sections 2.2, 5.5 and 5.7.
"""

from fractions import Fraction

from recur.asymptotics import real_number
from recur.model import Expr, Unmet, expressions as ex
from recur.model.records import frozen
from recur.numbers import Polynomial, Real, exponential_polynomials as ep, real
from recur.numbers.exact import harmonic
from recur.numbers.polynomials import ONE, degree, rational_roots, shifted, value
from recur.solving.first_order import hypergeometric
from recur.solving.first_order.telescoping import sum_from
from recur.solving.problem import Problem, never_negative

_FURTHEST = 300
_CHECKED = 16


@frozen
class FactoredSum:
    """T(n) = product(n)·(value + Σ quotients) for n ≥ start, product(start) = 1.

    `closed` is T as a formula; `constant` the limit of T(n)/product(n) where it is known.
    """

    start: int
    value: Fraction
    product: hypergeometric.HypergeometricTerm
    closed: Expr | None
    constant: Real | None


def factored_sum(problem: Problem, a: Expr) -> FactoredSum | None:
    """The exact solution where coefficient, driving term and base are exact and of this form."""
    r = problem.recurrence
    coefficient = hypergeometric.term(a, r.variable)
    f = problem.driving_term
    driving = [hypergeometric.term(x, r.variable) for x in (f.terms if isinstance(f, ex.Add) else (f,))]
    if not problem.is_exact or coefficient is None or any(x is None for x in driving):
        return None
    beginning = _beginning(problem, coefficient, [x for x in driving if x is not None])
    if beginning is None:
        return None
    start, initial = beginning
    front = hypergeometric.running_product(coefficient, start)
    if front is None:
        return None
    inverse = hypergeometric.reciprocal(front)
    quotients = [hypergeometric.product(x, inverse) for x in driving if x is not None and x.above]
    closed = _closed(r.variable, front, initial, quotients, start)
    return FactoredSum(start, initial, front, closed, _constant(initial, quotients, start))


def _beginning(
    problem: Problem, a: hypergeometric.HypergeometricTerm, driving: list[hypergeometric.HypergeometricTerm]
) -> tuple[int, Fraction] | None:
    """(s, T(s)): the last stated value, or the last size beyond it at which a(s) = 0 and T(s) = f(s)."""
    r = problem.recurrence
    cases = [c for c in r.initial if c.function == r.function]
    if not cases or any(c.relation != "=" for c in cases):
        return None
    start = max(c.high for c in cases)
    stated = next(c for c in cases if c.high == start)
    terms = ep.exponential_polynomial(stated.value, r.variable)
    if terms is None or not a.above:
        return None
    zeros = [int(root) for root in rational_roots(a.above) if root.denominator == 1 and root > start]
    if not zeros:
        return start, Fraction(ep.at(terms, start))
    start = max(zeros)
    try:
        return start, sum((x.at(start) for x in driving), Fraction(0))
    except (ZeroDivisionError, ValueError):
        return None


def _closed(
    variable: str,
    front: hypergeometric.HypergeometricTerm,
    initial: Fraction,
    quotients: list[hypergeometric.HypergeometricTerm],
    start: int,
) -> Expr | None:
    rational = hypergeometric.HypergeometricTerm(())
    rest: list[Expr] = []
    for x in quotients:
        if x.is_rational:
            rational = hypergeometric.rational_plus(rational, x)
        else:
            closed = sum_from(x.formula(variable), variable, start)
            if closed is None:
                return None
            rest.append(closed)
    total = hypergeometric.rational_sum(rational, start) if rational.above else hypergeometric.RationalSum((), ONE)
    if total is None or not _agrees(rational, total, start):
        return None
    whole = hypergeometric.rational_plus(
        hypergeometric.HypergeometricTerm(total.above, total.below),
        hypergeometric.HypergeometricTerm((initial,) if initial else ()),
    )
    if not rest and not total.weight:
        return hypergeometric.product(front, whole).formula(variable)
    inner = hypergeometric.RationalSum(whole.above, whole.below, total.weight, total.shift).formula(variable)
    return ex.mul(front.formula(variable), ex.add(inner, *rest))


def _agrees(x: hypergeometric.HypergeometricTerm, closed: hypergeometric.RationalSum, start: int) -> bool:
    """The closed sum against the sum itself."""
    total = Fraction(0)
    for n in range(start + 1, start + _CHECKED):
        total += x.at(n)
        at_n = value(closed.above, Fraction(n)) / value(closed.below, Fraction(n))
        if closed.weight:
            at_n += closed.weight * harmonic(n + closed.shift)
        if at_n != total:
            return False
    return True


def _constant(initial: Fraction, quotients: list[hypergeometric.HypergeometricTerm], start: int) -> Real | None:
    """T(s) + Σ_{k>s} f(k)/P(k) where the sum converges and its value is known."""
    total: Real = initial
    rational = hypergeometric.HypergeometricTerm(())
    for x in quotients:
        if x.is_rational:
            rational = hypergeometric.rational_plus(rational, x)
            continue
        series = hypergeometric.exponential_series(x, start)
        if series is None:
            return None
        a, b, beta = series
        exponential = real.power(real_number(ex.Constant("e")), beta)
        total += a + b * exponential
    if rational.above:
        closed = hypergeometric.rational_sum(rational, start)
        if closed is None or closed.weight or degree(closed.above) > degree(closed.below):
            return None
        if degree(closed.above) == degree(closed.below):
            total += closed.above[-1] / closed.below[-1]
    return total


def require_positive_coefficient(problem: Problem, a: Expr) -> None:
    """a(n) > 0 from the base on, or at least from a size on at which T is positive."""
    r = problem.recurrence
    tops = [c.high for c in r.initial if c.function == r.function]
    if not tops:
        return
    coefficient = hypergeometric.term(a, r.variable)
    if coefficient is None or not coefficient.is_rational:
        if never_negative(a, r.variable):
            return
        raise Unmet("a positive coefficient", "{a} is not known to be positive for every size", a=a)
    top = max(tops)
    start = next((s for s in range(top, top + _FURTHEST) if positive_beyond(coefficient, s)), None)
    if start == top:
        return
    values = None if start is None else problem.values(range(start, start + 1))
    if values is None or values[0] <= 0:
        raise Unmet("a positive coefficient", "{a} is not positive for every size above the base", a=a)


def positive_beyond(a: hypergeometric.HypergeometricTerm, start: int) -> bool:
    """a(n) > 0 for all n > start, from the signs of the coefficients of numerator and denominator there."""
    return _all_positive(a.above, start + 1) and _all_positive(a.below, start + 1)


def _all_positive(p: Polynomial, start: int) -> bool:
    """p(n) > 0 for all n ≥ start, from the signs of p(start + x)."""
    moved = shifted(p, Fraction(start))
    return bool(moved) and moved[0] > 0 and all(c >= 0 for c in moved)
