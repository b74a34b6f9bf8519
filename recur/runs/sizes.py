"""The sizes to time: 1, 2, 4, … or, where the time grows exponentially, 1, 2, 3, … up to what the time allows.

The climb is the warm-up as well: every size is run once before any time counts, its result is checked, and it is
found how many runs make one sample long enough for the clock. A size is begun where all samples of it, and of those
below it that are kept, are likely to fit into the time that is left.
"""

from collections.abc import Callable, Iterator, Sequence
from math import log
from typing import Any

from recur.evaluation.sizes import read_sizes
from recur.executors.failures import tell
from recur.forkjoin.tasks.agreement import WrongResult
from recur.forkjoin.tasks.elision import run_to_end
from recur.forkjoin.tasks.tasks import Call, Frame, Task
from recur.model import InvalidRecurrence
from recur.model.records import frozen
from recur.runs.budget import Budget
from recur.runs.trials import BASES, LARGEST, Trials, example_at

LEAST_SAMPLE = 0.004  # seconds: the clock and its noise are some hundred nanoseconds
MOST_LOOPS = 4096
MOST_MAKING = 0.02  # seconds to make arguments for the runs of one sample
DOUBLINGS = 9  # sizes kept: 256-fold, where 64-fold is asked for
STEPS = 12  # sizes kept of a linear ladder, unless their times are not yet 64-fold
RANGE = 64
LARGEST_TYPED = 2**48
LARGEST_STEP = 4096
GROWTH = 4.0
LEAST_RATIO, MOST_RATIO = 1.3, 100.0  # from one size to the next, as far as it is believed
RESERVED = 3  # samples of each size
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


@frozen
class Rung:
    """One size: a sample of it is `loops` runs one after another; one takes about `seconds`, and is `tasks` tasks.

    `making` is what the arguments take to be made, and the result to be checked, outside of the clock.
    """

    size: int
    loops: int
    seconds: float
    tasks: int
    making: float = 0.0
    fresh: bool = False  # arguments are made for each run

    @property
    def sample_seconds(self) -> float:
        """What one sample takes, with all that is done for it."""
        return self.loops * self.seconds + (self.loops if self.fresh else 1) * self.making


def climb(trials: Trials, repetitions: int, exponential: bool | None) -> tuple[Rung, ...]:
    """The largest sizes whose samples fit into the time; `exponential` None is found out."""
    rungs = _climbed(trials, _doubling() if not exponential else _counting(), repetitions)
    far = len(rungs) < RANGE.bit_length() and (bool(trials.failed) or (rungs and rungs[-1].seconds > LEAST_SAMPLE))
    if exponential is None and far:
        # Even 64-fold sizes are out of reach: small steps then show at least an exponential.
        trials.failed = []
        return _kept(_climbed(trials, _counting(), repetitions), exponential=True)
    return _kept(rungs, bool(exponential))


def rungs_at(trials: Trials, sizes: Sequence[int], repetitions: int) -> tuple[tuple[Rung, ...], tuple[int, ...]]:
    """The same for sizes that were asked for, and those that do not fit into the time.

    A size fits where one sample of each is likely to: what time there is beside goes to the repetitions.
    """
    asked, rungs = sorted(set(sizes)), list[Rung]()
    for size, rung in trials.over(iter(asked), _tried(trials)):
        rungs.append(rung)
        _reserve(trials, rungs, len(asked))
        later = next((each for each in asked if each > size), None)
        if later is not None and not _fits(rungs, later, 1, trials.budget, len(asked)):
            break
    taken = {rung.size for rung in rungs} | {size for size, _ in (*trials.passed, *trials.failed)}
    return tuple(rungs), tuple(size for size in asked if size not in taken)


def _tried(trials: Trials) -> Callable[[Call, int], Rung]:
    return lambda call, size: rung_of(trials.task, call, size, trials.budget)


def rung_of(task: Task, call: Call, size: int, budget: Budget) -> Rung:
    """A size warmed up, its result checked, and timed roughly."""
    tasks, clock = 0, budget.clock

    def begin(each: Call) -> Frame:
        nonlocal tasks
        tasks += 1
        return TaskAsWritten(each)

    start = clock()
    value = run_to_end(call, begin, tell).value
    seconds = clock() - start
    if not task.is_right(value, call):
        raise WrongResult(f"the result of {call.label} is wrong: its own check refuses it")
    del value
    start = clock()
    call = example_at(task, size)
    making = clock() - start
    if seconds < LEAST_SAMPLE:  # the first run also fills caches
        start = clock()
        run_through(call)
        seconds = clock() - start
    loops = 1
    while loops < MOST_LOOPS and loops * seconds < LEAST_SAMPLE:
        if task.consumes and loops * making > MOST_MAKING:
            break
        loops *= 2
    return Rung(size, loops, seconds, tasks, making, task.consumes)


def _climbed(trials: Trials, sizes: Iterator[int], repetitions: int) -> list[Rung]:
    rungs: list[Rung] = []
    for size, rung in trials.over(sizes, _tried(trials), BASES):
        rungs.append(rung)
        _reserve(trials, rungs, DOUBLINGS)
        if not _fits(rungs, _after(rungs, size), repetitions, trials.budget, DOUBLINGS):
            break
    return rungs


def _reserve(trials: Trials, rungs: Sequence[Rung], kept: int) -> None:
    """What a run that takes longer than expected has to leave: a few samples of the sizes below it."""
    trials.expected = _foreseen(rungs, _after(rungs, rungs[-1].size))
    trials.reserved = RESERVED * sum(rung.sample_seconds for rung in rungs[-kept:])


def _after(rungs: Sequence[Rung], size: int) -> int:
    """The size that the ladder will probably try next."""
    return size * size // rungs[-2].size if len(rungs) > 1 and size >= 2 * rungs[-2].size else size + 1


def _fits(rungs: Sequence[Rung], size: int, repetitions: int, budget: Budget, kept: int) -> bool:
    """Is there time for a run at this size, and then for so many samples of it and of the largest below it?"""
    following = _foreseen(rungs, size)
    rounds = following + sum(rung.sample_seconds for rung in rungs[-kept + 1 :])
    return budget.fits(following + repetitions * rounds)


def _foreseen(rungs: Sequence[Rung], size: int) -> float:
    """What one sample at this size takes, where the time goes on to grow as it did between the last two sizes."""
    last = rungs[-1]
    if len(rungs) < 2:
        return last.sample_seconds
    before = rungs[-2]
    steps = log(size / last.size) / log(last.size / before.size)
    ratio = min(max((last.seconds + last.making) / (before.seconds + before.making), LEAST_RATIO), MOST_RATIO)
    return max((last.seconds + last.making) * float(ratio**steps), last.sample_seconds)


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


def largest_size(trials: Trials, start: int, most: float) -> int:
    """The largest of `start`, twice that, … at which a run as the engines make it takes at most `most` seconds.

    Where a `serial` function stands in for small calls, that is far above the sizes that are run through; and the
    size is above the cut-off, since nothing is spawned below it.
    """
    found, cutoff, clock = start, trials.task.declared.cutoff or 0, trials.budget.clock

    def timed(call: Call, size: int) -> float:
        begun = clock()
        call.run()
        return clock() - begun

    for size, spent in trials.over(_doubling(start), timed):
        if spent > most and size > 2 * cutoff:
            break
        found = size
        if GROWTH * spent > most and size > cutoff:  # the next one would hardly fit
            break
    return found
