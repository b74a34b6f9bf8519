"""JSON lines: one object for each answer, in order; the same lines as the results file that --resume reads."""

from recur.answers.grading.gradebook import Gradebook
from recur.answers.grading.records import line

SUFFIX = ".jsonl"
ONE_STUDENT = False


def render(book: Gradebook, width: int = 80, unicode: bool = True, colour: bool = False) -> str:
    return b"".join(line(graded, unicode) for graded in book.graded).decode()
