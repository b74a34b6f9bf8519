"""Σ cᵢ·f(x + i) + p(x): a right-hand side along one class of sizes, calls with constant factors beside a polynomial."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from recur.model.records import frozen
from recur.numbers.polynomials import Polynomial, plus, times


@frozen
class CallsAndPolynomial:
    """Σ calls[i]·f(x + i) + rest(x), or f(x − i) where the reader counts downwards."""

    calls: Mapping[int, Fraction]
    rest: Polynomial

    def plus(self, other: CallsAndPolynomial) -> CallsAndPolynomial:
        calls = dict(self.calls)
        for i, c in other.calls.items():
            calls[i] = calls.get(i, Fraction(0)) + c
        return CallsAndPolynomial({i: c for i, c in calls.items() if c}, plus(self.rest, other.rest))

    def times(self, other: CallsAndPolynomial) -> CallsAndPolynomial | None:
        """The product; None where a call is multiplied by a call, or by more than a constant."""
        with_calls, factor = (other, self.rest) if other.calls else (self, other.rest)
        if (self.calls and other.calls) or (with_calls.calls and len(factor) > 1):
            return None
        constant = factor[0] if factor else Fraction(0)
        calls = {i: c * constant for i, c in with_calls.calls.items() if constant}
        return CallsAndPolynomial(calls, times(self.rest, other.rest))
