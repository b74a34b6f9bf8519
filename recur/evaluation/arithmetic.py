"""Exact values of formulas: a formula is compiled once to closures over ints and Fractions.

What is rational stays rational; log n, √n, e and the like become an `Interval` (digits that are certain).
Nothing here knows recurrences: what stands for a value of an unknown function is handed in as `call`.
Outside its domain a closure raises ZeroDivisionError or ValueError; the caller knows at which n that was.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from operator import add, mul
from typing import TYPE_CHECKING, Any

from recur.model import Expr, InvalidRecurrence, LimitExceeded, RecurError, expressions as ex, limits
from recur.numbers.exact import (
    OF_ONE,
    OF_TWO,
    RATIONAL,
    TooCoarse,
    bits_of,
    ceiling,
    exact_logarithm,
    exact_root,
    extreme,
    floor,
    guard,
    narrow,
    narrow_rational,
    quotient,
    sign,
    the_larger,
    the_smaller,
    too_large,
    whole_power,
    whole_root,
)

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed
    from recur.numbers.interval import Interval

    Closure = Callable[[], Enclosed]
    Row = Callable[[range], list[Enclosed]]  # values at many indices

START_BITS = 192
MOST_BITS = 1 << 16
MOST_TERMS = 10_000_000  # of one Σ, max or min written out
WORTHWHILE = 4  # terms of a sum that are worked out at once
MOST_KEPT, SMALL_BITS = 512, 64  # values of one logarithm or root that are remembered, and of which numbers
MOST_ANGLES = 240  # of one cosine that are remembered
#: cos(s·π) where it is rational, s from 0 to 1
COSINES: dict[int | Fraction, int | Fraction] = {
    0: 1, Fraction(1, 3): Fraction(1, 2), Fraction(1, 2): 0, Fraction(2, 3): Fraction(-1, 2), 1: -1,
}  # fmt: skip


class Compiler:
    """Formula -> closure. `cells` holds the values of the variable and of the indices of Σ, max and min."""

    def __init__(
        self,
        variable: str | None = None,
        constants: Mapping[str, Enclosed] | None = None,
        bits: int = START_BITS,
        call: Callable[[ex.Call], Closure] | None = None,
        summary: Callable[[ex.Range], Closure | None] | None = None,
    ) -> None:
        self.cells: list[int] = [0]
        self.slots = {} if variable is None else {variable: 0}
        self.constants: dict[str, Any] = dict(constants or {})
        self.bits = bits
        self.call = call
        self.summary = summary
        #: a call at many values of an index at once, where they are known
        self.calls: Callable[[ex.Call, str], Row | None] | None = None
        self.taken_as_body: list[ex.Asymptotic] = []  # Θ(g) that were evaluated as g

    def interval(self, value: Enclosed) -> Interval:
        from recur.numbers.interval import interval

        return interval(value, self.bits)

    def compile(self, x: Expr) -> Closure:
        match x:
            case ex.Number(value):
                number = narrow_rational(value)
                return lambda: number
            case ex.Symbol(name):
                return self._symbol(name)
            case ex.Constant(name):
                from recur.numbers.interval import enclosed_constant

                named = enclosed_constant(name, self.bits)
                return lambda: named
            case ex.Add(terms):
                return _sum([self.compile(term) for term in terms])
            case ex.Mul(factors):
                return self._product(factors)
            case ex.Power(base, exponent):
                return self._power(base, exponent)
            case ex.Log(argument, base):
                return self._log(argument, base)
            case ex.Apply(name, arguments):
                return self._apply(name, arguments)
            case ex.ByRemainder(argument, branches):
                return self._by_remainder(argument, [self.compile(branch) for branch in branches])
            case ex.Range():
                summed = None if self.summary is None else self.summary(x)
                return summed or self._range(x)
            case ex.RootSum():
                return self._root_sum(x)
            case ex.Asymptotic(_, body):
                self.taken_as_body.append(x)
                return self.compile(body)
            case ex.Call() if self.call is not None:
                return self.call(x)
        raise InvalidRecurrence(f"{x} has no value here")

    def floor(self, x: Expr) -> Callable[[], int]:
        """⌊x⌋, without a detour through irrational numbers for roots of whole numbers."""
        if isinstance(x, ex.Power) and isinstance(x.exponent, ex.Number) and x.exponent.value.numerator == 1:
            inner, degree = self.compile(x.base), x.exponent.value.denominator

            def floor_of_root() -> int:
                value = floor(inner())  # the root of a number and of its whole part have one floor
                if value < 0:
                    raise ValueError("the root of a negative number")
                return whole_root(value, degree)

            return floor_of_root
        value = self.compile(x)
        return lambda: floor(value())

    def _symbol(self, name: str) -> Closure:
        if name in self.slots:
            cells, slot = self.cells, self.slots[name]
            return lambda: cells[slot]
        if name not in self.constants:
            raise InvalidRecurrence(f"{name} has no value", hint=f"give {name} a number")
        constant = self.constants[name]
        return lambda: constant

    def _product(self, factors: tuple[Expr, ...]) -> Closure:
        above: list[Closure] = []
        below: list[Closure] = []
        for factor in factors:
            match factor:
                case ex.Power(base, ex.Number(value)) if value < 0:
                    below.append(self._power(base, ex.Number(-value)))
                case _:
                    above.append(self.compile(factor))
        top = _multiply(above)
        if not below:
            return top
        bottom = _multiply(below)
        return lambda: quotient(top(), bottom())

    def _power(self, base: Expr, exponent: Expr) -> Closure:
        inner = self.compile(base)
        if isinstance(exponent, ex.Number):
            fixed = narrow_rational(exponent.value)
            if fixed == 1:
                return inner
            if isinstance(fixed, int) and 0 < fixed <= 4 and isinstance(base, ex.Symbol):
                return self._small_power(inner, fixed)
            raised = self._raised(fixed)
            return lambda: raised(inner())
        if isinstance(exponent, ex.Log) and exponent.base is not None and isinstance(exponent.argument, ex.Number):
            return self._power_of_log(inner, exponent)
        outer = self.compile(exponent)
        return lambda: self.power(inner(), outer())

    def _raised(self, exponent: int | Fraction) -> Callable[[Enclosed], Enclosed]:
        def value(base: Enclosed) -> Enclosed:
            return self.power(base, exponent)

        return value if isinstance(exponent, int) else _remembered(value)

    def _small_power(self, base: Closure, exponent: int) -> Closure:
        """The square and its like of a variable, where they are needed most: of a whole number."""

        def value() -> Enclosed:
            x = base()
            return x**exponent if isinstance(x, int) else self.power(x, exponent)

        return value

    def _power_of_log(self, base: Closure, exponent: ex.Log) -> Closure:
        """x^(log_b c) = c^(log_b x): a whole number where x is a power of b."""
        plain = self.compile(exponent)
        assert exponent.base is not None
        below, above = self.compile(exponent.base), self.compile(exponent.argument)

        def value() -> Enclosed:
            x, b = base(), below()
            if isinstance(x, RATIONAL) and isinstance(b, RATIONAL) and x > 0 and b > 0 and b != 1:
                times = exact_logarithm(x, b)
                if times is not None:
                    return self.power(above(), times)
            return self.power(x, plain())

        return value

    def power(self, base: Enclosed, exponent: Enclosed) -> Enclosed:
        """base^exponent, exact where it is rational."""
        exponent = narrow(exponent)
        if isinstance(base, RATIONAL):
            if isinstance(exponent, int):
                return whole_power(base, exponent)
            if base < 0:
                raise ValueError("a root of a negative number")
            if base in (0, 1):
                if base == 0 and sign(exponent) < 0:
                    raise ZeroDivisionError
                return base
            if isinstance(exponent, Fraction):
                exact = exact_root(base, exponent.denominator)
                if exact is not None:
                    return whole_power(exact, exponent.numerator)
        # The exponent of the result must stay printable.
        if bits_of(exponent) > 64 and not isinstance(exponent, Fraction):
            raise too_large("a power")
        return self.interval(base).power(exponent)

    def _by_remainder(self, argument: Expr, branches: list[Closure]) -> Closure:
        """The branch of this remainder alone is worked out: the sizes that the others ask for are not."""
        size = self.compile(argument)

        def value() -> Enclosed:
            n = narrow(size())
            if not isinstance(n, int):
                raise ValueError("the remainder of a number that is not whole")
            return branches[n % len(branches)]()

        return value

    def _log(self, argument: Expr, base: Expr | None) -> Closure:
        inner, logarithm_of = self.compile(argument), self._logarithm(base)
        return lambda: logarithm_of(inner())

    def _logarithm(self, base: Expr | None) -> Callable[[Enclosed], Enclosed]:
        below = None if base is None or base == ex.Constant("e") else self.compile(base)
        scales: dict[int | Fraction, Interval] = {}

        def value(x: Enclosed) -> Enclosed:
            from recur.numbers.interval import logarithm

            if sign(x) <= 0:
                raise ValueError("the logarithm of a number that is not positive")
            if x == 1:
                return 0
            if below is None:
                return logarithm(self.interval(x))
            b = below()
            if not isinstance(b, RATIONAL):
                return logarithm(self.interval(x)) * logarithm(b).reciprocal()
            if b <= 0 or b == 1:
                raise ValueError(f"a logarithm to the base {b}")
            exact = exact_logarithm(x, b) if isinstance(x, RATIONAL) else None
            if exact is not None:
                return exact
            if b not in scales:
                scales[b] = logarithm(self.interval(b)).reciprocal()
            return logarithm(self.interval(x)) * scales[b]

        return value if base is not None and ex.symbols(base) else _remembered(value)

    def _apply(self, name: str, arguments: tuple[Expr, ...]) -> Closure:
        if name == "floor":
            return self.floor(arguments[0])
        values = [self.compile(argument) for argument in arguments]
        first = values[0]
        if name in ("max", "min"):
            return lambda: extreme(name, (value() for value in values))
        if name in ("cos", "sin"):
            return self._turning(name, arguments[0], first)
        if name == "factorial":
            return lambda: self._factorial(first())
        if name in OF_ONE:
            one = OF_ONE[name]
            return lambda: one(first())
        two, second = OF_TWO[name], values[1]
        return lambda: two(first(), second())

    def _turning(self, name: str, argument: Expr, plain: Closure) -> Closure:
        """cos or sin; of a rational multiple of π each value is worked out once in a turn."""
        pi = ex.Constant("pi")
        if not isinstance(argument, ex.Mul) or argument.factors.count(pi) != 1:
            return lambda: self._circular(name, plain())
        share = self.compile(ex.mul(*(x for x in argument.factors if x != pi)))
        full = self.compile(pi)
        known: dict[int | Fraction, Enclosed] = {}

        def value() -> Enclosed:
            s = narrow(share())
            if not isinstance(s, RATIONAL):
                return self._circular(name, plain())
            shift: int | Fraction = 0 if name == "cos" else Fraction(1, 2)
            half_turns: Any = abs((s - shift + 1) % 2 - 1)  # cos(s·π), s from 0 to 1
            if half_turns not in known:
                if len(known) == MOST_ANGLES:
                    known.clear()
                exact = COSINES.get(half_turns)
                known[half_turns] = self._circular("cos", full() * half_turns) if exact is None else exact
            return known[half_turns]

        return value

    def _circular(self, name: str, x: Enclosed) -> Enclosed:
        from recur.numbers.interval import cosine, sine

        if isinstance(x, int) and x == 0:
            return 1 if name == "cos" else 0
        return (cosine if name == "cos" else sine)(self.interval(x))

    def _factorial(self, x: Enclosed) -> Enclosed:
        from recur.numbers.interval import factorial

        x = narrow(x)
        if isinstance(x, int):
            if x * max(x.bit_length() - 2, 0) > limits.MAX_BITS:
                raise too_large("a factorial")
            return math.factorial(x)
        if sign(x + 1) <= 0 or bits_of(x) > 2 * self.bits:
            raise ValueError("the factorial of a number that is not whole")
        return factorial(self.interval(x))

    def _root_sum(self, x: ex.RootSum) -> Closure:
        from recur.evaluation.root_sums import compiled_root_sum

        return compiled_root_sum(x, self.compile)

    def _range(self, x: ex.Range) -> Closure:
        """The Σ, Π, max or min written out, term by term, or many terms at once."""
        low, high = self.compile(x.low), self.compile(x.high)
        slot = len(self.cells)
        self.cells.append(0)
        hidden = self.slots.get(x.index)
        self.slots[x.index] = slot
        body, row = self.compile(x.body), self._row(x.body, x.index)
        if hidden is None:
            del self.slots[x.index]
        else:
            self.slots[x.index] = hidden
        op, cells = x.op, self.cells
        alone = not ex.symbols(x.body) - {x.index} & self.slots.keys() and not ex.has_call(x.body)
        told: tuple[int, int, Enclosed | None] | None = None  # where every term depends on its index alone

        def value() -> Enclosed:
            nonlocal told
            first, last = ceiling(low()), floor(high())
            if last - first >= MOST_TERMS:
                raise LimitExceeded(f"{op} over {last - first + 1:,} terms is too long")
            total: Enclosed | None = {"sum": 0, "product": 1}.get(op)
            begin = first
            if told is not None and told[0] == first and told[1] <= last:
                _, begin, total = told
            while begin <= last:
                if not begin & 255:
                    limits.require((last - begin + 256) & -256)
                    limits.check(256)
                block = range(begin, min(begin | 255, last) + 1)
                total = _gathered(op, total, terms(block))
                begin = block.stop
            if alone:
                told = first, max(last + 1, begin), total
            if total is None:
                raise ValueError(f"{op} over no terms")
            return total

        def terms(block: range) -> Iterable[Enclosed]:
            if row is not None and len(block) >= WORTHWHILE:
                with suppress(LookupError, ArithmeticError, ValueError, RecurError, TooCoarse):
                    return _outermost(op, row(block))
            return one_by_one(block)  # which meets what went wrong, at its place

        def one_by_one(block: range) -> Iterator[Enclosed]:
            for index in block:
                cells[slot] = index
                yield body()

        return value

    def _row(self, x: Expr, index: str) -> Row | None:
        """x at many values of an index at once; None where it is to be worked out at each."""
        if index not in ex.symbols(x) and not ex.has_call(x):
            fixed = self.compile(x)
            return lambda block: [fixed()] * len(block)
        match x:
            case ex.Symbol():
                return list
            case ex.Call() if self.calls is not None:
                return self.calls(x, index)
            case ex.Add(terms):
                return self._rows(terms, index, add)
            case ex.Mul(factors):
                return None if any(map(_is_below, factors)) else self._rows(factors, index, mul)
            case ex.Apply("max" | "min" as name, arguments):
                return self._rows(arguments, index, the_larger if name == "max" else the_smaller)
            case ex.Log(argument, base) if base is None or index not in ex.symbols(base):
                return self._row_of(argument, index, self._logarithm(base))
            case ex.Power(base, ex.Number(exponent)) if exponent > 0:
                return self._row_of(base, index, self._raised(narrow_rational(exponent)))
        return None

    def _rows(
        self, parts: tuple[Expr, ...], index: str, joined: Callable[[Enclosed, Enclosed], Enclosed]
    ) -> Row | None:
        rows = [found for part in parts if (found := self._row(part, index)) is not None]
        if len(rows) < len(parts):
            return None
        first, *others = rows

        def row(block: range) -> list[Enclosed]:
            values = first(block)
            for further in others:
                values = list(map(joined, values, further(block)))
            return values

        return row

    def _row_of(self, x: Expr, index: str, function: Callable[[Enclosed], Enclosed]) -> Row | None:
        inner = self._row(x, index)
        return None if inner is None else lambda block: list(map(function, inner(block)))


def _is_below(factor: Expr) -> bool:
    """Whether it stands below the line."""
    return isinstance(factor, ex.Power) and isinstance(factor.exponent, ex.Number) and factor.exponent.value < 0


def _remembered(function: Callable[[Enclosed], Enclosed]) -> Callable[[Enclosed], Enclosed]:
    """The function, its last values at small whole numbers kept: the terms of sums ask for them again and again."""
    known: dict[int, Enclosed] = {}

    def value(x: Enclosed) -> Enclosed:
        if type(x) is not int or x.bit_length() > SMALL_BITS:
            return function(x)
        found = known.get(x)
        if found is None:
            if len(known) == MOST_KEPT:
                known.clear()
            found = known[x] = function(x)
        return found

    return value


def _gathered(op: str, total: Enclosed | None, terms: Iterable[Enclosed]) -> Enclosed | None:
    """The total with further terms."""
    for term in terms:
        if total is None:
            total = term
        elif op == "sum":
            total = total + term
        elif op == "product":
            total = guard(total * term)
        else:
            total = the_larger(total, term) if op == "max" else the_smaller(total, term)
    return total


def _outermost(op: str, terms: list[Enclosed]) -> list[Enclosed]:
    """Of rational terms the greatest or least alone, the first of them; of others all."""
    if op not in ("max", "min") or not {*RATIONAL}.issuperset(map(type, terms)):
        return terms
    return [max(terms) if op == "max" else min(terms)]


def _sum(terms: list[Closure]) -> Closure:
    if len(terms) == 2:
        first, second = terms
        return lambda: first() + second()

    def total() -> Enclosed:
        value: Enclosed = 0
        for term in terms:
            value = value + term()
        return value

    return total


def _multiply(factors: list[Closure]) -> Closure:
    if not factors:
        return lambda: 1
    if len(factors) == 1:
        return factors[0]
    if len(factors) == 2:
        first, second = factors
        return lambda: first() * second()

    def product() -> Enclosed:
        value = factors[0]()
        for factor in factors[1:]:
            value = value * factor()
        return value

    return product
