"""Akra and Bazzi: T(n) = Σ aᵢ T(rᵢ n + hᵢ(n)) + g(n), aᵢ > 0, 0 < rᵢ < 1, hᵢ(n) = O(n/log^(1+ε) n).

With the critical exponent p, Σ aᵢ rᵢ^p = 1,

    T(n) = Θ(n^p · (1 + ∫₁ⁿ g(u)/u^(p+1) du)).

The theorem asks that g grow polynomially. A driving function that grows faster than every power dominates alone: the
levels below cost a vanishing part of it, which is case 3 of the master theorem carried over.
Source: M. Akra and L. Bazzi, On the solution of linear recurrence equations, 1998; T. Leighton, Notes on better master
theorems for divide-and-conquer recurrences, 1996.
"""

from fractions import Fraction

from recur.asymptotics import Regime, level, monomial_formula, monomials
from recur.model import Expr, Solution, Step, StepsOnDemand, expressions as ex, step
from recur.numbers import exact_formula, real
from recur.solving.divide_and_conquer import fractions
from recur.solving.divide_and_conquer.critical_exponent import CriticalExponent, critical_exponent
from recur.solving.divide_and_conquer.precise_answers import precisely
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind, Shrink

SOURCE = "Akra and Bazzi 1998; Leighton 1996"


@method(
    "Akra–Bazzi",
    about=(RecurrenceKind.FRACTION, RecurrenceKind.FRACTIONS),
    source=SOURCE,
    summary="T(n) = Σ aᵢ T(rᵢ n + hᵢ(n)) + g(n): unequal subproblems, floors, offsets, a < 1, g on the whole log scale",
)
def solve(problem: Problem) -> Solution:
    shape = fractions.shape_of(problem)
    p = critical_exponent(shape.calls)
    found = fractions.outcome(problem, shape, p.value)
    case = _case(found.main)
    outgrows = _outgrows_powers(found.main)
    used = any(p.stands_in(g.expression()) for g in (found.bounds.lower, found.bounds.upper) if g)
    solution = Solution(
        problem.recurrence,
        found.bounds,
        "Akra–Bazzi",
        case,
        _reason(problem, found, p),
        StepsOnDemand(lambda: _steps(problem, shape, found, p, outgrows)),
        assumptions=shape.assumptions,
        remarks=fractions.usual_reading(problem, found),
        where=(p.definition,) if used and p.definition is not None else (),
    )
    return precisely(problem, shape, p.value, found, solution)


def _case(reading: fractions.TollReading) -> str:
    return str(Regime.LEAF_HEAVY if reading.sum is None else reading.sum.regime)


def _p_formula(p: CriticalExponent) -> Expr:
    return exact_formula(p.value)


def _reason(problem: Problem, found: fractions.BothReadings, p: CriticalExponent) -> Step:
    w = fractions.watershed_formula(p.value, problem.variable)
    reading = found.main
    if reading.sum is None:
        return step("Akra–Bazzi: without a driving function the leaves alone count, {w} of them up to constants.", w=w)
    q = monomial_formula(reading.sum.excess, problem.variable)
    match reading.sum.regime:
        case Regime.LEAF_HEAVY:
            text = "the driving function is smaller than {w} by a power of {n}: the leaves dominate."
        case Regime.ROOT_HEAVY:
            text = "the driving function is larger than {w} by at least a power of {n}: the root dominates."
        case _ if reading.sum.converges:
            text = "the driving function is {w} times {q}, and the levels form a convergent sum."
        case _:
            text = "the driving function is {w} times {q}: the levels are balanced up to logarithms."
            if reading.sum.excess == monomials.UNIT:
                text = "the driving function is as large as {w}: every level costs about the same."
    return step("Akra–Bazzi: " + text, w=w, n=ex.Symbol(problem.variable), q=q)


def _steps(
    problem: Problem,
    shape: fractions.FractionCalls,
    found: fractions.BothReadings,
    p: CriticalExponent,
    outgrows: bool,
) -> tuple[Step, ...]:
    n = ex.Symbol(problem.variable)
    steps = [_form(problem, shape)]
    if p.is_named:
        steps.append(
            step(
                "The critical exponent {p} is the real root of",
                p.equation,
                p=ex.Relation("~", ex.Symbol("p"), ex.Number(Fraction(real.digits(p.value, 8)), decimal=True)),
            )
        )
    else:
        steps.append(
            step(
                "The critical exponent solves {equation}; it is {p}.",
                equation=p.equation,
                p=ex.Relation("=", ex.Symbol("p"), _p_formula(p)),
            )
        )
    if shape.sides:
        steps.append(_side_calls(shape))
    steps.append(_integral(problem, found.main, p, n, outgrows))
    t = ex.Call(problem.recurrence.function, (n,))
    kind = "Θ" if found.bounds.theta is not None else "O" if found.upper is not None else "Ω"
    result = ex.Relation("=", t, ex.Asymptotic(kind, found.main.growth.expression()))
    if outgrows:
        steps.append(step("Therefore {result}.", result=result, source=SOURCE))
    else:
        sentence = "The theorem says {rule}; therefore {result}."
        steps.append(step(sentence, rule=ex.Relation("=", t, _bound(n)), result=result, source=SOURCE))
    steps.extend(fractions.reading_steps(problem, found))
    return tuple(steps)


def _form(problem: Problem, shape: fractions.FractionCalls) -> Step:
    n = ex.Symbol(problem.variable)
    f = ex.Call(problem.recurrence.function, (ex.Symbol("x"),))
    terms = [ex.mul(exact_formula(a), ex.Call(f.function, (ex.mul(exact_formula(r), n),))) for a, r in shape.calls]
    driving = problem.driving_term
    text = "Up to lower-order offsets the subproblems cost {calls}"
    text += ", equal sizes added together" if shape.merged else ""
    if driving == ex.number(0):
        return step(text + "; there is no driving function.", calls=ex.add(*terms))
    return step(
        text + "; the driving function is {g}.", calls=ex.add(*terms), g=ex.Relation("=", ex.Call("g", (n,)), driving)
    )


def _bound(n: ex.Symbol) -> Expr:
    """Θ(n^p · (1 + ∫₁ⁿ g(u)/u^(p+1) du))."""
    p, u = ex.Symbol("p"), ex.Symbol("u")
    integrand = ex.divide(ex.Call("g", (u,)), ex.power(u, ex.add(p, ex.ONE)))
    return ex.Asymptotic("Θ", ex.mul(ex.power(n, p), ex.add(ex.ONE, _definite(integrand, n))))


def _outgrows_powers(reading: fractions.TollReading) -> bool:
    """Whether the driving function grows faster than every power of n."""
    return reading.toll is not None and monomials.compare(reading.toll, level(0, Fraction(10**6))) > 0


def _side_calls(shape: fractions.FractionCalls) -> Step:
    call = shape.sides[0][1]
    return step(
        "The call of size {x} is smaller than every constant fraction: what it adds, summed over the levels, is of "
        "lower order, so it changes no constant-factor bound.",
        x=call,
    )


def _integral(
    problem: Problem, reading: fractions.TollReading, p: CriticalExponent, n: ex.Symbol, outgrows: bool
) -> Step:
    u = ex.Symbol("u")
    w = fractions.watershed_formula(p.value, problem.variable)
    if reading.toll is None or reading.sum is None:
        return step("The integral of the theorem is 0, and {w} remains.", w=w)
    named = not isinstance(p.value, Fraction) and reading.sum.regime in (Regime.ROOT_HEAVY, Regime.LEAF_HEAVY)
    integrand = ex.mul(monomial_formula(reading.sum.excess, "u"), ex.power(u, ex.number(-1)))
    end = monomial_formula(reading.sum.excess, problem.variable)
    if named:  # an irrational exponent goes by its letter
        integrand = ex.divide(monomial_formula(reading.toll, "u"), ex.power(u, ex.add(ex.Symbol("p"), ex.ONE)))
        end = ex.mul(
            monomial_formula(reading.toll, problem.variable), ex.power(n, ex.mul(ex.number(-1), ex.Symbol("p")))
        )
    if reading.sum.regime is Regime.ROOT_HEAVY:
        if outgrows:
            return step(
                "The driving function grows faster than every power of {n}, so that {calls} is a vanishing part of "
                "{g}: each level costs a vanishing part of the one above.",
                n=n,
                calls=_next_level(problem),
                g=monomial_formula(reading.toll, problem.variable),
            )
        return step(
            "The integrand {x} of {integral} grows like a power of {u} above 1/{u}, so the integral is of the order of "
            "its upper end, {value}.",
            x=integrand,
            u=u,
            integral=_definite(integrand, n),
            value=end,
        )
    if reading.sum.regime is Regime.LEAF_HEAVY or reading.sum.converges:
        return step("The integral {integral} converges, so {w} remains.", integral=_definite(integrand, n), w=w)
    return step(
        "The integral is closed one logarithm at a time:",
        ex.Relation(
            "=",
            _definite(integrand, n),
            ex.Asymptotic("Θ", monomial_formula(reading.sum.integral, problem.variable)),
        ),
    )


def _definite(integrand: Expr, n: ex.Symbol) -> Expr:
    return ex.Range("integral", "u", ex.ONE, n, integrand)


def _next_level(problem: Problem) -> Expr:
    """Σ aᵢ g(rᵢ n): the cost of the level below the root."""
    return ex.add(
        *(
            ex.mul(call.coefficient, ex.Call("g", (call.argument,)))
            for call in problem.calls
            if call.shrink is Shrink.FRACTION
        )
    )
