"""Every mistake is named, with its place in the text as it was typed, and a repair where there is one near by."""

from __future__ import annotations

import pytest

from recur.model.errors import InvalidRecurrence, Place, RecurError, SyntaxProblem
from recur.parsing import parse

# text, words of the message, line, column, length, the repaired text or None
MISTAKES = [
    ("T(n) = 2T(n/2 + n", "not closed", 1, 10, 1, "T(n) = 2T(n/2) + n"),
    ("T(n) = 2T(n/2)) + n", "closes nothing", 1, 15, 1, "T(n) = 2T(n/2) + n"),
    ("T(n) = 2T(n/2] + n", "not closed", 1, 10, 1, "T(n) = 2T(n/2) + n"),
    ("T(n) = 2Tn/2) + n", "closes nothing", 1, 13, 1, "T(n) = 2T(n/2) + n"),
    ("T(n) = 2T(n/2) + n2", "power", 1, 18, 2, "T(n) = 2T(n/2) + n^2"),
    ("T(n) = 2T(n/2) +\n n2", "power", 2, 2, 2, "T(n) = 2T(n/2) +\n n^2"),
    ("T(n) = 2T(n=2) + n", "is it a /", 1, 12, 1, "T(n) = 2T(n/2) + n"),
    ("T(n) = 2T(n/2) +* n", "after '+'", 1, 16, 1, "T(n) = 2T(n/2) + n"),
    ("T(n) = 2T(n/2) + ^2", "before this ^", 1, 18, 1, "T(n) = 2T(n/2) + n^2"),
    ("T(n) = 2T(n/2) + n plus 1", "unknown name 'plus'", 1, 20, 4, "T(n) = 2T(n/2) + n + 1"),
    ("T(n) = 2T(n/2) + n squared", "unknown name 'squared'", 1, 20, 7, "T(n) = 2T(n/2) + n^2"),
    ("T(n) = T(flor(n/2))", "unknown name 'flor'", 1, 10, 4, "T(n) = T(floor(n/2))"),
    ("T(n) = 2T⌊n/2⌋ + n", "bracket is expected", 1, 9, 1, "T(n) = 2T(⌊n/2⌋) + n"),
    ("T(n) = 2T(n/2) + Θ n", "bracket is expected", 1, 18, 1, "T(n) = 2T(n/2) + Θ(n)"),
    ("T(n) = 2ΣT(i) + n", "no range", 1, 9, 1, "T(n) = 2sum(i=0..n-1, T(i)) + n"),
    ("T(n) = T(1) + T(2) + ... + T(n-1)", "dots", 1, 22, 3, "T(n) = sum(k=1..n-1, T(k))"),
    ("T(n <= 1) = 1, T(n) = T(n-1)", "inside brackets", 1, 5, 2, "T(n) = 1 for n <= 1, T(n) = T(n-1)"),
    ("T(n) = 2T(n/2) + n\u200b", "U+200B", 1, 19, 1, "T(n) = 2T(n/2) + n"),
    ("T(n) = 2T(n/2) + 🙂", "U+1F642", 1, 18, 1, None),
    ("T(n) = \\foo{n}", "\\foo", 1, 8, 4, None),
    ("T(n) = 2T(n/2) + foo", "unknown name 'foo'", 1, 18, 3, None),
    ("T(n) = T(n-1) + inf", "unknown name 'inf'", 1, 17, 3, None),
    ("T(n) = T(n-1) + nan", "unknown name 'nan'", 1, 17, 3, None),
    ("T(n) = T(n-1) + NaN", "unknown name 'NaN'", 1, 17, 3, None),
    ("T(n) = T(n-1) + infinity", "unknown name 'infinity'", 1, 17, 8, None),
    ("T(n) = T(n-1) + in", "unknown name 'in'", 1, 17, 2, "T(n) = T(n-1) + i*n"),
    ("T(n) = T(n-1) + abn", "unknown name 'abn'", 1, 17, 3, "T(n) = T(n-1) + a*b*n"),
    ("T(n) = T(n-1) + asin(n)", "unknown name 'asin'", 1, 17, 4, "T(n) = T(n-1) + sin(n)"),
    ("__import__('os').system('id')", "unexpected '_'", 1, 1, 1, None),
    ("system('id')", "unknown name 'system'", 1, 1, 6, None),
    ("Τ(n) = 2Т(n/2) + n", "U+03A4 (GREEK CAPITAL LETTER TAU)", 1, 1, 1, "T(n) = 2T(n/2) + n"),
    ("T(n) = 2Т(n/2) + n", "U+0422 (CYRILLIC CAPITAL LETTER TE)", 1, 9, 1, "T(n) = 2T(n/2) + n"),
    ("T(n) = T(n-1) + ο(n)", "U+03BF (GREEK SMALL LETTER OMICRON)", 1, 17, 1, "T(n) = T(n-1) + o(n)"),
    ("𝚻(n) = 𝚻(n-1) + n", "U+1D6BB (MATHEMATICAL BOLD CAPITAL TAU)", 1, 1, 1, "T(n) = T(n-1) + n"),
    ("T(n) = T(n-1) + ⅽ", "U+217D (SMALL ROMAN NUMERAL ONE HUNDRED)", 1, 17, 1, "T(n) = T(n-1) + c"),
    ("T(n) = &Tau;(n/2) + n", "Latin letter T", 1, 8, 5, None),
    ("T()= 1", "nothing between", 1, 2, 2, None),
    ("", "nothing to read", 1, 1, 1, None),
]
NONSENSE = [
    ("T(n) = 2T(m/2) + n", "the size m", 1, 11, 1, "T(n) = 2T(n/2) + n"),
    ("T(n) = 2S(n/2) + n", "S is called", 1, 9, 1, "T(n) = 2T(n/2) + n"),
    ("a_n+1 = 2a_n", "both sides", 1, 10, 1, "a_{n+1} = 2a_n"),
    ("T(n) = T(n)", "both sides", 1, 8, 1, None),
    ("T(n) = T(n/1) + n", "both sides", 1, 8, 1, None),
    ("T(n) = 2T(n/2); T(n) = 3T(n/3)", "defined twice", 1, 17, 1, None),
    ("T(n) = 2T(n/2, 3)", "one size", 1, 9, 1, None),
    ("T(n) = n/0 + T(n-1)", "division by 0", 1, 9, 2, None),
    ("T(n) = 2T(n/2)+1/0", "division by 0", 1, 17, 2, None),
    ("T(n) = T(n-1); T(1) = 1; T(1) = 2", "T(1) = 1 and T(1) = 2", 1, 26, 8, None),
    ("T(n) = T(n-1); t(1) = 1; T(1) = 2", "t(1) = 1 and T(1) = 2", 1, 26, 8, None),
    ("T(n) = T(n-1); T(n) = 1 for n <= 9; T(4) = 2", "at T(4)", 1, 37, 8, None),
    ("T(n) = T(n-1); T(n) = n for n < 4; T(n) = n^2 for n < 4", "at T(2)", 1, 36, 20, None),
    ("T(n) = T(n-1); T(1) <= 1; T(1) = 2", "T(1) <= 1 and T(1) = 2", 1, 27, 8, None),
    ("T(n) = T(n-1) + log(-n)", "a logarithm of -n", 1, 17, 3, None),
    ("T(n) = T(n-1) + sqrt(-1)", "a square root of -1", 1, 17, 4, None),
    ("T(n) = T(n-1) + log_1 n", "no base", 1, 17, 3, None),
    ("T(n) = T(n-1) + mod(n)", "2 arguments", 1, 17, 3, None),
    ("T(1) = 1", "recurrence itself is missing", 1, 1, 8, None),
    ("T(n) = T(n-1); T(1/2) = 1", "no integer", 1, 16, 10, None),
    ("T(n) = T(n-1); T(0) = T(1) + 1", "no calls", 1, 16, 15, None),
    ("2T(n/2) + S(n)", "which function", 1, 1, 14, None),
    ("n log n", "no function is called", 1, 1, 7, None),
    ("T(n) = T(n-1); S(1) = 1", "no equation defines it", 1, 16, 1, "T(n) = T(n-1); T(1) = 1"),
]


def assert_refused(kind: type[RecurError], text: str, words: str, place: Place, repaired: str | None) -> None:
    with pytest.raises(kind) as refused:
        parse(text)
    error = refused.value
    assert words in error.message
    assert error.text == text and error.place == place
    if repaired is None:
        assert error.hint is None or not error.hint.startswith("did you mean")
    else:
        assert error.hint == f"did you mean  {repaired} ?"
        assert parse(repaired)


@pytest.mark.parametrize(("text", "words", "line", "column", "length", "repaired"), MISTAKES)
def test_a_slip_of_the_pen_is_shown_where_it_is(
    text: str, words: str, line: int, column: int, length: int, repaired: str | None
) -> None:
    assert_refused(SyntaxProblem, text, words, Place(line, column, length), repaired)


@pytest.mark.parametrize(("text", "words", "line", "column", "length", "repaired"), NONSENSE)
def test_what_says_nothing_is_refused_by_name(
    text: str, words: str, line: int, column: int, length: int, repaired: str | None
) -> None:
    assert_refused(InvalidRecurrence, text, words, Place(line, column, length), repaired)


def test_a_call_inside_a_call_stays_a_nonlinear_term() -> None:
    recurrence = parse("T(n) = T(T(n-1)) + 1").recurrences[0]
    assert recurrence.subcalls == () and len(recurrence.nonlinear) == 1


def test_words_of_arithmetic_are_never_passed_over() -> None:
    with pytest.raises(SyntaxProblem):
        parse("T(n) = 2T(n/2) + n times the log n")
