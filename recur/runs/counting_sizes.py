"""Counts at small sizes, as many as some seconds allow, beside what the program declares."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from recur.derivation import Step
from recur.errors import RecurError
from recur.executors.failures import TaskFailed
from recur.forkjoin.agreement import Agreement, compare_counts
from recur.forkjoin.tasks import Task
from recur.runs.sizes import calls_at

MOST_SIZES = 11
GROWTH = 8.0  # how much longer the next size may take than the last: a cube at twice the size


def count_sizes(
    task: Task, seconds: float, exponential: bool, seen: Callable[[int], None] = lambda n: None
) -> tuple[Agreement | None, tuple[Step, ...]]:
    """The agreement at the first sizes 1, 2, 4, … or 1, 2, 3, …; None, and why, where nothing is counted."""
    taken: list[int] = []
    end = time.monotonic() + seconds
    for size, _ in calls_at(task, _sizes(exponential)):
        start = time.monotonic()
        once = _counted(task, [size])
        taken.append(size)
        seen(size)
        if len(taken) > 1 and not any(count.work for count in once.counts):
            return None, (
                Step(f"{task.name} counts no operations: count(k) of recur.forkjoin says what a strand does."),
            )
        spent = time.monotonic() - start
        if len(taken) == MOST_SIZES or time.monotonic() + GROWTH * spent > end:
            break
    return _counted(task, taken), ()


def _counted(task: Task, sizes: list[int]) -> Agreement:
    try:
        return compare_counts(task, sizes)
    except (RecurError, MemoryError):
        raise
    except Exception as error:  # what a task raises
        raise TaskFailed(f"{task.name}(n = {sizes[-1]})", error) from error


def _sizes(exponential: bool) -> Iterator[int]:
    size = 1
    while True:
        yield size
        size = size + 1 if exponential else 2 * size
