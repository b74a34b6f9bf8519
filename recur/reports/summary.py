"""The summary alone: per question, common mistakes, and what needs a person; no student's points."""

from recur.answers.grading.gradebook import Gradebook
from recur.reports import text

SUFFIX = ""
ONE_STUDENT = False


def render(book: Gradebook, width: int = 80, unicode: bool = True, colour: bool = False) -> str:
    return text.render(book, width, unicode, colour, students=False)
