"""Judged answers in every format: the claim as read, the verdict first, nothing typed acts as markup."""

from __future__ import annotations

from functools import cache

import pytest

import recur
from recur.answers.judging.verdict import Verdict
from recur.writers.json.verdict import check_object
from tests.written import VERDICT, as_latex, as_markdown, as_text

text, latex, markdown = as_text(VERDICT), as_latex(VERDICT), as_markdown(VERDICT)
JUDGED = {
    "wrong": ("T(n) = 3T(n/2) + n", "Θ(n log n)"),
    "right": ("T(n) = 2T(n/2) + n", "n lg n"),
    "unreadable": ("T(n) = 2T(n/2) + n", "O(n <b>| log $n$ [red]"),
}


@cache
def judged(name: str) -> Verdict:
    return recur.check(*JUDGED[name])


def test_the_page_echoes_both_readings_then_the_verdict_then_the_table() -> None:
    lines = text(judged("wrong")).splitlines()
    assert lines[0] == "Read as  T(n) = 3·T(n/2) + n"
    assert lines[1] == "Answer   Θ(n log n)"
    assert lines[3] == "    ✗ wrong: too small, by a factor n^0.585 / log n"
    assert lines[5].split() == ["n", "T(n)", "n", "log", "n", "ratio"]
    assert lines[6].split() == ["2^10", "175099", "10240", "17.0"]


def test_a_correct_answer_is_short() -> None:
    assert text(judged("right")).splitlines()[3] == "    ✓ correct"


@pytest.mark.parametrize("name", JUDGED)
@pytest.mark.parametrize("reveal", [False, True])
def test_ascii_pages_are_ascii_and_no_line_is_too_long(name: str, reveal: bool) -> None:
    page = text(judged(name), unicode=False, reveal=reveal)
    assert page.isascii() and max(map(len, page.splitlines())) <= 80


def test_hints_take_the_place_of_the_feedback_and_are_counted() -> None:
    page = text(judged("wrong"), hints=1, invite=True)
    assert "master theorem applies" in page and "Compare the driving" not in page and "2^10" not in page
    assert "2 more: repeat --hint" in page
    assert "repeat" not in text(judged("wrong"), hints=3, invite=True)


def test_only_revealing_shows_the_derivation() -> None:
    assert "T(n) = Θ(n^(log₂ 3))" not in text(judged("wrong"), hints=3)
    for page in (
        text(judged("wrong"), reveal=True),
        str(markdown(judged("wrong"), reveal=True)),
    ):
        assert "Master theorem" in page
    assert r"\Theta(n^{\log_2 3})" in latex(judged("wrong"), reveal=True)


def test_an_unreadable_answer_is_shown_with_its_place() -> None:
    page = text(judged("unreadable"))
    assert page.startswith("Read as") and "<b>" in page and "^" in page


def test_markup_in_an_answer_stays_text() -> None:
    assert "<b>" not in markdown(judged("unreadable")).replace(r"\<b\>", "")
    assert "$n$" not in latex(judged("unreadable")).replace(r"\$n\$", "")
    assert latex(judged("unreadable")).isascii()


def test_markdown_and_latex_have_a_table_of_the_numbers() -> None:
    assert "| $2^{10}$ | $175099$ |" in markdown(judged("wrong"))
    assert r"$2^{10}$ & $175099$ &" in latex(judged("wrong"))
    assert latex(judged("wrong"), standalone=True).startswith(r"\documentclass")


def test_a_notebook_shows_the_verdict_as_latex() -> None:
    assert judged("wrong")._repr_latex_().startswith("$$")
    assert str(judged("wrong")) == text(judged("wrong"))


def test_the_json_face_has_the_fields_that_graders_read() -> None:
    found = check_object(judged("wrong"))
    assert found == judged("wrong").to_dict()
    assert (found["schema"], found["input"], found["answer"]) == (1, "T(n) = 3T(n/2) + n", "Θ(n log n)")
    assert found["interpreted"] == {
        "recurrence": "T(n) = 3*T(n/2) + n",
        "answer": "Theta(n*log(n))",
        "kind": "Θ",
    }
    assert (found["verdict"], found["score"]) == ("wrong", 0.0)
    assert found["notes"][:2] == ["too-small", "log-added-in-case-1"]
    assert found["expected"]["theta"] == "n**(log(3)/log(2))"
    assert found["feedback"][0] == "Too small, by a factor n^0.585 / log n."
    assert found["factor"] == "n**(log(3/2)/log(2))/log(n)"
    assert found["error"] is None and "solution" not in found
    assert check_object(judged("wrong"), reveal=True)["solution"]["steps"]


def test_an_unreadable_answer_carries_its_error_in_json() -> None:
    found = check_object(judged("unreadable"))
    assert (found["verdict"], found["score"], found["expected"]) == ("unreadable", None, None)
    assert found["error"]["kind"] == "syntax" and found["error"]["column"]


def test_scores_are_plain_floats() -> None:
    loose = recur.check("T(n) = 2T(n/2) + n", "O(n^2)")
    assert [type(v.to_dict()["score"]) for v in (judged("wrong"), judged("right"), loose)] == [float] * 3
    assert loose.to_dict()["score"] == 0.5
