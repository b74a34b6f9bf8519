"""A quotient of polynomials over the rationals as a power series, and as a sum of partial fractions."""

from collections.abc import Sequence
from fractions import Fraction

from recur.numbers import Polynomial, Real, polynomials, real
from recur.numbers.roots import quadratic_root

#: (irreducible factor with constant term 1, power) -> numerator
Parts = dict[tuple[Polynomial, int], Polynomial]


def coefficients(above: Polynomial, below: Polynomial, count: int) -> list[Fraction]:
    """The first coefficients of above/below as a power series; below(0) is not 0.

    >>> [int(c) for c in coefficients((Fraction(0), Fraction(1)), (Fraction(1), Fraction(-1), Fraction(-1)), 8)]
    [0, 1, 1, 2, 3, 5, 8, 13]
    """
    found: list[Fraction] = []
    for n in range(count):
        total = above[n] if n < len(above) else Fraction(0)
        for i in range(1, min(n, len(below) - 1) + 1):
            total -= below[i] * found[n - i]
        found.append(total / below[0])
    return found


def lowest_terms(above: Polynomial, below: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Without common factors; the constant term of the denominator is 1, unless it is 0."""
    shared = polynomials.common_divisor(below, above)
    above, below = polynomials.divided(above, shared)[0], polynomials.divided(below, shared)[0]
    scale = 1 / (below[0] or below[-1])
    return polynomials.scaled(above, scale), polynomials.scaled(below, scale)


def reversed_factors(below: Polynomial) -> tuple[tuple[Polynomial, int], ...]:
    """The irreducible factors of a polynomial with constant term 1, each with that: 1 − ρx for the root 1/ρ."""
    return tuple((tuple(reversed(q)), m) for q, m in polynomials.factors(tuple(reversed(below))))


def partial_fractions(above: Polynomial, below: Polynomial) -> tuple[Polynomial, Parts]:
    """The polynomial part, and the numerators over the powers of the irreducible factors of below; below(0) is 1.

    >>> one, minus = Fraction(1), Fraction(-1)
    >>> _, parts = partial_fractions((one,), (one, Fraction(-5), Fraction(6)))  # 1/((1 − 2x)(1 − 3x))
    >>> {int(q[1]): str(numerator[0]) for (q, _), numerator in parts.items()}
    {-3: '3', -2: '-2'}
    """
    whole, rest = polynomials.divided(above, below)
    parts: Parts = {}
    for q, m in reversed_factors(below):
        power = polynomials.ONE
        for _ in range(m):
            power = polynomials.times(power, q)
        others = polynomials.divided(below, power)[0]
        part = polynomials.divided(polynomials.times(rest, polynomials.inverse_modulo(others, power)), power)[1]
        for k in range(m, 0, -1):  # part/q^m by its digits to the base q
            part, digit = polynomials.divided(part, q)
            if digit:
                parts[q, k] = digit
    return whole, parts


def over_real_roots(above: Polynomial, below: Polynomial) -> tuple[tuple[Real, Real], ...]:
    """The (A, ρ) of (a + bx)/((1 − ρx)(1 − σx)) = A/(1 − ρx) + B/(1 − σx), A = (aρ + b)/(ρ − σ); none if complex.

    >>> from recur.numbers.formulas import exact_formula
    >>> found = over_real_roots((Fraction(0), Fraction(1)), (Fraction(1), Fraction(-1), Fraction(-1)))
    >>> [str(exact_formula(rho)) for _, rho in found]
    ['(1 + sqrt(5))/2', '(1 - sqrt(5))/2']
    """
    characteristic = tuple(reversed(below))
    if characteristic[1] ** 2 < 4 * characteristic[0]:
        return ()
    pair = [quadratic_root(characteristic, sign) for sign in (1, -1)]
    a, b = (*above, Fraction(0))[:2]
    return tuple(
        (real.over(real.plus(real.times(a, rho), b), real.minus(rho, sigma)), rho)
        for rho, sigma in (pair, reversed(pair))
    )


def binomial_polynomial(k: int) -> Polynomial:
    """C(n + k − 1, k − 1) as a polynomial in n, the coefficient of xⁿ in 1/(1 − x)^k.

    >>> [str(c) for c in binomial_polynomial(3)]
    ['1', '3/2', '1/2']
    """
    found = polynomials.ONE
    for i in range(1, k):
        found = polynomials.times(found, (Fraction(1), Fraction(1, i)))
    return found


def annihilated(values: Sequence[Fraction], below: Polynomial, degree: int) -> Polynomial:
    """The polynomial of degree below `degree` that the series with these coefficients times `below` is."""
    return polynomials.trimmed(
        [sum((c * values[n - i] for i, c in enumerate(below) if i <= n), Fraction(0)) for n in range(degree)]
    )
