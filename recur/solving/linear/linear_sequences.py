"""A linear recurrence with exact rational data as a sequence: its first values and its closed form.

T(n) = Σ cᵢ T(n − i) + Σ p(n)·βⁿ satisfies the homogeneous recurrence whose characteristic polynomial is that of the
cᵢ times Π (x − β)^(deg p + 1); the first values fix the closed form, and further values, from the recurrence
itself, must agree. Source: Graham, Knuth, Patashnik, Concrete Mathematics, section 7.3; Sedgewick and Flajolet,
section 2.4.
"""

import math
from collections.abc import Mapping
from fractions import Fraction

from recur.model import InitialCondition, Unmet, Verification, expressions as ex
from recur.model.records import cached_property, frozen
from recur.numbers import Polynomial, exact_formula, exponential_polynomials as ep
from recur.numbers.exact import narrow_rational
from recur.numbers.polynomials import degree, factors_of_whole, trimmed
from recur.solving.linear.closed_forms import ClosedForm, Rational, fit
from recur.solving.linear.decrements import constant_coefficients
from recur.solving.problem import Problem, once

CHECKED = 16  # values beyond those that fix the closed form
_MOST_ORDER = _MOST_ROOTS = 64
_LONGEST_GAP = 256
_FURTHEST_START = 10_000
_LONGEST_POWERS = 100_000  # binary digits of sums of powers of irrational roots at the start
_ONE = Fraction(1)
_KEPT = "the sequence, by its coefficients"


@frozen
class Sequence:
    """`first` are the values at start, start + 1, …, one for each characteristic root; `form` holds from "
    "form.start on."""

    characteristic: tuple[tuple[Polynomial, int], ...]
    driving: Mapping[Fraction, Polynomial]
    start: int
    first: tuple[Fraction, ...]
    form: ClosedForm
    checked: int  # values, from `start` on, that the closed form shares with the recurrence itself

    def verification(self) -> Verification:
        """The evidence for the closed form."""
        last = self.start + self.checked - 1
        reason = "there the closed form has the values of the recurrence, exactly"
        return Verification("checked", self.checked, self.start, last, reason=reason)


class ConstantCoefficients(dict[int, Fraction]):
    """cᵢ by i, with the factors of their characteristic polynomial, worked out once."""

    @cached_property
    def factored(self) -> tuple[tuple[Polynomial, int], ...]:
        return _factors(self)


@once
def rational_coefficients(problem: Problem) -> ConstantCoefficients:
    """The cᵢ as rational numbers, of an order that is written out; others are `Unmet`."""
    found = ConstantCoefficients()
    for i, c in constant_coefficients(problem):
        if not isinstance(i, Fraction) or not isinstance(c, Fraction):
            raise Unmet("rational coefficients", "{c} is no known rational number", c=exact_formula(c))
        found[int(i)] = c
    if max(found) > _MOST_ORDER:
        raise Unmet("an order of at most 64", "the order is {d}", d=ex.number(max(found)))
    return found


def characteristic_polynomial(coefficients: Mapping[int, Fraction]) -> Polynomial:
    """x^d − Σ cᵢ x^(d−i)."""
    order = max(coefficients)
    return trimmed([-coefficients.get(order - k, Fraction(0)) for k in range(order)] + [Fraction(1)])


def characteristic_factors(coefficients: Mapping[int, Fraction]) -> tuple[tuple[Polynomial, int], ...]:
    """The irreducible factors of the characteristic polynomial, with their multiplicities."""
    return coefficients.factored if isinstance(coefficients, ConstantCoefficients) else _factors(coefficients)


def _factors(coefficients: Mapping[int, Fraction]) -> tuple[tuple[Polynomial, int], ...]:
    """By the coefficients times their common denominator, which have no common divisor."""
    order = max(coefficients)
    scale = math.lcm(*[c.denominator for c in coefficients.values()])
    whole = [0] * order + [scale]
    for i, c in coefficients.items():
        whole[order - i] = -c.numerator * (scale // c.denominator)
    return factors_of_whole(tuple(whole))


def rational_driving(problem: Problem) -> ep.Terms | None:
    """The driving term as Σ p(n)·βⁿ; None when it is hidden, or of another form."""
    if not problem.is_exact:
        return None
    return ep.exponential_polynomial(problem.driving_term, problem.variable)


def exact_sequence(problem: Problem, coefficients: Mapping[int, Fraction]) -> Sequence | None:
    """The sequence, when its driving term and its initial values are exact and there are enough of them.

    It is kept with the problem: a method that finds the order too high leaves it to the next.
    """
    kept: tuple[Mapping[int, Fraction], Sequence | None] | None = problem.__dict__.get(_KEPT)
    if kept is None or kept[0] != coefficients:
        kept = problem.__dict__[_KEPT] = coefficients, _exact_sequence(problem, coefficients)
    return kept[1]


def _exact_sequence(problem: Problem, coefficients: Mapping[int, Fraction]) -> Sequence | None:
    driving = rational_driving(problem)
    if driving is None:
        return None
    start, first = _initial_values(problem, coefficients, driving)
    if first is None:
        return None
    fitted = fitted_form(coefficients, driving, start, first)
    if fitted is None:
        return None
    form, checked = fitted
    characteristic = characteristic_factors(coefficients)
    return Sequence(characteristic, driving, start, tuple(first), _extended(problem, form), checked)


def fitted_form(
    coefficients: Mapping[int, Fraction], driving: ep.Terms, start: int, first: list[Fraction]
) -> tuple[ClosedForm, int] | None:
    """The closed form with these values from `start` on, and how many it was held against.

    None: too many roots, or a start so far out that the powers of the roots there are too long to be written.
    """
    order = len(first)
    roots = _merged(characteristic_factors(coefficients), driving)
    size = sum([degree(q) * m for q, m in roots])
    if size > _MOST_ROOTS or abs(start) > _FURTHEST_START:
        return None
    if abs(start) * sum([_length(q) for q, _ in roots if len(q) > 2]) > _LONGEST_POWERS:
        return None
    values = list(map(narrow_rational, first))
    steps = [(i, narrow_rational(c)) for i, c in coefficients.items()]
    for at, total in enumerate(_driving_values(driving, start + order, size + CHECKED), order):
        for i, c in steps:
            total = total + c * values[at - i]
        values.append(total)
    return fit(values, start, roots), len(values)


def _length(q: Polynomial) -> int:
    """The binary digits that Σ ρⁿ over the roots of q gains from one n to the next, about."""
    return max([max(c.numerator.bit_length(), c.denominator.bit_length()) for c in q])


def _driving_values(driving: ep.Terms, start: int, count: int) -> list[Rational]:
    """Σ p(n)·βⁿ at n = start, start + 1, …"""
    parts = [ep.values([*map(narrow_rational, p)], base, start, count) for base, p in driving.items()]
    return list(map(sum, zip(*parts, strict=True))) if len(parts) > 1 else parts[0] if parts else [0] * count


def _merged(
    characteristic: tuple[tuple[Polynomial, int], ...], driving: ep.Terms
) -> tuple[tuple[Polynomial, int], ...]:
    """The factors of the homogeneous recurrence that the sequence satisfies: equal roots add their multiplicities."""
    total = list(characteristic)
    for base, p in driving.items():
        above, below, times = -base.numerator, base.denominator, len(p)
        for i, (q, m) in enumerate(total):
            if len(q) == 2 and q[0].numerator == above and q[0].denominator == below:
                total[i] = (q, m + times)
                break
        else:
            total.append(((-base, _ONE), times))
    return tuple(total)


def _initial_values(
    problem: Problem, coefficients: Mapping[int, Fraction], driving: ep.Terms
) -> tuple[int, list[Fraction] | None]:
    """(start, values) on the last stretch before the recurrence holds without exception; None: too few are stated."""
    r = problem.recurrence
    cases = [c for c in r.initial if c.function == r.function]
    if not cases or any([c.relation != "=" for c in cases]):
        return 0, None
    order, top = max(coefficients), max([c.high for c in cases])
    low = min([c.low if c.low is not None else c.high - order for c in cases])
    if top - low > _LONGEST_GAP:
        low = top - _LONGEST_GAP
    known: dict[int, Fraction] = {}
    for n in range(low, top + 1):
        stated = _stated(cases, n, r.variable)
        if stated is not None:
            known[n] = stated
        elif all(n - i in known for i in coefficients):
            known[n] = sum((c * known[n - i] for i, c in coefficients.items()), Fraction(ep.at(driving, n)))
    start = top - order + 1
    first = [known[n] for n in range(start, top + 1) if n in known]
    return start, first if len(first) == order else None


def _stated(cases: list[InitialCondition], n: int, variable: str) -> Fraction | None:
    for case in cases:
        if n <= case.high and (case.low is None or case.low <= n):
            if isinstance(case.value, ex.Number):
                return case.value.value
            terms = ep.exponential_polynomial(case.value, variable)
            return None if terms is None else Fraction(ep.at(terms, n))
    return None


def _extended(problem: Problem, form: ClosedForm) -> ClosedForm:
    """The same form from the least stated size on from which it gives every stated value."""
    r = problem.recurrence
    cases = [c for c in r.initial if c.function == r.function]
    start = form.start
    lows = [c.low for c in cases if c.low is not None]
    while lows and start > min(lows) and start > form.start - _LONGEST_GAP:
        stated = _stated(cases, start - 1, r.variable)
        try:
            if stated is None or form.values(start - 1, 1) != [stated]:
                break
        except ZeroDivisionError:
            break
        start -= 1
    return ClosedForm(form.parts, start)
