"""What a text says besides its equations is kept, or refused where it says nothing: no statement is dropped."""

from __future__ import annotations

import pytest

from recur import solve_all
from recur.model.errors import InvalidRecurrence
from recur.parsing import parse


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("T(n) = 2T(n/2) + cn, c > 0", ["c > 0"]),
        ("T(n) = T(αn) + T((1-α)n) + n, 1/4 ≤ α ≤ 3/4", ["1/4 <= alpha", "alpha <= 3/4"]),
        ("T(n) = 2T(n/2) + n, c = 3", ["c = 3"]),
        ("T(n) = 2T(n/2) + cn, c = O(1)", ["c = O(1)"]),
        ("T(n) = 2T(n/2) + n for n > 1, T(1) = 1", ["n > 1"]),
        ("2T(n/2) + n if n > 1", ["n > 1"]),
        ("T(n) = T(n-1) + n for n = 2^k", ["n = 2**k"]),
        ("T(1) = 1 for n = 1; T(n) = 2T(n/2) + n", ["n = 1"]),
        ("T(n) = 2T(n/2) + n; Θ(n log n) if n > 4", ["n > 4"]),
        # used up by the equations
        ("T(n) = 2T(n/2) + cn, c = 3", []),
        ("T(n) = 1 for n <= 4; T(n) = 2T(n/2) + n otherwise", []),
    ],
)
def test_conditions_are_kept_as_they_were_typed(text: str, facts: list[str]) -> None:
    assert [f"{fact.left} {fact.op} {fact.right}" for fact in parse(text).facts] == facts


def test_several_claims_on_a_function_are_all_kept() -> None:
    claim = parse("T(n) = 2T(n/2) + n; T(n) = O(n^2); T(n) = Ω(n)").recurrences[0].claim
    assert claim is not None
    assert (claim.kind, [beside.kind for beside in claim.beside]) == ("Ω", ["O"])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("T(n) = 2T(n/2) + n, 3 = 4", "says nothing"),
        ("T(n) = aT(n/2) + n, a = 2, a = 3", "a is given two values: 2 and 3"),
        ("T(n) = 2T(n/2) + n; S(n) ~ n", "S is claimed"),
        ("T(n) = T(n-1) + n for n <= 3", "up to n = 3 only"),
    ],
)
def test_what_contradicts_or_says_nothing_is_refused(text: str, reason: str) -> None:
    with pytest.raises(InvalidRecurrence, match=reason):
        parse(text)


def test_what_is_said_of_a_letter_is_among_the_assumptions() -> None:
    solution = solve_all("T(n) = 2T(n/2) + cn, c > 0")[0]
    assert "c > 0" in [str(formula) for step in solution.assumptions for _, formula in step.formulas]
