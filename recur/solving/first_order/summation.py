"""T(n) = a·T(n − c) + f(n), a > 0: divided by a^(n/c) it is a sum, T(n) = a^(n/c)·(T(n₀) + Σ f(k)/a^(k/c)).

The sum either diverges, and its growth on the scale decides, or it converges, and T is Θ(a^(n/c)).
Source: Graham, Knuth, Patashnik, Concrete Mathematics, section 2.2; Sedgewick and Flajolet, section 2.2.
"""

from fractions import Fraction

from recur.asymptotics import monomial_formula, monomials
from recur.model import Expr, OtherShape, Progression, Solution, Step, StepsOnDemand, Unmet, expressions as ex, step
from recur.model.expressions import ONE as ONE_FORMULA, ZERO as ZERO_FORMULA
from recur.numbers import Real, exact_formula, real
from recur.solving.divide_and_conquer.fractions import reading_steps, usual_reading
from recur.solving.first_order.telescoping import sum_from
from recur.solving.linear.decrements import constant_coefficients, decrements, small_sizes
from recur.solving.linear.linear_answers import LinearAnswer, closed_form_answer, conclusion
from recur.solving.linear.linear_sequences import ConstantCoefficients, Sequence, exact_sequence
from recur.solving.linear.positive_recursion import Positive, leading_of_sum, power_of_root, solve_positive
from recur.solving.linear.root_formulas import RootFormulas
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind

SOURCE = "Concrete Mathematics, section 2.2"
_Closed = tuple[Expr, Progression]
NAME = "summation"


@method(
    NAME,
    about=(RecurrenceKind.STEP,),
    source=SOURCE,
    summary="T(n) = a T(n − c) + f(n), a > 0, for every f on the growth scale",
)
def solve(problem: Problem) -> Solution:
    calls = decrements(problem)
    if len(calls) != 1:
        raise Unmet("one recursive call", "there are calls of {x} different sizes", x=ex.number(len(calls)))
    ((c, a),) = constant_coefficients(problem)
    if real.sign(a) <= 0:
        raise Unmet("a positive coefficient", "the coefficient {a} is not positive", a=exact_formula(a))
    if isinstance(c, Fraction) and isinstance(a, Fraction):
        sequence = exact_sequence(problem, ConstantCoefficients({int(c): a}))
        if sequence is not None and c != 1:
            raise OtherShape("a call of the size before", "the recurrence is of order {c}", c=exact_formula(c))
        if sequence is not None:
            return _exactly(problem, a, c, sequence)
    return _by_growth(problem, a, c)


def _exactly(problem: Problem, a: Real, c: Real, sequence: Sequence) -> Solution:
    """Driving term and base are exact: the sum closes."""
    formulas = RootFormulas(problem.variable)
    found = closed_form_answer(problem, sequence.form, formulas)
    return Solution(
        problem.recurrence,
        found.bounds,
        NAME,
        found.case,
        step("unrolled, the recurrence is a sum with a closed form."),
        StepsOnDemand(lambda: _closing_steps(problem, a, c, found)),
        where=tuple(formulas.definitions),
        leading=found.leading,
        exact=found.closed,
        exact_domain=None if found.closed is None else found.domain,
        verification=sequence.verification(),
    )


def _closing_steps(problem: Problem, a: Real, c: Real, found: LinearAnswer) -> list[Step]:
    steps = [_unrolled(problem, a, c)]
    if found.closed is not None:
        steps.append(
            step(
                "The driving function is a sum of polynomials times exponentials, so the sum closes; with the initial "
                "values",
                ex.Relation("=", problem.recurrence.left, found.closed),
                source="Concrete Mathematics, sections 2.5 and 7.3",
            )
        )
    return [*steps, conclusion(problem, found, "The fastest term of this decides")]


def _by_growth(problem: Problem, a: Real, c: Real) -> Solution:
    log_root = real.ZERO if a == 1 else real.over(real.ln(a), c)
    depth = int(c) if isinstance(c, Fraction) else None
    found = solve_positive(problem, power_of_root(log_root), depth)

    closed = _harmonic_sum(problem) if a == 1 and c == 1 else None
    return Solution(
        problem.recurrence,
        found.outcome.bounds,
        NAME,
        None,
        _reason(problem, found, a),
        StepsOnDemand(lambda: _steps(problem, found, a, c, closed)),
        assumptions=small_sizes(problem, depth or 1),
        remarks=usual_reading(problem, found.outcome),
        leading=leading_of_sum(problem, found, c),
        exact=None if closed is None else closed[0],
        exact_domain=None if closed is None else closed[1],
    )


def _harmonic_sum(problem: Problem) -> _Closed | None:
    """T(s) + Σ_{k>s} f(k) where the sum has a closed form with harmonic numbers and the like."""
    r = problem.recurrence
    base = [c for c in r.initial if c.function == r.function and c.relation == "="]
    if not problem.is_exact or not base:
        return None
    start = max(c.high for c in base)
    value = next((c.value for c in base if c.high == start), None)
    if not isinstance(value, ex.Number):
        return None
    closed = sum_from(problem.driving_term, r.variable, start)
    return None if closed is None else (ex.add(value, closed), Progression(r.variable, start))


def _reason(problem: Problem, found: Positive, a: Real) -> Step:
    n = ex.Symbol(problem.variable)
    front = monomial_formula(found.front, problem.variable)
    if found.total is None:
        return step("there is no driving function: each step multiplies by {a}.", a=exact_formula(a))
    if found.total.converges:
        if found.front == monomials.UNIT:
            return step("the sum of the driving function converges.")
        return step("what the driving function adds is of lower order than {w}.", w=front)
    if a == 1:
        return step("{t} is the sum of its driving function.", t=ex.Call(problem.recurrence.function, (n,)))
    return step("divided by {w} the recurrence is a sum that diverges.", w=front)


def _term(problem: Problem) -> Expr:
    """The driving term a derivation sums: the upper reading where parts are hidden."""
    return problem.driving_term


def _base_size(problem: Problem, c: Real) -> Expr:
    """The size at which unrolling ends: the last base case for c = 1, otherwise n₀."""
    r = problem.recurrence
    tops = [case.high for case in r.initial if case.function == r.function]
    return ex.number(max(tops)) if tops and c == 1 else ex.Symbol(f"{r.variable}_0")


def _unrolled(problem: Problem, a: Real, c: Real) -> Step:
    """T(n) = a^j T(n₀) + Σ aʲ f(n − c·j)."""
    r = problem.recurrence
    n, k, start = ex.Symbol(r.variable), problem.index, _base_size(problem, c)
    f = _term(problem)
    base = ex.Call(r.function, (start,))
    shown = exact_formula(a)
    if c == 1:
        depth: Expr = ex.subtract(n, start)
        weights = ex.power(shown, ex.subtract(n, k)) if a != 1 else ONE_FORMULA
        total = ex.Range("sum", k.name, ex.add(start, ONE_FORMULA), n, ex.mul(weights, ex.substitute(f, r.variable, k)))
    else:
        size = exact_formula(c)
        depth = ex.divide(ex.subtract(n, start), size)
        weights = ex.power(shown, k) if a != 1 else ONE_FORMULA
        inner = ex.substitute(f, r.variable, ex.subtract(n, ex.mul(size, k)))
        total = ex.Range("sum", k.name, ZERO_FORMULA, ex.subtract(depth, ONE_FORMULA), ex.mul(weights, inner))
    front = base if a == 1 else ex.mul(ex.power(shown, depth), base)
    right = front if f == ZERO_FORMULA else ex.add(front, total)
    equation = ex.Relation("=", r.left, right)
    if c == 1 and not isinstance(start, ex.Symbol):
        return step("Unrolling the recurrence:", equation, source=SOURCE)
    sentence = "Unrolling the recurrence, where {s} is the size at which it ends:"
    return step(sentence, equation, s=start, source=SOURCE)


def _steps(problem: Problem, found: Positive, a: Real, c: Real, closed: _Closed | None) -> tuple[Step, ...]:
    r = problem.recurrence
    steps = [_unrolled(problem, a, c)]
    if found.total is not None:
        steps.append(_sum_step(problem, found, a))
    bounds = found.outcome.bounds
    growth = found.outcome.main.growth.expression()
    kind = "Θ" if bounds.theta is not None else "O" if bounds.upper is not None else "Ω"
    steps.append(step("So {result}.", result=ex.Relation("=", r.left, ex.Asymptotic(kind, growth))))
    if closed is not None:
        steps.append(
            step(
                "The sum even has a closed form:",
                ex.Relation("=", r.left, closed[0]),
                source="Concrete Mathematics, 6.3",
            )
        )
    return (*steps, *reading_steps(problem, found.outcome))


def _sum_step(problem: Problem, found: Positive, a: Real) -> Step:
    """How Σ f(k)/a^(k/c) behaves, and why."""
    assert found.total is not None and found.outcome.main.toll is not None
    variable, k = problem.variable, problem.index
    ratio = monomials.divide(found.outcome.main.toll, found.front)
    order = monomials.compare(found.total.growth, ratio)
    summand = monomial_formula(ratio, k.name)
    size = monomial_formula(found.total.growth, variable)
    total = ex.Range("sum", k.name, ONE_FORMULA, ex.Symbol(variable), summand)
    lead = "Up to constants the sum is" if a == 1 else "Divided by {w} the sum is, up to constants,"
    formulas: dict[str, Expr] = {"x": total}
    if a != 1:
        formulas["w"] = monomial_formula(found.front, variable)
    if found.total.converges:
        geometric = "its terms fall like a geometric sequence"
        why = geometric if _is_geometric(ratio) else "the integral of its terms converges"
        return Step(f"{lead} {{x}}, which converges: {why}.", tuple(formulas.items()))
    formulas["x"] = ex.Relation("=", total, ex.Asymptotic("Θ", size))
    if order == 0:
        why = "its terms grow by a factor that stays above 1, so that the last one dominates"
    else:
        why = "its terms change by a factor that tends to 1, so that it is of the order of the integral"
    return Step(f"{lead} {{x}}: {why}.", tuple(formulas.items()), source="Concrete Mathematics, section 9.5")


def _is_geometric(ratio: monomials.Monomial) -> bool:
    return any(monomials.compare(m, monomials.level(0)) >= 0 for m, _ in ratio.exponential)
