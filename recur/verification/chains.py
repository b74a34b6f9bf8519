"""Sizes that divide, by one call: ln T(n) followed over n = n₀·b^j, or down the orbit of one large n.

Everything is a float in the log domain, so that n may be 2^4096 or e^(10¹²). Rounding of sizes and constant
offsets are left out: far out they move ln T by less than a float can show.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import accumulate, islice
from math import exp, inf, isclose, log, log1p
from operator import sub
from typing import NamedTuple

from recur.evaluation.equation import straight_line
from recur.model import Expr, Recurrence, expressions as ex, limits
from recur.model.records import frozen
from recur.verification.limit_size import ALONE, steady, swings
from recur.verification.log_domain import Curve, LogDomain, NoModel, Polylogarithm, log_sum

CHAIN = 480  # steps of a chain
MOST_CHAIN = 20_000  # of a chain with b close to 1
DEEP = 60.0  # the ln n that is wanted at least
BETWEEN = 0.45  # where between two powers of b the sizes off the lattice lie
UNROUNDED = "sizes taken as real numbers, without rounding and offsets"
ORBIT = 4000  # steps of an orbit
NOTHING_ADDED = -ALONE  # 1 and 1 + e^-40 are one float
TOGETHER = 64  # steps of a chain between two looks at whether its driving term still counts
FORGIVEN = 16  # steps of a table at which a term may still be 0
TRIAL = 64  # of them, after which a hopeless one is left
PRECISE = 1e12  # a float larger than this says nothing about a bounded factor
STARTS = (1, 2, 3, 4, 8, 16, 64, 256)
HEIGHTS = (1e12, 1e6, 3000.0, 700.0, 200.0, 60.0, 20.0)  # ln n at which an orbit may begin


@frozen
class Trajectory:
    """ln n and ln T(n) at growing sizes; doubling `depth` is one clear step further out.

    `rates` are (ln a, ln b) of the calls where all of them are a·T(n/b); then `driving` is ln f.
    """

    depth: Sequence[float]
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


@lru_cache(maxsize=8)
def depths(count: int) -> Sequence[float]:
    """0, 1, 2, …: so many steps, as floats."""
    return tuple(map(float, range(count)))


def smooth(x: Expr, variable: str) -> Expr:
    """The argument of a call without floors, ceilings and constant offsets."""
    if variable not in ex.symbols(x):
        return x
    if isinstance(x, ex.Apply) and x.name in ("floor", "ceiling"):
        return smooth(x.arguments[0], variable)
    if isinstance(x, ex.Add):
        return ex.add(*(smooth(term, variable) for term in x.terms if variable in ex.symbols(term)))
    if isinstance(x, ex.Mul):
        return ex.mul(*(smooth(factor, variable) for factor in x.factors))
    return x


def scaling(argument: Expr, domain: LogDomain) -> float | None:
    """ln b when the argument is n/b up to rounding and terms of a smaller power of n, b > 1; else None."""
    if argument not in domain.scalings:
        domain.scalings[argument] = _scaling(argument, domain)
    return domain.scalings[argument]


def _scaling(argument: Expr, domain: LogDomain) -> float | None:
    line = straight_line(argument, domain.variable)
    if line is not None:
        above, below = line[0].numerator, line[0].denominator
        return log(below) - log(above) if 0 < above < below else None
    size = _largest_power(smooth(argument, domain.variable), domain)
    return -size.c if size is not None and size == Polylogarithm(size.c, 1.0) and size.c < 0 else None


def _largest_power(x: Expr, domain: LogDomain) -> Polylogarithm | None:
    """The term of a sum with clearly the largest power of n; None where a term is no monomial."""
    terms = [domain.monomial(term) for term in (x.terms if isinstance(x, ex.Add) else (x,))]
    found = sorted((term for term in terms if term is not None), key=lambda term: term.k)
    if len(found) < len(terms) or (len(found) > 1 and found[-1].k - found[-2].k <= 0.01):
        return domain.monomial(x)
    return found[-1]


def base_of(recurrence: Recurrence, domain: LogDomain) -> tuple[float, float]:
    """ln of the size and of the value of the last base case; T(1) = 1 where none is stated."""
    if not recurrence.initial:
        return 0.0, 0.0
    last = max(recurrence.initial, key=lambda case: case.high)
    sign, value = domain.signed(last.value, log(max(last.high, 2)))
    if sign < 0:
        raise NoModel
    return log(max(last.high, 1)), value


def driving_of(recurrence: Recurrence, domain: LogDomain) -> Curve | None:
    """ln f, or None where f is 0."""
    driving = recurrence.driving
    if driving == ex.ZERO:
        return None
    if domain.hidden == "lower" and domain.signed(driving, 30.0)[0] == 0:
        return None
    return domain.positive(driving)


def first_defined(least: float, step: float, curves: list[Curve]) -> float:
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


def along_divisions(recurrence: Recurrence, domain: LogDomain, rate: float) -> Trajectory:
    """T(n₀·b^j) for T(n) = a(n)·T(n/b) + f(n), one step after the other."""
    call = recurrence.subcalls[0]
    least, value = base_of(recurrence, domain)
    grow, driving = domain.positive(call.coefficient), driving_of(recurrence, domain)
    fixed, swing = domain.variable not in ex.symbols(call.coefficient), swings(recurrence.right)
    start = first_defined(least, rate, [curve for curve in (None if fixed else grow, driving) if curve is not None])
    sizes, values = _follow(start, value, rate, min(max(CHAIN, int(DEEP / rate)), MOST_CHAIN), grow, driving)
    if swing and fixed and driving is not None:
        driving = domain.positive(steady(recurrence.driving))
    return Trajectory(
        depths(len(sizes)),
        sizes,
        values,
        base=_whole_base(start, rate),
        rates=((grow(1.0), rate),) if fixed else (),
        driving=driving,
        # n = 1.37…·b^j stands for the sizes that are no power of b; T(n) = T(1) up to the first of them.
        between=_at(_follow(start + BETWEEN * rate, value, rate, 64, grow, driving), (8, 16, 32, 64)),
        note="" if call.argument == smooth(call.argument, domain.variable) else UNROUNDED,
        swings=swing,
    )


def _whole_base(start: float, rate: float) -> int:
    """b where the sizes are the powers of a whole number b, else 2."""
    b = round(exp(rate))
    return b if start == 0 and isclose(exp(rate), b) else 2


def _at(columns: tuple[list[float], list[float]], places: Sequence[int]) -> tuple[list[float], list[float]]:
    sizes, values = ([column[i] for i in places if i < len(column)] for column in columns)
    return sizes, values


def _follow(
    start: float, value: float, rate: float, count: int, grow: Curve, driving: Curve | None
) -> tuple[list[float], list[float]]:
    """ln T at start + j·rate by T = a·T(one step down) + f, as far as floats carry."""
    sizes = [start + j * rate for j in depths(count + 1)]
    further = sizes[1:]
    growths, driven = grow.along(further), [-inf] * count if driving is None else driving.along(further)
    values = _one_step_each(value, growths, driven)
    if len(values) == min(len(growths), len(driven)) + 1 < len(sizes):
        with suppress(OverflowError):  # the end of what floats carry; another error is told
            for curve in (grow, driving):
                _ = curve and curve(sizes[len(values)])
    return sizes[: len(values)], values


def _one_step_each(value: float, growths: Sequence[float], driven: Sequence[float]) -> list[float]:
    values = [value]
    above, counts, end = 0.0, True, min(len(growths), len(driven))
    for start in range(0, end, TOGETHER):
        if counts and above <= NOTHING_ADDED:
            further = _undriven(value, growths[start:end], driven[start:end])
            if further:
                return values + further
            counts = False  # where the driving term comes to count again, it does so once for all
        for growth, f in zip(growths[start : start + TOGETHER], driven[start : start + TOGETHER], strict=False):
            value += growth
            above = f - value
            if above <= ALONE:
                if above > NOTHING_ADDED:
                    value += log1p(exp(above))
            else:
                value = f
            if value > PRECISE:
                return values
            values.append(value)
    return values


def _undriven(value: float, growths: Sequence[float], driven: Sequence[float]) -> list[float]:
    """The further values where the driving term adds nothing to any of them; none where it does."""
    found = list(accumulate(growths, initial=value))[1:]
    if not max(map(sub, driven, found), default=0.0) <= NOTHING_ADDED:
        return []
    return found if max(found) <= PRECISE else found[: next(i for i, x in enumerate(found) if x > PRECISE)]


class StepsBack(NamedTuple):
    """a·T so many steps back: ln a at each step, all values of T, and the part of the way up to the next of them."""

    coefficients: Sequence[float]
    values: list[float]
    steps: int
    part: float


class InSteps(NamedTuple):
    """T = f + Σ a·T some steps back: ln f at each step, its calls, and its values, which are one more at each step."""

    driven: Sequence[float]
    calls: Sequence[StepsBack]
    values: list[float]


def follow(functions: Sequence[InSteps], end: int, further: Callable[[int], float]) -> int:
    """Go on with all values as far as floats carry, at most to this step; the number of steps that were taken.

    `further` takes one step by itself, and gives the largest value there: at the first steps, where values may be 0
    or lie before all others, and where there are no functions in steps.
    """
    furthest = max((call.steps for function in functions for call in function.calls), default=0)
    ready = all(function.calls and _may_lead(function.calls[0]) for function in functions) and bool(functions)
    known = 0 if ready and _climbs_alone(functions) and _may_lead(functions[0].calls[0], 0) else max(furthest, FORGIVEN)
    done = 0
    while done < end:
        if not done & 255:
            limits.check()
        if ready and done >= known and all(min(f.values[-furthest:]) > -inf for f in functions):
            before = len(functions[0].values)
            with suppress(OverflowError):
                climb(functions, done, min((done | 255) + 1, end))
            after = min([len(f.values) for f in functions])
            for f in functions:
                del f.values[after:]
            if after > before:
                done += after - before
                continue
        if further(done) > PRECISE:
            break
        done += 1
    return done


def _may_lead(call: StepsBack, forgiven: int = FORGIVEN) -> bool:
    """Whether it asks for a step itself, with a factor that is never 0 but at the first of them."""
    coefficients = call.coefficients[forgiven:]
    return bool(not call.part and coefficients) and sum(coefficients) > -inf


def climb(functions: Sequence[InSteps], start: int, end: int) -> None:
    """Go on with the values of all functions from one step to another, while floats carry.

    No value that is asked for is the logarithm of 0, nor is the coefficient of a first call, which asks for a step
    itself. OverflowError where a first call is by far not the largest term.
    """
    if _climbs_alone(functions):
        return _climb_alone(functions[0], start, end)
    ahead = len(functions[0].values) - start
    asked = [
        (f.driven, *f.calls[0][:2], ahead - f.calls[0].steps, [_weighed(call, ahead) for call in f.calls[1:]], f.values)
        for f in functions
    ]
    for i in range(start, end):
        for driven, growths, found, back, others, values in asked:
            value = growths[i] + found[i + back]
            rest = exp(driven[i] - value)
            for coefficients, row, below, far, above, near in others:
                rest += exp(coefficients[i] + far * row[i + below] + near * row[i + above] - value)
            value += log(1 + rest)
            if value > PRECISE:
                return
            values.append(value)


def _weighed(call: StepsBack, ahead: int) -> tuple[Sequence[float], list[float], int, float, int, float]:
    """The coefficients and values of a call; the two values around the one asked for, and what each of them counts."""
    below = ahead - call.steps
    return call.coefficients, call.values, below, 1 - call.part, below + (call.part > 0), call.part


def _climbs_alone(functions: Sequence[InSteps]) -> bool:
    return len(functions) == 1 and len(functions[0].calls) < 3


def _climb_alone(function: InSteps, start: int, end: int) -> None:
    """The same for one function of one or two calls, as most are: without a row of calls at each step.

    What lies before all values is the first of them.
    """
    first, *others = function.calls
    values, driven, growths = function.values, function.driven[start:end], first.coefficients[start:end]
    if not others and first.steps == 1:
        values += _one_step_each(values[-1], growths, driven)[1:]
        return
    second = others[0] if others else first
    further = second.coefficients[start:end] if others else [-inf] * (end - start)
    span = max(first.steps, second.steps)
    row = [values[0]] * (span - len(values)) + values[-span:]  # what the loops go through while it grows
    try:
        _add_up(row, driven, growths, further, span - first.steps, span - second.steps, second.part)
    finally:
        values += row[span:]


def _add_up(
    row: list[float],
    driven: Sequence[float],
    growths: Sequence[float],
    further: Sequence[float],
    first: int,
    second: int,
    part: float,
) -> None:
    """Go on with a row from f, a times the values from the first place on, and b times those from the second place on.

    The latter lie a part of the way up to the next ones.
    """
    leading, others = islice(row, first, None), islice(row, second + (part > 0), None)
    if not part:
        for f, a, b, x, y in zip(driven, growths, further, leading, others, strict=False):
            value = a + x
            value += log(1 + exp(f - value) + exp(b + y - value))
            if value > PRECISE:
                break
            row.append(value)
        return
    low, rest = row[second], 1 - part
    for f, a, b, x, high in zip(driven, growths, further, leading, others, strict=False):
        value = a + x
        value += log(1 + exp(f - value) + exp(b + rest * low + part * high - value))
        if value > PRECISE:
            break
        row.append(value)
        low = high


def orbit(recurrence: Recurrence, domain: LogDomain) -> Trajectory:
    """T along n, h(n), h(h(n)) … for T(n) = a(n)·T(h(n)) + f(n), folded up from the base."""
    call = recurrence.subcalls[0]
    shrink, coefficient = domain.positive(smooth(call.argument, domain.variable)), domain.positive(call.coefficient)
    driving = driving_of(recurrence, domain)
    least, value = base_of(recurrence, domain)
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
    return Trajectory(depths(len(found)), found, values, swings=swings(recurrence.right))


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
