"""T(n) ~ C·g(n) for T(n) = Σ aᵢ T(rᵢ n + hᵢ(n)) + f(n): the constant wherever the driving function decides it.

- Root-heavy, f regularly varying with index k: f(rᵢ n + hᵢ)/f(n) → rᵢ^k, so the limits inferior and superior of T/f
  both equal 1/(1 − Σ aᵢ rᵢ^k). Where f outgrows every power, the levels below vanish and T ~ f.
- Balanced, f = n^p·q with a slowly varying q whose integral Q(n) = ∫ q(u) du/u diverges: C·n^p·Q(n) with
  C = 1/(Σ aᵢ rᵢ^p ln(1/rᵢ)) satisfies the recurrence up to o(f), and what a bounded base adds is O(n^p).

Both hold whatever the base case, the rounding and the offsets hᵢ(n) = O(n/log^(1+ε) n), and for the leading term of f.
Source: Drmota and Szpankowski, A master theorem for discrete divide and conquer recurrences, 2013; Roura 2001.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from recur.asymptotics import monomials
from recur.asymptotics.growth import monomial_formula, multiple
from recur.asymptotics.levels import LevelSum, Regime
from recur.asymptotics.monomials import Monomial, level
from recur.asymptotics.series import Between
from recur.model.derivation import Step, step
from recur.model.errors import Undecided
from recur.model.expressions import (
    Constant,
    Expr,
    Log,
    Relation,
    Symbol,
    add,
    divide,
    mul,
    number,
    power,
)
from recur.model.logarithms import natural
from recur.numbers import real
from recur.numbers.formulas import exact_formula
from recur.numbers.real import ONE, ZERO, Real
from recur.solving.divide_and_conquer.fractions import BothReadings, FractionCalls
from recur.solving.problem import Problem

SOURCE = "Drmota and Szpankowski 2013"


@dataclass(frozen=True, slots=True)
class Leading:
    """C·g(n), and the step of the derivation that gives it."""

    formula: Expr
    step: Step


def leading_term(problem: Problem, shape: FractionCalls, exponent: Real, found: BothReadings) -> Leading | None:
    """T ~ C·g(n), or None where the base cases or an unknown part of f take part in C."""
    lead = _exact_lead(problem)
    total = found.main.sum
    if lead is None or total is None or found.bounds.theta is None or total.converges:
        return None
    if total.regime is Regime.ROOT_HEAVY:
        return _root_heavy(problem, shape, *lead)
    if total.regime is Regime.BALANCED:
        return _balanced(problem, shape, exponent, total, lead[1])
    return None


def _exact_lead(problem: Problem) -> tuple[Monomial, Real] | None:
    """The leading term of f when both readings agree on it: n + O(log n) leads with n."""
    low, high = problem.tolls
    if low is None or high is None or low.is_zero or high.is_zero or problem.recurrence.relation != "=":
        return None
    m, c = high.lead
    return None if isinstance(c, Between) or low.lead != (m, c) else (m, c)


def _root_heavy(problem: Problem, shape: FractionCalls, m: Monomial, c: Real) -> Leading:
    t, f = problem.recurrence.left, monomial_formula(m, problem.variable)
    index = _index(m)
    if index is None:
        formula = _written(problem, c, m, None)
        told = step(
            "The constant too. One level down the driving function is a vanishing part of itself, so the root alone "
            "counts: {r}, whatever the base case and the rounding.",
            r=Relation("~", t, formula),
        )
        return Leading(formula, told)
    kept: Real = ZERO
    for a, r in shape.calls:
        kept = real.plus(kept, real.times(a, real.power(r, index)))
    formula = _written(problem, real.over(c, real.minus(ONE, kept)), m, None)
    told = step(
        "The constant too. For large sizes each level costs {q} times the one above, so {t} divided by {f} tends to "
        "{c}: {r}, whatever the base case and the rounding.",
        q=exact_formula(kept),
        t=t,
        f=f if c == 1 else mul(exact_formula(c), f),
        c=divide(number(1), add(number(1), mul(number(-1), exact_formula(kept)))),
        r=Relation("~", t, formula),
        source="CLRS 4e, section 4.4",
    )
    return Leading(formula, told)


def _index(m: Monomial) -> Real | None:
    """k with m(λn)/m(n) → λ^k; None where m grows faster than every power."""
    if any(monomials.compare(e, level(1)) > 0 for e, _ in m.exponential):
        return None
    return dict(m.powers).get(0, ZERO)


def _balanced(problem: Problem, shape: FractionCalls, exponent: Real, total: LevelSum, c: Real) -> Leading:
    t, n = problem.recurrence.left, Symbol(problem.variable)
    descent = descent_of(shape, exponent)
    front = real.times(c, total.constant)
    formula = _divided(problem, front, total.growth, descent)
    integral = natural(monomial_formula(total.integral, problem.variable))
    told = step(
        "The constant too. One call deeper {ln} is smaller by {mu}"
        + (" on average" if len(shape.calls) > 1 else "")
        + ", so the levels cost the watershed times {s} divided by {mu}: {r}, whatever the base case and the rounding.",
        s=integral if front == 1 else mul(exact_formula(front), integral),
        ln=Log(n, Constant("e")),
        mu=sum_of_logarithms(descent),
        r=Relation("~", t, formula),
        source=SOURCE,
    )
    return Leading(formula, told)


#: Σ wᵢ ln bᵢ as the pairs (wᵢ, bᵢ)
Descent = tuple[tuple[Real, Real], ...]


def descent_of(shape: FractionCalls, exponent: Real) -> Descent:
    """Σ aᵢ rᵢ^p ln(1/rᵢ), by which ln n falls at a call on average; one term where all rᵢ are powers of one number."""
    pairs = [(real.times(a, real.power(r, exponent)), real.over(ONE, r)) for a, r in shape.calls]
    if len(pairs) == 1 or not all(isinstance(b, Fraction) for _, b in pairs):
        return tuple(pairs)
    least = min((b for _, b in pairs if isinstance(b, Fraction)))
    total: Real = ZERO
    for w, b in pairs:
        times = real.log_ratio(b, least)
        if not isinstance(times, Fraction):
            return tuple(pairs)
        total = real.plus(total, real.times(w, times))
    return ((total, least),)


def common_ratio(shape: FractionCalls) -> Real:
    """The largest b of which all 1/rᵢ are whole powers; for ratios that are powers of one number."""
    inverse = [real.over(ONE, r) for _, r in shape.calls]
    first = inverse[0]
    times = [real.log_ratio(b, first) for b in inverse]
    unit = Fraction(1)
    for t in times:
        if not isinstance(t, Fraction):
            raise Undecided("the ratios of the calls are not powers of one number")
        shared = math.lcm(unit.denominator, t.denominator)
        unit = Fraction(math.gcd(int(unit * shared), int(t * shared)), shared)
    return real.power(first, unit)


def sum_of_logarithms(descent: Descent) -> Expr:
    return add(*(mul(exact_formula(w), Log(exact_formula(b), Constant("e"))) for w, b in descent))


def _divided(problem: Problem, front: Real, growth: Monomial, descent: Descent) -> Expr:
    """front·growth/Σ wᵢ ln bᵢ; where there is one b, a single logarithm of n takes it for its base."""
    if len(descent) > 1:
        return divide(_written(problem, front, growth, None), sum_of_logarithms(descent))
    ((w, b),) = descent
    front = real.over(front, w)
    logs = dict(growth.powers).get(1, ZERO)
    if not isinstance(front, Fraction) or not isinstance(b, Fraction):
        return _written(problem, real.over(front, real.ln(b)), growth, b)
    if logs == 1:
        log_part = Log(Symbol(problem.variable), exact_formula(b))
        return _in_order(problem, front, monomials.divide(growth, level(1)), log_part)
    below = mul(number(front.denominator), Log(exact_formula(b), Constant("e")))
    return divide(_written(problem, Fraction(front.numerator), growth, None), below)


def _written(problem: Problem, c: Real, m: Monomial, b: Real | None) -> Expr:
    """c·m with natural logarithms, or with the base that makes the constant rational: n·lg n, not n·ln n/ln 2."""
    logs = dict(m.powers).get(1, ZERO)
    if not isinstance(c, Fraction) and logs != 0:
        for base in (*((b,) if isinstance(b, Fraction) else ()), Fraction(2), Fraction(10)):
            scaled = real.times(c, real.power(real.ln(base), logs))
            if not real.has_logarithm(scaled):
                rest = monomials.divide(m, level(1, logs))
                log_part = power(Log(Symbol(problem.variable), exact_formula(base)), exact_formula(logs))
                return _in_order(problem, scaled, rest, log_part)
    return _in_order(problem, c, m, number(1))


def _in_order(problem: Problem, c: Real, m: Monomial, log_part: Expr) -> Expr:
    return mul(natural(multiple(c, m, problem.variable)), log_part)
