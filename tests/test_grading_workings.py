"""Workings in a class: in a column, in files that a column names, in a folder; a slip earns what the rubric says."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from recur.answers.grading.answer_files import read_answers, read_stream
from recur.answers.grading.assignment import gathered
from recur.answers.grading.assignment_file import read_assignment
from recur.answers.grading.grading import grade
from recur.answers.grading.judgements import Graded
from recur.answers.grading.records import known_judgements, line, record
from recur.answers.grading.submissions import Submission
from recur.cli import main

ASKED = "T(n) = 2T(n/2) + n, T(1) = 1"
RIGHT = "T(n) = 2T(n/2) + n\n= 4T(n/4) + 2n\nT(n) = Θ(n log n)"
SLIPPED = "T(n) = 2T(n/2) + n\n= 4T(n/4) + 3n\nT(n) = Θ(n log n)"


def graded(rows: list[dict[str, str]]) -> list[Graded]:
    text = "\n".join(json.dumps({"student": f"s{i}", "recurrence": ASKED, **row}) for i, row in enumerate(rows))
    submissions = read_stream(io.BytesIO(text.encode()), "answers", ".jsonl")
    return list(grade(gathered(submissions), submissions, timeout=None))


def test_a_working_is_judged_alone_or_beside_its_answer() -> None:
    found = graded([
        {"working": RIGHT},
        {"working": SLIPPED},
        {"answer": "n log n", "working": RIGHT},
        {"answer": "n log n", "working": SLIPPED},
        {"answer": "n^2", "working": SLIPPED},
        {"answer": "n log n", "working": "= 4T(n/4 + 2n"},
        {"working": "= 4T(n/4 + 2n"},
    ])  # fmt: skip
    assert [str(each.judgement.verdict) for each in found] == [
        "correct", "wrong", "correct", "wrong", "wrong", "correct", "undecided",
    ]  # fmt: skip
    assert found[1].judgement.notes == ("arithmetic",)
    assert [each[1] for each in found[1].judgement.lines] == ["right", "false", "not judged"]
    assert "Line 2 is false" in found[1].judgement.feedback[0]
    assert "working-open" in found[5].judgement.notes and found[5].share == 1


def test_a_slip_has_a_share_of_its_own_where_the_rubric_says_so(tmp_path: Path) -> None:
    (tmp_path / "homework.toml").write_text(
        f'[[question]]\nid = "1"\nrecurrence = "{ASKED}"\npoints = 4\nrubric.tags.arithmetic = "3/4"\n',
        encoding="utf-8",
    )
    assignment = read_assignment(tmp_path / "homework.toml")
    submissions = [Submission(1, "ada", "1", "", SLIPPED, working=SLIPPED)]
    assert [each.points for each in grade(assignment, submissions, timeout=None)] == [3]


def test_a_working_stands_in_a_file_that_its_column_names(tmp_path: Path) -> None:
    (tmp_path / "ada.txt").write_text(SLIPPED, encoding="utf-8")
    (tmp_path / "answers.csv").write_text(
        f'student,recurrence,working\nada,"{ASKED}",ada.txt\nbob,"{ASKED}",bob.txt\ncyn,"{ASKED}",../ada.txt\n',
        encoding="utf-8",
    )
    ada, bob, cyn = read_answers(tmp_path / "answers.csv")
    assert ada.working == SLIPPED
    assert bob.problem == "the working bob.txt cannot be read"
    assert cyn.working == "../ada.txt"  # no file outside the folder is looked at


def test_a_folder_holds_a_working_for_each_student_and_question(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "homework.toml").write_text(
        f'[[question]]\nid = "1"\nrecurrence = "{ASKED}"\n[[question]]\nid = "2"\nrecurrence = "T(n) = T(n-1) + 1"\n',
        encoding="utf-8",
    )
    folder = tmp_path / "handed in"
    folder.mkdir()
    (folder / "ada.1.tex").write_text("T(n) &= 2T(n/2) + n \\\\\n&= 4T(n/4) + 3n", encoding="utf-8")
    (folder / "ada.2.tex").write_text("T(n) = T(n-1) + 1\n= T(n-2) + 2", encoding="utf-8")
    assert main(["grade", str(tmp_path / "homework.toml"), str(folder), "--format", "jsonl"]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["student"], first["question"], first["verdict"], first["notes"]) == (
        "ada",
        "1",
        "wrong",
        ["arithmetic"],
    )
    assert (second["question"], second["verdict"]) == ("2", "correct")
    assert [each["verdict"] for each in first["lines"]] == ["right", "false"]


def test_the_lines_of_a_working_are_kept_with_the_results(tmp_path: Path) -> None:
    submissions = [Submission(1, "ada", "", ASKED, SLIPPED, working=SLIPPED)]
    assignment = gathered(submissions)
    found = list(grade(assignment, submissions, timeout=None))
    (tmp_path / "results.jsonl").write_bytes(b"".join(map(line, found)))
    known = known_judgements(tmp_path / "results.jsonl", assignment, submissions)
    assert known == (found[0].judgement,)
    assert record(found[0])["working"] == SLIPPED
