"""How points are distributed in a class, and whether a question tells the strong students from the weak.

Source: T. L. Kelley, "The selection of upper and lower groups for the validation of test items", J. Educational
Psychology 30 (1939): the upper and the lower 27 % of a class.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from recur.model.records import frozen

BINS = 10
KELLEY = Fraction(27, 100)
FEWEST = 10  # students, below which a discrimination is chance
FEWEST_SHOWN = 5  # students, below which a distribution shows each of them

#: Of one student: the place among all by the points of the whole, and the share of those of one question.
Scored = tuple[int, Fraction]


@frozen
class Distribution:
    """How many students have which part of the points, in tenths; the last tenth has its upper end."""

    counts: tuple[int, ...]
    mean: Fraction
    median: Fraction
    waiting: int = 0  # students who have no total yet

    @property
    def students(self) -> int:
        return sum(self.counts)


def distribution(shares: Sequence[Fraction], waiting: int = 0) -> Distribution | None:
    """The distribution of totals as parts of what could be won; None of so few that each could be told.

    >>> distribution([Fraction(n, 4) for n in range(5)]).counts
    (1, 0, 1, 0, 0, 1, 0, 1, 0, 1)
    """
    if len(shares) < FEWEST_SHOWN:
        return None
    tenths = Counter(min(int(share * BINS), BINS - 1) for share in shares)
    ordered, half = sorted(shares), len(shares) // 2
    median = ordered[half] if len(shares) % 2 else (ordered[half - 1] + ordered[half]) / 2
    mean = sum(shares, Fraction(0)) / len(shares)
    return Distribution(tuple(tenths[tenth] for tenth in range(BINS)), mean, median, waiting)


def discrimination(scored: Sequence[Scored]) -> Fraction | None:
    """The mean share of the upper 27 % by their places less that of the lower 27 %: from −1 to 1; None of too few.

    Students with one place on the edge of a group count in it in equal parts, so no order of the class matters.
    """
    if len(scored) < FEWEST:
        return None
    size = KELLEY * len(scored)
    return _mean(sorted(scored, key=lambda one: -one[0]), size) - _mean(sorted(scored, key=lambda one: one[0]), size)


def _mean(ordered: Sequence[Scored], size: Fraction) -> Fraction:
    """The mean share of the first so many."""
    total, room = Fraction(0), size
    for _, shares in _tied(ordered):
        part = min(room, Fraction(len(shares)))
        total += part * total_of(shares) / len(shares)
        room -= part
        if not room:
            break
    return total / size


def _tied(ordered: Sequence[Scored]) -> Iterable[tuple[int, list[Fraction]]]:
    groups: dict[int, list[Fraction]] = {}
    for place, share in ordered:
        groups.setdefault(place, []).append(share)
    return groups.items()


def total_of(shares: Iterable[Fraction]) -> Fraction:
    """The sum of shares of which many are equal."""
    return sum((count * share for share, count in Counter(shares).items()), Fraction(0))
