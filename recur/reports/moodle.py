"""The grades as Moodle imports them [Moodle, Grade import]: the columns that say who, the grade, and the feedback.

A student whose total is not known yet has an empty grade, which Moodle leaves as it is.
"""

from recur.answers.grading.gradebook import Gradebook, Student
from recur.documents.gradebook import feedback_sentences
from recur.reports.csv import Cell, comma_separated, text
from recur.reports.gradebook import identities, known_total

SUFFIX = ""
ONE_STUDENT = False


def render(book: Gradebook, width: int = 80, unicode: bool = True, colour: bool = False) -> str:
    title = book.assignment.title or "Assignment"
    known = identities(book)
    rows: list[list[Cell]] = [[*map(text, known or ["Username"]), text(title), text(f"{title} (feedback)")]]
    for student in book.students:
        names = dict(student.who)
        who = [names.get(name, "") for name in known] or [student.name]
        rows.append([*map(text, who), known_total(student), text(_told(book, student))])
    return comma_separated(rows)


def _told(book: Gradebook, student: Student) -> str:
    """What is said of each answer, question by question."""
    told = [
        f"{exercise.id}: {'no answer' if graded is None else graded.judgement.verdict}. "
        + ("" if graded is None else feedback_sentences(graded))
        for exercise, graded in book.in_order(student)
    ]
    return " ".join(line.strip() for line in told)
