"""The task to measure in a Python file: FILE.py, or FILE.py:task where it holds several."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import FunctionType
from typing import Any

from recur.files import read_whole
from recur.forkjoin.tasks.tasks import Task
from recur.model import InvalidRecurrence
from recur.model.records import frozen
from recur.runs.plain_functions import EXAMPLE as INPUT, PlainFunction, function_of, inputs_of
from recur.runs.python_files import names_in

EXAMPLE = "the arguments of size n come from a function of n under @{name}.example"

MOST_BYTES = 10_000_000


@frozen
class PythonProgram:
    """A task that can be run at every size; `digest` tells whether its file has changed since."""

    path: Path
    task: Task
    digest: str

    @property
    def name(self) -> str:
        return self.task.name

    @property
    def is_plain(self) -> bool:
        """Is it a function that spawns nothing?"""
        return isinstance(self.task, PlainFunction)


def load_program(text: str, inputs: str | None = None) -> PythonProgram:
    """The task that FILE.py:task names; without a name the one that carries the name of the file, or the only one.

    With `inputs`, the text of a function of n or the file of one, it is run on what they make; then it may be a plain
    function, too.

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
    names, digest = names_in(path.resolve()), hashlib.sha256(content).hexdigest()
    tasks = {key: value for key, value in names.items() if isinstance(value, Task)}
    if inputs is None:
        return PythonProgram(path, _chosen(tasks, name, path, names), digest)
    made = inputs_of(inputs, names)
    if tasks and (not name or name in tasks):
        chosen = _chosen(tasks, name, path, names, needs_example=False)
        chosen.example(made)
        return PythonProgram(path, chosen, hashlib.sha256(content + inputs.encode()).hexdigest())
    plain = PlainFunction(function_of(names, name, path), made)
    return PythonProgram(path, plain, hashlib.sha256(content + inputs.encode()).hexdigest())


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


def _chosen(
    tasks: dict[str, Task], name: str, path: Path, names: Mapping[str, Any], needs_example: bool = True
) -> Task:
    if name and isinstance(names.get(name), FunctionType):
        raise InvalidRecurrence(
            f"{name} is a plain function: how is it called with size n?", hint=f"say it with {INPUT}"
        )
    if not tasks:
        raise InvalidRecurrence(
            f"{path} holds no task",
            hint=f"put @task of recur.forkjoin above the function that spawns; for a plain function: {INPUT}",
        )
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
    if needs_example and not task.has_example:
        raise InvalidRecurrence(f"{task.name} cannot be run at a size", hint=EXAMPLE.format(name=task.name))
    return task
