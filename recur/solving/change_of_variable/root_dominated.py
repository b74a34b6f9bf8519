"""T(n) = Σ aᵢ(n)·T(gᵢ(n)) + f(n) whose root outweighs everything below it: Θ(f).

If ρ = limsup Σ |aᵢ(n)| f(gᵢ(n))/f(n) < 1, then T(n) ≤ C·f(n) by induction for every C with (1 − ρ')·C ≥ 1, ρ < ρ' < 1,
that is large enough for the base. What the base contributes, divided by f(n), shrinks by the factor ρ' again and again,
so T(n) ≥ (1 − o(1))·f(n) when nothing is subtracted; and where the ratios tend to λᵢ with Σ |λᵢ| < 1, T(n)/f(n) is
contracted to its limit 1/(1 − Σ λᵢ), whatever the signs. This asks neither for constant coefficients nor for a
polynomial f: 2^n·T(n/2) + n^n is Θ(n^n).
Source: the substitution method, CLRS 4e, section 4.3.
"""

from recur.asymptotics import UNIT, Between, Growth, Monomial, coefficient_sign, expand, monomials, multiple
from recur.model import Bounds, Expr, OtherShape, Solution, Step, Unmet, expressions as ex, step
from recur.model.expressions import ONE as ONE_FORMULA, Call as CallFormula
from recur.model.records import frozen
from recur.numbers import Real, exact_formula, real
from recur.solving.divide_and_conquer.fractions import leaves, lower_toll, upper_toll
from recur.solving.order import method
from recur.solving.problem import Problem, RecursiveCall, Shrink, never_negative

SOURCE = "CLRS 4e, section 4.3 (substitution method)"


@frozen
class _Shares:
    """ρ ≥ limsup Σ |aᵢ| f(gᵢ)/f, and Σ lim aᵢ f(gᵢ)/f where every one of these limits exists."""

    most: Real
    limit: Real | None


@method(
    "root-dominated",
    source=SOURCE,
    summary="T(n) = Σ aᵢ(n) T(gᵢ(n)) + f(n) with Σ |aᵢ| f(gᵢ)/f below 1 in the limit: Θ(f)",
)
def solve(problem: Problem) -> Solution:
    r = problem.recurrence
    calls = [c for c in problem.calls if c.shrink is not Shrink.CONSTANT]
    if r.nonlinear or not calls:
        raise OtherShape("linear in the calls", "the calls do not stand in a sum of multiples")
    low, high = problem.tolls
    top = None if high is None else upper_toll(high)
    if top is None or high is None:
        raise Unmet("a driving function that dominates", "no driving function bounds {t} from above", t=r.left)
    shares = _shares(problem, calls, top)
    lead = high.lead[1]
    converges = shares.limit is not None and low is high and not isinstance(lead, Between)
    nonnegative = all(_is_nonnegative(problem, call) for call in calls)
    if not converges and shares.most != 0 and not nonnegative:
        raise Unmet("nonnegative coefficients", "a call is subtracted, and it is as large as the driving function")
    bottom = None if low is None or r.relation == "<=" else lower_toll(low)
    if bottom != top and not (nonnegative and _never_negative(problem)):
        bottom = None  # what is of order o(f) might cancel a smaller lower reading
    upper = None if r.relation == ">=" else Growth(top, r.variable)
    bounds = Bounds(None if bottom is None else Growth(bottom, r.variable), upper)
    if bounds.lower is None and bounds.upper is None:
        raise Unmet("a bounded driving term", "nothing is known of the driving term on the side that is asked")
    leading = None
    if converges and shares.limit is not None and not isinstance(lead, Between) and problem.is_exact:
        c = lead / (real.ONE - shares.limit)
        leading = multiple(c, top, r.variable)
    return Solution(
        r,
        bounds,
        "root-dominated",
        None,
        step("the driving function outweighs everything the smaller sizes add: the root dominates."),
        _steps(problem, calls, top, shares, bounds, leading, nonnegative),
        leading=leading,
    )


def _never_negative(problem: Problem) -> bool:
    return leaves(problem) != "negative" and never_negative(problem.driving_term, problem.variable)


def _is_nonnegative(problem: Problem, call: RecursiveCall) -> bool:
    """The coefficient stays ≥ 0 for large sizes."""
    series = expand(call.coefficient, problem.variable)
    return series.is_zero or coefficient_sign(series.lead[1]) > 0


def _shares(problem: Problem, calls: list[RecursiveCall], f: Monomial) -> _Shares:
    """What the calls add as a part of f, below 1 in the limit, or the hypothesis fails."""
    growth = Growth(f, problem.variable).expression()
    rising = monomials.compare(f, UNIT) >= 0
    most: Real = real.ZERO
    limit: Real | None = real.ZERO
    for call in calls:
        found = {_share(problem, call, growth, size) for size in _sizes(call.argument, rising)}
        ends = [c for lead in found if lead is not None for c in _ends(lead)]
        if None in ends:
            raise _unmet(call, growth)
        sizes = [c if real.sign(c) >= 0 else real.ZERO - c for c in ends if c is not None]
        largest: Real = real.ZERO
        for size in sizes:
            largest = size if real.compare(size, largest) > 0 else largest
        most += largest
        only = next(iter(found)) if len(found) == 1 else UNIT
        if only is None:
            continue
        limit = None if limit is None or isinstance(only, Between | Monomial) else limit + only
    if real.compare(most, real.ONE) >= 0:
        raise _unmet(calls[0], growth)
    return _Shares(most, limit)


def _ends(c: Real | Between) -> tuple[Real | None, ...]:
    return (c.low if c.low is not None else real.ZERO, c.high) if isinstance(c, Between) else (c,)


def _share(problem: Problem, call: RecursiveCall, growth: Expr, size: Expr) -> Real | Between | None:
    """The limit (or the range) of a·f(size)/f; None when it is 0."""
    part = ex.divide(ex.mul(call.coefficient, ex.substitute(growth, problem.variable, size)), growth)
    series = expand(part, problem.variable)
    if series.is_zero:
        return None
    m, c = series.lead
    order = monomials.compare(m, UNIT)
    if order > 0:
        raise _unmet(call, growth)
    return c if order == 0 else None


def _sizes(x: Expr, rising: bool) -> tuple[Expr, ...]:
    """The size itself when it is whole; otherwise without rounding, and with as much as rounding can do against f."""
    if ex.is_whole(x, ex.symbols(x)):
        return (x,)
    inner = _unrounded(x)
    return inner, ex.add(inner, ONE_FORMULA if rising else ex.MINUS_ONE)


def _unrounded(x: Expr) -> Expr:
    if isinstance(x, ex.Apply) and x.name in ("floor", "ceiling"):
        return x.arguments[0]
    return ex.add(*map(_unrounded, x.terms)) if isinstance(x, ex.Add) else x


def _unmet(call: RecursiveCall, f: Expr) -> Unmet:
    return Unmet(
        "Σ |aᵢ| f(gᵢ)/f below 1 in the limit",
        "the call of size {x} is not outweighed by the driving function {f}",
        x=call.argument,
        f=f,
    )


def _steps(
    problem: Problem,
    calls: list[RecursiveCall],
    f: Monomial,
    shares: _Shares,
    bounds: Bounds,
    leading: Expr | None,
    nonnegative: bool,
) -> tuple[Step, ...]:
    r = problem.recurrence
    n = ex.Symbol(r.variable)
    at_n = CallFormula("f", (n,))
    parts = ex.add(*(ex.mul(c.coefficient, ex.divide(CallFormula("f", (c.argument,)), at_n)) for c in calls))
    growth = Growth(f, r.variable).expression()
    if shares.limit is not None:
        verdict, value = "tends to {limit}", shares.limit
    else:
        verdict, value = "stays below {limit} in the limit, less than 1", shares.most
    steps = [
        step(
            "The driving function is {f}. If every {t} were {at}, the calls would add this part of {at}, which "
            + verdict
            + ":",
            parts,
            f=ex.Relation("=", at_n, ex.Asymptotic("Θ", growth)),
            t=r.left,
            at=at_n,
            limit=exact_formula(value),
        ),
        step(
            "So by induction on the size {t} is at most a constant times {at}: the constant need only be large enough "
            "for the base and for the driving function itself.",
            t=r.left,
            at=at_n,
            source=SOURCE,
        ),
    ]
    if leading is not None:
        steps.append(
            step(
                "The quotient of {t} and {at} is contracted to a limit: {leading}.",
                t=r.left,
                at=at_n,
                leading=ex.Relation("~", r.left, leading),
            )
        )
    elif bounds.lower is not None and nonnegative:
        steps.append(step("From below {t} is at least its driving function.", t=r.left))
    kind = "Θ" if bounds.theta is not None else "O" if bounds.upper is not None else "Ω"
    found = bounds.theta or bounds.upper or bounds.lower
    assert found is not None
    steps.append(step("Therefore {result}.", result=ex.Relation("=", r.left, ex.Asymptotic(kind, found.expression()))))
    return tuple(steps)
