"""Points for a notebook: what an nbgrader cell, an otter test or a pytest function needs of a verdict."""

import warnings
from collections.abc import Mapping
from fractions import Fraction

from recur.answers.grading.judgements import written
from recur.answers.judging.judging import judge
from recur.answers.judging.question import Question
from recur.answers.judging.verdict import SCORES, Standing
from recur.model.limits import DEFAULT_SECONDS

#: A cell must end in a number, so a doubt is settled here: for the student where recur cannot tell, and at nothing
#: where nothing was stated that could be true.
SETTLED: Mapping[str, Fraction] = {
    **{str(standing): share for standing, share in SCORES.items() if share is not None},
    "undecided": Fraction(1),
    "unreadable": Fraction(0),  # of a cell with nothing in it
}


def nbgrader_points(
    recurrence: str,
    answer: str,
    points: int | float | Fraction = 1,
    *,
    shares: Mapping[str, int | float | Fraction] | None = None,
    timeout: float | None = DEFAULT_SECONDS,
    log: str | None = None,
) -> float:
    """The points that an answer earns, as the builtin float that ends an nbgrader cell; writes nothing anywhere.

    `shares` overrides what a verdict or a note earns: {"not tight": 0.75, "missing-log": 0.25}. By default correct
    earns all, not tight half, wrong and an empty cell nothing, and undecided all. An answer that cannot be read raises
    an AssertionError that says why: nbgrader has no cell without a score, and the 0 that it gives then is seen by
    everybody. Raises ValueError on a recurrence that cannot be read, for that is the notebook's mistake.
    """
    if not isinstance(answer, str):  # a cell left as it was: None, or the ... of a template
        answer = ""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbgrader takes a warning for an error: it is written to standard error
        question = Question.read(recurrence, timeout, log)
        if question.system is None:
            raise ValueError(f"the recurrence cannot be read: {question.problem}")
        verdict = judge(question, answer, timeout)
    settled = {"unreadable", *verdict.notes}.intersection(shares or ())
    if verdict.verdict is Standing.UNREADABLE and answer.strip() and not settled:
        raise AssertionError(f"{' '.join(written(verdict).feedback)} A person has to look and set the score by hand.")
    return float(_share(str(verdict.verdict), verdict.notes, shares or {}) * Fraction(points))


def _share(verdict: str, notes: tuple[str, ...], shares: Mapping[str, int | float | Fraction]) -> Fraction:
    named = [Fraction(shares[note]) for note in notes if note in shares]
    if named:
        return min(named)
    return Fraction(shares[verdict]) if verdict in shares else SETTLED[verdict]
