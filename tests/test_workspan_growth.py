"""Sums over the index of a loop: their growth is proved, and agrees with adding them up."""

from __future__ import annotations

from itertools import pairwise

import pytest

from recur.evaluation.evaluator import Evaluator
from recur.forkjoin.costs.costs import Cost, IndexRanges, Loop, iteration_count, maximum, summed_cost
from recur.forkjoin.costs.growths import Scale
from recur.forkjoin.costs.normal_forms import polynomial
from recur.forkjoin.costs.polynomials import Polynomial
from recur.forkjoin.costs.workspan import cost_recurrence
from recur.model.expressions import Symbol
from recur.model.recurrence import System
from recur.model.solution import Bounds
from recur.parsing import parse
from tests.spawn_programs import growth

KNOWN = {"A": "n^2", "B": "log n", "F": "2^n"}
SUMS = [
    ("sum(i=1..n, floor(log_2(i)))", "n log n"),
    ("sum(j=0..floor(log_2(n)), floor(n/2^j))", "n"),
    ("sum(j=0..floor(log_2(n)), 2^j)", "n"),
    ("sum(j=0..floor(log_2(n)), j)", "log^2 n"),
    ("sum(j=0..floor(log_2(n)), floor(log_2(n/2^j)))", "log^2 n"),
    ("sum(j=0..floor(log_2(n)), floor(n/2^j)*2^j)", "n log n"),
    ("sum(j=0..floor(log_2(n)), floor((n-1)/2^(j+1)))", "n"),
    ("sum(i=1..n, floor(n/i))", "n log n"),
    ("sum(i=1..n, floor(log_2(n/i)))", "n"),
    ("sum(i=1..n, floor(log_2(n-i+1)))", "n log n"),
    ("sum(i=1..n, sum(j=i..n, floor(log_2(j-i+1))))", "n^2 log n"),
    ("sum(i=1..n, sum(j=1..i, floor(log_2(j))))", "n^2 log n"),
    ("sum(i=1..n, (n-i)*ceiling(log_2(i+1)))", "n^2 log n"),
    ("sum(i=1..n, 2^i)", "2^n"),
    ("sum(i=1..n, 1/i^2)", "1"),
    ("max(i=1..n, floor(log_2(n/i)))", "log n"),
    ("max(i=1..n, i*(n-i))", "n^2"),
]
CALLED = [
    ("sum(i=1..n, A(i))", "n^3"),
    ("sum(i=1..n, A(n-i))", "n^3"),
    ("sum(i=1..n, B(i))", "n log n"),
    ("sum(i=1..n, i*B(i))", "n^2 log n"),
    ("sum(i=1..n, F(i))", "2^n"),
    ("sum(j=0..floor(log_2(n)), A(2^j))", "n^2"),
    ("sum(j=0..floor(log_2(n)), B(2^j))", "log^2 n"),
    ("n*A(n/2)", "n^3"),
    ("max(i=1..n, A(i))", "n^2"),
]


def cost(text: str) -> Polynomial:
    return polynomial(parse(f"Z(n) = {text}; A(n) = 1; B(n) = 1; F(n) = 1").recurrences[0].right)


@pytest.mark.parametrize(("text", "wanted"), SUMS + CALLED)
def test_a_sum_has_its_growth(text: str, wanted: str) -> None:
    known = {name: Bounds(growth(g), growth(g)) for name, g in KNOWN.items()}
    assert Scale("n", known).theta(cost(text)) == growth(wanted)


@pytest.mark.parametrize(("text", "wanted"), SUMS)
def test_the_growth_of_a_sum_stays_beside_its_values(text: str, wanted: str) -> None:
    """From one size to the next the ratio of value and growth settles."""
    nested = text.count("sum") > 1
    sizes = (12, 24, 48) if wanted == "2^n" else (32, 64, 128) if nested else (64, 512, 4096)
    ratios = [value / bound for value, bound in zip(values(text, sizes), values(wanted, sizes), strict=True)]
    assert all(0.6 < later / earlier < 1.7 for earlier, later in pairwise(ratios)), ratios


def values(text: str, sizes: tuple[int, ...]) -> list[float]:
    system = System((cost_recurrence("Z", "n", parse(f"Z(n) = {text}").recurrences[0].right),))
    evaluator = Evaluator(system)
    return [float(evaluator.value("Z", n).value) for n in sizes]


N = Polynomial.atom(Symbol("n"))
ONE = Polynomial.constant(1)


def test_a_loop_that_may_be_empty_counts_no_less_than_nothing() -> None:
    loop = Loop("i", Polynomial.constant(3), N)
    assert str(iteration_count(loop, IndexRanges(("n",), 1)).expression()) == "Max(n - 2, 0)"
    assert str(iteration_count(loop, IndexRanges(("n",), 2)).expression()) == "n - 2"


def test_a_maximum_over_a_loop_is_at_one_of_its_ends() -> None:
    loop = Loop("i", ONE, N)
    i = cost("i")
    domain = IndexRanges(("n",), 1)
    assert maximum(Cost((i * i,)), loop, domain) == Cost((N * N,))
    assert maximum(Cost((N - i,)), loop, domain) == Cost((N - ONE,))


def test_a_sum_closes_where_the_index_enters_as_a_power() -> None:
    loop = Loop("i", ONE, N)
    found = summed_cost(Cost((cost("i^2"),)), loop, IndexRanges(("n",), 1)).single
    assert found is not None and found == cost("n^3/3 + n^2/2 + n/6")
