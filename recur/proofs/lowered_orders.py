"""T(n) = ρT(n − 1) + U(n): the order of a linear recurrence lowered by a positive root of its characteristic equation.

No inequality is handed on by a negative coefficient. With χ(x) = (x − ρ)·q(x) the difference U(n) = T(n) − ρT(n − 1)
satisfies the recurrence of q with the same driving function; solved, it stands as a driving function in an equation
whose one coefficient is ρ > 0. The least root that serves is taken: what grows faster then stands in U, exactly.
Source: Graham, Knuth, Patashnik, Concrete Mathematics, section 7.3 (the factors of the characteristic polynomial).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice

from recur.asymptotics import real_number
from recur.evaluation.equation import straight_line
from recur.model import (
    Expr,
    InitialCondition,
    RecurError,
    Recurrence,
    Step,
    Subcall,
    System,
    Undecided,
    expressions as ex,
    step,
)
from recur.model.recurrence import unused_name
from recur.numbers import Real, polynomials, real
from recur.numbers.formulas import exact_formula
from recur.numbers.roots import quadratic_root
from recur.proofs.enclosures import enclosure

_START = 64
_MOST_ORDER = 8


def has_negative_coefficient(r: Recurrence) -> bool:
    """Is it Σ cᵢT(n − i) + f(n) with numbers cᵢ, and one of them below 0?"""
    numbers = [call.coefficient for call in r.subcalls]
    return any(isinstance(c, ex.Number) and c.value < 0 for c in numbers)


def with_lower_order(r: Recurrence) -> tuple[Recurrence, Step, int]:
    """T(n) = ρT(n − 1) + U(n), how it comes about, and from which n on; `Undecided` where no root leads there."""
    coefficients = _coefficients(r)
    if r.relation != "=":
        raise Undecided("a coefficient is negative: no inequality is handed on by it")
    if ex.symbols(r.right) - {r.variable}:
        raise Undecided("a coefficient is negative: no bound for one value of a letter tells of another")
    values = _stated_values(r, len(coefficients))
    for root, rest in _positive_roots(coefficients):
        found = _lowered(r, root, rest, values)
        if found is not None:
            return found
    raise Undecided("a coefficient is negative, and no positive root of the characteristic equation takes it away")


def _coefficients(r: Recurrence) -> list[Fraction]:
    """c₁ … c_k"""
    found: dict[int, Fraction] = {}
    for call in r.subcalls:
        line = straight_line(call.argument, r.variable)
        lag = 0 if line is None or line[0] != 1 or line[1].denominator != 1 else -int(line[1])
        if call.function != r.function or not isinstance(call.coefficient, ex.Number) or not 0 < lag <= _MOST_ORDER:
            raise Undecided("a coefficient is negative: no inequality is handed on by it")
        found[lag] = found.get(lag, Fraction(0)) + call.coefficient.value
    return [found.get(i, Fraction(0)) for i in range(1, max(found) + 1)]


def _stated_values(r: Recurrence, order: int) -> dict[int, Real]:
    """The stated values, as many in a row as the order."""
    if any(c.relation != "=" or isinstance(c.value, ex.Asymptotic) or ex.symbols(c.value) for c in r.initial):
        raise Undecided("a coefficient is negative, and the first values are no numbers")
    known = {c.high: real_number(c.value) for c in r.initial if c.function == r.function}
    last = max(known, default=0)
    if any(n not in known for n in range(last - order + 1, last + 1)):
        raise Undecided("a coefficient is negative, and the first values are not all stated")
    return {n: known[n] for n in range(last - order + 1, last + 1)}


def _positive_roots(coefficients: Sequence[Fraction]) -> Iterator[tuple[Real, list[Real]]]:
    """The positive roots of degree at most two, the least first, each with the coefficients of what is left of χ."""
    chi = polynomials.trimmed([*(-c for c in reversed(coefficients)), Fraction(1)])
    found: list[Real] = []
    for factor, _ in polynomials.factors(chi):
        if polynomials.degree(factor) == 1:
            found.append(-factor[0] / factor[1])
        elif polynomials.degree(factor) == 2:
            monic = polynomials.monic(factor)
            if monic[1] ** 2 > 4 * monic[0]:
                found += [quadratic_root(monic, sign) for sign in (-1, 1)]
    positive = [root for root in found if real.sign(root) > 0]
    while positive:
        least = positive[0]
        for root in positive[1:]:
            least = root if real.compare(root, least) < 0 else least
        positive.remove(least)
        yield least, _divided(coefficients, least)


def _divided(coefficients: Sequence[Fraction], root: Real) -> list[Real]:
    """q₁ … with x^(k−1) − q₁x^(k−2) − … = χ(x)/(x − ρ): q₁ = c₁ − ρ, q_{i+1} = c_{i+1} + ρ·q_i."""
    rest: list[Real] = []
    carried: Real = real.minus(real.ZERO, root)
    for c in coefficients[:-1]:
        carried = real.plus(c, carried)
        rest.append(carried)
        carried = real.times(root, carried)
    return rest


def _lowered(
    r: Recurrence, root: Real, rest: Sequence[Real], values: dict[int, Real]
) -> tuple[Recurrence, Step, int] | None:
    n, rho = ex.Symbol(r.variable), exact_formula(root)
    name = unused_name(r, "UVWD")
    sizes = sorted(values)
    first = {m: exact_formula(values[m] - root * values[m - 1]) for m in sizes[1:]}
    calls = tuple(
        Subcall(name, exact_formula(c), ex.subtract(n, ex.number(i)))
        for i, c in enumerate(rest, 1)
        if not real.is_zero(c)
    )
    right = ex.add(*(ex.mul(c.coefficient, ex.Call(name, (c.argument,))) for c in calls), r.driving)
    initial = tuple(InitialCondition(name, m, m, value) for m, value in first.items())
    left = Recurrence(name, r.variable, "=", right, calls, r.driving, (), initial)
    exact = _solved(left, sizes[1])
    if exact is None:
        return None
    before = ex.Call(r.function, (ex.subtract(n, ex.ONE),))
    equation = ex.add(ex.mul(rho, before), exact)
    own, begin = ex.Call(name, (n,)), sizes[1]
    told = step(
        "{x} is a root of the characteristic equation: {u} satisfies {e}, whose order is one less. With its first "
        "values it is {s}, so that for {sizes} {t}.",
        x=rho, u=ex.Relation("=", own, ex.subtract(r.left, ex.mul(rho, before))), e=ex.Relation("=", own, right),
        s=exact, sizes=ex.Relation(">=", n, ex.number(begin)), t=ex.Relation("=", r.left, equation),
        source="Concrete Mathematics, section 7.3",
    )  # fmt: skip
    lowered = Recurrence(
        r.function, r.variable, "=", equation, (Subcall(r.function, rho, before.arguments[0]),), exact, (), r.initial
    )
    return lowered, told, begin


def _solved(r: Recurrence, first: int) -> Expr | None:
    """The closed form of U from `first` on, where it is a sum that an induction can work with."""
    from recur.solving.solver import solve_all

    try:
        solution = solve_all(System((r,)), None)[-1]
        exact, domain = solution.exact, solution.exact_domain
        if exact is None or domain is None or solution.where or solution.constants:
            return None
        sizes = list(islice(domain.sizes(), 2))
        if sizes[0] > first or sizes[1] != sizes[0] + 1:
            return None
        enclosure(exact, r.variable, _START)
    except (RecurError, ValueError, ZeroDivisionError):
        return None
    return exact
