"""What a worker of a dask cluster does: one strand after another, each outline told to the driver.

A task waits where it began. Its calls and its value stay on the worker as an outcome, until another worker needs them.
"""

import pickle
import sys
import time
from typing import Any

from recur.executors.failures import CannotTravel, WorkerLost, tell
from recur.executors.jobs import JobFailed, failure
from recur.forkjoin.tasks.elision import serial_result
from recur.forkjoin.tasks.references import Reference
from recur.forkjoin.tasks.tasks import Call, Frame
from recur.model import RecurError
from recur.model.records import frozen, mutable


@mutable
class JobOutcome:
    """What a job leaves on the worker that did it: the calls of a join, or a value."""

    calls: tuple[Call, ...] = ()
    value: Any = None


@frozen
class Outline:
    """What the driver must know of an outcome; calls by task, size and label."""

    number: int
    calls: tuple[tuple[Reference, int | None, str], ...]
    failed: JobFailed | None
    nanoseconds: int


#: The tasks that wait on this worker, by run and number.
_waiting: dict[tuple[str, int], Frame] = {}
_given_up: set[str] = set()


def begin(token: str, number: int, source: Call | JobOutcome, slot: int, whole: bool) -> JobOutcome:
    """Start a call: the root, or one of those that another task has spawned."""
    call = source if isinstance(source, Call) else _taken(source.calls[slot])
    return _done(token, number, Frame(call), whole)


def resume(token: str, number: int, *results: JobOutcome) -> JobOutcome:
    """Go on with a task, on the worker where it waits."""
    frame = _waiting.pop((token, number), None)
    if frame is None:
        raise WorkerLost("a task was to be gone on with where it does not wait: its worker was replaced")
    frame.results = [result.value for result in results]
    return _done(token, number, frame, False)


def _done(token: str, number: int, frame: Frame, whole: bool) -> JobOutcome:
    """Run one strand, or a task whole, and tell the driver the outline of what came of it."""
    from distributed import get_worker

    failed = None
    calls: tuple[Call, ...] = ()
    start = time.perf_counter_ns()
    try:
        if whole:
            frame.value = serial_result(frame.call, tell)
        else:
            frame.advance()
        for call in frame.calls:
            require_travels(call, f"the arguments of {call.label}")
        require_travels(frame.value, f"the result of {frame.call.label}")
        calls = frame.calls
        if calls and token not in _given_up:
            _waiting[token, number] = frame
    except BaseException as error:
        failed = failure(error, frame, number)
    spent = time.perf_counter_ns() - start
    named = tuple((call.task.reference, call.size, call.label) for call in calls)
    get_worker().log_event(token, pickle.dumps(Outline(number, named, failed, spent)))
    return JobOutcome() if failed else JobOutcome(calls, frame.value)


def require_travels(value: Any, what: str) -> None:
    """Raise `CannotTravel` now: dask would try for ever to send what cannot be sent. Arrays are not copied for it."""
    if value is None:
        return
    from distributed.protocol import pickle as as_dask_does

    buffers: list[Any] = []
    try:
        as_dask_does.loads(as_dask_does.dumps(value, buffer_callback=buffers.append), buffers=buffers)
    except RecurError:
        raise
    except Exception as error:
        raise CannotTravel(what, error) from error


def _taken(call: Call) -> Call:
    """The call as it is elsewhere: what a task writes to an array that has travelled would be lost."""
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
    """The run of this token has been given up; what is still running goes on to its next join."""
    _given_up.add(token)
    for key in [key for key in _waiting if key[0] == token]:
        _waiting.pop(key, None)
