"""How a run can fail, each way by its name; the engine that raised one of these can run again."""

import traceback
from pathlib import Path
from typing import Any, NoReturn

from recur.forkjoin.tasks.elision import path
from recur.forkjoin.tasks.tasks import Call
from recur.model import LimitExceeded, RecurError

#: what runs the tasks, and is left out of their tracebacks
_MACHINERY = tuple(str(Path(__file__).parent.parent / folder) for folder in ("executors", "forkjoin"))


class ExecutionError(RecurError):
    """A run did not end with a result; the hint is shown by a traceback, too."""

    kind = "execution"

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        if hint:
            self.add_note(hint)


class EngineMissing(ExecutionError):
    """No such engine, or what it needs is not installed."""


class TaskFailed(ExecutionError):
    """A task raised: `label` says which, `trace` is its traceback; the exception itself is the cause."""

    def __init__(self, label: str, error: BaseException, trace: str = "", said: str = "") -> None:
        name = type(error).__name__
        super().__init__(said or f"{label} raised {name}{f': {error}' if str(error) else ''}", hint=_hint(error))
        self.label = label
        self.trace = trace or trace_of(error)
        self.__cause__ = error
        if trace:  # from another process: the error itself came without it
            self.add_note(trace)


class WorkerLost(ExecutionError):
    """A worker ended in the middle of a run: it was killed, or it ended itself."""


class SharedMemoryFull(ExecutionError):
    """The folder of shared memory has no room for an array."""


class CannotTravel(ExecutionError):
    """The arguments or the result of a task cannot be sent to another process."""

    def __init__(self, what: str, reason: object) -> None:
        super().__init__(
            f"{what} cannot be sent to another process: {reason}",
            hint="send numbers, texts, lists, arrays, and functions that stand at the top of a file; "
            "the serial and the threads engine send nothing",
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return _made_again, (type(self), self.message, self.hint)


class RunTooLong(LimitExceeded):
    """The run was stopped at its time limit."""

    def __init__(self, seconds: float, running: list[str]) -> None:
        more = f" and {len(running) - 8} more" if len(running) > 8 else ""
        busy = f"; still running: {', '.join(running[:8])}{more}" if running else ""
        super().__init__(
            f"the run was stopped after its time limit of {seconds:g} s{busy}", hint="allow more with seconds="
        )
        self.running = running


class TaskTooLong(LimitExceeded):
    """A task took more than a task may take, and the run was given up: `label` says which."""

    def __init__(self, label: str, seconds: float, path: str = "", *, whole: bool = False) -> None:
        run_whole = ", run whole with all that it spawns," if whole else ""
        hint = "allow more with task_seconds=" + (", or let it spawn: cutoff=None" if whole else "")
        super().__init__(f"{label}{run_whole} was over the time limit of {seconds:g} s for one task", hint=hint)
        self.label = label
        for note in (hint, path):
            if note:
                self.add_note(note)


def trace_of(error: BaseException) -> str:
    """The traceback as Python shows it, from the task on: without the engine that ran it."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(_MACHINERY):
        trace = trace.tb_next
    return "".join(traceback.format_exception(type(error), error, trace or error.__traceback__)).rstrip()


def _hint(error: BaseException) -> str | None:
    if isinstance(error, TypeError | AttributeError) and "'Call'" in str(error):
        return "a call of a task has not run yet: yield it to receive its result"
    if isinstance(error, ValueError) and "read-only" in str(error):
        return "an array that tasks write to is made by recur.forkjoin.empty, and its engine must share memory"
    return None


def tell(error: Exception, calls: list[Call]) -> NoReturn:
    """Raise what an engine raises for an error of a task that was reached through these calls."""
    error.add_note(path([call.label for call in calls]))
    if isinstance(error, TaskTooLong):
        raise error
    raise TaskFailed(calls[0].label, error) from error


def _made_again(kind: type[ExecutionError], message: str, hint: str | None) -> ExecutionError:
    """An error from another process, whatever its own arguments were."""
    made = kind.__new__(kind)
    ExecutionError.__init__(made, message, hint=hint)
    return made
