"""The serial engine: one worker, the caller itself; what every other engine is compared with."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import Any

from recur import limits
from recur.errors import LimitExceeded
from recur.executors.blas import unpinned
from recur.executors.engine import Engine
from recur.executors.failures import RunTooLong, TaskFailed, tell
from recur.forkjoin.elision import run_to_end
from recur.forkjoin.tasks import Call, Frame


class SerialEngine(Engine):
    """The serial elision, on the thread that asks for it; `workers` is 1 whatever is asked for."""

    name = "serial"
    runs_here = True

    def __init__(self, workers: int | None = None, cutoff: int | str | None = "auto") -> None:
        super().__init__(1, cutoff)

    def _open(self, stack: ExitStack) -> None:
        """Nothing to start."""

    def _run(self, call: Call, seconds: float | None) -> tuple[Any, int, tuple[str, ...]]:
        if seconds is None:
            return run_to_end(call, Frame, tell).value, 1, unpinned()
        end = time.monotonic() + seconds
        try:
            with limits.time_limit(seconds):
                return run_to_end(call, _begin, tell).value, 1, unpinned()
        except (LimitExceeded, TaskFailed) as error:
            if time.monotonic() < end:
                raise
            running = [error.label] if isinstance(error, TaskFailed) else []
            raise RunTooLong(seconds, running) from error


def _begin(call: Call) -> Frame:
    limits.check()  # away from the main thread, no signal ends a run
    return Frame(call)


OPEN = SerialEngine
