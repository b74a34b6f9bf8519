"""T(n) = (a·T(n − 1) + b)/(c·T(n − 1) + d): the fixed points α, β of the map make it linear.

(T − α)/(T − β) is multiplied by κ = (a − cα)/(a − cβ) at each step; where α = β, 1/(T − α) grows by c/(a − cα).
Source: Needham, Visual Complex Analysis, section 3.VI; Concrete Mathematics, exercise 2.10 for the linear case.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

from recur.asymptotics import UNIT, Growth
from recur.model import Bounds, Expr, OtherShape, Progression, Solution, Unmet, expressions as ex, step
from recur.numbers import Real, exact_formula, real
from recur.numbers.roots import quadratic_root
from recur.solving.maps.one_value_maps import OneValueMap, map_of
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind

SOURCE = "Needham, Visual Complex Analysis, section 3.VI"
NAME = "Möbius transformation"
_STEPS = (16, 240, 3840)  # that are looked at before the values are asked again whether they settle


@method(
    NAME,
    about=(RecurrenceKind.NONLINEAR,),
    source=SOURCE,
    summary="T(n) = (a T(n − 1) + b)/(c T(n − 1) + d), by its fixed points",
)
def solve(problem: Problem) -> Solution:
    found = map_of(problem)
    if found.quotient is None or max(map(len, found.quotient)) != 2 or len(found.quotient[1]) != 2:
        raise OtherShape("a quotient of linear functions", "{x} is none", x=found.formula)
    (b, a), (d, c) = ((*p, Fraction(0))[:2] for p in found.quotient)
    discriminant = (d - a) ** 2 + 4 * b * c
    if discriminant < 0:
        raise Unmet("real fixed points", "{x} has none, so its values go round for ever", x=found.formula)
    # c·x² + (d − a)·x − b = 0
    monic = (-b / c, (d - a) / c, Fraction(1))
    if discriminant == 0:
        return _by_one_point(problem, found, (a - d) / (2 * c), c, a)
    points = [quadratic_root(monic, sign) for sign in (1, -1)]
    sizes = [real.compare(_square(Fraction(c) * x + d), real.ONE * abs(a * d - b * c)) for x in points]
    if 0 in sizes:
        raise Unmet("a fixed point that attracts", "the values come again and again: κ = −1")
    near, far = points if sizes[0] > 0 else reversed(points)  # |F′(x)| = |ad − bc|/(cx + d)² < 1 at the attracting one
    return _by_two_points(problem, found, near, far, (a, c))


def _square(x: Real) -> Real:
    return x * x


def _distance(x: Real) -> Real:
    """|x|"""
    return x if real.sign(x) >= 0 else real.ZERO - x


def _by_two_points(
    problem: Problem, found: OneValueMap, near: Real, far: Real, line: tuple[Fraction, Fraction]
) -> Solution:
    a, c = line
    if real.compare(far, found.value) == 0 or real.compare(near, found.value) == 0:
        raise Unmet("a first value that is no fixed point", "the first value is a fixed point, and stays")
    kappa = (Fraction(a) - Fraction(c) * near) / (Fraction(a) - Fraction(c) * far)
    front = (found.value - near) / (found.value - far)
    _require_values(found, _distance(front), _distance(kappa))
    r, n = problem.recurrence, ex.Symbol(problem.variable)
    alpha, beta, ratio = (exact_formula(x) for x in (near, far, kappa))
    power = ex.mul(exact_formula(front), ex.power(ratio, _steps(found, n)))
    exact = ex.divide(
        ex.subtract(alpha, ex.mul(beta, power)),
        ex.subtract(ex.ONE, power),
    )
    quotient = ex.divide(ex.subtract(r.left, alpha), ex.subtract(r.left, beta))
    growth, leading = _at_limit(problem, near)
    if growth is None and near == 0 and real.sign(kappa) > 0:
        growth = Growth.of(ex.power(ratio, n), problem.variable) if found.value > 0 else None
    if growth is None:
        raise Unmet("a positive limit", "the values do not tend to a positive number")
    return Solution(
        r,
        Bounds(growth, growth),
        NAME,
        "two fixed points",
        step("with the fixed points {a} and {b} the map multiplies {q} by {k}.", a=alpha, b=beta, q=quotient, k=ratio),
        (
            step("The fixed points solve {e}: {a} and {b}.", e=found.of_fixed_points, a=alpha, b=beta),
            step(
                "Then {q} is multiplied by {k} at each step: {v}.",
                q=quotient,
                k=ratio,
                v=ex.Relation("=", quotient, power),
                source=SOURCE,
            ),
            step("Solved for {t}: {e}.", t=r.left, e=ex.Relation("=", r.left, exact)),
        ),
        leading=leading,
        exact=exact,
        exact_domain=Progression(problem.variable, found.start),
    )


def _by_one_point(problem: Problem, found: OneValueMap, point: Fraction, c: Fraction, a: Fraction) -> Solution:
    """1/(T − α) grows by c/(a − cα) at each step."""
    if found.value == point:
        raise Unmet("a first value that is no fixed point", "the first value is the fixed point, and stays")
    r, n = problem.recurrence, ex.Symbol(problem.variable)
    added = c / (a - c * point)
    start = 1 / (found.value - point)
    pole = -start / added
    if pole.denominator == 1 and pole >= 0:
        size = ex.number(found.start + int(pole))
        raise Unmet("values that exist", "the value at {n} = {size} divides by 0", n=n, size=size)
    below = ex.add(ex.mul(ex.number(added), _steps(found, n)), ex.number(start))
    exact = ex.add(ex.number(point), ex.divide(ex.ONE, below))
    growth, leading = _at_limit(problem, point)
    if growth is None and point == 0 and added > 0:
        leading = ex.divide(ex.ONE, ex.mul(ex.number(added), n))
        growth = Growth.of(leading, problem.variable)
    if growth is None:
        raise Unmet("a positive limit", "the values do not tend to a positive number")
    inverse = ex.divide(ex.ONE, ex.subtract(r.left, ex.number(point)))
    return Solution(
        r,
        Bounds(growth, growth),
        NAME,
        "one fixed point",
        step(
            "with its one fixed point {a} the map adds {d} to {q}.", a=ex.number(point), d=ex.number(added), q=inverse
        ),
        (
            step("The fixed points solve {e}: {a} alone.", e=found.of_fixed_points, a=ex.number(point)),
            step(
                "Then {q} grows by {d} at each step: {v}.",
                q=inverse,
                d=ex.number(added),
                v=ex.Relation("=", inverse, below),
                source=SOURCE,
            ),
            step("Solved for {t}: {e}.", t=r.left, e=ex.Relation("=", r.left, exact)),
        ),
        leading=leading,
        exact=exact,
        exact_domain=Progression(problem.variable, found.start),
    )


def _steps(found: OneValueMap, n: Expr) -> Expr:
    return ex.add(n, ex.number(-found.start)) if found.start else n


def _at_limit(problem: Problem, point: Real) -> tuple[Growth | None, Expr | None]:
    if real.sign(point) <= 0:
        return None, None
    return Growth(UNIT, problem.variable), exact_formula(point)


def _require_values(found: OneValueMap, front: Real, kappa: Real) -> None:
    """No value divides by 0: none of those met, and none from where on front·κ^k, which is 1 then, stays below 1."""
    orbit, met = found.orbit(), 0
    for steps in _STEPS:
        met += sum(1 for _ in islice(orbit, steps))
        if real.compare(front * real.power(kappa, Fraction(met)), real.ONE) < 0:
            return
    raise Unmet("values that settle", "whether a value far out divides by 0 is not seen")
