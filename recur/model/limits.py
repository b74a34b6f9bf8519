"""The bounds that keep every input finite: time, work, memory, length, depth, digits. Past one: LimitExceeded.

Only the time limits look at a clock, and the end of one ends the whole answer: it passes every `except` on its way.
What decides inside an answer is `work_limit`, which counts steps, so that an answer never depends on how busy the
machine is.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from numbers import Real
from types import FrameType

from recur.model.errors import InvalidLimit, LimitExceeded, OutOfTime
from recur.model.records import mutable

VARIABLE = "RECUR_TIMEOUT"


def _usual_seconds() -> float:
    """RECUR_TIMEOUT, seconds or inf; 10 where it says nothing."""
    try:
        seconds = float(os.environ.get(VARIABLE, ""))
    except ValueError:
        return 10.0
    return seconds if seconds > 0 else 10.0


def unread_variable() -> str | None:
    """What RECUR_TIMEOUT says, where that is no time."""
    said = os.environ.get(VARIABLE, "")
    try:
        return None if not said or float(said) > 0 else said
    except ValueError:
        return said


#: For an answer, where no limit is given.
DEFAULT_SECONDS = _usual_seconds()
MAX_CHARACTERS = 20_000
MAX_NESTING = 200  # of brackets, and of signs that nest without them
MAX_DEPTH = 48  # of a formula: writing one level takes up to eight of Python's thousand frames
MAX_DIGITS = 2_000  # of a number that is typed
MAX_BITS = 4_000_000  # of a number that is computed

#: Longer than this is no limit: a timer cannot be set to it.
LONGEST_SECONDS = 1e8
IMPORTING = "<frozen importlib"
HERE = __file__


@mutable(eq=False)
class _Clock:
    """The moment at which a block has to end, and the seconds it was given."""

    end: float
    seconds: float


@mutable(eq=False)
class _Purse:
    """Steps that a block may still take; `outer` pays as well."""

    left: int
    outer: _Purse | None


class Stopped(BaseException):
    """A limit is over. No `except` between the work and its limit takes it for an error of the work.

    `doing` is what was going on, where somebody on the way out knows it.
    """

    def __init__(self, limit: _Clock | _Purse) -> None:
        super().__init__()
        self.limit = limit
        self.doing = ""


_clock: ContextVar[_Clock | None] = ContextVar("clock", default=None)
_purse: ContextVar[_Purse | None] = ContextVar("purse", default=None)


def check(steps: int = 1) -> None:
    """Count steps of work, and end it where an enclosing limit is over. Cheap: call it in loops."""
    purse = _purse.get()
    while purse is not None:
        purse.left -= steps
        if purse.left < 0:
            raise Stopped(purse)
        purse = purse.outer
    clock = _clock.get()
    if clock is not None and time.monotonic() > clock.end:
        raise Stopped(clock)


def require(steps: int) -> None:
    """End now what is going to count so many steps more, where an enclosing limit has fewer left."""
    purse = _purse.get()
    while purse is not None:
        if purse.left < steps:
            raise Stopped(purse)
        purse = purse.outer


@contextmanager
def work_limit(steps: int) -> Iterator[None]:
    """Allow the block so many steps as `check` counts them, then raise LimitExceeded: the same on every machine."""
    purse = _Purse(steps, _purse.get())
    token = _purse.set(purse)
    try:
        yield
    except Stopped as stopped:
        if stopped.limit is not purse:
            raise
        raise LimitExceeded("this takes more steps than are allowed for it") from None
    finally:
        _purse.reset(token)


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """A time limit around a whole answer, in which Python's own limits are limits too: its stack and its memory."""
    try:
        if seconds is None:
            yield
        else:
            with clock_limit(seconds):
                yield
    except RecursionError:
        raise LimitExceeded("this is nested too deeply") from None
    except MemoryError:
        raise LimitExceeded("this needs more memory than there is") from None


@contextmanager
def clock_limit(seconds: float | None) -> Iterator[None]:
    """Allow the block `seconds` (None or inf: no limit; a limit already running is never lengthened).

    `check` enforces it anywhere. On the main thread a timer signal does so too, which also ends
    work that never calls `check`, such as a long computation inside sympy. A timer of the caller's
    own is put aside meanwhile and goes on afterwards.
    """
    allowed = allowance(seconds)
    if allowed is None:
        yield
        return
    started = time.monotonic()
    outer = _clock.get()
    if outer is not None and outer.end <= started + allowed:
        yield
        return
    clock = _Clock(started + allowed, allowed)
    token = _clock.set(clock)
    try:
        if threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer"):
            with _alarm(clock, started):
                yield
        else:
            yield
    except Stopped as stopped:
        if stopped.limit is not clock:
            raise
        raise _too_long(allowed) from stopped
    finally:
        _clock.reset(token)


def allowance(seconds: object) -> float | None:
    """The seconds as a float, None for no limit; anything else is told before anything is changed."""
    if seconds is None:
        return None
    if not isinstance(seconds, Real) or seconds != seconds:
        raise InvalidLimit(f"a time limit is a number of seconds or None, not {seconds!r}")
    if seconds <= 0:
        raise InvalidLimit(f"a time limit is more than 0 seconds, or None for no limit, not {seconds!r}")
    return float(seconds) if seconds <= LONGEST_SECONDS else None


#: The clocks that the timer rings for, the innermost last; of the main thread alone.
_ringing: list[_Clock] = []


def _ring(_signal: int, frame: FrameType | None) -> None:
    if _ringing and not _is_deaf(frame):
        raise Stopped(_ringing[-1])


class _Alarms:
    """Whether alarms are answered by `_ring` between two limits as well, as nobody else sets any."""

    kept = False


def keep_alarms() -> None:
    """In a process of recur's own: what answers an alarm stays, and is not put in place for each limit anew."""
    if hasattr(signal, "SIGALRM") and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGALRM, _ring)
        _Alarms.kept = True


@contextmanager
def _alarm(clock: _Clock, started: float) -> Iterator[None]:
    """A timer that rings at the end of the clock, and then again and again: a library may swallow the first."""
    outer = len(_ringing)
    left, interval = signal.setitimer(signal.ITIMER_REAL, 0)
    previous = None if _Alarms.kept else signal.signal(signal.SIGALRM, _ring)
    try:
        try:
            _ringing.append(clock)
            signal.setitimer(signal.ITIMER_REAL, max(clock.seconds, 1e-6) + 0.05, 0.1)
            yield
        finally:
            del _ringing[outer:]
    finally:  # also where it rang just before that line
        del _ringing[outer:]
        signal.setitimer(signal.ITIMER_REAL, 0)
        if not _Alarms.kept:
            signal.signal(signal.SIGALRM, signal.SIG_DFL if previous is None else previous)
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - started), 1e-6), interval)


def _is_deaf(frame: FrameType | None) -> bool:
    """Whether the next ring is a better moment.

    In a finaliser or a callback of the collector the interpreter would only print what is raised. An import that is
    ended half way leaves a module that is missing parts, which whoever imports it next is given. And a limit that is
    just being left would be left without its timer put back: what rings there ends what comes after.
    """
    callbacks = {getattr(callback, "__code__", None) for callback in gc.callbacks}
    while frame is not None:
        code = frame.f_code
        if code.co_name == "__del__" or code in callbacks or code.co_filename.startswith((IMPORTING, HERE)):
            return True
        if code.co_name == "__exit__" and code.co_filename == contextlib.__file__:
            return True
        frame = frame.f_back
    return False


def machine_memory() -> int:
    """The bytes of memory that this machine has; where it does not say, what a small one has."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return 4 << 30


def limit_memory(most: int) -> None:
    """In a process apart: what asks for more bytes than this raises MemoryError, where the system can limit it."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def collect_seldom() -> None:
    """In a process of recur's own: garbage in cycles, of which its values make little, is looked for less often."""
    gc.set_threshold(50_000, 20, 50)


def _too_long(seconds: float) -> OutOfTime:
    return OutOfTime(
        f"stopped after the time limit of {seconds:g} s", hint="allow more with --timeout SECONDS (timeout= in Python)"
    )
