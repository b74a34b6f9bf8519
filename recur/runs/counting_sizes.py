"""Counts at small sizes, or at those that were asked for, as many as a part of the time allows."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from recur.executors.failures import TaskFailed
from recur.forkjoin.tasks.agreement import checked_count
from recur.forkjoin.tasks.counting import Count
from recur.forkjoin.tasks.tasks import Call
from recur.model import RecurError, limits
from recur.runs.line_counts import LineCount, executed_lines
from recur.runs.trials import Trials, example_at

Result = TypeVar("Result")

MOST_SIZES = 11
MARGIN, LEAST = 1.5, 2.0  # by which the growth from one size to the next is mistrusted, and what it is at least
#: what ends a run from outside of it; all else is raised by what runs, whatever it derives from
_NOT_ITS_OWN = (RecurError, limits.Stopped, KeyboardInterrupt)
GROWTH = 8.0  # how much longer the next size may take than the last: a cube at twice the size


def counts_of(
    trials: Trials, ladder: Iterator[int], bases: Sequence[int], counted: Callable[[int, Count], None]
) -> None:
    """Count the sizes of a ladder one after another into `counted`, while the next one is likely to fit.

    It ends at once where a second size counts nothing: the program says nothing of its operations.
    """
    for size, count in _while_it_fits(trials, ladder, bases, lambda call, size: _counted(trials, call)):
        counted(size, count)
        if trials.taken > 1 and not count.work:
            return


def executed_at(trials: Trials, file: str, ladder: Iterator[int], bases: Sequence[int]) -> Iterator[LineCount]:
    """The executed lines of a plain function at the sizes of a ladder, while the next one is likely to fit."""

    def counted(call: Call, size: int) -> LineCount:
        try:
            return LineCount(size, *executed_lines(call.run, file))
        except _NOT_ITS_OWN:
            raise
        except BaseException as error:  # what the function raises, sys.exit and a lack of memory included
            raise TaskFailed(call.label, error) from error

    for _, found in _while_it_fits(trials, ladder, bases, counted):
        yield found


def _while_it_fits(
    trials: Trials, ladder: Iterator[int], bases: Sequence[int], run: Callable[[Call, int], Result]
) -> Iterator[tuple[int, Result]]:
    budget, before = trials.budget, 0.0
    begun = budget.clock()
    for size, found in trials.over(ladder, run, bases):
        yield size, found
        now = budget.clock()
        spent = now - begun
        trials.expected = spent * (min(max(MARGIN * spent / before, LEAST), GROWTH) if before else GROWTH)
        before = spent
        if trials.taken == MOST_SIZES or not budget.fits(trials.expected):
            return
        begun = now


def count_again(trials: Trials, sizes: Sequence[int], runs: int, counted: Callable[[int, Count], None]) -> None:
    """More runs of the sizes, up to so many of each, while they fit: each on an example, and on draws, of its own."""
    budget, took = trials.budget, dict.fromkeys(sizes, 0.0)
    for _ in range(runs - 1):
        for size in sizes:
            if budget.is_over or not budget.fits(2 * took[size]):
                continue
            begun = budget.clock()
            counted(size, _counted(trials, example_at(trials.task, size)))
            took[size] = budget.clock() - begun


def _counted(trials: Trials, call: Call) -> Count:
    try:
        return checked_count(trials.task, call)
    except (*_NOT_ITS_OWN, MemoryError):
        raise
    except BaseException as error:  # what a task raises
        raise TaskFailed(call.label, error) from error


def ladder_of(exponential: bool, asked: Sequence[int] = ()) -> Iterator[int]:
    """1, 2, 4, … or 1, 2, 3, …; where sizes are asked for, those."""
    if asked:
        yield from sorted(set(asked))
        return
    size = 1
    while True:
        yield size
        size = size + 1 if exponential else 2 * size
