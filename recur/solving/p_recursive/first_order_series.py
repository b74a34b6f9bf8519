"""P₀(n)·T(n) = Σ Pⱼ(n)·T(n − j) with Pⱼ of degree one: the generating function and the leading constant in closed form.

Multiplied by xⁿ and summed, (aⱼn + bⱼ)·T(n − j) becomes xʲ·(aⱼxG' + (aⱼj + bⱼ)·G): so x·A(x)·G' + B(x)·G = r(x)
with polynomials. With r = 0 it is solved by x^(−k)·Π (1 − x/ρᵢ)^(−αᵢ), the ρᵢ zeros of A. With a Laurent polynomial y
that solves the whole equation, G = y + c·x^(−k)·Π (1 − x/ρᵢ)^(−αᵢ), and the zero nearest to 0 tells T(n) up to
1 + O(1/n).
Source: Flajolet and Sedgewick, Analytic Combinatorics, theorem VI.1 and section VII.9.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial
from typing import cast

from recur.model import Expr, Step, expressions as ex, step
from recur.model.records import frozen
from recur.numbers import Polynomial, Real, exact_formula, polynomials, real
from recur.numbers.exponential_polynomials import polynomial_formula
from recur.numbers.matrices import kernel
from recur.numbers.roots import all_roots, exact_real

_HIGHEST = 6  # degree of the Laurent polynomial
_SIMPLE = 240  # denominators of exponents that are recognized
_MOST_NEGATIVE = 8  # k


@frozen
class FirstOrderSeries:
    """G = y + c·x^(−k)·Π (1 − x/ρᵢ)^(−αᵢ), the first of `zeros` (ρᵢ, αᵢ) nearest to 0; A, B and r of its equation."""

    equation: tuple[Polynomial, Polynomial, Polynomial]
    laurent: tuple[Fraction, ...]  # from x^(−k) on
    negative: int
    weight: Fraction
    zeros: tuple[tuple[Real, Fraction], ...]

    @property
    def constant(self) -> tuple[Real, bool] | None:
        """The C of T(n) ~ C·ρ^(−n)·n^(α − 1), times √π where the second is true; None where Γ(α) has no such form."""
        (rho, alpha), *others = self.zeros
        gamma = _gamma(alpha)
        if gamma is None:
            return None
        total: Real = self.weight / gamma
        total = total * real.power(rho, Fraction(-self.negative))
        for zero, order in others:
            total = total * real.power(real.ONE - rho / zero, -order)
        return total, alpha.denominator == 2

    def formula(self, x: ex.Symbol) -> Expr:
        power = ex.power(x, ex.number(self.negative))
        laurent = polynomial_formula(polynomials.trimmed(self.laurent), x.name)
        product = ex.mul(*(ex.power(base, ex.number(-order)) for base, order in self._factors(x)))
        return ex.divide(ex.add(laurent, ex.mul(ex.number(self.weight), product)), power)

    def _factors(self, x: ex.Symbol) -> list[tuple[Expr, Fraction]]:
        """Π (1 − x/ρᵢ) over the zeros of one order, multiplied out where that is a rational polynomial."""
        found: list[tuple[Expr, Fraction]] = []
        for order in dict.fromkeys(order for _, order in self.zeros):
            alike = [zero for zero, own in self.zeros if own == order]
            coefficients: list[Real] = [real.ONE]
            for zero in alike:
                longer = zip([*coefficients, real.ZERO], [real.ZERO, *coefficients], strict=True)
                coefficients = [c - d / zero for c, d in longer]
            rational = polynomials.trimmed(c for c in coefficients if isinstance(c, Fraction))
            if any(not isinstance(zero, Fraction) for zero in alike) and len(rational) == len(coefficients):
                found.append((polynomial_formula(rational, x.name), order))
            else:
                found += [(ex.Add((ex.ONE, ex.negate(ex.divide(x, exact_formula(zero))))), order) for zero in alike]
        return found

    def steps(self, t: Expr, g: ex.Symbol, x: ex.Symbol, n: ex.Symbol, leading: Expr) -> tuple[Step, ...]:
        a, b, r = (polynomial_formula(p, x.name) for p in self.equation)
        left = ex.add(ex.mul(x, a, ex.Symbol(f"{g.name}'")), ex.mul(b, g))
        return (
            step(
                "Let {g} be the sum of {s} over {n} ≥ 0. A factor {n} of a value is a derivative, so the recurrence "
                "says {e}.",
                g=g,
                s=ex.mul(t, ex.power(x, n)),
                n=n,
                e=ex.Relation("=", left, r),
                source="Flajolet and Sedgewick, Analytic Combinatorics, section VII.9",
            ),
            step("Solved, with the stated values: {e}.", e=ex.Relation("=", g, self.formula(x))),
            step(
                "The singularity nearest to 0 is {r}, and gives {t}.",
                r=exact_formula(self.zeros[0][0]),
                t=ex.Relation("~", t, leading),
                source="Flajolet and Sedgewick, Analytic Combinatorics, theorem VI.1",
            ),
        )


def _gamma(alpha: Fraction) -> Fraction | None:
    """Γ(α), divided by √π for half of an odd number; None at its poles, and elsewhere."""
    if alpha.denominator == 1:
        return Fraction(factorial(int(alpha) - 1)) if alpha > 0 else None
    if alpha.denominator != 2:
        return None
    found, at = Fraction(1), Fraction(1, 2)
    while at < alpha:
        found, at = found * at, at + 1
    while at > alpha:
        at -= 1
        found /= at
    return found


def first_order_series(p: tuple[Polynomial, ...], values: list[Fraction]) -> FirstOrderSeries | None:
    """From P₀, …, P_p and T(0), T(1), … up to the first size for which the recurrence holds; None: not of this form."""
    if any(len(q) > 2 for q in p) or len(p[0]) < 2:
        return None
    slope, shift = (tuple(q[i] if len(q) > i else Fraction(0) for q in p) for i in (1, 0))
    signs = [Fraction(1 if not j else -1) for j in range(len(p))]
    a = polynomials.trimmed(c * s for c, s in zip(slope, signs, strict=True))
    b = polynomials.trimmed((slope[j] * j + shift[j]) * signs[j] for j in range(len(p)))
    negative = shift[0] / slope[0]
    if len(b) > len(a) or negative.denominator != 1 or not 0 <= negative <= _MOST_NEGATIVE:
        return None
    right = polynomials.trimmed(
        sum(
            (signs[j] * polynomials.value(q, Fraction(n)) * values[n - j] for j, q in enumerate(p) if j <= n),
            Fraction(0),
        )
        for n in range(len(values))
    )
    zeros = _zeros(a, b)
    laurent = _laurent(a, b, right, int(negative))
    if zeros is None or laurent is None:
        return None
    weight = (values[0] if not negative else Fraction(0)) - laurent[0]
    return FirstOrderSeries((a, b, right), laurent, int(negative), weight, zeros) if weight else None


def _zeros(a: Polynomial, b: Polynomial) -> tuple[tuple[Real, Fraction], ...] | None:
    """(ρᵢ, B(ρᵢ)/(ρᵢ·A'(ρᵢ))), where all zeros of A are simple and real, and their orders rational."""
    found: list[tuple[Real, Fraction]] = []
    for root in all_roots(a) if len(a) > 1 else ():
        rho = exact_real(root) if root.is_real and root.multiplicity == 1 else None
        if rho is None:
            return None
        order = _rational(_at(b, rho) / (rho * _at(polynomials.derivative(a), rho)))
        if order is None:
            return None
        found.append((rho, order))
    found.sort(key=lambda pair: max(map(abs, real.enclose(pair[0]))))
    return tuple(found) or None


def _at(p: Polynomial, x: Real) -> Real:
    total: Real = real.ZERO
    for c in reversed(p):
        total = total * x + c
    return total


def _rational(x: Real) -> Fraction | None:
    if isinstance(x, Fraction):
        return x
    low, high = real.enclose(x)
    near = ((low + high) / 2).limit_denominator(_SIMPLE)
    return near if low <= near <= high and not real.sign(x - near) else None


def _laurent(a: Polynomial, b: Polynomial, right: Polynomial, negative: int) -> tuple[Fraction, ...] | None:
    """The coefficients, from x^(−k) on, of a Laurent polynomial y with x·A·y' + B·y = r."""
    count = negative + _HIGHEST + 1
    height = count + max(len(a), len(b))
    rows = [[Fraction(0)] * (count + 1) for _ in range(height)]
    for i in range(count):
        for j in range(max(len(a), len(b))):
            c = (a[j] * (i - negative) if j < len(a) else 0) + (b[j] if j < len(b) else 0)
            rows[i + j][i] += c
    for m, c in enumerate(right):
        if m + negative >= height:
            return None
        rows[m + negative][count] -= c
    for vector in kernel(rows):
        *weights, last = cast(list[Fraction], vector)
        if last:
            return tuple(x / last for x in weights)
    return None
