"""T(n) = a(n)·T(n − 1) + b(n)·T(n − 2), a > 0: the ratio r(n) = T(n)/T(n − 1) obeys r(n) = a(n) + b(n)/r(n − 1).

With b > 0 this map shrinks differences in log r by the factor κ(n) = 1 − a(n)/r(n) < 1, so that all positive solutions
approach one another, and an r̃ that satisfies the equation up to a small relative error δ(n) is followed as closely
as δ·r/a. Once that is summable, T(n) is Θ(Π r̃(k)). With b < 0 the map rises with r: a ratio that is once above a
barrier s(n) with a(n) − |b(n)|/s(n − 1) ≥ s(n) stays above it, and between a barrier near √|b| and the larger ratio
differences shrink as well. So a solution that is minimal, with the smaller ratio, is never taken for the others.
Source: Wimp and Zeilberger, Resurrecting the asymptotics of linear recurrences, 1985.
"""

from fractions import Fraction

from recur.asymptotics import UNIT, Between, Monomial, expand, level, monomials, summation
from recur.asymptotics.growth import Growth, monomial_formula, multiple
from recur.model import Bounds, Expr, Solution, Step, Unmet, expressions as ex, step, unused_name
from recur.model.expressions import ONE as ONE_FORMULA, ZERO as ZERO_FORMULA
from recur.model.records import frozen, replace
from recur.numbers import Real, exact_formula, real
from recur.solving.divide_and_conquer.fractions import upper_toll
from recur.solving.first_order.factored_sums import positive_beyond
from recur.solving.first_order.hypergeometric import HypergeometricTerm, term
from recur.solving.first_order.running_products import product_growth
from recur.solving.linear.decrements import decrements, small_sizes
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind, never_negative

SOURCE = "Wimp and Zeilberger 1985"
NAME = "successive ratio"
_MOST_TERMS = 10
_FURTHEST = 40
_FINEST = 1000  # denominators of the factor of a barrier


@method(
    NAME,
    about=(RecurrenceKind.VARYING_STEPS,),
    source=SOURCE,
    summary="T(n) = a(n) T(n − 1) + b(n) T(n − 2) with rational functions a > 0 and b",
)
def solve(problem: Problem) -> Solution:
    a, b = _coefficients(problem)
    barrier = _require_barrier(problem, a, b) if _is_negative(b, problem.variable) else None
    if barrier is None:
        _require_positive(problem, a, b)
    ratio = _ratio(problem, a, b)
    growth = Growth(product_growth(ratio.formula, problem.variable), problem.variable)
    _check_driving(problem, growth.point)
    r = problem.recurrence
    return Solution(
        r,
        Bounds(None if r.relation == "<=" else growth, None if r.relation == ">=" else growth),
        NAME,
        None,
        step("the ratio of successive values is known up to a factor with a convergent product."),
        _steps(problem, ratio, growth, barrier),
        assumptions=small_sizes(problem, 2),
    )


def _coefficients(problem: Problem) -> tuple[Expr, Expr]:
    calls = decrements(problem)
    if [c for c, _ in calls] != [1, 2]:
        raise Unmet("calls T(n − 1) and T(n − 2)", "the calls are not of the two next smaller sizes")
    return calls[0][1], calls[1][1]


def _require_positive(problem: Problem, a: Expr, b: Expr) -> None:
    """There is a size from which a, b > 0 and at which two values in a row are positive."""
    r = problem.recurrence
    terms = [term(x, r.variable) for x in (a, b)]
    if any(x is None or not x.is_rational for x in terms):
        raise Unmet("rational coefficients", "{a} or {b} is no rational function of the size", a=a, b=b)
    tops = [c.high for c in r.initial if c.function == r.function]
    if not tops:
        if any(not _positive_from_somewhere(x) for x in terms if x is not None):
            raise Unmet("positive coefficients", "{a} or {b} is negative for large sizes", a=a, b=b)
        return
    for start in range(max(tops), max(tops) + _FURTHEST):
        if all(x is not None and positive_beyond(x, start) for x in terms):
            values = problem.values(range(start - 1, start + 1))
            if values is not None and min(values) > 0:
                return
    raise Unmet("positive coefficients and values", "{a}, {b} and the values are not seen to be positive", a=a, b=b)


def _is_negative(b: Expr, variable: str) -> bool:
    below = term(b, variable)
    return below is not None and below.is_rational and bool(below.above) and not _positive_from_somewhere(below)


@frozen
class _Barrier:
    """The ratios are at least `formula` from the size `start` on."""

    formula: Expr
    start: int


def _require_barrier(problem: Problem, a: Expr, b: Expr) -> _Barrier:
    """s(n) = σ·n^k between the two ratios that the equation allows, and a size at which the ratio is above it."""
    r = problem.recurrence
    if problem.driving_term != ZERO_FORMULA or r.relation != "=":
        raise Unmet("an equation without a driving function", "beside a negative coefficient {f} stands", f=r.right)
    (a_m, a_c), (b_m, b_c) = (_lead(x, r.variable) for x in (a, b))
    balance = monomials.compare(monomials.raise_to(a_m, Fraction(2)), b_m)
    gap = real.power(a_c, Fraction(2)) + Fraction(4) * b_c if balance == 0 else real.ONE if balance > 0 else real.ZERO
    if real.sign(a_c) <= 0 or real.sign(gap) <= 0:
        raise Unmet("two ratios that differ", "the ratios that the equation allows are not positive and apart")
    share = a_c / Fraction(2) if balance > 0 else real.power(real.ZERO - b_c, Fraction(1, 2))
    low, high = real.enclose(share)
    size = monomial_formula(a_m, r.variable)
    formula = ex.mul(ex.number(((low + high) / 2).limit_denominator(_FINEST)), size)
    before = ex.substitute(formula, r.variable, ex.subtract(ex.Symbol(r.variable), ONE_FORMULA))
    room = term(ex.add(a, ex.divide(b, before), ex.negate(formula)), r.variable)
    height, falls = term(formula, r.variable), term(ex.negate(b), r.variable)
    tops = [c.high for c in r.initial if c.function == r.function]
    if not tops or room is None or height is None or falls is None:
        raise Unmet("stated first values", "which of two growths is there hangs on the first values")
    for start in range(max(tops) + 1, max(tops) + _FURTHEST):
        if positive_beyond(room, start) and positive_beyond(falls, start) and positive_beyond(height, start - 1):
            values = problem.values(range(start - 1, start + 1))
            if values is not None and values[0] > 0 and values[1] >= height.at(start) * values[0]:
                return _Barrier(formula, start)
    raise Unmet("a ratio above the barrier", "the ratio of the values is not seen to stay above {s}", s=formula)


def _positive_from_somewhere(x: HypergeometricTerm) -> bool:
    return bool(x.above) and x.above[-1] / x.below[-1] > 0


@frozen
class _Ratio:
    """r̃ as a formula, and the relative error δ that it leaves."""

    formula: Expr
    error: Monomial | None  # None: r̃ solves the equation exactly


def _ratio(problem: Problem, a: Expr, b: Expr) -> _Ratio:
    """r̃(n) = c₀ n^α + c₁ n^(α − 1/2) + …, term by term, until the error is summable."""
    variable = problem.variable
    n = ex.Symbol(variable)
    (a_m, a_c), (b_m, b_c) = (_lead(x, variable) for x in (a, b))
    balance = monomials.compare(monomials.raise_to(a_m, Fraction(2)), b_m)
    root = monomials.raise_to(b_m, Fraction(1, 2))
    if balance > 0:
        m, c = a_m, a_c
    elif balance < 0:
        m, c = root, real.power(b_c, Fraction(1, 2))
    else:
        square = real.power(a_c, Fraction(2)) + Fraction(4) * b_c
        m, c = a_m, (a_c + real.power(square, Fraction(1, 2))) / Fraction(2)
    step_factor = _damping(balance, b_c, c)
    slack = monomials.divide(a_m, m)  # a/r = 1 − κ
    crude = monomials.divide(monomials.raise_to(a_m, Fraction(2)), b_m)
    if monomials.compare(slack, level(0, Fraction(-1))) <= 0 or monomials.compare(crude, level(0, Fraction(-1))) < 0:
        raise Unmet("a ratio that settles fast enough", "successive ratios approach each other too slowly")
    pieces = [multiple(c, m, variable)]
    formula = pieces[0]
    for _ in range(_MOST_TERMS):
        before = ex.substitute(formula, variable, ex.subtract(n, ONE_FORMULA))
        left_over = ex.add(a, ex.divide(b, before), ex.negate(formula))
        exact = term(left_over, variable)
        if exact is not None and not exact.above:
            return _Ratio(formula, None)
        residue = expand(left_over, variable)
        error, weight = residue.lead
        relative = monomials.divide(error, m)
        if _is_summable(relative, slack, crude):
            return _Ratio(formula, relative)
        if isinstance(weight, Between):
            raise Unmet("exact coefficients", "the coefficients oscillate")
        correction = weight / step_factor
        pieces.append(ex.mul(exact_formula(correction), monomial_formula(error, variable)))
        formula = ex.Add(tuple(pieces))
    raise Unmet("a ratio that settles fast enough", "ten terms of the ratio do not make its error summable")


def _lead(x: Expr, variable: str) -> tuple[Monomial, Real]:
    m, c = expand(x, variable).lead
    if isinstance(c, Between):
        raise Unmet("exact coefficients", "the coefficient {a} oscillates", a=x)
    return m, c


def _damping(balance: int, b: Real, c: Real) -> Real:
    """1 + lim b/r²: what a correction of r̃(n) does to the error, through r̃(n) itself and through r̃(n − 1)."""
    if balance > 0:
        return real.ONE
    if balance < 0:
        return Fraction(2)
    return real.ONE + b / real.power(c, Fraction(2))


def _is_summable(relative: Monomial, slack: Monomial, crude: Monomial) -> bool:
    """Σ δ·r/a converges, and δ is small beside the crude contraction too."""
    followed = monomials.divide(relative, slack) if monomials.compare(slack, UNIT) < 0 else relative
    vanishing = monomials.divide(relative, crude) if monomials.compare(crude, UNIT) < 0 else relative
    return summation(followed).converges and monomials.compare(vanishing, UNIT) < 0


def _check_driving(problem: Problem, growth: Monomial) -> None:
    """Σ f(k)/H(k) converges for the solution H without f: then T/H stays bounded."""
    high = problem.tolls[1]
    if high is None:
        raise Unmet("a bounded driving term", "nothing bounds the driving term from above")
    if high.is_zero:
        return
    toll = upper_toll(high)
    if toll is None or not never_negative(problem.driving_term, problem.variable):
        raise Unmet("a nonnegative driving function", "the driving function is not plainly nonnegative")
    if not summation(monomials.divide(toll, growth)).converges:
        raise Unmet("a driving function of lower order", "the driving function is not of lower order")


def _steps(problem: Problem, ratio: _Ratio, growth: Growth, barrier: _Barrier | None) -> tuple[Step, ...]:
    r = problem.recurrence
    n, k = ex.Symbol(r.variable), problem.index
    before = ex.subtract(n, ONE_FORMULA)
    ratio_name, barrier_name = (unused_name(r, letters) for letters in ("rqw", "sbu"))
    quotient = ex.Call(ratio_name, (n,))
    a, b = _coefficients(problem)
    theta = ex.Asymptotic("Θ", growth.expression())
    product = ex.Asymptotic("Θ", ex.Range("product", k.name, ONE_FORMULA, n, ex.Call(ratio_name, (k,))))
    steps = [
        step(
            "Let {r} be the ratio of successive values. The recurrence, divided by {t}, says",
            ex.Relation("=", quotient, ex.Add((a, ex.divide(b, ex.Call(ratio_name, (before,)))))),
            r=ex.Relation("=", quotient, ex.divide(r.left, ex.Call(r.function, (before,)))),
            t=ex.Call(r.function, (before,)),
            source=SOURCE,
        ),
        step(
            "A sum of falling powers of {n} put into this equation has its terms fixed one after the other:",
            ex.Relation("~", quotient, ratio.formula),
            n=n,
        ),
        _error_step(ratio, quotient, a, barrier, n.name),
    ]
    if barrier is not None:
        s_now, s_before = (ex.Call(barrier_name, (at,)) for at in (n, before))
        steps.insert(
            1,
            step(
                "From {start} on the ratio is at least {s}: it is so there, and {room} keeps it so, as the right side "
                "rises with {before}.",
                start=ex.Relation("=", n, ex.number(barrier.start)),
                s=ex.Relation("=", s_now, barrier.formula),
                room=ex.Relation(">=", ex.add(a, ex.divide(b, s_before)), s_now),
                before=ex.Call(ratio_name, (before,)),
            ),
        )
    if problem.driving_term != ZERO_FORMULA:
        steps[0] = replace(steps[0], sentence="Without the driving function: " + steps[0].sentence)
        steps.append(
            step(
                "The driving function {f}, divided by this product, has a convergent sum, so it adds a constant "
                "factor at "
                "most.",
                f=problem.driving_term,
            )
        )
    steps.append(
        step(
            "So {t}.",
            t=ex.Relation("=", r.left, ex.Relation("=", product, theta)),
        )
    )
    return tuple(steps)


def _error_step(ratio: _Ratio, quotient: Expr, a: Expr, barrier: _Barrier | None, variable: str) -> Step:
    """Why the true ratio follows r̃ closely enough."""
    pair = "positive solutions" if barrier is None else "such ratios"
    shrinking = f"From one size to the next the difference of the logarithms of two {pair} shrinks by the factor {{x}}"
    part = ex.divide(a, quotient)
    factor = ex.Add((ONE_FORMULA, ex.negate(part)) if barrier is None else (part, ex.MINUS_ONE))
    if ratio.error is None:
        return step(
            f"This solves the equation exactly. {shrinking}, so every solution approaches this one, and the product "
            f"of the "
            "ratios is known up to a constant factor.",
            x=factor,
        )
    return step(
        f"The error that these terms leave, relative to {{r}}, is of the order of {{e}}. {shrinking}, so what the "
        f"errors "
        "leave behind has a convergent sum, and the product of the ratios is known up to a constant factor.",
        r=quotient,
        e=monomial_formula(ratio.error, variable),
        x=factor,
    )
