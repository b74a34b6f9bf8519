"""T(n) = a(n)·T(n − c) + f(n): divided by the product P(n) = Π a(k) it is a sum of f(k)/P(k).

The growth of the product comes from Σ log a(k); the sum then diverges, and decides, or converges, and T is Θ(P(n)).
Source: Graham, Knuth, Patashnik, Concrete Mathematics, section 2.2 (summation factors); Sedgewick and Flajolet,
2.3.
"""

from fractions import Fraction

from recur.asymptotics import Growth, Monomial, monomial_formula, monomials
from recur.model import Bounds, Expr, Progression, Solution, Step, Unmet, expressions as ex, step
from recur.model.expressions import ONE as ONE_FORMULA, ZERO as ZERO_FORMULA
from recur.numbers import Real, exact_formula, real
from recur.solving.divide_and_conquer.fractions import reading_steps, usual_reading
from recur.solving.first_order.factored_sums import FactoredSum, factored_sum, require_positive_coefficient
from recur.solving.first_order.hypergeometric import (
    HypergeometricTerm,
    leading_hypergeometric,
    running_product,
    term as hypergeometric_term,
)
from recur.solving.first_order.running_products import product_growth
from recur.solving.linear.decrements import decrements, small_sizes
from recur.solving.linear.positive_recursion import Positive, leading_of_sum, solve_positive
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind

SOURCE = "Concrete Mathematics, section 2.2"
NAME = "summation factor"
_FURTHEST = 12  # sizes at which a recurrence without values may begin
_Product = tuple[int, HypergeometricTerm]


@method(
    NAME,
    about=(RecurrenceKind.VARYING_STEP,),
    source=SOURCE,
    summary="T(n) = a(n) T(n − c) + f(n) with a coefficient that varies",
)
def solve(problem: Problem) -> Solution:
    calls = decrements(problem)
    if len(calls) != 1:
        raise Unmet("one recursive call", "there are calls of {x} different sizes", x=ex.number(len(calls)))
    ((c, a),) = calls
    if problem.variable not in ex.symbols(a):
        raise Unmet("a coefficient that varies", "the coefficient {a} is constant", a=a)
    if not isinstance(c, Fraction):
        raise Unmet("a known decrement", "{c} is no known number", c=exact_formula(c))
    front = product_growth(a, problem.variable, int(c))
    exact = factored_sum(problem, a) if c == 1 else None
    if exact is not None and exact.constant is not None:
        return _with_constant(problem, a, front, exact, exact.constant)
    found = solve_positive(problem, front, int(c))
    if found.converges:
        require_positive_coefficient(problem, a)
    return _by_growth(problem, a, int(c), found, exact)


def _with_constant(problem: Problem, a: Expr, front: Monomial, exact: FactoredSum, constant: Real) -> Solution:
    """T(n) ~ C·P(n) with a known C."""
    r = problem.recurrence
    sign = real.sign(constant)
    if sign < 0:
        raise Unmet("positive values", "with these initial values {t} becomes negative", t=r.left)
    driven = problem.driving_term != ZERO_FORMULA
    if sign == 0 and driven:
        raise Unmet("a leading constant that is not 0", "the initial value cancels the leading term of {t}", t=r.left)
    growth = Growth(front if sign else None, r.variable)
    shown = growth.expression()
    front_term = leading_hypergeometric(exact.product, r.variable)
    leading = ex.mul(exact_formula(constant), front_term) if sign and front_term is not None else None
    base = exact.start, exact.product
    steps = [_factor(problem, a, base), *_divided(problem, exact.start)]
    if driven:
        steps.append(
            step(
                "The sum converges, and {t} divided by {p} tends to {c}.",
                t=r.left,
                p=ex.Call("P", (ex.Symbol(r.variable),)),
                c=exact_formula(constant),
                source="Concrete Mathematics, section 5.5",
            )
        )
    result = ex.Asymptotic("Θ", shown) if sign else ZERO_FORMULA
    steps.append(step("So {r}.", r=ex.Relation("=", r.left, result)))
    return Solution(
        r,
        Bounds(growth, growth),
        NAME,
        None,
        _reason(problem, True),
        (*steps, *_closed_step(problem, exact)),
        leading=leading,
        exact=exact.closed,
        exact_domain=_domain(problem, exact),
    )


def _by_growth(problem: Problem, a: Expr, c: int, found: Positive, exact: FactoredSum | None) -> Solution:
    r = problem.recurrence
    bounds, growth = found.outcome.bounds, found.outcome.main.growth.expression()
    base = _product_from(problem, a) if exact is None else (exact.start, exact.product)
    steps = [_factor(problem, a, base) if c == 1 else _skipping(problem, a, c, found.front)]
    if exact is None and c == 1:
        steps += _product_step(problem, found.front, base)
    steps += _divided(problem, None if base is None else base[0]) if c == 1 else []
    if found.total is not None:
        steps.append(_sum_step(problem, found))
    kind = "Θ" if bounds.theta is not None else "O" if bounds.upper is not None else "Ω"
    steps.append(step("So {r}.", r=ex.Relation("=", r.left, ex.Asymptotic(kind, growth))))
    if exact is not None:
        steps += _closed_step(problem, exact)
    return Solution(
        r,
        bounds,
        NAME,
        None,
        _reason(problem, found.converges),
        (*steps, *reading_steps(problem, found.outcome)),
        assumptions=small_sizes(problem),
        remarks=usual_reading(problem, found.outcome),
        leading=leading_of_sum(problem, found, Fraction(c)),
        exact=None if exact is None else exact.closed,
        exact_domain=None if exact is None else _domain(problem, exact),
    )


def _domain(problem: Problem, exact: FactoredSum) -> Progression | None:
    return None if exact.closed is None else Progression(problem.variable, exact.start)


def _reason(problem: Problem, converges: bool) -> Step:
    if problem.driving_term == ZERO_FORMULA:
        return step("there is no driving function: {t} is the product of its coefficients.", t=problem.recurrence.left)
    if converges:
        return step("divided by the product of its coefficients the recurrence is a sum that converges.")
    return step("divided by the product of its coefficients the recurrence is a sum that diverges.")


def _product_from(problem: Problem, a: Expr) -> _Product | None:
    """The first size s from which Π_{k>s} a(k) has a form, where no value is stated."""
    coefficient = hypergeometric_term(a, problem.variable)
    if coefficient is None or problem.recurrence.initial:
        return None
    found = ((start, running_product(coefficient, start)) for start in range(_FURTHEST))
    return next(((start, x) for start, x in found if x is not None and x.is_closed), None)


def _factor(problem: Problem, a: Expr, base: _Product | None) -> Step:
    """P(n) = Π a(k), in factorials where it can be."""
    n, k = ex.Symbol(problem.variable), problem.index
    low = ex.number(base[0] + 1) if base is not None else ex.add(ex.Symbol(f"{n.name}_0"), ONE_FORMULA)
    product = ex.Range("product", k.name, low, n, ex.substitute(a, n.name, k))
    left = ex.Relation("=", ex.Call("P", (n,)), product)
    sentence = "Let {p} be the product of the coefficients:"
    if base is None:
        sentence = "Let {p} be the product of the coefficients from some size {s} on:"
        return step(sentence, left, p=ex.Call("P", (n,)), s=ex.Symbol(f"{n.name}_0"), source=SOURCE)
    value = base[1].formula(n.name, k.name)
    told = left if value == product else ex.Relation("=", left, value)
    return step(sentence, told, p=ex.Call("P", (n,)), source=SOURCE)


def _product_step(problem: Problem, front: Monomial, base: _Product | None) -> list[Step]:
    n, k = ex.Symbol(problem.variable), problem.index
    p = ex.Relation("=", ex.Call("P", (n,)), ex.Asymptotic("Θ", monomial_formula(front, n.name)))
    if base is not None:
        same = base[1].formula(n.name) == monomial_formula(front, n.name)
        return [] if same else [step("It grows as {p}.", p=p, source="Concrete Mathematics, section 9.5")]
    said = step(
        "Its logarithm is the sum of the logarithms of the coefficients; expanded in {k} and summed term by term, "
        "down to "
        "its constant, it gives {p}.",
        k=k,
        p=p,
        source="Concrete Mathematics, section 9.5",
    )
    return [said]


def _skipping(problem: Problem, a: Expr, c: int, front: Monomial) -> Step:
    n = ex.Symbol(problem.variable)
    sizes = [ex.substitute(a, n.name, ex.subtract(n, ex.number(i * c))) if i else a for i in range(3)]
    return step(
        "The product of the coefficients met on the way down, {a} · {b} · {d} ⋯, is {p}: its logarithm is a sum, which "
        "Euler's summation formula gives down to its constant.",
        a=sizes[0],
        b=sizes[1],
        d=sizes[2],
        p=ex.Asymptotic("Θ", monomial_formula(front, n.name)),
        source="Concrete Mathematics, section 9.5",
    )


def _divided(problem: Problem, first: int | None) -> list[Step]:
    r = problem.recurrence
    f = problem.driving_term
    if f == ZERO_FORMULA:
        return []
    n, k = ex.Symbol(r.variable), problem.index
    start = ex.number(first) if first is not None else ex.Symbol(f"{n.name}_0")
    p = ex.Call("P", (n,))
    total = ex.Range(
        "sum", k.name, ex.add(start, ONE_FORMULA), n, ex.divide(ex.substitute(f, n.name, k), ex.Call("P", (k,)))
    )
    base = ex.Call(r.function, (start,))
    return [
        step(
            "Divided by {p} the recurrence says what is added from size to size, so",
            ex.Relation("=", r.left, ex.mul(p, ex.add(base, total))),
            p=p,
            source=SOURCE,
        )
    ]


def _sum_step(problem: Problem, found: Positive) -> Step:
    assert found.total is not None and found.outcome.main.toll is not None
    n, k = ex.Symbol(problem.variable), problem.index
    ratio = monomials.divide(found.outcome.main.toll, found.front)
    total = ex.Range("sum", k.name, ONE_FORMULA, n, monomial_formula(ratio, k.name))
    if found.total.converges:
        return step("Up to constants the sum is {x}, which converges.", x=total)
    value = ex.Asymptotic("Θ", monomial_formula(found.total.growth, n.name))
    return step(
        "Up to constants the sum is {x}, and diverges.",
        x=ex.Relation("=", total, value),
        source="Concrete Mathematics, section 9.5",
    )


def _closed_step(problem: Problem, exact: FactoredSum) -> list[Step]:
    if exact.closed is None:
        return []
    values = ex.Relation("=", ex.Call(problem.recurrence.function, (ex.number(exact.start),)), ex.number(exact.value))
    return [step("With {v} the closed form is", ex.Relation("=", problem.recurrence.left, exact.closed), v=values)]
