"""A program measured: counted at small sizes, timed without spawns, then run on every engine.

The time allowed is shared out: a tenth to the counts, the rest in halves to the serial times and the parallel runs.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from fractions import Fraction
from math import inf
from pathlib import Path
from typing import Any, Protocol

from recur.executors.blas import one_thread_here
from recur.forkjoin.tasks.predictions import DeclaredCost, span_of, work_of
from recur.forkjoin.tasks.tasks import Task
from recur.measurement.evidence import Evidence
from recur.measurement.prediction import growth_of, outgrows_powers, predict, predict_values
from recur.measurement.samples import Sample, by_size
from recur.model import LimitExceeded, OutOfTime, RecurError, Step, limits
from recur.runs.counting_sizes import count_sizes
from recur.runs.machine import Machine, load, this_machine
from recur.runs.measured import Failure, Measured
from recur.runs.parallel_rows import ParallelTimes
from recur.runs.parallel_table import tabulated_runs
from recur.runs.parallel_times import RUNS_A_TURN, TURNS, measure_turn, transfer_seconds, turns_of
from recur.runs.programs import PythonProgram, load_program
from recur.runs.reasons import Circumstances
from recur.runs.serial_times import measure_serial
from recur.runs.sizes import Rung, call_at, climb, largest_size, rungs_at
from recur.runs.store import Store, open_store
from recur.runs.timed_growth import timed_growth

COUNTING = 0.1
MOST_COUNTING = 3.0  # seconds
GRACE = 2.0  # how many times longer than allowed a stage may take before it is stopped in the middle of a run,
ALLOWANCE = 10.0  # and this many seconds
ENGINES = ("threads", "processes")
EXAMPLE = 8


class Report(Protocol):
    """Told at every step: the stage, how much of it is done, of how much (0: nobody knows), and at what."""

    def __call__(self, stage: str, done: int, total: int, at: str = "") -> None: ...


def told_to_nobody(stage: str, done: int, total: int, at: str = "") -> None:
    """The report of a measurement that nobody watches."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure. Nothing given: sizes that fit into `seconds`, threads and processes, P = 1, 2, … processors."""

    seconds: float = 30.0
    repetitions: int = 5
    sizes: tuple[int, ...] = ()
    engines: tuple[str, ...] = ENGINES
    processors: tuple[int, ...] = ()
    parallel_size: int | None = None
    predicted: str | None = None
    options: dict[str, dict[str, Any]] = field(default_factory=dict)


def measure(
    program: PythonProgram, plan: Plan, store: Store | None = None, report: Report = told_to_nobody
) -> Measured:
    """The program measured after a plan; runs that the store has already are not made again.

    Raises what stops it before there is anything to say: `TaskFailed`, `WrongResult`, `RunTooLong`. What fails on
    one engine is told among the failures, beside the runs that did not.
    """
    measurement = _Measurement(program, plan, store or Store(), report)
    with suppress(Exception):  # told when it counts
        program.task.at(EXAMPLE)  # loads what would not be reached if it were loaded later
    with one_thread_here():
        return measurement.done()


def measure_file(
    text: str,
    plan: Plan | None = None,
    kept: Path | None = None,
    resume: bool = True,
    report: Report = told_to_nobody,
) -> Measured:
    """FILE.py:task measured, with the runs that are kept in a file."""
    program = load_program(text)
    with open_store(kept, program, this_machine(), resume) as store:
        return measure(program, plan or Plan(), store, report)


class _Measurement:
    def __init__(self, program: PythonProgram, plan: Plan, store: Store, report: Report) -> None:
        self.program, self.plan, self.store, self.report = program, plan, store, report
        self.task: Task = program.task
        self.notes: list[Step] = []
        self.failures: list[Failure] = []
        self._doing = ""
        self.load = load()
        self.machine: Machine = this_machine()

    def done(self) -> Measured:
        plan, work = self.plan, work_of(self.task)
        exponential = _is_exponential(work, plan.predicted)
        counting = min(COUNTING * plan.seconds, MOST_COUNTING)
        with self._within(counting):
            seen = _numbered(self._told, "counting")
            counts, notes = count_sizes(self.task, counting, bool(exponential), seen)
        self.notes += notes
        stage = (plan.seconds - counting) / (2 if plan.engines else 1)
        rungs = self._serial(stage, exponential)
        samples = tuple(self.store.samples)
        evidence, per_task = None, False
        if samples:
            evidence, per_task = self._judged(samples, rungs, work, counts is not None and counts.verdict == "equal")
        parallel = self._parallel(rungs, stage) if plan.engines else None
        return Measured(
            str(self.program.path),
            self.task.name,
            self.machine,
            self.load,
            None if work is None else work.text,
            None if (span := span_of(self.task)) is None else span.text,
            counts,
            samples,
            evidence,
            per_task,
            parallel,
            tuple(self.failures),
            tuple(self.notes),
        )

    def _serial(self, seconds: float, exponential: bool | None) -> tuple[Rung, ...]:
        plan, end = self.plan, time.monotonic() + seconds
        seen = _numbered(self._told, "warming up")
        with self._within(seconds):
            old = sorted({sample.size for sample in self.store.samples})
            if plan.sizes or old:
                rungs = rungs_at(self.task, plan.sizes or old, seen)
            else:
                rungs = climb(self.task, seconds, plan.repetitions, exponential, seen)
            total = len(rungs) * plan.repetitions
            step = _numbered(self._told, "timing", total)
            # Sizes that were asked for are measured, however long it takes.
            end = inf if plan.sizes else end
            if not measure_serial(self.task, rungs, plan.repetitions, end, self.store, step):
                taken = len(self.store.samples)
                self.notes.append(Step(f"The time allowed was over after {taken} of {total} samples."))
        return rungs

    def _told(self, stage: str, done: int, total: int, at: str = "") -> None:
        self._doing = f"{stage}, {at}" if at else stage
        self.report(stage, done, total, at)

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        """A stage, stopped where it takes much longer than planned: a single run does not end, or hardly."""
        allowed = GRACE * seconds + ALLOWANCE
        try:
            with limits.clock_limit(allowed):
                yield
        except OutOfTime as error:
            said = f"{self.task.name} did not come further within {allowed:.0f} s; the last step was {self._doing}"
            raise LimitExceeded(said, hint="allow more with --seconds, or name smaller --sizes") from error

    def _judged(
        self, samples: Sequence[Sample], rungs: Sequence[Rung], work: DeclaredCost | None, counts_agree: bool
    ) -> tuple[Evidence, bool]:
        times = by_size(samples)
        sizes = [at.size for at in times]
        prediction = None
        if self.plan.predicted is not None:
            prediction = predict(self.plan.predicted, sizes)
        elif work is not None:
            prediction = predict_values(work.text, work.system, work.function, sizes)
        return timed_growth(times, prediction, rungs, counts_agree and self.plan.predicted is None)

    def _parallel(self, rungs: Sequence[Rung], seconds: float) -> ParallelTimes | None:
        plan = self.plan
        turns = turns_of(plan.engines, plan.processors, plan.options)
        size = plan.parallel_size or self._parallel_size(rungs, seconds / (TURNS * (RUNS_A_TURN + 1) * len(turns)))
        around = Circumstances(self.machine, self.load, 0.0)
        if any(engine != "threads" for engine in plan.engines):
            around = Circumstances(self.machine, self.load, transfer_seconds(call_at(self.task, size)))
        step = _numbered(self._told, "running in parallel", TURNS * len(turns))
        end, failed = time.monotonic() + GRACE * seconds + ALLOWANCE, set()
        for number in range(1, TURNS + 1):
            for turn in turns:
                try:
                    if turn[0] not in failed:
                        options = plan.options.get(turn[0], {})
                        measure_turn(self.task, size, turn, number, end, self.store, options)
                except RecurError as error:
                    failed.add(turn[0])
                    self.failures.append(Failure(*turn, error))
                step(size)
        work, span = (_value(found, size) for found in (work_of(self.task), span_of(self.task)))
        return tabulated_runs(self.task, size, self.store.runs, work, span, around)

    def _parallel_size(self, rungs: Sequence[Rung], seconds: float) -> int:
        """The largest size whose runs fit; of a measurement that goes on, the one it had."""
        if self.store.runs:
            return self.store.runs[-1].sample.size
        fitting = [rung.size for rung in rungs if rung.seconds <= seconds]
        size = max(fitting, default=rungs[0].size)
        if self.task.declared.serial is None:
            return size
        with self._within(seconds):
            return largest_size(self.task, size, seconds)


def _is_exponential(work: DeclaredCost | None, predicted: str | None) -> bool | None:
    """Does the predicted work outgrow every power of n? None where nothing is predicted, or nothing is proved."""
    if predicted is not None:
        growth = predict(predicted, [2, 3]).growth
    elif work is not None:
        growth = growth_of(work.system, work.function)
    else:
        return None
    return None if growth is None else outgrows_powers(growth)


def _value(prediction: DeclaredCost | None, size: int) -> Fraction | None:
    if prediction is None:
        return None
    try:
        return prediction.number(size)
    except RecurError:
        return None


def _numbered(report: Report, stage: str, total: int = 0) -> Callable[[int], None]:
    """A report for every call, counted; the size it is called with is of no concern where the total is known."""
    done = 0

    def seen(size: int) -> None:
        nonlocal done
        done += 1
        report(stage, done, total, "" if total else f"n = {size:,}")

    report(stage, 0, total)
    return seen
