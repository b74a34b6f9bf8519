"""What has no answer: an error at its place in the text; the refusals and proved bounds of what is unsolved."""

from __future__ import annotations

from recur.errors import RecurError
from recur.expressions import Asymptotic
from recur.renderers.diagnostics import LABELS, render_error
from recur.renderers.pages.chapters import Chapter
from recur.renderers.pages.markup import VOICE, displayed, heading, paragraph, plain, terms, words
from recur.renderers.wording import sentence_end
from recur.solution import Refusal, Unsolved

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
    """The message, and the bounds that hold all the same."""
    found = unsolved.bounds
    sides = () if found is None else (("O", found.upper), ("Ω", found.lower))
    bounds = [Asymptotic(kind, g.expression()) for kind, g in sides if g is not None and not g.is_zero]
    lines = [f"<p>Unsolved: {words(sentence_end(unsolved.message))}</p>"]
    if bounds:
        lines += ["<p>Proved all the same:</p>", displayed(*bounds)]
    if unsolved.hint:
        lines.append(paragraph(words(sentence_end(unsolved.hint)), "note"))
    return "\n".join(['<div class="answer">', *lines, "</div>"])


def refusals(unsolved: Unsolved, level: int) -> list[str]:
    """Each method and the hypothesis of it that fails; methods about other kinds of recurrence in one line."""
    near = [refusal for refusal in unsolved.refusals if not refusal.other_shape] or list(unsolved.refusals)
    if not near:
        return []
    groups: dict[str, list[str]] = {}
    for refusal in near:
        groups.setdefault(_reason(refusal), []).append(words(refusal.method))
    parts = [heading(level, "Why no method applies")]
    parts.append(terms((", ".join(methods), reason) for reason, methods in groups.items()))
    others = [words(refusal.method) for refusal in unsolved.refusals if refusal not in near]
    if others:
        parts.append(paragraph(f"For other kinds of recurrence: {', '.join(others)}.", "note"))
    return parts


def _reason(refusal: Refusal) -> str:
    reason = VOICE.fill(refusal.reason, dict(refusal.formulas))
    hypothesis = words(refusal.hypothesis)
    return reason if not hypothesis or reason.startswith(hypothesis) else f"{hypothesis}: {reason}"
