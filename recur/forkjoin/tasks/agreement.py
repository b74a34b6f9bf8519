"""Counts held against the recurrence: equal at every size that was tried, or the first size where they differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from recur.forkjoin.tasks.counting import Count, counted
from recur.forkjoin.tasks.predictions import DeclaredCost, span_of, work_of
from recur.forkjoin.tasks.tasks import Call, Task
from recur.model import RecurError
from recur.model.display import Shown


class WrongResult(RecurError):
    """A program whose own check refuses its result: its counts and times say nothing."""

    kind = "execution"


@dataclass(frozen=True, slots=True)
class QuantityAtSize:
    """One quantity at one size, counted and predicted; a predicted value that is not exact is shown by its digits."""

    n: int
    counted: int
    predicted: int | Fraction | str

    @property
    def equal(self) -> bool:
        return self.predicted == self.counted


@dataclass(frozen=True, slots=True)
class CountedQuantity:
    """One quantity ("work", "span") at all sizes; `assumed` says what the recurrence leaves open."""

    name: str
    recurrence: str
    rows: tuple[QuantityAtSize, ...]
    assumed: str = ""

    @property
    def first_difference(self) -> QuantityAtSize | None:
        return next((row for row in self.rows if not row.equal), None)

    @property
    def equal(self) -> bool:
        return bool(self.rows) and self.first_difference is None


@dataclass(frozen=True, slots=True)
class Agreement(Shown):
    """The counts of a program at several sizes, beside what it declares of its work and its span."""

    task: str
    sizes: tuple[int, ...]
    counts: tuple[Count, ...]
    work: CountedQuantity | None
    span: CountedQuantity | None

    @property
    def quantities(self) -> tuple[CountedQuantity, ...]:
        return tuple(each for each in (self.work, self.span) if each is not None)

    @property
    def verdict(self) -> str:
        """ "equal", "refuted", or "undeclared" when there is nothing to hold the counts against."""
        if not self.quantities:
            return "undeclared"
        return "equal" if all(each.equal for each in self.quantities) else "refuted"


def compare_counts(task: Task, sizes: Iterable[int], burden: int = 0) -> Agreement:
    """Count the task on its examples at the sizes, and hold work and span against what it declares.

    Raises `WrongResult` where the task's own check refuses a result.
    """
    sizes = tuple(sizes)
    return agreement_of(task, sizes, tuple(checked_count(task, task.at(n), burden) for n in sizes))


def agreement_of(task: Task, sizes: tuple[int, ...], counts: tuple[Count, ...]) -> Agreement:
    """Counts that were taken at the sizes, beside what the task declares."""
    return agreement_with(task.name, work_of(task), span_of(task), sizes, counts)


def agreement_with(
    name: str, work: DeclaredCost | None, span: DeclaredCost | None, sizes: tuple[int, ...], counts: tuple[Count, ...]
) -> Agreement:
    """The same beside a work and a span that are given."""
    return Agreement(
        name,
        sizes,
        counts,
        _quantity("work", work, sizes, [count.work for count in counts]),
        _quantity("span", span, sizes, [count.span for count in counts]),
    )


def checked_count(task: Task, call: Call, burden: int = 0) -> Count:
    """The count of a call; raises `WrongResult` where the task's own check refuses its result."""
    count = counted(call, burden)
    if not task.is_right(count.value, call):
        raise WrongResult(f"the result of {call.label} is wrong: its own check refuses it")
    return count


def _quantity(
    quantity: str, prediction: DeclaredCost | None, sizes: tuple[int, ...], counts: list[int]
) -> CountedQuantity | None:
    if prediction is None:
        return None
    values = [prediction.value(n) for n in sizes]
    rows = (QuantityAtSize(n, count, value.value) for n, count, value in zip(sizes, counts, values, strict=True))
    assumed = "; ".join(dict.fromkeys(note for v in values for note in (v.rounding, v.assumed, v.taken) if note))
    return CountedQuantity(quantity, prediction.text, tuple(rows), assumed)
