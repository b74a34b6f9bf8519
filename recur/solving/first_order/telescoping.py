"""Sums that close: F(n) − F(n − 1) = f(n) for polynomials times exponentials, 1/(n + k), log(n + k), n·n!, p(n)·H_n.

Source: Graham, Knuth, Patashnik, Concrete Mathematics, sections 2.6 (finite calculus) and 6.3 (harmonic numbers).
"""

import math
from collections.abc import Iterator
from fractions import Fraction

from recur.evaluation.equation import whole_shift
from recur.model import Expr, expressions as ex
from recur.numbers import Polynomial, exponential_polynomials as ep
from recur.numbers.exact import harmonic
from recur.numbers.polynomials import degree, plus, shifted, trimmed, value
from recur.solving.linear.closed_forms import ClosedForm, fit
from recur.solving.linear.root_formulas import RootFormulas

_LARGEST_START = 60


def sum_from(f: Expr, variable: str, start: int) -> Expr | None:
    """Σ_{k=start+1}^{n} f(k) as a formula in n, valid for n ≥ start; None when it does not close.

    >>> str(sum_from(ex.Power(ex.Symbol("n"), ex.Number(Fraction(-1))), "n", 0))
    'harmonic(n)'
    """
    if not 0 <= start <= _LARGEST_START:
        return None
    rational: list[Expr] = []
    parts: list[Expr] = []
    for term in f.terms if isinstance(f, ex.Add) else (f,):
        if ep.exponential_polynomial(term, variable) is not None:
            rational.append(term)
            continue
        closed = next((x for x in _rules(term, variable, start) if x is not None), None)
        if closed is None:
            return None
        parts.append(closed)
    terms = ep.exponential_polynomial(ex.add(*rational), variable) or {}
    return ex.add(*parts, *([_exponential_sum(terms, variable, start)] if terms else []))


def _rules(term: Expr, variable: str, start: int) -> Iterator[Expr | None]:
    c, rest = _coefficient(term)
    yield _reciprocal(c, rest, variable, start)
    yield _logarithm(c, rest, variable, start)
    yield _factorial(c, rest, variable, start)
    yield _harmonic(c, rest, variable, start)


def _coefficient(term: Expr) -> tuple[Fraction, tuple[Expr, ...]]:
    factors = term.factors if isinstance(term, ex.Mul) else (term,)
    c = Fraction(1)
    for factor in factors:
        if isinstance(factor, ex.Number):
            c *= factor.value
    return c, tuple(factor for factor in factors if not isinstance(factor, ex.Number))


def _moved(variable: str, k: int) -> Expr:
    return ex.add(ex.Symbol(variable), ex.number(k)) if k else ex.Symbol(variable)


def _reciprocal(c: Fraction, rest: tuple[Expr, ...], variable: str, start: int) -> Expr | None:
    """Σ 1/(j + k) = H(n + k) − H(start + k)."""
    if len(rest) != 1 or not isinstance(rest[0], ex.Power) or rest[0].exponent != ex.number(-1):
        return None
    k = whole_shift(rest[0].base, variable)
    if k is None or start + k < 0:
        return None
    h = ex.mul(ex.number(c), ex.Apply("harmonic", (_moved(variable, k),)))
    return ex.add(h, ex.number(-c * harmonic(start + k)))


def _logarithm(c: Fraction, rest: tuple[Expr, ...], variable: str, start: int) -> Expr | None:
    """Σ log(j + k) = log (n + k)! − log (start + k)!."""
    if len(rest) != 1 or not isinstance(rest[0], ex.Log):
        return None
    k = whole_shift(rest[0].argument, variable)
    if k is None or start + k < 0:
        return None
    base = rest[0].base
    whole = ex.mul(ex.number(c), ex.log(ex.Apply("factorial", (_moved(variable, k),)), base))
    below = math.factorial(start + k)
    return whole if below == 1 else ex.add(whole, ex.mul(ex.number(-c), ex.log(ex.number(below), base)))


def _factorial(c: Fraction, rest: tuple[Expr, ...], variable: str, start: int) -> Expr | None:
    """Σ j·j! = (n + 1)! − (start + 1)!."""
    n = ex.Symbol(variable)
    if set(rest) != {n, ex.Apply("factorial", (n,))} or len(rest) != 2:
        return None
    whole = ex.mul(ex.number(c), ex.Apply("factorial", (_moved(variable, 1),)))
    return ex.add(whole, ex.number(-c * math.factorial(start + 1)))


def _harmonic(c: Fraction, rest: tuple[Expr, ...], variable: str, start: int) -> Expr | None:
    """Σ p(j)·H_j by parts: Σ_i (S(n) − S(i − 1))/i with S(n) = Σ_{j≤n} p(j)."""
    n = ex.Symbol(variable)
    h = ex.Apply("harmonic", (n,))
    if rest.count(h) != 1:
        return None
    terms = ep.exponential_polynomial(ex.mul(ex.number(c), *(x for x in rest if x != h)), variable)
    if terms is None or set(terms) != {Fraction(1)}:
        return None
    total = polynomial_sum(terms[Fraction(1)], 0)
    before = shifted(total, Fraction(-1))
    front = plus(total, (-before[0],) if before else ())
    inner = polynomial_sum(trimmed(before[1:]), 0)
    at_start = value(front, Fraction(start)) * harmonic(start) - value(inner, Fraction(start))
    parts = [ex.mul(ep.polynomial_formula(front, variable), h), ex.negate(ep.polynomial_formula(inner, variable))]
    return ex.add(*parts, ex.number(-at_start))


def polynomial_sum(p: Polynomial, start: int) -> Polynomial:
    """Σ_{k=start+1}^{n} p(k) as a polynomial in n."""
    closed = _fitted({Fraction(1): p} if p else {}, start)
    weights = closed.parts[0].weights if closed.parts else ()
    return trimmed(w[0] if w else Fraction(0) for w in weights)


def _exponential_sum(terms: ep.Terms, variable: str, start: int) -> Expr:
    return RootFormulas(variable).closed_form(_fitted(terms, start))


def _fitted(terms: ep.Terms, start: int) -> ClosedForm:
    one = (Fraction(-1), Fraction(1))
    roots = {one: 1}
    for base, p in terms.items():
        factor = (-base, Fraction(1))
        roots[factor] = roots.get(factor, 0) + degree(p) + 1
    values = [Fraction(0)]
    while len(values) < sum(roots.values()):
        values.append(values[-1] + ep.at(terms, start + len(values)))
    return fit(values, start, tuple(roots.items()))
