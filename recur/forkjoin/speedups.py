"""Which law answers: a program or its work and span, Amdahl's or Gustafson's law, or times that were measured."""

from os.path import exists
from pathlib import Path

from recur.evaluation.sizes import whole_size
from recur.files import read_text
from recur.forkjoin.dag.scheduled_program import program_speedup
from recur.forkjoin.laws.quantities import processors_at, read_amount, read_processors
from recur.forkjoin.laws.scaling import Law, Scaled, law_speedups, read_part
from recur.forkjoin.laws.speedup import GrowingSpeedup, Speedup, growing_speedup, speedup
from recur.measurement.scalability import Scalability, scalability
from recur.measurement.worker_times import read_times, read_worker_times
from recur.model import InvalidRecurrence
from recur.model.records import frozen

MOST_BYTES = 60_000_000


@frozen
class SpeedupQuestion:
    """What is asked, as it was typed: of the first five, one, work and span counting as one."""

    file: Path | None = None
    work: str | None = None
    span: str | None = None
    amdahl: str | None = None
    gustafson: str | None = None
    measured: str | None = None
    size: str | None = None
    processors: str | None = None
    procedure: str | None = None
    factor: str | None = None
    log: str | None = None  # what was read already of the measured times

    @property
    def named(self) -> str:
        """The input as it is echoed."""
        if self.work is not None or self.span is not None:
            return f"work {self.work}, span {self.span}"
        return str(self.file or self.amdahl or self.gustafson or self.measured)

    def answered(self) -> Speedup | GrowingSpeedup | Scaled | Scalability:
        """The times that the law allows, or what the measured ones come to."""
        if self.measured is not None:
            if self.log is None and ":" in self.measured and not exists(self.measured):
                return scalability(read_times(self.measured))
            log = read_text(Path(self.measured), MOST_BYTES) if self.log is None else self.log
            found = read_worker_times(log)
            return scalability(found.times, found.grows, found.remarks)
        size = None if self.size is None else whole_size(self.size)
        if size is not None and size < 1:
            raise InvalidRecurrence(f"n = {size}: a size is a whole number from 1 on")
        processors = () if self.processors is None else read_processors(self.processors)
        part = self.amdahl if self.amdahl is not None else self.gustafson
        if part is not None:
            law = Law.GUSTAFSON if self.amdahl is None else Law.AMDAHL
            factor = None if self.factor is None else read_part(self.factor)
            return law_speedups(law, read_part(part), [processors_at(p, size) for p in processors], factor)
        if self.file is not None:
            return program_speedup(read_text(self.file, MOST_BYTES), size, processors, self.procedure)
        work, span = read_amount(self.work or ""), read_amount(self.span or "")
        if size is None and (work.variable is not None or span.variable is not None):
            return growing_speedup(work, span, processors)
        return speedup(work, span, size, processors)
