"""T_P: the same call on every engine with P = 1, 2, … workers, and beside it without any spawn, in turns."""

import contextlib
import pickle
import time
from collections.abc import Mapping, Sequence
from typing import Any

from recur.executors import Engine, EngineMissing, open_engine
from recur.executors.engine import usable_processors
from recur.forkjoin.laws.laws import doubling
from recur.forkjoin.tasks.agreement import WrongResult
from recur.forkjoin.tasks.tasks import Call, Task
from recur.measurement.samples import Sample
from recur.model import LimitExceeded
from recur.runs.serial_times import SERIAL
from recur.runs.sizes import call_at
from recur.runs.store import ParallelRun, Store

TURNS = 2
RUNS_A_TURN = 2

Turn = tuple[str, int]


def turns_of(
    engines: Sequence[str], processors: Sequence[int], options: Mapping[str, Mapping[str, Any]] | None = None
) -> tuple[Turn, ...]:
    """Serial first, then each engine with each number of workers; none given: up to as many as it finds."""
    turns = [(SERIAL, 1)]
    for engine in engines:
        if engine != SERIAL:
            found = processors or counts_of_workers(workers_there_are(engine, (options or {}).get(engine, {})))
            turns += [(engine, p) for p in found]
    return tuple(turns)


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


def measure_turn(
    task: Task, size: int, turn: Turn, number: int, end: float, store: Store, options: dict[str, Any]
) -> None:
    """The runs of one turn, the `number`th of its kind, into the store, as far as they are not there.

    Raises `LimitExceeded` where `end` (of `time.monotonic`) comes before.
    """
    engine, workers = turn
    have = sum((run.sample.engine, run.sample.workers, run.sample.size) == (*turn, size) for run in store.runs)
    wanted = min(number * RUNS_A_TURN - have, RUNS_A_TURN)
    if wanted > 0:
        left = end - time.monotonic()
        if left <= 0:
            raise LimitExceeded("the time allowed was over before it ran")
        with open_engine(engine, workers, **options) as opened:
            _take(opened, task, size, wanted, left, store)


def _take(engine: Engine, task: Task, size: int, wanted: int, seconds: float, store: Store) -> None:
    """Some runs on an engine that was just opened; a first one warms it up, and its result is checked."""
    call = _shared(engine, call_at(task, size))
    end = time.monotonic() + seconds
    result = engine.run(call, seconds)
    if not task.is_right(result.value, call):
        raise WrongResult(f"the result of {call.label} on {engine.name} is wrong: its own check refuses it")
    kept = [run for run in store.runs if (run.sample.engine, run.sample.workers) == (engine.name, engine.workers)]
    for number in range(1, wanted + 1):
        del result  # what it holds is not given back within the time of the next
        busy = time.process_time_ns()
        result = engine.run(call, max(end - time.monotonic(), 1e-3))
        busy = time.process_time_ns() - busy
        sample = Sample(
            size, max(result.nanoseconds, 1) / 1e9, len(kept) + number, engine.name, task.name, engine.workers
        )
        here = busy / max(result.nanoseconds, 1) if engine.runs_here else None
        store.add_run(ParallelRun(sample, result.jobs, engine.round_trip / 1e9, here))


def _shared(engine: Engine, call: Call) -> Call:
    """The call with its arrays where the workers see them, as a program that cares for its time would place them."""
    return Call(call.task, tuple(engine.share(x) if _is_array(x) else x for x in call.args), call.kwargs)


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
