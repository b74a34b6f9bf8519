"""The dask engine: a cluster of dask.distributed, on this machine or at an address; futures are the arguments.

The driver keeps the graph and never sees an argument or a result on the way: a call goes from the worker that spawned
it to the worker that runs it, results go to the worker where the task waits for them. What the driver learns of a
task is its outline: whether it has ended, and the names and sizes of what it calls. Workers share no memory.
"""

from __future__ import annotations

import logging
import os
import pickle
import secrets
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from math import inf
from queue import Empty, SimpleQueue
from typing import Any

from recur.crew import TRIES, NoWorkers
from recur.executors.dask_worker import Outline, begin, forget, require_travels, resume
from recur.executors.engine import Engine, RunOutcome
from recur.executors.failures import EngineMissing, WorkerLost
from recur.executors.guard import GUARD, end_an_unguarded_script
from recur.executors.interrupts import interrupts_held_back
from recur.executors.jobs import as_error, failure
from recur.executors.time_limits import Allowance, Running
from recur.forkjoin.tasks.elision import path
from recur.forkjoin.tasks.references import Reference
from recur.forkjoin.tasks.tasks import Call
from recur.model.records import field, mutable

#: How often the driver looks whether all workers are still there.
LOOK_SECONDS = 0.5
CONNECT_SECONDS = 10
#: How long a cluster may be without any worker: whoever started them starts others, where anybody does.
RETURN_SECONDS = 30


class SchedulerLost(NoWorkers):
    """The scheduler has ended or does not answer: what was under way is not to blame."""

    def __init__(self) -> None:
        super().__init__("the dask scheduler has ended, or does not answer")


@mutable
class BegunWork:
    """Work that a cluster is at, and the workers that it is wanted on; none where any will do."""

    submit: Callable[..., Any]
    future: Any = None
    wanted: frozenset[str] = frozenset()


@mutable
class GraphNode:
    """A task of the graph; `outcome` is the future of its last job."""

    task: Reference
    size: int | None
    label: str
    parent: GraphNode | None
    slot: int = 0
    number: int = 0
    whole: bool = False
    outcome: Any = None
    worker: str = ""
    missing: int = 0
    running: Running | None = None
    children: list[GraphNode] = field(default_factory=list)

    def labels(self) -> list[str]:
        """Of this task, and of those through which it was reached."""
        found = []
        node: GraphNode | None = self
        while node is not None:
            found.append(node.label)
            node = node.parent
        return found


class DaskEngine(Engine):
    """P workers of one thread each on this machine, or P threads of the cluster whose scheduler is at `address`."""

    name = "dask"

    def __init__(
        self,
        workers: int | None = None,
        cutoff: int | str | None = "auto",
        address: str | None = None,
        task_seconds: float | None = None,
    ) -> None:
        super().__init__(workers, cutoff, task_seconds)
        self._wanted = workers
        self._address = address
        self._running: ExitStack | None = None
        self._cluster: Any = None
        self._client: Any = None
        self.threads: dict[str, int] = {}  # of each worker
        self._loaded: set[Reference] = set()

    def _open(self, stack: ExitStack) -> None:
        stack.callback(self._end_cluster)
        self._start_cluster()

    def _start_cluster(self) -> None:
        import distributed

        end_an_unguarded_script()
        # The workers leave Ctrl-C to the driver, which ends them.
        with ExitStack() as stack, interrupts_held_back():
            target: Any = self._address
            if target is None:
                stack.enter_context(_quietly())
                # What travels is pickled, and whoever reaches a port could send code: all are on the loopback, and
                # there is no dashboard. Memory is the system's to guard: dask's own limit would stop workers.
                try:
                    cluster = distributed.LocalCluster(
                        n_workers=self.workers,
                        threads_per_worker=1,
                        host="127.0.0.1",
                        protocol="tcp",
                        dashboard_address="127.0.0.1:0",
                        worker_dashboard_address="127.0.0.1:0",
                        scheduler_kwargs={"dashboard": False},
                        silence_logs=logging.CRITICAL,
                        memory_limit=0,
                    )
                except RuntimeError as error:
                    raise WorkerLost(f"the workers of dask did not start: {error}", hint=GUARD) from None
                target = self._cluster = stack.enter_context(cluster)
            self._client = stack.enter_context(self._connected(target))
            if self._address is None:
                self._client.wait_for_workers(self.workers)
            elif not self._has_workers(CONNECT_SECONDS):
                raise EngineMissing(f"the dask cluster at {self._address} has no workers")
            self.threads = self.threads_there()
            if self._address is not None:
                self.threads = _part_of(self.threads, self._wanted)
            self.workers = sum(self.threads.values())
            self.cutoff.workers = self.workers
            self._loaded.clear()
            self._running = stack.pop_all()

    def _connected(self, target: Any) -> Any:
        import distributed

        try:
            return distributed.Client(target, set_as_default=False, timeout=CONNECT_SECONDS)
        except (OSError, ValueError) as error:
            raise EngineMissing(
                f"no dask scheduler answers at {self._address}",
                hint="start one with dask scheduler, or leave address out",
            ) from error

    def _end_cluster(self, at_once: bool = False) -> None:
        running, self._running = self._running, None
        cluster, self._cluster = self._cluster, None
        if at_once and cluster is not None:
            for nanny in cluster.workers.values():  # asked to end, a worker would first wait for its task
                nanny.auto_restart = False
                with suppress(ProcessLookupError, TypeError):  # it has ended by itself
                    os.kill(nanny.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        if running is not None:
            running.close()

    def threads_there(self) -> dict[str, int]:
        """The threads of each worker of the cluster; SchedulerLost where the scheduler does not say in time."""
        client = self._client
        if client.status != "running":
            raise SchedulerLost
        try:
            return dict(client.sync(client.scheduler.ncores, callback_timeout=RETURN_SECONDS))
        except (OSError, TimeoutError, CancelledError) as fault:
            raise SchedulerLost from fault

    def begun(self, work: Callable[..., Any], *arguments: Any) -> BegunWork:
        """Work on some worker of the cluster, or of the part of it that is wanted."""
        begun = BegunWork(partial(self._client.submit, work, *arguments, pure=False))
        self._begin(begun)
        return begun

    def _begin(self, begun: BegunWork) -> None:
        if self._client.status != "running":
            raise SchedulerLost
        if self._address is None or self._wanted is None:
            begun.future = begun.submit()
        else:
            begun.wanted = frozenset(self.threads)
            begun.future = begun.submit(workers=list(begun.wanted))

    def ended(self, begun: BegunWork, seconds: float | None) -> Any:
        """What came of it. WorkerLost where it ends its workers, TimeoutError after so many seconds.

        NoWorkers where none is left in the whole cluster: no other ever would be. SchedulerLost where that has gone.
        """
        import distributed

        end, deaths = inf if seconds is None else time.monotonic() + seconds, 0
        seen = time.monotonic()
        while deaths < TRIES:
            try:
                return begun.future.result(max(0.0, min(LOOK_SECONDS, end - time.monotonic())))
            except distributed.scheduler.KilledWorker as fault:
                raise WorkerLost(f"workers of dask end at this: {fault}") from fault
            except CancelledError as fault:  # by nobody here: the connection is lost
                raise SchedulerLost from fault
            except TimeoutError:
                if time.monotonic() >= end:
                    raise
            # What ends its workers ends each as soon as it is back: none may ever be seen, and dask tells in the end.
            if there := self.threads_there():
                seen = time.monotonic()
            elif time.monotonic() - seen > RETURN_SECONDS:
                raise NoWorkers("the dask cluster has no workers left")
            if there and begun.wanted and begun.wanted.isdisjoint(there):  # dask gives their work to no other
                self.threads = _part_of(there, min(self._wanted or 0, sum(there.values())))
                deaths += 1
                begun.future.cancel()
                self._begin(begun)
        raise WorkerLost(f"workers of dask end at this, {deaths} times")

    def _has_workers(self, seconds: float) -> bool:
        """Whether there is one within so many seconds."""
        end = time.monotonic() + seconds
        while not self.threads_there():
            if time.monotonic() >= end:
                return False
            time.sleep(LOOK_SECONDS)
        return True

    def _prepare(self, call: Call) -> None:
        if self._running is None:
            self._start_cluster()
        wanted = call.task.reference
        if wanted not in self._loaded:
            self._client.run(wanted.find)
            self._loaded.add(wanted)

    def _run(self, call: Call, seconds: float | None) -> RunOutcome:
        run = DaskRun(self, call, seconds)
        try:
            return RunOutcome(run.value(), run.jobs)
        except BaseException:
            # A cluster of our own is ended, and the next run starts another; one that others may use is tidied up.
            if self._address is None:
                self._end_cluster(at_once=True)
            else:
                run.give_up()
            raise


def _part_of(threads: dict[str, int], wanted: int | None) -> dict[str, int]:
    """So many of the threads of a cluster, from as few of its workers as have them; all, where nothing is wanted."""
    if wanted is None:
        return threads
    part, left = {}, wanted
    for address, there in sorted(threads.items(), key=lambda item: -item[1]):
        if left and there:
            part[address] = min(there, left)
            left -= part[address]
    if left:
        raise EngineMissing(f"the dask cluster has {wanted - left} threads, and {wanted} are asked for")
    return part


@contextmanager
def _quietly() -> Iterator[None]:
    """No words of dask about connections that end; its own silence is over before the last of them has ended."""
    levels = [(handler, handler.level) for handler in logging.getLogger("distributed").handlers]
    for handler, _ in levels:
        handler.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for handler, level in levels:
            handler.setLevel(level)


class DaskRun:
    """One run: a worker gets a job when it has a thread for it, and outlines come back in a queue.

    Which worker that is cannot be left to dask, which keeps jobs where their data are while it knows no durations.
    """

    def __init__(self, engine: DaskEngine, call: Call, seconds: float | None) -> None:
        self.engine = engine
        self.client = engine._client
        self.token = secrets.token_hex(8)
        self.allowance = Allowance(seconds, engine.task_seconds)
        self.jobs = 0
        self.born = 1
        self.ended = self.scheduler_lost = False
        self.outlines: SimpleQueue[Outline] = SimpleQueue()
        self.under_way: dict[int, GraphNode] = {}
        self.free = dict(engine.threads)
        self.ready: dict[str, deque[GraphNode]] = {address: deque() for address in self.free}
        self.root = GraphNode(call.task.reference, call.size, call.label, None)
        self.call = call

    def value(self) -> Any:
        self.client.subscribe_topic(self.token, self.hear)
        try:
            require_travels(self.call, f"the arguments of {self.call.label}")
            next(iter(self.ready.values())).append(self.root)
            while not self.ended:
                self.begin_what_fits()
                self.take(self.next_outline())
                if not self.ended:
                    self.allowance.check(self.running())
            return self.root.outcome.result().value
        finally:
            self.client.unsubscribe_topic(self.token)

    def hear(self, event: Any) -> None:
        """An outline has come in; on a thread of dask."""
        self.outlines.put(pickle.loads(event[1]))

    def take(self, outline: Outline) -> None:
        node = self.under_way.pop(outline.number, None)
        if node is None:
            return  # a worker did the same job again
        self.free[node.worker] += 1
        if outline.failed is not None:
            error = as_error(outline.failed)
            error.add_note(path(node.labels()))
            raise error
        if outline.calls:
            self.spawn(node, outline)
            return
        if node.whole:
            self.engine.cutoff.learn(node.task.find(), node.size, outline.nanoseconds)
        parent = node.parent
        if parent is None:
            self.ended = True
            return
        parent.missing -= 1
        if not parent.missing:
            self.resume(parent)

    def begin_what_fits(self) -> None:
        """Each free thread gets the newest call of its own worker, or the oldest of another."""
        for address, threads in self.free.items():
            for _ in range(threads):
                queue = self.ready[address] or max(self.ready.values(), key=len)
                if not queue:
                    return
                node = queue.pop() if queue is self.ready[address] else queue.popleft()
                node.whole = self.engine.cutoff.is_whole(node.task.find(), node.size)
                source = self.call if node.parent is None else node.parent.outcome
                self.submit(node, address, begin, source, node.slot, node.whole)

    def spawn(self, node: GraphNode, outline: Outline) -> None:
        for slot, (task, size, label) in enumerate(outline.calls):
            node.children.append(GraphNode(task, size, label, node, slot, self.born))
            self.born += 1
        node.missing = len(node.children)
        self.ready[node.worker].extend(reversed(node.children))

    def resume(self, node: GraphNode) -> None:
        outcomes = [child.outcome for child in node.children]
        node.children.clear()
        self.submit(node, node.worker, resume, *outcomes)

    def submit(self, node: GraphNode, address: str, job: Any, *arguments: Any) -> None:
        self.jobs += 1
        self.free[address] -= 1
        self.under_way[node.number] = node
        node.running = Running(node.label, lambda: path(node.labels()), node.whole)
        node.worker = address
        node.outcome = self.client.submit(job, self.token, node.number, *arguments, pure=False, workers=[address])
        node.outcome.add_done_callback(lambda future: self.note_error(node, future))

    def note_error(self, node: GraphNode, future: Any) -> None:
        """What a job itself raises is in its outline; this is a job that dask could not run. On a thread of dask."""
        if future.status == "error":
            lost = WorkerLost(f"{node.label} could not be run: {future.exception()}")
            self.outlines.put(Outline(node.number, (), failure(lost, None, node.number), 0))

    def next_outline(self) -> Outline:
        while True:
            left = self.allowance.left(self.running())
            try:
                return self.outlines.get(timeout=LOOK_SECONDS if left is None else min(LOOK_SECONDS, left))
            except Empty:
                self.look_after_workers()
                self.allowance.check(self.running())

    def running(self) -> list[Running]:
        return [node.running for node in self.under_way.values() if node.running]

    def give_up(self) -> None:
        if self.scheduler_lost or self.client.status != "running":
            return
        self.client.cancel([node.outcome for node in self.under_way.values()])
        self.client.run(forget, self.token)

    def look_after_workers(self) -> None:
        try:
            lost = self.engine.threads.keys() - self.engine.threads_there().keys()
        except SchedulerLost as fault:
            self.scheduler_lost = True
            raise WorkerLost(f"{fault}, in the middle of the run") from fault
        if lost:
            raise WorkerLost(f"the dask worker at {', '.join(sorted(lost))} ended in the middle of the run")


OPEN = DaskEngine
