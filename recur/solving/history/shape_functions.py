"""Roura's shape function: weights w(n, j) ≈ ω(j/n)/n turn a full history into T(n) = ∫ ω(z) T(zn) dz + f(n).

ω consists of polynomials c·z^i on intervals [α, β] ⊂ [0, 1], and a call a·T(rn) is a point mass a at z = r. With
Φ(p) = ∫ ω(z) z^p dz + Σ a r^p, which falls strictly, the exponent p with Φ(p) = 1 plays the part it has in Akra and
Bazzi's theorem, of which this is the continuous form.

Source: Roura, Improved master theorems for divide-and-conquer recurrences, Journal of the ACM 48, 2001.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.asymptotics import UNIT, Between, Regime, Series, expand, level_sum, monomials, multiple
from recur.model import Definition, Expr, OtherShape, Undecided, Unmet, expressions as ex
from recur.model.records import frozen
from recur.numbers import Real, exact_formula, real
from recur.numbers.polynomials import count_roots, square_free, value
from recur.numbers.roots import zero_between
from recur.solving.history.earlier_values import History, WeightedSum, holds_binomial, share

if TYPE_CHECKING:
    from recur.numbers.interval import Interval

_EXPONENT = "p"


@frozen
class ShapePart:
    """coefficient·z^degree on [low, high]."""

    coefficient: Real
    degree: int
    low: Real
    high: Real


@frozen
class ShapeFunction:
    """ω as its parts, and the point masses (a, r)."""

    parts: tuple[ShapePart, ...]
    masses: tuple[tuple[Real, Real], ...] = ()

    @property
    def constant(self) -> Real | None:
        """c, when ω is c on the whole of [0, 1] and nothing else."""
        if self.masses or any(p.degree or p.low != 0 or p.high != 1 for p in self.parts):
            return None
        total: Real = real.ZERO
        for part in self.parts:
            total += part.coefficient
        return total


@frozen
class Exponent:
    """p with Φ(p) = 1; `definition` when no short formula is known."""

    value: Real
    definition: Definition | None = None


def shape_of_history(history: History, masses: tuple[tuple[Real, Real], ...], variable: str) -> ShapeFunction:
    parts = tuple(part for piece in history.pieces for part in _parts(piece, history.index, variable))
    if not parts and not masses:
        raise Unmet("weights of order 1/n", "the weights of the earlier values vanish in the limit")
    return ShapeFunction(parts, masses)


def _parts(piece: WeightedSum, index: ex.Symbol, variable: str) -> list[ShapePart]:
    low, high = share(piece.low, variable), share(piece.high, variable)
    if real.sign(low) < 0 or real.compare(high, real.ONE) > 0 or real.compare(low, high) > 0:
        raise Unmet("sizes between 0 and n", "the sum reaches from {x} to {y}", x=piece.low, y=piece.high)
    n, z = ex.Symbol(variable), ex.Symbol("z" if variable != "z" else "y")
    if any(isinstance(node, ex.Apply) and index.name in ex.symbols(node) for node in ex.walk(piece.weight)):
        refusal = OtherShape if holds_binomial(piece.weight) else Unmet
        raise refusal("a polynomial shape function", "the weight {x} is no polynomial in the size", x=piece.weight)
    series = expand(ex.mul(n, ex.substitute(piece.weight, index.name, ex.mul(z, n))), variable)
    if series.is_zero:
        return []
    m, c = series.lead
    order = monomials.compare(m, UNIT)
    rest = m if order < 0 else series.terms[1][0] if len(series.terms) > 1 else series.error
    small = rest is None or real.sign(dict(rest.powers).get(0, real.ZERO)) < 0
    if order > 0 or isinstance(c, Between) or not small:
        raise Unmet("weights ω(j/n)/n + O(n^(−1−ε))", "the weight {x} has another order", x=piece.weight)
    if order < 0:
        return []
    return [ShapePart(a, i, low, high) for i, a in enumerate(_coefficients(c, z.name)) if a != 0]


def _coefficients(c: Real, z: str) -> list[Real]:
    """The coefficients of a polynomial in the symbol z."""
    coefficients = real.polynomial_in(c, z)
    if coefficients is None:
        raise Unmet("a polynomial shape function", "the weights are no polynomial in j/n in the limit")
    if len(coefficients) == 1:
        _require_nonnegative(c)
    else:
        _require_nonnegative_polynomial(coefficients)
    return coefficients


def _require_nonnegative(c: Real) -> None:
    if real.sign(c) < 0:
        raise Unmet("nonnegative weights", "an earlier value is subtracted")


def _require_nonnegative_polynomial(coefficients: list[Real]) -> None:
    """ω ≥ 0 on [0, 1]: no sign change inside and a positive value somewhere."""
    ratios = [a / coefficients[-1] for a in coefficients]
    p = tuple(a for a in ratios if isinstance(a, Fraction))
    if len(p) < len(ratios):
        raise Unmet("rational weights", "the weights are irrational multiples of each other")
    inner = [q for q, k in square_free(p) if k % 2]
    changes = sum(count_roots(q, real.ZERO, real.ONE) - (value(q, real.ONE) == 0) for q in inner)
    if changes or value(p, Fraction(1, 2)) * real.sign(coefficients[-1]) < 0:
        raise Unmet("nonnegative weights", "some earlier values enter with negative weight")


def moment(shape: ShapeFunction, p: Real) -> Real:
    """Φ(p) = ∫ ω(z) z^p dz + Σ a r^p; p + degree > −1 wherever the interval begins at 0."""
    total: Real = real.ZERO
    for part in shape.parts:
        k = p + Fraction(part.degree + 1)
        by_power = None if k == 0 else (_power(part.high, k) - _power(part.low, k)) / k
        value = real.ln(part.high) - real.ln(part.low) if by_power is None else by_power
        total += part.coefficient * value
    for a, r in shape.masses:
        total += a * real.power(r, p)
    return total


def _power(x: Real, k: Real) -> Real:
    """x^k, with 0^k = 0 for the k > 0 that occur there."""
    return real.ZERO if x == 0 else real.power(x, k)


def slope(shape: ShapeFunction, p: Real) -> Real:
    """−Φ'(p) = −∫ ω(z) z^p ln z dz − Σ a r^p ln r, the mean number of e-folds a step takes."""
    total: Real = real.ZERO
    for part in shape.parts:
        k = p + Fraction(part.degree + 1)
        if k == 0:
            logs = [real.ln(part.high), real.ln(part.low)]
            squares = [x * x for x in logs]
            value = (squares[0] - squares[1]) / Fraction(2)
        else:
            value = _antiderivative(part.high, k) - _antiderivative(part.low, k)
        total = total - part.coefficient * value
    for a, r in shape.masses:
        total = total - a * real.power(r, p) * real.ln(r)
    return total


def _antiderivative(z: Real, k: Real) -> Real:
    """∫ z^(k−1) ln z dz = z^k (ln z/k − 1/k²), 0 at z = 0."""
    if z == 0:
        return real.ZERO
    inner = real.ln(z) / k - real.ONE / (k * k)
    return real.power(z, k) * inner


def exponent_of(shape: ShapeFunction) -> Exponent:
    """The one p with Φ(p) = 1."""
    c = shape.constant
    if c is not None:
        return Exponent(c - real.ONE)
    guess = _approximate(shape)
    for denominator in (1, 2, 3, 4, 5, 6):
        k = Fraction(round(guess * denominator), denominator)
        if abs(float(k) - guess) < 1e-9 and k > _least(shape) and real.compare(moment(shape, k), real.ONE) == 0:
            return Exponent(k)
    root = real.defined(_EXPONENT, lambda bits: _bracket(shape, bits))
    formula = equation(shape, ex.Symbol(_EXPONENT))
    return Exponent(root, Definition(_EXPONENT, formula, real.digits(root, 50), "the real root of"))


def _least(shape: ShapeFunction) -> float:
    """Φ(p) exists for p above this."""
    return max((-1.0 - p.degree for p in shape.parts if p.low == 0), default=-math.inf)


def _approximate(shape: ShapeFunction) -> float:
    parts = [(float(p.coefficient), p.degree + 1, float(p.low), float(p.high)) for p in shape.parts]
    masses = [(float(a), float(r)) for a, r in shape.masses]

    def excess(p: float) -> float:
        total = -1.0
        for c, d, low, high in parts:
            k = p + d
            if abs(k) < 1e-12:
                total += c * math.log(high / low)
            else:
                total += c * (high**k - (low**k if low else 0.0)) / k
        return total + math.fsum(a * math.exp(p * math.log(r)) for a, r in masses)

    least = _least(shape)
    low, high = max(least + 1e-9, -64.0), 1.0
    if excess(low) < 0:
        raise Undecided("the exponent with ∫ ω(z) z^p dz = 1 lies too far below 0")
    while excess(high) > 0:
        high *= 2
        if high > 1e6:
            raise Undecided("the exponent with ∫ ω(z) z^p dz = 1 is too large")
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return (low + high) / 2


def _bracket(shape: ShapeFunction, bits: int) -> tuple[Fraction, Fraction]:
    """Rationals about 2^−bits apart with p between them, certified by the sign of Φ − 1 in interval arithmetic."""
    from recur.numbers.interval import exponential, interval

    precision = 2 * bits + 80

    def raised(x: Real, k: Interval) -> Interval:
        return interval(real.ZERO, precision) if x == 0 else exponential(k * real.as_interval(real.ln(x), precision))

    def excess(p: Fraction) -> Interval:
        total = interval(Fraction(-1), precision)
        for part in shape.parts:
            k = interval(p + part.degree + 1, precision)
            difference = raised(part.high, k) - raised(part.low, k)
            total += real.as_interval(part.coefficient, precision) * difference * k.reciprocal()
        for a, r in shape.masses:
            total += real.as_interval(a, precision) * raised(r, interval(p, precision))
        return total

    return zero_between(excess, _approximate(shape), bits)


def equation(shape: ShapeFunction, p: Expr) -> Expr:
    """∫ ω(z) z^p dz + Σ a r^p = 1 as a formula."""
    terms = [integral(part, p) for part in shape.parts]
    terms += [ex.mul(exact_formula(a), ex.power(exact_formula(r), p)) for a, r in shape.masses]
    return ex.Relation("=", ex.add(*terms), ex.Number(real.ONE))


def integral(part: ShapePart, p: Expr) -> Expr:
    z = ex.Symbol("z" if "z" not in ex.symbols(p) else "y")
    body = ex.mul(exact_formula(part.coefficient), ex.power(z, ex.Number(Fraction(part.degree))), ex.power(z, p))
    if part.degree and not isinstance(p, ex.Number):
        body = ex.mul(exact_formula(part.coefficient), ex.power(z, ex.add(p, ex.Number(Fraction(part.degree)))))
    return ex.Range("integral", z.name, exact_formula(part.low), exact_formula(part.high), body)


def history_leading_term(shape: ShapeFunction, p: Real, f: Series, variable: str) -> Expr | None:
    """C·g(n) with T(n) ~ C·g(n) for an exact f; None where the small sizes decide or f varies.

    Where f dominates this is f/(1 − Φ(a)), where all sizes count n^p·(∫ f/u^(p+1) du)/(−Φ'(p)).
    """
    if f.is_zero:
        return None
    toll, c = f.lead
    if isinstance(c, Between):
        return None
    total = level_sum(toll, p)
    if total.regime is Regime.LEAF_HEAVY or total.converges:
        return None
    if total.regime is Regime.BALANCED:
        c = c * total.constant / slope(shape, p)
    elif not toll.exponential:
        a = dict(toll.powers).get(0, real.ZERO)
        c = c / (real.ONE - moment(shape, a))
    return multiple(c, total.growth, variable)
