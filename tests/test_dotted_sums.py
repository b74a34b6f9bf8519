"""Answers written with dots, 1 + 2 + … + n: the sum of what the last term says, where the first ones agree."""

import pytest

import recur
from recur.model import RecurError
from recur.parsing import parse_claim


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
    ],
)
def test_the_last_term_says_what_is_summed(dotted: str, meant: str) -> None:
    assert parse_claim(dotted).body == parse_claim(meant).body


@pytest.mark.parametrize("text", ["1 + 3 + … + n", "1 + 2 + … + 2n", "1 + 2 + … + n + 1", "1 + 2 + … + m"])
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
