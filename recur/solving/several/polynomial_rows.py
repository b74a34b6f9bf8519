"""Rows that are powers of a polynomial: T(n, k) = Σ c_j·T(n−1, k−j) from T(0, 0), as sums of n dice are.

The generating function of row n is P(y)ⁿ with P = Σ c_j·yʲ. With coefficients that are positive, on exponents whose
differences have no common factor, row n over P(1)ⁿ is the distribution of a sum of n terms, and Gnedenko's local limit
theorem gives the middle: P(1)ⁿ/(σ√(2πn)) at the mean. Source: Gnedenko, The Theory of Probability, section 43;
Flajolet and Sedgewick, Analytic Combinatorics, III.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from recur.model import Unmet, Verification, expressions as ex, step
from recur.model.several import JointGrowthLine, MultivariateSolution
from recur.solving.several.joint_problem import GRID, JointProblem, on_points, rational_value

METHOD = "powers of a polynomial"
_WIDEST = 40


def polynomial_rows(problem: JointProblem) -> MultivariateSolution:
    """The generating function of row n, and the growth at its mean."""
    weights = _weights(problem)
    r = problem.recurrence
    start = Fraction(problem.values.get((0, 0)) or 0)
    if not r.zero_outside or not start or any(b.fixed(r.sizes) != (ex.ZERO, ex.ZERO) for b in r.borders):
        raise Unmet("borders", "what is stated is not the value at the origin alone")
    n, k = map(ex.Symbol, r.sizes)
    y = ex.Symbol("y" if "y" not in (*r.sizes, *r.letters) else "z")
    terms = (ex.mul(ex.number(c), ex.power(y, ex.number(j))) for j, c in sorted(weights.items()))
    polynomial = ex.add(*terms)
    row = ex.mul(ex.number(start), ex.power(polynomial, n))
    left = ex.Range("sum", k.name, ex.ZERO, ex.mul(ex.number(max(weights)), n), ex.mul(r.left, ex.power(y, k)))
    checked = _checked(problem, weights, start)
    return MultivariateSolution(
        r,
        METHOD,
        step("every row is the one before, times {p} in its generating function", p=polynomial),
        (
            step(
                "A call in the row {m}, {j} columns before, multiplies the generating function of that row by {p}:",
                ex.Relation("=", left, row),
                m=ex.subtract(n, ex.ONE),
                j=ex.Symbol("j"),
                p=ex.power(y, ex.Symbol("j")),
                source="Flajolet and Sedgewick, Analytic Combinatorics, III",
            ),
        ),
        _growths(problem, weights, start),
        series=(ex.Relation("=", left, row),),
        remarks=(step("Row {n} adds up to {s}.", n=n, s=_total(weights, start, n)),),
        verification=checked,
    )


def _weights(problem: JointProblem) -> dict[int, Fraction]:
    """{j: c_j} of the calls at (n − 1, k − j)."""
    shifts = problem.shifts
    if len(problem.sizes) != 2 or shifts is None or len(shifts) < 2:
        raise Unmet("calls", "the calls are not all in the row before")
    found = {}
    for (back, aside), coefficient in shifts.items():
        value = rational_value(coefficient)
        if back != -1 or not 0 <= -aside <= _WIDEST or value is None:
            raise Unmet("calls", "the calls are not all in the row before, with numbers as coefficients")
        found[-aside] = value
    if problem.driving != ex.ZERO:
        raise Unmet("driving term", "there is one")
    return found


def _total(weights: dict[int, Fraction], start: Fraction, n: ex.Expr) -> ex.Expr:
    return ex.mul(ex.number(start), ex.power(ex.number(sum(weights.values(), Fraction(0))), n))


def _growths(problem: JointProblem, weights: dict[int, Fraction], start: Fraction) -> tuple[JointGrowthLine, ...]:
    """The middle of the rows by the local limit theorem."""
    least = min(weights)
    if min(weights.values()) <= 0 or start <= 0 or gcd(*(j - least for j in weights)) != 1:
        return ()
    n, k = map(ex.Symbol, problem.sizes)
    whole = sum(weights.values(), Fraction(0))
    mean = sum((j * c for j, c in weights.items()), Fraction(0)) / whole
    variance = sum((j * j * c for j, c in weights.items()), Fraction(0)) / whole - mean * mean
    at = ex.mul(ex.number(mean), n)
    root = ex.sqrt(ex.mul(ex.number(2 * variance), ex.Constant("pi"), n))
    body = ex.divide(_total(weights, start, n), root)
    course = step("for {k} = {m}, {n} → ∞", k=k, m=at, n=n)
    return (JointGrowthLine("~", body, course, along=ex.Relation("=", k, at)),)


def _checked(problem: JointProblem, weights: dict[int, Fraction], start: Fraction) -> Verification:
    row = {0: start}
    count = 0
    for n in range(GRID):
        for k in range(GRID):
            if problem.values.get((n, k)) != row.get(k, 0):
                raise Unmet("values", "the rows are not the powers of the polynomial")
            count += 1
        after: dict[int, Fraction] = {}
        for k, value in row.items():
            for j, c in weights.items():
                if k + j < GRID:
                    after[k + j] = after.get(k + j, Fraction(0)) + c * value
        row = after
    return on_points(count, "the generating function of the rows")
