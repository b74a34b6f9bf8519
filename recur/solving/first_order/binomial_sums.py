"""Sums with binomials: Σ_k binom(N, k)·p(k)·x^k over a whole row, and binom(k + a, m) as a polynomial in k.

k(k − 1)…(k − j + 1)·binom(N, k) is N(N − 1)…(N − j + 1)·binom(N − j, k − j), so each falling power of k leaves a row
that the binomial theorem sums. Source: Concrete Mathematics, sections 5.1 and 5.3.
"""

from fractions import Fraction
from math import factorial

from recur.model import Expr, expressions as ex
from recur.numbers import Polynomial, exponential_polynomials as ep
from recur.numbers.polynomials import divided

_MOST_LOWER = 12


def row_sum(total: ex.Range) -> Expr | None:
    """Σ_{k=0}^N binom(N, k)·p(k)·x^k, x ≠ −1; None for anything else.

    >>> n, k = ex.Symbol("n"), ex.Symbol("k")
    >>> str(row_sum(ex.Range("sum", "k", ex.ZERO, n, ex.Apply("binomial", (n, k)))))
    '2**n'
    """
    k = ex.Symbol(total.index)
    factors = total.body.factors if isinstance(total.body, ex.Mul) else (total.body,)
    rows = [f for f in factors if isinstance(f, ex.Apply) and f.name == "binomial" and f.arguments[1] == k]
    squares = [f for f in factors if isinstance(f, ex.Power) and f.exponent == ex.TWO and f.base == _row(total)]
    rest = [f for f in factors if f not in rows and f not in squares]
    free = ex.mul(*(f for f in rest if total.index not in ex.symbols(f)))
    over = [f for f in rest if total.index in ex.symbols(f)]
    n = total.high
    if total.low != ex.ZERO or total.index in ex.symbols(n):
        return None
    if len(squares) == 1 and not rows and not over:
        return ex.mul(free, ex.Apply("binomial", (ex.mul(ex.TWO, n), n)))
    if rows != [_row(total)] or squares:
        return None
    terms = ep.exponential_polynomial(ex.mul(*over), total.index)
    if terms is None or len(terms) != 1 or Fraction(-1) in terms:
        return None
    ((x, p),) = terms.items()
    parts: list[Expr] = []
    falling: Expr = ex.ONE
    for j, a in enumerate(falling_powers(p)):
        if a:
            power = ex.power(ex.number(1 + x), ex.add(n, ex.number(-j)))
            parts.append(ex.mul(ex.number(a * x**j), falling, power))
        falling = ex.mul(falling, ex.add(n, ex.number(-j)))
    return ex.mul(free, ex.add(*parts))


def _row(total: ex.Range) -> Expr:
    return ex.Apply("binomial", (total.high, ex.Symbol(total.index)))


def falling_powers(p: Polynomial) -> list[Fraction]:
    """The aⱼ of p(k) = Σ aⱼ·k(k − 1)…(k − j + 1)."""
    found: list[Fraction] = []
    while p:
        p, rest = divided(p, (Fraction(-len(found)), Fraction(1)))
        found.append(rest[0] if rest else Fraction(0))
    return found


def without_short_binomials(x: Expr) -> Expr:
    """binom(k + a, m) with a number m as k(k − 1)…/m!."""
    match x:
        case ex.Apply("binomial", (top, ex.Number(m))) if m.denominator == 1 and 0 <= m <= _MOST_LOWER:
            product = ex.mul(*(ex.add(top, ex.number(-i)) for i in range(int(m))))
            return ex.mul(ex.number(Fraction(1, factorial(int(m)))), product)
    return ex.rebuild(x, without_short_binomials) if x.children else x
