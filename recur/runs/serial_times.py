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
from recur.model.records import frozen
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
            made = [example_at(task, rung.size) for _ in range(rung.loops if rung.fresh else 1)]
            spent = seconds_a_run(made if rung.fresh else made * rung.loops)
            taken(Sample(rung.size, spent.seconds, repetition, SERIAL, task.name, 1, spent.cpu_seconds, spent.waits))
    return complete


@frozen
class Spent:
    """What one run took, on the mean of several: by the wall clock, on a processor; and the waits of all of them."""

    seconds: float
    cpu_seconds: float
    waits: int | None


def seconds_a_run(calls: Sequence[Call]) -> Spent:
    """The mean of these runs."""
    gc.collect()
    enabled = gc.isenabled()
    gc.disable()
    try:
        waits, start, busy = times_given_up(), time.perf_counter_ns(), time.process_time_ns()
        for call in calls:
            run_through(call)
        spent, busy = time.perf_counter_ns() - start, time.process_time_ns() - busy
        after = times_given_up()
    finally:
        if enabled:
            gc.enable()
    waited = None if waits is None or after is None else after - waits
    return Spent(max(spent, 1) / len(calls) / 1e9, busy / len(calls) / 1e9, waited)


def times_given_up() -> int | None:
    """How often this process gave its processor up of itself; None where nobody counts it."""
    try:
        import resource
    except ImportError:
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_nvcsw
