"""Values as a test wants them written: their document, by the writer of a medium."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from recur.documents import analysis, refusal, solution, tree, unrolling, verdict
from recur.documents.blocks import Document
from recur.documents.given import said
from recur.model import Voice
from recur.notation import text as notation
from recur.pictures.shapes import Label
from recur.writers import latex, markdown, text

Build = Callable[..., Document]
LOOKS = ("width", "unicode", "colour", "standalone")


def by(write: Callable[..., str], build: Build) -> Callable[..., str]:
    """The writer on what the builder says; what is said of the look goes to the writer, the rest to the builder."""

    @wraps(build)
    def written(*values: object, **asked: object) -> str:
        look = {name: asked.pop(name) for name in LOOKS if name in asked}
        return write(build(*values, **asked), **look)

    return written


def as_text(build: Build) -> Callable[..., str]:
    return by(text.render, build)


def as_latex(build: Build) -> Callable[..., str]:
    return by(latex.render, build)


def as_markdown(build: Build) -> Callable[..., str]:
    return by(markdown.render, build)


def words(label: Label) -> str:
    """What is written in a picture, on a line of a terminal."""
    return Voice(notation.write, str).sentence(said(label))


SOLUTION, COMPARISON, REFUSAL = solution.document, solution.comparison, refusal.document
VERDICT, ANALYSIS, TREE, UNROLLING = verdict.document, analysis.document, tree.document, unrolling.document
