"""Answers written with dots, 1 + 2 + … + n: the sum of what the last term says, where the first ones agree."""

import pytest

import recur
from recur.model import RecurError
from recur.parsing import parse_claim
from recur.parsing.recurrences.dotted_sums import with_sums_written


@pytest.mark.parametrize(
    ("dotted", "meant"),
    [
        ("1 + 2 + ... + n", "sum(k = 1..n, k)"),
        ("1+2+…+(n-1)", "sum(k = 2..n, k - 1)"),
        ("1 + 2 + 4 + … + 2^n", "sum(k = 0..n, 2^k)"),
        ("1 + 2 + 4 + ... + 2^(n-1)", "sum(k = 1..n, 2^(k-1))"),
        ("1 + 1/2 + 1/3 + ... + 1/n", "sum(k = 1..n, 1/k)"),
        ("2 + 6 + … + n(n+1)", "sum(k = 1..n, k·(k+1))"),
        ("n + (n-1) + … + 1", "sum(k = 1..n, k)"),
        ("Θ(1 + 4 + 9 + … + n^2)", "sum(k = 1..n, k^2)"),
        ("1 + 4 + 9 + … + n²", "sum(k = 1..n, k^2)"),
        (r"$2\left(1 + 2 + \dots + n\right)$", "2·sum(k = 1..n, k)"),
    ],
)
def test_the_last_term_says_what_is_summed(dotted: str, meant: str) -> None:
    assert parse_claim(dotted).body == parse_claim(meant).body


OF_ONE_TERM = ["-1 + 2", "n - 1 + 2", "log 1 + 2", "√1 + 2", "2 1 + 2", "3·1 + 2"]
OF_THE_LAST = ["n!", r"n\cdot 3", "n mod 2", "(n)!", "2ⁿ"]
OF_MANY_MEANINGS = ["1 + 2 + … + 2^n", "1 + 3 + … + 3^n"]


@pytest.mark.parametrize("text", [*(f"{x} + … + n" for x in OF_ONE_TERM), *(f"1 + 2 + … + {x}" for x in OF_THE_LAST)])
def test_what_belongs_to_one_term_is_not_said_of_the_sum(text: str) -> None:
    with pytest.raises(RecurError):
        parse_claim(text)


def test_long_texts_are_looked_through_once() -> None:
    for text in ("a" * 1_000_000, "1+" * 500_000, "1+" * 500_000 + "…+n", "(" * 500_000 + "1+2+…+n"):
        assert with_sums_written(text, "n", lambda _: None) == text


@pytest.mark.parametrize(
    "text", ["1 + 3 + … + n", "1 + 2 + … + 2n", "1 + 2 + … + n + 1", "1 + 2 + … + m", *OF_MANY_MEANINGS]
)
def test_what_is_no_value_of_the_last_term_is_not_guessed(text: str) -> None:
    with pytest.raises(RecurError, match="what the dots leave out"):
        parse_claim(text)


@pytest.mark.parametrize(
    ("recurrence", "answer", "verdict"),
    [
        ("S(n) = S(n-1) + n, S(0) = 0", "S(n) = 1 + 2 + … + n", "correct"),
        ("S(n) = S(n-1) + n, S(0) = 0", "S(n) = 1 + 2 + … + n = n(n+1)/2", "correct"),
        ("S(n) = S(n-1) + n, S(0) = 0", "S(n) = 1 + 2 + … + n = n(n+2)/2", "wrong"),
        ("S(n) = S(n-1) + n, S(0) = 0", "S(n) = 1 + 2 + … + (n-1)", "wrong"),
        ("S(n) = S(n-1) + n, S(0) = 0", "1 + 2 + … + n", "correct"),
        ("T(n) = 2T(n-1) + 1, T(0) = 0", "T(n) = 1 + 2 + 4 + … + 2^(n-1) = 2^n - 1", "correct"),
    ],
)
def test_a_sum_with_dots_is_judged_as_the_sum(recurrence: str, answer: str, verdict: str) -> None:
    assert recur.check(recurrence, answer).verdict.value == verdict
