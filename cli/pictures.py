"""Pictures and other files that a verb is asked to write: named rightly before it begins, written or explained."""

from __future__ import annotations

from pathlib import Path

import typer

from recur.errors import InvalidRecurrence

PNG = ".png"


def require_picture(plot: Path | None) -> None:
    if plot is not None and plot.suffix.lower() not in (".svg", PNG):
        raise typer.BadParameter(f"--plot {plot}: the name of a picture ends in .svg or .png")


def is_png(plot: Path) -> bool:
    return plot.suffix.lower() == PNG


def write_file(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as fault:
        raise InvalidRecurrence(f"cannot write {path}: {fault.strerror}") from None
