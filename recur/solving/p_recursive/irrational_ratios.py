"""Hypergeometric solutions whose ratios hold roots or letters: y(n + 2) = (2n + 1)·y(n + 1) − (n² − u)·y(n).

Petkovšek's algorithm over the numbers that the first and the last coefficient need to fall into linear factors, n² − u
into n − √u and n + √u; the solutions are products Π (k − √u). Source: Petkovšek, Wilf, Zeilberger, A = B, section 8.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import cast

from recur.asymptotics import real_number
from recur.model import Bounds, Progression, Solution, Step, Unmet, expressions as ex, limits, listed, names_of, step
from recur.model.errors import Undecided
from recur.model.records import frozen, replace
from recur.numbers import Polynomial, Real, exact_formula, polynomials as ps, real
from recur.solving.first_order import hypergeometric as terms
from recur.solving.linear.decrements import decrements
from recur.solving.linear.general_solution import constant_names
from recur.solving.p_recursive.difference_equations import Coefficients, conjugated, polynomial_solutions
from recur.solving.problem import Problem
from recur.verification.families import hold_family
from recur.verification.verify import Refuted

NAME = "hypergeometric solutions"
_MOST_ORDER = 3
_MOST_DEGREE = 6
_MOST_CHOICES = 100
_ONE = Fraction(1)
#: (above, below)
Quotient = tuple[Polynomial, Polynomial]


@frozen
class RootTerm:
    """zⁿ·c(n)·Π_{k=start}^{n−1} Π (k − ρ)^e."""

    z: Real
    c: Polynomial
    roots: tuple[tuple[Real, int], ...]
    start: int

    def at(self, n: int) -> Real:
        total = real.times(real.power(self.z, Fraction(n)), ps.value(self.c, Fraction(n)))
        for k in range(self.start, n):
            for root, e in self.roots:
                total = real.times(total, real.power(real.minus(Fraction(k), root), Fraction(e)))
        return total

    def formula(self, variable: str, index: str) -> ex.Expr:
        n, k = ex.Symbol(variable), ex.Symbol(index)
        c = ex.add(*(ex.mul(exact_formula(a), ex.power(n, ex.number(i))) for i, a in enumerate(self.c) if a))
        plain = self._plain()
        rest = self.roots if plain is None else [(root, e) for root, e in self.roots if not isinstance(root, Fraction)]
        factors = [
            ex.power(k if root == 0 else ex.add(k, exact_formula(real.minus(real.ZERO, root))), ex.number(e))
            for root, e in rest
        ]
        product = [ex.Range("product", index, ex.number(self.start), ex.add(n, ex.MINUS_ONE), ex.mul(*factors))]
        front = ex.ONE if plain is None else plain.formula(variable, index)
        return ex.mul(c, front, ex.power(exact_formula(self.z), n), *(product if factors else []))

    def _plain(self) -> terms.HypergeometricTerm | None:
        """The product over the rational roots, in factorials."""
        above, below = ps.ONE, ps.ONE
        for root, e in self.roots:
            if isinstance(root, Fraction):
                factor = ps.raised((-root - 1, _ONE), abs(e))
                above, below = (ps.times(above, factor), below) if e > 0 else (above, ps.times(below, factor))
        step_term = terms.product(terms.HypergeometricTerm(above), terms.reciprocal(terms.HypergeometricTerm(below)))
        return terms.running_product(step_term, self.start)


def completed(problem: Problem, found: Solution | None) -> Solution | None:
    """The solution with a closed form over roots or letters; `found` as it is where there is none to add."""
    r = problem.recurrence
    if r.relation != "=" or r.nonlinear or problem.driving_term != ex.ZERO:
        return found
    if found is not None and (found.exact is not None or found.cases):
        return found
    try:
        p = _coefficients(problem)
        basis = _independent(list(_terms(p)), len(p) - 1)
        if len(basis) < len(p) - 1:
            return found
        return _with_form(problem, found, p, basis)
    except (Unmet, Undecided, Refuted, ArithmeticError):
        return found


def _coefficients(problem: Problem) -> Coefficients:
    """Σ pᵢ(n)·T(n + i) = 0, the coefficients polynomials over roots and letters."""
    calls = decrements(problem)
    order = max(int(c) if isinstance(c, Fraction) else 0 for c, _ in calls)
    if not 2 <= order <= _MOST_ORDER or all(problem.variable not in ex.symbols(x) for _, x in calls):
        raise Unmet("a small order", "the calls reach back too far, or their coefficients are constant")
    shared: Polynomial = ps.ONE
    quotients: dict[int, Quotient] = {}
    for c, x in calls:
        assert isinstance(c, Fraction)
        below = (quotients.setdefault(int(c), _quotient(x, problem.variable)))[1]
        shared = ps.times(shared, ps.divided(below, ps.common_divisor(shared, below))[0])
    p: list[Polynomial] = [()] * (order + 1)
    p[order] = ps.shifted(shared, Fraction(order))
    for back, (above, below) in quotients.items():
        weight = ps.times(above, ps.divided(shared, below)[0])
        p[order - back] = ps.scaled(ps.shifted(weight, Fraction(order)), -_ONE)
    if any(ps.degree(q) > _MOST_DEGREE for q in p):
        raise Unmet("coefficients of a small degree", "the coefficients have a high degree")
    return tuple(p)


def _quotient(x: ex.Expr, variable: str) -> Quotient:
    """x as a quotient of polynomials over roots and letters."""
    if variable not in ex.symbols(x):
        return cast(Polynomial, (real_number(x),)), ps.ONE
    match x:
        case ex.Symbol():
            return ps.X, ps.ONE
        case ex.Add(parts):
            above, below = _quotient(parts[0], variable)
            for term in parts[1:]:
                more, under = _quotient(term, variable)
                above, below = ps.plus(ps.times(above, under), ps.times(more, below)), ps.times(below, under)
            return above, below
        case ex.Mul(factors):
            above, below = ps.ONE, ps.ONE
            for factor in factors:
                more, under = _quotient(factor, variable)
                above, below = ps.times(above, more), ps.times(below, under)
            return above, below
        case ex.Power(base, ex.Number(k)) if k.denominator == 1 and abs(k) <= _MOST_DEGREE:
            more, under = _quotient(base, variable)
            if k < 0:
                more, under = under, more
            return ps.raised(more, abs(int(k))), ps.raised(under, abs(int(k)))
    raise Unmet("rational coefficients", "{x} is no rational function", x=x)


# -- Petkovšek's algorithm over the roots ------------------------------------------------------------------


def linear_factors(p: Polynomial) -> list[tuple[Real, int]]:
    """The roots with their multiplicities: of rational factors up to the second degree, or by the quadratic formula."""
    found: dict[Real, int] = {}
    if all(isinstance(x, Fraction) for x in p):
        parts = list(ps.factors(p)) if ps.degree(p) > 0 else []
    else:
        parts = []
        rest = p
        for zero in map(Fraction, range(-_MOST_DEGREE, _MOST_DEGREE + 1)):  # n + 1 beside factors with letters
            while ps.degree(rest) > 0 and not ps.value(rest, zero):
                rest = ps.divided(rest, (-zero, _ONE))[0]
                parts.append(((-zero, _ONE), 1))
        parts += [(rest, 1)] if ps.degree(rest) > 0 else []
    for q, e in parts:
        for root in _roots(q):
            found[root] = found.get(root, 0) + e
    return list(found.items())


def _roots(q: Polynomial) -> list[Real]:
    if ps.degree(q) == 1:
        return [real.minus(real.ZERO, real.over(q[0], q[1]))]
    if ps.degree(q) > 2:
        raise Unmet("coefficients in linear factors", "a coefficient has a factor of the third degree")
    half = real.over(q[1], real.times(Fraction(-2), q[2]))
    square = real.minus(real.times(half, half), real.over(q[0], q[2]))
    root = real.power(square, Fraction(1, 2))
    return [real.minus(half, root), real.plus(half, root)]


def _products(roots: list[tuple[Real, int]]) -> Iterator[tuple[tuple[Real, int], ...]]:
    """The monic divisors by their roots, shortest first."""
    found: list[tuple[tuple[Real, int], ...]] = [()]
    for root, m in roots:
        found = [(*x, (root, e)) if e else x for x in found for e in range(m + 1)]
    yield from sorted(found, key=lambda x: sum(e for _, e in x))


def _multiplied(roots: tuple[tuple[Real, int], ...]) -> Polynomial:
    result: Polynomial = ps.ONE
    for root, e in roots:
        result = ps.times(result, ps.raised(cast(Polynomial, (real.minus(real.ZERO, root), _ONE)), e))
    return result


def _terms(p: Coefficients) -> Iterator[RootTerm]:
    d = len(p) - 1
    last = ps.shifted(p[-1], Fraction(1 - d))
    above, below = list(_products(linear_factors(p[0]))), list(_products(linear_factors(last)))
    if len(above) * len(below) > _MOST_CHOICES:
        raise Unmet("coefficients with few factors", "the coefficients have too many factors")
    for a in above:
        for b in below:
            if any(_is_whole(real.minus(s, t), negative=False) for s, _ in b for t, _ in a):
                continue
            limits.check()
            yield from _with(p, a, b)


def _is_whole(x: Real, negative: bool = True) -> bool:
    return isinstance(x, Fraction) and x.denominator == 1 and (negative or x >= 0)


def _with(p: Coefficients, a: tuple[tuple[Real, int], ...], b: tuple[tuple[Real, int], ...]) -> Iterator[RootTerm]:
    parts = conjugated(p, _multiplied(a), _multiplied(b))
    highest = max(map(ps.degree, parts))
    equation = ps.trimmed(part[-1] if part and ps.degree(part) == highest else Fraction(0) for part in parts)
    whole = [int(root) + 1 for root, _ in (*a, *b) if isinstance(root, Fraction) and _is_whole(root)]
    roots = (*a, *((root, -e) for root, e in b))
    for z, _ in linear_factors(equation):
        if z != 0:
            moved = tuple(ps.scaled(part, cast(Fraction, real.power(z, Fraction(i)))) for i, part in enumerate(parts))
            for c in polynomial_solutions(moved, ())[1]:
                yield RootTerm(z, c, roots, max([0, *whole]))


def _independent(found: list[RootTerm], order: int) -> list[RootTerm]:
    """Those that are no sum of the ones before, at sizes that follow each other."""
    start = max((x.start for x in found), default=0)
    kept: list[RootTerm] = []
    rows: list[list[Real]] = []
    for x in found:
        row = [x.at(n) for n in range(start + 1, start + 1 + order)]
        for other in rows:
            pivot = next(i for i, y in enumerate(other) if not real.is_zero(y))
            factor = real.over(row[pivot], other[pivot])
            row = [real.minus(y, real.times(factor, w)) for y, w in zip(row, other, strict=True)]
        if not all(map(real.is_zero, row)):
            rows.append(row)
            kept.append(x)
    return kept


# -- the constants -----------------------------------------------------------------------------------------


def _with_form(problem: Problem, found: Solution | None, p: Coefficients, basis: list[RootTerm]) -> Solution | None:
    r = problem.recurrence
    taken = names_of(r)
    index = next(name for name in "kjimlq" if name not in taken)
    own = [c for c in r.initial if c.function == r.function]
    start = max(x.start for x in basis)
    constants: tuple[str, ...] = ()
    if own:
        start = max(start, max(c.high for c in own) - len(basis) + 1)
        weights = _weights(problem, basis, start)
        if weights is None:
            return found
    else:
        names = constant_names(taken)
        constants = tuple(next(names) for _ in basis)
        weights = [ex.Symbol(name) for name in constants]
    parts = [(w, x.formula(r.variable, index)) for w, x in zip(weights, basis, strict=True) if w != ex.ZERO]
    exact = ex.add(*(ex.mul(w, x) for w, x in parts))
    domain = Progression(r.variable, start)
    held = hold_family(r, exact, map(int, domain.sizes()))
    if held.status != "checked":
        return found
    if found is None:
        reason = step("the closed form is exact, whatever its signs; its growth is not told.")
        found = Solution(r, Bounds(None, None), NAME, None, reason, (), verification=held)
    return replace(
        found,
        exact=exact,
        exact_domain=domain,
        constants=constants,
        steps=(*found.steps, *_steps(problem, basis, index, exact)),
        assumptions=(*found.assumptions, *_generic(basis)),
        exact_verification=held,
    )


def _weights(problem: Problem, basis: list[RootTerm], start: int) -> list[ex.Expr] | None:
    """The weights with which the basis has the stated values from `start` on."""
    r = problem.recurrence
    rows: list[list[Real]] = []
    for n in range(start, start + len(basis)):
        case = next(
            (c for c in r.initial if c.function == r.function and n <= c.high and (c.low is None or c.low <= n)), None
        )
        values = problem.values(range(n, n + 1)) if case is None else None
        if case is not None and case.relation == "=":
            given = real_number(ex.substitute(case.value, r.variable, ex.number(n)))
        elif values is not None:
            given = values[0]
        else:
            return None
        rows.append([*(x.at(n) for x in basis), given])
    for j in range(len(basis)):
        pivot = next((i for i in range(j, len(rows)) if not real.is_zero(rows[i][j])), None)
        if pivot is None:
            return None
        rows[j], rows[pivot] = rows[pivot], rows[j]
        front = rows[j][j]
        rows[j] = [real.over(x, front) for x in rows[j]]
        for i, row in enumerate(rows):
            if i != j:
                rows[i] = [real.minus(x, real.times(row[j], y)) for x, y in zip(row, rows[j], strict=True)]
    return [exact_formula(row[-1]) for row in rows]


def _generic(basis: list[RootTerm]) -> tuple[Step, ...]:
    """A root with a letter in it is taken for no whole number."""
    roots = dict.fromkeys(root for x in basis for root, _ in x.roots if real.letters(root))
    if not roots:
        return ()
    named = {f"x{i}": exact_formula(root) for i, root in enumerate(roots)}
    verb = "is no whole number" if len(named) == 1 else "are no whole numbers"
    return (Step(f"{listed(f'{{{name}}}' for name in named)} {verb}.", tuple(named.items())),)


def _steps(problem: Problem, basis: list[RootTerm], index: str, exact: ex.Expr) -> tuple[Step, ...]:
    named = {f"h{i}": x.formula(problem.variable, index) for i, x in enumerate(basis)}
    said = listed([f"{{{name}}}" for name in named])
    told = Step(
        f"Over the roots of the first and the last coefficient the solutions with a ratio of polynomials are {said}.",
        tuple(named.items()),
        source="Petkovšek 1992",
    )
    return told, step("So {t}.", t=ex.Relation("=", problem.recurrence.left, exact))
