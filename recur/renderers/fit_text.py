"""Times held against growth, for a terminal: the verdict, why, the table, what to measure next."""

from __future__ import annotations

from recur.expressions import Add, Number
from recur.measurement.evidence import Evidence
from recur.renderers import wording
from recur.renderers.characters import columns as width_of
from recur.renderers.fit_table import (
    HEADINGS,
    claim,
    curve,
    largest_residual,
    residual_line,
    rows,
    thetas,
    verdict_text,
)
from recur.renderers.page import INDENT, Page

GAP = "  "
MARGIN = 9
STYLES = {"confirmed": "bound", "named": "bound", "refuted": "error"}


def render(evidence: Evidence, width: int = 80, unicode: bool = True, colour: bool = False) -> str:
    """The verdict first, then its reasons, the table of medians, and advice."""
    page = Page(width, unicode, colour)
    write(page, evidence)
    return page.text()


def write(page: Page, evidence: Evidence) -> None:
    """The same below what a page holds already."""
    _reading(page, evidence)
    _verdict(page, evidence)
    page.blank()
    for reason in evidence.reasons:
        page.paragraph(page.voice.sentence(reason))
    page.blank()
    _table(page, evidence)
    page.blank()
    for sentence in evidence.advice:
        page.labelled("Advice", page.voice.sentence(sentence), MARGIN)
    if evidence.prediction is not None:
        for note in evidence.prediction.notes:
            page.labelled("Note", page.words(f"{note}."), MARGIN)


def _reading(page: Page, evidence: Evidence) -> None:
    prediction = evidence.prediction
    if prediction is None:
        return
    if prediction.formula is None:
        for recurrence in prediction.system.recurrences:
            page.labelled("Read as", f",{GAP}".join(wording.given(recurrence, page.written)), MARGIN)
    else:
        page.labelled("Read as", page.written(prediction.formula), MARGIN)
    page.blank()


def _verdict(page: Page, evidence: Evidence) -> None:
    """confirmed  Θ(n log n), or the classes that were named; below it the fitted curve."""
    word = verdict_text(evidence)
    predicted = claim(evidence)
    shown = [predicted] if predicted is not None else thetas(evidence)
    listed = page.words(" or ").join(map(page.written, shown))
    style = STYLES.get(word, "warning")
    if page.width >= len(INDENT) + len(word) + 2 + width_of(listed):
        page.lines.append(f"{INDENT}{page.styled(word, style)}  {listed}".rstrip())
    else:
        page.paragraph(listed, f"{INDENT}{word}  ", INDENT * 2, style)
    if evidence.fitted is not None:
        offset, scale = curve(evidence.fitted)
        scale = _units(page, scale)
        growth = evidence.fitted.growth_class
        times = page.words(f" {'·' if page.unicode else '*'} ")
        work = page.written(growth.expression) if growth is not None else _work(page, evidence)
        constant = "" if offset is None else f"{_units(page, offset)} + "
        grown = scale if growth is not None and growth.is_constant else f"{scale}{times}{work}"
        page.lines.append(f"{INDENT}fit: {constant}{grown}")


def _work(page: Page, evidence: Evidence) -> str:
    """W as it was typed, where that is short enough to follow a factor; W(n) of a recurrence."""
    formula = evidence.prediction.formula if evidence.prediction is not None else None
    return "W(n)" if formula is None or isinstance(formula, Add | Number) else page.written(formula)


def _table(page: Page, evidence: Evidence) -> None:
    dots = "…" if page.unicode else "..."
    fitted = evidence.fitted is not None
    used = len(HEADINGS) if fitted else 3
    table = [HEADINGS[:used]]
    table += [
        tuple(_units(page, cell) for cell in row[:used]) if row is not None else (dots,) * used
        for row in rows(evidence)
    ]
    widths = [max(width_of(row[i]) for row in table) for i in range(used)]
    for position, row in enumerate(table):
        line = GAP + GAP.join(" " * (widths[i] - width_of(cell)) + cell for i, cell in enumerate(row))
        page.lines.append(page.styled(line, "label") if not position else line)
    drawn = residual_line(evidence, page.unicode)
    if drawn:
        page.lines.append(f"{GAP}residuals {drawn}  (at most {largest_residual(evidence)})")


def _units(page: Page, cell: str) -> str:
    """In ASCII a microsecond is us."""
    return cell if page.unicode else cell.replace("µ", "u")
