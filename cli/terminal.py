"""What the streams can show: characters, colour and width; and how a problem is written to them."""

from __future__ import annotations

import io
import os
import shutil
import sys
from typing import TextIO

from recur.model import RecurError
from recur.model.records import frozen

from .codes import code_of

#: The characters that derivations are written with; a stream that cannot encode them gets ASCII.
DRAWN = "Θ≤≥·√⌊⌋⌈⌉∞₂²−≈…"
WIDEST = 100  # longer lines of prose are hard to read
NARROWEST = 40


@frozen
class Look:
    """How to write on one stream."""

    width: int
    unicode: bool
    colour: bool


def look(stream: TextIO, ascii_only: bool = False, color: str = "auto") -> Look:
    columns = shutil.get_terminal_size((80, 24)).columns
    return Look(
        width=max(NARROWEST, min(columns, WIDEST)),
        unicode=not ascii_only and shows_unicode(stream),
        colour=color == "always" or (color == "auto" and wants_colour(stream)),
    )


def shows_unicode(stream: TextIO) -> bool:
    try:
        DRAWN.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def wants_colour(stream: TextIO) -> bool:
    """Is it a terminal that someone looks at? Open MPI gives one to its ranks, wherever it writes itself."""
    if not stream.isatty() or any(os.environ.get(name) for name in ("NO_COLOR", "OMPI_COMM_WORLD_RANK")):
        return False
    return os.environ.get("TERM") != "dumb"


def prepare_streams() -> None:
    """A closed stream reads or swallows nothing, and a character that cannot be encoded is written as an escape."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 (open to the end)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def printable_on(text: str) -> str:
    from recur.writers.characters import printable

    return printable(text)


def problem_text(problem: RecurError, text: str | None, style: Look) -> str:
    from recur.writers.diagnostics import render_error

    return render_error(problem, text, width=style.width, unicode=style.unicode, colour=style.colour)


def write_problem(problem: RecurError, text: str | None, ascii_only: bool = False, color: str = "auto") -> int:
    """Explain a problem on standard error; the exit code it asks for."""
    shown = problem_text(problem, problem.text or text, look(sys.stderr, ascii_only, color))
    sys.stdout.flush()  # answers that came before are read before it
    print(shown, file=sys.stderr, flush=True)
    return code_of(problem.kind)
