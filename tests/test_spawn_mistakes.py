"""A mistake in a program is met where it stands, in words, with what was probably meant."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from recur.model.errors import RecurError
from tests.spawn_programs import analysed

CASES = Path(__file__).resolve().parent / "cases" / "spawn" / "mistakes.jsonl"
MISTAKES = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", MISTAKES, ids=lambda case: case["rule"])
def test_a_mistake_is_explained_at_its_place(case: dict[str, Any]) -> None:
    with pytest.raises(RecurError) as caught:
        analysed(case["text"])
    problem = caught.value
    assert case["message"] in problem.message
    assert problem.kind == case["kind"]
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (case["line"], case["column"])
    if case["hint"] is not None:
        assert problem.hint is not None and case["hint"] in problem.hint
