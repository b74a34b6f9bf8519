"""T(n) = (c/m)·Σ_{k<n} T(k) + f(n), m = n + s, c a positive integer, f a polynomial, in closed form: A(m)·H_m + B(m).

S(m) = Σ T satisfies S(m) = (1 + c/m)·S(m − 1) + f, and with P(m) = C(m + c, c) the quotient S/P is the sum of f/P,
which partial fractions turn into a polynomial and harmonic numbers.
Source: Graham, Knuth, Patashnik, Concrete Mathematics, section 2.2 (quicksort); Sedgewick and Flajolet, section 1.5.
"""

import math
from fractions import Fraction

from recur.model import Expr, expressions as ex
from recur.model.records import frozen
from recur.numbers import polynomials
from recur.numbers.exponential_polynomials import polynomial_formula
from recur.solving.linear_forms import formula_of_form as linear_formula, linear_form

_MOST_FACTORS = 12


@frozen
class HarmonicForm:
    """A(m)·H_m + B(m) with m = n + shift."""

    harmonic: polynomials.Polynomial
    rest: polynomials.Polynomial
    shift: int

    def value(self, n: int) -> Fraction:
        m = n + self.shift
        total = sum((Fraction(1, i) for i in range(1, m + 1)), Fraction(0))
        return polynomials.value(self.harmonic, Fraction(m)) * total + polynomials.value(self.rest, Fraction(m))

    def formula(self, variable: str) -> Expr:
        h = Fraction(self.shift)
        n = ex.Symbol(variable)
        rest = polynomial_formula(polynomials.shifted(self.rest, h), variable)
        if not self.harmonic:
            return rest
        size = linear_formula(linear_form(ex.add(n, ex.number(self.shift))))
        return ex.add(
            ex.mul(_content_first(polynomials.shifted(self.harmonic, h), variable), ex.Apply("harmonic", (size,))), rest
        )


def _content_first(p: polynomials.Polynomial, variable: str) -> Expr:
    """2n + 2 as 2(n + 1), the highest power positive."""
    top, bottom = math.gcd(*(a.numerator for a in p)), math.lcm(*(a.denominator for a in p))
    content = Fraction(top, bottom) * (1 if p[-1] > 0 else -1)
    return ex.mul(ex.number(content), polynomial_formula(polynomials.scaled(p, 1 / content), variable))


def full_history_form(
    c: int, shift: int, f: polynomials.Polynomial, start: int, total: Fraction
) -> HarmonicForm | None:
    """The closed form for n > start, where Σ_{k ≤ start} T(k) = total; None outside its range.

    >>> quicksort = full_history_form(2, 0, (Fraction(1), Fraction(1)), 0, Fraction(0))  # f = n + 1, T(0) = 0
    >>> str(quicksort.formula("n"))
    '2*(n + 1)*harmonic(n) - 2*n'
    """
    first = start + shift
    if not 0 < c <= _MOST_FACTORS or first < 0:
        return None
    moved = polynomials.shifted(f, Fraction(-shift))
    product = polynomials.ONE
    for i in range(1, c + 1):
        product = polynomials.times(product, (Fraction(i), Fraction(1)))
    quotient, _ = polynomials.divided(polynomials.scaled(moved, Fraction(math.factorial(c))), product)
    parts = [
        math.factorial(c) * polynomials.value(moved, Fraction(-i)) / math.prod(k - i for k in range(1, c + 1) if k != i)
        for i in range(1, c + 1)
    ]
    p = polynomials.scaled(product, Fraction(1, math.factorial(c)))
    sums = antidifference(quotient)
    known = total / polynomials.value(p, Fraction(first)) - polynomials.value(sums, Fraction(first))
    for i, a in enumerate(parts, 1):
        known -= a * sum((Fraction(1, k) for k in range(1, first + i + 1)), Fraction(0))
    whole = polynomials.times(p, polynomials.plus(sums, polynomials.trimmed((known,))))
    for i, a in enumerate(parts, 1):
        for k in range(1, i + 1):
            whole = polynomials.plus(
                whole, polynomials.scaled(polynomials.divided(p, (Fraction(k), Fraction(1)))[0], a)
            )
    weight = sum(parts, Fraction(0))
    before = polynomials.shifted(p, Fraction(-1))
    harmonic = polynomials.scaled(polynomials.plus(p, polynomials.scaled(before, Fraction(-1))), weight)
    rest = polynomials.plus(
        polynomials.plus(whole, polynomials.scaled(polynomials.shifted(whole, Fraction(-1)), Fraction(-1))),
        polynomials.scaled(before[1:], weight),
    )
    return HarmonicForm(harmonic, rest, shift)


def antidifference(p: polynomials.Polynomial) -> polynomials.Polynomial:
    """Q with Q(x) − Q(x − 1) = p(x) and Q(0) = 0.

    >>> antidifference((Fraction(0), Fraction(1)))
    (Fraction(0, 1), Fraction(1, 2), Fraction(1, 2))
    """
    found: polynomials.Polynomial = ()
    while p:
        d = polynomials.degree(p)
        term = (*[Fraction(0)] * (d + 1), p[-1] / (d + 1))
        found = polynomials.plus(found, term)
        p = polynomials.plus(
            p,
            polynomials.scaled(
                polynomials.plus(term, polynomials.scaled(polynomials.shifted(term, Fraction(-1)), Fraction(-1))),
                Fraction(-1),
            ),
        )
    return found
