"""The example programs written in Python: every file in the folder, and the task that carries its name."""

from __future__ import annotations

from pathlib import Path

from recur.forkjoin.references import Reference
from recur.forkjoin.tasks import Task

FOLDER = Path(__file__).resolve().parent.parent / "examples" / "programs"
PROGRAMS = sorted(file.stem for file in FOLDER.glob("*.py"))


def tasks_in(name: str) -> list[Task]:
    """The tasks of a program that have an example: those that can be run alone."""
    first = Reference(f"examples_programs_{name}", "__dict__", str(FOLDER / f"{name}.py")).find()
    return [each for each in first.values() if isinstance(each, Task) and each.has_example]
