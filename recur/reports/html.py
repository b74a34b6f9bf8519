"""A page that stands alone: the tables, and what each student is told, folded away."""

from recur.answers.grading.gradebook import Gradebook
from recur.documents.gradebook import document
from recur.writers.html_page import page

SUFFIX = ".html"
ONE_STUDENT = False


def render(book: Gradebook, width: int = 80, unicode: bool = True, colour: bool = False) -> str:
    return page(document(book), book.assignment.title or "Grades")
