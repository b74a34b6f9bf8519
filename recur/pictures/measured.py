"""The picture of a measured program: its times beside the prediction, its parallel runs beside the laws."""

from recur.documents.measured import notes_of
from recur.pictures.chart_layout import laid_out
from recur.pictures.charts import Panel, Picture
from recur.pictures.parallel import parallel_panel
from recur.pictures.shapes import Label, Sheet
from recur.pictures.times import times_panel
from recur.runs.measured import Measured


def picture_of(found: Measured) -> Picture:
    """Both panels, one, or a message that says why there is none."""
    panels: list[Panel] = []
    if found.evidence is not None:
        panels.append(times_panel(found.evidence, found.per_task))
    if found.parallel is not None:
        panels.append(parallel_panel(found.parallel))
    message: tuple[Label, ...] = () if panels else ("Nothing was timed.", *notes_of(found))
    return Picture(_title(found), str(found.machine), tuple(panels), message)


def _title(found: Measured) -> str:
    """merge_sort: confirmed, counts equal"""
    counts = "" if found.counts is None else f", counts {found.counts.verdict}"
    return f"{found.task}: {found.verdict}{counts}"


def drawn(found: Measured) -> Sheet:
    """The picture laid out."""
    return laid_out(picture_of(found))
