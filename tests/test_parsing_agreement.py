"""A second right-hand side follows from the first, and is set aside as data; or both are named in an error."""

from __future__ import annotations

import pytest

from recur.model.errors import InvalidRecurrence
from recur.parsing import parse
from tests.equal_readings import same

#: text, the equation that is kept, and the sides that follow from it.
FOLLOWING = [
    ("T(n) = T(n-1) + T(0) + Θ(n) = T(n-1) + Θ(n)", "T(n) = T(n-1) + Θ(n)", ("T(n-1) + T(0) + Θ(n)",)),
    ("S(m) = S(m-1) + S(1) + O(m) = S(m-1) + O(m)", "S(m) = S(m-1) + O(m)", ("S(m-1) + S(1) + O(m)",)),
    ("T(n) = T(n-1) + T(0) + Θ(n)\n = T(n-1) + Θ(n)\n = Θ(n^2)", "T(n) = T(n-1) + Θ(n) => Θ(n^2)", None),
    ("T(n) = T(n/2) + T(n/2) + n = 2T(n/2) + n", "T(n) = 2T(n/2) + n", ()),
    ("T(n) = T(⌊n/2⌋) + T(⌈n/2⌉) + cn = 2T(n/2) + cn", "T(n) = T(⌊n/2⌋) + T(⌈n/2⌉) + cn", ("2T(n/2) + cn",)),
    ("T(n) <= T(⌊n/3⌋) + T(⌈n/3⌉) + n <= 2T(n/3) + n", "T(n) <= T(⌊n/3⌋) + T(⌈n/3⌉) + n", ("2T(n/3) + n",)),
    ("T(n) = T(n-1) + n = T(n-2) + (n-1) + n = O(n^2)", "T(n) = T(n-1) + n => O(n^2)", ("T(n-2) + (n-1) + n",)),
    ("T(n) = 2T(n/2) + n = 2(2T(n/4) + n/2) + n = 4T(n/4) + 2n", "T(n) = 2T(n/2) + n", None),
    ("a_n = 3a_{n-1} + 1 = 9a_{n-2} + 4", "a_n = 3a_{n-1} + 1", ("9a_{n-2} + 4",)),
    ("f(n) = f(n-1) + c\n     = f(n-2) + 2c\n     = f(n-3) + 3c", "f(n) = f(n-1) + c", ("f(n-2) + 2c", "f(n-3) + 3c")),
    ("T(n) = T(n-1) + 3n^2 + 5n + Θ(1) = T(n-1) + Θ(n^2)", "T(n) = T(n-1) + 3n^2 + 5n + Θ(1)", None),
    ("T(n) = 2T(n/2) + Θ(n) = 2T(n/2) + cn", "T(n) = 2T(n/2) + Θ(n)", ("2T(n/2) + cn",)),
    ("T(n) = 2(T(n/2) + n) = 2T(n/2) + 2n", "T(n) = 2(T(n/2) + n)", ()),
    ("T(n) = T(n/2) + 1; T(n) = T(n/2) + 1", "T(n) = T(n/2) + 1", ()),
]
#: text, and the two sides that its error names.
CONTRADICTING = [
    ("T(n) = 2T(n/2) + n = 3T(n/2) + n", "2T(n/2) + n", "3T(n/2) + n"),
    ("T(n) = 2T(n/2) + n^2 = 2T(n/2) + Θ(n)", "2T(n/2) + n^2", "2T(n/2) + Θ(n)"),
    ("T(n) = T(n-1) + T(0) + n^3 = T(n-1) + O(n)", "T(n-1) + T(0) + n^3", "T(n-1) + O(n)"),
    ("T(n) = T(n-1) + n = T(n-2) + n", "T(n-1) + n", "T(n-2) + n"),
    ("T(n) = T(n-1) + 1 = T(n-1) + Θ(n)", "T(n-1) + 1", "T(n-1) + Θ(n)"),
    ("T(n) = T(n-1) + n = T(n-1) + n log n", "T(n-1) + n", "T(n-1) + n log n"),
    ("T(n) = 2T(n/2); T(n) = 3T(n/3)", "T(n) = 2T(n/2)", "T(n) = 3T(n/3)"),
]


@pytest.mark.parametrize(("text", "kept", "following"), FOLLOWING)
def test_a_side_that_follows_is_set_aside(text: str, kept: str, following: tuple[str, ...] | None) -> None:
    assert same(text, kept)
    restated = parse(text).recurrences[0].restated
    if following is None:
        assert restated
    else:
        left = text[: text.index("=" if "<=" not in text else "<=")]
        assert restated == tuple(parse(f"{left} = {side}").recurrences[0].right for side in following)


@pytest.mark.parametrize(("text", "one", "other"), CONTRADICTING)
def test_sides_that_are_not_seen_to_agree_are_both_named(text: str, one: str, other: str) -> None:
    with pytest.raises(InvalidRecurrence) as refused:
        parse(text)
    assert f"not seen to agree: {one} and {other}" in refused.value.message
    assert refused.value.place is not None
    rest = text[refused.value.place.column - 1 :]
    assert rest.startswith(other)
