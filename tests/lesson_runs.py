"""The lessons of examples/lessons/: run in a process of their own under a start method, or imported by their path.

A lesson is never run inside the test process: what it starts, under fork for one, is none of the tests' business.
"""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
from functools import cache
from multiprocessing import get_all_start_methods
from pathlib import Path
from types import ModuleType

CHECKOUT = Path(__file__).resolve().parent.parent
FOLDER = CHECKOUT / "examples" / "lessons"
LESSONS = sorted(file.name for file in FOLDER.glob("*.py"))
METHODS = get_all_start_methods()
#: Ends every wait that a broken lesson would make endless.
SECONDS = 600

#: Open MPI refuses root, as which tests may run, unless it is told otherwise.
AS_ROOT = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}

#: What a learner types, but with a start method that is chosen. What is kept lives until the interpreter exits.
UNDER_A_METHOD = (
    "import multiprocessing, runpy, sys; multiprocessing.set_start_method(sys.argv[1]); "
    "kept = runpy.run_path(sys.argv[2], run_name='__main__')"
)


def lesson_file(number: int) -> Path:
    (name,) = (name for name in LESSONS if name.startswith(f"{number:02}_"))
    return FOLDER / name


def said_by(words: list[str]) -> list[str]:
    """The lines that a command prints; it must succeed, and neither warn nor complain.

    The output is at its end only when every process has closed it: a process that were left behind would keep us.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    with subprocess.Popen(
        [sys.executable, *words],
        cwd=CHECKOUT,
        env=kept | AS_ROOT | {"PYTHONWARNINGS": "error", "PYTHONIOENCODING": "ascii:strict"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            out, complaint = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            end_with_its_children(process)
            raise
    assert (process.returncode, complaint) == (0, "")
    return out.splitlines()


def end_with_its_children(process: subprocess.Popen[str]) -> None:
    """A lesson that hangs hangs in a child, too: where there are sessions, all of its own is ended."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


@cache
def said(number: int, method: str | None = None) -> list[str]:
    """The lines that a lesson prints, under a start method or under the platform's own."""
    file = str(lesson_file(number))
    return said_by([file] if method is None else ["-c", UNDER_A_METHOD, method, file])


def load(number: int) -> ModuleType:
    """The lesson as a module, fresh each time: its globals are nobody else's."""
    spec = importlib.util.spec_from_file_location(f"lesson_{number:02}", lesson_file(number))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
