"""One recurrence ready for the methods: how its calls shrink, its driving term from both sides, its kind."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from fractions import Fraction
from functools import wraps
from typing import TypeVar

from recur.asymptotics import UNIT, Between, Monomial, Series, expand, level, monomials, real_number, series as s
from recur.asymptotics.growth import Growth
from recur.evaluation.equation import written_shift
from recur.model import (
    Bounds,
    Expr,
    Recurrence,
    Solution,
    Step,
    Subcall,
    Unmet,
    expressions as ex,
    step,
    unused_name,
)
from recur.model.errors import InvalidRecurrence, RecurError, Undecided
from recur.model.expressions import Call as CallFormula
from recur.model.records import cached_property, field, frozen
from recur.numbers import Real, real

T = TypeVar("T")


def never_negative(x: Expr, variable: str) -> bool:
    """Whether x ≥ 0 for all sizes ≥ 1 of the variable can be seen from its form."""
    match x:
        case ex.Number(value):
            return value >= 0
        case ex.Add((ex.Symbol(name), ex.Number(shift))) if name == variable and shift < 0:
            return shift >= -1  # n − 1
        case ex.Add(parts) | ex.Mul(parts):
            return all(never_negative(part, variable) for part in parts)
        case ex.Power(base, _):
            return never_negative(base, variable)
        case ex.Log(argument, base):
            rises = base is None or base == ex.Constant("e") or (isinstance(base, ex.Number) and base.value > 1)
            return rises and _at_least_one(argument, variable)
        case ex.Apply("floor" | "ceiling" | "min" | "max" | "factorial", arguments):
            return all(never_negative(argument, variable) for argument in arguments)
        case ex.Asymptotic("Θ" | "O" | "Ω", body):
            return never_negative(body, variable)
    return isinstance(x, (ex.Symbol, ex.Constant, ex.Call))


def _at_least_one(x: Expr, variable: str) -> bool:
    match x:
        case ex.Number(value):
            return value >= 1
        case ex.Add(parts):
            return all(never_negative(part, variable) for part in parts) and any(
                _at_least_one(part, variable) for part in parts
            )
        case ex.Mul(parts):
            return all(_at_least_one(part, variable) for part in parts)
        case ex.Power(base, ex.Number(value)):
            return value >= 0 and _at_least_one(base, variable)
        case ex.Apply("min" | "max", arguments):
            return all(_at_least_one(argument, variable) for argument in arguments)
    # An unknown constant is positive, but it may lie below 1.
    return x == ex.Symbol(variable) or (isinstance(x, ex.Constant) and x != ex.Constant("euler_gamma"))


@frozen
class Envelope:
    """lower ≤ term ≤ upper as formulas whose only hidden parts are Θ(…); None: nothing is known on that side."""

    lower: Expr | None
    upper: Expr | None

    @property
    def exact(self) -> bool:
        return self.lower is self.upper


def envelope(x: Expr, known: Mapping[str, Bounds]) -> Envelope:
    """Both readings of a driving term, in which calls to `known` functions stand for their bounds."""
    if not any(isinstance(node, (ex.Asymptotic, ex.Call)) for node in ex.walk(x)):
        return Envelope(x, x)
    if isinstance(x, ex.Add):
        parts = [envelope(term, known) for term in x.terms]
        return _share(_sum([p.lower for p in parts]), _sum([p.upper for p in parts]))
    if isinstance(x, ex.Asymptotic):
        return _hidden(x)
    if isinstance(x, ex.Call):
        return _known_call(x, known)
    if isinstance(x, ex.Mul):
        return _product(x, known)
    if ex.has_call(x):
        raise Undecided(f"{x} holds another unknown function inside")
    if any(isinstance(node, ex.Asymptotic) and node.kind != "Θ" for node in ex.walk(x)):
        raise Undecided(f"the hidden constant in {x} stands inside another function")
    return Envelope(x, x)


def _share(lower: Expr | None, upper: Expr | None) -> Envelope:
    """One object for both ends when they agree, so that the work is done once."""
    return Envelope(lower, lower if lower == upper else upper)


def _sum(parts: list[Expr | None]) -> Expr | None:
    known = [part for part in parts if part is not None]
    return ex.add(*known) if len(known) == len(parts) else None


def _hidden(x: ex.Asymptotic) -> Envelope:
    body = ex.Asymptotic("Θ", x.body)
    match x.kind:
        case "O" | "o":
            return Envelope(ex.ZERO, body)
        case "Ω" | "ω":
            return Envelope(body, None)
        case "Θ":
            return Envelope(body, body)
    return Envelope(x.body, x.body)


def _known_call(x: ex.Call, known: Mapping[str, Bounds]) -> Envelope:
    bounds = known[x.function]
    ends = [
        None if growth is None else ex.ZERO if growth.is_zero else ex.Asymptotic("Θ", _at(growth, x.arguments[0]))
        for growth in (bounds.lower, bounds.upper)
    ]
    return _share(ends[0] if ends[0] is not None else ex.ZERO, ends[1])


def _at(growth: Growth, size: Expr) -> Expr:
    """A formula of the growth at this size: log n for log(n/2), whose log n − log 2 would have a negative term."""
    there = ex.substitute(growth.formula(), growth.variable, size)
    try:
        return Growth.of(there, growth.variable).formula()
    except Undecided:  # 2^⌊n/2⌋
        return there


def _product(x: ex.Mul, known: Mapping[str, Bounds]) -> Envelope:
    """Bounds of a product whose varying factor is multiplied by things free of hidden terms."""
    negative = isinstance(x.factors[0], ex.Number) and x.factors[0].value < 0
    lowers: list[Expr] = []
    uppers: list[Expr | None] = []
    for factor in x.factors:
        part = envelope(factor, known)
        if part.lower is None:
            return Envelope(None, None)
        lowers.append(part.lower)
        uppers.append(part.upper)
    lower = ex.mul(*lowers)
    upper = ex.mul(*[u for u in uppers if u is not None]) if None not in uppers else None
    return _share(upper, lower) if negative else _share(lower, upper)


class Shrink(StrEnum):
    """How the size of a call compares with n."""

    FRACTION = "a constant fraction"  # n/2, ⌈2n/3⌉ + 4
    DECREMENT = "a little less"  # n − 1, n − √n
    SUBLINEAR = "sublinear"  # √n, log n, n/log n
    CONSTANT = "constant"  # 1, k


@frozen
class RecursiveCall:
    """coefficient · T(argument), argument = ratio·n + O(offset) for a FRACTION or DECREMENT."""

    coefficient: Expr
    argument: Expr
    shrink: Shrink
    ratio: Real = real.ONE
    offset: Monomial | None = None
    rounded: bool = False
    #: whether 0 < ratio < 1 had to be assumed of a parameter
    assumes_proper: bool = False


def _no_solver(recurrence: Recurrence) -> Solution:
    raise NotImplementedError


@frozen(slots=False)
class Problem:
    """What a method is handed. `solve` solves an auxiliary recurrence; `values` gives exact values of T."""

    recurrence: Recurrence
    known: Mapping[str, Bounds]
    solve: Callable[[Recurrence], Solution]
    values: Callable[[range], list[Fraction] | None]
    #: whether other functions were put in: then the stated base cases may not be all that T starts from
    substituted: bool = False
    #: an auxiliary recurrence with its closed form and its free constants, as if it had been asked for
    whole: Callable[[Recurrence], Solution] = field(default=_no_solver)

    @property
    def variable(self) -> str:
        return self.recurrence.variable

    @cached_property
    def calls(self) -> tuple[RecursiveCall, ...]:
        own = [c for c in self.recurrence.subcalls if c.function == self.recurrence.function]
        return tuple([classify(c, self.recurrence.variable) for c in own])

    @property
    def index(self) -> ex.Symbol:
        """A letter for the index of a sum: one that the recurrence does not use."""
        bound = (x.index for x in ex.walk(self.recurrence.driving) if isinstance(x, ex.Range))
        return ex.Symbol(unused_name(self.recurrence, "kji", bound))

    def constant_coefficient(self, call: RecursiveCall) -> Real | None:
        """The coefficient of the call as an exact number; None when it varies with n or is not known."""
        return self.constant(call.coefficient)

    def constant(self, x: Expr) -> Real | None:
        """A formula as an exact number; None when it varies with n or is not known."""
        if isinstance(x, ex.Number):
            return x.value
        if self.variable in ex.symbols(x):
            return None
        try:
            return real_number(x)
        except Undecided:
            return None

    def not_constant(self, hypothesis: str, coefficient: Expr) -> Unmet:
        """What is said of a coefficient that is no known number."""
        why = "varies with the size" if self.variable in ex.symbols(coefficient) else "is not worked out as a number"
        return Unmet(hypothesis, f"the coefficient {{a}} {why}", a=coefficient)

    @cached_property
    def driving_term(self) -> Expr:
        """Everything that is not a call of the function itself: known functions' calls included."""
        foreign = [
            ex.mul(c.coefficient, CallFormula(c.function, (c.argument,)))
            for c in self.recurrence.subcalls
            if c.function != self.recurrence.function
        ]
        constant = [ex.Asymptotic("Θ", ex.Number(real.ONE)) for c in self.calls if c.shrink is Shrink.CONSTANT]
        return ex.add(*foreign, self.recurrence.driving, *constant)

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


def once(ask: Callable[[Problem], T]) -> Callable[[Problem], T]:
    """The question to a problem, worked out for the first method that asks it and kept for the others."""
    name = f"{ask.__module__}.{ask.__qualname__}"

    @wraps(ask)
    def answer(problem: Problem) -> T:
        kept = problem.__dict__
        if name not in kept:
            kept[name] = ask(problem)
        found: T = kept[name]
        return found

    return answer


def classify(call: Subcall, variable: str) -> RecursiveCall:
    """How call.argument compares with n; an argument that does not shrink raises `InvalidRecurrence`."""
    x = call.argument
    shift = written_shift(x, variable)
    if shift is not None and shift.numerator < 0:
        return RecursiveCall(call.coefficient, x, Shrink.DECREMENT, real.ONE, UNIT)
    match x:
        case ex.Mul((ex.Number(ratio), ex.Symbol(name))) if (
            name == variable and 0 < ratio.numerator < ratio.denominator
        ):
            return RecursiveCall(call.coefficient, x, Shrink.FRACTION, ratio)
    if variable not in ex.symbols(x):
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
        below, positive = real.compare(c, real.ONE), real.sign(c) > 0
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
    difference = expand(ex.subtract(call.argument, ex.Symbol(variable)), variable)
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
    return RecursiveCall(call.coefficient, call.argument, Shrink.DECREMENT, real.ONE, difference.lead[0])


def _grows(call: Subcall) -> InvalidRecurrence:
    return InvalidRecurrence(
        f"the argument {call.argument} does not shrink, so the recursion never reaches a base case",
        hint="the argument of each call must be smaller than the size on the left, such as n/2 or n-1",
    )


def are_positive(*numbers: Real) -> bool:
    """Whether all are positive where their letters are."""
    try:
        return all(real.sign(x) > 0 for x in numbers)
    except Undecided:
        return False


class RecurrenceKind(StrEnum):
    """What stands on the right-hand side; a method says which of these it is about."""

    NO_CALL = "no call of itself"
    STEP = "one call T(n − c)"
    VARYING_STEP = "one call T(n − c) with a coefficient that varies"
    STEPS = "several calls T(n − c)"
    VARYING_STEPS = "several calls T(n − c) with coefficients that vary"
    FRACTION = "calls of one size n/b"
    FRACTIONS = "calls of several sizes n/b"
    SLOW = "calls of sizes such as n − √n, √n or n/log n"
    MIXED = "calls that shrink in different ways"
    HISTORY = "a sum over earlier values"
    CHOICE = "a max or min over a range of sizes"
    BRANCHES = "a max or min of branches"
    PRODUCT_OF_STEPS = "a product of earlier values T(n − c)"
    PRODUCT_OF_FRACTIONS = "a product of values such as T(n/2)"
    DIGITS = "a formula for each last digit of n"
    NONLINEAR = "calls that stand in no sum of multiples"


@once
def kind_of(problem: Problem) -> RecurrenceKind:
    """The kind of the recurrence, read from its right-hand side alone."""
    if problem.recurrence.nonlinear:
        return _of_nonlinear(problem)
    calls = [call for call in problem.calls if call.shrink is not Shrink.CONSTANT]
    ways = {call.shrink for call in calls}
    if not ways:
        return RecurrenceKind.NO_CALL
    if len(ways) > 1:
        return RecurrenceKind.MIXED
    several = len({call.argument for call in calls}) > 1
    if ways == {Shrink.FRACTION}:
        return RecurrenceKind.FRACTIONS if len({call.ratio for call in calls}) > 1 else RecurrenceKind.FRACTION
    if ways == {Shrink.SUBLINEAR} or any(call.offset != UNIT for call in calls):
        return RecurrenceKind.SLOW
    if any(problem.variable in ex.symbols(call.coefficient) for call in calls):
        return RecurrenceKind.VARYING_STEPS if several else RecurrenceKind.VARYING_STEP
    return RecurrenceKind.STEPS if several else RecurrenceKind.STEP


def _of_nonlinear(problem: Problem) -> RecurrenceKind:
    r = problem.recurrence
    term = r.nonlinear[0]
    if isinstance(term, ex.ByRemainder):
        return RecurrenceKind.DIGITS
    factors = term.factors if isinstance(term, ex.Mul) else (term,)
    held = [factor for factor in factors if ex.has_call(factor)]
    if len(held) == 1 and isinstance(held[0], ex.Range):
        return RecurrenceKind.HISTORY if held[0].op == "sum" else RecurrenceKind.CHOICE
    if len(held) == 1 and isinstance(held[0], ex.Apply) and held[0].name in ("max", "min"):
        return RecurrenceKind.BRANCHES
    ways = _ways(problem, term)
    if any(isinstance(x, ex.Call) and x.function != r.function for x in ex.walk(term)):
        return RecurrenceKind.NONLINEAR
    if len(r.nonlinear) > 1 or r.subcalls or r.driving != ex.ZERO or len(ways) != 1:
        return RecurrenceKind.NONLINEAR
    return RecurrenceKind.PRODUCT_OF_STEPS if ways == {Shrink.DECREMENT} else RecurrenceKind.PRODUCT_OF_FRACTIONS


def _ways(problem: Problem, term: Expr) -> set[Shrink]:
    """How the sizes of the calls inside a term shrink; those of no known kind are left out."""
    found = set()
    for call in (x for x in ex.walk(term) if isinstance(x, ex.Call) and x.function == problem.recurrence.function):
        try:
            found.add(classify(Subcall(call.function, ex.add(), call.arguments[0]), problem.variable).shrink)
        except RecurError:
            continue
    return found


def between_methods(problem: Problem, kind: RecurrenceKind) -> Step | None:
    """What stands together on the right-hand side, where no method is about such a combination."""
    r = problem.recurrence
    if r.nonlinear:
        from recur.solving.named_sequences import named_sequence  # these are few: no other recurrence waits for them

        known = named_sequence(r)
        if known is not None:
            return known
    if kind is RecurrenceKind.NONLINEAR:
        inside = r.nonlinear[0]
        linear = (ex.mul(c.coefficient, ex.Call(c.function, (c.argument,))) for c in r.subcalls)
        beside = [*r.nonlinear[1:], *linear, *([] if r.driving == ex.ZERO else [r.driving])]
        if beside:
            return step(
                "{x} is not linear in the calls, and {y} stands beside it; no method here bounds both",
                x=inside,
                y=beside[0],
            )
        foreign = {x.function for x in ex.walk(inside) if isinstance(x, ex.Call)} - {r.function}
        if foreign:
            return step("in {x} values of several functions are multiplied or chosen from", x=inside)
        return step("the calls stand in {x}, which is neither linear in them nor a product of them", x=inside)
    if kind is RecurrenceKind.MIXED:
        kinds = {call.shrink: ex.Call(r.function, (call.argument,)) for call in problem.calls}
        first, second, *_ = kinds.values()
        return step(
            "{x} and {y} shrink in different ways, and no method here bounds their sum tightly", x=first, y=second
        )
    return None
