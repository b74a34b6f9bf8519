"""How answers are wanted: the formats, the endings of files that ask for them, and the object that writes in them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from recur.model.records import frozen, replace
from recur.writers import MEDIA

from .terminal import Look, look
from .words import Misused

if TYPE_CHECKING:
    from recur.documents.blocks import Document

#: Given for a file: standard input where one is read, standard output where one is written.
STANDARD = Path("-")


#: The formats of an answer, of a tree, of a proof, and of a sheet.
PageFormat = StrEnum("PageFormat", [*MEDIA, "json"])  # type: ignore[misc]
DrawingFormat = StrEnum("DrawingFormat", [*MEDIA, "svg", "png", "dot", "json"])  # type: ignore[misc]
ProofFormat = StrEnum("ProofFormat", [*MEDIA, "certificate", "coq", "json"])  # type: ignore[misc]
SheetFormat = StrEnum("SheetFormat", [*MEDIA, "toml", "json"])  # type: ignore[misc]


class When(StrEnum):
    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class LogBase(StrEnum):
    """The base of a log that names none."""

    TWO = "2"
    E = "e"
    TEN = "10"


class BatchEngine(StrEnum):
    """What answers many lines."""

    PROCESSES = "processes"
    DASK = "dask"


#: What the name of a file ends in -> the format that it asks for; a pipe or a device has a name without an ending.
ENDINGS = {
    **{ending: medium for medium, ending in MEDIA.items()},
    ".json": "json",
    ".jsonl": "json",
    ".svg": "svg",
    ".png": "png",
    ".dot": "dot",
    ".gv": "dot",
    ".toml": "toml",
    "": "text",
}


@frozen
class Manner:
    """How answers are wanted: in which format and file, within which time, with which characters and colour.

    The one object that every verb hands on: it knows how wide and colourful to write, and which writer does it.
    """

    format: str = "text"
    timeout: float | None = None  # None: no limit
    ascii: bool = False
    color: str = When.AUTO.value
    standalone: bool = False  # LaTeX with a preamble
    log: str = LogBase.TWO.value  # the base of a log that names none
    why: bool = False  # of what is unsolved, what each method said
    gf: bool = False  # the generating function of each solution too
    output: Path | None = None  # None: standard output
    jobs: int = 1  # processes at many inputs; 0: one a processor
    engine: str = BatchEngine.PROCESSES.value  # where they are
    scheduler: str | None = None  # of a dask cluster
    looks: tuple[Look, ...] | None = None  # of standard output and error, where they are another process's

    def look(self) -> Look:
        """How to write where the answers go: a file is as wide as a page, and has no colour."""
        if self.output is not None:
            return Look(80, not self.ascii, self.color == When.ALWAYS)
        return self._bearing(sys.stdout, 0)

    def look_aside(self) -> Look:
        """How to write on standard error."""
        return self._bearing(sys.stderr, 1)

    def settled(self) -> Manner:
        """The same in a process whose streams are others."""
        return replace(self, looks=tuple(look(stream, False, self.color) for stream in (sys.stdout, sys.stderr)))

    def _bearing(self, stream: TextIO, number: int) -> Look:
        borne = look(stream, False, self.color) if self.looks is None else self.looks[number]
        return replace(borne, unicode=borne.unicode and not self.ascii)

    def written(self, document: Document) -> str:
        """By the writer of that name; text as wide and as colourful as the place bears."""
        writer, look = import_module(f"recur.writers.{self.format}"), self.look()
        look_of_text = (look.width, look.unicode, look.colour) if self.format == "text" else ()
        return str(writer.render(document, *look_of_text))


def format_of(output: Path | None, known: Mapping[str, str]) -> str:
    """The format that the name of the file asks for, by its ending."""
    ending = "" if output is None else output.suffix.lower()
    if ending not in known:
        listed = ", ".join(filter(None, known))
        raise Misused(f"-o {output}: the name of the file ends in {listed}; or say --format")
    return known[ending]
