"""What has no answer: an error at its place in the text; the refusals and proved bounds of what is unsolved."""

from __future__ import annotations

from recur.model.errors import RecurError
from recur.model.solution import Unsolved
from recur.renderers import wording
from recur.renderers.pages.chapters import Chapter
from recur.renderers.pages.markup import VOICE, displayed, paragraph, plain, terms, words
from recur.renderers.wording import sentence_end
from recur.writers.diagnostics import LABELS, render_error

COLUMNS = 76


def failed(title: str, text: str, error: RecurError) -> Chapter:
    """The section of a problem that could not be read, or took too long."""
    label = LABELS.get(error.kind, "error")
    return Chapter(title, f'<span class="tag">{label}</span>', explained(error, text), "error")


def explained(error: RecurError, text: str | None) -> str:
    """The message with the line and the caret, as a terminal has it."""
    return excerpt(render_error(error, error.text or text, COLUMNS), "error")


def excerpt(text: str, kind: str) -> str:
    """Text of several lines as a terminal has it."""
    lines = "\n".join(map(plain, text.rstrip("\n").split("\n")))
    return f'<pre class="{kind}">{lines}</pre>'


def proved(unsolved: Unsolved) -> str:
    """Why there is no answer, the bounds that hold all the same, and what would make it solvable."""
    bounds = wording.proved(unsolved)
    lines = [f"<p>Unsolved: {sentence_end(VOICE.sentence(unsolved.reason))}</p>"]
    if bounds:
        lines += ["<p>Proved all the same:</p>", displayed(*bounds)]
    if unsolved.hint:
        lines.append(paragraph(words(sentence_end(unsolved.hint)), "note"))
    elif unsolved.remedy is not None:
        lines.append(paragraph(VOICE.sentence(unsolved.remedy), "note"))
    return "\n".join(['<div class="answer">', *lines, "</div>"])


def refusals(unsolved: Unsolved) -> list[str]:
    """Folded away: each method and the hypothesis of it that fails; those about other kinds of recurrence in a line."""
    rows, others = wording.refusals(unsolved, VOICE)
    if len(unsolved.refusals) < 2:
        return []
    parts = ["<details>", "<summary>What each method asked for</summary>"]
    parts.append(terms((", ".join(methods), reason) for methods, reason in rows))
    if others:
        parts.append(paragraph(f"For other kinds of recurrence: {', '.join(others)}.", "note"))
    return [*parts, "</details>"]
