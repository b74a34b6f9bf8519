"""Why a claim is false, for a proof that was not found."""

from __future__ import annotations

from recur.answers.judging.judging import judge
from recur.answers.judging.question import Question
from recur.answers.judging.verdict import Standing
from recur.model import Step


def why_false(recurrence: str, claim: str) -> tuple[Step, ...] | None:
    """What `check` says of a claim that is wrong; None of one that is not known to be."""
    verdict = judge(Question.read(recurrence, None), claim, None)
    return verdict.feedback if verdict.verdict is Standing.WRONG else None
