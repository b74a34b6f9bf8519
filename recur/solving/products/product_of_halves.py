"""T(n) = c·T(m₁)·T(m₂)⋯ for sizes that add up to n: the logarithm turns it into a sum that is solved exactly.

With S = log T, S(n) = Σ S(mᵢ) + log c, and if Σ mᵢ = n for every n (as ⌊n/2⌋ + ⌈n/2⌉ = n) then S is linear in n:
S(n) = α n + β with β = −log c/(j − 1) for j factors, by induction on n, and T(n) = e^β · e^(α n).
Source: Graham, Knuth, Patashnik, Concrete Mathematics, section 2.2 (summation by repertoire).
"""

from fractions import Fraction

from recur.asymptotics import Growth, level, monomials, real_number
from recur.model import Expr, Powers, Progression, Undecided, expressions as ex, index_letter, step
from recur.model.solution import Bounds, OtherShape, Solution, Unmet
from recur.numbers import Real, exact_formula, real
from recur.numbers.formulas import exponential_factor
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind


@method(
    "logarithm of a product",
    about=(RecurrenceKind.PRODUCT_OF_FRACTIONS,),
    source="Concrete Mathematics, section 2.2",
    summary="T(n) = c · T(m₁) · T(m₂) ⋯ with sizes that add up to n",
)
def solve(problem: Problem) -> Solution:
    r = problem.recurrence
    zero = isinstance(r.driving, ex.Number) and r.driving.value == 0
    if len(r.nonlinear) != 1 or r.subcalls or not zero or r.relation != "=":
        raise OtherShape("a single product of calls", "the right-hand side is no product of calls alone")
    c, arguments = _product(r.nonlinear[0], r.function, r.variable)
    exactly = _require_partition(arguments, r.variable)
    size, value = _one_base_case(problem)
    j = len(arguments)
    beta = (Fraction(0) - real.ln(c)) / Fraction(j - 1)
    alpha = (real.ln(value) - beta) / Fraction(size)
    direction = real.sign(alpha)
    if direction < 0:
        raise Unmet("a growing product", "the values shrink to 0")
    n = ex.Symbol(r.variable)
    if direction:
        growth = Growth(monomials.exponential({level(0): alpha}), r.variable)
        exact = ex.mul(_exp(beta), exponential_factor(n, alpha))
    else:
        growth, exact = Growth(monomials.UNIT, r.variable), _exp(beta)
    s, t = ex.Call("S", (n,)), ex.Call(r.function, (n,))
    calls = [ex.Call("S", (x,)) for x in arguments]
    tail = () if real.sign(beta) == 0 else (exact_formula(real.ln(c)),)
    return Solution(
        r,
        Bounds(growth, growth),
        "logarithm of a product",
        None,
        step("logarithms turn the product into a sum over sizes that add up to {n}.", n=n),
        (
            step(
                "Let {s}. Then {sum}.", s=ex.Relation("=", s, ex.log(t)), sum=ex.Relation("=", s, ex.add(*calls, *tail))
            ),
            step(
                "The sizes add up to {n} exactly, {identity}, so a linear function solves it: by induction on the "
                "size {linear}.",
                n=n,
                identity=ex.Relation("=", ex.add(*arguments), n),
                linear=ex.Relation("=", s, ex.add(ex.mul(exact_formula(alpha), n), exact_formula(beta))),
                source="Concrete Mathematics, section 2.2",
            ),
            step("Back to the function: {result}.", result=ex.Relation("=", t, exact)),
        ),
        exact=exact,
        # An exact n/2 of an odd n is no size.
        exact_domain=Powers(r.variable, 2, index=index_letter(r))
        if exactly
        else Progression(r.variable, size, stressed=True),
    )


def _exp(x: Real) -> Expr:
    if real.sign(x) == 0:
        return ex.Number(Fraction(1))
    return exponential_factor(ex.Number(Fraction(1)), x)


def _product(x: Expr, function: str, variable: str) -> tuple[Real, list[Expr]]:
    """(c, arguments) of c·T(m₁)·T(m₂)⋯."""
    arguments: list[Expr] = []
    rest: list[Expr] = []
    for factor in x.factors if isinstance(x, ex.Mul) else (x,):
        base, times = factor, 1
        if (
            isinstance(factor, ex.Power)
            and isinstance(factor.exponent, ex.Number)
            and factor.exponent.value.denominator == 1
        ):
            base, times = factor.base, int(factor.exponent.value)
        if isinstance(base, ex.Call) and base.function == function and 1 <= times <= 64:
            arguments += [base.arguments[0]] * times
        elif ex.has_call(factor):
            raise Unmet("a product of calls", "{x} is no product of calls", x=x)
        else:
            rest.append(factor)
    factor = ex.mul(*rest)
    try:
        c = None if variable in ex.symbols(factor) else real_number(factor)
    except Undecided:
        c = None
    if c is None:
        raise Unmet("a constant factor", "the factor {x} is not constant", x=factor)
    if len(arguments) < 2 or real.sign(c) <= 0:
        raise Unmet("a product of at least two calls", "{x} is no such product", x=x)
    return c, arguments


def _require_partition(arguments: list[Expr], variable: str) -> bool:
    """⌊n/2⌋ with ⌈n/2⌉, or an exact n/2 twice (True): the sizes add up to n for every n."""
    n = ex.Symbol(variable)
    halves = []
    for x in arguments:
        inner = x.arguments[0] if isinstance(x, ex.Apply) and x.name in ("floor", "ceiling") else x
        if inner != ex.mul(ex.Number(Fraction(1, 2)), n) and str(inner) not in (f"{variable}/2",):
            raise Unmet("sizes that add up to n", "the size {x} is no half", x=x)
        halves.append(x.name if isinstance(x, ex.Apply) else "exact")
    if sorted(halves) not in (["ceiling", "floor"], ["exact", "exact"]):
        raise Unmet("sizes that add up to n", "the sizes {x} do not add up to {n}", x=ex.add(*arguments), n=n)
    return "exact" in halves


def _one_base_case(problem: Problem) -> tuple[int, Real]:
    """The base case T(1) = v from which every n ≥ 1 is reached."""
    stated = [c for c in problem.recurrence.initial if c.low == c.high == 1 and c.relation == "="]
    if len(stated) != 1 or len(problem.recurrence.initial) != 1:
        raise Unmet("one base case T(1)", "the value at 1, and no other, must be stated")
    value = real_number(stated[0].value)
    if real.sign(value) <= 0:
        raise Unmet("a positive base value", "the value at 1 is not positive")
    return 1, value
