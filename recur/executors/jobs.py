"""What travels between the driver of a run and its workers, and how a worker answers."""

import pickle
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

from recur.executors.blas import one_thread_from_now_on
from recur.executors.failures import ExecutionError, TaskFailed, tell
from recur.executors.packing import pack, unpack
from recur.executors.shared_arrays import Segments
from recur.forkjoin.tasks.arrays import Allocate, allocation
from recur.forkjoin.tasks.elision import run_to_end
from recur.forkjoin.tasks.references import Reference
from recur.forkjoin.tasks.tasks import Call, Frame
from recur.model.records import frozen


@frozen
class Begin:
    """Start this call; `whole`: run all that it spawns as well."""

    job: int
    call: bytes
    whole: bool
    refers_to: frozenset[str] = frozenset()


@frozen
class Resume:
    """Go on with the task that waits at this join, its first being 0. `earlier` are the results of the joins before,
    by which it is run again where it does not wait, or waits at an earlier one; None where it surely waits. `owned`
    are the segments of the task and of its results."""

    job: int
    join: int
    call: bytes
    results: tuple[bytes, ...]
    earlier: tuple[tuple[bytes, ...], ...] | None
    owned: frozenset[str] = frozenset()
    refers_to: frozenset[str] = frozenset()


@frozen
class Load:
    """Import what the task stands in, and keep these segments mapped, so that no run is charged for it."""

    task: Reference
    kept: tuple[str, ...] = ()
    job: int = -1


@frozen
class Settle:
    """The run is over: map these segments, whose names are about to go, and say what is free."""

    names: tuple[str, ...]
    job: int = -1


@frozen
class Notice:
    """What becomes of segments, told before a job: those that are `retired` no task owns, and the answer to the job
    says whether arrays lie in them here; the names of those that are `dropped` are gone; those that are `offered` this
    worker has made, and may use again."""

    retired: tuple[str, ...]
    dropped: tuple[str, ...]
    offered: tuple[str, ...]


@frozen
class Transfer:
    """What jobs moved: bytes in messages and copied into shared memory, the nanoseconds that this took to pack and to
    unpack, and those of the jobs from the first to the last."""

    bytes: int = 0
    nanoseconds: int = 0
    of: int = 0

    def __add__(self, other: "Transfer") -> "Transfer":
        return Transfer(self.bytes + other.bytes, self.nanoseconds + other.nanoseconds, self.of + other.of)


@frozen
class Account:
    """What an answer says of segments, and of what the job moved: the segments that were made meanwhile, or used
    again, with their bytes; and of those that were retired, in which no array of this process lies, and in which one
    does."""

    made: tuple[tuple[str, int], ...] = ()
    free: tuple[str, ...] = ()
    occupied: tuple[str, ...] = ()
    transfer: Transfer = Transfer()


@frozen
class PackedCall:
    """A call as it travels; only its destination opens it."""

    message: bytes
    task: Reference
    size: int | None
    label: str
    refers_to: frozenset[str] = frozenset()


@frozen
class Spawned:
    """The task has got to a join: these calls are to be run. Of the segments that it owned it is through with some."""

    job: int
    calls: tuple[PackedCall, ...]
    account: Account
    through_with: tuple[str, ...] = ()


@frozen
class Ended:
    """The task has ended; its value refers to these segments."""

    job: int
    value: bytes
    refers_to: frozenset[str]
    account: Account
    nanoseconds: int


@frozen
class JobFailed:
    """A task raised; the error itself is sent along where it can be pickled."""

    job: int
    label: str
    trace: str
    error: bytes
    said: str


Reply: TypeAlias = Spawned | Ended | JobFailed
#: tasks that wait, by job and join
Waiting: TypeAlias = dict[tuple[int, int], Frame]


class Porter:
    """Opens and closes the messages of one job, and knows what that took; without `shared`, arrays travel as copies."""

    def __init__(self, shared: Segments | None) -> None:
        self.shared = shared
        self._start = time.perf_counter_ns()
        self._copied = 0 if shared is None else shared.copied
        self._bytes = self._nanoseconds = 0

    def opened(self, *messages: bytes) -> list[Any]:
        with self._at_work():
            self._bytes += sum(map(len, messages))
            return [unpack(message, self.shared) for message in messages]

    def calls(self, calls: Iterable[Call]) -> tuple[PackedCall, ...]:
        with self._at_work():
            calls = tuple(calls)
            packed = pack(calls, self.shared, for_calls=True)
            self._bytes += sum(len(message) for message, _ in packed)
        return tuple(
            PackedCall(message, call.task.reference, call.size, call.label, names)
            for call, (message, names) in zip(calls, packed, strict=True)
        )

    def value(self, value: Any, whose: str) -> tuple[bytes, frozenset[str]]:
        with self._at_work():
            [(message, names)] = pack([value], self.shared, whose=whose)
            self._bytes += len(message)
        return message, names

    @property
    def nanoseconds(self) -> int:
        """Since it began."""
        return time.perf_counter_ns() - self._start

    @property
    def transfer(self) -> Transfer:
        copied = 0 if self.shared is None else self.shared.copied - self._copied
        return Transfer(self._bytes + copied, self._nanoseconds, self.nanoseconds)

    @property
    def account(self) -> Account:
        """Of what was made and moved; what was retired the worker adds."""
        shared = self.shared
        made = () if shared is None else tuple((name, shared.size_of(name)) for name in shared.report())
        return Account(made, transfer=self.transfer)

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        start = time.perf_counter_ns()
        yield
        self._nanoseconds += time.perf_counter_ns() - start


def answer(job: Begin | Resume | Load | Settle, waiting: Waiting, shared: Segments | None) -> Reply:
    """Do one job; a task that has got to a join is kept in `waiting`. Without `shared`, arrays travel as copies."""
    porter = Porter(shared)
    frame: Frame | None = None
    join = 0
    try:
        if isinstance(job, Load | Settle):
            _prepare(job, shared)
            return Ended(job.job, b"", frozenset(), Account(), 0)
        if isinstance(job, Begin):
            [call] = porter.opened(job.call)
            frame = Frame(call)
            if job.whole:
                frame = _whole(frame.call)
            else:
                frame.advance()
        else:
            join = job.join + 1
            frame = waiting.pop((job.job, job.join), None) or _again(job, porter)
            frame.results = porter.opened(*job.results)
            frame.advance()
        if frame.calls:
            waiting[job.job, join] = frame
            calls = porter.calls(frame.calls)
            owned = job.owned if isinstance(job, Resume) else frozenset()
            return Spawned(job.job, calls, porter.account, _through_with(owned, calls, shared))
        value, names = porter.value(frame.value, frame.call.label)
        return Ended(job.job, value, names, porter.account, porter.nanoseconds)
    except BaseException as error:
        return failure(error, frame, job.job)


def _prepare(job: Load | Settle, shared: Segments | None) -> None:
    if isinstance(job, Load):
        one_thread_from_now_on()
        job.task.find()
        if shared is not None:
            shared.attach(job.kept)
    elif shared is not None:
        shared.attach(job.names, whole=False)


def _through_with(owned: Iterable[str], calls: Iterable[PackedCall], shared: Segments | None) -> tuple[str, ...]:
    """Segments of a task in which none of its arrays lies any more, and which none of its calls is given."""
    given = frozenset[str]().union(*(call.refers_to for call in calls))
    return () if shared is None else tuple(name for name in owned if name not in given and shared.is_free(name))


def _again(job: Resume, porter: Porter) -> Frame:
    """The task as it stood at this join: run once more with the results it was given before."""
    assert job.earlier is not None
    [call] = porter.opened(job.call)
    frame = Frame(call)
    frame.advance()
    for results in job.earlier:
        frame.results = porter.opened(*results)
        frame.advance()
    return frame


class _Sharing(Frame):
    """The task that a job is about: its arrays may be its result, or part of it. Those of tasks that run inside
    the same job need not be shared with anyone."""

    __slots__ = ("_allocate",)

    def __init__(self, call: Call, allocate: Allocate | None) -> None:
        super().__init__(call)
        self._allocate = allocate

    def advance(self) -> None:
        before = allocation.set(self._allocate)
        try:
            super().advance()
        finally:
            allocation.reset(before)


def _whole(root: Call) -> Frame:
    allocate = allocation.get()
    before = allocation.set(None)
    try:
        return run_to_end(root, lambda call: _Sharing(call, allocate) if call is root else Frame(call), tell)
    finally:
        allocation.reset(before)


def failure(error: BaseException, frame: Frame | None, job: int) -> JobFailed:
    label = "a task" if frame is None else frame.call.label
    failed = error if isinstance(error, TaskFailed) else TaskFailed(label, error)
    cause = failed.__cause__
    try:
        sent = pickle.dumps(cause)
        pickle.loads(sent)  # many exceptions can be pickled, and not made again
    except Exception:
        sent = b""
    return JobFailed(job, failed.label, failed.trace, sent, failed.message)


def as_error(failed: JobFailed) -> ExecutionError:
    """The error of a worker, as the driver raises it."""
    error: BaseException = RuntimeError(failed.said)
    if failed.error:
        error = pickle.loads(failed.error)
    if isinstance(error, ExecutionError):
        return error
    return TaskFailed(failed.label, error, failed.trace, failed.said)
