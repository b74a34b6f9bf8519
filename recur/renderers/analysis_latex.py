r"""An analysed program as LaTeX: a table of its lines, the recurrences aligned, a table of values; amsmath only."""

from __future__ import annotations

from collections.abc import Sequence

from recur.forkjoin.costs.analysis import Analysis, ProcedureAnalysis, ShownLine, Values
from recur.forkjoin.costs.parallelism import Parallelism
from recur.model.expressions import Expr, Relation
from recur.model.solution import Bounds
from recur.notation import latex as notation
from recur.renderers import analysis_rows as rows
from recur.renderers import latex
from recur.renderers.analysis_text import chosen
from recur.writers.characters import to_latex

WIDEST_LINE = 40  # characters of a program's line that stand beside its costs without a break


def render(analysis: Analysis, steps: bool = False, lines: bool = True, only: Sequence[str] = ()) -> str:
    """Every procedure as paragraphs; `steps` adds the derivations, `lines` the table of the lines."""
    parts: list[str] = []
    for procedure in chosen(analysis, only):
        parts.append(f"\\textbf{{{to_latex(rows.title(procedure))}}}" + _size(procedure))
        if lines:
            parts.append(_table(procedure))
        parts.append(_measures(procedure))
        parts += _values(procedure.values, procedure.variable)
        if steps:
            solutions = [m.solution for m in (procedure.work, procedure.span) if m.solution is not None]
            parts += [latex.render(solution).strip() for solution in solutions]
    return "\n\n".join(parts) + "\n"


def render_parallelism(found: Parallelism, steps: bool = False) -> str:
    """Work, span and their quotient."""
    displays = [
        _row(label, Relation("=", s.recurrence.left, s.recurrence.right), s.bounds)
        for label, s in (("work", found.work), ("span", found.span))
    ]
    displays.append(_row("parallelism", None, found.bounds))
    parts = [_aligned(displays), *_values(found.values, found.work.variable)]
    if steps:
        parts += [latex.render(s).strip() for s in (found.work, found.span)]
    return "\n\n".join(parts) + "\n"


def _size(procedure: ProcedureAnalysis) -> str:
    return "" if procedure.size == procedure.variable else f", {to_latex(procedure.size)}"


def _table(procedure: ProcedureAnalysis) -> str:
    wide = any(line.source.indent + len(line.source.text) > WIDEST_LINE for line in procedure.lines)
    ragged, column = (r"\raggedright ", r"p{0.45\linewidth}") if wide else ("", "l")
    body = [
        f"{line.source.place.line} & {ragged}{_source(line)} & {_cost(line, 0)} & {_cost(line, 1)} \\\\"
        for line in procedure.lines
    ]
    head = f"\\begin{{tabular}}{{r{column}ll}}\n & & work & span \\\\ \\hline"
    return "\n".join([head, *body, "\\end{tabular}"])


def _source(line: ShownLine) -> str:
    indent = "~" * min(line.source.indent, 16)
    times = f" $\\times {line.times}$" if line.times > 1 else ""
    return indent + to_latex(" ".join(line.source.text.split())) + times


def _cost(line: ShownLine, side: int) -> str:
    if line.kind == "base":
        return "base"
    cost = rows.line_costs(line)[side]
    return "" if cost is None else f"${notation.write(cost, inline=True)}$"


def _measures(procedure: ProcedureAnalysis) -> str:
    displays = [
        _row(label, rows.equation(m), m.bounds) for label, m in (("work", procedure.work), ("span", procedure.span))
    ]
    displays.append(_row("parallelism", rows.ratio(procedure), procedure.parallelism))
    return _aligned(displays)


def _row(label: str, formula: Expr | None, bounds: Bounds) -> str:
    told = r" \text{ and } ".join(map(notation.write, rows.asymptotics(bounds))) or r"\text{not known}"
    left = "" if formula is None else f"{notation.write(formula)} ="
    return rf"&\text{{{label}}} & {left} {told}"


def _aligned(displays: Sequence[str]) -> str:
    body = " \\\\\n".join(displays)
    return f"\\begin{{align*}}\n{body}\n\\end{{align*}}"


def _values(values: Sequence[Values], variable: str) -> list[str]:
    if not values:
        return []
    head, *body = rows.value_rows(values, variable)
    lines = [" & ".join(map(to_latex, row)) + r" \\" for row in body]
    return [
        "\n".join(
            [r"\begin{tabular}{rrrrr}", " & ".join(map(to_latex, head)) + r" \\ \hline", *lines, r"\end{tabular}"]
        )
    ]
