"""What stands around a recurrence on the page it comes from changes nothing in what is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from recur.errors import InvalidRecurrence, SyntaxProblem
from recur.parsing import parse
from tests.readings import same

CASES = Path(__file__).parent / "cases"


def cases(file: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / file).read_text(encoding="utf-8").splitlines()]


def name(case: dict[str, Any]) -> str:
    return f"{case['kind']}: {case['text'].encode('ascii', 'replace').decode()[:60]}"


@pytest.mark.parametrize("case", cases("pastes.jsonl"), ids=name)
def test_a_paste_is_read_as_the_recurrence_in_it(case: dict[str, Any]) -> None:
    assert same(case["text"], case["meaning"])


@pytest.mark.parametrize("case", cases("unreadable_pastes.jsonl"), ids=name)
def test_what_cannot_be_passed_over_is_refused_at_its_place(case: dict[str, Any]) -> None:
    with pytest.raises((SyntaxProblem, InvalidRecurrence)) as refused:
        parse(case["text"])
    place = refused.value.place
    assert place is not None
    assert (place.line, place.column) == (case["line"], case["column"])
    assert case["says"] in refused.value.message
