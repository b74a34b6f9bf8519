"""What a report tells of a run, and of a file of times: the verdict, the picture, and why."""

from collections.abc import Sequence

from recur.documents import blocks as b, fit, measured as runs
from recur.documents.given import listing
from recur.measurement.evidence import Evidence
from recur.model import Step
from recur.pictures import measured as measured_picture, times as timed
from recur.runs.measured import Measured

CAPTION = Step("Times beside the prediction, and times on P workers beside the bounds of the laws.")


def measured_chapter(name: str, found: Measured) -> b.Chapter:
    """The verdict on what the program declares, the picture, and what stands below it."""
    parts: list[b.Block] = [b.Paragraph(Step(f"Task {found.task}, {found.machine}.")), runs.verdict(found)]
    if found.evidence is not None or found.parallel is not None:
        parts.append(b.Figure(measured_picture.drawn(found), CAPTION))
    parts += runs.details(found)
    status = b.Status.UNSOLVED if found.verdict == "refuted" else b.Status.SOLVED
    return b.Chapter(name, Step(str(found.verdict)), tuple(parts), status)


def times_chapter(name: str, found: Sequence[tuple[str, Evidence]]) -> b.Chapter:
    """Each series of a file of times: the verdict, the picture, and why; in a word, what was named first."""
    parts: list[b.Block] = []
    for series, evidence in found:
        parts += [b.Heading(series or "(without a name)", level=2)] if len(found) > 1 else []
        parts += [fit.verdict(evidence), *times(evidence)]
    first = found[0][1]
    shown = listing(fit.thetas(first)) if len(found) == 1 and fit.thetas(first) else None
    word = shown or Step(f"{len(found)} series" if len(found) > 1 else fit.verdict_text(first))
    return b.Chapter(name, word, tuple(parts))


def times(found: Evidence) -> b.Document:
    """The picture, why the verdict is what it is, the table, and what to measure next."""
    said = (*map(b.Paragraph, found.reasons), *fit.table(found), *map(b.Paragraph, found.advice))
    return (b.Figure(timed.drawn(found)), *said)
