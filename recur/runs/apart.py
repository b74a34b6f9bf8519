"""A measurement in a process of its own: what it has measured stays, whatever the program does to that process.

A limit can stop Python, but not a library that is in the middle of something, nor what the system kills. So the process
that measures sends each entry as it is made, and the one that asked concludes from what has come. It ends the other
where the time is over, with all that it has started.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

from recur.executors.failures import ExecutionError
from recur.model import LimitExceeded, RecurError, Step
from recur.model.records import frozen, replace
from recur.runs.budget import Budget
from recur.runs.concluding import conclusion_of
from recur.runs.ledger import EndedBy, Entry, Interrupted, Ledger
from recur.runs.line_counts import LineCounts
from recur.runs.machine import lateness, slowness
from recur.runs.measured import Failure, Measured
from recur.runs.measuring import (
    PARALLEL,
    Plan,
    Report,
    measure_file,
    measure_file_into,
    time_to_measure,
    told_to_nobody,
)

GRACE = 1.5  # seconds beyond the time allowed, to end workers and to say so
PATIENCE = 3.0  # the same after Ctrl-C
GOODBYE = 1.0  # for a process that has said its last word
DIE_WITH_THE_PARENT = 1  # PR_SET_PDEATHSIG of Linux


@frozen
class Doing:
    """A step of the measurement, for who watches it."""

    stage: str
    done: int
    total: int
    at: str


def measure_apart(
    text: str,
    plan: Plan | None = None,
    kept: Path | None = None,
    resume: bool = True,
    report: Report = told_to_nobody,
) -> Measured:
    """FILE.py:task measured in a process of its own, or here where there can be none, and conclusion_of from here."""
    plan = plan or Plan()
    if not _can_part(plan):
        return measure_file(text, plan, kept, resume, report)
    budget, ledger = time_to_measure(plan.seconds, slowness(), lateness()), Ledger()
    near, far = Pipe(duplex=False)
    child, patience = 0, 0.0
    try:
        with _termination_raised():
            with _parted() as child:
                if not child:
                    near.close()
                    _measure_here(far, text, plan, kept, resume, budget)
            far.close()
            patience = GOODBYE if _received(near, child, ledger, report, budget) else 0.0
    finally:
        near.close()
        if child:
            _end(child, patience)
    return conclusion_of(ledger, plan.predicted)


def counted_apart(
    file: Path, function: str, inputs: str, seconds: float, sizes: Sequence[int] = (), bound: str | None = None
) -> LineCounts:
    """The executed lines of a plain function in a process of its own, beside a bound where one is given.

    `inputs` is the text of a function of n, or the file of one. Raises what ended it where nothing was counted.
    """
    plan = Plan(seconds, 1, tuple(sizes), (), predicted=bound, inputs=inputs, lines_only=True)
    found = run_apart(file, function, plan)
    assert found.lines is not None
    return replace(found.lines, notes=found.notes)


def run_apart(file: Path, function: str, plan: Plan) -> Measured:
    """The executed lines and, unless they are all that is planned, the times of a plain function.

    What ended it early is told as a note; raised where no line was counted.
    """
    found = measure_apart(f"{file}:{function}", plan)
    if found.lines is None:
        raise found.ended or LimitExceeded(f"no line of {function} was counted in {plan.seconds:g} s")
    notes = found.notes if found.ended is None else (*found.notes, Step(f"{found.ended.message}."))
    return replace(found, notes=notes, ended=None)


def _can_part(plan: Plan) -> bool:
    """Can this process be forked? Other threads would be missing in the copy; ranks of MPI belong to their process."""
    return hasattr(os, "fork") and threading.active_count() == 1 and "mpi" not in plan.engines


@contextmanager
def _parted() -> Iterator[int]:
    """Two processes instead of one; Ctrl-C waits until each knows which it is."""
    sys.stdout.flush()
    sys.stderr.flush()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads that a library may have
        child = os.fork()
    try:
        if not child:
            os.setpgid(0, 0)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            _end_with_the_parent()
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        yield child
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _termination_raised() -> Iterator[None]:
    """SIGTERM ends the block as an exception would, so that nothing that was started is left behind."""

    def leave(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    before = signal.getsignal(signal.SIGTERM)
    if before is not signal.SIG_DFL or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end_with_the_parent() -> None:
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(DIE_WITH_THE_PARENT, signal.SIGKILL)


def _measure_here(line: Connection, text: str, plan: Plan, kept: Path | None, resume: bool, budget: Budget) -> None:
    """In the process apart: measure, send every entry, and end."""

    def tell(entry: Entry | Doing | None) -> None:
        line.send_bytes(pickle.dumps(_packed(entry), pickle.HIGHEST_PROTOCOL))

    def report(stage: str, done: int, total: int, at: str = "") -> None:
        tell(Doing(stage, done, total, at))

    try:
        measure_file_into(Ledger(told=tell), text, plan, kept, resume, report, budget, apart=True)
        tell(None)
    except BrokenPipeError:
        pass  # nobody asks any more
    except BaseException as fault:
        with suppress(OSError):
            tell(EndedBy(RecurError(f"a fault in recur, not in your program: {type(fault).__name__}: {fault}")))
            tell(None)
    finally:
        with suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(0)


def _packed(entry: Entry | Doing | None) -> Entry | Doing | None:
    """The entry; an error without what only its own process knows, its cause and its traceback."""
    if not isinstance(entry, Failure | EndedBy):
        return entry
    error = RecurError(entry.error.message, text=entry.error.text, place=entry.error.place, hint=entry.error.hint)
    error.kind = entry.error.kind
    return replace(entry, error=error)


def _received(line: Connection, child: int, ledger: Ledger, report: Report, budget: Budget) -> bool:
    """Every entry until the last one, the end of the process, or the end of the time; did the last one come?"""
    end, doing, interrupted, whole = budget.end + GRACE, "", False, False
    while True:
        try:
            if not line.poll(max(end - budget.clock(), 0)):
                ledger.enter(_overdue(doing))
                break
            entry = pickle.loads(line.recv_bytes())
        except EOFError:
            ledger.enter(EndedBy(_lost(child, doing)))
            break
        except KeyboardInterrupt:
            if interrupted:
                break
            interrupted, end = True, budget.clock() + PATIENCE
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGINT)
            continue
        if entry is None:
            whole = True
            break
        if isinstance(entry, Doing):
            doing = f"{entry.stage}, {entry.at}" if entry.at else entry.stage
            report(entry.stage, entry.done, entry.total, entry.at)
        else:
            ledger.enter(entry)
    if interrupted:
        ledger.ended = Interrupted(ledger.kept)
    return whole


def _overdue(doing: str) -> Entry:
    """It is no fault of the program where workers take their time to begin and to end: all else is measured by then."""
    if doing == PARALLEL:
        return Step("The time allowed was over before all parallel runs were made.")
    at = f": the last step was {doing}" if doing else ""
    return EndedBy(
        LimitExceeded(
            f"the program could not be stopped in time, and its process was ended{at}",
            hint="allow more with --seconds, or name smaller --sizes",
        )
    )


def _lost(child: int, doing: str) -> RecurError:
    """The process ended without a last word."""
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
    at = f" while {doing}" if doing else ""
    hint = "a process that needs more memory than there is ends like this" if code == -signal.SIGKILL else None
    return ExecutionError(f"the process that ran the program {how}{at}", hint=hint)


def _end(child: int, seconds: float) -> None:
    """No process is left after so many seconds: neither the one that measured, nor what it started."""
    patience = time.monotonic() + seconds
    with suppress(ChildProcessError):
        while os.waitpid(child, os.WNOHANG) == (0, 0):
            if time.monotonic() > patience:
                break
            time.sleep(0.005)
        else:
            return
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError, PermissionError):
                # What tidies up shared memory afterwards heeds no SIGTERM: only the process itself is then killed.
                os.killpg(child, sign) if sign == signal.SIGTERM else os.kill(child, sign)
        os.waitpid(child, 0)
