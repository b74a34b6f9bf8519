"""The processes engine: the driver keeps the graph and hands out strands, worker processes run them.

A task stays in the worker where it began; its calls come back to the driver as messages that are passed on unopened.
Each worker takes the newest of the calls that its own tasks have spawned, or the oldest of another's. A worker has one
job at a time and is never made to wait for another, so that nesting cannot lock up.
"""

import multiprocessing
import pickle
import secrets
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing import connection, resource_tracker
from multiprocessing.connection import Connection
from typing import Any, cast

from recur.executors.blas import one_thread_in_children
from recur.executors.engine import Engine, RunOutcome
from recur.executors.failures import WorkerLost
from recur.executors.guard import GUARD, UNGUARDED, end_an_unguarded_script
from recur.executors.interrupts import interrupts_held_back
from recur.executors.jobs import Begin, JobFailed, Load, Notice, Porter, Reply, Resume, Settle, as_error
from recur.executors.process_worker import serve
from recur.executors.segment_ledger import DRIVER, SegmentLedger
from recur.executors.shared_arrays import Segments, remove
from recur.executors.time_limits import Allowance, Running
from recur.executors.unfolding import UnfoldedGraph
from recur.forkjoin.tasks.references import Reference
from recur.forkjoin.tasks.tasks import Call

#: What is most often behind it.
KILLED_BY = {
    "SIGKILL": "a process that needs more memory than there is ends like this",
    "SIGBUS": "the folder of shared memory is full: use smaller arrays, or allow the folder more",
}


class WorkerProcess:
    """A process, the line to it, and what it is doing."""

    def __init__(self, number: int, start: str, prefix: str) -> None:
        context: Any = multiprocessing.get_context(start)
        self.number = number
        self.prefix = prefix
        self.segments = 0  # that it has reported
        self.running: Running | None = None
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

    def send(self, job: Begin | Resume | Load | Settle | Notice | None) -> None:
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
        killer = signal.Signals(-code).name if code and code < 0 else ""
        how = f"was killed by {killer}" if killer else f"ended with exit code {code}"
        doing = f" while it ran {self.running.label}" if self.running else ""
        hint = KILLED_BY.get(killer)
        if code == UNGUARDED:
            how = "ended, since the script that it loads would open an engine there, too"
        if code == UNGUARDED or (hint is None and not self.loaded):
            hint = GUARD
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

    def __init__(
        self,
        workers: int | None = None,
        cutoff: int | str | None = "auto",
        start: str = "spawn",
        task_seconds: float | None = None,
    ) -> None:
        super().__init__(workers, cutoff, task_seconds)
        if start not in multiprocessing.get_all_start_methods():
            raise ValueError(f"a start method is one of {', '.join(multiprocessing.get_all_start_methods())}")
        self.start = start
        self._workers: list[WorkerProcess] = []
        self._token = f"recur-{secrets.token_hex(4)}-"
        self._generation = 0
        self._shared = Segments(f"{self._token}d-")
        self._kept: list[str] = []
        self._ledger = SegmentLedger(self._shared, self.workers)

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
                if isinstance(reply, JobFailed):
                    raise as_error(reply)
                worker.loaded.add(wanted)
                worker.kept = len(self._kept)

    def _run(self, call: Call, seconds: float | None) -> RunOutcome:
        allowance, ledger = Allowance(seconds, self.task_seconds), self._ledger
        porter = Porter(self._shared)
        with self._ending_well():
            ledger.recall()
            try:
                [packed] = porter.calls([call])
                made = self._shared.report()
            except BaseException:
                for name in self._shared.report():
                    remove(name)
                raise
            ledger.enter(DRIVER, [(name, self._shared.size_of(name)) for name in made])
            run = UnfoldedGraph(packed, self.workers, self.cutoff, made=made, free=ledger.retire)
            try:
                self._drive(run, allowance)
                ledger.hand(DRIVER, run.refers_to)
                [value] = porter.opened(run.value)
            finally:
                run.release_all()
            self._settle()
            return RunOutcome(value, run.jobs, transfer=run.transfer)

    def _settle(self) -> None:
        """After a run: what is kept of its segments is mapped by all workers, and has no name any more."""
        ledger = self._ledger
        self._tell_all({worker: () for worker in self._workers if ledger.is_asked(worker.number)})
        lacking = {worker: ledger.unmapped_by(worker.number) for worker in self._workers}
        self._tell_all({worker: names for worker, names in lacking.items() if names})
        ledger.settle()
        for worker in self._workers:
            self._notify(worker)

    def _tell_all(self, names: dict[WorkerProcess, tuple[str, ...]]) -> None:
        """Have these workers map what they are told, and heed what they answer."""
        for worker in names:
            self._notify(worker)
            worker.send(Settle(names[worker]))
        for worker in names:
            reply = worker.receive()
            if isinstance(reply, JobFailed):
                raise as_error(reply)
            self._ledger.heed(worker.number, reply.account)

    def _notify(self, worker: WorkerProcess) -> None:
        notice = self._ledger.notice_for(worker.number)
        if notice is not None:
            worker.send(notice)

    def _drive(self, run: UnfoldedGraph, allowance: Allowance) -> None:
        """Keep every worker busy until the root has ended."""
        idle = list(self._workers)
        busy: list[WorkerProcess] = []
        while not run.ended:
            resting = []
            for worker in idle:
                self._notify(worker)
                job = run.next_job(worker.number)
                if job is None:
                    resting.append(worker)
                    continue
                worker.running = run.running(job)
                self._ledger.hand(worker.number, job.refers_to)
                worker.send(job)
                busy.append(worker)
            idle = resting
            running = [worker.running for worker in busy if worker.running]
            ready: Any = connection.wait(cast(Any, busy), allowance.left(running))
            for worker in ready:
                reply = worker.receive()
                if not isinstance(reply, JobFailed):
                    worker.segments += self._ledger.enter(worker.number, reply.account.made)
                    self._ledger.heed(worker.number, reply.account)
                run.take(reply, worker.number)
                worker.running = None
                busy.remove(worker)
                idle.append(worker)
            if not run.ended:
                allowance.check([worker.running for worker in busy if worker.running])

    @contextmanager
    def _ending_well(self) -> Iterator[None]:
        """After any failure the workers are ended with what they hold; the next run starts others."""
        try:
            yield
        except BaseException:
            self._end_workers(at_once=True)
            raise

    def _start_workers(self) -> None:
        end_an_unguarded_script()
        self._generation += 1
        with one_thread_in_children(), interrupts_held_back():
            for number in range(self.workers):
                prefix = f"{self._token}{self._generation}-{number}-"
                self._workers.append(WorkerProcess(number, self.start, prefix))

    def _end_workers(self, at_once: bool = False) -> None:
        workers, self._workers = self._workers, []
        for worker in workers:
            worker.end(at_once)
        for worker in workers:
            # What was made after its last message is in no list; names are numbered, so the first gap is the end.
            number = worker.segments
            while remove(f"{worker.prefix}{number}"):
                number += 1
        self._ledger.abandon()

    def _forget_kept(self) -> None:
        kept, self._kept = self._kept, []
        for name in kept:
            remove(name)
        self._shared.drop(kept)


OPEN = ProcessesEngine
