"""The bounds that keep every input finite: time, length, nesting, digits. Past one of them: LimitExceeded."""

from __future__ import annotations

import gc
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import FrameType

from recur.errors import LimitExceeded

DEFAULT_SECONDS = 10.0
MAX_CHARACTERS = 20_000
MAX_NESTING = 200
MAX_DIGITS = 2_000  # of a number that is typed
MAX_BITS = 4_000_000  # of a number that is computed

IMPORTING = "<frozen importlib"

_deadline: ContextVar[tuple[float, float] | None] = ContextVar("deadline", default=None)


def check() -> None:
    """Raise LimitExceeded when the time allowed by the enclosing `time_limit` is over. Cheap: call it in loops."""
    deadline = _deadline.get()
    if deadline is not None and time.monotonic() > deadline[0]:
        raise _too_long(deadline[1])


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Allow the block `seconds` (None: no limit; a limit already running is never lengthened).

    `check` enforces it anywhere. On the main thread a timer signal does so too, which also ends
    work that never calls `check`, such as a long computation inside sympy.
    """
    if seconds is None:
        yield
        return
    outer = _deadline.get()
    end = time.monotonic() + seconds
    if outer is not None and outer[0] <= end:
        yield
        return
    token = _deadline.set((end, seconds))
    timer = threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer")
    previous = None
    if timer:

        def ring(_signal: int, frame: FrameType | None) -> None:
            if not _is_deaf(frame):
                raise _too_long(seconds)

        previous = signal.signal(signal.SIGALRM, ring)
        # Ring again and again: a broad `except` in a library may swallow the first.
        signal.setitimer(signal.ITIMER_REAL, max(seconds, 1e-6) + 0.05, 0.1)
    try:
        yield
    finally:
        if timer:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, previous)
            if outer is not None:  # its own alarm was put aside for this shorter one
                signal.setitimer(signal.ITIMER_REAL, max(outer[0] - time.monotonic(), 1e-6) + 0.05, 0.1)
        _deadline.reset(token)


def _is_deaf(frame: FrameType | None) -> bool:
    """Whether the next ring is a better moment.

    In a finaliser or a callback of the collector the interpreter would only print what is raised. An import that is
    ended half way leaves a module that is missing parts, which whoever imports it next is given.
    """
    callbacks = {getattr(callback, "__code__", None) for callback in gc.callbacks}
    while frame is not None:
        code = frame.f_code
        if code.co_name == "__del__" or code in callbacks or code.co_filename.startswith(IMPORTING):
            return True
        frame = frame.f_back
    return False


def _too_long(seconds: float) -> LimitExceeded:
    return LimitExceeded(
        f"stopped after the time limit of {seconds:g} s", hint="allow more with --timeout SECONDS (timeout= in Python)"
    )
