"""T(x) at exact sizes, whole or not, with its first values free letters where none are stated.

A link between two formulas that hold calls of T is an identity under the recurrence: it holds whatever the first
values are. So they are drawn, and each draw is one function T.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.answers.judging.exact_values import division_factors, unrounded
from recur.answers.workings.patterned_sums import product_with_dots, terms_of_pattern
from recur.answers.workings.progressions import GEOMETRIC_FIRST, endless_sum, sum_with_dots
from recur.evaluation.arithmetic import Compiler
from recur.evaluation.equation import OUTSIDE, straight_line
from recur.model import Expr, LimitExceeded, RecurError, Recurrence, System, expressions as ex, limits
from recur.model.records import field, mutable
from recur.numbers import TooCoarse
from recur.numbers.exact import narrow, sign

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

Letters = Mapping[str, "int | Fraction"]
#: The name of a + b + … + z among functions.
DOTS = "…"
#: The name of a · b · … · z.
PRODUCT_DOTS = "⋯"
#: The name of a₀ + a₁ + a₂ + … without end.
SERIES = "∞"
#: The name of a + b + c + …, which ends where the reader knows, or nowhere.
OPEN_DOTS = "…∞"
WRITTEN_SHORT = frozenset((DOTS, PRODUCT_DOTS, SERIES, OPEN_DOTS))  # the names of those that are no functions
MOST_TERMS = 10_000  # of a sum, or of all that stand in one formula
MOST_VALUES = 4000  # of one function of a working
DEEPEST = 300  # calls of a definition in another


class NoValue(Exception):
    """A formula asks for T where T is not defined, or for a letter that has no value."""


def steps_of(r: Recurrence) -> list[tuple[Fraction, Fraction] | None]:
    """(p, q) of each call T(pn + q), whatever is rounded; None of another call."""
    return [straight_line(unrounded(call.argument), r.variable) for call in r.subcalls]


def is_stepping(r: Recurrence) -> bool:
    """Whether every call is T(n − i), or one of all earlier values."""
    return all(line is not None and line[0] == 1 for line in steps_of(r))


def first_free(r: Recurrence) -> tuple[int, int]:
    """The sizes low … high at which T is free where no first values are stated."""
    lines = steps_of(r)
    if is_stepping(r):
        furthest = max((-int(line[1]) for line in lines if line is not None), default=1)
        return 0, max(furthest - 1, 0)
    return (0, 1) if all(line is not None for line in lines) else (2, 2)


@mutable
class ExactFunctions:
    """The functions of a system under one draw of its first values, and what a working defines beside them."""

    system: System
    letters: Letters
    draw: int = 0
    stated: dict[tuple[str, Fraction], Expr] = field(default_factory=dict)
    defined: dict[str, tuple[str, Expr]] = field(default_factory=dict)
    _known: dict[tuple[str, Fraction], Enclosed] = field(default_factory=dict)
    first: Fraction | None = None  # the first values where they are free, in place of drawn ones
    reading: int = 0  # of a sum with dots that can be read in several ways
    beyond: bool = False  # whether T is drawn, too, where the stated first values do not reach
    determined: bool = False  # whether T has a value only where it follows from first values as they are stated
    _depth: int = 0

    def value(self, x: Expr, letters: Letters) -> Enclosed:
        """The formula with its letters; raises NoValue."""
        if self._depth > DEEPEST:
            raise NoValue
        self._depth += 1
        try:
            if any(isinstance(node, ex.Range) for node in ex.walk(x)) and not self._is_short(x, letters):
                raise NoValue
            compiler = Compiler(None, letters)
            compiler.call = lambda call: self._call(call, compiler, letters)
            return narrow(compiler.compile(x)())
        except LimitExceeded:
            limits.check()
            raise NoValue from None
        except (RecurError, TooCoarse, RecursionError, *OUTSIDE):
            raise NoValue from None
        finally:
            self._depth -= 1

    def _is_short(self, x: Expr, letters: Letters) -> bool:
        """Whether the sums whose ends are known here have few enough terms, all of them together."""
        terms: Enclosed = 1
        for node in ex.walk(x):
            if isinstance(node, ex.Range):
                ends = ex.subtract(node.high, node.low)
                if not ex.has_call(ends) and ex.symbols(ends) <= letters.keys():
                    length = Compiler(None, letters).compile(ends)() + 1
                    terms = terms * length if sign_of(length - 1) == 1 else terms
        return sign_of(terms - MOST_TERMS) != 1

    def _call(self, call: ex.Call, compiler: Compiler, letters: Letters) -> Callable[[], Enclosed]:
        arguments = [compiler.compile(x) for x in call.arguments]
        if call.function == DOTS:
            # the number of terms after the dots stands first
            # a letter in the exponent of a term tells that the sum is geometric: 1 + 3 + … + 3^k
            reading = GEOMETRIC_FIRST if any(map(_in_exponent, call.arguments[1:])) else self.reading
            return lambda: self._with_dots(call, [narrow(argument()) for argument in arguments], letters, reading)
        if call.function == PRODUCT_DOTS:
            return lambda: product_with_dots([narrow(argument()) for argument in arguments])
        if call.function in (SERIES, OPEN_DOTS):
            return lambda: endless_sum([narrow(argument()) for argument in arguments])
        if len(arguments) != 1:
            raise NoValue
        return lambda: self.at(call.function, narrow(arguments[0]()))

    def _with_dots(self, call: ex.Call, values: Sequence[Enclosed], letters: Letters, reading: int) -> Enclosed:
        """By the pattern that the terms show, else by their values; raises ValueError where neither tells."""
        terms, after = call.arguments[1:], int(Fraction(values[0])) if isinstance(values[0], int | Fraction) else 0
        try:
            shown = terms_of_pattern(terms, after, lambda x: self.value(x, letters), reading == GEOMETRIC_FIRST)
            total: Enclosed = 0
            for term in shown:
                total = total + self.value(term, letters)
        except ValueError:
            return sum_with_dots(values, reading)
        return total

    def at(self, function: str, size: Enclosed) -> Enclosed:
        """function(size); raises NoValue."""
        if not isinstance(size, int | Fraction):
            raise NoValue
        key = function, Fraction(size)
        if key not in self._known:
            if len(self._known) > MOST_VALUES:
                raise NoValue
            self._known[key] = self._found(function, Fraction(size))
        return self._known[key]

    def _found(self, function: str, size: Fraction) -> Enclosed:
        if function in self.defined:
            variable, body = self.defined[function]
            return self.value(body, {**self.letters, variable: size})
        if function not in self.system.functions:
            raise NoValue
        r = self.system.named(function)
        here = {**self.letters, r.variable: size}
        base = self._base(r, size)
        if base is not None:
            return self.value(base, here)
        low, high = self._free_sizes(r)
        if self.beyond and self._is_beyond(r, size, low):
            return self._drawn(function, size)
        if size <= high:
            if size < low or not (size.denominator == 1 or not is_stepping(r)) or (size <= 0 < low):
                raise NoValue
            if 0 < size <= high * _least_ratio(r):
                raise NoValue  # no call from above the first values comes so far down
            if self.first is not None:
                return self.first
            if self.determined and (size.denominator != 1 or not self.is_free(r)):
                raise NoValue
            return self._drawn(function, size)
        return self.value(r.right, here)

    def _drawn(self, function: str, size: Fraction) -> int:
        return random.Random(f"{self.draw} {function} {size}").randint(2, 97)

    def _is_beyond(self, r: Recurrence, size: Fraction, low: int) -> bool:
        """T(−1), which T(n − 3) asks for beside the T(0) that is stated; T(8), from which T(√n) leads nowhere."""
        if is_stepping(r):
            return size.denominator == 1 and low - max(first_free(r)[1], 0) <= size < low
        if any(line is not None for line in steps_of(r)):
            return False
        calls = [self.value(call.argument, {**self.letters, r.variable: size}) for call in r.subcalls]
        return not all(isinstance(x, int | Fraction) for x in calls)

    def _base(self, r: Recurrence, size: Fraction) -> Expr | None:
        if (r.function, size) in self.stated:
            return self.stated[r.function, size]
        for case in r.initial:
            if size <= case.high and (case.low is None or case.low <= size):
                return case.value
        return None

    def _free_sizes(self, r: Recurrence) -> tuple[int, int]:
        told = [case.high for case in r.initial] + [int(x) for f, x in self.stated if f == r.function]
        if not told:
            return first_free(r)
        low = min((case.high if case.low is None else case.low for case in r.initial), default=min(told))
        return low if is_stepping(r) else min(low, 0), max(told)

    def is_free(self, r: Recurrence) -> bool:
        """Whether the first values of T are drawn and not stated."""
        return not r.initial and not any(f == r.function for f, _ in self.stated)


def _least_ratio(r: Recurrence) -> Fraction:
    """p of the call T(pn + q) that goes down furthest; 0 where there are other calls."""
    return min((Fraction(0) if line is None or line[0] >= 1 else line[0] for line in steps_of(r)), default=Fraction(0))


def _in_exponent(x: Expr) -> bool:
    return any(isinstance(node, ex.Power) and bool(ex.symbols(node.exponent)) for node in ex.walk(x))


def sizes_to_try(r: Recurrence) -> list[int]:
    """Sizes from which the calls of T lead down exactly: powers of b times a base size, or some in a row."""
    tops = [case.high for case in r.initial]
    if is_stepping(r):
        first = max(tops, default=first_free(r)[1]) + 5
        return [first, first + 1, first + 2, first + 4, first + 7, first + 12]
    factors = division_factors(r)
    if factors:
        b = 1
        for factor in factors:
            b *= factor // _common(b, factor)
        m = max([top for top in tops if top > 0], default=1)
        low = next(k for k in range(1, 9) if b**k >= 16)
        count = 5 if b < 6 else 3
        return [m * b ** (low + j) for j in range(count)]
    return [2 ** (2**j) for j in range(2, 7)]


def _common(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a


def differ(x: Enclosed, y: Enclosed) -> bool:
    """Whether the two numbers are certainly not the same."""
    try:
        return sign(x - y) != 0
    except TooCoarse:
        return False


def sign_of(x: Enclosed) -> int | None:
    """The sign; None where the digits do not tell it from 0."""
    try:
        return sign(x)
    except TooCoarse:
        return None
