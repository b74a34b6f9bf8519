"""Files: read within bounds, written whole or not at all, held by one writer; a full disk is told, and is no fault."""

from __future__ import annotations

import errno
import io
from decimal import Decimal
from pathlib import Path

import pytest

from recur import files
from recur.answers.grading.assignment_file import parse_assignment
from recur.answers.grading.judgements import MORE_TIME, Judge
from recur.answers.grading.records import Journal
from recur.answers.grading.submissions import InvalidAssignment
from recur.answers.judging import judging
from recur.answers.judging.verdict import Standing
from recur.cli import main
from recur.model.errors import InvalidRecurrence, LimitExceeded, OutOfTime

ENDLESS = Path("/dev/zero")
needs_an_endless_file = pytest.mark.skipif(not ENDLESS.exists(), reason="no file without an end here")


def test_a_file_that_cannot_be_written_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.html"
    page.write_text("the old page", encoding="utf-8")

    def full(self: Path, content: bytes) -> int:
        with self.open("wb") as stream:
            stream.write(content[:3])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError):
        files.write_whole(page, b"the new page")
    assert page.read_text(encoding="utf-8") == "the old page"
    assert list(tmp_path.iterdir()) == [page]


def test_a_report_is_whole_or_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    page = tmp_path / "report.html"
    assert main(["report", "4T(n/2)+1", "-o", str(page)]) == 2
    assert "no space left on device" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_results_are_written_by_one_process_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    first = Journal(path)
    with pytest.raises(InvalidRecurrence, match="written by another process"):
        Journal(path)
    first.close()
    Journal(path).close()


def test_a_full_disk_ends_a_grading_with_what_can_be_done(tmp_path: Path) -> None:
    class Full(io.BytesIO):
        def flush(self) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    journal = Journal(tmp_path / "results.jsonl")
    journal._stream.close()
    journal._stream = Full()
    with pytest.raises(InvalidRecurrence, match="no space left on device"):
        journal.close()


@needs_an_endless_file
@pytest.mark.parametrize("words", [["report", "/dev/zero", "-o", "-"], ["fit", "/dev/zero"], ["grade", "/dev/zero"]])
def test_what_never_ends_is_not_read_to_its_end(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) in (2, 4)
    assert "fault" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    ["points = 1e999999999\n[[question]]\n", "points = -1e-999999999\n", ".".join(["a"] * 50_000) + " = 1\n"],
    ids=["a large number", "a small number", "a long name"],
)
def test_an_assignment_out_of_reach_is_refused_by_its_size(text: str) -> None:
    with pytest.raises(InvalidAssignment):
        parse_assignment(text)


def test_numbers_of_an_assignment_are_what_they_were() -> None:
    exercise = 'points = 1.5e2\n[[question]]\nrecurrence = "4T(n/2)+1"\n'
    assert parse_assignment(exercise).exercises[0].points == Decimal("150")


def test_a_time_that_was_over_is_tried_once_more_with_a_longer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    allowed: list[float | None] = []
    original = judging.judge

    def hurried(question, answer, seconds, **rest):  # type: ignore[no-untyped-def]
        allowed.append(seconds)
        verdict = original(question, answer, None, **rest)
        if len(allowed) == 1:
            object.__setattr__(verdict, "problem", OutOfTime("stopped"))
        return verdict

    monkeypatch.setattr(judging, "judge", hurried)
    judgement = Judge(100.0).judge(("T(n) = 2T(n/2) + n", "", "n log n"))
    assert judgement.verdict is Standing.CORRECT and allowed == [100.0, MORE_TIME * 100.0]


def test_a_size_that_is_too_large_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    allowed: list[float | None] = []
    original = judging.judge

    def limited(question, answer, seconds, **rest):  # type: ignore[no-untyped-def]
        allowed.append(seconds)
        verdict = original(question, answer, None, **rest)
        object.__setattr__(verdict, "problem", LimitExceeded("too deep"))
        return verdict

    monkeypatch.setattr(judging, "judge", limited)
    Judge(100.0).judge(("T(n) = 2T(n/2) + n", "", "n log n"))
    assert allowed == [100.0]
