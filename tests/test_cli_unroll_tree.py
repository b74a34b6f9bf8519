"""recur unroll and recur tree on the command line: formats, files, sizes, refusals and exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from recur.cli import main

Recur = Callable[..., "CompletedProcess[str]"]
MERGE = "T(n) = 2T(n/2) + n, T(1) = 0"


@pytest.mark.parametrize(("verb", "said"), [("unroll", "after k steps"), ("tree", "cost a level")])
def test_each_verb_answers_in_text(verb: str, said: str, recur: Recur) -> None:
    done = recur(verb, MERGE)
    assert done.returncode == 0 and done.stderr == ""
    assert said in done.stdout and "Θ(n log n)" in done.stdout
    assert recur(verb, "--ascii", MERGE).stdout.isascii()


@pytest.mark.parametrize(
    ("form", "start"),
    [("svg", "<svg"), ("dot", "digraph"), ("latex", "Read as"), ("markdown", "Read as"), ("text", "Read as")],
)
def test_a_tree_is_written_in_the_format_asked_for(form: str, start: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tree", MERGE, "--format", form]) == 0
    assert capsys.readouterr().out.startswith(start)


@pytest.mark.parametrize(
    ("name", "start"), [("t.svg", "<svg"), ("t.dot", "digraph"), ("t.tex", "\\documentclass"), ("t.txt", "Read as")]
)
def test_a_file_is_written_in_the_format_it_is_named_for(
    name: str, start: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / name
    assert main(["tree", MERGE, "-o", str(file)]) == 0
    assert file.read_text(encoding="utf-8").startswith(start)
    assert capsys.readouterr().out == ""


def test_a_dash_for_the_file_is_standard_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["tree", MERGE, "--format", "svg", "-o", "-"]) == 0
    assert capsys.readouterr().out.startswith("<svg")
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tree", MERGE, "-o", str(tmp_path / "none" / "t.svg")]) == 2
    assert "cannot write" in capsys.readouterr().err


def test_a_file_holds_one_tree_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tree", "-", "-o", str(tmp_path / "t.svg")]) == 2
    assert "one tree" in capsys.readouterr().err


def test_a_tree_is_counted_at_a_size(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tree", MERGE, "-n", "2^10", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["tree"]["sum"] == "10240"
    assert len(document["tree"]["levels"]) == 11


def test_as_many_steps_are_written_as_lines_ask_for(capsys: pytest.CaptureFixture[str]) -> None:
    main(["unroll", MERGE, "--lines", "5"])
    shown = capsys.readouterr().out
    assert "T(n/32)" in shown and "T(n/64)" not in shown


@pytest.mark.parametrize("verb", ["unroll", "tree"])
def test_what_has_no_general_level_is_unsolved_and_named(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([verb, "T(n) = T(n - sqrt n) + 1"]) == 3
    assert "no general level" in capsys.readouterr().out
    assert main([verb, "--json", "T(n) = T(n - sqrt n) + 1"]) == 3
    document = json.loads(capsys.readouterr().out)
    assert document["interpreted"] == "T(n) = T(n - sqrt(n)) + 1"
    assert document["error"]["kind"] == "unsolved" and document["error"]["refusals"]


@pytest.mark.parametrize("verb", ["unroll", "tree"])
def test_a_bad_line_does_not_stop_the_next(verb: str, recur: Recur) -> None:
    done = recur(verb, "--json", "-", stdin="T(n) = 2T(n/2\n# a remark\n2T(n/2) + n\n")
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert first["error"]["kind"] == "syntax" and second["error"] is None
    assert done.returncode == 2
