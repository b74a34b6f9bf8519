"""A full history reduced to a linear recurrence, which is then solved by its own method.

With a constant weight, T(n) = α Σ_{k ≤ n−lag} T(k) + Σ cᵢ T(n − i) + f(n), the equation for n − 1 is subtracted and no
sum is left: Fibonacci's recurrence from Σ_{k ≤ n−2} T(k), and f(n) − f(n − 1) alone for α = −1. With another weight the
partial sums satisfy S(n) = (1 + α(n))·S(n − 1) + f(n): n·Σ T(k) leads to factorials.
Source: Graham, Knuth, Patashnik, Concrete Mathematics, section 2.2.
"""

from fractions import Fraction

from recur.asymptotics import Growth, Monomial, coefficient_sign, expand, lower_bound, monomials
from recur.model import Expr, InitialCondition, Progression, RecurError, Recurrence, Step, expressions as ex, step
from recur.model.expressions import ONE as ONE_FORMULA
from recur.model.linearity import split
from recur.model.solution import Bounds, Solution, Unmet, Unsolved
from recur.solving.history.earlier_values import history_of
from recur.solving.history.partial_sums import FullHistory, constant_weight, full_history
from recur.solving.history.shifted_equation import first_size_of, shifted_equation
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind

SOURCE = "Concrete Mathematics, section 2.2"


@method(
    "reduced history",
    about=(RecurrenceKind.HISTORY,),
    source=SOURCE,
    summary="sums over earlier values removed by subtracting the shifted equation, or by partial sums",
)
def solve(problem: Problem) -> Solution:
    history = history_of(problem)
    full = full_history(problem, history)
    if not history.exact or problem.recurrence.relation != "=":
        raise Unmet("an exact equation", "a hidden term or an inequality does not survive the subtraction")
    if constant_weight(full.alpha, problem.variable) is not None:
        return _by_subtraction(problem, full)
    return _by_partial_sums(problem, full)


def _solved(problem: Problem, recurrence: Recurrence) -> Solution:
    try:
        return problem.solve(recurrence)
    except RecurError as error:
        if isinstance(error, Unsolved):
            raise Unmet("a solvable linear recurrence", "{x} is not solved", x=recurrence.right) from error
        raise Unmet("a solvable linear recurrence", "{x} cannot be solved", x=recurrence.right) from error


def _by_subtraction(problem: Problem, full: FullHistory) -> Solution:
    r = problem.recurrence
    linear = shifted_equation(problem, full)
    told = _solved(problem, linear)
    exact, domain = told.exact, told.exact_domain
    if not linear.subcalls and linear.initial:
        exact, domain = linear.driving, Progression(r.variable, first_size_of(linear))
    equation = ex.Relation("=", r.left, linear.right)
    n = ex.Symbol(r.variable)
    first = step("Subtract the equation for {x} from the one for {n}:", equation, x=_before(r), n=n, source=SOURCE)
    return Solution(
        r,
        told.bounds,
        "reduced history",
        told.method,
        step("subtracting the equation for the size before leaves no sum over earlier values."),
        (first, *_told(problem, told, r.left)),
        told.assumptions,
        told.remarks,
        told.where,
        told.leading,
        exact,
        domain,
    )


def _before(r: Recurrence) -> Expr:
    return ex.subtract(ex.Symbol(r.variable), ONE_FORMULA)


def _told(problem: Problem, told: Solution, t: Expr) -> tuple[Step, ...]:
    growth = told.bounds.theta or told.bounds.upper or told.bounds.lower
    if growth is None:
        raise Unmet("one growth of the rest", "the rest has a table of growths, one for each range of its letters")
    kind = "Θ" if told.bounds.theta is not None else "O" if told.bounds.upper is not None else "Ω"
    return (
        Step(
            "By the method {m}: {result}.",
            (("m", ex.Symbol(told.method)), ("result", ex.Relation("=", t, ex.Asymptotic(kind, growth.expression())))),
            substeps=told.steps,
        ),
    )


def _by_partial_sums(problem: Problem, full: FullHistory) -> Solution:
    r = problem.recurrence
    if full.lag != 1 or full.steps:
        raise Unmet("a sum up to n − 1 alone", "the sum ends at {x}", x=full.history.pieces[0].high)
    if coefficient_sign(expand(full.alpha, r.variable).lead[1]) < 0:
        raise Unmet("a positive weight", "the weight {a} of the sum is negative", a=full.alpha)
    f = full.history.driving
    name = "S" if r.function != "S" else "Σ"
    n = ex.Symbol(r.variable)
    s_now, s_before = ex.Call(name, (n,)), ex.Call(name, (_before(r),))
    factor = ex.add(full.alpha, ONE_FORMULA)
    call = ex.mul(factor, s_before)
    sums = Recurrence(
        name, r.variable, "=", ex.add(call, f), split(call).subcalls, f, (), _first_sum(problem, full, name)
    )
    told = _solved(problem, sums)
    s = told.bounds.theta
    if s is None or s.is_zero:
        raise Unmet("partial sums of known growth", "the partial sums have no tight bound")
    growth = Growth(_growth(problem, full, s), r.variable)
    k = problem.index
    total = ex.Range("sum", k.name, ex.number(full.low), n, ex.Call(r.function, (k,)))
    result = ex.Relation("=", r.left, ex.add(ex.mul(full.alpha, s_before), f))
    exact = None
    if told.exact is not None and sums.initial:
        exact = ex.add(ex.mul(full.alpha, ex.substitute(told.exact, r.variable, _before(r))), f)
    steps = (
        step(
            "Let {s}. Then {t}, and so", ex.Relation("=", s_now, sums.right), s=ex.Relation("=", s_now, total), t=result
        ),
        *_told(problem, told, s_now),
        step("Hence {t}.", t=ex.Relation("=", r.left, ex.Asymptotic("Θ", growth.expression())), source=SOURCE),
    )
    return Solution(
        r,
        Bounds(growth, growth),
        "reduced history",
        told.method,
        step("the partial sums of the values satisfy a recurrence of the first order."),
        steps,
        told.assumptions,
        where=told.where,
        exact=exact,
        exact_domain=None if exact is None else Progression(r.variable, max(c.high for c in sums.initial) + 1),
    )


def _first_sum(problem: Problem, full: FullHistory, name: str) -> tuple[InitialCondition, ...]:
    """S at the last base case; none when no base case is stated."""
    r = problem.recurrence
    base = [b for b in r.initial if b.function == r.function]
    if not base:
        return ()
    last = max(full.low - 1, *(b.high for b in base))
    values = problem.values(range(full.low, last + 1))
    if values is None:
        raise Unmet("exact base values", "the base values are not known exactly")
    return (InitialCondition(name, last, last, ex.Number(sum(values, Fraction(0)))),)


def _growth(problem: Problem, full: FullHistory, s: Growth) -> Monomial:
    """The faster of α(n)·S(n − 1) and f(n): both are nonnegative in the end."""
    variable = problem.variable
    back = ex.substitute(s.expression(), variable, ex.subtract(ex.Symbol(variable), ONE_FORMULA))
    earlier = expand(ex.mul(full.alpha, back), variable).lead[0]
    f = full.history.upper
    if f is None or f.is_zero:
        return earlier
    if lower_bound(f) != f.lead[0]:
        raise Unmet("a positive driving function", "the driving function is not positive for large sizes")
    return f.lead[0] if monomials.compare(f.lead[0], earlier) > 0 else earlier
