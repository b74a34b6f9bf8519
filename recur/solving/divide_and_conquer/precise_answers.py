"""What a divide and conquer answers beyond Θ: the leading constant, the closed form and where it holds, the period."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.asymptotics import UNIT, Between, LevelSum, Monomial, Regime, level, monomial_formula, monomials, multiple
from recur.model import (
    Expr,
    Powers,
    Progression,
    Recurrence,
    Solution,
    Step,
    StepsOnDemand,
    Undecided,
    expressions as ex,
    index_letter,
    step,
)
from recur.model.logarithms import natural
from recur.model.records import frozen, replace
from recur.numbers import Real, exact_formula, real
from recur.solving.divide_and_conquer.fractions import BothReadings, FractionCalls, watershed_formula
from recur.solving.divide_and_conquer.lattice_forms import Halving, LatticeForm, exact_bases, halving_of, lattice_form
from recur.solving.problem import Problem

if TYPE_CHECKING:
    from recur.solving.divide_and_conquer.every_size import EverySize

SOURCE = "Drmota and Szpankowski 2013"


@frozen
class Leading:
    """C·g(n), and what writes down the step of the derivation that gives it."""

    formula: Expr
    told: Callable[[], Step]


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
        alone = _written(problem, c, m, None)
        return Leading(
            alone,
            lambda: step(
                "The constant too. One level down the driving function is a vanishing part of itself, so the root "
                "alone counts: {r}, whatever the base case and the rounding.",
                r=ex.Relation("~", t, alone),
            ),
        )
    kept: Real = real.ZERO
    for a, r in shape.calls:
        kept += a * real.power(r, index)
    formula = _written(problem, c / (real.ONE - kept), m, None)
    return Leading(
        formula,
        lambda: step(
            "The constant too. For large sizes each level costs {q} times the one above, so {t} divided by {f} tends "
            "to {c}: {r}, whatever the base case and the rounding.",
            q=exact_formula(kept),
            t=t,
            f=f if c == 1 else ex.mul(exact_formula(c), f),
            c=ex.divide(ex.number(1), ex.add(ex.number(1), ex.mul(ex.number(-1), exact_formula(kept)))),
            r=ex.Relation("~", t, formula),
            source="CLRS 4e, section 4.4",
        ),
    )


def _index(m: Monomial) -> Real | None:
    """k with m(λn)/m(n) → λ^k; None where m grows faster than every power."""
    if any(monomials.compare(e, level(1)) > 0 for e, _ in m.exponential):
        return None
    return dict(m.powers).get(0, real.ZERO)


def _balanced(problem: Problem, shape: FractionCalls, exponent: Real, total: LevelSum, c: Real) -> Leading:
    t, n = problem.recurrence.left, ex.Symbol(problem.variable)
    descent = descent_of(shape, exponent)
    front = c * total.constant
    formula = _divided(problem, front, total.growth, descent)
    integral = natural(monomial_formula(total.integral, problem.variable))
    return Leading(
        formula,
        lambda: step(
            "The constant too. One call deeper {ln} is smaller by {mu}"
            + (" on average" if len(shape.calls) > 1 else "")
            + ", so the levels cost the watershed times {s} divided by {mu}: {r}, whatever the base case and the "
            "rounding.",
            s=integral if front == 1 else ex.mul(exact_formula(front), integral),
            ln=ex.Log(n, ex.Constant("e")),
            mu=sum_of_logarithms(descent),
            r=ex.Relation("~", t, formula),
            source=SOURCE,
        ),
    )


#: Σ wᵢ ln bᵢ as the pairs (wᵢ, bᵢ)
Descent = tuple[tuple[Real, Real], ...]


def descent_of(shape: FractionCalls, exponent: Real) -> Descent:
    """Σ aᵢ rᵢ^p ln(1/rᵢ), by which ln n falls at a call on average; one term where all rᵢ are powers of one number."""
    pairs = [(a * real.power(r, exponent), real.ONE / r) for a, r in shape.calls]
    if len(pairs) == 1 or not all(isinstance(b, Fraction) for _, b in pairs):
        return tuple(pairs)
    least = min((b for _, b in pairs if isinstance(b, Fraction)))
    total: Real = real.ZERO
    for w, b in pairs:
        times = real.log_ratio(b, least)
        if not isinstance(times, Fraction):
            return tuple(pairs)
        total += w * times
    return ((total, least),)


def common_ratio(shape: FractionCalls) -> Real:
    """The largest b of which all 1/rᵢ are whole powers; for ratios that are powers of one number."""
    inverse = [real.ONE / r for _, r in shape.calls]
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
    return ex.add(*(ex.mul(exact_formula(w), ex.Log(exact_formula(b), ex.Constant("e"))) for w, b in descent))


def _divided(problem: Problem, front: Real, growth: Monomial, descent: Descent) -> Expr:
    """front·growth/Σ wᵢ ln bᵢ; where there is one b, a single logarithm of n takes it for its base."""
    if len(descent) > 1:
        return ex.divide(_written(problem, front, growth, None), sum_of_logarithms(descent))
    ((w, b),) = descent
    front = front / w
    logs = dict(growth.powers).get(1, real.ZERO)
    if not isinstance(front, Fraction) or not isinstance(b, Fraction):
        return _written(problem, front / real.ln(b), growth, b)
    if logs == 1:
        log_part = ex.Log(ex.Symbol(problem.variable), exact_formula(b))
        return _in_order(problem, front, monomials.divide(growth, level(1)), log_part)
    below = ex.mul(ex.number(front.denominator), ex.Log(exact_formula(b), ex.Constant("e")))
    return ex.divide(_written(problem, Fraction(front.numerator), growth, None), below)


def _written(problem: Problem, c: Real, m: Monomial, b: Real | None) -> Expr:
    """c·m with natural logarithms, or with the base that makes the constant rational: n·lg n, not n·ln n/ln 2."""
    logs = dict(m.powers).get(1, real.ZERO)
    if not isinstance(c, Fraction) and logs != 0:
        for base in (*((b,) if isinstance(b, Fraction) else ()), Fraction(2), Fraction(10)):
            scaled = c * real.power(real.ln(base), logs)
            if not real.has_logarithm(scaled):
                rest = monomials.divide(m, level(1, logs))
                log_part = ex.power(ex.Log(ex.Symbol(problem.variable), exact_formula(base)), exact_formula(logs))
                return _in_order(problem, scaled, rest, log_part)
    return _in_order(problem, c, m, ex.number(1))


def _in_order(problem: Problem, c: Real, m: Monomial, log_part: Expr) -> Expr:
    return ex.mul(natural(multiple(c, m, problem.variable)), log_part)


def precisely(
    problem: Problem, shape: FractionCalls, exponent: Real, found: BothReadings, solution: Solution
) -> Solution:
    """The solution with T ~ C·g(n), the closed form and the steps that give them, as far as they are known exactly."""
    leading = leading_term(problem, shape, exponent, found)
    if leading is not None:
        solution = _with_leading(solution, leading)
    if problem.substituted or shape.sides:
        return solution
    leaves_decide = solution.leading is None and _leaves_decide(found)
    halving = halving_of(problem)
    if halving is None:
        if leaves_decide:
            from recur.solving.divide_and_conquer.renewal_constants import renewal_term

            renewal = renewal_term(problem, shape, exponent, watershed_formula(exponent, problem.variable))
            if renewal is not None:
                return _with_leading(solution, renewal)
            return _with_limit(problem, shape, exponent, solution)
        return solution
    if exact_bases(problem) and problem.is_exact:
        from recur.solving.divide_and_conquer.every_size import every_size

        whole = every_size(problem, halving)
        if whole is not None:
            solution = _with_every_size(problem, solution, whole)
        else:
            form = lattice_form(problem, halving)
            solution = solution if form is None else _with_lattice(problem, solution, halving, form)
    if solution.leading is None and leaves_decide and real.sign(exponent) > 0:
        solution = _with_period(problem, solution, halving, exponent)
    return solution


def _with_leading(solution: Solution, leading: Leading) -> Solution:
    steps = StepsOnDemand(lambda: (*solution.steps, leading.told()))
    return replace(solution, leading=leading.formula, steps=steps)


def _leaves_decide(found: BothReadings) -> bool:
    return found.main.sum is None or found.main.sum.regime is Regime.LEAF_HEAVY


def _with_every_size(problem: Problem, solution: Solution, whole: EverySize) -> Solution:
    r = problem.recurrence
    return replace(
        solution,
        leading=solution.leading or whole.leading,
        exact=whole.formula,
        exact_domain=Progression(r.variable, whole.start, stressed=True),
        steps=StepsOnDemand(lambda: (*solution.steps, _told_at_every_size(r, whole))),
    )


def _told_at_every_size(r: Recurrence, whole: EverySize) -> Step:
    n = ex.Symbol(r.variable)
    closed = ex.Relation("=", r.left, whole.formula)
    if whole.even:
        return step(
            "From {n} to {m} exactly one of the sizes on the right grows, by one, so the differences of consecutive "
            "values satisfy a recurrence with one call and are constant between powers of {b}. Added up from the base "
            "case:",
            closed,
            n=n,
            m=ex.add(n, ex.number(1)),
            b=ex.number(whole.b),
            source="Flajolet and Golin 1994; Concrete Mathematics, section 3.3",
        )
    return step(
        "The driving function is constant and the first sizes have one value, so {t} depends on the number of "
        "levels alone, rounding included:",
        closed,
        t=r.left,
        source="Concrete Mathematics, section 3.2",
    )


def _with_lattice(problem: Problem, solution: Solution, halving: Halving, form: LatticeForm) -> Solution:
    r = problem.recurrence
    domain = form.domain(index_letter(r))
    steps = StepsOnDemand(lambda: (*solution.steps, _told_on_lattice(r, form, domain)))
    return replace(solution, exact=form.formula, exact_domain=domain, steps=steps)


def _told_on_lattice(r: Recurrence, form: LatticeForm, domain: Powers) -> Step:
    first = ex.number(form.lattice.size(form.first))
    base = ex.Relation("=", ex.Call(r.function, (first,)), exact_formula(form.value))
    return replace(
        domain.told(
            "On {domain} every size is of the same form, so the recurrence is one of first order in {index}. With "
            "{base} it is solved exactly:",
            index=ex.Symbol(domain.index),
            base=base,
        ),
        display=(ex.Relation("=", r.left, form.formula),),
        source="CLRS 4e, section 4.4; Concrete Mathematics, section 2.2",
    )


def _with_limit(problem: Problem, shape: FractionCalls, exponent: Real, solution: Solution) -> Solution:
    """Unequal rounded sizes: T/n^p is periodic in ln n where all ratios are powers of one; otherwise it has a limit."""
    bounded = all(c.rounded and (c.offset is None or monomials.compare(c.offset, UNIT) <= 0) for c in problem.calls)
    if not exact_bases(problem) or not bounded or real.sign(exponent) <= 0:
        return solution
    from recur.solving.divide_and_conquer.periodic_constants import rises

    if not rises(problem, exponent):
        return solution
    descent = descent_of(shape, exponent)
    if any(real.has_parameter(b) for _, b in descent):
        return solution
    w = watershed_formula(exponent, problem.variable)
    formulas: dict[str, Expr] = {"t": problem.recurrence.left, "w": w}
    if len(descent) == 1:
        n = ex.Symbol(problem.variable)
        formulas["c"] = ex.Call("C", (ex.Log(n, exact_formula(common_ratio(shape))),))
        sentence = "Over all sizes {t} divided by {w} is {c} in the limit, a bounded factor of period 1."
    else:
        sentence = (
            "{t} divided by {w} tends to a constant, which depends on the base cases: the ratios of the sizes are not "
            "all powers of one number."
        )
    told = Step(sentence, tuple(formulas.items()), source="Drmota and Szpankowski 2013")
    return replace(solution, remarks=(*solution.remarks, told))


def _with_period(problem: Problem, solution: Solution, halving: Halving, exponent: Real) -> Solution:
    """Between the sizes of a lattice the constant of n^p varies: a bounded periodic factor, and its range."""
    r = problem.recurrence
    if not exact_bases(problem):
        return solution
    n = ex.Symbol(r.variable)
    w = watershed_formula(exponent, r.variable)
    factor = ex.Call("C", (ex.Log(n, ex.number(halving.b)),))
    formulas: dict[str, Expr] = {"t": r.left, "c": factor, "x": ex.mul(factor, w)}
    sentence = "Over all sizes {t} ~ {x}, where {c} is a bounded factor of period 1"
    plain = next((call.argument for call in problem.calls if not call.rounded), None)
    if plain is not None:
        sentence = sentence.replace("Over all sizes", "With {size} rounded down,")
        formulas["size"] = plain
    from recur.solving.divide_and_conquer.periodic_constants import range_of

    found = range_of(problem, halving)
    if found is not None and not found.is_constant:
        sentence += f", with values from {found.low} to {found.high} (to six digits)"
    elif plain is not None:
        return solution  # sizes between those of the lattice may not even have a value
    told = Step(sentence + ".", tuple(formulas.items()), source="Drmota and Szpankowski 2013")
    return replace(solution, remarks=(*solution.remarks, told))
