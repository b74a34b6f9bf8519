"""The dask engine: a cluster of dask.distributed, on this machine or at an address; futures are the arguments.

The driver keeps the graph and never sees an argument or a result on the way: a call goes from the worker that spawned
it to the worker that runs it, results go to the worker where the task waits for them. What the driver learns of a
task is its outline: whether it has ended, and the names and sizes of what it calls. Workers share no memory.
"""

from __future__ import annotations

import logging
import pickle
import secrets
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any

from recur.executors.engine import Engine
from recur.executors.failures import RunTooLong, WorkerLost, tell
from recur.executors.interrupts import interrupts_held_back
from recur.executors.jobs import Failed, as_error, failure
from recur.forkjoin.elision import evaluate, path
from recur.forkjoin.references import Reference
from recur.forkjoin.tasks import Call, Frame

#: How often the driver looks whether all workers are still there.
LOOK_SECONDS = 0.5


@dataclass(slots=True)
class Outcome:
    """What a job leaves on the worker that did it: the calls of a join, or a value."""

    calls: tuple[Call, ...] = ()
    value: Any = None


@dataclass(frozen=True, slots=True)
class Outline:
    """What the driver must know of an outcome; calls by task, size and label."""

    number: int
    worker: str
    calls: tuple[tuple[Reference, int | None, str], ...]
    failed: Failed | None
    nanoseconds: int


@dataclass(slots=True)
class Node:
    """A task of the graph; `outcome` is the future of its last job."""

    task: Reference
    size: int | None
    label: str
    parent: Node | None
    slot: int
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
        self._addresses: set[str] = set()
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
            self._addresses = set(self._client.nthreads())
            self.workers = sum(self._client.nthreads().values())
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
    """One run: jobs are submitted as soon as what they need is known, and outlines come back in a queue."""

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
        self.root = Node(call.task.reference, call.size, call.label, None, 0)
        self.call = call

    def value(self) -> Any:
        self.client.subscribe_topic(self.token, self.hear)
        try:
            self.begin(self.root, self.call)
            while not self.ended:
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
        if outline.failed is not None:
            error = as_error(outline.failed)
            error.add_note(path(node.labels()))
            raise error
        node.worker = outline.worker
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

    def begin(self, node: Node, source: Any) -> None:
        node.whole = self.engine.cutoff.is_whole(node.task.find(), node.size)
        self.submit(node, begin, source, node.whole)

    def spawn(self, node: Node, outline: Outline) -> None:
        for slot, (task, size, label) in enumerate(outline.calls):
            child = Node(task, size, label, node, slot, self.born)
            self.born += 1
            node.children.append(child)
        node.missing = len(node.children)
        for child in node.children:
            self.begin(child, self.client.submit(pick, node.outcome, child.slot, pure=False))

    def resume(self, node: Node) -> None:
        outcomes = [child.outcome for child in node.children]
        node.children.clear()
        self.submit(node, resume, *outcomes, workers=[node.worker])

    def submit(self, node: Node, job: Any, *arguments: Any, **where: Any) -> None:
        self.jobs += 1
        self.under_way[node.number] = node
        node.outcome = self.client.submit(job, self.token, node.number, *arguments, pure=False, **where)
        node.outcome.add_done_callback(lambda future: self.note_error(node, future))

    def note_error(self, node: Node, future: Any) -> None:
        """What a job itself raises is in its outline; this is a job that dask could not run. On a thread of dask."""
        if future.status == "error":
            lost = WorkerLost(f"{node.label} could not be run: {future.exception()}")
            self.outlines.put(Outline(node.number, "", (), failure(lost, None, node.number), 0))

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
        lost = self.engine._addresses - set(self.client.nthreads())
        if lost:
            raise WorkerLost(f"the dask worker at {', '.join(sorted(lost))} ended in the middle of the run")


#: The tasks that wait on this worker, by run and number.
_waiting: dict[tuple[str, int], Frame] = {}


def begin(token: str, number: int, call: Call, whole: bool) -> Outcome:
    """Start a call, on whichever worker there is room."""
    return _done(token, number, Frame(call), whole)


def resume(token: str, number: int, *results: Outcome) -> Outcome:
    """Go on with a task, on the worker where it waits."""
    frame = _waiting.pop((token, number), None)
    if frame is None:
        raise WorkerLost("a task was to be gone on with where it does not wait: its worker was replaced")
    frame.results = [result.value for result in results]
    return _done(token, number, frame, False)


def _done(token: str, number: int, frame: Frame, whole: bool) -> Outcome:
    """Run one strand, or a task whole, and tell the driver the outline of what came of it."""
    from distributed import get_worker

    worker = get_worker()
    failed = None
    calls: tuple[Call, ...] = ()
    start = time.perf_counter_ns()
    try:
        if whole:
            frame.value = evaluate(frame.call, tell)
        else:
            frame.advance()
        calls = frame.calls
        if calls:
            _waiting[token, number] = frame
    except BaseException as error:
        failed = failure(error, frame, number)
    spent = time.perf_counter_ns() - start
    named = tuple((call.task.reference, call.size, call.label) for call in calls)
    worker.log_event(token, pickle.dumps(Outline(number, worker.address, named, failed, spent)))
    return Outcome(calls, frame.value)


def pick(outcome: Outcome, slot: int) -> Call:
    """One of the calls of a join, so that it can travel without the others; what it would write would be lost."""
    call = outcome.calls[slot]
    kwargs = {name: _read_only(value) for name, value in call.kwargs.items()}
    return Call(call.task, tuple(_read_only(value) for value in call.args), kwargs)


def _read_only(value: Any) -> Any:
    """Arrays as read-only views, also those in a list or a tuple."""
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return value
    if type(value) in (list, tuple):
        return type(value)(_read_only(part) for part in value)
    if isinstance(value, numpy.ndarray):
        value = value.view()
        value.flags.writeable = False
    return value


def forget(token: str) -> None:
    """The run of this token has been given up."""
    for key in [key for key in _waiting if key[0] == token]:
        _waiting.pop(key, None)


OPEN = DaskEngine
