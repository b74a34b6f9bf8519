"""Σ p(x)·e^(βx) with rational β and polynomials p: the exponential generating functions of exponential polynomials.

Σ j(j − 1)…(j − m + 1)·βʲ·xʲ/j! is (βx)^m·e^(βx), so p(j)·βʲ has its polynomial in falling powers of j.
Source: Wilf, generatingfunctionology, section 2.3.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import factorial
from typing import TypeAlias

from recur.model import Expr, expressions as ex
from recur.numbers import Polynomial, Real, polynomials, real
from recur.numbers.exponential_polynomials import Terms, polynomial_formula
from recur.numbers.interval import Interval, exponential, interval

#: β -> p of p(x)·e^(βx)
InX: TypeAlias = Mapping[Fraction, Polynomial]

_NONE = Fraction(0)


def of_polynomial(p: Polynomial) -> InX:
    return {_NONE: p} if p else {}


def plus(f: InX, g: InX, scale: Fraction = Fraction(1)) -> InX:
    """f + scale·g"""
    total = dict(f)
    for beta, p in g.items():
        total[beta] = polynomials.plus(total.get(beta, ()), polynomials.scaled(p, scale))
    return {beta: p for beta, p in total.items() if p}


def times(f: InX, g: InX) -> InX:
    total: InX = {}
    for a, p in f.items():
        for b, q in g.items():
            total = plus(total, {a + b: polynomials.times(p, q)})
    return total


def derivative(f: InX) -> InX:
    return {
        beta: q
        for beta, p in f.items()
        if (q := polynomials.plus(polynomials.derivative(p), polynomials.scaled(p, beta)))
    }


def integral(f: InX) -> InX:
    """The antiderivative that is 0 at 0."""
    total: InX = {}
    for beta, p in f.items():
        if not beta:
            q = polynomials.trimmed([_NONE, *(c / (k + 1) for k, c in enumerate(p))])
        else:
            q, rest = (), p
            sign = 1 / beta
            while rest:  # by parts
                q = polynomials.plus(q, polynomials.scaled(rest, sign))
                rest, sign = polynomials.derivative(rest), -sign / beta
        total = plus(total, {beta: q})
    start = series(total, 1)[0]
    return plus(total, of_polynomial(polynomials.trimmed([start])), Fraction(-1))


def series(f: InX, count: int) -> list[Fraction]:
    """The first coefficients of the power series."""
    found = [_NONE] * count
    for beta, p in f.items():
        for j, c in enumerate(p):
            for m in range(j, count):
                found[m] += c * beta ** (m - j) / factorial(m - j)
    return found


def has_nonnegative_series(f: InX) -> bool:
    """No coefficient of the power series is negative: what grows is seen by its form, the rest is compared."""
    if any(beta < 0 or min(p) < 0 for beta, p in f.items() if beta):
        return False
    return min(series(f, len(f.get(_NONE, ())) + 1)) >= 0


def at(f: InX, x: Real) -> Real:
    """The value at a positive number."""
    total: Real = real.ZERO
    for beta, p in f.items():
        inner: Real = real.ZERO
        for c in reversed(p):
            inner = inner * x + c
        total = total + inner * real.exponential(beta * x)
    return total


def enclosed(f: InX, x: Interval, bits: int) -> Interval:
    total = interval(0, bits)
    for beta, p in f.items():
        inner = interval(0, bits)
        for c in reversed(p):
            inner = inner * x + interval(c, bits)
        total = total + (inner if not beta else inner * exponential(x * interval(beta, bits)))
    return total


def formula(f: InX, x: str) -> Expr:
    """The fastest exponential first."""
    return ex.add(*(_term(beta, f[beta], x) for beta in sorted(f, reverse=True)))


def _term(beta: Fraction, p: Polynomial, x: str) -> Expr:
    front = polynomial_formula(p, x)
    return ex.mul(front, ex.power(ex.Constant("e"), ex.mul(ex.number(beta), ex.Symbol(x)))) if beta else front


def exponential_series(terms: Terms) -> InX:
    """Σ f(j)·xʲ/j! for f(j) = Σ p(j)·βʲ."""
    total: InX = {}
    for beta, p in terms.items():
        scaled = [c * beta**m for m, c in enumerate(_in_falling_powers(p))]
        total = plus(total, {beta: polynomials.trimmed(scaled)})
    return total


def ordinary_series(terms: Terms) -> tuple[Polynomial, Polynomial]:
    """Σ f(j)·xʲ for f(j) = Σ p(j)·βʲ, as a quotient: the exponential generating function of j!·f(j)."""
    above: Polynomial = ()
    below: Polynomial = polynomials.ONE
    for beta, p in terms.items():
        factor: Polynomial = (Fraction(1), -beta)
        order = len(p)
        part: Polynomial = ()
        for m, c in enumerate(_in_falling_powers(p)):
            power = polynomials.times(
                (_NONE,) * m + (c * factorial(m) * beta**m,), polynomials.raised(factor, order - m - 1)
            )
            part = polynomials.plus(part, polynomials.trimmed(power))
        own = polynomials.raised(factor, order)
        above = polynomials.plus(polynomials.times(above, own), polynomials.times(part, below))
        below = polynomials.times(below, own)
    return above, below


def _in_falling_powers(p: Polynomial) -> Iterable[Fraction]:
    """p(j) = Σ aₘ·j(j − 1)…(j − m + 1): what is left is divided by j − m, again and again."""
    rest, m = p, 0
    while rest:
        quotient, remainder = polynomials.divided(rest, (Fraction(-m), Fraction(1)))
        yield remainder[0] if remainder else _NONE
        rest, m = quotient, m + 1
