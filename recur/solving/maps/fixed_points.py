"""T(n) = F(T(n − 1)) that tends to a fixed point L = F(L): where F rises between the values and L, they come closer.

With F rising on the way, x₀ < F(x₀) and L the next fixed point above, all values stay below L and rise; they have a
limit, which is a fixed point, so L. The same holds from above.
Source: Rudin, Principles of Mathematical Analysis, theorem 3.14 (monotone sequences).
"""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, pairwise

from recur.asymptotics import UNIT, Growth
from recur.model import Bounds, Definition, Expr, Solution, Unmet, expressions as ex, step, unused_name
from recur.model.records import frozen
from recur.numbers import Polynomial, Real, Root, exact_formula, polynomials, real
from recur.numbers.roots import all_roots, exact_real, sign_at
from recur.solving.maps.one_value_maps import OneValueMap, map_of, rational_map
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind

SOURCE = "Rudin, Principles of Mathematical Analysis, theorem 3.14"
NAME = "fixed point"
_FIRST_STEPS = 6  # after which the values must go one way
_PRECISIONS = (64, 200, 600)


@frozen
class MapPieces:
    """The zeros of F(x) − x and of what has the sign of F′(x); where F is not defined."""

    fixed: tuple[Root, ...]
    slope: Polynomial
    turning: tuple[Root, ...]
    undefined: tuple[Root, ...]


@method(
    NAME,
    about=(RecurrenceKind.NONLINEAR,),
    source=SOURCE,
    summary="T(n) = F(T(n − 1)) whose values rise or fall to a fixed point of F",
)
def solve(problem: Problem) -> Solution:
    found = map_of(problem)
    pieces = _pieces(found)
    if pieces is None:
        raise Unmet("a quotient of polynomials or a square root", "{x} is neither", x=found.formula)
    limit, rises, steps = _limit(found, pieces)
    n = ex.Symbol(problem.variable)
    t = problem.recurrence.left
    if _compare(limit, Fraction(0)) <= 0:
        raise Unmet("a positive limit", "the values do not tend to a positive number")
    value, defined = _as_number(problem, limit)
    growth = Growth(UNIT, problem.variable)
    shown = ex.Symbol(defined.symbol) if defined is not None else exact_formula(value)
    way = "rise" if rises else "fall"
    start = ex.number(found.start + steps)
    return Solution(
        problem.recurrence,
        Bounds(growth, growth),
        NAME,
        None,
        step("the values " + way + " to the fixed point {l}.", l=shown),
        (
            step(
                "The fixed points of {f} solve {e}; {l} is the next one "
                + ("above" if rises else "below")
                + " the value at {n} = {start}.",
                f=found.formula,
                e=found.of_fixed_points,
                l=shown,
                n=n,
                start=start,
            ),
            step(
                "Between that value and {l} the map rises, so the values "
                + way
                + " and stay on their side of {l}: they have a limit, and a limit is a fixed point.",
                l=shown,
                source=SOURCE,
            ),
            step("So {t} tends to {l}.", t=t, l=shown),
        ),
        where=() if defined is None else (defined,),
        leading=shown,
    )


def _pieces(found: OneValueMap) -> MapPieces | None:
    if found.quotient is not None:
        above, below = found.quotient
        fixed = polynomials.plus(above, polynomials.scaled(polynomials.times(polynomials.X, below), Fraction(-1)))
        slope = polynomials.plus(
            polynomials.times(polynomials.derivative(above), below),
            polynomials.scaled(polynomials.times(above, polynomials.derivative(below)), Fraction(-1)),
        )
        return MapPieces(_real(fixed), slope, _real(slope), _real(below))
    match found.body:
        case ex.Power(base, ex.Number(half)) if half == Fraction(1, 2):
            inner = rational_map(base)
            if inner is not None and len(inner[1]) == 1:
                p = polynomials.scaled(inner[0], 1 / inner[1][0])
                fixed = polynomials.plus(p, polynomials.scaled(polynomials.raised(polynomials.X, 2), Fraction(-1)))
                positive = tuple(root for root in _real(fixed) if _compare(root, Fraction(0)) >= 0)
                slope = polynomials.derivative(p)
                return MapPieces(positive, slope, _real(slope), _real(p))
    return None


def _real(p: Polynomial) -> tuple[Root, ...]:
    return tuple(root for root in all_roots(p) if root.is_real) if len(p) > 1 else ()


def _limit(found: OneValueMap, pieces: MapPieces) -> tuple[Root, bool, int]:
    """The fixed point, whether the values rise to it, and the steps after which they go one way."""
    for steps, (x, rises) in enumerate(islice(_first_values(found), _FIRST_STEPS)):
        if polynomials.value(pieces.slope, x) <= 0:
            continue
        beyond = [root for root in pieces.fixed if _compare(root, x) == (1 if rises else -1)]
        for root in beyond:
            nearest = all(_order(root, other) != (1 if rises else -1) for other in beyond)
            if nearest and not any(_between(other, x, root) for other in (*pieces.turning, *pieces.undefined)):
                return root, rises, steps
    told = "no fixed point of {x} is seen to attract them"
    raise Unmet("values that rise or fall to a fixed point", told, x=found.formula)


def _first_values(found: OneValueMap) -> list[tuple[Fraction, bool]]:
    """Some first values and whether the next one is larger; of a square root the first one alone."""
    if found.quotient is None:
        match found.body:
            case ex.Power(base, _):
                inner = _fraction(base, found.value)
                if inner is None or inner < 0 or found.value < 0 or inner == found.value**2:
                    return []
                return [(found.value, inner > found.value**2)]
        return []
    orbit = list(islice(found.orbit(), _FIRST_STEPS + 1))
    return [(x, y > x) for x, y in pairwise(orbit) if x != y]


def _fraction(x: Expr, at: Fraction) -> Fraction | None:
    inner = rational_map(x)
    return None if inner is None else polynomials.value(inner[0], at) / polynomials.value(inner[1], at)


def _between(root: Root, x: Fraction, end: Root) -> bool:
    """Whether it lies strictly between them, or at x."""
    side, other = _compare(root, x), _compare(end, x)
    return side == 0 or (side == other and _order(root, end) == -other)


def _compare(root: Root, x: Fraction) -> int:
    return sign_at((-x, Fraction(1)), root)


def _order(a: Root, b: Root) -> int:
    if (a.factor, a.place) == (b.factor, b.place):
        return 0
    if len(b.factor) == 2:
        return _compare(a, -b.factor[0])
    if len(a.factor) == 2:
        return -_compare(b, -a.factor[0])
    for bits in _PRECISIONS:
        (low, high), (least, most) = a.enclosure(bits), b.enclosure(bits)
        if low > most or high < least:
            return 1 if low > most else -1
    raise Unmet("numbers that are told apart", "two fixed points are too close to each other")


def _as_number(problem: Problem, root: Root) -> tuple[Real, Definition | None]:
    """L exactly where it is of degree two at most; else by its equation and digits."""
    exact = exact_real(root)
    if exact is not None:
        return exact, None
    name = unused_name(problem.recurrence, "Llz")
    value = real.defined(name, root.enclosure)
    powers = [ex.mul(ex.number(c), ex.power(ex.Symbol(name), ex.number(k))) for k, c in enumerate(root.factor) if c]
    equation = ex.Relation("=", ex.add(*reversed(powers)), ex.ZERO)
    return value, Definition(name, equation, real.digits(value, 50), "a root of")
