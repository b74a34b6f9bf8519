"""A table of the class and the summary below it, for a terminal."""

from __future__ import annotations

from recur.answers.grading.gradebook import Gradebook
from recur.reports.cells import heading, replaced
from recur.reports.grid import lay
from recur.reports.tables import tables
from recur.writers.page import Page

SUFFIX = ".txt"
MOST_ROWS = 60  # of a table below that of the students
ONE_STUDENT = False


def render(book: Gradebook, width: int = 80, unicode: bool = True, colour: bool = False, students: bool = True) -> str:
    page = Page(width, unicode, colour)
    if book.assignment.title:
        page.paragraph(page.styled(page.words(book.assignment.title), "bound"))
    page.paragraph(page.words(heading(book)))
    for table in tables(book, students, MOST_ROWS):
        lay(page, table)
    if said := replaced(book):
        page.blank()
        page.labelled("Note", page.words(said))
    return page.text() + "\n"
