"""recur grade: reports to streams, files and folders; errors that teach; endings that lose nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from recur.cli import main
from tests.child_processes import command, driven
from tests.gradings import after_results

Recur = Callable[..., "subprocess.CompletedProcess[str]"]
TABLE = "student,recurrence,answer\nada,T(n)=2T(n/2)+n,n log n\nbob,T(n)=2T(n/2)+n,n\n"
QUESTION = '[[question]]\nid = "q1"\nrecurrence = "T(n) = 2T(n/2) + n"\n'


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "class.csv"
    file.write_text(TABLE, encoding="utf-8")
    return file


def test_a_table_is_graded_to_a_table(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grade", str(table)]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("2 students, 1 question, 2 answers\n") and said.err == ""


def test_standard_input_is_graded_and_each_result_is_a_line(recur: Recur) -> None:
    done = recur("grade", "-", "--format", "jsonl", stdin=TABLE)
    assert [json.loads(found)["verdict"] for found in done.stdout.splitlines()] == ["correct", "wrong"]
    assert (done.returncode, done.stderr) == (0, "")
    assert recur("grade", "-", "--format", "jsonl", stdin=TABLE, PYTHONIOENCODING="ascii").stdout.isascii()


def test_json_is_one_document(recur: Recur) -> None:
    assert json.loads(recur("grade", "-", "--json", stdin=TABLE).stdout)["students"][0]["points"] == 1


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("a,T(n)=T(n/2)+1,log n\n", 0),
        ("a,T(n)=T(n/2)+1,n\n", 1),
        ("a,T(n)=T(n/2)+1,n(\n", 2),
        ("a,T(n)=2T(n/2)+O(n),n log n\n", 3),
    ],
)
def test_a_finished_grading_is_a_success_unless_strictness_is_asked_for(rows: str, code: int, recur: Recur) -> None:
    table = "student,recurrence,answer\n" + rows
    assert recur("grade", "-", stdin=table).returncode == 0
    assert recur("grade", "-", "--strict", stdin=table).returncode == code


@pytest.mark.parametrize("name", ["out.json", "out.jsonl", "out.csv", "out.md", "out.tex", "out.html", "out.txt"])
def test_a_file_ending_chooses_the_format_and_nothing_else_is_left(
    name: str, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = table.with_name(name)
    for _ in range(2):  # a report that is there is replaced
        assert main(["grade", str(table), "-o", str(out)]) == 0
    said = capsys.readouterr()
    assert said.out == "" and f"wrote {out}: 2 students" in said.err.replace("\n", " ")
    assert "ada" in out.read_text(encoding="utf-8")
    assert {found.name for found in table.parent.iterdir()} == {name, "class.csv"}


def test_a_dash_for_the_file_is_standard_output(
    table: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(table.parent)
    assert main(["grade", str(table), "--format", "csv", "-o", "-"]) == 0
    assert capsys.readouterr().out.startswith("row,")
    assert {found.name for found in table.parent.iterdir()} == {"class.csv"}


def test_results_are_kept_where_they_are_asked_for(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = table.with_name("kept.jsonl")
    assert main(["grade", str(table), "--results", str(kept), "--format", "csv"]) == 0
    assert len(kept.read_text(encoding="utf-8").splitlines()) == 2
    assert main(["grade", str(table), "--results", str(kept), "--resume", "--format", "csv"]) == 0
    first, second = capsys.readouterr().out.split("row,")[1:]
    assert first == second


def test_an_assignment_finds_its_answers_or_is_given_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    homework, answers = tmp_path / "hw.toml", tmp_path / "answers.csv"
    answers.write_text("student,q1\nada,n log n\n", encoding="utf-8")
    homework.write_text(QUESTION, encoding="utf-8")
    assert main(["grade", str(homework)]) == 2
    assert "does not name the answers" in capsys.readouterr().err
    assert main(["grade", str(homework), str(answers)]) == 0
    homework.write_text('answers = "answers.csv"\n' + QUESTION, encoding="utf-8")
    assert main(["grade", str(homework), "--format", "summary"]) == 0
    assert main(["grade", str(answers), str(homework)]) == 2
    assert "the first is an assignment" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("form", ["gradescope", "prairielearn"])
def test_a_platform_is_told_of_one_student_at_a_time(
    form: str, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["grade", str(table), "--format", form]) == 2
    assert "--student NAME" in capsys.readouterr().err
    assert main(["grade", str(table), "--format", form, "--student", "bob"]) == 0
    assert json.loads(capsys.readouterr().out)["score"] == 0
    folder = table.parent / "results"
    assert main(["grade", str(table), "--format", form, "-o", str(folder)]) == 0
    assert {file.name for file in folder.iterdir()} == {"ada.json", "bob.json"}
    assert json.loads((folder / "ada.json").read_text(encoding="utf-8"))["score"] == 1


def test_a_students_name_is_never_a_path(tmp_path: Path) -> None:
    names = ("../evil", "/etc/x", "..", "a/b", "a_b", "A_B", "con\x00")
    rows = [json.dumps({"student": name, "recurrence": "T(n)=T(n/2)+1", "answer": "log n"}) for name in names]
    file = tmp_path / "class.jsonl"
    file.write_text("\n".join(rows), encoding="utf-8")
    assert main(["grade", str(file), "--format", "gradescope", "-o", str(tmp_path / "out")]) == 0
    found = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.json"))
    assert len(found) == len(names) == len({name.casefold() for name in found})
    assert all(name.startswith("out/") and name.count("/") == 1 for name in found)


def test_a_submission_of_one_student_needs_no_column_for_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "hw.toml").write_text(QUESTION, encoding="utf-8")
    (tmp_path / "work.txt").write_text("q1: n log n\n", encoding="utf-8")
    words = ["grade", str(tmp_path / "hw.toml"), str(tmp_path / "work.txt"), "--student", "ada"]
    assert main([*words, "--format", "gradescope"]) == 0
    assert json.loads(capsys.readouterr().out)["tests"][0]["status"] == "passed"
    (tmp_path / "work.txt").write_text("", encoding="utf-8")
    assert main([*words, "--format", "gradescope"]) == 0
    assert json.loads(capsys.readouterr().out)["tests"][0]["output"] == "No answer is given."


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["none.csv"], "cannot read none.csv"),
        (["class.csv", "--resume"], "--resume needs -o FILE or --results FILE"),
        (["class.csv", "--student", "adda"], "did you mean ada?"),
        (["class.csv", "--format", "cvs"], "cvs is none of"),
        (["class.csv", "-o", "class.csv"], "would be replaced"),
        (["class.csv", "-o", "nowhere/../class.csv"], "would be replaced"),
        (["class.csv", "-o", "x.csv", "--results", "x.csv"], "give them two"),
        (["class.csv", "--results", "./class.csv"], "would be replaced by the report"),
        (["class.csv", "other.csv"], "the first is an assignment"),
        (["class.csv", "-o", "no/such/folder.csv"], "cannot write"),
        (["class.csv", "-j", "0"], "0 is not in the range"),
    ],
)
def test_what_cannot_be_done_is_told_and_has_code_2(words: list[str], said: str, table: Path, recur: Recur) -> None:
    done = recur("grade", *words)
    assert table.read_text(encoding="utf-8") == TABLE
    assert done.returncode == 2 and done.stdout == ""
    assert said in " ".join(done.stderr.split()) and "Traceback" not in done.stderr


def test_results_that_belong_to_others_are_not_touched(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = table.with_name("out.jsonl")
    out.write_text('{"row": 1}\n', encoding="utf-8")
    assert main(["grade", str(table), "-o", str(out), "--resume"]) == 2
    assert "not an interrupted grading" in capsys.readouterr().err
    assert out.read_text(encoding="utf-8") == '{"row": 1}\n'


def test_hostile_rows_leave_the_next_one_graded(recur: Recur) -> None:
    rows = [
        b"a,T(n)=2T(n/2)+n,\x00\x00",
        b"b,T(n)=2T(n/2)+n,\xff\xfe",
        b"c,T(n)=2T(n/2)+n," + b"(" * 1_000_000,
        "d,T(n)=2T(n/2)+n,\u202en gol n".encode(),
        b"e,T(n)=2T(n/2)+n,9^9^9^9^9^9",
        b'f,"=cmd|x!A1",<script>',
        b'g,T(n)=2T(n/2)+n,"never closed',
        b"h,T(n)=T(n),n,n,n,n",
        b",,",
        b"i,T(n)=2T(n/2)+n,n log n",
    ]
    done = recur("grade", "-", "--format", "jsonl", stdin=b"\n".join([b"student,recurrence,answer", *rows, b""]))
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0 and found[-1]["verdict"] == "correct"
    assert [row["student"] for row in found if row["student"]][:5] == ["a", "b", "c", "d", "e"]
    assert "wrong" not in {row["verdict"] for row in found if row["student"] not in "e"}


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_ends_quietly_keeps_the_results_and_leaves_no_process(
    tmp_path: Path, bare_environment: dict[str, str]
) -> None:
    lines = [f"s{n},T(n)=2T(n/2)+n,{n} n^{n % 3}" for n in range(3_000)]
    (tmp_path / "class.csv").write_text("\n".join(["student,recurrence,answer", *lines]), encoding="utf-8")
    out = tmp_path / "out.jsonl"
    to_all = "os.killpg(0, signal.SIGINT)"  # as a terminal does
    words = [*command(after_results(20, to_all)), "grade", str(tmp_path / "class.csv"), "-o", str(out), "-j", "2"]
    with driven(words, env=bare_environment, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        said = process.stderr.read().decode()  # ends when the last process that holds the stream has ended
        assert process.wait() == 130
    assert said.startswith("interrupted: ") and "--resume" in said and said.count("\n") == 1
    assert out.read_bytes().count(b"\n") == 20


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_terminal_sees_how_far_it_is_and_a_file_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    from recur.cli.progress import Progress

    leader, follower = os.openpty()
    with os.fdopen(leader, "rb") as seen, os.fdopen(follower, "w") as screen:
        monkeypatch.setattr(sys, "stderr", screen)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setattr("recur.cli.progress.SECONDS_BETWEEN", -1.0)
        progress = Progress(4)
        progress.advance()
        progress.end()
        shown = ""
        while shown.count("\x1b[K") < 2:
            shown += os.read(seen.fileno(), 1_000).decode()
    assert "graded 1 of 4" in shown and shown.endswith("\x1b[K")


def test_many_rows_are_graded_without_starting_a_process_where_one_is_asked_for(
    table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a process")

    monkeypatch.setattr("recur.answers.grading.grading.FEW", 0)
    monkeypatch.setattr("recur.crew.Crew.__init__", refuse)
    assert main(["grade", str(table), "-j", "1"]) == 0
