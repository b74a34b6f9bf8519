"""No text, however long, deep or strange, does more than raise one of recur's own errors with a place in it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from recur.model.errors import LimitExceeded, RecurError, SyntaxProblem
from recur.model.limits import MAX_CHARACTERS, MAX_DIGITS, MAX_NESTING
from recur.parsing import parse, parse_claim, parse_formula
from tests.equal_readings import notations

TOO_MUCH = {
    "a million characters": "n" * 1_000_000,
    "many digits": "T(n) = T(n-1) + " + "9" * (MAX_DIGITS + 1),
    "open brackets": "T(n) = " + "(" * 5_000 + "n" + ")" * 5_000,
    "calls in calls": "T(" * 5_000 + "n" + ")" * 5_000,
    "braces": "T(n) = " + "{" * 3_000 + "n" + "}" * 3_000,
    "fractions": "T(n) = " + "\\frac{1}{" * 1_500 + "n" + "}" * 1_500,
    "minus signs": "T(n) = T(n-1) + " + "-" * 5_000 + "n",
    "spaced minus signs": "T(n) = T(n-1) + " + "- " * 5_000 + "n",
    "a tower": "T(n) = T(n-1) + " + "2^" * 5_000 + "n",
    "logarithms of logarithms": "T(n) = T(n-1) + " + "log " * 4_000 + "n",
    "floors of floors": "T(n) = T(n-1) + n" + "//n" * 4_000,
    "remainders": "T(n) = T(n-1) + n" + " mod n" * 3_000,
    "roots of roots": "T(n) = T(n-1) + " + "√" * 5_000 + "n",
    "mixed": "T(n) = T(n-1) + " + "-2^(log(" * 1_000 + "n" + "))" * 1_000,
}


@pytest.mark.parametrize("text", TOO_MUCH.values(), ids=TOO_MUCH)
def test_past_a_limit_there_is_an_error_that_says_so(text: str) -> None:
    with pytest.raises(LimitExceeded) as refused:
        parse(text)
    assert refused.value.place is not None and re.search(r"\d", refused.value.message)


def test_within_the_limits_there_is_none() -> None:
    assert parse("T(n) = T(n-1) + " + "(" * (MAX_NESTING - 1) + "n" + ")" * (MAX_NESTING - 1))
    assert parse("T(n) = T(n-1) + 2^" + "9" * MAX_DIGITS)
    assert parse("T(n) = T(n-1)" + " + n" * 4_000)
    assert parse("T(n) = T(n-1) + n" + "·n" * 4_000)
    assert parse("; ".join(f"T_{i}(n) = T_{i}(n-1)" for i in range(500)))
    assert parse_formula("(" * 100 + "1" + " + n)" * 100)


LONG = {
    "one word": "x" * 15_000,
    "one word of variables": "n" * MAX_CHARACTERS,
    "unknown words": "T(n) = T(n-1) + " + "foo " * 4_000,
    "prose": "T(n) = " + "the " * 4_000,
    "separators": "," * 15_000,
    "commands": "\\text{" * 3_000,
    "bars": "|" * 15_000,
    "cells": "| a " * 3_000 + "| T(n) = |",
    "tabs": "\t" * 15_000 + "T(n) =",
    "words without blanks": "的" * 15_000,
    "templates": "{{<" * 5_000,
    "subscripts": "a_" * 9_000,
    "comparisons": "n<" * 9_000,
    "conditions": "T(n) = 1 if " * 1_500,
    "alignment": "&" * 15_000,
    "dollars": "$" * 15_000,
    "environments": "begin{cases}" * 1_500,
    "first values": "T(n) = T(n-1)" + "; T(n)=n for n<9" * 1_000 + "; T(2)=3",
    "factorials": "T(n) = n" + "!" * 15_000,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_long_nonsense_is_refused(text: str) -> None:
    with pytest.raises(RecurError):
        parse(text)


@pytest.mark.parametrize(
    "character", ["\x00", "\x07", "\u200b", "\u200f", "\u202e", "\u2066", "\ufeff", "\x9b", "\ud800"]
)
def test_a_character_that_cannot_be_seen_is_named_by_its_code_point(character: str) -> None:
    with pytest.raises(SyntaxProblem) as refused:
        parse(f"T(n) = 2T(n/2){character} + n")
    assert f"U+{ord(character):04X}" in refused.value.message
    assert refused.value.place is not None and refused.value.place.column == 15
    assert refused.value.hint == "did you mean  T(n) = 2T(n/2) + n ?"


def test_a_byte_order_mark_before_the_text_is_no_mistake() -> None:
    assert parse("\ufeffT(n) = T(n-1)").functions == ("T",)


ALPHABET = st.sampled_from([*"nTab()[]{}^_+-*/=<>.,;:!|&$\\~ 0123479\n√≤²ₙ∞⌊⌋", "log"])
FRAGMENTS = st.sampled_from([notation.text for notation in notations("well-formed")])


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A real notation with a few signs put in, taken out or exchanged."""
    text = draw(FRAGMENTS)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        stop = min(len(text), start + draw(st.integers(0, 2)))
        text = text[:start] + draw(st.one_of(st.just(""), ALPHABET)) + text[stop:]
    return text


@pytest.mark.parametrize("reader", [parse, parse_claim, parse_formula])
@given(text=st.one_of(damaged(), st.lists(ALPHABET, max_size=30).map("".join), st.text(max_size=20)))
def test_an_error_lies_inside_the_text_and_its_repair_can_be_read(reader: type[object], text: str) -> None:
    try:
        reader(text)
    except RecurError as error:
        assert error.text == text and error.place is not None
        lines = text.split("\n")
        assert 1 <= error.place.line <= len(lines)
        assert 1 <= error.place.column <= len(lines[error.place.line - 1]) + 1
        if error.hint is not None and error.hint.startswith("did you mean  "):
            reader(error.hint.removeprefix("did you mean  ").removesuffix(" ?"))
