"""Worker processes at a heap of tasks: each task has one outcome, whatever becomes of the process that works at it.

A worker is a copy of this process where no other thread runs in it, and has loaded then what this one has; else it is
started afresh, which is safe beside threads. It leaves when its pipe closes, so none outlives the work, however that
ends. Ctrl-C is the business of whoever started them, not theirs. Tasks are taken from where they come no sooner than
they can be worked at, and few are held, however many there are.
"""

from __future__ import annotations

import gc
import os
import selectors
import signal
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import Context
from enum import StrEnum
from itertools import chain
from math import inf
from multiprocessing import current_process, get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Generic, TypeVar

from recur.model import LimitExceeded
from recur.model.limits import collect_seldom, keep_alarms

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")

BATCH = 8
BATCH_OF_KINDS = 40  # of tasks that have kinds, as all that are ahead are looked at for each batch
AHEAD = 160  # how many tasks are looked through for those akin to what a worker has done already
MANY_OF_A_KIND = 8  # tasks for which it is no loss to do once more what they have in common
#: Tasks whose outcomes wait for an earlier one to be told, at most.
MOST_HELD = 2_000
#: Kinds of tasks that are remembered of a worker.
MOST_KNOWN = 10_000
TRIES = 2


class Loss(StrEnum):
    """How a worker is lost at a task, every time that it is tried."""

    DIED = "died"
    HUNG = "hung"


def given_up(loss: Loss) -> LimitExceeded:
    """What is told of a task that has no outcome, for its process was lost at it."""
    if loss is Loss.HUNG:
        return LimitExceeded("the process that worked at this did not end within its time limit")
    told = "the process that worked at this has ended without a word"
    return LimitExceeded(told, hint="it may have needed more memory than there is")


class NoWorkers(Exception):
    """Processes end before they answer anything, or cannot be started: one has to do."""


def _all_differ(_: object) -> None:
    return None


def _all_have_come(_: object) -> bool:
    return True


COPY, AFRESH = "fork", "spawn"
#: The system's list of the threads of this process, on Linux.
THREADS = "/proc/self/task"
OPEN_FILES = "/proc/self/fd"
STANDARD_STREAMS = 3


def usable_processors() -> int:
    """How many processors this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def way_to_start() -> str:
    """A copy where this thread is known to be the only one: no lock is held then by another, which is not copied."""
    try:
        return COPY if len(os.listdir(THREADS)) == 1 else AFRESH
    except OSError:
        return AFRESH


def work(connection: Connection, work_of: Callable[[], Callable[[Task], Outcome]], way: str) -> None:
    """The life of a worker: a batch of tasks in, one outcome out for each, until the pipe closes."""
    if way == COPY:
        _forget_program(connection)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    collect_seldom()
    keep_alarms()
    Context().run(_work, connection, work_of)  # with none of the limits that run where it was started


def _forget_program(connection: Connection) -> None:
    """A copy keeps none of the program's files, for a lock and a pipe last while any process has them; nor handlers."""
    for name in os.listdir(OPEN_FILES):
        if int(name) >= STANDARD_STREAMS and int(name) != connection.fileno():
            with suppress(OSError):  # that of the list itself
                os.close(int(name))
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)


def _work(connection: Connection, work_of: Callable[[], Callable[[Task], Outcome]]) -> None:
    done_with = work_of()
    try:
        while True:
            for task in connection.recv():
                connection.send(done_with(task))
    except (EOFError, OSError):
        return


class CrewProcess(Generic[Task]):
    """One process, the numbered tasks it was given and has not answered, and since when it has been silent."""

    def __init__(self, work_of: Callable[[], Callable[[Task], object]], way: str) -> None:
        context: BaseContext = get_context(way)
        self.connection, theirs = context.Pipe()
        process: type[BaseProcess] = context.Process  # type: ignore[attr-defined]
        self.process = process(target=work, args=(theirs, work_of, way), daemon=True, name="recur-worker")
        with _interrupts_ignored(), _program_left_alone():
            self.process.start()
        theirs.close()
        self.tasks: deque[tuple[int, Task]] = deque()
        self.known: set[Hashable] = set()
        self.heard = time.monotonic()

    def give(self, batch: list[tuple[int, Task]]) -> None:
        if not self.tasks:
            self.heard = time.monotonic()
        self.tasks.extend(batch)
        self.connection.send([task for _, task in batch])

    def learn(self, kinds: Iterable[Hashable]) -> None:
        if len(self.known) > MOST_KNOWN:
            self.known.clear()
        self.known.update(kinds)

    def end(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.join()


class Listening:
    """What is heard of several connections; where the system can poll, they are told to it once, not at each time."""

    def __init__(self) -> None:
        poll = getattr(selectors, "PollSelector", None)
        self._selector: selectors.BaseSelector | None = None if poll is None else poll()

    def add(self, connection: Connection) -> None:
        if self._selector is not None:
            self._selector.register(connection, selectors.EVENT_READ)

    def drop(self, connection: Connection) -> None:
        if self._selector is not None:
            with suppress(KeyError):  # that of a worker which had ended, and was not listened to any more
                self._selector.unregister(connection)

    def ready(self, connections: Sequence[Connection], seconds: float | None) -> list[object]:
        """Those of the connections from which something has come; none once the seconds are over."""
        if self._selector is None:
            return list(wait(connections, seconds))
        found: list[object] = [key.fileobj for key, _ in self._selector.select(seconds)]
        for connection in found:
            if connection not in connections:  # nothing was asked of it, so this is its end
                self._selector.unregister(connection)  # type: ignore[arg-type]
        return found


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """A process started inside ignores Ctrl-C from its first instruction on."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _program_left_alone() -> Iterator[None]:
    """A process started inside does not run the program again that started it: all its work is in modules.

    Else a program that is not guarded by `if __name__ == "__main__"` would begin anew in each worker.
    """
    program = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


class Crew(Generic[Task, Outcome]):
    """Several workers at a heap of tasks. Used with `with`: at its end every worker is gone.

    `work_of()` makes, in a worker, the function of a task to its outcome; `lost` is the outcome of a task at which
    workers are lost. A worker that is silent for `patience` seconds is lost. Tasks of one kind, by `kind_of`, go to one
    worker where that is no loss. Where `followed(task)` is false, the next task may not have come yet: it is asked for
    once all before it have been answered. The tasks `warm` are done before copies of this process are made, which then
    have what is loaded for them.
    """

    def __init__(
        self,
        tasks: Iterable[Task],
        size: int,
        work_of: Callable[[], Callable[[Task], Outcome]],
        lost: Callable[[Task, Loss], Outcome],
        patience: float | None = None,
        kind_of: Callable[[Task], Hashable] = _all_differ,
        followed: Callable[[Task], bool] = _all_have_come,
        warm: Sequence[Task] = (),
    ) -> None:
        self.warm = warm
        self.work_of, self.lost, self.patience, self.kind_of, self.followed = work_of, lost, patience, kind_of, followed
        self._source = enumerate(tasks)
        self._taken, self._next_has_come, self._ended = 0, True, False
        self._room: float = inf  # the number of the first task for which there is no room yet
        self._heap: deque[tuple[int, Task]] = deque()
        #: tasks at which a worker died: each is tried again with nothing beside it
        self._alone: deque[tuple[int, Task]] = deque()
        self._deaths: dict[int, int] = {}
        self._lost_workers = 0
        self._answered = False  # whether any worker ever did anything
        self._size = size
        self._workers: list[CrewProcess[Task]] = []
        self._listening = Listening()

    def __enter__(self) -> Crew[Task, Outcome]:
        return self

    def __exit__(self, *_: object) -> None:
        while self._workers:
            self._dismissed(self._workers[-1])

    def outcomes(self) -> Iterator[Outcome]:
        """The outcome of each task, in their order."""
        found: dict[int, Outcome] = {}
        told = 0
        self._room = MOST_HELD
        for number, outcome in self.finished():
            found[number] = outcome
            while told in found:
                yield found.pop(told)
                told += 1
                self._room = told + MOST_HELD

    def finished(self) -> Iterator[tuple[int, Outcome]]:
        """The number and the outcome of each task, in whatever order they are finished."""
        try:
            self._warm_up()
            self._workers += (self._started() for _ in range(self._size))
            while not self._idle():
                for worker in self._workers:
                    self._feed(worker)
                yield from self._heard()
        except NoWorkers:
            yield from self._finished_here()

    def _warm_up(self) -> None:
        if self.warm and way_to_start() == COPY:
            done_with = self.work_of()
            for task in self.warm:
                done_with(task)

    def _finished_here(self) -> Iterator[tuple[int, Outcome]]:
        """What is left, in this process; but for what has cost another its life."""
        left = [task for worker in self._workers for task in worker.tasks] + list(self._heap)
        for number, suspect in self._alone:
            yield number, self.lost(suspect, Loss.DIED)
        done_with = self.work_of()
        for number, task in chain(left, self._source):
            yield number, done_with(task)

    def _idle(self) -> bool:
        """Whether nothing is left to do, once what may be asked for has been."""
        while not self._ended and len(self._heap) < AHEAD and self._may_ask():
            number, task = next(self._source, (-1, None))
            if task is None:
                self._ended = True
                break
            self._heap.append((number, task))
            self._taken, self._next_has_come = number + 1, self.followed(task)
        return self._ended and not self._under_way()

    def _may_ask(self) -> bool:
        return (self._next_has_come and self._taken < self._room) or not self._under_way()

    def _under_way(self) -> bool:
        return bool(self._heap or self._alone or any(worker.tasks for worker in self._workers))

    def _heard(self) -> Iterator[tuple[int, Outcome]]:
        """Wait until something is finished, or some worker may hang."""
        busy = [worker for worker in self._workers if worker.tasks]
        seconds = None if self.patience is None else 1.0
        ready = self._listening.ready([worker.connection for worker in busy], seconds) if busy else []
        for worker in busy:
            if worker.connection in ready:
                yield from self._received(worker)
        for worker in list(self._workers):
            if self._hangs(worker):
                yield from self._replaced(worker, Loss.HUNG)

    def _feed(self, worker: CrewProcess[Task]) -> None:
        """A batch for a worker that has answered everything, for then neither waits for the other to read.

        Near the end batches get small, so that all end together.
        """
        if worker.tasks:
            return
        if self._alone:
            self._give(worker, [self._alone.popleft()])
        elif self._heap and (batch := self._batch(worker)):
            self._give(worker, batch)

    def _batch(self, worker: CrewProcess[Task]) -> list[tuple[int, Task]]:
        """Of the next tasks those akin to what this worker has done; then those akin to nothing that another has.

        At the end what is akin to few others is left to the worker that has done such: this one would begin anew.
        """
        size = max(1, min(BATCH_OF_KINDS, len(self._heap) // (2 * len(self._workers))))
        if self.kind_of is _all_differ:
            size = min(size, BATCH)
            return [self._heap.popleft() for _ in range(size)]
        ahead = [self._heap.popleft() for _ in range(min(AHEAD, len(self._heap)))]
        kinds = [self.kind_of(task) for _, task in ahead]
        others = set[Hashable]().union(*(other.known.intersection(kinds) for other in self._workers))
        ranks = [0 if kind in worker.known else 2 if kind in others else 1 for kind in kinds]
        counts = Counter(kinds) if self._ended else {}
        free = [at for at, rank in enumerate(ranks) if rank < 2 or counts.get(kinds[at], inf) >= MANY_OF_A_KIND]
        chosen = sorted(sorted(free, key=ranks.__getitem__)[:size])
        self._heap.extendleft(reversed([task for position, task in enumerate(ahead) if position not in chosen]))
        worker.learn(kinds[position] for position in chosen)
        return [ahead[position] for position in chosen]

    def _give(self, worker: CrewProcess[Task], batch: list[tuple[int, Task]]) -> None:
        try:
            worker.give(batch)
        except OSError:  # it died before it was asked
            worker.tasks.clear()
            self._heap.extendleft(reversed(batch))
            self._replace(worker)

    def _received(self, worker: CrewProcess[Task]) -> Iterator[tuple[int, Outcome]]:
        """What has come of a worker: an outcome, or its end."""
        try:
            outcome = worker.connection.recv()
        except (EOFError, OSError):
            yield from self._replaced(worker, Loss.DIED)
            return
        worker.heard = time.monotonic()
        self._answered = True
        yield worker.tasks.popleft()[0], outcome

    def _replaced(self, worker: CrewProcess[Task], loss: Loss) -> Iterator[tuple[int, Outcome]]:
        """A new worker for one that is lost: the task it died at is tried alone, those behind it as before."""
        (number, suspect), *behind = worker.tasks
        worker.tasks.clear()
        self._heap.extendleft(reversed(behind))
        self._deaths[number] = self._deaths.get(number, 0) + 1
        if loss is Loss.HUNG or self._deaths[number] >= TRIES:
            yield number, self.lost(suspect, loss)
        else:
            self._alone.append((number, suspect))
        self._replace(worker)

    def _replace(self, worker: CrewProcess[Task]) -> None:
        self._dismissed(worker)
        self._lost_workers += 1
        if not self._answered and self._lost_workers > self._size:
            raise NoWorkers("no process can be started that does any work")
        self._workers.append(self._started())

    def _started(self) -> CrewProcess[Task]:
        if current_process().daemon:  # a worker itself, of a pool
            raise NoWorkers("a daemon of multiprocessing may start no process")
        try:
            worker: CrewProcess[Task] = CrewProcess(self.work_of, way_to_start())
        except OSError as fault:
            raise NoWorkers("no process can be started") from fault
        self._listening.add(worker.connection)
        return worker

    def _dismissed(self, worker: CrewProcess[Task]) -> None:
        self._workers.remove(worker)
        self._listening.drop(worker.connection)
        worker.end()

    def _hangs(self, worker: CrewProcess[Task]) -> bool:
        if self.patience is None or not worker.tasks:
            return False
        return time.monotonic() - worker.heard > self.patience
