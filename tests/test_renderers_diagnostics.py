"""Errors for a terminal: the caret stands under the very characters, whatever stands before them."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from recur.model.errors import LimitExceeded, Place, RecurError, SyntaxProblem
from recur.writers.characters import columns
from recur.writers.diagnostics import render_error
from tests import sample_solutions


def shown(text: str, column: int, length: int = 1, line: int = 1, width: int = 80, unicode: bool = True) -> list[str]:
    problem = SyntaxProblem("odd", text=text, place=Place(line, column, length))
    return render_error(problem, text, width, unicode).split("\n")


def under_caret(lines: list[str]) -> str:
    """The characters above the caret."""
    excerpt, carets = lines[1], lines[2]
    start = len(carets) - len(carets.lstrip())
    above, position = "", 0
    for character in excerpt:
        if start <= position < len(carets):
            above += character
        position += columns(character)
    return above


def test_a_caret_marks_the_place_in_the_line() -> None:
    assert shown("T(n) = 2T(n/2 + n2", 10, 1) == [
        "error: odd",
        "  T(n) = 2T(n/2 + n2",
        "           ^",
    ]


@pytest.mark.parametrize(
    ("text", "column", "length", "above"),
    [
        ("T(n) = n2", 8, 2, "n2"),
        ("T(n)\t= n2", 8, 2, "n2"),
        ("漢字 = n2", 6, 2, "n2"),
        ("e\u0301e\u0301 n2", 6, 2, "n2"),
        ("T(\x00n) n2", 7, 2, "n2"),
        ("\u202eT(n) n2", 7, 2, "n2"),
        ("שלום n2", 6, 2, "n2"),
        ("\x1b[31m n2", 7, 2, "n2"),
        ("Θ(漢) n2", 6, 2, "n2"),
    ],
)
def test_the_caret_stands_under_what_is_meant(text: str, column: int, length: int, above: str) -> None:
    assert under_caret(shown(text, column, length)) == above


def test_a_place_after_the_end_gets_a_caret_after_the_end() -> None:
    assert shown("T(n) = ", 8)[2] == " " * 9 + "^"


def test_of_several_lines_the_right_one_is_shown_with_its_number() -> None:
    assert shown("T(n) = T(n/2)\nT(1) = = 0\nrest", 8, line=2) == [
        "error: odd",
        "  2 | T(1) = = 0",
        "             ^",
    ]


def test_a_long_line_is_cut_around_the_caret() -> None:
    text = "T(n) = " + " + ".join(f"T(n/{k})" for k in range(2, 60)) + " + n2 + " + "n + " * 50
    lines = shown(text, text.index("n2") + 1, 2)
    assert under_caret(lines) == "n2"
    assert columns(lines[1]) <= 80
    assert lines[1].startswith("  …") and lines[1].endswith("…")


@given(
    st.text(st.characters(exclude_characters="\n\r"), max_size=200),
    st.integers(1, 220),
    st.integers(1, 30),
    st.integers(40, 100),
    st.booleans(),
)
def test_no_error_is_wider_than_asked_or_holds_a_control(
    text: str, column: int, length: int, width: int, unicode: bool
) -> None:
    for line in shown(text, column, length, width=width, unicode=unicode):
        assert columns(line) <= width
        assert line.isprintable()
        assert unicode or line.isascii()


def test_a_million_characters_are_shown_as_one_line() -> None:
    problem = LimitExceeded("the text is longer than 20,000 characters", place=Place(1, 20_001))
    lines = render_error(problem, "n+" * 500_000).split("\n")
    assert len(lines) == 3 and max(map(columns, lines)) <= 80


def test_help_keeps_the_spaces_around_a_suggestion() -> None:
    problem = SyntaxProblem("a bracket is not closed", hint="did you mean  T(n) = 2T(n/2) + n^2 ?")
    assert render_error(problem).split("\n") == [
        "error: a bracket is not closed",
        "help: did you mean  T(n) = 2T(n/2) + n^2 ?",
    ]


def test_long_help_hangs_under_its_label() -> None:
    lines = render_error(RecurError("odd", hint="word " * 40)).split("\n")
    assert lines[0] == "internal error: odd"
    assert all(line.startswith("      word") for line in lines[2:])


def test_an_unsolved_recurrence_shows_bounds_and_with_why_every_refusal() -> None:
    brief = render_error(sample_solutions.unsolved(), unicode=False).split("\n")
    lines = render_error(sample_solutions.unsolved(), unicode=False, why=True).split("\n")
    assert "    Omega(n)   O(n log n / log log n)" in brief and "    Omega(n)   O(n log n / log log n)" in lines
    assert len(brief) <= 6 and brief[-1].startswith("--why")
    assert " master theorem   logarithmic powers: sin(n)^2 comes arbitrarily close to 0" in lines


def test_user_text_never_reaches_the_terminal_raw() -> None:
    problem = SyntaxProblem("unknown name '\x1b[2J'", text="\x1b[2J", hint="not \x07", place=Place(1, 1, 4))
    assert "\x1b" not in render_error(problem) and "\x07" not in render_error(problem)


def test_colour_adds_nothing_but_colour() -> None:
    plain = render_error(sample_solutions.unsolved())
    coloured = render_error(sample_solutions.unsolved(), colour=True)
    assert coloured != plain
    for code in ("1;31", "1;32", "1", "0"):
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert coloured == plain


def test_a_hint_of_two_lines_is_two_lines_of_help() -> None:
    shown = render_error(RecurError("no", hint="first\nsecond\x07")).splitlines()
    assert shown[-2:] == ["help: first", "help: second\\x07"]
