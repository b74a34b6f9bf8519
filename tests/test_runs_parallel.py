"""T_P beside its bounds, and the likely reason where nothing is gained: all from times that no clock made."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from recur.executors.cutoff import JOBS_A_WORKER
from recur.executors.jobs import Transfer
from recur.executors.serial import SerialEngine
from recur.forkjoin import Task, count, task
from recur.forkjoin.tasks.predictions import work_of
from recur.measurement.samples import Sample
from recur.runs.machine import Machine
from recur.runs.parallel_rows import ParallelRow, ParallelTimes
from recur.runs.parallel_table import declared_grain, tabulated_runs
from recur.runs.parallel_times import shared_arguments
from recur.runs.reasons import Circumstances
from recur.runs.store import ParallelRun

MACHINE = Machine("abacus", 4, 4, "Linux x86_64", "CPython 3.11.7", True)
QUIET = Circumstances(MACHINE, 0.1, 0.0)
N = 1024


@task(work="T(n) = 2T(n/2) + n, T(1) = 1", span="T(n) = T(n/2) + n, T(1) = 1", size="n")
def sort(n: int) -> None:
    count(n)


@task(work="T(n) = 2T(n/2) + n, T(1) = 1", size="n", cutoff=256)
def coarse(n: int) -> None:
    count(n)


def runs(engine: str, workers: int, *seconds: float, jobs: int = 32, trip: float = 2e-5, busy: Any = 1.0) -> list[Any]:
    return [ParallelRun(Sample(N, s, i, engine, "sort", workers), jobs, trip, busy) for i, s in enumerate(seconds, 1)]


def table(
    *parallel: list[Any],
    serial: float = 1.0,
    work: int | None = 11 * N,
    span: int | None = N,
    around: Circumstances = QUIET,
    busy: float = 1.0,
    program: Task = sort,
) -> ParallelTimes:
    all_runs = runs("serial", 1, serial, serial * 1.01, serial * 0.99, jobs=1, busy=busy)
    for each in parallel:
        all_runs += each
    total = None if work is None else Fraction(work)
    found = tabulated_runs(
        N,
        all_runs,
        total,
        None if span is None else Fraction(span),
        around,
        declared_grain(program.declared.cutoff, work_of(program), total),
    )
    assert found is not None
    return found


def only_row(*parallel: list[Any], **options: Any) -> ParallelRow:
    [row] = table(*parallel, **options).rows
    return row


def reason(*parallel: list[Any], **options: Any) -> str:
    found = only_row(*parallel, **options).reason
    return "" if found is None else found.sentence


def test_speed_up_efficiency_and_serial_fraction_are_of_the_medians() -> None:
    row = only_row(runs("processes", 4, 0.4, 0.5, 9.0, busy=None))
    assert row.seconds == 0.5
    assert row.speedup == 2.0
    assert row.efficiency == 0.5
    assert row.karp_flatt == pytest.approx((1 / 2 - 1 / 4) / (1 - 1 / 4))


def test_the_bounds_are_the_work_law_the_span_law_and_brent_with_grain_and_burden() -> None:
    row = only_row(runs("processes", 2, 0.6))
    span, grain, burden = 1 / 11, 1 / (2 * JOBS_A_WORKER), 32 * 2e-5
    assert row.low == pytest.approx(0.5)
    assert row.high == pytest.approx((1 - span) / 2 + span + grain + burden)
    assert only_row(runs("processes", 64, 0.6)).low == pytest.approx(span)
    assert row.placing == "inside"


def test_a_coarse_program_is_granted_its_longest_strand() -> None:
    # T(256)/T(1024) = 256·9/(1024·11)
    fine = only_row(runs("processes", 4, 0.4))
    row = only_row(runs("processes", 4, 0.4), program=coarse)
    assert row.high - fine.high == pytest.approx(9 / 44 - 1 / (4 * JOBS_A_WORKER))


def test_without_a_span_only_the_work_law_is_left() -> None:
    found = table(runs("threads", 2, 0.6, busy=2.0), span=None)
    assert found.span_seconds is None and found.parallelism is None
    assert found.rows[0].low == pytest.approx(0.5)
    assert found.rows[0].high == pytest.approx(1.0 + 32 * 2e-5)


@pytest.mark.parametrize(("seconds", "placing"), [(0.3, "below"), (0.49, "inside"), (0.6, "inside"), (0.9, "above")])
def test_a_time_is_below_inside_or_above_its_bounds(seconds: float, placing: str) -> None:
    assert only_row(runs("processes", 2, seconds, busy=None)).placing == placing


def test_a_good_speed_up_needs_no_reason() -> None:
    assert reason(runs("threads", 2, 0.55, busy=1.9)) == ""
    assert reason(runs("threads", 1, 1.5)) == ""


@pytest.mark.parametrize(
    ("said", "parallel", "options"),
    [
        ("the interpreter lock lets one thread at a time run Python", runs("threads", 2, 1.0, busy=1.0), {}),
        ("2.0 processors were busy", runs("threads", 2, 1.0, busy=2.0), {}),
        (
            "pickling: to pack and unpack",
            runs("processes", 2, 1.0, busy=None),
            {"around": replace(QUIET, transfer=0.2)},
        ),
        ("it is too small", runs("processes", 2, 1e-4, trip=1e-4, busy=None), {"serial": 1e-4}),
        ("it is too small", runs("processes", 2, 1.0, jobs=9000, trip=1e-4, busy=None), {}),
        ("T₁/T∞ is 1.10 at this size", runs("processes", 2, 1.0, busy=None), {"span": 10 * N}),
        ("nothing was spawned", runs("processes", 2, 1.0, jobs=1, busy=None), {}),
        ("8 workers share 4 processors", runs("processes", 8, 1.0, busy=None), {}),
        (
            "the machine was busy before: 3.0",
            runs("processes", 2, 1.0, busy=None),
            {"around": replace(QUIET, load=3.0)},
        ),
        ("memory bandwidth", runs("processes", 2, 1.0, busy=None), {}),
    ],
)
def test_no_speed_up_has_its_likely_reason(said: str, parallel: list[Any], options: dict[str, Any]) -> None:
    found = reason(parallel, **options)
    assert found.startswith("No speed-up: ")
    assert said in found


def moved(bytes: int, milliseconds: float, of: float, seconds: float = 1.0) -> list[Any]:
    """Ten jobs that each moved so many bytes, in so many of their milliseconds."""
    each = Transfer(10 * bytes, int(1e7 * milliseconds), int(1e7 * of))
    return [replace(run, transfer=each) for run in runs("processes", 2, seconds, jobs=10, busy=None)]


@pytest.mark.parametrize(
    ("said", "parallel"),
    [
        (
            "copying: each of the 10 jobs moved 8 MB between processes, which took 62 ms of its 70 ms",
            moved(8_000_000, 62, 70),
        ),
        ("copying: each of the 10 jobs moved 300 bytes", moved(300, 30, 100)),
        ("the jobs took 1.9 s in all, and 1 s without spawns", moved(1000, 2, 190)),
        ("the 2 workers had nothing to do for 50% of the time", moved(1000, 2, 100)),
    ],
)
def test_what_jobs_moved_and_how_long_they_were_is_told_by_what_was_measured(said: str, parallel: list[Any]) -> None:
    assert said in reason(*[parallel])


def test_a_round_trip_is_told_with_its_share_of_the_time() -> None:
    said = reason(runs("processes", 2, 1.0, jobs=600, trip=1e-3, busy=None))
    assert said.endswith("takes 1 ms, 600 times, 600 ms of 1 s.")


def test_what_waits_is_not_held_up_by_the_interpreter_lock() -> None:
    assert "interpreter lock" not in reason(runs("threads", 2, 1.0, busy=0.0), busy=0.01)
    assert "share" not in reason(runs("threads", 8, 0.9, busy=0.0), busy=0.01)


def test_without_the_lock_threads_are_told_of_their_memory() -> None:
    free = replace(QUIET, machine=replace(MACHINE, interpreter_lock=False))
    assert "interpreter lock lets" not in reason(runs("threads", 2, 1.0, busy=1.1), around=free)


def test_slower_above_and_below_are_said_as_such() -> None:
    assert reason(runs("threads", 2, 2.0)).startswith("Slower than without spawns: ")
    assert reason(runs("processes", 4, 0.8, busy=None)).startswith("Above the bound: ")
    assert reason(runs("processes", 2, 0.3, busy=None)).startswith("Faster than the work law allows")


def test_rows_stand_by_engine_and_by_workers_and_other_sizes_stay_out() -> None:
    other = [ParallelRun(Sample(7, 9.0, 1, "threads", "sort", 2), 1, 1e-5)]
    found = table(
        runs("mpi", 1, 1.0), runs("processes", 2, 0.6), runs("threads", 2, 1.0), runs("threads", 1, 1.0), other
    )
    assert [(row.engine, row.workers) for row in found.rows] == [
        ("threads", 1),
        ("threads", 2),
        ("processes", 2),
        ("mpi", 1),
    ]
    best = found.best
    assert best is not None and best.engine == "processes"


def test_without_a_serial_run_there_is_nothing_to_compare_with() -> None:
    assert tabulated_runs(N, runs("threads", 2, 1.0), None, None, QUIET) is None


def test_arrays_lie_where_workers_see_them_wherever_they_stand_among_the_arguments() -> None:
    numpy = pytest.importorskip("numpy")
    old, new = numpy.zeros(3), numpy.ones(3)
    call = sort((old, [new, 7]), old, buffers=[new])

    class Sharing(SerialEngine):
        def share(self, array: Any) -> Any:
            return array.copy()

    (first, [second, seven]), again = shared_arguments(Sharing(), call).args
    assert again is first and first is not old and (first == old).all()
    assert shared_arguments(Sharing(), call).kwargs["buffers"][0] is not new and seven == 7 and second is not new
