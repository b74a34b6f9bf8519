"""Breaking lines: never wider than asked, no word lost, formulas held together until they no longer fit."""

from __future__ import annotations

import re

from hypothesis import given, strategies as st

from recur.writers.characters import columns
from recur.writers.page import GLUE, glue, operands, wrap

words = st.text("abcn2Θ·+=()−漢", min_size=1, max_size=50)
texts = st.lists(words, max_size=12).map(" ".join)


@given(texts, st.integers(24, 80))
def test_no_line_is_wider_than_asked(text: str, width: int) -> None:
    assert all(columns(line) <= width for line in wrap(text, width, " 12  ", "     "))


@given(texts, st.integers(24, 80))
def test_wrapping_loses_no_character(text: str, width: int) -> None:
    assert re.sub(r"\s", "", "".join(wrap(text, width))) == text.replace(" ", "")


def test_later_lines_hang_under_the_first() -> None:
    assert wrap("one two three", 10, " 1  ", "    ") == [" 1  one", "    two", "    three"]


def test_a_short_formula_stays_whole() -> None:
    line = "the driving function is " + glue("n log n + n")
    assert wrap(line, 30) == ["the driving function is", "n log n + n"]


def test_a_long_formula_breaks_before_its_outermost_operators() -> None:
    formula = "T(n) = 2·T(n/2) + (n + 1)·log n − log log n"
    assert operands(formula) == ["T(n)", "= 2·T(n/2)", "+ (n + 1)·log n", "− log log n"]
    assert wrap(glue(formula), 20) == ["T(n) = 2·T(n/2)", "+ (n + 1)·log n", "− log log n"]


def test_a_formula_without_operators_is_cut_at_last() -> None:
    assert wrap("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]
    assert wrap(f"({'a' * 6}{GLUE}{'b' * 6})", 10) == ["(aaaaaa", "bbbbbb)"]
