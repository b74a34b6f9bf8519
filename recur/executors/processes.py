"""The processes engine: the driver keeps the graph and hands out strands, worker processes run them.

A task stays in the worker where it began; its calls come back to the driver as messages that are passed on unopened.
Each worker takes the newest of the calls that its own tasks have spawned, or the oldest of another's. A worker has one
job at a time and is never made to wait for another, so that nesting cannot lock up.
"""

from __future__ import annotations

import multiprocessing
import pickle
import secrets
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing import connection, resource_tracker
from multiprocessing.connection import Connection
from typing import Any, cast

from recur.executors.blas import one_thread_in_children
from recur.executors.engine import Engine
from recur.executors.failures import RunTooLong, WorkerLost
from recur.executors.interrupts import interrupts_held_back
from recur.executors.jobs import Begin, Failed, Load, Reply, Resume, as_error, pack_calls
from recur.executors.packing import unpack
from recur.executors.process_worker import serve
from recur.executors.shared_arrays import Segments, remove
from recur.executors.unfolding import Run
from recur.forkjoin.references import Reference
from recur.forkjoin.tasks import Call


class Worker:
    """A process, the line to it, and what it is doing."""

    def __init__(self, number: int, start: str, prefix: str) -> None:
        context: Any = multiprocessing.get_context(start)
        self.number = number
        self.prefix = prefix
        self.segments = 0  # that it has reported
        self.label = ""  # what it is running
        self.loaded: set[Reference] = set()
        self.kept = 0  # of the segments that last, how many it keeps mapped
        self.line, other = context.Pipe()
        line: Connection = self.line
        self.fileno = line.fileno
        self.process = context.Process(target=serve, args=(other, prefix), name=f"recur-worker-{number}", daemon=True)
        self.process.start()
        other.close()

    def lacks(self, task: Reference, kept: int) -> bool:
        return task not in self.loaded or self.kept < kept

    def send(self, job: Begin | Resume | Load | None) -> None:
        try:
            self.line.send_bytes(pickle.dumps(job, pickle.HIGHEST_PROTOCOL))
        except OSError:
            raise self.lost() from None

    def receive(self) -> Reply:
        try:
            reply: Reply = pickle.loads(self.line.recv_bytes())
        except (EOFError, OSError):
            raise self.lost() from None
        return reply

    def lost(self) -> WorkerLost:
        self.process.join(5)
        code = self.process.exitcode
        how = f"was killed by {signal.Signals(-code).name}" if code and code < 0 else f"ended with exit code {code}"
        doing = f" while it ran {self.label}" if self.label else ""
        hint = None
        if code == -signal.SIGKILL:
            hint = "a process that needs more memory than there is ends like this"
        elif not self.loaded:
            hint = 'a script opens the engine below if __name__ == "__main__": its workers load the script, too'
        return WorkerLost(f"worker {self.number} (process {self.process.pid}) {how}{doing}", hint=hint)

    def end(self, at_once: bool) -> None:
        if at_once:
            self.process.kill()
        else:
            with suppress(WorkerLost):
                self.send(None)
            self.process.join(2)
            if self.process.is_alive():
                self.process.kill()
        self.process.join()
        self.process.close()
        self.line.close()


class ProcessesEngine(Engine):
    """P processes, started by spawn unless another start method is named."""

    name = "processes"

    def __init__(self, workers: int | None = None, cutoff: int | str | None = "auto", start: str = "spawn") -> None:
        super().__init__(workers, cutoff)
        if start not in multiprocessing.get_all_start_methods():
            raise ValueError(f"a start method is one of {', '.join(multiprocessing.get_all_start_methods())}")
        self.start = start
        self._workers: list[Worker] = []
        self._token = f"recur-{secrets.token_hex(4)}-"
        self._generation = 0
        self._shared = Segments(f"{self._token}d-")
        self._kept: list[str] = []

    def share(self, array: Any) -> Any:
        """A copy in shared memory, which lasts until the engine is closed and is handed to tasks without copying."""
        shared = self._shared.copy_of(array)
        self._kept += self._shared.report()
        return shared

    def _open(self, stack: ExitStack) -> None:
        # Children started before it would each start one of their own, which would clean up what is still in use.
        resource_tracker.ensure_running()
        stack.callback(self._forget_kept)
        stack.callback(self._end_workers)
        self._start_workers()

    def _prepare(self, call: Call) -> None:
        if not self._workers:
            self._start_workers()
        wanted = call.task.reference
        with self._ending_well():
            waiting = [worker for worker in self._workers if worker.lacks(wanted, len(self._kept))]
            for worker in waiting:
                worker.send(Load(wanted, tuple(self._kept[worker.kept :])))
            for worker in waiting:
                reply = worker.receive()
                if isinstance(reply, Failed):
                    raise as_error(reply)
                worker.loaded.add(wanted)
                worker.kept = len(self._kept)

    def _run(self, call: Call, seconds: float | None) -> tuple[Any, int, tuple[str, ...]]:
        end = None if seconds is None else time.monotonic() + seconds
        with self._ending_well():
            try:
                [packed] = pack_calls([call], self._shared)
                made = self._shared.report()
            except BaseException:
                for name in self._shared.report():
                    self._remove(name)
                raise
            run = Run(packed, self.workers, self.cutoff, made=made, free=self._remove)
            try:
                self._drive(run, seconds, end)
                value = unpack(run.value, self._shared)
            finally:
                run.release_all()
            return value, run.jobs, ()

    def _drive(self, run: Run, seconds: float | None, end: float | None) -> None:
        """Keep every worker busy until the root has ended."""
        idle = list(self._workers)
        busy: list[Worker] = []
        while not run.ended:
            resting = []
            for worker in idle:
                job = run.next_job(worker.number)
                if job is None:
                    resting.append(worker)
                    continue
                worker.label = run.label(job.job)
                worker.send(job)
                busy.append(worker)
            idle = resting
            timeout = None if end is None else max(0.0, end - time.monotonic())
            ready: Any = connection.wait(cast(Any, busy), timeout)
            if not ready:
                assert seconds is not None
                raise RunTooLong(seconds, [worker.label for worker in busy])
            for worker in ready:
                reply = worker.receive()
                run.take(reply, worker.number)
                worker.segments += 0 if isinstance(reply, Failed) else len(reply.made)
                worker.label = ""
                busy.remove(worker)
                idle.append(worker)

    @contextmanager
    def _ending_well(self) -> Iterator[None]:
        """After any failure the workers are ended with what they hold; the next run starts others."""
        try:
            yield
        except BaseException:
            self._end_workers(at_once=True)
            raise

    def _start_workers(self) -> None:
        self._generation += 1
        with one_thread_in_children(), interrupts_held_back():
            for number in range(self.workers):
                prefix = f"{self._token}{self._generation}-{number}-"
                self._workers.append(Worker(number, self.start, prefix))

    def _end_workers(self, at_once: bool = False) -> None:
        workers, self._workers = self._workers, []
        for worker in workers:
            worker.end(at_once)
        for worker in workers:
            # What was made after its last message is in no list; names are numbered, so the first gap is the end.
            number = worker.segments
            while remove(f"{worker.prefix}{number}"):
                number += 1

    def _remove(self, name: str) -> None:
        remove(name)
        self._shared.forget(name)

    def _forget_kept(self) -> None:
        kept, self._kept = self._kept, []
        for name in kept:
            self._remove(name)


OPEN = ProcessesEngine
