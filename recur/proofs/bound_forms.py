"""Bounds with explicit constants: c₀·n^α (log_b n)^β + c₁·n^α′ … with rational c, and simple numbers for the c."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cmp_to_key

from recur.asymptotics import Monomial, monomial_formula, monomials
from recur.model import Expr, expressions as ex
from recur.model.records import frozen, replace
from recur.numbers.interval import Interval, interval
from recur.proofs.enclosures import BITS, NATURAL, Factor, LogarithmBase, defined_from, logarithms_value


@frozen
class BoundTerm:
    """coefficient · n^α (log_b n)^β …"""

    coefficient: Fraction
    monomial: Monomial


@frozen
class BoundForm:
    """Σ of terms, the fastest first."""

    terms: tuple[BoundTerm, ...]
    log: LogarithmBase = NATURAL

    def plus(self, coefficient: Fraction, m: Monomial) -> BoundForm:
        """With one more multiple of a monomial."""
        held = {t.monomial: t.coefficient for t in self.terms}
        held[m] = held.get(m, Fraction(0)) + coefficient
        kept = sorted((k for k, c in held.items() if c), key=cmp_to_key(monomials.compare), reverse=True)
        return replace(self, terms=tuple(BoundTerm(held[k], k) for k in kept))

    def negated(self) -> BoundForm:
        return replace(self, terms=tuple(replace(t, coefficient=-t.coefficient) for t in self.terms))

    def at(self, n: int, logs: tuple[Interval, ...]) -> Interval:
        total = interval(0, BITS)
        for t in self.terms:
            total += logarithms_value(t.monomial, n, logs) * t.coefficient
        return total

    @property
    def lead(self) -> BoundTerm:
        return self.terms[0]

    @property
    def defined_from(self) -> int:
        """From which size on every logarithm in it is positive."""
        return max((defined_from(t.monomial) for t in self.terms), default=1)

    def formula(self, variable: str) -> Expr:
        """The bound as it is written."""
        return ex.add(
            *(
                ex.mul(
                    ex.number(t.coefficient), over_base(monomial_formula(t.monomial, variable), variable, self.log.base)
                )
                for t in self.terms
            )
        )

    @property
    def coefficients(self) -> dict[Monomial, Factor]:
        return {t.monomial: t.coefficient for t in self.terms}


def over_base(x: Expr, variable: str, base: Fraction | None) -> Expr:
    """The formula with the base in its logarithms of the variable."""
    if base is None:
        return x
    if x == ex.Log(ex.Symbol(variable)):
        return ex.Log(ex.Symbol(variable), ex.number(base))
    return x if not x.children else ex.rebuild(x, lambda part: over_base(part, variable, base))


def simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """The rational number with the least denominator in [low, high], 0 < low ≤ high.

    >>> simplest_between(Fraction(31, 100), Fraction(34, 100))
    Fraction(1, 3)
    """
    whole = -(-low.numerator // low.denominator)
    if whole <= high:
        return Fraction(whole)
    part = low.numerator // low.denominator
    return part + 1 / simplest_between(1 / (high - part), 1 / (low - part))


def rounded_up(x: Fraction, slack: Fraction) -> Fraction:
    """A simple number that is not less than x > 0 and at most (1 + slack)·x."""
    return simplest_between(x, x * (1 + slack))


def rounded_down(x: Fraction, slack: Fraction) -> Fraction:
    return simplest_between(x * (1 - min(slack, Fraction(15, 16))), x)


def nice_above(t: Fraction, slack: Fraction, strictly: bool = False) -> Fraction:
    """A simple number that is not less than t, and little more."""
    if t == 0:
        return t
    if t > 0:
        return rounded_up(t * (1 + slack / 4) if strictly else t, slack)
    return -rounded_down(-t * (1 - slack / 4) if strictly else -t, slack)


def plain_above(t: Fraction) -> Fraction:
    """A number as one writes it that is not less than t: whole, or a simple fraction below 1.

    >>> plain_above(Fraction(5, 4)), plain_above(Fraction(3, 10)), plain_above(Fraction(-3, 10))
    (Fraction(2, 1), Fraction(1, 2), Fraction(-1, 4))
    """
    if t >= 1 or t <= -1 or not t:
        return Fraction(math.ceil(t))
    return simplest_between(t, 2 * t) if t > 0 else -simplest_between(-t / 2, -t)
