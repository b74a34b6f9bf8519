"""Executed lines of a plain function, counted at each size: operations that nobody has to declare.

A line of its file counts each time it is executed, a loop or a comprehension on one line each time round. What a
builtin function does is the one line that calls it, and so are slices, `in` and `+` of lists: lines bound the time from
below. Python's own trace function counts them (since 3.12 it stands on sys.monitoring), many times slower than the
function runs without it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from fractions import Fraction
from types import CodeType, FrameType
from typing import Any

from recur.asymptotics import Growth
from recur.forkjoin.tasks.agreement import CountedQuantity, QuantityAtSize
from recur.forkjoin.tasks.predictions import DeclaredCost
from recur.measurement.classes import GrowthClass
from recur.measurement.naming import indistinguishable, rank
from recur.measurement.samples import Sample, by_size, medians
from recur.model import RecurError, Step
from recur.model.records import frozen
from recur.parsing import parse_formula

FEWEST_SIZES = 5
WIDE = 16  # fold sizes, below which no class is named
#: What is up to a constant factor anyway: the lines of a function are no operations of a recurrence.
_ORDERS = {"=": "Θ", "<=": "O", ">=": "Ω"}


@frozen
class LineCount:
    """Lines executed at one size, and calls of functions of the file."""

    size: int
    lines: int
    calls: int


#: verdicts: the order is attained by the lines alone; the upper bound is kept, and no more is seen
CONFIRMED = "confirmed"
UPPER_KEPT = "consistent with the upper bound"


@frozen
class LineCounts:
    """Lines at several sizes; `bound` is what they are held against, `classes` what they grow like where nothing is.

    `derived`: the bound was derived from the source, and not given. `alone`: it is a formula, and the only growth that
    the lines may have.
    """

    function: str
    rows: tuple[LineCount, ...]
    bound: CountedQuantity | None = None
    classes: tuple[GrowthClass, ...] = ()
    notes: tuple[Step, ...] = ()
    derived: bool = False
    alone: bool = False

    @property
    def verdict(self) -> str:
        """ "confirmed", "consistent" with a bound, "refuted" where the lines alone pass it, "undecided"; "named".

        A Θ is confirmed where lines / bound levels off, or where no other growth than the bound's explains the lines.

        Fewer lines than a Θ or an Ω says refute nothing: the rest may be done by builtin functions. Of a Θ that is not
        seen to be attained the upper bound may be kept all the same.
        """
        if self.bound is None:
            return "named" if self.classes else "undecided"
        found = self.bound.verdict
        if found == "consistent":
            return {"Θ": CONFIRMED, "O": UPPER_KEPT}.get(self.bound.relation, found)
        if self.bound.relation == "Θ" and found == "undecided" and _keeps(self.bound, "O"):
            return CONFIRMED if self.alone else UPPER_KEPT
        if found != "refuted" or self.bound.relation == "O":
            return found
        return "undecided" if self.bound.relation == "Ω" or _keeps(self.bound, "O") is not False else "refuted"


def _keeps(bound: CountedQuantity, relation: str) -> bool | None:
    found = CountedQuantity(bound.name, bound.recurrence, bound.rows, "", relation).verdict
    return {"consistent": True, "refuted": False}.get(found)


def executed_lines(run: Callable[[], Any], file: str) -> tuple[int, int]:
    """Lines and calls of the functions of a file while `run` runs.

    >>> def total(xs):
    ...     s = 0
    ...     for x in xs:
    ...         s += x
    ...     return s
    >>> executed_lines(lambda: total([3, 1, 4]), total.__code__.co_filename)[0]  # 1 + 4 + 3 + 1
    9
    """
    lines = calls = 0

    def in_file(frame: FrameType, event: str, argument: object) -> Callable[..., Any]:
        nonlocal lines
        if event == "line":
            lines += 1
        return in_file

    def enter(frame: FrameType, event: str, argument: object) -> Callable[..., Any] | None:
        nonlocal calls
        code: CodeType = frame.f_code
        if code.co_filename != file:
            return None
        calls += 1
        return in_file

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        run()
    finally:
        sys.settrace(before)
    return lines, calls


def judged_lines(
    function: str, rows: Sequence[LineCount], bound: DeclaredCost | None, derived: bool = False
) -> LineCounts:
    """The lines held against a bound, or the classes that they may belong to."""
    rows = tuple(sorted(rows, key=lambda row: row.size))
    if bound is None:
        return LineCounts(function, rows, classes=_classes(rows))
    quantities = tuple(QuantityAtSize(row.size, row.lines, bound.value(row.size).value) for row in rows)
    usable = tuple(q for q in quantities if Fraction(q.predicted) > 0)
    relation = _ORDERS.get(bound.relation, bound.relation)
    held = CountedQuantity("lines", bound.text, usable, "", relation)
    return LineCounts(function, rows, held, derived=derived, alone=_is_alone(bound.text, _classes(rows)))


def _is_alone(bound: str, classes: Sequence[GrowthClass]) -> bool:
    """Whether the lines grow like this formula, among all classes that they are compared with."""
    if len(classes) != 1:
        return False
    try:
        return Growth.of(parse_formula(bound), "n") == Growth.of(classes[0].expression, "n")
    except RecurError:  # a recurrence
        return False


def _classes(rows: Sequence[LineCount]) -> tuple[GrowthClass, ...]:
    if len(rows) < FEWEST_SIZES or (rows[-1].size < WIDE * rows[0].size and rows[-1].lines < WIDE * rows[0].lines):
        return ()
    m = medians(by_size(Sample(row.size, float(row.lines)) for row in rows if row.lines))
    if m.count < FEWEST_SIZES:
        return ()
    return tuple(c.growth_class for c in indistinguishable(rank(m), m) if c.growth_class is not None)
