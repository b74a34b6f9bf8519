"""One recurrence ready for the methods: its calls classified by how they shrink, its driving term from both sides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from itertools import chain, count

from recur.asymptotics import monomials
from recur.asymptotics import series as s
from recur.asymptotics.expansion import expand, real_number
from recur.asymptotics.monomials import UNIT, Monomial, level
from recur.asymptotics.series import Between, Series
from recur.model.errors import InvalidRecurrence, Undecided
from recur.model.expressions import Add, Asymptotic, Expr, Number, Symbol, add, mul, subtract, symbols
from recur.model.expressions import Call as CallFormula
from recur.model.recurrence import Recurrence, Subcall
from recur.model.solution import Bounds, Solution
from recur.numbers import real
from recur.numbers.real import ONE, Real
from recur.solving.envelope import Envelope, envelope


class Shrink(StrEnum):
    """How the size of a call compares with n."""

    FRACTION = "a constant fraction"  # n/2, ⌈2n/3⌉ + 4
    DECREMENT = "a little less"  # n − 1, n − √n
    SUBLINEAR = "sublinear"  # √n, log n, n/log n
    CONSTANT = "constant"  # 1, k


@dataclass(frozen=True, slots=True)
class RecursiveCall:
    """coefficient · T(argument), argument = ratio·n + O(offset) for a FRACTION or DECREMENT."""

    coefficient: Expr
    argument: Expr
    shrink: Shrink
    ratio: Real = ONE
    offset: Monomial | None = None
    rounded: bool = False
    #: whether 0 < ratio < 1 had to be assumed of a parameter
    assumes_proper: bool = False


@dataclass(frozen=True)
class Problem:
    """What a method is handed. `solve` solves an auxiliary recurrence; `values` gives exact values of T."""

    recurrence: Recurrence
    known: Mapping[str, Bounds]
    solve: Callable[[Recurrence], Solution]
    values: Callable[[range], list[Fraction] | None]
    #: whether other functions were put in: then the stated base cases may not be all that T starts from
    substituted: bool = False

    @property
    def variable(self) -> str:
        return self.recurrence.variable

    @cached_property
    def calls(self) -> tuple[RecursiveCall, ...]:
        own = [c for c in self.recurrence.subcalls if c.function == self.recurrence.function]
        return tuple(classify(c, self.variable) for c in own)

    @property
    def index(self) -> Symbol:
        """A letter for the index of a sum: one that the recurrence does not use."""
        taken = symbols(self.recurrence.right) | {self.variable}
        names = chain("kji", (f"k_{i}" for i in count(1)))
        return Symbol(next(name for name in names if name not in taken))

    def constant_coefficient(self, call: RecursiveCall) -> Real | None:
        """The coefficient of the call as an exact number; None when it varies with n or is not known."""
        return self.constant(call.coefficient)

    def constant(self, x: Expr) -> Real | None:
        """A formula as an exact number; None when it varies with n or is not known."""
        if isinstance(x, Number):
            return x.value
        if self.variable in symbols(x):
            return None
        try:
            return real_number(x)
        except Undecided:
            return None

    @cached_property
    def driving_term(self) -> Expr:
        """Everything that is not a call of the function itself: known functions' calls included."""
        foreign = [
            mul(c.coefficient, CallFormula(c.function, (c.argument,)))
            for c in self.recurrence.subcalls
            if c.function != self.recurrence.function
        ]
        constant = [Asymptotic("Θ", Number(ONE)) for c in self.calls if c.shrink is Shrink.CONSTANT]
        return add(*foreign, self.recurrence.driving, *constant)

    @cached_property
    def driving(self) -> Envelope:
        return envelope(self.driving_term, self.known)

    @cached_property
    def tolls(self) -> tuple[Series | None, Series | None]:
        """Expansions of the lower and the upper reading of the driving term; None: nothing is known."""
        low, high = self.driving.lower, self.driving.upper
        upper = None if high is None else expand(high, self.variable)
        lower = upper if self.driving.exact else None if low is None else expand(low, self.variable)
        return lower, upper

    @property
    def is_exact(self) -> bool:
        return self.driving.exact and self.recurrence.relation == "="


def classify(call: Subcall, variable: str) -> RecursiveCall:
    """How call.argument compares with n; an argument that does not shrink raises `InvalidRecurrence`."""
    x = call.argument
    match x:
        case Add((Symbol(name), Number(shift))) if name == variable and shift < 0:
            return RecursiveCall(call.coefficient, x, Shrink.DECREMENT, ONE, UNIT)
    if variable not in symbols(x):
        return RecursiveCall(call.coefficient, x, Shrink.CONSTANT)
    expansion = expand(x, variable)
    m, c = expansion.lead
    order = monomials.compare(m, level(0))
    if order > 0 or isinstance(c, Between):
        raise _grows(call)
    if order < 0:
        if not monomials.is_infinite(m):
            raise InvalidRecurrence(f"the argument {x} does not grow with {variable}, so no base case fits it")
        if _is_negative(c):
            raise InvalidRecurrence(f"the argument {x} is negative for large {variable}")
        return RecursiveCall(call.coefficient, x, Shrink.SUBLINEAR)
    rounded = any(isinstance(d, Between) for _, d in expansion.terms)
    rest = expansion.terms[1][0] if len(expansion.terms) > 1 else expansion.error
    try:
        below, positive = real.compare(c, ONE), real.sign(c) > 0
    except Undecided:
        return RecursiveCall(call.coefficient, x, Shrink.FRACTION, c, rest, rounded, assumes_proper=True)
    if below > 0:
        raise _grows(call)
    if below < 0:
        if not positive:
            raise InvalidRecurrence(f"the argument {x} is negative for large {variable}")
        return RecursiveCall(call.coefficient, x, Shrink.FRACTION, c, rest, rounded)
    return _decrement(call, variable, rest)


def _is_negative(c: Real) -> bool:
    try:
        return real.sign(c) < 0
    except Undecided:
        return False


def _decrement(call: Subcall, variable: str, rest: Monomial | None) -> RecursiveCall:
    difference = expand(subtract(call.argument, Symbol(variable)), variable)
    if difference.is_zero:
        raise InvalidRecurrence(
            f"{call.function}({call.argument}) on the right is {call.function}({variable}) itself: "
            "the equation never reaches a smaller size",
            hint="the argument of each call must be smaller than the size on the left, such as n/2 or n-1",
        )
    _, c = difference.lead
    try:
        shrinks = s.coefficient_sign(c) < 0
    except Undecided:
        shrinks = isinstance(c, Between) and c.high is not None and real.sign(c.high) <= 0
    if not shrinks:
        raise _grows(call)
    return RecursiveCall(call.coefficient, call.argument, Shrink.DECREMENT, ONE, difference.lead[0])


def _grows(call: Subcall) -> InvalidRecurrence:
    return InvalidRecurrence(
        f"the argument {call.argument} does not shrink, so the recursion never reaches a base case",
        hint="the argument of each call must be smaller than the size on the left, such as n/2 or n-1",
    )
