"""The steps of lattice walks and their weights: T = αⁱβʲU makes T(i, j) = αT(i−1, j) + βT(i, j−1) one of weights 1.

Letters in the borders and in the driving term are taken apart: the equation is linear, so its solution is the sum of
one solution with numbers for each product of letters. Source: Stanley, Enumerative Combinatorics 1, section 4.7.
"""

from __future__ import annotations

from fractions import Fraction

from recur.model import Unmet, expressions as ex
from recur.model.records import frozen, replace
from recur.model.several import SizeRule
from recur.solving.several.joint_problem import (
    JointCall,
    JointProblem,
    joint_polynomial,
    products_of_sum,
    rational_value,
)

_MOST_PARTS = 6


@frozen
class LatticeWalk:
    """The weights of the steps to the right and up in coordinates i and j of the lattice, free of sizes.

    `both` is the weight along the diagonal once the others are 1. `turned`: the sizes are n and k of Pascal's triangle,
    i = n − k, j = k.
    """

    right: ex.Expr
    up: ex.Expr
    both: Fraction
    turned: bool

    @property
    def is_plain(self) -> bool:
        return self.right == self.up == ex.ONE

    def scale(self, i: ex.Expr, j: ex.Expr) -> ex.Expr:
        """αⁱβʲ"""
        return ex.mul(ex.power(self.right, i), ex.power(self.up, j))


def walk_of(problem: JointProblem) -> LatticeWalk:
    """The steps of the calls; raises Unmet where they are others."""
    shifts = problem.shifts
    if len(problem.sizes) != 2 or shifts is None or len(shifts) < 2:
        raise Unmet("calls", "the calls are no steps of a lattice path")
    if any(ex.symbols(weight) & set(problem.sizes) for weight in shifts.values()):
        raise Unmet("calls", "a coefficient changes with the sizes")
    steps = {(-1, 0), (0, -1), (-1, -1)}
    turned = set(shifts) == {(-1, 0), (-1, -1)}
    if not turned and not {(-1, 0), (0, -1)} <= set(shifts) <= steps:
        raise Unmet("calls", "the calls are no steps to the right, up or along the diagonal")
    both = ex.ZERO if turned else shifts.get((-1, -1), ex.ZERO)
    right, up = _simple_weight(shifts[-1, 0]), _simple_weight(shifts[-1, -1] if turned else shifts[0, -1])
    diagonal = _settled([both, ex.power(right, ex.MINUS_ONE), ex.power(up, ex.MINUS_ONE)], ())
    value = Fraction(0) if both == ex.ZERO else None if diagonal is None else rational_value(diagonal)
    if value is None:
        raise Unmet("calls", "the weight along the diagonal is no number of times the product of the others")
    return LatticeWalk(right, up, value, turned)


def _simple_weight(x: ex.Expr) -> ex.Expr:
    """A number, or a product of letters."""
    value = rational_value(x)
    if value is not None:
        return ex.number(value)
    if all(isinstance(factor, ex.Number | ex.Symbol) for factor in (x.factors if isinstance(x, ex.Mul) else (x,))):
        return x
    raise Unmet("calls", "a coefficient is no number and no product of letters")


def coordinates_of(problem: JointProblem, walk: LatticeWalk) -> tuple[ex.Expr, ex.Expr]:
    first, second = map(ex.Symbol, problem.sizes)
    return (ex.subtract(first, second), second) if walk.turned else (first, second)


def without_weights(problem: JointProblem, walk: LatticeWalk) -> JointProblem:
    """The problem of U = T/(αⁱβʲ); raises Unmet where its borders are not free of powers."""
    i, j = coordinates_of(problem, walk)
    if walk.is_plain and not walk.both:
        return problem

    def unweighted(x: ex.Expr, where: tuple[ex.Relation, ...] = ()) -> ex.Expr:
        return _over(x, walk, (i, j), problem.sizes, where)

    numbers = {(-1, 0): ex.ONE, (-1, -1) if walk.turned else (0, -1): ex.ONE}
    if walk.both:
        numbers[-1, -1] = ex.number(walk.both)
    calls = tuple(
        JointCall(
            c, tuple(ex.add(ex.Symbol(size), ex.number(by)) for size, by in zip(problem.sizes, shift, strict=True))
        )
        for shift, c in numbers.items()
    )
    borders = tuple(SizeRule(b.where, unweighted(b.value, b.where)) for b in problem.borders)
    return restated(problem, borders, calls, unweighted(problem.driving))


def restated(
    problem: JointProblem, borders: tuple[SizeRule, ...], calls: tuple[JointCall, ...], driving: ex.Expr
) -> JointProblem:
    """The problem with other borders, calls and driving term."""
    r = problem.recurrence
    value = ex.add(*(ex.mul(c.coefficient, ex.Call(r.function, c.arguments)) for c in calls), driving)
    equations = tuple(SizeRule(equation.where, value) for equation in r.equations)
    return JointProblem(replace(r, borders=borders, equations=equations), calls, driving)


def _over(
    x: ex.Expr,
    walk: LatticeWalk,
    place: tuple[ex.Expr, ex.Expr],
    sizes: tuple[str, ...],
    where: tuple[ex.Relation, ...],
) -> ex.Expr:
    """x/(αⁱβʲ) along a border."""
    if x == ex.ZERO:
        return x
    below = [ex.Power(weight, ex.negate(at)) for weight, at in zip((walk.right, walk.up), place, strict=True)]
    terms = []
    for term in products_of_sum(x):
        factors = [*(term.factors if isinstance(term, ex.Mul) else (term,)), *below]
        for relation in where:
            if relation.op == "=" and isinstance(relation.left, ex.Symbol):
                factors = [ex.substitute(f, relation.left.name, relation.right) for f in factors]
        found = _settled(factors, sizes)
        if found is None:
            raise Unmet("borders", "with weights the borders are no powers of them")
        terms.append(found)
    return ex.add(*terms)


def _settled(factors: list[ex.Expr], sizes: tuple[str, ...]) -> ex.Expr | None:
    """The product, its powers put together; None where a size is left in an exponent."""
    kept: list[ex.Expr] = []
    numbers: dict[str, Fraction] = dict.fromkeys(sizes, Fraction(1))
    letters: dict[ex.Expr, dict[tuple[int, ...], Fraction]] = {}
    for base, exponent in _powers(factors):
        line = joint_polynomial(exponent, sizes)
        if line is None or any(sum(row) > 1 for row in line):
            return None
        if isinstance(base, ex.Number):
            for row, c in line.items():
                if c.denominator != 1 or not base.value or abs(c) > 64:
                    return None
                if not any(row):
                    kept.append(ex.number(base.value ** int(c)))
                else:
                    numbers[sizes[row.index(1)]] *= base.value ** int(c)
            continue
        known = letters.setdefault(base, {})
        for row, c in line.items():
            known[row] = known.get(row, Fraction(0)) + c
    if any(ratio != 1 for ratio in numbers.values()):
        return None
    for base, exponents in letters.items():
        if any(c and any(row) for row, c in exponents.items()):
            return None
        kept.append(ex.power(base, ex.number(sum(exponents.values(), Fraction(0)))))
    return ex.mul(*kept)


def _powers(factors: list[ex.Expr]) -> list[tuple[ex.Expr, ex.Expr]]:
    found: list[tuple[ex.Expr, ex.Expr]] = []
    for x in factors:
        base, exponent = (x.base, x.exponent) if isinstance(x, ex.Power) else (x, ex.ONE)
        if isinstance(base, ex.Mul | ex.Power):
            inner = _powers(list(base.factors) if isinstance(base, ex.Mul) else [base])
            found += [(b, ex.mul(e, exponent)) for b, e in inner]
        else:
            found.append((base, exponent))
    return found


def by_letters(problem: JointProblem) -> list[tuple[ex.Expr, JointProblem]]:
    """(product of letters, the problem with numbers) whose solutions, so multiplied, add up to the whole."""
    if not problem.recurrence.letters:
        return [(ex.ONE, problem)]
    driving = _sorted_terms(problem, problem.driving)
    borders = [_sorted_terms(problem, border.value) for border in problem.borders]
    factors = list(dict.fromkeys(factor for part in (driving, *borders) for factor in part))
    if len(factors) > _MOST_PARTS:
        raise Unmet("borders", f"more than {_MOST_PARTS} products of letters")
    found = []
    for factor in factors:
        values = [part.get(factor, ex.ZERO) for part in borders]
        rules = tuple(SizeRule(b.where, value) for b, value in zip(problem.borders, values, strict=True))
        found.append((factor, restated(problem, rules, problem.calls, driving.get(factor, ex.ZERO))))
    return found or [(ex.ONE, problem)]


def _sorted_terms(problem: JointProblem, x: ex.Expr) -> dict[ex.Expr, ex.Expr]:
    letters = set(problem.recurrence.letters)
    found: dict[ex.Expr, ex.Expr] = {}
    for term in () if x == ex.ZERO else products_of_sum(x):
        parts = term.factors if isinstance(term, ex.Mul) else (term,)
        of_letters = [part for part in parts if ex.symbols(part) and ex.symbols(part) <= letters]
        factor = ex.mul(*of_letters)
        rest = ex.mul(*(part for part in parts if part not in of_letters))
        found[factor] = ex.add(found.get(factor, ex.ZERO), rest)
    return found


def both_borders(problem: JointProblem, walk: LatticeWalk) -> tuple[SizeRule, SizeRule]:
    """The borders along j = 0 and i = 0; raises Unmet where one is not stated."""
    first, second = map(ex.Symbol, problem.sizes)
    along = ex.Relation("=", second, first) if walk.turned else ex.Relation("=", first, ex.ZERO)
    return _border(problem, ex.Relation("=", second, ex.ZERO)), _border(problem, along)


def _border(problem: JointProblem, where: ex.Relation) -> SizeRule:
    sides = (where, ex.Relation("=", where.right, where.left))
    for border in problem.borders:
        kept = [r for r in border.where if r.op == "="]
        rest = [r for r in border.where if r.op != "="]
        if len(kept) == 1 and kept[0] in sides and all(r.op in (">", ">=", "!=") for r in rest):
            return border
    raise Unmet("borders", "not both borders are stated")


def positive(x: ex.Expr) -> bool:
    """Is it a sum of products of positive numbers and letters?"""
    match x:
        case ex.Number(value):
            return value > 0
        case ex.Symbol() | ex.Constant():
            return True
        case ex.Add(parts) | ex.Mul(parts):
            return all(map(positive, parts))
        case ex.Power(base, _):
            return positive(base)
    return False


def weights_as_numbers(walk: LatticeWalk) -> tuple[Fraction, Fraction] | None:
    found = rational_value(walk.right), rational_value(walk.up)
    return None if found[0] is None or found[1] is None else (found[0], found[1])
