"""A judged answer as LaTeX: the claim, the verdict, the numbers in a tabular, the sentences."""

from __future__ import annotations

from recur.answers.judging.verdict import Standing, Verdict
from recur.model.solution import Unsolved
from recur.notation import latex as notation
from recur.renderers import latex, wording
from recur.renderers.latex import VOICE
from recur.renderers.verdict_wording import claims_of, following, headline
from recur.writers.characters import to_latex


def render(verdict: Verdict, hints: int = 0, reveal: bool = False, standalone: bool = False, why: bool = False) -> str:
    """The verdict; `hints` so many steps in place of the feedback, `reveal` and `why` what stands below it."""
    parts = [] if verdict.system is None else [latex.reading_of(wording.recurrences(verdict.system))]
    claims = claims_of(verdict)
    if claims:
        parts.append(f"Answer\n{latex.displays(list(claims))}")
    parts.append(rf"\textbf{{{headline(verdict, VOICE)}.}}")
    if verdict.verdict is Standing.UNREADABLE and verdict.problem is not None:
        parts.append(rf"\texttt{{{to_latex(verdict.answer)}}}: {to_latex(verdict.problem.message)}")
    elif hints:
        parts.append(latex.derivation(verdict.hints[:hints]) if verdict.hints else "There is no hint for this one.")
    else:
        parts += [_table(verdict)] if verdict.table else []
        parts += [VOICE.sentence(told) for told in following(verdict)]
    if isinstance(verdict.problem, Unsolved):
        remedy = verdict.problem.remedy
        parts += [] if remedy is None else [VOICE.sentence(remedy)]
        parts += latex.refusals(verdict.problem) if why else []
    if reveal and verdict.solution is not None:
        parts.append(latex.render(verdict.solution, read=verdict.system).rstrip("\n"))
    return latex.finished(parts, standalone)


def _table(verdict: Verdict) -> str:
    body = "" if verdict.claim is None else f"${notation.write(verdict.claim.body, inline=True)}$"
    t = "$T(n)$" if verdict.solution is None else f"${notation.write(wording.left_side(verdict.solution))}$"
    n = "n" if verdict.solution is None else verdict.solution.variable
    lines = [rf"${n}$ & {t} & {body} & ratio \\ \hline"]
    for row in verdict.table:
        cells = (f"${size(row.size)}$", *(digits(cell) for cell in (row.value, row.claimed, row.ratio)))
        lines.append(" & ".join(cells) + r" \\")
    inside = "\n".join(lines)
    return f"\\begin{{tabular}}{{rrrr}}\n{inside}\n\\end{{tabular}}"


def size(text: str) -> str:
    base, caret, exponent = text.partition("^")
    return f"{base}^{{{exponent}}}" if caret else base


def digits(written: str) -> str:
    """1.73e5 as 1.73·10^5."""
    front, e, exponent = written.partition("e")
    return rf"${front} \cdot 10^{{{exponent}}}$" if e else f"${front}$"
