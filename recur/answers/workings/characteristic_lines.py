"""Lines of a solution by the characteristic equation: the equation, its roots, and a form with free constants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.answers.workings.exact_functions import NoValue, differ, sign_of, sizes_to_try, steps_of
from recur.answers.workings.samples import Letters, Standpoint
from recur.model import Expr, Recurrence, expressions as ex
from recur.numbers.exact import quotient

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

#: What the unknown of the equation is called.
UNKNOWNS = frozenset(("x", "r", "lambda", "q", "t", "z", "y", "s", "ρ", "λ", "α"))
_POINTS = (11, 13, 17, 19, 23)
_LARGEST_SHIFT = 24
_MOST_REPEATED = 3


@dataclass(frozen=True, slots=True)
class CharacteristicPolynomial:
    """χ(x) = x^d − Σ cᵢ x^(d−i), and the bases of the driving function, whose factors may stand beside it."""

    coefficients: tuple[Fraction, ...]  # of x^d, x^(d−1), …, 1
    bases: tuple[Fraction, ...]

    @classmethod
    def of(cls, r: Recurrence) -> CharacteristicPolynomial | None:
        """None where the recurrence is not linear with constant coefficients."""
        if r.nonlinear or not r.subcalls:
            return None
        found: dict[int, Fraction] = {0: Fraction(1)}
        for call, line in zip(r.subcalls, steps_of(r), strict=True):
            if line is None or line[0] != 1 or line[1] >= 0 or not isinstance(call.coefficient, ex.Number):
                return None
            found[-int(line[1])] = -call.coefficient.value
        coefficients = tuple(found.get(i, Fraction(0)) for i in range(max(found) + 1))
        bases = {Fraction(1)} if r.driving != ex.ZERO else set()
        for node in ex.walk(r.driving):
            if (
                isinstance(node, ex.Power)
                and isinstance(node.base, ex.Number)
                and r.variable in ex.symbols(node.exponent)
            ):
                bases.add(node.base.value)
        return cls(coefficients, tuple(sorted(bases)))

    def at(self, x: Enclosed) -> Enclosed:
        """χ(x)"""
        value: Enclosed = 0
        for c in self.coefficients:
            value = value * x + c
        return value

    def derived(self) -> CharacteristicPolynomial:
        """χ'"""
        degree = len(self.coefficients) - 1
        return CharacteristicPolynomial(tuple(c * (degree - i) for i, c in enumerate(self.coefficients[:-1])), ())

    def has_multiple_root(self) -> bool:
        """Whether χ and χ' have a root in common: Euclid's algorithm."""
        a, b = list(self.coefficients), list(self.derived().coefficients)
        while len(b) > 1:
            a, b = b, _remainder(a, b)
        return not b or not any(b)

    def is_equation(self, values: Sequence[Fraction]) -> bool:
        """Whether p with these values at _POINTS is c·x^j·χ(x)·Π(x − base)^m."""
        ratios = [value / Fraction(self.at(x)) for value, x in zip(values, _POINTS, strict=True)]  # type: ignore[arg-type]
        return any(
            _is_constant([ratio / beside(x) * Fraction(x) ** -j for ratio, x in zip(ratios, _POINTS, strict=True)])
            for beside in self._factors()
            for j in range(-4, _LARGEST_SHIFT)
        )

    def _factors(self) -> list[_Product]:
        found = [_Product(())]
        for base in self.bases:
            found += [_Product((*each.roots, *[base] * m)) for each in found for m in range(1, _MOST_REPEATED + 1)]
        return found


@dataclass(frozen=True, slots=True)
class _Product:
    roots: tuple[Fraction, ...]

    def __call__(self, x: int) -> Fraction:
        value = Fraction(1)
        for root in self.roots:
            value *= x - root
        return value if value else Fraction(1)


def _is_constant(values: Sequence[Fraction]) -> bool:
    return values[0] != 0 and all(value == values[0] for value in values)


def _remainder(a: list[Fraction], b: list[Fraction]) -> list[Fraction]:
    a = list(a)
    while len(a) >= len(b):
        factor = a[0] / b[0]
        for i, c in enumerate(b):
            a[i] -= factor * c
        a.pop(0)
    while a and not a[0]:
        a.pop(0)
    return a


def values_at_points(scene: Standpoint, left: Expr, right: Expr, unknown: str) -> list[Fraction] | None:
    """left − right at _POINTS of the unknown, n being 9; None where it has no values."""
    found = []
    for x in _POINTS:
        try:
            value = scene.draws[0].value(ex.subtract(left, right), {unknown: x, scene.variable: 9})
        except NoValue:
            return None
        if not isinstance(value, int | Fraction):
            return None
        found.append(Fraction(value))
    return found


@dataclass(frozen=True, slots=True)
class Fitted:
    """Whether some constants make the form T, and which they are, by draw; `unique`: no others do."""

    fits: bool
    unique: bool
    constants: tuple[Letters, ...]


def fitted(scene: Standpoint, left: Expr, form: Expr, names: Sequence[str]) -> Fitted | None:
    """The constants with left = form at all sizes; None where the form is not linear in them, or has no values."""
    found: list[Letters] = []
    fits, unique = True, True
    for draw in range(len(scene.draws)):
        rows = _rows(scene, draw, left, form, names)
        if rows is None or len(rows) < len(names) + 2:
            return None
        solved = _solved(rows, len(names))
        if solved is None:
            return None
        values, independent, consistent = solved
        fits, unique = fits and consistent, unique and independent == len(names)
        found.append(dict(zip(names, values, strict=True)))  # type: ignore[arg-type]
    return Fitted(fits, unique, tuple(found))


def _rows(scene: Standpoint, draw: int, left: Expr, form: Expr, names: Sequence[str]) -> list[list[Enclosed]] | None:
    functions, rows = scene.draws[draw], []
    for n in sizes_to_try(scene.recurrence):
        here: Letters = {**functions.letters, scene.variable: n}
        here |= {name: values[n] for name, values in scene.bound.items() if n in values}
        here |= scene.constants[draw] if scene.constants else {}

        def at(*units: int, here: Letters = here) -> Enclosed:
            return functions.value(form, {**here, **dict(zip(names, map(Fraction, units), strict=True))})

        try:
            none = at(*[0] * len(names))
            columns = [at(*[int(i == j) for i in range(len(names))]) - none for j in range(len(names))]
            twice = at(*[2] * len(names)) - none
            if differ(twice, _total(columns) * 2):
                return None
            rows.append([*columns, functions.value(left, here) - none])
        except NoValue:
            continue
    return rows


def _total(values: Sequence[Enclosed]) -> Enclosed:
    total: Enclosed = 0
    for value in values:
        total = total + value
    return total


def _solved(rows: list[list[Enclosed]], unknowns: int) -> tuple[list[Enclosed], int, bool] | None:
    """Gauss: values of the unknowns (0 where one is free), the rank, and whether all rows agree."""
    rows = [list(row) for row in rows]
    pivots: list[tuple[int, int]] = []
    for column in range(unknowns):
        start = len(pivots)
        chosen = next((i for i in range(start, len(rows)) if sign_of(rows[i][column]) not in (0, None)), None)
        if chosen is None:
            continue
        rows[start], rows[chosen] = rows[chosen], rows[start]
        pivot = rows[start]
        for i, row in enumerate(rows):
            if i != start and sign_of(row[column]) != 0:
                factor = quotient(row[column], pivot[column])
                rows[i] = [
                    0 if j == column else x - factor * y for j, (x, y) in enumerate(zip(row, pivot, strict=True))
                ]
        pivots.append((start, column))
    values: list[Enclosed] = [0] * unknowns
    for i, column in pivots:
        values[column] = quotient(rows[i][-1], rows[i][column])
    return values, len(pivots), not any(differ(row[-1], 0) for row in rows[len(pivots) :])
