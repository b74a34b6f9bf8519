"""A judged answer as GitHub Markdown: the claim, the verdict, the numbers in a table, the sentences."""

from __future__ import annotations

from recur.answers.judging.verdict import Standing, Verdict
from recur.model.solution import Unsolved
from recur.renderers import markdown, wording
from recur.renderers.markdown import VOICE
from recur.renderers.verdict_latex import digits, size
from recur.renderers.verdict_wording import MARKS, claims_of, following, headline
from recur.writers.characters import to_markdown


def render(verdict: Verdict, hints: int = 0, reveal: bool = False, why: bool = False) -> str:
    """The verdict; `hints` so many steps in place of the feedback, `reveal` and `why` what stands below it."""
    parts = []
    if verdict.system is not None:
        parts += [f"Read as {line}" for line in markdown.readings(wording.recurrences(verdict.system))]
    claims = claims_of(verdict)
    if claims:
        parts.append(f"Answer {', '.join(map(VOICE.formula, claims))}")
    parts.append(f"**{MARKS[verdict.verdict]} {headline(verdict, VOICE)}.**")
    if verdict.verdict is Standing.UNREADABLE and verdict.problem is not None:
        parts.append(f"{to_markdown(verdict.answer)}: {to_markdown(verdict.problem.message)}")
    elif hints:
        parts.append(markdown.derivation(verdict.hints[:hints]) if verdict.hints else "There is no hint for this one.")
    else:
        parts += [_table(verdict)] if verdict.table else []
        parts += [VOICE.sentence(told) for told in following(verdict)]
    if isinstance(verdict.problem, Unsolved):
        remedy = verdict.problem.remedy
        parts += [] if remedy is None else [VOICE.sentence(remedy)]
        parts += markdown.refusals(verdict.problem) if why else []
    if reveal and verdict.solution is not None:
        parts.append(markdown.render(verdict.solution, read=verdict.system).rstrip("\n"))
    return "\n\n".join(parts) + "\n"


def _table(verdict: Verdict) -> str:
    body = "" if verdict.claim is None else VOICE.formula(verdict.claim.body).replace("|", r"\vert ")
    t = "$T(n)$" if verdict.solution is None else VOICE.formula(wording.left_side(verdict.solution))
    n = "n" if verdict.solution is None else verdict.solution.variable
    lines = [f"| ${n}$ | {t} | {body} | ratio |", "|--:|--:|--:|--:|"]
    for row in verdict.table:
        cells = (f"${size(row.size)}$", *(digits(cell) for cell in (row.value, row.claimed, row.ratio)))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
