"""What every format says of a judged answer: the claim as read, the headline, and which sentences follow it."""

from __future__ import annotations

from collections.abc import Sequence

from recur.answers.judging.statements import statement, statements
from recur.answers.judging.verdict import Standing, Verdict
from recur.model.derivation import Step
from recur.model.expressions import Expr
from recur.renderers.wording import Voice

MARKS = {
    Standing.CORRECT: "✓",
    Standing.NOT_TIGHT: "✗",
    Standing.WRONG: "✗",
    Standing.UNDECIDED: "?",
    Standing.UNREADABLE: "?",
}
INVITATION = "--hint for the next step, --reveal for the derivation"


def claims_of(verdict: Verdict) -> tuple[Expr, ...]:
    """All that the answer states, in its order: T(n) = O(n²), T(n) ~ 2n³, T(n) ≤ 2n and 2n = O(n)."""
    if verdict.claim is None:
        return ()
    last = None if verdict.system is None else verdict.system.recurrences[-1]
    name, variable = ("T", "n") if last is None else (last.function, last.variable)
    return statements(verdict.claim, name, variable)


def claim_of(verdict: Verdict) -> Expr | None:
    """What the answer comes to."""
    if verdict.claim is None:
        return None
    last = None if verdict.system is None else verdict.system.recurrences[-1]
    name, variable = ("T", "n") if last is None else (last.function, last.variable)
    return statement(verdict.claim, name, variable)


def headline(verdict: Verdict, voice: Voice) -> str:
    """wrong: too small, by a factor n^0.585/log n"""
    if not verdict.feedback or verdict.verdict is Standing.CORRECT:
        return voice.words(str(verdict.verdict))
    first = voice.sentence(_continuing(verdict.feedback[0])).removesuffix(".")
    return f"{voice.words(f'{verdict.verdict}: ')}{first}"


def _continuing(told: Step) -> Step:
    """A sentence that goes on after a colon: no capital, unless it starts with a formula."""
    sentence = told.sentence[:1].lower() + told.sentence[1:]
    return Step(sentence, told.formulas)


def following(verdict: Verdict) -> Sequence[Step]:
    """The sentences that the headline leaves."""
    return verdict.feedback if verdict.verdict is Standing.CORRECT else verdict.feedback[1:]
