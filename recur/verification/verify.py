"""The numeric check of a proved answer: T(n)/g(n) must settle inside constant bounds along growing n.

T is followed by its own steps (`trajectory`), apart from every theorem, and ln T - ln g is read at doubling
depths. A factor log n moves it by ln 2 each time, a power of n by ever more, a bounded factor by less and less.
Where the two exponents of a divide and conquer are close, hundreds of doublings still look like a drift; then
`far_end` looks at n = 2^(2^44). Only what drifts there too is refuted: a true answer must never be.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import pairwise, product
from math import exp, expm1, inf, isfinite, isnan, log, log2

from recur.model import Expr, Magnitude, RecurError, Recurrence, System, Verification, digit_base, expressions as ex
from recur.model.records import frozen, replace
from recur.numbers import TooCoarse
from recur.verification.chains import PRECISE, Trajectory, smooth
from recur.verification.grids import trajectory
from recur.verification.limit_size import far_end, steady, swings
from recur.verification.log_domain import Curve, LogDomain, NoModel

FEW = 8  # sizes below which only a wild drift counts
SWING = 6  # sizes that are averaged at least where T/g swings
SHORT = 90  # sizes below which squaring says nothing
FEW_STEPS = 100  # largest n of a table up to which only a wild drift counts
SMALL = 1000  # largest n up to which a term of lower order may still look like a factor log n
SMALL_CLEAR = 0.9  # as a power of log n, up to there
SMALL_STEADY = 0.1  # and as steady as this
SMALL_CLEAREST = 0.45  # a drift that still lessens says nothing below this, up to there
MANY = 32  # sizes from which on least and greatest values of a swing are known
# A drift of ln(T/g) counts against the answer where it is at least so large and does not die out:
CLEAR = 0.25  # over one doubling of the depth
WIDE_CLEAR = 0.6  # as a power of log n
POWER_CLEAR = 0.1  # over one doubling of n
STEADY = 0.25  # the slope over ln ln n varies by no more than this part of it
VERY_STEADY = 0.03  # and the one over ln n
FAR_CLEAR = 0.35  # over one squaring of ln n, where log log n still shows as ln 2
WILD = 1.0  # between few sizes
DYING = 0.8  # the next drift is at most this part of the last one


def drift(path: Trajectory, drifts: list[float], curve: Curve) -> int:
    """-1, 0 or 1: the direction in which T/g leaves every constant bound, 0 where it settles."""
    far = _far_direction(path, curve)
    if far is not None:
        return far
    even, table = _swings(drifts), path.sizes[-1] <= 2 * log(path.depth[-1])
    if even and path.exact and len(drifts) >= (MANY if table else FEW):
        return _envelope(path.depth, drifts)
    if len(drifts) < FEW:
        return _few(drifts)
    way = _doubling(path, drifts, even, table)
    if way or path.rates or path.depth[-1] < SHORT or not table:
        return way
    return _wide_drift(path, drifts, even)


def _far_direction(path: Trajectory, curve: Curve) -> int | None:
    """The direction at the far end; None where nothing is known there."""
    far = far_end(path.rates, path.driving, curve, path.whole) if path.rates else None
    return None if far is None else _direction(far[1] - far[0], far[2] - far[1], FAR_CLEAR)


def _doubling(path: Trajectory, drifts: list[float], even: bool, table: bool) -> int:
    """The direction over the last two doublings of the depth; a short table is given the benefit of the doubt."""
    deepest = path.depth[-1]
    near = [_around(path.depth, drifts, deepest / part, even) for part in (4, 2, 1)]
    before, last = near[1] - near[0], near[2] - near[1]
    way = _direction(before, last, CLEAR)
    if way and table and deepest <= FEW_STEPS and abs(last) < max(WILD, abs(before)):
        raise NoModel("too few sizes can be reached")
    if way and table and deepest <= SMALL and abs(last) < min(SMALL_CLEAREST, abs(before)):
        raise NoModel("it settles too slowly for a numeric check")
    return way


def swinging_drift(path: Trajectory, drifts: list[float], far_curve: Curve) -> int:
    """The direction where T or g swings: read off its least and greatest values, and off the far end without swings."""
    if len(drifts) < MANY:
        raise NoModel("too few sizes for terms that go to and fro")
    way = _envelope(path.depth, drifts)
    if path.rates:
        far = far_end(path.rates, path.driving, far_curve, path.whole)
        if (far is None and way) or (far and _direction(far[1] - far[0], far[2] - far[1], FAR_CLEAR) != way):
            raise NoModel("its terms go to and fro")
    return way


def _envelope(depth: Sequence[float], drifts: list[float]) -> int:
    """The direction in which both the least and the greatest value move from one doubling of the depth to the next."""
    ends = [bisect_right(depth, depth[-1] / part) for part in (8, 4, 2, 1)]
    lows, highs = [], []
    for start, end in pairwise(ends):
        window = drifts[min(start, end - 1) : end]
        lows.append(min(window))
        highs.append(max(window))
    ways = {_direction(row[1] - row[0], row[2] - row[1], CLEAR) for row in (lows, highs)}
    return ways.pop() if len(ways) == 1 else 0


def _few(drifts: list[float]) -> int:
    """Of few sizes only steps that all go one way and become greater are a drift."""
    steps = [after - before for before, after in pairwise(drifts[-4:])]
    if abs(steps[-1]) < WILD and abs(sum(steps)) < 2 * WILD:
        return 0
    if abs(steps[-1]) < WILD or any(abs(y) < abs(x) or x * y < 0 for x, y in pairwise(steps)):
        raise NoModel("too few sizes can be reached")
    return 1 if steps[-1] > 0 else -1


def _wide_drift(path: Trajectory, drifts: list[float], even: bool) -> int:
    """Tables are short: a factor log^q n shows as a steady slope over ln ln n, and n^q as one over ln n."""
    rises, slopes = [], []
    for part in (1, 2, 4, 8):
        at = path.depth[-1] / part
        low, high = (bisect_right(path.depth, end) - 1 for end in (at / 2, at))
        rises.append(_around(path.depth, drifts, at, even) - _around(path.depth, drifts, at / 2, even))
        slopes.append(rises[-1] / (log(path.sizes[high]) - log(path.sizes[low])))
    small = path.depth[-1] <= SMALL
    logarithmic = _is_steady(slopes, *((SMALL_CLEAR, SMALL_STEADY) if small else (WIDE_CLEAR, STEADY)))
    if logarithmic and small and rises[0] > 0:
        # T/g = α - β/log n rises ever less, where a factor log n goes on.
        logarithmic = -expm1(-rises[0]) >= exp(-rises[0]) * -expm1(-rises[1])  # T/g(n) = 1
    if not logarithmic and not _is_steady(rises, POWER_CLEAR, VERY_STEADY):
        return 0
    return 1 if rises[0] > 0 else -1


def _is_steady(values: list[float], clear: float, steady: float) -> bool:
    """Whether the values are clearly not 0 and vary by no more than a part of themselves."""
    return abs(values[0]) >= clear and max(values) - min(values) <= steady * abs(values[0])


def _direction(before: float, last: float, clear: float) -> int:
    if abs(last) < clear or abs(last) < DYING * abs(before):
        return 0
    return 1 if last > 0 else -1


def _around(depth: Sequence[float], drifts: list[float], at: float, even: bool) -> float:
    """The drift at a depth; where it swings to and fro, its mean over the sizes just before."""
    end = max(bisect_right(depth, at), 1)
    if not even:
        return drifts[end - 1]
    width = next((width for width in (60, 12) if width <= end // 4), min(SWING, len(drifts)))
    end = max(end, width)
    return sum(drifts[end - width : end]) / width


def _swings(drifts: list[float]) -> bool:
    """Whether the last values go up and down by more than the noise of floats: those of a long step, T(n - 56), too."""
    steps = [after - before for before, after in pairwise(drifts[-max(4 * SWING, len(drifts) // 8) :])]
    return max(steps, default=0.0) > 1e-6 and min(steps, default=0.0) < -1e-6


SHOWN = 8  # sizes that are reported, and half as many between them
FEWEST = 4  # sizes below which nothing is claimed
GAIN = (0.01, 3.0)  # of an exponential that shows, but too little to tell where it leads
LEAST_GAIN = 1e-6  # of one between exact values, as 1.9998^n beside 2^n
NOISE = 0.02  # by which |T|/g may fall where T stays negative
FINE = 10**7  # a number written with larger parts may be closer to a boundary than floats can tell
CLOSE = Fraction(1, 16)  # to a whole number: too close for the cases on either side of it to be told apart
#: values tried for an unknown constant, in turn, until every call of the recurrence shrinks
GENERIC = (Fraction(2), Fraction(3, 7), Fraction(3), Fraction(1, 4))


class Refuted(RecurError):
    """The numbers speak against the bound: T(n)/g(n) is not seen to stay within constants."""


def verify(
    system: System,
    function: str,
    lower: Expr | None,
    upper: Expr | None,
    known: Mapping[str, str] | None = None,
) -> Verification:
    """Check that function = Ω(lower) and O(upper) on its own numbers; Refuted where they contradict.

    `known` gives digits for the defined symbols of the bounds, such as a critical exponent.
    """
    try:
        return _at_some_constants(system, function, (lower, upper), known or {})
    except Refuted:
        doubt = _doubt(system, lower, upper)
        if not doubt:
            raise
        return Verification("unchecked", reason=doubt)
    except RecurError as problem:
        return Verification("unchecked", reason=problem.message)
    except NoModel as problem:
        return Verification("unchecked", reason=str(problem) or "no numeric model of this recurrence")
    except (ArithmeticError, ValueError, KeyError, TooCoarse):
        return Verification("unchecked", reason="its numbers are out of reach of a numeric check")


def _at_some_constants(
    system: System, function: str, bounds: tuple[Expr | None, Expr | None], known: Mapping[str, str]
) -> Verification:
    """The evidence at the first values of the unknown constants at which the bounds are borne out."""
    refuted: Refuted | None = None
    for constants in _instances(system, {*known}):
        try:
            return _Check(system, function, constants, known).of(*bounds)
        except Refuted as problem:
            refuted = refuted or problem
    raise refuted or NoModel("no values for the unknown constants make every call smaller")


def _instances(system: System, defined: set[str]) -> list[dict[str, Fraction]]:
    """Values for the unknown constants under which every call shrinks; [{}] where there are none."""
    names: set[str] = set()
    for recurrence in system.recurrences:
        for formula in (recurrence.right, *(case.value for case in recurrence.initial)):
            names |= ex.symbols(formula) - {recurrence.variable}
    unknown = sorted(names - defined)
    if not unknown:
        return [{}]
    found = []
    for values in product(GENERIC, repeat=min(len(unknown), 4)):
        constants = dict(zip(unknown, values, strict=False)) | dict.fromkeys(unknown[4:], Fraction(2))
        if _shrinks(system, {name: float(value) for name, value in constants.items()}):
            found.append(constants)
        if len(found) == 2:
            break
    return found


def _shrinks(system: System, constants: Mapping[str, float]) -> bool:
    for recurrence in system.recurrences:
        domain = LogDomain(recurrence.variable, constants)
        for call in recurrence.subcalls:
            try:
                if domain.positive(smooth(call.argument, domain.variable))(50.0) > 50.0:
                    return False
                domain.positive(call.coefficient)(50.0)
            except (ValueError, NoModel):
                if call.argument != ex.Symbol(recurrence.variable) and constants:
                    return False
    return True


@frozen
class _Side:
    """One bound to be checked: the direction in which T/g must not drift."""

    bound: Expr
    ways: tuple[int, ...]  # -1: must not fall to 0, 1: must not grow without end
    hidden: str


def _sides(lower: Expr | None, upper: Expr | None, hides: bool) -> list[_Side]:
    if lower is not None and lower == upper and not hides:
        return [_Side(lower, (-1, 1), "upper")]
    sides = []
    if upper is not None:
        sides.append(_Side(upper, (1,), "upper"))
    if lower is not None:
        sides.append(_Side(lower, (-1,), "lower"))
    return sides


@frozen
class _Check:
    """A function of a system, values for the unknown constants, and digits for the defined symbols of its bounds."""

    system: System
    function: str
    constants: dict[str, Fraction]
    known: Mapping[str, str]

    def of(self, lower: Expr | None, upper: Expr | None) -> Verification:
        """The evidence for both bounds, told of the first of them."""
        with suppress(NoModel):  # values that are no fractions, or negative ones: along growing sizes, as others are
            at_digits = self._at_digits(lower, upper)
            if at_digits is not None:
                return at_digits
        hides = _hides(self.system)
        found: list[Verification] = []
        path: Trajectory | None = None
        for side in _sides(lower, upper, hides):
            domains = self._domains(side)
            if path is None or hides:  # else the values are those of the side before
                path = trajectory(self.system, self.function, domains, self.constants)
            found.append(self._held(side, domains, path))
        return found[0] if found else Verification("unchecked", reason="no bound was proved")

    def _domains(self, side: _Side) -> dict[str, LogDomain]:
        floats = {name: float(value) for name, value in self.constants.items()}
        return {r.function: LogDomain(r.variable, floats, side.hidden) for r in self.system.recurrences}

    def _at_digits(self, lower: Expr | None, upper: Expr | None) -> Verification | None:
        """The evidence of a function of the digits of n; None of any other."""
        base = digit_base(self.system.named(self.function)) if len(self.system.recurrences) == 1 else None
        if base is None or self.constants:
            return None
        from recur.verification.digit_sizes import held_at_digits

        found = held_at_digits(self.system, self.function, base, lower, upper)
        if found is None:
            raise Refuted(f"the values of {self.function} leave the bounds at sizes of repeated digits")
        return found

    def _held(self, side: _Side, domains: dict[str, LogDomain], path: Trajectory) -> Verification:
        """The evidence for one bound; `Refuted` where T/g drifts in a direction in which it must not."""
        floats = {name: float(value) for name, value in self.constants.items()}
        digits = {name: float(value) for name, value in self.known.items()}
        asked = self.system.named(self.function)
        bound = LogDomain(asked.variable, floats | digits, side.hidden)
        found = _settled(path, bound, side, bool(asked.initial))
        if found is None and not path.exact:
            found = self._without_factors(domains, bound, side)
        if found is not None and not (path.exact and asked.initial and self._drifts_far_out(bound, side)):
            return found
        if not path.rates and self._is_unresolved(domains, path.exact):
            raise NoModel("it settles too slowly for a numeric check")
        raise Refuted(f"the values of {self.function} drift away from the bound {side.bound}")

    def _without_factors(self, domains: Mapping[str, LogDomain], bound: LogDomain, side: _Side) -> Verification | None:
        path = trajectory(_plain(self.system), self.function, domains, self.constants)
        found = _settled(path, bound, side, bool(self.system.named(self.function).initial))
        return found and replace(found, reason="every constant factor taken as 1")

    def _is_unresolved(self, domains: Mapping[str, LogDomain], exact: bool) -> bool:
        if not exact:
            return _unresolved(self.system, self.function, domains, self.constants, GAIN[0])
        with suppress(NoModel, ValueError):
            return _unresolved(self.system, self.function, domains, self.constants, LEAST_GAIN)
        return False

    def _drifts_far_out(self, bound: LogDomain, side: _Side) -> bool:
        """Whether exact values at n = 2^97 speak against a bound that all small n agree with."""
        if side.bound == ex.ZERO:
            return False
        from recur.verification.jumped_values import far_drift

        return far_drift(self.system, self.function, self.constants, bound.positive(side.bound)) in side.ways


def _hides(system: System) -> bool:
    """Whether an O or o stands in it, so that its least and its largest values are apart."""
    formulas = [r.right for r in system.recurrences if ex.Asymptotic in ex.kinds(r.right)]
    return any(isinstance(x, ex.Asymptotic) and x.kind in ("O", "o") for right in formulas for x in ex.walk(right))


def _unresolved(
    system: System,
    function: str,
    domains: Mapping[str, LogDomain],
    constants: Mapping[str, Fraction],
    least: float,
) -> bool:
    """Whether homogeneous solution and driving term differ by an exponential that has hardly begun to show.

    T(n) = 0.999·T(n-1) + n looks like n² up to n = 1000. With h = ln H(n) - ln f(n) for the solution H without f,
    a power of n adds the same to h at each doubling; an exponential adds twice as much each time.
    """
    bare = replace(system, recurrences=tuple(replace(r, driving=ex.ZERO) for r in system.recurrences))
    path = trajectory(bare, function, domains, constants)
    driving = system.named(function).driving
    curve = domains[function].positive(driving) if driving != ex.ZERO else None
    heights = []
    for part in (8, 4, 2, 1):
        i = max(bisect_right(path.depth, path.depth[-1] / part) - 1, 0)
        heights.append((path.absolute or path.values)[i] - (curve(path.sizes[i]) if curve is not None else 0.0))
    rises = [after - before for before, after in pairwise(heights)]
    gains = [after - before for before, after in pairwise(rises)]
    return least < abs(gains[1]) < GAIN[1] and abs(gains[1]) > 1.5 * abs(gains[0])


def _settled(path: Trajectory, domain: LogDomain, side: _Side, stated: bool) -> Verification | None:
    """The evidence that T/g stays within bounds on the side asked for; None where it drifts away."""
    # A sum with a NaN is none; one that is none for another reason is looked at term by term.
    total = sum(path.values)
    negative = [i for i, value in enumerate(path.values) if isnan(value)] if isnan(total) else []
    if negative and negative[-1] >= len(path.values) // 2:
        still = negative[-1] >= len(path.values) * 7 // 8
        refutes = stated and -1 in side.ways and path.exact  # where the values are its own, and there is a bound below
        if still and refutes and _stays_large(path, domain, side):
            return None
        raise NoModel("the values become negative")
    if negative:
        path = _only(path, range(negative[-1] + 1, len(path.values)))
        if path.depth[-1] < 4 * path.depth[0]:
            raise NoModel("the values become positive at large sizes only")
    found = _compared(path, domain, side, isfinite(total))
    if found is None and path.exact and not stated:
        raise NoModel("the growth depends on the base case, and none is stated")
    return found


def _stays_large(path: Trajectory, domain: LogDomain, side: _Side) -> bool:
    """Whether |T|/g does not fall: where it does, T may yet become positive."""
    if side.bound == ex.ZERO:
        return True
    curve = domain.positive(side.bound)
    ends = [bisect_right(path.depth, path.depth[-1] / part) for part in (4, 2, 1)]
    heights = []
    for start, end in pairwise(ends):
        window = zip(path.sizes[start:end], path.absolute[start:end], strict=True)
        heights.append(max((value - curve(x) for x, value in window), default=-inf))
    return heights[1] > -inf and heights[1] >= heights[0] - NOISE


def _compared(path: Trajectory, domain: LogDomain, side: _Side, finite: bool) -> Verification | None:
    """The same; `finite` where every value of ln T is known to be a float."""
    if side.bound == ex.ZERO:
        return _vanished(path, side)
    curve = domain.positive(side.bound)
    swinging = path.swings or swings(side.bound)
    plain = None if swinging or not finite or not path.rates else _plainly(path, curve)
    far = None if plain is None else _far_direction(plain, curve)
    if plain is not None and far is not None:  # which asks for no drift on the way there
        return None if far in side.ways else _report(plain, partial(_drift_at, plain, curve), curve, side)
    path, drifts = _against(path, curve)
    zeros = [i for i, value in enumerate(drifts) if value == -inf]
    if zeros and zeros[-1] >= len(drifts) // 2:
        if -1 in side.ways:
            return None
        keep = [i for i, value in enumerate(drifts) if value > -inf]
        path, drifts = _only(path, keep), [drifts[i] for i in keep]
    if len(drifts) < FEWEST:
        raise NoModel("too few sizes can be reached")
    far_curve = domain.positive(steady(side.bound)) if swinging else curve
    way = swinging_drift(path, drifts, far_curve) if swinging else drift(path, drifts, curve)
    return None if way in side.ways else _report(path, drifts.__getitem__, curve, side)


def _plainly(path: Trajectory, curve: Curve) -> Trajectory | None:
    """The path from where g is defined on, if g is known to be a float that tells at all of it; else None."""
    beginning = bisect_right(path.sizes, curve.beginning)
    if len(path.sizes) < beginning + FEWEST:
        return None
    known = curve.is_moderate(path.sizes[beginning], path.sizes[-1], PRECISE)
    return _only(path, range(beginning, len(path.sizes))) if known else None


def _drift_at(path: Trajectory, curve: Curve, i: int) -> float:
    return path.values[i] - curve(path.sizes[i])


def _vanished(path: Trajectory, side: _Side) -> Verification | None:
    """The evidence that T is 0 in the end."""
    if not path.values:
        raise NoModel("too few sizes can be reached")
    if any(value > -inf or isnan(value) for value in path.values[len(path.values) // 2 :]):
        return None
    found = _report(path, lambda _: 0.0, None, side)
    return replace(found, low=None, high=None, against=None, reason="every value is 0")


def _against(path: Trajectory, curve: Curve) -> tuple[Trajectory, list[float]]:
    """ln T - ln g at the sizes where g is defined and a float can tell."""
    heights = curve.along(path.sizes)
    if not heights and path.sizes:
        path = _where_it_begins(path, curve)
        heights = curve.along(path.sizes)
    if len(heights) == len(path.sizes) and (not heights or max(map(abs, heights)) <= PRECISE):
        return path, [value - g for value, g in zip(path.values, heights, strict=True)]
    keep, drifts = [], []
    for i, (x, value) in enumerate(zip(path.sizes, path.values, strict=True)):
        try:
            g = curve(x)
        except ValueError:
            continue
        except OverflowError:
            break
        if abs(g) > PRECISE:
            break
        keep.append(i)
        drifts.append(value - g)
    return _only(path, keep), drifts


def _where_it_begins(path: Trajectory, curve: Curve) -> Trajectory:
    """The path from the first size on at which the curve is defined, as log n is behind n = 1."""
    for i, x in enumerate(path.sizes):
        try:
            curve(x)
        except ValueError:
            continue
        except OverflowError:
            pass
        return _only(path, range(i, len(path.sizes)))
    return path


def _only(path: Trajectory, keep: Sequence[int]) -> Trajectory:
    if len(keep) == len(path.sizes):
        return path
    if isinstance(keep, range):
        part = slice(keep.start, keep.stop)
        return replace(path, depth=path.depth[part], sizes=path.sizes[part], values=path.values[part], absolute=())
    depth, sizes, values = ([column[i] for i in keep] for column in (path.depth, path.sizes, path.values))
    return replace(path, depth=depth, sizes=sizes, values=values, absolute=())


def _report(path: Trajectory, drift_at: Callable[[int], float], curve: Curve | None, side: _Side) -> Verification:
    """Sizes spread evenly in the logarithm of the depth, with the least and the greatest ratio there."""
    last = len(path.sizes) - 1
    first = min(max(bisect_left(path.depth, min(10.0, path.depth[-1] / 4)), bisect_left(path.sizes, 2.0)), last)
    first = max(first, 1) if last > 0 else 0
    steps = max(min(SHOWN, last - first + 1) - 1, 1)
    chosen = sorted({round(first * (last / max(first, 1)) ** (i / steps)) for i in range(steps + 1)} | {last})
    ratios = [drift_at(i) for i in chosen]
    if curve is not None:
        pairs = zip(*path.between, strict=True)
        ratios += [value - curve(x) for x, value in pairs if x >= path.sizes[first]]
    return Verification(
        "checked",
        sizes=len(ratios),
        smallest=_size(path, chosen[0]),
        largest=_size(path, chosen[-1]),
        low=_three_digits(min(ratios)),
        high=_three_digits(max(ratios)),
        against=side.bound,
        reason="" if path.exact else path.note,
    )


def _three_digits(logarithm: float) -> Fraction:
    return Fraction(Decimal(f"{exp(min(logarithm, 700.0)):.3g}"))


def _size(path: Trajectory, i: int) -> int | Magnitude:
    """1000, 2^480, or 2^(2^40)."""
    x = path.sizes[i]
    if not path.base or (x < 12 and path.depth[i] != round(x / log(path.base), 6)):
        return round(exp(x))
    exponent = x / log(path.base)
    if exponent > 1e6:
        return Magnitude(2, round(log2(x / log(2))), doubly=True)
    return Magnitude(path.base, round(exponent))


def _plain(system: System) -> System:
    """The system with every positive factor of a driving term, and every positive base value, replaced by 1.

    Where all terms are positive this changes T by constant factors only, but it shows at small sizes
    what a huge factor hides there.
    """
    return replace(system, recurrences=tuple(_plain_recurrence(r) for r in system.recurrences))


def _plain_recurrence(recurrence: Recurrence) -> Recurrence:
    driving, variable = recurrence.driving, recurrence.variable
    terms = driving.terms if isinstance(driving, ex.Add) else (driving,)
    initial = tuple(
        replace(case, value=ex.ONE) if _is_positive(case.value, variable) else case for case in recurrence.initial
    )
    if any(_is_negative(term, variable) for term in terms):
        return recurrence
    return replace(recurrence, driving=ex.add(*(_bare(term, variable) for term in terms)), initial=initial)


def _is_negative(term: Expr, variable: str) -> bool:
    factors = term.factors if isinstance(term, ex.Mul) else (term,)
    return any(variable not in ex.symbols(x) and not _is_positive(x, variable) for x in factors)


def _bare(term: Expr, variable: str) -> Expr:
    """The term without its positive constant factors."""
    factors = term.factors if isinstance(term, ex.Mul) else (term,)
    return ex.mul(*(x for x in factors if variable in ex.symbols(x) or not _is_positive(x, variable)))


def _is_positive(x: Expr, variable: str) -> bool:
    """Whether x is a positive number, every unknown constant in it taken as positive."""
    try:
        return LogDomain(variable, dict.fromkeys(ex.symbols(x) - {variable}, 1.0)).signed(x, 1.0)[0] > 0
    except (NoModel, ValueError, OverflowError, ZeroDivisionError):
        return False


def _doubt(system: System, lower: Expr | None, upper: Expr | None) -> str:
    """Why floats cannot refute these bounds; "" where they can."""
    formulas = [r.right for r in system.recurrences] + [bound for bound in (lower, upper) if bound is not None]
    parts = [x for formula in formulas for x in ex.walk(formula)]
    if any(isinstance(x, ex.Number) and max(abs(x.value.numerator), x.value.denominator) > FINE for x in parts):
        return "its numbers lie too close together for a numeric check"
    exponents = [x.exponent for x in parts if isinstance(x, ex.Power) and _is_logarithmic(x.base)]
    if any(map(_falls, exponents)):  # (ln n)^(−log n): what it outgrows in the end, it does not at sizes in reach
        return "it settles too slowly for a numeric check"
    coefficients = [call.coefficient for r in system.recurrences for call in r.subcalls]
    return "it settles too slowly for a numeric check" if any(map(_is_close, exponents + coefficients)) else ""


def _falls(exponent: Expr) -> bool:
    """Is it −c·g(n)?"""
    signs = exponent.factors if isinstance(exponent, ex.Mul) else ()
    return bool(ex.symbols(exponent)) and any(isinstance(x, ex.Number) and x.value < 0 for x in signs)


def _is_close(x: Expr) -> bool:
    """Whether an exponent of a logarithm, or a number of calls, lies close beside a whole number, where cases part.

    Σ j^(−0.999) over the levels looks like log log n at every size that floats can carry.
    """
    return isinstance(x, ex.Number) and 0 < abs(x.value - round(x.value)) < CLOSE


def _is_logarithmic(x: Expr) -> bool:
    return any(isinstance(part, ex.Log) for part in ex.walk(x))
