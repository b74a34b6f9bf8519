"""Σ pᵢ(n)·y(n + i) = f(n) with polynomial pᵢ and f: its polynomial and its rational solutions.

In powers of Δ the equation is Σ qⱼ(n)·Δʲy(n) with qⱼ = Σ (i over j)·pᵢ, and Δʲ lowers the degree by j; so the degree of
a solution is a root of one polynomial, or fixed by that of f. The denominator of a rational solution divides a product
that the first and the last coefficient give. Source: Petkovšek, Wilf, Zeilberger, A = B, section 8.3; Abramov 1989.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import comb
from typing import cast

from recur.model import Unmet
from recur.numbers import Polynomial, polynomials as ps
from recur.numbers.matrices import kernel
from recur.numbers.polynomials import ONE

#: p₀, p₁, …, p_d
Coefficients = tuple[Polynomial, ...]
_MOST_DEGREE = 48
_TRIED = 12  # degrees, where coefficients are no rational numbers
_FURTHEST_SHIFT = 400


def combined(coefficients: Sequence[Polynomial], y: Sequence[Polynomial]) -> Polynomial:
    """Σ pᵢ·yᵢ."""
    total: Polynomial = ()
    for p, part in zip(coefficients, y, strict=True):
        total = ps.plus(total, ps.times(p, part))
    return total


def conjugated(p: Coefficients, above: Polynomial, below: Polynomial) -> Coefficients:
    """What y = h·u leaves for u, with h(n + 1)/h(n) = above/below: pᵢ·h(n + i)/h(n), times Π_{j<d} below(n + j)."""
    order = len(p) - 1
    parts: list[Polynomial] = []
    for i, part in enumerate(p):
        for j in range(order):
            part = ps.times(part, ps.shifted(above if j < i else below, Fraction(j)))
        parts.append(part)
    return tuple(parts)


def product_of_shifts(below: Polynomial, order: int) -> Polynomial:
    """Π_{j<order} below(n + j)."""
    product = ONE
    for j in range(order):
        product = ps.times(product, ps.shifted(below, Fraction(j)))
    return product


def ordinary_from(p: Coefficients) -> int:
    """The least s ≥ 0 from which on neither the first nor the last coefficient is 0."""
    return max([0, *(int(x) + 1 for end in (p[0], p[-1]) for x in ps.rational_roots(end) if x.denominator == 1)])


def polynomial_solutions(p: Coefficients, right: Polynomial) -> tuple[Polynomial | None, list[Polynomial]]:
    """(a solution or None, a basis of the solutions of the homogeneous equation) among the polynomials.

    >>> f = (Fraction(0), Fraction(1))
    >>> polynomial_solutions(((Fraction(-1),), (Fraction(1),)), f)[0]  # y(n + 1) − y(n) = n: n(n − 1)/2
    (Fraction(0, 1), Fraction(-1, 2), Fraction(1, 2))
    """
    highest = _highest_degree(p, right)
    if highest < 0:
        return (None if right else ()), []
    if highest > _MOST_DEGREE:
        raise Unmet("solutions of a small degree", "polynomials of a high degree would have to be tried")
    columns = [_applied(p, k) for k in range(highest + 1)] + [ps.scaled(right, Fraction(-1))]
    height = max(len(column) for column in columns)
    rows = [[column[i] if i < len(column) else Fraction(0) for column in columns] for i in range(max(height, 1))]
    found: Polynomial | None = None if right else ()
    basis: list[Polynomial] = []
    for vector in kernel(rows):
        *weights, last = cast(list[Fraction], vector)
        if last:
            found = ps.trimmed(x / last for x in weights) if right else found
        else:
            basis.append(ps.trimmed(weights))
    return found, [q for q in basis if q]


def _highest_degree(p: Coefficients, right: Polynomial) -> int:
    """No polynomial solution has a larger degree; −1: only 0 can be one."""
    q: list[Polynomial] = []
    for j in range(len(p)):
        total: Polynomial = ()
        for i in range(j, len(p)):
            total = ps.plus(total, ps.scaled(p[i], Fraction(comb(i, j))))
        q.append(total)
    b = max(ps.degree(qj) - j for j, qj in enumerate(q) if qj)
    falling, alpha = ONE, Polynomial()
    for j, qj in enumerate(q):
        if qj and ps.degree(qj) - j == b:
            alpha = ps.plus(alpha, ps.scaled(falling, qj[-1]))
        falling = ps.times(falling, (Fraction(-j), Fraction(1)))
    if all(isinstance(x, Fraction) for x in alpha):
        roots = [int(x) for x in ps.rational_roots(alpha) if x.denominator == 1 and x >= 0] if alpha else []
    else:
        roots = [k for k in range(_TRIED) if not ps.value(alpha, Fraction(k))]
    return max([-1, *roots, *([ps.degree(right) - b] if right else []), *([-b - 1] if b < 0 else [])])


def _applied(p: Coefficients, k: int) -> Polynomial:
    """Σ pᵢ(n)·(n + i)^k."""
    total: Polynomial = ()
    for i, pi in enumerate(p):
        power = tuple(Fraction(comb(k, j) * i ** (k - j)) for j in range(k + 1))
        total = ps.plus(total, ps.times(pi, ps.trimmed(power)))
    return total


def rational_solution(p: Coefficients, right: Polynomial) -> tuple[Polynomial, Polynomial] | None:
    """(z, u) with y = z/u a solution, where there is a rational one."""
    found, _ = polynomial_solutions(p, right)
    if found is not None:
        return found, ONE
    below = universal_denominator(p)
    if ps.degree(below) == 0:
        return None
    moved = over_denominator(p, below)
    shared = moved[-1]
    found, _ = polynomial_solutions(moved[:-1], ps.times(right, shared))
    return None if found is None else (found, below)


def over_denominator(p: Coefficients, below: Polynomial) -> Coefficients:
    """The coefficients of the equation for z = y·below, and last what it was multiplied by."""
    all_of = ONE
    for i in range(len(p)):
        all_of = ps.times(all_of, ps.shifted(below, Fraction(i)))
    parts = [ps.times(pi, ps.divided(all_of, ps.shifted(below, Fraction(i)))[0]) for i, pi in enumerate(p)]
    return (*parts, all_of)


def universal_denominator(p: Coefficients) -> Polynomial:
    """A polynomial that the denominator of every rational solution divides."""
    a, b = ps.shifted(p[-1], Fraction(1 - len(p))), p[0]
    below = ONE
    for h in range(_dispersion(a, b), -1, -1):
        shared = ps.common_divisor(a, ps.shifted(b, Fraction(h)))
        if ps.degree(shared) < 1:
            continue
        a = ps.divided(a, shared)[0]
        b = ps.divided(b, ps.shifted(shared, Fraction(-h)))[0]
        for i in range(h + 1):
            below = ps.times(below, ps.shifted(shared, Fraction(-i)))
        if ps.degree(below) > _MOST_DEGREE:
            raise Unmet("solutions with a short denominator", "denominators of a high degree would have to be tried")
    return below


def _dispersion(a: Polynomial, b: Polynomial) -> int:
    """The largest h ≥ 0 for which a(n) and b(n + h) have a common factor; −1: there is none."""
    found = -1
    for q, _ in ps.factors(a) if ps.degree(a) > 0 else ():
        for r, _ in ps.factors(b) if ps.degree(b) > 0 else ():
            if ps.degree(q) == ps.degree(r):
                h = (r[-2] - q[-2]) / -ps.degree(q)  # q(n) = r(n + h)
                if h.denominator == 1 and h >= 0 and ps.shifted(r, h) == q:
                    found = max(found, int(h))
    if found > _FURTHEST_SHIFT:
        raise Unmet("factors close to one another", "two factors of the coefficients lie too far apart")
    return found
