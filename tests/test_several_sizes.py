"""Functions of several sizes: what is read, and exact values against plain recursion and known numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import comb

import pytest

from recur.evaluation.evaluator import evaluate
from recur.evaluation.points import PointEvaluator, evaluate_points
from recur.model.errors import InvalidRecurrence, LimitExceeded, RecurError
from recur.model.several import MultivariateRecurrence
from recur.parsing import parse, parse_any
from tests.conftest import Recur


def read(text: str) -> MultivariateRecurrence:
    found = parse_any(text)
    assert isinstance(found, MultivariateRecurrence)
    return found


@cache
def stirling(n: int, k: int) -> int:
    return int(n == k == 0) if n <= 0 or k < 0 else k * stirling(n - 1, k) + stirling(n - 1, k - 1)


@cache
def parts(n: int, k: int) -> int:
    if n < 0 or k < 0 or (k == 0 < n):
        return 0
    return 1 if n == k == 0 else parts(n - 1, k - 1) + parts(n - k, k)


@cache
def euler(n: int, k: int) -> int:
    if n < 0 or k < 0:
        return 0
    return 1 if n == k == 0 else (k + 1) * euler(n - 1, k) + (n - k) * euler(n - 1, k - 1)


@cache
def knapsack(n: int, c: int) -> int:
    return 0 if n == 0 or c < 0 else max(knapsack(n - 1, c), knapsack(n - 1, c - 3) + 5)


@cache
def halves(n: int, m: int) -> int:
    return m if n == 1 else 2 * halves(n // 2, m) + n * m


@cache
def mixed(m: int, n: int) -> int:
    if m == n == 0:
        return 0
    return mixed(m - 1, n) + n if m > n else mixed(m, n - 1) + m


BY_HAND: list[tuple[str, Callable[[int, int], int]]] = [
    ("C(n,k) = C(n-1,k-1) + C(n-1,k), C(n,0) = 1, C(n,k) = 0 for k > n", comb),
    ("C(n+1,k+1) = C(n,k) + C(n,k+1), C(n,0) = 1, C(0,k) = 0 for k > 0", comb),
    ("T(m,0) = T(0,n) = 1, T(m,n) = T(m-1,n) + T(m,n-1)", lambda m, n: comb(m + n, m)),
    ("T(m,n) = 1 if m = 0 or n = 0, T(m,n) = T(m-1,n) + T(m,n-1) otherwise", lambda m, n: comb(m + n, m)),
    ("T(m,n) = T(m-1,n) + T(m,n-1) for m, n > 0; T(i,0) = 1 and T(0,j) = 1", lambda m, n: comb(m + n, m)),
    (
        r"T(m,n)=\begin{cases}1 & \text{if } m=0 \text{ or } n=0\\ T(m-1,n)+T(m,n-1) & \text{otherwise}\end{cases}",
        lambda m, n: comb(m + n, m),
    ),
    ("M(i,j) = M(i-1,j) + M(i,j-1), M(i,j) = 0 if i < 0 or j < 0, M(0,0) = 1", lambda m, n: comb(m + n, m)),
    ("S(n,k) = k S(n-1,k) + S(n-1,k-1), S(0,0) = 1", stirling),
    ("p(n,k) = p(n-1,k-1) + p(n-k,k), p(0,0) = 1", parts),
    ("E(n,k) = (k+1)E(n-1,k) + (n-k)E(n-1,k-1), E(0,0) = 1", euler),
    ("W(n,c) = max(W(n-1,c), W(n-1,c-3) + 5), W(0,c) = 0, W(n,c) = 0 if c < 0", knapsack),
    ("T(m,n) = T(m-1,n) + n if m > n; T(m,n) = T(m,n-1) + m otherwise; T(0,0) = 0", mixed),
]


@pytest.mark.parametrize(("text", "known"), BY_HAND, ids=[text for text, _ in BY_HAND])
def test_values_are_those_of_plain_recursion(text: str, known: Callable[[int, int], int]) -> None:
    evaluator = PointEvaluator(read(text))
    for m in range(16):
        for n in range(16):
            assert evaluator.value((m, n)).value == known(m, n), (m, n)


def test_a_size_is_rounded_and_it_is_said() -> None:
    (found,) = evaluate("T(n,m) = 2T(n/2,m) + nm, T(1,m) = m", ["1000, 3"])
    assert found.value == halves(1000, 3)
    assert found.rounding == "n/2 rounded down"


def test_points_far_from_the_border_need_no_stack_of_python() -> None:
    assert evaluate("T(m,n) = T(m-1,n) + n, T(0,n) = 0", ["20000,7"])[0].value == 140000


def test_three_sizes() -> None:
    text = "F(n,m,k) = F(n-1,m,k) + F(n,m-1,k) + F(n,m,k-1), F(0,m,k) = F(n,0,k) = F(n,m,0) = 1"
    assert evaluate(text, ["2,2,2"])[0].value == 33


def test_points_may_be_named_and_are_numbers_in_python() -> None:
    text = "C(n,k) = C(n-1,k-1) + C(n-1,k), C(n,0) = 1, C(n,n) = 1"
    found = evaluate(text, ["k = 2, n = 10", "C(10, 2)", "(2^3 + 2, 2)"])
    assert [value.value for value in found] == [45, 45, 45]
    assert (found[0].size, found[0].others) == (10, (2,))


@pytest.mark.parametrize(
    ("text", "point", "message"),
    [
        (
            "C(n,k) = C(n-1,k-1) + C(n-1,k), C(n,0) = 1, C(n,n) = 1",
            "3,5",
            r"the text does not say what C\(-1, 5\) is, which C\(0, 5\) calls",
        ),
        ("T(m,n) = T(m-1,n) + 1", "2,2", r"what T\(-1, 2\) is, which T\(0, 2\) calls"),
        ("T(n,k) = T(n-1,k-1) + 1 for 1 <= k <= n, T(n,0) = 0", "3,5", r"does not say what T\(3, 5\) is"),
        ("T(n,0) = 0, T(0,k) = 1, T(n,k) = T(n-1,k-1)", "3,3", r"T\(0, 0\) is stated twice: it is 0 and 1"),
        (
            "p(n,k) = p(n-1,k-1) + p(n-k,k), p(n,n) = 1",
            "3,1",
            r"p\(1, 0\) calls itself",
        ),
        ("T(m,n) = T(n,m) + 1, T(0,n) = 0", "3,5", "which needs it in turn"),
        ("C(n,k) = C(n-1,k-1)/(k-3), C(n,0) = 1", "4,3", "has no value there"),
        ("C(n,k) = C(n-1,k-1) + C(n-1,k), C(n,0) = 1, C(n,n) = 1", "5", "C takes 2 sizes, not 1"),
        ("C(n,k) = C(n-1,k-1) + C(n-1,k), C(n,0) = 1, C(n,n) = 1", "n=5,j=2", "is no point of C"),
    ],
)
def test_what_lies_outside_the_text_is_an_error_and_never_0(text: str, point: str, message: str) -> None:
    with pytest.raises(InvalidRecurrence, match=message):
        evaluate(text, [point])


def test_a_point_that_needs_one_without_a_value_is_not_tried_again() -> None:
    evaluator = PointEvaluator(read("C(n,k) = C(n-1,k-1) + C(n-1,k), C(n,0) = 1"))
    for point in ((20, 3), (20, 4), (9, 3)):
        with pytest.raises(InvalidRecurrence, match=r"what C\(-1, "):
            evaluator.number(point)
    assert (9, 3) in evaluator.unstated


def test_the_one_convention_is_said() -> None:
    inside, border = evaluate("S(n,k) = k S(n-1,k) + S(n-1,k-1), S(0,0) = 1", ["0,0", "5,2"])
    assert (inside.value, inside.assumed) == (1, "")
    assert (border.value, border.assumed) == (15, "S(n, k) = 0 taken where the text gives no value")


def test_too_many_points_are_a_limit_and_hide_no_others() -> None:
    lattice = read("T(m,n) = T(m-1,n) + T(m,n-1), T(m,0) = T(0,n) = 1")
    with pytest.raises(LimitExceeded, match="too many points; at most 1,000 are worked out"):
        PointEvaluator(lattice, most=1_000).value((80, 80))
    growing = evaluate_points(read("T(m,n) = T(m+1,n), T(0,n) = 1"), ["0,1", "1,1"], timeout=1)
    assert not isinstance(growing[0], RecurError)
    assert isinstance(growing[1], LimitExceeded)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("T(n,m) = T(n-1,m) + S(n)", "S stands beside T"),
        ("T(n,m) = T(n-1) + 1", "T takes 2 sizes, not 1"),
        ("T(m,n) = T(m-1,n), T(m,n) = 5", "T is defined twice"),
        ("T(m,n) <= T(m-1,n) + 1", "an equation is expected"),
        ("T(m,n) = T(m,n) + 1", "stands on both sides"),
        ("T(m,n) = T(m-1,n) + 1, T(0,n) = n, T(0,k) = 2k", "stated twice, with different values"),
        ("T(2m,n) = T(m,n) + 1", "cannot be a size on the left side"),
        ("T(m,0) = 1", "an equation such as"),
        ("T(a,b,c,d,p,q,r) = T(a-1,b,c,d,p,q,r)", "at most 6 are read"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, message: str) -> None:
    with pytest.raises(RecurError, match=message):
        parse_any(text)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("S_{n,k} = k S_{n-1,k} + S_{n-1,k-1}, S_{0,0} = 1", "S(n,k) = k S(n-1,k) + S(n-1,k-1), S(0,0) = 1"),
        (
            r"\[ T_{i,j} = T_{i-1,j} + T_{i,j-1},\quad T_{i,0}=T_{0,j}=1 \]",
            "T(i,j) = T(i-1,j) + T(i,j-1), T(i,0) = 1, T(0,j) = 1",
        ),
        (
            "p(n,k) = p(n,k-1) + p(n-k,k), p(n,k) = p(n,n) for k > n",
            "p(n,k) = p(n,n) if k > n, p(n,k) = p(n,k-1) + p(n-k,k)",
        ),
    ],
)
def test_two_ways_to_write_one_recurrence(text: str, same: str) -> None:
    one, other = read(text), read(same)
    assert (one.borders, one.equations, one.sizes) == (other.borders, other.equations, other.sizes)


def test_verbs_of_one_size_refuse_in_one_sentence() -> None:
    with pytest.raises(InvalidRecurrence, match="only solve, eval and check take functions of several sizes"):
        parse("T(m,n) = T(m-1,n) + n, T(0,n) = 0")


def test_eval_shows_the_rules_and_the_values(recur: Recur) -> None:
    ended = recur("eval", "C(n,k) = C(n-1,k-1) + C(n-1,k), C(n,0) = C(n,n) = 1", "40,20", "3,5")
    assert ended.stdout.startswith("Read as  C(n, k) = C(n−1, k−1) + C(n−1, k),  C(n, 0) = 1,  C(n, n) = 1")
    assert "C(40, 20) = 137846528820" in ended.stdout
    assert "no value: the text does not say what C(-1, 5) is, which C(0, 5) calls" in ended.stdout


def test_eval_in_json(recur: Recur) -> None:
    ended = recur("eval", "--json", "S(n,k) = k S(n-1,k) + S(n-1,k-1), S(0,0) = 1", "10,4")
    assert '"size": "10, 4", "value": "34105"' in ended.stdout
    assert '"interpreted": "S(n, k) = k*S(n - 1, k) + S(n - 1, k - 1), S(0, 0) = 1"' in ended.stdout
