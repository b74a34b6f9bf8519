"""The singularity of a power series that is nearest to 0: its place as an exact number, or by digits.

Source: Flajolet and Sedgewick, Analytic Combinatorics, theorems IV.6 (Pringsheim) and IV.10, section VI.3.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

from recur.model import Definition, Unmet, expressions as ex
from recur.model.records import frozen
from recur.numbers import Polynomial, Real, Root, polynomials, real
from recur.numbers.exponential_polynomials import polynomial_formula
from recur.numbers.interval import Interval, interval
from recur.numbers.roots import all_roots, exact_real, zero_between
from recur.solving.history import exponential_polynomials_in_x as inx
from recur.solving.history.exponential_polynomials_in_x import InX

_PRECISIONS = (64, 200, 600)
_LOWEST, _HIGHEST = Fraction(1, 1 << 20), Fraction(1 << 10)  # where a zero by digits is looked for
_HALVINGS = 60


@frozen
class Radius:
    """The number, and the definition of its name where it is known by digits alone."""

    number: Real
    where: tuple[Definition, ...] = ()


def nearest_zero(d: Polynomial, x: str) -> Root:
    """The zero nearest to 0, which has to be positive, and the only one at its distance."""
    roots = all_roots(d) if len(d) > 1 else ()
    for root in roots:
        if root.is_real and root.is_positive and all(o is root or _is_nearer(root, o) for o in roots):
            return root
    raise Unmet("one nearest singularity", "no positive zero of {d} is nearest to 0", d=polynomial_formula(d, x))


def _is_nearer(root: Root, other: Root) -> bool:
    return any(root.modulus(bits)[1] < other.modulus(bits)[0] for bits in _PRECISIONS)


def radius_at(root: Root, name: str, x: str) -> Radius:
    """A zero of degree two at most exactly, any other by digits, under this name."""
    number = exact_real(root)
    if number is not None:
        return Radius(number)
    number = real.defined(name, root.enclosure)
    return Radius(number, (_definition(name, number, inx.of_polynomial(root.factor), x),))


def _definition(name: str, number: Real, f: InX, x: str) -> Definition:
    equation = ex.Relation("=", inx.formula(f, x), ex.ZERO)
    return Definition(name, equation, real.digits(number, 50), "the least positive root of")


def falling_zero(f: InX, name: str, x: str, until: InX | None = None) -> Radius:
    """The least zero of a function that falls from a positive value at 0, or does so before the zero of `until`."""
    exact = _logarithm(f)
    if exact is not None:
        return Radius(exact)
    high = _HIGHEST if until is None or _sign(until, _HIGHEST) >= 0 else _halved(until, _HIGHEST)[1]
    if _sign(f, _LOWEST) <= 0 or _sign(f, high) >= 0:
        raise Unmet("one nearest singularity", "no zero of {d} is found", d=inx.formula(f, x))
    low, _ = _halved(f, high)

    def enclose(bits: int) -> tuple[Fraction, Fraction]:
        def value(at: Fraction) -> Interval:
            return inx.enclosed(f, interval(at, bits + 64), bits + 64)

        return zero_between(value, float(low), bits)

    number = real.defined(name, enclose)
    return Radius(number, (_definition(name, number, f, x),))


def _halved(f: InX, high: Fraction) -> tuple[Fraction, Fraction]:
    """A small interval about the zero between the lowest place and this one, of f > 0 and f < 0 at its ends."""
    low = _LOWEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _sign(f, middle) > 0 else (low, middle)
    return low, high


def _sign(f: InX, x: Fraction) -> int:
    low, high = inx.enclosed(f, interval(x, 256), 256).rationals()
    return 1 if low > 0 else -1 if high < 0 else 0


def _logarithm(f: InX) -> Real | None:
    """log(y)/β where f is a polynomial in y = e^(βx) alone, with its least zero y > 1 of degree two at most."""
    if any(len(p) > 1 or beta < 0 for beta, p in f.items()):
        return None
    betas = [beta for beta in f if beta]
    if not betas:
        return None
    unit = Fraction(gcd(*(b.numerator for b in betas)), lcm(*(b.denominator for b in betas)))
    coefficients = [Fraction(0)] * (int(max(betas) / unit) + 1)
    for beta, p in f.items():
        coefficients[int(beta / unit)] = p[0]
    found = []
    for root in all_roots(polynomials.trimmed(coefficients)):
        if root.is_real and root.is_positive:
            number = exact_real(root)
            if number is None:
                return None
            found.append(number)
    above = [y for y in found if real.compare(y, real.ONE) > 0]
    least = min(above, key=lambda y: real.enclose(y)[0], default=None)
    return None if least is None else real.ln(least) / unit
