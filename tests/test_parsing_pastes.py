"""What stands around a recurrence on the page it comes from changes nothing in what is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.readings import same


class Paste(NamedTuple):
    """A text as it is copied, the recurrence in plain signs, and what stands around it."""

    text: str
    meaning: str
    kind: str


def pastes() -> list[Paste]:
    lines = (Path(__file__).parent / "cases" / "pastes.jsonl").read_text(encoding="utf-8").splitlines()
    return [Paste(**json.loads(line)) for line in lines]


def name(paste: Paste) -> str:
    return f"{paste.kind}: {paste.text.encode('ascii', 'replace').decode()[:60]}"


@pytest.mark.parametrize("paste", pastes(), ids=name)
def test_a_paste_is_read_as_the_recurrence_in_it(paste: Paste) -> None:
    assert same(paste.text, paste.meaning)
