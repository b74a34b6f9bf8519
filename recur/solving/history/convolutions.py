"""T(n) = Σ aᵢ·T(n − i) + c·Σ_k T(k)·T(n − s − k) + f(n): its generating function solves a quadratic equation.

With all terms nonnegative the singularity nearest to 0 is the smallest positive zero ρ of the discriminant; where it is
a simple one, and no other zero is as near, the square root there gives T(n) ~ K·ρ^(−n)·n^(−3/2).
Source: Flajolet and Sedgewick, Analytic Combinatorics, theorem VI.1 and section VII.4 (Catalan, Motzkin, Schröder).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from recur.asymptotics import Growth, level, monomials
from recur.evaluation.equation import whole_shift
from recur.model import (
    Bounds,
    Expr,
    GeneratingFunction,
    OtherShape,
    Progression,
    Solution,
    Unmet,
    expressions as ex,
    step,
    unused_name,
)
from recur.model.records import frozen
from recur.numbers import Polynomial, Real, exact_formula, polynomials, real
from recur.numbers.exponential_polynomials import exponential_polynomial, polynomial_formula
from recur.solving.history.earlier_values import alone_summed, values_as_stated
from recur.solving.history.exponential_polynomials_in_x import ordinary_series
from recur.solving.history.leading_values import relative_error
from recur.solving.history.singularities import nearest_zero, radius_at
from recur.solving.linear_forms import combined, constant_of, linear_form
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind

SOURCE = "Flajolet and Sedgewick, Analytic Combinatorics, section VII.4"
NAME = "algebraic generating function"
_MOST_VALUES = 64
_FAR, _NEAR = 120, Fraction(1, 5)  # where the leading term is held against an exact value, and how near it must be


@frozen
class Convolution:
    """U(n) = Σ steps[i]·U(n − i) + factor·Σ U(j)·U(n − shift − j) + f, j ≥ omitted[0], n − shift − j ≥ omitted[1].

    U(n) = T(n + first); `values` are U(0), …, and the equation holds behind them: `driving` is Σ f(n + first)·xⁿ over
    those n, as a quotient.
    """

    first: int
    values: tuple[Fraction, ...]
    steps: Mapping[int, Fraction]
    factor: Fraction
    shift: int
    omitted: tuple[int, int]
    driving: tuple[Polynomial, Polynomial]


@method(
    NAME,
    about=(RecurrenceKind.HISTORY,),
    source=SOURCE,
    summary="T(n) = Σ aᵢ T(n − i) + c Σ T(k) T(n − s − k) + f(n), as of Catalan's numbers: K·ρ^(−n)·n^(−3/2)",
)
def solve(problem: Problem) -> Solution:
    u = _convolution(problem)
    quadratic = _quadratic(u)
    rest, odd = polynomials.square_and_rest(quadratic.discriminant)
    g, x, rho = (ex.Symbol(unused_name(problem.recurrence, letters)) for letters in ("GFH", "xzt", "rqs"))
    radius = radius_at(nearest_zero(odd, x.name), rho.name, x.name)
    number = radius.number
    growth_formula = _growth(problem, number)
    slope = real.ZERO - number * _at(polynomials.derivative(odd), number)
    constant = (
        _positive(_at(rest, number))
        * real.power(slope, Fraction(1, 2))
        * real.power(number, Fraction(u.first))
        / (Fraction(4) * _positive(_at(quadratic.square, number)))
    )
    front = ex.divide(exact_formula(constant), ex.sqrt(ex.Constant("pi")))
    growth = Growth(
        monomials.multiply(
            level(0, Fraction(-3, 2)),
            monomials.exponential({level(0): real.ln(real.ONE / number)} if number != 1 else {}),
        ),
        problem.variable,
    )
    exact = _catalan(problem, u)
    p = {name: polynomial_formula(q, x.name) for name, q in quadratic.named().items()}
    equation = ex.Relation(
        "=", ex.add(ex.mul(p["square"], ex.power(g, ex.TWO)), ex.negate(ex.mul(p["linear"], g)), p["constant"]), ex.ZERO
    )
    root = ex.divide(
        ex.subtract(p["linear"], ex.sqrt(polynomial_formula(quadratic.discriminant, x.name))),
        ex.mul(ex.TWO, p["square"]),
    )
    series = ex.mul(ex.power(x, ex.number(u.first)), root) if u.first else root
    leading = ex.mul(front, growth_formula)
    error = relative_error(problem, leading, radius.where, u.first + _FAR)
    if error is None or error > _NEAR:
        raise Unmet("agreement with exact values", "the leading term is not seen to come near the values")
    n = ex.Symbol(problem.variable)
    coefficient = ex.Call(problem.recurrence.function, (ex.add(n, ex.number(u.first)) if u.first else n,))
    return Solution(
        problem.recurrence,
        Bounds(growth, growth),
        NAME,
        None,
        step("the generating function has a square root at the radius of its series, {r}.", r=exact_formula(number)),
        (
            step(
                "Let {g} be the sum of {s} over {n} ≥ 0. A sum of products of values is a coefficient of a square, so "
                "the recurrence says {e}.",
                g=g,
                s=ex.mul(coefficient, ex.power(x, n)),
                n=n,
                e=equation,
                source=SOURCE,
            ),
            step("Solved, with the root that is a power series: {e}.", e=ex.Relation("=", g, root)),
            step(
                "All coefficients are nonnegative, so the singularity nearest to 0 is positive: the zero {r} of {d} "
                "under the root. It is simple, and no other zero is as near.",
                r=exact_formula(number),
                d=polynomial_formula(odd, x.name),
            ),
            step(
                "A square root at {r} gives coefficients {c}: {t}.",
                r=exact_formula(number),
                c=ex.Asymptotic("Θ", growth_formula),
                t=ex.Relation("~", problem.recurrence.left, leading),
                source="Flajolet and Sedgewick, Analytic Combinatorics, theorem VI.1",
            ),
        ),
        where=radius.where,
        leading=leading,
        exact=exact,
        exact_domain=None if exact is None else Progression(problem.variable, u.first),
        series=GeneratingFunction(g.name, x.name, series) if u.first >= 0 else None,
    )


@frozen
class QuadraticEquation:
    """square·G² − linear·G + constant = 0, polynomials in x."""

    square: Polynomial
    linear: Polynomial
    constant: Polynomial

    @property
    def discriminant(self) -> Polynomial:
        product = polynomials.times(polynomials.scaled(self.square, Fraction(4)), self.constant)
        return polynomials.plus(polynomials.raised(self.linear, 2), polynomials.scaled(product, Fraction(-1)))

    def named(self) -> dict[str, Polynomial]:
        return {"square": self.square, "linear": self.linear, "constant": self.constant}


def _convolution(problem: Problem) -> Convolution:
    r = problem.recurrence
    factor, total = _one_sum(r.nonlinear, r.function)
    if r.relation != "=":
        raise Unmet("an equation", "the relation is {x}", x=ex.Relation(r.relation, r.left, r.right))
    low, second_low, shift = _indices(problem, total)
    steps: dict[int, Fraction] = {}
    for call in r.subcalls:
        back = whole_shift(call.argument, r.variable)
        if call.function != r.function or back is None or back >= 0 or not isinstance(call.coefficient, ex.Number):
            raise Unmet("calls T(n − i) with constant factors", "{x} is none", x=call.argument)
        steps[-back] = steps.get(-back, Fraction(0)) + call.coefficient.value
    first, values = values_as_stated(problem, _MOST_VALUES)
    if factor <= 0 or min([*values, *steps.values()]) < 0:
        raise Unmet("nonnegative terms", "a value or a factor is negative")
    driving = _driving_series(problem, first, len(values))
    found = Convolution(first, tuple(values), steps, factor, shift + first, (low - first, second_low - first), driving)
    if min(found.omitted) < 0 or min(found.omitted) + found.shift < 1:
        raise Unmet("earlier values", "the sum holds values that are not earlier ones")
    return found


def _driving_series(problem: Problem, first: int, count: int) -> tuple[Polynomial, Polynomial]:
    """Σ f(n + first)·xⁿ over n ≥ count; its terms are nonnegative where f, moved there, has no negative coefficient."""
    r = problem.recurrence
    if r.driving == ex.ZERO:
        return (), polynomials.ONE
    n = ex.Symbol(r.variable)
    at_start = ex.substitute(r.driving, n.name, ex.add(n, ex.number(first + count)))
    terms = exponential_polynomial(at_start, n.name)
    if terms is None:
        raise Unmet("a driving function Σ p(n)·βⁿ", "{f} is none", f=r.driving)
    if any(beta <= 0 or min(p) < 0 for beta, p in terms.items()):
        raise Unmet("nonnegative terms", "{f} is not seen to be nonnegative", f=r.driving)
    above, below = ordinary_series(terms)
    return polynomials.times(_power_of_x(count), above), below


def _one_sum(nonlinear: tuple[Expr, ...], function: str) -> tuple[Fraction, ex.Range]:
    """c and the sum of c·Σ T(…)·T(…)."""
    found = alone_summed(nonlinear)
    if found is None:
        raise OtherShape("one sum of products of two values", "the right-hand side holds no such sum")
    factor, total = found
    calls = total.body.factors if isinstance(total.body, ex.Mul) else ()
    if len(calls) != 2 or any(not isinstance(x, ex.Call) or x.function != function for x in calls):
        raise OtherShape("one sum of products of two values", "the terms of the sum are no products of two values")
    return factor, total


def _indices(problem: Problem, total: ex.Range) -> tuple[int, int, int]:
    """The least index of either factor, and s, with the indices of both adding up to n − s."""
    n, k = ex.Symbol(problem.variable), ex.Symbol(total.index)
    assert isinstance(total.body, ex.Mul)
    forms = [linear_form(x.children[0]) for x in total.body.factors]
    if forms[0].get(k) == -1:
        forms.reverse()
    first = constant_of(combined(forms[0], {k: Fraction(1)}, -1))
    second = constant_of(combined(combined(forms[1], {n: Fraction(1)}, -1), {k: Fraction(1)}))
    low = constant_of(linear_form(total.low))
    high = constant_of(combined(linear_form(total.high), {n: Fraction(1)}, -1))
    numbers = [x for x in (first, second, low, high) if x is not None and x.denominator == 1]
    if len(numbers) < 4:
        raise Unmet("sizes that add up to n − s", "the sizes in {x} do not", x=total.body)
    u, v, start, end = map(int, numbers)
    return start + u, v - end, -(u + v)


def _quadratic(u: Convolution) -> QuadraticEquation:
    """c·x^s·(G − H₀)(G − H₁) + A·G + E + F = G, E the corrections of the first coefficients, times F's denominator."""
    steps = polynomials.trimmed([u.steps.get(i, Fraction(0)) for i in range(max(u.steps, default=0) + 1)])
    heads = [polynomials.trimmed(u.values[:count]) for count in u.omitted]
    if any(count > len(u.values) for count in u.omitted):
        raise Unmet("stated first values", "a value that the sum leaves out is not stated")
    square = polynomials.times(_power_of_x(u.shift), (u.factor,))
    start = polynomials.trimmed(u.values)
    known = [polynomials.plus(start, polynomials.scaled(head, Fraction(-1))) for head in heads]
    said = polynomials.plus(
        polynomials.times(steps, start), polynomials.times(square, polynomials.times(known[0], known[1]))
    )
    missing = polynomials.plus(start, polynomials.scaled(said, Fraction(-1)))
    correction = polynomials.trimmed(missing[: len(u.values)])
    above, below = u.driving
    constant = polynomials.plus(correction, polynomials.times(square, polynomials.times(heads[0], heads[1])))
    constant = polynomials.plus(polynomials.times(constant, below), above)
    without = polynomials.plus(polynomials.ONE, polynomials.scaled(steps, Fraction(-1)))
    linear = polynomials.plus(without, polynomials.times(square, polynomials.plus(heads[0], heads[1])))
    return QuadraticEquation(polynomials.times(square, below), polynomials.times(linear, below), constant)


def _power_of_x(exponent: int) -> Polynomial:
    if exponent < 0:
        raise Unmet("earlier values", "the sum holds values that are not earlier ones")
    return polynomials.raised(polynomials.X, exponent)


def _at(p: Polynomial, x: Real) -> Real:
    found: Real = real.ZERO
    for c in reversed(p):
        found = found * x + c
    return found


def _positive(x: Real) -> Real:
    """|x|; a square root whose factor vanishes at the radius is none there."""
    sign = real.sign(x)
    if not sign:
        raise Unmet("one nearest singularity", "the square root has a zero at the radius")
    return x if sign > 0 else real.ZERO - x


def _growth(problem: Problem, radius: Real) -> Expr:
    """ρ^(−n)·n^(−3/2)"""
    n = ex.Symbol(problem.variable)
    return ex.divide(ex.power(exact_formula(real.ONE / radius), n), ex.power(n, ex.number(Fraction(3, 2))))


def _catalan(problem: Problem, u: Convolution) -> Expr | None:
    """t·(c·t)^m·binom(2m, m)/(m + 1), m = n − first: the one whose discriminant is 1 − 4ctx."""
    if u.steps or u.driving[0] or u.shift != 1 or u.omitted != (0, 0) or len(u.values) != 1:
        return None
    n = ex.Symbol(problem.variable)
    m = ex.add(n, ex.number(-u.first)) if u.first else n
    (t,) = u.values
    catalan = ex.divide(ex.Apply("binomial", (ex.mul(ex.TWO, m), m)), ex.add(m, ex.ONE))
    return ex.mul(ex.number(t), ex.power(ex.number(u.factor * t), m), catalan)
