"""Gradescope's results.json for one student [Gradescope, Autograder Specifications, Output format].

An answer without a score is shown without one: neither right nor wrong until a person has looked. The score of the
whole is then given for what is decided.
"""

import json
from fractions import Fraction

from recur.answers.grading.gradebook import Gradebook
from recur.answers.grading.judgements import Graded
from recur.answers.grading.records import decimal
from recur.answers.judging.verdict import Standing
from recur.documents.gradebook import feedback_sentences, waiting
from recur.writers.characters import printable

SUFFIX = ""
ONE_STUDENT = True
PLAIN = "text"  # nothing of an answer acts as markup
JsonObject = dict[str, object]


def render(book: Gradebook, width: int = 80, unicode: bool = True, colour: bool = False) -> str:
    tests: list[JsonObject] = []
    open_answers = 0
    score = Fraction(0)
    for student in book.students:
        score += student.points
        for exercise, graded in book.in_order(student):
            tests.append(_test(exercise.id, exercise.title, decimal(exercise.points), graded))
            open_answers += graded is not None and graded.points is None
    said = waiting(open_answers)
    document: JsonObject = {
        "score": decimal(score),
        "output": said or "Every answer is scored.",
        "output_format": PLAIN,
        "test_output_format": PLAIN,
        "test_name_format": PLAIN,
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
    }
    return json.dumps(document, ensure_ascii=not unicode, indent=1) + "\n"


def _test(question: str, title: str, most: int | float | None, graded: Graded | None) -> JsonObject:
    name = printable(f"{question}: {title}" if title else question)
    test: JsonObject = {"name": name, "name_format": PLAIN, "max_score": most, "output_format": PLAIN}
    if graded is None:
        return test | {"score": 0, "status": "failed", "visibility": "visible", "output": "No answer is given."}
    told = [f"Your answer: {printable(graded.submission.answer)}", printable(feedback_sentences(graded))]
    verdict = graded.judgement.verdict
    if graded.points is None:
        told.append("This answer has no score yet: a person has to look.")
        return test | {"visibility": "visible", "tags": [str(verdict)], "output": "\n\n".join(filter(None, told))}
    return test | {
        "score": decimal(graded.points),
        "status": "passed" if graded.share == 1 and (graded.is_decided or verdict is Standing.CORRECT) else "failed",
        "visibility": "visible",
        "tags": list(dict.fromkeys((str(verdict), *graded.judgement.notes))),
        "output": "\n\n".join(filter(None, told)),
    }
