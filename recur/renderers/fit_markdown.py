"""Times held against growth, as Markdown: verdict, reasons, table, advice."""

from __future__ import annotations

from recur.measurement.evidence import Evidence
from recur.renderers import wording
from recur.renderers.characters import to_markdown
from recur.renderers.fit_table import HEADINGS, claim, largest_residual, residual_line, rows, thetas, verdict_text
from recur.renderers.markdown import VOICE


def render(evidence: Evidence) -> str:
    """A heading line, paragraphs, a table, a list of advice."""
    prediction = evidence.prediction
    parts = []
    if prediction is not None:
        given = (
            [VOICE.formula(prediction.formula)]
            if prediction.formula is not None
            else [", ".join(wording.given(r, VOICE.formula)) for r in prediction.system.recurrences]
        )
        parts.append(f"Read as {'; '.join(given)}")
    predicted = claim(evidence)
    shown = [predicted] if predicted is not None else thetas(evidence)
    parts.append(f"**{verdict_text(evidence)}** {' or '.join(map(VOICE.formula, shown))}".rstrip())
    if evidence.reasons:
        parts.append(" ".join(map(VOICE.sentence, evidence.reasons)))
    parts.append(_table(evidence))
    drawn = residual_line(evidence)
    if drawn:
        parts.append(f"Residuals `{drawn}`, at most {largest_residual(evidence)}.")
    said = [f"- {VOICE.sentence(sentence)}" for sentence in evidence.advice]
    said += [f"- {to_markdown(note)}." for note in (prediction.notes if prediction is not None else ())]
    if said:
        parts.append("\n".join(said))
    return "\n\n".join(parts) + "\n"


def _table(evidence: Evidence) -> str:
    used = len(HEADINGS) if evidence.fitted is not None else 3
    lines = [f"| {' | '.join(HEADINGS[:used])} |", "|" + " ---: |" * used]
    for row in rows(evidence):
        cells = ("…",) * used if row is None else map(to_markdown, row[:used])
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
