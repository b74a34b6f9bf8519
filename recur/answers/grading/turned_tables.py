"""Tables that lie on their side: a row for each question, and a column for each student."""

from collections.abc import Iterable, Iterator, Sequence

from recur.answers.grading.assignment import Assignment
from recur.answers.grading.layouts import sums_up
from recur.answers.grading.submissions import NAMES, Submission, SubmissionRow, plain_name
from recur.parsing.stated import stated

#: What stands beside the students, and is no student.
NO_STUDENTS = frozenset({
    "", "key", "answer key", "right answer", "correct answer", "points", "max points", "maximum points", "out of",
    "total", "average", "mean", "median", "notes", "comment", "comments", "punkte",
})  # fmt: skip
_FIRST = frozenset({"", *NAMES["question"], *NAMES["recurrence"]})


def answers_across(
    heading: Sequence[str],
    records: Iterable[tuple[int, list[str] | str]],
    where: str,
    assignment: Assignment | None,
) -> list[SubmissionRow]:
    """The answers of a table whose first column asks and whose others are students; none where it is no such table."""
    students = {column: name for column, name in enumerate(heading) if column and plain_name(name) not in NO_STUDENTS}
    if not heading or plain_name(heading[0]) not in _FIRST or not students:
        return []
    rows = [(number, cells) for number, cells in records if isinstance(cells, str) or any(map(str.strip, cells))]
    rows = [(number, cells) for number, cells in rows if isinstance(cells, str) or not sums_up(cells, "", cells[1:])]
    asked = [cells[0] for _, cells in rows if not isinstance(cells, str)]
    if not asked or not all(_asks(text, assignment) for text in asked):
        return []
    return [row for number, cells in rows for row in _across(cells, students, f"{where} {number}", number)]


def _across(cells: list[str] | str, students: dict[int, str], place: str, number: int) -> Iterator[SubmissionRow]:
    if isinstance(cells, str):
        yield SubmissionRow({}, place, cells, number)
        return
    text = cells[0]
    asked = {"recurrence": text} if stated(text) is not None else {"question": text}
    for column, name in students.items():
        answer = cells[column] if column < len(cells) else ""
        yield SubmissionRow({"student": name, **asked, "answer": answer}, place, line=number)


def _asks(text: str, assignment: Assignment | None) -> bool:
    if stated(text) is not None:
        return True
    return assignment is not None and assignment.exercise_of(Submission(0, "", text, "", "")) is not None
