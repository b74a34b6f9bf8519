"""One body of a program run at one size, line by line: its strands, children and loops as a series-parallel DAG.

A spawned child runs beside all that follows up to the next sync: Parallel(child, rest). The costs of lines are
those of recur.forkjoin.costs.conventions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import floor
from typing import Any, Protocol, TypeVar

from recur.forkjoin.costs.conventions import ITERATION, LOOP_END, STRAND, control_levels, whole_cost
from recur.forkjoin.costs.evaluated import Sizes, condition_value, formula_value
from recur.forkjoin.costs.iterations import index_values, length
from recur.forkjoin.costs.one_sided import undefined
from recur.forkjoin.costs.shapes import SizeMeasure, counting_formulas, sizes_of_call, valued
from recur.forkjoin.dag.series_parallel import Node, Parallel, Repeated, SeriesComposition, Strand
from recur.model import Expr, InvalidRecurrence, Place, Unsolved, expressions as ex, limits, program as code
from recur.model.records import field, frozen, mutable

Fact = TypeVar("Fact")


class Subproblems(Protocol):
    """What a body needs of those that were run before it."""

    program: code.Program
    shapes: dict[str, SizeMeasure]
    known: dict[tuple[str, tuple[int, ...]], Node]
    free: int
    facts: LineFacts

    def clamped(self, procedure: str, sizes: tuple[int, ...]) -> tuple[int, ...]: ...

    def count(self, events: int) -> None: ...


@mutable
class LineFacts:
    """What the lines of a program say whatever the size: worked out once, by the identity of what says it."""

    _known: dict[tuple[object, ...], tuple[object, Any]] = field(default_factory=dict)

    def once(self, said_by: object, work: Callable[[], Fact], *further: object) -> Fact:
        key = (id(said_by), *further)
        if key not in self._known:
            self._known[key] = said_by, work()  # kept, so that no other object comes to this identity
        found: Fact = self._known[key][1]
        return found


@frozen
class ChildStart:
    """A child that starts here."""

    child: Node


Event = Node | ChildStart


@mutable
class BodyProgress:
    """What one run of a body has done so far: its events since the last sync, and all before that."""

    values: Sizes
    done: list[Node] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    returned: bool = False

    def copy(self) -> BodyProgress:
        return BodyProgress(dict(self.values), list(self.done), list(self.events), self.returned)

    def spend(self, cost: int | Fraction) -> None:
        if not cost:
            return
        if self.events and isinstance(self.events[-1], Strand):
            self.events[-1] = Strand(self.events[-1].cost + cost)
        else:
            self.events.append(Strand(cost))

    def take(self, node: Node) -> None:
        """What runs here and is waited for; a strand lengthens the one before it."""
        if isinstance(node, Strand):
            self.spend(node.cost)
        else:
            self.events.append(node)

    def sync(self) -> None:
        if self.events:
            self.done.append(_folded(self.events))
        self.events = []

    def node(self) -> Node:
        self.sync()
        return self.done[0] if len(self.done) == 1 else SeriesComposition(tuple(self.done))


class Needed(Exception):
    """A subproblem that has to be known first."""

    def __init__(self, key: tuple[str, tuple[int, ...]]) -> None:
        self.key = key


@mutable
class BodyRun:
    """One body at its sizes; `sized` are the conditions that data do not decide."""

    expander: Subproblems
    procedure: code.Procedure
    shape: SizeMeasure
    sized: frozenset[Place]
    sizes: Mapping[str, int]
    exits: list[BodyProgress] = field(default_factory=list)
    loops: int = 0

    def run(self) -> Node:
        run = BodyProgress(self._first_values())
        self.block(self.procedure.body, run)
        ends = [end.node() for end in (*self.exits, run) if end is not None]
        return max(ends, key=_weight)

    def block(self, body: tuple[code.Statement, ...], run: BodyProgress) -> None:
        for statement in body:
            if run.returned:
                return
            match statement:
                case code.PlainStatement() | code.Return():
                    self._line(statement, run)
                case code.ProcedureCall():
                    self._call(statement, run)
                case code.Sync():
                    run.sync()
                case code.For() | code.While():
                    self._loop(statement, run)
                case code.Beside():
                    self._side_by_side(statement, run)
                case code.If():
                    self._branches(statement, run)

    def _line(self, statement: code.PlainStatement | code.Return, run: BodyProgress) -> None:
        self._make(statement.calls, run)
        if statement.cost is None:
            run.spend(STRAND)
        else:
            run.take(self._stated(statement.cost, run, statement.source.place))
        if isinstance(statement, code.Return):
            run.returned = True
        elif statement.defines is not None:
            name, x = statement.defines
            value = formula_value(x, run.values) if x is not None else None
            run.values[name] = None if value is None else floor(value)
        elif statement.exchanges is not None:
            one, other = statement.exchanges
            run.values[one], run.values[other] = run.values.get(other), run.values.get(one)

    def _make(self, calls: tuple[code.Invocation, ...], run: BodyProgress) -> None:
        """Calls inside a line, a condition or a bound, one after the other."""
        for call in calls:
            run.take(self._called(call, run))

    def _stated(self, cost: code.StatedCost, run: BodyProgress, place: Place) -> Node:
        """What is stated: one strand; where the span is shorter than the work, the rest beside it."""
        if cost.kind == "O" and ex.symbols(cost.body):
            raise self._bounded(place, "is stated from above only")
        work = self._amount(cost.body, run, place)
        if cost.span is None:
            return Strand(work)
        span = self._amount(cost.span, run, place)
        if span > work:
            raise InvalidRecurrence(
                f"at size {self._size_told} the span stated here is {span}, and the work {work}: "
                "the longest path is a part of all the work",
                text=self.expander.program.text, place=place,
            )  # fmt: skip
        if span == work:
            return Strand(work)
        return Parallel((Strand(span), Repeated(Strand(1), work - span, True)))

    def _amount(self, formula: Expr, run: BodyProgress, place: Place) -> int:
        value = formula_value(formula, run.values, up=True)
        if value is None:
            raise self._unknown(place, "cost")
        return whole_cost(value)

    def _bounded(self, place: Place, why: str) -> Unsolved:
        return Unsolved(
            f"no exact cost: line {place.line} {why}", (), None, text=self.expander.program.text, place=place
        )

    def _unknown(self, place: Place, what: str) -> InvalidRecurrence:
        return InvalidRecurrence(f"the {what} of this line has no value", text=self.expander.program.text, place=place)

    def _called(self, call: code.Invocation, run: BodyProgress) -> Node:
        if call.cost is not None:
            return self._stated(call.cost, run, call.place)
        if not call.defined:
            raise undefined(call, self.expander.program)
        callee = self.expander.program.named(call.procedure)
        shape = self.expander.shapes[callee.name]
        if callee.distinct is not None:
            raise self._bounded(call.place, f"calls {callee.name}, whose results are kept")
        sizes = self._handed_sizes(call, callee, shape, run)
        key = (callee.name, self.expander.clamped(callee.name, sizes))
        if key not in self.expander.known:
            raise Needed(key)
        return self.expander.known[key]

    @property
    def _size_told(self) -> str:
        return ", ".join(map(str, self.sizes.values()))

    def _handed_sizes(
        self, call: code.Invocation, callee: code.Procedure, shape: SizeMeasure, run: BodyProgress
    ) -> tuple[int, ...]:
        symbolic = self.expander.facts.once(call, lambda: _formulas_of_sizes(call, callee, shape))
        values = [None if x is None else formula_value(x, run.values) for x in symbolic]
        if None in values:
            raise InvalidRecurrence(
                f"the size of this call of {callee.name} has no value",
                text=self.expander.program.text,
                place=call.place,
            )
        return tuple(floor(value) for value in values if value is not None)

    def _first_values(self) -> Sizes:
        """A bound such as p, which cancels in every size, may be anything."""
        start = self.expander.facts.once(self.shape, self._start_formulas)
        free: Sizes = {name: self.expander.free for name, _, is_free in start if is_free}
        given: Sizes = {**free, **dict.fromkeys(self.shape.inner, 0), **self.sizes}
        if self.shape.second:
            given[self.shape.second] = self.sizes[self.shape.variable] // 2
        return {name: formula_value(x, given) for name, x, _ in start}

    def _start_formulas(self) -> list[tuple[str, Expr, bool]]:
        """What each name is at first, and whether other names than sizes stand in it."""
        return [(name, value.expression(), bool(value.names - self.sizes.keys())) for name, value in self.shape.start]

    def _call(self, statement: code.ProcedureCall, run: BodyProgress) -> None:
        self._make(statement.calls, run)
        node = self._called(statement.call, run)
        run.events.append(ChildStart(node) if statement.spawned else node)
        if statement.target:
            run.values[statement.target] = None

    def _side_by_side(self, statement: code.Beside, run: BodyProgress) -> None:
        branches: list[Node] = []
        for branch in statement.body:
            own = BodyProgress(dict(run.values))
            self.block((branch,), own)
            branches.append(own.node())
        run.events.append(Parallel(tuple(branches)))
        run.values.update(dict.fromkeys(code.set_by(statement.body)))

    def _loop(self, statement: code.For | code.While, run: BodyProgress) -> None:
        values = run.values
        if isinstance(statement, code.For):
            self._make(statement.calls, run)
        tested = statement.condition.calls if isinstance(statement, code.While) else ()
        if statement.shared or (statement.count is not None and statement.count.kind == "O"):
            raise self._bounded(statement.source.place, "is a loop whose rounds are not counted one by one")
        indices = index_values(statement, values)
        if indices is None:
            raise self._unknown(statement.source.place, "number of iterations")
        name, sequence = indices
        changed = {
            s.defines[0]
            for s in code.statements_in(statement.body)
            if isinstance(s, code.PlainStatement) and s.defines is not None
        }
        parallel = isinstance(statement, code.For) and statement.parallel
        if parallel:
            run.spend(control_levels(length(sequence)))
        self.loops += 1
        alike = self.expander.facts.once(statement, lambda: self._alike(statement, name), name)
        same: Node | None = None
        branches: list[Node] = []
        spawning = any(isinstance(s, code.ProcedureCall) and s.spawned for s in code.statements_in(statement.body))
        for position in sequence:
            inner = BodyProgress({**values, **dict.fromkeys(changed), name: position})
            inner.spend(ITERATION)
            self._make(tested, inner)
            self.block(statement.body, inner)
            if not parallel and spawning and not inner.done:
                self.expander.count(len(inner.events))
                run.events.extend(inner.events)
                continue
            node = inner.node()
            if alike:
                same = node
                break
            self.expander.count(1)
            branches.append(node)
            limits.require(length(sequence) - len(branches))  # one for each round to come
        if same is not None:
            run.events.append(Repeated(same, length(sequence), parallel))
        elif branches:
            run.events.append(Parallel(tuple(branches)) if parallel else SeriesComposition(tuple(branches)))
        if not parallel:
            run.events.append(Strand(LOOP_END))
        self.loops -= 1
        run.values.update(dict.fromkeys((*changed, name)))
        self._make(tested, run)

    def _alike(self, statement: code.For | code.While, name: str) -> bool:
        """Do the formulas of the body never look at the index, nor at what the body sets?"""
        used = {symbol for x in counting_formulas(statement.body) for symbol in ex.symbols(x)}
        made = (
            *code.calls_made(statement),
            *(call for s in code.statements_in(statement.body) for call in code.calls_made(s)),
        )
        handed = (x for call in made for x in call.arguments)
        used |= {symbol for x in handed if x is not None for symbol in ex.symbols(x)}
        if any(isinstance(s, code.ProcedureCall) and s.spawned for s in code.statements_in(statement.body)) and not (
            isinstance(statement, code.For) and statement.parallel
        ):
            synced = any(isinstance(s, code.Sync) for s in statement.body)
            if not synced:
                return False
        return name not in used

    def _branches(self, statement: code.If, run: BodyProgress) -> None:
        ends: list[BodyProgress] = []
        entered = run
        for branch in statement.branches:
            holds: bool | None = True
            if branch.condition is not None:
                entered = entered.copy()
                self._make(branch.condition.calls, entered)
                entered.spend(STRAND)
                holds = self._holds(branch.condition, branch.source.place, entered)
            if holds is False:
                continue
            end = entered.copy()
            self.block(branch.body, end)
            ends.append(end)
            if holds:
                break
        else:
            ends.append(entered)
        going = [end for end in ends if not end.returned or self.loops]
        if not self.loops:
            self.exits.extend(end for end in ends if end.returned)
        if not going:
            chosen = self.exits.pop()
        else:
            chosen = max(going, key=lambda end: _weight(end.copy().node()))
            if self.loops:
                chosen.returned = False
        run.values, run.done, run.events, run.returned = chosen.values, chosen.done, chosen.events, chosen.returned

    def _on_data(self, condition: code.Condition) -> bool:
        """Does it compare something with a parameter that is no size?"""
        start = dict(self.shape.start)
        for c in (c for group in condition.groups for c in group):
            names = (valued(c.left, start) - valued(c.right, start)).names
            if any(name in start and name not in self.sizes for name in names):
                return True
        return False

    def _holds(self, condition: code.Condition, place: Place, run: BodyProgress) -> bool | None:
        """What the size makes of it; None where the data decide."""
        on_data = self.expander.facts.once(condition, lambda: self._on_data(condition))
        value = None if on_data else condition_value(condition, run.values)
        if value is None and place in self.sized:
            raise Unsolved(
                f"the size {self._size_told} of {self.procedure.name} does not tell whether this branch is taken",
                text=self.expander.program.text, place=place,
            )  # fmt: skip
        return value


def _formulas_of_sizes(call: code.Invocation, callee: code.Procedure, shape: SizeMeasure) -> tuple[Expr | None, ...]:
    """The sizes that a call hands on, in the names of its own lines; None for one that is not known."""
    symbolic = sizes_of_call(call, callee, shape, {})
    return tuple(p.expression() for p in symbolic) if symbolic else (None,)


def _weight(node: Node) -> tuple[object, object]:
    return (node.work, node.span)


def _folded(events: list[Event]) -> Node:
    """The events up to a sync, from the last to the first: what is spawned runs beside what follows."""
    rest: list[Node] = []
    for event in reversed(events):
        if isinstance(event, ChildStart):
            beside = rest[::-1]
            if len(beside) == 1 and isinstance(beside[0], Parallel):
                rest = [Parallel((event.child, *beside[0].branches))]
            elif beside:
                rest = [Parallel((event.child, beside[0] if len(beside) == 1 else SeriesComposition(tuple(beside))))]
            else:
                rest = [event.child]
        else:
            rest.append(event)
    return rest[0] if len(rest) == 1 else SeriesComposition(tuple(rest[::-1]))


def lowest_size(procedure: code.Procedure, shape: SizeMeasure, size: str) -> int:
    """Sizes below it are taken for it: 1 where the only guard is n = 1, which rounding may jump over."""
    equal: list[int] = []
    values = dict(shape.start)
    for statement in procedure.body:
        if not isinstance(statement, code.If):
            continue
        for branch in statement.branches:
            for group in branch.condition.groups if branch.condition is not None else ():
                for c in group:
                    d = valued(c.left, values) - valued(c.right, values)
                    parts = d.linear(size)
                    if parts is None or parts[0].value in (None, 0) or parts[1].value is None:
                        continue
                    slope, rest = parts[0].value, parts[1].value
                    if c.op not in ("=", "!="):
                        return 0
                    assert slope is not None
                    equal.append(floor(-rest / slope))
    return max(0, min(equal, default=0))
