"""The tables in GitHub Markdown, and below them what each student is told."""

from __future__ import annotations

from recur.answers.grading.gradebook import Gradebook
from recur.documents.gradebook import document
from recur.writers import markdown

SUFFIX = ".md"
ONE_STUDENT = False


def render(book: Gradebook, width: int = 80, unicode: bool = True, colour: bool = False) -> str:
    return markdown.render(document(book))
