"""T(n) = T(n − 1) + c·T(n − 1)^p + …, p < 1, with values that rise without end: T(n) ~ ((1 − p)·c·n)^(1/(1−p)).

Along such values T^(1−p) grows by (1 − p)·c + o(1) at each step, and by the theorem of Stolz and Cesàro its quotient
by n tends to that. Values that fall to 0, as of T − T², are turned into such ones by y = 1/T.
Source: de Bruijn, Asymptotic Methods in Analysis, section 8.5 (slow iteration).
"""

from __future__ import annotations

from fractions import Fraction

from recur.asymptotics import Growth, expand
from recur.evaluation.equation import why_no_map
from recur.model import Bounds, Expr, Solution, Undecided, Unmet, expressions as ex, letters_of, step, unused_name
from recur.model.records import frozen
from recur.numbers import Polynomial, Real, exact_formula, polynomials, real
from recur.numbers.exponential_polynomials import polynomial_formula
from recur.solving.maps.one_value_maps import OneValueMap, X, map_of, rational_map
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind

SOURCE = "de Bruijn, Asymptotic Methods in Analysis, section 8.5"
NAME = "slow iteration"


@frozen
class Slow:
    """y + factor·y^power + … with power < 1: one step of y = T, or of y = 1/T where `falls`."""

    factor: Real
    power: Fraction
    falls: bool


@method(
    NAME,
    about=(RecurrenceKind.NONLINEAR,),
    source=SOURCE,
    summary="T(n) = T(n − 1) + c T(n − 1)^p + …, p < 1, or values that fall to 0 such as T − T²",
)
def solve(problem: Problem) -> Solution:
    found = _from_a_letter(problem) or map_of(problem)
    if found.value < 0 or (found.value == 0 and not letters_of(problem.recurrence)):
        raise Unmet("a positive first value", "the first value is not positive")
    slow = _rising(found) or (_falling(found) if found.value else None)
    if slow is None:
        raise Unmet(
            "values that rise without end or fall to 0, slowly", "{x} is not seen to do either", x=found.formula
        )
    n = ex.Symbol(problem.variable)
    rate = real.minus(real.ONE, slow.power) * slow.factor
    exponent = 1 / (1 - slow.power)
    leading = _power_of(rate, n, -exponent if slow.falls else exponent)
    growth = Growth.of(leading, problem.variable)
    t, y = problem.recurrence.left, ex.Symbol(unused_name(problem.recurrence, "yvuz"))
    mapped = ex.add(y, ex.mul(exact_formula(slow.factor), ex.power(y, ex.number(slow.power))))
    way = "fall to 0" if slow.falls else "rise without end"
    where = "Each value is positive and below the one before, and no fixed point but 0 is there to tend to"
    if not slow.falls:
        where = "Each value is larger than the one before, and no fixed point is there to tend to"
    return Solution(
        problem.recurrence,
        Bounds(growth, growth),
        NAME,
        None,
        step(f"the values {way}, by less and less of themselves at each step."),
        (
            step(where + f": the values {way}."),
            step(
                ("With {one}, a step takes" if slow.falls else "A step takes")
                + " {y} to {mapped} up to terms of lower order, and {power} grows by {rate} + {o}.",
                one=ex.Relation("=", y, ex.divide(ex.ONE, t)),
                y=y,
                mapped=mapped,
                power=ex.power(y, ex.number(1 - slow.power)),
                rate=exact_formula(rate),
                o=ex.Asymptotic("o", ex.ONE),
                source=SOURCE,
            ),
            step(
                "By the theorem of Stolz and Cesàro {rate}, so {t}.",
                rate=ex.Relation("~", ex.power(y, ex.number(1 - slow.power)), ex.mul(exact_formula(rate), n)),
                t=ex.Relation("~", t, leading),
            ),
        ),
        leading=leading,
    )


def _from_a_letter(problem: Problem) -> OneValueMap | None:
    """The map from 0 on, where the first value is a letter: what holds above 0 holds from all positive ones on."""
    r = problem.recurrence
    stated = [c for c in r.initial if c.function == r.function]
    last = max(stated, key=lambda c: c.high, default=None)
    if last is None or not isinstance(last.value, ex.Symbol) or why_no_map(r) is not None or r.relation != "=":
        return None
    body = ex.with_calls_as(r.right, X)
    if ex.beside_calls(r.right):
        return None
    return OneValueMap(body, last.high, Fraction(0), rational_map(body), unused_name(r, "xvuz"))


def _power_of(rate: Real, n: Expr, exponent: Fraction) -> Expr:
    """(rate·n)^exponent: n²/4, √(2n), √(3/n)."""
    if exponent.denominator == 1:
        return ex.mul(exact_formula(real.power(rate, exponent)), ex.power(n, ex.number(exponent)))
    if exponent < 0:
        return ex.power(ex.divide(exact_formula(real.ONE / rate), n), ex.number(-exponent))
    return ex.power(ex.mul(exact_formula(rate), n), ex.number(exponent))


def _rising(found: OneValueMap) -> Slow | None:
    """F(x) = x + g(x) with g > 0 from the first value on."""
    added = _difference(found.body)
    if added is None or not _positive(added, found.value):
        return None
    return _leading(found.body, falls=False)


def _falling(found: OneValueMap) -> Slow | None:
    """0 < F(x) < x up to the first value: then y = 1/x is taken to 1/F(1/y) ≥ y."""
    match found.body:
        case ex.Apply("sin", (inner,)) if inner == X:
            # 0 < sin x < x up to π; 1/sin(1/y) = y + 1/(6y) + O(1/y³)
            return Slow(Fraction(1, 6), Fraction(-1), True) if found.value <= 3 else None
        case ex.Log(argument, base) if base in (None, ex.Constant("e")) and argument == ex.add(X, ex.ONE):
            return _leading(ex.divide(ex.ONE, ex.substitute(found.body, X.name, ex.divide(ex.ONE, X))), falls=True)
        case ex.Mul((_, _) as factors) if X in factors and _is_less_than_one(factors[factors[0] == X]):
            return _leading(ex.divide(ex.ONE, ex.substitute(found.body, X.name, ex.divide(ex.ONE, X))), falls=True)
    if found.quotient is None:
        return None
    above, below = found.quotient
    less = polynomials.plus(polynomials.times(polynomials.X, below), polynomials.scaled(above, Fraction(-1)))
    if not all(_one_sign_below(p, found.value) for p in (above, below, less)):
        return None
    if not (
        polynomials.value(above, found.value) / polynomials.value(below, found.value)
        > 0
        < polynomials.value(less, found.value) / polynomials.value(below, found.value)
    ):
        return None
    return _leading(ex.divide(ex.ONE, ex.substitute(found.body, X.name, ex.divide(ex.ONE, X))), falls=True)


def _is_less_than_one(x: Expr) -> bool:
    """e^(−g), g > 0 at every x > 0."""
    match x:
        case ex.Power(ex.Constant("e"), exponent):
            return _positive(ex.negate(exponent), Fraction(0))
    return False


def _one_sign_below(p: Polynomial, end: Fraction) -> bool:
    """Whether p has no zero in (0, end]."""
    while p and not p[0]:
        p = p[1:]
    return bool(p) and (
        len(p) == 1 or (polynomials.count_roots(p, Fraction(0), end) == 0 and bool(polynomials.value(p, end)))
    )


def _difference(body: Expr) -> Expr | None:
    """g of x + g."""
    if not isinstance(body, ex.Add) or X not in body.terms:
        quotient = rational_map(ex.subtract(body, X))
        if quotient is None:
            return None
        return ex.divide(*(polynomial_formula(p, X.name) for p in quotient))
    rest = list(body.terms)
    rest.remove(X)
    return ex.add(*rest)


def _positive(x: Expr, start: Fraction) -> bool:
    """Whether the formula is positive at every x ≥ start > 0: from its form, or as a quotient without zeros there."""
    match x:
        case ex.Number(value):
            return value > 0
        case ex.Symbol():
            return True
        case ex.Add(parts) | ex.Mul(parts) if all(_positive(part, start) for part in parts):
            return True
        case ex.Power(base, ex.Number()) if _positive(base, start):
            return True
        case ex.Log(argument, _) if argument == X and start > 1:
            return True
    quotient = rational_map(x)
    if quotient is None or not quotient[0]:
        return False
    above, below = (polynomials.shifted(p, start) for p in quotient)
    plain = all(p[0] and polynomials.count_roots(p, Fraction(0)) == 0 for p in (above, below))
    return plain and above[0] / below[0] > 0


def _leading(image: Expr, falls: bool) -> Slow | None:
    """c and p of y + c·y^p + …, p < 1."""
    try:
        expansion = expand(ex.subtract(image, X), X.name)
        if expansion.is_zero or not expansion.terms:
            return None
        m, c = expansion.terms[0]
    except Undecided:
        return None
    powers = dict(m.powers)
    if m.exponential or set(powers) - {0} or not isinstance(c, Fraction | Real):
        return None
    power = powers.get(0, Fraction(0))
    if not isinstance(power, Fraction) or power >= 1 or real.sign(c) <= 0:
        return None
    return Slow(c, power, falls)
