"""The machine and the interpreter that times were taken on: times of two machines are not compared."""

import os
import platform
import sys
import time
from pathlib import Path

from recur.crew import usable_processors
from recur.model.records import frozen

STARTED = 19  # the place of the start in /proc/self/stat, behind the name of the process
YOUNG = 20.0  # seconds
SLOWEST = 8.0
START = 1.0  # seconds
STARTED_LATE = 6.0


@frozen
class Machine:
    """`logical` processors there are, `usable` ones this process may run on."""

    processor: str
    logical: int
    usable: int
    system: str
    interpreter: str
    interpreter_lock: bool

    def __str__(self) -> str:
        count = f"{self.usable} of {self.logical}" if self.usable != self.logical else str(self.usable)
        noun = "processor" if count == "1" else "processors"
        return f"{self.interpreter} on {self.system}, {count} {noun} ({self.processor})"


def this_machine() -> Machine:
    return Machine(
        _processor(),
        os.cpu_count() or 1,
        usable_processors(),
        f"{platform.system()} {platform.machine()}",
        f"{platform.python_implementation()} {platform.python_version()}",
        _has_interpreter_lock(),
    )


def load() -> float | None:
    """How many threads wanted a processor, on the average of the last minute; None where nobody counts them."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None


def slowness() -> float:
    """How many times longer this process has taken so far than a processor worked for it; 1 where nobody tells.

    Of a process that has been there for long, that tells nothing: it may have waited for somebody.
    """
    age, busy = _age(), time.process_time() + sum(os.times()[2:4])
    return 1.0 if age is None or age > YOUNG or busy <= 0 else min(max(age / busy, 1.0), SLOWEST)


def lateness() -> float:
    """Seconds that the start of this process took beyond what it takes on a quiet machine; 0 where it is long past."""
    age = _age()
    return 0.0 if age is None or age > STARTED_LATE else max(age - START, 0.0)


def _age() -> float | None:
    """Seconds since this process was started, where the system tells."""
    try:
        started = int(Path("/proc/self/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[STARTED])
        return time.clock_gettime(time.CLOCK_BOOTTIME) - started / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError, AttributeError):
        return None


def _has_interpreter_lock() -> bool:
    """Does one thread at a time run Python? Since 3.13 there are builds where several do."""
    enabled = getattr(sys, "_is_gil_enabled", None)
    return True if enabled is None else bool(enabled())


def _processor() -> str:
    """What the processor calls itself, where the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith(("model name", "Model")))
    return next(named, "") or platform.processor() or "unknown"
