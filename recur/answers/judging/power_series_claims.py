"""G(x) = (1 − √(1 − 4x))/(2x): a generating function that is no quotient of polynomials, held against the recurrence.

Its power series is worked out exactly, and a coefficient that is not a value refutes it. Beside the series that the
solution stands on, it is proved: a + b·√D with a, b quotients of sums of p(x)·e^(βx) and D a polynomial without squares
is equal to another one exactly when a, b and D are; and e^u to e^v, u and v without a constant term, when u = v.
Source: Wilf, generatingfunctionology, chapter 2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import factorial

from recur.answers.judging.exact_values import ExactTable
from recur.answers.judging.general_claims import Scope
from recur.answers.judging.series_claims import OPEN, JudgedSeries
from recur.model import Expr, Recurrence, Solution, System, expressions as ex
from recur.model.errors import InvalidRecurrence
from recur.model.records import frozen
from recur.numbers import Polynomial, polynomials, real
from recur.solving.history import exponential_polynomials_in_x as inx
from recur.solving.history.exponential_polynomials_in_x import InX

_TRIED = 32  # coefficients held against exact values
_MORE = 12  # that are worked out beyond them: a division by x loses one
_MOST_POWER = 12  # in a normal form
_HIGHEST = 1000  # power of a series
_ONE: InX = {Fraction(0): polynomials.ONE}
_NOTHING: InX = {}


def judge_power_series(
    claimed: Expr, x: str, recurrence: Recurrence, system: System, solution: Solution | None
) -> JudgedSeries:
    """How the formula in x stands as the ordinary series, or the exponential one where the solution has that."""
    own = power_series(claimed, x, _TRIED + _MORE)
    if own is None or not any(case.function == recurrence.function for case in recurrence.initial):
        return OPEN
    if any(own.coefficients[: -own.start]) and own.start < 0:
        return JudgedSeries(Scope.FALSE, pole=True)
    known = None if solution is None else solution.series
    try:
        table = ExactTable(system, recurrence.function)
    except InvalidRecurrence:  # the size of a call depends on a parameter
        return OPEN
    values = _values(table)
    if any(own.at(n) is None for n in values):
        return OPEN
    ordinary, exponential = (_first_difference(own, values, is_exponential) for is_exponential in (False, True))
    meant = known is not None and known.exponential
    if ordinary is not None and exponential is not None:
        return exponential if meant else ordinary
    if known is None or known.formula is None or (exponential if meant else ordinary) is not None:
        return OPEN  # it is the other kind of series, or nothing shows that it goes on so
    same = are_equal(claimed, x, known.formula, known.variable)
    return JudgedSeries(Scope.ALL) if same else OPEN


def _values(table: ExactTable) -> dict[int, Fraction]:
    found = {n: table.value(n) for n in range(max(table.bottom, 0), _TRIED)}
    return {n: Fraction(value) for n, value in found.items() if isinstance(value, int | Fraction)}


def _first_difference(own: Laurent, values: Mapping[int, Fraction], exponential: bool) -> JudgedSeries | None:
    """Where a coefficient, times n! for an exponential series, is not the value."""
    for n, value in values.items():
        coefficient = (own.at(n) or Fraction(0)) * (factorial(n) if exponential else 1)
        if coefficient != value:
            return JudgedSeries(Scope.FALSE, n, coefficient, value, exponential=exponential)
    return None


# -- power series ------------------------------------------------------------------------------------------


@frozen
class Laurent:
    """x^start·Σ coefficients[i]·xⁱ, and more that is not worked out."""

    start: int
    coefficients: tuple[Fraction, ...]

    def at(self, n: int) -> Fraction | None:
        place = n - self.start
        if place < 0:
            return Fraction(0)
        return self.coefficients[place] if place < len(self.coefficients) else None


def power_series(x: Expr, name: str, count: int) -> Laurent | None:
    """The first coefficients, exactly; None where there is no such series with rational ones.

    >>> catalan = ex.divide(ex.subtract(ex.ONE, ex.sqrt(ex.subtract(ex.ONE, ex.mul(ex.number(4), ex.N)))), ex.N)
    >>> [int(c) for c in power_series(catalan, "n", 4).coefficients[1:4]]
    [2, 2, 4]
    """
    match x:
        case ex.Number(value):
            return _padded(0, [value], count)
        case ex.Symbol():
            return _padded(1, [Fraction(1)], count) if x.name == name else None
        case ex.Add(terms):
            return _sum([power_series(term, name, count) for term in terms])
        case ex.Mul(factors):
            parts = [power_series(factor, name, count) for factor in factors]
            return reduce(_product, parts)
        case ex.Power(ex.Constant("e"), exponent):
            return _exponential(power_series(exponent, name, count))
        case ex.Power(base, ex.Number(exponent)):
            return _power(power_series(base, name, count), exponent)
        case ex.Log(argument, base) if base in (None, ex.Constant("e")):
            return _logarithm(power_series(argument, name, count))
    return None


def _padded(start: int, known: Sequence[Fraction], count: int) -> Laurent:
    return Laurent(start, (*known, *[Fraction(0)] * (count - len(known))))


def _sum(parts: Sequence[Laurent | None]) -> Laurent | None:
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    start = min(part.start for part in known)
    end = min(part.start + len(part.coefficients) for part in known)
    return Laurent(
        start, tuple(sum((part.at(n) or Fraction(0) for part in known), Fraction(0)) for n in range(start, end))
    )


def _product(x: Laurent | None, y: Laurent | None) -> Laurent | None:
    if x is None or y is None:
        return None
    count = min(len(x.coefficients), len(y.coefficients))
    found = [Fraction(0)] * count
    for i, a in enumerate(x.coefficients[:count]):
        if a:
            for j in range(count - i):
                found[i + j] += a * y.coefficients[j]
    return Laurent(x.start + y.start, tuple(found))


def _power(x: Laurent | None, exponent: Fraction) -> Laurent | None:
    """x^e by the equation e·x'·y = x·y' for y = x^e."""
    if x is None:
        return None
    first = next((i for i, c in enumerate(x.coefficients) if c), None)
    if first is None:
        return None
    start, own = (x.start + first) * exponent, x.coefficients[first:]
    if abs(exponent.numerator) > _HIGHEST:
        return None
    lead = real.rational_power(own[0], exponent)
    if lead is None or start.denominator != 1:
        return None
    found = [lead]
    for n in range(1, len(own)):
        total = sum(((exponent * i - (n - i)) * own[i] * found[n - i] for i in range(1, n + 1)), Fraction(0))
        found.append(total / (n * own[0]))
    return Laurent(int(start), tuple(found))


def _exponential(x: Laurent | None) -> Laurent | None:
    """e^x for a series without a constant term: y' = x'·y."""
    if x is None or any(x.coefficients[: max(1 - x.start, 0)]):
        return None
    count = len(x.coefficients)
    own = [x.at(n) or Fraction(0) for n in range(count)]
    found = [Fraction(1)]
    for n in range(1, count):
        found.append(sum((i * own[i] * found[n - i] for i in range(1, n + 1)), Fraction(0)) / n)
    return Laurent(0, tuple(found))


def _logarithm(x: Laurent | None) -> Laurent | None:
    """ln x for a series that begins with 1: x·y' = x'."""
    if x is None or any(x.coefficients[: max(-x.start, 0)]) or x.at(0) != 1:
        return None
    count = len(x.coefficients) + min(x.start, 0)
    own = [x.at(n) or Fraction(0) for n in range(count)]
    found = [Fraction(0)]
    for n in range(1, count):
        total = sum((i * found[i] * own[n - i] for i in range(1, n)), Fraction(0))
        found.append(own[n] - total / n)
    return Laurent(0, tuple(found))


# -- normal forms ------------------------------------------------------------------------------------------


@frozen
class _Root:
    """(a + b·√D)/below, D a polynomial without squares and with D(0) > 0, or () where b is 0."""

    a: InX
    b: InX
    below: InX
    radicand: Polynomial


def are_equal(one: Expr, x: str, other: Expr, y: str) -> bool:
    """Whether two formulas are proved to be one power series; False where that does not show."""
    if isinstance(one, ex.Power) and isinstance(other, ex.Power) and one.base == other.base == ex.Constant("e"):
        return are_equal(one.exponent, x, other.exponent, y)
    first, second = _normal_form(one, x), _normal_form(other, y)
    if first is None or second is None:
        return False
    pairs = [(first.a, second.a), (first.b, second.b)]
    crossed = all(_same(inx.times(p, second.below), inx.times(q, first.below)) for p, q in pairs)
    return crossed and (first.radicand == second.radicand or not first.b)


def _same(f: InX, g: InX) -> bool:
    return not inx.plus(f, g, Fraction(-1))


def _normal_form(x: Expr, name: str) -> _Root | None:
    match x:
        case ex.Number(value):
            return _plain(inx.of_polynomial(polynomials.trimmed([value])))
        case ex.Symbol():
            return _plain(inx.of_polynomial(polynomials.X)) if x.name == name else None
        case ex.Add(terms):
            return _folded([_normal_form(term, name) for term in terms], _added, _NOTHING)
        case ex.Mul(factors):
            return _folded([_normal_form(factor, name) for factor in factors], _times, _ONE)
        case ex.Power(ex.Constant("e"), exponent):
            return _exponential_form(_normal_form(exponent, name))
        case ex.Power(base, ex.Number(exponent)):
            return _power_form(_normal_form(base, name), exponent)
    return None


def _plain(f: InX) -> _Root:
    return _Root(f, _NOTHING, _ONE, ())


def _folded(parts: Sequence[_Root | None], by: Callable[[_Root, _Root], _Root | None], start: InX) -> _Root | None:
    total: _Root | None = _plain(start)
    for part in parts:
        if part is None or total is None:
            return None
        total = by(total, part)
    return total


def _shared(p: _Root, q: _Root) -> Polynomial | None:
    """The radicand of both; None where they differ."""
    if p.b and q.b and p.radicand != q.radicand:
        return None
    return p.radicand if p.b else q.radicand


def _added(p: _Root, q: _Root) -> _Root | None:
    radicand = _shared(p, q)
    if radicand is None:
        return None
    a, b = (inx.plus(inx.times(f, q.below), inx.times(g, p.below)) for f, g in ((p.a, q.a), (p.b, q.b)))
    return _Root(a, b, inx.times(p.below, q.below), radicand if b else ())


def _times(p: _Root, q: _Root) -> _Root | None:
    radicand = _shared(p, q)
    if radicand is None:
        return _product_of_roots(p, q)
    squared = inx.times(inx.times(p.b, q.b), inx.of_polynomial(radicand))
    a = inx.plus(inx.times(p.a, q.a), squared)
    b = inx.plus(inx.times(p.a, q.b), inx.times(p.b, q.a))
    return _Root(a, b, inx.times(p.below, q.below), radicand if b else ())


def _product_of_roots(p: _Root, q: _Root) -> _Root | None:
    """b·√D·c·√E with different D and E, both positive at 0."""
    if p.a or q.a:
        return None
    square, rest = polynomials.square_and_rest(polynomials.times(p.radicand, q.radicand))
    scaled = inx.times(inx.times(p.b, q.b), inx.of_polynomial(polynomials.scaled(square, 1 / square[0])))
    return _Root(_NOTHING, scaled, inx.times(p.below, q.below), polynomials.scaled(rest, 1 / rest[0]))


def _reciprocal(p: _Root) -> _Root | None:
    """below·(a − b√D)/(a² − b²D)"""
    squared = inx.times(inx.times(p.b, p.b), inx.of_polynomial(p.radicand))
    norm = inx.plus(inx.times(p.a, p.a), squared, Fraction(-1))
    if not norm:
        return None
    opposite = inx.plus(_NOTHING, inx.times(p.below, p.b), Fraction(-1))
    return _Root(inx.times(p.below, p.a), opposite, norm, p.radicand)


def _power_form(p: _Root | None, exponent: Fraction) -> _Root | None:
    if p is None or abs(exponent) > _MOST_POWER or exponent.denominator > 2:
        return None
    base = p if exponent.denominator == 1 else _square_root(p)
    if base is None:
        return None
    if exponent < 0:
        base = _reciprocal(base)
    total: _Root | None = _plain(_ONE)
    for _ in range(abs(exponent.numerator)):
        total = None if base is None or total is None else _times(total, base)
    return total


def _square_root(p: _Root) -> _Root | None:
    """√(P/Q) = ±q·√D/Q with P·Q = q²·D, the one that is positive at 0."""
    if p.b or set(p.a) != {Fraction(0)} or set(p.below) != {Fraction(0)}:
        return None
    above, below = p.a[Fraction(0)], p.below[Fraction(0)]
    square, rest = polynomials.square_and_rest(polynomials.times(above, below))
    if not below[0] or not square[0] or rest[0] <= 0:
        return None
    scale = Fraction(1 if square[0] * below[0] > 0 else -1)
    under = real.rational_power(rest[0], Fraction(1, 2))
    if under is None:
        return None
    scaled = inx.of_polynomial(polynomials.scaled(square, scale * under))
    radicand = polynomials.scaled(rest, 1 / rest[0])
    if radicand == polynomials.ONE:
        return _Root(scaled, _NOTHING, p.below, ())
    return _Root(_NOTHING, scaled, p.below, radicand)


def _exponential_form(p: _Root | None) -> _Root | None:
    """e^(βx)"""
    if p is None or p.b or set(p.a) != {Fraction(0)} or set(p.below) != {Fraction(0)}:
        return None
    above, below = p.a[Fraction(0)], p.below[Fraction(0)]
    if len(below) != 1 or len(above) != 2 or above[0]:
        return None
    return _plain({above[1] / below[0]: polynomials.ONE})
