"""Sums with binomial coefficients: the exponential generating function E(x) = Σ T(n)·xⁿ/n! in closed form.

Σ C(n, k)·a(k)·b(n − k) is n! times a coefficient of a product, so the recurrence is an equation for E: E = V + W·E, a
quadratic one, or a differential equation, E' = W·E or E' = cE² + aE + b. Its solution has a pole or a square root at
the radius ρ of its series, which gives T(n) ~ K·n!·ρ^(−n) or K·n!·ρ^(−n)·n^(−3/2); or it is the exponential of an
entire function.
Source: Flajolet and Sedgewick, Analytic Combinatorics, sections II.3, IV.5, VII.3 and VIII.4.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial

from recur.asymptotics import Growth, level, monomials
from recur.model import (
    Bounds,
    Definition,
    Expr,
    GeneratingFunction,
    Progression,
    Solution,
    Step,
    Unmet,
    expressions as ex,
    step,
    unused_name,
)
from recur.model.errors import Undecided
from recur.model.records import frozen, replace
from recur.numbers import Polynomial, Real, exact_formula, polynomials, real
from recur.solving.history import exponential_polynomials_in_x as inx
from recur.solving.history.binomial_sums import (
    SeriesEquation,
    WeightSeries,
    equation_of_series,
    equation_of_steps,
    support_is_aperiodic,
)
from recur.solving.history.exponential_polynomials_in_x import InX
from recur.solving.history.leading_values import relative_error
from recur.solving.history.singularities import Radius, falling_zero, nearest_zero, radius_at
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind, kind_of

SOURCE = "Flajolet and Sedgewick, Analytic Combinatorics, section II.2"
NAME = "exponential generating function"
_FEW = 12  # coefficients whose places tell a period
_FAR, _NEAR = 60, Fraction(1, 20)  # where the leading term is held against an exact value, and how near it must be


@method(
    NAME,
    about=(RecurrenceKind.HISTORY,),
    source=SOURCE,
    summary="Σ C(n, k) T(k) w(n − k) and Σ C(n, k) T(k) T(n − k), as of ordered set partitions: K·n!·ρ^(−n)",
)
def solve(problem: Problem) -> Solution:
    told = equation_of_series(problem)
    naming = _Naming(problem, told)
    if told.order == 0:
        found = _square_root(naming) if told.square else _quotient(naming)
    else:
        found = _riccati(naming) if told.square else _exponential(naming)
    _require_agreement(problem, told, found)
    r = problem.recurrence
    return Solution(
        r,
        found.bounds,
        NAME,
        None,
        found.reason,
        (naming.equation_step(), *found.steps),
        where=found.where,
        leading=found.leading,
        exact=found.exact,
        series=naming.series(found) if not told.shift else None,
        exact_domain=None
        if found.exact is None
        else Progression(r.variable, max(told.shift, found.since + told.shift)),
    )


def completed(problem: Problem, found: Solution | None) -> Solution | None:
    """The leading term of T(n) = α·T(n − 1) + β·(n − 1)·T(n − 2) beside its growth, where both agree."""
    if found is None or found.leading is not None or found.exact is not None or found.bounds.theta is None:
        return found
    try:
        if kind_of(problem) is not RecurrenceKind.VARYING_STEPS:
            return found
        told = equation_of_steps(problem)
        naming = _Naming(problem, told)
        whole = _exponential(naming)
        _require_agreement(problem, told, whole, 4 * _FAR)
    except (Unmet, Undecided):
        return found
    if whole.bounds != found.bounds:
        return found
    steps = (*found.steps, naming.equation_step(), *whole.steps)
    return replace(found, leading=whole.leading, series=naming.series(whole), steps=steps)


@frozen
class SeriesAnswer:
    """What the generating function tells; `size` and `ratio` are the K and ρ·(…) of T ~ K·…, for the check."""

    bounds: Bounds
    reason: Step
    steps: tuple[Step, ...]
    leading: Expr | None = None
    exact: Expr | None = None
    since: int = 0
    where: tuple[Definition, ...] = ()


class _Naming:
    """The equation with the names that its steps use: E, x, ρ and m = n − shift."""

    def __init__(self, problem: Problem, told: SeriesEquation) -> None:
        r = problem.recurrence
        self.problem, self.told, self.sums = problem, told, bool(problem.recurrence.nonlinear)
        self.x = unused_name(r, "xzt")
        self.e = ex.Call(unused_name(r, "EGFH"), (ex.Symbol(self.x),))
        self.rho = unused_name(r, "rqsp")
        n = ex.Symbol(r.variable)
        self.size = ex.add(n, ex.number(-told.shift)) if told.shift else n
        self.left = r.left

    def formula(self, f: WeightSeries) -> Expr:
        above = inx.formula(f.above, self.x)
        below = inx.formula(inx.of_polynomial(f.below), self.x)
        return ex.divide(above, below)

    def equation_step(self) -> Step:
        r, told = self.problem.recurrence, self.told
        n = ex.Symbol(r.variable)
        value = ex.Call(r.function, (ex.add(n, ex.number(told.shift)) if told.shift else n,))
        right = [
            ex.mul(ex.number(told.square), ex.power(self.e, ex.TWO)) if told.square else ex.ZERO,
            ex.mul(self.formula(told.linear), self.e) if told.linear.above else ex.ZERO,
            self.formula(told.free) if told.free.above else ex.ZERO,
        ]
        left: Expr = self.e
        if told.order:
            left = ex.Call(f"{self.e.function}'", self.e.arguments)
        why = "A sum with binomial coefficients is a coefficient of a product, so the" if self.sums else "The"
        return step(
            f"Let {{e}} be the sum of {{s}} over {{n}} ≥ 0. {why} recurrence says {{q}}.",
            e=self.e,
            s=ex.divide(ex.mul(value, ex.power(ex.Symbol(self.x), n)), ex.Apply("factorial", (n,))),
            n=n,
            q=ex.Relation("=", left, ex.add(*right)),
            source=SOURCE,
        )

    def solved(self, formula: Expr, sentence: str = "Solved: {e}.") -> Step:
        return step(sentence, e=ex.Relation("=", self.e, formula))

    def series(self, found: SeriesAnswer) -> GeneratingFunction | None:
        """E as it was solved for: the relation of the step that says so."""
        relations = [x for told in found.steps for _, x in told.formulas if isinstance(x, ex.Relation)]
        solved = next((x.right for x in relations if x.left == self.e), None)
        return None if solved is None else GeneratingFunction(self.e.function, self.x, solved, True)

    def factorial_of(self, front: Real, ratio: Real, exponent: Fraction = Fraction(0)) -> tuple[Growth, Expr]:
        """m!·ratio^m·m^exponent with its constant in front, as a growth and as a formula."""
        variable = self.problem.variable
        rest = ex.power(self.size, ex.number(exponent)) if exponent else ex.ONE
        product = ex.mul(ex.Apply("factorial", (self.size,)), rest)
        m = monomials.multiply(
            _monomial(product, variable), monomials.exponential({level(0): real.ln(ratio)} if ratio != 1 else {})
        )
        power = ex.power(exact_formula(ratio), self.size) if ratio != 1 else ex.ONE
        return Growth(m, variable), ex.mul(exact_formula(front), product, power)


def _monomial(x: Expr, variable: str) -> monomials.Monomial:
    found = Growth.of(x, variable).monomial
    assert found is not None
    return found


def _require_positive(front: Real) -> None:
    if real.sign(front) <= 0:
        raise Unmet("a positive leading constant", "the constant in front is {c}", c=exact_formula(front))


# -- E = V + W·E ---------------------------------------------------------------------------------------------


def _quotient(naming: _Naming) -> SeriesAnswer:
    """E = V/(1 − W): by its nearest pole, or a sum of exponentials."""
    told = naming.told
    linear, free = told.linear, told.free
    bottom = inx.plus(inx.of_polynomial(linear.below), linear.above, Fraction(-1))
    top = free.above
    if linear.below != free.below:
        top = inx.times(top, inx.of_polynomial(linear.below))
        bottom = inx.times(bottom, inx.of_polynomial(free.below))
    if not top:
        raise Unmet("values that are not all 0", "the generating function is 0")
    if not inx.series(bottom, 1)[0]:
        raise Unmet("earlier values", "the sum holds values that are not earlier ones")
    if len(bottom) == 1:
        ((beta, d),) = bottom.items()
        above = {b - beta: p for b, p in top.items()}
        return _over_polynomial(naming, above, d)
    return _entire_quotient(naming, top, bottom)


def _over_polynomial(naming: _Naming, top: InX, d: Polynomial) -> SeriesAnswer:
    """A sum of p(x)·e^(βx) over a polynomial."""
    if len(top) == 1 and polynomials.degree(d) > 0:  # in lowest terms
        ((beta, p),) = top.items()
        common = polynomials.common_divisor(p, d)
        top, d = {beta: polynomials.divided(p, common)[0]}, polynomials.divided(d, common)[0]
    top = {beta: polynomials.scaled(p, 1 / d[0]) for beta, p in top.items()}
    d = polynomials.scaled(d, 1 / d[0])
    if len(d) == 1:
        return _exponential_sum(naming, top)
    solved = naming.solved(naming.formula(WeightSeries(top, d)))
    root = nearest_zero(d, naming.x)
    radius = radius_at(root, naming.rho, naming.x)
    order = root.multiplicity
    # E ~ A·(1 − x/ρ)^(−order), A = top(ρ)·order!/((−ρ)^order·d^(order)(ρ))
    slope = d
    for _ in range(order):
        slope = polynomials.derivative(slope)
    rho = radius.number
    front = (
        inx.at(top, rho)
        * Fraction(factorial(order))
        / (real.power(rho, Fraction(order)) * inx.at(inx.of_polynomial(slope), rho) * Fraction((-1) ** order))
    )
    exact, since = _partial_exponential(naming, top, d)
    return _at_pole(naming, radius, front, order, (solved,), exact, since)


def _partial_exponential(naming: _Naming, top: InX, d: Polynomial) -> tuple[Expr | None, int]:
    """c·e^(βx)/(1 − γx): c·m!·γ^m·Σ_{k=0}^m (β/γ)^k/k!; a polynomial over 1 − γx: c·m!·γ^m behind its first terms."""
    if len(top) != 1 or len(d) != 2:
        return None, 0
    ((beta, p),) = top.items()
    gamma, m = -d[1], naming.size
    power = ex.power(ex.number(gamma), m) if gamma != 1 else ex.ONE
    if beta == 0:
        whole, rest = polynomials.divided(p, d)
        return ex.mul(ex.number(rest[0] if rest else 0), ex.Apply("factorial", (m,)), power), len(whole)
    if len(p) > 1:
        return None, 0
    k = naming.problem.index
    ratio = ex.number(beta / gamma)
    term = ex.divide(ex.power(ratio, k) if beta != gamma else ex.ONE, ex.Apply("factorial", (k,)))
    total = ex.Range("sum", k.name, ex.ZERO, m, term)
    return ex.mul(ex.number(p[0]), ex.Apply("factorial", (m,)), power, total), 0


def _exponential_sum(naming: _Naming, top: InX) -> SeriesAnswer:
    """Σ p(x)·e^(βx): m!·[x^m] is Σ p_j·m(m − 1)…(m − j + 1)·β^(m−j)."""
    variable = naming.problem.variable
    m = naming.size
    since, terms = 0, []
    for beta, p in top.items():
        if not beta:
            since = len(p)
            continue
        for j, c in enumerate(p):
            falling = [ex.add(m, ex.number(-i)) if i else m for i in range(j)]
            terms.append(
                ex.mul(ex.number(c / beta**j), *falling, ex.power(ex.number(beta), m) if beta != 1 else ex.ONE)
            )
    exact = ex.add(*terms)
    growth = Growth.of(exact, variable)
    return SeriesAnswer(
        Bounds(growth, growth),
        step("the exponential generating function is a sum of exponentials."),
        (
            naming.solved(inx.formula(top, naming.x)),
            step("Its coefficients are {t}.", t=ex.Relation("=", naming.left, exact)),
        ),
        exact=exact,
        since=since,
    )


def _entire_quotient(naming: _Naming, top: InX, bottom: InX) -> SeriesAnswer:
    """V/(1 − W) with a W of nonnegative coefficients: |W(x)| < W(ρ) = 1 for all other x with |x| ≤ ρ."""
    scale = 1 / inx.series(bottom, 1)[0]
    top, bottom = (inx.plus({}, f, scale) for f in (top, bottom))
    w = inx.plus(inx.of_polynomial(polynomials.ONE), bottom, Fraction(-1))
    if not inx.has_nonnegative_series(w):
        raise Unmet("nonnegative terms", "the series of {w} has a negative coefficient", w=inx.formula(w, naming.x))
    if not support_is_aperiodic(inx.series(w, _FEW)):
        raise Unmet("one nearest singularity", "the series of {w} has a period", w=inx.formula(w, naming.x))
    radius = falling_zero(bottom, naming.rho, naming.x)
    front = real.ZERO - inx.at(top, radius.number) / (radius.number * inx.at(inx.derivative(bottom), radius.number))
    solved = naming.solved(ex.divide(inx.formula(top, naming.x), inx.formula(bottom, naming.x)))
    why = step(
        "The coefficients of {w} are nonnegative, so {w} is less than 1 in absolute value within the circle of the "
        "radius {r} and on it, but for {r} itself.",
        w=inx.formula(w, naming.x),
        r=exact_formula(radius.number),
    )
    return _at_pole(naming, radius, front, 1, (solved, why))


def _at_pole(
    naming: _Naming,
    radius: Radius,
    front: Real,
    order: int,
    before: tuple[Step, ...],
    exact: Expr | None = None,
    since: int = 0,
) -> SeriesAnswer:
    """A·(1 − x/ρ)^(−order) has the coefficients A·ρ^(−m)·m^(order − 1)/(order − 1)!."""
    _require_positive(front)
    rho = radius.number
    constant = front / Fraction(factorial(order - 1))
    growth, leading = naming.factorial_of(constant, real.ONE / rho, Fraction(order - 1))
    ordinal = "pole" if order == 1 else "pole of order {k}"
    named: dict[str, Expr] = {"r": exact_formula(rho), "t": ex.Relation("~", naming.left, leading)}
    if order > 1:
        named["k"] = ex.number(order)
    return SeriesAnswer(
        Bounds(growth, growth),
        step("the nearest singularity of the exponential generating function is a pole, {r}.", r=exact_formula(rho)),
        (
            *before,
            step(
                f"The singularity nearest to 0 is the {ordinal} at {{r}}, and no other one is as near: {{t}}.",
                source="Flajolet and Sedgewick, Analytic Combinatorics, theorem IV.10",
                **named,
            ),
        ),
        leading,
        exact,
        since,
        radius.where,
    )


# -- E = c·E² + W·E + V --------------------------------------------------------------------------------------


def _square_root(naming: _Naming) -> SeriesAnswer:
    """E = (1 − W − √((1 − W)² − 4cV))/(2c): a square root at the least zero of what stands under it."""
    told = naming.told
    if len(told.linear.below) > 1 or len(told.free.below) > 1:
        raise Unmet("entire weights", "a weight holds a factorial")
    w, v, c = told.linear.above, told.free.above, told.square
    if c <= 0 or not inx.has_nonnegative_series(w) or not inx.has_nonnegative_series(v):
        raise Unmet("nonnegative terms", "a term of the equation has a negative coefficient")
    if inx.series(w, 1)[0] >= 1 or inx.series(v, 1)[0]:
        raise Unmet("earlier values", "the sum holds values that are not earlier ones")
    without = inx.plus(inx.of_polynomial(polynomials.ONE), w, Fraction(-1))
    under = inx.plus(inx.times(without, without), v, -4 * c)
    if not support_is_aperiodic(_places(naming, w, v)):
        raise Unmet("one nearest singularity", "the values are 0 at all but some residues of the size")
    entire = set(under) - {0}
    radius = falling_zero(under, naming.rho, naming.x, without) if entire else _zero_of(under, naming)
    rho = radius.number
    slope = real.ZERO - rho * inx.at(inx.derivative(under), rho)
    if real.sign(slope) <= 0:
        raise Unmet("one nearest singularity", "the square root has no simple zero at {r}", r=exact_formula(rho))
    front = real.power(slope, Fraction(1, 2)) / (Fraction(4) * c)
    growth, shown = naming.factorial_of(front, real.ONE / rho, Fraction(-3, 2))
    leading = ex.divide(shown, ex.sqrt(ex.Constant("pi")))
    x = naming.x
    root = ex.divide(ex.subtract(inx.formula(without, x), ex.sqrt(inx.formula(under, x))), ex.number(2 * c))
    r = exact_formula(rho)
    return SeriesAnswer(
        Bounds(growth, growth),
        step("the exponential generating function has a square root at the radius of its series, {r}.", r=r),
        (
            naming.solved(root, "Solved, with the root that is a power series: {e}."),
            step(
                "All coefficients are nonnegative, so the singularity nearest to 0 is positive: the zero {r} of {d} "
                "under the root. It is simple, and no other singularity is as near.",
                r=r,
                d=inx.formula(under, x),
                source="Flajolet and Sedgewick, Analytic Combinatorics, theorem VII.3",
            ),
            step("A square root at {r} gives {t}.", r=r, t=ex.Relation("~", naming.left, leading)),
        ),
        leading,
        _catalan(naming, w, v, c),
        1,
        radius.where,
    )


def _zero_of(under: InX, naming: _Naming) -> Radius:
    return radius_at(nearest_zero(under[Fraction(0)], naming.x), naming.rho, naming.x)


def _places(naming: _Naming, w: InX, v: InX) -> list[Fraction]:
    """The first coefficients of E, by E = V + W·E + c·E², from its first one that is not 0 on."""
    linear, free, own = inx.series(w, _FEW), inx.series(v, _FEW), [Fraction(0)]
    for m in range(1, _FEW):
        products = sum((own[j] * own[m - j] for j in range(1, m)), Fraction(0)) * naming.told.square
        rest = sum((linear[m - j] * own[j] for j in range(1, m)), Fraction(0))
        own.append((free[m] + rest + products) / (1 - linear[0]))
    return own[next((m for m, value in enumerate(own) if value), 0) :]


def _catalan(naming: _Naming, w: InX, v: InX, c: Fraction) -> Expr | None:
    """c·E² − E + tx = 0: E = Σ Catalan(m − 1)·c^(m−1)·(tx)^m, so T is m!·binom(2m − 2, m − 1)/m·c^(m−1)·t^m."""
    p = v.get(Fraction(0), ())
    if w or set(v) != {Fraction(0)} or len(p) != 2 or p[0]:
        return None
    m = naming.size
    before = ex.add(m, ex.MINUS_ONE)
    number = ex.Apply("binomial", (ex.mul(ex.TWO, before), before))
    base = ex.power(ex.number(c * p[1]), before) if c * p[1] != 1 else ex.ONE
    return ex.mul(ex.number(p[1]), ex.Apply("factorial", (before,)), number, base)


# -- E' = W·E and E' = c·E² + a·E + b ------------------------------------------------------------------------


def _exponential(naming: _Naming) -> SeriesAnswer:
    """E = T(0)·exp(∫ W): by the kind of W."""
    told = naming.told
    first = told.values[0]
    if first <= 0:
        raise Unmet("a positive first value", "{t} is {c}", t=naming.left, c=ex.number(first))
    if told.free.above:
        raise Unmet("an equation without a free term", "beside the sums stands {f}", f=naming.formula(told.free))
    if len(told.linear.below) > 1:
        return _power_of_linear(naming)
    w = told.linear.above
    if not set(w) - {0}:
        return _exponential_of_square(naming, w.get(Fraction(0), ()))
    return _double_exponential(naming, w)


def _front(first: Fraction, exponent: Expr) -> Expr:
    return ex.mul(ex.number(first), ex.power(ex.Constant("e"), exponent))


def _exponential_of_square(naming: _Naming, w: Polynomial) -> SeriesAnswer:
    """E = t·exp(αx + βx²/2): T ~ t·e^(−α²/(4β))/√2·(βm/e)^(m/2)·e^(α√(m/β)), α, β > 0."""
    if len(w) != 2 or w[0] <= 0 or w[1] <= 0:
        raise Unmet(
            "weights of a polynomial α + βx", "the sums lead to {w}", w=inx.formula(inx.of_polynomial(w), naming.x)
        )
    (alpha, beta), m = w, naming.size
    first = naming.told.values[0]
    half, e = ex.number("1/2"), ex.Constant("e")
    front = ex.mul(
        ex.number(first), ex.power(e, ex.number(-alpha * alpha / (4 * beta))), ex.power(ex.TWO, ex.number("-1/2"))
    )
    main = ex.power(ex.divide(ex.mul(ex.number(beta), m), e), ex.mul(half, m))
    root = ex.power(e, ex.mul(exact_formula(alpha * real.power(beta, Fraction(-1, 2))), ex.sqrt(m)))
    leading = ex.mul(front, main, root)
    growth = Growth.of(leading, naming.problem.variable)
    exponent = inx.formula(inx.integral(inx.of_polynomial(w)), naming.x)
    return SeriesAnswer(
        Bounds(growth, growth),
        step("the exponential generating function is the exponential of a quadratic polynomial."),
        (
            naming.solved(_front(first, exponent)),
            step(
                "Its coefficients come from a saddle point at about {s}: {t}.",
                s=ex.sqrt(ex.divide(m, ex.number(beta))),
                t=ex.Relation("~", naming.left, leading),
                source="Flajolet and Sedgewick, Analytic Combinatorics, example VIII.5",
            ),
        ),
        leading,
    )


def _power_of_linear(naming: _Naming) -> SeriesAnswer:
    """W = p(x) + c/(1 − γx): E = t·exp(∫ p)·(1 − γx)^(−c/γ)."""
    linear, first = naming.told.linear, naming.told.values[0]
    above = linear.above.get(Fraction(0), ())
    if set(linear.above) - {0} or len(linear.below) != 2:
        raise Unmet("weights of one factorial", "the sums lead to {w}", w=naming.formula(linear))
    below = linear.below
    whole, rest = polynomials.divided(above, below)
    gamma = -below[1] / below[0]
    order = (rest[0] if rest else Fraction(0)) / below[0] / gamma if gamma else Fraction(0)
    if gamma <= 0 or order <= 0 or order.denominator != 1:
        raise Unmet("a pole of whole order", "the order at the singularity is {k}", k=ex.number(order))
    inner = inx.integral(inx.of_polynomial(whole))
    exponent = inner.get(Fraction(0), ())
    d = polynomials.raised((Fraction(1), -gamma), int(order))
    e_part = ex.power(ex.Constant("e"), inx.formula(inner, naming.x)) if inner else ex.ONE
    solved = naming.solved(ex.divide(ex.mul(ex.number(first), e_part), inx.formula(inx.of_polynomial(d), naming.x)))
    front = real.exponential(polynomials.value(exponent, 1 / gamma)) * first
    exact, since = None, 0
    if len(exponent) <= 2:
        beta = exponent[1] if len(exponent) == 2 else Fraction(0)
        exact, since = _partial_exponential(naming, {beta: (first,)}, d)
    return _at_pole(naming, Radius(1 / gamma), front, int(order), (solved,), exact, since)


def _double_exponential(naming: _Naming, w: InX) -> SeriesAnswer:
    """E = t·exp(a·e^(βx) + …): (m/(e·log m))^m·β^m, up to factors e^(O(m·log log m/log m))."""
    beta = max(w)
    nonnegative = inx.has_nonnegative_series(w) and min([*w.get(Fraction(0), ())[1:], Fraction(0)]) == 0
    if not nonnegative or len(w[beta]) != 1:
        raise Unmet("nonnegative weights with the fastest one a·βⁿ", "the sums lead to {w}", w=inx.formula(w, naming.x))
    variable, first, e = naming.problem.variable, naming.told.values[0], ex.Constant("e")
    m = naming.size
    log = ex.Log(m, e)
    base = ex.divide(ex.mul(ex.number(beta), m), ex.mul(e, log))
    lower = ex.power(base, m)
    slack = ex.divide(ex.mul(ex.TWO, m, ex.Log(log, e)), log)
    upper = ex.mul(lower, ex.power(e, slack))
    exponent = inx.formula(inx.integral(w), naming.x)
    radius = ex.divide(ex.subtract(log, ex.Log(log, e)), ex.number(beta))
    a = w[beta][0] / beta
    k = naming.problem.index
    dobinski = ex.divide(
        ex.mul(ex.power(ex.number(a), k), ex.power(ex.mul(ex.number(beta), k), m)), ex.Apply("factorial", (k,))
    )
    exact = _by_partitions(naming, a, beta) if len(w) == 1 else None
    return SeriesAnswer(
        Bounds(Growth.of(lower, variable), Growth.of(upper, variable)),
        step("the exponential generating function is a double exponential: its coefficients lie between two bounds."),
        (
            naming.solved(_front(first, exponent)),
            step(
                "All coefficients are nonnegative, so {t} is at most {u} for every {r} > 0. With {s} this is {b}.",
                t=naming.left,
                u=ex.divide(
                    ex.mul(ex.Apply("factorial", (m,)), ex.Call(naming.e.function, (ex.Symbol(naming.rho),))),
                    ex.power(ex.Symbol(naming.rho), m),
                ),
                r=ex.Symbol(naming.rho),
                s=ex.Relation("=", ex.Symbol(naming.rho), radius),
                b=ex.Asymptotic("O", upper),
                source="Flajolet and Sedgewick, Analytic Combinatorics, proposition IV.1",
            ),
            step(
                "Expanded in powers of {y}, {e} has for each {k} a summand that adds a constant multiple of {d} to "
                "{t}. The one for the whole number next to {c} is {b}.",
                y=ex.power(e, ex.mul(ex.number(beta), ex.Symbol(naming.x))),
                e=naming.e,
                k=k,
                d=dobinski,
                t=naming.left,
                c=ex.divide(m, log),
                b=ex.Asymptotic("Ω", lower),
            ),
        ),
        exact=exact,
        since=1,
    )


def _by_partitions(naming: _Naming, a: Fraction, beta: Fraction) -> Expr:
    """t·β^m·Σ_{k=1}^m a^k·S(m, k), the numbers S of partitions into k blocks written out, for m ≥ 1."""
    k, j, m = *_indices(naming), naming.size
    power = ex.power(ex.number(a), k) if a != 1 else ex.ONE
    signs = ex.divide(ex.power(ex.number(-a), j), ex.Apply("factorial", (j,)))
    inner = ex.Range("sum", j.name, ex.ZERO, ex.subtract(m, k), signs)
    term = ex.mul(ex.divide(ex.mul(power, ex.power(k, m)), ex.Apply("factorial", (k,))), inner)
    front = ex.power(ex.number(beta), m) if beta != 1 else ex.ONE
    return ex.mul(ex.number(naming.told.values[0]), front, ex.Range("sum", k.name, ex.ONE, m, term))


def _indices(naming: _Naming) -> tuple[ex.Symbol, ex.Symbol]:
    r = naming.problem.recurrence
    first = unused_name(r, "kji")
    return ex.Symbol(first), ex.Symbol(unused_name(r, "jil", (first,)))


def _riccati(naming: _Naming) -> SeriesAnswer:
    """E' = c·E² + a·E + b: one pole 1/(c·(ρ − x)) nearest to 0."""
    told = naming.told
    a, b = (_constant(f, naming) for f in (told.linear, told.free))
    c, t = told.square, told.values[0]
    bend = 4 * c * b - a * a
    turn = 2 * c * t + a
    if c <= 0 or turn <= 0:
        raise Unmet("values that grow", "the generating function has no pole nearest to 0 on the positive side")
    x, half = ex.Symbol(naming.x), Fraction(1, 2)
    exact = None
    if bend == 0:
        pole = 2 / turn
        rho: Real = pole
        formula = ex.divide(ex.ONE, ex.mul(ex.number(c), ex.Add((exact_formula(rho), ex.negate(x)))))
        formula = ex.subtract(formula, ex.number(a / (2 * c))) if a else formula
        m = naming.size
        exact = ex.mul(
            ex.number(1 / (c * pole)),
            ex.Apply("factorial", (m,)),
            ex.power(ex.number(1 / pole), m) if pole != 1 else ex.ONE,
        )
    elif bend > 0:
        width = real.power(bend, half)
        angle = _angle(turn / width)
        if angle is None:
            raise Unmet("a pole at a known angle", "the tangent of the angle is {q}", q=exact_formula(turn / width))
        rho = (half - angle) * real.named("pi") * Fraction(2) / width
        inner = ex.add(ex.mul(exact_formula(width / Fraction(2)), x), ex.mul(ex.number(angle), ex.Constant("pi")))
        tangent = ex.divide(ex.Apply("sin", (inner,)), ex.Apply("cos", (inner,)))
        formula = ex.divide(ex.subtract(ex.mul(exact_formula(width), tangent), ex.number(a)), ex.number(2 * c))
    else:
        width = real.power(-bend, half)
        high, low = ((real.ZERO - a + s * width) / (2 * c) for s in (Fraction(1), Fraction(-1)))
        if real.compare(t, high) <= 0:
            raise Unmet("values that grow", "the generating function has no pole on the positive side")
        quotient = (t - high) / (t - low)
        rho = (real.ZERO - real.ln(quotient)) / width
        power = ex.mul(exact_formula(quotient), ex.power(ex.Constant("e"), ex.mul(exact_formula(width), x)))
        formula = ex.divide(
            ex.subtract(exact_formula(high), ex.mul(exact_formula(low), power)), ex.Add((ex.ONE, ex.negate(power)))
        )
    solved = naming.solved(formula)
    return _at_pole(naming, Radius(rho), real.ONE / (c * rho), 1, (solved,), exact, 1 if a else 0)


def _constant(f: WeightSeries, naming: _Naming) -> Fraction:
    if set(f.above) - {0} or len(f.above.get(Fraction(0), ())) > 1 or len(f.below) > 1:
        raise Unmet("constant terms beside the square", "beside it stands {f}", f=naming.formula(f))
    return f.above[Fraction(0)][0] / f.below[0] if f.above else Fraction(0)


def _angle(tangent: Real) -> Fraction | None:
    """The angle in half turns, between 0 and 1/2, whose tangent this is: 1/4, 1/6 or 1/3."""
    root = real.power(Fraction(3), Fraction(1, 2))
    known = {Fraction(1, 4): real.ONE, Fraction(1, 3): root, Fraction(1, 6): real.ONE / root}
    return next((angle for angle, value in known.items() if real.sign(tangent - value) == 0), None)


# -- the check -----------------------------------------------------------------------------------------------


def _require_agreement(problem: Problem, told: SeriesEquation, found: SeriesAnswer, size: int = _FAR) -> None:
    """The leading term at an exact value: what disagrees is not shown."""
    if found.leading is None:
        return
    error = relative_error(problem, found.leading, found.where, told.shift + size)
    if error is None or error > _NEAR:
        raise Unmet("agreement with exact values", "the leading term is not seen to come near the values")
