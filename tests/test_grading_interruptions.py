"""A grading that ends anywhere, for whatever reason: what was graded is kept, and resumed it writes the same bytes.

A process that is killed leaves the files as they are at that moment. Nothing is killed here: the files are copied at
each moment at which they change, and every copy is resumed.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from recur.answers.grading.records import Journal
from recur.cli import main

ANSWERS = ("n log n", "n^2", "", "O(n", "n", "Θ(n log n)", "2^n", "n log n + n")
TABLE = "student,recurrence,answer\n" + "".join(f"s{n},T(n) = 2T(n/2) + n,{each}\n" for n, each in enumerate(ANSWERS))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "class.csv").write_text(TABLE, encoding="utf-8")
    return folder / "class.csv"


def before_and_after(done: Callable[..., Any], seen: Callable[[], None]) -> Callable[..., Any]:
    def watched(*given: Any, **named: Any) -> Any:
        seen()
        result = done(*given, **named)
        seen()
        return result

    return watched


@pytest.fixture
def moments(table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """Copies of the folder before and after all that changes a file in it."""
    copies: list[Path] = []

    def copy() -> None:
        kept = tmp_path / f"moment{len(copies)}"
        shutil.copytree(table.parent, kept)
        copies.append(kept)

    for owner, name in ((os, "fsync"), (Path, "replace"), (Path, "write_bytes"), (Path, "unlink"), (Journal, "write")):
        monkeypatch.setattr(owner, name, before_and_after(getattr(owner, name), copy))
    yield copies


@pytest.mark.parametrize("words", [["-o", "out.jsonl"], ["-o", "out.csv"], ["-o", "out.md", "--results", "r.jsonl"]])
def test_stopped_at_any_moment_and_resumed_it_writes_the_same_bytes(
    words: list[str], table: Path, moments: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(table.parent)
    assert main(["grade", "class.csv", *words]) == 0
    whole = {path.name: path.read_bytes() for path in table.parent.iterdir()}
    monkeypatch.undo()
    assert len(moments) > 2 * len(ANSWERS)
    for moment in list(moments):
        monkeypatch.chdir(moment)
        assert main(["grade", "class.csv", *words, "--resume"]) == 0
        left = {path.name: path.read_bytes() for path in moment.iterdir()}
        assert left == whole, moment.name


@pytest.mark.parametrize("cut", [1, 40, -1])
def test_a_line_that_was_torn_is_written_anew(cut: int, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(table.parent)
    assert main(["grade", "class.csv", "-o", "out.jsonl"]) == 0
    out = table.with_name("out.jsonl")
    whole = out.read_bytes()
    lines = whole.splitlines(keepends=True)
    for kept, torn in enumerate(lines):
        out.write_bytes(b"".join(lines[:kept]) + torn[:cut])
        assert main(["grade", "class.csv", "-o", "out.jsonl", "--resume"]) == 0
        assert out.read_bytes() == whole


@pytest.mark.parametrize("results", [0, 1, 5])
def test_a_disk_that_is_full_keeps_what_was_graded_and_says_so(
    results: int, table: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written = Journal.write

    def full(journal: Journal, graded: Any, kept: list[Any] = []) -> None:  # noqa: B006
        if len(kept) == results:
            with journal._told():
                raise OSError(errno.ENOSPC, "No space left on device")
        kept.append(graded)
        written(journal, graded)

    monkeypatch.chdir(table.parent)
    monkeypatch.setattr(Journal, "write", full)
    assert main(["grade", "class.csv", "-o", "out.jsonl"]) == 2
    said = capsys.readouterr().err
    assert "no space left on device" in said and ("--resume goes on" in said) == (results > 0)
    assert table.with_name("out.jsonl").read_bytes().count(b"\n") == results
    assert sorted(path.name for path in table.parent.iterdir()) == ["class.csv", "out.jsonl"]


def test_a_file_that_changed_in_between_is_told_and_its_results_stay(
    table: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(table.parent)
    assert main(["grade", "class.csv", "-o", "out.jsonl"]) == 0
    whole = table.with_name("out.jsonl").read_bytes()
    for changed in (TABLE.replace("2^n", "3^n"), TABLE.replace("s3,", "s33,"), TABLE.rpartition("s7")[0]):
        table.write_text(changed, encoding="utf-8")
        assert main(["grade", "class.csv", "-o", "out.jsonl", "--resume"]) == 2
        assert "not an interrupted grading of these answers" in capsys.readouterr().err
        assert table.with_name("out.jsonl").read_bytes() == whole


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (["sheet", "hw.md", "-o", "hw.md"], "hw.md"),
        (["fit", "t.md", "-o", "none/../t.md"], "t.md"),
        (["exercise", "--per-student", "st.csv", "--count", "1", "-o", "st.csv"], "st.csv"),
        (["grade", "hw.toml", "answers", "-o", "answers", "--format", "text"], "answers/ada.txt"),
    ],
)
def test_what_is_read_is_never_replaced_by_what_is_written(
    words: list[str], read: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "answers").mkdir()
    question = '[[question]]\nid = "1"\nrecurrence = "T(n) = T(n-1) + 1"\n'
    contents = {"hw.md": "1. T(n) = T(n-1) + 1\n", "t.md": "n,time\n1,1\n2,2\n4,4\n8,8\n", "st.csv": "student\nada\n"}
    for name, content in {**contents, "hw.toml": question, "answers/ada.txt": "1: n\n"}.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    before = (tmp_path / read).read_bytes()
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    assert "would be replaced" in " ".join(capsys.readouterr().err.split())
    assert (tmp_path / read).read_bytes() == before


@pytest.mark.parametrize(
    "words",
    [
        ["solve", "-", "-o", "read.csv"],
        ["check", "2T(n/2) + n", "--working", "-", "-o", "read.csv"],
        ["grade", "-", "-o", "linked.csv"],
        ["grade", "-", "--results", "read.csv"],
        ["grade", "-", "--results", "linked.csv", "-o", "page.html"],
    ],
)
def test_what_standard_input_reads_is_not_replaced(
    words: list[str], table: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(table.parent)
    read = table.rename("read.csv")
    Path("linked.csv").symlink_to(read)
    with read.open(encoding="utf-8") as stream:
        monkeypatch.setattr("sys.stdin", stream)
        assert main(words) == 2
    assert "would be replaced" in " ".join(capsys.readouterr().err.split())
    assert read.read_text(encoding="utf-8") == TABLE
