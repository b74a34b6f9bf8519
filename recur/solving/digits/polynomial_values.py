"""f(bm + r) = Σ cᵢ·f(m + i) + d_r(m) with a polynomial solution: guessed from values, proved digit by digit.

p(bm + r) = Σ cᵢ·p(m + i) + d_r(m) is an equation between polynomials for each r. Where all of them hold, and p has the
values that start the recursion, f = p by induction. The degree is at most that of a driver, or the k with Σ cᵢ = b^k.
Source: Concrete Mathematics, section 1.3 (the repertoire method).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from itertools import pairwise

from recur.asymptotics import Growth
from recur.model import Bounds, Progression, Solution, expressions as ex, step
from recur.numbers.exponential_polynomials import polynomial_formula
from recur.numbers.polynomials import Polynomial, plus, scaled, shifted, times, trimmed, value
from recur.solving.digits.digit_recurrences import DigitRecurrence
from recur.solving.problem import Problem

SOURCE = "Concrete Mathematics, section 1.3"
_MOST_DEGREE = 12
_MOST_FIRST_SIZES = 4096


def polynomial_solution(problem: Problem, digits: DigitRecurrence, name: str) -> Solution | None:
    """The solution p(n), for every n from the first that is not below a stated one; None where f is no polynomial."""
    r = problem.recurrence
    stated = [c.high for c in r.initial if c.function == r.function]
    back = max((-i for branch in digits.branches for i in branch.calls), default=0)
    if not stated or digits.base * (max(stated) + back + 2) > _MOST_FIRST_SIZES:
        return None
    start = max(stated)
    first = range(start, max(digits.base * (start + max(back, 0) + 1), start + _MOST_DEGREE + 2))
    values = problem.values(first)
    p = None if values is None else _through(values[: _most(digits) + 1], start)
    if p is None or values is None or any(value(p, Fraction(n)) != v for n, v in zip(first, values, strict=True)):
        return None
    if not all(_holds(p, digits, rest) for rest in range(digits.base)):
        return None
    n = ex.Symbol(problem.variable)
    formula = polynomial_formula(p, n.name)
    growth = Growth.of(formula, n.name) if p and p[-1] > 0 else Growth(None, n.name) if not p else None
    told = step(
        "The first values lie on {p}, and for each last digit of {n} the polynomial satisfies the equation too: so it "
        "gives every value, by induction.",
        p=formula,
        n=n,
        source=SOURCE,
    )
    return Solution(
        r,
        Bounds(growth, growth),
        name,
        None,
        step("the values are those of a polynomial."),
        (told,),
        exact=formula,
        exact_domain=Progression(n.name, start),
        leading=None,
    )


def _most(digits: DigitRecurrence) -> int:
    """The largest degree that can be."""
    found = max((len(branch.driver) for branch in digits.branches), default=1)
    weight = max(abs(branch.weight) for branch in digits.branches)
    while digits.base**found < weight and found < _MOST_DEGREE:
        found += 1
    return min(found + 1, _MOST_DEGREE)


def _through(values: Sequence[Fraction], start: int) -> Polynomial:
    """The polynomial of least degree with these values at start, start + 1, …, by Newton's differences."""
    p: Polynomial = ()
    product: Polynomial = (Fraction(1),)
    differences = list(values)
    for k in range(len(values)):
        p = plus(p, scaled(product, differences[0]))
        product = scaled(times(product, (Fraction(-start - k), Fraction(1))), Fraction(1, k + 1))
        differences = [b - a for a, b in pairwise(differences)]
    return p


def _holds(p: Polynomial, digits: DigitRecurrence, rest: int) -> bool:
    """p(bm + r) = Σ cᵢ·p(m + i) + d_r(m) as polynomials in m."""
    branch = digits.branches[rest]
    right = reduce(plus, (scaled(shifted(p, Fraction(i)), c) for i, c in branch.calls.items()), branch.driver)
    line: Polynomial = trimmed((Fraction(rest), Fraction(digits.base)))
    left: Polynomial = ()
    for c in reversed(p):
        left = plus(times(left, line), trimmed((c,)))
    return left == right
