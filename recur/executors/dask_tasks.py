"""Tasks that know nothing of each other, on a dask cluster: their outcomes in the order of the tasks.

A few go together, for a job costs dask a millisecond. A worker that is lost is no loss of what it had: dask gives its
job to another; where that dies of it as well, each task of the job is tried alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from recur.crew import Loss
from recur.executors.dask import DaskEngine

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")
TOGETHER = 32
#: Jobs that are given out before the first of them has ended, for each thread of the cluster.
AHEAD = 4


def outcomes_of(
    engine: DaskEngine,
    tasks: Iterable[Task],
    work: Callable[[Task], Outcome],
    lost: Callable[[Task, Loss], Outcome],
    patience: float | None,
    followed: Callable[[Task], bool],
) -> Iterator[Outcome]:
    """The outcome of each task, in their order; those of `lost` are tasks that end their workers, or that do not end.

    Where `followed(task)` is false, the next one is asked for once all before it have been told.
    """
    under_way: deque[tuple[list[Task], Any]] = deque()
    together: list[Task] = []

    def told(most: int) -> Iterator[Outcome]:
        while len(under_way) > most:
            job, future = under_way.popleft()
            yield from _outcomes(engine, job, future, work, lost, patience)

    for task in tasks:
        together.append(task)
        if len(together) == TOGETHER or not followed(task):
            under_way.append((together, engine.begun(_each, work, together)))
            together = []
            yield from told(AHEAD * engine.workers if followed(task) else 0)
    if together:
        under_way.append((together, engine.begun(_each, work, together)))
    yield from told(0)


def _each(work: Callable[[Task], Outcome], tasks: list[Task]) -> list[Outcome]:
    return [work(task) for task in tasks]


def _outcomes(
    engine: DaskEngine,
    tasks: list[Task],
    future: Any,
    work: Callable[[Task], Outcome],
    lost: Callable[[Task, Loss], Outcome],
    patience: float | None,
) -> list[Outcome]:
    import distributed

    try:
        found: list[Outcome] = future.result(None if patience is None else patience * len(tasks))
        return found
    except (distributed.scheduler.KilledWorker, TimeoutError) as fault:
        if len(tasks) == 1:
            future.cancel()
            return [lost(tasks[0], Loss.HUNG if isinstance(fault, TimeoutError) else Loss.DIED)]
    # One after the other: what waits at a worker that dies is held to be as guilty as what it worked at.
    return [
        found
        for task in tasks
        for found in _outcomes(engine, [task], engine.begun(_each, work, [task]), work, lost, patience)
    ]
