"""f(bm + r) = Σ cᵢ·f(m + i) + d_r(m) for each last digit r of the size in base b: the normal form of the family.

Source: Allouche and Shallit, The ring of k-regular sequences, Theoretical Computer Science 98 (1992).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import reduce

from recur.model import Expr, OtherShape, Recurrence, Unmet, digit_base, expressions as ex
from recur.model.records import frozen
from recur.numbers.polynomials import ONE, Polynomial, raised, trimmed
from recur.solving.calls_and_polynomials import CallsAndPolynomial
from recur.solving.problem import Problem, once

_MOST_BASE = 64
_MOST_DEGREE = 16


@frozen
class DigitBranch:
    """Σ calls[i]·f(m + i) + driver(m): what the equation says of the sizes bm + r of one r."""

    calls: Mapping[int, Fraction]
    driver: Polynomial

    @property
    def weight(self) -> Fraction:
        """Σ cᵢ."""
        return sum(self.calls.values(), Fraction(0))

    def driver_formula(self, m: Expr) -> Expr:
        """d_r(m) as a formula of any m."""
        return ex.add(*(ex.mul(ex.number(c), ex.power(m, ex.number(k))) for k, c in enumerate(self.driver) if c))


@frozen
class DigitRecurrence:
    """The branches by the last digit in base `base`, from that of 0 on."""

    base: int
    branches: tuple[DigitBranch, ...]

    @property
    def single(self) -> bool:
        """Whether each branch calls f(⌊n/b⌋) at most."""
        return all(set(branch.calls) <= {0} for branch in self.branches)


@once
def digit_recurrence(problem: Problem) -> DigitRecurrence:
    """The normal form of the recurrence; Unmet where it has none."""
    r = problem.recurrence
    base = digit_base(r) or _rounded_base(r)
    if base is None:
        raise OtherShape(
            "an equation that asks for the last digit of n", "no remainder of n stands beside a call at n/b"
        )
    if base > _MOST_BASE:
        raise Unmet("a small base", "the base {b} is too large", b=ex.number(base))
    if r.relation != "=":
        raise Unmet("an equation", "the relation is {x}", x=ex.Relation(r.relation, r.left, r.right))
    reading = DigitReading(r, base)
    return DigitRecurrence(base, tuple(reading.branch(digit) for digit in range(base)))


def _rounded_base(r: Recurrence) -> int | None:
    """The b of an equation all of whose calls are at sizes rounded to whole numbers after a division by b."""
    sizes = [x.arguments[0] for x in ex.walk(r.right) if isinstance(x, ex.Call) and x.function == r.function]
    found = set()
    for size in sizes:
        match size:
            case ex.Apply("floor" | "ceiling", (inside,)) if not ex.has_call(inside):
                found |= {x.value.denominator for x in ex.walk(inside) if isinstance(x, ex.Number)} - {1}
            case _:
                return None
    return found.pop() if len(found) == 1 else None


def _product(one: CallsAndPolynomial, other: CallsAndPolynomial, whole: Expr) -> CallsAndPolynomial:
    found = one.times(other)
    if found is None:
        raise Unmet("calls with constant factors", "{x} is no constant multiple of a call", x=whole)
    return found


class DigitReading:
    """The right-hand side at n = bm + r as calls f(m + i) and a polynomial in m."""

    def __init__(self, r: Recurrence, base: int) -> None:
        self.r, self.base = r, base

    def branch(self, digit: int) -> DigitBranch:
        found = self.read(self.r.right, digit)
        return DigitBranch(found.calls, found.rest)

    def read(self, x: Expr, digit: int) -> CallsAndPolynomial:
        match x:
            case ex.Number(value):
                return CallsAndPolynomial({}, trimmed((value,)))
            case ex.Symbol(name) if name == self.r.variable:
                return CallsAndPolynomial({}, trimmed((Fraction(digit), Fraction(self.base))))
            case ex.Add(terms):
                return reduce(CallsAndPolynomial.plus, (self.read(term, digit) for term in terms))
            case ex.Mul(factors):
                product = CallsAndPolynomial({}, ONE)
                for factor in factors:
                    product = _product(product, self.read(factor, digit), x)
                return product
            case ex.Power(base, exponent):
                return CallsAndPolynomial({}, self.power(base, exponent, digit, x))
            case ex.Apply("floor" | "ceiling" | "mod", arguments):
                return CallsAndPolynomial({}, self.rounded(x, arguments, digit))
            case ex.ByRemainder(argument, branches):
                line = self.line(argument, digit)
                if line is not None and all(c.denominator == 1 for c in line) and line[1] % len(branches) == 0:
                    return self.read(branches[int(line[0]) % len(branches)], digit)
                raise Unmet(
                    "remainders that divide the base",
                    "the remainder of {x} modulo {m} is not told by the last digit in base {b}",
                    x=argument,
                    m=ex.number(len(branches)),
                    b=ex.number(self.base),
                )
            case ex.Call(function, (argument,)) if function == self.r.function:
                return self.call(argument, digit, x)
        raise Unmet("a polynomial beside the calls", "{x} is none", x=x)

    def call(self, argument: Expr, digit: int, whole: Expr) -> CallsAndPolynomial:
        """f(m + i); for a smaller size with the same m, what the equation says of that size."""
        line = self.line(argument, digit)
        if line is not None and all(c.denominator == 1 for c in line):
            shift, slope = map(int, line)
            if slope == 1:
                return CallsAndPolynomial({shift: Fraction(1)}, ())
            if slope == self.base and 0 <= shift < digit:
                return self.read(self.r.right, shift)
        at = ex.add(ex.mul(ex.number(self.base), ex.Symbol("m")), ex.number(digit))
        if line is not None and line[1] > self.base:
            larger = "of n = {at} the call {x} is at a larger size: whether its values end at all is not told"
            raise Unmet("calls at smaller sizes", larger, at=at, x=whole)
        raise Unmet("calls at n/b", "of n = {at} the call {x} is at no size m + i", at=at, x=whole)

    def line(self, x: Expr, digit: int) -> tuple[Fraction, Fraction] | None:
        """(p, q) of p + q·m."""
        found = self.read(x, digit)
        if found.calls or len(found.rest) > 2:
            return None
        constant, slope = (*found.rest, Fraction(0), Fraction(0))[:2]
        return constant, slope

    def power(self, base: Expr, exponent: Expr, digit: int, whole: Expr) -> Polynomial:
        there = self.read(exponent, digit)
        if base == ex.MINUS_ONE and len(there.rest) <= 2 and not there.calls:
            constant, slope = (*there.rest, Fraction(0), Fraction(0))[:2]
            if constant.denominator == slope.denominator == 1 and slope % 2 == 0:
                return (Fraction(-1 if constant % 2 else 1),)
        under = self.read(base, digit)
        constant = there.rest[0] if there.rest else Fraction(0)
        if not under.calls and not there.calls and len(there.rest) <= 1 and constant.denominator == 1:
            if 0 <= constant <= _MOST_DEGREE:
                return raised(under.rest, int(constant))
            if len(under.rest) == 1 and -_MOST_DEGREE <= constant < 0:
                return (under.rest[0] ** int(constant),)
        raise Unmet("a polynomial beside the calls", "{x} is none", x=whole)

    def rounded(self, x: ex.Apply, arguments: tuple[Expr, ...], digit: int) -> Polynomial:
        """⌊p + qm⌋ = ⌊p⌋ + qm of a whole q; p + qm modulo k is p modulo k where k divides q."""
        line = self.line(arguments[0], digit)
        if line is not None and line[1].denominator == 1:
            constant, slope = line
            if x.name == "floor":
                return trimmed((Fraction(constant // 1), slope))
            if x.name == "ceiling":
                return trimmed((Fraction(-(-constant // 1)), slope))
            modulus = self.line(arguments[1], digit)
            if modulus is not None and modulus[0] > 0 and modulus[1] == 0 and slope % modulus[0] == 0:
                return trimmed((constant % modulus[0],))
        raise Unmet("remainders that divide the base", "{x} is not told by the last digit", x=x)
