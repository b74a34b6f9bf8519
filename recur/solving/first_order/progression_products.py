"""P(n) = Π_{k=1}^{n} q(k) for an irreducible q without whole roots: as factorials and binomials, and its asymptotics.

Π_{k=1}^{n} Π_{j=0}^{d−1} (k − j/d) is (dn)!/d^(dn), so a full set of the j/d with j prime to d is a quotient of such
factorials: (k − 1/2) gives (2n)!/(4ⁿ n!). Π (k − f) is Γ(n + 1 − f)/Γ(1 − f) ~ n!·n^(−f)/Γ(1 − f).
Source: Concrete Mathematics, sections 5.5 and 9.6; Gauss's multiplication formula and Euler's reflection formula.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import floor, gcd

from recur.model import expressions as ex
from recur.numbers import exponential_polynomials as ep, real
from recur.numbers.formulas import exact_formula
from recur.numbers.polynomials import ONE, Polynomial, cleared, degree, shifted, times, value

#: q -> exponent of P
Products = tuple[tuple[Polynomial, int], ...]
_HALF = Fraction(1, 2)


def representative(p: Polynomial) -> tuple[Polynomial, int]:
    """(q, h) with p(k) = q(k + h), where the mean of the roots of q lies in [0, 1).

    >>> representative((Fraction(5, 2), Fraction(1)))  # k + 5/2 = (k + 3) − 1/2
    ((Fraction(-1, 2), Fraction(1, 1)), 3)
    """
    h = -floor(-p[-2] / degree(p))
    return shifted(p, Fraction(-h)), h


def between(q: Polynomial, low: int, high: int) -> Polynomial:
    """Π_{i=low+1}^{high} q(n + i): P(n + high)/P(n + low)."""
    result = ONE
    for i in range(low + 1, high + 1):
        result = times(result, shifted(q, Fraction(i)))
    return result


def product_at(q: Polynomial, n: int) -> Fraction:
    """P(n), continued to n < 0 by P(n − 1) = P(n)/q(n).

    >>> product_at((Fraction(-1, 2), Fraction(1)), 2)  # 1/2 · 3/2
    Fraction(3, 4)
    """
    result = Fraction(1)
    for k in range(1, n + 1):
        result *= value(q, Fraction(k))
    for k in range(n + 1, 1):
        result /= value(q, Fraction(k))
    return result


def multiples(products: Products) -> tuple[dict[int, int], Fraction, Products]:
    """(d -> exponent of (dn)!, β, the rest): the products are the factorials times βⁿ times the rest.

    >>> multiples((((Fraction(-1, 2), Fraction(1)), 1),))[0]  # Π (k − 1/2) = (2n)!/(4ⁿ n!)
    {2: 1, 1: -1}
    """
    roots = {-q[0]: e for q, e in products if degree(q) == 1}
    counts: dict[int, int] = {}
    base = Fraction(1)
    for d in sorted({f.denominator for f in roots}, reverse=True):
        class_of = [Fraction(j, d) for j in range(1, d) if gcd(j, d) == 1]
        exponents = [roots.get(f, 0) for f in class_of]
        if min(exponents) <= 0 <= max(exponents):
            continue
        shared = min(exponents, key=abs)
        for f in class_of:
            roots[f] -= shared
        for t in (t for t in range(d, 0, -1) if d % t == 0):
            times_over = _moebius(d // t) * shared
            if times_over:
                counts[t] = counts.get(t, 0) + times_over
                base /= Fraction(t) ** (t * times_over)
    rest = tuple((q, roots.get(-q[0], 0) if degree(q) == 1 else e) for q, e in products)
    return {t: e for t, e in counts.items() if e}, base, tuple((q, e) for q, e in rest if e)


def _moebius(n: int) -> int:
    sign = 1
    for p in range(2, n + 1):
        if n % p == 0:
            n //= p
            if n % p == 0:
                return 0
            sign = -sign
    return sign


def written_out(products: Products, variable: str, index: str) -> tuple[ex.Expr, Fraction]:
    """(Π over the index from 1 to n of whole-numbered factors, β): the products are this times βⁿ."""
    above: list[ex.Expr] = []
    below: list[ex.Expr] = []
    base = Fraction(1)
    for q, e in products:
        whole = tuple(map(Fraction, cleared(q)))
        base /= whole[-1] ** e
        factor = ex.power(ep.polynomial_formula(whole, index), ex.number(abs(e)))
        (above if e > 0 else below).append(factor)
    if not above and not below:
        return ex.ONE, base
    body = ex.divide(ex.mul(*above), ex.mul(*below)) if below else ex.mul(*above)
    return ex.Range("product", index, ex.ONE, ex.Symbol(variable), body), base


def limit_of(products: Products) -> tuple[int, Fraction, ex.Expr] | None:
    """(μ, θ, c) with the products ~ c·n!^μ·n^θ; None where c is Γ at complex numbers."""
    if any(degree(q) > 1 for q, _ in products):
        return None
    roots = {-q[0]: e for q, e in products}
    mu = sum(roots.values())
    theta = -sum((f * e for f, e in roots.items()), Fraction(0))
    return mu, theta, _gammas({1 - f: -e for f, e in roots.items()})


def _gammas(exponents: Mapping[Fraction, int]) -> ex.Expr:
    """Π Γ(x)^e over 0 < x < 1: Γ(1/2) = √π, Γ(x)·Γ(1 − x) = π/sin(πx)."""
    left = dict(exponents)
    pi = ex.Constant("pi")
    powers_of_pi = Fraction(left.pop(_HALF, 0), 2)
    factors: list[ex.Expr] = []
    sines = {3: Fraction(3, 4), 4: Fraction(1, 2), 6: Fraction(1, 4)}
    for d, square in sines.items():  # π/sin(π/d) = π/√square
        x = Fraction(1, d)
        shared = min(left.get(x, 0), left.get(1 - x, 0), key=abs)
        if left.get(x, 0) * left.get(1 - x, 0) > 0:
            left[x] -= shared
            left[1 - x] -= shared
            powers_of_pi += shared
            factors.append(exact_formula(real.power(square, Fraction(-shared, 2))))
    factors.append(ex.power(pi, ex.number(powers_of_pi)))
    for x, e in sorted(left.items()):
        if e:  # Γ(x) is (x − 1)!
            factors.append(ex.power(ex.Apply("factorial", (ex.number(x - 1),)), ex.number(e)))
    return ex.mul(*factors)
