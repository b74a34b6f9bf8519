"""T(n) = h(n)·Π T(n − i)^eᵢ: logarithms turn the product into a linear recurrence, L(n) = Σ eᵢ L(n − i) + log h(n).

T is known up to a constant factor where L is known up to O(1). That is so where L has a closed form: with base values
that are powers of one number b, logarithms to base b keep everything rational. And it is so for Σ |eᵢ| < 1 and a
regular h: then L − log h/(1 − Σ eᵢ) is contracted to a bounded sequence.
Source: Graham, Knuth, Patashnik, Concrete Mathematics, section 7.3; the contraction by induction on the size.
"""

from fractions import Fraction

from recur.asymptotics import UNIT, Between, Growth, expand, monomial_formula, real_number
from recur.asymptotics.monomials import raise_to
from recur.model import Bounds, Expr, InitialCondition, OtherShape, Recurrence, Solution, Unmet, expressions as ex, step
from recur.model.errors import RecurError, Undecided
from recur.model.expressions import ONE as ONE_FORMULA
from recur.model.linearity import split
from recur.model.records import frozen, replace
from recur.numbers import Real, exact_formula, real
from recur.solving.linear_forms import beyond
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind, never_negative

SOURCE = "Concrete Mathematics, section 7.3"
NAME = "logarithm of earlier values"


@frozen
class ProductOfValues:
    """factor · Π T(n − i)^e for the pairs (i, e); `roots`: a root of a value is taken, if under a power."""

    factor: Expr
    powers: tuple[tuple[int, Fraction], ...]
    roots: bool


@method(
    NAME,
    about=(RecurrenceKind.PRODUCT_OF_STEPS,),
    source=SOURCE,
    summary="T(n) = h(n) · Π T(n − i)^e: squares, roots and quotients of earlier values",
)
def solve(problem: Problem) -> Solution:
    r = problem.recurrence
    if len(r.nonlinear) != 1 or r.subcalls or r.driving != ex.Number(Fraction(0)) or r.relation != "=":
        raise OtherShape(
            "a single product of earlier values", "the right-hand side is no product of earlier values alone"
        )
    product = product_of_values(r.nonlinear[0], problem)
    total = sum((abs(e) for _, e in product.powers), Fraction(0))
    if product.roots:
        require_positive(r, product)
    if r.variable not in ex.symbols(product.factor):
        return _by_closed_form(problem, product)
    if total < 1:
        return _by_contraction(problem, product)
    raise Unmet("a constant factor, or exponents that sum to less than 1", "the factor {h} varies", h=product.factor)


def product_of_values(x: Expr, problem: Problem) -> ProductOfValues:
    """x as a product of powers of values at sizes n − i; `Unmet` where it is something else."""
    factor: list[Expr] = []
    powers: dict[int, Fraction] = {}
    pending, roots = [(x, Fraction(1))], False
    while pending:
        part, e = pending.pop()
        if isinstance(part, ex.Mul):
            pending += [(inner, e) for inner in part.factors]
        elif isinstance(part, ex.Power) and ex.has_call(part) and isinstance(part.exponent, ex.Number):
            pending.append((part.base, e * part.exponent.value))
            roots = roots or part.exponent.value.denominator > 1
        elif isinstance(part, ex.Call) and part.function == problem.recurrence.function:
            back = beyond(part.arguments[0], problem.variable)
            if back is None or back.denominator != 1 or back >= 0:
                raise Unmet("sizes n − i", "the size {x} is not n less a constant", x=part.arguments[0])
            powers[-int(back)] = powers.get(-int(back), Fraction(0)) + e
        elif ex.has_call(part):
            raise Unmet("a product of earlier values", "the calls do not stand in a product: {x}", x=part)
        else:
            factor.append(ex.power(part, ex.Number(e)))
    return ProductOfValues(ex.mul(*factor), tuple(sorted((i, e) for i, e in powers.items() if e)), roots)


def require_positive(r: Recurrence, product: ProductOfValues) -> None:
    """Roots are those of positive numbers: √(T(n − 1)·T(n − 2)) of −1 and −4 is 2, and has no value one size later."""
    stated = [c for c in r.initial if c.function == r.function]
    n, top = ex.Symbol(r.variable), max((c.high for c in stated), default=0)
    for value in (c.value for c in stated):
        if _sign(value) < 0:
            raise Unmet("positive base values where a root is taken", "a root is taken, and {v} is negative", v=value)
    later = ex.substitute(product.factor, r.variable, ex.add(n, ex.number(top)))
    positive = never_negative(later, r.variable) if r.variable in ex.symbols(later) else _sign(later) >= 0
    if not positive:
        raise Unmet(
            "a positive factor where a root is taken",
            "a root is taken, and {h} is not seen to be positive",
            h=product.factor,
        )


def _sign(x: Expr) -> int:
    """Letters are positive; 1 where the sign is not known."""
    try:
        return real.sign(real_number(x))
    except Undecided:
        return 1


def _by_closed_form(problem: Problem, product: ProductOfValues) -> Solution:
    r = problem.recurrence
    base, initial, shift = _rational_logarithms(problem, product)
    n = ex.Symbol(r.variable)
    name = "L" if r.function != "L" else "K"
    calls = ex.add(*(ex.mul(ex.Number(e), ex.Call(name, (ex.subtract(n, ex.number(i)),))) for i, e in product.powers))
    linear = Recurrence(
        name, r.variable, "=", ex.add(calls, ex.Number(shift)), split(calls).subcalls, ex.Number(shift), (), initial
    )
    try:
        told = problem.solve(linear)
    except RecurError as error:
        raise Unmet("a solvable linear recurrence", "{x} is not solved", x=linear.right) from error
    if told.exact is None:
        raise Unmet("a closed form of the logarithm", "the recurrence {x} has no closed form", x=linear.right)
    exact = ex.power(exact_formula(base), told.exact)
    growth = Growth.of(exact, r.variable)
    l_n = ex.Call(name, (n,))
    return Solution(
        r,
        Bounds(growth, growth),
        NAME,
        None,
        step("logarithms turn the product of earlier values into a linear recurrence."),
        (
            step(
                "Let {l}. The base values are powers of {b}, and",
                ex.Relation("=", l_n, linear.right),
                l=ex.Relation("=", l_n, ex.log(r.left, exact_formula(base))),
                b=exact_formula(base),
                source=SOURCE,
            ),
            replace(
                step("Solved as a linear recurrence: {l}.", l=ex.Relation("=", l_n, told.exact)), substeps=told.steps
            ),
            step("Hence {t}.", t=ex.Relation("=", r.left, exact)),
        ),
        exact=exact,
        exact_domain=told.exact_domain,
    )


def _rational_logarithms(
    problem: Problem, product: ProductOfValues
) -> tuple[Real, tuple[InitialCondition, ...], Fraction]:
    """(b, log_b of the base values, log_b of the factor), all of them rational."""
    r = problem.recurrence
    stated = [c for c in r.initial if c.function == r.function]
    if not stated or any(c.low is None or c.relation != "=" or r.variable in ex.symbols(c.value) for c in stated):
        raise Unmet("stated base values", "the growth depends on the base values, and they are not stated as numbers")
    try:
        values = [(c, real_number(c.value)) for c in stated]
        factor = real_number(product.factor)
    except Undecided:
        raise Unmet("exact base values", "a base value is not known exactly") from None
    numbers = [*(v for _, v in values), factor]
    if any(real.sign(v) <= 0 for v in numbers):
        raise Unmet("positive base values", "a base value or the factor is not positive")
    base = next((v for v in numbers if v != 1), Fraction(2))
    base = 1 / base if isinstance(base, Fraction) and base < 1 else base
    logs = [real.log_ratio(v, base) for v in numbers]
    if any(not isinstance(x, Fraction) for x in logs):
        raise Unmet("base values that are powers of one number", "the base values have no common base")
    name = "L" if r.function != "L" else "K"
    rational = [x for x in logs if isinstance(x, Fraction)]
    initial = tuple(
        InitialCondition(name, c.low, c.high, ex.Number(x)) for (c, _), x in zip(values, rational, strict=False)
    )
    return base, initial, rational[-1]


def _by_contraction(problem: Problem, product: ProductOfValues) -> Solution:
    """T = Θ(h^(1/(1 − Σ e))) when the exponents sum to less than 1 in modulus and h(n − i) = Θ(h(n))."""
    r = problem.recurrence
    n = ex.Symbol(r.variable)
    m, c = expand(product.factor, r.variable).lead
    if isinstance(c, Between) or real.sign(c) <= 0:
        raise Unmet("a positive factor", "the factor {h} is not seen to be positive", h=product.factor)
    size = monomial_formula(m, r.variable)
    for i, _ in product.powers:
        ratio = ex.divide(ex.substitute(size, r.variable, ex.subtract(n, ex.number(i))), size)
        if expand(ratio, r.variable).lead[0] != UNIT:
            raise Unmet("a factor that changes slowly", "the factor {h} changes too fast with the size", h=size)
    exponent = real.over(real.ONE, real.minus(real.ONE, sum((e for _, e in product.powers), Fraction(0))))
    growth = Growth(raise_to(m, exponent), r.variable)
    fixed = ex.power(ex.Call("h", (n,)), exact_formula(exponent))
    total = ex.add(*(ex.Number(abs(e)) for _, e in product.powers))
    return Solution(
        r,
        Bounds(growth, growth),
        NAME,
        "contraction",
        step("the exponents sum to less than 1, so the logarithm is contracted to that of a fixed point."),
        (
            step(
                "With {h}, the function {g} satisfies the equation up to constant factors, because {h1} changes by a "
                "constant factor at most from one size to the next.",
                h=ex.Relation("=", ex.Call("h", (n,)), product.factor),
                g=fixed,
                h1=ex.Call("h", (n,)),
            ),
            step(
                "The logarithm of the quotient of {t} and {g} is, up to a bounded amount, a combination of its earlier "
                "values with coefficients that sum to {x} in modulus. So it stays bounded.",
                t=r.left,
                g=fixed,
                x=ex.Relation("<", total, ONE_FORMULA),
                source="induction on the size",
            ),
            step("Hence {t}.", t=ex.Relation("=", r.left, ex.Asymptotic("Θ", growth.expression()))),
        ),
    )
