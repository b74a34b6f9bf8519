"""An analysed program as Markdown: a table of its lines, the recurrences as displays, a table of values."""

from __future__ import annotations

from collections.abc import Sequence

from recur.forkjoin.costs.analysis import Analysis, ProcedureAnalysis, ShownLine, Values
from recur.forkjoin.costs.parallelism import Parallelism
from recur.model.expressions import Expr, Relation
from recur.model.solution import Bounds
from recur.notation import latex as notation
from recur.renderers import analysis_rows as rows
from recur.renderers import markdown
from recur.renderers.analysis_text import chosen
from recur.writers.characters import to_markdown


def render(analysis: Analysis, steps: bool = False, lines: bool = True, only: Sequence[str] = ()) -> str:
    """Every procedure under a heading; `steps` adds the derivations, `lines` the table of the lines."""
    parts: list[str] = []
    for procedure in chosen(analysis, only):
        size = "" if procedure.size == procedure.variable else f" ({to_markdown(procedure.size)})"
        parts.append(f"### {to_markdown(rows.title(procedure))}{size}")
        if lines:
            parts.append(_table(procedure))
        for label, m in (("work", procedure.work), ("span", procedure.span)):
            parts.append(_row(label, rows.equation(m), m.bounds))
        parts.append(_row("parallelism", rows.ratio(procedure), procedure.parallelism))
        parts += _values(procedure.values, procedure.variable)
        if steps:
            solutions = [m.solution for m in (procedure.work, procedure.span) if m.solution is not None]
            parts += [markdown.render(solution).strip() for solution in solutions]
    return "\n\n".join(parts) + "\n"


def render_parallelism(found: Parallelism, steps: bool = False) -> str:
    """Work, span and their quotient."""
    parts = [
        _row(label, Relation("=", s.recurrence.left, s.recurrence.right), s.bounds)
        for label, s in (("work", found.work), ("span", found.span))
    ]
    parts += [_row("parallelism", None, found.bounds), *_values(found.values, found.work.variable)]
    if steps:
        parts += [markdown.render(s).strip() for s in (found.work, found.span)]
    return "\n\n".join(parts) + "\n"


def _table(procedure: ProcedureAnalysis) -> str:
    head = ["| line | source | work | span |", "|---:|:---|:---|:---|"]
    body = [
        f"| {line.source.place.line} | {_source(line)} | {_cost(line, 0)} | {_cost(line, 1)} |"
        for line in procedure.lines
    ]
    return "\n".join([*head, *body])


def _source(line: ShownLine) -> str:
    indent = "&nbsp;" * min(line.source.indent, 16)
    times = f" ×{line.times}" if line.times > 1 else ""
    return indent + to_markdown(" ".join(line.source.text.split())) + times


def _cost(line: ShownLine, side: int) -> str:
    if line.kind == "base":
        return "base"
    cost = rows.line_costs(line)[side]
    return "" if cost is None else _inline(cost)


def _inline(x: Expr) -> str:
    return f"${notation.write(x, inline=True)}$".replace("|", r"\vert ")


def _row(label: str, formula: Expr | None, bounds: Bounds) -> str:
    told = r" \text{ and } ".join(map(notation.write, rows.asymptotics(bounds))) or r"\text{not known}"
    left = "" if formula is None else f"{notation.write(formula)} = "
    return f"{label}: $${left}{told}$$"


def _values(values: Sequence[Values], variable: str) -> list[str]:
    if not values:
        return []
    head, *body = rows.value_rows(values, variable)
    lines = ["| " + " | ".join(row) + " |" for row in (head, ["---:"] * len(head), *body)]
    return ["\n".join(lines)]
