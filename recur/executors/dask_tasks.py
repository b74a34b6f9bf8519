"""Tasks that know nothing of each other, on a dask cluster: their outcomes in the order of the tasks.

A few go together, for a job costs dask a millisecond. A worker that is lost is no loss of what it had: dask gives its
job to another; where that dies of it as well, each task of the job is tried alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TypeVar

from recur.crew import Loss, NoWorkers
from recur.executors.dask import BegunWork, DaskEngine, SchedulerLost
from recur.executors.failures import WorkerLost

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
    under_way: deque[tuple[deque[Task], BegunWork]] = deque()
    together: list[Task] = []
    source = iter(tasks)

    def begin() -> None:
        under_way.append((deque(together), engine.begun(_each, work, tuple(together))))
        together.clear()

    def told(most: int) -> Iterator[Outcome]:
        while len(under_way) > most:
            yield from _outcomes(engine, *under_way[0], work, lost, patience)
            under_way.popleft()

    try:
        for task in source:
            together.append(task)
            if len(together) == TOGETHER or not followed(task):
                begin()
                yield from told(AHEAD * engine.workers if followed(task) else 0)
        if together:
            begin()
        yield from told(0)
    except SchedulerLost:  # nothing that was under way is to blame
        yield from map(work, chain((task for job, _ in under_way for task in job), together, source))
    except NoWorkers:  # what was under way may be what has cost all of them their lives; the rest is done here
        yield from (lost(task, Loss.DIED) for job, _ in under_way for task in job)
        yield from map(work, chain(together, source))


def _each(work: Callable[[Task], Outcome], tasks: tuple[Task, ...]) -> list[Outcome]:
    return [work(task) for task in tasks]


def _outcomes(
    engine: DaskEngine,
    job: deque[Task],
    begun: BegunWork,
    work: Callable[[Task], Outcome],
    lost: Callable[[Task, Loss], Outcome],
    patience: float | None,
) -> Iterator[Outcome]:
    """The outcomes of a job; a task leaves the job when its own is told."""
    try:
        found: list[Outcome] = engine.ended(begun, None if patience is None else patience * len(job))
    except (WorkerLost, TimeoutError) as fault:
        begun.future.cancel()
        if len(job) == 1:
            yield lost(job.popleft(), Loss.HUNG if isinstance(fault, TimeoutError) else Loss.DIED)
    else:
        job.clear()
        yield from found
    while job:  # one after the other: what waits at a worker that dies is held to be as guilty as what it worked at
        alone = engine.begun(_each, work, (job[0],))
        yield from _outcomes(engine, deque([job[0]]), alone, work, lost, patience)
        job.popleft()
