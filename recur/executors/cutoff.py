"""Where spawning ends: below some size one worker runs a call whole, with all that it would spawn.

Unless a size is given, the predicted work W decides. A call is run whole when its W is a small share of the work of
the run, so that there are enough jobs for all workers to end at nearly the same time, or when it is shorter than ten
round trips of the engine. How long an operation takes is learned from the jobs that were run whole before.
"""

from collections.abc import Callable
from fractions import Fraction
from threading import Lock

from recur.forkjoin.tasks.tasks import Call, Task
from recur.model import RecurError

#: At least: where a call spawns b calls of one size, there are up to b times as many.
JOBS_A_WORKER = 4
ROUND_TRIPS = 10
_one_at_a_time = Lock()  # an evaluator remembers values, and is no work for two threads


class Cutoff:
    """`policy`: "auto", a size up to which calls are run whole, or None for no call at all."""

    def __init__(self, policy: int | str | None, workers: int) -> None:
        if isinstance(policy, str) and policy != "auto":
            raise ValueError(f'a cut-off is "auto", a size or None, not {policy!r}')
        self.policy = policy
        self.workers = workers
        self._share: Fraction | None = None
        self._round_trip = 0
        self._works: dict[tuple[Task, int], Fraction | None] = {}
        self._learned: dict[Task, tuple[int, Fraction]] = {}  # nanoseconds and the operations they did

    def prepare(self, root: Call, round_trip: Callable[[], int]) -> None:
        """Before a run: what a small share of its work is."""
        self._share = None
        if self.policy != "auto":
            return
        work = self.work(root.task, root.size)
        if work is not None:
            self._share = work / (JOBS_A_WORKER * self.workers)
            self._round_trip = round_trip()

    def is_whole(self, task: Task, size: int | None) -> bool:
        """Is a call of this size run without spawning?"""
        declared = task.declared.cutoff
        if self.policy is None or size is None:
            return False
        if declared is not None and size <= declared:
            return True
        if not isinstance(self.policy, str):
            return size <= self.policy
        if self._share is None:
            return False
        work = self.work(task, size)
        return work is not None and (work <= self._share or self._is_short(task, work))

    def learn(self, task: Task, size: int | None, nanoseconds: int) -> None:
        """A call of this size took that long when it was run whole."""
        if self._share is None:
            return
        work = self.work(task, size)
        if work:
            spent, done = self._learned.get(task, (0, Fraction(0)))
            self._learned[task] = spent + nanoseconds, done + work

    def work(self, task: Task, size: int | None) -> Fraction | None:
        """The predicted work; None where nothing is declared that has a value."""
        if size is None:
            return None
        key = task, size
        if key not in self._works:
            with _one_at_a_time:
                self._works[key] = _predicted(task, size)
        return self._works[key]

    def _is_short(self, task: Task, work: Fraction) -> bool:
        if task not in self._learned:
            return False
        spent, done = self._learned[task]
        return work * spent <= ROUND_TRIPS * self._round_trip * done


def _predicted(task: Task, size: int) -> Fraction | None:
    if task.declared.work is None and task.declared.spec is None:
        return None
    from recur.forkjoin.tasks.predictions import work_of

    try:
        prediction = work_of(task)
        return None if prediction is None else prediction.number(size)
    except RecurError:
        return None
