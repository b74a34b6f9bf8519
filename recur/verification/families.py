"""A closed form with free constants or letters: put into the recurrence it leaves nothing, at every size tried.

A sum of n^j·βⁿ is proved at once (`substitution`); of any other form members with different numbers for the letters are
tried. Irrational values must agree to 512 bits. A symbol of the form that is known to 50 digits only stands for every
number with these digits, so that the values are enclosures: a size counts where they tell 20 digits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import count, islice
from typing import TYPE_CHECKING, Any

from recur.evaluation.arithmetic import Compiler
from recur.evaluation.equation import OUTSIDE
from recur.model import Definition, InitialCondition, Recurrence, Verification, expressions as ex, limits
from recur.model.errors import InvalidRecurrence, LimitExceeded, RecurError
from recur.numbers import TooCoarse
from recur.numbers.exact import bits_of, narrow, sign, the_larger
from recur.verification.agreement import MOST_VALUE_BITS, agree
from recur.verification.substitution import solves
from recur.verification.verify import Refuted

if TYPE_CHECKING:
    from recur.evaluation.arithmetic import Closure
    from recur.numbers.exact import Enclosed

BITS = 512
_ROUGH_BITS = 256  # where the symbols of the form are known to 50 digits
MEMBERS, SIZES = 3, 40
_MOST_MEMBERS = 12  # tried, until so many have a form
_MOST_REACH = 64
_LAST_DIGIT = Fraction(1, 10**48)  # of 50, relative to the number
_TOLD = Fraction(1, 10**20)  # of a value: an enclosure that is wider says nothing


def held_family(
    r: Recurrence, exact: ex.Expr, sizes: Iterable[int], where: tuple[Definition, ...] = ()
) -> Verification | None:
    """What `hold_family` finds where it is checked; None where it is refuted, or nothing is found."""
    try:
        held = hold_family(r, exact, sizes, where)
    except (Refuted, RecurError):
        return None
    return held if held.status == "checked" else None


def hold_family(
    r: Recurrence,
    exact: ex.Expr,
    sizes: Iterable[int],
    where: tuple[Definition, ...] = (),
    positive: bool = False,
) -> Verification:
    """Check form(n) = right-hand side with the form for T, for three members, at sizes whose calls are sizes.

    `positive`: the letters are bases of powers, and get positive numbers.
    """
    sizes = iter(sizes)
    first = next(sizes)
    if solves(r, exact, where, first):
        stated = any(case.function == r.function for case in r.initial)
        told = f"for every {r.variable}: put into the recurrence, the closed form leaves nothing"
        return Verification("checked", reason=told + (", and it has the stated values" if stated else ""), proved=True)
    given = [first, *islice(sizes, SIZES + _MOST_REACH - 1)]
    named = ex.symbols(exact).union(ex.symbols(r.right), *(ex.symbols(case.value) for case in r.initial))
    letters = sorted(named - {r.variable, *(d.symbol for d in where)})
    digits = {d.symbol: enclosed_digits(d) for d in where}
    calls = [x.arguments[0] for x in ex.walk(r.right) if isinstance(x, ex.Call) and x.function == r.function]
    plain = [x for x in calls if ex.symbols(x) <= {r.variable}]
    reached = [_sizes(x, r.variable, given) for x in plain]
    tried = [n for i, n in enumerate(given) if all(at[i] >= first for at in reached)][:SIZES]
    shared = _Shared(r.variable, exact, set(letters), digits)
    checked: list[int] = []
    wanted = MEMBERS if letters else 1
    for numbers in islice(_members(letters), _MOST_MEMBERS if letters else 1):
        if positive:
            numbers = {name: abs(x) for name, x in numbers.items()}
        try:
            found = _held(r, shared, tried, first, {**numbers, **digits}, bool(digits))
        except Refuted:
            raise
        except LimitExceeded:
            limits.check()
            continue
        except (RecurError, TooCoarse) as problem:
            return Verification("unchecked", reason=str(problem) or "too many digits are needed")
        checked, wanted = found or checked, wanted - bool(found)  # numbers for which there is no form are passed over
        if not wanted:
            break
    if wanted:
        return Verification("unchecked", reason="no size could be worked out")
    times = f"with {MEMBERS} choices of numbers for its letters " if letters else ""
    reason = f"put into the recurrence, the closed form leaves nothing {times}".rstrip()
    return Verification("checked", len(checked), min(checked), max(checked), reason=reason)


def _sizes(argument: ex.Expr, variable: str, given: list[int]) -> list[int]:
    """The size of a call at each n; −1 where it is no whole number."""
    compiler = Compiler(variable)
    size = compiler.compile(argument)
    found: list[int] = []
    for n in given:
        compiler.cells[0] = n
        try:
            value = narrow(size())
        except (*OUTSIDE, RecurError):
            value = -1
        found.append(value if isinstance(value, int) else -1)
    return found


def _members(letters: list[str]) -> Iterator[dict[str, Fraction]]:
    """Numbers for the letters: no two alike, of both signs, not all whole; then small ones, the first the largest."""
    for k in count(1):
        far = max(0, k - _MOST_MEMBERS // 2)
        yield {
            name: Fraction(
                (-1) ** (i * k) * (3 + 4 * i + 5 * k), (1 if k < MEMBERS else k + i) * (1 + 9 * far) ** (i + far % 2)
            )
            for i, name in enumerate(letters)
        }


class _OfLetters(Compiler):
    """What is free of the size is worked out once."""

    def compile(self, x: ex.Expr) -> Closure:
        value = super().compile(x)
        if not x.children or ex.has_call(x) or not ex.symbols(x).isdisjoint(self.slots):
            return value
        known: list[Enclosed] = []

        def once() -> Enclosed:
            if not known:
                known.append(value())
            return known[0]

        return once


def _held(
    r: Recurrence, shared: _Shared, sizes: list[int], first: int, numbers: Mapping[str, Enclosed], rough: bool
) -> list[int]:
    """The sizes at which the form was held against the recurrence; Refuted at the first where they differ."""
    bits = _ROUGH_BITS if rough else BITS
    form = _Member(r.variable, numbers, bits, shared)
    right = Compiler(r.variable, numbers, bits, lambda x: _called(r, x, right, form))
    told = right.compile(r.right)
    found: list[int] = []
    for n in sizes:
        right.cells[0] = n
        try:
            claimed, value = form.at(n), told()
        except OUTSIDE:
            continue  # the equation, or the form, breaks here
        except LimitExceeded:
            if not found:
                raise
            limits.check()
            break  # the values grow too long
        if not agree(value, claimed):
            raise Refuted(f"the closed form does not satisfy the recurrence at {r.variable} = {n}")
        found += [n] * (not rough or _tells(claimed, value))
        if bits_of(claimed) > MOST_VALUE_BITS:
            break  # digits enough have been compared
    if not found:
        return found  # no member: a root of a negative number at every size
    for case in (c for c in r.initial if c.function == r.function):
        _held_first(case, first, form, Compiler(r.variable, numbers, bits))
    return found


class _Shared:
    """A form cut into what holds letters, and parts without any: these have the same values in every member."""

    def __init__(self, variable: str, exact: ex.Expr, letters: set[str], digits: Mapping[str, Enclosed]) -> None:
        self.parts: dict[ex.Expr, str] = {}
        self.form = self._cut(exact, letters) if letters else exact
        self._compiler = _OfLetters(variable, digits, _ROUGH_BITS if digits else BITS)
        self._closures = [self._compiler.compile(x) for x in self.parts]
        self._known: dict[int, list[Enclosed]] = {}

    def _cut(self, x: ex.Expr, letters: set[str]) -> ex.Expr:
        if not x.children:
            return x
        if letters.isdisjoint(ex.symbols(x)):
            return ex.Symbol(self.parts.setdefault(x, f"part {len(self.parts)}"))
        if isinstance(x, ex.Range | ex.ByRemainder):  # a branch has values at its own sizes alone
            return x
        return ex.rebuild(x, lambda y: self._cut(y, letters))

    def at(self, n: int) -> list[Enclosed]:
        if n not in self._known:
            self._compiler.cells[0] = n
            self._known[n] = [value() for value in self._closures]
        return self._known[n]


class _Member:
    """The form with numbers for its letters: each value is worked out once, however many calls ask for it."""

    def __init__(self, variable: str, numbers: Mapping[str, Enclosed], bits: int, shared: _Shared) -> None:
        self._compiler, self._shared = _OfLetters(variable, numbers, bits), shared
        self._first = len(self._compiler.cells)
        for name in shared.parts.values():
            self._compiler.slots[name] = len(self._compiler.cells)
            self._compiler.cells.append(0)
        self._value = self._compiler.compile(shared.form)
        self._known: dict[int, Enclosed] = {}

    def at(self, n: int) -> Enclosed:
        if n not in self._known:
            found = self._shared.at(n)
            cells: list[Any] = self._compiler.cells  # whole numbers, and the values of the parts
            cells[0], cells[self._first : self._first + len(found)] = n, found
            self._known[n] = self._value()
        return self._known[n]


def _called(r: Recurrence, x: ex.Call, right: Compiler, form: _Member) -> Closure:
    """T(m) as the form at m."""
    if x.function != r.function:
        raise InvalidRecurrence(f"{x.function} has no value here")
    size = right.compile(x.arguments[0])

    def value() -> Enclosed:
        n = narrow(size())
        if not isinstance(n, int):
            raise InvalidRecurrence(f"{n} is no size")
        return form.at(n)

    return value


def _held_first(case: InitialCondition, first: int, form: _Member, stated: Compiler) -> None:
    given = stated.compile(case.value)
    for n in range(max(first, case.high if case.low is None else case.low), case.high + 1):
        stated.cells[0] = n
        try:
            agreed = agree(given(), form.at(n))
        except OUTSIDE:
            raise InvalidRecurrence(f"{case.function}({n}) has no value") from None
        if not agreed:
            raise Refuted(f"the closed form does not have the value of {case.function}({n})")


def enclosed_digits(d: Definition) -> Enclosed:
    """Every number with the digits of a symbol."""
    from recur.numbers.interval import between

    value = Fraction(d.value)
    room = abs(value) * _LAST_DIGIT
    return between(value - room, value + room, _ROUGH_BITS)


def _tells(claimed: Enclosed, value: Enclosed) -> bool:
    """Whether two enclosures of one number are narrow beside it, or beside 1."""
    difference = claimed - value
    room = (the_larger(claimed, -claimed) + 1) * _TOLD
    try:
        return sign(the_larger(difference, -difference) - room) <= 0
    except TooCoarse:
        return False
