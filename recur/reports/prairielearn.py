"""PrairieLearn's results.json of an external grader, for one student [PrairieLearn, External Grading, Grading results].

What cannot be read makes the submission not gradable, which costs no attempt. What is undecided counts neither for
nor against: its test has no points to win, and the score is the share of those that are decided.
"""

import json
from fractions import Fraction

from recur.answers.grading.gradebook import Gradebook
from recur.answers.grading.judgements import Graded
from recur.answers.grading.records import decimal
from recur.answers.grading.rubric import BLANK
from recur.answers.judging.verdict import Standing
from recur.documents.gradebook import feedback_sentences, question, waiting
from recur.writers.characters import printable

SUFFIX = ""
ONE_STUDENT = True
JsonObject = dict[str, object]


def render(book: Gradebook, width: int = 80, unicode: bool = True, colour: bool = False) -> str:
    tests: list[JsonObject] = []
    errors = [f"{question(graded)}: {feedback_sentences(graded)}" for graded in book.counting if _is_unreadable(graded)]
    won = most = Fraction(0)
    open_answers = 0
    for student in book.students:
        for exercise, graded in book.in_order(student):
            points, of = (Fraction(0), exercise.points) if graded is None else _points(graded)
            won, most = won + points, most + of
            open_answers += graded is not None and graded.points is None
            tests.append(_test(exercise.id, exercise.title, points, of, graded))
    if not errors and not most:
        errors = ["no answer could be decided here: a person has to look" if tests else "no answer is given"]
    said = waiting(open_answers)
    document: JsonObject = {"gradable": not errors}
    if errors:
        document["format_errors"] = [printable(error) for error in errors]
    else:
        document["score"] = float(won / most)
    document |= {"message": said or "Every answer is scored.", "output": "", "tests": tests}
    return json.dumps(document, ensure_ascii=not unicode, indent=1) + "\n"


def _is_unreadable(graded: Graded) -> bool:
    read = graded.is_decided or graded.judgement.verdict is not Standing.UNREADABLE
    return not read and BLANK not in graded.judgement.notes


def _points(graded: Graded) -> tuple[Fraction, Fraction]:
    """What was won, out of what could be won."""
    if graded.points is None or graded.exercise is None:
        return Fraction(0), Fraction(0)
    return graded.points, graded.exercise.points


def _test(name: str, title: str, points: Fraction, most: Fraction, graded: Graded | None) -> JsonObject:
    waits = graded is not None and graded.points is None
    verdict = "not handed in" if graded is None else str(graded.judgement.verdict)
    told = "No answer is given."
    if graded is not None:
        told = printable(f"Your answer: {graded.submission.answer}. {feedback_sentences(graded)}".strip())
    return {
        "name": printable(name),
        "description": printable(title),
        "points": decimal(points),
        "max_points": decimal(most),
        "message": "not scored: a person has to look" if waits else verdict,
        "output": told,
    }
