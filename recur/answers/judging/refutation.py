"""Why a claim is false, for a proof that was not found."""

from __future__ import annotations

from recur.answers.judging.judging import judge, judge_stated
from recur.answers.judging.question import Question
from recur.answers.judging.verdict import Standing
from recur.model import Step


def why_false(recurrence: str, claim: str | None) -> tuple[Step, ...] | None:
    """What `check` says of a claim that is wrong, by default of the one in the text; None of one not known to be."""
    question = Question.read(recurrence, None)
    verdict = judge_stated(question, None) if claim is None else judge(question, claim, None)
    return verdict.feedback if verdict.verdict is Standing.WRONG else None
