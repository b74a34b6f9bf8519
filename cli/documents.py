"""A document in the format that was asked for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .terminal import look

if TYPE_CHECKING:
    from recur.documents.blocks import Document

    from .options import Manner


def written(document: Document, asked: Manner, standalone: bool = False) -> str:
    """Text as wide and as colourful as standard output bears, LaTeX or Markdown."""
    if asked.format == "latex":
        from recur.writers import latex

        return latex.render(document, standalone)
    if asked.format == "markdown":
        from recur.writers import markdown

        return markdown.render(document)
    from recur.writers import text

    style = look(sys.stdout, asked.ascii, asked.color)
    return text.render(document, style.width, style.unicode, style.colour)
