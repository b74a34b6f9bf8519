"""T(n) = max or min over finitely many divide-and-conquer branches, plus a driving function.

For a maximum each branch alone is a lower bound, and the fastest of their growths is also an upper one: it solves
every branch's inequality with a large enough constant, since at its exponent p no branch's Σ aᵢ rᵢ^p exceeds 1 (and
if the driving function dominates, it dominates every branch). A minimum is the same with the order turned round.
Source: the substitution method, CLRS 4e, section 4.3, with Akra–Bazzi's perturbed powers for the roundings.
"""

from recur.model import Bounds, Expr, OtherShape, RecurError, Solution, Step, Unmet, expressions as ex, step
from recur.model.linearity import split
from recur.model.records import replace
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind


@method(
    "extreme of branches",
    about=(RecurrenceKind.BRANCHES,),
    source="CLRS 4e, section 4.3",
    summary="T(n) = max(…) + f(n) or min(…) + f(n) over divide-and-conquer branches",
)
def solve(problem: Problem) -> Solution:
    r = problem.recurrence
    if len(r.nonlinear) != 1 or r.subcalls:
        raise OtherShape("one max or min", "the calls do not stand in a single max or min")
    term = r.nonlinear[0]
    if not isinstance(term, ex.Apply) or term.name not in ("max", "min"):
        raise OtherShape("one max or min", "{x} is no max or min of finitely many branches", x=term)
    steps: list[Step] = []
    found: list[Bounds] = []
    for argument in term.arguments:
        bounds, told = _branch(problem, argument)
        found.append(bounds)
        steps.append(told)
    uppers = [b.upper for b in found]
    lowers = [b.lower for b in found]
    choose = max if term.name == "max" else min
    upper = None if None in uppers else choose(u for u in uppers if u is not None)
    lower = None if None in lowers else choose(low for low in lowers if low is not None)
    bounds = Bounds(lower, upper)
    if bounds.theta is None:
        raise Unmet("tight branches", f"a branch of the {term.name} has no tight bound of its own")
    t = ex.Call(r.function, (ex.Symbol(r.variable),))
    result = ex.Relation("=", t, ex.Asymptotic("Θ", bounds.theta.expression()))
    which, side = ("fastest", "at least") if term.name == "max" else ("slowest", "at most")
    steps.append(
        step(
            f"{{t}} is {side} the solution of each branch alone. The {which} of them, times a suitable constant, also "
            "satisfies the inequality of every other branch, so {result}.",
            t=t,
            result=result,
            source="CLRS 4e, section 4.3 (substitution method)",
        )
    )
    return Solution(
        r,
        bounds,
        "extreme of branches",
        term.name,
        step(f"the {which} branch of the {term.name} decides."),
        tuple(steps),
    )


def _branch(problem: Problem, argument: Expr) -> tuple[Bounds, Step]:
    r = problem.recurrence
    calls, rest, nonlinear = split(argument)
    if nonlinear:
        raise Unmet("linear branches", "the branch {x} is not linear in the calls", x=argument)
    driving = ex.add(rest, r.driving)
    branch = replace(r, right=ex.add(argument, r.driving), subcalls=calls, driving=driving, nonlinear=(), claim=None)
    try:
        bounds = problem.solve(branch).bounds
    except RecurError as error:
        raise Unmet("solvable branches", "the branch {x} alone is not solved", x=argument) from error
    t = ex.Call(r.function, (ex.Symbol(r.variable),))
    theta = bounds.theta
    if theta is None:
        raise Unmet("tight branches", "the branch {x} alone has no tight bound", x=argument)
    return bounds, step(
        "The branch {x} alone gives {growth}.",
        x=ex.Relation("=", t, branch.right),
        growth=ex.Asymptotic("Θ", theta.expression()),
    )
