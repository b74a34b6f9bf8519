"""The exact values a claimed formula is held against: T and the formula at small sizes, and where they first differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.evaluation.arithmetic import Compiler
from recur.evaluation.equation import OUTSIDE, straight_line
from recur.evaluation.evaluator import Evaluator
from recur.model import Domain, Expr, Powers, Progression, Recurrence, System, Tower, expressions as ex, limits
from recur.model.errors import LimitExceeded, RecurError
from recur.model.records import frozen
from recur.numbers import TooCoarse
from recur.numbers.exact import sign

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

EVERY = 24  # sizes tried one by one above the base cases
JUMPS = 12  # and then by the factor of the calls
FAR = (32, 64, 100, 257)  # where sizes step, a few further ones
FURTHEST = 1 << 40
MOST_BASES = 64


@frozen
class Difference:
    """T(size) is `value`, the formula gives `claimed`: certainly not the same."""

    size: int
    value: Enclosed
    claimed: Enclosed


def is_exact(system: System) -> bool:
    """Whether nothing is hidden in O or Θ and every relation is an equation."""
    for r in system.recurrences:
        formulas = (r.right, *(c.value for c in r.initial))
        if r.relation != "=" or any(c.relation != "=" for c in r.initial):
            return False
        if any(isinstance(x, ex.Asymptotic) for formula in formulas for x in ex.walk(formula)):
            return False
    return True


def has_base(system: System) -> bool:
    return any(r.initial for r in system.recurrences) or not any(r.subcalls or r.nonlinear for r in system.recurrences)


class ExactTable:
    """Values of T with nothing rounded: at a size that no whole sizes lead down from, T has none."""

    def __init__(self, system: System, function: str) -> None:
        self.system = system
        self.recurrence = system.named(function)
        self.evaluator = Evaluator(system, rounding="exact")
        conditions = [c for r in system.recurrences for c in r.initial]
        self.top = max((c.high for c in conditions), default=0)
        self.bottom = min((c.high if c.low is None else c.low for c in conditions), default=0)
        self.exhausted = False

    def value(self, size: int) -> Enclosed | None:
        """T(size); None where it has no value, or one too large to work out."""
        try:
            return self.evaluator.number(self.recurrence.function, size)
        except LimitExceeded:
            limits.check()  # a time limit ends everything, a large value only this
            self.exhausted = True
        except (RecurError, TooCoarse, *OUTSIDE):
            pass
        for equation in self.evaluator.equations.values():
            equation.waiting.clear()  # what waited for this value would wait for ever
        return None

    def sizes(self, powers_of: int | None = None) -> Iterator[int]:
        """Base cases, every size near them, then powers; only the powers of a number if that is asked."""
        if powers_of is not None:
            size = 1
            while size < FURTHEST:
                if size >= self.bottom:
                    yield size
                size *= powers_of
            return
        near = range(min(self.bottom, self.top), self.top + EVERY + 1)
        far = {size for size in self._jumps() if size > near[-1]}
        yield from (*near, *sorted(far))

    def _jumps(self) -> Iterable[int]:
        for factor in division_factors(self.recurrence):
            size = max(self.top, 1)
            for _ in range(JUMPS):
                size *= factor
                if size < FURTHEST:
                    yield size
        if any(
            call.argument != unrounded(call.argument) or _steps_by(call.argument) for call in self.recurrence.subcalls
        ):
            yield from (self.top + far for far in FAR)
        for degree in _degrees(self.recurrence):
            size = max(self.top, 2) ** degree
            while size < FURTHEST:
                yield size
                size **= degree


def division_factors(recurrence: Recurrence) -> list[int]:
    """The whole b of calls T(n/b), rounded or not."""
    found = set()
    for call in recurrence.subcalls:
        line = straight_line(unrounded(call.argument), recurrence.variable)
        if line is not None and 0 < line[0] < 1:
            ratio = 1 / line[0]
            found.add(ratio.numerator if ratio.denominator == 1 else 0)
    return sorted(found - {0})


def _degrees(recurrence: Recurrence) -> list[int]:
    """The r of calls T(n^(1/r))."""
    found = set()
    for call in recurrence.subcalls:
        match unrounded(call.argument):
            case ex.Power(ex.Symbol(), exponent):
                e = getattr(exponent, "value", Fraction(1))
                if e.numerator == 1 and 1 < e.denominator < 10:
                    found.add(e.denominator)
    return sorted(found)


def unrounded(x: Expr) -> Expr:
    return x.arguments[0] if isinstance(x, ex.Apply) and x.name in ("floor", "ceiling") else x


def _steps_by(x: Expr) -> bool:
    """Whether the call is at n − i."""
    return isinstance(x, ex.Add) and any(isinstance(term, ex.Symbol) for term in x.terms)


def is_rounded(recurrence: Recurrence) -> bool:
    """Whether floors or ceilings stand in its calls, so that sizes off the powers of b have values too."""
    return any(unrounded(x) != x for call in recurrence.subcalls for x in ex.walk(call.argument))


def covers_all_large(domain: Domain, recurrence: Recurrence) -> bool:
    """Whether the domain holds all large sizes at which T has a value with nothing rounded.

    Without floors and ceilings T has values on the chains alone that its base cases begin: T(3) = 100 beside T(1) = 1
    begins the sizes 3·2^j, of which a closed form for 2^j says nothing.
    """
    if isinstance(domain, Progression):
        return domain.step == 1
    r = recurrence
    spans = [(1 if case.low is None else max(case.low, 1), case.high) for case in r.initial]
    if is_rounded(r) or any(high - low > MOST_BASES for low, high in spans):
        return False
    begun = {size for low, high in spans for size in range(low, high + 1)}
    if len(begun) < 2:
        return True  # the one chain is the domain's own
    chains: list[Domain] = [Powers(r.variable, b, m) for b in division_factors(r) for m in begun]
    chains += [Tower(r.variable, m, degree) for degree in _degrees(r) for m in begun if m > 1]
    return bool(chains) and all(domain.covers(chain.since(domain.first)) for chain in chains)


class Formula:
    """A formula at whole sizes; unknown constants are 1, as they are for T."""

    def __init__(self, body: Expr, variable: str, constants: dict[str, int | Fraction]) -> None:
        self.compiler = Compiler(variable, constants)
        self.closure = self.compiler.compile(body)

    def at(self, size: int) -> Enclosed | None:
        """The value; None where the formula has none, as log n at n = 0, or one too large to work out."""
        self.compiler.cells[0] = size
        try:
            return self.closure()
        except LimitExceeded:
            limits.check()
        except (TooCoarse, *OUTSIDE):
            pass
        return None


def hold_against(table: ExactTable, formula: Formula, sizes: Iterable[int]) -> tuple[Difference | None, list[int]]:
    """The first of the sizes at which T and the formula certainly differ, and those before it that have both values."""
    compared: list[int] = []
    for size in sizes:
        limits.check()
        value = table.value(size)
        if table.exhausted:
            break
        claimed = None if value is None else formula.at(size)
        if value is None or claimed is None:
            continue
        if certainly_differ(value, claimed):
            return Difference(size, value, claimed), compared
        compared.append(size)
    return None, compared


def certainly_differ(x: Enclosed, y: Enclosed) -> bool:
    try:
        return sign(x - y) != 0
    except TooCoarse:
        return False
