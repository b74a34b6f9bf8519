"""The serial engine: one worker, the caller itself; what every other engine is compared with."""

import time
from contextlib import ExitStack

from recur.executors.blas import unpinned
from recur.executors.engine import Engine, RunOutcome
from recur.executors.failures import RunTooLong, TaskFailed, TaskTooLong, tell
from recur.forkjoin.tasks.elision import run_to_end
from recur.forkjoin.tasks.tasks import Call, Frame
from recur.model import LimitExceeded, limits


class SerialEngine(Engine):
    """The serial elision, on the thread that asks for it; `workers` is 1 whatever is asked for."""

    name = "serial"
    runs_here = True

    def __init__(
        self, workers: int | None = None, cutoff: int | str | None = "auto", task_seconds: float | None = None
    ) -> None:
        super().__init__(1, cutoff, task_seconds)

    def _open(self, stack: ExitStack) -> None:
        """Nothing to start."""

    def _run(self, call: Call, seconds: float | None) -> RunOutcome:
        if seconds is None:
            return RunOutcome(run_to_end(call, self._begin, tell).value, 1, unpinned())
        end = time.monotonic() + seconds
        try:
            with limits.clock_limit(seconds):
                return RunOutcome(run_to_end(call, self._begin, tell).value, 1, unpinned())
        except (LimitExceeded, TaskFailed) as error:
            if isinstance(error, TaskTooLong) or time.monotonic() < end:
                raise
            doing = error.label if isinstance(error, TaskFailed) else getattr(error.__cause__, "doing", "")
            raise RunTooLong(seconds, [doing] if doing else []) from error

    def _begin(self, call: Call) -> Frame:
        limits.check()  # away from the main thread, no signal ends a run
        return Frame(call) if self.task_seconds is None else _Timed(call, self.task_seconds)


class _Timed(Frame):
    """A task that is interrupted at its time limit, on the main thread; elsewhere it is noticed at the next join."""

    __slots__ = ("_seconds",)

    def __init__(self, call: Call, seconds: float) -> None:
        super().__init__(call)
        self._seconds = seconds

    def advance(self) -> None:
        end = time.monotonic() + self._seconds
        try:
            with limits.clock_limit(self._seconds):
                super().advance()
        except LimitExceeded as error:
            if time.monotonic() < end:
                raise
            raise TaskTooLong(self.call.label, self._seconds) from error
        if time.monotonic() > end:
            raise TaskTooLong(self.call.label, self._seconds)


OPEN = SerialEngine
