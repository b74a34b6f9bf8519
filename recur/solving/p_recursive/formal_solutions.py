"""P₀(n)·T(n) = Σ Pⱼ(n)·T(n − j): its largest formal solutions n!^μ·ρⁿ·e^(Σ cₖ·n^(k/r))·n^θ·(1 + s₁/n^(1/r) + …).

μ is the largest slope (deg Pⱼ − deg P₀)/j, r its denominator. With z = n^(−1/r) and Qⱼ(z) = Pⱼ(n)·n^(−deg P₀ − μj),
ρ is a root of Σ over the largest slope, Q₀(0) = Σ Qⱼ(0)·ρ^(−j). A solution of this form obeys

    Q₀(z)·S(z) = Σ Qⱼ(z)·ρ^(−j)·Bⱼ(z)·S(z·(1 − jzʳ)^(−1/r)),
    Bⱼ = Π_{l<j} (1 − lzʳ)^(−μ)·exp(Σ cₖ·z^(−k)·((1 − jzʳ)^(k/r) − 1))·(1 − jzʳ)^θ,

and compared by powers of z this gives c_{r−1}, …, c₁, then θ, then s₁, s₂, …, where ρ is a simple root: each of them
stands first in one equation, times σ = Σ j·Qⱼ(0)·ρ^(−j). So cₖ and θ lie in the field of ρ.
Source: Birkhoff and Trjitzinsky 1933; Wimp and Zeilberger 1985.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol, Self, TypeVar

from recur.model import Unmet, expressions as ex
from recur.model.records import frozen
from recur.numbers import Polynomial, Root, polynomials
from recur.numbers.boxes import Complex, box, box_of_root
from recur.numbers.exponential_polynomials import polynomial_formula
from recur.numbers.roots import all_roots
from recur.solving.linear.dominant_roots import have_equal_moduli

_PRECISIONS = (64, 200, 600)
_MOST_RAMIFIED = 4
_MUCH_SMALLER = 16


class _Number(Protocol):
    """What coefficients of series are: boxes, or numbers of a field."""

    def __add__(self, other: Self | Fraction | int, /) -> Self: ...
    def __mul__(self, other: Self | Fraction | int, /) -> Self: ...
    def __neg__(self) -> Self: ...


N = TypeVar("N", bound=_Number)


@frozen
class Algebraic:
    """g(ρ) for a root ρ of the irreducible `modulus`."""

    g: Polynomial
    modulus: Polynomial

    def _like(self, other: Algebraic | Fraction | int) -> Polynomial:
        return other.g if isinstance(other, Algebraic) else polynomials.trimmed([Fraction(other)])

    def __add__(self, other: Algebraic | Fraction | int) -> Algebraic:
        return Algebraic(polynomials.plus(self.g, self._like(other)), self.modulus)

    def __mul__(self, other: Algebraic | Fraction | int) -> Algebraic:
        product = polynomials.times(self.g, self._like(other))
        return Algebraic(polynomials.divided(product, self.modulus)[1], self.modulus)

    def __neg__(self) -> Algebraic:
        return Algebraic(polynomials.scaled(self.g, Fraction(-1)), self.modulus)

    def reciprocal(self) -> Algebraic:
        return Algebraic(polynomials.inverse_modulo(self.g, self.modulus), self.modulus)


@frozen
class PolynomialRecurrence:
    """P₀(n)·T(n) = Σ Pⱼ(n)·T(n − j) for n ≥ start, `polynomials` P₀, …, P_p."""

    polynomials: tuple[Polynomial, ...]
    start: int

    @property
    def order(self) -> int:
        return len(self.polynomials) - 1


@frozen
class FormalSolution:
    """n!^μ·ρⁿ·e^(Σ cₖ·n^(k/r))·n^θ·(1 + …), with c₁, …, c_{r−1} and θ in the field of ρ."""

    root: Root
    exponents: tuple[Algebraic, ...]
    theta: Algebraic

    def at_root(self, x: Algebraic, bits: int) -> Complex:
        """A number of the field of ρ."""
        rho, total = box_of_root(self.root, bits), box(0, bits)
        for c in reversed(x.g):
            total = total * rho + c
        return total


@frozen
class DominantGroup:
    """The formal solutions of the largest slope; `series` are Q₀, …, Q_p as powers of z.

    The first `dominant` of them have the largest |ρ|; then come those of other simple roots that are not much smaller.
    """

    power: Fraction  # μ
    series: tuple[Polynomial, ...]
    characteristic: Polynomial
    solutions: tuple[FormalSolution, ...]
    dominant: int

    @property
    def ramified(self) -> int:
        return self.power.denominator

    @property
    def lead(self) -> Fraction:
        return self.series[0][0]


def dominant_group(told: PolynomialRecurrence) -> DominantGroup:
    """Those of the recurrence, or the hypothesis that fails."""
    p = told.polynomials
    power = max(Fraction(len(q) - len(p[0]), j) for j, q in enumerate(p) if j and q)
    if power.denominator > _MOST_RAMIFIED:
        raise Unmet(
            "a power of n! with a small denominator",
            "the growth would be that of a power {m} of {f}",
            m=ex.number(power),
            f=ex.Symbol("n!"),
        )
    series = _in_z(p, power)
    limits = [q[0] if q else Fraction(0) for q in series]
    last = max(j for j, c in enumerate(limits) if c)
    characteristic = polynomials.trimmed([*(-c for c in reversed(limits[1 : last + 1])), limits[0]])
    roots = _dominant_roots(characteristic)
    solutions = tuple(_formal(series, power, root) for root in (*roots, *_near(characteristic, roots)))
    return DominantGroup(power, series, characteristic, solutions, len(roots))


def _in_z(p: tuple[Polynomial, ...], power: Fraction) -> tuple[Polynomial, ...]:
    """Qⱼ as polynomials in z = n^(−1/r)."""
    r, degree = power.denominator, len(p[0]) - 1
    found = []
    for j, q in enumerate(p):
        shift = r * degree + power.numerator * j
        back = [Fraction(0)] * (shift + 1 if q else 0)
        for i, c in enumerate(q):
            back[shift - r * i] = c
        found.append(polynomials.trimmed(back))
    return tuple(found)


def _dominant_roots(characteristic: Polynomial) -> list[Root]:
    """All roots of the largest modulus, a pair next to each other."""
    roots = all_roots(characteristic)
    top = max(roots, key=lambda root: root.modulus(_PRECISIONS[0])[1])
    found = []
    for root in roots:
        if root == top or not _is_smaller(root, top):
            if root != top and not have_equal_moduli(top, root):
                raise Unmet(
                    "moduli that can be told apart",
                    "two roots of {p} are nearly of one modulus",
                    p=polynomial_formula(characteristic, "x"),
                )
            found.append(root)
    if any(root.multiplicity > 1 for root in found):
        raise Unmet(
            "simple dominant roots",
            "a root of largest modulus of {p} is multiple",
            p=polynomial_formula(characteristic, "x"),
        )
    return found


def _near(characteristic: Polynomial, dominant: Sequence[Root]) -> list[Root]:
    """The other simple roots that are not much smaller: what they bring dies out slowly."""
    least = dominant[0].modulus(_PRECISIONS[0])[0] / _MUCH_SMALLER
    return [
        root
        for root in all_roots(characteristic)
        if root not in dominant and root.multiplicity == 1 and root.modulus(_PRECISIONS[0])[0] > least
    ]


def _is_smaller(root: Root, other: Root) -> bool:
    return any(root.modulus(bits)[1] < other.modulus(bits)[0] for bits in _PRECISIONS)


def _formal(series: tuple[Polynomial, ...], power: Fraction, root: Root) -> FormalSolution:
    """The one of a simple root: each equation fixes one of c_{r−1}, …, c₁, θ."""
    r, field = power.denominator, root.factor
    zero = Algebraic((), field)
    rho = Algebraic(polynomials.divided(polynomials.X, field)[1], field)
    inverse = rho.reciprocal()
    powers = [zero + 1]
    for _ in series[1:]:
        powers.append(powers[-1] * inverse)
    sigma = zero
    for j, q in enumerate(series):
        if j and q:
            sigma = sigma + powers[j] * (j * q[0])
    over_sigma = sigma.reciprocal()
    known: list[Algebraic] = [zero] * r  # c₁, …, c_{r−1}, θ
    for m in range(1, r + 1):
        left = zero + (series[0][m] if m < len(series[0]) else 0)
        for j in range(1, len(series)):
            if series[j]:
                own = shape_series(j, power, known, m + 1, zero)
                left = left + -(powers[j] * series_product(series[j], own, m + 1, zero)[m])
        k = r - m
        known[k - 1] = -(left * over_sigma) * (Fraction(r, k) if k else 1)
    return FormalSolution(root, tuple(known[:-1]), known[-1])


# -- power series in z -------------------------------------------------------------------------------------


def shape_series(j: int, power: Fraction, known: Sequence[N], length: int, zero: N) -> list[N]:
    """Bⱼ to that length, from c₁, …, c_{r−1}, θ."""
    r = power.denominator
    log = [zero] * length
    for k, c in enumerate(known[:-1], start=1):
        for t in range(1, (length + k - 1) // r + 1):
            if r * t - k < length:
                log[r * t - k] = log[r * t - k] + c * (binomial_coefficient(Fraction(k, r), t) * (-j) ** t)
    found = exponential_series(log, zero) if r > 1 else [zero + 1, *[zero] * (length - 1)]
    found = _times_power(found, known[-1], j, r, zero)
    for i in range(1, j):
        found = _times_power(found, zero + -power, i, r, zero)
    return found


def _times_power(series: Sequence[N], exponent: N, j: int, r: int, zero: N) -> list[N]:
    """The series times (1 − jzʳ)^exponent."""
    factor = [zero + 1]
    for t in range((len(series) - 1) // r):
        factor.append(factor[-1] * (exponent + -t) * Fraction(-j, t + 1))
    found = [zero] * len(series)
    for k, c in enumerate(series):
        if c is not zero:
            for t, a in enumerate(factor[: (len(series) - 1 - k) // r + 1]):
                found[k + r * t] = found[k + r * t] + c * a
    return found


def exponential_series(log: Sequence[N], zero: N) -> list[N]:
    """exp of a series without a constant term."""
    found = [zero + 1]
    for n in range(1, len(log)):
        total = zero
        for i in range(1, n + 1):
            total = total + log[i] * found[n - i] * i
        found.append(total * Fraction(1, n))
    return found


def series_product(p: Polynomial, series: Sequence[N], length: int, zero: N) -> list[N]:
    """p·series to that length."""
    found = [zero] * length
    for i, c in enumerate(p[:length]):
        if c:
            for k in range(min(len(series), length - i)):
                found[i + k] = found[i + k] + series[k] * c
    return found


def binomial_coefficient(x: Fraction, k: int) -> Fraction:
    """x over k."""
    found = Fraction(1)
    for i in range(k):
        found *= (x - i) / (i + 1)
    return found
