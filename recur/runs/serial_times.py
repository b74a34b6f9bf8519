"""Times of the program without its spawns, run through to its base: every size once, then every size again, and so on.

Rounds, because a machine that grows warm or busy would otherwise bend the curve; each in another order, since what ran
before leaves its caches behind. The garbage collector is off while the clock runs.
"""

import gc
import time
from collections.abc import Callable, Collection, Sequence
from random import Random

from recur.forkjoin.tasks.tasks import Call, Task
from recur.measurement.samples import Sample
from recur.runs.budget import Budget
from recur.runs.sizes import Rung, run_through
from recur.runs.trials import example_at

SERIAL = "serial"


def measure_serial(
    task: Task,
    rungs: Sequence[Rung],
    repetitions: int,
    budget: Budget,
    before: Collection[Sample],
    taken: Callable[[Sample], None],
) -> bool:
    """A sample of every size in every round, but for those taken before; False where not all fitted into the time."""
    done, complete = {(sample.size, sample.repetition) for sample in before}, True
    for repetition in range(1, repetitions + 1):
        order = list(rungs)
        Random(repetition).shuffle(order)
        for rung in order:
            if (rung.size, repetition) in done:
                continue
            if not budget.fits(rung.sample_seconds):
                complete = False
                continue
            seconds, cpu = seconds_a_run(example_at(task, rung.size), rung.loops)
            taken(Sample(rung.size, seconds, repetition, SERIAL, task.name, cpu_seconds=cpu))
    return complete


def seconds_a_run(call: Call, loops: int) -> tuple[float, float]:
    """The mean of `loops` runs, by the wall clock, and by the clock of the processor time of this process."""
    gc.collect()
    enabled = gc.isenabled()
    gc.disable()
    try:
        start, busy = time.perf_counter_ns(), time.process_time_ns()
        for _ in range(loops):
            run_through(call)
        spent, busy = time.perf_counter_ns() - start, time.process_time_ns() - busy
    finally:
        if enabled:
            gc.enable()
    return max(spent, 1) / loops / 1e9, busy / loops / 1e9
