"""What has been measured so far, entry by entry, so that nothing of it is lost whatever ends the measurement."""

from __future__ import annotations

from collections.abc import Callable

from recur.forkjoin.tasks.counting import Count
from recur.forkjoin.tasks.predictions import DeclaredCost
from recur.measurement.samples import Sample
from recur.model import RecurError, Step
from recur.model.records import field, frozen, mutable
from recur.runs.line_counts import LineCount
from recur.runs.machine import Machine
from recur.runs.measured import Failure
from recur.runs.reasons import Circumstances
from recur.runs.sizes import Rung
from recur.runs.store import ParallelRun, Store


@frozen
class Subject:
    """What is measured, on which machine, and what it declares of itself."""

    program: str
    task: str
    machine: Machine
    load: float | None
    work: DeclaredCost | None
    span: DeclaredCost | None
    cutoff: int | None
    derived: str | None = None  # the bound that was derived from the source of a plain function


@frozen
class CountAtSize:
    """The operations of a run at one size, without its result."""

    size: int
    count: Count


@frozen
class EndedBy:
    """What ended the measurement before its time."""

    error: RecurError


Entry = Subject | CountAtSize | LineCount | Rung | Sample | ParallelRun | Circumstances | Failure | Step | EndedBy


class Interrupted(RecurError):
    """Ctrl-C ended the measurement: what there was is told."""

    kind = "interrupted"

    def __init__(self, kept: str = "") -> None:
        super().__init__(f"interrupted; what was measured until then is kept: {kept}" if kept else "interrupted")


def _unheard(entry: Entry) -> None:
    """Nobody listens."""


@mutable
class Ledger:
    """The entries by their kind; `told` hears of each of them."""

    store: Store = field(default_factory=Store)
    told: Callable[[Entry], None] = _unheard
    subject: Subject | None = None
    counts: dict[int, list[Count]] = field(default_factory=dict)
    lines: list[LineCount] = field(default_factory=list)
    rungs: list[Rung] = field(default_factory=list)
    around: Circumstances | None = None
    failures: list[Failure] = field(default_factory=list)
    notes: list[Step] = field(default_factory=list)
    ended: RecurError | None = None

    def take_over(self, store: Store) -> None:
        """Go on with the runs of a store, and keep in it what comes."""
        self.store = store
        for sample in store.samples:
            self.told(sample)
        for run in store.runs:
            self.told(run)

    def enter(self, entry: Entry) -> None:
        match entry:
            case Subject():
                self.subject = entry
            case CountAtSize():
                self.counts.setdefault(entry.size, []).append(entry.count)
            case LineCount():
                self.lines.append(entry)
            case Rung():
                self.rungs.append(entry)
            case Sample():
                self.store.add(entry)
            case ParallelRun():
                self.store.add_run(entry)
            case Circumstances():
                self.around = entry
            case Failure():
                self.failures.append(entry)
            case Step():
                if entry not in self.notes:  # counting and timing pass over the same sizes
                    self.notes.append(entry)
            case EndedBy():
                self.ended = self.ended or entry.error
        self.told(entry)

    @property
    def kept(self) -> str:
        """counts at 7 sizes, 24 times, 6 parallel runs"""
        counted = len(self.counts) + len(self.lines)
        found = (
            (f"counts at {counted}", "size", counted),
            (str(len(self.store.samples)), "time", len(self.store.samples)),
        )
        runs = (str(len(self.store.runs)), "parallel run", len(self.store.runs))
        return ", ".join(f"{said} {noun}{'s' * (count != 1)}" for said, noun, count in (*found, runs) if count)

    @property
    def is_empty(self) -> bool:
        """Is there nothing to say yet but what went wrong?"""
        return not (self.counts or self.lines or self.store.samples or self.store.runs)
