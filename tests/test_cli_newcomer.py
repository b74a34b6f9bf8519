"""What goes wrong at a first try: every message says what, where, and how to mend it. Cases: cases/newcomer.jsonl."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from recur.cli import main
from recur.cli.app import verb_named, verbs

Recur = Callable[..., Any]
CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "newcomer.jsonl").read_text(encoding="utf-8").splitlines()
]
#: What follows a message to mend the mistake, or to find the place of it.
MENDS = ("help: ", "example: ", "did you mean", "^", "limit: ", "cannot ")


@pytest.mark.parametrize("case", CASES, ids=[case["mistake"] for case in CASES])
def test_a_mistake_is_answered_by_what_is_wrong_and_how_to_mend_it(
    case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for name, content in case.get("files", {}).items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert main(case["words"]) == case["code"]
    said = capsys.readouterr()
    told = " ".join(said.err.split())
    assert said.out == "" and told.startswith(("error: ", "limit: "))
    assert [words for words in case["says"] if " ".join(words.split()) not in told] == []
    assert any(mend in said.err for mend in MENDS)
    assert "Traceback" not in said.err and "internal" not in said.err and "\\x" not in said.err


def test_every_verb_has_an_example_to_show_with_its_mistakes() -> None:
    for verb in map(verb_named, verbs()):
        assert verb is not None and verb.example.startswith(f"recur {verb.name} ")


@pytest.mark.parametrize("verb", verbs())
def test_a_usage_error_of_a_verb_shows_its_first_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([verb, "--no-such-option"]) == 2
    said, found = capsys.readouterr().err, verb_named(verb)
    assert found is not None and f"example: {found.example}" in said and f"help: recur {verb} --help" in said


def test_lines_that_end_as_on_windows_are_lines(recur: Recur) -> None:
    done = recur("solve", "--brief", "-", stdin=b"\xef\xbb\xbf4T(n/2)+1\r\n# a remark\r\n\r\n2T(n/2) + n\r\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Θ(n²)" in done.stdout and "Θ(n log n)" in done.stdout and "\r" not in done.stdout


def test_signs_of_a_word_processor_are_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "--brief", "“T(n) = 2T(n∕2) + n – 1”"]) == 0
    assert "Θ(n log n)" in capsys.readouterr().out


def test_a_file_of_bytes_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "p.spawn"
    file.write_bytes(bytes(range(128, 256)) * 9)
    assert main(["analyze", str(file)]) == 2
    said = capsys.readouterr().err
    assert "not UTF-8" in said and len(said.splitlines()) <= 3
