"""The normal form of an exact number: a quotient of two sums of products of powers, over kernels.

Kernels are whole numbers (√2 is 2^(1/2)), π, e and Euler's γ, logarithms, letters that stand for unknown positive
constants, and numbers known by their enclosures. Equal numbers are equal objects wherever algebra tells: logarithms of
rationals are written over the logarithms of primes, so that log 8/log 2 is 3, square roots leave denominators,
quotients of sums are in lowest terms.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from recur.model import LimitExceeded, Undecided
from recur.model.records import Hashed, cached_property, field, frozen

Enclosure: TypeAlias = Callable[[int], tuple[Fraction, Fraction]]

ZERO, ONE, MINUS_ONE = Fraction(0), Fraction(1), Fraction(-1)
HALF = Fraction(1, 2)
#: Π kernel^exponent, sorted
Term: TypeAlias = "tuple[tuple[Kernel, Real], ...]"
#: Σ coefficient · term
Sum: TypeAlias = dict[Term, Fraction]
UNIT: Sum = {(): ONE}
_ITEMS_OF_UNIT = frozenset(UNIT.items())
_MOST_EXPANDED = 1000  # terms of a power of a sum that is multiplied out
_MOST_PRODUCTS = 20_000  # of terms, in one product of two sums
_MOST_SURDS = 6  # primes whose roots are driven out of a denominator
_MAX_POWER_BITS = 100_000


@frozen
class Kernel(Hashed):
    """What is not taken apart: a whole number under a root, a name, a logarithm, a sum under a root.

    `kind` is one of _RANKS; `of` is what it is made of: the whole number, the name, the argument, the sum.
    """

    kind: str
    of: int | str | Irrational
    serial: int = 0  # tells apart numbers of one name that are known by their enclosures
    enclosure: Enclosure | None = field(default=None, compare=False)

    @property
    def order(self) -> tuple[int, int, str]:
        """Whole numbers first, then names, sums, logarithms."""
        return _RANKS[self.kind], self.of if isinstance(self.of, int) else self.serial, repr(self.of)

    @property
    def number(self) -> Real:
        return Irrational({((self, ONE),): ONE})


_RANKS = {"whole": 0, "defined": 1, "constant": 2, "letter": 3, "sum": 4, "log": 5, "cos": 6, "sin": 7}


class Irrational:
    """A number that is not seen to be rational: `above`/`below`, where `below` is 1 or a sum."""

    __slots__ = ("__dict__", "above", "below")

    def __init__(self, above: Sum, below: Sum = UNIT) -> None:
        self.above = above
        self.below = below

    @cached_property
    def _hash(self) -> int:
        below = _ITEMS_OF_UNIT if self.below is UNIT else frozenset(self.below.items())
        return hash((frozenset(self.above.items()), below))

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[type[Irrational], tuple[Sum] | tuple[Sum, Sum]]:
        """Without its hash, which is another one in another process."""
        return Irrational, (self.above,) if self.below is UNIT else (self.above, self.below)

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Irrational)
            and self._hash == other._hash
            and self.above == other.above
            and self.below == other.below
        )

    def __add__(self, other: Real) -> Real:
        return plus(self, other)

    def __sub__(self, other: Real) -> Real:
        return minus(self, other)

    def __mul__(self, other: Real) -> Real:
        return times(self, other)

    def __truediv__(self, other: Real) -> Real:
        return over(self, other)

    def __radd__(self, other: Fraction) -> Real:
        return plus(other, self)

    def __rsub__(self, other: Fraction) -> Real:
        return minus(other, self)

    def __rmul__(self, other: Fraction) -> Real:
        return times(other, self)

    def __rtruediv__(self, other: Fraction) -> Real:
        return over(other, self)

    def __neg__(self) -> Real:
        return times(MINUS_ONE, self)

    def __float__(self) -> float:
        from recur.numbers.real import enclose

        low, high = enclose(self)
        return float((low + high) / 2)

    @cached_property
    def _text(self) -> str:
        """One text for equal numbers, for sorting alone."""
        sums = (sorted((str(t), str(c)) for t, c in terms.items()) for terms in (self.above, self.below))
        return str(list(sums))

    def __repr__(self) -> str:
        return self._text

    def __str__(self) -> str:
        from recur.numbers.formulas import exact_formula

        return str(exact_formula(self))

    @cached_property
    def kernels(self) -> frozenset[Kernel]:
        """Everything that it is made of, at any depth."""
        found: set[Kernel] = set()
        for term in (*self.above, *self.below):
            for kernel, exponent in term:
                found.add(kernel)
                for part in (kernel.of, exponent):
                    if isinstance(part, Irrational):
                        found |= part.kernels
        return frozenset(found)


Real: TypeAlias = Fraction | Irrational


def plus(x: Real, y: Real) -> Real:
    if not isinstance(x, Irrational):
        if not isinstance(y, Irrational):
            return x + y
        if not x:
            return y
    elif not isinstance(y, Irrational) and not y:
        return x
    (a, b), (c, d) = parts(x), parts(y)
    if b == d:
        return quotient(added(a, c), b)
    return quotient(added(multiplied(a, d), multiplied(c, b)), multiplied(b, d))


def minus(x: Real, y: Real) -> Real:
    if not isinstance(x, Irrational) and not isinstance(y, Irrational):
        return x - y
    return plus(x, times(MINUS_ONE, y))


def times(x: Real, y: Real) -> Real:
    if not isinstance(x, Irrational):
        if not isinstance(y, Irrational):
            return x * y
        x, y = y, x
    if not isinstance(y, Irrational):
        if not y:
            return ZERO
        if y == -1:
            return Irrational({t: -c for t, c in x.above.items()}, x.below)
        return x if y == 1 else Irrational({t: c * y for t, c in x.above.items()}, x.below)
    (a, b), (c, d) = parts(x), parts(y)
    return quotient(multiplied(a, c), b if d is UNIT else d if b is UNIT else multiplied(b, d))


def over(x: Real, y: Real) -> Real:
    """x / y, y not 0."""
    if isinstance(y, Irrational):
        return times(x, _reciprocal(y))
    return times(x, 1 / y) if isinstance(x, Irrational) else x / y


@lru_cache(maxsize=4096)
def _reciprocal(x: Irrational) -> Real:
    return quotient(x.below, x.above)


def parts(x: Real) -> tuple[Sum, Sum]:
    return (x.above, x.below) if isinstance(x, Irrational) else ({(): x} if x else {}, UNIT)


def added(a: Sum, b: Sum) -> Sum:
    total = dict(a)
    for term, c in b.items():
        old = total.get(term)
        new = c if old is None else old + c
        if new:
            total[term] = new
        else:
            del total[term]
    return total


def multiplied(a: Sum, b: Sum) -> Sum:
    if a is UNIT:
        return b
    if b is UNIT:
        return a
    if len(a) * len(b) > _MOST_PRODUCTS:
        raise Undecided("an exact number grows into a formula too long to be handled")
    total: Sum = {}
    for s, c in a.items():
        for t, d in b.items():
            product = c * d
            for term, e in _term_product(s, t).items():
                value = product if e is ONE else product * e
                old = total.get(term)
                if old is not None:
                    value = old + value
                if value:
                    total[term] = value
                else:
                    del total[term]
    return total


@lru_cache(maxsize=16384)
def _term_product(s: Term, t: Term) -> Sum:
    if not s or not t:
        return {s or t: ONE}
    powers: dict[Kernel, Real] = dict(s)
    for kernel, e in t:
        powers[kernel] = plus(powers[kernel], e) if kernel in powers else e
    return monomial(powers)


def monomial(powers: Mapping[Kernel, Real], coefficient: Fraction = ONE) -> Sum:
    """Π kernel^exponent with whole parts of exponents taken out where the kernel is a number or a sum."""
    kept: list[tuple[Kernel, Real]] = []
    sums: list[tuple[Kernel, int]] = []
    for kernel, e in powers.items():
        if not isinstance(e, Irrational) and not e:
            continue
        if kernel.kind == "whole" and isinstance(kernel.of, int):
            whole = math.floor(_rational_part(e))
            if whole:
                coefficient *= whole_power(Fraction(kernel.of), whole)
                e = minus(e, Fraction(whole))
            if e == 0:
                continue
        elif kernel.kind == "sum" and isinstance(e, Fraction) and e >= 1 and is_expanded(kernel.of, math.floor(e)):
            sums.append((kernel, math.floor(e)))
            e -= math.floor(e)
            if not e:
                continue
        kept.append((kernel, e))
    if len(kept) > 1:
        kept.sort(key=lambda pair: _order(pair[0]))
    product: Sum = {tuple(kept): coefficient}
    for kernel, k in sums:
        product = multiplied(product, _powered(kernel, k))
    return product


@lru_cache(maxsize=4096)
def _order(kernel: Kernel) -> tuple[int, int, str]:
    return kernel.order


def _rational_part(x: Real) -> Fraction:
    """The summand of x without kernels."""
    if isinstance(x, Fraction):
        return x
    return x.above.get((), ZERO) if len(x.below) == 1 else ZERO


def whole_power(x: Fraction, k: int) -> Fraction:
    if abs(k) * max(x.numerator.bit_length(), x.denominator.bit_length()) > _MAX_POWER_BITS:
        raise LimitExceeded("a constant power has too many digits")
    return x**k


def quotient(above: Sum, below: Sum = UNIT) -> Real:
    """above/below in normal form."""
    if not above:
        return ZERO
    if below is not UNIT:
        above, below = _reduced(above, below)
    if below is UNIT and len(above) == 1 and () in above:
        return above[()]
    for term in above:
        for kernel, e in term:
            whole = kernel.kind == "sum" and isinstance(e, Fraction) and e.denominator == 1
            if whole and isinstance(e, Fraction) and e < 0 and is_expanded(kernel.of, -int(e)):
                return quotient(_risen(above, kernel, -e), multiplied(below, _powered(kernel, -int(e))))
    return Irrational(above, below)


def _risen(terms: Sum, kernel: Kernel, e: Fraction) -> Sum:
    """The sum times kernel^e, term by term, so that exponents meet before anything is multiplied out."""
    result: Sum = {}
    for term, c in terms.items():
        powers = dict(term)
        powers[kernel] = plus(powers.get(kernel, ZERO), e)
        result = added(result, monomial(powers, c))
    return result


def is_expanded(x: object, k: int) -> bool:
    """Whether x^k is multiplied out: few terms come of it."""
    terms = len(x.above) if isinstance(x, Irrational) else 1
    return k <= _MOST_EXPANDED and math.comb(k + terms - 1, terms - 1) <= _MOST_EXPANDED


def _powered(kernel: Kernel, k: int) -> Sum:
    """A sum to a whole power, multiplied out."""
    assert isinstance(kernel.of, Irrational)
    product = UNIT
    for _ in range(k):
        product = multiplied(product, kernel.of.above)
    return product


def _reduced(above: Sum, below: Sum) -> tuple[Sum, Sum]:
    if not below:
        raise ZeroDivisionError("division by 0")
    if len(below) == 1:
        return multiplied(above, _inverse_monomial(below)), UNIT
    shift = common_powers(below)
    if shift:
        inverse = monomial({k: -e for k, e in shift.items()})
        above, below = multiplied(above, inverse), multiplied(below, inverse)
    roots = {pair for term in below for pair in term}
    if len(roots) <= _MOST_SURDS and all(k.kind == "whole" and e == HALF for k, e in roots):
        return multiplied(above, _inverse_of_surd(below)), UNIT
    above, below = _in_lowest_terms(above, below)
    if len(below) == 1:
        return multiplied(above, _inverse_monomial(below)), UNIT
    scale = whole_scale(below.values())
    if any(c.numerator < 0 for c in below.values()) and below[max(below, key=_lead_key)] < 0:
        scale = -scale
    return scaled(above, scale), scaled(below, scale)


def whole_scale(coefficients: Collection[Fraction]) -> Fraction:
    """The positive factor that makes them whole numbers without a common divisor; not all are 0."""
    below = math.lcm(*[c.denominator for c in coefficients])
    shared = math.gcd(*[c.numerator * (below // c.denominator) for c in coefficients])
    return ONE if shared == below else Fraction(below, shared)


def scaled(terms: Sum, factor: Fraction) -> Sum:
    """The sum times a number that is not 0."""
    return terms if factor == 1 else {t: c * factor for t, c in terms.items()}


def _lead_key(term: Term) -> tuple[float, str]:
    degree = sum(float(e) for _, e in term if isinstance(e, Fraction))
    return degree, repr([(_order(k), e) for k, e in term])


def _inverse_monomial(below: Sum) -> Sum:
    ((term, c),) = below.items()
    return monomial({k: -e for k, e in term}, 1 / c)


def common_powers(terms: Sum) -> dict[Kernel, Real]:
    """The powers that every term has, kernels with rational exponents only; whole numbers stay."""
    common: dict[Kernel, Fraction] | None = None
    for term in terms:
        here = {k: e for k, e in term if isinstance(e, Fraction) and k.kind != "whole"}
        if common is None:
            common = here
            continue
        for k in common.keys() | here.keys():
            common[k] = min(common.get(k, ZERO), here.get(k, ZERO))
    return {k: e for k, e in (common or {}).items() if e}


def _inverse_of_surd(x: Sum) -> Sum:
    """1/x for a sum of square roots: the conjugates in one prime after the other."""
    inverse = UNIT
    while len(x) > 1 or () not in x:
        prime = next(kernel for term in x for kernel, _ in term)
        conjugate = {t: -c if any(k == prime for k, _ in t) else c for t, c in x.items()}
        inverse, x = multiplied(inverse, conjugate), multiplied(x, conjugate)
    return {t: c / x[()] for t, c in inverse.items()}


@frozen(slots=False)
class Generators:
    """Sums as polynomials {exponents: coefficient} in the least powers of the kernels that stand in them."""

    order: tuple[tuple[Kernel, Real], ...]
    roots: Mapping[tuple[Kernel, Real], int]  # the common denominator of the exponents
    least: Mapping[Kernel, Fraction]  # exponents below 0, that are cleared

    @classmethod
    def of(cls, *sums: Sum) -> Generators:
        roots: dict[tuple[Kernel, Real], int] = {}
        least: dict[Kernel, Fraction] = {}
        for terms in sums:
            for term in terms:
                for kernel, e in term:
                    if isinstance(e, Fraction):
                        place = (kernel, ONE)
                        roots[place] = math.lcm(roots.get(place, 1), e.denominator)
                        least[kernel] = min(least.get(kernel, ZERO), e)
                    else:
                        roots[kernel, e] = 1
        return cls(tuple(sorted(roots, key=lambda g: (_order(g[0]), repr(g[1])))), roots, least)

    def polynomial(self, terms: Sum) -> dict[tuple[int, ...], Fraction]:
        found = {}
        for term, c in terms.items():
            powers = dict(term)
            row = []
            for kernel, unit in self.order:
                e, least = powers.get(kernel, ZERO), self.least.get(kernel, ZERO)
                if unit == 1:
                    size = e - least if isinstance(e, Fraction) else -least
                    row.append(int(size * self.roots[kernel, unit]))
                else:
                    row.append(int(e == unit))
            found[tuple(row)] = c
        return found

    def terms(self, polynomial: Mapping[tuple[int, ...], Fraction]) -> Sum:
        total: Sum = {}
        for row, c in polynomial.items():
            powers: dict[Kernel, Real] = {}
            for (kernel, unit), e in zip(self.order, row, strict=True):
                if unit == 1:
                    size = Fraction(e, self.roots[kernel, unit]) + self.least.get(kernel, ZERO)
                    powers[kernel] = plus(powers.get(kernel, ZERO), size)
                elif e:
                    powers[kernel] = plus(powers.get(kernel, ZERO), times(Fraction(e), unit))
            total = added(total, monomial(powers, c))
        return total


def _is_linear(terms: Sum) -> bool:
    """Whether it is of the first degree in the kernels, such as log 2 + log 3."""
    return all([len(term) < 2 and (not term or term[0][1] == 1) for term in terms])


def _in_lowest_terms(above: Sum, below: Sum) -> tuple[Sum, Sum]:
    """Both over their greatest common divisor as polynomials in the kernels."""
    if _is_linear(above) and _is_linear(below) and above.keys() != below.keys():
        return above, below  # irreducible, and none a multiple of the other
    generators = Generators.of(above, below)
    p, q = generators.polynomial(above), generators.polynomial(below)
    from recur.numbers.multivariate import in_lowest_terms

    r, t = in_lowest_terms(p, q)
    return (above, below) if r is p else (generators.terms(r), generators.terms(t))
