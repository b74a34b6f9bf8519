"""Sizes, counts and serial times of a program: what is climbed, what is counted, what the times say of it."""

from __future__ import annotations

from collections.abc import Callable
from math import log2
from pathlib import Path
from typing import Any

import pytest

from recur.executors import TaskFailed
from recur.forkjoin import Task, count, task
from recur.forkjoin.tasks.agreement import WrongResult
from recur.measurement.evidence import FitVerdict
from recur.measurement.prediction import predict
from recur.measurement.samples import Sample, by_size
from recur.model.errors import RecurError
from recur.runs import sizes
from recur.runs.counting_sizes import MOST_SIZES, count_sizes
from recur.runs.programs import load_program
from recur.runs.sizes import DOUBLINGS, RANGE, Rung, climb, rungs_at
from recur.runs.timed_growth import timed_growth
from tests.programs_to_measure import FAILING, SEVEN, SUM, UNDECLARED, WRONG


def loaded(folder: Path, text: str) -> Task:
    file = folder / f"growing_{abs(hash(text))}.py"
    file.write_text(text, encoding="utf-8")
    return load_program(str(file)).task


@pytest.fixture
def timed(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[int], float]], None]:
    """Every run takes as long as a function of its size says."""

    def use(seconds: Callable[[int], float]) -> None:
        monkeypatch.setattr(sizes, "rung_of", lambda task, call, size: Rung(size, 1, seconds(size), size))

    return use


@task(size="n")
def anything(n: int) -> int:
    return n


@anything.example
def argument(n: int) -> int:
    return n


@pytest.mark.parametrize("power", [1, 2, 3])
def test_sizes_double_over_64_fold_and_take_about_the_time_allowed(timed: Any, power: int) -> None:
    timed(lambda n: 1e-7 * n**power)
    rungs = climb(anything, 20.0, 5, False)
    assert [b.size for b in rungs[1:]] == [2 * a.size for a in rungs[:-1]]
    assert rungs[-1].size >= RANGE * rungs[0].size
    assert len(rungs) == DOUBLINGS
    cost = sum(6 * rung.seconds for rung in rungs)
    assert 20.0 / 4**power <= cost <= 20.0


def test_exponential_growth_climbs_a_linear_ladder_over_64_fold_times(timed: Any) -> None:
    timed(lambda n: 1e-6 * 1.3**n)
    rungs = climb(anything, 20.0, 5, True)
    assert [b.size for b in rungs[1:]] == [a.size + 1 for a in rungs[:-1]]
    assert rungs[-1].seconds >= RANGE * rungs[0].seconds


def test_a_program_that_declares_nothing_is_found_to_be_exponential(timed: Any) -> None:
    timed(lambda n: 1e-6 * 2.0 ** min(n, 1000))
    rungs = climb(anything, 20.0, 5, None)
    assert [b.size for b in rungs[1:]] == [a.size + 1 for a in rungs[:-1]]


def test_sizes_that_are_asked_for_are_taken(timed: Any) -> None:
    timed(lambda n: 1.0)
    assert [rung.size for rung in rungs_at(anything, (30, 10, 10, 20))] == [10, 20, 30]


def test_sizes_without_an_example_are_passed_over() -> None:
    @task(size="n")
    def even(n: int) -> int:
        return n

    @even.example
    def halves(n: int) -> int:
        if n < 4:
            raise ValueError("too small")
        return n

    found, _ = count_sizes(_counting(even), 1.0, False)
    assert found is not None
    assert found.sizes[0] == 4


def _counting(inner: Task) -> Task:
    @task(size="n")
    def counting(n: int) -> None:
        count(n)

    counting.example(lambda n: inner.at(n).args)
    return counting


def test_a_size_is_what_the_example_is_asked_for() -> None:
    @task(size="n")
    def off(n: int) -> int:
        return n

    off.example(lambda n: n + 1)
    with pytest.raises(RecurError, match="the example of size 8 of off has size 9"):
        rungs_at(off, [8])


def test_counts_agree_at_the_first_eleven_sizes(tmp_path: Path) -> None:
    found, notes = count_sizes(loaded(tmp_path, SUM), 60.0, False)
    assert found is not None and not notes
    assert found.sizes == tuple(2**k for k in range(MOST_SIZES))
    assert found.verdict == "equal"


def test_seven_declared_and_eight_run_is_refuted_by_the_counts_and_by_the_times(tmp_path: Path) -> None:
    program = loaded(tmp_path, SEVEN)
    found, _ = count_sizes(program, 1.0, False)
    assert found is not None and found.verdict == "refuted"
    assert found.work is not None and found.work.first_difference is not None
    assert found.work.first_difference.n == 2
    evidence, per_task = timed_growth(*_synthetic("T(n) = 7T(n/2) + 1, T(1) = 1", lambda n: 2e-6 * n**3), False)
    assert (evidence.verdict, per_task) == (FitVerdict.REFUTED, False)


def test_what_counts_nothing_is_told_how_to_count(tmp_path: Path) -> None:
    found, notes = count_sizes(loaded(tmp_path, UNDECLARED), 1.0, False)
    assert found is None
    assert "summed counts no operations" in notes[0].sentence


def test_a_task_that_raises_and_one_that_is_wrong_are_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(TaskFailed, match=r"total\(n = 4\) raised KeyError"):
        count_sizes(loaded(tmp_path, FAILING), 1.0, False)
    with pytest.raises(TaskFailed, match=r"total\(n = 4\) raised KeyError"):
        rungs_at(loaded(tmp_path, FAILING), [4])
    for measured in (lambda p: count_sizes(p, 1.0, False), lambda p: rungs_at(p, [4])):
        with pytest.raises(WrongResult, match=r"the result of total\(n = 4\) is wrong"):
            measured(loaded(tmp_path, WRONG))


def _synthetic(
    declared: str, seconds: Callable[[int], float], tasks: Callable[[int], int] = lambda n: 1
) -> tuple[Any, Any, Any]:
    """Times of 512 … 65536 with a noise of half a percent that no clock made."""
    ns = [2**k for k in range(9, 17)]
    noise = (1.0, 1.004, 0.997, 1.006, 0.995)
    samples = [Sample(n, seconds(n) * noise[(i + j) % 5], j) for i, n in enumerate(ns) for j in range(5)]
    return by_size(samples), predict(declared, ns), [Rung(n, 1, seconds(n), tasks(n)) for n in ns]


MERGE_SORT = "T(n) = 2T(n/2) + n, T(1) = 1"


def sorting(n: int) -> float:
    """n log n operations at 80 ns each, and 2n − 1 tasks at 0.8 µs each: half of the time even at the largest size."""
    return 80e-9 * n * (log2(n) + 1) + 0.8e-6 * (2 * n - 1)


def test_what_a_task_costs_besides_its_operations_refutes_nothing() -> None:
    evidence, per_task = timed_growth(*_synthetic(MERGE_SORT, sorting, lambda n: 2 * n - 1), True)
    assert per_task
    assert evidence.verdict is FitVerdict.CONFIRMED
    assert evidence.interval is not None and 0 in evidence.interval


def test_the_time_of_one_task_does_not_confirm_another_growth() -> None:
    for wrong in ("T(n) = 2T(n/2) + n^1.5, T(1) = 1", "T(n) = 4T(n/2) + n, T(1) = 1"):
        for agree in (True, False):
            evidence, _ = timed_growth(*_synthetic(wrong, sorting, lambda n: 2 * n - 1), agree)
            assert evidence.verdict is FitVerdict.REFUTED, wrong


def test_where_the_counts_agree_times_that_stray_a_little_refute_nothing() -> None:
    case = _synthetic(MERGE_SORT, lambda n: 1e-7 * n * (log2(n) + 1) * n**0.09)
    assert timed_growth(*case, False)[0].verdict is FitVerdict.REFUTED
    softened, _ = timed_growth(*case, True)
    assert softened.verdict is FitVerdict.INCONCLUSIVE
    assert "caches" in softened.reasons[-1].sentence


def test_where_the_counts_agree_and_the_times_do_not_at_all_something_is_not_counted() -> None:
    evidence, _ = timed_growth(*_synthetic(MERGE_SORT, lambda n: 1e-8 * n**2), True)
    assert evidence.verdict is FitVerdict.REFUTED
    assert "not counted" in evidence.reasons[-1].sentence


def test_where_the_counts_agree_times_of_no_shape_refute_nothing() -> None:
    """A machine that was busy half of the time."""
    case = _synthetic(MERGE_SORT, lambda n: 1e-7 * n * n ** (0.6 if n.bit_length() % 2 else 0.2))
    assert timed_growth(*case, True)[0].verdict is FitVerdict.INCONCLUSIVE
