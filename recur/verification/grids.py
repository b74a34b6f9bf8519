"""ln T of all functions at equal steps of ln n, or of ln ln n where every call is a root: chains, or several calls.

Between two points values are interpolated; rounding of sizes and constant offsets are left out.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import takewhile
from math import ceil, exp, expm1, inf, log

from recur.evaluation.equation import same_size, straight_line
from recur.model import Recurrence, Subcall, System, expressions as ex
from recur.model.records import frozen
from recur.verification import chains
from recur.verification.limit_size import steady, swings
from recur.verification.log_domain import Curve, LogDomain, NoModel, log_sum

POINTS = 1500
MOST_POINTS = 6_000
FINER = 4  # points of ln ln n to the smallest step that a root takes

Domains = Mapping[str, LogDomain]


@frozen
class _Points:
    """ln n = start + i·step, or start·e^(i·step) where `roots`."""

    start: float
    step: float
    roots: bool

    def further(self, end: int) -> list[float]:
        """ln n at the points 1, …, end − 1, as far as floats carry."""
        start, step = self.start, self.step
        if self.roots:
            return list(takewhile(lambda x: x <= chains.PRECISE, (start * exp(i * step) for i in range(1, end))))
        depths = chains.depths(end)[1:]
        found = [start + i * step for i in depths] if start else [i * step for i in depths]
        return found if not found or found[-1] <= chains.PRECISE else found[: bisect_right(found, chains.PRECISE)]

    def place(self, x: float) -> float:
        """The i of ln n = x, between two points if need be."""
        if x <= self.start:
            return 0.0
        return log(x / self.start) / self.step if self.roots else (x - self.start) / self.step

    def between(self, place: float) -> tuple[int, float]:
        """The point at or before a place, and the part of the step to the next one at which ln T is between both."""
        if place <= 0:
            return 0, 0.0
        k = int(place + 1e-9)
        part = place - k
        if part < 1e-9:
            return k, 0.0
        # ln T is nearer to a line in ln n than in ln ln n
        return k, expm1(part * self.step) / expm1(self.step) if self.roots else part


@frozen
class _Asked:
    """A call: its coefficient, the function it asks, and the size there: `back` points before, or by `shrink`."""

    coefficient: Curve
    function: str
    back: float
    shrink: Curve | None

    def places(self, points: _Points, sizes: list[float]) -> tuple[Sequence[int], Sequence[float]]:
        """The points that it asks, or what lies before all of them, and the part of the way from there up to the next.

        From each of the points behind the first one, as far as there are values.
        """
        if self.shrink is None:
            steps, part = self.steps(points)
            return range(1 - steps, len(sizes) + 1 - steps), [part] * len(sizes)
        found = [points.between(points.place(x)) for x in self.shrink.along(sizes)]
        return [k for k, _ in found], [part for _, part in found]

    def steps(self, points: _Points) -> tuple[int, float]:
        """The points that it goes back, and the part of the way from there up to the next one."""
        steps = ceil(self.back - 1e-9)
        return steps, points.between(1 + steps - self.back)[1]


@frozen
class _Followed:
    """A function on the grid; `values` grow with the points."""

    calls: list[_Asked]
    driving: Curve | None
    values: list[float]


@frozen
class _Row:
    """A call along the points: ln a, the points it asks, the parts of the way up from there, its function's values."""

    coefficients: list[float]
    places: Sequence[int]
    parts: Sequence[float]
    found: list[float]


#: of a function: ln f along the points, its calls, and its own values
_Rows = tuple[list[float], list[_Row], list[float]]


def grid(involved: list[Recurrence], domains: Domains) -> chains.Trajectory:
    """ln T of the first of the functions, which stands on the others."""
    ordered, wanted = in_order(involved), involved[0]
    points = _points(ordered, domains)
    functions = {r.function: _followed(r, domains[r.function], points) for r in ordered}
    sizes = _climb(functions, points)
    driving, swing = functions[wanted.function].driving, any(swings(r.right) for r in ordered)
    rates = _rates(wanted, domains[wanted.function]) if len(involved) == 1 else ()
    if swing and driving is not None and rates:
        driving = domains[wanted.function].positive(steady(wanted.driving))
    return chains.Trajectory(
        chains.depths(len(sizes)),
        sizes,
        functions[wanted.function].values,
        rates=rates,
        driving=driving,
        note=chains.UNROUNDED,
        swings=swing,
    )


def _points(ordered: list[Recurrence], domains: Domains) -> _Points:
    """Points from the largest base case on."""
    calls = [(call, domains[r.function]) for r in ordered for call in r.subcalls]
    roots = bool(calls) and all(chains.scaling(call.argument, domain) is None for call, domain in calls)
    step = _shortest_step(calls, roots)
    drivings = [chains.driving_of(r, domains[r.function]) for r in ordered]
    least = max(chains.base_of(r, domains[r.function])[0] for r in ordered)
    start = chains.first_defined(least, 0.7 if roots else step, [curve for curve in drivings if curve is not None])
    return _Points(max(start, log(2)) if roots else start, step, roots)


def _shortest_step(calls: list[tuple[Subcall, LogDomain]], roots: bool) -> float:
    """The shortest way that a call goes back, or less, so that what it asks for is always there."""
    ways = [way for call, domain in calls for way in _ways_back(call, domain, roots)]
    if not ways or min(ways) < 0.01:
        raise NoModel
    return min(ways) / (FINER if roots and len(calls) > 1 else 1)


def _ways_back(call: Subcall, domain: LogDomain, roots: bool) -> list[float]:
    """How far the call goes back in ln n, or in ln ln n; nowhere where it asks for the same size."""
    rate = chains.scaling(call.argument, domain)
    if rate is not None:
        return [rate]
    if same_size(call.argument, domain.variable):
        return []
    shrink = domain.positive(chains.smooth(call.argument, domain.variable))
    return [log(x / shrink(x)) if roots else x - shrink(x) for x in (30.0, 300.0)]


def _followed(recurrence: Recurrence, domain: LogDomain, points: _Points) -> _Followed:
    calls = [_asked(call, domain, points) for call in recurrence.subcalls]
    return _Followed(calls, chains.driving_of(recurrence, domain), [chains.base_of(recurrence, domain)[1]])


def _asked(call: Subcall, domain: LogDomain, points: _Points) -> _Asked:
    coefficient, rate = domain.positive(call.coefficient), chains.scaling(call.argument, domain)
    if rate is not None or same_size(call.argument, domain.variable):
        return _Asked(coefficient, call.function, (rate or 0.0) / points.step, None)
    return _Asked(coefficient, call.function, 0.0, domain.positive(chains.smooth(call.argument, domain.variable)))


def _climb(functions: Mapping[str, _Followed], points: _Points) -> list[float]:
    """ln n at all points up to which floats carry; the functions are followed up to there."""
    end = min(max(POINTS, int(chains.DEEP / points.step)), MOST_POINTS)
    sizes = points.further(end)
    rows = [_rows(function, functions, points, sizes) for function in functions.values()]
    lengths = [len(row) for _, calls, _ in rows for call in calls for row in (call.coefficients, call.places)]
    known = min([*lengths, *(len(driven) for driven, _, _ in rows), end])
    reached = chains.follow(_in_steps(functions, points, rows), known, lambda i: _further(rows, i))
    if reached == known < len(sizes):
        with suppress(OverflowError):  # the end of what floats carry; another error is told
            _refuse(functions, points, sizes[known])
    for function in functions.values():
        del function.values[reached + 1 :]
    return [points.start, *sizes[:reached]]


def _in_steps(functions: Mapping[str, _Followed], points: _Points, rows: list[_Rows]) -> list[chains.InSteps]:
    """The functions, where all calls go back by as much at every point; else none."""
    if any(call.shrink is not None for function in functions.values() for call in function.calls):
        return []
    found = []
    for function, (driven, asked, values) in zip(functions.values(), rows, strict=True):
        calls = [
            chains.StepsBack(row.coefficients, row.found, *call.steps(points))
            for call, row in zip(function.calls, asked, strict=True)
        ]
        found.append(chains.InSteps(driven, sorted(calls, key=lambda call: (call.part > 0, call.steps)), values))
    return found


def _rows(function: _Followed, functions: Mapping[str, _Followed], points: _Points, sizes: list[float]) -> _Rows:
    driven = [-inf] * len(sizes) if function.driving is None else function.driving.along(sizes)
    calls = [
        _Row(call.coefficient.along(sizes), *call.places(points, sizes), functions[call.function].values)
        for call in function.calls
    ]
    return driven, calls, function.values


def _further(rows: list[_Rows], i: int) -> float:
    """The largest of ln T at the next point, once it is known for every function."""
    largest = -inf
    for driven, calls, values in rows:
        terms = [driven[i]]
        for call in calls:
            found, k, part = call.found, call.places[i], call.parts[i]
            if k < 0:  # before the first point
                k, part = 0, 0.0
            value = found[k] if k < len(found) else found[-1]
            if part and k + 1 < len(found):
                above = found[k + 1]
                value = above if value == -inf else (1 - part) * value + part * above
            terms.append(call.coefficients[i] + value)
        total = log_sum(terms)
        values.append(total)
        if total > largest:
            largest = total
    return largest


def _refuse(functions: Mapping[str, _Followed], points: _Points, x: float) -> None:
    """Meet the error of the first curve that has no value at x."""
    for function in functions.values():
        if function.driving is not None:
            function.driving(x)
        for call in function.calls:
            if call.shrink is not None:
                points.place(call.shrink(x))
            call.coefficient(x)


def _rates(recurrence: Recurrence, domain: LogDomain) -> tuple[tuple[float, float], ...]:
    """(ln a, ln b) of the calls where all of them are a·T(n/b)."""
    found = [(call.coefficient, chains.scaling(call.argument, domain)) for call in recurrence.subcalls]
    if any(rate is None or domain.variable in ex.symbols(a) for a, rate in found):
        return ()
    return tuple((domain.positive(a)(1.0), rate) for a, rate in found if rate is not None)


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


def trajectory(
    system: System, function: str, domains: Mapping[str, LogDomain], constants: Mapping[str, Fraction]
) -> chains.Trajectory:
    """ln T along the deepest sequence of sizes that the recurrence allows; NoModel where there is none."""
    involved = _involved(system, function)
    if not any(recurrence.nonlinear for recurrence in involved):
        try:
            found = _in_floats(system, involved, domains, constants)
        except (ValueError, NoModel):
            found = None  # a negative term, or a function that floats cannot follow
        if found is not None:
            return found
    from recur.verification.stepwise import exact_values

    return exact_values(system, function, constants)


def _in_floats(
    system: System,
    involved: list[Recurrence],
    domains: Mapping[str, LogDomain],
    constants: Mapping[str, Fraction],
) -> chains.Trajectory | None:
    recurrence = involved[0]
    calls, domain = recurrence.subcalls, domains[recurrence.function]
    if len(involved) == 1 and len(calls) == 1:
        rate = chains.scaling(calls[0].argument, domain)
        if rate is not None:
            return chains.along_divisions(recurrence, domain, rate)
    divides = all(_divides(each, domains[each.function]) for each in involved)
    if len(involved) > 1:
        return grid(involved, domains) if divides else None
    if not divides:
        from recur.verification.stepwise import table

        return table(system, recurrence, domain, constants)
    return chains.orbit(recurrence, domain) if len(calls) == 1 else grid(involved, domains)


def _involved(system: System, function: str) -> list[Recurrence]:
    """The recurrence asked for and all that it calls, itself first."""
    found = [system.named(function)]
    for recurrence in found:
        for call in recurrence.subcalls:
            other = system.named(call.function)
            if other not in found:
                found.append(other)
    return found


def _divides(recurrence: Recurrence, domain: LogDomain) -> bool:
    """Whether every call divides the size (n/b, √n, n/log n) and none only takes from it (n-1, n-√n)."""
    for call in recurrence.subcalls:
        if chains.scaling(call.argument, domain) is not None:
            continue
        argument = chains.smooth(call.argument, domain.variable)
        line = straight_line(argument, domain.variable)
        if same_size(call.argument, domain.variable) and call.function != recurrence.function:
            continue  # another function at the same size
        far = 40 * log(2)
        if line is not None or far - domain.positive(argument)(far) < 1e-3:
            return False
    return True
