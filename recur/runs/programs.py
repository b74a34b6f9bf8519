"""The task to measure in a Python file: FILE.py, or FILE.py:task where it holds several."""

import hashlib
import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recur.executors.failures import ExecutionError
from recur.files import read_whole
from recur.forkjoin.tasks.references import Reference
from recur.forkjoin.tasks.tasks import Task
from recur.model import InvalidRecurrence

EXAMPLE = "the arguments of size n come from a function of n under @{name}.example"

MOST_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class PythonProgram:
    """A task that can be run at every size; `digest` tells whether its file has changed since."""

    path: Path
    task: Task
    digest: str

    @property
    def name(self) -> str:
        return self.task.name


def load_program(text: str) -> PythonProgram:
    """The task that FILE.py:task names; without a name the one that carries the name of the file, or the only one.

    The file is run, as Python runs a script, but for what stands under its `__main__` guard.
    """
    file, name = _parted(text)
    path = Path(file)
    try:
        content = read_whole(path, MOST_BYTES)
    except OSError as fault:
        raise InvalidRecurrence(f"cannot read {file}: {fault.strerror}") from None
    if path.suffix != ".py":
        raise InvalidRecurrence(f"{file} is no Python program", hint=_instead(path))
    tasks = {key: value for key, value in _names_in(path.resolve()).items() if isinstance(value, Task)}
    return PythonProgram(path, _chosen(tasks, name, path), hashlib.sha256(content).hexdigest())


def _parted(text: str) -> tuple[str, str]:
    """Of FILE.py:task the two parts; the colon of a drive is none."""
    file, colon, name = text.rpartition(":")
    return (file, name) if colon and name.isidentifier() and file.endswith(".py") else (text, "")


def _instead(path: Path) -> str:
    if path.suffix == ".spawn":
        twin = path.with_suffix(".py")
        if twin.exists():
            return f"{twin} runs what this file specifies: recur measure {twin}"
        return f"recur analyze {path} derives its work and span; what runs is a Python file of tasks"
    return "a program is a Python file with a function under @task of recur.forkjoin"


def _names_in(path: Path) -> dict[str, Any]:
    folder = str(path.parent)
    if folder not in sys.path:
        sys.path.append(folder)  # it may import its neighbours; a random.py among them replaces nobody's random
    try:
        names: dict[str, Any] = Reference(_module_name(path), "__dict__", str(path)).find()
    except SyntaxError as fault:
        raise ExecutionError(f"{path.name} is no Python: {fault.msg} in line {fault.lineno}") from fault
    except (Exception, SystemExit) as fault:
        raise ExecutionError(f"{path.name} cannot be loaded: {type(fault).__name__}: {fault}") from fault
    return names


def _module_name(path: Path) -> str:
    """The name of the file, unless a module of this name is somewhere else: random.py must not become random."""
    try:
        known = importlib.util.find_spec(path.stem)
    except (ImportError, ValueError):
        known = None
    ours = known is None or (known.origin is not None and Path(known.origin).resolve() == path)
    return path.stem if ours else f"program_{path.stem}"


def _chosen(tasks: dict[str, Task], name: str, path: Path) -> Task:
    if not tasks:
        hint = "put @task of recur.forkjoin above the function that spawns"
        raise InvalidRecurrence(f"{path} holds no task", hint=hint)
    if name and name not in tasks:
        raise InvalidRecurrence(f"{path} holds no task {name}", hint=f"it holds {', '.join(tasks)}")
    with_example = {key: task for key, task in tasks.items() if task.has_example}
    if name:
        task = tasks[name]
    elif path.stem in tasks or len(tasks) == 1:
        task = tasks.get(path.stem) or next(iter(tasks.values()))
    elif len(with_example) == 1:
        task = next(iter(with_example.values()))
    else:
        hint = f"name one: {path}:{next(iter(with_example or tasks))}"
        raise InvalidRecurrence(f"{path} holds several tasks: {', '.join(tasks)}", hint=hint)
    if not task.has_example:
        raise InvalidRecurrence(f"{task.name} cannot be run at a size", hint=EXAMPLE.format(name=task.name))
    return task
