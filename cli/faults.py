"""Whatever goes wrong, as a value: an error that was meant, or a fault of recur's own, told apart."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from recur.errors import LimitExceeded, RecurError
from recur.limits import time_limit

Result = TypeVar("Result")


def attempt(work: Callable[[], Result], seconds: float | None) -> Result | RecurError:
    """What `work` returns within `seconds`, or what went wrong. Ctrl-C and closed pipes pass through."""
    try:
        with time_limit(seconds):
            return work()
    except BrokenPipeError:
        raise
    except Exception as fault:
        return as_problem(fault)


def as_problem(fault: Exception) -> RecurError:
    """Any exception as a RecurError; RECUR_DEBUG=1 shows the traceback of a fault."""
    if isinstance(fault, RecurError) and fault.kind != "internal":
        return fault
    if isinstance(fault, MemoryError):
        return LimitExceeded("this needs more memory than there is")
    if os.environ.get("RECUR_DEBUG"):
        import traceback

        traceback.print_exception(fault)
    message = f"a fault in recur, not in your input: {type(fault).__name__}: {fault}"
    return RecurError(message, hint="set RECUR_DEBUG=1 for the traceback, and please report it")
