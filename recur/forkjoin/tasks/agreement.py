"""Counts held against the recurrence: equal at every size that was tried, or the first size where they differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from recur.forkjoin.tasks.counting import Count, counted
from recur.forkjoin.tasks.predictions import DeclaredCost, span_of, work_of
from recur.forkjoin.tasks.tasks import Call, Task
from recur.model import RecurError


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

    def __str__(self) -> str:
        agreeing = sum(row.equal for row in self.rows)
        said = f"{self.name} {self.recurrence}: equal at {agreeing} of {len(self.rows)} sizes"
        row = self.first_difference
        if row is not None:
            said += f"; first differs at n = {row.n:,}, counted {row.counted:,}, predicted {_shown(row.predicted)}"
        return said + (f" ({self.assumed})" if self.assumed else "")


@dataclass(frozen=True, slots=True)
class Agreement:
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

    def __str__(self) -> str:
        head = ("n", "work", "span", "parallelism", "burdened")
        rows = [head, *(_row(n, count) for n, count in zip(self.sizes, self.counts, strict=True))]
        kept = [i for i in range(len(head)) if any(row[i] for row in rows[1:])]
        widths = {i: max(len(row[i]) for row in rows) for i in kept}
        lines = ["  ".join(row[i].rjust(widths[i]) for i in kept) for row in rows]
        said = [str(each) for each in self.quantities] or [f"{self.task} declares neither work nor span"]
        return "\n".join([self.task, *lines, *said])


def compare_counts(task: Task, sizes: Iterable[int], burden: int = 0) -> Agreement:
    """Count the task on its examples at the sizes, and hold work and span against what it declares.

    Raises `WrongResult` where the task's own check refuses a result.
    """
    sizes = tuple(sizes)
    return agreement_of(task, sizes, tuple(checked_count(task, task.at(n), burden) for n in sizes))


def agreement_of(task: Task, sizes: tuple[int, ...], counts: tuple[Count, ...]) -> Agreement:
    """Counts that were taken at the sizes, beside what the task declares."""
    return Agreement(
        task.name,
        sizes,
        counts,
        _quantity("work", work_of(task), sizes, [count.work for count in counts]),
        _quantity("span", span_of(task), sizes, [count.span for count in counts]),
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


def _row(n: int, count: Count) -> tuple[str, ...]:
    burdened = count.burdened_parallelism if count.burden else None
    return f"{n:,}", f"{count.work:,}", f"{count.span:,}", _ratio(count.parallelism), _ratio(burdened)


def _ratio(ratio: Fraction | None) -> str:
    return "" if ratio is None else f"{ratio.numerator * 10 // ratio.denominator / 10:,.1f}"


def _shown(value: int | Fraction | str) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
