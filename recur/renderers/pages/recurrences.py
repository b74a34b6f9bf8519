"""The section of a recurrence: how it was read, the answer, the derivation, the tree, the growth, the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import exp

from recur.evaluation.evaluator import Value
from recur.findings import Extras, Findings, Samples
from recur.model.expressions import MINUS_ONE, Call, Expr, Mul, Power, Symbol
from recur.model.recurrence import System
from recur.model.solution import Solution
from recur.notation import mathml
from recur.numbers.decimals import rational_text
from recur.pictures import svg, tree
from recur.pictures.chart_layout import laid_out
from recur.pictures.growth import GrowthChart, growth_chart, picture_of, ratios
from recur.renderers import wording
from recur.renderers.pages.chapters import Chapter
from recur.renderers.pages.markup import (
    FOR,
    VOICE,
    aligned,
    condition,
    decimal,
    figure,
    heading,
    inline,
    paragraph,
    rows,
    table,
    words,
)
from recur.renderers.pages.refusals import excerpt, proved, refusals
from recur.renderers.tree_text import notes_of
from recur.writers.diagnostics import render_note
from recur.writers.html import ordered

LONGEST_TITLE = 120
SHOWN = 8  # exact values in the table
LONGEST, BITS = 24, 100  # digits of a number before it is shown by its first ones, and bits that have as many
PLACES = 10  # digits of any other value
COLUMNS = 76  # of a remark in plain text


def chapter(found: Findings) -> Chapter:
    """The section, and the last function's bound for the table of contents."""
    parts = [*_read(found)]
    several = len(found.solutions) > 1
    for solution in found.solutions:
        if several:
            parts.append(heading(3, inline(wording.left_side(solution)), "function"))
        parts += solved(solution, found.extras[solution.function], 4 if several else 3)
    if found.unsolved is not None:
        parts += [proved(found.unsolved), *refusals(found.unsolved)]
        for extras in found.extras.values():
            parts += pictures(extras, 3)
    return Chapter(titled(found.text), _short_answer(found), "\n".join(parts), _status(found))


def titled(text: str) -> str:
    """What was typed, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "…"


def _status(found: Findings) -> str:
    return "solved" if found.unsolved is None else "unsolved"


def _short_answer(found: Findings) -> str:
    if found.unsolved is not None:
        return '<span class="tag unsolved">unsolved</span>'
    shown = wording.bounds(found.solutions[-1])
    closed = wording.closed_form(found.solutions[-1])
    if not shown:
        return inline(closed[0]) if closed else "by cases"
    theta = found.solutions[-1].bounds.theta
    return inline(shown[0]) if theta is not None else " and ".join(map(inline, shown[:2]))


def _read(found: Findings) -> Iterator[str]:
    for remark in found.remarks:
        note = render_note(remark.message, found.text, remark.place, remark.suggestion, COLUMNS)
        yield excerpt(note, "remark")
    yield paragraph("Read as") + "\n" + aligned(reading(found.system))


def reading(system: System) -> list[tuple[str, ...]]:
    """The equations with their initial conditions, and where those hold."""
    found: list[tuple[str, ...]] = []
    for recurrence in system.recurrences:
        found += rows(wording.equation(recurrence))
        for value, domain in wording.initial_values(recurrence):
            *first, (left, right) = rows(value)
            found += [*first, (left, right + ("" if domain is None else FOR + mathml.elements(domain)))]
    return found


def solved(solution: Solution, extras: Extras, level: int) -> list[str]:
    """Everything about one function that is solved."""
    parts = [_answer(solution), paragraph(wording.heading(solution, VOICE), "reason")]
    parts += [paragraph(f"<em>Note</em> {VOICE.sentence(remark)}", "remark") for remark in solution.remarks]
    parts += derivation(solution, level)
    parts += pictures(extras, level)
    parts += _evidence(solution, extras, level)
    return parts


def derivation(solution: Solution, level: int) -> list[str]:
    """The numbered steps, and what they assume."""
    parts = []
    if solution.steps:
        parts += [heading(level, "Derivation"), ordered(solution.steps)]
    if solution.assumptions:
        said = wording.joined(map(VOICE.sentence, solution.assumptions))
        parts.append(paragraph(f"<em>Assumes</em> {said}"))
    return parts


def _answer(solution: Solution) -> str:
    lines: list[tuple[str, ...]] = [row for bound in wording.bounds(solution) for row in rows(bound)]
    for bound, conditions in wording.cases(solution):
        told = "<mtext>&#160;and&#160;</mtext>".join(map(mathml.elements, conditions))
        lines += [(*row, f"<mtext>if&#160;</mtext>{told}") for row in rows(bound)]
    closed = wording.closed_form(solution)
    if closed is not None:
        *first, (left, right) = rows(closed[0])
        lines += [*first, (left, right + condition(closed[1]))]
    where = [paragraph(f"where {wording.explained(d, VOICE)}.") for d in solution.where]
    return "\n".join(['<div class="answer">', *([aligned(lines)] if lines else []), *where, "</div>"])


def pictures(extras: Extras, level: int) -> list[str]:
    """The recursion tree and the growth plot, where there are any."""
    parts = []
    if extras.tree is not None:
        said = " ".join(map(VOICE.sentence, notes_of(extras.tree)))  # the verdict stands in the drawing
        picture = svg.render(tree.drawn(extras.tree, notes=False))
        parts += [heading(level, "Recursion tree"), figure(picture, said, "tree")]
    elif extras.no_tree:
        parts.append(paragraph(f"No recursion tree: {words(wording.sentence_end(extras.no_tree))}", "note"))
    chart = None if extras.samples is None else growth_chart(extras.samples)
    if chart is not None and extras.samples is not None:
        parts += [
            heading(level, "Growth"),
            figure(svg.render(laid_out(picture_of(chart))), _caption(chart, extras.samples), "growth"),
        ]
    return parts


def _caption(chart: GrowthChart, samples: Samples) -> str:
    """What the picture shows."""
    axes = "the upright axis is logarithmic" if chart.linear else "both axes are logarithmic"
    said = f"Values of {inline(chart.title)}; {axes}."
    curves = [inline(curve.label) for curve in chart.curves]
    if any(curve.style == "dashed" for curve in chart.curves):
        said += f" From {inline(Symbol(f'{samples.variable}_0'))} on they keep to {' and '.join(curves)}."
    elif curves:
        said += f" The curve is {curves[0]}."
    return said


def _evidence(solution: Solution, extras: Extras, level: int) -> list[str]:
    label, said = wording.evidence(solution, VOICE)
    parts = [heading(level, "Evidence"), paragraph(f"<em>{label}</em> {said}")]
    if extras.samples is not None:
        exact = all(value.exact for value in extras.samples.values)
        notes = wording.joined(map(words, ("Exact values" if exact else "Values", *extras.samples.notes)))
        parts += [paragraph(notes.rstrip(".") + ":", "lead"), _values(extras.samples)]
    return parts


def _values(samples: Samples) -> str:
    """Some of the exact values, spread evenly, and what part of the bound they are."""
    count = min(SHOWN, len(samples.values))
    last = len(samples.values) - 1
    chosen = sorted({round(last * i / (count - 1)) for i in range(count)})
    left, theta, known = _left(samples), samples.bounds.theta, ratios(samples)
    heads = [inline(Symbol(samples.variable)), inline(left)]
    if known and theta is not None:
        heads.append(inline(left if theta.is_constant else Mul((left, Power(theta.expression(), MINUS_ONE)))))
    lines = []
    for value in (samples.values[i] for i in chosen):
        share = [] if not known else [f"{exp(known[value.size]):.4g}" if value.size in known else ""]
        lines.append([_size(value.size), _number(value), *share])
    return table(heads, lines)


def _left(samples: Samples) -> Expr:
    return Call(samples.function, (Symbol(samples.variable),))


def _size(size: int) -> str:
    if size < 10**6 or size & (size - 1):
        return f"{size:,}"
    return f"2<sup>{size.bit_length() - 1}</sup>"


def _number(value: Value) -> str:
    """The value in full where it is rational and short, else its first digits."""
    exact = Fraction(value.value)
    short = value.exact and max(exact.numerator.bit_length(), exact.denominator.bit_length()) < BITS
    written = rational_text(exact) if short else ""
    if short and len(written) <= LONGEST:
        return f"{exact.numerator:,}" if exact.denominator == 1 else written
    return f"≈&nbsp;{decimal(exact, PLACES)}"
