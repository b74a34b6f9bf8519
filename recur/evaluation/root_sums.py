"""Exact values of sums over the roots of an equation, without the roots.

In ℚ[x] modulo a square-free q a rational function of the root is a polynomial, and the sum of a polynomial over all
roots is a combination of their power sums, which Newton's identities tell. Source: Cohen, A Course in Computational
Algebraic Number Theory, section 4.3.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from recur.model import Expr, InvalidRecurrence, expressions as ex, limits
from recur.numbers import polynomials
from recur.numbers.exact import guard, narrow, narrow_rational

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

Rational: TypeAlias = int | Fraction
Residue: TypeAlias = tuple[Rational, ...]  # a polynomial in the root of a lower degree than q, trimmed
Residues: TypeAlias = Callable[[], Residue]
_FEW = 64  # so many steps from the last power on are cheaper than squares


def compiled_root_sum(x: ex.RootSum, compiled: Callable[[Expr], Callable[[], Enclosed]]) -> Callable[[], Enclosed]:
    """Σ of the body over the roots; `compiled` is asked for what does not hang on the root, which must be rational."""
    q = polynomials.monic(x.coefficients)
    if polynomials.square_free(q) != [(q, 1)]:
        raise InvalidRecurrence(f"{x.equation} has a root of higher multiplicity: what is summed is not said")
    sums = polynomials.power_sums(q, polynomials.degree(q))
    body = _Residues(x.index, q, compiled).of(x.body)

    def value() -> Enclosed:
        return narrow(sum([c * s for c, s in zip(body(), sums, strict=False)]))

    return value


class _Residues:
    """Formulas in the root to closures over ℚ[x]/(q)."""

    def __init__(
        self, index: str, q: polynomials.Polynomial, compiled: Callable[[Expr], Callable[[], Enclosed]]
    ) -> None:
        self.index, self.q, self.compiled = index, q, compiled
        self.degree = polynomials.degree(q)
        self.below = [(i, narrow_rational(c)) for i, c in enumerate(q[:-1]) if c]

    def of(self, x: Expr) -> Residues:
        names = ex.symbols(x)
        if self.index not in names:
            return self._rational(x)
        found = self._hanging_on_the_root(x)
        return _once(found) if names == {self.index} and not ex.has_call(x) else found

    def _rational(self, x: Expr) -> Residues:
        inner = self.compiled(x)

        def value() -> Residue:
            c = narrow(inner())
            if not isinstance(c, int | Fraction):
                raise ValueError(f"a sum over roots with {x}, which is not rational")
            return (c,) if c else ()

        return value

    def _hanging_on_the_root(self, x: Expr) -> Residues:
        match x:
            case ex.Symbol():
                return lambda: (0, 1)
            case ex.Add(terms):
                parts = [self.of(term) for term in terms]
                return lambda: _total([part() for part in parts])
            case ex.Mul(factors):
                alone = [f for f in factors if ex.symbols(f) == {self.index}]
                others = [f for f in factors if ex.symbols(f) != {self.index}]
                return self._product([_once(self._product(list(map(self.of, alone)))), *map(self.of, others)])
            case ex.Power(base, exponent) if self.index not in ex.symbols(exponent):
                return self._power(self.of(base), self.compiled(exponent))
        raise InvalidRecurrence(f"{x} has no value here: only rational functions of {self.index} are summed over roots")

    def _product(self, factors: list[Residues]) -> Residues:
        def value() -> Residue:
            found: Residue = (1,)
            for factor in factors:
                found = self.times(found, factor())
            return found

        return value

    def _power(self, base: Residues, exponent: Callable[[], Enclosed]) -> Residues:
        last: list[tuple[Residue, int, Residue]] = []  # sizes are asked for one after the other

        def value() -> Residue:
            b, k = base(), narrow(exponent())
            if not isinstance(k, int):
                raise ValueError("a power of a root whose exponent is not whole")
            if last and last[0][0] == b and 0 <= k - last[0][1] <= _FEW:
                found = last[0][2]
                for _ in range(k - last[0][1]):
                    found = self.times(found, b)
            else:
                found = self.raised(b, k)
            last[:] = [(b, k, found)]
            return found

        return value

    def times(self, a: Residue, b: Residue) -> Residue:
        if not a or not b:
            return ()
        whole: list[Rational] = [0] * (len(a) + len(b) - 1)
        for i, c in enumerate(a):
            if c:
                limits.check(len(b))
                for j, d in enumerate(b, i):
                    whole[j] += c * d
        for top in range(len(whole) - 1, self.degree - 1, -1):
            c = whole.pop()
            if c:
                limits.check(len(self.below))
                for i, d in self.below:
                    whole[top - self.degree + i] -= c * d
        for c in whole:
            guard(c)
        return _trimmed(whole)

    def raised(self, b: Residue, k: int) -> Residue:
        if k < 0:
            b, k = self._inverse(b), -k
        found: Residue = (1,)
        for digit in format(k, "b"):
            found = self.times(found, found)
            if digit == "1":
                found = self.times(found, b)
        return found

    def _inverse(self, b: Residue) -> Residue:
        p = tuple(Fraction(c) for c in b)
        if polynomials.degree(polynomials.common_divisor(self.q, p)) > 0 or not p:
            raise ZeroDivisionError
        return tuple(map(narrow_rational, polynomials.inverse_modulo(p, self.q)))


def _once(residues: Residues) -> Residues:
    """What hangs on the root alone: worked out when it is first asked for."""
    known: list[Residue] = []

    def value() -> Residue:
        if not known:
            known.append(residues())
        return known[0]

    return value


def _total(parts: list[Residue]) -> Residue:
    whole: list[Rational] = [0] * max(map(len, parts))
    for part in parts:
        for i, c in enumerate(part):
            whole[i] += c
    return _trimmed(whole)


def _trimmed(coefficients: list[Rational]) -> Residue:
    while coefficients and not coefficients[-1]:
        coefficients.pop()
    return tuple(coefficients)
