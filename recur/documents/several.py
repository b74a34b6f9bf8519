"""A solved function of several sizes: its growth and how the sizes grow, its closed forms, the reason, the steps."""

from __future__ import annotations

from collections.abc import Iterable

from recur.documents.blocks import Block, Display, Displayed, Document, Paragraph, Steps
from recur.documents.given import as_given, ended, joined, said
from recur.documents.solution import ratio_text, size_text
from recur.model import Step, expressions as ex
from recur.model.several import MultivariateSolution


def document(solution: MultivariateSolution, steps: bool = True) -> Document:
    parts: list[Block] = [as_given(solution.recurrence), found(solution), Paragraph(_reason(solution))]
    parts += [Paragraph(remark, "Note") for remark in solution.remarks]
    if steps:
        parts += [Steps(tuple(solution.steps))] if solution.steps else []
        parts += [Paragraph(joined(solution.assumptions), "Assumes")] if solution.assumptions else []
        parts.append(evidence(solution))
    return tuple(parts)


def found(solution: MultivariateSolution) -> Display:
    """T(m, n) = Θ(mn) for m, n → ∞; the closed forms, each with where it holds."""
    return Display(tuple(_rows(solution)))


def _rows(solution: MultivariateSolution) -> Iterable[Displayed]:
    left = solution.recurrence.left
    for line in solution.growths:
        relation = (
            ex.Relation("~", left, line.body)
            if line.kind == "~"
            else ex.Relation("=", left, ex.Asymptotic(line.kind, line.body))
        )
        yield Displayed(relation, condition=line.course)
    for closed in solution.exact:
        yield Displayed(ex.Relation("=", left, closed.formula), condition=closed.where)
    for series in solution.series:
        yield Displayed(series)


def _reason(solution: MultivariateSolution) -> Step:
    named = solution.method[:1].upper() + solution.method[1:]
    return ended(said(f"{named}: ", solution.reason))


def evidence(solution: MultivariateSolution) -> Paragraph:
    """At how many points the exact values were compared, and with what."""
    checked = solution.verification
    if checked.status != "checked":
        return Paragraph(ended(checked.reason or "no numeric check was possible"), "Unchecked", doubtful=True)
    if checked.against is None or checked.reason:
        return Paragraph(ended(checked.reason or f"at {checked.sizes} sizes"), "Checked")
    ratio = ex.divide(solution.recurrence.left, checked.against)
    points = f"at {checked.sizes} points, sizes up to {size_text(checked.largest)}: "
    within = f" within [{ratio_text(checked.low)},\u00a0{ratio_text(checked.high)}]."
    return Paragraph(said(points, ratio, within), "Checked")


def formulas(solution: MultivariateSolution) -> Document:
    """The recurrence, what is proved of it, and by which method: all that one display can hold."""
    return as_given(solution.recurrence), found(solution), Paragraph(Step(f"({solution.method})"))
