"""Where spawning ends: at a size, at a small share of the predicted work, or where a round trip costs more."""

from __future__ import annotations

from typing import Any

from recur.executors.cutoff import JOBS_A_WORKER, ROUND_TRIPS, Cutoff
from recur.forkjoin import task


@task(work="T(n) = 2T(n/2) + n, T(1) = 1", size="n")
def declared(n: int) -> None: ...


@task(size="n", cutoff=10)
def with_its_own(n: int) -> None: ...


@task
def unmeasured(n: int) -> None: ...


def cutoff(policy: Any, root: Any = None, workers: int = 2, round_trip: int = 0) -> Cutoff:
    made = Cutoff(policy, workers)
    made.prepare(declared(1024) if root is None else root, lambda: round_trip)
    return made


def largest_whole(found: Cutoff, each: Any) -> int:
    """The largest power of two that is run whole."""
    return max((2**k for k in range(11) if found.is_whole(each, 2**k)), default=0)


def test_none_spawns_every_call() -> None:
    assert largest_whole(cutoff(None), declared) == 0
    assert largest_whole(cutoff(None), with_its_own) == 0


def test_a_size_is_the_largest_that_is_run_whole() -> None:
    assert largest_whole(cutoff(64), declared) == 64
    assert largest_whole(cutoff(5), with_its_own) == 8  # the larger of the two
    assert not cutoff(64).is_whole(unmeasured, None)


def test_by_itself_it_leaves_some_jobs_for_each_worker() -> None:
    for workers in (1, 2, 5):
        size = largest_whole(cutoff("auto", workers=workers), declared)
        jobs = 1024 // size
        assert JOBS_A_WORKER * workers / 2 <= jobs <= 4 * JOBS_A_WORKER * workers


def test_calls_that_are_shorter_than_some_round_trips_are_run_whole() -> None:
    found = cutoff("auto", round_trip=1000)
    before = largest_whole(found, declared)
    work = found.work(declared, 256)
    assert work is not None
    found.learn(declared, 256, int(work))  # a nanosecond an operation
    assert largest_whole(found, declared) == max(
        2**k for k in range(11) if (found.work(declared, 2**k) or 0) <= ROUND_TRIPS * 1000
    )
    assert largest_whole(found, declared) > before


def test_what_was_learned_lasts_for_the_next_run() -> None:
    found = cutoff("auto", round_trip=1000)
    found.learn(declared, 256, 1)
    found.prepare(declared(1024), lambda: 1000)
    assert found.is_whole(declared, 512)


def test_without_a_prediction_only_what_is_declared_is_cut_off() -> None:
    found = cutoff("auto", with_its_own(1024))
    assert largest_whole(found, with_its_own) == 8
    assert largest_whole(cutoff("auto", unmeasured(3)), declared) == 0


def test_a_recurrence_without_a_value_cuts_nothing_off() -> None:
    @task(work="T(n) = T(n) + 1", size="n")
    def senseless(n: int) -> None: ...

    assert largest_whole(cutoff("auto", senseless(100)), senseless) == 0


def test_a_round_trip_is_measured_only_where_it_counts() -> None:
    asked = []
    for policy, root in ((None, declared(9)), (5, declared(9)), ("auto", unmeasured(9)), ("auto", declared(9))):
        Cutoff(policy, 2).prepare(root, lambda: asked.append(1) or 1)
    assert asked == [1]
