"""Σ T(n)xⁿ as a quotient of polynomials, for T(n) = Σ cᵢT(n − i) + Σ p(n)·βⁿ with first values of any kind.

The sequence satisfies a homogeneous recurrence, whose characteristic polynomial is its own times Π (x − β)^(deg p + 1);
turned round, that is the denominator. The numerator is read off the first values, for each letter by itself.
Source: Stanley, Enumerative Combinatorics 1, theorem 4.1.1; Wilf, generatingfunctionology, chapter 1.
"""

from collections.abc import Mapping
from fractions import Fraction

from recur.model import Expr, Progression, Recurrence, Solution, Unmet, expressions as ex
from recur.model.records import frozen
from recur.numbers import Polynomial, exponential_polynomials as ep, polynomials
from recur.numbers.partial_fractions import annihilated, coefficients, lowest_terms
from recur.solving.linear.linear_sequences import characteristic_polynomial, rational_coefficients
from recur.solving.linear.superposition import over_letters
from recur.solving.problem import Problem

#: a value: the rational coefficient of each product of letters
LetterSum = dict[Expr, Fraction]
_MOST_VALUES = 256
_HELD = 16  # coefficients beyond those that fix the quotient


@frozen
class RationalSeries:
    """Σ letter·numerator/denominator, each in lowest terms; the constant term of a denominator is 1.

    `values` are T(start), T(start + 1), …; the recurrence holds from `regular` on.
    """

    quotients: Mapping[Expr, tuple[Polynomial, Polynomial]]
    coefficients: Mapping[int, Fraction]
    driving: Mapping[Expr, ep.Terms]
    values: tuple[LetterSum, ...]
    start: int
    regular: int

    @property
    def is_rational(self) -> bool:
        """Whether no letters and no open values are left."""
        return set(self.quotients) <= {ex.ONE}


def rational_series(recurrence: Recurrence) -> RationalSeries:
    """The generating function; `Unmet` where it is no quotient of polynomials that is known."""
    if any(call.function != recurrence.function for call in ex.walk(recurrence.right) if isinstance(call, ex.Call)):
        raise Unmet("one function", "its values stand on those of another function")
    problem = Problem(recurrence, {}, _unasked, lambda _: None)
    own = rational_coefficients(problem)
    if not problem.is_exact:
        raise Unmet("an equation", "the recurrence is an inequality, or hides constants")
    driving = over_letters(problem.driving_term, recurrence.variable)
    if driving is None:
        driven_by = {"f": problem.driving_term}
        raise Unmet("an exponential polynomial", "{f} is no sum of polynomials times exponentials", **driven_by)
    start, regular, stated = _stated(recurrence, max(own))
    below = tuple(reversed(characteristic_polynomial(own)))
    for base, length in _bases(driving).items():
        below = polynomials.times(below, polynomials.raised((Fraction(1), -base), length))
    size = regular - max(own) + len(below) - 1
    values = _values(recurrence, own, driving, start, stated, size + _HELD)
    return RationalSeries(_quotients(values, start, below, size), own, driving, tuple(values), start, regular)


def known_series(solution: Solution) -> RationalSeries:
    """The generating function by the recurrence, or by a closed form that is an exponential polynomial; else `Unmet`.

    >>> from recur.parsing import parse
    >>> from recur.solving.solver import solve_all
    >>> (found,) = solve_all(parse("T(n) = sum(k=0..n-1, T(k)), T(0) = 1"))
    >>> [[str(c) for c in p] for p in known_series(found).quotients[ex.ONE]]
    [['1', '-1'], ['1', '-2']]
    """
    try:
        return rational_series(solution.recurrence)
    except Unmet:
        domain = solution.exact_domain
        if solution.exact is None or not isinstance(domain, Progression) or domain.step != 1 or solution.where:
            raise
        terms = over_letters(solution.exact, solution.variable)
        if terms is None:
            raise
    first, _, stated = _stated(solution.recurrence, 0)
    regular = int(domain.start)
    start = first if first < regular and all(n in stated for n in range(first, regular)) else regular
    below = polynomials.ONE
    for base, length in _bases(terms).items():
        below = polynomials.times(below, polynomials.raised((Fraction(1), -base), length))
    size = regular + len(below) - 1
    earlier = [stated[n] for n in range(start, regular)]
    later = ({atom: Fraction(ep.at(p, n)) for atom, p in terms.items()} for n in range(regular, size + _HELD))
    values = (*earlier, *later)
    return RationalSeries(_quotients(list(values), start, below, size), {}, terms, values, start, regular)


def _unasked(_: object) -> Solution:
    raise ValueError


def _bases(driving: Mapping[Expr, ep.Terms]) -> dict[Fraction, int]:
    """deg p + 1 of each base, the largest of all letters."""
    found: dict[Fraction, int] = {}
    for terms in driving.values():
        for base, p in terms.items():
            found[base] = max(found.get(base, 0), len(p))
    return found


def _stated(recurrence: Recurrence, order: int) -> tuple[int, int, dict[int, LetterSum]]:
    """The size to begin with, the one from which the recurrence holds, and the values that are stated."""
    cases = [case for case in recurrence.initial if case.function == recurrence.function]
    if any(case.relation != "=" for case in cases):
        raise Unmet("exact first values", "a first value is stated by an inequality only")
    found: dict[int, LetterSum] = {}
    lows = [case.high - order + 1 if case.low is None else case.low for case in cases]
    start = min(lows, default=0)
    if start < 0 or max((case.high for case in cases), default=0) - start > _MOST_VALUES:
        raise Unmet("first values at sizes from 0 on", "the first values stand at sizes below 0, or far out")
    for case, low in sorted(zip(cases, lows, strict=True), key=lambda pair: pair[0].high):
        for n in range(low, case.high + 1):
            value = over_letters(ex.substitute(case.value, recurrence.variable, ex.number(n)), recurrence.variable)
            if value is None:
                raise Unmet("exact first values", "{t} is not known exactly", t=ex.Call(case.function, (ex.number(n),)))
            found.setdefault(n, {atom: Fraction(ep.at(terms, n)) for atom, terms in value.items()})
    missing = [n for n in range(start, start + order) if n not in found]
    if missing and any(n >= missing[0] for n in found):
        raise Unmet("first values that follow each other", "between the stated values some are missing")
    return start, max([start + order, *(n + 1 for n in found)]), found


def _values(
    recurrence: Recurrence,
    own: Mapping[int, Fraction],
    driving: Mapping[Expr, ep.Terms],
    start: int,
    stated: Mapping[int, LetterSum],
    end: int,
) -> list[LetterSum]:
    """T(start), …: as stated, by the recurrence, or a letter of its own where nothing is stated."""
    found: list[LetterSum] = []
    for n in range(start, end):
        if n in stated:
            found.append(stated[n])
        elif n < start + max(own):
            found.append({ex.Call(recurrence.function, (ex.number(n),)): Fraction(1)})
        else:
            total = {atom: Fraction(ep.at(terms, n)) for atom, terms in driving.items()}
            for i, c in own.items():
                for atom, x in found[n - i - start].items():
                    total[atom] = total.get(atom, Fraction(0)) + c * x
            found.append(total)
    return found


def _quotients(
    values: list[LetterSum], start: int, below: Polynomial, size: int
) -> dict[Expr, tuple[Polynomial, Polynomial]]:
    """Numerator and denominator for each letter, held against further values."""
    found: dict[Expr, tuple[Polynomial, Polynomial]] = {}
    for atom in dict.fromkeys(atom for value in values for atom in value):
        series = [Fraction(0)] * start + [value.get(atom, Fraction(0)) for value in values]
        found[atom] = lowest_terms(annihilated(series, below, size), below)
        if coefficients(*found[atom], len(series)) != series:
            raise AssertionError("a rational generating function has the values of its recurrence")
    return {atom: quotient for atom, quotient in found.items() if quotient[0]}
