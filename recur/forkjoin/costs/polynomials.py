"""Polynomials over formulas: sizes such as n − ⌊n/2⌋ and costs such as 8·M₁(n/2) + 3n + 1.

Atoms are what no sum or product makes: sizes, roundings, logarithms, calls, sums over an index.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from recur.model import Expr, LimitExceeded, expressions as ex, limits
from recur.model.records import frozen

#: atoms with their exponents, in no order
Monomial: TypeAlias = frozenset[tuple[Expr, int]]
UNIT: Monomial = frozenset()
MOST_TERMS = 400


@frozen(slots=False)
class Polynomial:
    """Σ coefficient · Π atom^exponent; terms in the order in which they arose."""

    terms: tuple[tuple[Monomial, Fraction], ...] = ()

    @staticmethod
    def make(terms: Iterable[tuple[Monomial, Fraction]]) -> Polynomial:
        found: dict[Monomial, Fraction] = {}
        for monomial, coefficient in terms:
            before = found.get(monomial)
            found[monomial] = coefficient if before is None else before + coefficient
        if len(found) > MOST_TERMS:
            raise LimitExceeded("the costs of the program grow into formulas too long to handle")
        return Polynomial(tuple((m, c) for m, c in found.items() if c))

    @staticmethod
    def constant(value: int | Fraction) -> Polynomial:
        return Polynomial(((UNIT, Fraction(value)),)) if value else Polynomial()

    @staticmethod
    def atom(x: Expr) -> Polynomial:
        return Polynomial(((frozenset({(x, 1)}), Fraction(1)),))

    @cached_property
    def by_monomial(self) -> dict[Monomial, Fraction]:
        return dict(self.terms)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Polynomial) and self.by_monomial == other.by_monomial

    def __hash__(self) -> int:
        return hash(frozenset(self.terms))

    def __add__(self, other: Polynomial) -> Polynomial:
        if not (self.terms and other.terms):
            return self if self.terms else other
        return Polynomial.make((*self.terms, *other.terms))

    def __neg__(self) -> Polynomial:
        return Polynomial(tuple((m, -c) for m, c in self.terms))

    def __sub__(self, other: Polynomial) -> Polynomial:
        return self + -other

    def __mul__(self, other: Polynomial) -> Polynomial:
        limits.check()
        return Polynomial.make((multiply(m, k), c * d) for m, c in self.terms for k, d in other.terms)

    def plus(self, value: int) -> Polynomial:
        return self + Polynomial.constant(value)

    def times(self, value: int | Fraction) -> Polynomial:
        return Polynomial(tuple((m, c * value) for m, c in self.terms)) if value else Polynomial()

    def raised(self, exponent: int) -> Polynomial:
        result = Polynomial.constant(1)
        for _ in range(exponent):
            result = result * self
        return result

    @property
    def value(self) -> Fraction | None:
        """The number that a constant polynomial is."""
        if not self.terms:
            return Fraction(0)
        return self.terms[0][1] if len(self.terms) == 1 and self.terms[0][0] == UNIT else None

    @property
    def constant_term(self) -> Fraction:
        return self.by_monomial.get(UNIT, Fraction(0))

    @property
    def atoms(self) -> frozenset[Expr]:
        return frozenset(atom for m, _ in self.terms for atom, _ in m)

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset().union(*(ex.symbols(atom) for atom in self.atoms)) if self.terms else frozenset()

    def linear(self, name: str) -> tuple[Polynomial, Polynomial] | None:
        """(slope, rest) of a polynomial of the first degree in the symbol; None for any other."""
        slope, rest = [], []
        for m, c in self.terms:
            own = [(atom, e) for atom, e in m if name in ex.symbols(atom)]
            if not own:
                rest.append((m, c))
            elif own == [(ex.Symbol(name), 1)]:
                slope.append((m - {own[0]}, c))
            else:
                return None
        return Polynomial(tuple(slope)), Polynomial(tuple(rest))

    def put(self, name: str, value: Polynomial) -> Polynomial:
        """The polynomial with `value` for the symbol, inside its atoms too."""
        from recur.forkjoin.costs.normal_forms import polynomial

        if name not in self.names:
            return self
        if self == Polynomial.atom(ex.Symbol(name)):
            return value
        inner = value.expression()
        parts = []
        for m, c in self.terms:
            if not any(name in ex.symbols(atom) for atom, _ in m):
                parts.append(Polynomial(((m, c),)))
                continue
            part = Polynomial.constant(c)
            for atom, e in sorted(m, key=repr):
                changed = (
                    value if atom == ex.Symbol(name)
                    else polynomial(ex.substitute(atom, name, inner)) if name in ex.symbols(atom)
                    else Polynomial.atom(atom)
                )  # fmt: skip
                factor = changed.raised(e) if e > 0 else polynomial(ex.power(changed.expression(), ex.number(e)))
                part = part * factor
            parts.append(part)
        return Polynomial.make(term for part in parts for term in part.terms)

    def expression(self) -> Expr:
        """The polynomial as a formula: ⌈n/2⌉ for n − ⌊n/2⌋, products of sums as they are, highest degrees first."""
        from recur.forkjoin.costs.normal_forms import merged_rounding

        return merged_rounding(self) or self.written()

    def written(self) -> Expr:
        """The terms as they are, calls first, then by falling degree."""
        return ex.add(*(_term(m, c) for m, c in sorted(self.terms, key=_degree, reverse=True)))


def multiply(one: Monomial, other: Monomial) -> Monomial:
    if not (one and other):
        return one or other
    exponents = dict(one)
    for atom, e in other:
        exponents[atom] = exponents.get(atom, 0) + e
    return frozenset((atom, e) for atom, e in exponents.items() if e)


def _degree(term: tuple[Monomial, Fraction]) -> tuple[int, int]:
    """Calls first, then by degree, constants last."""
    m = term[0]
    called = any(isinstance(atom, (ex.Call, ex.Range)) for atom, _ in m)
    return (int(called), sum(e for _, e in m))


def _term(m: Monomial, c: Fraction) -> Expr:
    # a call comes last: n·T(n/2)
    ordered = sorted(m, key=lambda pair: (isinstance(pair[0], (ex.Call, ex.Range)), pair[1] < 0, repr(pair[0])))
    return ex.mul(ex.Number(c), *(ex.power(atom, ex.number(e)) for atom, e in ordered))
