"""Workers of their own process each: tasks out, judgements back, and nothing lost when one of them dies.

A worker is started afresh rather than forked, so it is safe beside threads; it leaves when its pipe closes, so
none outlives the grading, however that ends. Ctrl-C is the grading's business, not theirs.
"""

from __future__ import annotations

import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from recur.answers.grading.judgements import MORE_TIME, Judge, Judgement, Task, undecided

BATCH = 8
AHEAD = 160  # how many tasks are looked through for those to a question that a worker has solved already
#: What identifies a question in a task: its recurrence and its key.
Question = tuple[str, str]
#: A worker that is silent for this much longer than an answer may take hangs where no time limit reaches.
GRACE_SECONDS = 20.0
PATIENCE = 3 * (1 + MORE_TIME)  # a question, an answer and a key, each tried again with more time
TRIES = 2
DIED = "The process that judged this answer ended without a word, {tries} times; a person has to look."
HUNG = "Judging this answer did not end within its time limit; a person has to look."


def serve(connection: Connection, judge_of: JudgeOf, timeout: float | None) -> None:
    """The life of a worker: a batch of tasks in, one judgement out for each, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    judge = judge_of(timeout)
    try:
        while True:
            for task in connection.recv():
                connection.send(judge.judge(task))
    except (EOFError, OSError):
        return


#: What makes the judge of a worker, given the time that an answer may take.
JudgeOf = Callable[[float | None], Judge]


class NoWorkers(Exception):
    """Processes end before they answer anything: this is no machine, or no moment, to have several."""


class GradingProcess:
    """One process, the tasks it was given and has not answered, and since when it has been silent."""

    def __init__(self, judge_of: JudgeOf, timeout: float | None) -> None:
        context = get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(
            target=serve, args=(theirs, judge_of, timeout), daemon=True, name="recur-worker"
        )
        with _interrupts_ignored():
            self.process.start()
        theirs.close()
        self.tasks: deque[Task] = deque()
        self.solved: set[Question] = set()
        self.heard = time.monotonic()

    def give(self, batch: list[Task]) -> None:
        if not self.tasks:
            self.heard = time.monotonic()
        self.tasks.extend(batch)
        self.solved.update(task[:2] for task in batch)
        self.connection.send(batch)

    def end(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.join()


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


class Crew:
    """Several workers at a heap of tasks. Used with `with`: at its end every worker is gone."""

    def __init__(self, tasks: Iterable[Task], size: int, timeout: float | None, judge_of: JudgeOf = Judge) -> None:
        self.timeout, self.judge_of = timeout, judge_of
        self._heap = deque(tasks)
        self._alone: deque[Task] = deque()  # tasks at which a worker died: each is tried again with nothing beside it
        self._deaths: dict[Task, int] = {}
        self._lost = 0
        self._answered = False  # whether any worker ever did anything
        self._workers = [GradingProcess(judge_of, timeout) for _ in range(size)]

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()

    @property
    def idle(self) -> bool:
        """Whether nothing is left to judge."""
        return not (self._heap or self._alone or any(worker.tasks for worker in self._workers))

    def finished(self) -> Iterator[tuple[Task, Judgement]]:
        """Hand out what is to be done, then wait until something is finished, or somebody may hang."""
        for worker in self._workers:
            self._feed(worker)
        busy = [worker for worker in self._workers if worker.tasks]
        ready = wait([worker.connection for worker in busy], self._patience()) if busy else []
        for worker in busy:
            if worker.connection in ready:
                yield from self._received(worker)
        for worker in list(self._workers):
            if self._hangs(worker):
                yield from self._replaced(worker, HUNG, last=True)

    def _feed(self, worker: GradingProcess) -> None:
        """A batch for a worker that has answered everything, for then neither waits for the other to read.

        Near the end batches get small, so that all end together.
        """
        if worker.tasks:
            return
        if self._alone:
            self._give(worker, [self._alone.popleft()])
        elif self._heap:
            self._give(worker, self._batch(worker))

    def _batch(self, worker: GradingProcess) -> list[Task]:
        """Of the next tasks those to questions that this worker has solved; then to questions that nobody has."""
        size = max(1, min(BATCH, len(self._heap) // (2 * len(self._workers))))
        ahead = [self._heap.popleft() for _ in range(min(AHEAD, len(self._heap)))]
        others = set[Question]().union(*(other.solved for other in self._workers if other is not worker))
        ranks = [0 if task[:2] in worker.solved else 2 if task[:2] in others else 1 for task in ahead]
        chosen = sorted(sorted(range(len(ahead)), key=ranks.__getitem__)[:size])
        self._heap.extendleft(reversed([task for position, task in enumerate(ahead) if position not in chosen]))
        return [ahead[position] for position in chosen]

    def _give(self, worker: GradingProcess, batch: list[Task]) -> None:
        try:
            worker.give(batch)
        except OSError:  # it died before it was asked
            worker.tasks.clear()
            self._heap.extendleft(reversed(batch))
            self._replace(worker)

    def _received(self, worker: GradingProcess) -> Iterator[tuple[Task, Judgement]]:
        try:
            while worker.tasks and worker.connection.poll():
                judgement = worker.connection.recv()
                worker.heard = time.monotonic()
                self._answered = True
                yield worker.tasks.popleft(), judgement
        except (EOFError, OSError):
            yield from self._replaced(worker, DIED.format(tries=TRIES))

    def _replaced(self, worker: GradingProcess, reason: str, last: bool = False) -> Iterator[tuple[Task, Judgement]]:
        """A new worker for one that is lost: the task it died at is tried alone, those behind it as before."""
        suspect, *behind = worker.tasks
        worker.tasks.clear()
        self._heap.extendleft(reversed(behind))
        self._replace(worker)
        self._deaths[suspect] = self._deaths.get(suspect, 0) + 1
        if last or self._deaths[suspect] >= TRIES:
            yield suspect, undecided(reason, "worker-lost")
        else:
            self._alone.append(suspect)

    def _replace(self, worker: GradingProcess) -> None:
        worker.end()
        self._lost += 1
        if not self._answered and self._lost > len(self._workers):
            raise NoWorkers("no process can be started that judges answers")
        self._workers[self._workers.index(worker)] = GradingProcess(self.judge_of, self.timeout)

    def _patience(self) -> float | None:
        return None if self.timeout is None else 1.0

    def _hangs(self, worker: GradingProcess) -> bool:
        if self.timeout is None or not worker.tasks:
            return False
        return time.monotonic() - worker.heard > PATIENCE * self.timeout + GRACE_SECONDS
