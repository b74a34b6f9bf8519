"""Closed forms along the digits: f(n) = a^L·f(t) + Σ_{k<L} a^k·d(r_k), r_k the digits, t the first one, L = ⌊log_b n⌋.

For drivers α + β·r the sum is known where a = b (the digits add up to n itself: a change of radix) and is the sum of
the digits where a = 1. Where a depends on the digit and nothing is added, f is a product over the digits.
Source: Concrete Mathematics, section 1.3, equations 1.16–1.18.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from recur.model import Expr, Progression, Solution, Step, expressions as ex, step
from recur.model.records import replace
from recur.numbers.polynomials import Polynomial, shifted
from recur.solving.digits.digit_recurrences import DigitRecurrence
from recur.solving.digits.level_extremes import constant_driver
from recur.solving.problem import Problem

SOURCE = "Concrete Mathematics, section 1.3"


def with_closed_form(
    problem: Problem, digits: DigitRecurrence, tops: Mapping[int, Fraction], found: Solution
) -> Solution:
    """The solution with its closed form, where there is one."""
    told = digit_form(problem, digits, tops)
    if told is None:
        return found
    exact, said = told
    domain = Progression(problem.variable, min(tops))
    return replace(found, exact=exact, exact_domain=domain, steps=(*found.steps, said))


def digit_form(problem: Problem, digits: DigitRecurrence, tops: Mapping[int, Fraction]) -> tuple[Expr, Step] | None:
    """f(n) for every n ≥ 1, and how it comes about; None where no form is known."""
    if not digits.single or not tops or min(tops) != 1:
        return None
    branches = digits.branches
    factors = [branch.calls.get(0, Fraction(0)) for branch in branches]
    if len(set(factors)) == 1:
        return _sum_over_digits(problem, digits, tops, factors[0])
    fixed = _common_fixed_point(digits) if digits.base == 2 and all(factors) else None
    if fixed is not None:
        return _product_over_digits(problem, tops[1], factors, fixed)
    return _trailing_digits(problem, digits, tops, factors)


class _Digits:
    """The formulas of a size's digits in base b."""

    def __init__(self, problem: Problem, base: int) -> None:
        self.n, self.k, self.base = ex.Symbol(problem.variable), problem.index, ex.number(base)
        self.count = ex.Apply("floor", (ex.log(self.n, self.base),))
        self.rest = _floor(ex.divide(self.n, ex.power(self.base, self.k)))
        self.digit = ex.Apply("mod", (self.rest, self.base))

    def sum(self, body: Expr, last: Expr) -> Expr:
        return ex.Range("sum", self.k.name, ex.ZERO, last, body)

    @property
    def digit_sum(self) -> Expr:
        """s_b(n) = Σ_k ⌊n/b^k⌋ mod b."""
        return self.sum(self.digit, self.count)


def _floor(x: Expr) -> Expr:
    return ex.Apply("floor", (x,))


def _sum_over_digits(
    problem: Problem, digits: DigitRecurrence, tops: Mapping[int, Fraction], a: Fraction
) -> tuple[Expr, Step] | None:
    base, at = digits.base, _Digits(problem, digits.base)
    first = _affine([tops[t] for t in range(1, base)], start=1)
    u, v = first or (Fraction(0), Fraction(0))  # f(t) = u + v·t of the first digit t
    constant = all(len(branch.driver) <= 1 for branch in digits.branches)
    line = _affine([constant_driver(branch) for branch in digits.branches], start=0) if constant else None
    closed = line if first is not None else None
    power = ex.power(ex.number(a), at.count) if a != 1 else ex.ONE
    if closed is not None and a == base:
        alpha, beta = closed
        share = alpha / (base - 1)
        top = _floor(ex.divide(at.n, power)) if v != beta and base > 2 else ex.ONE
        weight = v - beta if base > 2 else Fraction(0)
        if base == 2:
            u, v = u + v, Fraction(0)
            whole = ex.mul(ex.number(beta), ex.subtract(at.n, power))
        else:
            whole = ex.mul(ex.number(beta), at.n)
        leading = ex.mul(ex.add(ex.number(u + share), ex.mul(ex.number(weight), top)), power)
        exact = ex.add(whole, leading, ex.number(-share))
        told = step(
            "The digits, with the weights {p}, add up to {n} itself: {e}.",
            p=ex.power(at.base, at.k),
            n=at.n,
            e=ex.Relation("=", problem.recurrence.left, exact),
        )
        return exact, replace(told, source=SOURCE)
    if closed is not None and a == 1 and (base == 2 or v == closed[1]):
        alpha, beta = closed
        # for base 2 the first digit is 1: f(1) = u + v, and β·s counts it once too often
        start = u + v - beta if base == 2 else u
        exact = ex.add(ex.number(start), ex.mul(ex.number(alpha), at.count), ex.mul(ex.number(beta), at.digit_sum))
        sentence = "Each digit adds its driver" + (", and {s} is the sum of the digits" if beta else "") + ": {e}."
        formulas = {"s": at.digit_sum} if beta else {}
        told = step(sentence, **formulas, e=ex.Relation("=", problem.recurrence.left, exact))  # type: ignore[arg-type]
        return exact, replace(told, source=SOURCE)
    body = ex.mul(ex.power(ex.number(a), at.k) if a != 1 else ex.ONE, _driver_of_digit(digits, at, line))
    added = ex.ZERO if body == ex.ZERO else at.sum(body, ex.subtract(at.count, ex.ONE))
    exact = ex.add(ex.mul(_of_first_digit(at, tops), power), added)
    told = step("Unrolled digit by digit: {e}.", e=ex.Relation("=", problem.recurrence.left, exact))
    return exact, replace(told, source=SOURCE)


def _of_first_digit(at: _Digits, tops: Mapping[int, Fraction]) -> Expr:
    """f(t) of the first digit t = ⌊n/b^L⌋."""
    values = tuple(ex.number(tops[t]) for t in sorted(tops))
    if len(set(values)) == 1:
        return values[0]
    return ex.ByRemainder(_floor(ex.divide(at.n, ex.power(at.base, at.count))), (ex.ZERO, *values))


def _driver_of_digit(digits: DigitRecurrence, at: _Digits, line: tuple[Fraction, Fraction] | None) -> Expr:
    """d_r(m) of the digit r at place k, m what stands before it."""
    if line is not None:
        return ex.add(ex.number(line[0]), ex.mul(ex.number(line[1]), at.digit))
    whole = _driver_of_size(digits)
    if whole is not None:
        return ex.add(*(ex.mul(ex.number(c), ex.power(at.rest, ex.number(k))) for k, c in enumerate(whole) if c))
    before = _floor(ex.divide(at.n, ex.power(at.base, ex.add(at.k, ex.ONE))))
    drivers = tuple(branch.driver_formula(before) for branch in digits.branches)
    return drivers[0] if len(set(drivers)) == 1 else ex.ByRemainder(at.rest, drivers)


def _driver_of_size(digits: DigitRecurrence) -> Polynomial | None:
    """The g with d_r(m) = g(bm + r) for every digit; None where the drivers are of no one polynomial."""
    b = Fraction(digits.base)
    g = tuple(c / b**k for k, c in enumerate(digits.branches[0].driver))
    for r, branch in enumerate(digits.branches):
        there = shifted(g, Fraction(r))  # g(x + r) at x = bm
        if tuple(c * b**k for k, c in enumerate(there)) != branch.driver:
            return None
    return g


def _common_fixed_point(digits: DigitRecurrence) -> Fraction | None:
    """The p with p = a_r·p + d_r for every digit r; None where there is none."""
    found = set()
    for branch in digits.branches:
        a, d = branch.weight, constant_driver(branch)
        if len(branch.driver) > 1 or (a == 1 and d):
            return None
        if a != 1:
            found.add(d / (1 - a))
    return found.pop() if len(found) == 1 else None


def _product_over_digits(
    problem: Problem, first: Fraction, factors: list[Fraction], fixed: Fraction
) -> tuple[Expr, Step]:
    """p + (f(1) − p)·a₀^(zeros)·a₁^(ones behind the first), in base 2: the zeros are L + 1 less the ones."""
    at = _Digits(problem, 2)
    zero, one = factors
    product = ex.mul(
        ex.number((first - fixed) / one * zero),
        ex.power(ex.number(zero), at.count) if zero != 1 else ex.ONE,
        ex.power(ex.number(one / zero), at.digit_sum),
    )
    exact = ex.add(ex.number(fixed), product)
    said = (
        "Each digit multiplies by its factor"
        if not fixed
        else "Each digit multiplies the distance to {p} by its factor"
    )
    told = step(
        said + ", and {s} counts the ones: {e}.",
        p=ex.number(fixed),
        s=at.digit_sum,
        e=ex.Relation("=", problem.recurrence.left, exact),
    )
    return exact, replace(told, source=SOURCE)


def _trailing_digits(
    problem: Problem, digits: DigitRecurrence, tops: Mapping[int, Fraction], factors: list[Fraction]
) -> tuple[Expr, Step] | None:
    """f(bm) = f(m) + d, and one value c for every other last digit: d·ν + c with the exponent ν of b in n."""
    drivers = [constant_driver(branch) for branch in digits.branches]
    others = {*drivers[1:], *(tops[t] for t in range(1, digits.base))}
    plain = all(len(branch.driver) <= 1 for branch in digits.branches)
    if not plain or factors[0] != 1 or any(factors[1:]) or len(others) != 1:
        return None
    at = _Digits(problem, digits.base)
    before = _floor(ex.divide(ex.add(at.n, ex.MINUS_ONE), ex.power(at.base, at.k)))
    order = ex.Range("sum", at.k.name, ex.ONE, at.count, ex.subtract(at.rest, before))
    exact = ex.add(ex.mul(ex.number(drivers[0]), order), ex.number(others.pop()))
    told = step(
        "Only the zeros at the end of {n} count, and {s} is their number, the exponent of {b} in {n}: {e}.",
        n=at.n,
        s=order,
        b=at.base,
        e=ex.Relation("=", problem.recurrence.left, exact),
    )
    return exact, replace(told, source=SOURCE)


def _affine(values: list[Fraction], start: int) -> tuple[Fraction, Fraction] | None:
    """(u, v) with values[i] = u + v·(start + i); None where they lie on no line."""
    if len(values) == 1:
        return values[0], Fraction(0)
    v = values[1] - values[0]
    u = values[0] - v * start
    return (u, v) if all(x == u + v * i for i, x in enumerate(values, start)) else None
