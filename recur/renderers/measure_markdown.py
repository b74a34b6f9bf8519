"""A measured program as Markdown: headings, tables, sentences."""

from __future__ import annotations

from recur.renderers import fit_markdown
from recur.renderers.characters import to_markdown
from recur.renderers.markdown import VOICE
from recur.renderers.measure_sheet import (
    PER_TASK,
    Section,
    comparison_section,
    counts_section,
    notes_of,
    parallel_section,
)
from recur.runs.measured import Measured


def render(found: Measured) -> str:
    parts = [f"## {to_markdown(found.task)}: {found.verdict}", f"{to_markdown(str(found.machine))}."]
    if found.counts is not None:
        parts.append(_section(counts_section(found.counts)))
    if found.evidence is not None:
        title = "Times of one task" if found.per_task else "Times of one run"
        said = f"{VOICE.sentence(PER_TASK)}\n\n" if found.per_task else ""
        parts.append(f"### {title}: {found.evidence.verdict}\n\n{said}{fit_markdown.render(found.evidence).rstrip()}")
    if found.parallel is not None:
        parts.append(_section(parallel_section(found.parallel)))
    parts += [f"- {VOICE.sentence(note)}" for note in notes_of(found)]
    return "\n\n".join(parts) + "\n"


def render_comparison(programs: list[Measured]) -> str:
    return _section(comparison_section(programs)) + "\n"


def _section(section: Section) -> str:
    kept = [i for i in range(len(section.headings)) if any(row[i] for row in section.rows)]
    lines = [f"| {' | '.join(to_markdown(section.headings[i]) for i in kept)} |", "|" + " ---: |" * len(kept)]
    lines += [f"| {' | '.join(to_markdown(row[i]) for i in kept)} |" for row in section.rows]
    title = f"### {section.title}" + (f": {section.verdict}" if section.verdict else "")
    return "\n\n".join([title, "\n".join(lines), " ".join(map(VOICE.sentence, section.sentences))])
