"""Solutions of Σ pᵢ(n)·y(n + i) = f(n): hypergeometric terms, and sums of them by reduction of order.

With one solution h the equation for y = h·u holds Δu alone, and is of an order less; so is every solution of that one
summed. A right-hand side f that is hypergeometric itself is tried as f·R with a rational R first.
Source: Petkovšek, Wilf, Zeilberger, A = B, chapters 5 (Gosper) and 8; Elaydi, An Introduction to Difference Equations,
section 2.3 (Casoratian, variation of constants).
"""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, count

from recur.model import Unmet, expressions as ex
from recur.model.records import frozen, replace
from recur.numbers import Polynomial, polynomials as ps
from recur.numbers.exponential_polynomials import polynomial_formula
from recur.numbers.polynomials import ONE
from recur.solving.first_order.hypergeometric import HypergeometricTerm, product, reciprocal, running_product
from recur.solving.first_order.telescoping import sum_from
from recur.solving.p_recursive.difference_equations import (
    Coefficients,
    conjugated,
    ordinary_from,
    product_of_shifts,
    rational_solution,
)
from recur.solving.p_recursive.petkovsek import Ratio, hypergeometric_ratios

_FURTHEST = 256  # sizes at which a term may begin to have values


@frozen
class Summed:
    """front(n)·Σ_{k=start}^{n−1} inner(k)."""

    front: HypergeometricTerm
    inner: Term
    start: int

    def at(self, n: int) -> Fraction:
        return self.front.at(n) * sum((self.inner.at(k) for k in range(self.start, n)), Fraction(0))


Term = HypergeometricTerm | Summed


def ratio_of(x: HypergeometricTerm) -> tuple[Polynomial, Polynomial]:
    """x(n + 1)/x(n) as a quotient of polynomials."""
    one = Fraction(1)
    above = ps.scaled(ps.times(ps.shifted(x.above, one), x.below), x.base)
    below = ps.times(x.above, ps.shifted(x.below, one))
    for q, e in (*(((Fraction(a), one), e) for a, e in x.factorials), *x.products):
        for _ in range(abs(e)):
            next_one = ps.shifted(q, one)
            above, below = (ps.times(above, next_one), below) if e > 0 else (above, ps.times(below, next_one))
    return _lowest(above, below)


def inverse(p: Polynomial) -> HypergeometricTerm:
    """1/p(n)."""
    return reciprocal(HypergeometricTerm(p))


def _lowest(above: Polynomial, below: Polynomial) -> tuple[Polynomial, Polynomial]:
    shared = ps.common_divisor(above, below)
    return (ps.divided(above, shared)[0], ps.divided(below, shared)[0]) if ps.degree(shared) > 0 else (above, below)


def moved(x: HypergeometricTerm, steps: int) -> HypergeometricTerm:
    """x(n + steps)."""
    for _ in range(abs(steps)):
        above, below = ratio_of(x)
        if steps > 0:
            x = product(x, product(HypergeometricTerm(above), inverse(below)))
        else:
            back = Fraction(-1)
            x = product(x, product(HypergeometricTerm(ps.shifted(below, back)), inverse(ps.shifted(above, back))))
    return in_factorials(x)


def term_of(ratio: Ratio) -> HypergeometricTerm:
    """A term with this ratio, without a constant factor."""
    back = Fraction(-1)
    step = product(
        HypergeometricTerm(ps.scaled(ps.shifted(ratio.a, back), ratio.z)),
        reciprocal(HypergeometricTerm(ps.shifted(ratio.b, back))),
    )
    for start in range(_FURTHEST):
        found = running_product(step, start)
        if found is not None:
            return without_constant(product(found, HypergeometricTerm(ratio.c)))
    raise Unmet("solutions that begin early", "a solution has values from a large size on only")


def without_constant(x: HypergeometricTerm) -> HypergeometricTerm:
    """The term without its constant factor."""
    x = in_factorials(x)
    whole = tuple(map(Fraction, ps.cleared(x.above)))
    return replace(x, above=ps.scaled(whole, Fraction(-1)) if whole and whole[-1] < 0 else whole)


def in_factorials(x: HypergeometricTerm) -> HypergeometricTerm:
    """n·(n − 1)! as n!, (n + 1)!/(n + 1) as n!, and the like below."""
    above, below, factorials = x.above, x.below, dict[int, int]()
    for a, e in x.factorials:
        for _ in range(abs(e)):
            if e > 0:
                moved_to, above, below = _absorbed(a, above, below)
            else:
                moved_to, below, above = _absorbed(a, below, above)
            factorials[moved_to] = factorials.get(moved_to, 0) + (1 if e > 0 else -1)
    return replace(x, above=above, below=below, factorials=tuple(sorted(factorials.items())))


def _absorbed(a: int, beside: Polynomial, against: Polynomial) -> tuple[int, Polynomial, Polynomial]:
    """(n + α)! with the factors n + α + 1, … that stand beside it, and without those that divide it."""
    while beside and not (cut := ps.divided(beside, (Fraction(a + 1), Fraction(1))))[1]:
        a, beside = a + 1, cut[0]
    while against and not (cut := ps.divided(against, (Fraction(a), Fraction(1))))[1]:
        a, against = a - 1, cut[0]
    return a, beside, against


def defined_from(x: Term) -> int:
    """The least s ≥ 0 such that x has values at s, s + 1, …"""
    if isinstance(x, Summed):
        return max(x.start, defined_from(x.front))
    poles = (int(root) + 1 for root in ps.rational_roots(x.below) if root.denominator == 1)
    return max([0, *poles, *(-a for a, _ in x.factorials)])


# -- the homogeneous equation ------------------------------------------------------------------------------


def independent(terms: list[Term], p: Coefficients) -> list[Term]:
    """Those that are no sum of the ones before: their values at as many sizes as the order, past all singular ones."""
    if not terms:
        return []
    order = len(p) - 1
    start = max([ordinary_from(p), *map(defined_from, terms)])
    kept: list[Term] = []
    rows: list[list[Fraction]] = []
    for term in terms:
        row = [term.at(n) for n in range(start, start + order)]
        for other in rows:
            pivot = next(i for i, x in enumerate(other) if x)
            row = [a - row[pivot] / other[pivot] * b for a, b in zip(row, other, strict=True)]
        if any(row):
            rows.append(row)
            kept.append(term)
    return kept


def solutions(p: Coefficients) -> list[Term]:
    """As many independent solutions as are hypergeometric terms or sums of them; () where there is none."""
    order = len(p) - 1
    if order == 0:
        return []
    terms: list[Term] = []
    refused: Unmet | None = None
    try:
        for ratio in hypergeometric_ratios(p):
            terms.append(term_of(ratio))
    except Unmet as too_long:
        refused = too_long
    found = independent(terms, p)
    if refused is not None and len(found) < order:
        raise refused
    if not found or len(found) == order:
        return found
    first = found[0]
    assert isinstance(first, HypergeometricTerm)
    smaller, _ = reduced(p, first)
    return independent([*found, *(_times_sum(first, inner) for inner in solutions(smaller))], p)


def reduced(p: Coefficients, h: HypergeometricTerm) -> tuple[Coefficients, Polynomial]:
    """The coefficients for Δu where y = h·u, and what the equation was multiplied by after a division by h(n)."""
    above, below = ratio_of(h)
    weights, multiplied = conjugated(p, above, below), product_of_shifts(below, len(p) - 1)
    sums: list[Polynomial] = []
    total: Polynomial = ()
    for weight in reversed(weights[1:]):
        total = ps.plus(total, weight)
        sums.append(total)
    smaller = sums[::-1]
    shared = multiplied
    for s in smaller:
        shared = ps.common_divisor(shared, s)
    return tuple(ps.divided(s, shared)[0] for s in smaller), ps.divided(multiplied, shared)[0]


def _times_sum(h: HypergeometricTerm, inner: Term) -> Term:
    """h(n)·Σ inner(k), closed by Gosper's algorithm where that can be."""
    if isinstance(inner, HypergeometricTerm):
        closed = multiple_of(inner, ((Fraction(-1),), ONE))
        if closed is not None:
            return without_constant(product(h, closed))
        inner = moved(without_constant(moved(inner, -1)), 1)
    return Summed(h, inner, max(defined_from(inner), defined_from(h)))


# -- the driving function ----------------------------------------------------------------------------------


def multiple_of(f: HypergeometricTerm, p: Coefficients) -> HypergeometricTerm | None:
    """f(n)·R(n) with a rational R that solves Σ pᵢ(n)·y(n + i) = f(n); with y(n + 1) − y(n) this is Gosper's sum."""
    above, below = ratio_of(f)
    found = rational_solution(conjugated(p, above, below), product_of_shifts(below, len(p) - 1))
    if found is None:
        return None
    z, u = found
    return product(f, product(HypergeometricTerm(z), inverse(u)))


def particular(p: Coefficients, f: HypergeometricTerm) -> Term:
    """One solution of Σ pᵢ(n)·y(n + i) = f(n)."""
    if len(p) == 1:
        return product(f, inverse(p[0]))
    closed = multiple_of(f, p)
    if closed is not None:
        return closed
    ratio = next(hypergeometric_ratios(p), None)
    if ratio is None:
        raise Unmet("a solution to begin with", "neither the driving function nor a solution without it leads further")
    h = term_of(ratio)
    smaller, multiplied = reduced(p, h)
    right = product(product(f, reciprocal(h)), HypergeometricTerm(multiplied))
    inner = particular(smaller, right)
    return Summed(h, inner, max(defined_from(inner), defined_from(h)))


# -- formulas ----------------------------------------------------------------------------------------------


def term_formula(x: HypergeometricTerm, variable: str, index: str) -> ex.Expr:
    """The term, its numerator in linear factors where it splits into several."""
    parts = ps.factors(x.above) if ps.degree(x.above) > 1 else ()
    if not parts or any(ps.degree(q) > 1 for q, _ in parts):
        return x.formula(variable, index)
    whole = [(tuple(map(Fraction, ps.cleared(q))), e) for q, e in parts]
    c = x.above[-1]
    for q, e in whole:
        c /= q[-1] ** e
    front = [ex.power(polynomial_formula(q, variable), ex.number(e)) for q, e in reversed(whole)]
    rest = replace(x, above=(c,)).formula(variable, index)
    return ex.mul(*front, rest)


def sum_formula(x: Summed, variable: str, taken: frozenset[str], first: int | None = None) -> ex.Expr:
    """Σ inner for a `Summed`, without its front; `first` instead of its start, where one more term joins."""
    k = free_letter(taken)
    inside = taken | {k}
    if isinstance(x.inner, HypergeometricTerm):
        low = x.start + 1 if first is None else first
        summand = moved(x.inner, -1)
        closed = sum_from(summand.formula(variable), variable, low - 1) if summand.is_rational else None
        if closed is not None:
            return closed
        body = term_formula(summand, k, free_letter(inside))
        return ex.Range("sum", k, ex.number(low), ex.Symbol(variable), body)
    front = term_formula(x.inner.front, k, free_letter(inside))
    body = ex.mul(front, sum_formula(x.inner, k, inside))
    return ex.Range("sum", k, ex.number(x.start), ex.add(ex.Symbol(variable), ex.MINUS_ONE), body)


def free_letter(taken: frozenset[str]) -> str:
    """An index that is no name of the recurrence, nor of a sum around it."""
    return next(name for name in chain("kjimlq", (f"k_{i}" for i in count(1))) if name not in taken)
