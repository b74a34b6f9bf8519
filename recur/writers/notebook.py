r"""Values as one display of mathematics, $$…$$, that MathJax and KaTeX take as it stands; measured times as a page of
HTML with their picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from recur.documents.blocks import Paragraph
from recur.model.expressions import Add, Expr, Number, Relation
from recur.model.recurrence import Recurrence
from recur.model.solution import Bounds, Solution
from recur.notation import latex as notation
from recur.renderers import wording

if TYPE_CHECKING:
    from recur.answers.judging.verdict import Verdict
    from recur.forkjoin.costs.analysis import Analysis, Values
    from recur.forkjoin.costs.parallelism import Parallelism
    from recur.measurement.evidence import Evidence

#: What acts inside \text{…}, where neither MathJax nor KaTeX knows every escape.
_ACTING = str.maketrans({sign: " " for sign in "\\${}%#&_^~"})
VOICE = wording.Voice(lambda x: f"${notation.write(x, inline=True)}$", lambda text: text.translate(_ACTING))


def solution_latex(solution: Solution) -> str:
    """The recurrence, what is proved of it, and by which method."""
    reason = f"{solution.method}, case {solution.case}" if solution.case else solution.method
    rows = [*_given([solution.recurrence]), *_found(solution), _told(f"({VOICE.words(reason)})")]
    return _display(rows)


def verdict_latex(verdict: Verdict) -> str:
    """The recurrence, the claim, and how it stands; never the solution."""
    from recur.renderers.verdict_wording import claim_of, headline

    claim = claim_of(verdict)
    rows = [] if verdict.system is None else _given(verdict.system.recurrences)
    rows += [] if claim is None else [_aligned(claim)]
    return _display([*rows, _told(headline(verdict, VOICE))])


def analysis_latex(analysis: Analysis) -> str:
    """Work, span and parallelism of every procedure."""
    from recur.renderers import analysis_rows as rows

    found: list[str] = []
    for procedure in analysis.procedures:
        found.append(_told(rows.title(procedure)))
        for label, measure in (("work", procedure.work), ("span", procedure.span)):
            found.append(_measure(label, rows.equation(measure), measure.bounds))
        found.append(_measure("parallelism", rows.ratio(procedure), procedure.parallelism))
        found += _values(procedure.values, procedure.variable)
    return _display(found)


def parallelism_latex(found: Parallelism) -> str:
    """Work, span and their quotient."""
    pairs = (("work", found.work), ("span", found.span))
    rows = [_measure(label, wording.equation(s.recurrence), s.bounds) for label, s in pairs]
    rows.append(_measure("parallelism", None, found.bounds))
    return _display([*rows, *_values(found.values, found.work.variable)])


def evidence_latex(evidence: Evidence) -> str:
    """The verdict on the times, and the fitted curve."""
    from recur.documents.fit import claim, curve, thetas, verdict_text

    predicted = claim(evidence)
    shown = [predicted] if predicted is not None else thetas(evidence)
    classes = r" \text{ or } ".join(map(notation.write, shown))
    rows = [rf"\text{{{verdict_text(evidence)}}} &\quad {classes}"]
    if evidence.fitted is not None:
        offset, scale = (None if time is None else VOICE.words(time) for time in curve(evidence.fitted))
        growth = evidence.fitted.growth_class
        times = _work(evidence) if growth is None else notation.write(growth.expression, inline=True)
        constant = "" if offset is None else rf"\text{{{offset}}} + "
        grown = "" if growth is not None and growth.is_constant else rf" \cdot {times}"
        rows.append(rf"\text{{fit}} &\quad {constant}\text{{{scale}}}{grown}")
    return _display(rows)


def _work(evidence: Evidence) -> str:
    """W as it was typed, where it can follow a factor."""
    formula = None if evidence.prediction is None else evidence.prediction.formula
    return "W(n)" if formula is None or isinstance(formula, Add | Number) else notation.write(formula, inline=True)


def evidence_html(evidence: Evidence) -> str:
    """The picture, why the verdict is what it is, the table, and what to measure next."""
    from recur.documents.fit import table
    from recur.writers import html

    said = (*map(Paragraph, evidence.reasons), *table(evidence), *map(Paragraph, evidence.advice))
    return "\n".join(["<div>", evidence_svg(evidence).strip(), *html.parts(said), "</div>"])


def evidence_svg(evidence: Evidence) -> str:
    """The times beside the fitted curve."""
    from recur.pictures.chart_layout import laid_out
    from recur.pictures.charts import Picture
    from recur.pictures.svg import render
    from recur.pictures.times import times_panel

    return render(laid_out(Picture("Measured times", "", (times_panel(evidence),))))


def _given(recurrences: Iterable[Recurrence]) -> list[str]:
    rows = []
    for recurrence in recurrences:
        rows.append(_aligned(wording.equation(recurrence)))
        for value, domain in wording.initial_values(recurrence):
            rows.append(_aligned(value) + ("" if domain is None else rf" \quad \text{{for }} {notation.write(domain)}"))
    return rows


def _found(solution: Solution) -> list[str]:
    """The bounds, the table of cases, the closed form, and the symbols in them."""
    from recur.renderers.latex import condition

    rows = [_aligned(bound) for bound in wording.bounds(solution)]
    for bound, conditions in wording.cases(solution):
        told = r" \text{ and } ".join(map(notation.write, conditions))
        rows.append(rf"{_aligned(bound)} \quad \text{{if }} {told}")
    closed = wording.closed_form(solution)
    if closed is not None:
        rows.append(_aligned(closed[0]) + condition(closed[1]))
    return rows + [_told(f"where {wording.explained(definition, VOICE)}") for definition in solution.where]


def _measure(label: str, formula: Expr | None, bounds: Bounds) -> str:
    from recur.renderers.analysis_rows import asymptotics

    told = r" \text{ and } ".join(map(notation.write, asymptotics(bounds))) or r"\text{not known}"
    return rf"\text{{{label}}} &\quad {'' if formula is None else f'{notation.write(formula)} = '}{told}"


def _values(values: Sequence[Values], variable: str) -> list[str]:
    """work 1,234, span 56, … at each size."""
    if not values:
        return []
    from recur.renderers.analysis_rows import value_rows

    head, *body = value_rows(values, variable)
    return [
        rf"{head[0]} = \text{{{row[0]}}} &\quad "
        + r",\quad ".join(rf"\text{{{label} {cell}}}" for label, cell in zip(head[1:], row[1:], strict=True))
        for row in body
    ]


def _aligned(formula: Expr) -> str:
    """A relation, to be aligned at its first sign."""
    if not isinstance(formula, Relation):
        return f"&{notation.write(formula)}"
    left = notation.write(formula.left)
    return f"{left} &{notation.write(formula).removeprefix(left)}"


def _told(text: str) -> str:
    return rf"&\text{{{text}}}"


def _display(rows: Sequence[str]) -> str:
    inner = " \\\\\n".join(rows)
    return f"$$\\begin{{aligned}}\n{inner}\n\\end{{aligned}}$$"
