"""Closed forms of T(n) = a·T(n/b) + f(n) on n = c·b^j + s, exact: T there is a linear recurrence of first order in j.

With y = b^j every f = Σ C·y^k·(log_b y)^q gives T = A·a^j + u(y), where u is the particular solution of
`lattice_terms` and A fits the base case; a^j = y^(log_b a). Calls of equal b may be rounded differently, ⌊n/b⌋ and
⌈n/b⌉: on the lattice they are one. Source: CLRS 4e, section 4.4; Concrete Mathematics, section 2.2.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING

from recur.asymptotics import real_number
from recur.model import Expr, InitialCondition, Powers, RecurError, expressions as ex
from recur.model.records import frozen
from recur.numbers import Real, exact_formula, real
from recur.solving.linear_forms import linear_form
from recur.solving.problem import Problem, Shrink, once

if TYPE_CHECKING:
    from recur.solving.divide_and_conquer.lattice_terms import Lattice, Terms


@frozen
class RoundedDivision:
    """⌊(n + w)/b⌋ with b ≥ 2, written as (n + v)/b and rounded; unrounded it means (n + v)/b where that is whole."""

    b: int
    w: int
    v: Fraction
    rounded: bool = True


def division(x: Expr, variable: str) -> RoundedDivision | None:
    """The size as a whole-number division; None for sizes such as 2n/3, √n or n − 1.

    >>> from recur.model import expressions as ex
    >>> division(ex.Apply("ceiling", (ex.divide(ex.Symbol("n"), ex.number(3)),)), "n")
    RoundedDivision(b=3, w=2, v=Fraction(0, 1), rounded=True)
    """
    form = linear_form(x)
    outer = form.pop(ex.ONE, Fraction(0))
    if len(form) != 1:
        return None
    ((atom, scale),) = form.items()
    if atom == ex.Symbol(variable):
        b = scale.denominator
        offset = outer * b
        whole = scale.numerator == 1 and b >= 2 and offset.denominator == 1
        return RoundedDivision(b, int(offset), offset, rounded=False) if whole else None
    if scale != 1 or outer.denominator != 1 or not isinstance(atom, ex.Apply) or atom.name not in ("floor", "ceiling"):
        return None
    line = linear_form(atom.arguments[0])
    offset = line.pop(ex.ONE, Fraction(0))
    slope = line.get(ex.Symbol(variable), Fraction(0))
    if len(line) != 1 or slope.numerator != 1 or slope.denominator < 2:
        return None
    b = slope.denominator
    # n is whole, so only the whole part of b·offset counts
    w = math.floor(offset * b) if atom.name == "floor" else math.ceil(offset * b) + b - 1
    return RoundedDivision(b, w + int(outer) * b, (offset + outer) * b)


def shifts(divisions: Sequence[RoundedDivision]) -> list[int]:
    """Every s such that all sizes map s + x to s + x/b where b divides x; first 0, then those without rounding."""
    common: set[int] | None = None
    for d in divisions:
        highest, rest = divmod(d.w, d.b - 1)
        if d.rounded:
            lowest = -((d.b - 1 - d.w) // (d.b - 1))
            mine = set(range(lowest, highest + 1))
        else:
            mine = {highest} if rest == 0 else set()
        common = mine if common is None else common & mine

    def order(s: int) -> tuple[bool, bool, int, int]:
        unrounded = all(d.v == s * (d.b - 1) for d in divisions)
        return s != 0, not unrounded, abs(s), s

    return sorted(common or (), key=order)


def division_residue(d: RoundedDivision, s: int) -> int:
    """i with ⌊(x + i)/b⌋ the size in x = n − s."""
    return d.w - (d.b - 1) * s


_CHECKED = (1, 2, 5)  # levels above the first size at which the form is compared with exact values


@frozen
class LatticeForm:
    """T(n) = Σ terms in y = b^j at the sizes c·b^j + s, j ≥ first; a^j has the exponent `watershed` = log_b a."""

    lattice: Lattice
    first: int
    terms: Terms
    watershed: Real
    value: Real  # at the first size

    @property
    def formula(self) -> Expr:
        return terms_formula(self.terms, self.lattice)

    def domain(self, index: str) -> Powers:
        n = self.lattice
        return Powers(n.variable, n.b, n.c, n.s, self.first, index)


@frozen
class Halving:
    """Σ aᵢ·T(⌊(n + wᵢ)/b⌋) + f(n) with one b: the calls with their coefficients, and a = Σ aᵢ."""

    b: int
    calls: tuple[tuple[RoundedDivision, Real], ...]
    a: Real

    @property
    def divisions(self) -> tuple[RoundedDivision, ...]:
        return tuple(d for d, _ in self.calls)


def halving_of(problem: Problem) -> Halving | None:
    """The calls as whole-number divisions by one b; None where there are others."""
    calls: list[tuple[RoundedDivision, Real]] = []
    total: Real = Fraction(0)
    for call in problem.calls:
        d = division(call.argument, problem.variable) if call.shrink is Shrink.FRACTION else None
        a = problem.constant_coefficient(call)
        if d is None or a is None or (calls and calls[0][0].b != d.b):
            return None
        calls.append((d, a))
        total += a
    return Halving(calls[0][0].b, tuple(calls), total) if calls else None


def lattice_form(problem: Problem, halving: Halving) -> LatticeForm | None:
    """The closed form on a lattice that the base cases start; None where f or the base is no such sum."""

    from recur.solving.divide_and_conquer.lattice_terms import Lattice

    bases = exact_bases(problem)
    if not bases or not problem.is_exact:
        return None
    for s in shifts(halving.divisions):
        for c in _starts(bases, halving.b, s):
            form = _on(problem, halving, Lattice(problem.variable, halving.b, c, s), bases)
            if form is not None:
                return form
    return None


@once
def exact_bases(problem: Problem) -> tuple[InitialCondition, ...]:
    """The stated base cases when all are exact; none otherwise."""
    mine = tuple(c for c in problem.recurrence.initial if c.function == problem.recurrence.function)
    vague = any(c.relation != "=" or ex.Asymptotic in ex.kinds(c.value) for c in mine)
    return () if vague else mine


def base_value(problem: Problem, bases: tuple[InitialCondition, ...], size: int) -> Real | None:
    """The stated T(size), None where a size is not stated."""
    for case in bases:
        if size <= case.high and (case.low is None or case.low <= size):
            return real_number(ex.substitute(case.value, problem.variable, ex.number(size)))
    return None


def _starts(bases: tuple[InitialCondition, ...], b: int, s: int) -> list[int]:
    """1, and whatever a single base size is a multiple of: T(3) starts n = 3·2^j."""
    found = [1]
    for case in bases:
        c = case.high - s
        while c > 0 and c % b == 0:
            c //= b
        if case.low == case.high and c > 0 and c not in found:
            found.append(c)
    return found


def _on(
    problem: Problem, halving: Halving, lattice: Lattice, bases: tuple[InitialCondition, ...]
) -> LatticeForm | None:
    from recur.solving.divide_and_conquer.lattice_terms import Outside, particular, sum_of_terms, value_at

    top = max(case.high for case in bases)
    if top - lattice.s >= lattice.c * lattice.b**40:
        return None
    reached = (j for j in range(40) if lattice.size(j) <= top)
    first = max((j for j in reached if base_value(problem, bases, lattice.size(j)) is not None), default=0)
    start = _value(problem, bases, lattice.size(first))
    if start is None:
        return None
    try:
        driving = lattice.terms(problem.driving_term)
        u = particular(driving, halving.a, halving.b)
        a_first = real.power(halving.a, Fraction(first))
        weight = (start - value_at(u, halving.b, first)) / a_first
    except Outside:
        return None
    watershed = real.log_ratio(halving.a, Fraction(halving.b))
    terms = sum_of_terms(u, {} if real.is_zero(weight) else {(watershed, 0): weight})
    while first and (below := base_value(problem, bases, lattice.size(first - 1))) is not None:
        if not real.is_zero(value_at(terms, halving.b, first - 1) - below):
            break
        first, start = first - 1, below
    found = LatticeForm(lattice, first, terms, watershed, start)
    return found if all(_holds(problem, found, first + i) for i in _CHECKED) else None


def _value(problem: Problem, bases: tuple[InitialCondition, ...], size: int) -> Real | None:
    stated = base_value(problem, bases, size)
    if stated is not None or any(_has_unknowns(problem, x) for x in (problem.driving_term, *(c.value for c in bases))):
        return stated
    values = problem.values(range(size, size + 1))
    return values[0] if values else None


def _has_unknowns(problem: Problem, x: Expr) -> bool:
    return any(isinstance(node, ex.Symbol) and node.name != problem.variable for node in ex.walk(x))


def _holds(problem: Problem, form: LatticeForm, j: int) -> bool:
    """The form against the exact value at c·b^j + s, unknown constants being 1 on both sides."""

    from recur.solving.divide_and_conquer.lattice_terms import equals, value_at

    size = form.lattice.size(j)
    try:
        values = problem.values(range(size, size + 1))
    except RecurError:
        values = None
    # Irrational values are not handed out as fractions; there the algebra stands alone.
    return values is None or equals(value_at(form.terms, form.lattice.b, j), values[0])


# -- formulas ----------------------------------------------------------------------------------------------


def terms_formula(terms: Terms, lattice: Lattice) -> Expr:
    """Σ C·y^k·(log_b y)^q with y = (n − s)/c written out, the fastest term first; polynomials in n multiplied out."""

    from recur.solving.divide_and_conquer.lattice_terms import fastest_first

    n = ex.Symbol(lattice.variable)
    x = ex.add(n, ex.number(-lattice.s)) if lattice.s else n
    c = Fraction(lattice.c)
    y = x if lattice.c == 1 else ex.divide(x, ex.number(lattice.c))
    parts: list[Expr] = []
    polynomial: dict[int, Fraction] = {}
    for k, q, coefficient in fastest_first(terms):
        folded = real.ONE if lattice.c == 1 else real.power(c, Fraction(0) - k)
        front = y
        if isinstance(folded, Fraction):
            coefficient, front = coefficient * folded, x
            if isinstance(coefficient, Fraction) and isinstance(k, Fraction) and _is_degree(k) and not q and lattice.s:
                for i in range(int(k) + 1):
                    binomial = comb(int(k), i) * Fraction(-lattice.s) ** (int(k) - i)
                    polynomial[i] = polynomial.get(i, Fraction(0)) + coefficient * binomial
                continue
        parts.append(
            _product(
                coefficient, ex.power(front, exact_formula(k)), ex.power(ex.Log(y, ex.number(lattice.b)), ex.number(q))
            )
        )
    parts += [
        _product(polynomial[i], ex.power(n, ex.number(i))) for i in sorted(polynomial, reverse=True) if polynomial[i]
    ]
    return ex.add(*parts)


def _is_degree(k: Real) -> bool:
    return isinstance(k, Fraction) and k.denominator == 1 and 0 <= k <= 8


def _product(coefficient: Real, *factors: Expr) -> Expr:
    return ex.mul(exact_formula(coefficient), *factors) if coefficient != real.ONE else ex.mul(*factors)
