"""The section of a program that was measured: counts, times, T_P beside the laws, and the picture of both."""

from __future__ import annotations

from recur.measurement.evidence import Evidence
from recur.pictures import svg
from recur.pictures.measured import drawn
from recur.renderers import fit_table
from recur.renderers.measure_sheet import (
    PER_TASK,
    Section,
    counts_section,
    notes_of,
    parallel_section,
)
from recur.renderers.pages.chapters import Chapter
from recur.renderers.pages.markup import VOICE, figure, heading, inline, paragraph, plain, table, words
from recur.runs.measured import Measured


def chapter(name: str, found: Measured) -> Chapter:
    """The section; for the table of contents, the verdict on what the program declares."""
    parts = [paragraph(f"Task <code>{plain(found.task)}</code>, {plain(str(found.machine))}.", "note")]
    said = ", ".join(f"{part}: {verdict}" for part, verdict in _verdicts(found))
    answer = paragraph(f"<strong>{found.verdict}</strong> {plain(said)}")
    parts.append(f'<div class="answer">\n{answer}\n</div>')
    if found.evidence is not None or found.parallel is not None:
        caption = "Times beside the prediction, and times on P workers beside the bounds of the laws."
        parts.append(figure(svg.render(drawn(found)), caption, "measured"))
    if found.counts is not None:
        parts += _section(counts_section(found.counts))
    if found.evidence is not None:
        parts += _times(found.evidence, found.per_task)
    if found.parallel is not None:
        parts += _section(parallel_section(found.parallel))
    parts += [paragraph(f"<em>Note</em> {VOICE.sentence(note)}", "note") for note in notes_of(found)]
    return Chapter(name, found.verdict, "\n".join(parts), "solved" if found.verdict != "refuted" else "unsolved")


def _verdicts(found: Measured) -> list[tuple[str, str]]:
    pairs = [("counts", found.counts.verdict)] if found.counts is not None else []
    return pairs + ([("times", str(found.evidence.verdict))] if found.evidence is not None else [])


def _section(section: Section) -> list[str]:
    kept = [i for i in range(len(section.headings)) if any(row[i] for row in section.rows)]
    left = frozenset(p for p, i in enumerate(kept) if not any(row[i][:1].isdigit() for row in section.rows))
    body = [[plain(row[i]) for i in kept] for row in section.rows]
    title = plain(section.title) + (f": {plain(section.verdict)}" if section.verdict else "")
    heads = [words(section.headings[i]) for i in kept]
    said = [paragraph(VOICE.sentence(sentence)) for sentence in section.sentences]
    return [heading(3, title), table(heads, body, left), *said]


def _times(evidence: Evidence, per_task: bool) -> list[str]:
    title = "Times of one task" if per_task else "Times of one run"
    parts = [heading(3, f"{title}: {evidence.verdict}")]
    parts += [paragraph(VOICE.sentence(PER_TASK), "note")] if per_task else []
    predicted = fit_table.claim(evidence)
    shown = [predicted] if predicted is not None else fit_table.thetas(evidence)
    parts += [paragraph(" or ".join(map(inline, shown)))] if shown else []
    parts += [paragraph(VOICE.sentence(reason)) for reason in evidence.reasons]
    used = len(fit_table.HEADINGS) if evidence.fitted is not None else 3
    cells = [("…",) * used if row is None else row[:used] for row in fit_table.rows(evidence)]
    parts.append(table(fit_table.HEADINGS[:used], [list(map(plain, row)) for row in cells]))
    return parts + [paragraph(VOICE.sentence(advice), "note") for advice in evidence.advice]
