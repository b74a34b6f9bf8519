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
from recur.model.errors import OutOfTime, RecurError
from recur.runs import sizes
from recur.runs.counting_sizes import MOST_SIZES, counts_of, ladder_of
from recur.runs.programs import load_program
from recur.runs.serial_times import measure_serial
from recur.runs.sizes import DOUBLINGS, RANGE, Rung, climb, rungs_at
from recur.runs.timed_growth import timed_growth
from recur.runs.trials import BASES, Trials
from tests.invented_clock import InventedClock
from tests.programs_to_measure import FAILING, SUM, UNDECLARED, WRONG


def loaded(folder: Path, text: str) -> Task:
    file = folder / f"growing_{abs(hash(text))}.py"
    file.write_text(text, encoding="utf-8")
    return load_program(str(file)).task


@pytest.fixture
def clock() -> InventedClock:
    return InventedClock()


@pytest.fixture
def timed(monkeypatch: pytest.MonkeyPatch, clock: InventedClock) -> Callable[[Callable[[int], float]], None]:
    """Every run takes as long as a function of its size says."""

    def use(seconds: Callable[[int], float]) -> None:
        def rung_of(task: Task, call: object, size: int, budget: object) -> Rung:
            clock.now += seconds(size)
            return Rung(size, 1, seconds(size), size)

        monkeypatch.setattr(sizes, "rung_of", rung_of)

    return use


@task(size="n")
def anything(n: int) -> int:
    return n


@anything.example
def argument(n: int) -> int:
    return n


def on_powers_of(base: int, least: int = 1) -> Task:
    """A task that raises at every size but the powers of a base from `least` on."""

    @task(size="n")
    def powers(n: int) -> None:
        count(n)
        while n % base == 0:
            n //= base
        assert n == 1

    @powers.example
    def argument(n: int) -> int:
        if n < least:
            raise IndexError
        return n

    return powers


def counted(program: Task, seconds: float = 1.0, exponential: bool = False) -> tuple[dict[int, int], Trials]:
    found: dict[int, int] = {}
    trials = Trials(program, InventedClock().budget(seconds))
    counts_of(trials, ladder_of(exponential), BASES, lambda n, c: found.update({n: c.work}))
    return found, trials


@pytest.mark.parametrize("power", [1, 2, 3])
def test_sizes_double_over_64_fold_and_take_about_the_time_allowed(timed: Any, clock: Any, power: int) -> None:
    timed(lambda n: 1e-7 * n**power)
    rungs = climb(Trials(anything, clock.budget(20.0)), 5, False)
    assert [b.size for b in rungs[1:]] == [2 * a.size for a in rungs[:-1]]
    assert rungs[-1].size >= RANGE * rungs[0].size
    assert len(rungs) == DOUBLINGS
    cost = sum(6 * rung.seconds for rung in rungs)
    assert 20.0 / 4**power <= cost <= 20.0


def test_exponential_growth_climbs_a_linear_ladder_over_64_fold_times(timed: Any, clock: Any) -> None:
    timed(lambda n: 1e-6 * 1.3**n)
    rungs = climb(Trials(anything, clock.budget(20.0)), 5, True)
    assert [b.size for b in rungs[1:]] == [a.size + 1 for a in rungs[:-1]]
    assert rungs[-1].seconds >= RANGE * rungs[0].seconds


def test_a_program_that_declares_nothing_is_found_to_be_exponential(timed: Any, clock: Any) -> None:
    timed(lambda n: 1e-6 * 2.0 ** min(n, 1000))
    rungs = climb(Trials(anything, clock.budget(20.0)), 5, None)
    assert [b.size for b in rungs[1:]] == [a.size + 1 for a in rungs[:-1]]


def test_sizes_that_are_asked_for_are_taken(timed: Any, clock: Any) -> None:
    timed(lambda n: 1.0)
    rungs, unfit = rungs_at(Trials(anything, clock.budget(20.0)), (30, 10, 10, 20), 5)
    assert ([rung.size for rung in rungs], unfit) == ([10, 20, 30], ())


def test_of_the_sizes_that_are_asked_for_those_that_do_not_fit_are_told(timed: Any, clock: Any) -> None:
    timed(lambda n: 0.1 * n)
    rungs, unfit = rungs_at(Trials(anything, clock.budget(6.0)), [2**k for k in range(9)], 5)
    assert sum(rung.seconds for rung in rungs) * 2 <= 6.0
    assert [rung.size for rung in rungs] == [1, 2, 4, 8]
    assert unfit == (16, 32, 64, 128, 256)


@pytest.mark.parametrize("asked", [(), tuple(2**k for k in range(12))])
@pytest.mark.parametrize("seconds", [0.5, 6.0, 60.0])
@pytest.mark.parametrize("power", [0, 1, 3])
def test_a_climb_and_all_samples_of_it_fit_into_the_time(
    timed: Any, clock: Any, power: int, seconds: float, asked: tuple[int, ...]
) -> None:
    """A size that takes longer than was to be expected may cost its own time more, and no other is begun."""
    timed(lambda n: 1e-3 * n**power)
    trials = Trials(anything, clock.budget(seconds))
    rungs = rungs_at(trials, asked, 5)[0] if asked else climb(trials, 5, False)
    samples: list[Sample] = []

    def taken(sample: Sample) -> None:
        samples.append(sample)
        clock.now += 1e-3 * sample.size**power

    complete = measure_serial(anything, rungs, 5, trials.budget, (), taken)
    assert clock.now <= seconds
    assert complete == (len(samples) == 5 * len(rungs))
    assert asked or complete


def test_a_size_without_end_leaves_the_sizes_below_it_their_samples(timed: Any, clock: Any) -> None:
    def seconds(n: int) -> float:
        if n >= 512:  # it is stopped after all of its time
            clock.now += trials.budget.left - trials.reserved + 0.01
            raise OutOfTime("too long")
        return 1e-3 * n

    timed(seconds)
    trials = Trials(anything, clock.budget(20.0))
    rungs = climb(trials, 5, False)
    assert rungs and rungs[-1].size == 256 and len(trials.failed) == 1
    samples: list[Sample] = []
    measure_serial(anything, rungs, 2, trials.budget, (), samples.append)
    assert len(samples) == 2 * len(rungs)


def test_sizes_without_an_example_are_passed_over() -> None:
    @task(size="n")
    def even(n: int) -> None:
        count(n)

    @even.example
    def halves(n: int) -> int:
        if n < 4:
            raise ValueError("too small")
        return n

    found, trials = counted(even)
    assert min(found) == 4
    assert "n = 1, 2 are no sizes that even takes" in trials.notes[0].sentence
    assert "too small" in trials.notes[0].sentence


def test_a_least_size_is_found() -> None:
    found, trials = counted(on_powers_of(2, least=256))
    assert min(found) == 256 and not trials.failed


@pytest.mark.parametrize("exponential", [False, True])
@pytest.mark.parametrize("base", [2, 3, 5, 10])
def test_a_program_that_takes_powers_alone_is_counted_and_timed_at_powers(base: int, exponential: bool) -> None:
    found, trials = counted(on_powers_of(base), exponential=exponential)
    assert len(found) == MOST_SIZES and set(found) <= {base**k for k in range(40)}
    passed_over = any("are no sizes that powers takes" in note.sentence for note in trials.notes)
    assert passed_over == (base > 2 or exponential)


def test_a_size_is_what_the_example_is_asked_for() -> None:
    @task(size="n")
    def off(n: int) -> int:
        return n

    off.example(lambda n: n + 1)
    with pytest.raises(RecurError, match="the example of size 8 of off has size 9"):
        rungs_at(Trials(off, InventedClock().budget(1.0)), [8], 1)


def test_counts_are_taken_at_the_first_eleven_sizes(tmp_path: Path) -> None:
    found, trials = counted(loaded(tmp_path, SUM), 60.0)
    assert found == {2**k: 2 ** (k + 1) - 1 for k in range(MOST_SIZES)} and not trials.notes


def test_what_counts_nothing_ends_at_the_second_size(tmp_path: Path) -> None:
    assert counted(loaded(tmp_path, UNDECLARED))[0] == {1: 0, 2: 0}


def test_seven_declared_and_eight_run_is_refuted_by_the_times() -> None:
    evidence, per_task = timed_growth(*_synthetic("T(n) = 7T(n/2) + 1, T(1) = 1", lambda n: 2e-6 * n**3), False)
    assert (evidence.verdict, per_task) == (FitVerdict.REFUTED, False)


def test_a_task_that_raises_from_some_size_on_is_told_by_the_first(tmp_path: Path) -> None:
    found, trials = counted(loaded(tmp_path, FAILING))
    assert set(found) == {1, 2} and not trials.notes
    with pytest.raises(TaskFailed, match=r"total\(n = 4\) raised KeyError"):
        trials.require(ends=True)


def test_a_wrong_result_is_no_size_to_pass_over(tmp_path: Path) -> None:
    program = loaded(tmp_path, WRONG)
    for measured in (counted, lambda p: rungs_at(Trials(p, InventedClock().budget(1.0)), [4], 1)):
        with pytest.raises(WrongResult, match=r"the result of total\(n = 4\) is wrong"):
            measured(program)


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


@pytest.mark.parametrize("agree", [True, False])
def test_where_tasks_cost_nearly_all_the_time_nothing_is_refuted_by_it(agree: bool) -> None:
    """The time grows like n, as the tasks do; the time a task leaves open whether n log n is in it."""
    stray = dict(zip((2**k for k in range(9, 17)), (1.04, 0.95, 1.03, 1.05, 0.96, 1.04, 0.95, 1.02), strict=True))
    mostly_tasks = _synthetic(
        MERGE_SORT, lambda n: stray[n] * (2e-9 * n * (log2(n) + 1) + 1e-6 * (2 * n - 1)), lambda n: 2 * n - 1
    )
    evidence, per_task = timed_growth(*mostly_tasks, agree)
    assert (evidence.verdict, per_task) == (FitVerdict.INCONCLUSIVE, False)
    assert "every task costs" in evidence.reasons[-1].sentence


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
