"""What can be read in two ways is said or asked, by every verb alike."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

import recur
from recur.cli import main
from recur.logarithms import READ_AS, decides_growth
from recur.parsing import parse_formula

STRASSEN = "T(n) = 7T(n/2) + n^2"


def told(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """All that a verb says, in one line; it must not fail."""
    assert main(words) not in (2, 70)
    said = capsys.readouterr()
    return " ".join((said.out + said.err).split())


#: Each verb with a log without a base, on which its answer hangs.
HANGING = {
    "solve": ["solve", "T(n) = 2T(n/2) + n^(log 3)"],
    "solve, a constant": ["solve", "--brief", "T(n) = 2T(n/2) + n log n"],
    "solve, an exact form": ["solve", "T(n) = T(n-1) + log n, T(0) = 0"],
    "check": ["check", STRASSEN, "Θ(n^{log 7})"],
    "check, the recurrence": ["check", "T(n) = 2T(n/2) + n^(log 3)", "n^(log_2 3)"],
    "check, a constant": ["check", "T(n) = 2T(n/2) + n", "T(n) ~ n log n"],
    "compare": ["compare", "4^{\\log n}", "n^2"],
    "eval": ["eval", "T(n) = 2T(n/2) + log n, T(1) = 1", "1024"],
    "tree": ["tree", "T(n) = 2T(n/2) + n log n"],
    "tree at a size": ["tree", "T(n) = 2T(n/2) + n log n", "-n", "16"],
    "unroll": ["unroll", "T(n) = 2T(n/2) + n log n"],
    "parallelism": ["parallelism", "--work", "n^(log 7)", "--span", "log n"],
    "parallelism at a size": ["parallelism", "--work", "n log n", "--span", "n", "-n", "1024"],
    "speedup": ["speedup", "--work", "n log n", "--span", "log n", "-n", "1024", "-P", "4"],
    "report": ["report", "T(n) = 2T(n/2) + n^(log 3)", "-o", "-"],
}


@pytest.mark.parametrize("words", HANGING.values(), ids=HANGING)
def test_a_log_on_whose_base_the_answer_hangs_is_binary_and_the_verb_says_so(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert READ_AS["2"] in told(words, capsys)
    assert READ_AS["e"] in told([*words, "--log", "e"], capsys)
    assert READ_AS["10"] in told([*words, "--log", "10"], capsys)


WEIGHTLESS = {
    "check": ["check", "T(n) = 2T(n/2) + n log n", "O(n log^2 n)"],
    "check, a wrong answer": ["check", "T(n) = 3T(n/2) + n", "n log n"],
    "compare": ["compare", "n log n", "n^2"],
    "solve, growth alone": ["solve", "T(n) = 2T(n/2) + Θ(n log n)"],
    "parallelism": ["parallelism", "--work", "n log n", "--span", "log n"],
}


@pytest.mark.parametrize("words", WEIGHTLESS.values(), ids=WEIGHTLESS)
def test_nothing_is_said_where_the_base_weighs_nothing(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert "log is read as" not in told(words, capsys)


@pytest.mark.parametrize(
    ("answer", "binary", "natural"),
    [
        ("Θ(n^{log 7})", "correct", "wrong"),
        ("7^log n", "correct", "wrong"),
        ("n^(ln 7)", "wrong", "wrong"),
        ("n^(lg 7)", "correct", "correct"),
        ("n^(log_2 7)", "correct", "correct"),
        ("n^(log 7/log 2)", "correct", "correct"),
    ],
)
def test_the_verdict_follows_the_base_that_is_meant(answer: str, binary: str, natural: str) -> None:
    assert recur.check(STRASSEN, answer).verdict == binary
    assert recur.check(STRASSEN, answer, log="e").verdict == natural
    bare = binary != natural
    assert ("log-base" in recur.check(STRASSEN, answer).notes) is bare


def test_the_json_of_solve_and_check_carries_the_note(capsys: pytest.CaptureFixture[str]) -> None:
    main(["solve", "--json", "T(n) = T(n-1) + log n, T(0) = 0"])
    found = json.loads(capsys.readouterr().out)
    assert found["interpreted"] == "T(n) = T(n - 1) + log2(n), T(0) = 0"
    (solution,) = found["solutions"]
    assert solution["theta"] == "n*log(n)" and solution["exact"] == "log(factorial(n))/log(2)"
    assert READ_AS["2"] + "." in [remark["text"] for remark in solution["remarks"]]
    main(["check", "--json", STRASSEN, "n^log7"])
    assert "log-base" in json.loads(capsys.readouterr().out)["notes"]


def test_values_are_those_of_the_base_that_is_meant() -> None:
    text = "T(n) = T(n/2) + log n, T(1) = 0"
    assert recur.evaluate(text, [1024])[0].value == 55
    assert recur.evaluate(text.replace("log", "ln"), [1024]) != recur.evaluate(text, [1024])
    assert recur.evaluate(text, [1024], log="e")[0].value == recur.evaluate(text.replace("log", "ln"), [1024])[0].value
    assert recur.evaluate("T(n) = log n", [1000], log="10")[0].value == 3


def test_a_base_that_no_log_has_is_refused() -> None:
    with pytest.raises(recur.RecurError, match="no base"):
        recur.solve("2T(n/2) + n", log="3")


@pytest.mark.parametrize(("line", "verdict"), [("", "correct"), ('log = "e"\n', "wrong"), ("log = 10\n", "wrong")])
def test_an_assignment_says_what_log_is(
    line: str, verdict: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    homework = tmp_path / "homework.toml"
    homework.write_text(f'{line}[[question]]\nid = "1"\nrecurrence = "{STRASSEN}"\n', encoding="utf-8")
    answers = tmp_path / "answers.csv"
    answers.write_text("student,question,answer\nann,1,n^(log 7)\n", encoding="utf-8")
    assert main(["grade", str(homework), str(answers), "--format", "jsonl"]) == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["verdict"] == verdict and "log-base" in found["notes"]
    assert main(["grade", str(homework), str(answers), "--format", "jsonl", "--log", "2"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["verdict"] == "correct"


def test_the_prompt_says_it_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    typed = "T(n) = 2T(n/2) + n^(log 3)\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8"))
    assert READ_AS["2"] in told(["prompt"], capsys)


DECIDING = ["n^(log 7)", "7^log n", "(log n)!", "(log n)^(log n)", "2^sqrt(log n)", "e^(log n)", "log n - ln n"]
FACTORS = [
    "n log n + n",
    "log log n",
    "n/log^2 n",
    "n^(log 3/log 2)",
    "2^(log 3)",
    "log(n!)",
    "floor(log n)",
    "2^(lg n)",
]


@pytest.mark.parametrize("text", DECIDING + FACTORS)
def test_the_base_decides_the_growth_outside_of_factors_and_logs(text: str) -> None:
    assert decides_growth(parse_formula(text)) is (text in DECIDING)
