"""A series-parallel DAG as a table of tasks: equal subtrees are one row, whole costs, strands as long as they can be.

What is normalised changes no greedy schedule's bounds: strands that follow each other with nothing else between
them are one strand (a strand is a maximal run of instructions), what costs nothing vanishes, a fork of one branch is
that branch, and equal branches are one branch with a multiplicity.
"""

from collections.abc import Iterable
from enum import IntEnum
from math import lcm

from recur.forkjoin.dag.series_parallel import Node, Parallel, Repeated, SeriesComposition, Strand, children, distinct
from recur.model import limits
from recur.model.records import field, mutable

EMPTY = -1  # the task that costs nothing


class TaskKind(IntEnum):
    STRAND = 0
    SERIES = 1
    PARALLEL = 2
    CHAIN = 3  # one body, again and again


@mutable
class TaskTable:
    """Row i is task i; rows stand after all that they refer to. `scale` times the cost of a strand is whole."""

    scale: int
    kinds: list[TaskKind] = field(default_factory=list)
    #: the tasks in order (SERIES), one for each branch (PARALLEL), the body (CHAIN)
    parts: list[tuple[int, ...]] = field(default_factory=list)
    #: how often each branch occurs (PARALLEL), how often the body follows itself (CHAIN)
    times: list[tuple[int, ...]] = field(default_factory=list)
    works: list[int] = field(default_factory=list)
    spans: list[int] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)
    rows: dict[tuple[TaskKind, tuple[int, ...], tuple[int, ...]], int] = field(default_factory=dict)

    def strand(self, cost: int) -> int:
        return self._row(TaskKind.STRAND, (), (cost,)) if cost else EMPTY

    def series(self, tasks: Iterable[int]) -> int:
        found: list[int] = []
        for task in tasks:
            if task == EMPTY:
                continue
            if found and self.kinds[task] is self.kinds[found[-1]] is TaskKind.STRAND:
                found[-1] = self.strand(self.works[found[-1]] + self.works[task])
            else:
                found.append(task)
        if len(found) < 2:
            return found[0] if found else EMPTY
        return self._row(TaskKind.SERIES, tuple(found), ())

    def parallel(self, counted: Iterable[tuple[int, int]]) -> int:
        multiplicity: dict[int, int] = {}
        for task, times in counted:
            if task != EMPTY and times:
                multiplicity[task] = multiplicity.get(task, 0) + times
        if len(multiplicity) == 1 and 1 in multiplicity.values():
            return next(iter(multiplicity))
        return (
            self._row(TaskKind.PARALLEL, tuple(multiplicity), tuple(multiplicity.values())) if multiplicity else EMPTY
        )

    def chain(self, body: int, times: int) -> int:
        if body == EMPTY or not times:
            return EMPTY
        if times == 1:
            return body
        if self.kinds[body] is TaskKind.STRAND:
            return self.strand(self.works[body] * times)
        return self._row(TaskKind.CHAIN, (body,), (times,))

    def _row(self, kind: TaskKind, parts: tuple[int, ...], times: tuple[int, ...]) -> int:
        key = (kind, parts, times)
        if key not in self.rows:
            self.rows[key] = len(self.kinds)
            self._append(kind, parts, times)
        return self.rows[key]

    def _append(self, kind: TaskKind, parts: tuple[int, ...], times: tuple[int, ...]) -> None:
        works, spans, widths = ([column[part] for part in parts] for column in (self.works, self.spans, self.widths))
        match kind:
            case TaskKind.STRAND:
                mine = times[0], times[0], 1
            case TaskKind.SERIES:
                mine = sum(works), sum(spans), max(widths)
            case TaskKind.CHAIN:
                mine = works[0] * times[0], spans[0] * times[0], widths[0]
            case TaskKind.PARALLEL:
                mine = _weighted(works, times), max(spans), _weighted(widths, times)
        self.kinds.append(kind)
        self.parts.append(parts)
        self.times.append(times)
        for column, value in zip((self.works, self.spans, self.widths), mine, strict=True):
            column.append(value)


def tabulate(root: Node) -> tuple[TaskTable, int]:
    """The table of a DAG and the row of its root (EMPTY where nothing costs anything)."""
    strands = [node.cost for node in distinct([root]) if isinstance(node, Strand)]
    table = TaskTable(lcm(*(cost.denominator for cost in strands)))
    found: dict[int, int] = {}
    pending = [root]
    while pending:
        node = pending[-1]
        waiting = [child for child in children(node) if id(child) not in found]
        if waiting:
            pending.extend(waiting)
            continue
        pending.pop()
        if id(node) not in found:
            limits.check()
            found[id(node)] = _task(table, node, [found[id(child)] for child in children(node)])
    return table, found[id(root)]


def _task(table: TaskTable, node: Node, tasks: list[int]) -> int:
    match node:
        case Strand(cost):
            return table.strand(int(cost * table.scale))
        case SeriesComposition():
            return table.series(tasks)
        case Parallel():
            return table.parallel((task, 1) for task in tasks)
        case Repeated(_, times, parallel):
            return table.parallel([(tasks[0], times)]) if parallel else table.chain(tasks[0], times)


def _weighted(values: list[int], times: tuple[int, ...]) -> int:
    return sum(value * count for value, count in zip(values, times, strict=True))
