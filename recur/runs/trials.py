"""Sizes tried one after another: those that a program does not take are passed over while others go well.

Some programs want powers of two, some a least size; they raise at others, or never end. That is no fault of theirs, and
no size to measure. What raises from some size on is one: then the first failure is told.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from recur.executors.failures import TaskFailed
from recur.forkjoin.tasks.tasks import Call, Task
from recur.model import InvalidRecurrence, LimitExceeded, OutOfTime, RecurError, Step, limits
from recur.runs.budget import Budget

Result = TypeVar("Result")

AT_FIRST = 12  # sizes that may fail before one is taken: a least size of 1024 is found by doubling
IN_A_ROW = 5  # and afterwards, before the failure is the program's own
LISTED = 6
HALF = 0.5
BASES = (2, 3, 5, 6, 7, 10)  # of powers that a program may want
LARGEST = 2**40
ENDLESS = 10.0  # times as long as expected: then it is the program that does not end
BRIEF = 0.02  # seconds by which a busy machine may delay any run


class DidNotEnd(LimitExceeded):
    """A run at this size was stopped after the time that there was for it.

    `is_endless`: that was many times as long as was to be expected.
    """

    def __init__(self, label: str, seconds: float, expected: float) -> None:
        super().__init__(
            f"{label} did not end within {seconds:.2g} s", hint="allow more with --seconds, or name smaller --sizes"
        )
        self.is_endless = seconds > ENDLESS * max(expected, BRIEF)


class Trials:
    """One ladder of sizes climbed within a budget; `passed` are the sizes that were passed over, and why."""

    def __init__(self, task: Task, budget: Budget, seen: Callable[[int], None] = lambda n: None) -> None:
        self.task, self.budget, self._seen = task, budget, seen
        self.passed: list[tuple[int, RecurError]] = []
        self.failed: list[tuple[int, RecurError]] = []  # since the last size that went well
        self.taken = 0
        self.expected = 0.0  # seconds that the next run may take,
        self.reserved = 0.0  # and what is needed after it: where a run takes all of its time, that is left
        self.ended_by: RecurError | None = None  # larger sizes are beyond what Python allows, or beyond memory

    def over(
        self, sizes: Iterator[int], run: Callable[[Call, int], Result], bases: Sequence[int] = ()
    ) -> Iterator[tuple[int, Result]]:
        """What `run` makes of each size that the program takes; where too many fail, powers of one of the bases.

        They are powers of a base that all sizes before were: a program that took others has a fault of its own.
        """
        in_a_row, before, left = 0, [0], list(bases)
        while (size := next(sizes, None)) is not None and not self.budget.is_over:
            limits.check()
            self._seen(size)
            try:
                found = self._tried(size, run)
            except (TaskFailed, NoExample, DidNotEnd) as error:
                if self.taken and isinstance(error.__cause__, RecursionError | MemoryError):
                    self.ended_by = error
                    return
                self.failed.append((size, error))
                if isinstance(error, DidNotEnd) and self.budget.left <= self.reserved:
                    return  # a larger size would take what is left for those that went well
                in_a_row += 1
                if in_a_row > (IN_A_ROW if self.taken else AT_FIRST):
                    left = [base for base in left if all(_is_power(n, base) for n in before[1:])]
                    if not left:
                        return
                    known = {n for n, _ in self.failed}
                    sizes, in_a_row = _powers_beyond(before[-1], left.pop(0), known), 0
                continue
            self.passed += self.failed
            self.failed, in_a_row = [], 0
            self.taken += 1
            before.append(size)
            yield size, found

    def _tried(self, size: int, run: Callable[[Call, int], Result]) -> Result:
        left = self.budget.left
        # A first size that never ends leaves time for others.
        allowed = max(left - self.reserved, HALF * left) if self.taken > 1 else HALF * left
        try:
            with self.budget.limit(allowed):
                return run(example_at(self.task, size), size)
        except OutOfTime:
            raise DidNotEnd(f"{self.task.name}(n = {size})", allowed, self.expected) from None

    def require(self, ends: bool) -> None:
        """Raise what no larger size went well after: the failure of the program itself.

        Not to end is one where it ended at no size at all, and where a next size is known not to take so long (`ends`).
        """
        for _, error in self.failed:
            if not isinstance(error, DidNotEnd) or not self.taken or (ends and error.is_endless):
                raise error

    @property
    def notes(self) -> tuple[Step, ...]:
        """Which sizes were passed over."""
        stopped = next((error for _, error in self.failed if isinstance(error, DidNotEnd)), self.ended_by)
        said = () if stopped is None else (Step(f"No larger size was taken: {stopped.message}."),)
        if not self.passed:
            return said
        sizes = [f"{size:,}" for size, _ in self.passed]
        listed = ", ".join(sizes if len(sizes) <= LISTED else [*sizes[:LISTED], "…"])
        verb = "is no size" if len(sizes) == 1 else "are no sizes"
        return (Step(f"n = {listed} {verb} that {self.task.name} takes: {self.passed[0][1].message}."), *said)


class NoExample(InvalidRecurrence):
    """The example of a program raises at this size."""


def example_at(task: Task, size: int) -> Call:
    """The call on the example of a size; raises `NoExample` where the program has none."""
    try:
        return call_at(task, size)
    except (RecurError, MemoryError):
        raise
    except Exception as fault:
        said = f"{type(fault).__name__}: {fault}" if str(fault) else type(fault).__name__
        raise NoExample(
            f"{task.name} has no example of size {size}: {said}",
            hint="name sizes that it has, such as --sizes 64..4096",
        ) from fault


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


def _powers_beyond(size: int, base: int, known: set[int]) -> Iterator[int]:
    """The powers of a base above this size, without those that are known to fail."""
    power = 1
    while power <= LARGEST:
        if power > size and power not in known:
            yield power
        power *= base


def _is_power(size: int, base: int) -> bool:
    while size % base == 0:
        size //= base
    return size == 1
