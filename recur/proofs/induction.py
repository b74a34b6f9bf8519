"""The substitution method: T(n) ≤ U(n) or T(n) ≥ L(n) for every n ≥ n₀, by induction, with explicit constants.

U is looked for as the textbook does it: a multiple of what the recurrence without f reproduces (n^(log_b a), φⁿ, a
constant), plus a term for each term of f, plus, where the rounding of the sizes or a lower-order term of f would break
the step, a lower-order term that is subtracted. Then the step A[U] ≥ f is shown for every n ≥ N by ratios that only
fall from N on, and the sizes below N are looked at one by one. Source: CLRS 4e, section 4.3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cmp_to_key
from typing import TYPE_CHECKING, TypeAlias

from recur.asymptotics import UNIT, Monomial, level, monomials
from recur.model import Undecided, expressions as ex, limits
from recur.model.records import field, frozen, mutable
from recur.numbers import TooCoarse
from recur.numbers.interval import Interval, interval
from recur.proofs.bound_forms import BoundForm, nice_above, plain_above, rounded_down, rounded_up
from recur.proofs.enclosures import (
    BITS,
    EnclosedSum,
    Factor,
    LogarithmBase,
    defined_from,
    factor_of,
    hull,
    is_nothing,
    least,
    logarithms_value,
    most,
    one_term,
    only_falls,
    without_factorial,
)  # fmt: skip
from recur.proofs.positive_forms import PositiveForm
from recur.proofs.proof import ProvedSide

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

_MOST_TERMS = 7
_SOON = 256
_EARLY, _LATER = 64, 4096  # where coefficients are judged, without and with log log n in f
_REPAIR = 25  # steps that one term of a repair is counted as: the step is looked at from three sizes for it
_SHORT = 4  # terms that are read at a glance
_FAR_OFF = 8  # a constant that small sizes make so much larger than the step asks is tried from a later one
_STARTS = (3, 4, 6, 8, 12, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096)


#: Σ c·m as its terms
Coefficients: TypeAlias = Mapping[Monomial, Factor]


class SizedValues:
    """The exact values of T, one after the other, with the logarithms of their sizes."""

    def __init__(self, value_at: Callable[[int], Enclosed | None], log: LogarithmBase) -> None:
        self.value_at, self.log = value_at, log
        self.known: dict[int, tuple[Interval, tuple[Interval, ...]] | None] = {}

    def get(self, n: int) -> tuple[Interval, tuple[Interval, ...]] | None:
        if n not in self.known:
            value = self.value_at(n)
            self.known[n] = None if value is None else (interval(value, BITS), self.log.at(n))
        return self.known[n]


def nonnegative(total: EnclosedSum, strictly: bool = False) -> bool:
    """Σ c·m(n) ≥ 0 (or > 0) for every n ≥ start: negative terms over the leading one only fall, and are outweighed."""
    order = sorted(total.terms, key=cmp_to_key(monomials.compare), reverse=True)
    lows = [least(total.terms[m]) for m in order]
    if all(low >= 0 for low in lows):
        return not strictly or any(low > 0 for low in lows)
    if lows[0] <= 0:
        return False
    lead, n = order[0], total.start
    logs = total.log.at(n)
    left = interval(lows[0], BITS)
    for m, low in zip(order[1:], lows[1:], strict=True):
        if low < 0:
            ratio = monomials.divide(m, lead)
            if not only_falls(ratio, n):
                return False
            left += logarithms_value(ratio, n, logs) * low
    return least(left) > 0 or (least(left) == 0 and not strictly)


@frozen
class InductionStep:
    """One side of the claim: for a lower bound everything is turned round, V = −L against −f."""

    form: PositiveForm
    upper: bool
    #: A[m] for n ≥ start, which is asked for again and again with other coefficients; kept for one search
    _applied: dict[tuple[Monomial, int, bool | None], EnclosedSum] = field(default_factory=dict, compare=False)
    _driven: dict[int, EnclosedSum] = field(default_factory=dict, compare=False)

    def applied_to(self, m: Monomial, start: int, end: bool | None = None) -> EnclosedSum:
        """A[m] for n ≥ start, each size at an end of what its rounding leaves open, where one is named."""
        key = m, start, end
        if key not in self._applied:
            self._applied[key] = self.form.applied_to(m, start, end)
        return self._applied[key]

    def driven(self, start: int) -> EnclosedSum:
        """f for n ≥ start"""
        if start not in self._driven:
            self._driven[start] = self.form.driven(start)
        return self._driven[start]

    @property
    def turn(self) -> int:
        return 1 if self.upper else -1

    def residual(self, v: Coefficients, start: int, first: int) -> EnclosedSum:
        """A[V] − (±f) for n ≥ start; where the bound rises from `first` on, each call counts at the end of its range.

        U(⌊n/b⌋) ≤ U(n/b) for a rising U, L(⌈n/b⌉) ≥ L(n/b) for a rising L.
        """
        total = self.driven(start).scaled(-self.turn)
        end = self.upper if is_rising_from({m: c * self.turn for m, c in v.items()}, first, self.form.log) else None
        for m, c in v.items():
            total = total.plus(self.applied_to(m, start, end).scaled(c))
        return total

    def from_where(self, v: Coefficients, first: int) -> tuple[int, EnclosedSum] | None:
        """The least of the tried N from which on the residual is not negative, the calls being at `first` or above."""
        lowest = self.form.first_step(first, whole=self.upper)
        found: tuple[int, EnclosedSum] | None = None
        tried = [start for start in _STARTS if start > lowest]
        if not tried or self.settled(v, tried[-1], first) is None:
            return None
        for start in (lowest, *tried):
            limits.check()
            found = self.settled(v, start, first)
            if found is not None:
                return found
        return None

    def settled(self, v: Coefficients, start: int, first: int) -> tuple[int, EnclosedSum] | None:
        """The residual where it is not negative from that size on."""
        try:
            if not all(map(nonnegative, self.form.weights(start))):
                return None
            left = self.residual(v, start, first)
            return (max(start, left.start), left) if nonnegative(left) else None
        except (Undecided, TooCoarse, ValueError, ZeroDivisionError):
            return None


def with_fewest_terms(residual: EnclosedSum) -> EnclosedSum:
    """As few terms of a residual as still show that it is not negative; one that is short and exact stays."""
    if len(residual.terms) <= _SHORT and all(
        isinstance(c, Fraction) and c.denominator <= 100 for c in residual.terms.values()
    ):
        return residual
    for kept in range(1, len(residual.terms)):
        found = residual.folded(kept)
        if found.start == residual.start and nonnegative(found):
            return found
    return residual


def _is_noise(total: EnclosedSum, m: Monomial) -> bool:
    """Is the coefficient 0 but for the digits it is carried to? Then nothing is known of its sign."""
    largest = max(most(hull(Fraction(0), c, c * -1)) for c in total.terms.values())
    return -least(total.terms[m]) * (1 << 64) < largest


def is_rising_from(v: Coefficients, first: int, log: LogarithmBase) -> bool:
    """Whether Σ c·m is a rising function from `first` on: its derivative is not negative there."""
    if first < max(map(defined_from, v), default=1) or any(without_factorial(m)[1] != 0 for m in v):
        return False
    slope = EnclosedSum({}, first, log)
    per_n, per_log = level(0, Fraction(-1)), Monomial(((0, Fraction(-1)), (1, Fraction(-1))))
    scale: Factor = Fraction(1) if log.base is None else log.unit.reciprocal()
    for m, c in v.items():
        powers = dict(m.powers)
        parts: list[tuple[Monomial, Factor]] = [(UNIT, factor_of(rate)) for _, rate in m.exponential]
        parts += [(per_n, factor_of(powers[0]))] if 0 in powers else []
        parts += [(per_log, factor_of(powers[1]) * scale)] if 1 in powers else []
        parts += [(monomials.multiply(per_log, level(2, Fraction(-1))), factor_of(powers[2]))] if 2 in powers else []
        for factor, e in parts:
            slope = slope.plus(one_term(monomials.multiply(m, factor), c * e, first, log))
    return slope.start == first and nonnegative(slope)


@frozen
class Multiple:
    """V = factor·main + …: the least factor that the base and the step ask for, where they ask for one."""

    factor: Fraction
    base: Fraction | None
    step: Fraction | None
    side: ProvedSide


@mutable(slots=False, eq=False)
class _Shares:
    """±T(n) against c·main(n) + others(n) at single sizes: each is worked out once, however many ranges it is in."""

    values: SizedValues
    main: EnclosedSum
    others: EnclosedSum
    turn: int
    #: the least c of a size, None where any c does; a size without an entry is not looked at yet
    known: dict[int, Fraction | None] = field(default_factory=dict)
    #: sizes at which no c does
    never: set[int] = field(default_factory=set)

    def least_on(self, first: int, end: int) -> Fraction | None:
        """The least c with ±T(n) ≤ c·main(n) + others(n) for first ≤ n < end; None where there is none."""
        largest: Fraction | None = None
        for n in range(first, end):
            if n not in self.known:
                self._look_at(n)
            if n in self.never:
                return None
            share = self.known[n]
            if share is not None and (largest is None or share > largest):
                largest = share
        return largest

    def _look_at(self, n: int) -> None:
        limits.check()
        self.known[n] = None
        found = self.values.get(n)
        if found is None:
            return
        value, logs = found
        weight, gap = self.main.at_logs(n, logs), value * self.turn - self.others.at_logs(n, logs)
        if least(weight) > 0:
            self.known[n] = most(gap * weight.reciprocal())
        elif most(gap) > 0 or most(weight) < 0:
            self.never.add(n)


@mutable(slots=False)
class Search:
    """The search for V; `neutral` is what the recurrence without f reproduces, None where nothing is known to be."""

    step: InductionStep
    values: SizedValues
    neutral: Monomial | None
    lowest: int
    slack: Fraction
    #: constants near the best ones are wanted, which small sizes would spoil
    close: bool = False

    def start(self) -> int:
        """A size at which coefficients are judged before N is known: every call is well above the smallest sizes.

        The series of log log n are long where they begin early.
        """
        n = _LATER if any(2 in dict(m.powers) for m in self.step.driven(_EARLY).terms) else _EARLY
        while any(call.size.least(n) < 4 for call in self.step.form.calls) and n < 1 << 20:
            n *= 2
        return n

    def inverse(self, m: Monomial) -> tuple[Monomial, Factor] | None:
        """h with A[h] ~ c·m, and c: m itself, or m times n, log n, log log n where A makes m smaller."""
        one = Fraction(1)
        tried = (
            UNIT, level(1), level(0), level(2), monomials.multiply(level(1), level(2)),
            monomials.multiply(level(0), level(1)), level(0, one / 2), level(0, -one),
        )  # fmt: skip
        for factor in tried:
            h = monomials.multiply(m, factor)
            try:
                found = self.step.applied_to(h, self.start())
            except (Undecided, TooCoarse, ValueError, ZeroDivisionError):
                continue
            if not found.terms:
                continue
            lead = max(found.terms, key=cmp_to_key(monomials.compare))
            if lead == m:
                c = found.terms[m]
                if least(c) > 0 or most(c) < 0:
                    return h, c
        return None

    def repaired(self, v: BoundForm, first: int) -> BoundForm | None:
        """V with terms that make the step hold: the largest negative term of the residual is paid for, and so on.

        Where that leads nowhere, V as far as it holds from some size on that can still be reached.
        """
        late: BoundForm | None = None
        for _ in range(_MOST_TERMS):
            limits.check(_REPAIR)
            left = self.step.residual(v.coefficients, max(self.start(), 4 * first), first)
            if nonnegative(left) or self.step.settled(v.coefficients, max(_SOON, 8 * first), first) is not None:
                return v
            if late is None and self.step.settled(v.coefficients, _STARTS[-1], first) is not None:
                late = v
            worst = self._worst(left)
            h = None if worst is None or _is_noise(left, worst) else self.inverse(worst)
            if worst is None or h is None:
                return late
            due, (monomial, gain) = -least(left.terms[worst]), h
            rising = least(gain) > 0
            c = rounded_up(due / (least(gain) if rising else -most(gain)), self.slack)
            v = v.plus(c if rising else -c, monomial)
        return late

    def _worst(self, left: EnclosedSum) -> Monomial | None:
        negative = [m for m, c in left.terms.items() if least(c) < 0]
        return max(negative, key=cmp_to_key(monomials.compare)) if negative else None

    def needed(self, v: BoundForm, m: Monomial, first: int, end: int) -> Fraction | None:
        """The least c with ±T(n) ≤ V(n) + c·m(n) for first ≤ n < end; None where no size has a value."""
        largest: Fraction | None = None
        for n in range(first, end):
            limits.check()
            known = self.values.get(n)
            if known is None:
                continue
            value, logs = known
            gap = (value * self.step.turn - v.at(n, logs)) * logarithms_value(m, n, logs).reciprocal()
            high = most(gap)
            largest = high if largest is None else max(largest, high)
        return largest

    def multiple(
        self, main: Coefficients, others: Coefficients, firsts: Iterable[int] | None = None
    ) -> Multiple | None:
        """V = c·main + others with a plain c, where that carries its own induction from some of `firsts` on."""
        lead = max(main, key=cmp_to_key(monomials.compare))
        least_size = max([self.lowest, *(defined_from(m) for m in (*main, *others))])
        kept: Multiple | None = None
        shares = _Shares(self.values, EnclosedSum(main), EnclosedSum(others), self.step.turn)
        for first in self._firsts() if firsts is None else firsts:
            needed = shares.least_on(first, 2 * first + 8) if first >= least_size else None
            if needed is None or (not self.step.upper and needed >= 0):
                continue
            asked = self._asked_by_step(lead, first)
            t = plain_above(needed if asked is None else max(needed, asked))
            for _ in range(5):
                if not self.step.upper and t >= 0:
                    break
                v = {m: t * main.get(m, Fraction(0)) + others.get(m, Fraction(0)) for m in (*main, *others)}
                v = {m: c for m, c in v.items() if not is_nothing(c)}
                found = self.step.from_where(v, first)
                extra = Fraction(0) if found is None else shares.least_on(first, found[0])
                if found is None or extra is None:
                    t = plain_above(2 * t if self.step.upper else t / 2)
                elif found[0] > first and extra > t:
                    t = plain_above(extra)
                elif asked is None or t <= (_FAR_OFF * asked if self.step.upper else asked / _FAR_OFF):
                    return Multiple(t, extra if found[0] > first else None, asked, self.side_of(v, first, found))
                else:
                    kept = kept or Multiple(t, extra, asked, self.side_of(v, first, found))
                    break
        return kept

    def _asked_by_step(self, lead: Monomial, first: int) -> Fraction | None:
        """The least c that outweighs the driving function in the step, where both are of one order."""
        start = max(self.start(), 4 * first)
        try:
            own, f = self.step.applied_to(lead, start, self.step.upper), self.step.driven(start)
        except (Undecided, TooCoarse, ValueError, ZeroDivisionError):
            return None
        if not own.terms or not f.terms:
            return None
        k = max(own.terms, key=cmp_to_key(monomials.compare))
        if k not in f.terms or least(own.terms[k]) <= 0:
            return None
        gain = own.terms[k]
        return most(f.terms[k] * self.step.turn * (1 / gain if isinstance(gain, Fraction) else gain.reciprocal()))

    def side_of(self, v: Coefficients, first: int, found: tuple[int, EnclosedSum]) -> ProvedSide:
        """The side that V proves; without constants of recur's own where a coefficient of it is no rational number."""
        kept = {m: c for m, c in v.items() if isinstance(c, Fraction)}
        if len(kept) == len(v):
            form = BoundForm((), self.step.form.log)
            for m, c in kept.items():
                form = form.plus(c, m)
            return self._side(form, first, found)
        terms = {m: c * self.step.turn for m, c in v.items()}
        rising = is_rising_from(terms, first, self.step.form.log)
        return ProvedSide(self.step.upper, ex.ZERO, first, found[0], with_fewest_terms(found[1]), terms, rising)

    def proved(self, growth: Monomial) -> ProvedSide | None:
        """T against a multiple of `growth`, with what else the step and the base cases ask for."""
        if self.neutral is not None and growth == self.neutral:
            return self._from_neutral()
        return self._from_driving(growth)

    def _firsts(self) -> Iterator[int]:
        near: tuple[int, ...] = (self.lowest, self.lowest + 1, self.lowest + 2, 4, 8, 16, 32, 64)
        near = (*filter(self._is_reached_soon, (256, 64)), *near) if self.close else near
        yield from (n for n in dict.fromkeys(near) if n >= self.lowest)

    def _is_reached_soon(self, first: int) -> bool:
        """Whether calls come no further down than to there from sizes that can be looked at: not those of √n."""
        try:
            return self.step.form.first_step(first, whole=self.step.upper) > 0
        except Undecided:
            return False

    def _from_neutral(self) -> ProvedSide | None:
        """The leaves decide: V = t·neutral, what rounding and f ask for subtracted."""
        empty = BoundForm((), self.step.form.log)
        driven = self._driven_part()
        return (None if driven is None else self._leaves_beside(driven)) or self._leaves_beside(empty)

    def _driven_part(self) -> BoundForm | None:
        """−k·h with A[h] ~ −f/k, by which T lies below its leaves: a lower bound without it is far from the best."""
        f = self.step.driven(self.start())
        if not self.close or self.step.upper or not f.terms:
            return None
        lead = max(f.terms, key=cmp_to_key(monomials.compare))
        h = self.inverse(lead)
        if h is None or most(h[1]) >= 0 or least(f.terms[lead]) <= 0:
            return None
        k = rounded_down(least(f.terms[lead]) / -least(h[1]), self.slack)
        return BoundForm((), self.step.form.log).plus(k, h[0])

    def _leaves_beside(self, other: BoundForm) -> ProvedSide | None:
        """V = t·neutral + other, for the least t that serves."""
        assert self.neutral is not None
        for first in self._firsts():
            t = self.needed(other, self.neutral, first, 2 * first + 64)
            if t is None or (not self.step.upper and t >= 0):
                continue
            for _ in range(6):
                t = nice_above(t, self.slack)
                v = self.repaired(other.plus(t, self.neutral), first)
                found = None
                if v is not None:
                    first = max(first, v.defined_from)
                    found = self.step.from_where(v.coefficients, first)
                if v is None or found is None:
                    t = 2 * t if self.step.upper else t / 2  # room for what the step takes away
                    continue
                extra = self.needed(v, self.neutral, first, found[0])
                if extra is None or extra <= 0:
                    return self._side(v, first, found)
                t += extra
                if not self.step.upper and t >= 0:
                    break
        return None

    def _from_driving(self, growth: Monomial) -> ProvedSide | None:
        """f decides: V = t·h with A[h] ~ f, a little more than f asks for, and a multiple of the neutral term."""
        f = self.step.driven(self.start())
        if not f.terms:
            return None
        lead = max(f.terms, key=cmp_to_key(monomials.compare))
        h = self.inverse(lead)
        if h is None or h[0] != growth:
            return None
        empty = BoundForm((), self.step.form.log)
        gain = h[1]
        inverse = 1 / gain if isinstance(gain, Fraction) else gain.reciprocal()
        target = nice_above(most(f.terms[lead] * self.step.turn * inverse), self.slack, strictly=True)
        if not self.step.upper and target >= 0:
            return None
        for first in self._firsts():
            v = self.repaired(empty.plus(target, h[0]), first)
            side = None if v is None else self._with_base(v, first, h[0])
            if side is not None:
                return side
        return None

    def _with_base(self, v: BoundForm, first: int, main: Monomial) -> ProvedSide | None:
        """The sizes below N are brought under V: by a multiple of the neutral term, else by a larger factor."""
        for _ in range(6):
            first = max(first, v.defined_from)
            found = self.step.from_where(v.coefficients, first)
            if found is None:
                return None
            more = self.neutral if self.neutral is not None else main
            extra = self.needed(v, more, first, found[0])
            if extra is None or extra <= 0:
                return self._side(v, first, found)
            w = self.repaired(v.plus(nice_above(extra, self.slack), more), first)
            if w is None or (not self.step.upper and w.lead.coefficient >= 0):
                return None
            v = w
        return None

    def _side(self, v: BoundForm, first: int, found: tuple[int, EnclosedSum]) -> ProvedSide:
        form = v if self.step.upper else v.negated()
        found = found[0], with_fewest_terms(found[1])
        bound = form.formula(self.step.form.variable)
        rising = is_rising_from(form.coefficients, first, form.log)
        return ProvedSide(self.step.upper, bound, first, *found, form.coefficients, rising, form)
