"""log₂ 7 ≈ 2.81, and p ≈ 0.79 with (1/2)^p + (1/3)^p = 1: numbers told to some places, held against what they are."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from recur.answers.workings.exact_functions import NoValue, differ, sign_of, steps_of
from recur.answers.workings.findings import RIGHT, UNJUDGED, Finding, slipped
from recur.answers.workings.samples import Standpoint
from recur.answers.workings.working import Slip
from recur.model import Expr, expressions as ex, step

Equation = tuple[Expr, Expr]
_MOST_PLACES = 12


def unit_of(x: Fraction) -> Fraction:
    """One in the last place that is written: 1/100 of 2.81."""
    return next((Fraction(1, 10**k) for k in range(_MOST_PLACES) if (x * 10**k).denominator == 1), Fraction(1))


def judged_rounding(scene: Standpoint, left: Expr, right: ex.Number) -> Finding:
    """log₂ 7 ≈ 2.81: whether it is within one of the last place."""
    try:
        gap = scene.draws[0].value(left, {}) - right.value
    except NoValue:
        return UNJUDGED
    unit = unit_of(right.value)
    if sign_of(gap - unit) == 1 or sign_of(gap + unit) == -1:
        return slipped(Slip.ARITHMETIC, step("{x} is not {y}, to the places that are written.", x=left, y=right))
    return RIGHT


def judged_solution(scene: Standpoint, equation: Equation, name: str, told: ex.Number) -> Finding:
    """p ≈ 0.79: whether left − right of the equation changes its sign within one of the last place."""
    unit = unit_of(told.value)
    signs = set()
    for value in (told.value - unit, told.value + unit):
        try:
            sides = [scene.draws[0].value(side, {name: value}) for side in equation]
        except NoValue:
            return UNJUDGED
        signs.add(sign_of(sides[0] - sides[1]))
    if None in signs:
        return UNJUDGED
    if len(signs) == 2 or 0 in signs:
        return RIGHT
    if not _falls(equation, name):
        return UNJUDGED
    return slipped(
        Slip.ARITHMETIC, step("{y} does not solve {e}.", y=told, e=ex.Relation("=", equation[0], equation[1]))
    )


def _falls(equation: Equation, name: str) -> bool:
    """a·bᵖ + … = 1 with every 0 < b < 1 falls in p, and has one solution."""
    left, right = equation
    powers = [node for node in ex.walk(left) if isinstance(node, ex.Power) and name in ex.symbols(node.exponent)]
    return name not in ex.symbols(right) and all(
        isinstance(node.base, ex.Number) and 0 < node.base.value < 1 and node.exponent == ex.Symbol(name)
        for node in powers
    )


def judged_exponent_equation(scene: Standpoint, equation: Equation, name: str) -> Finding:
    """Akra and Bazzi: p solves Σ aᵢ bᵢ^p = 1 for the calls aᵢ T(bᵢ n)."""
    r = scene.recurrence
    terms = []
    for call, line in zip(r.subcalls, steps_of(r), strict=True):
        if line is None or not 0 < line[0] < 1 or not isinstance(call.coefficient, ex.Number):
            return UNJUDGED
        terms.append(ex.mul(call.coefficient, ex.Power(ex.Number(line[0]), ex.Symbol(name))))
    true = ex.add(*terms, ex.number(-1))
    told = ex.subtract(*equation)
    for p in (2, 3, 5):
        letters: Mapping[str, int] = {name: p}
        try:
            if differ(*(scene.draws[0].value(x, letters) for x in (true, told))):
                meant = ex.Relation("=", ex.add(*terms), ex.ONE)
                return slipped(Slip.EQUATION, step("The exponent solves {e}.", e=meant), meant)
        except NoValue:
            return UNJUDGED
    return RIGHT
