"""max and min over all splits of n: the extreme total costs of binary trees, also by trying every tree."""

from __future__ import annotations

from functools import cache

import pytest

from recur.model.errors import InvalidRecurrence
from recur.parsing import parse
from recur.solving.solver import solve_all
from recur.verification.agreement import verify_exact
from tests.answers import answer, growth, refused


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T(n) = n + max(k=1..n, T(k-1) + T(n-k)), T(0) = 0", "n^2"),
        ("T(n) = n + min(k=1..n, T(k-1) + T(n-k)), T(0) = 0", "n*log(n)"),
        ("T(n) = 1 + max(k=1..n, T(k-1) + T(n-k)), T(0) = 0", "n"),
        ("T(n) = 1 + min(k=1..n, T(k-1) + T(n-k)), T(0) = 0", "n"),
        ("T(n) = max(q=0..n-1, T(q) + T(n-q-1)) + Theta(n)", "n^2"),
        ("T(n) = min(q=0..n-1, T(q) + T(n-q-1)) + Theta(n)", "n*log(n)"),
        ("T(n) = n^2 + max(k=1..n-1, T(k) + T(n-k)), T(1) = 1", "n^3"),
        ("T(n) = n^2 + min(k=1..n-1, T(k) + T(n-k)), T(1) = 1", "n^2"),
        ("T(n) = sqrt(n) + max(k=1..n-1, T(k) + T(n-k)), T(1) = 1", "n^(3/2)"),
        ("T(n) = sqrt(n) + min(k=1..n-1, T(k) + T(n-k)), T(1) = 1", "n"),
        ("T(n) = log(n) + max(k=1..n-1, T(k) + T(n-k)), T(1) = 1", "n*log(n)"),
        ("T(n) = 1/n + max(k=1..n-1, T(k) + T(n-k)), T(1) = 1", "n"),
        ("T(n) = n + max(k=ceil(n/4)..floor(3n/4), T(k) + T(n-k)), T(1) = 1", "n*log(n)"),
        ("T(n) = n*log(n) + max(k=ceil(n/3)..floor(2n/3), T(k) + T(n-k)), T(1) = 1", "n*log(n)^2"),
        ("T(n) = n + max(k=1..floor(n/2), T(k) + T(n-k)), T(1) = 1", "n^2"),
        ("T(n) = max(k=1..n-1, T(k) + T(n-k) + min(k, n-k)), T(1) = 0", "n*log(n)"),
        ("T(n) = max(k=1..n-1, T(k) + T(n-k) + sqrt(min(k, n-k))), T(1) = 0", "n"),
        ("T(n) = max(k=1..n-1, T(k) + T(n-k) + lg(min(k, n-k) + 1)), T(1) = 0", "n"),
        ("T(n) = min(k=1..n-1, T(k) + T(n-k) + min(k, n-k)), T(1) = 0", "n"),
        ("T(n) = max(k=1..n-1, T(k) + T(n-k) + max(k, n-k)), T(1) = 0", "n^2"),
        ("T(n) = max(k=1..n-1, T(k) + T(n-k) + k), T(1) = 0", "n^2"),
        ("T(n) = max(k=1..n-1, T(k) + T(n-k) + k*(n-k)), T(1) = 0", "n^2"),
    ],
)
def test_the_extreme_tree_decides(text, expected):
    solution = answer(text)
    assert solution.method == "extreme split"
    assert solution.bounds.theta == growth(expected)
    assert solution.verification.status == "checked"


def by_all_trees(choose, cost, base: int, smallest: int, lost: int):
    """T(n) by trying every split, as its definition says."""

    @cache
    def t(n: int) -> int:
        if n <= smallest:
            return base
        return cost(n) + choose(t(k) + t(n - lost - k) for k in range(smallest, n - lost - smallest + 1))

    return t


@pytest.mark.parametrize(
    ("text", "value", "first"),
    [
        (
            "T(n) = n + max(k=1..n, T(k-1) + T(n-k)), T(0) = 0",
            by_all_trees(max, lambda n: n, 0, 0, 1),
            0,
        ),
        (
            "T(n) = 1 + min(k=1..n, T(k-1) + T(n-k)), T(0) = 5",
            by_all_trees(min, lambda n: 1, 5, 0, 1),
            0,
        ),
        (
            "T(n) = n^2 + max(k=1..n-1, T(k) + T(n-k)), T(1) = 3",
            by_all_trees(max, lambda n: n * n, 3, 1, 0),
            1,
        ),
    ],
)
def test_where_the_chain_is_the_exact_extreme_the_closed_form_equals_all_trees(text, value, first):
    solution = answer(text)
    assert solution.exact is not None
    assert verify_exact(parse(text), "T", solution.exact, range(first, 40)).status == "checked"
    from recur.evaluation.evaluator import evaluate

    assert [v.value for v in evaluate(text, list(range(first, 25)))] == [value(n) for n in range(first, 25)]


@pytest.mark.parametrize("op", ["max", "min"])
def test_a_rising_cost_without_an_exact_chain_has_no_closed_form(op):
    text = f"T(n) = n + {op}(k=ceil(n/4)..floor(3n/4), T(k) + T(n-k)), T(1) = 1"
    assert answer(text).exact is None


@pytest.mark.parametrize(
    ("text", "hypothesis"),
    [
        (
            "T(n) = n + max(k=floor(sqrt(n))..n/2, T(k) + T(n-k)), T(1) = 1",
            "a range with constant parts or in constant fractions",
        ),
        (
            "T(n) = n + min(k=1..5, T(k) + T(n-k)), T(1) = 1",
            "a range with constant parts or in constant fractions",
        ),
        ("T(n) = n + max(k=1..n-1, 2T(k) + T(n-k))", "two parts of the size"),
        ("T(n) = n + 2*max(k=1..n-1, T(k) + T(n-k))", "two parts of the size"),
        ("T(n) = 1/n + min(k=1..n-1, T(k) + T(n-k)), T(1) = 0", "a positive start"),
        ("T(n) = min(k=1..n-1, T(k) + T(n-k) + 2^max(k, n-k)), T(1) = 1", "a cost of polynomial growth"),
        ("T(n) = max(k=1..n-1, T(k) + T(n-k) + 2^min(k, n-k)), T(1) = 1", "a cost of polynomial growth"),
        ("T(n) = n + max(k=1..n-1, T(k) + T(n-k)), T(1) = -1", "a nonnegative start"),
        (
            "T(n) = n + max(k=1..n-1, T(k) + T(n-k) + cos(k)), T(1) = 1",
            "a cost of n or of the smaller part",
        ),
    ],
)
def test_the_hypothesis_that_fails_is_named(text, hypothesis):
    assert refused(text, "extreme split") == hypothesis


def test_a_range_that_holds_the_size_itself_is_invalid():
    with pytest.raises(InvalidRecurrence, match="itself"):
        solve_all("T(n) = n + max(k=0..n, T(k) + T(n-k))")
