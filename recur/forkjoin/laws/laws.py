"""The laws of parallel time, exactly: work and span laws, Brent, Amdahl, Gustafson, Karp–Flatt.

Work T₁, span T∞, time T_P on P processors, speed-up S = T₁/T_P, efficiency S/P, cost P·T_P. All numbers are
fractions. Sources: CLRS 4e, section 26.1; Brent 1974; Graham 1969; Amdahl 1967; Gustafson 1988; Karp and Flatt 1990.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor

from recur.forkjoin.laws.rounding import short_decimal
from recur.model import InvalidRecurrence
from recur.model.records import frozen

#: A value cut after so many digits stands for the whole number that it comes this close to.
_NEARLY = Fraction(1, 10**30)


@frozen
class LawRange:
    """Between `low` and `high`, both attainable as far as the law knows."""

    low: Fraction
    high: Fraction


@frozen
class Computation:
    """Strands of total cost `work`, the longest path through them of cost `span`; 0 < T∞ ≤ T₁."""

    work: Fraction
    span: Fraction

    def __post_init__(self) -> None:
        for name, value in (("work T₁", self.work), ("span T∞", self.span)):
            if value <= 0:
                raise InvalidRecurrence(
                    f"the {name} is {short_decimal(value)}, and a computation takes more time than 0"
                )
        if self.span > self.work:
            raise InvalidRecurrence(
                f"the span T∞ = {short_decimal(self.span)} is longer than the work T₁ = {short_decimal(self.work)}:"
                " the longest path is a part of all the work",
                hint="have --work and --span been swapped?",
            )

    @property
    def parallelism(self) -> Fraction:
        """T₁/T∞: the largest speed-up there is, on any number of processors."""
        return self.work / self.span

    def lower(self, processors: int) -> Fraction:
        """Work law and span law: T_P ≥ max(T₁/P, T∞)."""
        return max(self.work / processors, self.span)

    def brent(self, processors: int) -> Fraction:
        """Brent's bound, for every greedy schedule: T_P ≤ (T₁ − T∞)/P + T∞.

        >>> Computation(Fraction(100), Fraction(10)).brent(10)
        Fraction(19, 1)
        """
        return (self.work - self.span) / processors + self.span

    def simple(self, processors: int) -> Fraction:
        """The weaker form T_P ≤ T₁/P + T∞, at most twice the lower bound."""
        return self.work / processors + self.span

    def time(self, processors: int) -> LawRange:
        return LawRange(self.lower(processors), self.brent(processors))

    def speedup(self, processors: int) -> LawRange:
        """T₁/T_P of a greedy schedule."""
        return LawRange(self.work / self.brent(processors), self.work / self.lower(processors))

    def efficiency(self, processors: int) -> LawRange:
        """T₁/(P·T_P): the part of the processors' time that is spent on the work."""
        found = self.speedup(processors)
        return LawRange(found.low / processors, found.high / processors)

    def cost(self, processors: int) -> LawRange:
        """P·T_P: what is paid for; work-efficient while that is the order of T₁."""
        found = self.time(processors)
        return LawRange(processors * found.low, processors * found.high)

    def most_efficient(self, efficiency: Fraction) -> int:
        """The largest P at which every greedy schedule is certain of this efficiency: P ≤ 1 + (1/e − 1)·T₁/T∞.

        S/P ≥ e says T₁ − T∞ + P·T∞ ≤ T₁/e by Brent's bound. Up to the parallelism, P ≤ T₁/T∞, e is at least 1/2.

        >>> Computation(Fraction(100), Fraction(10)).most_efficient(Fraction(9, 10))
        2
        """
        return nearly_floor(1 + (1 / efficiency - 1) * self.parallelism)

    def within_twice_span(self) -> tuple[int, int]:
        """(needed, enough): T_P ≤ 2T∞ is impossible below P = T₁/(2T∞), and certain from T₁/T∞ − 1 on.

        >>> Computation(Fraction(100), Fraction(10)).within_twice_span()
        (5, 9)
        """
        return max(1, nearly_ceiling(self.parallelism / 2)), max(1, nearly_ceiling(self.parallelism - 1))


def amdahl(part: Fraction, factor: Fraction | int) -> Fraction:
    """S = 1/((1 − p) + p/s): only the part p of the serial time becomes s times as fast.

    >>> amdahl(Fraction(9, 10), Fraction(9))
    Fraction(5, 1)
    """
    _check_part(part)
    if factor <= 0:
        raise InvalidRecurrence(f"the parallel part cannot become {short_decimal(factor)} times as fast")
    return 1 / ((1 - part) + part / Fraction(factor))


def amdahl_limit(part: Fraction) -> Fraction | None:
    """1/(1 − p), which no number of processors passes; None (no limit) at p = 1."""
    _check_part(part)
    return None if part == 1 else 1 / (1 - part)


def gustafson(part: Fraction, processors: int) -> Fraction:
    """S = (1 − p) + p·P: the part p of the time *on P processors* is parallel, and the problem grows with P.

    >>> gustafson(Fraction(9, 10), 11)
    Fraction(10, 1)
    """
    _check_part(part)
    return (1 - part) + part * processors


def karp_flatt(speedup: Fraction, processors: int) -> Fraction | None:
    """e = (1/S − 1/P)/(1 − 1/P): the serial part that Amdahl's law would need for this S; None at P = 1.

    >>> karp_flatt(Fraction(4), 8)
    Fraction(1, 7)
    """
    if processors == 1:
        return None
    return (1 / speedup - Fraction(1, processors)) / (1 - Fraction(1, processors))


def doubling(last: Fraction | int, rows: int = 14) -> tuple[int, ...]:
    """1, 2, 4, … up to the first that is at least `last`; in larger powers of 2 where that is too many.

    >>> doubling(5)
    (1, 2, 4, 8)
    """
    most = (ceil(last) - 1).bit_length()
    stride = max(1, -(-most // (rows - 1)))
    return tuple(1 << power for power in range(0, most + stride, stride))


def check_processors(processors: Iterable[int]) -> None:
    for p in processors:
        if p < 1:
            raise InvalidRecurrence(f"P = {p}: there is at least one processor", hint="such as -P 1,2,4,8")


def nearly_floor(value: Fraction) -> int:
    """⌊value⌋, where a value a hair below a whole number stands for that number."""
    return floor(value + abs(value) * _NEARLY) if value.denominator != 1 else int(value)


def nearly_ceiling(value: Fraction) -> int:
    return -nearly_floor(-value)


def _check_part(part: Fraction) -> None:
    if not 0 <= part <= 1:
        hint = f"{short_decimal(part)} % is p = {short_decimal(part / 100)}" if 1 < part <= 100 else None
        raise InvalidRecurrence(
            f"the parallel part p = {short_decimal(part)} must lie between 0 (all serial) and 1 (all parallel)",
            hint=hint,
        )
