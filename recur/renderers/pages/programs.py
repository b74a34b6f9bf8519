"""The section of a fork-join program: line costs, work, span and parallelism of each procedure, its speed-up."""

from __future__ import annotations

from collections.abc import Sequence

from recur.documents import speedup as speedup_document
from recur.documents.blocks import Display
from recur.forkjoin.costs.analysis import Analysis, Measure, ProcedureAnalysis, ShownLine, Values
from recur.forkjoin.dag.scheduled_program import principal
from recur.forkjoin.laws.laws import Computation, doubling
from recur.forkjoin.laws.rounding import short_decimal
from recur.forkjoin.laws.speedup import BEYOND, Row, Speedup
from recur.model.errors import SyntaxProblem
from recur.model.expressions import Expr, Relation
from recur.model.program import Warning
from recur.model.solution import Bounds, Unsolved
from recur.notation import mathml
from recur.pictures import speedup as speedup_picture
from recur.pictures import svg
from recur.pictures.chart_layout import laid_out
from recur.renderers import analysis_rows, wording
from recur.renderers.pages.chapters import Chapter
from recur.renderers.pages.markup import (
    VOICE,
    aligned,
    displayed,
    figure,
    heading,
    inline,
    paragraph,
    plain,
    rows,
    table,
    terms,
    words,
)
from recur.renderers.pages.recurrences import derivation
from recur.renderers.pages.refusals import excerpt, refusals
from recur.writers import html
from recur.writers.diagnostics import render_error

COLUMNS = 76


def chapter(name: str, analysis: Analysis) -> Chapter:
    """The section; for the table of contents, the parallelism of the procedure that stands on the others."""
    parts = [_warning(analysis, warning) for warning in analysis.warnings]
    for procedure in analysis.procedures:
        parts += _procedure(procedure)
    status = "solved" if analysis.error is None else "unsolved"
    return Chapter(name, _short_answer(analysis), "\n".join(parts), status)


def _short_answer(analysis: Analysis) -> str:
    if analysis.error is not None:
        return '<span class="tag unsolved">unsolved</span>'
    return f"parallelism {_asymptotics(analysis.named(principal(analysis.program)).parallelism)}"


def _asymptotics(bounds: Bounds) -> str:
    return " and ".join(map(inline, analysis_rows.asymptotics(bounds))) or "not known"


def _warning(analysis: Analysis, warning: Warning) -> str:
    problem = SyntaxProblem(warning.message, place=warning.place, hint=warning.hint or None)
    said = render_error(problem, analysis.program.text, COLUMNS).replace("error:", "warning:", 1)
    return excerpt(said, "remark")


def _procedure(procedure: ProcedureAnalysis) -> list[str]:
    size = "" if procedure.size == procedure.variable else f' <span class="note">with {plain(procedure.size)}</span>'
    parts = [heading(3, f"<code>{plain(analysis_rows.title(procedure))}</code>{size}", "function")]
    parts += [_answer(procedure), _lines(procedure.lines)]
    for label, measure in (("Work", procedure.work), ("Span", procedure.span)):
        parts += _measure(label, measure)
    parts += _speedup(procedure)
    return parts


def _answer(procedure: ProcedureAnalysis) -> str:
    """Work, span and their quotient, with what is proved of each."""
    pairs = [
        ("work", _sides(analysis_rows.equation(procedure.work), procedure.work.bounds)),
        ("span", _sides(analysis_rows.equation(procedure.span), procedure.span.bounds)),
        ("parallelism", _sides(analysis_rows.ratio(procedure), procedure.parallelism)),
    ]
    return f'<div class="answer">\n{terms(pairs)}\n</div>'


def _sides(formula: Expr, bounds: Bounds) -> str:
    """T(n) = …, and below it = Θ(…)."""
    told = analysis_rows.asymptotics(bounds)
    lines = rows(formula) if isinstance(formula, Relation) else [(mathml.elements(formula), "")]
    proved = "<mtext>&#160;and&#160;</mtext>".join(map(mathml.elements, told))
    if not told:
        return f"{aligned(lines)} not known"
    equal = mathml.operator("=")
    if not isinstance(formula, Relation):
        return aligned([(lines[0][0], equal + proved)])
    return aligned([*lines, ("", equal + proved)])


def _lines(lines: Sequence[ShownLine]) -> str:
    body = [(str(line.source.place.line), _source(line), _cost(line, 0), _cost(line, 1)) for line in lines]
    return table(("line", "source", "work", "span"), body, frozenset({1, 2, 3}))


def _source(line: ShownLine) -> str:
    indent = " " * min(line.source.indent, 16)
    times = f" ×{line.times}" if line.times > 1 else ""
    return f"<pre>{indent}{plain(' '.join(line.source.text.split()))}{times}</pre>"


def _cost(line: ShownLine, side: int) -> str:
    if line.kind == "base":
        return "base"
    cost = analysis_rows.line_costs(line)[side]
    return "" if cost is None else inline(cost)


def _measure(label: str, measure: Measure) -> list[str]:
    """The derivation of a bound, or why there is none."""
    if measure.solution is not None:
        reason = paragraph(wording.heading(measure.solution, VOICE), "reason")
        body = [part for part in derivation(measure.solution, 5) if not part.startswith("<h")]
        said, told = wording.evidence(measure.solution, VOICE)
        closed = wording.closed_form(measure.solution)
        exact = [displayed(closed[0])] if closed else []
        leading = measure.solution.leading
        first = [displayed(Relation("~", measure.recurrence.left, leading))] if leading is not None else []
        return [heading(4, label), *first, *exact, reason, *body, paragraph(f"<em>{said}</em> {told}")]
    if measure.error is None:
        return []
    name = inline(measure.recurrence.left)
    parts = [heading(4, label), paragraph(f"{name}: {words(wording.sentence_end(measure.error.message))}")]
    return parts + (refusals(measure.error) if isinstance(measure.error, Unsolved) else [])


def _speedup(procedure: ProcedureAnalysis) -> list[str]:
    """Exact values, and at the largest size what P processors make of them."""
    parts: list[str] = []
    if procedure.values or procedure.values_error is not None:
        parts.append(heading(4, "Speed-up"))
    if procedure.values:
        head, *body = analysis_rows.value_rows(procedure.values, procedure.variable)
        parts.append(table([inline_name(head[0]), *head[1:]], body))
        notes = dict.fromkeys(value.note for value in procedure.values if value.note)
        parts += [paragraph(words(wording.sentence_end(note)), "note") for note in notes]
        found = _bounds(procedure.values[-1])
        if found is not None:
            parts += _drawn(found, procedure)
    if procedure.values_error is not None:
        parts.append(paragraph(f"No value: {words(wording.sentence_end(procedure.values_error.message))}", "note"))
    return parts


def inline_name(variable: str) -> str:
    return mathml.mathematics(mathml.name(variable), inline=True)


def _bounds(values: Values) -> Speedup | None:
    """Brent's bounds for one size; None where a cost is 0."""
    if values.work <= 0 or values.span <= 0:
        return None
    computation = Computation(values.work, values.span)
    processors = doubling(BEYOND * computation.within_twice_span()[1])
    return Speedup(computation, tuple(map(Row, processors)), values.size)


def _drawn(found: Speedup, procedure: ProcedureAnalysis) -> list[str]:
    parts = []
    size = f"{procedure.variable} = {short_decimal(found.size or 0)}"
    chart = speedup_picture.chart_of(found)
    if chart is not None:
        caption = f"Bounds on the speed-up of {plain(procedure.name)} at {plain(size)}, whatever the greedy schedule."
        parts.append(figure(svg.render(laid_out(speedup_picture.picture_of(chart))), caption, "speedup"))
    told = tuple(block for block in speedup_document.bounds(found) if not isinstance(block, Display))
    return parts + html.parts(told)
