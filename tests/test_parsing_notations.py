"""Notations found in lecture notes, forums and repositories are read as they were meant, or refused with a hint."""

from __future__ import annotations

import pytest

from recur.model.errors import InvalidRecurrence, SyntaxProblem
from recur.parsing import parse, parse_claim
from recur.parsing.recurrences.reading import remarks
from tests.equal_readings import Notation, notations, same, same_claim


def name(notation: Notation) -> str:
    return notation.text.encode("ascii", "replace").decode()[:60]


@pytest.mark.parametrize("notation", notations("well-formed"), ids=name)
def test_a_whole_notation_is_read_as_it_was_meant(notation: Notation) -> None:
    if notation.kind == "answer":
        assert same_claim(notation.text, notation.meaning)
    else:
        assert same(notation.text, notation.meaning)


@pytest.mark.parametrize("notation", notations("mangled"), ids=name)
def test_a_mangled_notation_is_refused_at_its_place_with_the_reason(notation: Notation) -> None:
    reader = parse_claim if notation.kind == "answer" else parse
    with pytest.raises((SyntaxProblem, InvalidRecurrence)) as refused:
        reader(notation.text)
    error = refused.value
    assert error.message and error.hint
    assert error.place is not None
    line = notation.text.splitlines()[error.place.line - 1]
    assert line[error.place.column - 1 :].strip()


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("T(n) = 3T(n/2) + n2", "T(n) = 3T(n/2) + n^2"),
        ("T (n) = 3T (n=2) + n2", "T (n) = 3T (n/2) + n^2"),
        ("T (n) = 3T (n=3) + n= lg n", "T (n) = 3T (n/3) + n/lg n"),
        ("T(n) = 2T(n/4) + n0.51", "T(n) = 2T(n/4) + n^0.51"),
        ("T(n) = 2nT(n/2) + nn", "T(n) = 2nT(n/2) + n^n"),
        ("8. T(n) = 2T (n/4) + n<super>0,51<super>", "8. T(n) = 2T (n/4) + n^0.51"),
        ("T(n) = 2T(n/2 + n2", "T(n) = 2T(n/2) + n^2"),
    ],
)
def test_what_was_lost_in_a_recurrence_is_suggested(text: str, suggestion: str) -> None:
    with pytest.raises(SyntaxProblem) as refused:
        parse(text)
    assert refused.value.hint == f"did you mean  {suggestion} ?"
    assert parse(suggestion)


def test_a_nine_typed_for_a_bracket_is_suggested() -> None:
    with pytest.raises(SyntaxProblem) as refused:
        parse_claim("O9n^2)")
    assert refused.value.hint == "did you mean  O(n^2) ?"


@pytest.mark.parametrize("notation", notations("literal"), ids=name)
def test_a_product_that_may_be_a_lost_power_is_read_as_a_product_and_remarked_on(notation: Notation) -> None:
    found = remarks(notation.text, "n" if notation.kind == "answer" else None)
    assert len(found) == 1
    if notation.kind == "answer":
        assert not same_claim(notation.text, notation.meaning)
        assert same_claim(found[0].suggestion, notation.meaning)
    else:
        assert not same(notation.text, notation.meaning)
        assert same(found[0].suggestion, notation.meaning)


@pytest.mark.parametrize("text", ["T(n) = 2T(n/2) + 3n", "T(n) = T(n/2) + 2n log n", "T(n) = T(n/2) + 2 n", "n2"])
def test_no_remark_is_made_where_nothing_looks_lost(text: str) -> None:
    assert remarks(text) == ()
