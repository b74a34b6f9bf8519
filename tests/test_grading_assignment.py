"""An assignment file says what is asked and what answers earn; what is wrong in it is told with its line."""

from __future__ import annotations

import ast
import re
from fractions import Fraction
from pathlib import Path

import pytest

from recur.answers.grading.assignment import Assignment, gathered, tight
from recur.answers.grading.assignment_file import parse_assignment, read_assignment
from recur.answers.grading.grading import assert_keys_hold
from recur.answers.grading.notes import NOTES
from recur.answers.grading.rubric import PERSON, Rubric
from recur.answers.grading.submissions import InvalidAssignment, Submission
from recur.answers.judging.verdict import Standing
from recur.answers.misconceptions import misconceptions, wrong_forms
from recur.answers.workings.working import Slip
from tests.gradings import exercise

QUESTION = '[[question]]\nrecurrence = "T(n) = 2T(n/2) + n"\n'


def submission(question: str = "", recurrence: str = "") -> Submission:
    return Submission(1, "ada", question, recurrence, "n")


def test_what_a_question_does_not_say_is_taken_from_the_assignment() -> None:
    text = (
        'title = "T"\npoints = 3\naccept = ["Theta"]\n[rubric]\nwrong = "1/4"\n'
        + QUESTION
        + 'id = "a"\npoints = 0.5\n'
        + QUESTION
    )
    assignment = parse_assignment(text)
    first, second = assignment.exercises
    assert (first.id, first.points, second.id, second.points) == ("a", Fraction(1, 2), "2", 3)
    assert first.rubric.accepted == ("Θ",) and second.rubric.shares["wrong"] == Fraction(1, 4)
    assert assignment.points == Fraction(7, 2)


def test_a_questions_own_rubric_changes_the_lines_it_names_and_no_other() -> None:
    text = (
        "[rubric]\nwrong = 0.25\n[rubric.tags]\ndepth = 0.5\n"
        + QUESTION
        + 'rubric = { not-tight = "75%", tags = { rounded = "person" } }\n'
    )
    rubric = parse_assignment(text).exercises[0].rubric
    assert rubric.shares["not tight"] == Fraction(3, 4) and rubric.shares["wrong"] == Fraction(1, 4)
    assert rubric.tags == {"depth": Fraction(1, 2), "rounded": PERSON}


def test_shares_are_exact() -> None:
    assert parse_assignment("[rubric]\nwrong = 0.1\n" + QUESTION).exercises[0].rubric.shares["wrong"] == Fraction(1, 10)


@pytest.mark.parametrize(
    ("text", "line", "said", "hint"),
    [
        ("titel = 'x'\n" + QUESTION, 1, "an assignment has no field 'titel'", "title"),
        ("title = 'x'\n[rubric]\nwrnog = 0\n" + QUESTION, 3, "a rubric has no field 'wrnog'", "wrong"),
        ("[rubric.tags]\nmising-log = 0\n" + QUESTION, 2, "no answer is ever noted as 'mising-log'", "missing-log"),
        (QUESTION + "rubric = { tags = { x = 0 } }\n", 3, "no answer is ever noted as 'x'", "show the notes"),
        (QUESTION + "\n[[question]]\nrecurence = 'x'\n", 5, "question 2: a question has no field", "recurrence"),
        (QUESTION + "points = -1\n", 3, "points is a positive number, not -1", None),
        (QUESTION + "points = nan\n", 3, "points is a positive number", None),
        (QUESTION + "points = 'many'\n", 3, "points is a positive number", None),
        (QUESTION + "accept = ['Thetta']\n", 3, "accept lists kinds", None),
        (QUESTION + "rubric = { wrong = 2 }\n", 3, "a number from 0 to 1, not 2", "person"),
        (QUESTION + "rubric = { wrong = '1/0' }\n", 3, "a number from 0 to 1", "person"),
        (QUESTION + "id = 'a'\n" + QUESTION + "id = 'A'\n", 6, "two questions have the id 'A'", None),
        ("[[question]]\nid = 'a'\n", 2, "neither a recurrence nor a key", None),
        ("[[question]]\nrecurrence = 'T(n) = 2T(n/2 + n'\n", 2, "the recurrence cannot be read", "did you mean"),
        ("[[question]]\nkey = 'Theta(n^2'\n", 2, "the key cannot be read", None),
        ("attempts = 'all'\n" + QUESTION, 1, "attempts is one of last, first, best", None),
        ("title = 3\n" + QUESTION, 1, "title is a text in quotation marks", None),
        ("[[question]\n", 1, "is not TOML", None),
        ("question = 1\n", 1, "has no questions", "[[question]]"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file_is_told_with_its_line(text: str, line: int, said: str, hint: str | None) -> None:
    with pytest.raises(InvalidAssignment) as problem:
        parse_assignment(text)
    assert said in problem.value.message
    assert problem.value.place is not None and problem.value.place.line == line
    assert hint is None or hint in str(problem.value.hint)


#: Words with a dash in recur/answers that are no notes: what a recursion tree is, and a kind of claim.
NO_NOTES = {"leaf-heavy", "root-heavy", "little-o"}


def words_with_a_dash() -> set[str]:
    found: set[str] = set()
    for file in (Path(__file__).resolve().parent.parent / "recur" / "answers").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value} if re.fullmatch(r"[a-z]+(?:-(?!8|16|O$)[a-zO\d]+)+", node.value) else set()
    return found


def test_every_note_that_an_answer_can_have_may_stand_in_a_rubric() -> None:
    mistakes = {each.tag for each in (*misconceptions.registered(), *wrong_forms.FORM_MISTAKES)}
    assert (words_with_a_dash() - NO_NOTES) | mistakes | set(Slip) <= NOTES
    assert {note for note in NOTES if "-" in note} <= words_with_a_dash() | mistakes | set(Slip)


@pytest.mark.parametrize("text", ["", "title = 'x'\n", "x = " + "[" * 5_000, "points = " + "9" * 5_000])
def test_what_is_no_assignment_is_an_error_and_no_fault(text: str) -> None:
    with pytest.raises(InvalidAssignment):
        parse_assignment(text)


def test_the_caret_stands_under_the_mistake_inside_a_recurrence() -> None:
    with pytest.raises(InvalidAssignment) as problem:
        parse_assignment('[[question]]\nrecurrence = "T(n) = 2T(n/2 + n"\n')
    place = problem.value.place
    assert place is not None and 'recurrence = "T(n) = 2T(n/2 + n"'[place.column - 1] == "("


def test_answers_are_found_beside_the_file(tmp_path: Path) -> None:
    file = tmp_path / "hw.toml"
    file.write_text("answers = 'a.csv'\n" + QUESTION, encoding="utf-8")
    assert read_assignment(file).answers == tmp_path / "a.csv"


def test_a_key_that_contradicts_what_is_proved_is_an_error_before_anything_is_graded() -> None:
    with pytest.raises(InvalidAssignment, match="the key of question 1, Theta\\(n\\), is wrong"):
        assert_keys_hold(parse_assignment(QUESTION + "key = 'Theta(n)'\n"))
    assert_keys_hold(parse_assignment(QUESTION + "key = 'Theta(n lg n)'\n"))


def test_an_answer_names_its_question_by_id_or_by_recurrence() -> None:
    assignment = Assignment((exercise("Q1"),))
    for found in (
        submission("q1"),
        submission(" Q 1"),
        submission("", "T(n)=2T( n/2 )+n"),
        submission("T(n) = 2T(n/2)+n"),
    ):
        assert assignment.exercise_of(found) is assignment.exercises[0]
    assert assignment.exercise_of(submission("q2")) is None
    assert assignment.nearest(submission("qq1")) == "Q1"


def test_a_number_names_its_question_where_no_other_has_it() -> None:
    two = Assignment((exercise("q1"), exercise("q2")))
    assert [two.exercise_of(submission(name)) for name in ("1", "Question 2", "Frage 2")] == [
        two.exercises[0], two.exercises[1], two.exercises[1],
    ]  # fmt: skip
    clash = Assignment((exercise("q1"), exercise("Question 1")))
    assert clash.exercise_of(submission("1")) is None and clash.exercise_of(submission("Q1")) is clash.exercises[0]


def test_capital_letters_of_a_formula_matter() -> None:
    assert tight("T(n) = T(n/2) + O(n)") != tight("T(n) = T(n/2) + o(n)")
    assert tight("n log n") != tight("nlogn")


def test_a_label_that_stands_for_two_recurrences_stands_for_neither() -> None:
    rows = [
        submission("1", "T(n)=T(n-1)+1"),
        submission("1", "T(n)=2T(n/2)+n"),
        submission("", "T(n)=T(n/2)+1"),
        submission("2", "T(n)=4T(n/2)"),
    ]
    assignment = gathered(rows)
    assert len({e.id for e in assignment.exercises}) == 4
    assert [getattr(assignment.exercise_of(row), "recurrence", None) for row in rows] == [
        row.recurrence for row in rows
    ]


def test_the_least_share_of_the_named_tags_counts_and_a_person_before_all() -> None:
    rubric = Rubric(tags={"a": Fraction(1, 2), "b": Fraction(1, 4), "c": PERSON})
    assert rubric.share(Standing.WRONG, ("a", "b", "x")) == Fraction(1, 4)
    assert rubric.share(Standing.WRONG, ("a", "c")) is PERSON
    assert rubric.share(Standing.WRONG, ("x",)) == 0


def test_undecided_and_unreadable_have_no_score_and_nothing_answered_has_none_of_the_points() -> None:
    rubric = Rubric()
    assert rubric.share(Standing.UNDECIDED) is PERSON and rubric.share(Standing.UNREADABLE) is PERSON
    assert rubric.share(Standing.UNREADABLE, ("blank",)) == 0


@pytest.mark.parametrize(
    ("asked", "kind", "share"),
    [
        ("Θ", "Θ", 1),
        ("Θ", "O", Fraction(1, 2)),
        ("O", "Θ", 1),
        ("O", "Ω", Fraction(1, 2)),
        ("Θ", "=", 1),
        ("=", "Θ", Fraction(1, 2)),
    ],
)
def test_a_claim_is_accepted_where_it_says_what_was_asked(asked: str, kind: str, share: Fraction) -> None:
    assert Rubric(accepted=(asked,)).share(Standing.CORRECT, (), kind) == share


def test_a_bare_formula_is_read_as_the_exact_one_where_only_that_is_asked() -> None:
    assert Rubric(accepted=("=",)).as_asked("n - 1") == "= n - 1"
    assert Rubric(accepted=("=",)).as_asked("T(n) = n - 1") == "T(n) = n - 1"
    assert Rubric(accepted=("=", "Θ")).as_asked("n - 1") == "n - 1"
