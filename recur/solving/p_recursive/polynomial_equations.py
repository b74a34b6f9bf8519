"""A recurrence with rational coefficients as a difference equation with polynomials, shifted to its largest size."""

from __future__ import annotations

from fractions import Fraction

from recur.model import expressions as ex
from recur.model.records import frozen, replace
from recur.model.solution import OtherShape, Unmet
from recur.numbers import Polynomial
from recur.numbers.polynomials import ONE, common_divisor, divided, shifted, times
from recur.solving.first_order import hypergeometric as terms
from recur.solving.first_order.hypergeometric import HypergeometricTerm
from recur.solving.linear.decrements import decrements
from recur.solving.p_recursive import reduction_of_order as orders
from recur.solving.p_recursive.difference_equations import Coefficients
from recur.solving.problem import Problem

_MOST_ORDER = 6


@frozen
class DifferenceEquation:
    """Σ pᵢ(n)·T(n + i) = Σ right, the terms hypergeometric."""

    coefficients: Coefficients
    right: tuple[HypergeometricTerm, ...]

    @property
    def order(self) -> int:
        return len(self.coefficients) - 1


def equation_of(problem: Problem) -> DifferenceEquation:
    """The recurrence shifted to its largest size and multiplied by its denominators."""
    r = problem.recurrence
    calls = decrements(problem)
    order = max(int(c) if isinstance(c, Fraction) else 0 for c, _ in calls)
    if not 1 <= order <= _MOST_ORDER:
        raise Unmet("an order between 2 and 6", "the calls reach back {d} sizes", d=ex.number(order))
    rational = {int(c): terms.term(x, r.variable) for c, x in calls if isinstance(c, Fraction)}
    if any(x is None or not x.is_rational for x in rational.values()):
        raise Unmet("rational coefficients", "a coefficient is no rational function of {n}", n=ex.Symbol(r.variable))
    if not problem.is_exact:
        raise Unmet("an exact driving function", "{f} is not known exactly", f=problem.driving_term)
    f = problem.driving_term
    driving = [terms.term(x, r.variable) for x in (f.terms if isinstance(f, ex.Add) else (f,)) if x != ex.ZERO]
    if all(r.variable not in ex.symbols(x) for _, x in calls):
        raise OtherShape("coefficients that vary", "the coefficients are constant")
    if any(x is None for x in driving):
        raise Unmet("a hypergeometric driving function", "{f} is no sum of hypergeometric terms", f=f)
    shared = ONE
    for x in rational.values():
        assert x is not None
        shared = times(shared, divided(x.below, common_divisor(shared, x.below))[0])
    moved = Fraction(order)
    p: list[Polynomial] = [()] * (order + 1)
    p[order] = shifted(shared, moved)
    for c, x in rational.items():
        assert x is not None
        weight = times(x.above, divided(shared, x.below)[0])
        p[order - c] = tuple(-a for a in shifted(weight, moved))
    right = [
        orders.moved(terms.product(x, HypergeometricTerm(shared)), order) for x in driving if x is not None and x.above
    ]
    return DifferenceEquation(tuple(p), tuple(_merged(right)))


def _merged(right: list[HypergeometricTerm]) -> list[HypergeometricTerm]:
    """Terms that differ by a rational factor as one."""
    found: list[HypergeometricTerm] = []
    for x in right:
        alike = next((y for y in found if kind_of_term(y) == kind_of_term(x)), None)
        if alike is None:
            found.append(x)
            continue
        total = terms.rational_plus(HypergeometricTerm(x.above, x.below), HypergeometricTerm(alike.above, alike.below))
        found[found.index(alike)] = replace(x, above=total.above, below=total.below)
    return [x for x in found if x.above]


def kind_of_term(x: HypergeometricTerm) -> tuple[object, ...]:
    """Terms of one kind differ by a rational factor."""
    return x.base, x.factorials, x.products
