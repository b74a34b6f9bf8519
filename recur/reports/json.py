"""One JSON document: students, questions, mistakes, and every answer."""

import json

from recur.answers.grading.gradebook import Gradebook, MistakeCount, Student, Tally
from recur.answers.grading.records import SCHEMA, decimal, record
from recur.answers.judging.verdict import Standing

SUFFIX = ".json"
ONE_STUDENT = False
JsonObject = dict[str, object]


def render(book: Gradebook, width: int = 80, unicode: bool = True, colour: bool = False) -> str:
    document = {
        "schema": SCHEMA,
        "title": book.assignment.title,
        "attempts": book.assignment.attempts,
        "superseded": book.superseded,
        "verdicts": {str(verdict): book.verdicts[verdict] for verdict in Standing},
        "students": [_student(student) for student in book.students],
        "questions": [_question(tally) for tally in book.tallies],
        "mistakes": [_mistake(mistake) for mistake in book.mistakes],
        "needs_a_person": [graded.submission.row for graded in book.for_a_person],
        "answers": [record(graded) for graded in book.graded],
    }
    return json.dumps(document, ensure_ascii=not unicode, indent=1) + "\n"


def _student(student: Student) -> JsonObject:
    return {
        "student": student.name,
        "points": decimal(student.points),
        "max_points": decimal(student.max_points),
        "undecided": student.undecided,
        "answers": {question: graded.submission.row for question, graded in student.answers.items()},
    }


def _question(tally: Tally) -> JsonObject:
    exercise = tally.exercise
    return {
        "question": exercise.id,
        "title": exercise.title,
        "recurrence": exercise.recurrence,
        "max_points": decimal(exercise.points),
        "mean_share": decimal(tally.mean),
        "discrimination": decimal(tally.discrimination),
        **{str(verdict): tally.verdicts[verdict] for verdict in Standing},
    }


def _mistake(mistake: MistakeCount) -> JsonObject:
    return {
        "tag": mistake.tag,
        "count": mistake.count,
        "questions": list(mistake.questions),
        "example": mistake.example.submission.answer,
    }
