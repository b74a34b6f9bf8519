"""T(n) = a·T(n − 1)^d + … with d ≥ 2 and values that grow: T(n) ~ a^(−1/(d−1))·k^(d^n).

The logarithm of T·a^(1/(d−1)) is multiplied by d at each step, up to log(F(T)/(a·T^d)) = O(1/T): so its quotient by d^n
converges, to log k, and faster than any power of d. Two quadratic maps have closed forms: with z = a·x + b/2 they are
z ↦ z² + a·c + b/2 − b²/4, and z² is solved by z₀^(2^n), z² − 2 by w^(2^n) + w^(−2^n) with w + 1/w = z₀.
Source: Aho and Sloane, Some doubly exponential sequences, Fibonacci Quarterly 11 (1973).
"""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

from recur.asymptotics import Growth, monomials
from recur.model import (
    Bounds,
    Definition,
    Expr,
    OtherShape,
    Progression,
    Solution,
    Step,
    Unmet,
    expressions as ex,
    step,
    unused_name,
)
from recur.model.records import frozen
from recur.numbers import Polynomial, Real, exact_formula, real
from recur.numbers.interval import exponential, interval, logarithm
from recur.solving.maps.one_value_maps import OneValueMap, map_of
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind

SOURCE = "Aho and Sloane 1973"
NAME = "doubly exponential sequence"
_MOST_STEPS = 64  # until the values are large
_MOST_POWER = 256  # binary digits of d^size
_MOST_BITS = 1 << 16  # of k
_MOST_ROOT = 1 << 32  # the d^size, to whose root the first value is taken, from which on k is too close to 1


@method(
    NAME,
    about=(RecurrenceKind.NONLINEAR,),
    source=SOURCE,
    summary="T(n) = a T(n − 1)^d + … of degree d ≥ 2 with values that grow: Θ(k^(d^n))",
)
def solve(problem: Problem) -> Solution:
    found = map_of(problem)
    if found.quotient is None or len(found.quotient[1]) != 1 or len(found.quotient[0]) < 3:
        raise OtherShape("a polynomial of degree two or more", "the value before does not stand in such a polynomial")
    p = found.quotient[0]
    degree = len(p) - 1
    if abs(found.start) * degree.bit_length() > _MOST_POWER:
        raise Unmet(
            "a first size near 0",
            "{n} = {s} is too far from it",
            n=ex.Symbol(problem.variable),
            s=ex.number(found.start),
        )
    large = _large_value(found, p)
    exact = _closed_form(problem, found, p) if degree == 2 else None
    base, said = (exact.base, exact.steps) if exact is not None else _constant(problem, found, p, large)
    n = ex.Symbol(problem.variable)
    inner = Growth.of(ex.power(ex.number(degree), n), problem.variable).monomial
    assert inner is not None
    growth = Growth(monomials.exponential({inner: real.ln(base)}), problem.variable)
    defined = () if exact is not None else (_definition(problem, base, degree),)
    front = ex.power(ex.number(p[-1]), ex.number(Fraction(-1, degree - 1)))
    leading = ex.mul(front, ex.power(exact_formula(base), ex.power(ex.number(degree), n)))
    return Solution(
        problem.recurrence,
        Bounds(growth, growth),
        NAME,
        None,
        step("each step multiplies the logarithm of the value by {d}, up to less and less.", d=ex.number(degree)),
        said,
        where=defined,
        leading=leading,
        exact=None if exact is None else exact.formula,
        exact_domain=None if exact is None else Progression(problem.variable, exact.start),
    )


@frozen
class LargeValue:
    """The value x from which on F(x) ≥ 2x and |F(x)/(a·x^d) − 1| ≤ excess/x ≤ 1/2, at the size `size`."""

    size: int
    value: Fraction
    excess: Fraction


def _large_value(found: OneValueMap, p: Polynomial) -> LargeValue:
    lead = p[-1]
    if lead <= 0:
        raise Unmet("values that grow without end", "the leading coefficient {a} is not positive", a=ex.number(lead))
    excess = sum((abs(c) for c in p[:-1]), Fraction(0)) / lead
    enough = max(2 * excess, Fraction(2), 4 / lead)
    for k, x in enumerate(islice(found.orbit(), _MOST_STEPS)):
        if x >= enough:
            return LargeValue(found.start + k, x, excess)
    raise Unmet("values that grow without end", "the first values do not")


def _constant(problem: Problem, found: OneValueMap, p: Polynomial, large: LargeValue) -> tuple[Real, tuple[Step, ...]]:
    """k = lim (a^(1/(d−1))·T(m))^(1/d^m), enclosed by a large value and what the rest can add, and the proof."""
    degree = len(p) - 1
    longer = found.value.numerator.bit_length() * degree ** max(-found.start, 0)
    if longer > _MOST_BITS or degree ** max(found.start, 0) > _MOST_ROOT:
        raise Unmet("a first size near 0", "{k} is too large, or too close to 1", k=ex.Symbol(_name(problem)))

    def enclose(bits: int) -> tuple[Fraction, Fraction]:
        size, x = found.start, found.value
        for k, each in enumerate(found.orbit()):
            size, x = found.start + k, each
            if size >= large.size and 4 * large.excess * (1 << bits + 4) <= x:
                break
        working = bits + 32
        whole = logarithm(interval(x, working)) + logarithm(interval(p[-1], working)) * interval(
            Fraction(1, degree - 1), working
        )
        slack = 4 * large.excess / x  # Σ |log(F(x_j)/(a·x_j^d))|·d^(m − j − 1) ≤ 2·excess/x·Σ d^(−i)
        low, high = whole.rationals()
        scale = Fraction(1, degree**size) if size >= 0 else Fraction(degree**-size)
        ends = [exponential(interval(end * scale, working)).rationals() for end in (low - slack, high + slack)]
        return ends[0][0], ends[1][1]

    r = problem.recurrence
    name = _name(problem)
    base = real.defined(name, enclose)
    n, d = ex.Symbol(r.variable), ex.number(degree)
    before = ex.Call(r.function, (ex.add(n, ex.MINUS_ONE),))
    told = (
        step(
            "From {n} = {size} on the values more than double at each step, and {t} differs from {main} by a factor "
            "{factor}.",
            n=n,
            size=ex.number(large.size),
            t=r.left,
            main=ex.mul(ex.number(p[-1]), ex.power(before, d)),
            factor=ex.add(ex.ONE, ex.Asymptotic("O", ex.divide(ex.ONE, before))),
        ),
        step(
            "So {quotient} changes by {change} from one size to the next: it converges, to the logarithm of {k}, and "
            "what is left is {rest}.",
            quotient=ex.divide(
                ex.log(ex.mul(ex.power(ex.number(p[-1]), ex.number(Fraction(1, degree - 1))), r.left)), ex.power(d, n)
            ),
            change=ex.Asymptotic("O", ex.divide(ex.ONE, ex.mul(ex.power(d, n), before))),
            k=ex.Symbol(name),
            rest=ex.Asymptotic("O", ex.divide(ex.ONE, ex.mul(ex.power(d, n), r.left))),
            source=SOURCE,
        ),
        step("Hence {t}.", t=ex.Relation("=", r.left, ex.Asymptotic("Θ", ex.power(ex.Symbol(name), ex.power(d, n))))),
    )
    return base, told


def _name(problem: Problem) -> str:
    return unused_name(problem.recurrence, "kcq")


def _definition(problem: Problem, base: Real, degree: int) -> Definition:
    n = ex.Symbol(problem.variable)
    power = ex.power(problem.recurrence.left, ex.divide(ex.ONE, ex.power(ex.number(degree), n)))
    return Definition(_name(problem), power, real.digits(base, 50), "the limit of")


@frozen
class SolvedSquare:
    """T(n) = formula for n ≥ start, that is Θ(base^(2^n))."""

    formula: Expr
    start: int
    base: Real
    steps: tuple[Step, ...]


def _closed_form(problem: Problem, found: OneValueMap, p: Polynomial) -> SolvedSquare | None:
    """z = a·x + b/2 turns a·x² + b·x + c into z² + s; s = 0 and s = −2 are solved."""
    c, b, a = p
    shift = a * c + b / 2 - b * b / 4
    if shift not in (0, -2):
        return None
    r = problem.recurrence
    start, first = found.start, abs(a * found.value + b / 2)
    if shift == -2 and a * found.value + b / 2 < 0:
        start, first = start + 1, first * first - 2
    if first <= (1 if shift == 0 else 2):
        return None
    n, named = ex.Symbol(r.variable), unused_name(r, "zyv")
    z, before = ex.Call(named, (n,)), ex.Call(named, (ex.add(n, ex.MINUS_ONE),))
    exponent = ex.power(ex.TWO, ex.add(n, ex.number(-start)) if start else n)
    if shift == 0:
        base: Real = first
        value = ex.power(ex.number(first), exponent)
        if a * found.value + b / 2 < 0:
            value = ex.power(ex.number(a * found.value + b / 2), exponent)
        solved = step("That is {z}.", z=ex.Relation("=", z, value))
    else:
        base = (first + real.power(first * first - 4, Fraction(1, 2))) / Fraction(2)
        number, w, j = exact_formula(base), *(ex.Symbol(unused_name(r, letters)) for letters in ("wup", "jil"))
        value = ex.add(ex.power(number, exponent), ex.power(number, ex.negate(exponent)))
        solved = step(
            "With {w}, {sum}: squaring {form} and taking 2 away doubles both exponents, so {z}.",
            w=ex.Relation("=", w, number),
            sum=ex.Relation("=", ex.add(w, ex.divide(ex.ONE, w)), ex.number(first)),
            form=ex.add(ex.power(w, j), ex.power(w, ex.negate(j))),
            z=ex.Relation("=", z, value),
        )
    formula = ex.divide(ex.add(value, ex.number(-b / 2)), ex.number(a)) if a != 1 or b else value
    square = ex.power(before, ex.TWO)
    steps = (
        step(
            "Let {z}. Then {e}.",
            z=ex.Relation("=", z, ex.add(ex.mul(ex.number(a), r.left), ex.number(b / 2))),
            e=ex.Relation("=", z, square if shift == 0 else ex.add(square, ex.number(shift))),
        ),
        solved,
        step("Back to the function: {t}.", t=ex.Relation("=", r.left, formula)),
    )
    # Θ(first^(2^(n − start))): the base of 2^n itself
    own = real.power(base, Fraction(1, 2**start)) if start >= 0 else real.power(base, Fraction(2**-start))
    return SolvedSquare(formula, start, own, steps)
