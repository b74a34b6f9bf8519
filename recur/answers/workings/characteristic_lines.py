"""Lines of a solution by the characteristic equation: the equation and its roots."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from itertools import count, islice
from typing import TYPE_CHECKING

from recur.answers.workings.exact_functions import NoValue, differ, steps_of
from recur.answers.workings.findings import RIGHT, UNJUDGED, Finding, slipped
from recur.answers.workings.lines import Stated
from recur.answers.workings.samples import Standpoint
from recur.answers.workings.working import Slip
from recur.model import Expr, Recurrence, expressions as ex, step
from recur.model.records import frozen, replace
from recur.numbers.exact import quotient

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

#: What the unknown of the equation is called.
UNKNOWNS = frozenset(("x", "r", "lambda", "q", "t", "z", "y", "s", "ρ", "λ", "α"))
_POINTS = 5
_LARGEST_SHIFT = 24
_MOST_REPEATED = 3
FIBONACCI = Fraction(1), Fraction(-1), Fraction(-1)  # x² − x − 1


@frozen(slots=False)
class CharacteristicPolynomial:
    """χ(x) = x^d − Σ cᵢ x^(d−i), and the bases of the driving function, whose factors may stand beside it.

    `fixed`: the x with T(n) = x for every n, where there is one: x = 2x − 3 is no characteristic equation.
    """

    coefficients: tuple[Fraction, ...]  # of x^d, x^(d−1), …, 1
    bases: tuple[Fraction, ...]
    fixed: Fraction | None = None

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
        at_1 = sum(coefficients)
        fixed = r.driving.value / at_1 if isinstance(r.driving, ex.Number) and r.driving.value and at_1 else None
        return cls(coefficients, tuple(sorted(bases)), fixed)

    @cached_property
    def points(self) -> tuple[int, ...]:
        """Numbers at which equations are compared: no roots."""
        odd = (x for x in count(11, 2) if self.at(x) != 0 and x not in self.bases)
        return tuple(islice(odd, _POINTS))

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
        """Whether p with these values at the points is c·x^j·χ(x)·Π(x − base)^m."""
        ratios = [quotient(value, self.at(x)) for value, x in zip(values, self.points, strict=True)]
        return any(
            _is_constant(
                [quotient(ratio, beside(x) * Fraction(x) ** j) for ratio, x in zip(ratios, self.points, strict=True)]
            )
            for beside in self._factors()
            for j in range(-4, _LARGEST_SHIFT)
        )

    def _factors(self) -> list[_Product]:
        found = [_Product(())]
        for base in self.bases:
            found += [_Product((*each.roots, *[base] * m)) for each in found for m in range(1, _MOST_REPEATED + 1)]
        return found


@frozen
class _Product:
    roots: tuple[Fraction, ...]

    def __call__(self, x: int) -> Fraction:
        value = Fraction(1)
        for root in self.roots:
            value *= x - root
        return value


def _is_constant(values: Sequence[Enclosed]) -> bool:
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


def vanishing(polynomial: CharacteristicPolynomial, unknown: str) -> Expr:
    """χ(x) = 0"""
    x, degree = ex.Symbol(unknown), len(polynomial.coefficients) - 1
    terms = [
        ex.mul(ex.Number(c), ex.power(x, ex.number(degree - i))) for i, c in enumerate(polynomial.coefficients) if c
    ]
    return ex.Relation("=", ex.add(*terms), ex.ZERO)


def is_unknown(name: str) -> bool:
    """x, r, r_1"""
    return name.split("_")[0] in UNKNOWNS


def is_trial(x: Expr, variable: str) -> bool:
    """x^n"""
    match x:
        case ex.Power(ex.Symbol(name), ex.Symbol(exponent)):
            return exponent == variable and is_unknown(name)
    return False


def judged_equation(
    scene: Standpoint, polynomial: CharacteristicPolynomial, left: Expr, right: Expr, unknown: str
) -> Finding:
    """x² = 5x − 6"""
    values = _values_at_points(scene, polynomial, ex.subtract(left, right), unknown)
    if values is None:
        return UNJUDGED
    if polynomial.is_equation(values) or not any(values):
        return RIGHT
    whole = _values_at_points(scene, polynomial, left, unknown)
    if whole is not None and polynomial.is_equation(whole) and unknown in ex.symbols(right):
        return slipped(Slip.ARITHMETIC, step("{x} is not {y}.", x=left, y=right))
    if _divides(scene, polynomial, ex.subtract(left, right), unknown):
        return UNJUDGED
    told = step("This is not the characteristic equation of the recurrence.")
    return slipped(Slip.EQUATION, told, vanishing(polynomial, unknown))


def judged_root(scene: Standpoint, polynomial: CharacteristicPolynomial, value: Expr, words: str) -> Finding:
    """x = 2, a root twice where the words say so"""
    try:
        root = scene.draws[0].value(value, {})
    except NoValue:
        return UNJUDGED
    if isinstance(root, int | Fraction) and Fraction(root) in polynomial.bases:
        return RIGHT
    if root == polynomial.fixed:
        return UNJUDGED
    if differ(polynomial.at(root), 0):
        return slipped(Slip.ROOT, step("{x} is no root of the characteristic polynomial.", x=value))
    twice = any(word in words for word in ("twice", "double", "repeated", "multiplicity 2"))
    if twice and differ(polynomial.derived().at(root), 0):
        return slipped(Slip.MULTIPLICITY, step("{x} is a simple root.", x=value))
    return RIGHT


def _divides(scene: Standpoint, polynomial: CharacteristicPolynomial, gap: Expr, unknown: str) -> bool:
    """x − 2 = 0 in place of (x − 2)(x − 3) = 0: a factor that vanishes at a root, or x = 2x − 3 of the fixed point."""
    fixed = () if polynomial.fixed is None else (polynomial.fixed,)
    for root in (*fixed, *(Fraction(p, q) for p in range(-20, 21) for q in (1, 2, 3))):
        try:
            value = scene.draws[0].value(gap, {unknown: root, scene.variable: 9})
        except NoValue:
            continue
        if not differ(value, 0):
            return not differ(polynomial.at(root), 0) or root in (*polynomial.bases, *fixed)
    return False


def _values_at_points(
    scene: Standpoint, polynomial: CharacteristicPolynomial, x: Expr, unknown: str
) -> list[Fraction] | None:
    """x at the points, n being 9; None where it has no values."""
    found = []
    for point in polynomial.points:
        try:
            value = scene.draws[0].value(x, {unknown: point, scene.variable: 9})
        except NoValue:
            return None
        if not isinstance(value, int | Fraction):
            return None
        found.append(Fraction(value))
    return found


_ROOT_5 = ex.Power(ex.number(5), ex.number(Fraction(1, 2)))
_GOLDEN = {
    **dict.fromkeys(("phi", "φ", "varphi", "ϕ"), ex.divide(ex.add(ex.ONE, _ROOT_5), ex.number(2))),
    **dict.fromkeys(("psi", "ψ"), ex.divide(ex.subtract(ex.ONE, _ROOT_5), ex.number(2))),
}


def with_golden_ratio(stated: Stated) -> Stated:
    """φ and ψ, the roots of x² = x + 1; not where they are said to be something."""
    if isinstance(stated.sides[0], ex.Symbol) and stated.sides[0].name in _GOLDEN:
        return stated
    return replace(stated, sides=tuple(ex.substitute_all(x, _GOLDEN) for x in stated.sides))
