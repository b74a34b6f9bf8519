"""T(n) = Σ cᵢ·r(n)⋯r(n − i + 1)·T(n − i) + f(n): T(n) = S(n)·Π r(k) makes the coefficients constant.

So n·T(n − 1) + n(n − 1)·T(n − 2) turns into S(n − 1) + S(n − 2) for S(n) = T(n)/n!. Source: Graham, Knuth,
Patashnik, Concrete Mathematics, section 7.6 (exponential generating functions do the same).
"""

from fractions import Fraction
from math import ceil

from recur.asymptotics import Growth
from recur.model import Bounds, Expr, InitialCondition, Recurrence, Solution, Unmet, Unsolved, expressions as ex, step
from recur.model.expressions import ZERO as ZERO_FORMULA
from recur.model.linearity import split
from recur.model.records import replace
from recur.numbers.polynomials import degree, rational_roots, scaled
from recur.solving.first_order.hypergeometric import HypergeometricTerm, product, reciprocal, running_product, term
from recur.solving.first_order.running_products import product_growth
from recur.solving.linear.decrements import decrements
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind

SOURCE = "Concrete Mathematics, section 7.6"
NAME = "rescaling"


@method(
    NAME,
    about=(RecurrenceKind.VARYING_STEPS,),
    source=SOURCE,
    summary="T(n) = R(n) S(n) where S has constant coefficients",
)
def solve(problem: Problem) -> Solution:
    calls = decrements(problem)
    if len(calls) < 2 or calls[0][0] != 1:
        raise Unmet("calls T(n − 1), T(n − 2), …", "the calls do not begin with the next smaller size and one more")
    r = problem.recurrence
    coefficient = calls[0][1]
    ratio = term(coefficient, r.variable)
    if ratio is None or not ratio.is_rational or max(degree(ratio.above), degree(ratio.below)) < 1:
        raise Unmet("coefficients that vary alike", "{a} is no rational function that varies", a=coefficient)
    # 2n is 2 times n: the ratio begins with coefficient 1
    front_number = ratio.above[-1]
    ratio = HypergeometricTerm(scaled(ratio.above, 1 / front_number), ratio.below)
    first = ratio.formula(r.variable)
    constant = [_constant(problem, formula, first, int(c)) for c, formula in calls if isinstance(c, Fraction)]
    front = product_growth(first, r.variable)
    auxiliary, scale = _auxiliary(problem, ratio, [int(c) for c, _ in calls if isinstance(c, Fraction)], constant)
    try:
        inner = problem.solve(auxiliary)
    except Unsolved as unsolved:
        raise Unmet(
            "a solvable rest", "{x} is not solved", x=ex.Relation("=", auxiliary.left, auxiliary.right)
        ) from unsolved
    outer = Growth(front, r.variable)
    bounds = Bounds(_scaled(inner.bounds.lower, outer), _scaled(inner.bounds.upper, outer))
    shown = bounds.upper or bounds.lower
    if shown is None:
        raise Unmet("a bounded rest", "nothing is known of the rest")
    formula = scale.formula(r.variable) if scale is not None else None
    return Solution(
        r,
        bounds,
        NAME,
        inner.case,
        step("divided by the product of {a} the recurrence has constant coefficients.", a=first),
        (
            step(
                "Let {s}, where {p} is the product of {a} over all sizes up to {n}"
                + (", that is {q}." if formula is not None else "."),
                s=ex.Relation("=", r.left, ex.mul(ex.Call("P", (ex.Symbol(r.variable),)), auxiliary.left)),
                p=ex.Call("P", (ex.Symbol(r.variable),)),
                a=first,
                n=ex.Symbol(r.variable),
                **({} if formula is None else {"q": formula}),
                source=SOURCE,
            ),
            replace(
                step(
                    "Then the coefficients are constant:",
                    ex.Relation("=", auxiliary.left, auxiliary.right),
                ),
                substeps=inner.steps,
            ),
            step(
                "Back to {t}: {r}.",
                t=r.left,
                r=ex.Relation("=", r.left, ZERO_FORMULA if shown.is_zero else ex.Asymptotic("Θ", shown.expression())),
            ),
        ),
        assumptions=inner.assumptions,
        where=inner.where,
        leading=None if inner.leading is None or formula is None else ex.mul(formula, inner.leading),
        exact=None if inner.exact is None or formula is None else ex.mul(formula, inner.exact),
        exact_domain=None if inner.exact is None or formula is None else inner.exact_domain,
    )


def _constant(problem: Problem, coefficient: Expr, first: Expr, i: int) -> Fraction:
    """c with coefficient = c·r(n)·r(n − 1)⋯r(n − i + 1)."""
    variable = problem.variable
    found = term(coefficient, variable)
    for j in range(i):
        moved = ex.substitute(first, variable, ex.subtract(ex.Symbol(variable), ex.number(j))) if j else first
        part = term(moved, variable)
        if found is None or part is None:
            break
        found = product(found, reciprocal(part))
    if found is None or not found.is_rational or degree(found.above) > 0 or degree(found.below) > 0:
        raise Unmet(
            "coefficients that vary alike", "{b} is no constant multiple of the product of {a}", b=coefficient, a=first
        )
    return found.above[0]


def _auxiliary(
    problem: Problem, ratio: HypergeometricTerm, shifts: list[int], constant: list[Fraction]
) -> tuple[Recurrence, HypergeometricTerm | None]:
    """S's recurrence with its initial values, and R as a term (None where no base is stated)."""
    r = problem.recurrence
    n = ex.Symbol(r.variable)
    name = "S" if r.function != "S" else "U"
    calls = ex.add(
        *(
            ex.mul(ex.number(c), ex.Call(name, (ex.subtract(n, ex.number(i)),)))
            for i, c in zip(shifts, constant, strict=True)
        )
    )
    cases = [c for c in r.initial if c.function == r.function]
    f = problem.driving_term
    special = [ceil(x) for p in (ratio.above, ratio.below) for x in rational_roots(p)]
    if not cases:
        start = max([0, *special])
        scale = running_product(ratio, start)
        conditions: tuple[InitialCondition, ...] = ()
    else:
        # values are worked out until the ratio has neither zero nor pole at the sizes that S starts from
        start = max([*(c.high for c in cases), *(x + max(shifts) - 1 for x in special)])
        scale = running_product(ratio, start)
        conditions = tuple(_moved_base(problem, name, ratio, start, max(shifts)))
    if f != ZERO_FORMULA and scale is None:
        raise Unmet("a product in factorials", "the driving function cannot be divided by the product of the ratios")
    driving = f if f == ZERO_FORMULA or scale is None else ex.divide(f, scale.formula(r.variable))
    right = ex.add(calls, driving) if driving != ZERO_FORMULA else calls
    parts = split(right)
    return Recurrence(name, r.variable, r.relation, right, parts.subcalls, driving, (), conditions), scale


def _moved_base(
    problem: Problem, name: str, ratio: HypergeometricTerm, start: int, order: int
) -> list[InitialCondition]:
    """S(m) = T(m)/R(m) at the last sizes before the recurrence holds, R(start) = 1."""
    found: list[InitialCondition] = []
    values = problem.values(range(start - order + 1, start + 1))
    scale = Fraction(1)
    for i in range(order):
        size = start - i
        if values is None or not scale:
            raise Unmet("exact initial values", "the initial values are not all known exactly")
        found.append(InitialCondition(name, size, size, ex.number(values[order - 1 - i] / scale)))
        try:
            scale = scale / ratio.at(size)
        except (ZeroDivisionError, ValueError):
            if i < order - 1:
                raise Unmet("a coefficient that is not 0", "the first coefficient is 0 at a base size") from None
    return found[::-1]


def _scaled(growth: Growth | None, outer: Growth) -> Growth | None:
    return growth if growth is None or growth.is_zero else growth * outer
