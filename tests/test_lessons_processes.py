"""What the lessons on processes claim, seen in the events they print, under every start method of the platform."""

from __future__ import annotations

import json
import os
import re
import signal
from pathlib import Path

import pytest

from tests.lesson_runs import METHODS, load, said, said_by

under_every_start_method = pytest.mark.parametrize("method", METHODS)


def numbers_in(line: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"-?\d+", line)]


def after(lines: list[str], opening: str) -> str:
    """What follows the words that open a line; exactly one line does."""
    (rest,) = (line.strip()[len(opening) :] for line in lines if line.strip().startswith(opening))
    return rest.strip()


def test_the_logical_processors_are_those_that_the_system_counts() -> None:
    assert after(said(1), "Logical processors:") == str(os.cpu_count() or "unknown")


def test_the_usable_processors_are_those_of_the_affinity_of_this_process() -> None:
    usable = load(1).usable()
    assert after(said(1), "Usable by this process:") == str(usable or "unknown")
    if hasattr(os, "sched_getaffinity"):
        assert usable == len(os.sched_getaffinity(0))


def test_the_physical_processors_are_a_number_or_honestly_unknown() -> None:
    assert re.fullmatch(r"[1-9]\d*|unknown", after(said(1), "Physical processors:"))


def test_hardware_threads_of_one_core_are_one_physical_processor(tmp_path: Path) -> None:
    for cpu, siblings in enumerate(("0,2", "1,3", "0,2", "1,3")):
        topology = tmp_path / f"cpu{cpu}" / "topology"
        topology.mkdir(parents=True)
        (topology / "thread_siblings_list").write_text(f"{siblings}\n", encoding="ascii")
    assert load(1).cores_in(tmp_path) == 2


def test_a_system_that_does_not_tell_its_cores_has_an_unknown_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson = load(1)
    assert lesson.cores_in(tmp_path) is None
    for system, command in (("A", ["no-such-command-anywhere"]), ("B", [os.devnull]), ("C", None)):
        monkeypatch.setattr(lesson.platform, "system", lambda system=system: system)
        if command:
            monkeypatch.setitem(lesson.COMMANDS, system, command)
        assert lesson.physical() is None


@under_every_start_method
def test_started_processes_are_processes_of_their_own_and_end_well(method: str) -> None:
    lines = said(2, method)
    (main,) = numbers_in(lines[0])
    greetings = sorted(line for line in lines if "I am process" in line)
    assert [line.partition(":")[0] for line in greetings] == ["Ada", "Alan"]
    (first, parent), (second, other_parent) = map(numbers_in, greetings)
    assert len({main, first, second}) == 3
    assert parent == other_parent == main
    assert after(lines, "Both have ended, with exit codes") == "[0, 0]."
    assert f"{method!r}" in lines[0]


@under_every_start_method
def test_joining_before_the_next_start_gives_one_order_and_no_overlap(method: str) -> None:
    lines = said(3, method)
    free, fixed = (line.strip().split(", ") for line in lines if line.startswith("    "))
    assert fixed == [f"{name} {event}" for name in "ABC" for event in ("begins", "ends")]
    assert sorted(free) == sorted(fixed)
    assert all(free.index(f"{name} begins") < free.index(f"{name} ends") for name in "ABC")


@under_every_start_method
def test_the_barrier_mixes_the_lines_and_the_lock_keeps_them_together(method: str) -> None:
    lines = said(4, method)
    cut = lines.index("Kept together by a lock:")
    mixed, kept = lines[1:cut], lines[cut + 1 : -1]
    assert mixed[:2] == ["Hello", "Hello"] == kept[::2]
    worlds = mixed[2:] + kept[1::2]
    assert all(line.startswith("World from ") for line in worlds)
    assert len({numbers_in(line)[0] for line in worlds}) == len(worlds) == 4


@under_every_start_method
def test_a_process_that_is_never_started_does_nothing(method: str) -> None:
    lines = said(5, method)
    assert after(lines, "Not started:") == "pid None, alive: False, exit code None; work was done: False"
    assert after(lines, "Joining it is refused:")
    assert after(lines, "Started and joined:") == "alive: False, exit code 0; work was done: True"
    assert after(lines, "Starting it again is refused:")


@under_every_start_method
def test_without_join_main_is_through_first_and_the_interpreter_waits_except_for_a_daemon(method: str) -> None:
    started, last, child = said(6, method)
    assert started.endswith("alive: True True")
    assert last.startswith("main: this is my last line")
    assert child.startswith("child: I end now") and child.endswith("still there: True")


@under_every_start_method
def test_a_join_with_a_timeout_does_not_stop_the_process(method: str) -> None:
    assert [line.partition(":")[2].strip() for line in said(7, method)[:4]] == [
        "alive: True, exit code None",
        "alive: False, exit code 0",
        "alive: True, exit code None",
        f"alive: False, exit code {-signal.SIGTERM}",
    ]


def test_without_the_main_guard_spawn_ends_in_a_runtime_error_and_with_it_the_child_works() -> None:
    lines = [line.strip() for line in said(8)]
    cut = lines.index('With `if __name__ == "__main__":`')
    without, guarded = lines[:cut], lines[cut : cut + 5]
    for part in (without, guarded):
        assert part[1:3] == ["top level, as __main__", "top level, as __mp_main__"]
    assert "exit code of the child: 1" in without and "the child greets" not in without
    assert "bootstrapping" in after(without, "RuntimeError in the child:")
    assert guarded[3:] == ["the child greets", "exit code of the child: 0"]
    assert sum("RuntimeError" in line for line in lines) == 1


@under_every_start_method
def test_value_and_array_show_main_what_the_process_wrote(method: str) -> None:
    lines = said(14, method)
    assert after(lines, "Before:") == "0.0, [2, 3, 5, 7], b'fork and join'"
    assert after(lines, "After:").startswith("2.5, [4, 9, 25, 49], b'FORK AND JOIN', as text 'FORK AND JOIN'")
    assert after(lines, "A shorter word:  word.value is").startswith("b'spawn',")
    assert r"b'spawn\x00ND JOIN'" in after(lines, "word.raw is")
    assert after(lines, "A C int has an end: 2147483647 + 1 is").startswith(f"{-(2**31)},")


@under_every_start_method
def test_a_shared_value_loses_an_update_that_a_lock_keeps(method: str) -> None:
    lines = said(15, method)
    times = load(15).TIMES
    assert after(lines, "once each, both having read first:") == "1 of 2"
    by_chance, asked = numbers_in(after(lines, f"{times} times each, as it comes:"))
    assert 2 <= by_chance <= asked == 2 * times
    assert after(lines, f"{times} times each, under the lock:") == f"{asked} of {asked}"
    assert "pickle" in after(lines, "Where arguments are pickled, as under spawn, it cannot be handed over:")


@under_every_start_method
def test_a_process_queue_keeps_the_order_and_its_process_until_it_is_emptied(method: str) -> None:
    lines = said(16, method)
    assert numbers_in(lines[0]) == [4, 9, 25, 49]
    assert after(lines, "A megabyte was put; after join(0.5) the process is alive:") == "True"
    assert after(lines, "Main takes out").endswith("after join() the process is alive: False, exit code 0")
    assert numbers_in(after(lines, "Main takes out"))[0] == 1_000_000


@under_every_start_method
def test_processes_and_threads_that_are_started_together_are_there_at_the_same_time(method: str) -> None:
    """A barrier lets nobody pass before all have come: that they passed shows the overlap, by no clock."""
    (line,) = said_by(["-m", "tests.lesson_meetings", method])
    seen = json.loads(line)
    for way, count in (("started together", 3), ("in processes", 4)):
        assert len({*seen[way], seen["main"]}) == count + 1
    assert seen["in threads"] == [seen["main"]] * 4


@under_every_start_method
def test_pool_map_gives_the_list_of_the_loop(method: str) -> None:
    assert after(said(18, method), "Both give the same list of 60000 results:") == "True"


def test_the_loop_timed_from_the_start_of_the_pool_adds_one_to_the_speed_up() -> None:
    speed_ups = load(18).speed_ups
    assert speed_ups(0, 4, 4, 10) == (1.5, 2.5)
    assert speed_ups(0, 8, 8, 10) == (0.25, 1.25), "a pool four times slower than the loop still seems to win"


def test_the_steps_of_the_pool_lesson_are_those_of_collatz() -> None:
    assert [load(18).collatz_steps(n) for n in range(1, 10)] == [0, 1, 7, 2, 5, 8, 16, 3, 19]


@under_every_start_method
def test_a_pool_starts_as_many_processes_as_workers_and_every_count_gives_the_same_sum(method: str) -> None:
    rows = [line.split() for line in said(19, method) if re.match(r"\s+\d", line)]
    assert [(workers, processes) for workers, processes, *_ in rows] == [(p, p) for p in ("1", "2", "4")]
    assert {row[-1] for row in rows} == {after(said(19, method), "n(n+1)(2n+1)/6 for n = 1000000:")}
    assert rows[0][-1] == str(sum(n * n for n in range(1, 1_000_001)))


@pytest.mark.parametrize("last", (1, 7, 12, 100))
def test_the_parts_of_the_workers_are_all_the_numbers_once_and_equally_long(last: int) -> None:
    for count in range(1, 13):
        parts = load(19).parts(last, count)
        assert [n for part in parts for n in part] == list(range(1, last + 1))
        assert len(parts) == count
        assert max(map(len, parts)) - min(map(len, parts)) <= 1


@under_every_start_method
def test_the_table_of_threads_and_processes_has_every_kind_of_work_in_every_way(method: str) -> None:
    rows = [re.split(r"\s{2,}", line) for line in said(21, method)[:4]]
    assert rows[0][1:] == ["sequential", "processes", "threads"]
    assert [row[0] for row in rows[1:]] == ["no work", "computing (CPU-bound)", "waiting (I/O-bound)"]
    assert all(re.fullmatch(r"\d+\.\d{3}", cell) for row in rows[1:] for cell in row[1:])
    told = [line.strip().partition(":")[0] for line in said(21, method)[5:]]
    assert told == [f"{kind} in {way}" for kind in ("computing", "waiting") for way in ("processes", "threads")]


@pytest.mark.parametrize(
    ("kind", "way", "sequential", "other", "lock", "words"),
    [
        ("computing", "processes", 1.0, 0.5, True, "2.0 times as fast (each has a lock of its own)"),
        ("computing", "processes", 1.0, 1.02, True, "no gain and no loss (one processor, a busy machine,"),
        ("computing", "processes", 1.0, 3.0, True, "3.0 times as slow (one processor, a busy machine,"),
        ("computing", "threads", 1.0, 1.0, True, "no gain and no loss (the lock lets one at a time compute)"),
        ("computing", "threads", 1.0, 0.5, True, "2.0 times as fast (chance, run it again"),
        ("computing", "threads", 1.0, 0.5, False, "2.0 times as fast (this interpreter has no lock)"),
        ("computing", "threads", 1.0, 1.0, False, "no gain and no loss (one processor, or a busy"),
        ("waiting", "threads", 0.4, 0.1, True, "4.0 times as fast (the waits overlap)"),
        ("waiting", "processes", 0.4, 0.8, True, "2.0 times as slow (to start them took as long"),
    ],
)
def test_the_words_below_the_table_follow_its_numbers(
    kind: str, way: str, sequential: float, other: float, lock: bool, words: str
) -> None:
    """Whatever the textbook expects, and whatever this machine does."""
    assert load(21).told(kind, way, sequential, other, lock).startswith(f"{kind} in {way}: {words}")
