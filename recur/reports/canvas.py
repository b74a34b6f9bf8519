"""The grades as Canvas imports them [Canvas, How do I import grades in the Gradebook?]: one column for the assignment.

A student whose total is not known yet has an empty cell, which changes nothing in Canvas.
"""

from collections.abc import Mapping

from recur.answers.grading.gradebook import Gradebook, Student
from recur.answers.grading.records import decimal
from recur.answers.grading.submissions import plain_name
from recur.reports.csv import Cell, comma_separated, text
from recur.reports.gradebook import known_total

SUFFIX = ""
ONE_STUDENT = False
#: Canvas's columns, and what they may be called in the file of answers.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "Student": ("student", "name", "student name", "full name"),
    "ID": ("id",),
    "SIS User ID": ("sis user id", "sis id", "id number", "student id", "student number", "sid"),
    "SIS Login ID": ("sis login id", "username", "user name", "login", "netid", "email address", "email"),
    "Section": ("section",),
}


def render(book: Gradebook, width: int = 80, unicode: bool = True, colour: bool = False) -> str:
    title = text(book.assignment.title or "Assignment")
    rows: list[list[Cell]] = [[*COLUMNS, title], ["    Points Possible", "", "", "", "", _most(book)]]
    rows += ([*map(text, _who(student)), known_total(student)] for student in book.students)
    return comma_separated(rows)


def _who(student: Student) -> list[str]:
    """The cells that Canvas knows a student by; what the file does not tell apart is the login."""
    known = {plain_name(name): cell for name, cell in student.who}
    cells = [next((known[name] for name in names if known.get(name)), "") for names in COLUMNS.values()]
    whole = " ".join(filter(None, (known.get("first name"), known.get("last name") or known.get("surname"))))
    cells[0] = cells[0] or whole or student.name
    if not any(cells[1:4]):
        cells[3] = student.name
    return cells


def _most(book: Gradebook) -> Cell:
    return decimal(max((student.max_points for student in book.students), default=book.assignment.points)) or 0
