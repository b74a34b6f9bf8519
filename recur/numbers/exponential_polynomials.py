"""Driving functions Σ p(n)·βⁿ with rational β and p over the rationals: for undetermined coefficients.

Source: Graham, Knuth, Patashnik, Concrete Mathematics, section 7.3; every such function satisfies a homogeneous
recurrence with the characteristic polynomial Π (x − β)^(deg p + 1).
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, repeat
from operator import add as sum_of, mul as product_of
from typing import TypeAlias

from recur.model import Expr, RecurError, expressions as ex
from recur.numbers.exact import narrow_rational
from recur.numbers.polynomials import ONE, Polynomial, X, degree, plus, scaled, times
from recur.numbers.real import rational_power

Rational: TypeAlias = int | Fraction
#: base β -> polynomial p
Terms: TypeAlias = dict[Fraction, Polynomial]

MOST_DEGREE = 30
_HALF = Fraction(1, 2)
_UNITY = Fraction(1)  # the base of a polynomial alone


def exponential_polynomial(x: Expr, variable: str) -> Terms | None:
    """x as Σ p(n)·βⁿ; None when it is not of that form.

    >>> exponential_polynomial(ex.mul(ex.Symbol("n"), ex.Power(ex.Number(Fraction(2)), ex.Symbol("n"))), "n")
    {Fraction(2, 1): (Fraction(0, 1), Fraction(1, 1))}
    """
    if isinstance(x, ex.Number):
        return {_UNITY: (x.value,)} if x.value else {}
    if isinstance(x, ex.Symbol):
        return {_UNITY: X} if x.name == variable else None
    if isinstance(x, ex.Power):
        return _power(x.base, x.exponent, variable)
    if isinstance(x, ex.Add):
        return _sum(x.terms, variable)
    if isinstance(x, ex.Mul):
        return _product(x.factors, variable)
    match x:
        case ex.Apply("mod", (argument, ex.Number(modulus))) if modulus == 2 and argument == ex.Symbol(variable):
            return {_UNITY: (_HALF,), -_UNITY: (-_HALF,)}
    return None


def _sum(terms: Sequence[Expr], variable: str) -> Terms | None:
    total: Terms = {}
    for term in terms:
        part = exponential_polynomial(term, variable)
        if part is None:
            return None
        total = added(total, part)
    return total


def _product(factors: Sequence[Expr], variable: str) -> Terms | None:
    product: Terms | None = None
    for factor in factors:
        part = exponential_polynomial(factor, variable)
        if part is None:
            return None
        product = part if product is None else multiplied(product, part)
        if any([degree(p) > MOST_DEGREE for p in product.values()]):
            return None
    return product


def added(x: Terms, y: Terms) -> Terms:
    total = dict(x)
    for base, p in y.items():
        q = plus(total.get(base, ()), p)
        if q:
            total[base] = q
        else:
            total.pop(base, None)
    return total


def multiplied(x: Terms, y: Terms) -> Terms:
    total: Terms = {}
    for a, p in x.items():
        for b, q in y.items():
            total = added(total, {a * b: times(p, q)})
    return total


def _power(base: Expr, exponent: Expr, variable: str) -> Terms | None:
    """Of n^k and βⁿ at once, of others by what base and exponent are."""
    if isinstance(base, ex.Number) and isinstance(exponent, ex.Symbol) and exponent.name == variable and base.value:
        return {base.value: ONE}
    if isinstance(base, ex.Symbol) and isinstance(exponent, ex.Number) and base.name == variable:
        k = exponent.value
        if k.denominator == 1 and 0 <= k.numerator <= MOST_DEGREE:
            return {_UNITY: (Fraction(0),) * k.numerator + ONE}
    return _power_of(base, exponent, variable)


def _power_of(base: Expr, exponent: Expr, variable: str) -> Terms | None:
    e = exponential_polynomial(exponent, variable)
    b = exponential_polynomial(base, variable)
    if e is None or b is None or not set(e) <= {_UNITY}:
        return None
    p = e.get(_UNITY, ())
    if degree(p) <= 0:
        k = p[0] if p else Fraction(0)
        if len(b) == 1 and b.keys() != {_UNITY}:
            return _power_of_exponential(b, k)
        if k.denominator != 1 or not 0 <= k <= MOST_DEGREE:
            return _constant_power(b, k)
        result: Terms = {_UNITY: ONE}
        for _ in range(int(k)):
            result = multiplied(result, b)
            if any(degree(q) > MOST_DEGREE for q in result.values()):
                return None
        return result
    if degree(p) > 1 or set(b) != {_UNITY} or degree(b[_UNITY]) != 0:
        return None
    # b^(s·n + t)
    c = b[_UNITY][0]
    ratio, front = _rational_power(c, p[1]), _rational_power(c, p[0])
    return None if not ratio or front is None else {ratio: (front,)}


def _constant_power(b: Terms, k: Fraction) -> Terms | None:
    if set(b) != {_UNITY} or degree(b[_UNITY]) != 0:
        return None
    c = _rational_power(b[_UNITY][0], k)
    return None if c is None else {_UNITY: (c,)}


def _power_of_exponential(b: Terms, k: Fraction) -> Terms | None:
    """(c·βⁿ)^k."""
    ((base, p),) = b.items()
    if degree(p) != 0:
        return None
    ratio, front = _rational_power(base, k), _rational_power(p[0], k)
    return None if not ratio or front is None else {ratio: (front,)}


def _rational_power(x: Fraction, y: Fraction) -> Fraction | None:
    """x^y when it is rational, and not too long."""
    try:
        return rational_power(x, y)
    except RecurError:
        return None


def at(terms: Mapping[Fraction, Polynomial], n: int) -> Fraction | int:
    """Σ p(n)·βⁿ; an int where everything is whole."""
    total: Fraction | int = 0
    for base, p in terms.items():
        inner: Fraction | int = 0
        for c in reversed(p):
            inner = inner * n + (c.numerator if c.denominator == 1 else c)
        total = total + inner * (base.numerator if base.denominator == 1 and n >= 0 else base) ** n
    return total


def powers(base: Fraction, start: int, count: int) -> list[Rational]:
    """βⁿ at n = start, start + 1, …; ints where β is whole."""
    if base == 1:
        return [1] * count
    rho = narrow_rational(base)
    first: Rational = narrow_rational(base**start) if start else 1
    return list(accumulate(repeat(rho, count - 1), product_of, initial=first))


def values(p: Sequence[Rational], base: Fraction, start: int, count: int) -> list[Rational]:
    """p(n)·βⁿ at n = start, start + 1, …; ints where everything is whole."""
    found: list[Rational] = [p[-1]] * count
    for c in p[-2::-1]:
        risen = map(product_of, found, range(start, start + count))
        found = list(map(sum_of, risen, repeat(c)) if c else risen)
    return found if base == 1 else list(map(product_of, found, powers(base, start, count)))


def polynomial_formula(p: Polynomial, variable: str) -> Expr:
    """Highest power first."""
    n = ex.Symbol(variable)
    terms = [ex.monomial(p[i], n, i) for i in range(len(p) - 1, -1, -1) if p[i]]
    return terms[0] if len(terms) == 1 else ex.Add(tuple(terms)) if terms else ex.ZERO


def exponential_formula(base: Fraction, variable: str) -> Expr:
    """baseⁿ, base not 1."""
    return ex.Power(ex.Number(base), ex.Symbol(variable))


def formula(terms: Mapping[Fraction, Polynomial], variable: str) -> Expr:
    """Σ p(n)·βⁿ, fastest first."""
    return formula_of_terms(terms.items(), variable)


def formula_of_terms(terms: Iterable[tuple[Fraction, Polynomial]], variable: str) -> Expr:
    """`formula` of bases, all of them different, with their polynomials."""
    fastest_first = sorted(terms, key=_size, reverse=True)
    return ex.add(*[_term(p, base, variable) for base, p in fastest_first])


def _size(term: tuple[Fraction, Polynomial]) -> tuple[Rational, Rational]:
    base: Rational = narrow_rational(term[0])
    return (base if base > 0 else -base), base


def _term(p: Polynomial, base: Fraction, variable: str) -> Expr:
    """p(n)·βⁿ; a common rational factor of p stands in front."""
    if base == 1:
        return polynomial_formula(p, variable)
    exponential = exponential_formula(base, variable)
    if len(p) == 1:
        return exponential if p[0] == 1 else ex.Mul((ex.Number(p[0]), exponential))
    if sum(map(bool, p)) == 1:
        return ex.mul(polynomial_formula(p, variable), exponential)
    lead = p[-1]
    inner = scaled(p, 1 / lead)
    if any(a.denominator > 1 for a in inner):
        return ex.mul(polynomial_formula(p, variable), exponential)
    return ex.mul(ex.Number(lead), polynomial_formula(inner, variable), exponential)
