"""recur parallelism on the command line: of two recurrences, and of the procedures of a program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recur.cli import main

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "programs"
PAIR = ["--work", "8T(n/2)+n^2", "--span", "T(n/2)+log n"]


def test_two_recurrences_have_a_quotient(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parallelism", *PAIR]) == 0
    shown = capsys.readouterr().out
    assert "Θ(n³)" in shown and "Θ(log² n)" in shown and "Θ(n³/log² n)" in shown


def test_the_quotient_is_exact_at_a_size(capsys: pytest.CaptureFixture[str]) -> None:
    pair = ["--work", "W(n) = 2W(n/2) + n, W(1) = 1", "--span", "S(n) = S(n/2) + n, S(1) = 1"]
    assert main(["parallelism", *pair, "-n", "1024", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["parallelism"]["theta"] == "log(n)"
    assert document["values"][0]["work"] == "11264" and document["values"][0]["span"] == "2047"
    assert document["values"][0]["parallelism"] == "11264/2047" and document["values"][0]["processors"] == "5"
    assert document["input"]["work"].startswith("W(n)")


@pytest.mark.parametrize("form", ["latex", "markdown"])
def test_other_formats_are_written(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parallelism", *PAIR, "--format", form, "--steps", "-n", "16"]) == 0
    assert "\\log" in capsys.readouterr().out


def test_each_procedure_of_a_program_has_its_ratio(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parallelism", str(EXAMPLES / "merge_sort.spawn"), "-n", "2^10"]) == 0
    shown = capsys.readouterr().out
    assert "PMS₁(n)/PMS∞(n)  =  Θ(n/log² n)" in shown and "spawn" not in shown and "1,024" in shown


def test_a_span_above_the_work_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parallelism", "--work", "log n", "--span", "n"]) == 2
    assert "are --work and --span exchanged?" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["--work", "n"], ["--span", "n"], ["x.spawn", "--work", "n"]])
def test_half_a_question_is_a_usage_error(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parallelism", *words]) == 2
    assert "--work with --span" in capsys.readouterr().err


def test_a_mistake_in_a_recurrence_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parallelism", "--work", "2T(n/2", "--span", "1", "--json"]) == 2
    document = json.loads(capsys.readouterr().out)
    assert document["error"]["kind"] == "syntax" and document["work"] is None
