"""Sizes that divide, by one call: ln T(n) followed over n = n₀·b^j, or down the orbit of one large n.

Everything is a float in the log domain, so that n may be 2^4096 or e^(10¹²). Rounding of sizes and constant
offsets are left out: far out they move ln T by less than a float can show.
"""

from collections.abc import Sequence
from contextlib import suppress
from math import exp, inf, isclose, log, log1p

from recur.evaluation.equation import straight_line
from recur.model import Expr, Recurrence, expressions as ex
from recur.model.records import frozen
from recur.verification.limit_size import steady, swings
from recur.verification.log_domain import Curve, LogDomain, NoModel, Polylogarithm, log_sum

CHAIN = 480  # steps of a chain
MOST_CHAIN = 20_000  # of a chain with b close to 1
DEEP = 60.0  # the ln n that is wanted at least
BETWEEN = 0.45  # where between two powers of b the sizes off the lattice lie
UNROUNDED = "sizes taken as real numbers, without rounding and offsets"
ORBIT = 4000  # steps of an orbit
TRIAL = 64  # of them, after which a hopeless one is left
PRECISE = 1e12  # a float larger than this says nothing about a bounded factor
STARTS = (1, 2, 3, 4, 8, 16, 64, 256)
HEIGHTS = (1e12, 1e6, 3000.0, 700.0, 200.0, 60.0, 20.0)  # ln n at which an orbit may begin


@frozen
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
    line = straight_line(argument, domain.variable)
    if line is not None:
        return -log(line[0]) if 0 < line[0] < 1 else None
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
    sign, value = domain.signed(last.value)(log(max(last.high, 2)))
    if sign < 0:
        raise NoModel
    return log(max(last.high, 1)), value


def driving_of(recurrence: Recurrence, domain: LogDomain) -> Curve | None:
    """ln f, or None where f is 0."""
    driving = recurrence.driving
    if driving == ex.ZERO:
        return None
    if domain.hidden == "lower" and domain.signed(driving)(30.0)[0] == 0:
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
        [float(j) for j in range(len(sizes))],
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
    sizes = [start + j * rate for j in range(count + 1)]
    further = sizes[1:]
    growths = grow.along(further)
    values = [value]
    append = values.append
    if driving is None:
        for growth in growths:
            value += growth
            if value > PRECISE:
                return sizes[: len(values)], values
            append(value)
    else:
        for growth, f in zip(growths, driving.along(further), strict=False):
            value += growth
            value = f + log1p(exp(value - f)) if f > value else value + log1p(exp(f - value))
            if value > PRECISE:
                return sizes[: len(values)], values
            append(value)
    if len(values) < len(sizes):
        with suppress(OverflowError):  # the end of what floats carry; another error is told
            for curve in (grow, driving):
                _ = curve and curve(sizes[len(values)])
    return sizes[: len(values)], values


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
