"""T(n) = Σ aⱼ(n)·T(n − j) with rational aⱼ of any signs: the growth of the dominant solution, with its factor in T.

The factor C is enclosed by exact values and by what the rest can add, so that C ≠ 0 is proved and its digits are
certain: a T that is a smaller solution has no such enclosure, and is not answered.
Source: Birkhoff and Trjitzinsky 1933; Wimp and Zeilberger 1985.
"""

from __future__ import annotations

from fractions import Fraction

from recur.asymptotics import Growth, level, monomials
from recur.model import (
    Bounds,
    Definition,
    Expr,
    GeneratingFunction,
    Solution,
    Step,
    Unmet,
    expressions as ex,
    step,
    unused_name,
)
from recur.model.errors import Undecided
from recur.model.records import frozen, replace
from recur.numbers import TooCoarse, exact_formula, polynomials, real
from recur.numbers.exponential_polynomials import polynomial_formula
from recur.solving.order import method
from recur.solving.p_recursive.dominant_series import Factor, FormalSolution, PolynomialRecurrence, formal_solution
from recur.solving.p_recursive.polynomial_equations import equation_of
from recur.solving.problem import Problem, RecurrenceKind, kind_of

SOURCE = "Wimp and Zeilberger 1985"
NAME = "dominant solution"
_FURTHEST = 1536
_DIGITS = 100  # binary ones in which a closed form has to agree


@frozen
class LeadingTerm:
    """T ~ leading, with the growth, the definition of the factor in it, and the steps that prove it."""

    growth: Growth
    leading: Expr
    where: tuple[Definition, ...]
    steps: tuple[Step, ...]
    series: GeneratingFunction | None = None


@method(
    NAME,
    about=(RecurrenceKind.VARYING_STEPS,),
    source=SOURCE,
    summary="T(n) = Σ aⱼ(n) T(n − j) with rational aⱼ of any signs: C·n!^μ·ρⁿ·n^θ with certain digits of C",
)
def solve(problem: Problem) -> Solution:
    found = _leading_term(problem)
    return Solution(
        problem.recurrence,
        Bounds(found.growth, found.growth),
        NAME,
        None,
        step("the values hold the dominant solution with a factor that is not 0."),
        found.steps,
        where=found.where,
        leading=found.leading,
        series=found.series,
    )


def completed(problem: Problem, found: Solution | None) -> Solution | None:
    """The leading term beside a growth that another method has proved, where both agree."""
    if found is None or found.leading is not None or found.exact is not None or found.cases or found.where:
        return found
    try:
        if found.bounds.theta is None or kind_of(problem) is not RecurrenceKind.VARYING_STEPS:
            return found
        told = _leading_term(problem)
    except (Unmet, Undecided):
        return found
    if told.growth != found.bounds.theta:
        return found
    steps = (*found.steps, *told.steps)
    return replace(found, leading=told.leading, where=told.where, steps=steps, series=told.series)


def _leading_term(problem: Problem) -> LeadingTerm:
    told = _polynomial_recurrence(problem)
    formal = formal_solution(told)
    values = _Values(problem, told)
    factor = Factor(told, formal, values.at)
    if not factor.is_positive():
        raise Unmet("an excited dominant solution", "its factor in the values is not seen to be positive")
    r, n = problem.recurrence, ex.Symbol(problem.variable)
    rising = ex.power(ex.Apply("factorial", (n,)), ex.number(formal.power)) if formal.power else ex.ONE
    power = ex.power(exact_formula(formal.rho), n) if formal.rho != 1 else ex.ONE
    shape = ex.mul(rising, power, ex.power(n, exact_formula(formal.theta)) if formal.theta != 0 else ex.ONE)
    growth = Growth(_monomial(rising, formal, r.variable), r.variable)
    closed = _in_closed_form(problem, told, values, factor, shape)
    if closed is not None:
        return replace(closed, growth=growth)
    name = unused_name(r, "CKA")
    digits = factor.digits(50)
    leading = ex.mul(ex.Symbol(name), shape)
    definition = Definition(name, ex.divide(r.left, shape), digits, "the limit of")
    return LeadingTerm(growth, leading, (definition,), _steps(problem, formal, shape, name, leading))


def _in_closed_form(
    problem: Problem, told: PolynomialRecurrence, values: _Values, factor: Factor, shape: Expr
) -> LeadingTerm | None:
    """With the constant of the generating function, where its equation is of the first order and its digits agree."""
    from recur.solving.p_recursive.first_order_series import first_order_series

    if values.first < 0:
        return None
    own = [values.at(n) or Fraction(0) for n in range(told.start)]
    found = first_order_series(told.polynomials, own)
    if found is None or found.constant is None:
        return None
    number, over_pi = found.constant
    pi = real.power(real.named("pi"), Fraction(-1, 2)) if over_pi else real.ONE
    try:
        low, high = factor.enclose(_DIGITS)
    except TooCoarse:
        return None
    below, above = real.enclose(number * pi, _DIGITS + 40)
    if above < low or below > high:
        return None
    r, n = problem.recurrence, ex.Symbol(problem.variable)
    g, x = (ex.Symbol(unused_name(r, letters)) for letters in ("GFH", "xzt"))
    front = ex.divide(exact_formula(number), ex.sqrt(ex.Constant("pi")) if over_pi else ex.ONE)
    leading = ex.mul(front, shape)
    series = GeneratingFunction(g.name, x.name, found.formula(x))
    return LeadingTerm(Growth(None, r.variable), leading, (), found.steps(r.left, g, x, n, leading), series)


def _monomial(rising: Expr, formal: FormalSolution, variable: str) -> monomials.Monomial:
    found = Growth.of(rising, variable).monomial if formal.power else level(0, Fraction(0))
    assert found is not None
    exponent = {level(0): real.ln(formal.rho)} if formal.rho != 1 else {}
    return monomials.multiply(monomials.multiply(found, level(0, formal.theta)), monomials.exponential(exponent))


def _steps(problem: Problem, formal: FormalSolution, shape: Expr, name: str, leading: Expr) -> tuple[Step, ...]:
    n, u, s = ex.Symbol(problem.variable), *(unused_name(problem.recurrence, x) for x in ("uvw", "sbc"))
    series = ex.Add((ex.ONE, ex.divide(ex.Symbol(f"{s}_1"), n), ex.divide(ex.Symbol(f"{s}_2"), ex.power(n, ex.TWO))))
    return (
        step(
            "The recurrence has a formal solution {f} with further falling powers of {n}: {rho} is the largest root of "
            "{p}, {theta} is what the terms of {z} ask for, and each further term fixes a coefficient.",
            f=ex.mul(shape, series),
            n=n,
            rho=exact_formula(formal.rho),
            p=polynomial_formula(formal.characteristic, unused_name(problem.recurrence, "xzy")),
            theta=exact_formula(formal.theta),
            z=ex.divide(ex.ONE, n),
            source="Birkhoff and Trjitzinsky 1933",
        ),
        step(
            "Let {u} be the quotient of {t} and this, cut after many terms. From a size on, the difference of two "
            "successive {u} is at most a part of the ones before and what the cut leaves. So all later differences add "
            "up to little, and exact values enclose the limit {c}: it is not 0.",
            u=ex.Call(u, (n,)),
            t=problem.recurrence.left,
            c=ex.Symbol(name),
            source=SOURCE,
        ),
        step("So {t}.", t=ex.Relation("~", problem.recurrence.left, leading)),
    )


def _polynomial_recurrence(problem: Problem) -> PolynomialRecurrence:
    r = problem.recurrence
    if r.relation != "=":
        raise Unmet("an equation", "the relation is {x}", x=ex.Relation(r.relation, r.left, r.right))
    equation = equation_of(problem)
    if equation.order < 2:
        raise Unmet("an order between 2 and 6", "the calls reach back one size only")
    if equation.right:
        raise Unmet("calls alone", "beside the calls {f} stands", f=problem.driving_term)
    stated = [c for c in r.initial if c.function == r.function]
    if not stated:
        raise Unmet("stated first values", "the factor hangs on the first values, and they are not stated")
    back = Fraction(-equation.order)
    moved = [polynomials.shifted(p, back) for p in reversed(equation.coefficients)]
    own = (moved[0], *(polynomials.scaled(p, Fraction(-1)) for p in moved[1:]))
    return PolynomialRecurrence(own, max(c.high for c in stated) + 1)


class _Values:
    """T(n) from the stated values on, each worked out once by the recurrence itself."""

    def __init__(self, problem: Problem, told: PolynomialRecurrence) -> None:
        self.told, order = told, len(told.polynomials) - 1
        first = problem.values(range(told.start - order, told.start))
        if first is None:
            raise Unmet("stated first values", "the first values are not known as fractions")
        self.first, self.known = told.start - order, first

    def at(self, n: int) -> Fraction | None:
        own, p = self.known, self.told.polynomials
        while self.first + len(own) <= n <= _FURTHEST:
            at = Fraction(self.first + len(own))
            lead = polynomials.value(p[0], at)
            if not lead:
                return None
            own.append(sum((polynomials.value(q, at) * own[-j] for j, q in enumerate(p) if j), Fraction(0)) / lead)
        return own[n - self.first] if 0 <= n - self.first < len(own) else None
