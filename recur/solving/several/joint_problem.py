"""One recurrence in several sizes ready for its methods: its calls with their steps, its borders, its exact values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import product
from operator import eq, ge, gt, le, lt, ne
from typing import TypeAlias

from recur.evaluation.arithmetic import Compiler
from recur.evaluation.equation import OUTSIDE, straight_line
from recur.evaluation.points import PointEvaluator
from recur.model import LimitExceeded, Step, Unmet, Verification, expressions as ex, step
from recur.model.errors import InvalidRecurrence
from recur.model.records import frozen, replace
from recur.model.several import MultivariateRecurrence, SizeRule
from recur.numbers.exact import narrow

#: Closed forms are held against every point with values up to this size in each direction.
GRID = 31
GRID_OF_SUMS = 15  # as many terms as a size has units are added up at each point
GRID_OF_THREE = 9
_GRID_OF_MORE = 6
_MOST_POINTS = 40_000
_MOST_BITS = 200_000_000
_MOST_BITS_OF_GRID = 20_000_000  # a closed form is worked out anew at each point
_FARTHEST_BORDER = 8
_HIGHEST_POWER = 6
_MOST_TERMS = 60
_FIRST_RATIO = 4
_FIRST_OF_THREE = 2
_DRIFT = Fraction(3, 2)
#: What letters are taken as where values are compared.
LETTERS = (3, 5, 7, 11, 13, 17, 19, 23)

_COMPARED = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}

Polynomial: TypeAlias = dict[tuple[int, ...], Fraction]
Point: TypeAlias = tuple[int, ...]


@frozen
class JointCall:
    """coefficient · T(arguments)"""

    coefficient: ex.Expr
    arguments: tuple[ex.Expr, ...]


@frozen(slots=False)
class JointProblem:
    """T(sizes) = Σ coefficient · T(arguments) + driving, with borders."""

    recurrence: MultivariateRecurrence
    calls: tuple[JointCall, ...]
    driving: ex.Expr

    @property
    def sizes(self) -> tuple[str, ...]:
        return self.recurrence.sizes

    @property
    def borders(self) -> tuple[SizeRule, ...]:
        return self.recurrence.borders

    @cached_property
    def shifts(self) -> dict[Point, ex.Expr] | None:
        """The coefficient of each step: {(−1, 0): 1, (0, −1): 1}; None where a call is no whole shift."""
        found: dict[Point, ex.Expr] = {}
        for call in self.calls:
            lines = [straight_line(x, size) for x, size in zip(call.arguments, self.sizes, strict=True)]
            if not all(line is not None and line[0] == 1 and line[1].denominator == 1 for line in lines):
                return None
            shift = tuple(int(line[1]) for line in lines if line is not None)
            found[shift] = ex.add(found[shift], call.coefficient) if shift in found else call.coefficient
        return found

    @cached_property
    def values(self) -> Mapping[Point, int | Fraction]:
        """The exact values on the grid, at every point that has one; letters stand for small primes."""
        return joint_values(self.recurrence)

    def evaluated(self, formula: ex.Expr, rounded: bool = False) -> Callable[[Point], int | Fraction | None]:
        """The formula as a function of the sizes; None where it has no rational value, or, `rounded`, none at all."""
        constants: dict[str, int | Fraction] = dict(zip(self.recurrence.letters, LETTERS, strict=False))
        compiler = Compiler(self.sizes[0], constants)
        for slot, size in enumerate(self.sizes[1:], 1):
            compiler.cells.append(0)
            compiler.slots[size] = slot
        closure = compiler.compile(formula)

        def value(point: Point) -> int | Fraction | None:
            compiler.cells[: len(point)] = point
            try:
                found = narrow(closure())
            except OUTSIDE:
                return None
            if isinstance(found, int | Fraction):
                return found
            mantissa, exponent = found.low
            return mantissa * Fraction(2) ** exponent if rounded else None

        return value

    def require_low_borders(self) -> None:
        """The equation holds as far as the sizes go: borders lie at small sizes, and no condition ties two sizes."""
        for relation in (x for rule in (*self.borders, *self.recurrence.equations) for x in rule.where):
            low = relation.op in (("=", "<", "<=") if relation not in self._conditions else (">", ">=", "!="))
            small = isinstance(relation.right, ex.Number) and abs(relation.right.value) <= _FARTHEST_BORDER
            if not low or not small or not isinstance(relation.left, ex.Symbol):
                raise Unmet("borders", "a condition is about more than small sizes")

    @cached_property
    def _conditions(self) -> frozenset[ex.Relation]:
        """What the equation itself asks."""
        return frozenset(relation for equation in self.recurrence.equations for relation in equation.where)

    def constant_border(self) -> int | Fraction | None:
        """The one number that every border states; None where they differ, or none is stated."""
        found = {border.value for border in self.borders}
        if len(found) == 1 and isinstance(value := found.pop(), ex.Number):
            return value.value
        return None

    def near_border(self, border: SizeRule) -> bool:
        """Is it stated at small numbers?"""
        numbers = [x for relation in border.where for x in ex.walk(relation) if isinstance(x, ex.Number)]
        return all(abs(x.value) <= _FARTHEST_BORDER for x in numbers)

    def require_open_conditions(self) -> None:
        """The equation asks sizes to be larger than small numbers, or compares them with each other: it has no end."""
        for relation in self._conditions:
            numbers = [x for x in ex.walk(relation) if isinstance(x, ex.Number)]
            near = all(abs(x.value) <= _FARTHEST_BORDER for x in numbers)
            below = relation.op in (">", ">=", "!=") and isinstance(relation.left, ex.Symbol)
            between = len(ex.symbols(relation)) > 1
            if not near or not (below or between):
                raise Unmet("borders", "the equation holds for small sizes alone")

    def require_ends(self, bases: Mapping[str, int]) -> None:
        """A size that is divided ends the recursion wherever it is below what divides it, or at 0: 2 of n/3 too."""
        alone = [rule.where[0] for rule in self.borders if len(rule.where) == 1]
        for size, base in bases.items():
            own = [r for r in alone if r.left == ex.Symbol(size)]
            ended = [at for at in range(base) if any(_holds_at(r, at) for r in own)]
            for at in range(1, base) if self.borders and 0 not in ended else ():
                if at not in ended:
                    raise Unmet("borders", f"no border ends the recursion where a size is {at}, which is below {base}")

    def require_plain_borders(self, with_calls: bool = False) -> None:
        """Borders that no grid is too small for: few, near the origin, and polynomials along them."""
        for border in self.borders:
            near = self.near_border(border)
            rational = joint_polynomial(border.value, self.sizes) is not None
            plain = isinstance(border.value, ex.Call) if border.recurs else rational
            if (border.recurs and not with_calls) or not near or not plain:
                raise Unmet("borders", "a border is no polynomial near the origin")


def _holds_at(r: ex.Relation, at: int) -> bool:
    return isinstance(r.right, ex.Number) and _COMPARED[r.op](at, r.right.value)


def joint_values(recurrence: MultivariateRecurrence) -> Mapping[Point, int | Fraction]:
    """The exact values on the grid, at every point that has one and rounds no size; letters stand for small primes."""
    top = GRID if len(recurrence.sizes) == 2 else GRID_OF_THREE
    constants: dict[str, int | Fraction] = dict(zip(recurrence.letters, LETTERS, strict=False))
    evaluator = PointEvaluator(recurrence, most=_MOST_POINTS, constants=constants, most_bits=_MOST_BITS_OF_GRID)
    found: dict[Point, int | Fraction] = {}
    for point in product(range(top), repeat=len(recurrence.sizes)):
        try:
            value = narrow(evaluator.number(point))
        except InvalidRecurrence:
            continue
        except LimitExceeded:
            break
        if isinstance(value, int | Fraction) and not evaluator.rounded:
            found[point] = value
        evaluator.rounded.clear()
    return found


def joint_polynomial(x: ex.Expr, names: tuple[str, ...]) -> Polynomial | None:
    """{exponents: coefficient} of a polynomial with rational coefficients of a small degree; else None.

    >>> m, n = ex.Symbol("m"), ex.Symbol("n")
    >>> joint_polynomial(ex.mul(ex.add(m, ex.ONE), n), ("m", "n"))
    {(1, 1): Fraction(1, 1), (0, 1): Fraction(1, 1)}
    """
    zero = (0,) * len(names)
    match x:
        case ex.Number(value):
            return {zero: value} if value else {}
        case ex.Symbol(name) if name in names:
            return {tuple(int(name == other) for other in names): Fraction(1)}
        case ex.Add(terms):
            return _folded([joint_polynomial(term, names) for term in terms], _plus, {})
        case ex.Mul(factors):
            return _folded([joint_polynomial(factor, names) for factor in factors], _times, {zero: Fraction(1)})
        case ex.Power(base, ex.Number(value)) if value.denominator == 1 and 0 <= value <= _HIGHEST_POWER:
            return _folded([joint_polynomial(base, names)] * int(value), _times, {zero: Fraction(1)})
        case ex.Power(ex.Number(base), ex.Number(value)) if value.denominator == 1 and base:
            return {zero: base ** int(value)}
    return None


def _folded(
    parts: Iterable[Polynomial | None], join: Callable[[Polynomial, Polynomial], Polynomial], start: Polynomial
) -> Polynomial | None:
    total = start
    for part in parts:
        if part is None:
            return None
        total = join(total, part)
    return total


def _plus(p: Polynomial, q: Polynomial) -> Polynomial:
    total = {row: p.get(row, Fraction(0)) + q.get(row, Fraction(0)) for row in {**p, **q}}
    return {row: c for row, c in total.items() if c}


def _times(p: Polynomial, q: Polynomial) -> Polynomial:
    total: Polynomial = {}
    for r, a in p.items():
        for s, b in q.items():
            row = tuple(x + y for x, y in zip(r, s, strict=True))
            total[row] = total.get(row, Fraction(0)) + a * b
    return {row: c for row, c in total.items() if c}


def joint_formula(p: Polynomial, names: tuple[str, ...]) -> ex.Expr:
    """The polynomial as a sum, its highest products first."""
    rows = sorted(p.items(), key=lambda item: (-sum(item[0]), tuple(-e for e in item[0])))
    return ex.add(
        *(
            ex.mul(ex.number(c), *(ex.power(ex.Symbol(x), ex.number(e)) for x, e in zip(names, row, strict=True)))
            for row, c in rows
        )
    )


def products_of_sum(x: ex.Expr) -> list[ex.Expr]:
    """The terms of a sum after products are multiplied out."""
    match x:
        case ex.Add(terms):
            return [part for term in terms for part in products_of_sum(term)]
        case ex.Mul(factors):
            choices = [products_of_sum(factor) for factor in factors]
            count = 1
            for choice in choices:
                count *= len(choice)
            if count > _MOST_TERMS:
                raise Unmet("terms", f"the driving term has more than {_MOST_TERMS} terms")
            return [ex.mul(*parts) for parts in product(*choices)]
        case ex.Power(ex.Add() as base, ex.Number(value)) if value in (2, 3, 4):
            return products_of_sum(ex.Mul((base,) * int(value)))
        case ex.Power(ex.Mul(factors), exponent) if isinstance(exponent, ex.Number):
            return [ex.mul(*(ex.power(factor, exponent) for factor in factors))]
        case ex.Log(ex.Mul(factors), base, unwritten):
            return [ex.Log(factor, base, unwritten) for factor in factors]
    return [x]


def choose(n: ex.Expr, k: ex.Expr) -> ex.Expr:
    """The binomial coefficient."""
    return ex.Apply("binomial", (n, k))


def one_less(x: ex.Expr) -> ex.Expr:
    """1 − x, in this order."""
    return ex.Add((ex.ONE, ex.negate(x)))


def column_series(function: str, x: ex.Expr) -> ex.Call:
    """The name of the generating function of a column."""
    return ex.Call("G" if function != "G" else "F", (x,))


def rational_value(x: ex.Expr) -> Fraction | None:
    """The rational number that a formula is."""
    found = joint_polynomial(x, ())
    return None if found is None else found.get((), Fraction(0))


def together(sizes: Iterable[str]) -> Step:
    """for m, n → ∞"""
    named = [(f"size_{i}", ex.Symbol(size)) for i, size in enumerate(sizes)]
    return Step(f"for {', '.join(f'{{{name}}}' for name, _ in named)} → ∞", tuple(named))


#: Where a closed form of two sizes may hold, the widest region first: (words, test).
_REGIONS: tuple[tuple[str, Callable[[int, int], bool]], ...] = (
    ("for {m}, {n} ≥ 0", lambda m, n: True),
    ("for {m}, {n} ≥ 0, not both 0", lambda m, n: m > 0 or n > 0),
    ("for {m} ≥ 1, {n} ≥ 0", lambda m, n: m > 0),
    ("for {m} ≥ 0, {n} ≥ 1", lambda m, n: n > 0),
    ("for {m}, {n} ≥ 1", lambda m, n: m > 0 and n > 0),
    ("for 0 ≤ {n} ≤ {m}", lambda m, n: n <= m),
    ("for 0 ≤ {n} ≤ {m}, {m} ≥ 1", lambda m, n: n <= m and m > 0),
    ("for 1 ≤ {n} ≤ {m}", lambda m, n: 1 <= n <= m),
    ("for 1 ≤ {n} < {m}", lambda m, n: 1 <= n < m),
)


def region_of(
    problem: JointProblem,
    holds_at: Callable[[Point, int | Fraction], bool],
    top: int = GRID,
) -> tuple[Step, Verification]:
    """The widest region all of whose points on the grid below `top` have values, and the values that are claimed.

    Raises Unmet where there is none: then what was claimed is withheld.
    """
    values = problem.values
    first, second = problem.sizes
    for words, test in _REGIONS:
        points = [(m, n) for m in range(top) for n in range(top) if test(m, n)]
        if points and all(p in values and holds_at(p, values[p]) for p in points):
            return step(words, m=ex.Symbol(first), n=ex.Symbol(second)), on_points(len(points), top=top)
    raise Unmet("values", "no region of the grid has the values of the closed form")


def on_points(count: int, what: str = "the closed form", top: int = GRID) -> Verification:
    return Verification("checked", reason=f"{what} at {count} points, each size up to {top - 1}, against exact values")


def _based(x: ex.Expr, base: int) -> ex.Expr:
    """A logarithm of any base as one to the base of the grid, on which it is a whole number."""
    if isinstance(x, ex.Log) and x.base is None:
        return ex.Log(x.argument, ex.number(base))
    return ex.rebuild(x, lambda child: _based(child, base)) if x.children else x


def ratio_bounded(problem: JointProblem, growth: ex.Expr, bases: tuple[int, ...]) -> Verification:
    """T over its growth on a grid, of powers of the base where a size is divided; Unmet where it drifts."""
    r = problem.recurrence
    if not problem.borders:
        lows = [
            ex.Relation("<", ex.Symbol(size), ex.number(max(base, 1)))
            for size, base in zip(r.sizes, bases, strict=True)
        ]
        r = replace(r, borders=tuple(SizeRule((low,), ex.ONE) for low in lows))
    evaluator = PointEvaluator(r, most=_MOST_POINTS, most_bits=_MOST_BITS)
    claimed = problem.evaluated(_based(growth, max(*bases, 2)), rounded=True)
    last = {2: GRID - 1, 3: GRID_OF_THREE}.get(len(bases), _GRID_OF_MORE)
    ratios: dict[Point, Fraction] = {}
    for places in product(range(_FIRST_RATIO if len(bases) == 2 else _FIRST_OF_THREE, last), repeat=len(bases)):
        point = tuple(base**i if base > 1 else i for base, i in zip(bases, places, strict=True))
        value, against = narrow(evaluator.number(point)), claimed(point)
        if not isinstance(value, int | Fraction) or not against:
            continue
        ratios[places] = Fraction(value) / against
    near = [x for places, x in ratios.items() if max(places) <= last // 2]
    if (
        not near
        or min(near) <= 0
        or max(ratios.values()) > _DRIFT * max(near)
        or min(ratios.values()) * _DRIFT < min(near)
    ):
        raise Unmet("values", "the exact values drift away from the growth")
    low, high = min(ratios.values()), max(ratios.values())
    largest = max(base ** (last - 1) if base > 1 else last - 1 for base in bases)
    return Verification("checked", len(ratios), _FIRST_RATIO, largest, low, high, growth)
