"""The homework that comes with recur: its assignment is sound, and its report is what grading its class gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from recur.answers.grading.answer_files import read_answers
from recur.answers.grading.assignment import Assignment
from recur.answers.grading.assignment_file import read_assignment
from recur.answers.grading.gradebook import Gradebook
from recur.answers.grading.grading import assert_keys_hold, grade
from recur.answers.judging.verdict import Standing
from recur.reports import report

HOMEWORK = Path(__file__).parent.parent / "examples" / "homework"


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    return read_assignment(HOMEWORK / "matrices.toml")


@pytest.fixture(scope="module")
def book(assignment: Assignment) -> Gradebook:
    assert assignment.answers is not None
    return Gradebook(assignment, tuple(grade(assignment, read_answers(assignment.answers, assignment))))


def test_every_key_agrees_with_what_is_proved(assignment: Assignment) -> None:
    assert_keys_hold(assignment)


def test_the_report_beside_the_answers_is_the_one_that_grading_gives(book: Gradebook) -> None:
    assert report("markdown").render(book) == (HOMEWORK / "report.md").read_text(encoding="utf-8")


def test_the_class_makes_every_kind_of_answer_and_somebody_makes_no_mistake(book: Gradebook) -> None:
    assert len(book.students) >= 12
    assert {Standing.CORRECT, Standing.NOT_TIGHT, Standing.WRONG, Standing.UNREADABLE} <= set(book.verdicts)
    assert any(student.points == student.max_points == book.assignment.points for student in book.students)
    assert book.verdicts[Standing.UNDECIDED] == 0


def test_the_table_printed_in_many_notes_is_recognised_where_it_is_not_tight(book: Gradebook) -> None:
    assert "printed-case-3" in {mistake.tag for mistake in book.mistakes}
