"""An analysed program for a terminal: each line beside what it adds, the recurrences and their growth, values."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recur.forkjoin.costs.analysis import Analysis, Measure, ProcedureAnalysis, ShownLine, Values
from recur.forkjoin.costs.parallelism import Parallelism
from recur.model.expressions import Expr, Relation
from recur.model.solution import Solution, Unsolved
from recur.renderers import analysis_rows as rows
from recur.renderers import text
from recur.writers.characters import columns
from recur.writers.page import Page

LABELS = 13  # "parallelism  "
MARGIN = "      "
LEAST_SOURCE = 30
WIDEST_COST = 26


def render(
    analysis: Analysis,
    width: int = 80,
    unicode: bool = True,
    colour: bool = False,
    steps: bool = False,
    only: Sequence[str] = (),
) -> str:
    """Every procedure, or those in `only`; `steps` writes the derivations below."""
    page = Page(width, unicode, colour)
    for procedure in chosen(analysis, only):
        page.blank()
        _table(page, procedure)
        page.blank()
        _measures(page, procedure)
        _values(page, procedure.values, procedure.variable, procedure.values_error)
        if steps:
            _derivations(page, procedure)
    return page.text()


def render_ratios(
    analysis: Analysis, width: int = 80, unicode: bool = True, colour: bool = False, only: Sequence[str] = ()
) -> str:
    """The parallelism of each procedure, and no more."""
    page = Page(width, unicode, colour)
    for procedure in chosen(analysis, only):
        page.blank()
        page.paragraph(page.words(rows.title(procedure)), "", "", "label")
        _measures(page, procedure)
        _values(page, procedure.values, procedure.variable, procedure.values_error)
    return page.text()


def chosen(analysis: Analysis, only: Sequence[str]) -> tuple[ProcedureAnalysis, ...]:
    wanted = {name.casefold() for name in only}
    return tuple(p for p in analysis.procedures if not wanted or p.name.casefold() in wanted)


def render_parallelism(
    found: Parallelism, width: int = 80, unicode: bool = True, colour: bool = False, steps: bool = False
) -> str:
    """Work, span and their quotient, from two recurrences."""
    page = Page(width, unicode, colour)
    for label, solution in (("work", found.work), ("span", found.span)):
        equation = Relation("=", solution.recurrence.left, solution.recurrence.right)
        _labelled(page, label, _sides(page, equation, rows.asymptotics(solution.bounds)))
    _labelled(page, "parallelism", _sides(page, None, rows.asymptotics(found.bounds)) or "not known")
    for remark in found.remarks:
        page.labelled("Note", page.voice.sentence(remark))
    _values(page, found.values, found.work.variable, found.values_error)
    if steps:
        for label, solution in (("Work", found.work), ("Span", found.span)):
            _solution(page, label, solution)
    return page.text()


def _table(page: Page, procedure: ProcedureAnalysis) -> None:
    """Line number, source, work and span; a cost too wide for its column stands on a line of its own."""
    costs = [[_cost(page, line, side) for side in (0, 1)] for line in procedure.lines]
    widths = [
        min(WIDEST_COST, max([4, *(columns(pair[side]) for pair in costs if columns(pair[side]) <= WIDEST_COST)]))
        for side in (0, 1)
    ]
    digits = len(str(max([procedure.source.place.line, *(line.last_line for line in procedure.lines)])))
    room = max(LEAST_SOURCE, page.width - digits - sum(widths) - 10)
    longest = max(
        [columns(_source(page, line, 200)) for line in procedure.lines] + [columns(rows.title(procedure))], default=0
    )
    room = min(room, longest + 1)
    head = page.words(rows.title(procedure))
    size = "" if procedure.size == procedure.variable else page.words(f"   with {procedure.size}")
    left = _cut(page, head, room + digits + 3).ljust(room + digits + 3)
    page.lines.append(f"{page.styled(left, 'label')}  {'work'.ljust(widths[0])}  span".rstrip())
    if size:
        page.lines.append(page.styled(size.strip(), "number"))
    for line, pair in zip(procedure.lines, costs, strict=True):
        number = str(line.source.place.line).rjust(digits + 1)
        text_part = _source(page, line, room)
        wide = any(columns(cost) > WIDEST_COST for cost in pair)
        shown = "" if wide else f"{pair[0].ljust(widths[0])}  {pair[1]}"
        row = f"{page.styled(number, 'number')}  {text_part}{' ' * (room - columns(text_part))}  {shown}"
        page.lines.append(row.rstrip())
        if wide:
            for label, cost in zip(("work", "span"), pair, strict=True):
                page.formula(cost, f"{' ' * (digits + 6)}{label}  ")


def _cost(page: Page, line: ShownLine, side: int) -> str:
    if line.kind == "base":
        return "base"
    cost = rows.line_costs(line)[side]
    return "" if cost is None else page.written(cost)


def _source(page: Page, line: ShownLine, room: int) -> str:
    """The line at its own indentation, cut to the room; × how many for equal lines."""
    indent = " " * min(line.source.indent, 16)
    times = f" ×{line.times}" if line.times > 1 else ""
    times = page.words(times)
    return _cut(page, indent + page.words(" ".join(line.source.text.split())), room - len(times)) + times


def _cut(page: Page, shown: str, room: int) -> str:
    if columns(shown) <= room:
        return shown
    dots = "…" if page.unicode else "..."
    kept = ""
    for character in shown:
        if columns(kept + character) > room - len(dots):
            break
        kept += character
    return kept.rstrip() + dots


def _measures(page: Page, procedure: ProcedureAnalysis) -> None:
    for label, measure in (("work", procedure.work), ("span", procedure.span)):
        _labelled(page, label, _sides(page, rows.equation(measure), rows.bounds_of(measure)))
    bounds = rows.asymptotics(procedure.parallelism)
    shown = _sides(page, rows.ratio(procedure), bounds) if bounds else "not known"
    _labelled(page, "parallelism", shown)
    told: list[str] = []
    for measure in (procedure.work, procedure.span):
        if measure.error is not None and measure.error.message not in told:
            told.append(measure.error.message)
            _problem(page, measure)


def _sides(page: Page, formula: Expr | None, bounds: Sequence[Expr]) -> str:
    """equation  =  Θ(…)"""
    told = page.words(" and ").join(page.styled(page.written(b), "bound") for b in bounds)
    if formula is None:
        return told
    written = page.written(formula)
    return f"{written}  =  {told}" if told else written


def _labelled(page: Page, label: str, shown: str) -> None:
    first = MARGIN + label.ljust(LABELS)
    if len(first) + columns(_uncoloured(shown)) <= page.width:
        page.lines.append(page.styled(first, "label") + shown)
        return
    before, _, after = shown.rpartition("  =  ")
    start = len(page.lines)
    page.formula(before or after, " " * len(first))
    page.lines[start] = page.styled(first, "label") + page.lines[start][len(first) :]
    if before:
        page.lines.append(" " * len(first) + f"=  {after}")


def _uncoloured(shown: str) -> str:
    return re.sub("\x1b\\[[0-9;]*m", "", shown)


def _problem(page: Page, measure: Measure) -> None:
    if measure.error is None:
        return
    page.blank()
    name = page.written(measure.recurrence.left)
    error = measure.error
    told = page.voice.sentence(error.reason) if isinstance(error, Unsolved) else page.words(error.message)
    page.paragraph(f"{name}: {told}", MARGIN, MARGIN * 2, "warning")


def _values(page: Page, values: Sequence[Values], variable: str, problem: object) -> None:
    if values:
        page.blank()
        table = rows.value_rows(values, variable)
        widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
        for row in table:
            page.lines.append(MARGIN + "   ".join(cell.rjust(w) for cell, w in zip(row, widths, strict=True)))
        for note in dict.fromkeys(v.note for v in values if v.note):
            page.labelled("Note", page.words(note + "."))
    message = getattr(problem, "message", None)
    if message:
        page.labelled("Note", page.words(f"no value: {message}"))


def _derivations(page: Page, procedure: ProcedureAnalysis) -> None:
    for label, measure in (("Work", procedure.work), ("Span", procedure.span)):
        if measure.solution is not None:
            _solution(page, label, measure.solution)


def _solution(page: Page, label: str, solution: Solution) -> None:
    page.blank()
    page.lines.append(page.styled(label, "label"))
    page.lines.extend(text.render(solution, page.width, page.unicode, page.colour).split("\n"))
