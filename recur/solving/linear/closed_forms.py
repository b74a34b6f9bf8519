"""The closed form of a sequence with a known characteristic polynomial: Σ over its roots ρ of γ(n)·ρⁿ, all of it exact.

An irreducible factor q of multiplicity m contributes Σ_{j<m} n^j · Σ_{q(ρ)=0} gⱼ(ρ)·ρⁿ with polynomials gⱼ over the
rationals. The inner sum is a combination of the power sums of q, so the gⱼ follow from the values by linear systems
over the rationals: no root has to be known. A root is excited exactly when one of its gⱼ is not 0.
Source: Graham, Knuth, Patashnik, Concrete Mathematics, section 7.3.
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, repeat
from operator import mul as product_of, sub as difference
from typing import TypeAlias

from recur.model import Undecided
from recur.model.records import frozen
from recur.numbers import Polynomial, Root, exponential_polynomials as ep, roots_of
from recur.numbers.factorization import whole_product
from recur.numbers.polynomials import backwards, cleared, degree, power_sums, trimmed

Rational: TypeAlias = int | Fraction
Factored = Sequence[tuple[Polynomial, int]]
_NOTHING = Fraction(0)


@frozen
class FactorPart:
    """What one irreducible factor contributes: `weights` are g₀, g₁, … with the last one not 0."""

    factor: Polynomial
    weights: tuple[Polynomial, ...]

    @property
    def multiplicity(self) -> int:
        return len(self.weights)

    def roots(self) -> tuple[Root, ...]:
        return roots_of(self.factor, len(self.weights))

    def values(self, start: int, count: int) -> tuple[list[Rational], int]:
        """The contribution at n = start, start + 1, …, times a common denominator of the weights; and that."""
        if degree(self.factor) == 1:
            weights = [g[0] if g else _NOTHING for g in self.weights]
            scale = math.lcm(*[c.denominator for c in weights])
            whole_ones = [c.numerator * (scale // c.denominator) for c in weights]
            return ep.values(whole_ones, -self.factor[0], start, count), scale
        scale = math.lcm(*[c.denominator for g in self.weights for c in g])
        whole = [[c.numerator * (scale // c.denominator) for c in g] for g in self.weights]
        sums, below = _sums(self.factor, start, count + degree(self.factor))
        total: list[Rational] = [0] * count
        for j, g in enumerate(whole):
            part: list[Rational] = [0] * count
            for k, c in enumerate(g):
                part = [x + c * s for x, s in zip(part, sums[k:], strict=False)]
            total = [t + x * n**j for n, (t, x) in enumerate(zip(total, part, strict=True), start)] if j else part
        return total, scale * below


@frozen
class ClosedForm:
    """Σ of the parts, equal to the sequence from `start` on. No parts: the sequence is 0."""

    parts: tuple[FactorPart, ...]
    start: int

    def roots(self) -> list[Root]:
        """The roots that the sequence really contains."""
        return [root for part in self.parts for root in part.roots()]

    def multiplicity_of(self, factor: Polynomial) -> int:
        """How often the roots of this irreducible factor are excited."""
        for part in self.parts:
            if part.factor == factor:
                return len(part.weights)
        return 0

    def part_of(self, root: Root) -> FactorPart:
        return next(part for part in self.parts if part.factor == root.factor)

    def values(self, start: int, count: int) -> list[Fraction]:
        """The sequence at n = start, start + 1, …"""
        parts = [part.values(start, count) for part in self.parts]
        scale = math.lcm(*[below for _, below in parts])
        total: list[Rational] = [0] * count
        for found, below in parts:
            total = [a + scale // below * b for a, b in zip(total, found, strict=True)]
        return [Fraction(value, scale) for value in total]


def fit(values: Sequence[Rational], start: int, factored: Factored) -> ClosedForm:
    """The closed form that takes the values at start, start + 1, …: one a root at least, and further ones as a check.

    P = Π q^m, read as an operator with x for the step from n to n + 1, turns the sequence to 0. P/q leaves of it, for
    one factor q after the other, only what q has with the highest power of n: a linear system for these weights alone.
    They are taken away, P/q is the next P, and at last nothing may be left of any value.

    >>> fib = fit([Fraction(0), Fraction(1)], 0, [((Fraction(-1), Fraction(-1), Fraction(1)), 1)])
    >>> fib.values(10, 1)
    [Fraction(55, 1)]
    """
    count = len(values)
    left, below = _whole(values)
    operators = [[1]]  # P/q for the last q, for the one before, …
    for q in [q for factor, m in factored for q in [_whole_factor(factor)] * m][:0:-1]:
        operators.append(whole_product(operators[-1], q))
    parts = []
    for factor, m in factored:
        d = degree(factor)
        sums, scale = _sums(factor, start, count + d - 1)
        columns = [[sums[k : k + count] for k in range(d)] if d > 1 else [sums]]  # for each power of n
        for _ in range(1, m):
            columns.append([list(map(product_of, x, range(start, start + count))) for x in columns[-1]])
        weights: list[Polynomial] = []
        for own in reversed(columns):
            operator = operators.pop()
            if d == 1:
                rows = [[sum(map(product_of, operator, own[0])), sum(map(product_of, operator, left))]]
            else:
                rows = [[sum(map(product_of, operator, x[at:])) for x in (*own, left)] for at in range(d)]
            found, under = _solved(rows)
            if under != 1:
                left = list(map(product_of, left, repeat(under)))
                below *= under
            for c, column in zip(found, own, strict=True):
                if c:
                    left = list(map(difference, left, column if c == 1 else map(product_of, column, repeat(c))))
            g = trimmed([Fraction(c * scale, below) for c in found]) if any(found) else ()
            if g or weights:
                weights.append(g)
        if weights:
            parts.append(FactorPart(factor, tuple(weights[::-1])))
    if any(left):
        raise Undecided("the closed form does not give the values of the recurrence")
    return ClosedForm(tuple(parts), start)


def _whole_factor(q: Polynomial) -> list[int]:
    """A monic factor times the common denominator of its coefficients."""
    return [q[0].numerator, q[0].denominator] if len(q) == 2 else list(cleared(q))


def _sums(q: Polynomial, start: int, count: int) -> tuple[list[int], int]:
    """Σ ρⁿ over the roots of q for n = start …, start of either sign, times a common denominator; and that."""
    if len(q) == 2:
        root = -q[0].numerator
        if root == 1 or q[0].denominator != 1 or start < 0:
            return _whole(ep.powers(-q[0], start, count))
        return list(accumulate(repeat(root, count - 1), product_of, initial=root**start)), 1
    forward = power_sums(q, max(start + count, degree(q) + 1))
    return _whole(forward[start : start + count] if start >= 0 else [*backwards(q, forward, -start), *forward][:count])


def _solved(rows: list[list[int]]) -> tuple[list[int], int]:
    """The solution of a regular linear system, each row with its right-hand side, by elimination in whole numbers.

    What stands above, and the common denominator.
    """
    if len(rows) == 1 and rows[0][0]:
        ((lead, right),) = rows
        shared = math.gcd(lead, right)
        return [right // shared], lead // shared
    tops: list[list[int]] = []
    while rows:
        place = next((i for i, row in enumerate(rows) if row[0]), None)
        if place is None:  # a root 0, of a coefficient that is 0 for some values of its letters
            raise Undecided("the values do not fix the closed form")
        top = rows.pop(place)
        tops.append(top)
        rows = [_without_first(row, top) for row in rows]
    above: list[int] = []  # the unknowns so far, over the denominator `below`
    below = 1
    for lead, *others, right in reversed(tops):
        rest = right * below - sum([a * x for a, x in zip(others, above, strict=True)])
        shared = math.gcd(lead, rest)
        lead //= shared
        above = [rest // shared, *[x * lead for x in above]]
        below *= lead
    return above, below


def _without_first(row: list[int], top: list[int]) -> list[int]:
    """The row without its first unknown, which `top` eliminates."""
    if not row[0]:
        return row[1:]
    shared = math.gcd(row[0], top[0])
    a, c = top[0] // shared, row[0] // shared
    rest = [a * x - c * y for x, y in zip(row[1:], top[1:], strict=True)]
    shared = math.gcd(*rest)
    return rest if shared < 2 else [x // shared for x in rest]


def _whole(row: Sequence[Rational]) -> tuple[list[int], int]:
    """The row times a common denominator, and that."""
    if all([type(x) is int for x in row]):
        return list(row), 1  # type: ignore[arg-type]
    scale = math.lcm(*[x.denominator for x in row])
    return [x.numerator * (scale // x.denominator) for x in row], scale
