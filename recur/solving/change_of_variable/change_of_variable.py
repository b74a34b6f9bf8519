"""T(n) = Σ a(n)·T(c·n^r) + f(n), 0 < r < 1: with m = log n the sizes become r·m + log c, a divide and conquer in m.

A coefficient that is a power of n is removed first: T(n) = n^s · S(n) with s chosen so that the coefficients of S are
constants, as division by n turns √n·T(√n) + n into S(√n) + 1.
Source: CLRS 4e, section 4.3 (changing variables); Leiserson's exercise √n·T(√n) + n, CLRS 4e problem 4-3.
"""

from recur.asymptotics import UNIT, Between, Growth, Monomial, expand, level, monomials, multiple
from recur.asymptotics.monomials import STAR
from recur.model import Expr, InitialCondition, Recurrence, Step, StepsOnDemand, Undecided, expressions as ex, step
from recur.model.expressions import ZERO as ZERO_FORMULA
from recur.model.linearity import split
from recur.model.records import frozen, replace
from recur.model.solution import Bounds, OtherShape, Solution, Unmet, Unsolved
from recur.numbers import Real, exact_formula, real
from recur.solving.change_of_variable.tower_lattices import TowerForm, tower_form
from recur.solving.divide_and_conquer.fractions import leaves
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind, RecursiveCall as SizedCall, Shrink

SOURCE = "CLRS 4e, section 4.3"
_FRESH = ("m", "k", "j", "h")


@frozen
class _Root:
    """a·n^q · T(c·n^r), the offset of the size being of lower order."""

    a: Real
    q: Real
    c: Real
    r: Real


@method(
    "change of variable",
    about=(RecurrenceKind.SLOW,),
    source=SOURCE,
    summary="T(n) = Σ a n^q T(c n^r) + f(n), 0 < r < 1: m = log n, after division by a power of n",
)
def solve(problem: Problem) -> Solution:
    rec = problem.recurrence
    if rec.nonlinear or not problem.calls:
        raise OtherShape("linear in the calls", "the calls do not stand in a sum of multiples")
    roots = [_root(problem, call) for call in problem.calls]
    s = _division(roots)
    m = ex.Symbol(next(x for x in _FRESH if x != rec.variable))
    calls, lower, upper = _transformed(problem, roots, s, m)
    high = None if upper is None else _solved(problem, calls, upper, m.name)
    low = high if lower is upper else None if lower is None else _solved(problem, calls, lower, m.name)
    bounds = Bounds(
        None if low is None else _back(low.bounds.lower, s, rec.variable),
        None if high is None else _back(high.bounds.upper, s, rec.variable),
    )
    told = high or low
    if told is None:
        raise Unmet("a bounded driving term", "nothing is known of the driving term on the side that is asked")
    growths = _any(told.bounds).expression(), _any(bounds).expression()
    solution = Solution(
        rec,
        bounds,
        "change of variable",
        told.case and f"{told.method}, {told.case}",
        step(
            f"with {{m}} roots become fractions, and {_named(told)} applies.",
            m=ex.Relation("=", m, _exponent(rec)),
        ),
        StepsOnDemand(lambda: _steps(problem, told, bounds, s, m, growths)),
        assumptions=(step("The recursion stops at a constant size, since roots never reach 1."),),
        where=tuple(dict.fromkeys(d for solved in (high, low) if solved is not None for d in solved.where)),
        leading=_leading(problem, told, bounds, s, m) if high is low else None,
    )
    exact = tower_form(problem)
    return solution if exact is None else _with_exact(solution, exact)


def _leading(problem: Problem, told: Solution, bounds: Bounds, s: Real, m: ex.Symbol) -> Expr | None:
    """T ~ n^s · C·g(log n), where S ~ C·g(m) whatever its base case."""
    if told.leading is None or bounds.theta is None or not problem.is_exact:
        return None
    n = ex.Symbol(problem.variable)
    return ex.mul(ex.power(n, exact_formula(s)), ex.substitute(told.leading, m.name, ex.log(n, ex.Constant("e"))))


def _with_exact(solution: Solution, exact: TowerForm) -> Solution:
    r = solution.recurrence

    def told() -> Step:
        return replace(
            exact.domain.told("On {domain} the roots are whole, and the recurrence in the exponent is solved exactly:"),
            display=(ex.Relation("=", r.left, exact.formula),),
            source=SOURCE,
        )

    steps = StepsOnDemand(lambda: (*solution.steps, told()))
    return replace(solution, exact=exact.formula, exact_domain=exact.domain, steps=steps)


def _root(problem: Problem, call: SizedCall) -> _Root:
    if call.shrink is not Shrink.SUBLINEAR:
        raise OtherShape("sizes n^r, 0 < r < 1", "the size {x} is no root of the size", x=call.argument)
    size = expand(call.argument, problem.variable)
    m, c = size.lead
    r = dict(m.powers).get(0, real.ZERO)
    if m != level(0, r) or r == 0 or isinstance(c, Between):
        raise OtherShape("sizes n^r, 0 < r < 1", "the size {x} is no constant power of the size", x=call.argument)
    count = expand(call.coefficient, problem.variable)
    k, a = count.lead
    q = dict(k.powers).get(0, real.ZERO)
    if (k != UNIT and k != level(0, q)) or isinstance(a, Between) or real.sign(a) <= 0 or len(count.terms) > 1:
        raise Unmet("coefficients a·n^q", "the coefficient {a} is no power of the size", a=call.coefficient)
    return _Root(a, q, c, r)


def _division(roots: list[_Root]) -> Real:
    """s with q + r·s = s for every call: then T = n^s S has constant coefficients."""
    s = roots[0].q / (real.ONE - roots[0].r)
    for root in roots:
        balance = root.q + root.r * s - s
        if real.sign(balance):
            raise Unmet(
                "one power of the size to divide by", "no single power of the size makes all coefficients constant"
            )
    return s


def _transformed(problem: Problem, roots: list[_Root], s: Real, m: ex.Symbol) -> tuple[Expr, Expr | None, Expr | None]:
    """S(m) = Σ a·c^s · S(r m + log c) + f(e^m)/e^(s m): its calls, and its driving term from both sides."""
    rec = problem.recurrence
    calls = []
    for root in roots:
        factor = root.a * real.power(root.c, s)
        size = ex.add(ex.mul(exact_formula(root.r), m), ZERO_FORMULA if root.c == 1 else exact_formula(real.ln(root.c)))
        calls.append(ex.mul(exact_formula(factor), ex.Call("S", (size,))))

    def side(f: Expr | None) -> Expr | None:
        if f is None:
            return None
        divided = ex.mul(f, ex.power(ex.Symbol(rec.variable), exact_formula(real.ZERO - s)))
        return _simplified(ex.substitute(divided, rec.variable, ex.power(ex.Constant("e"), m)), m.name)

    lower, upper = problem.driving.lower, problem.driving.upper
    if rec.relation == "<=":
        lower = None
    if rec.relation == ">=":
        upper = None
    new_upper = side(upper)
    return ex.add(*calls), new_upper if lower is upper else side(lower), new_upper


def _simplified(f: Expr, variable: str) -> Expr:
    """The leading term of f as a formula; it has the same growth."""
    expansion = expand(f, variable)
    if expansion.is_zero:
        return ZERO_FORMULA
    k, c = expansion.lead
    if isinstance(c, Between):
        if c.low is not None and real.sign(c.low) <= 0:
            raise Undecided("the driving function comes close to 0")
        return ex.Asymptotic("Θ", Growth(k, variable).expression())
    return multiple(c, k, variable)


def _solved(problem: Problem, calls: Expr, driving: Expr, variable: str) -> Solution:
    """S for one reading of the driving term, its base case as T's."""
    kind = leaves(problem)
    if kind == "negative" or (kind == "mixed" and driving == ZERO_FORMULA):
        raise Unmet("nonnegative base values", "the base values are not all positive")
    initial = (InitialCondition("S", None, 1, ZERO_FORMULA),) if kind == "zero" else ()
    right = ex.add(calls, driving)
    parts = split(calls)
    recurrence = Recurrence("S", variable, "=", right, parts.subcalls, driving, (), initial)
    try:
        return problem.solve(recurrence)
    except Unsolved as unsolved:
        raise Unmet("a solvable recurrence in the new variable", "{x} is not solved", x=right) from unsolved


def _back(growth: Growth | None, s: Real, variable: str) -> Growth | None:
    """A growth in m = log n as one in n, times n^s."""
    if growth is None or growth.is_zero:
        return growth
    shifted = shift(growth.point)
    return Growth(shifted if s == 0 else monomials.multiply(shifted, level(0, s)), variable)


def shift(m: Monomial) -> Monomial:
    """The monomial with every level one logarithm lower: n becomes log n, e^(c n) becomes n^c."""
    inside = {shift(k): c for k, c in m.exponential}
    result = Monomial(tuple((k if k >= STAR else k + 1, e) for k, e in m.powers))
    return monomials.multiply(result, monomials.exponential(inside)) if inside else result


def _steps(
    problem: Problem, told: Solution, bounds: Bounds, s: Real, m: ex.Symbol, growths: tuple[Expr, Expr]
) -> tuple[Step, ...]:
    """`growths` are those of S and of T."""
    rec = problem.recurrence
    n = ex.Symbol(rec.variable)
    t = ex.Call(rec.function, (n,))
    divided = ex.mul(ex.power(n, exact_formula(s)), ex.Call("S", (m,)))
    steps = [
        step(
            "Let {m} and {s}. A root of {n} is a fraction of {m1}, so",
            ex.Relation("=", ex.Call("S", (m,)), told.recurrence.right),
            m=ex.Relation("=", m, _exponent(rec)),
            s=ex.Relation("=", t, divided),
            n=n,
            m1=m,
            source=SOURCE,
        ),
        step(
            f"This is solved by {_named(told)}: {{growth}}.",
            growth=ex.Relation("=", ex.Call("S", (m,)), ex.Asymptotic("Θ", growths[0])),
        ),
    ]
    # S has no base case of its own at m = 1: a closed form from there is none of T's
    substeps = told.steps if told.exact is None else told.steps[:-1]
    steps[-1] = replace(steps[-1], substeps=substeps)
    kind = "Θ" if bounds.theta else "O" if bounds.upper else "Ω"
    steps.append(
        step(
            "Back in {n}: {result}.",
            n=n,
            result=ex.Relation("=", t, ex.Asymptotic(kind, growths[1])),
        )
    )
    return tuple(steps)


def _exponent(rec: Recurrence) -> Expr:
    """m = log n, or ln n where a log of the recurrence was read to another base."""
    others = any(isinstance(x, ex.Log) and x.base is not None for x in ex.walk(rec.right))
    return ex.log(ex.Symbol(rec.variable), ex.Constant("e") if others else None)


def _named(solution: Solution) -> str:
    """The method in a sentence: the master theorem, but Akra–Bazzi."""
    return solution.method if solution.method[:1].isupper() else f"the {solution.method}"


def _any(bounds: Bounds) -> Growth:
    growth = bounds.upper or bounds.lower
    if growth is None:
        raise Unmet("one growth in the new variable", "the recurrence in the new variable has a table of growths")
    return growth
