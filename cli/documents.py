"""A document in the format that was asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recur.documents.blocks import Document

    from .options import Manner


def written(document: Document, asked: Manner) -> str:
    """By the writer of that name; text as wide and as colourful as standard output bears."""
    writer = import_module(f"recur.writers.{asked.format}")
    look = asked.look()
    look_of_text = (look.width, look.unicode, look.colour) if asked.format == "text" else ()
    return str(writer.render(document, *look_of_text))
