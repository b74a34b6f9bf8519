"""T(n) = Σ aᵢ T(n − dᵢ) + Σ bⱼ n^qⱼ T(n/cⱼ) + f(n), Σ aᵢ = 1: log T(n) ~ (q + 1) (log n)²/(2 log c), from both sides.

What the steps leave of a smooth g is its difference: g(n) − Σ aᵢ g(n − dᵢ) ~ μ·g'(n), μ = Σ aᵢ dᵢ. So T follows
μ·T'(x) = b x^q T(x/c) + f(x). For g(n) = n^K·n^(κ log_c n/2)·(ln n)^(−log_c n), κ = q + 1, both sides are
(ln n/n)·g(n) up to constants, which are equal at one K: for each larger K, g bounds T from above, for each smaller one
from below. With roots T(n^e) in place of fractions the same leads to μ·α·T(n)/n = b n^q T(n^e) + f(n), T = Θ(U) for the
solution U; and where Σ aᵢ < 1, the steps alone die out, and (1 − Σ aᵢ)·U(n) is the sum of the smaller calls and f.
Source: de Bruijn, On Mahler's partition problem, Indagationes Mathematicae 10 (1948); Mahler, On a special functional
equation, Journal of the London Mathematical Society 15 (1940).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from recur.asymptotics import UNIT, Between, Growth, expand, level, monomials
from recur.model import (
    Bounds,
    Expr,
    OtherShape,
    Recurrence,
    Solution,
    Step,
    Unmet,
    expressions as ex,
    step,
    unused_name,
)
from recur.model.linearity import split
from recur.model.records import frozen, replace
from recur.numbers import Real, exact_formula, real
from recur.solving.divide_and_conquer.fractions import leaves
from recur.solving.order import method
from recur.solving.problem import Problem, RecursiveCall, Shrink, never_negative

SOURCE = "de Bruijn, On Mahler's partition problem (1948)"
NAME = "calls of different kinds"
_E = ex.Constant("e")
_ROOM = Fraction(3, 10)  # ln ln n/ln n at n = 1000


@frozen
class SmallerCall:
    """factor·n^power·T(size)."""

    factor: Real
    power: Real
    call: RecursiveCall


@frozen
class StepCalls:
    """Σ aᵢ T(n − dᵢ): Σ aᵢ, and Σ aᵢ dᵢ."""

    weight: Real
    reach: Real


@method(
    NAME,
    source=SOURCE,
    summary="Σ aᵢ T(n − dᵢ) + Σ bⱼ n^q T(n/cⱼ) + f(n), Σ aᵢ = 1: n^Θ(log n) from both sides; roots beside steps: Θ",
)
def solve(problem: Problem) -> Solution:
    steps, smaller = _steps_of(problem), [c for c in problem.calls if c.shrink in (Shrink.FRACTION, Shrink.SUBLINEAR)]
    if problem.recurrence.nonlinear or steps is None or not smaller:
        raise OtherShape("steps beside smaller calls", "calls T(n − d) and T(n/c) do not stand side by side")
    _require_positive(problem)
    order = real.compare(steps.weight, real.ONE)
    if order > 0:
        raise Unmet(
            "steps that add up to 1", "their coefficients add up to more than 1, so that they grow by themselves"
        )
    if order < 0:
        return _dying_steps(problem, steps)
    calls = [_smaller(problem, c) for c in smaller]
    if any(c.shrink is Shrink.FRACTION for c in smaller):
        return _beside_fractions(problem, steps, calls)
    return _beside_roots(problem, steps, calls)


def _steps_of(problem: Problem) -> StepCalls | None:
    """None where there is no step; Unmet where a coefficient or a step varies."""
    weight: Real = real.ZERO
    reach: Real = real.ZERO
    found = [c for c in problem.calls if c.shrink is Shrink.DECREMENT]
    for call in found:
        a, d = problem.constant_coefficient(call), _distance(call, problem.variable)
        if a is None or d is None or real.has_parameter(a) or real.has_parameter(d):
            t = ex.Call(problem.recurrence.function, (call.argument,))
            raise Unmet("constant steps with constant coefficients", "{x} is none", x=ex.mul(call.coefficient, t))
        weight, reach = weight + a, reach + a * d
    return StepCalls(weight, reach) if found else None


def _distance(call: RecursiveCall, variable: str) -> Real | None:
    """The d of n − d."""
    difference = expand(ex.subtract(ex.Symbol(variable), call.argument), variable)
    if difference.error is not None or len(difference.terms) > 1 or difference.lead[0] != UNIT:
        return None
    c = difference.lead[1]
    return None if isinstance(c, Between) else c


def _require_positive(problem: Problem) -> None:
    r = problem.recurrence
    if any(not never_negative(c.coefficient, r.variable) for c in problem.calls):
        raise Unmet("nonnegative coefficients", "a call is subtracted")
    if not never_negative(problem.driving_term, r.variable) or leaves(problem) == "negative":
        raise Unmet("nonnegative terms", "the driving function or a base value may be negative")
    if leaves(problem) != "positive":
        first = max(c.high for c in r.initial if c.function == r.function) + 1
        steps = (_distance(c, r.variable) for c in problem.calls if c.shrink is Shrink.DECREMENT)
        back = max(ceil(real.enclose(d)[1]) for d in steps if d is not None)
        values = problem.values(range(first, first + back))
        if values is None or min(values) <= 0:
            raise Unmet("a positive start", "the values are not seen to become positive")


def _smaller(problem: Problem, call: RecursiveCall) -> SmallerCall:
    m, c = expand(call.coefficient, problem.variable).lead
    powers = dict(m.powers)
    if m.exponential or set(powers) - {0} or isinstance(c, Between) or real.has_parameter(c):
        raise Unmet("coefficients that are powers of n", "{x} is no multiple of one", x=call.coefficient)
    return SmallerCall(c, powers.get(0, real.ZERO), call)


# -- fractions beside steps --------------------------------------------------------------------------------


@frozen
class _Rate:
    """The parts of n^K·n^(κ log_c n/2)·(ln n)^(−log_c n): κ, ln c, and the K at which it meets the equation."""

    kappa: Real
    ln_c: Real
    middle: Real

    def growth(self, k: int, variable: str) -> Growth:
        return Growth.of(self.formula(ex.number(k), variable), variable)

    def formula(self, k: Expr, variable: str) -> Expr:
        n = ex.Symbol(variable)
        c = real.exponential(self.ln_c)
        logs = (
            ex.Log(n, ex.number(c)) if isinstance(c, Fraction) else ex.divide(ex.Log(n, _E), exact_formula(self.ln_c))
        )
        spread = ex.power(n, ex.mul(exact_formula(self.kappa), ex.number(real.HALF), logs))
        return ex.mul(ex.power(n, k), spread, ex.power(ex.Log(n, _E), ex.negate(logs)))

    @property
    def ends(self) -> tuple[int, int]:
        """Whole numbers on either side of K; above, with room for a factor (ln n)^(ln ln n/(2 ln c)).

        It is of lower order, but at the sizes that one can reach T rises by it.
        """
        low, _ = real.enclose(self.middle)
        _, high = real.enclose(self.middle + _ROOM / self.ln_c)
        return ceil(low) - 1, floor(high) + 1

    def logarithm(self, n: ex.Symbol) -> Expr:
        """κ (ln n)²/(2 ln c)."""
        c = real.exponential(self.ln_c)
        below: Expr = ex.mul(ex.TWO, ex.divide(exact_formula(self.ln_c), exact_formula(self.kappa)))
        if isinstance(c, Fraction):
            below = ex.mul(exact_formula(ex.TWO.value / self.kappa), ex.Log(ex.number(c), _E))
        return ex.divide(ex.power(ex.Log(n, _E), ex.TWO), below)


def _beside_fractions(problem: Problem, steps: StepCalls, calls: Sequence[SmallerCall]) -> Solution:
    r, n = problem.recurrence, ex.Symbol(problem.variable)
    main = _main_fraction(problem, calls)
    rate = _rate(steps, main)
    low, high = rate.ends
    below, above = rate.growth(low, r.variable), rate.growth(high, r.variable)
    toll = problem.tolls[1]
    top = None if toll is None or toll.is_zero else toll.lead[0]
    if toll is None or (top is not None and monomials.compare(top, monomials.divide(below.point, level(0))) >= 0):
        raise Unmet(
            "a driving function that adds little", "it is not seen to be of lower order than what the calls add"
        )
    both = r.relation == "="
    bounds = Bounds(None if r.relation == "<=" else below, None if r.relation == ">=" else above)
    power = ex.power(n, ex.Asymptotic("Θ", ex.log(n)))
    return Solution(
        r,
        bounds,
        NAME,
        None,
        step("{t} is {p}: above every power of {n}, below every exponential.", t=r.left, p=power, n=n)
        if both
        else step("one side of {p}.", p=power),
        tuple(_told_of_fractions(problem, steps, main, rate)),
        assumptions=() if r.initial else (_start(r),),
        logarithm=rate.logarithm(n) if both else None,
    )


def _start(r: Recurrence) -> Step:
    theta = ex.Relation("=", r.left, ex.Asymptotic("Θ", ex.ONE))
    return step("{t} for small {n}.", t=theta, n=ex.Symbol(r.variable))


def _main_fraction(problem: Problem, calls: Sequence[SmallerCall]) -> SmallerCall:
    """The fraction with the largest (q + 1)/ln c; those of one size are one call, all others are of lower order."""
    found = [c for c in calls if c.call.shrink is Shrink.FRACTION]
    narrow = monomials.divide(level(0), level(1))
    for c in found:
        if c.call.assumes_proper or (c.call.offset is not None and monomials.compare(c.call.offset, narrow) >= 0):
            raise Unmet("sizes close to n/c", "{x} is none", x=c.call.argument)
        if real.compare(c.power, -real.ONE) <= 0:
            raise Unmet("coefficients above 1/n", "{x} is not above it", x=c.call.coefficient)
    main = found[0]
    for other in found[1:]:
        if other.call.ratio == main.call.ratio:
            if other.power == main.power:
                main = SmallerCall(main.factor + other.factor, main.power, main.call)
            elif real.compare(other.power, main.power) > 0:
                main = other
            continue
        order = real.compare(_spread(other), _spread(main))
        if order == 0:
            raise Unmet("one call above the others", "two of the smaller calls are of the same order")
        main = other if order > 0 else main
    return main


def _spread(c: SmallerCall) -> Real:
    return (c.power + real.ONE) / -real.ln(c.call.ratio)


def _rate(steps: StepCalls, main: SmallerCall) -> _Rate:
    kappa, ln_c = main.power + real.ONE, -real.ln(main.call.ratio)
    constant = real.ln(main.factor * ln_c / (kappa * steps.reach))
    return _Rate(kappa, ln_c, kappa * real.HALF + (real.ONE + constant) / ln_c)


def _told_of_fractions(problem: Problem, steps: StepCalls, main: SmallerCall, rate: _Rate) -> Iterator[Step]:
    r, n = problem.recurrence, ex.Symbol(problem.variable)
    g, k = (unused_name(r, letters) for letters in ("gh", "Kp"))
    at, name = ex.Symbol(k), ex.Call(g, (n,))
    lower, upper = rate.ends
    unit = ex.mul(ex.divide(ex.Log(n, _E), n), name)
    inner = ex.mul(
        exact_formula(main.factor), ex.power(n, exact_formula(main.power)), ex.Call(g, (main.call.argument,))
    )
    e_power = ex.power(_E, ex.add(exact_formula(rate.kappa * rate.ln_c * real.HALF), ex.ONE, _times(at, -rate.ln_c)))
    yield step(
        "The coefficients of the steps add up to 1: of a smooth {g} they leave "
        + ("" if steps.reach == 1 else "{m} times ")
        + "its derivative, up to a factor that tends to 1. Calls of lower order and the driving function are of no "
        "weight below.",
        g=name,
        m=exact_formula(steps.reach),
        source=SOURCE,
    )
    yield step(
        "Try {e}. The steps leave {x}, and the call at {s} adds {y}.",
        e=ex.Relation("=", name, rate.formula(at, r.variable)),
        x=ex.mul(ex.add(exact_formula(steps.reach * rate.kappa / rate.ln_c), ex.Asymptotic("o", ex.ONE)), unit),
        s=main.call.argument,
        y=ex.Relation(
            "=", inner, ex.mul(ex.add(ex.mul(exact_formula(main.factor), e_power), ex.Asymptotic("o", ex.ONE)), unit)
        ),
    )
    yield step(
        "The two are equal at {k}, about {d}. With a larger {a} the steps leave more than the call adds, and {t} stays "
        "below a multiple of {g} by induction; with a smaller one it stays above: {u} and {l} do.",
        k=ex.Relation("=", at, exact_formula(rate.middle)),
        d=ex.Number(Fraction(real.digits(rate.middle, 4)), True),
        a=at,
        t=r.left,
        g=name,
        u=ex.Relation("=", at, ex.number(upper)),
        l=ex.Relation("=", at, ex.number(lower)),
        source="CLRS 4e, section 4.3 (substitution method)",
    )


def _times(at: Expr, c: Real) -> Expr:
    return ex.mul(exact_formula(c), at)


# -- roots beside steps, and steps that die out ------------------------------------------------------------


def _beside_roots(problem: Problem, steps: StepCalls, calls: Sequence[SmallerCall]) -> Solution:
    """T(n)/n·α is what the steps leave of n^α."""
    n = ex.Symbol(problem.variable)
    found = [(_exponent(problem, c), c) for c in calls]
    orders = [(c.power + real.ONE) / (real.ONE - e) for e, c in found]
    alpha = orders[0]
    for other in orders[1:]:
        alpha = other if real.compare(other, alpha) > 0 else alpha
    kept = [c for order, (_, c) in zip(orders, found, strict=True) if real.compare(order, alpha) == 0]
    if real.sign(alpha) <= 0 or len({c.call.argument for c in kept}) > 1:
        raise Unmet("one root above the others", "the roots are of the same order, or their coefficients fall too fast")
    (first, *others) = kept
    factor = sum((c.factor for c in others), first.factor) / (steps.reach * alpha)
    weight = ex.mul(exact_formula(factor), ex.power(n, exact_formula(first.power + real.ONE)))
    beside = _auxiliary(problem, [(weight, first.call.argument)], ex.mul(n, problem.driving_term))
    told = _told_bounds(problem, beside)
    for growth in (told.bounds.lower, told.bounds.upper):
        if growth is not None and dict(growth.point.powers).get(0) != alpha:
            raise Unmet("a driving function of lower order", "it outgrows what the calls add")
    sentence = (
        "The coefficients of the steps add up to 1: of {p}, times powers of logarithms, they leave {m} up to a factor "
        "{e}. These factors have a bounded product over the sizes that the roots reach, so {t} grows as"
    )
    opening = step(
        sentence,
        ex.Relation("=", beside.left, beside.right),
        p=ex.power(n, exact_formula(alpha)),
        m=ex.mul(exact_formula(steps.reach * alpha), ex.power(n, exact_formula(alpha - real.ONE))),
        e=ex.add(ex.ONE, ex.Asymptotic("O", ex.divide(ex.ONE, ex.log(n)))),
        t=problem.recurrence.left,
        source="CLRS 4e, section 4.3 (substitution method)",
    )
    return _concluded(problem, beside, told, opening, "the steps add up what the roots give.")


def _exponent(problem: Problem, c: SmallerCall) -> Real:
    """The e of T(n^e)."""
    m, factor = expand(c.call.argument, problem.variable).lead
    powers = dict(m.powers)
    if m.exponential or set(powers) != {0} or factor != real.ONE:
        raise Unmet("roots of n beside the steps", "{x} is none", x=c.call.argument)
    return powers[0]


def _dying_steps(problem: Problem, steps: StepCalls) -> Solution:
    """(1 − Σ aᵢ)·U(n) = the smaller calls + f."""
    share = exact_formula(real.ONE / (real.ONE - steps.weight))
    calls = [
        (ex.mul(share, c.coefficient), c.argument)
        for c in problem.calls
        if c.shrink in (Shrink.FRACTION, Shrink.SUBLINEAR)
    ]
    beside = _auxiliary(problem, calls, ex.mul(share, problem.driving_term))
    told = _told_bounds(problem, beside)
    if any(g is not None and g.point.exponential for g in (told.bounds.lower, told.bounds.upper)):
        raise Unmet("a growth that changes little at a step", "it grows faster than every power of n")
    opening = step(
        "The coefficients of the steps add up to {a}, below 1. A step changes what grows like a power of {n} by a "
        "factor {e} only, and these factors have a bounded product over the smaller sizes, so {t} grows as",
        ex.Relation("=", beside.left, beside.right),
        a=exact_formula(steps.weight),
        n=ex.Symbol(problem.variable),
        e=ex.add(ex.ONE, ex.Asymptotic("O", ex.divide(ex.ONE, ex.Symbol(problem.variable)))),
        t=problem.recurrence.left,
        source="CLRS 4e, section 4.3 (substitution method)",
    )
    return _concluded(problem, beside, told, opening, "the steps alone die out; what the smaller calls give stays.")


def _auxiliary(problem: Problem, calls: Sequence[tuple[Expr, Expr]], driving: Expr) -> Recurrence:
    r = problem.recurrence
    name = unused_name(r, "UVW")
    right = ex.add(*(ex.mul(a, ex.Call(name, (size,))) for a, size in calls), driving)
    parts = split(right)
    return Recurrence(name, r.variable, r.relation, right, parts.subcalls, parts.driving)


def _told_bounds(problem: Problem, beside: Recurrence) -> Solution:
    told = problem.solve(beside)
    sides = (told.bounds.lower, told.bounds.upper)
    if told.where or all(g is None for g in sides) or any(g is not None and g.is_zero for g in sides):
        raise Unmet("a solvable recurrence of the smaller calls", "{e} is not solved", e=beside.right)
    return told


def _concluded(problem: Problem, beside: Recurrence, told: Solution, opening: Step, reason: str) -> Solution:
    r = problem.recurrence
    growth = told.bounds.theta or told.bounds.upper or told.bounds.lower
    assert growth is not None
    kind = "Θ" if told.bounds.theta is not None else "O" if told.bounds.upper is not None else "Ω"
    result = ex.Relation("=", beside.left, ex.Asymptotic(kind, growth.expression()))
    solved = replace(step("By the method {m}, {e}.", m=ex.Symbol(told.method), e=result), substeps=tuple(told.steps))
    return Solution(
        r,
        told.bounds,
        NAME,
        None,
        step(reason),
        (opening, solved),
        assumptions=() if r.initial else (_start(r),),
    )
