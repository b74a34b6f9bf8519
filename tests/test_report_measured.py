"""A Python program in a report: measured, or told from the runs that were kept; the page stands alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from recur.cli import main
from tests.html_pages import assert_readable, assert_stands_alone, words
from tests.programs_to_measure import FAILING, SEVEN, SUM

QUICK = ("--sizes", "1,2,4,8,16", "--at", "16", "--seconds", "100", "-r", "2")


def kept(folder: Path, text: str, *more: str) -> tuple[str, str]:
    program, runs = folder / "reported_program.py", folder / "runs.jsonl"
    program.write_text(text, encoding="utf-8")
    assert main(["measure", str(program), *QUICK, *more, "--save", str(runs), "--json"]) in (0, 1, 3)
    return str(program), str(runs)


def test_a_program_is_told_from_its_runs_with_counts_times_speed_ups_and_the_picture(tmp_path: Path) -> None:
    program, runs = kept(tmp_path, SUM, "-e", "threads,processes", "-P", "1")
    before = Path(runs).read_bytes()
    page = tmp_path / "page.html"
    assert main(["report", program, "--runs", runs, "-o", str(page), "T(n) = 2T(n/2) + 1"]) == 0
    document = assert_stands_alone(page.read_text(encoding="utf-8"))
    assert_readable(document)
    heads = [words(head) for level in ("h2", "h3") for head in document.iter(level)]
    for head in ("1reported_program.py", "2T(n) = 2T(n/2) + 1", "Counts: equal"):
        assert head in heads
    assert any(head.startswith("Parallel runs at n = ") for head in heads)
    assert any(head.startswith("Times of one ") for head in heads)
    shown = words(document)
    assert "equal at 11 of 11 sizes" in shown
    assert Path(runs).read_bytes().startswith(before)


def test_a_refuted_program_is_refuted_on_the_page_and_by_the_exit_code(tmp_path: Path) -> None:
    program, runs = kept(tmp_path, SEVEN, "-e", "threads", "-P", "1")
    page = tmp_path / "page.html"
    assert main(["report", program, "--runs", runs, "-o", str(page)]) == 1
    shown = words(assert_stands_alone(page.read_text(encoding="utf-8")))
    assert "first differs at n = 2, counted 9, declared 8" in shown


def test_a_program_that_fails_has_its_error_on_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = tmp_path / "failing_program.py"
    program.write_text(FAILING, encoding="utf-8")
    page = tmp_path / "page.html"
    assert main(["report", str(program), "-o", str(page)]) == 2
    assert "total(n = 4) raised KeyError" in words(assert_stands_alone(page.read_text(encoding="utf-8")))
    assert "raised KeyError" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("4T(n/2)+1", "--runs", "x.jsonl"), "--runs belongs to one program"),
        (("program.py", "--runs", "missing.jsonl"), "no such file"),
    ],
)
def test_runs_belong_to_one_program(more: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", *more, "-o", "-"]) == 2
    assert said in " ".join(capsys.readouterr().err.split())
