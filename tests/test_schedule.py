"""Greedy schedules: within the bounds of the theory for every P, and always the time of a schedule that exists."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from recur.forkjoin.dag.schedule import schedule
from recur.forkjoin.dag.series_parallel import Node, Parallel, Repeated, SeriesComposition, Strand
from recur.model.errors import InvalidRecurrence, LimitExceeded
from recur.model.limits import time_limit
from tests.series_parallel_programs import all_greedy_times, explicit, greedy_time, programs

PROCESSORS = (1, 2, 3, 4, 5, 7, 8, 16, 61, 1000)


def within(time: int | Fraction, root: Node, processors: int) -> bool:
    """max(T₁/P, T∞) ≤ T_P ≤ (T₁ − T∞)/P + T∞, written out once more."""
    work, span = Fraction(root.work), Fraction(root.span)
    return time * processors >= work and time >= span and (time - span) * processors <= work - span


def test_no_schedule_of_500_random_programs_leaves_the_bounds() -> None:
    for root in programs(500):
        for found in schedule(root, PROCESSORS):
            assert within(found.time, root, found.processors)


def test_the_naive_simulation_strand_by_strand_keeps_the_same_bounds() -> None:
    for seed, root in enumerate(programs(500)):
        strands = explicit(root)
        for processors in (1, 2, 3, 7, 61):
            assert within(greedy_time(strands, processors, Random(seed)), root, processors)


def test_costs_that_are_fractions_keep_the_bounds() -> None:
    for root in programs(100, whole=False):
        for found in schedule(root, PROCESSORS):
            assert within(found.time, root, found.processors)


def test_one_processor_takes_the_work_and_enough_processors_take_the_span() -> None:
    for root in programs(500):
        one, all_of_them = schedule(root, [1, max(1, root.width)])
        assert one.time == root.work
        assert all_of_them.time == root.span


def test_the_time_is_that_of_one_of_all_greedy_schedules() -> None:
    """Every choice among the ready strands is tried; the compact simulation must have made one of them."""
    several = 0
    for root in programs(700, most=8):
        strands = explicit(root)
        for found in schedule(root, (2, 3)):
            times = all_greedy_times(strands, found.processors)
            assert found.time in times
            several += len(times) > 1
    assert several > 100


def test_equal_strands_run_in_full_rounds() -> None:
    loop = Repeated(Strand(3), 10, parallel=True)
    assert [found.time for found in schedule(loop, [1, 3, 4, 5, 9, 10, 11])] == [30, 12, 9, 6, 6, 3, 3]


def test_a_strand_is_never_interrupted() -> None:
    """Three strands of 2 on two processors take 4; with interruptions they would take 3."""
    assert schedule(Repeated(Strand(2), 3, parallel=True), [2])[0].time == 4


def test_what_stands_in_series_waits_for_the_slowest_branch() -> None:
    fork = Parallel((Strand(1), Strand(7), Strand(2)))
    assert [found.time for found in schedule(SeriesComposition((fork, fork)), [2, 3])] == [14, 14]


def test_loops_inside_a_fork_advance_one_iteration_at_a_time() -> None:
    step = SeriesComposition((Strand(1), Repeated(Strand(1), 2, parallel=True)))
    loops = Repeated(Repeated(step, 5, parallel=False), 2, parallel=True)
    assert [found.time for found in schedule(loops, [1, 2, 4])] == [30, 15, 10]


def merge_sort(size: int, known: dict[int, Node]) -> Node:
    if size not in known:
        halves = (size // 2, size - size // 2)
        known[size] = (
            Strand(1)
            if size == 1
            else SeriesComposition((Parallel(tuple(merge_sort(half, known) for half in halves)), Strand(size)))
        )
    return known[size]


@pytest.mark.parametrize("size", [2**20, 10**6, 2**20 - 1])
def test_merge_sort_of_a_million_needs_no_million_of_steps(size: int) -> None:
    root = merge_sort(size, {})
    with time_limit(600):
        for found in schedule(root, [1, 2, 3, 1000, 1024, 4096]):
            assert within(found.time, root, found.processors)
            assert found.speedup <= min(found.processors, Fraction(root.work, root.span))


def test_more_strands_than_any_machine_could_hold() -> None:
    root: Node = Strand(1)
    for _ in range(40):
        root = SeriesComposition((Strand(1), Repeated(root, 8, parallel=True), Strand(2)))
    for found in schedule(root, [1, 7, 1024]):
        assert within(found.time, root, found.processors)
    assert schedule(root, [1])[0].time == root.work > 10**36


def test_a_deep_chain_exhausts_no_stack() -> None:
    root: Node = Strand(1)
    for _ in range(5_000):
        root = SeriesComposition((Strand(1), Parallel((root, Strand(3)))))
    for found in schedule(root, [1, 2]):
        assert within(found.time, root, found.processors)


def test_nothing_to_do_takes_no_time() -> None:
    assert [found.time for found in schedule(SeriesComposition(()), [1, 5])] == [0, 0]


def test_there_is_at_least_one_processor() -> None:
    with pytest.raises(InvalidRecurrence, match="at least one processor"):
        schedule(Strand(1), [0])


def test_a_time_limit_ends_a_long_simulation() -> None:
    """Loops of different lengths side by side never fall into step."""
    loops = [
        Repeated(SeriesComposition((Repeated(Strand(p), 2, parallel=True), Strand(1))), 10**7 + p, False)
        for p in (2, 3, 5, 7)
    ]
    with pytest.raises(LimitExceeded), time_limit(0.2):
        schedule(Parallel(tuple(loops)), [3])
