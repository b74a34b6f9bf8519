"""Points in a notebook: a plain float, and not a word on any stream."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import SimpleNamespace
from typing import Any

import pytest

import recur

MERGE = "T(n) = 2T(n/2) + n"


@pytest.mark.parametrize(
    ("answer", "points"),
    [("n log n", 4.0), ("O(n^2)", 2.0), ("Theta(n)", 0.0), ("", 0.0), (None, 0.0), (..., 0.0)],
)
def test_points_follow_the_verdict(answer: Any, points: float) -> None:
    found = recur.nbgrader_points(MERGE, answer, 4)
    assert type(found) is float and found == points


def test_a_doubt_is_settled_for_the_student() -> None:
    assert recur.nbgrader_points("T(n) = 2T(n/2) + O(n)", "Theta(n log n)") == 1.0


def test_an_answer_that_cannot_be_read_is_no_silent_0() -> None:
    with pytest.raises(AssertionError, match=r"A bracket is not closed.*A person has to look"):
        recur.nbgrader_points(MERGE, "n log(")
    assert recur.nbgrader_points(MERGE, "n log(", 2, shares={"unreadable": 0.5}) == 1.0


def test_a_score_that_nobody_could_tell_is_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = {name: SimpleNamespace(auto_score=0.0, needs_manual_grade=False) for name in ("read", "unread")}

    @contextmanager
    def gradebook(url: str) -> Iterator[Any]:
        assert url == "sqlite:///gradebook.db"
        yield SimpleNamespace(find_grade=lambda name, *where: scores[name], db=SimpleNamespace(commit=lambda: None))

    monkeypatch.setitem(sys.modules, "nbgrader.api", SimpleNamespace(Gradebook=gradebook))
    monkeypatch.setitem(sys.modules, "nbgrader.utils", SimpleNamespace(is_grade=lambda cell: True))
    with pytest.raises(AssertionError) as raised:
        recur.nbgrader_points(MERGE, "n log(")
    shown = {"read": "AssertionError", "unread": raised.type.__name__}
    cells = [
        SimpleNamespace(
            metadata=SimpleNamespace(nbgrader=SimpleNamespace(grade_id=name)), get=lambda *_, e=ename: [{"ename": e}]
        )
        for name, ename in shown.items()
    ]
    told = {"db_url": "sqlite:///gradebook.db", "notebook": "sheet", "assignment": "hw", "student": "ada"}
    recur.nbgrader_by_hand(SimpleNamespace(cells=cells), {"nbgrader": told})
    assert [(each.auto_score, each.needs_manual_grade) for each in scores.values()] == [(0.0, False), (None, True)]


def test_shares_may_be_set_by_verdict_and_by_note() -> None:
    assert recur.nbgrader_points(MERGE, "O(n^2)", 2, shares={"not tight": 0.75}) == 1.5
    assert recur.nbgrader_points(MERGE, "Theta(n)", 2, shares={"wrong": 0, "missing-log": 0.25}) == 0.5


def test_a_share_for_what_no_answer_is_noted_as_is_the_notebooks_mistake() -> None:
    with pytest.raises(ValueError, match="no answer is ever noted as 'mising-log'"):
        recur.nbgrader_points(MERGE, "Theta(n)", shares={"mising-log": 0.25})


def test_nothing_is_written_and_no_warning_escapes(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from recur.answers.grading import notebooks
    from recur.answers.judging.judging import judge

    def noisy(*given: Any) -> Any:
        warnings.warn("a word", DeprecationWarning, stacklevel=1)
        return judge(*given)

    monkeypatch.setattr(notebooks, "judge", noisy)
    for answer in ("n log n", "n", "n(", "\x00", "9^9^9^9"):
        with suppress(AssertionError):
            recur.nbgrader_points(MERGE, answer)
    assert capfd.readouterr() == ("", "")


def test_a_recurrence_that_cannot_be_read_is_the_notebooks_mistake() -> None:
    with pytest.raises(ValueError, match="the recurrence cannot be read"):
        recur.nbgrader_points("T(n) = 2T(n/2 + n", "n log n")
