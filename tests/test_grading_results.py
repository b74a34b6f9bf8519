"""Grading a class, and the results file: in order, each pair judged once, and an interruption costs nothing."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from recur.answers.grading import grading
from recur.answers.grading.assignment import Assignment, gathered
from recur.answers.grading.gradebook import Gradebook
from recur.answers.grading.grading import grade
from recur.answers.grading.judgements import Graded, Judge, Judgement, Task
from recur.answers.grading.records import Journal, known_judgements, line
from recur.answers.grading.rubric import Rubric
from recur.answers.grading.submissions import InvalidAssignment, Submission
from recur.answers.judging.verdict import Standing
from tests.child_processes import PATIENCE, command, driven
from tests.gradings import Quick, after_results, exercise

MERGE, LINEAR = "T(n) = 2T(n/2) + n", "T(n) = T(n-1) + n"


def rows(*answers: tuple[str, str]) -> list[Submission]:
    return [Submission(n, f"s{n}", "", recurrence, answer) for n, (recurrence, answer) in enumerate(answers, 1)]


def verdicts(found: list[Graded]) -> list[Standing]:
    return [graded.judgement.verdict for graded in found]


def test_each_answer_gets_its_verdict_in_the_order_of_the_rows() -> None:
    given = rows((MERGE, "n log n"), (LINEAR, "n log n"), (MERGE, "O(n^2)"), (MERGE, "Theta(n"), (MERGE, " "))
    found = list(grade(gathered(given), given))
    assert verdicts(found) == ["correct", "wrong", "not tight", "unreadable", "unreadable"]
    assert [graded.submission for graded in found] == given
    assert [graded.share for graded in found] == [1, 0, Fraction(1, 2), None, None]


def test_nothing_answered_earns_nothing_and_is_noted() -> None:
    given = rows((MERGE, ""))
    (found,) = grade(gathered(given), given)
    assert (found.judgement.notes, found.points) == (("blank",), 0)


def test_the_same_answer_to_the_same_question_is_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[Task] = Counter()

    def judge(self: Judge, task: Task) -> Judgement:
        asked[task] += 1
        return Judgement(Standing.CORRECT)

    monkeypatch.setattr(Judge, "judge", judge)
    given = rows(*[(recurrence, answer) for _ in range(5) for recurrence in (MERGE, LINEAR) for answer in ("n", "n^2")])
    assert len(list(grade(gathered(given), given))) == 20
    assert sorted(asked.values()) == [1, 1, 1, 1]


def test_a_bad_row_stops_no_other() -> None:
    given = rows((MERGE, "n log n"), ("T(n) = T(n/2", "n"), ("", "n"), (MERGE, "n\x00"), (MERGE, "n log n"))
    given[3] = replace(given[3], problem="this row has 7 cells")
    found = list(grade(gathered(given), given))
    assert verdicts(found) == ["correct", "undecided", "unreadable", "unreadable", "correct"]
    assert [graded.points for graded in found[1:4]] == [None, None, None]


def test_a_question_the_assignment_does_not_have_is_named_with_the_nearest() -> None:
    (found,) = grade(Assignment((exercise("q10"),)), [Submission(1, "ada", "q1O", "", "n")])
    assert found.exercise is None and found.points is None
    assert "did you mean q10?" in found.judgement.feedback[0]


def test_a_key_stands_in_where_nothing_is_proved() -> None:
    unsolved = "T(n) = 2T(n/2) + n sin(n)^2/log log n"
    keyed = replace(exercise("q"), recurrence=unsolved, key="Theta(n)")
    alone = replace(exercise("k"), recurrence="", key="Theta(n^3/log^2 n)")
    given = [
        Submission(1, "a", "q", "", "Theta(n)"),
        Submission(2, "a", "k", "", "n^3/log(n)^2"),
        Submission(3, "a", "k", "", "n^3"),
    ]
    assert verdicts(list(grade(Assignment((keyed, alone)), given))) == ["correct", "correct", "wrong"]


def test_several_processes_give_what_one_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grading, "FEW", 3)
    given = rows(*[(MERGE, f"{k} n log n" if k % 2 else f"n^{k}") for k in range(1, 30)])
    assignment = gathered(given)
    alone, together = (list(grade(assignment, given, workers=workers)) for workers in (1, 2))
    assert list(map(line, alone)) == list(map(line, together))


def test_where_no_process_can_be_started_one_does_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(grading, "FEW", 0)
    monkeypatch.setattr("recur.crew.CrewProcess.__init__", refuse)
    given = rows((MERGE, "n log n"), (MERGE, "n"))
    assert verdicts(list(grade(gathered(given), given, workers=2))) == ["correct", "wrong"]


def test_a_results_file_gives_back_what_was_judged(tmp_path: Path) -> None:
    given, assignment, found, file = small_class(tmp_path)
    known = known_judgements(file, assignment, given)
    assert known == tuple(graded.judgement for graded in found)
    assert list(grade(assignment, given, known=known[:2])) == found


@pytest.mark.parametrize("kept", [0, 1, 17, 200])
def test_a_torn_last_line_does_not_count(kept: int, tmp_path: Path) -> None:
    given, assignment, found, file = small_class(tmp_path)
    whole = file.read_bytes()
    cut = whole.index(b"\n", len(line(found[0]))) + 1 + kept
    file.write_bytes(whole[: min(cut, len(whole) - 1)])
    known = known_judgements(file, assignment, given)
    assert known == tuple(graded.judgement for graded in found[: len(known)]) and 2 <= len(known) < len(found)
    assert known_judgements(tmp_path / "none", assignment, given) == ()


def test_results_of_another_class_are_not_resumed(tmp_path: Path) -> None:
    given, assignment, _, file = small_class(tmp_path)
    for change in ({"answer": "n^9"}, {"student": "eve"}, {"recurrence": LINEAR}):
        other = [replace(given[0], **change), *given[1:]]
        with pytest.raises(InvalidAssignment, match="not an interrupted grading of these answers"):
            known_judgements(file, gathered(other) if "recurrence" in change else assignment, other)
    with pytest.raises(InvalidAssignment, match="4 results, and there are 3 answers"):
        known_judgements(file, assignment, given[:3])
    file.write_bytes(b"no JSON\n")
    with pytest.raises(InvalidAssignment, match="line 1 is no result"):
        known_judgements(file, assignment, given)


def test_a_rubric_that_has_changed_changes_what_was_graded_before(tmp_path: Path) -> None:
    given, assignment, _, file = small_class(tmp_path)
    known = known_judgements(file, assignment, given)
    kinder = Assignment(
        tuple(replace(e, rubric=Rubric({**e.rubric.shares, "wrong": Fraction(1, 3)})) for e in assignment.exercises),
        stated=False,
    )
    assert [graded.share for graded in grade(kinder, given, known=known)][1] == Fraction(1, 3)


def small_class(folder: Path) -> tuple[list[Submission], Assignment, list[Graded], Path]:
    given = rows((MERGE, "n log n"), (MERGE, "n"), (MERGE, "Θ(n\u2028"), (LINEAR, "n\nn"))
    assignment = gathered(given)
    found = list(grade(assignment, given))
    journal = Journal(folder / "results.jsonl", found[:1])
    for graded in found[1:]:
        journal.write(graded)
    journal.close()
    return given, assignment, found, folder / "results.jsonl"


def thousand(file: Path) -> None:
    lines = [f"s{n},{(MERGE, LINEAR)[n % 2]},{n % 40} n^{n % 40 % 3}" for n in range(1_000)]
    file.write_text("\n".join(["student,recurrence,answer", *lines, ""]), encoding="utf-8")


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize(("form", "kept"), [("jsonl", "out.jsonl"), ("html", "out.html.partial")])
def test_killed_in_the_middle_and_resumed_a_class_of_a_thousand_has_the_same_bytes(
    form: str, kept: str, tmp_path: Path, command_line: list[str], bare_environment: dict[str, str]
) -> None:
    thousand(tmp_path / "class.csv")
    words = [*command_line, "grade", str(tmp_path / "class.csv"), "-o"]
    whole, out = tmp_path / f"whole.{form}", tmp_path / f"out.{form}"
    subprocess.run([*words, str(whole)], env=bare_environment, check=True, capture_output=True, timeout=PATIENCE)
    partial = tmp_path / kept
    mortal = command(after_results(50, "os.kill(os.getpid(), signal.SIGKILL)"))
    with driven([*mortal, *words[len(command_line) :], str(out)], env=bare_environment, stderr=subprocess.PIPE) as lost:
        assert lost.wait() == -signal.SIGKILL
    assert partial.read_bytes().count(b"\n") == 50
    with partial.open("ab") as stream:
        stream.write(b'{"schema": 1, "row": ')  # as a power failure leaves it
    done = subprocess.run(
        [*words, str(out), "--resume"], env=bare_environment, check=True, capture_output=True, timeout=PATIENCE
    )
    assert out.read_bytes() == whole.read_bytes()
    assert b"1,000 answers" in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["class.csv", whole.name, out.name])


def test_which_answer_counts_is_what_the_assignment_says() -> None:
    asked = exercise("q")
    given = [Submission(n, "ada", "q", "", answer) for n, answer in enumerate(["n", "n log n", "O(n^2)"], 1)]
    counted = {}
    for attempts in ("first", "best", "last"):
        assignment = Assignment((asked,), attempts=attempts)
        book = Gradebook(assignment, tuple(grade(assignment, given)))
        (student,) = book.students
        counted[attempts] = student.points
        assert book.superseded == 2
    assert counted == {"first": 0, "best": 2, "last": 1}


@pytest.mark.parametrize("attempts", ["first", "best", "last"])
@pytest.mark.parametrize("answers", [("", "n log n"), ("n log n", "")])
def test_nothing_answered_replaces_no_answer(attempts: str, answers: tuple[str, str]) -> None:
    given = [Submission(n, "ada", "q", "", answer) for n, answer in enumerate(answers, 1)]
    assignment = Assignment((exercise("q"),), attempts=attempts)
    book = Gradebook(assignment, tuple(grade(assignment, given)))
    assert (book.students[0].points, book.superseded) == (2, 0)


def test_who_hands_nothing_in_for_a_question_misses_its_points() -> None:
    assignment = Assignment((exercise("a"), exercise("b", 3)))
    book = Gradebook(assignment, tuple(grade(assignment, [Submission(1, "ada", "a", "", "n log n")])))
    assert (book.students[0].points, book.students[0].max_points) == (2, 5)


def test_a_hundred_thousand_rows_share_what_was_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grading, "Judge", Quick)
    given = rows(*[(MERGE, f"n^{n % 50}") for n in range(100_000)])
    found = list(grade(gathered(given), given))
    assert len(found) == 100_000 and len({id(graded.judgement) for graded in found}) == 50
    assert json.loads(line(found[-1]))["row"] == 100_000


def test_what_cannot_be_read_is_told_with_one_mark_at_its_end() -> None:
    told = Judge(None).judge(("T(n) = T(n-1) + n", "", "n^2 7")).feedback[-1]
    assert told.endswith("lost?") and not told.endswith("?.")


def test_a_judgement_comes_from_another_process_as_it_was_and_equal_sentences_are_kept_once() -> None:
    told = Judgement(
        Standing.WRONG, ("too-large",), ("Too large, by a factor n.",), "Θ", "Θ(n²)", ((1, "wrong", None),)
    )
    one, other = (pickle.loads(pickle.dumps(told)) for _ in range(2))
    assert one == other == told
    assert one.feedback[0] is other.feedback[0]
    assert one.notes is other.notes


def test_a_share_is_worked_out_once_for_a_kind_of_verdict() -> None:
    rubric = Rubric(tags={"missing-log": Fraction(1, 4)})
    asked = Standing.WRONG, ("missing-log",), "Θ"
    assert rubric.share(*asked) is rubric.share(*asked) == Fraction(1, 4)
    assert rubric.share(Standing.WRONG, (), "Θ") == 0
