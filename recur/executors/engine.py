"""What every engine promises: opened and closed by `with`, it runs a call to its result on P workers."""

import sys
import time
from abc import ABC, abstractmethod
from contextlib import ExitStack
from types import TracebackType
from typing import Any, ClassVar, Self

from recur.crew import usable_processors
from recur.executors.blas import one_thread_here
from recur.executors.cutoff import Cutoff
from recur.executors.jobs import Transfer
from recur.forkjoin.tasks.tasks import Call, task
from recur.model.records import frozen


@frozen
class RunOutcome:
    """What an engine knows of a run that has ended, but for its time."""

    value: Any
    jobs: int
    notes: tuple[str, ...] = ()
    transfer: Transfer | None = None


@frozen
class Result:
    """A run that has ended. `jobs` were handed to workers one by one; a job is a task up to its next join,
    or a task whole, with all that it spawns. `notes` are sentences a reader of the time should know; `transfer` is
    what the jobs moved, where they were packed by us."""

    value: Any
    engine: str
    workers: int
    nanoseconds: int
    jobs: int
    notes: tuple[str, ...] = ()
    transfer: Transfer | None = None


class Engine(ABC):
    """`with` starts the workers and ends them; between, `run` may be called again and again, after a failure too.

    `cutoff` says which calls are run whole by one worker instead of spawning: "auto", by their predicted cost
    against the round trip of the engine; a size; or None, no call at all.
    `task_seconds` is how long a worker may be at one task, from one join to the next; a task that is run whole
    counts with all that it spawns. The run then ends with `TaskTooLong`. Worker processes, and those of a dask
    cluster of its own, are killed; threads, ranks of MPI and the main thread (serial) leave the task at their next
    instruction of Python; elsewhere a task cannot be interrupted: the serial engine on another thread notices when
    it has ended, and a dask cluster at an address goes on with it, for nobody.
    """

    name: ClassVar[str]
    #: do tasks run in this process, with the libraries that are loaded here?
    runs_here: ClassVar[bool] = False

    def __init__(
        self, workers: int | None = None, cutoff: int | str | None = "auto", task_seconds: float | None = None
    ) -> None:
        if workers is not None and workers < 1:
            raise ValueError(f"an engine has at least one worker, not {workers}")
        if task_seconds is not None and not task_seconds > 0:
            raise ValueError(f"a task may take more than 0 seconds, not {task_seconds}")
        self.task_seconds = task_seconds
        self.workers = workers or usable_processors()
        self.cutoff = Cutoff(cutoff, self.workers)
        self._opened: ExitStack | None = None
        self._round_trip: int | None = None
        self._pinned = False

    @classmethod
    def require_place(cls) -> None:
        """Raise `EngineMissing` where this process is not one that the engine can be opened in."""
        return

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._open(stack)
            self._opened = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        stack, self._opened, self._pinned = self._opened, None, False
        assert stack is not None
        stack.close()

    def run(self, call: Call, seconds: float | None = None) -> Result:
        """The result of a call; raises `TaskFailed`, `TaskTooLong`, `WorkerLost`, or `RunTooLong` after `seconds`."""
        if not isinstance(call, Call):
            raise TypeError(f"an engine runs a call of a task, not {call!r}")
        if self._opened is None:
            raise RuntimeError(f"the {self.name} engine is not open: with open_engine(…) as engine:")
        self._prepare(call)
        if self.runs_here and not self._pinned and "numpy" in sys.modules:
            self._opened.enter_context(one_thread_here())  # what is loaded later would not be reached
            self._pinned = True
        self.cutoff.prepare(call, lambda: self.round_trip)
        start = time.perf_counter_ns()
        end = self._run(call, seconds)
        spent = time.perf_counter_ns() - start
        return Result(end.value, self.name, self.workers, spent, end.jobs, end.notes, end.transfer)

    def share(self, array: Any) -> Any:
        """The array where all workers see it; the array itself, where they share the memory of the caller."""
        return array

    @property
    def round_trip(self) -> int:
        """Nanoseconds from handing a worker a task that does nothing to its result: the best of several."""
        if self._round_trip is None:
            self._round_trip = self._measure_round_trip()
        return self._round_trip

    @abstractmethod
    def _open(self, stack: ExitStack) -> None:
        """Start the workers; what is pushed on the stack ends them, also when starting fails half way."""

    def _prepare(self, call: Call) -> None:  # noqa: B027 (most engines have nothing to prepare)
        """What must be there before a run, and is not charged to it."""

    @abstractmethod
    def _run(self, call: Call, seconds: float | None) -> RunOutcome:
        """The call run to its end."""

    def _measure_round_trip(self) -> int:
        self._prepare(nothing())
        return min(self._timed_nothing() for _ in range(10))

    def _timed_nothing(self) -> int:
        start = time.perf_counter_ns()
        self._run(nothing(), None)
        return time.perf_counter_ns() - start


@task
def nothing() -> None:
    """A task that does nothing."""
