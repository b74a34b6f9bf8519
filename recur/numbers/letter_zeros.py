"""Where a number with one letter in it is 0, as its factors that are linear in the letter tell."""

from collections.abc import Iterator
from fractions import Fraction

from recur.model import RecurError
from recur.numbers import real
from recur.numbers.normal_form import ONE, ZERO, Irrational, Real, Term
from recur.numbers.polynomials import Polynomial, common_divisor, degree, divided, rational_roots, trimmed


def positive_zeros(x: Real, letter: str) -> Iterator[Real]:
    """The positive zeros of the factors that are linear in the letter, or logarithms of something linear."""
    for root in _zeros(real.numerator(x), letter):
        try:
            if real.sign(root) > 0:
                yield root
        except RecurError:
            continue


def _zeros(x: Real, letter: str) -> list[Real]:
    if letter not in real.letters(x) or isinstance(x, Fraction):
        return []
    outside, inside = real.without_common_factor(x)
    found = [root for kernel in outside if kernel.kind == "log" for root in _zeros_of_logarithm(kernel.number, letter)]
    coefficients = real.polynomial_in(inside, letter)
    return found + (_zeros_of_logarithm(inside, letter) if coefficients is None else _linear_zeros(coefficients))


def _linear_zeros(coefficients: list[Real]) -> list[Real]:
    """The zeros of the linear factors with rational coefficients, and of one irrational one beside them."""
    rows: dict[Term, list[Fraction]] = {}
    for i, c in enumerate(coefficients):
        for term, weight in real.terms_of(c).items():
            rows.setdefault(term, [ZERO] * len(coefficients))[i] = weight
    shared: Polynomial = ()
    for row in rows.values():
        shared = common_divisor(trimmed(row), shared)
    found: list[Real] = [*rational_roots(shared)]
    if degree(shared) < len(coefficients) - 1:
        rest: list[Real] = [ZERO, ZERO]
        for term, row in rows.items():
            quotient = divided(trimmed(row), shared)[0]
            if degree(quotient) > 1:
                return found
            for i, c in enumerate(quotient):
                rest[i] = rest[i] + real.of_terms({term: c})
        found.append((ZERO - rest[0]) / rest[1])
    return found


def _zeros_of_logarithm(x: Real, letter: str) -> list[Real]:
    """The zero of c·log u + d where u is linear in the letter: that of u − e^(−d/c)."""
    total: Real = ZERO
    weight: Real = ZERO
    inner: Irrational | None = None
    for term, c in real.by_letters(real.terms_of(x)).items():
        if not term:
            total = c
        elif len(term) == 1 and term[0][0].kind == "log" and term[0][1] == ONE and inner is None:
            argument = term[0][0].of
            assert isinstance(argument, Irrational)
            inner, weight = argument, c
        else:
            return []
    if inner is None:
        return []
    difference = inner - real.exponential((ZERO - total) / weight)
    coefficients = real.polynomial_in(real.numerator(difference), letter)
    if coefficients is None or len(coefficients) != 2:
        return []
    return [(ZERO - coefficients[0]) / coefficients[1]]
