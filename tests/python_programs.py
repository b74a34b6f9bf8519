"""The example programs written in Python: every file in the folder, its tasks, and the sizes at which it is counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from recur.forkjoin.tasks.references import Reference
from recur.forkjoin.tasks.tasks import Task

FOLDER = Path(__file__).resolve().parent.parent / "examples" / "programs"
PROGRAMS = sorted(file.stem for file in FOLDER.glob("*.py"))
#: what the literature gives for each, and up to which size it is counted
EXPECTED: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).resolve().parent / "cases" / "python_programs.json").read_text(encoding="utf-8")
)


def tasks_in(name: str) -> list[Task]:
    """The tasks of a program that have an example: those that can be run alone."""
    return [each for each in module_of(name).values() if isinstance(each, Task) and each.has_example]


def task_of(name: str) -> Task:
    """The task that a program is about."""
    return tasks_in(name)[0]


def module_of(name: str) -> dict[str, Any]:
    """The names of a program's file."""
    found: dict[str, Any] = Reference(f"examples_programs_{name}", "__dict__", str(FOLDER / f"{name}.py")).find()
    return found


def sizes_of(name: str) -> list[int]:
    """The sizes at which a program is counted: all up to some size, or the powers of 2 where it takes no others."""
    expected = EXPECTED[name]
    last = expected.get("powers_of_2_to")
    return list(range(1, expected["sizes_to"] + 1)) if last is None else [2**k for k in range(last.bit_length())]


def sizes_to_run(task: Task) -> list[int]:
    """A small size, and one above the size up to which it does not spawn, which pure Python would take long for."""
    cutoff = task.declared.cutoff
    if cutoff is None or (cutoff > 256 and not has_numpy()):
        return [8]
    return [8, 2 * cutoff]


def has_numpy() -> bool:
    from importlib.util import find_spec

    return find_spec("numpy") is not None
