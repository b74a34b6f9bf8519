"""Driving terms on n = c·b^j + s: sums of C·y^k·L^q in y = b^j and L = log_b y = j, and what they add up to.

u(y) = a·u(y/b) + C·y^k·L^q has the solution y^k·P(L) where P solves P(j) − ρ·P(j − 1) = C·j^q with ρ = a/b^k: of degree
q, or of degree q + 1 where ρ = 1 and the terms of all levels are alike.
Source: Graham, Knuth, Patashnik, Concrete Mathematics, sections 2.2 and 7.3.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import cmp_to_key, reduce
from math import comb

from recur.asymptotics import real_number
from recur.model import Expr, Undecided, expressions as ex
from recur.numbers import Real, real

#: (k, q) -> coefficient of y^k·L^q
Terms = dict[tuple[Real, int], Real]
_MOST_TERMS = 40
_MOST_DEGREE = 12
_SHORT = 4096  # bits of a power that is worked out without a look at how long it becomes


class Outside(Exception):
    """The formula is no such sum."""


class Lattice:
    """n = c·b^j + s, b ≥ 2 and c ≥ 1 whole numbers."""

    __slots__ = ("b", "c", "s", "variable")

    def __init__(self, variable: str, b: int, c: int = 1, s: int = 0) -> None:
        self.variable, self.b, self.c, self.s = variable, b, c, s

    def size(self, j: int) -> int:
        y: int = self.b**j
        return self.c * y + self.s

    def terms(self, x: Expr) -> Terms:
        """x as Σ C·y^k·L^q at all j ≥ 1; `Outside` otherwise."""
        if any(isinstance(node, ex.Asymptotic | ex.Call) for node in ex.walk(x)):
            raise Outside
        return self._of(x)

    def _of(self, x: Expr) -> Terms:
        if self.variable not in ex.symbols(x):
            return constant(real_number(x))
        match x:
            case ex.Symbol():
                return sum_of_terms({(real.ONE, 0): Fraction(self.c)}, constant(Fraction(self.s)))
            case ex.Add(terms):
                return sum_of_terms(*map(self._of, terms))
            case ex.Mul(factors):
                return reduce(times, map(self._of, factors))
            case ex.Power(base, exponent):
                return self._power(base, exponent)
            case ex.Log(argument, base):
                return self._log(argument, base)
            case ex.Apply("floor" | "ceiling", (argument,)):
                inner = self._of(argument)
                if all(_is_whole(key, c, self.b) for key, c in inner.items()):
                    return inner
        raise Outside

    def _power(self, base: Expr, exponent: Expr) -> Terms:
        if self.variable in ex.symbols(exponent):
            if self.variable in ex.symbols(base):
                raise Outside
            return self._antilogarithm(real_number(base), self._of(exponent))
        inner, e = self._of(base), real_number(exponent)
        if isinstance(e, Fraction) and e.denominator == 1 and 0 <= e <= _MOST_DEGREE:
            return reduce(times, [inner] * int(e)) if e else constant(real.ONE)
        if len(inner) != 1:
            raise Outside
        (((k, q), c),) = inner.items()
        if q or real.sign(c) <= 0:
            raise Outside
        return {(k * e, 0): real.power(c, e)}

    def _antilogarithm(self, base: Real, exponent: Terms) -> Terms:
        """base^(α·L + β) = base^β · y^(α·log_b base)."""
        if not set(exponent) <= {(real.ZERO, 0), (real.ZERO, 1)} or real.sign(base) <= 0:
            raise Outside
        alpha, beta = exponent.get((real.ZERO, 1), real.ZERO), exponent.get((real.ZERO, 0), real.ZERO)
        k = alpha * real.log_ratio(base, Fraction(self.b))
        return {(k, 0): real.power(base, beta)}

    def _log(self, argument: Expr, base: Expr | None) -> Terms:
        """log of C·y^k: k·log_base(b)·L + log_base(C)."""
        inner = self._of(argument)
        if len(inner) != 1:
            raise Outside
        (((k, q), c),) = inner.items()
        if q or real.sign(c) <= 0:
            raise Outside
        b = Fraction(self.b)
        if base is None or base == ex.Constant("e"):
            slope, offset = real.ln(b), real.ln(c)
        else:
            written = real_number(base)
            if real.sign(written) <= 0 or written == 1:
                raise Outside
            slope, offset = real.log_ratio(b, written), real.log_ratio(c, written)
        return sum_of_terms({(real.ZERO, 1): k * slope}, constant(offset))


def _is_whole(key: tuple[Real, int], c: Real, b: int) -> bool:
    """Whether C·b^(k·j)·j^q is a whole number at every j ≥ 1."""
    k = key[0]
    return isinstance(k, Fraction) and k.denominator == 1 and k >= 0 and isinstance(c, Fraction) and _whole(c * b**k)


def _whole(x: object) -> bool:
    return isinstance(x, Fraction) and x.denominator == 1


def constant(c: Real) -> Terms:
    return {} if c == 0 else {(real.ZERO, 0): c}


def sum_of_terms(*sums: Terms) -> Terms:
    total = dict(sums[0]) if sums else {}
    for terms in sums[1:]:
        for key, c in terms.items():
            known = total.get(key)
            total[key] = c if known is None else known + c
    return _kept(total)


def times(x: Terms, y: Terms) -> Terms:
    total: Terms = {}
    for (k, q), c in x.items():
        for (m, r), d in y.items():
            key, product = (k + m, q + r), c * d
            total[key] = total[key] + product if key in total else product
    if len(total) > _MOST_TERMS or any(q > _MOST_DEGREE for _, q in total):
        raise Outside
    return _kept(total)


def _kept(terms: Terms) -> Terms:
    if not any([real.is_zero(c) for c in terms.values()]):
        return terms
    return {key: c for key, c in terms.items() if not real.is_zero(c)}


def particular(driving: Terms, a: Real, b: int) -> Terms:
    """A solution of u(y) = a·u(y/b) + driving(y).

    >>> particular({(Fraction(1), 0): Fraction(1)}, Fraction(3), 2)  # u(y) = 3u(y/2) + y: −2y
    {(Fraction(1, 1), 0): Fraction(-2, 1)}
    """
    groups: dict[Real, dict[int, Real]] = {}
    for (k, q), c in driving.items():
        groups.setdefault(k, {})[q] = c
    total: Terms = {}
    for k, polynomial in groups.items():
        rho = a / real.power(Fraction(b), k)
        wanted = [polynomial.get(q, real.ZERO) for q in range(max(polynomial) + 1)]
        for q, c in enumerate(_solved(wanted, rho)):
            total[k, q] = c
    return _kept(total)


def _solved(wanted: Sequence[Real], rho: Real) -> list[Real]:
    """P with P(j) − ρ·P(j − 1) = Σ wanted[q]·j^q, P(0) = 0 where that is free."""
    resonant = real.compare(rho, real.ONE) == 0
    top = len(wanted) - 1
    p: list[Real] = [real.ZERO] * (top + 1 + resonant)
    for q in range(top, -1, -1):
        first = q + 1 + resonant
        rest: Real = real.ZERO
        for i in range(first, len(p)):
            rest += p[i] * Fraction(comb(i, q) * (-1) ** (i - q))
        if resonant:
            p[q + 1] = (wanted[q] + rest) / Fraction(q + 1)
        else:
            carried = wanted[q] + rho * rest
            p[q] = carried / (real.ONE - rho)
    return p


def fastest_first(terms: Terms) -> list[tuple[Real, int, Real]]:
    """(k, q, coefficient), the fastest-growing first."""

    def order(x: tuple[Real, int, Real], y: tuple[Real, int, Real]) -> int:
        by_power: int = real.compare(y[0], x[0])
        return by_power or y[1] - x[1]

    return sorted(((k, q, c) for (k, q), c in terms.items()), key=cmp_to_key(order))


def value_at(terms: Terms, b: int, j: int) -> Real:
    """The value at y = b^j."""
    top, below = 0, 1  # in whole numbers, where it is a fraction
    for (k, q), c in terms.items():
        if not isinstance(k, Fraction) or k.denominator != 1 or not isinstance(c, Fraction):
            return _sum_at(terms, b, j)
        e = k.numerator * j
        if abs(e) * b.bit_length() > _SHORT:
            return _sum_at(terms, b, j)
        t, u = c.numerator * j**q, c.denominator
        t, u = (t * b**e, u) if e > 0 else (t, u * b**-e)
        top, below = top * u + t * below, below * u
    return Fraction(top, below)


def _sum_at(terms: Terms, b: int, j: int) -> Real:
    total: Real = real.ZERO
    for (k, q), c in terms.items():
        if q and not j:
            continue
        if isinstance(k, Fraction) and k.denominator == 1:
            value = c * real.power(Fraction(b), k * j)
        else:
            value = c * real.power(real.power(Fraction(b), k), Fraction(j))
        total += value * Fraction(j**q) if q else value
    return total


def equals(x: Real, known: Fraction) -> bool:
    """Whether x is the number, its unknown constants taken as 1; an irrational x to 150 bits."""
    if isinstance(x, Fraction):
        return x == known
    value = real.substituted(x, dict.fromkeys(real.letters(x), real.ONE))
    if isinstance(value, Fraction):
        return value == known
    try:
        low, high = real.enclose(value, 200)
    except Undecided:
        return False
    slack = max(abs(known), real.ONE) / 2**150
    return low - slack <= known <= high + slack
