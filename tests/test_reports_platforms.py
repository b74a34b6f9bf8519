"""The files of learning platforms, held against the fields that their documentation names."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from recur.answers.grading.decisions import Decision
from recur.model.records import replace
from recur.reports import report
from tests.gradings import HOSTILE, book, exercise, graded, hostile_book

VISIBILITIES = {"visible", "hidden", "after_due_date", "after_published"}
FORMATS = {"text", "html", "simple_format", "md", "ansi"}
NUMBER = (int, float)
#: Gradescope, "Autograder Specifications", section "Output format": the fields of the whole and of a test.
GRADESCOPE = {
    "score", "execution_time", "output", "output_format", "test_output_format", "test_name_format", "visibility",
    "stdout_visibility", "extra_data", "tests", "leaderboard",
}  # fmt: skip
GRADESCOPE_TEST = {
    "score", "max_score", "status", "name", "name_format", "number", "output", "output_format", "tags", "visibility",
    "extra_data",
}  # fmt: skip
#: PrairieLearn, "External grading", section "Grading results".
PRAIRIELEARN = {"gradable", "score", "message", "output", "images", "tests", "format_errors"}
PRAIRIELEARN_TEST = {"name", "description", "points", "max_points", "message", "output", "images"}

RIGHT = graded(1)
WRONG = graded(
    2, answer="n", verdict="wrong", notes=("missing-log",), asked=exercise("q2", 3), feedback=("Too small.",)
)
LOOSE = graded(3, answer="O(n^2)", verdict="not tight", asked=exercise("q3", 1))
OPEN = graded(4, answer="f", verdict="undecided", asked=exercise("q4", 4))
UNREAD = graded(
    5, answer="n(", verdict="unreadable", notes=("unreadable",), asked=exercise("q5"), feedback=("A bracket.",)
)
BLANK = graded(6, answer="", verdict="unreadable", notes=("blank",), asked=exercise("q6"))


def gradescope(*answers: Any) -> dict[str, Any]:
    return dict(json.loads(report("gradescope").render(book(*answers))))


def prairielearn(*answers: Any) -> dict[str, Any]:
    return dict(json.loads(report("prairielearn").render(book(*answers))))


@pytest.mark.parametrize("answers", [(RIGHT,), (RIGHT, WRONG, LOOSE, OPEN, UNREAD, BLANK), ()])
def test_gradescope_gets_the_documented_fields_and_no_other(answers: tuple[Any, ...]) -> None:
    found = gradescope(*answers)
    assert found.keys() <= GRADESCOPE and isinstance(found["score"], NUMBER)
    assert found["visibility"] in VISIBILITIES and found["stdout_visibility"] in VISIBILITIES
    assert {found["output_format"], found["test_output_format"], found["test_name_format"]} <= FORMATS
    assert len(found["tests"]) == len(answers)
    for test in found["tests"]:
        assert test.keys() <= GRADESCOPE_TEST
        assert test["visibility"] in VISIBILITIES and test["output_format"] in FORMATS
        assert isinstance(test["output"], str) and isinstance(test["max_score"], NUMBER)
        assert test.get("status", "passed") in {"passed", "failed"}
        assert 0 <= test.get("score", 0) <= test["max_score"]
        assert all(isinstance(tag, str) for tag in test.get("tags", ()))


def test_gradescope_scores_are_the_points() -> None:
    found = gradescope(RIGHT, WRONG, LOOSE)
    assert found["score"] == 2.5
    assert [(t["score"], t["max_score"], t["status"]) for t in found["tests"]] == [
        (2, 2, "passed"),
        (0, 3, "failed"),
        (0.5, 1, "failed"),
    ]
    assert "missing-log" in found["tests"][1]["tags"] and "Too small." in found["tests"][1]["output"]


def test_an_unreadable_answer_that_a_person_scores_has_its_tag_once() -> None:
    scored = replace(UNREAD, decision=Decision("T(n) = T(n-1) + 1", "", "n(", share=Fraction(1, 2)))
    assert gradescope(scored)["tests"][0]["tags"] == ["unreadable"]


def test_what_needs_a_person_is_neither_passed_nor_failed_on_gradescope() -> None:
    found = gradescope(RIGHT, OPEN, UNREAD, BLANK)
    assert found["score"] == 2 and "2 answers" in found["output"]
    for test in found["tests"][1:3]:
        assert "score" not in test and "status" not in test and "a person has to look" in test["output"]
    assert found["tests"][3]["score"] == 0


@pytest.mark.parametrize("answers", [(RIGHT,), (RIGHT, WRONG, LOOSE, OPEN, UNREAD, BLANK), (OPEN,), (BLANK,), ()])
def test_prairielearn_gets_the_documented_fields_and_points_on_every_test(answers: tuple[Any, ...]) -> None:
    found = prairielearn(*answers)
    assert found.keys() <= PRAIRIELEARN
    assert isinstance(found["gradable"], bool) and isinstance(found["message"], str)
    if found["gradable"]:
        assert isinstance(found["score"], float) and 0 <= found["score"] <= 1 and "format_errors" not in found
    else:
        assert found["format_errors"] and all(isinstance(error, str) for error in found["format_errors"])
        assert "score" not in found
    for test in found["tests"]:
        assert test.keys() <= PRAIRIELEARN_TEST
        assert isinstance(test["points"], NUMBER) and isinstance(test["max_points"], NUMBER)
        assert 0 <= test["points"] <= test["max_points"]


def test_prairielearn_scores_are_shares_of_all_the_points() -> None:
    assert prairielearn(RIGHT, WRONG, LOOSE)["score"] == pytest.approx(2.5 / 6)
    assert prairielearn(RIGHT)["score"] == 1.0
    assert prairielearn(RIGHT, BLANK)["score"] == 0.5


def test_an_answer_that_cannot_be_read_makes_a_submission_not_gradable() -> None:
    found = prairielearn(RIGHT, UNREAD)
    assert found["gradable"] is False and found["format_errors"] == ["q5: A bracket."]


def test_what_is_undecided_counts_neither_for_nor_against() -> None:
    found = prairielearn(RIGHT, OPEN)
    assert found["score"] == 1.0 and "1 answer" in found["message"]
    assert (found["tests"][1]["points"], found["tests"][1]["max_points"]) == (0, 0)
    assert prairielearn(OPEN)["gradable"] is False


def test_a_question_that_was_not_handed_in_earns_nothing_on_either() -> None:
    from recur.answers.grading.assignment import Assignment
    from recur.answers.grading.gradebook import Gradebook

    asked = Assignment((RIGHT.exercise, WRONG.exercise))  # type: ignore[arg-type]
    half = Gradebook(asked, (RIGHT,))
    assert json.loads(report("gradescope").render(half))["score"] == 2
    assert json.loads(report("prairielearn").render(half))["score"] == pytest.approx(2 / 5)


def test_what_was_typed_in_is_text_on_every_platform() -> None:
    for text in HOSTILE:
        one = hostile_book().of(text)
        for form in ("gradescope", "prairielearn"):
            found = json.loads(report(form).render(one))
            (test,) = found["tests"]
            assert test["output"].replace("\n", "").isprintable()
        assert json.loads(report("gradescope").render(one))["test_output_format"] == "text"
