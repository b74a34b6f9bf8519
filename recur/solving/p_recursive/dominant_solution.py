"""T(n) = Σ aⱼ(n)·T(n − j) + f(n) with rational aⱼ of any signs and hypergeometric f: the dominant solution's growth.

Its factors in T are enclosed by exact values and by what the rest can add, so that they are proved not to be 0 and
their digits are certain: a T that is a smaller solution has no such enclosure, and is not answered. Where the dominant
roots are negative or complex, T changes its sign for ever, and its size is told. With f(n + 1)/f(n) = u(n)/v(n) the
equation at n + 1 times v, less the one at n times u, holds no f.
Source: Birkhoff and Trjitzinsky 1933; Wimp and Zeilberger 1985.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from recur.asymptotics import UNIT, Between, Growth, expand, level, monomials
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
from recur.numbers import Polynomial, Real, TooCoarse, exact_formula, polynomials, real
from recur.numbers.boxes import Complex
from recur.numbers.exponential_polynomials import polynomial_formula
from recur.solving.first_order import hypergeometric as terms
from recur.solving.first_order.hypergeometric import HypergeometricTerm
from recur.solving.linear.root_formulas import RootFormulas
from recur.solving.order import method
from recur.solving.p_recursive.connection import Connection, real_part
from recur.solving.p_recursive.difference_equations import Coefficients
from recur.solving.p_recursive.formal_solutions import (
    Algebraic,
    DominantGroup,
    FormalSolution,
    PolynomialRecurrence,
    dominant_group,
)
from recur.solving.p_recursive.polynomial_equations import DifferenceEquation, equation_of
from recur.solving.p_recursive.reduction_of_order import ratio_of
from recur.solving.problem import Problem, RecurrenceKind, kind_of

SOURCE = "Wimp and Zeilberger 1985"
NAME = "dominant solution"
_FURTHEST = 3072
_DIGITS = 100  # binary ones in which a closed form has to agree
_MOST_ORDER = 6


@frozen
class LeadingTerm:
    """What the dominant solutions say of T: its bounds, T ~ leading where one stands alone, and the steps."""

    bounds: Bounds
    case: str | None
    reason: Step
    leading: Expr | None
    where: tuple[Definition, ...]
    steps: tuple[Step, ...]
    series: GeneratingFunction | None = None


@method(
    NAME,
    about=(RecurrenceKind.VARYING_STEPS,),
    widest=True,
    source=SOURCE,
    summary="T(n) = Σ aⱼ(n) T(n − j) + f(n) with rational aⱼ of any signs: C·n!^μ·ρⁿ·n^θ with certain digits of C",
)
def solve(problem: Problem) -> Solution:
    found = _leading_term(problem)
    return Solution(
        problem.recurrence,
        found.bounds,
        NAME,
        found.case,
        found.reason,
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
    if told.bounds.theta != found.bounds.theta:
        return found
    steps = (*found.steps, *told.steps)
    return replace(found, leading=told.leading, where=told.where, steps=steps, series=told.series)


def with_growth(problem: Problem, found: Solution) -> Solution:
    """The size of a T whose closed form does not show it, beside that form."""
    if found.bounds != Bounds(None, None) or found.where or found.leading is not None:
        return found
    try:
        if kind_of(problem) not in (RecurrenceKind.VARYING_STEPS, RecurrenceKind.VARYING_STEP):
            return found
        told = _leading_term(problem)
    except (Unmet, Undecided):
        return found
    return replace(
        found,
        bounds=told.bounds,
        case=told.case,
        reason=step("the closed form is exact, and the dominant solution of the recurrence tells its size."),
        leading=told.leading,
        where=told.where,
        steps=(*found.steps, *told.steps),
        series=found.series or told.series,
    )


def _leading_term(problem: Problem) -> LeadingTerm:
    told = _polynomial_recurrence(problem)
    group = dominant_group(told)
    values = _Values(problem, told)
    connection = Connection(told, group, values.at)
    factors = connection.coarse()
    if factors is None:
        raise Unmet("a factor within reach", "the factors show far beyond the values that were worked out")
    shape = _shape_of(problem, group, connection)
    solutions = [group.solutions[i] for i in connection.leading]
    if len(solutions) == 1:
        return _alone(problem, told, values, connection, shape)
    return _together(problem, group, solutions, factors, shape)


# -- the shape of the size ---------------------------------------------------------------------------------


@frozen
class _Shape:
    """The size of the leading solutions as a formula and as a growth, with the symbols in them."""

    formula: Expr
    rest: Expr  # without the power of ρ
    growth: Growth
    where: tuple[Definition, ...]
    theta: Expr


def _shape_of(problem: Problem, group: DominantGroup, connection: Connection) -> _Shape:
    r, n = problem.recurrence, ex.Symbol(problem.variable)
    taken = frozenset(ex.symbols(r.left) | ex.symbols(r.right) | {r.function})
    formulas = RootFormulas(r.variable, taken=taken)
    lead = group.solutions[connection.leading[0]]
    modulus = formulas.modulus_of(lead.root)
    theta = _real_number(formulas, lead, lead.theta)
    exponents = [_real_number(formulas, lead, c) for c in lead.exponents]
    rising = ex.power(ex.Apply("factorial", (n,)), ex.number(group.power)) if group.power else ex.ONE
    found = Growth.of(rising, r.variable).monomial if group.power else level(0, Fraction(0))
    assert found is not None
    inside = {level(0): real.ln(modulus)} if modulus != 1 else {}
    parts: list[Expr] = []
    for k, c in enumerate(exponents, start=1):
        if c != 0:
            at = Fraction(k, group.ramified)
            inside[level(0, at)] = c
            parts.append(ex.mul(exact_formula(c), ex.power(n, ex.number(at))))
    found = monomials.multiply(monomials.multiply(found, level(0, theta)), monomials.exponential(inside))
    factor = ex.power(ex.Constant("e"), ex.add(*parts)) if parts else ex.ONE
    rest = ex.mul(rising, factor, ex.power(n, exact_formula(theta)) if theta != 0 else ex.ONE)
    power = ex.power(exact_formula(modulus), n) if modulus != 1 else ex.ONE
    growth = Growth(found, r.variable)
    return _Shape(ex.mul(power, rest), rest, growth, tuple(formulas.definitions), exact_formula(theta))


def _real_number(formulas: RootFormulas, solution: FormalSolution, x: Algebraic) -> Real:
    """The real part of a number of the field of ρ, with a symbol where it has no short formula."""
    exact = real_part(solution, x)
    if exact is not None:
        return exact
    taken = {formulas.variable, *formulas.taken, *(d.symbol for d in formulas.definitions)}
    name = next(name for name in ("p", *(f"p_{i}" for i in range(2, 99))) if name not in taken)
    value = real.defined(name, lambda bits: solution.at_root(x, bits + 64).re.rationals())
    symbol = formulas.definitions[-1].symbol if formulas.definitions else "x"
    told = "equal to" if solution.root.is_positive else "the real part of"
    if not solution.root.is_positive:
        symbol = "x"
        told = "at the dominant root x the real part of"
    definition = Definition(name, polynomial_formula(x.g, symbol), real.digits(value, 50), told)
    formulas.definitions.append(definition)
    return value


# -- one dominant solution ---------------------------------------------------------------------------------


def _alone(
    problem: Problem, told: PolynomialRecurrence, values: _Values, connection: Connection, shape: _Shape
) -> LeadingTerm:
    (place,) = connection.leading
    solution = connection.group.solutions[place]
    factors = connection.coarse()
    assert factors is not None
    low, high = factors[0].re.rationals()
    if low <= 0 <= high:
        raise Unmet("an excited dominant solution", "its factor in the values is not seen to differ from 0")
    r, n = problem.recurrence, ex.Symbol(problem.variable)
    rising = solution.root.is_positive
    if rising and low > 0:
        bounds, case = Bounds(shape.growth, shape.growth), None
        reason = step("the values hold the dominant solution with a factor that is not 0.")
    elif rising:
        bounds, case = Bounds(None, shape.growth), "negative values"
        reason = step("the values hold the dominant solution with a negative factor.")
    else:
        bounds, case = Bounds(None, shape.growth, attained=True), "oscillation"
        reason = step("the dominant root is negative, so {t} changes its sign for ever.", t=r.left)
    signed = shape.formula if rising else _alternating(solution, shape, n)
    closed = _in_closed_form(problem, told, values, connection, signed)
    shares = _shares_in_the_limit(problem, connection, signed) if closed is None and rising else None
    where: tuple[Definition, ...] = ()
    if closed is not None:
        leading, steps, series = closed
    else:
        name = unused_name(r, "CKA")
        leading, series = ex.mul(ex.Symbol(name), signed), None
        steps = _steps(problem, connection.group, signed, shape, name, leading)
        if shares is not None:
            leading = ex.mul(exact_formula(shares[0] / (real.ONE - shares[1])), signed)
            steps = (*steps, _factor_step(r.left, ex.Symbol(name), signed, shares, leading))
        else:
            digits = connection.digits(lambda found: found[0].re, 50)
            where = (Definition(name, ex.divide(r.left, signed), digits, "the limit of"),)
    return LeadingTerm(
        bounds, case, reason, leading, (*shape.where, *where), (*steps, *_on_signs(r.left, case, shape)), series
    )


def _alternating(solution: FormalSolution, shape: _Shape, n: ex.Symbol) -> Expr:
    """The shape with the power of a negative root."""
    if len(solution.root.factor) == 2:
        return ex.mul(ex.power(ex.number(-solution.root.factor[0]), n), shape.rest)
    return ex.mul(ex.power(ex.MINUS_ONE, n), shape.formula)


def _on_signs(t: Expr, case: str | None, shape: _Shape) -> tuple[Step, ...]:
    """Why there is no Θ."""
    if case is None:
        return ()
    size = ex.Relation("=", ex.Apply("abs", (t,)), ex.Asymptotic("O", shape.growth.expression()))
    if case == "negative values":
        return (step("So {t} is negative from a size on. No Θ describes it; {r}.", t=t, r=size),)
    return (step("So {t} changes its sign for ever. No Θ describes it; {r}.", t=t, r=size),)


def _in_closed_form(
    problem: Problem, told: PolynomialRecurrence, values: _Values, connection: Connection, shape: Expr
) -> tuple[Expr, tuple[Step, ...], GeneratingFunction] | None:
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
        low, high = connection.enclose(_DIGITS)[0].re.rationals()
    except TooCoarse:
        return None
    below, above = real.enclose(number * pi, _DIGITS + 40)
    if above < low or below > high:
        return None
    r, n = problem.recurrence, ex.Symbol(problem.variable)
    g, x = (ex.Symbol(unused_name(r, letters)) for letters in ("GFH", "xzt"))
    front = ex.divide(exact_formula(number), ex.sqrt(ex.Constant("pi")) if over_pi else ex.ONE)
    leading = ex.mul(front, shape)
    return leading, found.steps(r.left, g, x, n, leading), GeneratingFunction(g.name, x.name, found.formula(x))


def _shares_in_the_limit(problem: Problem, connection: Connection, g: Expr) -> tuple[Real, Real] | None:
    """(φ, λ), the limits of f/g, not 0, and of Σ aⱼ(n)·g(n − j)/g(n): with T ~ C·g they give C = φ + λ·C.

    None where one does not exist, or where C is not the one that is enclosed.
    """
    r = problem.recurrence
    calls = (ex.mul(c.coefficient, ex.substitute(g, r.variable, c.argument)) for c in r.subcalls)
    limits: list[Real] = []
    try:
        for part in (r.driving, *calls):
            series = expand(ex.divide(part, g), r.variable)
            m, c = (UNIT, real.ZERO) if series.is_zero else series.lead
            order = monomials.compare(m, UNIT)
            if order > 0 or isinstance(c, Between):
                return None
            limits.append(c if order == 0 else real.ZERO)
        share = sum(limits[1:], real.ZERO)
        if limits[0] == 0 or share == 1:
            return None
        low, high = connection.enclose(_DIGITS)[0].re.rationals()
    except (Undecided, TooCoarse):
        return None
    below, above = real.enclose(limits[0] / (real.ONE - share), _DIGITS + 40)
    return (limits[0], share) if low <= above and below <= high else None


def _steps(
    problem: Problem, group: DominantGroup, shape: Expr, told: _Shape, name: str, leading: Expr
) -> tuple[Step, ...]:
    t, c = problem.recurrence.left, ex.Symbol(name)
    return (
        _formal_step(problem, group, shape, told),
        step(
            "Let {u} be the quotient of {t} and this, cut after many terms. From a size on, the difference of two "
            "successive {u} is at most a part of the ones before and what the cut leaves. So all later differences add "
            "up to little, and exact values enclose the limit {c}: it is not 0.",
            u=ex.Call(unused_name(problem.recurrence, "uvw"), (ex.Symbol(problem.variable),)),
            t=t,
            c=c,
            source=SOURCE,
        ),
        step("So {t}.", t=ex.Relation("~", t, leading)),
    )


def _factor_step(t: Expr, c: Expr, g: Expr, shares: tuple[Real, Real], leading: Expr) -> Step:
    own, passed = map(exact_formula, shares)
    return step(
        "Divided by {g}, the recurrence becomes {e} in the limit. So {r}.",
        g=g,
        e=ex.Relation("=", c, ex.add(own, ex.mul(passed, c))),
        r=ex.Relation("~", t, leading),
    )


def _formal_step(problem: Problem, group: DominantGroup, shape: Expr, told: _Shape) -> Step:
    n, s = ex.Symbol(problem.variable), unused_name(problem.recurrence, "sbc")
    unit = ex.power(n, ex.number(Fraction(1, group.ramified)))
    series = ex.Add(
        (ex.ONE, ex.divide(ex.Symbol(f"{s}_1"), unit), ex.divide(ex.Symbol(f"{s}_2"), ex.power(unit, ex.TWO)))
    )
    return step(
        "The recurrence has a formal solution {f} with further falling powers of {n}: its root is the largest of {p} "
        "in modulus, {theta} is what the terms of {z} ask for, and each further term fixes a coefficient.",
        f=ex.mul(shape, series),
        n=n,
        p=polynomial_formula(group.characteristic, unused_name(problem.recurrence, "xzy")),
        theta=told.theta,
        z=ex.divide(ex.ONE, n),
        source="Birkhoff and Trjitzinsky 1933",
    )


# -- several of one size -----------------------------------------------------------------------------------


def _together(
    problem: Problem,
    group: DominantGroup,
    solutions: Sequence[FormalSolution],
    factors: Sequence[Complex],
    shape: _Shape,
) -> LeadingTerm:
    """Several roots of the largest modulus: what stands beside a positive one may be smaller, or decide the sign."""
    t = problem.recurrence.left
    sizes = [x.modulus().rationals() for x in factors]
    places = [i for i, s in enumerate(solutions) if s.root.is_positive]
    beside = [size for i, size in enumerate(sizes) if i not in places]
    most = sum((high for _, high in beside), Fraction(0))
    low, high = factors[places[0]].re.rationals() if places else (Fraction(0), Fraction(0))
    mixed = len(solutions) == 2 and bool(places)
    case: str | None = "oscillation"
    if low > most:
        case = None
    elif high < -most:
        case = "negative values"
    elif not (_is_excited(beside) if not places else mixed and beside[0][0] > max(abs(low), abs(high))):
        raise Unmet("an excited dominant solution", "the factors of the dominant solutions do not tell the sign")
    bounds = Bounds(shape.growth if case is None else None, shape.growth, attained=case == "oscillation")
    reason = step(
        {
            None: "several roots are of the largest modulus, and the factor of the positive one is the largest.",
            "negative values": "the positive root among those of the largest modulus has a negative factor.",
            "oscillation": "the dominant roots have one modulus, and {t} changes its sign for ever.",
        }[case],
        t=t,
    )
    ending = _on_signs(t, case, shape) or (
        step("So {r}.", r=ex.Relation("=", t, ex.Asymptotic("Θ", shape.growth.expression()))),
    )
    return LeadingTerm(
        bounds, case, reason, None, shape.where, (*_steps_together(problem, group, shape, case), *ending)
    )


def _is_excited(sizes: Sequence[tuple[Fraction, Fraction]]) -> bool:
    return any(low > 0 for low, _ in sizes)


def _steps_together(problem: Problem, group: DominantGroup, shape: _Shape, case: str | None) -> tuple[Step, ...]:
    t = problem.recurrence.left
    first = step(
        "The roots of largest modulus of {p} are simple. With each the recurrence has a formal solution of the size "
        "{f} times a sum of falling powers of {n}, whose coefficients follow one after the other.",
        p=polynomial_formula(group.characteristic, unused_name(problem.recurrence, "xzy")),
        f=shape.formula,
        n=ex.Symbol(problem.variable),
        source="Birkhoff and Trjitzinsky 1933",
    )
    second = step(
        "Written as a sum of these, cut after many terms, {t} has factors that change from one size to the next by "
        "what the cut leaves and by a part of what is smaller. So all later changes add up to little, and exact values "
        "enclose the limits of the factors.",
        t=t,
        source=SOURCE,
    )
    third = {
        None: "The factor of the positive root is larger than those of the others together.",
        "negative values": "The factor of the positive root is negative, and larger than those of the others together.",
        "oscillation": "A factor of a root that is negative or complex is not 0, and none outweighs it for ever: "
        "divided by its size, {t} is above a positive constant again and again, and below a negative one.",
    }[case]
    return first, second, step(third, t=t)


# -- the recurrence with polynomials -----------------------------------------------------------------------


def _polynomial_recurrence(problem: Problem) -> PolynomialRecurrence:
    r = problem.recurrence
    if r.relation != "=":
        raise Unmet("an equation", "the relation is {x}", x=ex.Relation(r.relation, r.left, r.right))
    equation = equation_of(problem)
    coefficients = without_driving_function(equation)
    order = len(coefficients) - 1
    if not 2 <= order <= _MOST_ORDER:
        raise Unmet("an order between 2 and 6", "with its driving function it has the order {d}", d=ex.number(order))
    stated = [c for c in r.initial if c.function == r.function]
    if not stated:
        raise Unmet("stated first values", "the factor hangs on the first values, and they are not stated")
    back = Fraction(-order)
    moved = [polynomials.shifted(p, back) for p in reversed(coefficients)]
    own = (moved[0], *(polynomials.scaled(p, Fraction(-1)) for p in moved[1:]))
    return PolynomialRecurrence(own, max(c.high for c in stated) + 1 + order - equation.order)


def without_driving_function(equation: DifferenceEquation) -> Coefficients:
    """The coefficients of an equation that the solutions obey too, and that has no right-hand side."""
    p, right = equation.coefficients, list(equation.right)
    while right:
        above, below = ratio_of(right.pop(0))
        longer: list[Polynomial] = [()] * (len(p) + 1)
        for i, q in enumerate(p):
            longer[i] = polynomials.plus(longer[i], polynomials.scaled(polynomials.times(above, q), Fraction(-1)))
            longer[i + 1] = polynomials.times(below, polynomials.shifted(q, Fraction(1)))
        p = tuple(longer)
        right = [x for f in right if (x := _passed(f, above, below)).above]
    return p


def _passed(f: HypergeometricTerm, above: Polynomial, below: Polynomial) -> HypergeometricTerm:
    """below(n)·f(n + 1) − above(n)·f(n)."""
    top, bottom = ratio_of(f)
    left = polynomials.plus(
        polynomials.times(below, top), polynomials.scaled(polynomials.times(above, bottom), Fraction(-1))
    )
    return terms.product(f, terms.product(HypergeometricTerm(left), terms.reciprocal(HypergeometricTerm(bottom))))


class _Values:
    """T(n) from the stated values on, each worked out once by the recurrence itself.

    Where W(n) is the product of all P₀ so far, T(n)·W(n) times a common denominator is whole: no fraction is reduced.
    """

    def __init__(self, problem: Problem, told: PolynomialRecurrence) -> None:
        order = told.order
        first = problem.values(range(told.start - order, told.start))
        if first is None:
            raise Unmet("stated first values", "the first values are not known as fractions")
        scale = lcm(*(c.denominator for q in told.polynomials for c in q))
        self.polynomials = [[int(c * scale) for c in q] for q in told.polynomials]
        self.first = told.start - order
        self.below = lcm(*(x.denominator for x in first))
        self.scaled = [int(x * self.below) for x in first]
        self.leads = [1] * order
        self.products = [1] * order

    def at(self, n: int) -> Fraction | None:
        place = n - self.first
        while len(self.scaled) <= place and n <= _FURTHEST:
            if not self._next():
                return None
        return (
            Fraction(self.scaled[place], self.below * self.products[place]) if 0 <= place < len(self.scaled) else None
        )

    def _next(self) -> bool:
        """One more value; False where P₀ is 0."""
        n = self.first + len(self.scaled)
        lead, *others = (_whole_value(q, n) for q in self.polynomials)
        total, between = 0, 1
        for j, c in enumerate(others, start=1):
            total += c * self.scaled[-j] * between
            between *= self.leads[-j]
        if lead:
            self.scaled.append(total)
            self.leads.append(lead)
            self.products.append(self.products[-1] * lead)
        return bool(lead)


def _whole_value(q: Sequence[int], n: int) -> int:
    total = 0
    for c in reversed(q):
        total = total * n + c
    return total
