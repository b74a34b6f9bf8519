"""T(n) = Σ over pieces Σ_{j=low}^{high} w(n, j)·T(j) + f(n): the terms of a full history brought into one form.

T(n − k), T(k − 1) and the like are renamed so that the index is the size itself; T(max(k − 1, n − k)) is cut in two
where its arguments cross; what stands inside a Σ without a call joins the driving function.
"""

from collections.abc import Sequence
from fractions import Fraction

from recur.asymptotics import Between, Growth, Monomial, Series, expand, level, monomials, summation
from recur.model import Expr, OtherShape, Undecided, Unmet, expressions as ex
from recur.model.linearity import split
from recur.model.records import frozen
from recur.numbers import Real, real
from recur.numbers.exponential_polynomials import exponential_polynomial
from recur.numbers.polynomials import stays_nonnegative
from recur.solving.divide_and_conquer.fractions import leaves
from recur.solving.linear_forms import LinearForm, combined, formula_of_form, linear_form, simplified
from recur.solving.problem import Problem, envelope, never_negative

_FAR = 80
_UNIT_BASE = Fraction(1)
_INDEX_NAMES = ("j", "i", "l", "q")


@frozen
class WeightedSum:
    """Σ_{j=low}^{high} weight·T(j); the weight may hold the index j and the variable."""

    weight: Expr
    low: Expr
    high: Expr


@frozen
class History:
    """All pieces, their index, the driving function with both of its readings.

    `monotone`: max(T(x), T(y)) was read as T(max(x, y)), which bounds by rising functions allow.
    """

    pieces: tuple[WeightedSum, ...]
    index: ex.Symbol
    driving: Expr
    lower: Series | None
    upper: Series | None
    exact: bool
    monotone: bool = False


def history_of(problem: Problem) -> History:
    """The sums over earlier values of the recurrence, or the first thing that does not fit."""
    r = problem.recurrence
    if not r.nonlinear or not all(map(_is_sum, r.nonlinear)):
        raise OtherShape("sums over earlier values", "the calls do not stand in sums over smaller sizes")
    used = ex.symbols(r.right) | {r.variable}
    index = ex.Symbol(next(name for name in (*_INDEX_NAMES, "index") if name not in used))
    reader = _Reader(problem, index)
    for term in r.nonlinear:
        reader.read(term)
    if not reader.pieces:
        raise OtherShape("sums over earlier values", "no call of {t} is left in the sums", t=r.left)
    driving = ex.add(problem.driving_term, *reader.driving)
    known = envelope(driving, problem.known)
    upper = None if known.upper is None else expand(known.upper, r.variable)
    lower = upper if known.exact else None if known.lower is None else expand(known.lower, r.variable)
    exact = known.exact and r.relation == "=" and not any(isinstance(x, ex.Asymptotic) for x in ex.walk(driving))
    return History(tuple(reader.pieces), index, driving, lower, upper, exact, reader.monotone)


def _is_sum(term: Expr) -> bool:
    factors = term.factors if isinstance(term, ex.Mul) else (term,)
    calls = [f for f in factors if ex.has_call(f)]
    return len(calls) == 1 and isinstance(calls[0], ex.Range) and calls[0].op == "sum"


class _Reader:
    """Collects the pieces of the terms of one recurrence."""

    def __init__(self, problem: Problem, index: ex.Symbol) -> None:
        self.function = problem.recurrence.function
        self.variable = problem.variable
        self.index = index
        self.pieces: list[WeightedSum] = []
        self.driving: list[Expr] = []
        self.monotone = False

    def read(self, term: Expr) -> None:
        factors = term.factors if isinstance(term, ex.Mul) else (term,)
        total = next(f for f in factors if ex.has_call(f))
        if not isinstance(total, ex.Range):
            raise Unmet("a sum over earlier values", "{x} is no sum", x=total)
        outer = ex.mul(*(f for f in factors if f is not total))
        if ex.has_call(total.low) or ex.has_call(total.high):
            raise Unmet("fixed ends of the sum", "the ends of {x} hold calls", x=total)
        parts = split(total.body)
        for call in parts.subcalls:
            self._call(call.function, ex.mul(outer, call.coefficient), call.argument, total)
        for extreme in parts.nonlinear:
            coefficient, name, arguments = _extreme_of_calls(extreme, self.function)
            self.monotone = True
            self._call(self.function, ex.mul(outer, coefficient), ex.Apply(name, arguments), total)
        if parts.driving != ex.ZERO:
            self.driving.append(ex.mul(outer, _plain_sum(parts.driving, total)))

    def _call(self, function: str, weight: Expr, argument: Expr, total: ex.Range) -> None:
        if function != self.function:
            raise Unmet("one function", "another function is called inside {x}", x=total)
        if isinstance(argument, ex.Apply) and argument.name in ("max", "min") and len(argument.arguments) == 2:
            self._crossing(weight, argument, total)
        else:
            self._piece(weight, argument, total.index, linear_form(total.low), linear_form(total.high))

    def _piece(self, weight: Expr, argument: Expr, index: str, low: LinearForm, high: LinearForm) -> None:
        slope, rest = _slope(argument, index)
        j: LinearForm = {self.index: Fraction(1)}
        if slope > 0:
            ends, back = (combined(low, rest), combined(high, rest)), combined(j, rest, -1)
        else:
            ends, back = (combined(rest, high, -1), combined(rest, low, -1)), combined(rest, j, -1)
        moved = ex.substitute(weight, index, formula_of_form(back)) if index in ex.symbols(weight) else weight
        piece = WeightedSum(moved, formula_of_form(ends[0]), formula_of_form(ends[1]))
        _require_smaller(piece.high, self.variable)
        self.pieces.append(piece)

    def _crossing(self, weight: Expr, extreme: ex.Apply, total: ex.Range) -> None:
        """T(max(x, y)), x rising and y falling with the index: y before the crossing, x after it."""
        found = {_slope(argument, total.index)[0]: argument for argument in extreme.arguments}
        if set(found) != {1, -1}:
            raise Unmet("a size that rises and one that falls", "the sizes in {x} do not cross", x=extreme)
        first, last = (found[-1], found[1]) if extreme.name == "max" else (found[1], found[-1])
        rising, falling = _slope(found[1], total.index)[1], _slope(found[-1], total.index)[1]
        crossing = {atom: c / 2 for atom, c in combined(falling, rising, -1).items()}
        low, high = linear_form(total.low), linear_form(total.high)
        if self._crosses_above(crossing, low):
            self._piece(weight, first, total.index, low, high if self._crosses_above(crossing, high) else crossing)
        if self._crosses_above(high, crossing):
            self._piece(weight, last, total.index, low if self._crosses_above(low, crossing) else crossing, high)

    def _crosses_above(self, x: LinearForm, y: LinearForm) -> bool:
        """lim x/n > lim y/n"""
        return real.compare(share(formula_of_form(x), self.variable), share(formula_of_form(y), self.variable)) > 0


def _require_smaller(high: Expr, variable: str) -> None:
    """Every size in the sum is below n."""
    gap = expand(ex.subtract(high, ex.Symbol(variable)), variable)
    c = Fraction(0) if gap.is_zero else gap.lead[1]
    most = c.high if isinstance(c, Between) else c
    if most is None or real.sign(most) >= 0:
        raise Unmet("sizes below n", "the sum reaches up to the size {x}", x=high)


def holds_binomial(weight: Expr) -> bool:
    """A sum with such weights is told of by generating functions."""
    return any(isinstance(x, ex.Apply) and x.name == "binomial" for x in ex.walk(weight))


def share(x: Expr, variable: str) -> Real:
    """lim x/n, where x = c·n + O(n^(1 − ε))."""
    series = expand(x, variable)
    found: Real = Fraction(0)
    for m, c in series.terms:
        if m == level(0) and not isinstance(c, Between):
            found = c
        elif monomials.compare(m, level(0, Fraction(99, 100))) > 0:
            raise Unmet("ends c·n + O(n^(1−ε))", "the end {x} of the sum is no fixed part of the size", x=x)
    return found


def _slope(argument: Expr, index: str) -> tuple[int, LinearForm]:
    """(±1, rest) of an argument ±index + rest."""
    form = linear_form(argument)
    slope = form.pop(ex.Symbol(index), Fraction(0))
    if abs(slope) != 1 or any(index in ex.symbols(atom) for atom in form):
        raise Unmet("sizes ±k + r", "the size {x} does not move one by one with {k}", x=argument, k=ex.Symbol(index))
    return int(slope), form


def _extreme_of_calls(x: Expr, function: str) -> tuple[Expr, str, tuple[Expr, ...]]:
    """c·max(T(x), T(y)) as (c, "max", (x, y)): for a T that rises it is c·T(max(x, y))."""
    factors = x.factors if isinstance(x, ex.Mul) else (x,)
    calls = [f for f in factors if ex.has_call(f)]
    if len(calls) == 1 and isinstance(calls[0], ex.Apply) and calls[0].name in ("max", "min"):
        inner = calls[0].arguments
        if all(isinstance(c, ex.Call) and c.function == function and len(c.arguments) == 1 for c in inner):
            rest = ex.mul(*(f for f in factors if f is not calls[0]))
            return rest, calls[0].name, tuple(c.children[0] for c in inner)
    raise OtherShape("linear in the calls", "inside the sum the calls stand in {x}", x=x)


def _plain_sum(x: Expr, total: ex.Range) -> Expr:
    """Σ x over the range of `total`, exactly where x is free of the index or its first or second power."""
    count = simplified(ex.add(ex.subtract(total.high, total.low), ex.ONE))
    if total.index not in ex.symbols(x):
        return ex.mul(count, x)
    k = ex.Symbol(total.index)
    factors = x.factors if isinstance(x, ex.Mul) else (x,)
    if k in factors and total.index not in ex.symbols(ex.mul(*(f for f in factors if f != k))):
        rest = ex.mul(*(f for f in factors if f != k))
        return ex.mul(rest, ex.number("1/2"), count, simplified(ex.add(total.low, total.high)))
    return _growth_of_sum(x, total)


def _growth_of_sum(x: Expr, total: ex.Range) -> Expr:
    """Θ of Σ x, where x depends on the index alone and the range reaches from a constant to n + O(1)."""
    name = total.index
    form = linear_form(total.high)
    reach = {atom: c for atom, c in form.items() if atom != ex.ONE}
    if ex.symbols(x) != {name} or not isinstance(total.low, ex.Number) or len(reach) != 1 or set(reach.values()) != {1}:
        raise Unmet("a driving function outside the sum", "the part {x} inside the sum has no closed form here", x=x)
    (variable,) = reach
    if not isinstance(variable, ex.Symbol):
        raise Unmet("a driving function outside the sum", "the part {x} inside the sum has no closed form here", x=x)
    try:
        found = summation(Growth.of(x, name).point)
    except Undecided as doubt:
        raise Unmet("a summable driving function", "the sum of {x} has no known growth", x=x) from doubt
    return ex.Asymptotic("Θ", Growth(found.growth, variable.name).expression())


def require_positive_start(problem: Problem, history: History, toll: Monomial | None) -> None:
    """Where the small sizes dominate, the values must be seen to become positive and to stay so."""
    kind = leaves(problem)
    stated = any(c.function == problem.recurrence.function for c in problem.recurrence.initial)
    if toll is None and not stated:
        return
    plain = never_negative(history.driving, problem.variable)
    if toll is not None and kind != "negative" and plain:
        return
    terms = exponential_polynomial(history.driving, problem.variable)
    lasting = plain
    if terms is not None and terms.keys() <= {_UNIT_BASE}:
        lasting = lasting or stays_nonnegative(terms.get(_UNIT_BASE, ()), _FAR)
    low = min((c.low for c in problem.recurrence.initial if c.low is not None), default=0)
    values = problem.values(range(low, _FAR + 1)) if lasting else None
    if values is None or sum(values) <= 0 or any(v <= 0 for v in values[_FAR // 4 :]):
        raise Unmet("a positive start", "with these base cases the values are not seen to become positive")


def values_as_stated(problem: Problem, most: int) -> tuple[int, Sequence[Fraction]]:
    """The first size, and the values from there to the last stated one, `most` of them at the most."""
    r = problem.recurrence
    stated = [c for c in r.initial if c.function == r.function]
    if not stated or any(c.low is None for c in stated):
        raise Unmet("stated first values", "the growth depends on the first values, and they are not stated")
    first = min(c.low for c in stated if c.low is not None)
    sizes = range(first, max(c.high for c in stated) + 1)
    values = problem.values(sizes) if len(sizes) <= most else None
    if values is None:
        raise Unmet("stated first values", "the first values are not known as fractions")
    return first, values


def alone_summed(nonlinear: tuple[Expr, ...]) -> tuple[Fraction, ex.Range] | None:
    """c and the sum, where c·Σ … is all there is."""
    match nonlinear:
        case (ex.Range("sum") as total,):
            return Fraction(1), total
        case (ex.Mul((ex.Number(factor), ex.Range("sum") as total)),):
            return factor, total
    return None
