"""A suggestion can be read, is another text, and keeps what was typed: names and numbers outside the fault stay."""

from __future__ import annotations

import json
import pickle
import random
from collections import Counter
from pathlib import Path

import pytest

from recur.model import limits
from recur.model.errors import Place, RecurError
from recur.parsing import parse, repair

CASES = Path(__file__).parent / "cases"
MARKS = "()+-*/^=,.;|…!nT2{}[]"
LEAD = "did you mean  "
#: Messages that say that another notation is meant, such as a sum written with dots.
RESTATED = ("<super>", "dots", "closes nothing", "no range", "decimal digits", "power of ten")


def slips(seed: int, number: int) -> list[str]:
    """Texts of the cases with a sign lost, added or swapped."""
    files = ("notations.jsonl", "pastes.jsonl", "unreadable_pastes.jsonl")
    lines = [line for file in files for line in (CASES / file).read_text(encoding="utf-8").splitlines()]
    texts = [text for line in lines if len(text := json.loads(line)["text"]) < 80]
    chance = random.Random(seed)
    found = []
    for _ in range(number):
        text = chance.choice(texts)
        place = chance.randrange(len(text))
        added, swapped = chance.choice(MARKS), text[place : place + 2][::-1]
        found.append(text[:place] + chance.choice(("", added + text[place], swapped)) + text[place + 1 :])
    return found


def offset(text: str, place: Place) -> int:
    return sum(len(line) + 1 for line in text.split("\n")[: place.line - 1]) + place.column - 1


def said(text: str) -> tuple[RecurError, str] | None:
    """The error of a text, and what it suggests."""
    try:
        parse(text)
    except RecurError as error:
        if error.hint is not None and error.hint.startswith(LEAD):
            return error, error.hint.removeprefix(LEAD).removesuffix(" ?")
    return None


@pytest.mark.parametrize("seed", range(4))
def test_a_suggestion_is_read_and_keeps_what_was_typed(seed: int) -> None:
    made = 0
    for text in slips(seed, 120):
        told = said(text)
        if told is None:
            continue
        error, suggestion = told
        made += 1
        assert suggestion.strip() != text.strip()
        assert parse(suggestion)
        assert error.place is not None
        start = offset(text, error.place)
        outside = text[:start] + text[start + error.place.length :]
        lost = Counter(filter(str.isalnum, outside)) - Counter(filter(str.isalnum, suggestion))
        assert not lost or any(words in error.message for words in RESTATED), (text, suggestion)
        assert "=" in suggestion or "=" not in text
    assert made > 10


@pytest.mark.parametrize(
    "text",
    [
        "…",
        "T(n) = T(n-1) + … + n",
        "T(n) = 2T(n/2) + the cost of merging",
        "T(n) = 2T(n/2) + n times the depth",
        "T(n) = 2T(n/2) + n mal 2",
        "T(n) = 2T(n/2) + \\text{merge}",
        "T(n) = 2T(n/2) + n foo",
        "T(n) = 2T(n/2) + infinity",
    ],
)
def test_where_nothing_near_by_is_meant_nothing_is_suggested(text: str) -> None:
    with pytest.raises(RecurError):
        parse(text)
    assert said(text) is None


def test_what_may_be_meant_is_looked_for_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    monkeypatch.setattr(repair, "repaired", lambda text, *_: looked.append(text))
    with pytest.raises(RecurError) as caught:
        parse("T(n) = 2T(n/2 + n")
    assert not looked
    assert caught.value.hint is caught.value.hint
    assert looked == ["T(n) = 2T(n/2 + n"]


def test_a_search_for_what_may_be_meant_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def deep(*_: object) -> str:
        return deep()

    monkeypatch.setattr(repair, "repaired", deep)
    with pytest.raises(RecurError) as caught:
        parse("T(n) = 2T(n/2 + n")
    assert caught.value.hint is None


def test_what_may_be_meant_hangs_on_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RecurError) as caught:
        parse("T(n) = 2T(n/2 + n")
    monkeypatch.setattr(limits, "clock_limit", None)
    assert caught.value.hint is not None and caught.value.hint.startswith(LEAD)


def test_an_error_goes_to_another_process_with_what_may_be_meant() -> None:
    with pytest.raises(RecurError) as caught:
        parse("T(n) = 2T(n/2 + n")
    sent = pickle.loads(pickle.dumps(caught.value))
    assert (sent.hint, sent.message, sent.place) == (caught.value.hint, caught.value.message, caught.value.place)
    assert sent.hint.startswith(LEAD)
