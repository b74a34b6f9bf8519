"""What the lessons on threads claim: overlap is shown by a barrier that all must reach, never by a clock."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from multiprocessing import get_all_start_methods
from threading import Barrier, Lock
from types import SimpleNamespace

import pytest

from recur.model import limits
from tests.lesson_runs import load, said


@pytest.fixture(autouse=True)
def lock_ups_end() -> Iterator[None]:
    with limits.time_limit(600):
        yield


def meeting(parties: int) -> Callable[[], int]:
    """A wait that ends when so many wait at once, and breaks if they do not come."""
    return Barrier(parties, timeout=600).wait


def nothing() -> None: ...


def test_waits_overlap_in_threads_and_not_in_sequence() -> None:
    lesson = load(9)
    assert lesson.most_at_once(lesson.in_threads, meeting(lesson.TASKS)) == lesson.TASKS
    assert lesson.most_at_once(lesson.in_sequence, nothing) == 1


def test_the_waiting_lesson_prints_a_line_for_each_way() -> None:
    in_sequence, in_threads = said(9)[1:3]
    assert re.fullmatch(r" +in sequence +\d+\.\d\d seconds, at most 1 in progress at once", in_sequence)
    assert re.fullmatch(r" +in threads +\d+\.\d\d seconds, at most [1-5] in progress at once", in_threads)


def test_an_update_is_lost_when_both_threads_read_before_either_writes() -> None:
    assert load(10).run_two(meeting(2)) == 1
    assert "The balance is 1: 1 update is lost." in said(10)[0]


def test_the_same_updates_one_after_another_lose_nothing() -> None:
    lesson = load(10)
    for _ in range(2):
        lesson.increase(nothing)
    assert lesson.balance == 2


def test_an_addition_in_one_line_reads_and_writes_in_different_instructions() -> None:
    read, *between, write = load(10).steps(load(10).increase_in_one_line)
    assert (read, write) == ("LOAD_GLOBAL", "STORE_GLOBAL")
    assert any("BINARY" in name or "ADD" in name for name in between)


def test_either_way_of_taking_the_lock_keeps_both_updates() -> None:
    lesson = load(11)
    assert lesson.run_two(lesson.by_acquire_and_release) == 2
    assert lesson.run_two(lesson.by_with) == 2


def test_what_the_lock_guards_loses_an_update_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    lesson = load(11)
    meet = meeting(2)
    monkeypatch.setattr(lesson, "time", SimpleNamespace(sleep=lambda seconds: meet()))
    assert lesson.run_two(lambda lock, work: work()) == 1


def test_with_lock_releases_after_an_error_and_acquire_alone_does_not() -> None:
    lesson = load(11)
    assert lesson.locked_after_an_error(lesson.by_with) is False
    assert lesson.locked_after_an_error(lesson.by_acquire_and_release) is True
    assert [re.findall(r"balance is (\d).*held: (\w+)", line) for line in said(11)[:2]] == [
        [("2", "True")],
        [("2", "False")],
    ]


def test_a_lock_lets_the_rest_overlap_and_the_serial_cure_does_not() -> None:
    lesson = load(12)
    everyone = lesson.THREADS
    assert lesson.run(lesson.all_at_once, meeting(everyone), Lock()) == (everyone, everyone)
    assert lesson.run(lesson.one_after_another, nothing, nullcontext()) == (everyone, 1)


def test_without_lock_and_order_updates_are_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    lesson = load(12)
    meet = meeting(lesson.THREADS)
    monkeypatch.setattr(lesson, "time", SimpleNamespace(sleep=lambda seconds: meet()))
    assert lesson.run(lesson.all_at_once, nothing, nullcontext())[0] == 1


def test_the_lesson_on_the_serial_cure_prints_both_ways() -> None:
    assert all(re.search(r"balance 4 of 4, at most [1-4] preparing at once, \d", line) for line in said(12)[:2])
    assert "at most 1 preparing" in said(12)[1]


def test_a_global_is_shared_by_threads_inherited_under_fork_and_fresh_under_spawn() -> None:
    rows = {name: cells for name, *cells in (re.split(r"\s{2,}| (?=\[)", line) for line in said(13)[1:-1])}
    inherited, fresh = ["[1, 2]", "[1, 2, 9]"], ["[]", "[9]"]
    expected = {"fork": inherited, "spawn": fresh, "forkserver": fresh}
    untouched = "[1, 2]"
    assert rows.pop("a thread") == [*inherited, "[1, 2, 9]"]
    assert rows == {f"a process by {method}": [*expected[method], untouched] for method in get_all_start_methods()}


def test_a_thread_queue_hands_out_in_the_order_in_which_was_put() -> None:
    numbers = [5, 3, 8, 1]
    assert load(17).run(numbers, 1) == [(n, n * n) for n in numbers]


@pytest.mark.parametrize("workers", (1, 2, 3, 8))
def test_a_thread_queue_gives_each_item_to_one_worker_only(workers: int) -> None:
    assert sorted(load(17).run(range(500), workers)) == [(n, n * n) for n in range(500)]


def test_a_thread_queue_cannot_be_sent_to_a_process() -> None:
    assert "cannot pickle" in said(17)[-1]
    assert "each of them once: True" in said(17)[1]


def test_a_counting_thread_stands_still_while_another_holds_the_interpreter_lock() -> None:
    lines = said(20)
    in_a_loop, in_one_call = (int(re.findall(r"\d+", line)[-1]) for line in lines[1:3])
    assert in_a_loop > 0
    if load(20).has_interpreter_lock():
        assert in_one_call == 0
    assert lines[0] == f"This interpreter has a lock: {load(20).has_interpreter_lock()}"


def test_the_computing_of_the_comparison_is_done_by_the_processor_and_the_sequential_way_does_not_overlap() -> None:
    lesson = load(21)
    events: list[str] = []
    lesson.one_after_another(lambda: events.extend(("begins", "ends")))
    assert events == ["begins", "ends"] * lesson.TASKS
    assert lesson.compute() == sum(n * n for n in range(1_500_000))
