"""A predicted growth, as it is typed: a recurrence with its own exact values, or a formula; log W at each size."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import inf, log

from recur.asymptotics import Growth
from recur.evaluation.evaluator import Evaluator
from recur.measurement.classes import CLASSES
from recur.model import Expr, Recurrence, System, expressions as ex, limits
from recur.model.errors import InvalidRecurrence, LimitExceeded, RecurError
from recur.model.logarithms import decides_growth_of, formulas_of, remark_on
from recur.model.patterns import regex
from recur.model.records import frozen, replace
from recur.parsing import parse, parse_claim

DIGITS = 25
LONGEST = 512  # binary digits of a fraction that is worked with as it is: its logarithm is wanted
VALUES = 100_000  # steps: sizes at which a recurrence has to be worked out
SOLVING = 50_000  # steps: the bound only adds to the values, which are judged without it
#: T(n/2), an equation: what only a recurrence can hold.
_RECURRENCE = regex(r"=|(?<![A-Za-z])[A-Z]\w*[₁∞']?\s*\(")
BASES = range(2, 13)


@frozen
class Prediction:
    """W at the measured sizes, up to a constant factor; `formula` is None where a recurrence was typed.

    `growth` is None where no tight bound of the recurrence is proved. `between` is log W read between the sizes
    base^k where no size has to be rounded; None where every size is one of them, or none is. `side` is "O" or "Ω" where
    a bound is stated, and `growth` that of the bound.
    """

    text: str
    system: System
    function: str
    formula: Expr | None
    growth: Growth | None
    log_work: tuple[float, ...]
    notes: tuple[str, ...]
    between: tuple[float, ...] | None = None
    base: int = 0
    side: str = ""

    @property
    def recurrence(self) -> Recurrence:
        return self.system.named(self.function)

    @property
    def is_constant(self) -> bool:
        return len(set(self.log_work)) == 1

    def at_sizes(self, low: int, high: int) -> "Prediction":
        """The same at some of the sizes, by their places."""
        between = None if self.between is None else self.between[low:high]
        return replace(self, log_work=self.log_work[low:high], between=between)

    @property
    def exponential(self) -> bool:
        """Does it outgrow every power of n?"""
        return self.growth is not None and outgrows_powers(self.growth)


def predict(text: str, sizes: Sequence[int]) -> Prediction:
    """The prediction that a text states, worked out at the sizes.

    >>> predict("T(n) = 2T(n/2) + n, T(1) = 0", [2, 1024]).log_work[1] == log(10240)
    True
    """
    formula = _formula(text)
    if formula is None:
        system = parse(text)
        return predict_values(text, system, system.asked.function, sizes)
    names = ex.symbols(formula)
    variable = "n" if "n" in names or not names else sorted(names)[0]
    system = System((Recurrence("T", variable, "=", formula, (), formula),), text)
    works, notes = _values_of(formula, system, sizes)
    _require_work(works, text)
    return Prediction(text, system, "T", formula, _growth(lambda: Growth.of(formula, variable)), works, notes)


def predict_values(text: str, system: System, function: str, sizes: Sequence[int], side: str = "") -> Prediction:
    """The prediction that a function of a system states by its own exact values, or by those of its bound.

    Where the values take too many steps, its proved growth stands for them.
    """
    growth = growth_of(system, function, side)
    try:
        with limits.work_limit(VALUES):
            works, notes, rounded = _values(system, function, sizes)
    except LimitExceeded:
        if growth is None:
            raise
        works, notes, rounded = (*_by_growth(growth, sizes), False)
    _require_work(works, text)
    base, between = (0, None)
    if rounded and _is_rounded(system, function, sizes):
        base, between = _between(system, function, sizes)
    return Prediction(text, system, function, None, growth, works, notes, between, base, side)


def growth_of(system: System, function: str, side: str = "") -> Growth | None:
    """The tight bound of a function of a system, or that of one side; None where none is proved within some steps."""

    def solved() -> Growth | None:
        from recur.solving.solver import solve_all

        found = next((s.bounds for s in solve_all(system, None) if s.function == function), None)
        if found is None:
            return None
        return {"O": found.upper, "Ω": found.lower}.get(side, found.theta)

    try:
        with limits.work_limit(SOLVING):
            return _growth(solved)
    except LimitExceeded:
        return None


def outgrows_powers(growth: Growth) -> bool:
    """Is it more than every power of n?"""
    return not growth.is_zero and bool(growth.point.exponential)


def _growth(found: Callable[[], Growth | None]) -> Growth | None:
    try:
        return found()
    except RecurError as problem:
        if problem.kind == "limit":
            raise
        return None


def _require_work(works: Sequence[float], text: str) -> None:
    if max(works) == -inf:
        raise InvalidRecurrence("the predicted work is 0 at every size: it says nothing about time", text=text)


def _values_of(formula: Expr, system: System, sizes: Sequence[int]) -> tuple[tuple[float, ...], tuple[str, ...]]:
    """The same of a formula, at once in logarithms where it is a class: 2^n of a large n is no number to write down."""
    for growth_class in CLASSES:
        if growth_class.expression == formula:
            return tuple(growth_class.log_work(size) for size in sizes), ()
    try:
        return _values(system, "T", sizes)[:2]
    except InvalidRecurrence as problem:
        raise InvalidRecurrence(f"the predicted growth cannot be worked out: {problem.message}") from None


def _values(
    system: System, function: str, sizes: Sequence[int], rounding: str = "floor"
) -> tuple[tuple[float, ...], tuple[str, ...], bool]:
    """log W at each size; what was assumed and taken for it; had sizes to be rounded on the way?"""
    evaluator, works = Evaluator(system, rounding, longest=LONGEST, many=True), []
    notes: dict[str, None] = {}
    rounded = False
    for size in sizes:
        limits.check()
        value = evaluator.value(function, size, DIGITS)
        works.append(log_of(Fraction(value.value), size))
        notes |= dict.fromkeys(note for note in (value.assumed, value.taken) if note)
        rounded = rounded or bool(value.rounding)
    said = remark_on(x for r in system.recurrences if decides_growth_of(r) for x in formulas_of(r))
    if said is not None:
        notes[said.sentence.rstrip(".")] = None
    return tuple(works), tuple(notes), rounded


def _by_growth(growth: Growth, sizes: Sequence[int]) -> tuple[tuple[float, ...], tuple[str, ...]]:
    """log of a growth at each size, in place of values that take too long."""
    formula = growth.expression()
    system = System((Recurrence("T", growth.variable, "=", formula, (), formula),), "")
    said = f"the values at sizes such as {max(sizes):,} take too many steps: the growth that is proved stands for them"
    return _values_of(formula, system, sizes)[0], (said,)


def _is_rounded(system: System, function: str, sizes: Sequence[int]) -> bool:
    """Do sizes have to be rounded on the way, and does it matter which way?"""
    try:
        return _values(system, function, sizes)[0] != _values(system, function, sizes, "ceiling")[0]
    except InvalidRecurrence:
        return True  # ⌈n/2⌉ of 1 is 1 again: a base case that only rounding down reaches


def log_of(work: Fraction, size: int) -> float:
    """log of a fraction that no float may hold; −∞ of 0."""
    if work < 0:
        raise InvalidRecurrence(f"the predicted work is negative at n = {size}")
    return log(work.numerator) - log(work.denominator) if work else -inf


def _between(system: System, function: str, sizes: Sequence[int]) -> tuple[int, tuple[float, ...] | None]:
    """log W on straight lines in log n between the powers of a base that no call has to round.

    A program that halves n into ⌊n/2⌋ and ⌈n/2⌉ has no steps where T(⌊n/2⌋) has them.
    """
    for base in BASES:
        grid = [1]
        while grid[-1] < max(sizes):
            grid.append(grid[-1] * base)
        if set(sizes) <= set(grid):
            return 0, None
        grid = [size for i, size in enumerate(grid) if i + 1 == len(grid) or grid[i + 1] > min(sizes)]
        if not _is_rounded(system, function, grid):
            works = dict(zip(grid, _values(system, function, grid)[0], strict=True))
            return (0, None) if -inf in works.values() else (base, tuple(_interpolated(works, size) for size in sizes))
    return 0, None


def _interpolated(works: dict[int, float], size: int) -> float:
    low = max(known for known in works if known <= size)
    if low == size:
        return works[low]
    high = min(known for known in works if known >= size)
    part = (log(size) - log(low)) / (log(high) - log(low))
    return works[low] + part * (works[high] - works[low])


def _formula(text: str) -> Expr | None:
    """A formula or Θ of one; None where the text is a recurrence."""
    try:
        claim = parse_claim(text)
    except RecurError:
        if _RECURRENCE.search(text):
            return None
        raise
    if ex.has_call(claim.body):
        return None
    if claim.beside:
        raise InvalidRecurrence("one growth is expected, and these are several", text=text)
    if claim.kind not in ("Θ", "~", "="):
        said = claim.kind if claim.kind in ("<=", "<", ">=", ">") else f"{claim.kind}(…)"
        raise InvalidRecurrence(
            f"{said} bounds one side only: times can be held against a growth, not against a bound",
            text=text,
            hint="predict the growth itself, such as n^2",
        )
    return claim.body
