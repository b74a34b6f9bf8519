"""The class as tables for a terminal, its longest lists cut."""

from recur.answers.grading.gradebook import Gradebook
from recur.documents.gradebook import document
from recur.writers import text

SUFFIX = ".txt"
ONE_STUDENT = False
MOST_ROWS = 60  # of a table below that of the students


def render(book: Gradebook, width: int = 80, unicode: bool = True, colour: bool = False, students: bool = True) -> str:
    told = document(book, students, MOST_ROWS, feedback=False)
    return text.render(told, width, unicode, colour) + "\n"
