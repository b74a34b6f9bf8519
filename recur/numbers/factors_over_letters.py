"""Polynomials whose coefficients hold letters: their factors over the rational functions of the letters, their zeros.

With numbers put in for the letters a polynomial splits over ℚ; its factors there are lifted, degree by degree in the
letters, to factors of the whole where it has such (Hensel's lemma).
Source: Knuth, The Art of Computer Programming, volume 2, section 4.6.2; Geddes, Czapor, Labahn, Algorithms for
Computer Algebra, chapter 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from itertools import combinations
from math import comb, lcm
from typing import TypeAlias

from recur.model.records import frozen
from recur.numbers import polynomials as up, real
from recur.numbers.multivariate import Several, in_lowest_terms
from recur.numbers.normal_form import Generators
from recur.numbers.real import ONE, ZERO, Real

#: coefficients, constant term first
OverLetters: TypeAlias = tuple[Real, ...]
#: exponents of the letters -> polynomial in the unknown
_Series: TypeAlias = dict[tuple[int, ...], up.Polynomial]
_POINTS = ((2, 3, 5, 7, 11, 13), (3, 7, 4, 9, 5, 2), (-4, 5, 3, -2, 7, 9), (10, 17, 29, 31, 37, 41))
_MOST_DEGREE, _MOST_LETTERS, _MOST_POWERS, _MOST_WORK = 8, 5, 12, 200_000


def factors_over_letters(p: OverLetters) -> tuple[tuple[OverLetters, int], ...] | None:
    """The irreducible monic factors of a monic polynomial, each with its multiplicity; None: too much work.

    >>> t = real.parameter("t")
    >>> [[str(c) for c in q] for q, _ in factors_over_letters((real.times(t, t), real.times(Fraction(-2), t), ONE))]
    [['-t', '1']]
    """
    if all(isinstance(c, Fraction) for c in p):
        return up.factors(tuple(c for c in p if isinstance(c, Fraction)))
    if len(p) > _MOST_DEGREE + 1:
        return None
    # over the common denominator q of the coefficients, q·x is a root of a monic polynomial without denominators
    below = _common_denominator(p)
    whole = [real.times(c, real.power(below, Fraction(len(p) - 1 - i))) for i, c in enumerate(p)]
    sums = [real.terms_of(c) for c in whole]
    generators = Generators.of(*sums)
    if len(generators.order) > _MOST_LETTERS or any(e < 0 for e in generators.least.values()):
        return None
    rows = [generators.polynomial(terms) for terms in sums]
    parts = _irreducible({(i, *row): c for i, terms in enumerate(rows) for row, c in terms.items()})
    if parts is None:
        return None
    found = []
    for part in parts:
        split: dict[int, Several] = {}
        for (i, *row), c in part.items():
            split.setdefault(i, {})[tuple(row)] = c
        top = max(split)
        over = [real.of_terms(generators.terms(split.get(i, {}))) for i in range(top + 1)]
        q = tuple(real.over(c, real.power(below, Fraction(top - i))) for i, c in enumerate(over))
        found.append((q, _multiplicity(p, q)))
    return tuple(found)


def _common_denominator(p: OverLetters) -> Real:
    common: Real = ONE
    for c in p:
        rest = real.times(c, common)
        common = real.times(common, real.over(real.numerator(rest), rest) if rest else ONE)
        rest = real.times(c, common)
        generators = Generators.of(real.terms_of(rest))
        for kernel, e in generators.least.items():
            common = real.times(common, real.power(kernel.number, -e))
    numbers = [t for c in p for t in real.terms_of(real.times(c, common)).values()]
    return real.times(common, Fraction(lcm(*(t.denominator for t in numbers))))


def _multiplicity(p: OverLetters, q: OverLetters) -> int:
    times = 0
    while len(p) >= len(q):
        quotient, rest = _divided(p, q)
        if any(rest):
            break
        p, times = quotient, times + 1
    return times


def _divided(p: OverLetters, q: OverLetters) -> tuple[OverLetters, OverLetters]:
    """(quotient, remainder) by a monic q."""
    rest: list[Real] = list(p)
    quotient: list[Real] = [ZERO] * (len(p) - len(q) + 1)
    for shift in range(len(p) - len(q), -1, -1):
        c = quotient[shift] = rest[shift + len(q) - 1]
        for i, b in enumerate(q):
            rest[shift + i] = real.minus(rest[shift + i], real.times(c, b))
    return tuple(quotient), tuple(rest[: len(q) - 1])


# -- Hensel's lemma ----------------------------------------------------------------------------------------


def _irreducible(p: Several) -> list[Several] | None:
    """The different irreducible factors; the first exponent is that of the unknown, in which p is monic."""
    p = _square_free(p)
    series = _by_letters(p)
    most = max(map(sum, series))
    if most > _MOST_POWERS:
        return None
    for point in _POINTS:
        at = _moved(series, point)
        start = at[(0,) * len(next(iter(at)))]
        if up.degree(up.common_divisor(start, up.derivative(start))) == 0:
            parts = _recombined(at, start, most)
            back = tuple(-x for x in point)
            return [_rows(_moved(part, back)) for part in parts]
    return None


def _square_free(p: Several) -> Several:
    derived = {(row[0] - 1, *row[1:]): c * row[0] for row, c in p.items() if row[0]}
    found, _ = in_lowest_terms(p, derived, _MOST_WORK)
    lead = found[max(found)]
    return {row: c / lead for row, c in found.items()}


def _recombined(p: _Series, start: up.Polynomial, most: int) -> list[_Series]:
    pieces = [q for q, _ in up.factors(start)]
    found: list[_Series] = []
    size = 1
    while 2 * size <= len(pieces):
        for chosen in combinations(pieces, size):
            u = up.ONE
            for q in chosen:
                u = up.times(u, q)
            split = _lifted(p, u, up.divided(_constant(p), u)[0], most)
            if split is not None:
                found.append(split[0])
                p = split[1]
                pieces = [q for q in pieces if q not in chosen]
                break
        else:
            size += 1
    return [*found, p]


def _constant(p: _Series) -> up.Polynomial:
    return p[(0,) * len(next(iter(p)))]


def _lifted(p: _Series, u: up.Polynomial, v: up.Polynomial, most: int) -> tuple[_Series, _Series] | None:
    """(U, V) with U·V = p that begin with u and v; None where there are none."""
    inverse = up.inverse_modulo(v, u)
    none = (0,) * len(next(iter(p)))
    left: _Series = {none: u}
    right: _Series = {none: v}
    for k in range(1, most + 1):
        reached = _product(left, right, k)
        for row in {row for row in (*p, *reached) if sum(row) == k}:
            missing = up.plus(p.get(row, ()), up.scaled(reached.get(row, ()), Fraction(-1)))
            if not missing:
                continue
            a = up.divided(up.times(missing, inverse), u)[1]
            rest = up.plus(missing, up.scaled(up.times(a, v), Fraction(-1)))
            left[row], right[row] = a, up.divided(rest, u)[0]
    left, right = ({row: q for row, q in x.items() if q} for x in (left, right))
    return (left, right) if _product(left, right, 2 * most) == p else None


def _product(p: _Series, q: _Series, most: int) -> _Series:
    """Up to this total degree in the letters."""
    total: _Series = {}
    for r, a in p.items():
        for s, b in q.items():
            if sum(r) + sum(s) <= most:
                row = tuple(x + y for x, y in zip(r, s, strict=True))
                total[row] = up.plus(total.get(row, ()), up.times(a, b))
    return {row: c for row, c in total.items() if c}


def _by_letters(p: Several) -> _Series:
    found: dict[tuple[int, ...], list[Fraction]] = {}
    top = max(row[0] for row in p)
    for (i, *row), c in p.items():
        found.setdefault(tuple(row), [ZERO] * (top + 1))[i] = c
    return {row: up.trimmed(q) for row, q in found.items()}


def _rows(p: _Series) -> Several:
    return {(i, *row): c for row, q in p.items() for i, c in enumerate(q) if c}


def _moved(p: _Series, point: Sequence[int]) -> _Series:
    """p at letter + number for each letter."""
    for place in range(len(next(iter(p)))):
        total: _Series = {}
        for row, q in p.items():
            e = row[place]
            for k in range(e + 1):
                there = (*row[:place], k, *row[place + 1 :])
                part = up.scaled(q, Fraction(comb(e, k) * point[place] ** (e - k)))
                total[there] = up.plus(total.get(there, ()), part)
        p = {row: q for row, q in total.items() if q}
    return p


# -- zeros -------------------------------------------------------------------------------------------------


@frozen
class Zeros:
    """The values (letter, value) where a number with letters is 0; `complete`: there are no others."""

    values: tuple[tuple[str, Real], ...]
    complete: bool

    def __add__(self, other: Zeros) -> Zeros:
        return Zeros(tuple(dict.fromkeys((*self.values, *other.values))), self.complete and other.complete)


NOWHERE = Zeros((), True)


def zeros_over_letters(x: Real) -> Zeros:
    """Where the numerator is 0, each of its factors solved for a letter.

    >>> r, t = real.parameter("r"), real.parameter("t")
    >>> found = zeros_over_letters(real.minus(real.times(r, r), real.times(t, t)))
    >>> [f"{letter} = {value}" for letter, value in found.values]
    ['r = t', 'r = -t']
    """
    x = without_denominator(x)
    if isinstance(x, Fraction):
        return Zeros((), bool(x))
    outside, rest = real.without_common_factor(x)
    found = NOWHERE
    for kernel, e in outside.items():
        if kernel.kind == "letter" and isinstance(e, Fraction) and e > 0:
            found += Zeros(((str(kernel.of), ZERO),), True)
        elif real.letters(kernel.number):
            found += Zeros((), False)
    return found + _zeros(rest)


def without_denominator(x: Real) -> Real:
    """The numerator, 1 − 2p of 1/p − 2.

    >>> str(without_denominator(real.minus(real.over(ONE, real.parameter("p")), Fraction(2))))
    '-2*p + 1'
    """
    x = real.numerator(x)
    for kernel, e in Generators.of(real.terms_of(x)).least.items():
        if e < 0:
            x = real.times(x, real.power(kernel.number, -e))
    return x


def _positive_zeros(x: Real) -> Zeros | None:
    """Of a sum of even powers with positive coefficients: all of them are 0 there; None of any other sum."""
    terms = real.terms_of(x)
    for term, c in terms.items():
        if c < 0 or any(k.kind != "letter" or not isinstance(e, Fraction) or e % 2 for k, e in term):
            return None
    if () in terms:
        return NOWHERE
    pure = [str(term[0][0].of) for term in terms if len(term) == 1]
    return Zeros(((min(pure), ZERO),), True) if pure else None


def _zeros(x: Real) -> Zeros:
    if not real.letters(x):
        return NOWHERE if real.sign(x) else Zeros((), False)
    even = _positive_zeros(x)
    if even is not None:
        return even
    told = _solved_for_one(x)
    if told is not None:
        return Zeros((told,), True)
    lines = {name: p for name in sorted(real.letters(x)) if (p := real.polynomial_in(x, name)) is not None}
    for name, p in lines.items():
        if not real.letters(p[-1]):
            parts = factors_over_letters(tuple(real.over(c, p[-1]) for c in p))
            if parts is not None:
                return reduce(Zeros.__add__, (_zeros_of_factor(name, q) for q, _ in parts))
    for name, p in lines.items():
        if len(p) == 2:
            value = real.over(real.minus(ZERO, p[0]), p[1])
            shared = real.over(p[0], real.numerator(value)) if value else p[1]
            return Zeros(((name, value),), True) + zeros_over_letters(shared)
    return Zeros((), False)


def _solved_for_one(x: Real) -> tuple[str, Real] | None:
    """(letter, value) where a letter stands in one multiple of it alone."""
    for name in sorted(real.letters(x)):
        p = real.polynomial_in(x, name)
        if p is not None and len(p) == 2 and not real.letters(p[1]):
            return name, real.over(real.minus(ZERO, p[0]), p[1])
    return None


def _zeros_of_factor(name: str, q: OverLetters) -> Zeros:
    """Of an irreducible factor."""
    letter = real.parameter(name)
    whole = reduce(real.plus, (real.times(c, real.power(letter, Fraction(i))) for i, c in enumerate(q)))
    told = _solved_for_one(whole)
    if told is not None:
        return Zeros((told,), True)
    if any(map(real.letters, q)):
        return Zeros((), False)
    if len(q) > 3:
        rational = tuple(c for c in q if isinstance(c, Fraction))
        bound = sum(map(abs, rational), start=ONE)
        return Zeros((), len(rational) == len(q) and not up.count_roots(rational, -bound))
    d = real.minus(real.times(q[1], q[1]), real.times(Fraction(4), q[0]))
    if real.sign(d) < 0:
        return NOWHERE
    root, half = real.power(d, real.HALF), Fraction(-1, 2)
    signed = (root, real.minus(ZERO, root))
    return Zeros(tuple((name, real.times(half, real.plus(q[1], x))) for x in signed), True)
