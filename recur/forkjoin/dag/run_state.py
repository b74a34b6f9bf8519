"""Where a run of a body stands: the work so far, the clock, the children still running; and what each line added."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from recur.forkjoin.costs.costs import ZERO_COST, Cost, IndexRanges, largest
from recur.forkjoin.costs.polynomials import Polynomial
from recur.model import Place
from recur.model.program import Invocation, SourceLine
from recur.model.records import frozen, mutable, replace


@frozen
class LineCost:
    """What one line adds to the work, and how long it takes on a longest path; kind "base" adds to the base only.

    `shared`: it is the total over all rounds of so many of the loops around it.
    """

    source: SourceLine
    kind: str
    work: Cost = ZERO_COST
    span: Cost = ZERO_COST
    depth: int = 0
    shared: int = 0


class Reason(StrEnum):
    """Why the costliest branch at every step is a bound from above: what decides the branch, or where it leads."""

    SIZES = "sizes"
    ANSWERED = "answered"
    UNSEEN = "unseen"
    RARE = "rare"
    DEAR = "dear"
    LEAVES = "leaves"
    CHOICE = "choice"
    INSIDE = "inside"
    STATED = "stated"
    ENDS = "ends"
    SOME_SIZES = "some sizes"
    SOME_ROUNDS = "some rounds"


@frozen
class UncertainBranch:
    """A branch that no input need take at every step."""

    source: SourceLine
    reason: Reason


@frozen
class Body:
    """The costs of a body for sizes of at least `least`, line by line."""

    work: Cost
    span: Cost
    lines: tuple[LineCost, ...]
    least: int
    #: calls of procedures that nothing is known of
    missing: tuple[Invocation, ...] = ()
    #: why the costs are bounds from above only, where they are
    doubts: tuple[UncertainBranch, ...] = ()
    #: conditions that sizes and counters decide, one way at some sizes and the other way at others
    sized: frozenset[Place] = frozenset()
    #: by how much each size falls in its calls of itself; None where it is no number
    falls: tuple[tuple[Fraction | None, ...], ...] = ()
    #: names that are taken to be a place in a range
    places: tuple[tuple[str, SourceLine], ...] = ()

    def cost(self, part: int) -> Cost:
        """The work (0) or the span (1)."""
        return self.span if part else self.work


@mutable
class ChosenPlace:
    """low ≤ index ≤ high: a place in a range, counted from its beginning, that the data choose."""

    index: str
    low: Polynomial
    high: Polynomial
    source: SourceLine


@mutable
class SharedCost:
    """What a loop inside others costs in all their rounds together; `rounds_of` is how many of them are still open."""

    rounds_of: int
    work: Cost
    span: Cost


@mutable
class State:
    values: dict[str, Polynomial]
    work: Cost = ZERO_COST
    now: Cost = ZERO_COST
    pending: Cost | None = None
    returned: bool = False
    synced: bool = False
    #: every branch has returned: the costs are those of the exits
    left: bool = False
    #: "loop" or "round" where only that is left
    leaves: str = ""

    def copy(self) -> State:
        return replace(self, values=dict(self.values))


def merged_costs(state: State, domain: IndexRanges) -> Cost:
    return state.now if state.pending is None else largest((state.pending, state.now), domain)
