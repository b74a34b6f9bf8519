"""What was observed on each engine with P workers, as values."""

from fractions import Fraction
from statistics import median

from recur.executors.jobs import Transfer
from recur.model import Step
from recur.model.records import frozen

NOISE = 0.05  # a time nearer than this to a bound is not on the wrong side of it


@frozen
class ParallelRow:
    """One engine with P workers; times are medians, in seconds.

    `placing` says where T_P lies: "inside" the bounds, "below" what the laws allow or "above" what they promise.
    """

    engine: str
    workers: int
    times: tuple[float, ...]
    jobs: int
    round_trip: float
    busy: float | None
    speedup: float
    karp_flatt: float | None
    low: float
    high: float
    transfer: Transfer | None = None  # of a run, on the average
    reason: Step | None = None

    @property
    def seconds(self) -> float:
        return median(self.times)

    @property
    def efficiency(self) -> float:
        """S/P"""
        return self.speedup / self.workers

    @property
    def placing(self) -> str:
        if self.seconds < self.low * (1 - NOISE):
            return "below"
        return "above" if self.seconds > self.high * (1 + NOISE) else "inside"


@frozen
class ParallelTimes:
    """All engines at one size. `work` and `span` are operations, None where the program declares none."""

    size: int
    serial: tuple[float, ...]
    busy: float | None
    work: Fraction | None
    span: Fraction | None
    rows: tuple[ParallelRow, ...]
    notes: tuple[Step, ...] = ()

    @property
    def serial_seconds(self) -> float:
        return median(self.serial)

    @property
    def span_seconds(self) -> float | None:
        if self.work is None or self.span is None or not self.work:
            return None
        return self.serial_seconds * float(self.span / self.work)

    @property
    def parallelism(self) -> Fraction | None:
        return self.work / self.span if self.work is not None and self.span else None

    @property
    def best(self) -> ParallelRow | None:
        """The row of the largest speed-up on more than one worker."""
        return max((row for row in self.rows if row.workers > 1), key=lambda row: row.speedup, default=None)
