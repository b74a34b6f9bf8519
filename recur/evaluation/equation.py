"""One recurrence, compiled: asked for a size, it answers with its value or with the sizes it needs first.

Every size is worked out once. Nothing here recurses, so T(n-1) may be a million deep; the order of work is
the evaluator's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from recur.model import Expr, InitialCondition, InvalidRecurrence, Recurrence, expressions as ex
from recur.numbers.exact import LONG, bits_of, ceiling, floor, guard, narrow

if TYPE_CHECKING:
    from recur.evaluation.arithmetic import Compiler, Row
    from recur.evaluation.fast_forward import LinearSteps
    from recur.evaluation.history import RunningTotals
    from recur.evaluation.moving_state import MovingState
    from recur.numbers.exact import Enclosed

Argument = Callable[[], int]
Need = tuple["Equation", int]
OUTSIDE = (ZeroDivisionError, ValueError, OverflowError)  # what a formula raises outside its domain


class Missing(Exception):
    """A value that a formula asked for is not known yet."""

    def __init__(self, equation: Equation, size: int) -> None:
        self.need = (equation, size)


_NONE, _ONCE = Fraction(0), Fraction(1)


def written_shift(x: Expr, variable: str) -> Fraction | None:
    """c of n + c, where it is written so."""
    if isinstance(x, ex.Add) and len(x.terms) == 2:
        n, c = x.terms
        if isinstance(n, ex.Symbol) and n.name == variable and isinstance(c, ex.Number):
            return c.value
    return None


def straight_line(x: Expr, variable: str) -> tuple[Fraction, Fraction] | None:
    """(p, q) when x is p·variable + q with rational p and q, else None."""
    kind = type(x)
    if kind is ex.Number:
        return _NONE, x.value  # type: ignore[attr-defined]
    if kind is ex.Symbol:
        return (_ONCE, _NONE) if x.name == variable else None  # type: ignore[attr-defined]
    if kind is ex.Add and (shift := written_shift(x, variable)) is not None:
        return _ONCE, shift
    match x:
        case ex.Mul((ex.Number(value), ex.Symbol(name))):  # n/2, as most sizes are
            return (value, _NONE) if name == variable else None
        case ex.Add(terms):
            slope = offset = _NONE
            for term in terms:
                line = straight_line(term, variable)
                if line is None:
                    return None
                slope, offset = slope + line[0] if line[0] else slope, offset + line[1] if line[1] else offset
            return slope, offset
        case ex.Mul(factors):
            slope, offset = _NONE, _ONCE
            for factor in factors:
                line = straight_line(factor, variable)
                if line is None or (slope and line[0]):
                    return None
                further = offset * line[0] if line[0] else _NONE
                slope, offset = slope * line[1] + further if slope else further, offset * line[1]
            return slope, offset
        case ex.Power(ex.Number(value), ex.Number(exponent)) if exponent == -1 and value:
            return Fraction(0), 1 / value
    return None


def whole_shift(x: Expr, variable: str) -> int | None:
    """c of n + c, c a whole number; None of any other size."""
    line = straight_line(x, variable)
    return int(line[1]) if line is not None and line[0] == 1 and line[1].denominator == 1 else None


def same_size(x: Expr, variable: str) -> bool:
    """Whether x is the variable itself."""
    return whole_shift(x, variable) == 0


WITHOUT_LETTERS = ("an equation without n and letters", "in {x} other letters stand beside the value")


def why_no_map(r: Recurrence) -> tuple[str, str] | None:
    """Why T(n) is no F(T(n − 1)): the hypothesis that fails, and a sentence; None of a nonlinear map of one value.

    Letters may stand in F; the size may not.
    """
    calls = [x for x in ex.walk(r.right) if isinstance(x, ex.Call)]
    if not r.nonlinear or any(x.function != r.function for x in calls):
        return "a nonlinear map of the value before", "the equation is linear, or of several functions"
    if any(whole_shift(x.arguments[0], r.variable) != -1 for x in calls):
        return "the value before alone", "values at other sizes than n − 1 stand in it"
    if r.variable in ex.beside_calls(r.right):
        return WITHOUT_LETTERS
    return None


class Equation:
    """T(n) = Σ coefficientᵢ · T(argumentᵢ) + driving + nonlinear, base cases, and the values found so far."""

    def __init__(self, recurrence: Recurrence, compiler: Compiler, rounding: str, longest: int | None = None) -> None:
        self.function = recurrence.function
        self.recurrence = recurrence
        self.compiler = compiler
        self.cells = compiler.cells
        self.rounding = rounding
        self.longest = longest  # binary digits of a fraction that is kept as it is; None: however many
        self.rounded: dict[Expr, None] = {}  # arguments that were not whole, in the order met
        self.memo: dict[int, Enclosed] = {}
        self.waiting: dict[int, list[Need]] = {}
        self.climbed: int | None = None  # the last size that was reached from below
        self.totals: list[RunningTotals] = []  # over its values
        self.termwise = False  # whether a sum over earlier values is added up anew at each size
        #: how it moves by squaring a matrix, once it was looked at; False where it does not
        self.steps: LinearSteps | Literal[False] | None = None
        self.state: MovingState | Literal[False] | None = None  # the same of steps with coefficients in n

    def connect(self, equations: dict[str, Equation], bases: Iterable[InitialCondition]) -> None:
        """Compile the terms; `equations` are all of the system, by name."""
        self.equations = equations
        recurrence, compiler = self.recurrence, self.compiler
        self.calls = [
            (equations[call.function], self.argument(call.argument), compiler.compile(call.coefficient))
            for call in recurrence.subcalls
        ]
        #: their coefficients, but for those that are 1: a product of fractions takes a while
        self.factors = [
            None if call.coefficient == ex.ONE else coefficient
            for call, (_, _, coefficient) in zip(recurrence.subcalls, self.calls, strict=True)
        ]
        #: what the value stands on for certain, besides those
        self.asked = [
            (equations[call.function], self.argument(call.arguments[0]))
            for call in _certain_calls(recurrence.nonlinear)
            if call.function in equations
        ]
        self.driving = compiler.compile(recurrence.driving)
        self.nonlinear = [compiler.compile(term) for term in recurrence.nonlinear]
        self.bases = [(base.low, base.high, compiler.compile(base.value)) for base in bases]
        self.top = max((high for _, high, _ in self.bases), default=None)
        lows = [low for low, _, _ in self.bases]
        self.bottom = None if None in lows or not lows else min(low for low in lows if low is not None)

    def call(self, x: ex.Call) -> Callable[[], Enclosed]:
        """The closure of a call that stands inside a nonlinear term."""
        if x.function not in self.equations:
            raise InvalidRecurrence(f"{x.function} is not defined")
        equation, argument = self.equations[x.function], self.argument(x.arguments[0])
        memo = equation.memo

        def value() -> Enclosed:
            size = argument()
            known = memo.get(size)
            if known is None:
                raise Missing(equation, size)
            return known

        return value

    def call_row(self, x: ex.Call, index: str) -> Row | None:
        """The values of T(k + c) or T(c − k) at many k; KeyError where one is not known yet."""
        argument = x.arguments[0]
        terms = argument.terms if isinstance(argument, ex.Add) else (argument,)
        moving = [term for term in terms if index in ex.symbols(term)]
        k = ex.Symbol(index)
        if x.function not in self.equations or moving not in ([k], [ex.negate(k)]) or ex.has_call(argument):
            return None
        shift = self.compiler.compile(ex.add(*(term for term in terms if term not in moving)))
        memo, up = self.equations[x.function].memo, moving == [k]

        def values(block: range) -> list[Enclosed]:
            c = narrow(shift())
            if not isinstance(c, int):
                raise ValueError("a size that is not whole")
            sizes = range(c + block.start, c + block.stop) if up else range(c - block.start, c - block.stop, -1)
            return list(map(memo.__getitem__, sizes))

        return values

    def argument(self, x: Expr) -> Argument:
        """The size a call asks for: rounded when it is not whole, which is noted."""
        cells = self.cells
        for variable, slot in self.compiler.slots.items():
            line = straight_line(x, variable)
            if line is not None and line[0]:
                return self._line(x, line, cells, slot)
        if isinstance(x, ex.Apply) and x.name in ("floor", "ceiling"):
            return self._stated(x)
        if isinstance(x, ex.Add):
            whole = [t for t in x.terms if isinstance(t, ex.Number) and t.value.denominator == 1]
            rest = [t for t in x.terms if t not in whole]
            if len(rest) == 1 and isinstance(rest[0], ex.Apply) and rest[0].name in ("floor", "ceiling"):
                inner, shift = self._stated(rest[0]), int(sum(t.value for t in whole))
                return lambda: inner() + shift
        return self._general(x)

    def _line(self, x: Expr, line: tuple[Fraction, Fraction], cells: list[int], slot: int) -> Argument:
        """⌊(p·n + q)/r⌋ or ⌈…⌉ in whole numbers."""
        r = math.lcm(line[0].denominator, line[1].denominator)
        p, q = int(line[0] * r), int(line[1] * r)
        if r == 1:
            return lambda: p * cells[slot] + q
        up = self.rounding == "ceiling"

        def size() -> int:
            whole, rest = divmod(p * cells[slot] + q, r)
            if rest:
                self.note(x)
                return whole + up
            return whole

        return size

    def _stated(self, x: ex.Apply) -> Argument:
        """A floor or ceiling that the text asks for: no rounding of ours."""
        cells, compiler = self.cells, self.compiler
        for variable, slot in compiler.slots.items():
            line = straight_line(x.arguments[0], variable)
            if line is not None:
                r = math.lcm(line[0].denominator, line[1].denominator)
                p, q = int(line[0] * r), int(line[1] * r)
                if x.name == "floor":
                    return lambda: (p * cells[slot] + q) // r
                return lambda: -((-p * cells[slot] - q) // r)
        if x.name == "floor":
            return compiler.floor(x.arguments[0])
        inner = compiler.compile(x.arguments[0])
        return lambda: ceiling(inner())

    def _general(self, x: Expr) -> Argument:
        value, lower = self.compiler.compile(x), self.compiler.floor(x)
        up = self.rounding == "ceiling"
        # A root of a whole number has its own way to the floor; it is whole when its power comes back.
        power = x.exponent.value if isinstance(x, ex.Power) and isinstance(x.exponent, ex.Number) else None
        if power is not None and power.numerator == 1:
            assert isinstance(x, ex.Power)
            degree, inner = power.denominator, self.compiler.compile(x.base)

            def root_size() -> int:
                whole = lower()
                if whole**degree != inner():
                    self.note(x)
                    return whole + up
                return whole

            return root_size

        def size() -> int:
            exact = narrow(value())
            if isinstance(exact, int):
                return exact
            self.note(x)
            return floor(exact) + up

        return size

    def note(self, x: Expr) -> None:
        if self.rounding == "exact":
            raise InvalidRecurrence(f"{x} is not whole at {self.recurrence.variable} = {show(self.cells[0])}")
        self.rounded[x] = None

    def base_value(self, size: int) -> Enclosed | None:
        self.cells[0] = size
        for low, high, value in self.bases:
            if size <= high and (low is None or low <= size):
                try:
                    return value()
                except OUTSIDE as fault:
                    raise self.undefined(fault) from None
        return None

    def floor(self, size: int, step: int) -> int:
        """Where steps of at most `step` down from `size` end: below it so many base cases stand in a row."""
        row = 0  # how many stand in a row, from the lowest of this run up
        above: int | None = None
        found = 0
        for low, high, _ in sorted(self.bases, key=lambda base: base[1]):
            start = high - step if low is None else low
            row = (row if above is not None and start <= above + 1 else 0) + high - start + 1
            above = high
            if high < size and row >= step:
                found = high
        return found

    def at_hand(self, size: int) -> list[Need] | None:
        """The values that the one at `size` stands on, where all of them are known: it is one step away.

        A first value stands on none: what it would stand on may be no whole size.
        """
        if not self.calls or self.nonlinear or self.top is None or size <= self.top:
            return None
        self.cells[0] = size
        needs = self._needs(size)
        for equation, wanted in needs:
            if wanted not in equation.memo:
                return None
        return needs

    def attempt(self, size: int) -> list[Need]:
        """Find the value at `size`, or the values it waits for."""
        if self.top is not None and size <= self.top:
            base = self.base_value(size)
            if base is not None:
                self.memo[size] = narrow(base)
                return []
        self.cells[0] = size
        needs = self.waiting.get(size)
        if needs is None:
            needs = self._needs(size)
            missing = [need for need in needs if need[1] not in need[0].memo]
            if missing:
                self.check_shrinking(size, missing)
                self.waiting[size] = needs
                return missing
        try:
            total = self.driving()
            for (equation, wanted), factor in zip(needs, self.factors, strict=False):
                value = equation.memo[wanted]
                total = total + (value if factor is None else factor() * value)
            for term in self.nonlinear:
                total = total + term()
        except Missing as missing_value:
            self.check_shrinking(size, [missing_value.need])
            self.waiting[size] = needs
            return [missing_value.need]
        except OUTSIDE as fault:
            raise self.undefined(fault) from None
        found = narrow(total)
        short = isinstance(found, int) and found.bit_length() <= LONG
        self.memo[size] = found if short else self._kept(guard(found))
        self.waiting.pop(size, None)
        return []

    def _kept(self, value: Enclosed) -> Enclosed:
        """The value, enclosed where it is too long a fraction."""
        if self.longest is None or not isinstance(value, Fraction) or bits_of(value) <= self.longest:
            return value
        return self.compiler.interval(value)

    def _needs(self, size: int) -> list[Need]:
        if self.bottom is not None and size < self.bottom and (self.calls or self.nonlinear):
            raise InvalidRecurrence(
                f"{self.at(size)} is needed and lies below every base case",
                hint=f"state a base case that covers {self.recurrence.variable} = {show(size)}",
            )
        try:
            needs = [(equation, argument()) for equation, argument, _ in self.calls]
            return needs + [(equation, argument()) for equation, argument in self.asked] if self.asked else needs
        except OUTSIDE as fault:
            raise self.undefined(fault) from None

    def undefined(self, fault: Exception) -> InvalidRecurrence:
        reason = "a division by zero" if isinstance(fault, ZeroDivisionError) else str(fault)
        size = self.cells[0]
        return InvalidRecurrence(
            f"the right-hand side of {self.at(size)} has no value: {reason}",
            hint=f"state a base case that covers {self.recurrence.variable} = {show(size)}",
        )

    @property
    def may_forget(self) -> bool:
        """Whether nobody comes back to old values: all sums over them go on from their last total."""
        return not self.termwise and not any(total.moved for total in self.totals)

    def forget(self, below: int) -> None:
        """Without the values at sizes below this one."""
        for size in [size for size in self.memo if size < below]:
            del self.memo[size]
        for total in self.totals:
            total.forget(below)

    def check_shrinking(self, size: int, missing: list[Need]) -> None:
        """A value that waits for itself, or for a larger one of its own function, never ends."""
        for equation, wanted in missing:
            if (equation is self and wanted >= size) or wanted in equation.waiting:
                smaller = "which is not smaller" if wanted >= size else "which waits for it"
                raise InvalidRecurrence(
                    f"{self.at(size)} needs {equation.at(wanted)}, {smaller}",
                    hint=f"a base case must cover {self.recurrence.variable} = {show(size)}",
                )

    def at(self, size: Enclosed) -> str:
        return f"{self.function}({show(size)})"


def _certain_calls(terms: Iterable[Expr]) -> Iterator[ex.Call]:
    """The calls in the terms that are made at every size, with sizes that stand on no value themselves, as written."""
    pending = list(terms)[::-1]
    while pending:
        x = pending.pop()
        if isinstance(x, ex.Call) and not any(map(ex.has_call, x.arguments)):
            yield x
        elif isinstance(x, ex.Call | ex.Add | ex.Mul | ex.Power | ex.Log | ex.Apply):
            pending += x.children[::-1]


def show(size: Enclosed) -> str:
    """A size in a message: written out while it is short."""
    if isinstance(size, int) and size.bit_length() > 80:
        return f"about 2^{size.bit_length() - 1}"
    return str(size)
