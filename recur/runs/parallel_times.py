"""T_P: the same call on every engine with P = 1, 2, … workers, and beside it without any spawn, in turns."""

import contextlib
import pickle
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from recur.crew import usable_processors
from recur.executors import Engine, EngineMissing, open_engine
from recur.forkjoin.laws.laws import doubling
from recur.forkjoin.tasks.agreement import WrongResult
from recur.forkjoin.tasks.tasks import Call, Task
from recur.measurement.samples import Sample
from recur.runs.budget import Budget
from recur.runs.serial_times import SERIAL
from recur.runs.store import ParallelRun
from recur.runs.trials import example_at

TURNS = 2
RUNS_A_TURN = 2
ENDING = 0.9  # of the time that is left
LEAST = 1e-3  # seconds that a run is given in any case

Turn = tuple[str, int]


def turns_of(
    engines: Sequence[str], processors: Sequence[int], options: Mapping[str, Mapping[str, Any]] | None = None
) -> tuple[Turn, ...]:
    """Serial first, then each engine with each number of workers, or up to as many as it finds.

    Most workers come first: where the time is short, they show most.
    """
    turns: list[Turn] = []
    for engine in engines:
        if engine != SERIAL:
            found = processors or counts_of_workers(workers_there_are(engine, (options or {}).get(engine, {})))
            turns += [(engine, p) for p in found]
    return (SERIAL, 1), *sorted(turns, key=lambda turn: -turn[1])


def workers_there_are(engine: str, options: Mapping[str, Any]) -> int:
    """As many as there are processors here; of a job or a cluster that was started before, its own."""
    if engine != "mpi" and "address" not in options:
        return usable_processors()
    try:
        with open_engine(engine, **options) as opened:
            return opened.workers
    except EngineMissing:  # which the runs on it will tell
        return 1


def counts_of_workers(most: int) -> tuple[int, ...]:
    """1, 2, … up to the workers there are; of many, the powers of two and the last."""
    if most <= 8:
        return tuple(range(1, most + 1))
    return (*(p for p in doubling(most) if p < most), most)


def wanted_runs(turn: Turn, size: int, number: int, before: Sequence[ParallelRun]) -> range:
    """The repetitions that the `number`th turn of a kind has still to make."""
    have = sum((run.sample.engine, run.sample.workers, run.sample.size) == (*turn, size) for run in before)
    return range(max(have, (number - 1) * RUNS_A_TURN) + 1, number * RUNS_A_TURN + 1)


def measure_turn(
    task: Task, size: int, turn: Turn, wanted: range, budget: Budget, options: dict[str, Any]
) -> Iterator[ParallelRun]:
    """These runs on one engine; raises `RunTooLong` where a run does not end in time."""
    engine, workers = turn
    with open_engine(engine, workers, **options) as opened:
        yield from _runs(opened, task, size, wanted, budget)


def _runs(engine: Engine, task: Task, size: int, wanted: range, budget: Budget) -> Iterator[ParallelRun]:
    """Some runs on an engine that was just opened; a first one warms it up, and its result is checked."""
    call = shared_arguments(engine, example_at(task, size))
    result = engine.run(call, _allowed(budget))
    if not task.is_right(result.value, call):
        raise WrongResult(f"the result of {call.label} on {engine.name} is wrong: its own check refuses it")
    for number in wanted:
        del result  # what it holds is not given back within the time of the next
        busy = time.process_time_ns()
        result = engine.run(call, _allowed(budget))
        busy = time.process_time_ns() - busy
        sample = Sample(size, max(result.nanoseconds, 1) / 1e9, number, engine.name, task.name, engine.workers)
        here = busy / max(result.nanoseconds, 1) if engine.runs_here else None
        yield ParallelRun(sample, result.jobs, engine.round_trip / 1e9, here, result.transfer)


def _allowed(budget: Budget) -> float:
    """Seconds for a run, so that there is time to end its workers."""
    return max(ENDING * budget.left, LEAST)


def shared_arguments(engine: Engine, call: Call) -> Call:
    """The call with its arrays where the workers see them, as a program that cares for its time would place them."""
    placed: dict[int, Any] = {}

    def place(value: Any) -> Any:
        if type(value) in (list, tuple):
            return type(value)(map(place, value))
        if not _is_array(value):
            return value
        if id(value) not in placed:  # one array stays one, wherever it stands
            placed[id(value)] = engine.share(value)
        return placed[id(value)]

    return Call(call.task, place(call.args), {name: place(value) for name, value in call.kwargs.items()})


def _is_array(value: object) -> bool:
    kind = type(value)
    return kind.__module__ == "numpy" and kind.__name__ == "ndarray"


def transfer_seconds(call: Call) -> float:
    """What it takes to pack and unpack arguments and result once, as they pass between processes.

    Arrays are left out: they lie in shared memory.
    """
    value = call.run()
    spent = 0.0
    for each in (tuple(x for x in call.args if not _is_array(x)), None if _is_array(value) else value):
        start = time.perf_counter()
        with contextlib.suppress(pickle.PicklingError, TypeError, AttributeError):
            pickle.loads(pickle.dumps(each, pickle.HIGHEST_PROTOCOL))
        spent += time.perf_counter() - start
    return spent
