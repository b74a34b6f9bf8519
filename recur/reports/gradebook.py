"""A table with a row for each student: who it is, the points of each question, and the total as soon as it is known.

A cell is empty where an answer waits for a person, and so is the total then: nothing is a silent 0.
"""

from recur.answers.grading.gradebook import Gradebook, Student
from recur.answers.grading.records import decimal
from recur.reports.csv import Cell, comma_separated, text

SUFFIX = ""
ONE_STUDENT = False
TOTALS = ("points", "max_points", "needs_a_person")


def render(book: Gradebook, width: int = 80, unicode: bool = True, colour: bool = False) -> str:
    return comma_separated([[text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows(book)])


def rows(book: Gradebook) -> list[list[Cell]]:
    """The heading and the students; texts are as they were typed."""
    known = identities(book)
    exercises = book.assignment.exercises
    heading: list[Cell] = [*(known or ["student"]), *(exercise.id for exercise in exercises), *TOTALS]
    found = [heading]
    for student in book.students:
        names = dict(student.who)
        who: list[Cell] = [names.get(name, "") for name in known] or [student.name]
        if known and not any(who):
            who[0] = student.name
        points = [_points(student, exercise.id, book.assignment.stated) for exercise in exercises]
        found.append([*who, *points, known_total(student), decimal(student.max_points) or 0, student.undecided])
    return found


def identities(book: Gradebook) -> list[str]:
    """The columns that say who the students are, as the file of answers has them."""
    return list(dict.fromkeys(name for student in book.students for name, _ in student.who))


def known_total(student: Student) -> Cell:
    """The total; nothing where it is not known yet."""
    total = decimal(student.total)
    return "" if total is None else total


def _points(student: Student, question: str, stated: bool) -> Cell:
    graded = student.answers.get(question)
    if graded is None:
        return 0 if stated else ""
    points = decimal(graded.points)
    return "" if points is None else points
