"""Hypergeometric terms βⁿ · p(n)/q(n) · Π (n + α)!^e: their products, and their sums where these close.

Π_{k=s+1}^{n} (k + α) is (n + α)!/(s + α)!, factorials of neighbours cancel to polynomials, and a sum of simple
fractions is a rational function plus a multiple of a harmonic number. Factors k + α with other α, and those without
rational roots, are products of their own. Source: Concrete Mathematics, sections 2.6, 5.5 and 5.7.
"""

import math
from collections.abc import Mapping
from fractions import Fraction

from recur.model import Expr, expressions as ex
from recur.model.records import field, frozen
from recur.numbers import exponential_polynomials as ep, polynomials
from recur.numbers.exact import harmonic
from recur.solving.first_order import progression_products as progressions
from recur.solving.first_order.telescoping import polynomial_sum

_MOST_DEGREE = 40
_WIDEST = 60
FURTHEST_START = 10_000  # of a product whose factors up to there are factorials in front


@frozen
class HypergeometricTerm:
    """base^n · above(n)/below(n) · Π (n + α)!^e · Π (Π_{k=1}^n q(k))^e.

    `below` is monic and has no divisor in common with `above`.
    """

    above: polynomials.Polynomial = polynomials.ONE
    below: polynomials.Polynomial = polynomials.ONE
    base: Fraction = Fraction(1)
    factorials: tuple[tuple[int, int], ...] = field(default=())
    products: progressions.Products = field(default=())

    @property
    def is_rational(self) -> bool:
        return self.base == 1 and not self.factorials and not self.products

    @property
    def is_closed(self) -> bool:
        """Whether it is written with factorials and binomials alone."""
        return not progressions.multiples(self.products)[2]

    def formula(self, variable: str, index: str = "k") -> Expr:
        n = ex.Symbol(variable)
        counts, base, rest = progressions.multiples(self.products)
        product, more = progressions.written_out(rest, variable, index)
        plain = HypergeometricTerm(self.above, self.below, self.base * base * more, self.factorials)
        central, plain = _binomials(plain, counts, variable) if counts else ([], plain)
        parts = [ex.power(ex.Apply("factorial", (_moved(variable, a),)), ex.number(e)) for a, e in plain.factorials]
        if counts and plain.base.numerator == 1 and plain.base != 1:
            parts.append(ex.power(ex.power(ex.number(plain.base.denominator), n), ex.MINUS_ONE))
        elif plain.base != 1:
            parts.append(ex.power(ex.number(plain.base), n))
        return ex.mul(rational_formula(plain.above, plain.below, variable), *central, *parts, product)

    def at(self, n: int) -> Fraction:
        """The value; ZeroDivisionError or ValueError outside the domain."""
        result = polynomials.value(self.above, Fraction(n)) / polynomials.value(self.below, Fraction(n)) * self.base**n
        for a, e in self.factorials:
            result *= Fraction(math.factorial(n + a)) ** e
        for q, e in self.products:
            result *= progressions.product_at(q, n) ** e
        return result


def _binomials(
    x: HypergeometricTerm, counts: Mapping[int, int], variable: str
) -> tuple[list[Expr], HypergeometricTerm]:
    """x times Π (dn)!^counts[d], where (dn)! over n!·((d − 1)n)! is a binomial; and what is left of x."""
    left = {d: e for d, e in counts.items() if d > 1}
    whole = {**dict(x.factorials), 0: dict(x.factorials).get(0, 0) + counts.get(1, 0)}
    parts: list[Expr] = []
    n = ex.Symbol(variable)
    for d in sorted(left, reverse=True):
        sign = 1 if left[d] > 0 else -1
        opposed = sum(max(-sign * e, 0) for e in whole.values())
        beside = max(-sign * left.get(d - 1, 0), 0)
        shared = min(abs(left[d]), opposed // 2 if d == 2 else min(opposed, beside))
        if shared:
            parts.append(ex.power(ex.Apply("binomial", (ex.mul(ex.number(d), n), n)), ex.number(sign * shared)))
            left[d] -= sign * shared
            if d > 2:
                left[d - 1] += sign * shared
            whole[0] = whole.get(0, 0) + sign * shared * (2 if d == 2 else 1)
    for d, e in sorted(left.items()):
        parts.append(ex.power(ex.Apply("factorial", (ex.mul(ex.number(d), n),)), ex.number(e)))
    return parts, _reduced(x.above, x.below, x.base, whole)


def _moved(variable: str, k: int) -> Expr:
    return ex.add(ex.Symbol(variable), ex.number(k)) if k else ex.Symbol(variable)


def rational_formula(above: polynomials.Polynomial, below: polynomials.Polynomial, variable: str) -> Expr:
    """above/below, the factors n + k of the denominator kept apart."""
    if polynomials.degree(below) == 0:
        return ep.polynomial_formula(above, variable)
    front, factors = Fraction(1), list[Expr]()
    for q, e in polynomials.factors(below):
        whole = tuple(map(Fraction, polynomials.cleared(q)))
        front *= whole[-1] ** e
        factors.append(ex.power(ep.polynomial_formula(whole, variable), ex.number(-e)))
    whole = tuple(map(Fraction, polynomials.cleared(above)))
    if above and above[-1] < 0:
        whole = polynomials.scaled(whole, Fraction(-1))
    front *= above[-1] / whole[-1] if whole else 1
    return ex.mul(ex.number(front), ep.polynomial_formula(whole, variable), *factors)


def product(x: HypergeometricTerm, y: HypergeometricTerm) -> HypergeometricTerm:
    counts, products = dict(x.factorials), dict(x.products)
    for a, e in y.factorials:
        counts[a] = counts.get(a, 0) + e
    for q, e in y.products:
        products[q] = products.get(q, 0) + e
    above, below = polynomials.times(x.above, y.above), polynomials.times(x.below, y.below)
    return _reduced(above, below, x.base * y.base, counts, products)


def reciprocal(x: HypergeometricTerm) -> HypergeometricTerm:
    inverted = {q: -e for q, e in x.products}
    return _reduced(x.below, x.above, 1 / x.base, {a: -e for a, e in x.factorials}, inverted)


def rational_plus(x: HypergeometricTerm, y: HypergeometricTerm) -> HypergeometricTerm:
    """The sum of two rational functions."""
    above = polynomials.plus(polynomials.times(x.above, y.below), polynomials.times(y.above, x.below))
    return _reduced(above, polynomials.times(x.below, y.below), Fraction(1), {})


def leading_hypergeometric(x: HypergeometricTerm, variable: str) -> Expr | None:
    """g with x ~ g: above/below by its leading term, products by n! and a power of n; None without their constant."""
    limit = progressions.limit_of(x.products)
    if limit is None:
        return None
    mu, theta, constant = limit
    power_of_n = theta + polynomials.degree(x.above) - polynomials.degree(x.below)
    factorials = dict(x.factorials)
    if mu:
        factorials[0] = factorials.get(0, 0) + mu
        opposed = [a for a, e in factorials.items() if a and e * factorials[0] < 0]
        for a in opposed:  # (n + α)! ~ n!·n^α
            shared = min(abs(factorials[a]), abs(factorials[0])) * (1 if factorials[a] > 0 else -1)
            factorials[a] -= shared
            factorials[0] += shared
            power_of_n += shared * a
    n, front = ex.Symbol(variable), ex.number(x.above[-1] / x.below[-1])
    parts = [ex.power(ex.Apply("factorial", (_moved(variable, a),)), ex.number(e)) for a, e in factorials.items() if e]
    if x.base != 1:
        parts.append(ex.power(ex.number(x.base), n))
    return ex.mul(front, constant, ex.power(n, ex.number(power_of_n)), *parts)


def _reduced(
    above: polynomials.Polynomial,
    below: polynomials.Polynomial,
    base: Fraction,
    counts: Mapping[int, int],
    products: Mapping[polynomials.Polynomial, int] | None = None,
) -> HypergeometricTerm:
    """(n + α)!/(n + β)! becomes a polynomial; common divisors go."""
    up = sorted(a for a, e in counts.items() for _ in range(max(e, 0)))
    down = sorted(a for a, e in counts.items() for _ in range(max(-e, 0)))
    while up and down and abs(up[-1] - down[-1]) <= _WIDEST:
        a, b = up.pop(), down.pop()
        between = polynomials.ONE
        for k in range(min(a, b) + 1, max(a, b) + 1):
            between = polynomials.times(between, (Fraction(k), Fraction(1)))
        above, below = (
            (polynomials.times(above, between), below) if a > b else (above, polynomials.times(below, between))
        )
    shared = polynomials.common_divisor(above, below)
    if polynomials.degree(shared) > 0:
        above, below = polynomials.divided(above, shared)[0], polynomials.divided(below, shared)[0]
    if below and below[-1] != 1:
        above, below = polynomials.scaled(above, 1 / below[-1]), polynomials.scaled(below, 1 / below[-1])
    left: dict[int, int] = {}
    for sign, each in ((1, up), (-1, down)):
        for a in each:
            left[a] = left.get(a, 0) + sign
    kept = tuple(sorted((q, e) for q, e in (products or {}).items() if e))
    return HypergeometricTerm(above, below, base, tuple(sorted(left.items())), kept)


def term(x: Expr, variable: str) -> HypergeometricTerm | None:
    """x as one hypergeometric term; None when it is not written as one."""
    match x:
        case ex.Number(c):
            return HypergeometricTerm((c,)) if c else HypergeometricTerm(())
        case ex.Symbol(name):
            return HypergeometricTerm((Fraction(0), Fraction(1))) if name == variable else None
        case ex.Mul(factors):
            result = HypergeometricTerm()
            for factor in factors:
                part = term(factor, variable)
                if (
                    part is None
                    or max(polynomials.degree(result.above), polynomials.degree(result.below)) > _MOST_DEGREE
                ):
                    return None
                result = product(result, part)
            return result
        case ex.Add(terms):
            parts = [term(part, variable) for part in terms]
            if any(part is None or not part.is_rational for part in parts):
                return None
            total = HypergeometricTerm(())
            for part in parts:
                assert part is not None
                total = rational_plus(total, part)
                if max(polynomials.degree(total.above), polynomials.degree(total.below)) > _MOST_DEGREE:
                    return None
            return total
        case ex.Power(base, exponent):
            return _power(base, exponent, variable)
        case ex.Apply("factorial", (argument,)):
            inner = term(argument, variable)
            if (
                inner is None
                or not inner.is_rational
                or polynomials.degree(inner.below)
                or polynomials.degree(inner.above) != 1
            ):
                return None
            shift, slope = inner.above
            if slope != 1 or shift.denominator != 1 or abs(shift) > _WIDEST:
                return None
            return HypergeometricTerm(factorials=((int(shift), 1),))
    return None


def _power(base: Expr, exponent: Expr, variable: str) -> HypergeometricTerm | None:
    inner = term(base, variable)
    if inner is not None and isinstance(exponent, ex.Number) and exponent.value.denominator == 1:
        k = int(exponent.value)
        if abs(k) * max(polynomials.degree(inner.above), polynomials.degree(inner.below), 1) > _MOST_DEGREE or (
            k < 0 and not inner.above
        ):
            return None
        counts = {a: e * k for a, e in inner.factorials}
        products = {q: e * k for q, e in inner.products}
        above, below = polynomials.raised(inner.above, abs(k)), polynomials.raised(inner.below, abs(k))
        above, below = (above, below) if k >= 0 else (below, above)
        return _reduced(above, below, inner.base**k, counts, products)
    terms = ep.exponential_polynomial(ex.Power(base, exponent), variable)
    if terms is None or len(terms) != 1:
        return None
    ((beta, p),) = terms.items()
    return HypergeometricTerm(p, polynomials.ONE, beta)


def running_product(a: HypergeometricTerm, start: int) -> HypergeometricTerm | None:
    """Π_{k=start+1}^{n} a(k), when a is a rational function whose whole zeros and poles lie up to `start`."""
    if not a.is_rational or not a.above or abs(start) > FURTHEST_START:
        return None
    base, counts = a.above[-1], dict[int, int]()
    products: dict[polynomials.Polynomial, int] = {}
    above: polynomials.Polynomial = (base ** (-start),)
    below = polynomials.ONE
    for polynomial, sign in ((a.above, 1), (a.below, -1)):
        for p, e in polynomials.factors(polynomial):
            if polynomials.degree(p) == 1 and p[0].denominator == 1:
                if -p[0] > start:
                    return None
                counts[int(p[0])] = counts.get(int(p[0]), 0) + sign * e
                continue
            q, h = progressions.representative(p)
            if abs(h) * e > _WIDEST:
                return None
            products[q] = products.get(q, 0) + sign * e
            over = polynomials.raised(progressions.between(q, min(h, 0), max(h, 0)), e)
            if (h > 0) == (sign > 0):
                above = polynomials.times(above, over)
            else:
                below = polynomials.times(below, over)
            above = polynomials.scaled(above, progressions.product_at(q, start + h) ** (-sign * e))
    for shift, e in counts.items():
        above = polynomials.scaled(above, 1 / Fraction(math.factorial(start + shift)) ** e)
    return _reduced(above, below, base, counts, products)


def _whole_roots(p: polynomials.Polynomial) -> list[tuple[int, int]]:
    found = []
    for root in polynomials.rational_roots(p):
        if root.denominator == 1:
            linear, k, rest = (-root, Fraction(1)), 0, p
            while polynomials.degree(rest) > 0 and not polynomials.divided(rest, linear)[1]:
                rest, k = polynomials.divided(rest, linear)[0], k + 1
            found.append((int(root), k))
    return found


@frozen
class RationalSum:
    """above(n)/below(n) + weight·H(n + shift)."""

    above: polynomials.Polynomial
    below: polynomials.Polynomial
    weight: Fraction = Fraction(0)
    shift: int = 0

    def formula(self, variable: str) -> Expr:
        parts = [rational_formula(self.above, self.below, variable)] if self.above else []
        if self.weight:
            parts.insert(0, ex.mul(ex.number(self.weight), ex.Apply("harmonic", (_moved(variable, self.shift),))))
        return ex.add(*parts)


def rational_sum(x: HypergeometricTerm, start: int) -> RationalSum | None:
    """Σ_{k=start+1}^{n} x(k) of a rational function with simple whole poles below start + 1."""
    if not x.is_rational:
        return None
    whole, rest = polynomials.divided(x.above, x.below)
    poles = _whole_roots(x.below)
    if sum(k for _, k in poles) != polynomials.degree(x.below) or any(k > 1 or r > start for r, k in poles):
        return None
    weights: dict[int, Fraction] = {}
    for root, _ in poles:
        others = polynomials.divided(x.below, (Fraction(-root), Fraction(1)))[0]
        weights[-root] = polynomials.value(rest, Fraction(root)) / polynomials.value(others, Fraction(root))
    above, below = polynomial_sum(whole, start), polynomials.ONE
    if not weights:
        return RationalSum(above, below)
    least, total, constant = min(weights), sum(weights.values(), Fraction(0)), Fraction(0)
    for shift, c in weights.items():
        constant -= c * harmonic(start + shift)
        for i in range(least + 1, shift + 1):
            linear = (Fraction(i), Fraction(1))
            above, below = (
                polynomials.plus(polynomials.times(above, linear), polynomials.scaled(below, c)),
                polynomials.times(below, linear),
            )
    above = polynomials.plus(above, polynomials.scaled(below, constant))
    reduced = _reduced(above, below, Fraction(1), {})
    return RationalSum(reduced.above, reduced.below, total, least)


def exponential_series(x: HypergeometricTerm, start: int) -> tuple[Fraction, Fraction, Fraction] | None:
    """(a, b, β) with Σ_{k>start} x(k) = a + b·e^β, for x = βᵏ·p(k)/(k + α)! up to factors of the factorial."""
    if len(x.factorials) != 1 or x.factorials[0][1] != -1 or x.products:
        return None
    alpha, above, below = x.factorials[0][0], x.above, x.below
    poles = _whole_roots(below)
    if sum(k for _, k in poles) != polynomials.degree(below) or any(k > 1 for _, k in poles):
        return None
    highest = max([alpha, *(-root for root, _ in poles)])
    if highest - alpha > _WIDEST:
        return None
    # p/(q·(k + α)!) = p·(the factors of (k + α')!/(k + α)! that q lacks)/(k + α')!
    for i in range(alpha + 1, highest + 1):
        above = polynomials.times(above, (Fraction(i), Fraction(1)))
    above, rest = polynomials.divided(above, below)
    if rest or start + 1 + highest < 0:
        return None
    # With m = k + α': Σ p(m − α')·β^(m − α')/m! over falling factorials.
    p = polynomials.scaled(polynomials.shifted(above, Fraction(-highest)), x.base**-highest)
    whole, j = Fraction(0), 0
    rest_of_p = p
    while rest_of_p:
        rest_of_p, remainder = polynomials.divided(rest_of_p, (Fraction(-j), Fraction(1)))
        whole += (remainder[0] if remainder else Fraction(0)) * x.base**j
        j += 1
    finite = Fraction(0)
    for m in range(start + 1 + highest):
        finite += polynomials.value(p, Fraction(m)) * x.base**m / math.factorial(m)
    return -finite, whole, x.base
