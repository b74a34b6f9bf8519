"""Sums Σ C(N, i)·T(i + p)·w(N − i) and Σ C(N, i)·T(i + p)·T(N − i + p) as products of exponential generating functions.

The product of Σ aᵢxⁱ/i! and Σ bⱼxʲ/j! has the coefficients Σ C(N, i)·aᵢ·b_(N−i), and the derivative of the first one
a_(i+1): the recurrence becomes one equation for E(x) = Σ T(m + p)·xᵐ/m!.
Source: Flajolet and Sedgewick, Analytic Combinatorics, section II.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from math import factorial, gcd

from recur.evaluation.equation import whole_shift
from recur.model import Expr, OtherShape, Unmet, expressions as ex
from recur.model.records import frozen
from recur.numbers import Polynomial, polynomials
from recur.numbers.exponential_polynomials import Terms, exponential_polynomial
from recur.solving.history import exponential_polynomials_in_x as inx
from recur.solving.history.earlier_values import values_as_stated
from recur.solving.history.exponential_polynomials_in_x import InX
from recur.solving.linear_forms import combined, constant_of, linear_form
from recur.solving.problem import Problem

_MOST_VALUES = 64
_J = ex.Symbol("j")


@frozen
class WeightSeries:
    """above/below: an exponential polynomial in x over a polynomial."""

    above: InX
    below: Polynomial = polynomials.ONE

    def plus(self, other: WeightSeries, scale: Fraction = Fraction(1)) -> WeightSeries:
        if not (self.above and other.above):
            return self if not other.above else WeightSeries(inx.plus({}, other.above, scale), other.below)
        if self.below == other.below:
            return WeightSeries(inx.plus(self.above, other.above, scale), self.below)
        one, two = inx.of_polynomial(other.below), inx.of_polynomial(self.below)
        above = inx.plus(inx.times(self.above, one), inx.times(other.above, two), scale)
        return WeightSeries(above, polynomials.times(self.below, other.below)).in_lowest_terms()

    def in_lowest_terms(self) -> WeightSeries:
        """A quotient of polynomials without a common factor."""
        if set(self.above) != {0}:
            return self
        p = self.above[Fraction(0)]
        common = polynomials.common_divisor(p, self.below)
        if len(common) < 2:
            return self
        above, below = (polynomials.divided(q, common)[0] for q in (p, self.below))
        scale = 1 / below[0]
        return WeightSeries(inx.of_polynomial(polynomials.scaled(above, scale)), polynomials.scaled(below, scale))

    def times(self, p: Polynomial) -> WeightSeries:
        return WeightSeries(inx.times(self.above, inx.of_polynomial(p)), self.below)

    def coefficients(self, count: int) -> list[Fraction]:
        """The first ones of the power series."""
        found: list[Fraction] = []
        for m, c in enumerate(inx.series(self.above, count)):
            earlier = sum(
                (self.below[k] * found[m - k] for k in range(1, min(m, len(self.below) - 1) + 1)), Fraction(0)
            )
            found.append((c - earlier) / self.below[0])
        return found


@frozen
class SeriesEquation:
    """E^(order) = square·E² + linear·E + free, order 0 or 1, E(x) = Σ T(m + shift)·xᵐ/m!; `values` are the first T."""

    shift: int
    order: int
    square: Fraction
    linear: WeightSeries
    free: WeightSeries
    values: tuple[Fraction, ...]


@frozen
class BinomialSum:
    """factor·Σ C(N, i)·T(i + shift)·w(N − i), low ≤ i ≤ N − left; `weight` None: T(N − i + shift) in the place of w."""

    factor: Fraction
    top: int  # N = n − top
    shift: int
    low: int
    left: int
    weight: WeightSeries | None


def equation_of_series(problem: Problem) -> SeriesEquation:
    """The recurrence as an equation of its exponential generating function, or the hypothesis that fails."""
    r = problem.recurrence
    sums = [found for x in r.nonlinear for found in _sums(problem, x)]
    if not sums:
        raise OtherShape("sums with binomial coefficients", "no binomial coefficient stands in a sum of values")
    if r.relation != "=":
        raise Unmet("an equation", "the relation is {x}", x=ex.Relation(r.relation, r.left, r.right))
    top, shift = sums[0].top, sums[0].shift
    if any((x.top, x.shift) != (top, shift) for x in sums) or top - shift not in (0, 1):
        raise Unmet("binomial coefficients of one size", "the sums do not lead to one equation of order 0 or 1")
    order = top - shift
    values = _first_values(problem, shift)
    square, linear, free = Fraction(0), _steps(problem, order, top), WeightSeries({})
    for each in sums:
        head = _head(values, each.low)
        if each.weight is not None:
            weight = each.weight.plus(WeightSeries(inx.of_polynomial(_head_of(each.weight, each.left))), Fraction(-1))
            linear = linear.plus(weight, each.factor)
            free = free.plus(weight.times(head), -each.factor)
            continue
        other = _head(values, each.left)
        square += each.factor
        linear = linear.plus(WeightSeries(inx.of_polynomial(polynomials.plus(head, other))), -each.factor)
        free = free.plus(WeightSeries(inx.of_polynomial(polynomials.times(head, other))), each.factor)
    free = free.plus(_driving(problem, top))
    missing = _missing(SeriesEquation(shift, order, square, linear, free, values))
    return SeriesEquation(shift, order, square, linear, free.plus(WeightSeries(inx.of_polynomial(missing))), values)


def equation_of_steps(problem: Problem) -> SeriesEquation:
    """T(n) = α·T(n − 1) + β·(n − 1)·T(n − 2) + …, without a sum: E' = (α + βx + …)·E."""
    r = problem.recurrence
    if r.nonlinear or r.driving != ex.ZERO or r.relation != "=":
        raise OtherShape("calls T(n − i) with falling powers as factors", "beside them stands something else")
    values = _first_values(problem, 0)
    told = SeriesEquation(0, 1, Fraction(0), _steps(problem, 1, 1), WeightSeries({}), values)
    missing = _missing(told)
    return SeriesEquation(0, 1, told.square, told.linear, WeightSeries(inx.of_polynomial(missing)), values)


def _missing(told: SeriesEquation) -> Polynomial:
    """What the first values add: the recurrence does not hold for them."""
    count = len(told.values) - told.order
    if count < 0:
        raise Unmet("stated first values", "a value that the equation needs is not stated")
    own = [value / factorial(m) for m, value in enumerate(told.values)]
    linear, free = told.linear.coefficients(count), told.free.coefficients(count)
    found = []
    for m in range(count):
        left = told.values[m + told.order] / factorial(m)
        right = free[m] + sum((linear[j] * own[m - j] for j in range(m + 1)), Fraction(0))
        right += told.square * sum((own[j] * own[m - j] for j in range(m + 1)), Fraction(0))
        found.append(left - right)
    return polynomials.trimmed(found)


def _first_values(problem: Problem, shift: int) -> tuple[Fraction, ...]:
    """T(shift), T(shift + 1), … as far as they are stated; 0 below the first size."""
    r = problem.recurrence
    first, values = values_as_stated(problem, _MOST_VALUES)
    if first > shift + _MOST_VALUES:
        raise Unmet("stated first values", "{n} = {s} is too far from 0", n=ex.Symbol(r.variable), s=ex.number(first))
    return (*(Fraction(0) for _ in range(shift, first)), *values[max(shift - first, 0) :])


def _head(values: tuple[Fraction, ...], count: int) -> Polynomial:
    if count > len(values):
        raise Unmet("stated first values", "a value that the sum leaves out is not stated")
    return polynomials.trimmed(value / factorial(m) for m, value in enumerate(values[:count]))


def _head_of(series: WeightSeries, count: int) -> Polynomial:
    return polynomials.trimmed(series.coefficients(count)) if count > 0 else ()


def _steps(problem: Problem, order: int, top: int) -> WeightSeries:
    """c·N(N − 1)…(N − j + 1)·T(n − i), j = i − order: c·xʲ·E."""
    r = problem.recurrence
    found: list[Fraction] = []
    for call in r.subcalls:
        back = whole_shift(call.argument, r.variable)
        terms = exponential_polynomial(call.coefficient, r.variable)
        if call.function != r.function or back is None or back >= 0 or terms is None or terms.keys() - {Fraction(1)}:
            raise Unmet("calls T(n − i) with falling powers as factors", "{x} is none", x=call.argument)
        j = -back - order
        falling = polynomials.ONE
        for k in range(max(j, 0)):
            falling = polynomials.times(falling, (Fraction(-top - k), Fraction(1)))
        quotient, rest = polynomials.divided(terms.get(Fraction(1), ()), falling)
        if j < 0 or rest or len(quotient) > 1:
            raise Unmet("calls T(n − i) with falling powers as factors", "{x} is no such factor", x=call.coefficient)
        found += [Fraction(0)] * (j + 1 - len(found))
        found[j] += quotient[0] if quotient else 0
    return WeightSeries(inx.of_polynomial(polynomials.trimmed(found)))


def _driving(problem: Problem, top: int) -> WeightSeries:
    total = WeightSeries({})
    driving = problem.recurrence.driving
    for part in driving.terms if isinstance(driving, ex.Add) else (driving,):
        if part == ex.ZERO:
            continue
        at_top = ex.substitute(part, problem.variable, ex.add(_J, ex.number(top)) if top else _J)
        found = _weight_series(at_top)
        if found is None:
            raise Unmet("a driving function Σ p(n)·βⁿ, or that times n!", "{f} is none", f=part)
        total = total.plus(found)
    return total


# -- one sum -------------------------------------------------------------------------------------------------


def _sums(problem: Problem, x: Expr) -> list[BinomialSum]:
    factors = x.factors if isinstance(x, ex.Mul) else (x,)
    inner = [f for f in factors if isinstance(f, ex.Range)]
    numbers = [f.value for f in factors if isinstance(f, ex.Number)]
    if len(inner) != 1 or inner[0].op != "sum" or len(numbers) + 1 != len(factors):
        raise OtherShape("sums with binomial coefficients", "{x} is no sum with a constant in front", x=x)
    (total,) = inner
    scale = numbers[0] if numbers else Fraction(1)
    body = total.body.factors if isinstance(total.body, ex.Mul) else (total.body,)
    added = [f for f in body if isinstance(f, ex.Add) and ex.has_call(f)]
    if not added:
        return [_sum(problem, scale, total, body)]
    rest = [f for f in body if f is not added[0]]
    return [_sum(problem, scale, total, tuple(ex.mul(*rest, term).children)) for term in added[0].terms]


def _sum(problem: Problem, scale: Fraction, total: ex.Range, body: tuple[Expr, ...]) -> BinomialSum:
    binomials = [f for f in body if isinstance(f, ex.Apply) and f.name == "binomial"]
    calls = [f for f in body if isinstance(f, ex.Call)]
    if len(binomials) != 1 or not 1 <= len(calls) <= 2 or any(c.function != problem.recurrence.function for c in calls):
        raise OtherShape("sums with binomial coefficients", "the terms of the sum are {x}", x=total.body)
    n, k = ex.Symbol(problem.variable), ex.Symbol(total.index)
    upper, lower = map(linear_form, binomials[0].arguments)
    top = _whole(combined(upper, {n: Fraction(1)}, -1), binomials[0])
    if lower.get(n):
        lower = combined(upper, lower, -1)
    start = _whole(combined(lower, {k: Fraction(1)}, -1), binomials[0])  # i = k + start
    low = _whole(linear_form(total.low), total) + start
    left = top - _whole(combined(linear_form(total.high), {n: Fraction(1)}, -1), total) - start
    low, left = max(low, 0), max(left, 0)
    # k = i − start and n = N − top, N = i + j
    places = [_place(call, n, k, start, top) for call in calls]
    weight = ex.mul(*(f for f in body if f not in (*binomials, *calls)))
    if len(calls) == 2:
        shifts = dict(places)
        if (
            set(shifts) != {"i", "j"}
            or len(set(shifts.values())) != 1
            or weight.children
            or not isinstance(weight, ex.Number)
        ):
            raise Unmet("sizes that add up to the upper index", "the calls in {x} do not", x=total.body)
        return BinomialSum(scale * weight.value, -top, shifts["i"], low, left, None)
    ((side, shift),) = places
    if side == "j":
        low, left = left, low
    told = _weight(weight, n, k, start, top, side)
    if told is None:
        raise Unmet(
            "weights of the complementary index", "{w} is no sum of p(j)·βʲ with j = N − i, or that times j!", w=weight
        )
    return BinomialSum(scale, -top, shift, low, left, told)


def _whole(form: Mapping[Expr, Fraction], where: Expr) -> int:
    c = constant_of(dict(form))
    if c is None or c.denominator != 1 or abs(c) > _MOST_VALUES:
        raise Unmet("binomial coefficients C(n − s, k + c) over k from a constant to n − c", "{x} is none", x=where)
    return int(c)


def _place(call: ex.Call, n: ex.Symbol, k: ex.Symbol, start: int, top: int) -> tuple[str, int]:
    """T(i + p) or T(j + p), by i = k + start and i + j = n − top."""
    form = linear_form(call.arguments[0])
    rising = constant_of(combined(form, {k: Fraction(1)}, -1))
    falling = constant_of(combined(combined(form, {n: Fraction(1)}, -1), {k: Fraction(1)}))
    if rising is not None and rising.denominator == 1:
        return "i", int(rising) - start
    if falling is not None and falling.denominator == 1:
        return "j", int(falling) + start - top
    raise Unmet("sizes that add up to the upper index", "{x} is neither k + c nor n − k + c", x=call.arguments[0])


def _weight(weight: Expr, n: ex.Symbol, k: ex.Symbol, start: int, top: int, side: str) -> WeightSeries | None:
    """w as a series in the index that the call does not hold: it must not depend on the other one."""
    found = []
    for other in range(3):
        i, j = (ex.number(other), _J) if side == "i" else (_J, ex.number(other))
        index = ex.add(i, ex.number(-start)) if start else i
        size = ex.add(i, j, ex.number(-top)) if top else ex.add(i, j)
        at_j = _with(weight, {n: size, k: index})
        found.append(_weight_series(at_j))
    return found[0] if all(x is not None and x == y for x, y in pairwise(found)) else None


def _with(x: Expr, values: Mapping[ex.Symbol, Expr]) -> Expr:
    if isinstance(x, ex.Symbol):
        return values.get(x, x)
    return ex.rebuild(x, lambda child: _with(child, values)) if x.children else x


def _weight_series(x: Expr) -> WeightSeries | None:
    """Σ x(j)·xʲ/j! for p(j)·βʲ, and for that times one factorial of j + c with c ≥ 0."""
    factors = x.factors if isinstance(x, ex.Mul) else (x,)
    rising = [f for f in factors if isinstance(f, ex.Apply) and f.name == "factorial"]
    terms = exponential_polynomial(ex.mul(*(f for f in factors if f not in rising)), _J.name)
    if terms is None or len(rising) > 1:
        return None
    if not rising:
        return WeightSeries(inx.exponential_series(terms))
    beyond = constant_of(combined(linear_form(rising[0].arguments[0]), {_J: Fraction(1)}, -1))
    if beyond is None or beyond.denominator != 1 or not 0 <= beyond <= _MOST_VALUES:
        return None
    above, below = inx.ordinary_series(_with_factors(terms, int(beyond)))
    return WeightSeries(inx.of_polynomial(above), below)


def _with_factors(terms: Terms, count: int) -> Terms:
    """(j + c)! = j!·(j + 1)…(j + c)"""
    for k in range(1, count + 1):
        terms = {beta: polynomials.times(p, (Fraction(k), Fraction(1))) for beta, p in terms.items()}
    return terms


def support_is_aperiodic(coefficients: list[Fraction]) -> bool:
    """Do the places of the coefficients that are not 0, from 1 on, have no common divisor?"""
    return gcd(*(m for m, c in enumerate(coefficients) if m and c)) == 1
