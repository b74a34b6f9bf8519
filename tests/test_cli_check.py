"""recur check: one answer or many, exit codes, and what goes to which stream."""

from __future__ import annotations

import io
import json
import sys

import pytest

from recur.cli import main


def feed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))


@pytest.mark.parametrize(
    ("words", "code", "verdict"),
    [
        (["T(n) = 2T(n/2) + n", "O(n log n)"], 0, "correct"),
        (["T(n) = 2T(n/2) + n", "n^2"], 1, "wrong"),
        (["T(n) = 2T(n/2) + n = O(n^2)"], 1, "not tight"),
        (["T(n) = 2T(n/2) + n", "O(n log n"], 2, "unreadable"),
        (["T(n) = 2T(n/2) + O(n)", "Θ(n log n)"], 3, "undecided"),
        (["T(n) = T(n-1)^2 + T(n-2)^3, T(0) = 1, T(1) = 1", "2^n"], 3, "undecided"),
        (["T(n) = 2T(n/2 + n", "n log n"], 2, "undecided"),
        (["2T(n/2) + n", "n sin n"], 3, "undecided"),
    ],
)
def test_the_exit_code_says_how_the_answer_stands(words, code, verdict, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json", *words]) == code
    document = json.loads(capsys.readouterr().out)
    assert document["verdict"] == verdict
    assert list(document)[:4] == ["schema", "input", "answer", "interpreted"]
    assert main(["check", *words]) == code


def test_the_verdict_is_on_standard_output_and_what_cannot_be_read_on_the_other(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", "T(n) = 2T(n/2) + n", "n^2"]) == 1
    said = capsys.readouterr()
    assert "✗ wrong: too large, by a factor n/log n" in said.out and said.err == ""
    assert "--reveal" in said.out and "Θ(n log n)" not in said.out
    assert main(["check", "T(n) = 2T(n/2) + n", "Θ(n^2"]) == 2
    said = capsys.readouterr()
    assert said.out == "" and "did you mean  Θ(n^2) ?" in said.err and "Θ(n^2\n   ^" in said.err


def test_hints_come_one_at_a_time_and_the_solution_when_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["check", "T(n) = 3T(n/2) + n", "n log n"]
    main([*words, "--hint"])
    one = capsys.readouterr().out
    main([*words, "--hint", "--hint"])
    two = capsys.readouterr().out
    assert "master theorem applies" in one and "Compare the driving function" not in one
    assert "Compare the driving function" in two
    main([*words, "--reveal"])
    assert "T(n) = Θ(n^(log₂ 3))" in capsys.readouterr().out


def test_without_an_answer_and_without_a_claim_there_is_nothing_to_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "T(n) = 2T(n/2) + n"]) == 2
    assert "no answer is given" in capsys.readouterr().err


def test_pairs_come_as_json_objects_or_as_two_columns(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        '{"recurrence": "T(n) = 2T(n/2) + n", "answer": "n log n"}',
        "# a comment",
        "T(n) = 2T(n/2) + n\tn^2",
        "{broken",
        '{"recurrence": 3}',
        "[1]",
        "T(n) = 2T(n/2) + n = O(n^2)",
    ]
    feed(monkeypatch, "\n".join(lines))
    assert main(["check", "--json", "-"]) == 2
    documents = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [d["verdict"] for d in documents] == ["correct", "wrong", "undecided", "undecided", "undecided", "not tight"]
    assert [d["error"] is None for d in documents] == [True, True, False, False, False, True]


def test_many_answers_to_one_recurrence_come_one_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    feed(monkeypatch, 'n\nn log n\n"n^2"\nΘ(\n')
    assert main(["check", "T(n) = 2T(n/2) + n", "-", "--json"]) == 2
    documents = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [d["verdict"] for d in documents] == ["wrong", "correct", "wrong", "unreadable"]
    assert [d["answer"] for d in documents] == ["n", "n log n", "n^2", "Θ("]


def test_a_time_limit_is_no_verdict_and_has_its_own_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "T(n) = 2T(n/2) + n", "n log n", "--timeout", "1e-9", "--json"]) == 4
    assert json.loads(capsys.readouterr().out)["error"]["kind"] == "limit"


@pytest.mark.parametrize("form", ["latex", "markdown"])
def test_a_verdict_can_be_written_for_papers_and_pages(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "T(n) = 2T(n/2) + n", "n^2", "--format", form]) == 1
    assert "wrong" in capsys.readouterr().out


def test_ascii_is_ascii(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "T(n) = 2T(n/2) + n", "Θ(n²)", "--ascii"])
    assert capsys.readouterr().out.isascii()


def test_help_begins_with_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.index("examples:") < shown.index("options:")
    assert 'recur check "T(n) = 2T(n/2) + n" "O(n log n)"' in shown
