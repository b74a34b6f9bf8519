"""A closed form that is shown is proved, was held against values at sizes of its domain, or says that it was not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recur.model.errors import RecurError
from recur.model.solution import Solution, Verification
from recur.solving.solver import solve_all
from recur.verification import agreement
from tests.answers import answer

CASES = Path(__file__).parent / "cases"
SLICES = 12
UNCHECKED = "The closed form is unchecked"


def recurrences() -> list[str]:
    """Every text of the corpora that may be a recurrence."""
    rows = [json.loads(line) for path in sorted(CASES.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    texts = [row[key] for row in rows for key in ("recurrence", "text", "input") if isinstance(row.get(key), str)]
    return list(dict.fromkeys([*texts, *(CASES / "unsolved.txt").read_text("utf-8").splitlines()]))


def is_told(solution: Solution) -> bool:
    """Whether a closed form, where there is one, has its evidence or the words that there is none."""
    if solution.exact is None or solution.exact_domain is None:
        return True
    held = solution.exact_verification
    if held.proved:
        return bool(held.reason)
    if held.status != "checked":
        return any(remark.sentence.startswith(UNCHECKED) for remark in solution.remarks)
    return held.sizes > 0 and held.smallest in solution.exact_domain and held.largest in solution.exact_domain


@pytest.mark.parametrize("part", range(SLICES))
def test_a_closed_form_was_held_against_values_at_sizes_of_its_domain(part: int) -> None:
    closed = 0
    for text in recurrences()[part::SLICES]:
        try:
            solutions = solve_all(text, None)
        except RecurError:
            continue
        assert all(map(is_told, solutions)), text
        closed += sum(solution.exact is not None for solution in solutions)
    assert closed > 10


def test_a_closed_form_says_at_which_of_its_sizes_it_was_held_against_exact_values() -> None:
    held = answer("T(n) = 2T(n/2) + n, T(2) = 2").exact_verification
    assert (held.status, held.sizes, held.smallest, held.largest) == ("checked", 7, 2, 128)


def test_a_closed_form_that_no_value_was_held_against_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agreement, "verify_exact", lambda *_: Verification("unchecked", reason="they are too large"))
    found = answer("T(n) = 2T(n/2) + n, T(2) = 2")
    assert found.exact is not None and is_told(found)
    assert f"{UNCHECKED}: they are too large." in [remark.sentence for remark in found.remarks]
