"""T(n) = a(n)·T(g(n)) + f(n) with one main call: the sum of f along the orbit n, g(n), g(g(n)), …

The product A(n) of the coefficients along the orbit is divided out first: T(n) = A(n)·S(n) turns log n·T(n/log n) + n,
with A(n) = n, into S(n/log n) + 1. Calls of much smaller size beside the main one are of lower order when their total
stays below f: T(n − √n) + T(√n) + n.
Source: Graham, Knuth, Patashnik, Concrete Mathematics, section 2.2 (summation factors) and 9.5 (Euler–Maclaurin).
"""

from recur.asymptotics import UNIT, Between, Monomial, expand, level, monomials, series as s
from recur.asymptotics.growth import Growth, monomial_formula, multiple
from recur.model import Bounds, Expr, OtherShape, Solution, Step, Unmet, expressions as ex, step
from recur.model.expressions import Call as CallFormula
from recur.model.records import frozen
from recur.numbers import exact_formula, real
from recur.solving.change_of_variable.orbit_products import OrbitProduct, orbit_product
from recur.solving.change_of_variable.orbits import OrbitPart, OrbitSum, Pace, orbit_sum, pace_of
from recur.solving.divide_and_conquer.fractions import leaves, lower_toll, upper_toll
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind, RecursiveCall, Shrink, never_negative

SOURCE = "Concrete Mathematics, sections 2.2 and 9.5"


@frozen
class _Reading:
    """One reading of the driving term: its growth divided by n^s (None: 0), its sum, and the growth of T."""

    toll: Monomial | None
    sum: OrbitSum
    growth: Growth


@method(
    "iteration",
    about=(RecurrenceKind.SLOW,),
    source=SOURCE,
    summary="T(n) = a(n) T(g(n)) + f(n): f summed along n, g(n), g(g(n)) …, as for g(n) = n − √n, n/log n, log n",
)
def solve(problem: Problem) -> Solution:
    r = problem.recurrence
    main, sides = _main_call(problem)
    pace = pace_of(main.argument, problem.variable)
    if pace.depth == 0 and pace.step is not None and monomials.compare(pace.step, UNIT) < 0:
        raise Unmet("steps of at least 1", "the size {x} falls behind by less and less", x=main.argument)
    product = orbit_product(main.coefficient, main.argument, pace, problem.variable)
    low, high = problem.tolls
    upper = None if high is None or r.relation == ">=" else _read(problem, pace, product, upper_toll(high))
    lower = None
    if low is not None and r.relation != "<=":
        toll = lower_toll(low)
        same = upper is not None and toll is not None and toll == upper_toll(low)
        lower = upper if same and low is high else _read(problem, pace, product, toll)
    if upper is None and lower is None:
        raise Unmet("a bounded driving term", "nothing is known of the driving term on the side that is asked")
    for side in sides:
        _check_side(problem, side, upper, high)
    lower = _positive(problem, main.coefficient, lower)
    bounds = Bounds(None if lower is None else lower.growth, None if upper is None else upper.growth)
    told = upper or lower
    if told is None:
        raise Unmet("a positive start", "with these base cases nothing is proved from below")
    return Solution(
        r,
        bounds,
        "iteration",
        None,
        _reason(problem, main, told),
        _steps(problem, main, sides, pace, product, told, bounds),
        leading=_leading(problem, told) if product.exact and not sides else None,
    )


def _main_call(problem: Problem) -> tuple[RecursiveCall, list[RecursiveCall]]:
    """The one largest call, and the calls of lower order beside it."""
    r = problem.recurrence
    calls = [c for c in problem.calls if c.shrink is not Shrink.CONSTANT]
    if r.nonlinear or not calls:
        raise OtherShape("linear in the calls", "the calls do not stand in a sum of multiples")
    if len(calls) == 1:
        return calls[0], []
    slow = [c for c in calls if c.shrink is Shrink.DECREMENT]
    if len(slow) != 1:
        raise Unmet("one main call", "there is no single call much larger than the others")
    return slow[0], [c for c in calls if c is not slow[0]]


def _read(problem: Problem, pace: Pace, product: OrbitProduct, toll: Monomial | None) -> _Reading:
    if toll is None:
        return _Reading(None, OrbitSum(UNIT, OrbitPart.LAST), Growth(product.growth, problem.variable))
    divided = monomials.divide(toll, product.growth)
    total = orbit_sum(divided, pace)
    return _Reading(divided, total, Growth(monomials.multiply(product.growth, total.growth), problem.variable))


def _check_side(problem: Problem, side: RecursiveCall, upper: _Reading | None, toll: s.Series | None) -> None:
    """Small calls cost at most λ·f(n) in the limit, λ < 1: then C·(the sum of f) with (1 − λ)·C > 1 bounds T."""
    if upper is None or toll is None or toll.is_zero:
        raise Unmet("side calls of lower order", "nothing outweighs the call of size {x}", x=side.argument)
    if s.coefficient_sign(expand(side.coefficient, problem.variable).lead[1]) < 0:
        raise Unmet("positive coefficients", "the coefficient {a} is not positive", a=side.coefficient)
    cost = ex.mul(side.coefficient, ex.substitute(upper.growth.expression(), problem.variable, side.argument))
    (m, c), (f, d) = expand(cost, problem.variable).lead, toll.lead
    order = monomials.compare(m, f) if lower_toll(toll) == f else 1
    constant = upper.sum.constant
    if order == 0 and not isinstance(c, Between) and not isinstance(d, Between) and constant is not None:
        # T ~ (d·constant)·growth makes the call (c·constant) times as large as f.
        order = real.compare(c * constant, real.ONE)
    if order >= 0:
        raise Unmet(
            "side calls of lower order", "the call of size {x} adds as much as the driving function", x=side.argument
        )


def _positive(problem: Problem, coefficient: Expr, lower: _Reading | None) -> _Reading | None:
    """A lower reading whose sum converges needs a start that is seen to be positive."""
    if lower is None or lower.sum.course is not OrbitPart.LAST:
        return lower
    kind = leaves(problem)
    starts = kind == "positive" or (kind in ("zero", "mixed") and lower.toll is not None)
    if (
        starts
        and never_negative(coefficient, problem.variable)
        and never_negative(problem.driving_term, problem.variable)
    ):
        return lower
    raise Unmet("a positive start", "the sum converges, and with these base values its limit may be 0 or negative")


def _leading(problem: Problem, told: _Reading) -> Expr | None:
    """T(n) ~ C·growth, when f is exact and the sum does not converge."""
    toll = problem.tolls[1]
    if not problem.is_exact or toll is None or toll.is_zero or told.sum.course is OrbitPart.LAST:
        return None
    c = toll.lead[1]
    if isinstance(c, Between) or told.sum.constant is None:
        return None
    return multiple(c * told.sum.constant, told.growth.point, problem.variable)


def _reason(problem: Problem, main: RecursiveCall, told: _Reading) -> Step:
    sentence = {
        OrbitPart.FIRST: "along the sizes {x}, {y}, … the driving function falls so fast that the first one dominates.",
        OrbitPart.LAST: "along the sizes {x}, {y}, … what the driving function adds converges.",
        OrbitPart.SPREAD: "one call, so the driving function is summed along the sizes {x}, {y}, ….",
    }[told.sum.course]
    return step(sentence, x=ex.Symbol(problem.variable), y=main.argument)


def _steps(
    problem: Problem,
    main: RecursiveCall,
    sides: list[RecursiveCall],
    pace: Pace,
    product: OrbitProduct,
    told: _Reading,
    bounds: Bounds,
) -> tuple[Step, ...]:
    r = problem.recurrence
    steps: list[Step] = []
    if sides:
        steps.append(
            step(
                "The call of size {x} is of lower order: if the bound below holds for smaller sizes, it costs less "
                "than a constant part, below 1, of the driving function. A larger constant makes up for it in the "
                "induction.",
                x=sides[0].argument,
                source="CLRS 4e, section 4.3 (substitution method)",
            )
        )
    f = problem.driving_term
    if main.coefficient != ex.Number(real.ONE):
        steps.append(_divided(problem, main, product))
        if product.growth != UNIT and told.toll is not None:
            f = monomial_formula(told.toll, problem.variable)
    steps.append(_pace_step(problem, main, pace))
    steps.append(_sum_step(problem, pace, told, f))
    kind = "Θ" if bounds.theta is not None else "O" if bounds.upper is not None else "Ω"
    steps.append(
        step("Therefore {result}.", result=ex.Relation("=", r.left, ex.Asymptotic(kind, told.growth.expression())))
    )
    return tuple(steps)


def _divided(problem: Problem, main: RecursiveCall, product: OrbitProduct) -> Step:
    n, r = ex.Symbol(problem.variable), problem.recurrence
    if product.growth == UNIT:
        return step(
            "The coefficients {a} tend to 1 so fast that their product along the orbit stays bounded: they change {t} "
            "by constant factors only.",
            a=main.coefficient,
            t=r.left,
            source=SOURCE,
        )
    factor = monomial_formula(product.growth, problem.variable)
    a_n, a_size = CallFormula("A", (n,)), CallFormula("A", (main.argument,))
    return step(
        "Divide by {h}: for {s} the coefficient is {a}, "
        + ("which is 1." if product.exact else "and the product of these along the orbit stays bounded."),
        h=ex.Relation("=", a_n, factor),
        s=ex.Relation("=", CallFormula("S", (n,)), ex.divide(r.left, a_n)),
        a=ex.divide(ex.mul(main.coefficient, a_size), a_n),
        source=SOURCE,
    )


def _pace_step(problem: Problem, main: RecursiveCall, pace: Pace) -> Step:
    n = ex.Symbol(problem.variable)
    if pace.step is None:
        return step(
            "The size {x} is logarithmic: {count} steps lead from {n} to a constant, up to a constant factor.",
            x=main.argument,
            count=Growth(level(monomials.STAR), problem.variable).expression(),
            n=n,
            source="CLRS 4e, section 3.3",
        )
    scale, taken = monomial_formula(level(pace.depth), problem.variable), monomial_formula(pace.step, problem.variable)
    if not isinstance(pace.factor, Between):
        taken = ex.mul(exact_formula(pace.factor), taken)
    sentence = "A step from {n} to {x} takes about {d} off {u}, so that near {n} the sizes are that far apart"
    if pace.depth == 0:
        sentence = "A step from {n} to {x} takes about {d} off, so that near {n} the sizes are that far apart"
    return step(sentence + ".", n=n, x=main.argument, d=taken, u=scale)


def _sum_step(problem: Problem, pace: Pace, told: _Reading, f: Expr) -> Step:
    variable = problem.variable
    if told.toll is None:
        return step("There is no driving function: nothing is added on the way.")
    if told.sum.course is OrbitPart.FIRST:
        return step(
            "From one size to the next {f} falls by a constant factor or more: the sum is geometric, and its first "
            "term stands for it.",
            f=f,
        )
    if told.sum.course is OrbitPart.LAST:
        return step("The sum of {f} over these sizes converges.", f=f)
    result = ex.Asymptotic("Θ", monomial_formula(told.sum.growth, variable))
    if pace.step is None:
        return step("The driving function is of constant size, so it adds up to {x}.", x=result)
    u = ex.Symbol("u" if variable != "u" else "x")
    inside = ex.divide(monomial_formula(told.toll, variable), monomial_formula(pace.step, variable))
    scale = monomial_formula(level(pace.depth), variable)
    integrand = _lowered(inside, variable, pace.depth, u) if pace.depth else ex.substitute(inside, variable, u)
    equation = ex.Relation("=", ex.Range("integral", u.name, ex.TWO, scale, integrand), result)
    slow = (
        "Every step adds a constant"
        if told.toll == UNIT
        else "From size to size {f} changes by a factor that tends to 1"
    )
    on = "with {u} the" if pace.depth else "the"
    return step(
        f"{slow}, so {on} sum is an integral up to constants:",
        equation,
        f=f,
        u=ex.Relation("=", u, scale),
        source="Concrete Mathematics, section 9.5",
    )


def _lowered(x: Expr, variable: str, depth: int, u: ex.Symbol) -> Expr:
    """x with n = exp(exp(… u)), its leading term only."""
    size: Expr = u
    for _ in range(depth):
        size = ex.power(ex.Constant("e"), size)
    m, _ = expand(ex.substitute(x, variable, size), u.name).lead
    return monomial_formula(m, u.name)
