"""T(n) = c·Σ T(k₁)·T(k₂)⋯T(kₘ) over all sizes that add up to n − s: Fuss and Catalan's numbers.

With T(first) = t alone and U(n) = T(n + first), G = Σ U(n)·xⁿ solves G = t + c·x·Gᵐ: a choice of m smaller trees is a
product of m series. By Lagrange's inversion U(n) = t·(c·t^(m−1))ⁿ·binom(mn, n)/((m − 1)n + 1), and Stirling's formula
gives its leading term.
Source: Graham, Knuth, Patashnik, Concrete Mathematics, section 7.5; Flajolet and Sedgewick, Analytic Combinatorics,
theorem A.2 (Lagrange).
"""

from __future__ import annotations

from fractions import Fraction

from recur.asymptotics import Growth, level, monomials
from recur.model import (
    Bounds,
    Expr,
    OtherShape,
    Progression,
    Solution,
    Unmet,
    expressions as ex,
    step,
    unused_name,
)
from recur.model.records import frozen
from recur.numbers import exact_formula, real
from recur.solving.history.earlier_values import alone_summed, values_as_stated
from recur.solving.linear_forms import LinearForm, combined, constant_of, linear_form
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind

SOURCE = "Concrete Mathematics, section 7.5"
NAME = "Lagrange inversion"
_MOST_VALUES = 8


@frozen
class TreeSum:
    """U(n) = factor·Σ U(n₁)⋯U(nₘ) over n₁ + … + nₘ = n − 1, U(0) = value, with U(n) = T(n + first)."""

    first: int
    value: Fraction
    factor: Fraction
    count: int


@method(
    NAME,
    about=(RecurrenceKind.HISTORY,),
    source=SOURCE,
    summary="T(n) = c Σ T(k₁)⋯T(kₘ) over sizes that add up to n − s: t·(c·t^(m−1))ⁿ·binom(mn, n)/((m − 1)n + 1)",
)
def solve(problem: Problem) -> Solution:
    u = _tree_sum(problem)
    r, n = problem.recurrence, ex.Symbol(problem.variable)
    m = ex.subtract(n, ex.number(u.first)) if u.first else n
    count, base = ex.number(u.count), u.factor * u.value ** (u.count - 1)
    choices = ex.Apply("binomial", (ex.mul(count, m), m))
    below = ex.add(ex.mul(ex.number(u.count - 1), m), ex.ONE)
    exact = ex.mul(ex.number(u.value), ex.power(ex.number(base), m), ex.divide(choices, below))
    g, x = (ex.Symbol(unused_name(r, letters)) for letters in ("GFH", "xzt"))
    coefficient = ex.Call(r.function, (ex.add(n, ex.number(u.first)) if u.first else n,))
    equation = ex.Relation("=", g, ex.add(ex.number(u.value), ex.mul(ex.number(u.factor), x, ex.power(g, count))))
    steps = (
        step(
            "Let {g} be the sum of {s} over {n} ≥ 0. A sum of products of {m} values is a coefficient of a power, so "
            "the recurrence says {e}.",
            g=g,
            s=ex.mul(coefficient, ex.power(x, n)),
            n=n,
            m=count,
            e=equation,
            source=SOURCE,
        ),
        step(
            "Lagrange's inversion gives the coefficients: {t}.",
            t=ex.Relation("=", r.left, exact),
            source="Flajolet and Sedgewick, Analytic Combinatorics, theorem A.2",
        ),
    )
    domain = Progression(problem.variable, u.first)
    if base < 0 or u.value < 0:
        reason = step("the closed form is exact, whatever its signs; its growth is not told.")
        return Solution(r, Bounds(None, None), NAME, None, reason, steps, exact=exact, exact_domain=domain)
    growth, leading = _leading(u, n)
    told = step("Stirling's formula: {t}.", t=ex.Relation("~", r.left, leading))
    return Solution(
        r,
        Bounds(growth, growth),
        NAME,
        None,
        step("the generating function solves {e}.", e=equation),
        (*steps, told),
        leading=leading,
        exact=exact,
        exact_domain=domain,
    )


def _leading(u: TreeSum, n: ex.Symbol) -> tuple[Growth, Expr]:
    """t·√(m/(2π(m − 1)))/(m − 1)·ρ^(n − first)·n^(−3/2), ρ = c·t^(m−1)·m^m/(m − 1)^(m−1)."""
    m = u.count
    rho = u.factor * u.value ** (m - 1) * Fraction(m**m, (m - 1) ** (m - 1))
    front = real.power(Fraction(m, 2 * (m - 1)), Fraction(1, 2)) * (u.value / (m - 1) / rho**u.first)
    shape = ex.divide(ex.power(ex.number(rho), n), ex.power(n, ex.number(Fraction(3, 2))))
    inside = {level(0): real.ln(rho)} if rho != 1 else {}
    monomial = monomials.multiply(level(0, Fraction(-3, 2)), monomials.exponential(inside))
    leading = ex.mul(ex.divide(exact_formula(front), ex.sqrt(ex.Constant("pi"))), shape)
    return Growth(monomial, n.name), leading


def _tree_sum(problem: Problem) -> TreeSum:
    r = problem.recurrence
    factor, ranges, sizes = _nested_sums(r.nonlinear, r.function)
    if r.relation != "=" or r.subcalls or r.driving != ex.ZERO:
        raise Unmet("the sum alone", "beside the sum of products stands more, or the relation is no equation")
    first, values = values_as_stated(problem, _MOST_VALUES)
    if len(values) != 1 or not values[0]:
        raise Unmet("one stated value", "one value that is not 0 has to be stated, the first one")
    _require_all_sizes(problem, ranges, sizes, first)
    return TreeSum(first, values[0], factor, len(sizes))


def _nested_sums(nonlinear: tuple[Expr, ...], function: str) -> tuple[Fraction, list[ex.Range], list[Expr]]:
    """c, the sums from outside in, and the sizes of the calls in the innermost one."""
    found = alone_summed(nonlinear)
    if found is None:
        raise OtherShape("nested sums of products of values", "the right-hand side holds no such sum")
    factor, total = found
    ranges = [total]
    while isinstance(ranges[-1].body, ex.Range) and ranges[-1].body.op == "sum":
        ranges.append(ranges[-1].body)
    body = ranges[-1].body
    calls = body.factors if isinstance(body, ex.Mul) else ()
    if len(ranges) < 2 or len(calls) != len(ranges) + 1:
        raise OtherShape("nested sums of products of values", "the terms are no products of one value more than sums")
    if any(not isinstance(x, ex.Call) or x.function != function for x in calls):
        raise OtherShape("nested sums of products of values", "the terms of the sum hold more than values")
    return factor, ranges, [x.children[0] for x in calls]


def _require_all_sizes(problem: Problem, ranges: list[ex.Range], sizes: list[Expr], first: int) -> None:
    """The indices are sizes from the first one on, and the last size is what they leave of n − 1 + (2 − m)·first."""
    n, count = ex.Symbol(problem.variable), len(sizes)
    indices = [ex.Symbol(x.index) for x in ranges]
    left: LinearForm = {n: Fraction(1)}
    offset = Fraction(1 - first * (count - 1))  # the sizes of U(n) add up to n − 1, those of T(n) to n − offset
    own = [linear_form(x) for x in sizes]
    for place, (total, index) in enumerate(zip(ranges, indices, strict=True)):
        later = (count - 1 - place) * first
        low = constant_of(linear_form(total.low))
        high = constant_of(combined(linear_form(total.high), left, -1))
        alone: LinearForm = {index: Fraction(1)}
        if alone not in own or low != first or high is None or high != -offset - later:
            raise Unmet("all smaller sizes", "the sums do not reach over all sizes that add up to one number")
        left[index] = Fraction(-1)
    rest = [x for x in own if n in x]
    if len(rest) != 1 or constant_of(combined(rest[0], left, -1)) != -offset:
        raise Unmet("all smaller sizes", "the sizes of the values do not add up to n − s")
