"""The asymptotic scale: monomials exp(Σ cᵢ·Mᵢ) · n^α₀ · (log n)^α₁ · (log log n)^α₂ ⋯ (log* n)^β₀ (log log* n)^β₁ ⋯.

Two monomials are compared by the difference of their logarithms, which is again a finite sum of simpler
monomials: the fastest one that does not cancel decides. This orders the scale totally wherever the signs
of its exact exponents can be decided, and never takes the limit of a ratio.

Source: Hardy, Orders of Infinity, 1910; Sage's growth groups and Gruntz's thesis (1996) use the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cmp_to_key, lru_cache
from typing import TypeVar

from recur.numbers import Real, real

_K = TypeVar("_K")

#: The level of n is 0, of log n 1, of log log n 2 …; log* n lies below them all, its logarithms below it.
STAR = 1_000_000


class Monomial:
    """A point of the scale. `powers`: (level, exponent) by rising level; `exponential`: (Mᵢ, cᵢ), fastest first."""

    __slots__ = ("_hash", "exponential", "powers")

    def __init__(
        self, powers: tuple[tuple[int, Real], ...] = (), exponential: tuple[tuple[Monomial, Real], ...] = ()
    ) -> None:
        self.powers = powers
        self.exponential = exponential
        # a fraction in lowest terms is its two numbers, which are hashed sooner than it is
        self._hash = hash(
            (tuple([(k, e.as_integer_ratio() if e.__class__ is Fraction else e) for k, e in powers]), exponential)
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Monomial):
            return NotImplemented
        return self is other or (
            self._hash == other._hash and self.powers == other.powers and self.exponential == other.exponential
        )

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"Monomial({self.powers}, {self.exponential})"


UNIT = Monomial()
#: n, log n, log log n: what is asked for most
_FIRST = tuple(Monomial(((k, real.ONE),)) for k in range(3))


def level(k: int, exponent: Real = real.ONE) -> Monomial:
    """(log^(k) n)^exponent."""
    return _FIRST[k] if exponent is real.ONE and 0 <= k < len(_FIRST) else Monomial(((k, exponent),))


@lru_cache(maxsize=16384)
def multiply(x: Monomial, y: Monomial) -> Monomial:
    if not x.powers and not x.exponential:
        return y
    if not y.powers and not y.exponential:
        return x
    powers = _merge(dict(x.powers), y.powers)
    if not x.exponential and not y.exponential:
        return Monomial(tuple(sorted(powers.items())))
    return _assemble(powers, _merge(dict(x.exponential), y.exponential))


def raise_to(x: Monomial, exponent: Real) -> Monomial:
    """x^exponent."""
    if (not x.powers and not x.exponential) or real.is_zero(exponent):
        return UNIT
    if exponent == 1:
        return x
    return Monomial(
        tuple((k, e * exponent) for k, e in x.powers),
        tuple((m, c * exponent) for m, c in x.exponential),
    )


def divide(x: Monomial, y: Monomial) -> Monomial:
    if not y.powers and not y.exponential:
        return x
    return multiply(x, Monomial(tuple([(k, -e) for k, e in y.powers]), tuple([(m, -c) for m, c in y.exponential])))


def logarithm(x: Monomial) -> dict[Monomial, Real]:
    """log x as an exact sum Σ c·M: the exponential part and one logarithm for each power."""
    terms: dict[Monomial, Real] = dict(x.exponential)
    for k, e in x.powers:
        terms[level(k + 1)] = e
    return terms


def exponential(terms: Mapping[Monomial, Real]) -> Monomial:
    """exp(Σ c·M) for M that tend to infinity; c·log n becomes n^c, c·log log n becomes (log n)^c."""
    powers: dict[int, Real] = {}
    rest: dict[Monomial, Real] = {}
    for m, c in terms.items():
        if not m.exponential and len(m.powers) == 1:
            k, e = m.powers[0]
            if k not in (0, STAR) and e == 1:
                powers[k - 1] = c
                continue
        rest[m] = c
    return _assemble(powers, rest)


def _merge(into: dict[_K, Real], terms: Iterable[tuple[_K, Real]]) -> dict[_K, Real]:
    for key, c in terms:
        if key in into:
            total = into[key] + c
            if real.is_zero(total):
                del into[key]
            else:
                into[key] = total
        else:
            into[key] = c
    return into


def _assemble(powers: Mapping[int, Real], rest: Mapping[Monomial, Real]) -> Monomial:
    fastest_first = sorted(rest, key=cmp_to_key(compare), reverse=True)
    return Monomial(tuple(sorted(powers.items())), tuple((m, rest[m]) for m in fastest_first))


@lru_cache(maxsize=16384)
def compare(x: Monomial, y: Monomial) -> int:
    """-1, 0, 1 as x grows slower than y, as fast up to a constant, or faster."""
    if x == y:
        return 0
    if not x.exponential and not y.exponential:
        return _compare_powers(dict(x.powers), dict(y.powers))
    lead = leading_difference(x, y)
    return 0 if lead is None else real.sign(lead[1])


def leading_difference(x: Monomial, y: Monomial) -> tuple[Monomial, Real] | None:
    """The fastest term of log x - log y, which decides the order of x and y; None when there is none."""
    difference = _merge(logarithm(x), [(m, -c) for m, c in logarithm(y).items()])
    if len(difference) < 2:
        return next(iter(difference.items()), None)
    fastest = max(difference, key=cmp_to_key(compare))
    return fastest, difference[fastest]


def _compare_powers(x: dict[int, Real], y: dict[int, Real]) -> int:
    for k in sorted(x.keys() | y.keys()):
        order = real.compare(x.get(k, real.ZERO), y.get(k, real.ZERO))
        if order:
            return order
    return 0


def is_infinite(x: Monomial) -> bool:
    return compare(x, UNIT) > 0
