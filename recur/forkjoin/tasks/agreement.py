"""Counts held against the recurrence: equal at every size that was tried, or the first size where they differ."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from recur.forkjoin.tasks.counting import Count, counted
from recur.forkjoin.tasks.levelling import doubled, levels_off
from recur.forkjoin.tasks.means import ERRORS, RUNS, Mean
from recur.forkjoin.tasks.predictions import DeclaredCost, span_of, work_of
from recur.forkjoin.tasks.tasks import Call, Task
from recur.model import RecurError
from recur.model.display import Shown
from recur.model.records import frozen


class WrongResult(RecurError):
    """A program whose own check refuses its result: its counts and times say nothing."""

    kind = "execution"


#: What counts say of a declaration, the worst first: of several quantities the worst counts.
VERDICTS = ("refuted", "undecided", "consistent", "mean agrees", "equal")
POOLED = Fraction(1, 4)  # the means of all sizes together are known at least so well


@frozen
class QuantityAtSize:
    """One quantity at one size, counted and predicted; a predicted value that is not exact is shown by its digits.

    `mean` is that of several runs, where the mean is what is declared.
    """

    n: int
    counted: int
    predicted: int | Fraction | str
    mean: Mean | None = None

    @property
    def equal(self) -> bool:
        return self.predicted == self.counted

    @property
    def ratio(self) -> Fraction | None:
        """Counted, or the mean of what was counted, over predicted."""
        predicted = Fraction(self.predicted)
        return (self.counted if self.mean is None else self.mean.value) / predicted if predicted > 0 else None

    def obeys(self, relation: str) -> bool:
        """Is what was counted as declared, "=", "<=" or ">=", here?"""
        predicted = Fraction(self.predicted)
        if self.mean is not None:
            within = self.mean.may_be(predicted)
            below, above = within or self.mean.value <= predicted, within or self.mean.value >= predicted
        else:
            below, above = self.counted <= predicted, self.counted >= predicted
        return {"<=": below, ">=": above}.get(relation, below and above if self.mean is not None else self.equal)


@frozen
class CountedQuantity:
    """One quantity ("work", "span") at all sizes; `assumed` says what the recurrence leaves open.

    `relation` is what was declared of it: "=", "<=", ">=", or an order "O", "Ω", "Θ"; `expected`: of its mean. `pooled`
    is the mean of counted over predicted, of all runs at all sizes.
    """

    name: str
    recurrence: str
    rows: tuple[QuantityAtSize, ...]
    assumed: str = ""
    relation: str = "="
    expected: bool = False
    pooled: Mean | None = None

    @property
    def is_order(self) -> bool:
        return self.relation in ("O", "Ω", "Θ")

    @property
    def first_difference(self) -> QuantityAtSize | None:
        """The first size that contradicts what is declared of every size."""
        if self.is_order:
            return None
        return next((row for row in self.rows if not row.obeys(self.relation)), None)

    @property
    def agreeing(self) -> int:
        """At how many sizes it is as declared."""
        return sum(row.obeys(self.relation) for row in self.rows)

    @property
    def largest_ratio(self) -> tuple[int, Fraction] | None:
        """The size at which the largest part of a bound was used, and this part."""
        found = [(ratio, row.n) for row in self.rows if (ratio := row.ratio) is not None]
        return (max(found)[1], max(found)[0]) if found else None

    @property
    def equal(self) -> bool:
        return self.verdict == "equal"

    @property
    def verdict(self) -> str:
        """ "equal", "consistent" with a bound, "mean agrees", "refuted" or "undecided"."""
        if not self.rows:
            return "undecided"
        if self.is_order:
            return {True: "consistent", False: "refuted", None: "undecided"}[self._keeps_order()]
        if self.first_difference is not None:
            return "refuted"
        if not self.expected:
            return "equal" if self.relation == "=" else "consistent"
        if self.relation != "=":
            return "consistent"
        return self._of_means()

    def _of_means(self) -> str:
        if all(row.equal for row in self.rows):
            return "mean agrees"
        if self.pooled is None or self.pooled.tells_nothing:
            return "undecided"
        if not self.pooled.may_be(1):
            return "refuted"
        return "mean agrees" if ERRORS * self.pooled.error <= POOLED else "undecided"

    def _keeps_order(self) -> bool | None:
        by_size = {row.n: ratio for row in self.rows if (ratio := row.ratio) is not None and ratio > 0}
        ratios = [by_size[n] for n in doubled(list(by_size))]
        found: list[bool | None] = []
        if self.relation in ("O", "Θ"):
            found.append(levels_off(ratios))
        if self.relation in ("Ω", "Θ"):
            found.append(levels_off([1 / ratio for ratio in ratios]))
        if False in found:
            # Means that are known roughly may rise by accident.
            return None if self.expected else False
        return None if None in found else True


@frozen
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
        """The worst of its quantities, or "undeclared" when there is nothing to hold the counts against."""
        if not self.quantities:
            return "undeclared"
        return min((each.verdict for each in self.quantities), key=VERDICTS.index)

    @property
    def confirms(self) -> bool:
        """Are the counts all that was declared?"""
        return self.verdict in ("equal", "mean agrees", "consistent")


def compare_counts(task: Task, sizes: Iterable[int], burden: int = 0) -> Agreement:
    """Count the task on its examples at the sizes, and hold work and span against what it declares.

    Where a mean is declared, it is counted `RUNS` times at each size. Raises `WrongResult` where the task's own check
    refuses a result.
    """
    sizes = tuple(sizes)
    runs = RUNS if declares_a_mean(task) else 1
    counts = {n: tuple(checked_count(task, task.at(n), burden) for _ in range(runs)) for n in sizes}
    return agreement_of(task, sizes, counts)


def declares_a_mean(task: Task) -> bool:
    return any(cost is not None and cost.expected for cost in (work_of(task), span_of(task)))


def agreement_of(task: Task, sizes: tuple[int, ...], counts: Mapping[int, Sequence[Count]]) -> Agreement:
    """Counts that were taken at the sizes, one run or several, beside what the task declares."""
    return agreement_with(task.name, work_of(task), span_of(task), sizes, counts)


def agreement_with(
    name: str,
    work: DeclaredCost | None,
    span: DeclaredCost | None,
    sizes: tuple[int, ...],
    counts: Mapping[int, Sequence[Count]],
) -> Agreement:
    """The same beside a work and a span that are given."""
    return Agreement(
        name,
        sizes,
        tuple(counts[n][0] for n in sizes),
        _quantity("work", work, sizes, [[count.work for count in counts[n]] for n in sizes]),
        _quantity("span", span, sizes, [[count.span for count in counts[n]] for n in sizes]),
    )


def checked_count(task: Task, call: Call, burden: int = 0) -> Count:
    """The count of a call; raises `WrongResult` where the task's own check refuses its result."""
    count = counted(call, burden)
    if not task.is_right(count.value, call):
        raise WrongResult(f"the result of {call.label} is wrong: its own check refuses it")
    return count


def _quantity(
    quantity: str, prediction: DeclaredCost | None, sizes: tuple[int, ...], counts: Sequence[Sequence[int]]
) -> CountedQuantity | None:
    if prediction is None:
        return None
    values = [prediction.value(n) for n in sizes]
    means = [Mean.of(runs) if prediction.expected else None for runs in counts]
    rows = tuple(
        QuantityAtSize(n, runs[0], value.value, mean)
        for n, runs, value, mean in zip(sizes, counts, values, means, strict=True)
    )
    assumed = "; ".join(dict.fromkeys(note for v in values for note in (v.rounding, v.assumed, v.taken) if note))
    parts: list[Fraction] = []
    for runs, value in zip(counts, values, strict=True):
        predicted = Fraction(value.value)
        if prediction.expected and predicted > 0 and len(set(runs)) > 1:  # else nothing was drawn
            parts += [run / predicted for run in runs]
    pooled = Mean.of(parts) if parts else None
    return CountedQuantity(quantity, prediction.text, rows, assumed, prediction.relation, prediction.expected, pooled)
