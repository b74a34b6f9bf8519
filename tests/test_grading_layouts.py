"""Tables of classes as people and platforms lay them out: on their side, under two headings, with sums and groups."""

from __future__ import annotations

import io

import pytest

from recur.answers.grading.answer_files import read_stream
from recur.answers.grading.assignment import Assignment, Exercise, gathered, tight
from recur.answers.grading.submissions import InvalidAssignment, Submission
from tests.gradings import workbook

ONE, TWO = "T(n) = 2T(n/2) + n", "T(n) = T(n-1) + n"
ASKED = Assignment((Exercise("1", ONE), Exercise("2", TWO)))


def read(table: str, assignment: Assignment | None = None, encoding: str = "utf-8") -> list[Submission]:
    return read_stream(io.BytesIO(table.encode(encoding)), "class", ".csv", assignment)


def answers(found: list[Submission]) -> list[tuple[str, str, int]]:
    return [(each.student, each.answer, each.line) for each in found if each.answer]


def wide(*rows: str) -> str:
    return "\n".join(rows) + "\n"


FORMS = f"Gesamtpunktzahl;Quizfeedback;1. {ONE};Punkte – 1. {ONE};Feedback – 1. {ONE}"
TABLES = {
    "Microsoft Forms in German": (
        f"ID;Startzeit;Fertigstellungszeit;E-Mail;Name;{FORMS}",
        "1;9:00;9:05;a@x;Ada;1;;n;1;ok",
        "2;9:00;9:05;b@x;Bob;0;;n^2;0;",
    ),
    "Google Forms in German": (
        f"Zeitstempel,Nutzername,Punktzahl,Aufgabe 1: {ONE}",
        "t,a@x,1 / 1,n",
        "t,b@x,0 / 1,n^2",
    ),
    "Moodle in French": (
        "Nom;Adresse de courriel;Numéro d’identification;Statut;Durée;Question 1;Réponse 1;Réponse correcte 1",
        f"X;x@x;a@x;Terminé;4 min;Résoudre {ONE};n;n log n",
        f"X;y@x;b@x;Terminé;4 min;Résoudre {ONE};n^2;n log n",
    ),
    "Brightspace": (
        "Org Defined ID,Username,FirstName,Q #,Q Type,Q Text,Answer,Score",
        f"a@x,ada,A,1,SA,Solve {ONE}.,n,1",
        f"b@x,bob,B,1,SA,Solve {ONE}.,n^2,1",
    ),
    "Sakai": (f"User ID,Name,1. Solve {ONE} (Text Response),Total", "a@x,Ada,n,1", "b@x,Bob,n^2,0"),
    "numbered pairs": ("Student,Recurrence 1,Answer 1", f"a@x,{ONE},n", f"b@x,{ONE},n^2"),
    "Google Forms in Spanish": (
        f"Marca temporal;Dirección de correo electrónico;Puntuación;1. {ONE}",
        "t;a@x;1;n",
        "t;b@x;1;n^2",
    ),
    "numbers of students": (f"No.;Full Name;Student No.;1. {ONE}", "1;Ada;a@x;n", "2;Bob;b@x;n^2"),
    "a row of the key": (f"Name,{ONE}", "a@x,n", "b@x,n^2", "Answer key,n log n"),
    "the names of a report": (
        "Student,Question Number,Question,Student Response",
        f"a@x,1,Solve {ONE}.,n",
        f"b@x,1,Solve {ONE}.,n^2",
    ),
    "no heading over the names": (f",{ONE}", "a@x,n", "b@x,n^2"),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_a_platform_is_read_as_it_is(name: str) -> None:
    found = read(wide(*TABLES[name]), encoding="cp1252")
    assert answers(found) == [("a@x", "n", 2), ("b@x", "n^2", 3)]
    assert all(ONE in (each.recurrence or each.question) for each in found)


def test_a_first_and_a_last_name_say_who_somebody_is() -> None:
    found = read(wide(f"First Name,Last Name,{ONE}", "Ada,X,n", "Bob,X,n^2"))
    assert answers(found) == [("Ada X", "n", 2), ("Bob X", "n^2", 3)]
    long = read(wide("Vorname;Nachname;Frage;Antwort", "Ada;X;1;n", "Bob;X;1;n^2"), ASKED)
    assert answers(long) == [("Ada X", "n", 2), ("Bob X", "n^2", 3)]
    by_mail = read(wide(f"First Name,Last Name,Email,{ONE}", "Ada,X,a@x,n"))
    assert answers(by_mail) == [("a@x", "n", 2)]


@pytest.mark.parametrize(
    "asked", ["What is your student ID?", "Your name:", "NetID (e.g. abc12)", "Group members (names)"]
)
def test_a_form_may_ask_who_somebody_is_in_its_own_words(asked: str) -> None:
    found = read(wide(f"Timestamp,Name of the course,{asked},{ONE}", "t,CS,a@x,n", "t,CS,b@x,n^2"))
    assert answers(found) == [("a@x", "n", 2), ("b@x", "n^2", 3)]


PICTURE = r'<img class=""equation_image"" src=""https://x/y"" alt=""LaTeX: {0}"" data-equation-content=""{0}"">'.format


def test_formulas_of_headings_are_read_from_marks_words_and_pictures() -> None:
    picture = PICTURE(r"T\left(n\right)=2T\left(\frac{n}{2}\right)+n")
    found = read(wide(f'name,id,"7: <p>Solve {picture}</p>",1. Bound ${TWO}$ tightly', f'A,s1,"{PICTURE("n")}",1'))
    assert [each.answer for each in found] == [r"\(n\)", "1"]
    asked = [tight(each.recurrence) for each in gathered(found).exercises]
    assert asked == [r"T\left(n\right)=2T\left(\frac{n}{2}\right)+n", "T(n)=T(n-1)+n"]


def test_a_question_that_cannot_be_read_is_no_column_that_vanishes() -> None:
    found = read(wide(f"Student,{ONE},2. T(n) = 2T((n/2) + n", "a@x,n,n^2"))
    assert [(each.question, each.answer) for each in found] == [("1", "n"), ("2", "n^2")]


@pytest.mark.parametrize("head", ["Recurrence", "", "Exercise"])
def test_students_may_be_columns_and_their_answers_stand_at_the_line_of_the_question(head: str) -> None:
    found = read(wide(f"{head},ada,bob,Points", f"{ONE},n,n^2,1", f"{TWO},,1,1"))
    assert answers(found) == [("ada", "n", 2), ("bob", "n^2", 2), ("bob", "1", 3)]
    assert [each.recurrence for each in found] == [ONE, ONE, TWO, TWO]


def test_students_as_columns_may_name_the_questions_of_an_assignment() -> None:
    found = read(wide("Question;ada;bob", "1;n;n^2", "2;1;n"), ASKED)
    assert [(each.student, each.question) for each in found] == [("ada", "1"), ("bob", "1"), ("ada", "2"), ("bob", "2")]
    with pytest.raises(InvalidAssignment, match="no column for student and answer"):
        read(wide("Question;ada;bob", "1;n;n^2", "3;1;n"), ASKED)


UNDER = ("Student,Name,Answer,Points,Answer,Points", "a@x,Ada,n,1,1,1")
TWO_ROWS = {
    "merged over answer and points": (f",,{ONE},,{TWO},", *UNDER),
    "under their names": ("Student,Name,Question 1,Question 2", f",,{ONE},{TWO}", "a@x,Ada,n,1"),
}


@pytest.mark.parametrize("name", TWO_ROWS)
@pytest.mark.parametrize("title", [(), ("Homework 3", "")])
@pytest.mark.parametrize("assignment", [None, ASKED])
def test_a_heading_may_go_over_two_rows(name: str, title: tuple[str, ...], assignment: Assignment | None) -> None:
    rows = (*title, *TWO_ROWS[name])
    line = len(rows)
    assert answers(read(wide(*rows), assignment)) == [("a@x", "n", line), ("a@x", "1", line)]
    sheet = workbook(*(row.split(",") for row in rows))
    assert answers(read_stream(sheet, "class.xlsx", ".xlsx", assignment)) == [("a@x", "n", line), ("a@x", "1", line)]


def test_a_workbook_may_begin_with_a_cover() -> None:
    book = workbook(["Homework 3"], ["of the spring"], sheets=(("student", "recurrence", "answer"), ("ada", ONE, "n")))
    assert answers(read_stream(book, "class.xlsx", ".xlsx")) == [("ada", "n", 2)]


def test_a_row_of_sums_is_no_student_and_a_student_may_be_called_so() -> None:
    sums = ("Max points,2,3,5", "Average,1,,50 %", "Total,1.5,3 / 3,5")
    table = wide(f"Name,{ONE},{TWO},Total", sums[0], "Ada,n,1,5", "Total,2n,n,0", *sums[1:])
    assert [who for who, _, _ in answers(read(table))] == ["Ada", "Ada", "Total", "Total"]
    by_name = read(wide("Name,1,2", "Mean,1.5,2", "Ada,n,1"), ASKED)
    assert answers(by_name) == [("Ada", "n", 3), ("Ada", "1", 3)]


def test_a_group_is_graded_as_one() -> None:
    found = read(wide(f"Group,Members,{ONE}", 'G1,"ada, bob",n', "G2,cat,n^2"))
    assert answers(found) == [("ada, bob", "n", 2), ("cat", "n^2", 3)]
    assert found[0].who == (("Group", "G1"), ("Members", "ada, bob"))


def test_the_text_of_a_quiz_question_goes_before_its_number() -> None:
    found = read(wide("Username,Q #,Q Text,Answer", f"ada,1,Solve {TWO}.,n^2", f"ada,2,Solve {ONE}.,n"), ASKED)
    assert [each.question for each in found] == ["2", "1"]
