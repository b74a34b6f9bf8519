"""Reports of a graded class: one file a format, found by its name.

A format has `SUFFIX` (the ending of file names that asks for it, or none), `ONE_STUDENT` (whether a report is about
one student, as a learning platform wants it) and `render(book, width, unicode, colour)`.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any


def names() -> list[str]:
    """The names of the formats; no format is imported for it."""
    return sorted(file.stem for file in Path(__file__).parent.glob("*.py") if file.stem != "__init__")


def report(name: str) -> Any:
    """The module of a format."""
    return import_module(f"{__name__}.{name}")


def named_by(suffix: str) -> str | None:
    """The format that a file's ending asks for."""
    return next((name for name in names() if suffix and suffix.lower() == report(name).SUFFIX), None)
