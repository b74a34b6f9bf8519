"""Exercises for other programs: one file a format, found by its name, with `SUFFIX` and `files(exercises, title)`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from recur.exercises.exercise import MadeExercise

#: The name of a format, and the ending of a file that asks for it; a folder has none.
FORMATS: Mapping[str, str] = {
    "json": ".json", "toml": ".toml", "moodle": ".xml", "gift": ".gift", "qti": ".zip", "prairielearn": "",
}  # fmt: skip


def written_as(name: str, exercises: Sequence[MadeExercise], title: str) -> bytes | dict[str, bytes]:
    """The exercises in a format: a file, or of a folder each file by its path."""
    module: Any = import_module(f"{__name__}.{name}")
    found: bytes | dict[str, bytes] = module.render(exercises, title)
    return found
