"""The sizes to time: 1, 2, 4, … or, where the time grows exponentially, 1, 2, 3, … up to what the time allows.

The climb is the warm-up as well: every size is run once before any time counts, its result is checked, and it is
found how many runs make one sample long enough for the clock.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from recur.evaluation.sizes import read_sizes
from recur.executors.failures import tell
from recur.forkjoin.tasks.agreement import WrongResult
from recur.forkjoin.tasks.elision import run_to_end
from recur.forkjoin.tasks.tasks import Call, Frame, Task
from recur.model import InvalidRecurrence, limits

LEAST_SAMPLE = 0.004  # seconds: the clock and its noise are some hundred nanoseconds
MOST_LOOPS = 4096
DOUBLINGS = 9  # sizes kept: 256-fold, where 64-fold is asked for
STEPS = 12  # sizes kept of a linear ladder, unless their times are not yet 64-fold
FEWEST = 5
RANGE = 64
LARGEST = 2**40
LARGEST_TYPED = 2**48
LARGEST_STEP = 4096
GROWTH = 4.0
SHORTEST = 2e-5  # below it a size tells more of the driver than of the program


def read_run_sizes(text: str) -> tuple[int, ...]:
    """The sizes of a list such as 2^6..2^12, from the smallest on, each once."""
    found = sorted(set(read_sizes([text])))
    for size in found:
        if not 1 <= size <= LARGEST_TYPED:
            raise InvalidRecurrence(f"{size}: a size is between 1 and 2^48")
    return tuple(found)


class TaskAsWritten(Frame):
    """A task that is run as it is written, down to its base: what its recurrence is about.

    A `serial` function for small sizes would be timed in its place, and may grow otherwise.
    """

    elides = False


def run_through(call: Call) -> Any:
    """The result of a call without spawns, nor what is declared to stand in for small calls."""
    return run_to_end(call, TaskAsWritten, tell).value


@dataclass(frozen=True, slots=True)
class Rung:
    """One size: a sample of it is `loops` runs one after another; one takes about `seconds`, and is `tasks` tasks."""

    size: int
    loops: int
    seconds: float
    tasks: int


def climb(
    task: Task, seconds: float, repetitions: int, exponential: bool | None, seen: Callable[[int], None] = lambda n: None
) -> tuple[Rung, ...]:
    """The largest sizes that take about `seconds` at so many repetitions; `exponential` None is found out."""
    rungs = _climbed(task, _doubling() if not exponential else _counting(), seconds, repetitions, seen)
    if exponential is None and len(rungs) < RANGE.bit_length() and rungs[-1].seconds > LEAST_SAMPLE:
        # Even 64-fold sizes are out of reach: small steps then show at least an exponential.
        return _kept(_climbed(task, _counting(), seconds, repetitions, seen), exponential=True)
    return _kept(rungs, bool(exponential))


def rungs_at(task: Task, sizes: Sequence[int], seen: Callable[[int], None] = lambda n: None) -> tuple[Rung, ...]:
    """The same for sizes that were asked for."""
    rungs = []
    for size in sorted(set(sizes)):
        rungs.append(rung_of(task, call_at(task, size), size))
        seen(size)
    return tuple(rungs)


def call_at(task: Task, size: int) -> Call:
    """The call on the example of a size; its size is what was asked for."""
    call = task.at(size)
    found = call.size
    if found is not None and found != size:
        raise InvalidRecurrence(
            f"the example of size {size} of {task.name} has size {found}",
            hint="size= and the example must mean the same n",
        )
    return call


def rung_of(task: Task, call: Call, size: int) -> Rung:
    """A size warmed up, its result checked, and timed roughly."""
    tasks = 0

    def begin(each: Call) -> Frame:
        nonlocal tasks
        tasks += 1
        return TaskAsWritten(each)

    start = time.perf_counter()
    value = run_to_end(call, begin, tell).value
    first = time.perf_counter() - start
    if not task.is_right(value, call):
        raise WrongResult(f"the result of {call.label} is wrong: its own check refuses it")
    del value
    seconds = first
    if first < LEAST_SAMPLE:  # the first run also fills caches
        start = time.perf_counter()
        run_through(call)
        seconds = time.perf_counter() - start
    loops = 1
    while loops < MOST_LOOPS and loops * seconds < LEAST_SAMPLE:
        loops *= 2
    return Rung(size, loops, seconds, tasks)


def calls_at(task: Task, sizes: Iterator[int]) -> Iterator[tuple[int, Call]]:
    """The calls at those sizes for which the program has an example: some take powers of two alone, or n from 2 on."""
    failed = 0
    for size in sizes:
        limits.check()
        try:
            call = call_at(task, size)
        except (ValueError, ZeroDivisionError, IndexError) as fault:
            failed += 1
            if failed > FEWEST:
                raise InvalidRecurrence(
                    f"{task.name} has no example of size {size}: {type(fault).__name__}: {fault}",
                    hint="name sizes that it has, such as --sizes 64..4096",
                ) from fault
            continue
        yield size, call


def _climbed(
    task: Task, sizes: Iterator[int], seconds: float, repetitions: int, seen: Callable[[int], None]
) -> list[Rung]:
    rungs: list[Rung] = []
    for size, call in calls_at(task, sizes):
        rungs.append(rung_of(task, call, size))
        seen(size)
        if _cost(rungs, repetitions) > seconds:
            break
    return rungs


def _cost(rungs: Sequence[Rung], repetitions: int) -> float:
    """What all sizes would take with one more, if it takes as much longer as the last one did."""
    if len(rungs) < 2:
        return rungs[-1].seconds * (repetitions + 1)
    last = rungs[-1].seconds
    ratio = min(max(last / rungs[-2].seconds, 1.3), 100.0)
    return last * ratio * (ratio / (ratio - 1)) * (repetitions + 1)


def _kept(rungs: Sequence[Rung], exponential: bool) -> tuple[Rung, ...]:
    """The last sizes, and as many before them as a range of 64 needs."""
    if not exponential:
        return tuple(rungs[-DOUBLINGS:])
    kept = list(rungs[-STEPS:])
    for rung in reversed(rungs[:-STEPS]):
        if kept[-1].seconds >= RANGE * kept[0].seconds or rung.seconds < SHORTEST:
            break
        kept.insert(0, rung)
    return tuple(kept)


def _doubling(size: int = 1) -> Iterator[int]:
    while size <= LARGEST:
        yield size
        size *= 2


def _counting() -> Iterator[int]:
    yield from range(1, LARGEST_STEP)


def largest_size(task: Task, start: int, most: float) -> int:
    """The largest of `start`, twice that, … at which a run as the engines make it takes at most `most` seconds.

    Where a `serial` function stands in for small calls, that is far above the sizes that are run through; and the
    size is above the cut-off, since nothing is spawned below it.
    """
    found, cutoff = start, task.declared.cutoff or 0
    for size, call in calls_at(task, _doubling(start)):
        begun = time.perf_counter()
        call.run()
        spent = time.perf_counter() - begun
        if spent > most and size > 2 * cutoff:
            break
        found = size
        if GROWTH * spent > most and size > cutoff:  # the next one would hardly fit
            break
    return found
