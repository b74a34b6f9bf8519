"""All that a measurement says: counts against the recurrence, times against the growth, T_P against the laws."""

from recur.forkjoin.tasks.agreement import Agreement
from recur.measurement.evidence import Evidence, FitVerdict
from recur.measurement.samples import Sample
from recur.model import RecurError, Step
from recur.model.display import Answer
from recur.model.records import frozen
from recur.runs.line_counts import LineCounts
from recur.runs.machine import Machine
from recur.runs.parallel_rows import ParallelTimes

FEWEST_COUNTS = 4  # sizes at which counts agree before that confirms anything


@frozen
class Failure:
    """What did not run to its end: on this engine, with this number of workers."""

    engine: str
    workers: int
    error: RecurError


@frozen
class Measured(Answer):
    """A program measured; a part is None where it was not asked for, or could not be had: `notes` say why.

    `lines` are those of a plain function, in the place of operations that a program counts. `ended` is what ended the
    measurement before its time: a task that raised, a limit, Ctrl-C.

    `per_task`: the evidence is on the seconds a task, where what every task costs besides its operations bends the
    times of whole runs.
    """

    program: str
    task: str
    machine: Machine
    load: float | None
    work: str | None
    span: str | None
    counts: Agreement | None
    samples: tuple[Sample, ...]
    evidence: Evidence | None
    per_task: bool
    parallel: ParallelTimes | None
    failures: tuple[Failure, ...] = ()
    notes: tuple[Step, ...] = ()
    ended: RecurError | None = None
    lines: LineCounts | None = None

    @property
    def verdict(self) -> str:
        """ "refuted" by counts or by times, "confirmed" by either, else "inconclusive"; "named" with no prediction.

        Counts are exact: as declared at four sizes or more, they confirm what times leave open, and what times
        contradict is `contradicted`. A program that fails, or does not end, confirms nothing.
        """
        counting = self.lines if self.counts is None else self.counts
        counted = None if counting is None else counting.verdict
        timed = None if self.evidence is None else self.evidence.verdict
        if counted == "refuted" or (timed is FitVerdict.REFUTED and not self.contradicted):
            return "refuted"
        if self.ended is not None and self.ended.kind != "interrupted":
            return "inconclusive"
        if self._counts_confirm or timed is FitVerdict.CONFIRMED:
            return "confirmed"
        return "named" if timed is FitVerdict.NAMED else "inconclusive"

    @property
    def _counts_confirm(self) -> bool:
        return self.counts is not None and self.counts.confirms and len(self.counts.sizes) >= FEWEST_COUNTS

    @property
    def contradicted(self) -> bool:
        """Do times refute a declaration that the counts confirm? Something takes time that is not counted.

        Times of another prediction contradict that one.
        """
        found = self.evidence
        if not self._counts_confirm or found is None or found.prediction is None:
            return False
        return found.prediction.text == self.work and found.verdict is FitVerdict.REFUTED
