"""Solutions as GitHub Markdown with $…$ mathematics; plain words never act as markup."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from recur.model.derivation import Step
from recur.model.expressions import Expr
from recur.model.recurrence import Recurrence, System
from recur.model.solution import Solution, Unsolved
from recur.notation import latex as notation
from recur.renderers import wording
from recur.renderers.latex import condition
from recur.writers.characters import to_markdown, with_powers

if TYPE_CHECKING:
    from recur.solving.comparison import Comparison

VOICE = wording.Voice(lambda x: f"${notation.write(x, inline=True)}$", partial(with_powers, words=to_markdown))


def render(solutions: Solution | Sequence[Solution], steps: bool = True, read: System | None = None) -> str:
    """The solutions as paragraphs, displayed formulas and a numbered list."""
    found = (solutions,) if isinstance(solutions, Solution) else tuple(solutions)
    parts = [f"Read as {line}" for line in readings(wording.recurrences(read if read is not None else found))]
    for solution in found:
        parts += _explanation(solution, steps)
    return "\n\n".join(parts) + "\n"


def render_comparison(comparison: Comparison, steps: bool = True) -> str:
    """Which of the two grows faster, as a display and in words, and why."""
    claim, sentence = wording.compared(comparison, VOICE)
    parts = [] if claim is None else [_display(claim)]
    parts.append(f"{sentence} {VOICE.sentence(comparison.reason)}".strip())
    parts += [f"> {VOICE.sentence(remark)}" for remark in comparison.remarks]
    if steps and comparison.reason.substeps:
        parts.append(derivation(comparison.reason.substeps))
    return "\n\n".join(parts) + "\n"


def render_refusal(unsolved: Unsolved, read: System, why: bool = False) -> str:
    """How it was read, why it is unsolved, what is proved and what would help; with `why` what each method said."""
    told = f"**Unsolved:** {VOICE.sentence(unsolved.reason)}."
    bounds = wording.proved(unsolved)
    if bounds:
        told += f" Proved all the same: {', '.join(map(VOICE.formula, bounds))}."
    if unsolved.remedy is not None:
        told += f" {VOICE.sentence(unsolved.remedy)}"
    parts = [f"Read as {'; '.join(readings(read.recurrences))}", told, *(refusals(unsolved) if why else [])]
    return "\n\n".join(parts) + "\n"


def refusals(unsolved: Unsolved) -> list[str]:
    """What each method asked for."""
    rows, others = wording.refusals(unsolved, VOICE)
    parts = ["\n".join(f"- *{', '.join(methods)}*: {reason}." for methods, reason in rows)] if rows else []
    return [*parts, f"For other kinds of recurrence: {', '.join(others)}."] if others else parts


def readings(recurrences: Sequence[Recurrence]) -> list[str]:
    lines = []
    for recurrence in recurrences:
        given = [VOICE.formula(wording.equation(recurrence))]
        for value, domain in wording.initial_values(recurrence):
            given.append(VOICE.formula(value) + ("" if domain is None else f" for {VOICE.formula(domain)}"))
        lines.append(", ".join(given))
    return lines


def _explanation(solution: Solution, steps: bool) -> list[str]:
    parts = [_display(bound) for bound in wording.bounds(solution)]
    for row, conditions in wording.cases(solution):
        told = r" \text{ and } ".join(map(notation.write, conditions))
        parts.append(rf"$${notation.write(row)} \quad \text{{if }} {told}$$")
    closed = wording.closed_form(solution)
    if closed is not None:
        parts.append(f"$${notation.write(closed[0])}{condition(closed[1])}$$")
    parts += [f"where {wording.explained(definition, VOICE)}." for definition in solution.where]
    parts.append(wording.heading(solution, VOICE))
    parts += [f"> {VOICE.sentence(remark)}" for remark in solution.remarks]
    if steps and solution.steps:
        parts.append(derivation(solution.steps))
    if steps and solution.assumptions:
        parts.append(f"*Assumes* {wording.joined(map(VOICE.sentence, solution.assumptions))}")
    if steps or solution.verification.status != "checked":
        label, text = wording.evidence(solution, VOICE)
        parts.append(f"*{label}{'' if label == 'Checked' else ':'}* {text}")
    return parts


def _display(formula: Expr) -> str:
    return f"$${notation.write(formula)}$$"


def derivation(steps: Sequence[Step], indent: str = "") -> str:
    return "\n".join(_step(step, f"{number}. ", indent) for number, step in enumerate(steps, 1)).rstrip()


def _step(step: Step, mark: str, indent: str) -> str:
    inner = indent + " " * len(mark)
    source = f"({to_markdown(step.source)})" if step.source else ""
    lines = [f"{indent}{mark}{VOICE.sentence(step)}"]
    if source and not step.display:
        lines[0] += f" {source}"
    for formula in step.display:
        lines += ["", inner + _display(formula)]
    if step.display:
        lines += ["", inner + source, ""] if source else [""]
    if step.substeps:
        lines.append(derivation(step.substeps, inner))
    return "\n".join(lines)
