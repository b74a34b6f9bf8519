"""What stands around a recurrence on the page it comes from changes nothing in what is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from recur.model.errors import InvalidRecurrence, SyntaxProblem
from recur.parsing import parse
from recur.parsing.text import cleaning
from recur.solving.solver import solve_all
from tests.equal_readings import same

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


POWERS = [
    ("T(n) = 2T(n/2) + n, n is a power of 2", 2),
    ("n ≥ 1 is a power of 2; T(1) = 0; T(n) = 2T(n/2) + n", 2),
    ("Let n be an exact power of 3. T(n) = 3T(n/3) + n", 3),
    ("T(m) = T(m/4) + 1 (assume m is a power of four)", 4),
    ("T(n) = 2T(n/2) + n for n = 2^k, k ≥ 1", 2),
    ("T(n) = 2T(n/2) + n, wobei n eine Zweierpotenz ist", 2),
    ("Soit n une puissance de 2. T(n) = 2T(n/2) + n", 2),
    ("T(n) = 2T(n/2) + n, donde n es una potencia de 2", 2),
    ("T(n) = 2T(n/2) + n, где n — степень двойки", 2),
    ("设 n 是 2 的幂，T(n) = 2T(n/2) + n", 2),
    ("T(n) = 2T(n/2) + n, n > 1", None),
    ("T(n) = 2T(n/2) + n^2 by the power of the master theorem", None),
]


@pytest.mark.parametrize(("text", "base"), POWERS)
def test_sizes_that_are_powers_are_read_in_words_and_in_signs(text: str, base: int | None) -> None:
    assert parse(text).powers_of == base


def test_what_the_text_says_of_its_sizes_is_said_in_the_answer() -> None:
    told = [step.sentence for step in solve_all(POWERS[2][0])[0].assumptions]
    assert any("as the text says" in sentence for sentence in told)


@pytest.mark.parametrize(
    "text", ["T(n) = 2T(floor(n/2)) + T(ceil(n/2)) + sqrt(n)", "T(n) = sqrt(2n)T(sqrt(2n)) + n, T(1) = 1"]
)
def test_the_usual_names_of_functions_need_no_cleaning(text, monkeypatch):
    def never() -> object:
        raise AssertionError("something is looked for that is to be cleaned away")

    told = cleaning._stages()
    for _, stage in told:
        assert stage(text) == text
    monkeypatch.setattr(cleaning, "_stages", never)
    assert cleaning.clean(text) == (text, [])
    for word in ("merge", "sqrtn", "floors"):
        with pytest.raises(AssertionError):
            cleaning.clean(f"{text} {word}")


def test_a_comment_that_only_ends_is_blanked():
    assert cleaning.clean("T(n) = 2T(n/2) + n */")[0] == "T(n) = 2T(n/2) + n   "
