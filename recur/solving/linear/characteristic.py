"""T(n) = Σ cᵢ T(n − i) + f(n) with constant coefficients of any sign: the roots of the characteristic polynomial.

With exact initial values and f a sum of polynomials times exponentials the closed form is exact, and the bound
comes from the roots that the initial values really excite. Otherwise positive coefficients give Θ(ρⁿ·(1 + Σ
f(k)/ρᵏ)) with the one positive root ρ, and coefficients of both signs are solved as long as the driving function
decides. Source: Concrete Mathematics, section 7.3; Sedgewick and Flajolet, section 2.4; Flajolet and Sedgewick,
section V.2.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

from recur.asymptotics import Growth, Monomial, monomial_formula, monomials
from recur.model import (
    Bounds,
    Expr,
    Settled,
    Solution,
    Step,
    StepsOnDemand,
    Unmet,
    expressions as ex,
    listed,
    names_of,
    step,
)
from recur.model.expressions import ONE as ONE_FORMULA
from recur.model.records import replace
from recur.numbers import Real, Root, exact_formula, exponential_polynomials as ep, real, roots_of
from recur.numbers.polynomials import degree
from recur.solving.divide_and_conquer.fractions import reading_steps, usual_reading
from recur.solving.linear.decrements import constant_coefficients, small_sizes
from recur.solving.linear.driven_growth import driven_growth
from recur.solving.linear.excited_growth import LongRun, growth_monomial
from recur.solving.linear.general_solution import general_solution
from recur.solving.linear.linear_answers import LinearAnswer, closed_form_answer, conclusion
from recur.solving.linear.linear_sequences import (
    Sequence,
    characteristic_factors,
    exact_sequence,
    rational_coefficients,
    rational_driving,
)
from recur.solving.linear.positive_recursion import Positive, power_of_root, solve_positive
from recur.solving.linear.root_formulas import (
    RootFormulas,
    has_symbols,
    is_fibonacci,
)
from recur.solving.linear.textbook_steps import (
    MOST_EQUATIONS,
    SOURCE,
    characteristic_step,
    general_steps,
    system_steps,
)
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind

NAME = "characteristic polynomial"
_MOST_COEFFICIENTS = 8  # undetermined ones that are written out


@method(
    NAME,
    about=(RecurrenceKind.STEP, RecurrenceKind.STEPS),
    source=SOURCE,
    summary="T(n) = Σ cᵢ T(n − i) + f(n), constant coefficients of any sign",
)
def solve(problem: Problem) -> Solution:
    calls = constant_coefficients(problem)
    if _are_two_positive(calls):
        return _by_radicals(problem, calls)
    coefficients = rational_coefficients(problem)
    sequence = exact_sequence(problem, coefficients)
    if sequence is not None:
        return _exactly(problem, coefficients, sequence)
    if all(c > 0 for c in coefficients.values()):
        return _positive(problem, coefficients)
    try:
        return _driven(problem, coefficients)
    except Unmet as unmet:
        if rational_driving(problem) is None:
            raise
        raise Settled(unmet.hypothesis, unmet.reason, **dict(unmet.formulas)) from None


# -- exact data --------------------------------------------------------------------------------------------


def _exactly(problem: Problem, coefficients: Mapping[int, Fraction], sequence: Sequence) -> Solution:
    formulas = RootFormulas(problem.variable, taken=names_of(problem.recurrence))
    found = closed_form_answer(problem, sequence.form, formulas)
    steps = StepsOnDemand(lambda: _derivation(problem, coefficients, sequence, found, formulas))
    silent = [q for q, _ in sequence.characteristic if has_symbols(q) and not sequence.form.multiplicity_of(q)]
    return Solution(
        problem.recurrence,
        found.bounds,
        NAME,
        found.case,
        _reason(found),
        steps.read() if silent else steps,  # which define what the closed form does not
        remarks=_silent_roots(problem, sequence, found),
        where=tuple(formulas.definitions),
        leading=found.leading,
        exact=found.closed,
        exact_domain=found.domain,
        verification=sequence.verification(),
    )


def _derivation(
    problem: Problem,
    coefficients: Mapping[int, Fraction],
    sequence: Sequence,
    found: LinearAnswer,
    formulas: RootFormulas,
) -> list[Step]:
    """Characteristic equation, homogeneous solutions, trial functions, the constants, the answer."""
    fitted = _fitted(problem, coefficients, sequence, formulas)
    steps = [characteristic_step(problem, coefficients, sequence.characteristic, formulas if fitted else None), *fitted]
    if sequence.driving and not fitted:
        steps.append(_annihilated(problem, sequence))
    return steps + _closed(problem, sequence, found, bool(fitted))


def _fitted(
    problem: Problem, coefficients: Mapping[int, Fraction], sequence: Sequence, formulas: RootFormulas
) -> tuple[Step, ...]:
    """The general solution and the linear system for its constants; nothing where that fills more than a page."""
    if max(coefficients) > MOST_EQUATIONS or sum(map(len, sequence.driving.values())) > _MOST_COEFFICIENTS:
        return ()
    driving: dict[Expr, ep.Terms] = {ONE_FORMULA: dict(sequence.driving)} if sequence.driving else {}
    general = general_solution(coefficients, driving, formulas, formulas.taken)
    if general is None:
        return ()
    one: Expr = ONE_FORMULA
    stated = [(n, {one: value} if value else {}) for n, value in enumerate(sequence.first, sequence.start)]
    system = system_steps(problem, general, formulas, stated, {ONE_FORMULA: sequence.form})
    return (*general_steps(problem, coefficients, driving, general), *system) if system else ()


def _reason(found: LinearAnswer) -> Step:
    if found.root is None:
        return step("every value is 0.")
    if found.case is not None:
        return step("the closed form is exact, but no Θ describes it.")
    times = found.trend.multiplicity
    if times > 1:
        return step(f"the dominant root is {{x}}, with multiplicity {times}.", x=found.root)
    return step("the dominant root of the characteristic polynomial is {x}.", x=found.root)


def _annihilated(problem: Problem, sequence: Sequence) -> Step:
    """Which further roots the driving function brings, and where it meets a characteristic root."""
    x = ex.Symbol("x" if problem.variable != "x" else "z")
    present = dict(sequence.characteristic)
    brought, resonant = [], []
    for base, p in sequence.driving.items():
        factor = (-base, Fraction(1))
        brought.append(ex.power(ep.polynomial_formula(factor, x.name), ex.number(len(p))))
        if factor in present:
            resonant.append(ex.number(base))
    sentence = "The driving function {f} adds the factor {g} to the characteristic polynomial"
    if resonant:
        listed = " and ".join(f"{{b{i}}}" for i in range(len(resonant)))
        sentence += f"; {listed} is a characteristic root already, so the multiplicities add (resonance)"
        if len(resonant) > 1:
            sentence = sentence.replace(" is a characteristic root", " are characteristic roots")
    formulas = {"f": problem.driving_term, "g": ex.mul(*brought), **{f"b{i}": b for i, b in enumerate(resonant)}}
    return Step(sentence + ".", tuple(formulas.items()), source="Sedgewick and Flajolet, section 2.4")


def _closed(problem: Problem, sequence: Sequence, found: LinearAnswer, fitted: bool) -> list[Step]:
    t = problem.recurrence.left
    listed, values = _initial_values(problem, sequence)
    steps: list[Step] = []
    if fitted:
        steps.append(Step("So", (), (ex.Relation("=", t, found.closed), *_binet(problem, sequence))))
    else:
        sentence = f"The initial values {listed} fix the coefficients:"
        if len(sequence.first) == 1:
            sentence = f"The initial value {listed} fixes the coefficient:"
        if ex.RootSum in ex.kinds(found.closed):
            sentence = f"The initial values {listed} fix the coefficients of all roots; they are summed over the roots:"
        steps.append(
            Step(sentence, tuple(values.items()), (ex.Relation("=", t, found.closed), *_binet(problem, sequence)))
        )
    if found.root is None or not found.trend.is_tight:
        return [*steps, conclusion(problem, found, "No root occurs")]
    shown: dict[str, Expr] = {"x": found.root}
    sentence = "Among the roots that occur, the largest in modulus is {x}"
    if found.trend.multiplicity > 1:
        sentence += f", with multiplicity {found.trend.multiplicity}"
    if found.trend.course is LongRun.FLUCTUATES:
        divided = "" if found.written == ONE_FORMULA else " divided by {g}"
        sentence += f"; others have its modulus, but {{t}}{divided} stays between two positive constants"
        shown |= {"t": t} | ({} if found.written == ONE_FORMULA else {"g": found.written})
    else:
        sentence += ", and its coefficient is positive"
    last = conclusion(problem, found, sentence)
    return [*steps, Step(last.sentence, (*last.formulas, *shown.items()))]


def _binet(problem: Problem, sequence: Sequence) -> tuple[Expr, ...]:
    """What the Fibonacci numbers in a closed form are: F_n = (φⁿ − ((1 − √5)/2)ⁿ)/√5."""
    if not any(map(is_fibonacci, sequence.form.parts)):
        return ()
    n, root = ex.Symbol(problem.variable), ex.power(ex.number(5), ex.number(Fraction(1, 2)))
    conjugate = ex.divide(ex.Add((ONE_FORMULA, ex.negate(root))), ex.number(2))
    powers = ex.subtract(ex.power(ex.Constant("phi"), n), ex.power(conjugate, n))
    return (ex.Relation("=", ex.Apply("fibonacci", (n,)), ex.divide(powers, root)),)


def _initial_values(problem: Problem, sequence: Sequence) -> tuple[str, dict[str, Expr]]:
    """ "{v0}, {v1} and {v2}" and the equations; of more than six values the first and the last."""
    function, count = problem.recurrence.function, len(sequence.first)
    places = range(count) if count <= 6 else (0, 1, count - 1)
    equations: dict[str, Expr] = {
        f"v{i}": ex.Relation("=", ex.Call(function, (ex.number(sequence.start + i),)), ex.number(sequence.first[i]))
        for i in places
    }
    names = [f"{{{name}}}" for name in equations]
    if count > 6:
        return f"{names[0]}, {names[1]}, …, {names[2]}", equations
    return listed(names), equations


def _silent_roots(problem: Problem, sequence: Sequence, found: LinearAnswer) -> tuple[Step, ...]:
    """A characteristic root larger than the dominant one that these initial values do not excite."""
    if found.trend.root is None or not found.trend.is_tight:
        return ()
    for q, m in sequence.characteristic:
        here = sequence.form.multiplicity_of(q)
        if here < m and degree(q) <= 2:
            floor = found.trend.root.modulus(64)[1]
            for root in roots_of(q, m):
                larger = root.modulus(64)[0] > floor or root.factor == found.trend.root.factor
                if root.is_real and larger:
                    times = f" of multiplicity {m}" if m > 1 else ""
                    what = "its highest power" if here else "it"
                    sentence = f"{{x}} is a characteristic root{times}, but with these initial values {what} "
                    return (step(sentence + "does not occur.", x=RootFormulas(problem.variable).formula_of(root)),)
    return ()


# -- positive coefficients ---------------------------------------------------------------------------------


def _positive_root(coefficients: Mapping[int, Fraction]) -> Root:
    """The one positive root of x^d = Σ cᵢ x^(d−i), cᵢ > 0, by Descartes' rule of signs."""
    for q, m in characteristic_factors(coefficients):
        for root in roots_of(q, m):
            if root.is_positive:
                return root
    raise AssertionError("a polynomial with one change of sign has a positive root")


def _positive(problem: Problem, coefficients: Mapping[int, Fraction]) -> Solution:
    formulas = RootFormulas(problem.variable)
    root = formulas.number_of(_positive_root(coefficients))
    found = _by_root(
        problem,
        root,
        growth_monomial(root, 1),
        max(coefficients),
        lambda: characteristic_step(problem, coefficients, characteristic_factors(coefficients)),
    )
    return replace(found, where=tuple(formulas.definitions))


def _are_two_positive(calls: tuple[tuple[Real, Real], ...]) -> bool:
    """p·T(n − d) + q·T(n − 2d) with positive p and q, letters or irrational numbers among them."""
    if len(calls) != 2 or all(isinstance(c, Fraction) for _, c in calls):
        return False
    (d, p), (twice, q) = calls
    return isinstance(d, Fraction) and twice == 2 * d and real.sign(p) > 0 and real.sign(q) > 0


def _by_radicals(problem: Problem, calls: tuple[tuple[Real, Real], ...]) -> Solution:
    """The positive root of x² = p·x + q for x = ρ^d, by the formula."""
    (d, p), (_, q) = calls
    assert isinstance(d, Fraction)
    larger = _positive_root_of(p, q)
    n, x = ex.Symbol(problem.variable), ex.Symbol("x" if problem.variable != "x" else "z")
    power, twice = (ex.power(x, ex.number(i)) for i in (d, 2 * d))
    equation = ex.Relation("=", twice, ex.add(ex.mul(exact_formula(p), power), exact_formula(q)))
    trial = ex.Relation("=", problem.recurrence.left, ex.power(x, n))
    told = step("Trying {t} gives the characteristic equation", equation, source=SOURCE, t=trial)
    root = real.power(larger, 1 / d)
    front = power_of_root(real.ZERO if root == 1 else real.ln(root))
    return _by_root(problem, root, front, int(2 * d), lambda: told)


def _positive_root_of(p: Real, q: Real) -> Real:
    """The positive root of x² = p·x + q: 1 of x² = (1 − a)·x + a; by the formula where it does not factor."""
    from recur.numbers.factors_over_letters import factors_over_letters

    factored = factors_over_letters((real.minus(real.ZERO, q), real.minus(real.ZERO, p), real.ONE)) or ()
    roots = [real.minus(real.ZERO, factor[0]) for factor, _ in factored if len(factor) == 2]
    for root in roots:
        if real.sign(root) > 0:
            return root
    if isinstance(p, Fraction) and (p / 2).denominator == 1:  # 1 + √(b + 1)
        return real.plus(p / 2, real.power(real.plus(p * p / 4, q), real.HALF))
    discriminant = real.plus(real.times(p, p), real.times(Fraction(4), q))
    return real.times(real.HALF, real.plus(p, real.power(discriminant, real.HALF)))


def _by_root(problem: Problem, root: Real, front: Monomial, depth: int, told: Callable[[], Step]) -> Solution:
    found = solve_positive(problem, front, depth)
    shown = exact_formula(root)
    return Solution(
        problem.recurrence,
        found.outcome.bounds,
        NAME,
        None,
        step("the positive root of the characteristic polynomial is {x}.", x=shown),
        StepsOnDemand(lambda: (told(), *_sum_steps(problem, found, shown))),
        assumptions=small_sizes(problem, depth),
        remarks=usual_reading(problem, found.outcome),
    )


def _sum_steps(problem: Problem, found: Positive, root: Expr) -> list[Step]:
    r = problem.recurrence
    n, k = ex.Symbol(r.variable), problem.index
    bounds, growth = found.outcome.bounds, found.outcome.main.growth.expression()
    front = monomial_formula(found.front, r.variable)
    steps = [
        step(
            "All coefficients are positive, so there is exactly one positive root, {x}, and no root has a larger "
            "modulus. "
            "Divided by {w}, {t} is a weighted mean of earlier values plus what the driving function adds.",
            x=root,
            w=ex.power(root, n),
            t=r.left,
            source="Flajolet and Sedgewick, section V.2",
        )
    ]
    toll = found.outcome.main.toll
    if found.total is not None and toll is not None:
        summand = monomial_formula(monomials.divide(toll, found.front), k.name)
        total = ex.Range("sum", k.name, ex.number(1), n, summand)
        if found.total.converges:
            steps.append(step("These additions, up to constants {s}, converge.", s=total))
        else:
            value = ex.Asymptotic("Θ", monomial_formula(found.total.growth, r.variable))
            steps.append(
                step(
                    "These additions sum up to {s}, and diverge.",
                    s=ex.Relation("=", total, value),
                    source="Concrete Mathematics, section 9.5",
                )
            )
    kind = "Θ" if bounds.theta is not None else "O" if bounds.upper is not None else "Ω"
    result = ex.Relation("=", r.left, ex.Asymptotic(kind, growth))
    if found.converges:
        steps.append(step("So {t} is of the order of {w} itself: {r}.", t=r.left, w=front, r=result))
    else:
        steps.append(step("So {r}.", r=result))
    return [*steps, *reading_steps(problem, found.outcome)]


# -- coefficients of both signs, no closed form ------------------------------------------------------------


def _driven(problem: Problem, coefficients: Mapping[int, Fraction]) -> Solution:
    factored = characteristic_factors(coefficients)
    formulas = RootFormulas(problem.variable)
    found = driven_growth(problem, factored, formulas)
    growth = Growth(found.growth, problem.variable)
    t = problem.recurrence.left
    return Solution(
        problem.recurrence,
        Bounds(growth, growth),
        NAME,
        None,
        found.reason,
        StepsOnDemand(
            lambda: (
                characteristic_step(problem, coefficients, factored),
                *found.steps,
                step("So {r}.", r=ex.Relation("=", t, ex.Asymptotic("Θ", growth.expression()))),
            )
        ),
        assumptions=small_sizes(problem, max(coefficients)),
        where=tuple(formulas.definitions),
    )
