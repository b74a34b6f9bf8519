"""Operations counted: the exact work and span of a run, by the algebra of children and continuation.

The serial elision is run, and each strand, from one join to the next, costs what is declared for its task (`cost=`)
and what it counts itself (`count`). Work adds everywhere. Along a task the span adds too, and at a join of several
children the longest of them adds; a burden, where one is given, is what every child of such a join costs beside.
That is how Cilkscale measures (Schardl, Kuszmaul, Lee, Leiserson, Leiserson 2015), with operations for seconds;
burdened spans are those of Cilkview (He, Leiserson, Leiserson 2010).
"""

from contextvars import ContextVar
from fractions import Fraction
from typing import Any

from recur.forkjoin.dag.series_parallel import Node, Parallel, SeriesComposition, Strand
from recur.forkjoin.tasks.elision import run_to_end
from recur.forkjoin.tasks.tasks import Call, Frame
from recur.model.records import field, frozen, mutable


@mutable
class Meter:
    """What the strand that runs now has counted, and what every run of a program shares."""

    burden: int
    graph: bool
    cost: int = 0


_meter: ContextVar[Meter | None] = ContextVar("meter", default=None)


def count(operations: int = 1) -> None:
    """These operations are counted in the strand that runs now; nothing happens where nobody counts."""
    meter = _meter.get()
    if meter is not None:
        if operations < 0:
            raise ValueError(f"a strand cannot count {operations} operations")
        meter.cost += operations


@frozen
class Count:
    """A run in numbers: work T₁, span T∞, the span with the burden of its spawns, tasks and strands."""

    work: int
    span: int
    burdened_span: int
    burden: int
    tasks: int
    spawns: int  # calls that may run beside another
    value: Any = field(compare=False, repr=False)
    graph: Node | None = field(default=None, compare=False, repr=False)

    @property
    def parallelism(self) -> Fraction | None:
        """T₁/T∞; None where nothing was counted."""
        return Fraction(self.work, self.span) if self.span else None

    @property
    def burdened_parallelism(self) -> Fraction | None:
        return Fraction(self.work, self.burdened_span) if self.burdened_span else None

    def __str__(self) -> str:
        shown = [f"work {self.work:,}", f"span {self.span:,}"]
        if self.parallelism is not None:
            shown.append(f"parallelism {_decimal(self.parallelism)}")
        if self.burden and self.burdened_parallelism is not None:
            shown.append(f"burdened {_decimal(self.burdened_parallelism)}")
        return f"{', '.join(shown)}; {self.tasks:,} tasks, {self.spawns:,} spawned"


def counted(call: Call, burden: int = 0, graph: bool = False) -> Count:
    """Run a call serially and count it; with `graph`, keep its series-parallel DAG for a scheduler.

    >>> from recur.forkjoin.tasks.tasks import task
    >>> @task
    ... def total(xs):
    ...     count(1)
    ...     if len(xs) == 1:
    ...         return xs[0]
    ...     half = len(xs) // 2
    ...     left, right = yield total(xs[:half]), total(xs[half:])
    ...     return left + right
    >>> print(counted(total([3, 1, 4, 1, 5, 9, 2, 6])))
    work 15, span 4, parallelism 3.75; 15 tasks, 14 spawned
    """
    if burden < 0:
        raise ValueError("a burden is not negative")
    meter = Meter(burden, graph)
    token = _meter.set(meter)
    try:
        root = run_to_end(call, lambda each: CountedFrame(each, meter))
    finally:
        _meter.reset(token)
    dag = SeriesComposition(tuple(root.parts)) if graph else None
    return Count(root.work, root.span, root.burdened, burden, root.tasks, root.spawns, root.value, dag)


class CountedFrame(Frame):
    """A task that adds up what it costs, with all that it called."""

    __slots__ = ("_branches", "_longest", "_meter", "burdened", "parts", "span", "spawns", "tasks", "work")

    elides = False

    def __init__(self, call: Call, meter: Meter) -> None:
        super().__init__(call)
        self._meter = meter
        self.work = self.span = self.burdened = 0
        self.tasks = 1
        self.spawns = 0
        self.parts: list[Node] = []
        self._branches: list[Node] = []
        self._longest = [0, 0]

    def advance(self) -> None:
        meter = self._meter
        meter.cost = 0 if self.calls else _declared(self.call)
        self._join()
        super().advance()
        self.work += meter.cost
        self.span += meter.cost
        self.burdened += meter.cost
        self.spawns += len(self.calls) if len(self.calls) > 1 else 0
        if meter.graph and meter.cost:
            self.parts.append(Strand(meter.cost))

    def receive(self, child: Frame) -> None:
        super().receive(child)
        assert isinstance(child, CountedFrame)
        self.work += child.work
        self.tasks += child.tasks
        self.spawns += child.spawns
        burden = self._meter.burden if len(self.calls) > 1 else 0
        self._longest = [max(self._longest[0], child.span), max(self._longest[1], child.burdened + burden)]
        if self._meter.graph:
            self._branches.append(SeriesComposition(tuple(child.parts)))

    def _join(self) -> None:
        """The children since the last strand: the longest of them is on the longest path."""
        self.span += self._longest[0]
        self.burdened += self._longest[1]
        self._longest = [0, 0]
        if self._branches:
            self.parts.append(Parallel(tuple(self._branches)))
            self._branches = []


def _declared(call: Call) -> int:
    cost = call.task.declared.cost
    found = cost(*call.args, **call.kwargs) if callable(cost) else cost or 0
    if not isinstance(found, int) or found < 0:
        raise ValueError(f"the cost of {call.label} is a whole number of operations, not {found!r}")
    return found


def _decimal(ratio: Fraction) -> str:
    """Two decimals, cut off, and none where there are none."""
    whole, rest = divmod(ratio.numerator * 100 // ratio.denominator, 100)
    return f"{whole:,}" if not rest and ratio.denominator == 1 else f"{whole:,}.{rest:02}"
