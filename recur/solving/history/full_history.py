"""T(n) = α(n)·Σ_{k=low}^{n−1} T(k) + f(n): the partial sums satisfy a first-order recurrence.

S(n) = S(n − 1) + T(n) = (1 + α(n))·S(n − 1) + f(n) has only nonnegative terms when α and f are nonnegative, so with
P(n) = Π (1 + α(k)) it is Θ(P(n)·(1 + Σ f(k)/P(k))), and T(n) = α(n)·S(n − 1) + f(n). For a constant α,
P(n) = (1 + α)^n; for α ~ c/n, P(n) = Θ(n^c). For exact values the equation for n − 1 is subtracted, which leaves
T(n) = (1 + α)·T(n − 1) + f(n) − f(n − 1) for a constant α; for α = c/n harmonic numbers come out.
Source: Graham, Knuth, Patashnik, Concrete Mathematics, section 2.2 (quicksort).
"""

from fractions import Fraction

from recur.asymptotics import Between, Growth, expand, monomial_formula
from recur.model import Bounds, Domain, Expr, Progression, RecurError, Solution, Step, Unmet, expressions as ex, step
from recur.model.expressions import ONE as ONE_FORMULA, ZERO as ZERO_FORMULA
from recur.model.records import frozen, replace
from recur.numbers import Real, exact_formula, real
from recur.numbers.exponential_polynomials import exponential_polynomial
from recur.solving.divide_and_conquer.fractions import leaves, lower_toll, upper_toll
from recur.solving.history import partial_sums
from recur.solving.history.earlier_values import History, history_of, require_positive_start
from recur.solving.history.harmonic_forms import full_history_form
from recur.solving.history.shifted_equation import shifted_equation
from recur.solving.linear_forms import constant_of, linear_form
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind

SOURCE = "Concrete Mathematics, section 2.2"
_LOOK = 16


@frozen
class _Exact:
    """What is known beyond Θ: a closed form and where it holds, and C·g(n) with T(n) ~ C·g(n)."""

    value: Expr | None = None
    domain: Domain | None = None
    leading: Expr | None = None
    told: Step | None = None


@method(
    "full history",
    about=(RecurrenceKind.HISTORY,),
    source=SOURCE,
    summary="T(n) = α(n) Σ T(k) + f(n) over all earlier sizes: α constant, c/n, or tending to 0",
)
def solve(problem: Problem) -> Solution:
    r = problem.recurrence
    history = history_of(problem)
    zero = history.driving == ZERO_FORMULA and leaves(problem) == "zero" and r.relation == "="
    if zero and _begins_with_stated_values(problem, history):
        return _zero(problem)
    full = partial_sums.full_history(problem, history)
    if full.lag != 1 or full.steps:
        raise Unmet("a sum up to n − 1 alone", "the sum ends at {x}", x=history.pieces[0].high)
    if expand(full.alpha, r.variable).is_zero or real.sign(_least(full.alpha, r.variable)) <= 0:
        raise Unmet("a positive weight", "the weight {a} of the sum is not positive", a=full.alpha)
    product = partial_sums.history_product_growth(full.alpha, r.variable)
    upper = lower = None
    if history.upper is not None and r.relation != ">=":
        upper = partial_sums.partial_sum_reading(full.alpha, product, upper_toll(history.upper), r.variable)
    if history.lower is not None and r.relation != "<=":
        lower = partial_sums.partial_sum_reading(full.alpha, product, lower_toll(history.lower), r.variable)
        if lower.converges:
            require_positive_start(problem, history, lower.toll)
    told = upper or lower
    if told is None:
        raise Unmet("a bounded driving term", "nothing is known of the driving term on the side that is asked")
    bounds = Bounds(
        None if lower is None else Growth(lower.growth, r.variable),
        None if upper is None else Growth(upper.growth, r.variable),
    )
    exact = _exact(problem, full, bounds)
    return Solution(
        r,
        bounds,
        "full history",
        None,
        _reason(),
        _steps(problem, full, told, bounds, exact),
        leading=exact.leading,
        exact=exact.value,
        exact_domain=exact.domain,
    )


def _begins_with_stated_values(problem: Problem, history: History) -> bool:
    """Whether no value that the sums reach is open: a(1) = 0 says nothing of a(0)."""
    r = problem.recurrence
    own = [c for c in r.initial if c.function == r.function]
    top = max(c.high for c in own)
    lows = [constant_of(linear_form(piece.low)) for piece in history.pieces]
    if all(low is not None for low in lows):
        first = min((int(low) for low in lows if low is not None), default=0)
        stated = {n for c in own for n in range(max(first, c.high if c.low is None else c.low), c.high + 1)}
        if any(c.low is None for c in own) or stated >= set(range(first, top + 1)):
            return True
    values = problem.values(range(top + 1, top + 1 + _LOOK))
    return values is not None and not any(values)


def _zero(problem: Problem) -> Solution:
    r = problem.recurrence
    zero = Growth(None, r.variable)
    result = ex.Relation("=", r.left, ZERO_FORMULA)
    told = step("Every base value is 0, and each value is a weighted sum of earlier ones: by induction {t}.", t=result)
    reason = step("every base value is 0 and nothing is ever added.")
    domain = Progression(r.variable, min(c.high if c.low is None else c.low for c in r.initial))
    return Solution(
        r, Bounds(zero, zero), "full history", None, reason, (told,), exact=ZERO_FORMULA, exact_domain=domain
    )


def _least(alpha: Expr, variable: str) -> Real:
    c = expand(alpha, variable).lead[1]
    if isinstance(c, Between):
        return real.ONE if c.low is None else c.low
    return c


def _exact(problem: Problem, full: partial_sums.FullHistory, bounds: Bounds) -> _Exact:
    if not full.history.exact or bounds.theta is None:
        return _Exact()
    if partial_sums.constant_weight(full.alpha, problem.variable) is not None:
        try:
            told = problem.solve(shifted_equation(problem, full))
        except (RecurError, Unmet):
            return _Exact()
        if told.bounds.theta != bounds.theta:
            return _Exact()
        equation = ex.Relation("=", problem.recurrence.left, told.recurrence.right)
        subtracted = step("The equation for {x} subtracted leaves", equation, x=_before(problem))
        return _Exact(told.exact, told.exact_domain, told.leading, replace(subtracted, substeps=told.steps))
    pair = partial_sums.inverse_linear(full.alpha, problem.variable)
    if pair is None:
        return _Exact()
    closed = _harmonic(problem, full, *pair)
    return replace(closed, leading=_leading(full, pair[0], problem.variable))


def _leading(full: partial_sums.FullHistory, c: Real, variable: str) -> Expr | None:
    """For α ~ c/n and f ~ b n^a L(n): b (a + 1)/(a + 1 − c) f-like where f dominates, c·∫ where all sizes count."""
    from recur.solving.history.shape_functions import ShapeFunction, ShapePart, history_leading_term

    assert full.history.upper is not None
    shape = ShapeFunction((ShapePart(c, 0, Fraction(0), real.ONE),))
    return history_leading_term(shape, c - real.ONE, full.history.upper, variable)


def _harmonic(problem: Problem, full: partial_sums.FullHistory, c: Real, shift: int) -> _Exact:
    """The closed form with harmonic numbers, when the base, f and c are exact, and the first values agree with it."""
    r = problem.recurrence
    base = [b for b in r.initial if b.function == r.function]
    terms = exponential_polynomial(full.history.driving, r.variable)
    if not base or terms is None or not terms.keys() <= {real.ONE} or not isinstance(c, Fraction) or c.denominator != 1:
        return _Exact()
    start = max(full.low - 1, *(b.high for b in base))
    values = problem.values(range(full.low, start + 9))
    if values is None:
        return _Exact()
    total = sum(values[: start - full.low + 1], Fraction(0))
    closed = full_history_form(int(c), shift, terms.get(real.ONE, ()), start, total)
    later = values[start - full.low + 1 :]
    if closed is None or [closed.value(start + 1 + i) for i in range(len(later))] != later:
        return _Exact()
    value, domain = closed.formula(r.variable), Progression(r.variable, start + 1)
    told = domain.told(
        "Partial fractions turn the sum into harmonic numbers; exactly, for {domain}: {t}.",
        t=ex.Relation("=", r.left, value),
    )
    return _Exact(value, domain, told=replace(told, source=SOURCE))


def _reason() -> Step:
    return step("the partial sums of the values satisfy a recurrence of the first order.")


def _steps(
    problem: Problem, full: partial_sums.FullHistory, told: partial_sums.DrivingReading, bounds: Bounds, exact: _Exact
) -> tuple[Step, ...]:
    r = problem.recurrence
    n, k = ex.Symbol(r.variable), problem.index
    before = _before(problem)
    s_now, s_before = ex.Call("S", (n,)), ex.Call("S", (before,))
    values = ex.Range("sum", k.name, ex.number(full.low), n, ex.Call(r.function, (k,)))
    f = full.history.driving
    factor = ex.add(ONE_FORMULA, full.alpha)
    steps = [
        step(
            "Let {s}. Then {t}, and so",
            ex.Relation("=", s_now, ex.add(ex.mul(factor, s_before), f)),
            s=ex.Relation("=", s_now, values),
            t=ex.Relation("=", r.left, ex.add(ex.mul(full.alpha, s_before), f)),
            source=SOURCE,
        ),
        _product_step(problem, full, k),
    ]
    product = monomial_formula(partial_sums.history_product_growth(full.alpha, r.variable), r.variable)
    if told.toll is None:
        steps.append(step("Without a driving function {s}.", s=ex.Relation("=", s_now, ex.Asymptotic("Θ", product))))
    else:
        quotient = ex.divide(ex.Call("f", (k,)), ex.Call("P", (k,)))
        total = ex.Range("sum", k.name, ONE_FORMULA, n, quotient)
        sums = ex.Asymptotic("Θ", monomial_formula(told.sums, r.variable))
        steps.append(
            step(
                "Divided by {p} this is a sum, " + ("which converges: {s}." if told.converges else "which grows: {s}."),
                p=ex.Call("P", (n,)),
                s=ex.Relation(
                    "=", s_now, ex.Relation("=", ex.mul(ex.Call("P", (n,)), ex.add(ONE_FORMULA, total)), sums)
                ),
            )
        )
    kind = "Θ" if bounds.theta is not None else "O" if bounds.upper is not None else "Ω"
    growth = ex.Asymptotic(kind, monomial_formula(told.growth, r.variable))
    steps.append(
        step(
            "Hence {t}.",
            t=ex.Relation(
                "=", r.left, ex.Relation("=", ex.add(ex.mul(full.alpha, s_before), ex.Call("f", (n,))), growth)
            ),
        )
    )
    if exact.told is not None:
        steps.append(exact.told)
    return tuple(steps)


def _before(problem: Problem) -> Expr:
    return ex.subtract(ex.Symbol(problem.variable), ONE_FORMULA)


def _product_step(problem: Problem, full: partial_sums.FullHistory, k: ex.Symbol) -> Step:
    variable = problem.variable
    n = ex.Symbol(variable)
    p = ex.Call("P", (n,))
    weight = partial_sums.constant_weight(full.alpha, variable)
    if weight is not None:
        base = exact_formula(weight + real.ONE)
        return step("The coefficients multiply to {p}.", p=ex.Relation("=", p, ex.power(base, n)))
    factors = ex.Range("product", k.name, ONE_FORMULA, n, ex.add(ONE_FORMULA, ex.substitute(full.alpha, variable, k)))
    growth = ex.Asymptotic("Θ", monomial_formula(partial_sums.history_product_growth(full.alpha, variable), variable))
    return step(
        "The coefficients multiply to {p}: its logarithm is a sum of {x}, and terms with a finite sum count as a "
        "constant.",
        p=ex.Relation("=", p, ex.Relation("=", factors, growth)),
        x=ex.Log(ex.add(ONE_FORMULA, ex.substitute(full.alpha, variable, k)), None),
        source="Concrete Mathematics, section 9.5",
    )
