"""Processes that a test drives: they heed Ctrl-C, no wait for them is without end, and none is left behind.

A test that wants one interrupted at a certain place lets the process do it to itself there: a signal from outside
reaches it wherever it happens to be.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
#: Seconds after which a process is taken to hang, on whatever machine. Nothing else is concluded from it.
PATIENCE = 600.0
#: Who runs the tests as a background job ignores Ctrl-C, and hands that on to all that is started.
HEED_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"


def command(before: str = "pass") -> list[str]:
    """The words that start recur from a checkout that need not be installed, once `before` has been done there."""
    found = f"import sys; sys.path.insert(0, {str(CHECKOUT)!r})"
    program = f"{HEED_CTRL_C}\n{found}\n{before}\nfrom recur.cli import main; sys.exit(main())"
    return [sys.executable, "-c", program]


@contextmanager
def driven(words: Sequence[str], **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a session of its own; one that hangs is killed, and all that it has started, which ends every wait.

    What is read from it then ends, and its exit code says that it was killed.
    """
    with subprocess.Popen(words, start_new_session=True, **options) as process:
        patience = threading.Timer(PATIENCE, kill, [process])
        patience.start()
        try:
            yield process
        except BaseException:
            kill(process)
            raise
        finally:
            patience.cancel()


def kill(process: subprocess.Popen[Any]) -> None:
    """The process and, where there are sessions, all that it has started."""
    if hasattr(os, "killpg"):
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
    else:
        process.kill()
