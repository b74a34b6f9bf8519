"""The compact series-parallel DAG: work adds, span takes the longest path, the width is the largest antichain."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest

from recur.forkjoin.dag.series_parallel import Parallel, Repeated, SeriesComposition, Strand, distinct
from tests.series_parallel_programs import Explicit, explicit, programs


def test_work_is_the_sum_of_all_strands_and_span_the_longest_path() -> None:
    for root in programs(300):
        strands = explicit(root)
        assert root.work == sum(strands.costs)
        assert root.span == strands.longest_path()
        assert root.strands == len(strands.costs)


def test_fractions_stay_exact() -> None:
    for root in programs(60, whole=False):
        strands = explicit(root)
        assert (root.work, root.span) == (sum(strands.costs), strands.longest_path())


def test_the_width_is_the_largest_number_of_strands_none_of_which_waits_for_another() -> None:
    checked = 0
    for root in programs(200, most=9):
        strands = explicit(root)
        assert root.width == largest_antichain(strands)
        checked += root.width > 1
    assert checked > 20


def largest_antichain(program: Explicit) -> int:
    earlier: list[frozenset[int]] = []
    for before in program.before:
        earlier.append(before.union(*(earlier[i] for i in before)))
    costly = [i for i, cost in enumerate(program.costs) if cost]
    for size in range(len(costly), 0, -1):
        for chosen in combinations(costly, size):
            if all(i not in earlier[j] for i, j in combinations(chosen, 2)):
                return size
    return 0


def test_copies_at_once_and_copies_in_turn() -> None:
    body = SeriesComposition((Strand(2), Parallel((Strand(3), Strand(1)))))
    at_once, in_turn = Repeated(body, 7, parallel=True), Repeated(body, 7, parallel=False)
    assert (at_once.work, at_once.span, at_once.width) == (42, 5, 14)
    assert (in_turn.work, in_turn.span, in_turn.width) == (42, 35, 2)


def test_nothing_costs_nothing() -> None:
    for nothing in (SeriesComposition(()), Parallel(()), Repeated(Strand(5), 0, parallel=True), Strand(0)):
        assert (nothing.work, nothing.span, nothing.width) == (0, 0, 0)


def test_a_dag_of_shared_subtrees_is_as_small_as_its_distinct_subtrees() -> None:
    node: Strand | SeriesComposition = Strand(1)
    for _ in range(40):
        node = SeriesComposition((node, Parallel((node, node)), node))
    assert node.strands == 4**40 and node.span == 3**40
    assert sum(1 for _ in distinct([node])) == 81


def test_a_strand_costs_at_least_nothing() -> None:
    with pytest.raises(ValueError, match="cannot cost -1"):
        Strand(-1)
    with pytest.raises(ValueError, match="-2 times"):
        Repeated(Strand(Fraction(1, 2)), -2, parallel=False)
