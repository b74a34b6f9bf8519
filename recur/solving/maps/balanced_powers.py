"""T(n) = F(n, T(n − 1), …): F of sums, products and powers, of a degree below 1 in the values before: Θ(n^e).

With T(n) = n^e each part of F is a power n^(c + s·e), s its degree in T, and a sum has that of its largest part. As all
s < 1, one e balances both sides: the largest of c/(1 − s). A multiple C·n^e with a large C is more than F makes of it,
for F multiplies C by C^s at most; one with a small C is less: both by induction, as F rises with each value. Where one
part alone is as large as n^e, the coefficient L solves L = a·L^s too, and T(n) ~ L·n^e: the limits l ≤ u of T(n)/n^e
have l ≥ a·l^s and u ≤ a·u^s.
Source: induction on the size.
"""

from __future__ import annotations

from fractions import Fraction

from recur.asymptotics import Growth
from recur.evaluation.equation import straight_line
from recur.model import (
    Bounds,
    Expr,
    InitialCondition,
    OtherShape,
    Recurrence,
    Solution,
    Step,
    Unmet,
    expressions as ex,
    step,
)
from recur.model.records import frozen
from recur.numbers import Real, exact_formula, real
from recur.numbers.polynomials import rational_roots, stays_nonnegative
from recur.numbers.rational_functions import quotient_of
from recur.solving.maps.one_value_maps import require_nonlinear_numbers
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind

NAME = "balance of powers"
_MOST_PARTS = 256


@frozen
class PowerPart:
    """factor·n^power·T^degree."""

    power: Fraction
    degree: Fraction
    factor: Real

    @property
    def balance(self) -> Fraction:
        """The e of n^e = n^power·(n^e)^degree."""
        return self.power / (1 - self.degree)


@method(
    NAME,
    about=(RecurrenceKind.NONLINEAR,),
    source="induction on the size",
    summary="T(n) = F(n, T(n − 1)) of powers, of a degree below 1 in T: √(n + T), n + √T, √(n·T + 1)",
)
def solve(problem: Problem) -> Solution:
    r = problem.recurrence
    require_nonlinear_numbers(r)
    reading = _PowerReading(r)
    parts = tuple(reading.parts(r.right))
    if not any(part.degree for part in parts):
        raise OtherShape("a nonlinear recurrence", "no value before stands in it")
    if len(parts) == 1:
        raise OtherShape("a sum", "a product of powers has methods of its own")
    steep = max(part.degree for part in parts)
    if steep >= 1:
        raise Unmet("a degree below 1", "in {x} the values before have the degree {s}", x=r.right, s=ex.number(steep))
    _require_positive(r, parts)
    e = max(part.balance for part in parts)
    decisive = [part for part in parts if part.balance == e]
    n = ex.Symbol(r.variable)
    growth = Growth.of(ex.power(n, ex.number(e)), r.variable)
    leading = None
    if len(decisive) == 1 and not reading.divided:
        (part,) = decisive
        leading = ex.mul(exact_formula(real.power(part.factor, 1 / (1 - part.degree))), ex.power(n, ex.number(e)))
    return Solution(
        r,
        Bounds(growth, growth),
        NAME,
        None,
        step("the exponent {e} balances both sides, and the values before stand in powers below 1.", e=ex.number(e)),
        _told(r, parts, decisive, e, leading),
        leading=leading,
        assumptions=() if r.initial else (_small_sizes(r),),
    )


def _small_sizes(r: Recurrence) -> Step:
    return step(
        "{t}, positive, for small {n}.", t=ex.Relation("=", r.left, ex.Asymptotic("Θ", ex.ONE)), n=r.left.arguments[0]
    )


def _told(
    r: Recurrence, parts: tuple[PowerPart, ...], decisive: list[PowerPart], e: Fraction, leading: Expr | None
) -> tuple[Step, ...]:
    n, c, value = ex.Symbol(r.variable), ex.Symbol("C"), ex.Symbol("e")
    power = ex.power(n, ex.number(e))
    exponents = tuple(
        dict.fromkeys(ex.add(ex.number(part.power), ex.mul(ex.number(part.degree), value)) for part in parts)
    )
    largest = exponents[0] if len(exponents) == 1 else ex.Apply("max", exponents)
    steep = ex.number(max(part.degree for part in parts))
    balance = step(
        "With {t} the right-hand side is of the order {x}: both sides agree for {e}.",
        t=ex.Relation("=", r.left, ex.power(n, value)),
        x=ex.power(n, largest),
        e=ex.Relation("=", value, ex.number(e)),
    )
    sides = step(
        "The right-hand side rises with each value before, and turns {cp} into at most {up} times a constant: for a "
        "large {c} that is less than {cp}, and for a small one it is more. So {t} by induction on {n}.",
        cp=ex.mul(c, power),
        up=ex.mul(ex.power(c, steep), power),
        c=c,
        t=ex.Relation("=", r.left, ex.Asymptotic("Θ", power)),
        n=n,
    )
    if leading is None:
        return balance, sides
    (part,) = decisive
    limit = ex.Symbol("L")
    image = ex.mul(exact_formula(part.factor), ex.power(limit, ex.number(part.degree)))
    end = step(
        "One part alone is of that order, so the smallest and the largest limit of {q} lie between solutions of {l}, "
        "which has one: {t}.",
        q=ex.divide(r.left, power),
        l=ex.Relation("=", limit, image),
        t=ex.Relation("~", r.left, leading),
    )
    return balance, sides, end


class _PowerReading:
    """The right-hand side as parts factor·n^power·T^degree, of which the largest decides."""

    def __init__(self, r: Recurrence) -> None:
        self.r = r
        self.divided = False  # a call at n/b

    def parts(self, x: Expr) -> list[PowerPart]:
        match x:
            case ex.Number(value) if value > 0:
                return [PowerPart(Fraction(0), Fraction(0), value)]
            case ex.Symbol(name) if name == self.r.variable:
                return [PowerPart(Fraction(1), Fraction(0), Fraction(1))]
            case ex.Call(function, (size,)) if function == self.r.function:
                self._require_smaller(size, x)
                return [PowerPart(Fraction(0), Fraction(1), Fraction(1))]
            case ex.Add(terms):
                beside = ex.add(*(term for term in terms if not ex.has_call(term)))
                if isinstance(beside, ex.Add) and quotient_of(beside, self.r.variable) is not None:
                    terms = tuple(term for term in terms if ex.has_call(term))
                    return _few([self.polynomial(beside), *(part for term in terms for part in self.parts(term))], x)
                return _few([part for term in terms for part in self.parts(term)], x)
            case ex.Mul(factors):
                found = [PowerPart(Fraction(0), Fraction(0), Fraction(1))]
                for factor in factors:
                    found = _few([_product(a, b) for a in found for b in self.parts(factor)], x)
                return found
            case ex.Power(base, ex.Number(s)) if s > 0 or not ex.has_call(base):
                inner = self.parts(base)
                if s < 0 and len(inner) > 1:
                    raise Unmet("sums, products and powers", "the sum {x} is divided by", x=base)
                return [PowerPart(s * p.power, s * p.degree, real.power(p.factor, s)) for p in inner]
        raise Unmet("sums, products and powers", "{x} is none of positive numbers and the size", x=x)

    def polynomial(self, x: Expr) -> PowerPart:
        """The leading term of a polynomial in n that is positive behind the first values, as of n − 1."""
        found = quotient_of(x, self.r.variable)
        if found is None or len(found[1]) != 1 or not found[0] or found[0][-1] <= 0:
            raise Unmet("sums, products and powers", "{x} is none of positive numbers and the size", x=x)
        p = found[0]
        start = max((c.high for c in self.r.initial), default=None)
        if start is not None and not (stays_nonnegative(p, start + 1) and all(x <= start for x in rational_roots(p))):
            raise Unmet("sums, products and powers", "{x} is not positive at every size", x=x)
        return PowerPart(Fraction(len(p) - 1), Fraction(0), p[-1])

    def _require_smaller(self, size: Expr, whole: Expr) -> None:
        """n − i, or n/b + i, rounded or not."""
        inside = size.arguments[0] if isinstance(size, ex.Apply) and size.name in ("floor", "ceiling") else size
        line = straight_line(inside, self.r.variable)
        if line is None or not 0 < line[0] <= 1 or (line[0] == 1 and line[1] >= 0):
            raise Unmet("values before", "{x} is not at n − i or n/b", x=whole)
        self.divided = self.divided or line[0] < 1


def _few(parts: list[PowerPart], x: Expr) -> list[PowerPart]:
    if len(parts) > _MOST_PARTS:
        raise Unmet("a short sum", "{x} has too many parts", x=x)
    return parts


def _product(one: PowerPart, other: PowerPart) -> PowerPart:
    factor = real.times(one.factor, other.factor)
    return PowerPart(one.power + other.power, one.degree + other.degree, factor)


def _require_positive(r: Recurrence, parts: tuple[PowerPart, ...]) -> None:
    """Every value is positive from some size on: the first ones are, or something without T is added to them."""
    stated = [c for c in r.initial if c.function == r.function]
    if any(c.high < 0 for c in stated):
        raise Unmet("first sizes from 0 on", "a value is stated at a negative size")
    least = min((_least(c) for c in stated), default=Fraction(1))
    if least < 0 or (least == 0 and all(part.degree for part in parts)):
        raise Unmet("positive values", "a first value is not seen to be positive")


def _least(c: InitialCondition) -> Fraction:
    match c.value:
        case ex.Number(value) if c.relation == "=":
            return value
        case ex.Asymptotic("Θ", ex.Number()) if c.relation == "=":
            return Fraction(1)
    return Fraction(-1)
