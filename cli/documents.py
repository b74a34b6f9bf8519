"""A document in the format that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recur.documents.blocks import Document

    from .options import Manner


def written(document: Document, asked: Manner) -> str:
    """Text as wide and as colourful as standard output bears, LaTeX or Markdown."""
    if asked.format == "latex":
        from recur.writers import latex

        return latex.render(document)
    if asked.format == "markdown":
        from recur.writers import markdown

        return markdown.render(document)
    from recur.writers import text

    style = asked.look()
    return text.render(document, style.width, style.unicode, style.colour)
