"""Counts at small sizes, as many as some seconds allow, beside what the program declares."""

import time
from collections.abc import Callable, Iterator

from recur.executors.failures import TaskFailed
from recur.forkjoin.tasks.agreement import Agreement, agreement_of, checked_count
from recur.forkjoin.tasks.counting import Count
from recur.forkjoin.tasks.tasks import Call, Task
from recur.model import RecurError, Step
from recur.runs.sizes import calls_at

MOST_SIZES = 11
GROWTH = 8.0  # how much longer the next size may take than the last: a cube at twice the size


def count_sizes(
    task: Task, seconds: float, exponential: bool, seen: Callable[[int], None] = lambda n: None
) -> tuple[Agreement | None, tuple[Step, ...]]:
    """The agreement at the first sizes 1, 2, 4, … or 1, 2, 3, …; None, and why, where nothing is counted."""
    taken: dict[int, Count] = {}
    end = time.monotonic() + seconds
    for size, call in calls_at(task, _sizes(exponential)):
        start = time.monotonic()
        taken[size] = _counted(task, call)
        seen(size)
        if len(taken) > 1 and not taken[size].work:
            return None, (
                Step(f"{task.name} counts no operations: count(k) of recur.forkjoin says what a strand does."),
            )
        spent = time.monotonic() - start
        if len(taken) == MOST_SIZES or time.monotonic() + GROWTH * spent > end:
            break
    return agreement_of(task, tuple(taken), tuple(taken.values())), ()


def _counted(task: Task, call: Call) -> Count:
    try:
        return checked_count(task, call)
    except (RecurError, MemoryError):
        raise
    except Exception as error:  # what a task raises
        raise TaskFailed(call.label, error) from error


def _sizes(exponential: bool) -> Iterator[int]:
    size = 1
    while True:
        yield size
        size = size + 1 if exponential else 2 * size
