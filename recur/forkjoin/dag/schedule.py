"""T_P of a greedy schedule: no processor is idle while a strand is ready; max(T₁/P, T∞) ≤ T_P ≤ (T₁ − T∞)/P + T∞.

Ready strands are served by kind, first come, first served, and never interrupted. Equal subtrees are told apart by
nothing, so they are counted and not named: every task keeps how many of it are under way and, in the order of their
arrival, who waits for them. Strands of one task start and end in the order of their arrival, hence (by induction over
series, forks and loops) so do the instances of every task, and a task that ends belongs to the caller who has waited
longest. The state is a few numbers for each distinct subtree; how many strands there are does not matter.

Source: Graham 1969 (bounds on multiprocessing timing anomalies), for strands of any length; Brent 1974.
"""

from collections import deque
from collections.abc import Iterable
from fractions import Fraction
from heapq import heappop, heappush

from recur.forkjoin.dag.series_parallel import Cost, Node
from recur.forkjoin.dag.task_table import EMPTY, TaskKind, TaskTable, tabulate
from recur.model import InvalidRecurrence, LimitExceeded, RecurError, limits
from recur.model.records import frozen


@frozen
class Schedule:
    """A greedy schedule of a DAG of the given work and span on `processors`: it takes `time`."""

    processors: int
    time: Cost
    work: Cost
    span: Cost

    @property
    def speedup(self) -> Fraction:
        return Fraction(self.work) / self.time if self.time else Fraction(1)

    @property
    def utilisation(self) -> Fraction:
        """The part of all processor time that is spent on strands."""
        return self.speedup / self.processors


def schedule(root: Node, processors: Iterable[int]) -> tuple[Schedule, ...]:
    """A greedy schedule of the DAG for each number of processors.

    >>> from recur.forkjoin.dag.series_parallel import Repeated, Strand
    >>> [found.time for found in schedule(Repeated(Strand(2), 5, parallel=True), [1, 2, 8])]
    [10, 6, 2]
    """
    table, task = tabulate(root)
    return tuple(_scheduled(root, table, task, p) for p in processors)


def short_schedules(root: Node, processors: Iterable[int], moves: int) -> tuple[Schedule | None, ...]:
    """The same; None where strands are begun and ended by more than so many moves.

    With few processors strands wait, with many they begin all at once: between two numbers of processors that need
    too many moves none is tried.
    """
    table, task = tabulate(root)
    numbers = sorted(set(processors := tuple(processors)))
    found: dict[int, Schedule | None] = {}

    def within(p: int) -> Schedule | None:
        try:
            with limits.work_limit(moves):
                return _scheduled(root, table, task, p)
        except LimitExceeded:
            return None

    for way in (numbers, numbers[::-1]):
        for p in way:
            if p in found:
                break
            found[p] = within(p)
            if found[p] is None:
                break
    return tuple(found.get(p) for p in processors)


def _scheduled(root: Node, table: TaskTable, task: int, processors: int) -> Schedule:
    if processors < 1:
        raise InvalidRecurrence(f"a schedule needs at least one processor, not {processors}")
    time = Fraction(_time(table, task, processors) if task != EMPTY else 0, table.scale)
    work, span = Fraction(root.work), Fraction(root.span)
    if not max(work / processors, span) <= time <= (work - span) / processors + span:
        raise RecurError(f"the schedule on {processors} processors takes {time}, which no greedy schedule can")
    return Schedule(processors, int(time) if time.denominator == 1 else time, root.work, root.span)


def _time(table: TaskTable, root: int, processors: int) -> int:
    """What runs alone starts with every processor free: its parts in series take the sum of their times."""
    if processors == 1:
        return table.works[root]
    alone: set[int] = set()
    pending = [root]
    while pending:
        task = pending.pop()
        if task not in alone:
            alone.add(task)
            if table.kinds[task] in (TaskKind.SERIES, TaskKind.CHAIN):
                pending.extend(table.parts[task])
    times: dict[int, int] = {}
    for task in sorted(alone):  # rows stand after what they refer to
        if table.widths[task] <= processors:
            times[task] = table.spans[task]  # nothing ever waits
        elif table.kinds[task] is TaskKind.SERIES:
            times[task] = sum(times[part] for part in table.parts[task])
        elif table.kinds[task] is TaskKind.CHAIN:
            times[task] = times[table.parts[task][0]] * table.times[task][0]
        else:
            times[task] = _Machine(table, processors).run(task)
    return times[root]


class _Machine:
    """P processors at work on one task; the clock jumps from one end of strands to the next."""

    def __init__(self, table: TaskTable, processors: int) -> None:
        self.table = table
        self.processors = self.free = processors
        self.now = self.moves = 0
        #: strand -> how many are ready; a dict keeps the order of arrival
        self.ready: dict[int, int] = {}
        #: time -> (strand, how many of it end then, processors that are free again)
        self.ends: dict[int, list[tuple[int, int, int]]] = {}
        self.clock: list[int] = []
        #: task -> [caller, place in the caller, how many], in the order of arrival
        self.callers: dict[int, deque[list[int]]] = {}
        #: fork -> how many of each branch have ended, and at last how many of the fork itself
        self.ended: dict[int, list[int]] = {}

    def run(self, task: int) -> int:
        self._arrive(task, 1, EMPTY, 0)
        while self.ready or self.clock:
            limits.check(1 + self.moves)
            self.moves = 0
            while self.free and self.ready:
                self._start()
            self.now = heappop(self.clock)
            finished = self.ends.pop(self.now)
            self.free += sum(processors for _, _, processors in finished)
            self._finish([(strand, count) for strand, count, _ in finished])
        return self.now

    def _start(self) -> None:
        """Give the free processors strands of the kind that has waited longest, several each where all will be busy.

        With m ≥ P·r of them ready, no processor can fall idle during the next r of them: between now and then the
        other processors begin at most r each. So each free processor takes r at a stroke, told of at the end.
        """
        strand, ready = next(iter(self.ready.items()))
        rounds = max(1, ready // self.processors)
        used = min(self.free, ready)
        left = ready - used * rounds
        if left:
            self.ready[strand] = left
        else:
            del self.ready[strand]
        self.free -= used
        end = self.now + rounds * self.table.works[strand]
        if end not in self.ends:
            self.ends[end] = []
            heappush(self.clock, end)
        self.ends[end].append((strand, used * rounds, used))

    def _arrive(self, task: int, count: int, caller: int, place: int) -> None:
        """`count` more instances of the task begin; what they begin with, begins as well."""
        table = self.table
        pending = [(task, count, caller, place)]
        while pending:
            task, count, caller, place = pending.pop()
            self.moves += 1
            waiting = self.callers.setdefault(task, deque())
            if waiting and waiting[-1][0] == caller and waiting[-1][1] == place:
                waiting[-1][2] += count
            else:
                waiting.append([caller, place, count])
            kind = table.kinds[task]
            if kind is TaskKind.STRAND:
                self.ready[task] = self.ready.get(task, 0) + count
            elif kind is TaskKind.PARALLEL:
                branches = zip(table.parts[task], table.times[task], strict=True)
                pending.extend((branch, count * times, task, i) for i, (branch, times) in enumerate(branches))
            else:
                pending.append((table.parts[task][0], count, task, 0))

    def _finish(self, finished: list[tuple[int, int]]) -> None:
        """`count` instances of a task have ended, those that came first: tell who has waited for them."""
        while finished:
            task, count = finished.pop()
            waiting = self.callers[task]
            while count:
                caller, place, wanted = waiting[0]
                self.moves += 1
                told = min(count, wanted)
                count -= told
                if told == wanted:
                    waiting.popleft()
                else:
                    waiting[0][2] -= told
                if caller != EMPTY:
                    self._tell(caller, place, told, finished)

    def _tell(self, caller: int, place: int, count: int, finished: list[tuple[int, int]]) -> None:
        """Of `count` instances of the caller, what stands at `place` has ended."""
        table = self.table
        match table.kinds[caller]:
            case TaskKind.SERIES if place + 1 < len(table.parts[caller]):
                self._arrive(table.parts[caller][place + 1], count, caller, place + 1)
            case TaskKind.CHAIN if place + 1 < table.times[caller][0]:
                self._arrive(table.parts[caller][0], count, caller, place + 1)
            case TaskKind.PARALLEL:
                times = table.times[caller]
                ended = self.ended.setdefault(caller, [0] * (len(times) + 1))
                ended[place] += count
                whole = min(done // each for done, each in zip(ended, times, strict=False))
                if whole > ended[-1]:
                    finished.append((caller, whole - ended[-1]))
                    ended[-1] = whole
            case _:
                finished.append((caller, count))
