"""A program measured: counted at small sizes, timed without spawns, then run on every engine.

The time allowed is shared out: a tenth to the counts, the rest in halves to the serial times and the parallel runs. It
is a promise: a run that would not fit is not begun, one that does not end in time is stopped, and both are told.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import takewhile
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

from recur.executors.blas import one_thread_here
from recur.executors.failures import RunTooLong
from recur.forkjoin.tasks.agreement import declares_a_mean
from recur.forkjoin.tasks.counting import Count
from recur.forkjoin.tasks.means import RUNS
from recur.forkjoin.tasks.predictions import DeclaredCost, declared_cost, span_of, work_of
from recur.forkjoin.tasks.tasks import Task
from recur.measurement.samples import Sample
from recur.model import LimitExceeded, OutOfTime, RecurError, Step, limits
from recur.model.records import field, frozen, replace
from recur.runs.budget import Budget, Clock
from recur.runs.concluding import conclusion_of
from recur.runs.counting_sizes import count_again, counts_of, executed_at, ladder_of
from recur.runs.derived import derived_bound
from recur.runs.ledger import CountAtSize, EndedBy, Interrupted, Ledger, Subject
from recur.runs.machine import lateness, load, slowness, this_machine
from recur.runs.measured import FEWEST_COUNTS, Failure, Measured
from recur.runs.parallel_times import RUNS_A_TURN, TURNS, Turn, measure_turn, transfer_seconds, turns_of, wanted_runs
from recur.runs.plain_functions import PlainFunction, allow_deep_calls
from recur.runs.programs import PythonProgram, load_program
from recur.runs.reasons import Circumstances
from recur.runs.serial_times import SERIAL, measure_serial
from recur.runs.sizes import Rung, climb, largest_size, rungs_at
from recur.runs.store import Store, open_store
from recur.runs.trials import BASES, ENDLESS, Trials, example_at

CONCLUDING = 0.5  # seconds of a processor to judge and to write what was measured,
MOST_CONCLUDING = 0.3  # and at most this part of the time
OPENING = 0.4  # seconds of a processor to start a worker process
COUNTING = 0.2
MOST_COUNTING = 3.0  # seconds
COUNTING_LINES = 0.4  # of a plain function, which the trace slows down
DERIVING = 0.2
FAR = 7  # sizes 1, 2, … 64
COUNTING_MEANS = 0.3  # where every size is counted many times
LISTED = 4
STEEP = 16
DELAY = 0.1  # seconds by which a busy machine may delay workers
PARALLEL = "running in parallel"
ENGINES = ("threads", "processes")
EXAMPLE = 8
MEMORY = 0.5  # of the machine's, which a plain function may take


class Report(Protocol):
    """Told at every step: the stage, how much of it is done, of how much (0: nobody knows), and at what."""

    def __call__(self, stage: str, done: int, total: int, at: str = "") -> None: ...


def told_to_nobody(stage: str, done: int, total: int, at: str = "") -> None:
    """The report of a measurement that nobody watches."""


@frozen
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
    inputs: str | None = None
    lines_only: bool = False


def time_to_measure(seconds: float, slow: float = 1.0, late: float = 0.0, clock: Clock = perf_counter) -> Budget:
    """What is left of the seconds promised when the conclusions have their part, on a machine that is so many times
    slower than one that is quiet, and where the start was late.

    >>> time_to_measure(30, 4, 0, lambda: 0.0).left, time_to_measure(6, 4, 1, lambda: 0.0).left
    (28.0, 4.2)
    """
    return Budget.of(seconds - min(CONCLUDING * slow + late, MOST_CONCLUDING * seconds), clock)


def measure(
    program: PythonProgram,
    plan: Plan,
    store: Store | None = None,
    report: Report = told_to_nobody,
    budget: Budget | None = None,
) -> Measured:
    """The program measured after a plan; runs that the store has already are not made again.

    What ends it before its time (a task that raises, a limit, Ctrl-C) is told beside what was measured until then;
    it is raised where that is nothing. What fails on one engine is told among the failures.
    """
    ledger = Ledger(store or Store())
    measure_into(ledger, program, plan, report, budget or time_to_measure(plan.seconds, slowness(), lateness()))
    return conclusion_of(ledger, plan.predicted)


def measure_file(
    text: str,
    plan: Plan | None = None,
    kept: Path | None = None,
    resume: bool = True,
    report: Report = told_to_nobody,
) -> Measured:
    """FILE.py:task measured, with the runs that are kept in a file."""
    plan = plan or Plan()
    budget, ledger = time_to_measure(plan.seconds, slowness(), lateness()), Ledger()
    measure_file_into(ledger, text, plan, kept, resume, report, budget)
    return conclusion_of(ledger, plan.predicted)


def measure_file_into(
    ledger: Ledger,
    text: str,
    plan: Plan,
    kept: Path | None,
    resume: bool,
    report: Report,
    budget: Budget,
    apart: bool = False,
) -> None:
    """The same, entry by entry; in a process `apart` a plain function is given a limit of memory, too."""
    with _ending_told(ledger, budget):
        program = load_program(text, plan.inputs)
        if program.is_plain:
            allow_deep_calls()
            if apart:
                limits.limit_memory(int(MEMORY * limits.machine_memory()))
        with open_store(kept, program, this_machine(), resume) as store:
            ledger.take_over(store)
            measure_into(ledger, program, plan, report, budget)


def measure_into(ledger: Ledger, program: PythonProgram, plan: Plan, report: Report, budget: Budget) -> None:
    """A program that is loaded, measured entry by entry; nothing is raised but faults of recur's own."""
    with _ending_told(ledger, budget):
        with suppress(Exception):  # told when it counts
            program.task.at(EXAMPLE)  # loads what would not be reached if it were loaded later
        with one_thread_here(), _nothing_old_collected():
            _Measurement(ledger, program, plan, report, budget).run()


@contextmanager
def _nothing_old_collected() -> Iterator[None]:
    """What is there before the runs is no garbage: to look through it before each sample would cost more than many."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def _ending_told(ledger: Ledger, budget: Budget) -> Iterator[None]:
    """Whatever ends the block is entered as the end of the measurement."""
    try:
        with budget.limit(budget.left):
            yield
    except OutOfTime:
        ledger.enter(Step("The time allowed was over before all was measured."))
    except RecurError as error:
        ledger.enter(EndedBy(error))
    except KeyboardInterrupt:
        ledger.enter(EndedBy(Interrupted(ledger.kept)))


class _Measurement:
    def __init__(self, ledger: Ledger, program: PythonProgram, plan: Plan, report: Report, budget: Budget) -> None:
        self.ledger, self.program, self.plan, self.report, self.budget = ledger, program, plan, report, budget
        self.task: Task = program.task
        self.machine, self.load = this_machine(), load()

    def run(self) -> None:
        task, work = self.task, work_of(self.task)
        program, span, cutoff = str(self.program.path), span_of(task), task.declared.cutoff
        derived = self._derived(self.budget.part(DERIVING))
        subject = Subject(program, task.name, self.machine, self.load, work, span, cutoff, derived)
        self.ledger.enter(subject)
        exponential = _is_exponential(work, self.plan.predicted or derived)
        if self.program.is_plain:
            self._count_lines(self.budget.part(1.0 if self.plan.lines_only else COUNTING_LINES), exponential)
            if not self.plan.lines_only:
                self._serial(self.budget, exponential)
            return
        counting = self.budget.part(COUNTING, MOST_COUNTING)
        if declares_a_mean(task):
            counting = self.budget.part(COUNTING_MEANS)
        self._count(counting, exponential)
        rungs = self._serial(self.budget.part(0.5 if self.plan.engines else 1.0), exponential)
        if self.plan.engines and rungs:
            self._parallel(rungs)

    def _derived(self, budget: Budget) -> str | None:
        """The bound of a plain function that nobody gave a bound; None where none is derived in time."""
        task = self.task
        if self.plan.predicted is not None or not isinstance(task, PlainFunction):
            return None
        with suppress(Exception), budget.limit(budget.left):  # what the inputs raise is told when they count
            return derived_bound(Path(task.file), task.plain, lambda n: task.at(n).args)
        return None

    def _count_lines(self, budget: Budget, exponential: bool | None) -> None:
        """Doubling first; where that soon takes too long and nobody knows better, all small sizes."""
        assert isinstance(self.task, PlainFunction)
        asked, file, taken = self.plan.sizes, self.task.file, set[int]()
        climbs = [ladder_of(bool(exponential), asked)]
        if exponential is None and not asked:
            climbs.append(ladder_of(True))
        for ladder in climbs:
            trials = self._trials("counting lines", budget.part(0.5) if len(climbs) > 1 else budget)
            for found in executed_at(trials, file, (size for size in ladder if size not in taken), BASES):
                self.ledger.enter(found)
                taken.add(found.size)
            if trials.taken >= FAR and not trials.failed:
                break
        self._end(trials, None if taken else exponential)

    def _trials(self, stage: str, budget: Budget) -> Trials:
        return Trials(self.task, budget, _numbered(self.report, stage))

    def _end(self, trials: Trials, exponential: bool | None) -> None:
        """Told: the sizes that were passed over, and the one that the program does not come past."""
        for note in trials.notes:
            self.ledger.enter(note)
        trials.require(ends=exponential is False)

    def _count(self, budget: Budget, exponential: bool | None) -> None:
        asked = self.plan.sizes
        trials = self._trials("counting", budget.part(0.5) if asked else budget)
        self._counted(trials, ladder_of(bool(exponential), asked), () if asked else BASES)
        if not asked:
            self._end(trials, exponential)
        elif trials.taken < min(len(asked), FEWEST_COUNTS):
            smaller = self._trials("counting", budget)
            below = takewhile(lambda size: size < asked[0], ladder_of(bool(exponential)))
            self._counted(smaller, below, ())
            self._end(smaller, None if smaller.taken else exponential)

    def _counted(self, trials: Trials, sizes: Iterator[int], bases: Sequence[int]) -> None:
        def enter(size: int, count: Count) -> None:
            self.ledger.enter(CountAtSize(size, replace(count, value=None)))

        counts_of(trials, sizes, bases, enter)
        if declares_a_mean(self.task):
            with suppress(OutOfTime), trials.budget.limit(trials.budget.left):
                count_again(trials, sorted(self.ledger.counts), RUNS, enter)

    def _serial(self, budget: Budget, exponential: bool | None) -> tuple[Rung, ...]:
        plan, ledger = self.plan, self.ledger
        trials, before = self._trials("warming up", budget), tuple(ledger.store.samples)
        unfit: tuple[int, ...] = ()
        if asked := plan.sizes or tuple(sorted({sample.size for sample in before})):
            rungs, unfit = rungs_at(trials, asked, plan.repetitions)
        else:
            rungs = climb(trials, plan.repetitions, exponential)
        for rung in rungs:
            ledger.enter(rung)
        if unfit:
            ledger.enter(_unfit(unfit, plan))
        total = len(rungs) * plan.repetitions
        step = _numbered(self.report, "timing", total)

        def taken(sample: Sample) -> None:
            ledger.enter(sample)
            step(sample.size)

        if not measure_serial(self.task, rungs, plan.repetitions, budget, before, taken):
            ledger.enter(Step(f"The time allowed was over after {len(ledger.store.samples)} of {total} samples."))
        self._end(trials, exponential)
        return rungs

    def _parallel(self, rungs: Sequence[Rung]) -> None:
        plan, ledger, budget = self.plan, self.ledger, self.budget
        turns = turns_of(plan.engines, plan.processors, plan.options)
        most = budget.left / (TURNS * (RUNS_A_TURN + 1) * len(turns))
        size = plan.parallel_size or self._parallel_size(rungs, most)
        around = Circumstances(self.machine, self.load, 0.0)
        if any(engine != "threads" for engine in plan.engines):
            around = Circumstances(self.machine, self.load, transfer_seconds(example_at(self.task, size)))
        ledger.enter(around)
        step = _numbered(self.report, PARALLEL, TURNS * len(turns))
        alone = next((rung.seconds for rung in rungs if rung.size == size), 0.0)
        took = {turn: (RUNS_A_TURN + 1) * alone + self._opening(*turn) for turn in turns}
        failed: set[str] = set()
        left_out: list[Turn] = []
        for number, turn in ((number, turn) for number in range(1, TURNS + 1) for turn in turns):
            if turn[0] in failed:
                continue
            if not budget.fits(took[turn]):
                left_out += [turn] if number == 1 else []
                continue
            begun = budget.clock()
            if not self._turned(size, turn, number, took[turn]):
                failed.add(turn[0])
            took[turn] = budget.clock() - begun
            step(size)
        if left_out:
            listed = ", ".join(f"{engine} with {p}" for engine, p in left_out)
            ledger.enter(Step(f"The time allowed was over before these were run: {listed}."))

    def _opening(self, engine: str, workers: int) -> float:
        """What it takes to start the workers of an engine, on this machine as busy as it is."""
        return 0.0 if engine in (SERIAL, "threads") else OPENING * workers * max(slowness() / self.machine.usable, 1.0)

    def _turned(self, size: int, turn: Turn, number: int, expected: float) -> bool:
        """One turn of an engine, each run entered as it ends; False where the engine is done with."""
        wanted, had = wanted_runs(turn, size, number, self.ledger.store.runs), self.budget.left
        try:
            if wanted:
                options = self.plan.options.get(turn[0], {})
                for run in measure_turn(self.task, size, turn, wanted, self.budget, options):
                    self.ledger.enter(run)
        except RunTooLong as error:
            self._stopped(turn, had, expected, error.running)
            return False
        except limits.Stopped:  # before the engine said so
            self._stopped(turn, had, expected, ())
            raise
        except RecurError as error:
            self.ledger.enter(Failure(*turn, error))
            return False
        return True

    def _stopped(self, turn: Turn, had: float, expected: float, running: Sequence[str]) -> None:
        """Told: a turn that did not end; as a failure where that was many times what was to be expected."""
        still = f"; still running: {', '.join(running[:LISTED])}" if running else ""
        said = f"did not end in the {had:.2g} s that were left{still}"
        if had > ENDLESS * max(expected, DELAY):
            self.ledger.enter(Failure(*turn, LimitExceeded(said, hint="allow more with --seconds")))
        else:
            self.ledger.enter(Step(f"{turn[0]} with {turn[1]}: {said}."))

    def _parallel_size(self, rungs: Sequence[Rung], seconds: float) -> int:
        """The largest size whose runs fit; of a measurement that goes on, the one it had."""
        if self.ledger.store.runs:
            return self.ledger.store.runs[-1].sample.size
        fitting = [rung.size for rung in rungs if rung.seconds + rung.making <= seconds]
        size = max(fitting, default=rungs[0].size)
        if self.task.declared.serial is None:
            return size
        return largest_size(self._trials("looking for a size to run in parallel", self.budget.part(0.3)), size, seconds)


def _unfit(sizes: Sequence[int], plan: Plan) -> Step:
    """The sizes that were asked for and do not fit, and what helps."""
    listed = ", ".join(f"{size:,}" for size in sizes)
    verb = "does" if len(sizes) == 1 else "do"
    return Step(f"n = {listed} {verb} not fit into {plan.seconds:g} s: allow more with --seconds.")


def _is_exponential(work: DeclaredCost | None, predicted: str | None) -> bool | None:
    """Does the predicted work outgrow every power of n, as far as three values show? It only chooses the sizes.

    Of n^k, W(2n)/W(n) stays as it is; of b^n it is squared by every doubling. None where nothing is predicted, and
    where it is a bound that need not be reached.
    """
    cost = declared_cost(predicted) if predicted is not None else work
    if cost is None:
        return None
    try:
        small, middle, large = (cost.number(size) for size in (8, 16, 32))
    except RecurError:
        return None
    if not (small > 0 and middle > small and large > middle):
        return False
    exponential = (large / middle) ** 2 > (middle / small) ** 3 and large / middle > STEEP
    return None if exponential and predicted is not None and cost.side else exponential


def _numbered(report: Report, stage: str, total: int = 0) -> Callable[[int], None]:
    """A report for every call, counted; the size it is called with is of no concern where the total is known."""
    done = 0

    def seen(size: int) -> None:
        nonlocal done
        done += 1
        report(stage, done, total, "" if total else f"n = {size:,}")

    report(stage, 0, total)
    return seen
