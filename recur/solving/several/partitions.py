"""Partitions into parts: p(n, k) = p(n−1, k−1) + p(n−k, k) and its relatives, where a call takes k away from n.

In x, the equation multiplies the generating function of a column by x/(1 − xᵏ), 1/(1 − xᵏ) or xᵏ/(1 − xᵏ). The product
has its pole of the highest order at 1, so that column k grows as n^(k−1)/(k!·(k−1)!). Source: Andrews, The Theory of
Partitions, 1.2; Flajolet and Sedgewick, Analytic Combinatorics, I.3 and theorem IV.9.
"""

from __future__ import annotations

from fractions import Fraction

from recur.evaluation.equation import straight_line
from recur.model import Unmet, Verification, expressions as ex, step
from recur.model.several import JointGrowthLine, MultivariateSolution
from recur.solving.several.joint_problem import GRID, JointProblem, column_series, on_points, one_less, rational_value

METHOD = "generating function of a column"
_AS_IT_IS, _ONE_LESS = (Fraction(1), Fraction(0)), (Fraction(1), Fraction(-1))


def partitions(problem: JointProblem) -> MultivariateSolution:
    """The generating function of column k, and its growth for fixed k."""
    above = _shape(problem)
    problem.require_open_conditions()
    n, k = (ex.Symbol(size) for size in problem.sizes)
    start = _start(problem, above)
    r = problem.recurrence
    taken = (*r.sizes, *r.letters)
    x, i = (ex.Symbol(next(a for a in letters if a not in taken)) for letters in ("xzt", "ijr"))
    front = {0: ex.ONE, 1: ex.power(x, k), None: ex.power(x, ex.divide(ex.mul(k, ex.add(k, ex.ONE)), ex.TWO))}[above]
    below = ex.Range("product", i.name, ex.ONE, k, one_less(ex.power(x, i)))
    column = ex.mul(ex.number(start), ex.divide(front, below))
    left = column_series(r.function, x)
    checked = _checked(problem, above, start)
    before = ex.subtract(k, ex.ONE)
    below_growth = ex.mul(ex.Apply("factorial", (k,)), ex.Apply("factorial", (before,)))
    growth = ex.mul(ex.number(start), ex.divide(ex.power(n, before), below_growth))
    once = {0: ex.ONE, 1: x, None: ex.power(x, k)}[above]
    return MultivariateSolution(
        r,
        METHOD,
        step("every call with the same {k} takes {k} away from {n}", n=n, k=k),
        (
            step(
                "The generating function {g} of column {k}, the sum of {t}, is that of the one before, times {f}:",
                ex.Relation("=", left, column),
                g=left,
                k=k,
                t=ex.mul(r.left, ex.power(x, n)),
                f=ex.divide(once, one_less(ex.power(x, k))),
                source="Andrews, The Theory of Partitions, 1.2",
            ),
            step(
                "The pole at {x} = 1 has the order {k}, every other root of unity a smaller one; "
                "there {b} ~ {l}, which gives the growth.",
                x=x,
                k=k,
                b=below,
                l=ex.mul(ex.Apply("factorial", (k,)), ex.power(one_less(x), k)),
                source="Flajolet and Sedgewick, Analytic Combinatorics, theorem IV.9",
            ),
        ),
        (JointGrowthLine("~", growth, step("for {n} → ∞ and fixed {k} ≥ 1", n=n, k=k), (n.name,)),),
        series=(ex.Relation("=", left, column),),
        verification=checked,
    )


def _shape(problem: JointProblem) -> int | None:
    """What n loses in the call with k − 1: 0, 1, or None for k."""
    if len(problem.sizes) != 2 or len(problem.calls) != 2 or problem.driving != ex.ZERO:
        raise Unmet("calls", "the calls are not those of partitions")
    n, k = map(ex.Symbol, problem.sizes)
    if any(rational_value(call.coefficient) != 1 for call in problem.calls):
        raise Unmet("calls", "the calls of partitions have no coefficients")
    less = ex.subtract(n, k)
    same = [call for call in problem.calls if call.arguments[1] == k]
    other = [call for call in problem.calls if straight_line(call.arguments[1], k.name) == _ONE_LESS]
    if len(same) != 1 or len(other) != 1 or same[0].arguments[0] != less:
        raise Unmet("calls", "the calls are not those of partitions")
    (call,) = other
    if call.arguments[0] == less:
        return None
    line = straight_line(call.arguments[0], n.name)
    if line in (_AS_IT_IS, _ONE_LESS):
        return int(line == _ONE_LESS)
    raise Unmet("calls", "the calls are not those of partitions")


def _start(problem: JointProblem, above: int | None) -> Fraction:
    value = problem.values.get((0, 0)) or (problem.values.get((0, 1)) if above == 0 else None)
    if not value:
        raise Unmet("borders", "the value at the origin is not stated")
    problem.require_plain_borders(with_calls=True)
    return Fraction(value)


def _checked(problem: JointProblem, above: int | None, start: Fraction) -> Verification:
    """The coefficients of the product against the exact values, at every point from column 1 on."""
    column = [start] + [Fraction(0)] * (GRID - 1)
    count = 0
    for k in range(1, GRID):
        shift = k if above is None else above
        column = [Fraction(0)] * shift + column[: GRID - shift]
        for n in range(k, GRID):
            column[n] += column[n - k]
        for n in range(GRID):
            if problem.values.get((n, k)) != column[n]:
                if (n, k) not in problem.values and k > n:
                    continue
                raise Unmet("values", "the values are not those of the generating function")
            count += 1
    return on_points(count, "the generating function")
