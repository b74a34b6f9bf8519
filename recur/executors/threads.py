"""The threads engine: work stealing among the threads of this process, and no thread ever waits at a join.

A worker goes on with the first call of a join itself and leaves the others in its own queue, from which it takes the
newest back, and idle workers steal the oldest (Blumofe and Leiserson 1999). Whoever brings the last result of a join
resumes the task that waits there, so a join costs no waiting thread and nesting cannot lock up.
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections import deque
from contextlib import ExitStack
from queue import SimpleQueue
from typing import Any

from recur.executors.blas import unpinned
from recur.executors.cutoff import Cutoff
from recur.executors.engine import Engine, RunOutcome
from recur.executors.failures import TaskFailed, tell
from recur.executors.time_limits import Allowance, Running
from recur.forkjoin.tasks.elision import path, serial_result
from recur.forkjoin.tasks.tasks import Call, Frame

#: A sleeping worker looks around this often even if nobody wakes it.
NAP_SECONDS = 0.05
#: How long a thread that was told to stop may take to leave the task it is in.
GRACE_SECONDS = 2.0


class GivenUp(BaseException):
    """Raised inside a thread whose run has been given up."""


class ThreadFrame(Frame):
    """A task with the place its result goes to; a token is left for every result but the last of its join."""

    __slots__ = ("parent", "slot", "tokens", "whole")

    def __init__(self, call: Call, parent: ThreadFrame | None, slot: int) -> None:
        super().__init__(call)
        self.parent = parent
        self.slot = slot
        self.tokens: list[None] = []
        self.whole = False

    def fork(self) -> list[ThreadFrame]:
        """The children of this join, before any of them may run."""
        self.results = [None] * len(self.calls)
        self.tokens = [None] * (len(self.calls) - 1)
        return [ThreadFrame(call, self, slot) for slot, call in enumerate(self.calls)]

    def path(self) -> list[Call]:
        frame: ThreadFrame | None = self
        calls = []
        while frame is not None:
            calls.append(frame.call)
            frame = frame.parent
        return calls

    def told_path(self) -> str:
        return path([call.label for call in self.path()])


class ThreadRun:
    """One run: a queue for each worker, and how it ended."""

    def __init__(self, root: Call, workers: int, cutoff: Cutoff) -> None:
        self.queues: list[deque[ThreadFrame]] = [deque() for _ in range(workers)]
        self.queues[0].append(ThreadFrame(root, None, 0))
        self.cutoff = cutoff
        self.busy: list[ThreadFrame | None] = [None] * workers
        self.since = [0.0] * workers
        self.jobs = [0] * workers
        self.asleep: deque[threading.Lock] = deque()
        self.ended = threading.Event()
        self.leaving = threading.Lock()
        self.value: Any = None
        self.error: BaseException | None = None

    def end(self, value: Any = None, error: BaseException | None = None) -> None:
        """The first ending counts."""
        if not self.ended.is_set():
            self.value, self.error = value, error
            self.ended.set()
        self.wake(len(self.queues))

    def work(self, worker: int) -> None:
        """Take a part in the run until it has ended."""
        bed = threading.Lock()
        bed.acquire()
        while not self.ended.is_set():
            frame = self.take(worker)
            if frame is None:
                self.asleep.append(bed)
                frame = self.take(worker)  # what came in between would wake nobody
                if frame is None:
                    bed.acquire(timeout=NAP_SECONDS)
                    continue
            self.follow(frame, worker)
            self.busy[worker] = None

    def take(self, worker: int) -> ThreadFrame | None:
        """The newest of one's own, else the oldest of another's."""
        try:
            return self.queues[worker].pop()
        except IndexError:
            pass
        for other in range(1, len(self.queues)):
            try:
                return self.queues[(worker + other) % len(self.queues)].popleft()
            except IndexError:
                pass
        return None

    def wake(self, workers: int) -> None:
        for _ in range(workers):
            try:
                self.asleep.pop().release()
            except (IndexError, RuntimeError):  # all are awake, or this one has woken by itself
                return

    def follow(self, frame: ThreadFrame, worker: int) -> None:
        """Run a task, its first child, that one's first child …, and every join that is complete on the way back."""
        queue = self.queues[worker]
        while not self.ended.is_set():
            self.since[worker] = time.monotonic()  # before the frame: a task is never charged for the one before it
            self.busy[worker] = frame
            self.jobs[worker] += 1
            try:
                self.advance(frame)
            except TaskFailed as error:
                self.end(error=error)
                return
            if frame.calls:
                frame, *others = frame.fork()
                queue.extend(reversed(others))
                if others and self.asleep:
                    self.wake(len(others))
                continue
            parent = frame.parent
            if parent is None:
                self.end(frame.value)
                return
            parent.results[frame.slot] = frame.value
            try:
                parent.tokens.pop()
                return  # another result is still to come, and whoever brings it goes on
            except IndexError:
                frame = parent

    def running(self) -> list[Running]:
        """What the workers are at."""
        return [
            Running(frame.call.label, frame.told_path, frame.whole, self.since[worker])
            for worker, frame in enumerate(self.busy)
            if frame is not None
        ]

    def advance(self, frame: ThreadFrame) -> None:
        call = frame.call
        try:
            if not frame.calls and self.cutoff.policy is not None:
                size = call.size
                if self.cutoff.is_whole(call.task, size):
                    frame.whole = True
                    start = time.perf_counter_ns()
                    frame.value = serial_result(call, tell)
                    self.cutoff.learn(call.task, size, time.perf_counter_ns() - start)
                    return
            frame.advance()
        except TaskFailed:
            raise
        except Exception as error:
            tell(error, frame.path())


class ThreadsEngine(Engine):
    """P threads that steal work from each other."""

    name = "threads"
    runs_here = True

    def __init__(
        self, workers: int | None = None, cutoff: int | str | None = "auto", task_seconds: float | None = None
    ) -> None:
        super().__init__(workers, cutoff, task_seconds)
        self._threads: list[threading.Thread] = []
        self._runs: list[SimpleQueue[ThreadRun | None]] = []

    def _open(self, stack: ExitStack) -> None:
        stack.callback(self._dismiss)
        self._hire()

    def _hire(self) -> None:
        self._runs = [SimpleQueue() for _ in range(self.workers)]
        self._threads = []
        for i, runs in enumerate(self._runs):
            thread = threading.Thread(target=_serve, args=(i, runs), name=f"recur-worker-{i}", daemon=True)
            thread.start()
            self._threads.append(thread)  # a limit that falls in between leaves none behind that never started

    def _dismiss(self) -> None:
        """Threads at rest end at once; one that is caught in a task that does not stop is left behind."""
        for runs in self._runs:
            runs.put(None)
        for thread in self._threads:
            thread.join(GRACE_SECONDS)

    def _run(self, call: Call, seconds: float | None) -> RunOutcome:
        run = ThreadRun(call, self.workers, self.cutoff)
        allowance = Allowance(seconds, self.task_seconds)
        for runs in self._runs:
            runs.put(run)
        try:
            while not run.ended.wait(allowance.left(run.running())):
                allowance.check(run.running())
            if run.error is not None:
                raise run.error
        except BaseException as error:
            self._give_up(run, error)
            raise
        return RunOutcome(run.value, sum(run.jobs), unpinned())

    def _give_up(self, run: ThreadRun, error: BaseException) -> None:
        """Stop the threads that are in a task of the run; hire others where one does not listen."""
        run.end(error=error)
        end = time.monotonic() + GRACE_SECONDS
        while any(run.busy) and time.monotonic() < end:
            with run.leaving:
                for thread, frame in zip(self._threads, run.busy, strict=True):
                    if frame is not None and thread.ident is not None:
                        _raise_in(thread.ident)
            time.sleep(0.01)
        if any(run.busy):
            for runs in self._runs:
                runs.put(None)
            self._hire()


def _serve(worker: int, runs: SimpleQueue[ThreadRun | None]) -> None:
    """Take part in each run that is called out; None is the end."""
    while (run := runs.get()) is not None:
        taking_part = True
        while taking_part:
            try:
                run.work(worker)
                # Under the lock, nobody is about to raise in this thread; what was raised before arrives here.
                with run.leaving:
                    run.busy[worker] = None
                taking_part = False
            except GivenUp:
                pass
            except BaseException as error:
                run.end(error=error)


def _raise_in(thread: int) -> None:
    """`Stopped`, at the next instruction of Python that the thread gets to."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(GivenUp))


OPEN = ThreadsEngine
