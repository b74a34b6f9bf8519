r"""Solutions as LaTeX that pdflatex compiles: plain ASCII, all words escaped, amsmath the only package."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from recur.model.derivation import Step
from recur.model.expressions import Add, Expr, Relation
from recur.model.recurrence import Recurrence, System
from recur.model.solution import Solution, Unsolved
from recur.notation import latex as notation
from recur.renderers import wording
from recur.writers.characters import to_latex, with_powers

if TYPE_CHECKING:
    from recur.solving.comparison import Comparison

VOICE = wording.Voice(lambda x: f"${notation.write(x, inline=True)}$", partial(with_powers, words=to_latex))
#: inside a formula: the words stand apart, the formulas do not
ASIDE = wording.Voice(notation.write, lambda words: words and rf"\text{{{to_latex(words)}}} ")
PREAMBLE = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{amsmath}
\setlength{\parindent}{0pt}
\setlength{\parskip}{0.5\baselineskip}
\setlength{\emergencystretch}{3em}
\begin{document}
"""
END = "\\end{document}\n"
WIDEST = 110  # characters of a displayed formula that fit on a line, as a rule


def render(
    solutions: Solution | Sequence[Solution],
    standalone: bool = False,
    steps: bool = True,
    read: System | None = None,
) -> str:
    """The solutions as paragraphs and displays; `standalone` makes a whole document of them."""
    found = (solutions,) if isinstance(solutions, Solution) else tuple(solutions)
    parts = [reading_of(wording.recurrences(read if read is not None else found))]
    for solution in found:
        parts += _explanation(solution, steps)
    return finished(parts, standalone)


def render_comparison(comparison: Comparison, standalone: bool = False, steps: bool = True) -> str:
    """Which of the two grows faster, as a display and in words, and why."""
    claim, sentence = wording.compared(comparison, VOICE)
    parts = [] if claim is None else [displays([claim])]
    parts.append(f"{sentence} {VOICE.sentence(comparison.reason)}".strip())
    parts += [rf"\emph{{Note.}} {VOICE.sentence(remark)}" for remark in comparison.remarks]
    if steps and comparison.reason.substeps:
        parts.append(derivation(comparison.reason.substeps))
    return finished(parts, standalone)


def render_refusal(unsolved: Unsolved, read: System, standalone: bool = False, why: bool = False) -> str:
    """How it was read, why it is unsolved, what is proved and what would help; with `why` what each method said."""
    told = rf"\textbf{{Unsolved:}} {VOICE.sentence(unsolved.reason)}."
    bounds = wording.proved(unsolved)
    if bounds:
        told += f" Proved all the same: {', '.join(map(VOICE.formula, bounds))}."
    if unsolved.remedy is not None:
        told += f" {VOICE.sentence(unsolved.remedy)}"
    return finished([reading_of(read.recurrences), told, *(refusals(unsolved) if why else [])], standalone)


def refusals(unsolved: Unsolved) -> list[str]:
    """What each method asked for."""
    rows, others = wording.refusals(unsolved, VOICE)
    items = "\n".join(rf"\item[{', '.join(methods)}] {reason}." for methods, reason in rows)
    parts = [f"\\begin{{description}}\n{items}\n\\end{{description}}"] if rows else []
    return [*parts, f"For other kinds of recurrence: {', '.join(others)}."] if others else parts


def finished(parts: Iterable[str], standalone: bool) -> str:
    body = "\n\n".join(part for part in parts if part) + "\n"
    return f"{PREAMBLE}{body}{END}" if standalone else body


def reading_of(recurrences: Sequence[Recurrence]) -> str:
    rows = []
    for recurrence in recurrences:
        rows.append(_rows(wording.equation(recurrence)))
        for value, domain in wording.initial_values(recurrence):
            condition = "" if domain is None else rf" \quad \text{{for }} {notation.write(domain)}"
            rows.append([*_rows(value)[:-1], _rows(value)[-1] + condition])
    return f"Read as\n{_aligned(rows)}"


def _explanation(solution: Solution, steps: bool) -> list[str]:
    rows = [_rows(bound) for bound in wording.bounds(solution)]
    for bound, conditions in wording.cases(solution):
        told = r" \text{ and } ".join(map(notation.write, conditions))
        rows.append([*_rows(bound)[:-1], _rows(bound)[-1] + rf" \quad \text{{if }} {told}"])
    closed = wording.closed_form(solution)
    if closed is not None:
        rows.append([*_rows(closed[0])[:-1], _rows(closed[0])[-1] + condition(closed[1])])
    parts = [_aligned(rows)] if rows else []
    parts += [f"where {wording.explained(definition, VOICE)}." for definition in solution.where]
    parts.append(wording.heading(solution, VOICE))
    parts += [rf"\emph{{Note.}} {VOICE.sentence(remark)}" for remark in solution.remarks]
    if steps and solution.steps:
        parts.append(derivation(solution.steps))
    if steps and solution.assumptions:
        parts.append(rf"\emph{{Assumes:}} {wording.joined(map(VOICE.sentence, solution.assumptions))}")
    if steps or solution.verification.status != "checked":
        label, text = wording.evidence(solution, VOICE)
        parts.append(rf"\emph{{{label}{'' if label == 'Checked' else ':'}}} {text}")
    return parts


def condition(said: Step) -> str:
    r"""Words beside a displayed formula: "for every n ≥ 3" is \quad \text{for every } n \ge 3."""
    return rf" \quad {ASIDE.sentence(said)}"


def derivation(steps: Sequence[Step]) -> str:
    items = "\n".join(_step(step) for step in steps)
    return f"\\begin{{enumerate}}\n{items}\n\\end{{enumerate}}"


def _step(step: Step) -> str:
    sentence = VOICE.sentence(step)
    # A bracket right after \item would be taken for its label.
    lines = [rf"\item {{}}{sentence}" if sentence.startswith("[") else rf"\item {sentence}"]
    source = f"[{to_latex(step.source)}]" if step.source else ""
    if source and not step.display:
        lines[0] += f" {source}"
    if step.display:
        lines.append(displays(step.display))
        if source:
            lines.append(rf"{{\raggedleft {source}\par}}")
    if step.substeps:
        lines.append(derivation(step.substeps))
    return "\n".join(lines)


def displays(formulas: Sequence[Expr]) -> str:
    return _aligned([_rows(formula) for formula in formulas])


def _aligned(formulas: list[list[str]]) -> str:
    rows = [row for formula in formulas for row in formula]
    if len(rows) == 1:
        return f"\\[\n  {rows[0].replace('&', '')}\n\\]"
    inner = " \\\\\n  ".join(row if "&" in row else f"& {row}" for row in rows)
    return f"\\begin{{align*}}\n  {inner}\n\\end{{align*}}"


def _rows(formula: Expr) -> list[str]:
    """A relation as rows to align at their first sign; a long chain, a long sum goes on further rows."""
    if not isinstance(formula, Relation):
        return [notation.write(formula)]
    sides, signs = [formula.left], [formula.op]
    rest = formula.right
    while isinstance(rest, Relation):
        sides.append(rest.left)
        signs.append(rest.op)
        rest = rest.right
    sides.append(rest)
    whole = notation.write(formula)
    if len(whole) <= WIDEST:
        first = notation.write(sides[0])
        return [f"{first} &{whole[len(first) + 1 :]}"]
    rows = []
    for position, (sign, side) in enumerate(zip(signs, sides[1:], strict=True)):
        left = f"{notation.write(sides[0])} " if position == 0 else ""
        pieces = _pieces(side)
        rows.append(f"{left}&{notation.RELATIONS[sign]} {pieces[0]}")
        rows += [rf"&\quad {piece}" for piece in pieces[1:]]
    return rows


def _pieces(side: Expr) -> list[str]:
    """A long sum in pieces that each fit on a row; the later ones start with their sign."""
    written = notation.write(side)
    if len(written) <= WIDEST or not isinstance(side, Add):
        return [written]
    pieces: list[str] = []
    start = 0
    for end in range(1, len(side.terms) + 1):
        text = notation.write(Add(side.terms[start:end]))
        if len(text) > WIDEST and end - 1 > start:
            pieces.append(notation.write(Add(side.terms[start : end - 1])))
            start = end - 1
    pieces.append(notation.write(Add(side.terms[start:])))
    return [pieces[0], *(piece if piece.startswith("-") else f"{{}}+ {piece}" for piece in pieces[1:])]
