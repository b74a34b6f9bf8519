"""Lattice walks with borders of any form: T is a sum over the point at which a path leaves a border for good.

With weights α to the right and β up, and g along j = 0, h along i = 0, for i, j ≥ 1
T(i, j) = βʲ Σ C(i+j−t−1, j−1) α^(i−t) g(t) + αⁱ Σ C(i+j−t−1, i−1) β^(j−t) h(t), over 1 ≤ t ≤ i and 1 ≤ t ≤ j.
On the diagonal each term over C(2n, n)(αβ)ⁿ is at most (2α)^(−t)·g(t) and tends to half of it, so that the sum of these
gives the constant where it converges. Source: Stanley, Enumerative Combinatorics 1, section 4.7; Tannery's theorem.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

from recur.model import Unmet, expressions as ex
from recur.model.records import frozen
from recur.solving.several.joint_problem import (
    JointProblem,
    Polynomial,
    choose,
    joint_formula,
    joint_polynomial,
)
from recur.solving.several.lattice_weights import LatticeWalk, both_borders, coordinates_of, weights_as_numbers

_HALF = Fraction(1, 2)


@frozen
class BorderSum:
    """The closed form; `other`: both borders add to it; `diagonal`: d where it is ~ d·(4αβ)ⁿ/√(πn) on the diagonal."""

    formula: ex.Expr
    other: bool
    diagonal: ex.Expr | None


def border_sums(problem: JointProblem, walk: LatticeWalk, particular: Polynomial) -> BorderSum:
    """The sum over both borders, less what a polynomial that satisfies the whole equation has there."""
    if walk.both or any(border.recurs for border in problem.borders):
        raise Unmet("borders", "with steps along the diagonal the borders are one constant")
    i, j = coordinates_of(problem, walk)
    taken = (*problem.sizes, *problem.recurrence.letters)
    t = ex.Symbol(next(name for name in ("t", "i", "j", "s", "r", "l") if name not in taken))
    q = joint_formula(particular, problem.sizes)
    first, second = problem.sizes
    places = ((t, ex.ZERO), (t, t) if walk.turned else (ex.ZERO, t))
    values = []
    for border, place in zip(both_borders(problem, walk), places, strict=True):
        value = ex.subtract(border.value, q) if particular else border.value
        for size, at in zip((first, second), place, strict=True):
            value = ex.substitute(value, size, at)
        neat = joint_polynomial(value, (t.name,))
        values.append(value if neat is None else joint_formula(neat, (t.name,)))
    whole = ex.Symbol(first) if walk.turned else ex.add(i, j)
    left = ex.add(whole, ex.negate(t), ex.MINUS_ONE)
    sums = [
        ex.mul(
            ex.power(across, beside),
            ex.Range("sum", t.name, ex.ONE, along,
                     ex.mul(value, choose(left, ex.subtract(beside, ex.ONE)), ex.power(weight, ex.subtract(along, t)))),
        )
        for value, weight, across, along, beside in (
            (values[0], walk.right, walk.up, i, j),
            (values[1], walk.up, walk.right, j, i),
        )
        if value != ex.ZERO
    ]  # fmt: skip
    if not sums:
        raise Unmet("borders", "the borders are 0")
    return BorderSum(ex.add(*sums, q), len(sums) > 1, _diagonal(walk, values, t.name))


def _diagonal(walk: LatticeWalk, values: list[ex.Expr], name: str) -> ex.Expr | None:
    """½ Σ g(t)/(2α)ᵗ + ½ Σ h(t)/(2β)ᵗ over t ≥ 1, where the borders are polynomials and α, β > 1/2."""
    weights = weights_as_numbers(walk)
    if weights is None or min(weights) <= _HALF:
        return None
    total = Fraction(0)
    for value, weight in zip(values, weights, strict=True):
        found = joint_polynomial(value, (name,))
        if found is None:
            return None
        z = 1 / (2 * weight)
        degree = max((row[0] for row in found), default=0)
        at = [sum((c * t ** row[0] for row, c in found.items()), Fraction(0)) for t in range(degree + 1)]
        for u in range(degree + 1):
            difference = sum(((-1) ** (u - s) * comb(u, s) * at[s] for s in range(u + 1)), Fraction(0))
            total += _HALF * difference * z**u / (1 - z) ** (u + 1)
        total -= _HALF * at[0]
    return ex.number(total)
