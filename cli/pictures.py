"""Pictures and other files that a verb is asked to write: named rightly before it begins, written or explained."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from recur.files import unwritable, write_whole

from .words import Misused

if TYPE_CHECKING:
    from recur.pictures.shapes import Sheet

PNG = ".png"


def require_picture(plot: Path | None) -> None:
    if plot is not None and plot.suffix.lower() not in (".svg", PNG):
        raise Misused(f"--plot {plot}: the name of a picture ends in .svg or .png")


def write_picture(plot: Path, sheet: Sheet) -> None:
    """The sheet as its file's ending says."""
    from recur.pictures import png, svg

    write_file(plot, png.render(sheet) if plot.suffix.lower() == PNG else svg.render(sheet).encode())


def write_file(path: Path, content: bytes) -> None:
    try:
        write_whole(path, content)
    except OSError as fault:
        raise unwritable(path, fault) from None
