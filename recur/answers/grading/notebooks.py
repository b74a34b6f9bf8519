"""Points for a notebook: what an nbgrader cell, an otter test or a pytest function needs of a verdict."""

import warnings
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from recur.answers.grading.judgements import written
from recur.answers.grading.notes import NOTES
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


class UnreadableAnswer(AssertionError):
    """An answer that a person has to look at: nbgrader gives 0 for the cell, and `nbgrader_by_hand` takes that back."""


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
    `UnreadableAnswer`, an AssertionError that says why: nbgrader has no autograded cell without a score, and the 0 that
    it gives then is seen by everybody, unless its course names `nbgrader_by_hand`. Raises ValueError on a recurrence
    that cannot be read, and on a name in `shares` that no answer ever has, for that is the notebook's mistake.
    """
    strange = sorted(set(shares or ()) - NOTES - {str(standing) for standing in Standing})
    if strange:
        raise ValueError(f"no answer is ever noted as {strange[0]!r}")
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
        raise UnreadableAnswer(f"{' '.join(written(verdict).feedback)} A person has to look and set the score by hand.")
    return float(_share(str(verdict.verdict), verdict.notes, shares or {}) * Fraction(points))


def _share(verdict: str, notes: tuple[str, ...], shares: Mapping[str, int | float | Fraction]) -> Fraction:
    named = [Fraction(shares[note]) for note in notes if note in shares]
    if named:
        return min(named)
    return Fraction(shares[verdict]) if verdict in shares else SETTLED[verdict]


def nbgrader_by_hand(notebook: Any, resources: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """The autograded notebook, with every score whose answer could not be read left open, to be given by hand.

    The last of nbgrader's `autograde_preprocessors`, a function of a notebook as nbconvert calls it.
    """
    from nbgrader.api import Gradebook
    from nbgrader.utils import is_grade

    graded = (cell for cell in notebook.cells if is_grade(cell))
    unread = [cell.metadata.nbgrader.grade_id for cell in graded if any(map(_is_unread, cell.get("outputs", ())))]
    if unread:
        told = resources["nbgrader"]
        with Gradebook(told["db_url"]) as gradebook:
            for name in unread:
                grade = gradebook.find_grade(name, told["notebook"], told["assignment"], told["student"])
                grade.auto_score, grade.needs_manual_grade = None, True
            gradebook.db.commit()
    return notebook, resources


def _is_unread(output: Mapping[str, Any]) -> bool:
    return output.get("ename") == UnreadableAnswer.__name__
