"""The time that a run may take, and the time that a worker may be at one task."""

import time
from collections.abc import Callable, Iterable

from recur.executors.failures import RunTooLong, TaskTooLong
from recur.model.records import field, mutable


@mutable
class Running:
    """A job that a worker is at; `path` tells through which calls it was reached."""

    label: str
    path: Callable[[], str]
    whole: bool = False
    since: float = field(default_factory=time.monotonic)


class Allowance:
    """Seconds from now on for a run, and for each of its jobs from its own beginning; None is no limit.

    The driver looks at the clock whenever it would wait, so that a limit holds whatever a task is doing.
    """

    def __init__(self, seconds: float | None, task_seconds: float | None) -> None:
        self._seconds = seconds
        self._task_seconds = task_seconds
        self._end = None if seconds is None else time.monotonic() + seconds

    def left(self, running: Iterable[Running]) -> float | None:
        """Seconds until a limit can be over, at least 0: a job that begins meanwhile has its whole time before it."""
        now = time.monotonic()
        ends = [] if self._end is None else [self._end]
        if self._task_seconds is not None:
            ends.append(min((job.since for job in running), default=now) + self._task_seconds)
        return max(0.0, min(ends) - now) if ends else None

    def check(self, running: list[Running]) -> None:
        """Raise where a limit is over."""
        now = time.monotonic()
        if self._task_seconds is not None:
            for job in running:
                if now - job.since > self._task_seconds:
                    raise TaskTooLong(job.label, self._task_seconds, job.path(), whole=job.whole)
        if self._end is not None and now > self._end:
            assert self._seconds is not None
            raise RunTooLong(self._seconds, [job.label for job in running])
