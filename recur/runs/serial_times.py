"""Times of the program without its spawns, run through to its base: every size once, then every size again, and so on.

Rounds, because a machine that grows warm or busy would otherwise bend the curve; each in another order, since what ran
before leaves its caches behind. The garbage collector is off while the clock runs.
"""

import gc
import time
from collections.abc import Callable, Sequence
from random import Random

from recur.forkjoin.tasks.tasks import Call, Task
from recur.measurement.samples import Sample
from recur.runs.sizes import Rung, call_at, run_through
from recur.runs.store import Store

SERIAL = "serial"


def measure_serial(
    task: Task,
    rungs: Sequence[Rung],
    repetitions: int,
    end: float,
    store: Store,
    seen: Callable[[int], None] = lambda n: None,
) -> bool:
    """A sample of every size in every round, into the store; False where `end` (of `time.monotonic`) came before."""
    done = {(sample.size, sample.repetition) for sample in store.samples}
    for repetition in range(1, repetitions + 1):
        order = list(rungs)
        Random(repetition).shuffle(order)
        for rung in order:
            if (rung.size, repetition) in done:
                continue
            if time.monotonic() + rung.loops * rung.seconds > end:
                return False
            seconds = seconds_a_run(call_at(task, rung.size), rung.loops)
            store.add(Sample(rung.size, seconds, repetition, SERIAL, task.name))
            seen(rung.size)
    return True


def seconds_a_run(call: Call, loops: int) -> float:
    """The mean of `loops` runs, by the wall clock."""
    gc.collect()
    enabled = gc.isenabled()
    gc.disable()
    try:
        start = time.perf_counter_ns()
        for _ in range(loops):
            run_through(call)
        spent = time.perf_counter_ns() - start
    finally:
        if enabled:
            gc.enable()
    return max(spent, 1) / loops / 1e9
