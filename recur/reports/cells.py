"""What every report says in a word: points, shares and the marks of verdicts."""

from __future__ import annotations

from fractions import Fraction

from recur.answers.grading.gradebook import Gradebook, Student
from recur.answers.grading.judgements import Graded
from recur.answers.grading.records import decimal
from recur.answers.judging.verdict import Standing

VERDICTS = tuple(Standing)
NOT_HANDED_IN = "–"
PERSON = "?"
LONGEST_ANSWER = 60


def number(x: Fraction | None) -> str:
    """A whole number as it is, another to two places."""
    if x is None:
        return PERSON
    return str(x) if x.denominator == 1 else f"{float(decimal(x) or 0):.2f}".rstrip("0").rstrip(".")


def percent(x: Fraction | None) -> str:
    return PERSON if x is None else f"{round(100 * x)}%"


def mark(graded: Graded | None) -> str:
    """The points of one answer: a number, ? where a person has to look, a dash where there is none."""
    return NOT_HANDED_IN if graded is None else number(graded.points)


def total(student: Student) -> str:
    """12 / 18, with a ? behind what is not decided yet."""
    open_points = f" + {student.undecided}{PERSON}" if student.undecided else ""
    return f"{number(student.points)}{open_points} / {number(student.max_points)}"


def shortened(text: str, most: int = LONGEST_ANSWER) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def heading(book: Gradebook) -> str:
    """How many of what there is, in one line."""
    parts = (
        counted(len(book.students), "student"),
        counted(len(book.assignment.exercises), "question"),
        counted(len(book.graded), "answer"),
    )
    return ", ".join(parts)


def counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def replaced(book: Gradebook) -> str:
    """What became of answers to a question that was answered before; nothing where there are none."""
    if not book.superseded:
        return ""
    verb = "does" if book.superseded == 1 else "do"
    which = {"last": "the last", "first": "the first", "best": "the best"}[book.assignment.attempts]
    return f"{counted(book.superseded, 'answer')} {verb} not count: of several to one question {which} counts."


def who(graded: Graded) -> str:
    return graded.submission.student or "(nobody)"


def question(graded: Graded) -> str:
    return graded.submission.question if graded.exercise is None else graded.exercise.id


def sentences(graded: Graded) -> str:
    """The feedback of an answer as one paragraph."""
    return " ".join([*graded.judgement.feedback, *([graded.remark] if graded.remark else [])])
