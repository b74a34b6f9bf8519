"""Files of answers: any order of columns, any delimiter, and broken rows that break nothing but themselves."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from recur.answers.grading.answer_files import read_answers, read_stream
from recur.answers.grading.assignment import Assignment, Exercise, gathered, tight
from recur.answers.grading.assignment_file import parse_assignment
from recur.answers.grading.class_lists import students_of
from recur.answers.grading.submissions import InvalidAssignment, Submission, field_columns
from recur.model.limits import MAX_CHARACTERS
from tests.gradings import exercise, workbook

ROW = ("ada", "T(n)=T(n/2)+1", "log n")


def read(content: str | bytes, suffix: str = ".csv", **settings: object) -> list[Submission]:
    raw = content if isinstance(content, bytes) else content.encode()
    return read_stream(io.BytesIO(raw), "class", suffix, **settings)  # type: ignore[arg-type]


def facts(submission: Submission) -> tuple[str, str, str]:
    return submission.student, submission.recurrence, submission.answer


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_makes_columns_of_the_heading(delimiter: str) -> None:
    heading = delimiter.join(("student", "recurrence", "answer"))
    assert [facts(s) for s in read(f"{heading}\n{delimiter.join(ROW)}\n")] == [ROW]


@pytest.mark.parametrize(
    "heading",
    [
        "answer,student,recurrence",
        "Answer,Student,Recurrence",
        " ANSWER , Student ID ,recurrence relation",
        "response,sid,equation",
    ],
)
def test_columns_are_found_by_name_in_any_order_and_case(heading: str) -> None:
    assert [facts(s) for s in read(f"{heading}\nlog n,ada,T(n)=T(n/2)+1\n")] == [ROW]


def test_an_id_is_believed_before_a_name() -> None:
    assert field_columns(["name", "id", "answer"])["student"] == 1


def test_other_columns_are_left_alone() -> None:
    assert [facts(s) for s in read("time,student,mood,recurrence,answer\n1,ada,good,T(n)=T(n/2)+1,log n\n")] == [ROW]


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_a_byte_order_mark_and_carriage_returns_are_no_part_of_a_name(start: bytes, end: bytes) -> None:
    assert [facts(s) for s in read(start + b"student,recurrence,answer" + end + ",".join(ROW).encode() + end)] == [ROW]


def test_the_unicode_text_of_a_spreadsheet_is_read() -> None:
    table = "student\trecurrence\tanswer\nada\tT(n)=T(n/2)+1\tlog n\n"
    assert [facts(s) for s in read(table.encode("utf-16"))] == [ROW]


def test_quoted_cells_hold_delimiters_quotation_marks_and_line_ends() -> None:
    table = 'student,recurrence,answer\n"Lovelace, Ada","T(n)=2T(n/2)+n, T(1)=0","n ""log""\nn"\nbob,x,y\n'
    first, second = read(table)
    assert facts(first) == ("Lovelace, Ada", "T(n)=2T(n/2)+n, T(1)=0", 'n "log"\nn')
    assert second.student == "bob"


@pytest.mark.parametrize(
    ("heading", "lacking", "found"),
    [
        ("student,recurrence\n", "answer", "student, recurrence"),
        ("student,answer\n", "recurrence (or question)", "student, answer"),
        ("recurrence,answer\n", "student", "recurrence, answer"),
        ("foo,bar\n", "student and recurrence (or question) and answer", "foo, bar"),
    ],
)
def test_a_missing_column_is_named_beside_those_that_were_found(heading: str, lacking: str, found: str) -> None:
    with pytest.raises(InvalidAssignment) as problem:
        read(heading)
    assert f"no column for {lacking};" in problem.value.message and problem.value.message.endswith(found)
    assert problem.value.hint is not None and "answer" in problem.value.hint


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ""])
def test_an_empty_file_is_told_apart_from_one_without_answers(content: bytes, suffix: str) -> None:
    with pytest.raises(InvalidAssignment, match="is empty"):
        read(content, suffix)


def test_a_heading_alone_is_a_class_without_answers() -> None:
    assert read("student,recurrence,answer\n") == []


def test_a_ragged_row_is_a_problem_of_its_own() -> None:
    rows = read("student,recurrence,answer\nada,T(n)=2T(n/2)+n, T(1)=0,n\nbob\ncat,r,a\n")
    assert [row.problem is None for row in rows] == [False, False, True]
    assert "4 cells where the heading has 3" in str(rows[0].problem)
    assert rows[0].where == "class line 2"


def test_empty_cells_behind_the_last_column_are_no_problem() -> None:
    assert [facts(s) for s in read(f"student,recurrence,answer\n{','.join(ROW)},,\n")] == [ROW]


def test_a_quotation_mark_that_never_closes_costs_one_row() -> None:
    table = 'student,recurrence,answer\nada,r,"n log n\n' + "".join(f"s{n},r,a\n" for n in range(500))
    rows = read(table)
    assert len(rows) == 501
    assert "never closed" in str(rows[0].problem) and all(row.problem is None for row in rows[1:])


def test_a_quotation_mark_inside_a_cell_is_a_character() -> None:
    assert read('student,recurrence,answer\nada,r,n" log n\nbob,r,x\n')[0].answer == 'n" log n'


def test_a_file_without_any_utf_8_is_what_windows_writes() -> None:
    (row,) = read(b"student,recurrence,answer\nRen\xe9,r,2n\xb2 \x96 n\n")
    assert (row.student, row.answer) == ("Ren\u00e9", "2n\u00b2 \u2013 n")


@pytest.mark.parametrize(("before", "name"), [("\u0398", b"Ren\xe9"), ("n", b"\x81\xe9")])
def test_bytes_that_neither_encoding_explains_are_shown_and_not_guessed(before: str, name: bytes) -> None:
    _, row = read(f"student,recurrence,answer\nada,r,{before}\n".encode() + name + b",r,n\n")
    assert row.student == name.decode("utf-8", "backslashreplace")


@pytest.mark.parametrize(
    ("before", "line"), [("", 2), ("sep=,\n", 3), ("Homework 3,,\n\nexported today,,\n", 5), ("\n\n", 4)]
)
def test_a_heading_may_stand_below_what_is_none(before: str, line: int) -> None:
    (found,) = read(f'{before} student , recurrence , answer \n ada , "T(n)=T(n/2)+1" , log n \n')
    assert (facts(found), found.line) == (ROW, line)


def test_lines_may_end_with_a_carriage_return_alone() -> None:
    found = read(b"student,recurrence,answer\rada,T(n)=T(n/2)+1,log n\rbob,T(n)=T(n/2)+1,n\r")
    assert [(each.student, each.line) for each in found] == [("ada", 2), ("bob", 3)]


def test_a_table_with_tabs_is_one_whatever_its_file_ends_in() -> None:
    assert [facts(s) for s in read("student\trecurrence\tanswer\n" + "\t".join(ROW) + "\n", ".txt")] == [ROW]


MERGED = (
    "student,question,recurrence,answer\nada,1,T(n)=T(n/2)+1,1\n,2,T(n)=T(n-1)+1,n\n{},1,T(n)=T(n/2)+1,2\n,2,{},3\n"
)


def test_cells_that_were_merged_hold_the_name_above_and_other_rows_are_of_nobody() -> None:
    merged = read(MERGED.format("bob", "T(n)=T(n-1)+1"))
    assert [each.student for each in merged] == ["ada", "ada", "bob", "bob"]
    other = read(MERGED.format("bob", "T(n)=T(n-1)+2"))
    assert [each.student for each in other] == ["ada", "(nobody, line 3)", "bob", "(nobody, line 5)"]
    assert read(MERGED.format("", "T(n)=T(n-1)+1"))[2].student == "(nobody, line 4)"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
def test_utf_16_is_read_with_and_without_its_mark(encoding: str) -> None:
    table = "student\trecurrence\tanswer\n" + "\t".join(ROW) + "\n"
    assert [facts(s) for s in read(table.encode(encoding))] == [ROW]


FORMS = (
    'Timestamp,Student ID,1. T(n)=T(n/2)+1,"2. Give a bound: T(n) = T(n-1) + n, T(1) = 1",1. T(n)=T(n/2)+1 [Score]\n'
    "2026/03/02,s1,log n,n^2,1\n"
)
MOODLE = (
    "Last name;First name;ID number;State;Time taken;Question 1;Response 1;Right answer 1\n"
    'X;Y;7;Finished;4 mins;Solve T(n)=T(n/2)+1 .;"log\nn";log(n)\n'
    "X;Z;8;Finished;4 mins;Solve T(n)=T(n/2)+1 .;-;log(n)\n"
)
CANVAS = (
    "name,id,sis_id,section,section_id,submitted,attempt,48120: What is T(n) = T(n/2) + 1 ?,1.0,n correct,score\n"
    "Ada,70500,x70500,A,311,2026-03-01,1,log n,0.0,0,0.0\n"
)
BLACKBOARD = (
    "Username\tLast Name\tFirst Name\tQuestion ID 1\tQuestion 1\tAnswer 1\tPossible Points 1\n"
    "ada\tX\tY\tQ1\t<p>Solve T(n) = T(n/2) + 1.</p>\t<Unanswered>\t2\n"
)
MICROSOFT = (
    "ID,Start time,Completion time,Email,Name,T(n) = T(n/2) + 1,Points - T(n) = T(n/2) + 1\n"
    "1,8:00,9:00,a@b.org,Ada,log n,1\n"
)

GERMAN_MOODLE = (
    "Nachname;Vorname;ID-Nummer;Status;Dauer;Frage 1;Antwort 1\n"
    'X;Y;7;Beendet;4 min;"Lösen Sie T(n) = T(n/2) + 1";log n\n'
    'X;Z;8;Beendet;4 min;"Lösen Sie T(n) = T(n/2) + 1";-\n'
    "Gesamtdurchschnitt;;;;;;\n"
)
QUALTRICS = (
    "StartDate,ResponseId,RecipientEmail,Q1\n"
    'Start Date,Response ID,Recipient Email,"Solve T(n) = T(n/2) + 1"\n'
    '"{""ImportId"":""startDate""}","{""ImportId"":""_recordId""}","{""ImportId"":""mail""}","{""ImportId"":""Q1""}"\n'
    "2026,R1,a@b.org,log n\n"
)
LONG_HEADING = 'Timestamp,Username,"Question 1\n\nGive a bound:\nT(n) = T(n/2) + 1"\nt,a@b.org,log n\n'


@pytest.mark.parametrize(
    ("table", "found"),
    [
        (GERMAN_MOODLE, [("7", "1", "log n", 2), ("8", "1", "", 3)]),
        (QUALTRICS, [("a@b.org", "1", "log n", 4)]),
        (LONG_HEADING, [("a@b.org", "1", "log n", 5)]),
        (FORMS, [("s1", "1", "log n", 2), ("s1", "2", "n^2", 2)]),
        (MOODLE, [("7", "1", "log\nn", 2), ("8", "1", "", 4)]),
        (CANVAS, [("70500", "1", "log n", 2)]),
        (BLACKBOARD, [("ada", "1", "", 2)]),
        (MICROSOFT, [("a@b.org", "1", "log n", 2)]),
    ],
)
def test_the_tables_of_course_systems_are_read_as_they_are(table: str, found: list[tuple[str, str, str, int]]) -> None:
    rows = read(table)
    assert [(row.student, row.question, row.answer, row.line) for row in rows] == found
    assert tight(gathered(rows).exercises[0].recurrence).startswith("T(n)=T(n/2)+1")


def test_floors_that_a_copy_has_turned_into_letters_are_read_as_such_and_said() -> None:
    rows = read("Student ID,Find a bound for T(n) = T(bn/2c) + T(dn/2e) + 1 .\ns1,n\n")
    (asked,) = gathered(rows).exercises
    assert asked.recurrence == "T(n) = T(⌊n/2⌋) + T(⌈n/2⌉) + 1" and "bn/2c may be a floor" in asked.title
    assert gathered(rows).exercise_of(rows[0]) == asked


def test_a_megabyte_in_a_cell_is_kept_short_and_said_to_be_too_long() -> None:
    rows = read(f"student,recurrence,answer\nada,r,{'n+' * 500_000}n\nbob,r,x\n")
    assert "1,000,001 characters" in str(rows[0].problem) and len(rows[0].answer) < MAX_CHARACTERS
    assert rows[1].answer == "x"


def test_a_line_without_end_is_cut_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recur.answers.grading.text_lines.MAX_LINE_BYTES", 1_000)
    rows = read("student,recurrence,answer\n" + "x," * 5_000 + "\nbob,r,x\n")
    assert [row.problem is None for row in rows] == [False, True]


def test_nul_and_control_characters_are_part_of_the_answer() -> None:
    assert read("student,recurrence,answer\nada,r,n\x00\x1b[31m\n")[0].answer == "n\x00\x1b[31m"


def test_json_lines_are_objects_with_the_same_names() -> None:
    lines = [
        {"Student": "ada", "Recurrence": "T(n)=T(n/2)+1", "Answer": "log n"},
        {"sid": 7, "problem": "q1", "answer": None},
    ]
    first, second = read("".join(json.dumps(line) + "\n" for line in lines), ".jsonl")
    assert facts(first) == ROW
    assert (second.student, second.question, second.answer) == ("7", "q1", "")


def test_a_broken_json_line_is_a_problem_of_its_own() -> None:
    good = json.dumps({"student": "ada", "question": "q", "answer": "n"})
    lines = [good, "{", "[1]", "[" * 100_000, '{"student": "bob"}', '{"answer": ' + "9" * 5_000 + "}", good]
    rows = read("\n".join(lines), ".jsonl")
    assert [row.problem is None for row in rows] == [True, False, False, False, False, False, True]
    assert rows[1].where == "class line 2"


def test_half_a_surrogate_pair_is_written_as_an_escape() -> None:
    (row,) = read('{"student": "a", "question": "q", "answer": "\\ud800"}', ".jsonl")
    assert row.answer == "\\ud800"


def test_standard_input_is_told_by_what_it_holds() -> None:
    assert len(read("student,question,answer\na,b,c\n", "")) == 1
    assert len(read('\n{"student": "a", "question": "b", "answer": "c"}\n', "")) == 1


def test_an_assignment_lets_a_table_have_a_column_for_each_question() -> None:
    assignment = Assignment((exercise("q1"), exercise("q2")))
    rows = read("Name,Q1,Q2\nada,n,n^2\nbob,,1\n", assignment=assignment)
    assert [(r.student, r.question, r.answer) for r in rows] == [
        ("ada", "q1", "n"),
        ("ada", "q2", "n^2"),
        ("bob", "q1", ""),
        ("bob", "q2", "1"),
    ]


@pytest.mark.parametrize(
    ("heading", "ids"),
    [
        ("Name,Q2,Q3", ("2", "3")),
        ("Name,2,Question 3", ("2", "3")),
        ("Name,2a,3", ("Q2a", "ex. 3")),
        ("Name,Exercise 2,q 3", ("2", "Q3")),
    ],
)
def test_a_column_says_its_question_with_a_word_or_without(heading: str, ids: tuple[str, str]) -> None:
    """A column that names no question would have been "not handed in" by everybody."""
    assignment = Assignment((exercise(ids[0]), exercise(ids[1])))
    rows = read(f"{heading}\nada,n,n^2\n", assignment=assignment)
    assert [(r.question, r.answer) for r in rows] == [(ids[0], "n"), (ids[1], "n^2")]


def test_a_column_of_the_very_name_goes_before_one_with_a_word() -> None:
    assignment = Assignment((exercise("2"), exercise("q3")))
    rows = read("Name,Question 2,2,3\nada,x,n,n^2\n", assignment=assignment)
    assert [(r.question, r.answer) for r in rows] == [("2", "n"), ("q3", "n^2")]
    beside = read("Username,Last name,Question 2,Answer 2\nada,A,Solve it,n\n", assignment=assignment)
    assert [r.answer for r in beside] == ["n"]


def test_a_quiz_may_ask_in_another_order_for_each_student() -> None:
    """The text of a question tells which exercise it is, not its number; one that no exercise asks is none."""
    assignment = Assignment((Exercise("1", "T(n) = 2T(n/2) + n"), Exercise("2", "T(n) = 4*T(n/2) + n, T(1) = 1")))
    heading = "Last name,ID number,State,Time taken,Question 1,Response 1,Question 2,Response 2\n"
    asked = "A,s1,Finished,4 mins,Solve T(n) = 4T(n/2)+n .,x,Solve T(n) = 2T(n/2) + n,y\n"
    strange = "A,s2,Finished,4 mins,Solve T(n) = 9T(n/2) + n .,z,The same for (b),w\n"
    found = read(heading + asked + strange, assignment=assignment)
    told = [(r.student, getattr(assignment.exercise_of(r), "id", None), r.answer) for r in found]
    assert told == [("s1", "2", "x"), ("s1", "1", "y"), ("s2", None, "z"), ("s2", "2", "w")]


def test_whose_answers_they_are_may_be_known_without_a_column() -> None:
    assert read("question,answer\nq1,n\n", student="ada")[0].student == "ada"


def test_a_folder_holds_a_file_for_each_student(tmp_path: Path) -> None:
    (tmp_path / "ada.csv").write_text("question,answer\nq1,n\n", encoding="utf-8")
    (tmp_path / "bob.txt").write_text("# mine\n\nq1: n^2\nq2\n", encoding="utf-8")
    (tmp_path / "cat.jsonl").write_text('{"question": "q1", "answer": "n"}\n', encoding="utf-8")
    (tmp_path / "notes.md").write_text("nothing", encoding="utf-8")
    rows = read_answers(tmp_path)
    assert [(r.row, r.student, r.question, r.answer) for r in rows] == [
        (1, "ada", "q1", "n"),
        (2, "bob", "q1", "n^2"),
        (3, "bob", "q2", ""),
        (4, "cat", "q1", "n"),
    ]
    assert [r.problem is None for r in rows] == [True, True, False, True]


def test_what_cannot_be_read_in_a_folder_is_told_of_its_student(tmp_path: Path) -> None:
    (tmp_path / "ada.txt").write_text("1: n log n\n", encoding="utf-8")
    (tmp_path / "bob.PDF").write_bytes(b"%PDF-1.7")
    (tmp_path / "cleo.xlsx").write_bytes(workbook(["question", "answer"], [1, "n"]).getvalue())
    (tmp_path / "decisions.toml").write_text("", encoding="utf-8")
    ada, bob, cleo = read_answers(tmp_path)
    assert (ada.student, ada.problem) == ("ada", None)
    assert bob.student == "bob" and "ends in .PDF is not read" in str(bob.problem)
    assert (cleo.student, cleo.answer) == ("cleo", "n")


def test_a_folder_without_answers_and_a_file_that_is_not_there_are_errors(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(InvalidAssignment):
            read_answers(path)


def test_a_workbook_is_a_table_whose_rows_have_the_numbers_that_the_spreadsheet_shows() -> None:
    stream = workbook(
        ["student", "recurrence", "answer"], [70500, "T(n)=2T(n/2)+n", "n log n"], [], ["x", "T(n)=T(n/2)+1"]
    )
    found = read_stream(stream, "class.xlsx", ".xlsx")
    assert [(s.student, s.answer, s.line) for s in found] == [("70500", "n log n", 2), ("x", "", 4)]


def test_a_workbook_may_begin_with_a_title() -> None:
    (found,) = read_stream(workbook(["A class"], [], ["student", "recurrence", "answer"], list(ROW)), "c.xlsx", ".xlsx")
    assert (facts(found), found.line) == (ROW, 4)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"student,answer\n"])
def test_what_is_no_workbook_is_an_error(content: bytes) -> None:
    pytest.importorskip("openpyxl")
    with pytest.raises(InvalidAssignment, match="no workbook"):
        read_stream(io.BytesIO(content), "class.xlsx", ".xlsx")


QUESTION = '[[question]]\nid = "q1"\nrecurrence = "T(n)=2T(n/2)+n"\n'
COLUMNS = 'columns = { student = "Matr.", q1 = "Ihre Schranke" }\n' + QUESTION


def test_an_assignment_says_which_column_is_which() -> None:
    table = io.BytesIO(b"Zeit,Matr.,Ihre Schranke\n8:00,s1,n log n\n")
    (found,) = read_stream(table, "class.csv", ".csv", parse_assignment(COLUMNS))
    assert (found.student, found.question, found.answer) == ("s1", "q1", "n log n")


def test_an_assignment_may_say_what_one_column_holds_and_others_be_called_as_their_questions() -> None:
    two = QUESTION + QUESTION.replace("q1", "q2")
    found = read(
        "student,q2,First\nada,n,n log n\n", assignment=parse_assignment(f'columns = {{ q1 = "First" }}\n{two}')
    )
    assert {(each.question, each.answer) for each in found} == {("q1", "n log n"), ("q2", "n")}


@pytest.mark.parametrize("columns", ['columns = { q1 = "First" }', 'columns = { student = "Nom" }'])
def test_a_recurrence_in_a_heading_is_a_question_beside_a_column_that_has_another_name(columns: str) -> None:
    two = QUESTION + '[[question]]\nid = "hanoi"\nrecurrence = "T(n) = 2T(n-1) + 1"\n'
    first = "First" if "First" in columns else "q1"
    table = f"Nom,Student,{first},Points - T(n) = 2T(n-1) + 1,T(n) = 2T(n-1) + 1\nada,ada,n log n,0,2^n\n"
    found = read(table, assignment=parse_assignment(f"{columns}\n{two}"))
    assert {(each.question, each.answer) for each in found} == {("q1", "n log n"), ("hanoi", "2^n")}


def test_no_line_is_offered_for_a_name_without_end() -> None:
    with pytest.raises(InvalidAssignment) as told:
        read("Matr.," + "x" * 9999 + "\ns1,n\n", assignment=parse_assignment(QUESTION))
    assert len(str(told.value.hint)) < 500


@pytest.mark.parametrize(
    ("columns", "table"),
    [
        ('student = "Nope"', "student,question,answer\nada,q1,n\n"),
        ('q1 = "Nope"', "student,q1,Nop\nada,n,n log n\n"),
        ('q1 = "Nope"', "Email,Name,T(n) = 2T(n/2) + n\na@x,ada,n\n"),
    ],
)
def test_no_column_is_guessed_for_one_that_the_assignment_names(columns: str, table: str) -> None:
    asked = parse_assignment(f"columns = {{ {columns} }}\n{QUESTION}")
    with pytest.raises(InvalidAssignment, match="no column called Nope"):
        read(table, assignment=asked)


def test_the_columns_of_an_unknown_table_are_told_with_the_line_that_would_help() -> None:
    table = b"Zeit,Matr.,Ihre Schranke\n8:00,s1,n log n\n"
    with pytest.raises(InvalidAssignment, match=r"its columns are: Zeit, Matr\., Ihre Schranke") as told:
        read_stream(io.BytesIO(table), "class.csv", ".csv")
    assert 'columns = { student = "Matr.", answer = "Ihre Schranke" }' in str(told.value.hint)
    plain = parse_assignment(QUESTION)
    with pytest.raises(InvalidAssignment) as said:
        read_stream(io.BytesIO(table), "class.csv", ".csv", plain)
    line = str(said.value.hint).partition("says ")[2]
    (found,) = read_stream(io.BytesIO(table), "class.csv", ".csv", parse_assignment(f"{line}\n{QUESTION}"))
    assert found.answer == "n log n"


def test_a_column_that_the_table_does_not_have_is_named() -> None:
    with pytest.raises(InvalidAssignment, match=r"nor one called Matr\."):
        read_stream(io.BytesIO(b"who,answer\ns1,n\n"), "class.csv", ".csv", parse_assignment(COLUMNS))


def test_columns_are_fields_or_questions() -> None:
    with pytest.raises(InvalidAssignment, match="columns has no field 'q2'"):
        parse_assignment(COLUMNS.replace("q1 =", "q2 =", 1))


def test_an_export_of_grades_is_told_from_one_of_answers() -> None:
    heading = b"assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,score,max_score\n"
    with pytest.raises(InvalidAssignment, match="grades, and no answers"):
        read_stream(io.BytesIO(heading), "grades.csv", ".csv")
    points = "SID,Email,Total Score,Max Points,1: T(n) = T(n-1) + n (2.0 pts)\n7,a@b.org,2,2,2.0\n"
    with pytest.raises(InvalidAssignment, match="grades, and no answers") as told:
        read(points)
    assert "columns =" not in str(told.value.hint)


def test_parts_of_questions_have_columns_of_their_own() -> None:
    table = b"First Name,Last Name,SID,Sections,Question 1.1 Response,Question 1.2 Response\nA,B,7,,n log n,n\n"
    assignment = parse_assignment(QUESTION.replace("q1", "1.1") + QUESTION.replace("q1", "1.2"))
    found = read_stream(io.BytesIO(table), "class.csv", ".csv", assignment)
    assert [(s.student, s.question, s.answer) for s in found] == [("7", "1.1", "n log n"), ("7", "1.2", "n")]


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("student,q1,q1", "two columns for question q1"),
        ("student,q1,Q 1,note", "two columns for question q1"),
        ("student,recurrence,answer,recurrence,answer", "two columns of the name recurrence"),
        ("student,question,answer,Answer ", "two columns of the name answer"),
        ("Username,Response 1,Response 2,Answer 1", "two columns for question 1"),
    ],
)
def test_of_two_columns_for_one_thing_none_is_taken_for_the_other(heading: str, said: str) -> None:
    with pytest.raises(InvalidAssignment, match=said):
        read_stream(io.BytesIO(f"{heading}\n".encode()), "class.csv", ".csv", parse_assignment(QUESTION))


def students(content: str, suffix: str = ".csv") -> list[str]:
    return [submission.student for submission in read(content, suffix)]


def test_two_students_of_one_name_stay_two_where_the_file_tells_them_apart() -> None:
    rows = "Ada,{},T(n)=T(n/2)+1,n\n".format
    table = "student,email,recurrence,answer\n" + rows("a@x") + rows("b@x") + rows("A@x") + rows("")
    assert students(table) == ["Ada (a@x)", "Ada (b@x)", "Ada (a@x)", "Ada"]
    objects = [{"student": "Ada", "email": each, "recurrence": "T(n)=T(n/2)+1", "answer": "n"} for each in ("a", "b")]
    assert students("\n".join(map(json.dumps, objects)), ".jsonl") == ["Ada (a)", "Ada (b)"]


def test_a_student_who_is_called_by_a_number_is_one_under_two_addresses() -> None:
    assert students("student id,email,question,answer\ns1,a@x,1,n\ns1,b@x,1,n\n") == ["s1", "s1"]


def test_answers_of_nobody_are_not_those_of_one_student() -> None:
    assert students("student,question,answer\n,1,n\n,1,log n\n,1,\n") == ["(nobody, line 2)", "(nobody, line 3)", ""]
    assert students("student,email,question,answer\n,a@x,1,n\n,a@x,2,n\n,,1,n\n") == ["a@x", "a@x", "(nobody, line 4)"]
    forms = "ID,Start time,Completion time,Email,Name,T(n) = 2T(n/2) + n\n"
    assert students(f"{forms}1,a,b,anonymous,,n\n2,a,b,anonymous,,n\n") == ["(nobody, line 2)", "(nobody, line 3)"]
    asked = parse_assignment('columns = { q1 = "Bound" }\n' + QUESTION)
    found = read("Email,Bound\nanonymous,n\nanonymous,log n\n", assignment=asked)
    assert [each.student for each in found] == ["(nobody, line 2)", "(nobody, line 3)"]


def test_the_line_that_would_help_helps_with_a_heading_as_long_as_a_sentence() -> None:
    bound = "Please give the tightest bound that you can find for the first recurrence"
    table = f"Zeit,Matr.,{bound}\n8:00,s1,n log n\n".encode()
    with pytest.raises(InvalidAssignment) as said:
        read_stream(io.BytesIO(table), "class.csv", ".csv", parse_assignment(QUESTION))
    line = str(said.value.hint).partition("says ")[2]
    (found,) = read_stream(io.BytesIO(table), "class.csv", ".csv", parse_assignment(f"{line}\n{QUESTION}"))
    assert found.answer == "n log n"


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("student,email\nAda,a@x\nAda,b@x\nBob,c@x\nBob,c@x\n", ["Ada (a@x)", "Ada (b@x)", "Bob"]),
        ("First name,Last name\nAda,King\nAda,Byron\nBob,Lee\n", ["Ada (King)", "Ada (Byron)", "Bob"]),
        ("Ada\nBob\nAda\n", ["Ada", "Bob"]),
        ("nr,Name\n1,Ada\n2,Bob\n", ["Ada", "Bob"]),
    ],
)
def test_a_class_list_names_everybody_once_and_nobody_else(table: str, names: list[str], tmp_path: Path) -> None:
    (tmp_path / "class.csv").write_text(table, encoding="utf-8")
    assert [name for name, _ in students_of(tmp_path / "class.csv")] == names


def test_a_class_list_may_be_a_workbook_and_other_bytes_name_nobody(tmp_path: Path) -> None:
    (tmp_path / "class.bin").write_bytes(b"PK\x03\x04\x00\x00 and so on\nmore\n")
    with pytest.raises(InvalidAssignment, match="no table of text"):
        students_of(tmp_path / "class.bin")
    (tmp_path / "class.csv").write_text('student\nada\n"bob\ncleo\n', encoding="utf-8")
    with pytest.raises(InvalidAssignment, match="line 3: a quotation mark"):
        students_of(tmp_path / "class.csv")
    (tmp_path / "class.xlsx").write_bytes(workbook(["student", "email"], ["Ada", "a@x"], ["Ada", "b@x"]).getvalue())
    assert [name for name, _ in students_of(tmp_path / "class.xlsx")] == ["Ada (a@x)", "Ada (b@x)"]


def test_names_and_questions_are_kept_once_however_many_answers_name_them() -> None:
    rows = "".join(f"ada lovelace,T(n) = T(n/2) + {1},{n} log n\n" for n in range(2, 5))
    first, *others = read(f"student,recurrence,answer\n{rows}")
    for other in others:
        assert other.recurrence is first.recurrence
        assert other.student is first.student
        assert other.who is first.who
    assert [each.answer for each in (first, *others)] == ["2 log n", "3 log n", "4 log n"]
