"""The dask engine: a cluster of dask.distributed, on this machine or at an address; futures are the arguments.

The driver keeps the graph and never sees an argument or a result on the way: a call goes from the worker that spawned
it to the worker that runs it, results go to the worker where the task waits for them. What the driver learns of a
task is its outline: whether it has ended, and the names and sizes of what it calls. Workers share no memory.
"""

from __future__ import annotations

import logging
import pickle
import secrets
import time
from collections import deque
from contextlib import ExitStack
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any

from recur.executors.dask_worker import Outline, begin, forget, resume
from recur.executors.engine import Engine
from recur.executors.failures import RunTooLong, WorkerLost
from recur.executors.interrupts import interrupts_held_back
from recur.executors.jobs import as_error, failure
from recur.forkjoin.elision import path
from recur.forkjoin.references import Reference
from recur.forkjoin.tasks import Call

#: How often the driver looks whether all workers are still there.
LOOK_SECONDS = 0.5


@dataclass(slots=True)
class Node:
    """A task of the graph; `outcome` is the future of its last job."""

    task: Reference
    size: int | None
    label: str
    parent: Node | None
    slot: int = 0
    number: int = 0
    whole: bool = False
    outcome: Any = None
    worker: str = ""
    missing: int = 0
    children: list[Node] = field(default_factory=list)

    def labels(self) -> list[str]:
        """Of this task, and of those through which it was reached."""
        found = []
        node: Node | None = self
        while node is not None:
            found.append(node.label)
            node = node.parent
        return found


class DaskEngine(Engine):
    """P workers of one thread each on this machine, or those of the cluster whose scheduler is at `address`."""

    name = "dask"
    shares_memory = False

    def __init__(
        self, workers: int | None = None, cutoff: int | str | None = "auto", address: str | None = None
    ) -> None:
        super().__init__(workers, cutoff)
        self._address = address
        self._running: ExitStack | None = None
        self._client: Any = None
        self.threads: dict[str, int] = {}  # of each worker
        self._loaded: set[Reference] = set()

    def _open(self, stack: ExitStack) -> None:
        stack.callback(self._end_cluster)
        self._start_cluster()

    def _start_cluster(self) -> None:
        import distributed

        # The workers leave Ctrl-C to the driver, which ends them.
        with ExitStack() as stack, interrupts_held_back():
            target: Any = self._address
            if target is None:
                # Memory is the system's to guard: dask's own limit would stop workers that share no data.
                target = stack.enter_context(
                    distributed.LocalCluster(
                        n_workers=self.workers,
                        threads_per_worker=1,
                        dashboard_address="127.0.0.1:0",
                        silence_logs=logging.CRITICAL,
                        memory_limit=0,
                    )
                )
            self._client = stack.enter_context(distributed.Client(target, set_as_default=False))
            self._client.wait_for_workers(self.workers if self._address is None else 1)
            self.threads = dict(self._client.nthreads())
            self.workers = sum(self.threads.values())
            self.cutoff.workers = self.workers
            self._loaded.clear()
            self._running = stack.pop_all()

    def _end_cluster(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.close()

    def _prepare(self, call: Call) -> None:
        if self._running is None:
            self._start_cluster()
        wanted = call.task.reference
        if wanted not in self._loaded:
            self._client.run(wanted.find)
            self._loaded.add(wanted)

    def _run(self, call: Call, seconds: float | None) -> tuple[Any, int, tuple[str, ...]]:
        run = Run(self, call, seconds)
        try:
            return run.value(), run.jobs, ()
        except BaseException:
            # A cluster of our own is ended, and the next run starts another; one that others may use is tidied up.
            if self._address is None:
                self._end_cluster()
            else:
                run.give_up()
            raise


class Run:
    """One run: a worker gets a job when it has a thread for it, and outlines come back in a queue.

    Which worker that is cannot be left to dask, which keeps jobs where their data are while it knows no durations.
    """

    def __init__(self, engine: DaskEngine, call: Call, seconds: float | None) -> None:
        self.engine = engine
        self.client = engine._client
        self.token = secrets.token_hex(8)
        self.seconds = seconds
        self.end = None if seconds is None else time.monotonic() + seconds
        self.jobs = 0
        self.born = 1
        self.ended = False
        self.outlines: SimpleQueue[Outline] = SimpleQueue()
        self.under_way: dict[int, Node] = {}
        self.free = dict(engine.threads)
        self.ready: dict[str, deque[Node]] = {address: deque() for address in self.free}
        self.root = Node(call.task.reference, call.size, call.label, None)
        self.call = call

    def value(self) -> Any:
        self.client.subscribe_topic(self.token, self.hear)
        try:
            next(iter(self.ready.values())).append(self.root)
            while not self.ended:
                self.begin_what_fits()
                self.take(self.next_outline())
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

    def spawn(self, node: Node, outline: Outline) -> None:
        for slot, (task, size, label) in enumerate(outline.calls):
            node.children.append(Node(task, size, label, node, slot, self.born))
            self.born += 1
        node.missing = len(node.children)
        self.ready[node.worker].extend(reversed(node.children))

    def resume(self, node: Node) -> None:
        outcomes = [child.outcome for child in node.children]
        node.children.clear()
        self.submit(node, node.worker, resume, *outcomes)

    def submit(self, node: Node, address: str, job: Any, *arguments: Any) -> None:
        self.jobs += 1
        self.free[address] -= 1
        self.under_way[node.number] = node
        node.worker = address
        node.outcome = self.client.submit(job, self.token, node.number, *arguments, pure=False, workers=[address])
        node.outcome.add_done_callback(lambda future: self.note_error(node, future))

    def note_error(self, node: Node, future: Any) -> None:
        """What a job itself raises is in its outline; this is a job that dask could not run. On a thread of dask."""
        if future.status == "error":
            lost = WorkerLost(f"{node.label} could not be run: {future.exception()}")
            self.outlines.put(Outline(node.number, (), failure(lost, None, node.number), 0))

    def next_outline(self) -> Outline:
        while True:
            left = LOOK_SECONDS if self.end is None else min(LOOK_SECONDS, self.end - time.monotonic())
            if left < 0:
                assert self.seconds is not None
                raise RunTooLong(self.seconds, [node.label for node in list(self.under_way.values())[:8]])
            try:
                return self.outlines.get(timeout=max(left, 0.001))
            except Empty:
                self.look_after_workers()

    def give_up(self) -> None:
        self.client.cancel([node.outcome for node in self.under_way.values()])
        self.client.run(forget, self.token, wait=False)

    def look_after_workers(self) -> None:
        lost = self.engine.threads.keys() - set(self.client.nthreads())
        if lost:
            raise WorkerLost(f"the dask worker at {', '.join(sorted(lost))} ended in the middle of the run")


OPEN = DaskEngine
