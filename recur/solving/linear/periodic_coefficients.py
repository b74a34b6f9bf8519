"""f(n) = Σ c_{r,d} f(n − d) + p_r(n) where r = n mod m: with polynomials p_r, a recurrence with constant coefficients.

Let s(n) hold f(n), …, f(n − D + 1) and n^e, …, 1. Then s(n) = A_r s(n − 1), and over a period s(n) = M_r s(n − m),
where the M_r are products of the same A_r in turn and have one characteristic polynomial χ. By Cayley and Hamilton
Σ χᵢ f(n − m·i) = 0, so that f satisfies a recurrence of order m(D + e + 1) at most, whose shortest one is found from
the first 2m(D + e + 1) values.
Source: Massey, Shift-register synthesis and BCH decoding (1969); Floquet's theorem for difference equations, in Elaydi,
An Introduction to Difference Equations, section 3.4.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from math import lcm

from recur.model import (
    Expr,
    InitialCondition,
    OtherShape,
    RecurError,
    Recurrence,
    Solution,
    Subcall,
    Unmet,
    Verification,
    expressions as ex,
    names_of,
    step,
)
from recur.model.records import replace
from recur.numbers.polynomials import Polynomial, degree, plus, raised, scaled, trimmed
from recur.solving.calls_and_polynomials import CallsAndPolynomial
from recur.solving.linear.linear_answers import closed_form_answer, conclusion
from recur.solving.linear.linear_sequences import ConstantCoefficients, exact_sequence
from recur.solving.linear.root_formulas import RootFormulas
from recur.solving.linear.textbook_steps import characteristic_step
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind, once

NAME = "periodic coefficients"
SOURCE = "Elaydi, An Introduction to Difference Equations, section 3.4"
_MOST_PERIOD = 24
_MOST_ORDER = 48


@method(
    NAME,
    about=(RecurrenceKind.DIGITS,),
    source=SOURCE,
    summary="Σ c_d f(n − d) + p(n) with coefficients that depend on n mod m: constant ones over a whole period",
)
def solve(problem: Problem) -> Solution:
    r = problem.recurrence
    if r.subcalls and not r.nonlinear and all(isinstance(call.coefficient, ex.Number) for call in r.subcalls):
        # with constant coefficients this is asked last, where nothing shorter is known: `completed`
        raise OtherShape("coefficients that come round", "the driving function alone depends on a remainder of n")
    return _over_a_period(problem)


def _over_a_period(problem: Problem) -> Solution:
    equations = _equations(problem)
    r, period = problem.recurrence, ex.number(len(equations))
    beside, values = _shortest(problem, equations)
    coefficients = ConstantCoefficients(
        {_distance(c): c.coefficient.value for c in beside.subcalls if isinstance(c.coefficient, ex.Number)}
    )
    simple = Problem(beside, problem.known, problem.solve, problem.values)
    sequence = exact_sequence(simple, coefficients)
    first = beside.initial[0].high
    if sequence is None or sequence.form.values(first, len(values)) != values:
        raise Unmet("a closed form within bounds", "the recurrence over a period has too many roots")
    formulas = RootFormulas(r.variable, taken=names_of(r))
    found = closed_form_answer(simple, sequence.form, formulas)
    opening = step(
        "Over {m} steps the coefficients come round: by Cayley and Hamilton the values satisfy one recurrence with "
        "constant coefficients, and the first values tell the shortest:",
        ex.Relation("=", beside.left, beside.right),
        m=period,
        source=SOURCE,
    )
    so = step("With the first values,", ex.Relation("=", r.left, found.closed))
    roots = characteristic_step(simple, coefficients, sequence.characteristic, formulas)
    told = "there the closed form has the values of the recurrence, exactly"
    held = Verification("checked", len(values), first, first + len(values) - 1, reason=told)
    return Solution(
        r,
        found.bounds,
        NAME,
        found.case,
        step("the coefficients depend on {x} alone.", x=ex.Apply("mod", (ex.Symbol(r.variable), period))),
        (opening, roots, so, conclusion(simple, found, "The largest root that occurs decides")),
        where=tuple(formulas.definitions),
        leading=found.leading,
        exact=found.closed,
        exact_domain=found.domain,
        verification=held if formulas.definitions else Verification("unchecked"),
    )


def _distance(call: Subcall) -> int:
    """The i of g(n − i)."""
    assert isinstance(call.argument, ex.Add) and isinstance(call.argument.terms[-1], ex.Number)
    return -int(call.argument.terms[-1].value)


def completed(problem: Problem, found: Solution | None) -> Solution | None:
    """The solution with its closed form, where drivers or coefficients come round; else as it is."""
    r = problem.recurrence
    rounded = any(
        isinstance(x, ex.ByRemainder) or (isinstance(x, ex.Apply) and x.name == "mod") for x in ex.walk(r.right)
    )
    if not rounded or (found is not None and found.exact is not None):
        return found
    try:
        told = _over_a_period(problem)
    except (Unmet, RecurError):
        return found
    if found is None or found.bounds.theta is None:
        return told
    return replace(
        found,
        exact=told.exact,
        exact_domain=told.exact_domain,
        steps=(*found.steps, *told.steps),
        leading=found.leading,
    )


# -- what the equation says for each remainder -------------------------------------------------------------


@once
def _equations(problem: Problem) -> tuple[CallsAndPolynomial, ...]:
    r = problem.recurrence
    period = _period(r.right, r.variable)
    if period is None or period == 1 or not ex.has_call(r.right):
        raise OtherShape("coefficients that come round", "nothing in the equation depends on a remainder of n")
    if r.relation != "=":
        raise Unmet("an equation", "the relation is {x}", x=ex.Relation(r.relation, r.left, r.right))
    if period > _MOST_PERIOD:
        raise Unmet("a short period", "the coefficients come round after {m} steps", m=ex.number(period))
    return tuple(_Reader(r, period, rest).equation() for rest in range(period))


def _period(x: Expr, variable: str) -> int | None:
    """The least m that tells all remainders in the formula; None where one is of another number than a whole one."""
    found = 1
    for part in ex.walk(x):
        match part:
            case ex.ByRemainder(_, branches):
                found = lcm(found, len(branches))
            case ex.Apply("mod", (_, ex.Number(value))) if value.denominator == 1 and value > 0:
                found = lcm(found, int(value))
            case ex.Apply("floor" | "ceiling", (inside,)) if not ex.has_call(inside) and variable in ex.symbols(inside):
                found = lcm(found, *(y.value.denominator for y in ex.walk(inside) if isinstance(y, ex.Number)))
                found = lcm(found, *_divisors(inside))
            case ex.Power(ex.Number(base), exponent) if base == -1 and variable in ex.symbols(exponent):
                found = lcm(found, 2)
    return found


def _divisors(x: Expr) -> list[int]:
    """The 3 of n·3^(−1)."""
    powers = (y for y in ex.walk(x) if isinstance(y, ex.Power) and isinstance(y.base, ex.Number))
    return [abs(y.base.value.numerator) or 1 for y in powers if isinstance(y.base, ex.Number)]


class _Reader:
    """The right-hand side at the sizes n ≡ rest (mod period)."""

    def __init__(self, r: Recurrence, period: int, rest: int) -> None:
        self.r, self.period, self.rest = r, period, rest

    def equation(self) -> CallsAndPolynomial:
        return self.read(self.r.right)

    def read(self, x: Expr) -> CallsAndPolynomial:
        match x:
            case ex.Number(value):
                return CallsAndPolynomial({}, trimmed((value,)))
            case ex.Symbol(name) if name == self.r.variable:
                return CallsAndPolynomial({}, (Fraction(0), Fraction(1)))
            case ex.Add(terms):
                return reduce(CallsAndPolynomial.plus, map(self.read, terms))
            case ex.Mul(factors):
                product = CallsAndPolynomial({}, (Fraction(1),))
                for factor in map(self.read, factors):
                    product = _product(product, factor, x)
                return product
            case ex.ByRemainder(argument, branches):
                return self.read(branches[self.whole(argument, len(branches), x)])
            case ex.Call(function, (argument,)) if function == self.r.function:
                return self.call(argument, x)
        return CallsAndPolynomial({}, self.plain(x))

    def plain(self, x: Expr) -> Polynomial:
        match x:
            case ex.Apply("mod", (argument, ex.Number(modulus))) if modulus.denominator == 1 and modulus > 0:
                return trimmed((Fraction(self.whole(argument, int(modulus), x)),))
            case ex.Apply("floor" | "ceiling", (argument,)):
                return self.rounded(x, argument)
            case ex.Power(ex.Number(base), exponent) if base == -1:
                return (Fraction(1 - 2 * self.whole(exponent, 2, x)),)
            case ex.Power(base, ex.Number(exponent)) if exponent.denominator == 1 and abs(exponent) <= _MOST_ORDER:
                under = self.read(base)
                if not under.calls and exponent >= 0:
                    return raised(under.rest, int(exponent))
                if not under.calls and len(under.rest) == 1:
                    return (under.rest[0] ** int(exponent),)
        raise Unmet("polynomials beside the calls", "{x} is no polynomial in {n}", x=x, n=ex.Symbol(self.r.variable))

    def line(self, argument: Expr, whole: Expr) -> tuple[Fraction, Fraction]:
        """(p, q) of p + q·n."""
        found = self.read(argument)
        if found.calls or len(found.rest) > 2:
            raise Unmet("remainders and roundings of a + bn", "{x} is none of a line", x=whole)
        constant, slope = (*found.rest, Fraction(0), Fraction(0))[:2]
        return constant, slope

    def whole(self, argument: Expr, modulus: int, x: Expr) -> int:
        """The remainder of a + bn, where n mod `period` tells it."""
        constant, slope = self.line(argument, x)
        if constant.denominator != 1 or (slope * self.period) % modulus:
            raise Unmet("remainders that n mod m tells", "{x} does not depend on one remainder alone", x=x)
        value = (constant + slope * self.rest) % modulus
        if value.denominator != 1:
            raise Unmet("remainders that n mod m tells", "{x} does not depend on one remainder alone", x=x)
        return int(value)

    def rounded(self, x: ex.Apply, argument: Expr) -> Polynomial:
        """⌊a + bn⌋ less a + bn depends on n mod m alone, where b·m is whole."""
        constant, slope = self.line(argument, x)
        if (slope * self.period).denominator != 1:
            raise Unmet("remainders and roundings of a + bn", "{x} is none of a line", x=x)
        there = constant + slope * self.rest
        moved = there // 1 - there if x.name == "floor" else -(-there // 1) - there
        return trimmed((constant + moved, slope))

    def call(self, argument: Expr, x: Expr) -> CallsAndPolynomial:
        constant, slope = self.line(argument, x)
        if slope != 1 or constant.denominator != 1 or constant >= 0:
            raise Unmet("calls at n − d", "{x} is no call at a size a whole number smaller", x=x)
        return CallsAndPolynomial({-int(constant): Fraction(1)}, ())


def _product(one: CallsAndPolynomial, other: CallsAndPolynomial, whole: Expr) -> CallsAndPolynomial:
    found = one.times(other)
    if found is None:
        raise Unmet("calls with constant coefficients for each remainder", "{x} has none", x=whole)
    return found


# -- one recurrence for all remainders ---------------------------------------------------------------------


def _shortest(problem: Problem, equations: Sequence[CallsAndPolynomial]) -> tuple[Recurrence, list[Fraction]]:
    """The shortest recurrence with constant coefficients, by the values, and the values from its first one on."""
    r = problem.recurrence
    reach = max((d for e in equations for d in e.calls), default=1)
    highest = max((degree(e.rest) for e in equations), default=0)
    bound = len(equations) * (reach + max(highest, 0) + 1)
    if bound > _MOST_ORDER:
        raise Unmet("a short recurrence over a period", "its order may be {k}", k=ex.number(bound))
    stated = [c.high for c in r.initial if c.function == r.function]
    if not stated:
        raise Unmet("stated first values", "the values over a period are not known")
    first = max(stated) - reach + 1
    values = problem.values(range(first, first + 2 * bound))
    if values is None:
        raise Unmet("stated first values", "the values of the first periods are not known")
    coefficients, order = shortest_recurrence(values)
    length = max((i for i, c in enumerate(coefficients, 1) if c), default=0)
    if not length:  # every value is 0 from there on
        coefficients, length, order = [Fraction(1)], 1, order + 1
    first += order - length
    name, n = r.function, ex.Symbol(r.variable)
    calls = tuple(
        Subcall(name, ex.number(c), ex.add(n, ex.number(-i))) for i, c in enumerate(coefficients[:length], 1) if c
    )
    right = ex.add(*(ex.mul(c.coefficient, ex.Call(name, (c.argument,))) for c in calls))
    start = values[order - length : order]
    initial = tuple(InitialCondition(name, first + i, first + i, ex.number(v)) for i, v in enumerate(start))
    return Recurrence(name, r.variable, "=", right, calls, ex.ZERO, initial=initial), values[order - length :]


def shortest_recurrence(values: Sequence[Fraction]) -> tuple[list[Fraction], int]:
    """c₁, c₂, … and the order L: v[n] = Σ cᵢ·v[n − i] for every n ≥ L, L least (Berlekamp and Massey).

    >>> shortest_recurrence([Fraction(x) for x in (0, 1, 1, 2, 3, 5, 8, 13)])
    ([Fraction(1, 1), Fraction(1, 1)], 2)
    """
    now, before = [Fraction(1)], [Fraction(1)]
    order, since, last = 0, 1, Fraction(1)
    for n in range(len(values)):
        wrong = sum((c * values[n - i] for i, c in enumerate(now) if i <= n), Fraction(0))
        if not wrong:
            since += 1
            continue
        factor = wrong / last
        grown = list(plus(tuple(now), scaled((*[Fraction(0)] * since, *before), -factor)))
        if 2 * order <= n:
            order, before, last, since = n + 1 - order, now, wrong, 1
        else:
            since += 1
        now = grown
    return [-c for c in now[1:]], order
