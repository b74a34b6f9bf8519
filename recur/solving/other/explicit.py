"""T(n) = f(n) without a call: there is nothing to solve, T grows as f does."""

from recur.asymptotics import Growth, Series, lower_bound, upper_bound
from recur.model import Bounds, OtherShape, Solution, Unmet, expressions as ex, step
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind

NAME = "explicit function"


@method(
    NAME,
    about=(RecurrenceKind.NO_CALL,),
    source="the definition of Θ, CLRS 4e, section 3.2",
    summary="T(n) = f(n) with no call of T: T is Θ of its fastest term",
)
def solve(problem: Problem) -> Solution:
    r = problem.recurrence
    if problem.calls or r.nonlinear:
        raise OtherShape("no recursive call", "the function calls itself")
    if any(isinstance(x, ex.Range) for x in ex.walk(r.right)):
        from recur.solving.other.explicit_forms import term_without_value

        missing = term_without_value(r.right)
        if missing is not None:
            total, at = missing
            k = ex.Relation("=", ex.Symbol(total.index), ex.number(at))
            raise Unmet("terms that have a value", "at {k} the term {x} has no value", k=k, x=total.body)
    low, high = problem.tolls
    lower = None if r.relation == "<=" else _growth(low, r.variable, from_above=False)
    upper = None if r.relation == ">=" else _growth(high, r.variable, from_above=True)
    if upper is not None and low is not None and not low.is_zero and lower is None and r.relation == "=":
        raise Unmet("a positive function", "the function may vanish or change its sign")
    found = upper or lower
    if found is None:
        raise Unmet("a bounded function", "nothing is known of it on the side that is asked")
    t = ex.Call(r.function, (ex.Symbol(r.variable),))
    kind = "Θ" if lower == upper else "O" if upper else "Ω"
    known = ex.has_call(problem.driving_term)
    because = "{t} does not call itself, and the functions on the right are known" if known else "{t} calls nothing"
    result = found.expression() if found.is_zero else ex.Asymptotic(kind, found.expression())
    return Solution(
        r,
        Bounds(lower, upper),
        NAME,
        None,
        step("there is no recursive call: {t} grows as its fastest term.", t=t),
        (step(f"{because}: it grows as its fastest term, {{result}}.", t=t, result=ex.Relation("=", t, result)),),
    )


def _growth(toll: Series | None, variable: str, *, from_above: bool) -> Growth | None:
    if toll is None:
        return None
    if toll.is_zero:
        return Growth(None, variable)
    m = upper_bound(toll) if from_above else lower_bound(toll)
    return None if m is None else Growth(m, variable)
