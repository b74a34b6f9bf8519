"""Whatever goes wrong, as a value: an error that was meant, or a fault of recur's own, told apart."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from typing import TypeVar

from recur.model import InvalidRecurrence, LimitExceeded, RecurError, own_fault
from recur.model.limits import time_limit

Result = TypeVar("Result")
#: What the system says of a file that is read.
READING = frozenset({errno.ENOENT, errno.EISDIR, errno.ENOTDIR})


def attempt(work: Callable[[], Result], seconds: float | None) -> Result | RecurError:
    """What `work` returns within `seconds`, or what went wrong. Ctrl-C and closed pipes pass through."""
    try:
        with time_limit(seconds):
            return work()
    except BrokenPipeError:
        raise
    except Exception as fault:
        return as_problem(fault)


def unwritten(fault: OSError) -> RecurError:
    """What the system refuses is no fault of recur's own: a full disk, a file that may not be touched."""
    verb = "read" if fault.errno in READING else "write"
    name = fault.filename if isinstance(fault.filename, str | os.PathLike) else "the answer"
    return InvalidRecurrence(f"cannot {verb} {os.fspath(name)}: {(fault.strerror or str(fault)).lower()}")


def as_problem(fault: Exception) -> RecurError:
    """Any exception as a RecurError; RECUR_DEBUG=1 shows the traceback of a fault."""
    if isinstance(fault, RecurError) and fault.kind != "internal":
        return fault
    if isinstance(fault, MemoryError):
        return LimitExceeded("this needs more memory than there is")
    if isinstance(fault, RecursionError):
        return LimitExceeded("this is nested too deeply")
    if isinstance(fault, OSError):
        return unwritten(fault)
    if os.environ.get("RECUR_DEBUG"):
        import traceback

        traceback.print_exception(fault)
    return RecurError(own_fault(fault).message, hint="set RECUR_DEBUG=1 for the traceback, and please report it")
