"""The options that several verbs share, each declared once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import inf, isnan
from pathlib import Path
from typing import Annotated

import typer

from recur.model.limits import DEFAULT_SECONDS

#: Longer than anyone waits, and still representable in a timer.
FOREVER = 10.0**8


class Page(StrEnum):
    """The formats of an answer with formulas in it."""

    TEXT = "text"
    LATEX = "latex"
    MARKDOWN = "markdown"
    JSON = "json"


class Table(StrEnum):
    """The formats of rows of values."""

    TEXT = "text"
    JSON = "json"


class When(StrEnum):
    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def seconds_of(text: str) -> float:
    try:
        seconds = float(text)  # a default arrives as the number it is
    except ValueError:
        seconds = 0.0
    if isnan(seconds) or seconds <= 0:
        raise ValueError(f"{text} is not a positive number of seconds")
    return inf if seconds > FOREVER else seconds


class LogBase(StrEnum):
    """The base of a log that names none."""

    TWO = "2"
    E = "e"
    TEN = "10"


_FORMAT = typer.Option("--format", help="how to write the answer")
PageFormat = Annotated[Page, _FORMAT]
TableFormat = Annotated[Table, _FORMAT]
Json = Annotated[bool, typer.Option("--json", help="--format json: one object for each input, on one line")]
Timeout = Annotated[
    float,
    typer.Option(
        "--timeout",
        metavar="SECONDS",
        parser=seconds_of,
        show_default=False,
        help=f"time allowed for each input (default {DEFAULT_SECONDS:g}; inf for no limit)",
    ),
]
Log = Annotated[LogBase, typer.Option("--log", help="what a log without a base is read as: log₂, ln or log₁₀")]
Standalone = Annotated[
    bool, typer.Option("--standalone", help="with --format latex: a whole document, ready for pdflatex")
]
Ascii = Annotated[bool, typer.Option("--ascii", help="write Theta, n^2 and log_2 with ASCII characters only")]
Why = Annotated[bool, typer.Option("--why", help="where nothing is solved: what each method asked for")]
Color = Annotated[When, typer.Option("--color", help="colour the output (auto: on a terminal, unless NO_COLOR is set)")]


#: Given for a file: standard input where one is read, standard output where one is written.
STANDARD = Path("-")


@dataclass(frozen=True, slots=True)
class Manner:
    """How answers are wanted: in which format, within which time, with which characters and colour."""

    format: str
    timeout: float | None  # None: no limit
    ascii: bool
    color: str
    standalone: bool = False  # LaTeX with a preamble
    log: str = LogBase.TWO.value  # the base of a log that names none
    why: bool = False  # of what is unsolved, what each method said

    def __post_init__(self) -> None:
        if self.standalone and self.format != Page.LATEX:
            raise typer.BadParameter("--standalone makes a document of LaTeX: give --format latex too")


def manner(
    form: Page | Table,
    json: bool,
    ascii: bool,
    color: When,
    timeout: float = inf,
    standalone: bool = False,
    log: LogBase = LogBase.TWO,
    why: bool = False,
) -> Manner:
    return Manner("json" if json else form.value, limit_of(timeout), ascii, color.value, standalone, log.value, why)


def limit_of(timeout: float) -> float | None:
    """The seconds that the library is given: None for no limit."""
    return None if timeout == inf else timeout
