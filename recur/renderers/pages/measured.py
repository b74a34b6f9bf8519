"""The section of a program that was measured: counts, times, T_P beside the laws, and the picture of both."""

from __future__ import annotations

from recur.documents import measured
from recur.documents.blocks import Figure
from recur.model.derivation import Step
from recur.pictures.measured import drawn
from recur.renderers.pages.chapters import Chapter
from recur.renderers.pages.markup import paragraph, plain
from recur.runs.measured import Measured
from recur.writers import html

CAPTION = Step("Times beside the prediction, and times on P workers beside the bounds of the laws.")


def chapter(name: str, found: Measured) -> Chapter:
    """The section; for the table of contents, the verdict on what the program declares."""
    parts = [paragraph(f"Task <code>{plain(found.task)}</code>, {plain(str(found.machine))}.", "note")]
    parts += ['<div class="answer">', *html.parts((measured.verdict(found),)), "</div>"]
    if found.evidence is not None or found.parallel is not None:
        parts += html.parts((Figure(drawn(found), CAPTION),))
    parts += html.parts(measured.details(found))
    return Chapter(name, found.verdict, "\n".join(parts), "solved" if found.verdict != "refuted" else "unsolved")
