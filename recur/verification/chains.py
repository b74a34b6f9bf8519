"""Sizes that divide: ln T(n) followed over n = n₀·b^j, over a grid in ln n, or down the orbit of one large n.

Everything is a float in the log domain, so that n may be 2^4096 or e^(10¹²). Rounding of sizes and constant
offsets are left out: far out they move ln T by less than a float can show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, expm1, inf, isclose, log, log1p

from recur.evaluation.equation import same_size, straight_line
from recur.model import limits
from recur.model.expressions import ZERO, Add, Apply, Expr, Mul, add, mul, symbols
from recur.model.recurrence import Recurrence, Subcall
from recur.verification.limit_size import steady, swings
from recur.verification.log_domain import Curve, LogDomain, NoModel

CHAIN = 480  # steps of a chain
MOST_CHAIN = 20_000  # of a chain with b close to 1
GRID = 1500  # points of a grid
MOST_GRID = 6_000
DEEP = 60.0  # the ln n that is wanted at least
FINER = 4  # points of a grid in ln ln n to the smallest step that a root takes
BETWEEN = 0.45  # where between two powers of b the sizes off the lattice lie
UNROUNDED = "sizes taken as real numbers, without rounding and offsets"
ORBIT = 4000  # steps of an orbit
TRIAL = 64  # of them, after which a hopeless one is left
PRECISE = 1e12  # a float larger than this says nothing about a bounded factor
STARTS = (1, 2, 3, 4, 8, 16, 64, 256)
HEIGHTS = (1e12, 1e6, 3000.0, 700.0, 200.0, 60.0, 20.0)  # ln n at which an orbit may begin


@dataclass(frozen=True, slots=True)
class Trajectory:
    """ln n and ln T(n) at growing sizes; doubling `depth` is one clear step further out.

    `rates` are (ln a, ln b) of the calls where all of them are a·T(n/b); then `driving` is ln f.
    """

    depth: list[float]
    sizes: list[float]
    values: list[float]
    base: int = 2  # sizes are shown as powers of it; 0: as they are
    exact: bool = False
    rates: tuple[tuple[float, float], ...] = ()
    driving: Curve | None = None
    between: tuple[Sequence[float], Sequence[float]] = ((), ())  # sizes off the lattice, and ln T there
    note: str = ""
    whole: bool = False  # T is the integral of the driving term, whatever its slope
    swings: bool = False  # a term goes to and fro for ever; then `driving` has a fixed value in its place
    absolute: Sequence[float] = ()  # ln|T(n)|, where T(n) may be negative


def smooth(x: Expr, variable: str) -> Expr:
    """The argument of a call without floors, ceilings and constant offsets."""
    if variable not in symbols(x):
        return x
    if isinstance(x, Apply) and x.name in ("floor", "ceiling"):
        return smooth(x.arguments[0], variable)
    if isinstance(x, Add):
        return add(*(smooth(term, variable) for term in x.terms if variable in symbols(term)))
    if isinstance(x, Mul):
        return mul(*(smooth(factor, variable) for factor in x.factors))
    return x


def scaling(argument: Expr, domain: LogDomain) -> float | None:
    """ln b when the argument is n/b up to rounding and terms of a smaller power of n, b > 1; else None."""
    line = straight_line(argument, domain.variable)
    if line is not None:
        return -log(line[0]) if 0 < line[0] < 1 else None
    argument = smooth(argument, domain.variable)
    monomial = domain.monomial(argument)
    if monomial is None and isinstance(argument, Add):
        parts = [domain.monomial(term) for term in argument.terms]
        powers = sorted(part[1] for part in parts if part is not None)
        if len(powers) == len(parts) and len(powers) > 1 and powers[-1] - powers[-2] > 0.01:
            monomial = max((part for part in parts if part is not None), key=lambda part: part[1])
    if monomial is None or monomial[1:] != (1.0, 0.0, 0.0) or monomial[0] >= 0:
        return None
    return -monomial[0]


def _base(recurrence: Recurrence, domain: LogDomain) -> tuple[float, float]:
    """ln of the size and of the value of the last base case; T(1) = 1 where none is stated."""
    if not recurrence.initial:
        return 0.0, 0.0
    last = max(recurrence.initial, key=lambda case: case.high)
    sign, value = domain.signed(last.value)(log(max(last.high, 2)))
    if sign < 0:
        raise NoModel
    return log(max(last.high, 1)), value


def _driving(recurrence: Recurrence, domain: LogDomain) -> Curve | None:
    """ln f, or None where f is 0."""
    driving = recurrence.driving
    if driving == ZERO:
        return None
    if domain.hidden == "lower" and domain.signed(driving)(30.0)[0] == 0:
        return None
    return domain.positive(driving)


def _first_defined(least: float, step: float, curves: list[Curve]) -> float:
    """The first start from which the curves are defined on the next steps; ValueError where none is."""
    for start in STARTS:
        at = max(least, log(start))
        try:
            for curve in curves:
                for j in (1, 2, 3):
                    curve(at + j * step)
        except ValueError:
            continue
        except OverflowError:
            pass
        return at
    raise ValueError


def chain(recurrence: Recurrence, domain: LogDomain, rate: float) -> Trajectory:
    """T(n₀·b^j) for T(n) = a(n)·T(n/b) + f(n), one step after the other."""
    call = recurrence.subcalls[0]
    least, value = _base(recurrence, domain)
    coefficient, driving = domain.positive(call.coefficient), _driving(recurrence, domain)
    fixed = domain.variable not in symbols(call.coefficient)
    curves = [] if fixed else [coefficient]
    start = _first_defined(least, rate, curves if driving is None else [*curves, driving])
    scale = coefficient(1.0) if fixed else 0.0
    grow = coefficient if not fixed else lambda x: scale
    count = min(max(CHAIN, int(DEEP / rate)), MOST_CHAIN)
    sizes, values = _follow(start, value, rate, count, grow, driving)
    depth = [float(j) for j in range(len(sizes))]
    rates = ((scale, rate),) if fixed else ()
    swing = swings(recurrence.right)
    if swing and driving is not None and fixed:
        driving = domain.positive(steady(recurrence.driving))
    base = round(exp(rate)) if start == 0 and isclose(exp(rate), round(exp(rate))) else 2
    # n = 1.37…·b^j stands for the sizes that are no power of b; T(n) = T(1) up to the first of them.
    off = _follow(start + BETWEEN * rate, value, rate, 64, grow, driving)
    chosen = [i for i in (8, 16, 32, 64) if i < len(off[0])]
    between = [off[0][i] for i in chosen], [off[1][i] for i in chosen]
    note = "" if call.argument == smooth(call.argument, domain.variable) else UNROUNDED
    return Trajectory(depth, sizes, values, base, False, rates, driving, between, note, swings=swing)


def _follow(
    start: float, value: float, rate: float, count: int, grow: Curve, driving: Curve | None
) -> tuple[list[float], list[float]]:
    """ln T at start + j·rate by T = a·T(one step down) + f, as far as floats carry."""
    sizes, values = [start], [value]
    for j in range(1, count + 1):
        x = start + j * rate
        try:
            value += grow(x)
            if driving is not None:
                f = driving(x)
                value = f + log1p(exp(value - f)) if f > value else value + log1p(exp(f - value))
        except OverflowError:
            break
        if value > PRECISE:
            break
        if not j & 1023:
            limits.check()
        sizes.append(x)
        values.append(value)
    return sizes, values


def orbit(recurrence: Recurrence, domain: LogDomain) -> Trajectory:
    """T along n, h(n), h(h(n)) … for T(n) = a(n)·T(h(n)) + f(n), folded up from the base."""
    call = recurrence.subcalls[0]
    shrink, coefficient = domain.positive(smooth(call.argument, domain.variable)), domain.positive(call.coefficient)
    driving = _driving(recurrence, domain)
    least, value = _base(recurrence, domain)
    sizes = _descend(shrink, max(least, log(2)))
    found, values = [sizes[-1]], [value]
    for x in reversed(sizes[:-1]):
        try:
            terms = [coefficient(x) + value]
            if driving is not None:
                terms.append(driving(x))
        except OverflowError:
            break
        except ValueError:
            if len(found) > 1:
                raise
            found = [x]  # still below the domain of the terms: the base reaches up to here
            continue
        value = log_sum(terms)
        if abs(value) > PRECISE:
            break
        found.append(x)
        values.append(value)
    if values[-1] > -inf:
        # A base value 0 says nothing of the growth that the driving term starts above it.
        start = next(i for i, v in enumerate(values) if v > -inf)
        found, values = found[start:], values[start:]
    depth = [float(j) for j in range(len(found))]
    return Trajectory(depth, found, values, swings=swings(recurrence.right))


def _descend(shrink: Curve, least: float) -> list[float]:
    """The orbit of the largest ln n that comes down within ORBIT steps."""
    for height in HEIGHTS:
        sizes = [height]
        while len(sizes) < ORBIT:
            try:
                x = shrink(sizes[-1])
            except ValueError:
                return sizes
            if x > sizes[-1] - 0.02:
                if sizes[-1] < 10:
                    return sizes
                break
            sizes.append(x)
            if x <= least:
                return sizes
            # Steps that would not reach a fraction of the way down in time are not gone one by one.
            if len(sizes) == TRIAL and (height - x) * 4 * ORBIT / TRIAL < height:
                break
    raise NoModel


def log_sum(logs: list[float]) -> float:
    """ln Σ e^t"""
    top = max(logs)
    if top == -inf:
        return top
    return top + log(sum([exp(t - top) for t in logs]))


@dataclass(slots=True)
class _Call:
    """One call on a grid: where its coefficient and its value are found."""

    coefficient: Curve
    target: int
    back: float | None  # a fixed distance in grid steps, 0 for the same size
    shrink: Curve | None


def grid(involved: list[Recurrence], domains: Mapping[str, LogDomain]) -> Trajectory:
    """All functions on equal steps of ln n (of ln ln n where every call is a root), values between interpolated."""
    ordered = in_order(involved)
    place = {recurrence.function: i for i, recurrence in enumerate(ordered)}
    rates = [(call, scaling(call.argument, domains[r.function])) for r in ordered for call in r.subcalls]
    roots = bool(rates) and all(rate is None for _, rate in rates)
    step = _grid_step(ordered, domains, roots)
    if roots and len(rates) > 1:
        step /= FINER
    calls: list[list[_Call]] = []
    for recurrence in ordered:
        domain, row = domains[recurrence.function], []
        for call in recurrence.subcalls:
            rate = scaling(call.argument, domain)
            same = same_size(call.argument, domain.variable)
            shrink = None if same or rate is not None else domain.positive(smooth(call.argument, domain.variable))
            back = 0.0 if same else None if rate is None else rate / step
            row.append(_Call(domain.positive(call.coefficient), place[call.function], back, shrink))
        calls.append(row)
    drivings = [_driving(recurrence, domains[recurrence.function]) for recurrence in ordered]
    bases = [_base(recurrence, domains[recurrence.function]) for recurrence in ordered]
    defined = [curve for curve in drivings if curve is not None]
    start = _first_defined(max(least for least, _ in bases), step if not roots else 0.7, defined)
    values = [[value] for _, value in bases]
    count = min(max(GRID, int(DEEP / step)), MOST_GRID)
    sizes = _climb(calls, drivings, values, max(start, log(2)) if roots else start, step, roots, count)
    wanted = place[involved[0].function]
    single = involved[0].subcalls if len(involved) == 1 and all(rate for _, rate in rates) else ()
    fixed = all(domains[involved[0].function].variable not in symbols(call.coefficient) for call in single)
    ends = tuple((c.coefficient(1.0), (c.back or 0) * step) for c in calls[wanted]) if single and fixed else ()
    depth = [float(j) for j in range(len(sizes))]
    swing = any(swings(recurrence.right) for recurrence in ordered)
    driving = drivings[wanted]
    if swing and driving is not None and ends:
        driving = domains[involved[0].function].positive(steady(involved[0].driving))
    return Trajectory(depth, sizes, values[wanted], rates=ends, driving=driving, note=UNROUNDED, swings=swing)


def _grid_step(ordered: list[Recurrence], domains: Mapping[str, LogDomain], roots: bool) -> float:
    """The smallest distance a call goes back, so that what it asks for is always there."""
    steps = []
    for recurrence in ordered:
        domain = domains[recurrence.function]
        for call in recurrence.subcalls:
            rate = scaling(call.argument, domain)
            if rate is not None:
                steps.append(rate)
            elif not same_size(call.argument, domain.variable):
                shrink = domain.positive(smooth(call.argument, domain.variable))
                steps.extend(log(x / shrink(x)) if roots else x - shrink(x) for x in (30.0, 300.0))
    if not steps or min(steps) < 0.01:
        raise NoModel
    return min(steps)


def _climb(
    calls: list[list[_Call]],
    drivings: list[Curve | None],
    values: list[list[float]],
    start: float,
    step: float,
    roots: bool,
    count: int,
) -> list[float]:
    sizes = [start]
    for i in range(1, count):
        if not i & 255:
            limits.check()
        x = start * exp(i * step) if roots else start + i * step
        if x > PRECISE:
            break
        try:
            for row, driving, found in zip(calls, drivings, values, strict=True):
                terms = [] if driving is None else [driving(x)]
                for call in row:
                    terms.append(call.coefficient(x) + _value_back(call, values, x, i, start, step, roots))
                found.append(log_sum(terms) if terms else -inf)
        except OverflowError:
            break
        if max(found[-1] for found in values) > PRECISE:
            break
        sizes.append(x)
    for found in values:
        del found[len(sizes) :]
    return sizes


def _value_back(
    call: _Call, values: list[list[float]], x: float, i: int, start: float, step: float, roots: bool
) -> float:
    """ln of the value that the call asks for from grid point i, between two points if need be."""
    found = values[call.target]
    if call.back is not None:
        at = i - call.back
    else:
        assert call.shrink is not None
        y = call.shrink(x)
        if y <= start:
            return found[0]
        at = log(y / start) / step if roots else (y - start) / step
    if at <= 0:
        return found[0]
    k = int(at + 1e-9)
    part = at - k
    if part < 1e-9 or k + 1 >= len(found):
        return found[min(k, len(found) - 1)]
    if found[k] == -inf:
        return found[k + 1]
    if roots:
        part = expm1(part * step) / expm1(step)  # ln T is nearer to a line in ln n than in ln ln n
    return (1 - part) * found[k] + part * found[k + 1]


def in_order(involved: list[Recurrence]) -> list[Recurrence]:
    """Functions after those that they call at the same size; NoModel where that goes in a circle."""
    ordered: list[Recurrence] = []
    waiting = list(involved)
    while waiting:
        ready = [r for r in waiting if not any(_waits(call, r, waiting) for call in r.subcalls)]
        if not ready:
            raise NoModel
        ordered += ready
        waiting = [r for r in waiting if r not in ready]
    return ordered


def _waits(call: Subcall, recurrence: Recurrence, waiting: list[Recurrence]) -> bool:
    same = same_size(call.argument, recurrence.variable)
    return same and any(other.function == call.function for other in waiting)
