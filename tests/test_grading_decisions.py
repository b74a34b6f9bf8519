"""What a person decides about an answer is asked once for each reading, kept in a file, and holds later."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from recur.answers.grading.decisions import Decision, Decisions, keep, open_cases, parse_decisions, read_decisions
from recur.answers.grading.judgements import Judge
from recur.answers.grading.submissions import InvalidAssignment
from recur.answers.judging.verdict import Standing
from recur.cli import main
from tests.gradings import HOSTILE, book, exercise, graded

Recur = Callable[..., "subprocess.CompletedProcess[str]"]
HOMEWORK = 'answers = "answers.csv"\npoints = 2\n[[question]]\nid = "q1"\nrecurrence = "T(n) = 2T(n/2) + n"\n'
ANSWERS = "student,q1\nada,O(n^2\nbob,I don't know\ncleo,O( n^2\ndan,i dont know.\neve,O(n ^2\nfay,n log n\n"


@pytest.fixture
def homework(tmp_path: Path) -> Path:
    (tmp_path / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    file = tmp_path / "hw.toml"
    file.write_text(HOMEWORK, encoding="utf-8")
    return file


def rows(recur: Recur, homework: Path, *words: str) -> list[dict[str, object]]:
    done = recur("grade", str(homework), "--format", "jsonl", *words)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_answers_that_are_typed_alike_or_read_alike_are_one_case_and_the_largest_is_first() -> None:
    unread = [graded(n, answer=text, verdict="unreadable") for n, text in enumerate(("n(", "O (n", "O(n", "O( n"), 1)]
    assert [len(case.answers) for case in open_cases(unread)] == [3, 1]
    assert (
        len(open_cases([graded(1, answer="O(n", verdict="unreadable"), graded(2, answer="o(n", verdict="unreadable")]))
        == 2
    )


def test_each_case_is_asked_once_and_its_decision_holds_at_once_and_later(recur: Recur, homework: Path) -> None:
    done = recur("grade", str(homework), "--decide", "--format", "csv", stdin="1.5 mind the bracket\n0\n")
    assert done.returncode == 0 and "3 answers: 2 ada, 4 cleo, 6 eve" in done.stderr
    assert done.stdout.count("mind the bracket") == 3
    again = rows(recur, homework)
    assert [row["points"] for row in again] == [1.5, 0, 1.5, 0, 1.5, 2]
    assert [row["decided"] for row in again] == [True] * 5 + [False]
    assert [row["verdict"] for row in again] == ["unreadable"] * 5 + ["correct"]
    assert "No answer needs a person" in recur("grade", str(homework), "--decide").stderr


def test_what_stays_open_stands_in_the_file_once_and_may_be_decided_there(recur: Recur, homework: Path) -> None:
    for _ in range(2):
        assert recur("grade", str(homework), "--decide").returncode == 0
    kept = homework.with_name("decisions.toml")
    text = kept.read_text(encoding="utf-8")
    assert text.count("[[decision]]") == 2 == text.count("# share =")
    kept.write_text("# mine\n" + text.replace("# share =", 'share = "50%"', 1), encoding="utf-8")
    assert [row["points"] for row in rows(recur, homework)] == [1, None, 1, None, 1, 2]
    recur("grade", str(homework), "--decide", stdin="2\n")
    assert kept.read_text(encoding="utf-8").startswith("# mine\n") and "# share =" not in kept.read_text(
        encoding="utf-8"
    )
    assert [row["points"] for row in rows(recur, homework)] == [1, 2, 1, 2, 1, 2]


def test_what_is_typed_is_points_or_a_share_and_is_asked_again_where_it_is_neither(
    recur: Recur, homework: Path
) -> None:
    done = recur("grade", str(homework), "--decide", stdin="3\n-1\nhalf\n50%\n1/2\n")
    assert "3 is more than the question is worth" in done.stderr and "half is no number of points" in done.stderr
    assert [row["points"] for row in rows(recur, homework)] == [1, 0.5, 1, 0.5, 1, 2]


def test_a_decision_is_about_the_recurrence_and_not_about_its_label(recur: Recur, homework: Path) -> None:
    recur("grade", str(homework), "--decide", stdin="1\n1\n")
    homework.write_text(HOMEWORK.replace("2T(n/2)", "3T(n/2)"), encoding="utf-8")
    assert [row["points"] for row in rows(recur, homework)][:5] == [None] * 5
    homework.write_text(HOMEWORK.replace('"q1"', '"q1"\npoints = 4'), encoding="utf-8")
    assert [row["points"] for row in rows(recur, homework)][:5] == [2] * 5


def test_an_interrupted_grading_goes_on_under_the_decisions_there_are_then(recur: Recur, homework: Path) -> None:
    results = homework.with_name("kept.jsonl")
    recur("grade", str(homework), "--results", str(results))
    recur("grade", str(homework), "--results", str(results), "--decide", stdin="1\n1\n")
    decided = results.read_bytes()
    assert b'"decided": true' in decided
    results.write_bytes(decided[: decided.index(b"\n") + 1])
    recur("grade", str(homework), "--results", str(results), "--resume")
    assert results.read_bytes() == decided


def test_every_text_comes_back_from_the_file_as_it_was(tmp_path: Path) -> None:
    kept = tmp_path / "decisions.toml"
    texts = [*HOSTILE, 'a"b\\c', "del\x7f", "two\nlines", "'''", '"""']
    decisions = [Decision("T(n) = T(n-1) + 1", "", text.strip(), "", Fraction(1, 3), text.strip()) for text in texts]
    keep(kept, decisions)
    assert read_decisions(kept).entries == tuple(decisions)


def test_the_later_of_two_decisions_holds() -> None:
    asked = exercise()
    entries = [Decision(asked.recurrence, "", "n(", "", Fraction(share)) for share in (0, 1)]
    assert Decisions(tuple(entries)).applied(graded(1, answer="n(", verdict="unreadable")).share == 1


def test_a_decision_about_a_reading_leaves_alone_what_is_judged_with_the_words_around_it() -> None:
    asked = exercise()
    decisions = Decisions((Decision(asked.recurrence, "", "O(n^2) I think", "O(n²)", Fraction(1)),))
    judged = graded(1, answer="O(n^2)", verdict="not tight", kind="O")
    judged = replace(judged, judgement=replace(judged.judgement, read="O(n²)"))
    waiting = replace(judged, judgement=replace(judged.judgement, verdict=Standing.UNDECIDED))
    assert not decisions.applied(judged).is_decided
    assert decisions.applied(waiting).share == 1
    typed = graded(2, answer="read O(n²)", verdict="unreadable")
    assert not decisions.applied(typed).is_decided


def test_one_answer_with_two_workings_is_two_cases(tmp_path: Path) -> None:
    given = [graded(n, answer="n(", verdict="unreadable") for n in (1, 2)]
    workings = "T(n) = 1\n= 2", "T(n) = 1\n= 3"
    given = [replace(g, submission=replace(g.submission, working=w)) for g, w in zip(given, workings, strict=True)]
    first, second = open_cases(given)
    keep(tmp_path / "decisions.toml", [first.decided(Fraction(1, 2)), second.decided(None)])
    kept = read_decisions(tmp_path / "decisions.toml")
    assert [kept.applied(each).share for each in given] == [Fraction(1, 2), None]
    assert not kept.applied(graded(3, answer="n(", verdict="unreadable")).is_decided


@pytest.mark.parametrize(
    ("recurrence", "answer", "read"),
    [
        ("T(n) = 2T(n/2) + n", "O(n^2) and Ω(n)", "O(n²) and Ω(n)"),
        ("T(n) = 2T(n/2) + n", "T(n) = O(n^2)", "O(n²)"),
        ("T(n) = 2S(n/2) + n, S(n) = T(n/2) + n^2", "T(n) = O(n)", "T(n) = O(n)"),
        ("T(n) = 2S(n/2) + n, S(n) = T(n/2) + n^2", "S(n) = O(n)", "S(n) = O(n)"),
    ],
)
def test_what_is_read_is_all_that_is_claimed(recurrence: str, answer: str, read: str) -> None:
    assert Judge(None).judge((recurrence, "", answer)).read == read


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[decision]]\nrecurrence = "T"\nanswer = "n("\nshare = 2\n', "a number from 0 to 1"),
        ('[[decision]]\nrecurrence = "T"\nanswer = "n("\nshare = "1e999999999"\n', "a number from 0 to 1"),
        ('[[decision]]\nanswer = "n("\n', "names its recurrence"),
        ('[[decision]]\nrecurrence = "T"\nanser = "n("\n', "no field 'anser'"),
        ("decision = 3\n", "under a line"),
    ],
)
def test_a_mistake_in_the_file_is_an_error(text: str, said: str) -> None:
    with pytest.raises(InvalidAssignment, match=said):
        parse_decisions(text)


def test_a_decided_answer_is_scored_on_every_platform(recur: Recur, homework: Path) -> None:
    recur("grade", str(homework), "--decide", stdin="2\n0\n")
    told = [
        json.loads(recur("grade", str(homework), "--student", who, "--format", form).stdout)["score"]
        for who in ("ada", "bob")
        for form in ("gradescope", "prairielearn")
    ]
    assert told == [2, 1.0, 0, 0.0]


def test_answers_that_come_by_the_same_stream_leave_nobody_to_ask(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grade", "-", "--decide"]) == 2
    assert "where the answers come from" in " ".join(capsys.readouterr().err.split())


def test_the_book_sums_up_what_is_open_by_case() -> None:
    answers = [graded(n, f"s{n}", "n(", "unreadable") for n in range(1, 4)]
    assert [len(case.answers) for case in book(*answers).open_cases] == [3]
