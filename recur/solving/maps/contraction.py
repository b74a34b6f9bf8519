"""T(n) = F(T(n − 1)) that comes closer to a fixed point, or to a cycle, because F or F∘…∘F contracts around it.

If |G′| ≤ q < 1 on [c − r, c + r] and |G(c) − c| ≤ (1 − q)·r, then G maps this interval into itself, has one fixed
point there, and from everywhere in it the iterates tend to that point. G = F gives a limit; G = F∘…∘F, p times, a
cycle of p values. Derivatives are enclosed by intervals, so the proof needs no monotone map: cos x, e^(−x), 1/(1 + x²).
Source: Rudin, Principles of Mathematical Analysis, theorem 9.23 (contraction principle).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from recur.asymptotics import UNIT, Growth
from recur.evaluation.arithmetic import Compiler
from recur.evaluation.equation import OUTSIDE
from recur.model import (
    Bounds,
    Definition,
    Expr,
    RecurError,
    Solution,
    Step,
    Unmet,
    expressions as ex,
    step,
    unused_name,
)
from recur.model.records import frozen
from recur.numbers import Real, TooCoarse, exact_formula, polynomials, real
from recur.numbers.interval import Interval, between, interval
from recur.numbers.roots import all_roots, exact_real
from recur.solving.maps.derivatives import derivative_of
from recur.solving.maps.one_value_maps import OneValueMap, X, map_of
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind

SOURCE = "Rudin, Principles of Mathematical Analysis, theorem 9.23"
NAME = "contraction"
_BITS = 256
_FAR = 640  # steps after which the values must repeat to many digits
_CLOSE = Fraction(1, 1 << 75)
_NEAR = Fraction(1, 10**12)
_ASIDE = Fraction(1, 1 << 20)  # of the radius, by which the centre may miss the fixed point
_FIRST = (0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128)  # values that may lie in the interval
_MOST_PERIOD = 8
_BROKEN = (*OUTSIDE, RecurError, TooCoarse)


@frozen
class Attractor:
    """The value at the size `size` lies in the interval around `centre` on which F^period contracts by `rate`."""

    size: int
    centre: Fraction
    radius: Fraction
    rate: Fraction
    period: int
    low: Fraction  # below all the values from there on


class _Enclosed:
    """F and F′ on intervals."""

    def __init__(self, found: OneValueMap, bits: int = _BITS) -> None:
        self.bits = bits
        self._value = self._of(found.body)
        self._slope = self._of(derivative_of(found.body, X.name))

    def _of(self, x: Expr) -> Callable[[Interval], Interval]:
        compiler = Compiler(X.name, {}, self.bits)
        closure = compiler.compile(x)
        cells: list[Any] = compiler.cells

        def at(value: Interval) -> Interval:
            cells[0] = value
            return interval(closure(), self.bits)

        return at

    def value(self, x: Interval) -> Interval:
        return self._value(x)

    def slope(self, x: Interval) -> Interval:
        return self._slope(x)

    def after(self, x: Interval, period: int) -> tuple[list[Interval], Interval]:
        """x, F(x), … and F^period(x), and the derivative of F^period there."""
        seen, slope = [x], interval(1, self.bits)
        for _ in range(period):
            slope = slope * self.slope(seen[-1])
            seen.append(self.value(seen[-1]))
        return seen, slope


@method(
    NAME,
    about=(RecurrenceKind.NONLINEAR,),
    source=SOURCE,
    summary="T(n) = F(T(n − 1)) with |F′| < 1 around the values: cos T, e^(−T), 1/(1 + T²)",
)
def solve(problem: Problem) -> Solution:
    found = map_of(problem)
    enclosed = _Enclosed(found)
    seen = _attractor(found, enclosed)
    if seen is None:
        raise Unmet("an interval on which the map contracts", "none is found around the values of {x}", x=found.formula)
    if seen.low <= 0:
        if seen.period == 1 and found.quotient is not None and not found.quotient[0][0]:
            return _falling(problem, found, enclosed, seen)
        raise Unmet("a positive limit", "the values do not tend to a positive number")
    if seen.period > 1:
        return _cycle(problem, found, seen)
    return _limit_of(problem, found, seen)


def _midpoint(x: Interval) -> Fraction:
    low, high = x.rationals()
    return (low + high) / 2


def _attractor(found: OneValueMap, enclosed: _Enclosed) -> Attractor | None:
    """An interval that a first value lies in and on which F, or F∘…∘F, is proved to contract."""
    first, cycle = _followed(found, enclosed)
    if not cycle:
        return None
    period = len(cycle)
    for steps in _FIRST:
        if steps >= len(first):
            return None
        low, high = first[steps].rationals()
        centre = min(cycle, key=lambda c: abs(c - low))
        radius = _rounded(max(abs(centre - low), abs(high - centre)) * Fraction(65, 64) + _NEAR)
        try:
            around = between(centre - radius * (1 + _ASIDE), centre + radius * (1 + _ASIDE), _BITS)
            values, slope = enclosed.after(around, period)
            ends = slope.rationals()
            rate = max(abs(end) for end in ends)
            moved = enclosed.after(interval(centre, _BITS), period)[0][-1].rationals()
        except _BROKEN:
            continue
        if rate < 1 and max(abs(end - centre) for end in moved) <= (1 - rate) * radius * _ASIDE:
            low = min(value.rationals()[0] for value in values[:-1])
            return Attractor(found.start + steps, centre, radius, rate, period, low)
    return None


def _rounded(x: Fraction) -> Fraction:
    """A decimal number of two digits or so that is a little larger."""
    scale = 100
    while x * scale < 100:
        scale *= 10
    return Fraction(-(-x.numerator * scale // x.denominator), scale)


def _decimal(x: Fraction) -> Expr:
    return ex.Number(x, decimal=True)


def _followed(found: OneValueMap, enclosed: _Enclosed) -> tuple[list[Interval], list[Fraction]]:
    """The first values, enclosed; and the cycle that the values far out are seen to come close to, if any."""
    first = [interval(found.value, _BITS)]
    latest: list[Fraction] = []
    try:
        for _ in range(_FIRST[-1]):
            first.append(enclosed.value(first[-1]))
    except _BROKEN:
        pass
    try:
        now = found.value
        for _ in range(_FAR):
            now = _midpoint(enclosed.value(interval(now, _BITS)))
            latest = [*latest[-2 * _MOST_PERIOD :], now]
    except _BROKEN:
        return first, []
    for period in range(1, _MOST_PERIOD + 1):
        if abs(latest[-1] - latest[-1 - period]) <= _CLOSE * max(abs(latest[-1]), Fraction(1)):
            return first, latest[-period:]
    return first, []


# -- answers -------------------------------------------------------------------------------------------


def _contracting(found: OneValueMap, problem: Problem, seen: Attractor, centre: Expr) -> Step:
    iterated = "the map" if seen.period == 1 else "the map applied {p} times"
    return step(
        "Within {r} of {c} the derivative of " + iterated + " is at most {q} in absolute value, so there it brings the "
        "distance to that point down by this factor at least. The value at {n} is so close.",
        r=_decimal(seen.radius),
        c=centre,
        q=_decimal(_shortened(seen.rate)),
        n=ex.Relation("=", ex.Symbol(problem.variable), ex.number(seen.size)),
        p=ex.number(seen.period),
        source=SOURCE,
    )


def _shortened(x: Fraction) -> Fraction:
    """Three digits behind the point, or as many as keep it below 1, rounded up."""
    scale = 1000
    while (up := Fraction(-(-x.numerator * scale // x.denominator), scale)) >= 1:
        scale *= 10
    return up


def _limit_of(problem: Problem, found: OneValueMap, seen: Attractor) -> Solution:
    r, growth = problem.recurrence, Growth(UNIT, problem.variable)
    value, defined = _as_number(problem, found, seen)
    shown = ex.Symbol(defined.symbol) if defined is not None else exact_formula(value)
    return Solution(
        r,
        Bounds(growth, growth),
        NAME,
        None,
        step("the map brings values closer to its fixed point {l}.", l=shown),
        (
            step("The fixed point {l} solves {e}.", l=shown, e=found.of_fixed_points),
            _contracting(found, problem, seen, shown),
            step("So {t} tends to {l}.", t=r.left, l=shown),
            *_rate(found, value, shown, r.left),
        ),
        where=() if defined is None else (defined,),
        leading=shown,
    )


def _rate(found: OneValueMap, value: Real, shown: Expr, left: Expr) -> tuple[Step, ...]:
    """How fast: the derivative at the fixed point, to three digits."""
    try:
        low, high = real.enclose(value, 128)
        slope = _midpoint(_Enclosed(found).slope(between(low, high, _BITS)))
    except _BROKEN:
        return ()
    told = Fraction(round(slope * 1000), 1000)
    if not told:
        return ()
    return (
        step(
            "Far out each step multiplies {d} by about {k}, the derivative at {l}.",
            d=ex.subtract(left, shown),
            k=_decimal(told),
            l=shown,
        ),
    )


def _as_number(problem: Problem, found: OneValueMap, seen: Attractor) -> tuple[Real, Definition | None]:
    """The fixed point exactly where it is of degree two at most; else by its equation and digits."""
    low, high = seen.centre - seen.radius, seen.centre + seen.radius
    if found.quotient is not None:
        above, below = found.quotient
        p = polynomials.plus(above, polynomials.scaled(polynomials.times(polynomials.X, below), Fraction(-1)))
        for root in all_roots(p):
            if root.is_real and low <= root.enclosure(200)[0] and root.enclosure(200)[1] <= high:
                exact = exact_real(root)
                if exact is not None:
                    return exact, None
    name = unused_name(problem.recurrence, "Llz")
    value = real.defined(name, lambda bits: _bisected(found, low, high, bits))
    symbol = ex.Symbol(name)
    equation = ex.Relation("=", ex.substitute(found.body, X.name, symbol), symbol)
    return value, Definition(name, equation, real.digits(value, 50), "the fixed point with")


def _bisected(found: OneValueMap, low: Fraction, high: Fraction, bits: int) -> tuple[Fraction, Fraction]:
    """F(x) − x falls there: its one zero to 2^(−bits)."""
    enclosed = _Enclosed(found, bits + 64)
    while (high - low) * (1 << bits) > 1:
        middle = (low + high) / 2
        places = bits + 32
        middle = Fraction(round(middle * (1 << places)), 1 << places)
        try:
            side = (enclosed.value(interval(middle, bits + 64)) - middle).sign()
        except TooCoarse:  # so close that its digits do not tell
            edge = Fraction(1, 1 << bits + 1)
            return middle - edge, middle + edge
        if side == 0:
            return middle, middle
        low, high = (middle, high) if side > 0 else (low, middle)
    return low, high


def _cycle(problem: Problem, found: OneValueMap, seen: Attractor) -> Solution:
    r, growth = problem.recurrence, Growth(UNIT, problem.variable)
    centre = _decimal(Fraction(round(seen.centre * 10**8), 10**8))
    return Solution(
        r,
        Bounds(growth, growth),
        NAME,
        f"cycle of {seen.period}",
        step("the values come closer to a cycle of {p} positive values.", p=ex.number(seen.period)),
        (
            step(
                "The map {f} has a cycle of {p} values, one of them near {c}.",
                f=found.formula,
                p=ex.number(seen.period),
                c=centre,
            ),
            _contracting(found, problem, seen, centre),
            step("So {t} comes closer and closer to the cycle, and has no limit.", t=r.left),
        ),
    )


def _falling(problem: Problem, found: OneValueMap, enclosed: _Enclosed, seen: Attractor) -> Solution:
    """F(0) = 0: T(n)/F′(0)^n converges, as F(x)/(F′(0)·x) = 1 + O(x) and the values fall geometrically."""
    assert found.quotient is not None
    radius = abs(seen.centre) + seen.radius
    above, below = (((*p, Fraction(0), Fraction(0))[:2]) for p in found.quotient)
    slope = above[1] / below[0]
    try:
        least = enclosed.slope(between(Fraction(0), radius, _BITS)).rationals()[0]
    except _BROKEN:
        least = Fraction(0)
    value = next((x for n, x in zip(range(found.start, seen.size + 1), found.orbit(), strict=False) if n == seen.size))
    if least <= 0 or value <= 0:
        raise Unmet("a positive limit", "the values tend to 0, and are not seen to stay positive")
    r, n = problem.recurrence, ex.Symbol(problem.variable)
    growth = Growth.of(ex.power(ex.number(slope), n), problem.variable)
    return Solution(
        r,
        Bounds(growth, growth),
        NAME,
        "towards 0",
        step(
            "the map brings positive values closer to its fixed point 0, by the factor {k} far out.", k=ex.number(slope)
        ),
        (
            _contracting(found, problem, seen, ex.ZERO),
            step(
                "There {f} is between 0 and {x}, so the values stay positive. Each divided by {k} times the one before "
                "is 1 plus at most a multiple of that value, and these multiples sum up to a bounded amount.",
                f=found.formula,
                x=ex.Symbol(found.letter),
                k=ex.number(slope),
            ),
            step("Hence {t}.", t=ex.Relation("=", r.left, ex.Asymptotic("Θ", growth.expression()))),
        ),
    )
