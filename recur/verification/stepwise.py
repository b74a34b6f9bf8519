"""Sizes that step: ln T(n) for all small n, in floats where all terms are positive, else from exact values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from math import exp, inf, isnan, log, nan
from typing import TYPE_CHECKING

from recur.evaluation.equation import Equation, show, straight_line, whole_shift
from recur.evaluation.evaluator import Evaluator
from recur.model import Expr, LimitExceeded, RecurError, Recurrence, System, expressions as ex, limits
from recur.model.records import replace
from recur.numbers import TooCoarse
from recur.numbers.exact import RATIONAL, bits_of, narrow, sign
from recur.verification.chains import FORGIVEN, PRECISE, InSteps, StepsBack, Trajectory, follow, smooth
from recur.verification.limit_size import steady, swings
from recur.verification.log_domain import Curve, LogDomain, NoModel, log_sum

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

TABLE = 2048  # sizes of a table
HISTORY = 256  # sizes where every step looks at all earlier ones
IRRATIONAL = 96  # the same in intervals
EXACT = 512  # sizes of exact values where every size is needed
CROWD = 20_000  # values that are remembered before no further size is tried
COSTLY = 2_000  # the same where every step takes roots or logarithms of intervals
FAR = 160  # exponents of 2 where few are
SUMMED = 12  # the last power of 2 at which a sum in the driving function is written out
LONG = 20_000.0  # ln of a value from which on the next would cost too much time
LONG_BITS = 60_000  # of a fraction near 1 whose parts cost as much
MORE = 4096  # sizes where the first values are negative


_Size = Callable[[int], int]  # n  ->  the size that a call asks for


class _Row:
    """The values of a curve at whole sizes; 0, which has no logarithm, at a few small ones where it has none yet."""

    def __init__(self, curve: Curve, sizes: range, logs: list[float]) -> None:
        few = [_forgiving(curve, log(size), size) for size in sizes[:FORGIVEN]]
        self.first = sizes.start
        self.curve = curve
        self.known = few + curve.along(logs[FORGIVEN:])

    def at(self, size: int) -> float:
        place = size - self.first
        return self.known[place] if place < len(self.known) else self.curve(log(size))


def table(system: System, recurrence: Recurrence, domain: LogDomain, constants: Mapping[str, Fraction]) -> Trajectory:
    """T(n) for n = base, …, TABLE by the recurrence itself."""
    equation = Evaluator(system, constants=constants).equations[recurrence.function]
    known = _base_values(equation)
    driving = None if recurrence.driving == ex.ZERO else domain.positive(recurrence.driving)
    sizes = range(max(equation.top or 0, 0) + 1, TABLE + 1)
    places = list(_logarithms()[sizes.start :])
    driven = None if driving is None else _Row(driving, sizes, places)
    rows = [_Row(domain.positive(call.coefficient), sizes, places) for call in recurrence.subcalls]
    shifts = [whole_shift(call.argument, recurrence.variable) for call in recurrence.subcalls]
    steps = [-shift for shift in shifts if shift is not None and shift < 0]
    if len(steps) == len(rows):
        _step_by_step(known, sizes, driven, list(zip(rows, steps, strict=True)))
    else:
        asked = _asked(recurrence, equation, domain, sizes, places)
        _size_by_size(known, sizes, driven, list(zip(rows, asked, strict=True)))
    path = replace(_steps(known, exact=False), swings=swings(recurrence.right))
    far = _as_integral(recurrence, domain)
    return path if far is None else replace(path, rates=((0.0, 1.0),), driving=far, whole=True)


def _step_by_step(known: dict[int, float], sizes: range, driven: _Row | None, calls: list[tuple[_Row, int]]) -> None:
    """The values at all the sizes, where every call asks for one so many steps back."""
    first, furthest = sizes.start, max(steps for _, steps in calls)
    if any(size not in known for size in range(first - furthest, first)):
        raise NoModel
    values = [known[size] for size in range(first - furthest, first)]

    def further(i: int) -> float:
        logs = [] if driven is None else [driven.at(first + i)]
        logs += [row.at(first + i) + values[-steps] for row, steps in calls]
        values.append(log_sum(logs))
        return values[-1]

    driving = [-inf] * len(sizes) if driven is None else driven.known
    asked = [StepsBack(row.known, values, steps, 0.0) for row, steps in calls]
    rows = [driving, *(call.coefficients for call in asked)]
    together = [InSteps(driving, asked, values)] if all(len(row) == len(sizes) for row in rows) else []
    reached = follow(together, len(sizes), further)
    known.update(zip(sizes, values[furthest : furthest + reached], strict=False))


def _size_by_size(known: dict[int, float], sizes: range, driven: _Row | None, calls: list[tuple[_Row, _Size]]) -> None:
    """The same, where calls ask for other sizes."""
    for size in sizes:
        if not size & 255:
            limits.check()
        logs = [] if driven is None else [driven.at(size)]
        for row, asked in calls:
            wanted = asked(size)
            if wanted not in known:
                raise NoModel
            logs.append(row.at(size) + known[wanted])
        total = log_sum(logs)
        if total > PRECISE:
            break
        known[size] = total


@lru_cache(maxsize=1)
def _logarithms() -> tuple[float, ...]:
    """ln n for the sizes of a table; no logarithm for 0."""
    return -inf, *map(log, range(1, TABLE + 1))


def _base_values(equation: Equation) -> dict[int, float]:
    """ln of the stated values."""
    top = equation.top or 0
    if top > TABLE:
        raise NoModel(_beyond(top))
    sizes = range(equation.bottom if equation.bottom is not None else top - 64, top + 1)
    values = {size: equation.base_value(size) for size in sizes}
    known = {size: logarithm(value) for size, value in values.items() if value is not None}
    if isnan(sum(known.values())):
        raise NoModel("a stated value is negative")  # the later ones may be positive all the same
    return known


def _beyond(top: int) -> str:
    return f"a base case at {show(top)} lies beyond the sizes that are tried one by one"


def _asked(
    recurrence: Recurrence, equation: Equation, domain: LogDomain, sizes: range, places: list[float]
) -> list[_Size]:
    """The whole sizes that the calls ask for: worked out exactly, or where they are irrational from their logarithm."""
    variable = domain.variable
    return [
        _exactly(equation, argument)
        if straight_line(smooth(call.argument, variable), variable)
        else _roughly(domain.positive(call.argument), sizes, places)
        for call, (_, argument, _) in zip(recurrence.subcalls, equation.calls, strict=True)
    ]


def _exactly(equation: Equation, argument: Callable[[], int]) -> _Size:
    def size_asked(size: int) -> int:
        equation.cells[0] = size
        return argument()

    return size_asked


def _roughly(shrink: Curve, sizes: range, places: list[float]) -> _Size:
    """Rounded down in floats: n is small, and a constant is all that is at stake."""
    first = sizes.start + FORGIVEN
    known = [int(exp(x) + 1e-9) for x in shrink.along(places[FORGIVEN:])]

    def size_asked(size: int) -> int:
        place = size - first
        return known[place] if 0 <= place < len(known) else int(exp(shrink(log(size))) + 1e-9)

    return size_asked


def _as_integral(recurrence: Recurrence, domain: LogDomain) -> Curve | None:
    """ln of f(n)/h(n) · n, for T(n) = T(n - h(n)) + f(n): then T is the integral of f/h, up to a constant factor."""
    call = recurrence.subcalls[0]
    argument = call.argument
    if isinstance(argument, ex.Apply) and argument.name in ("floor", "ceiling"):
        argument = argument.arguments[0]
    if len(recurrence.subcalls) > 1 or call.coefficient != ex.ONE or recurrence.driving == ex.ZERO:
        return None
    if not isinstance(argument, ex.Add) or ex.Symbol(domain.variable) not in argument.terms:
        return None
    step = domain.positive(ex.negate(ex.add(*(term for term in argument.terms if term != ex.Symbol(domain.variable)))))
    driving = domain.positive(steady(recurrence.driving))
    return Curve(lambda x: driving(x) - step(x) + x)


def _forgiving(curve: Curve, x: float, size: int) -> float:
    """The term, 0 where it has no logarithm yet, as log n at n = 1."""
    try:
        return curve(x)
    except ValueError:
        if size > FORGIVEN:
            raise
        return -inf


def exact_values(system: System, function: str, constants: Mapping[str, Fraction]) -> Trajectory:
    """ln T from exact values: at powers of 2 where few sizes are needed, at all small n otherwise.

    Where T(n) is negative the value is nan.
    """
    if len(system.recurrences) == 1 and system.named(function).nonlinear:
        from recur.verification.one_value import values_of_map

        followed = values_of_map(system, function, constants)
        if followed is not None:
            return _of_values({n: value for n, value in sorted(followed.items()) if n >= 2})
    irrational = any(isinstance(x, ex.Log) or _is_root(x) for r in system.recurrences for x in ex.walk(r.right))
    most = EXACT if not _looks_back(system) else IRRATIONAL if irrational else HISTORY
    try:
        evaluator = Evaluator(system, constants=constants)
        top = max(evaluator.equations[function].top or 0, 0)
        if top > EXACT and any(_steps_back(system.named(name)) for name in evaluator.equations):
            raise NoModel(_beyond(top))
        first = max(2, 1 << max(top - 1, 0).bit_length())
        reached, crowded = _reach(evaluator, function, most, max(4, first))
        if crowded:
            path = _every_size(evaluator, function, min(reached, most), most)
        else:
            summed = any(isinstance(x, ex.Range) for r in system.recurrences for x in ex.walk(r.driving))
            far = SUMMED if summed else FAR
            path = _powers(evaluator, function, COSTLY if irrational else CROWD, range(first.bit_length() - 1, far + 1))
    except (RecurError, TooCoarse) as problem:
        raise NoModel(str(problem)) from None
    return replace(path, swings=any(swings(r.right) for r in system.recurrences))


def _looks_back(system: System) -> bool:
    """Whether every step looks at all earlier ones."""
    return any(isinstance(x, ex.Range) for r in system.recurrences for term in r.nonlinear for x in ex.walk(term))


def _steps_back(r: Recurrence) -> bool:
    """Whether a call asks for a size a constant below, so that every size is needed."""
    return any((whole_shift(call.argument, r.variable) or 0) < 0 for call in r.subcalls)


def _reach(evaluator: Evaluator, function: str, most: int, size: int) -> tuple[int, bool]:
    """The last size, doubled from `size` on, that can be asked for; and whether most smaller ones are needed for it."""
    while size <= EXACT and (size <= 64 or _known(evaluator) > size // 4):
        reached = _value(evaluator, function, min(size, most))
        if reached is None or size >= most or _exceeds(reached, LONG):  # the next sizes would cost too much time
            break
        size *= 2
    return size, (size >= most or size > 128) and _known(evaluator) > size // 8


def _powers(evaluator: Evaluator, function: str, crowd: int, exponents: range) -> Trajectory:
    """The powers of 2 with these exponents, until too many values are remembered."""
    known: dict[int, Enclosed] = {}
    for exponent in exponents:
        value = None if _known(evaluator) > crowd else _value(evaluator, function, 1 << exponent)
        if value is None:
            break
        known[exponent] = value
        if value != 0 and (bits_of(value) > LONG_BITS or _exceeds(value, LONG)):
            break
    sizes = [exponent * log(2) for exponent in known]
    logs = list(map(logarithm, known.values()))
    return Trajectory([float(e) for e in known], sizes, logs, exact=True, absolute=_absolute(known.values(), logs))


def _every_size(evaluator: Evaluator, function: str, end: int, most: int) -> Trajectory:
    """All small sizes, as some residue classes alone would show a drift where there is only a swing."""
    known: dict[int, Enclosed] = {}
    size, top = max(2, evaluator.equations[function].bottom or 0), end
    while size <= top:
        if not size & 63:
            limits.check()
        value = _value(evaluator, function, size)
        if value is not None:
            known[size] = value
        elif size > end:
            break
        if size == top == EXACT == most and _begin_negative(known, size):
            top = MORE
        if size > EXACT and _exceeds(known[size], EXACT):
            break
        size += 1
    return _of_values(known)


def _begin_negative(known: Mapping[int, Enclosed], size: int) -> bool:
    return any(sign(known.get(n, 1)) < 0 for n in (size // 8, size // 4, size // 2))


def _exceeds(value: Enclosed, most: float) -> bool:
    """Whether ln|value| is larger, or as far below 0."""
    return value != 0 and abs(size_of(value)) > most


def _is_root(x: Expr) -> bool:
    return isinstance(x, ex.Power) and isinstance(x.exponent, ex.Number) and x.exponent.value.denominator > 1


def _known(evaluator: Evaluator) -> int:
    return sum(len(equation.memo) for equation in evaluator.equations.values())


def _value(evaluator: Evaluator, function: str, size: int) -> Enclosed | None:
    """The value, None where it cannot be worked out; the smaller ones found on the way are kept either way."""
    try:
        return evaluator.number(function, size)
    except LimitExceeded:
        limits.check()
        return None


def _of_values(known: Mapping[int, Enclosed]) -> Trajectory:
    """The trajectory of exact values at rising sizes from 2 on."""
    logs = list(map(logarithm, known.values()))
    path = _steps(dict(zip(known, logs, strict=True)), exact=True)
    return replace(path, absolute=_absolute(known.values(), logs))


def _absolute(values: Iterable[Enclosed], logs: list[float]) -> list[float]:
    """ln|T|: the logarithms where they are all there."""
    return [size_of(value) for value in values] if isnan(sum(logs)) else logs


def _steps(known: Mapping[int, float], exact: bool) -> Trajectory:
    sizes, near = sorted([size for size in known if size >= 2]), _logarithms()
    logs = [near[size] if size <= TABLE else log(size) for size in sizes]
    return Trajectory([float(size) for size in sizes], logs, [known[size] for size in sizes], 0, exact)


def size_of(value: Enclosed) -> float:
    """ln|value|"""
    return logarithm(-value if sign(value) < 0 else value)


def logarithm(value: Enclosed) -> float:
    """ln of an exact value of any size; -inf of 0, nan of a negative one."""
    value = narrow(value)
    if sign(value) <= 0:
        return nan if sign(value) < 0 else -inf
    if isinstance(value, RATIONAL):
        return log(value.numerator) - log(value.denominator)
    m, e = value.low
    return log(m) + e * log(2)
