"""A function of the source tree as a procedure in its sizes: its lines with what they cost, its loops with ranges."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cached_property

from recur.forkjoin.costs.normal_forms import floor_of, numeric, polynomial
from recur.forkjoin.costs.polynomials import Polynomial
from recur.model import Place, RecurError, Undecided, expressions as ex, program as code, source_tree as tree
from recur.model.patterns import regex
from recur.model.records import frozen, replace
from recur.parsing.programs.formulas import parsed_formula
from recur.source_costs.answered import UNKNOWN_OUTCOME, Answered, answers_of, asked_part, is_open, may_all_hold
from recur.source_costs.calling import called_name, takes_object
from recur.source_costs.coincidences import answers_that_leave
from recur.source_costs.early_exits import EarlyExits
from recur.source_costs.evaluating import DATA_TEST, UNIT, ZERO, Knowledge, LineCharge, Test, items_of
from recur.source_costs.kinds import CONTAINERS, dotted
from recur.source_costs.looping import MOST_WAYS, LoopFrame, breaks_off, may_leave
from recur.source_costs.node_walks import NodeWalk, node_walk
from recur.source_costs.operations import operation_names
from recur.source_costs.passes import sorting_passes
from recur.source_costs.rounds import Rounds, stepped
from recur.source_costs.sizing import length_in_words, named_sizes
from recur.source_costs.values import (
    UNKNOWN,
    ContainerValue,
    FunctionValue,
    Held,
    NodesValue,
    NothingValue,
    NumberValue,
    TupleValue,
    UnknownValue,
    Value,
    ValueState,
    data_of,
)
from recur.source_costs.visiting import (
    WorkList,
    depth_of_marks,
    guard_of,
    name_of,
    names_set,
    recursive_visit,
    rows_of,
    unmarked_in,
    work_list,
)

Statements = tuple[tree.SourceStatement, ...]

#: what never grows while it is gone through: texts and tuples stay as they are, for the others it is an error
_KEPT_WHILE_READ = frozenset(
    ("str", "bytes", "tuple", "range", "dict", "defaultdict", "counter", "keys", "set", "frozenset", "deque")
)
_LENGTH = regex(r"\blen\(\s*(\w+)\s*\)")
#: n = hi - lo
_NAMED = regex(r"\s*(?:([^\W\d]\w*)\s*=)?(.*)", re.DOTALL)


@frozen
class Graph:
    """How many vertices and edges; `rows` is the container of the rows as it is written."""

    vertices: Polynomial
    edges: Polynomial | None
    rows: str


class Lowering(EarlyExits):
    def __init__(self, known: Knowledge, function: tree.Function) -> None:
        super().__init__(known, function)
        self.frames = [LoopFrame()]
        self.loops = 0
        self.bodies, self.outer = [], []
        self._starts, self._ends, self._unchanged = {}, {}, {}
        #: walks over graphs that are being costed, with the names of the vertex and how deep their loop is
        self.walks: list[tuple[Graph, frozenset[str], int]] = []
        #: loops through one level of a tree: their rounds are those of all levels together
        self.levels: dict[Place, Rounds] = {}
        #: what holds where a test did not make this function return
        self.passed: list[Answered] = []
        #: what is returned, with the comparisons that hold there
        self.returned: list[tuple[Value, tuple[tuple[str, Polynomial], ...]]] = []

    # ---- the procedure

    def begin(self) -> ValueState:
        state = ValueState()
        key = self.function.key
        for name in (*(p.name for p in self.function.parameters), *self.known.captured.get(key, ())):
            kind = self.known.kinds.get((self.function.key, name), "")
            if self.function.owner and name in ("self", "this", "cls"):
                kind = ""  # an object: its fields are looked at one by one
            state.names[name] = self._parameter(name, kind, state)
        for root in sorted(self.known.mutated.get(key, ())):
            name, _, inside = root.partition("[")
            kind = self._kind_of_field(name) if "." in name and not inside else ""
            if kind:  # a field that is made longer or shorter here
                state.names[name] = self.hold(state, self.input_container(name, kind))
        return state

    def _kind_of_field(self, name: str) -> str:
        """What the class makes it, else what has all the methods that are called on it here; "": nothing has them."""
        told = self.known.kinds.get((self.function.key, name), "")
        methods = {
            node.function.name for node in tree.walk(self.function)
            if isinstance(node, tree.CallOf) and isinstance(node.function, tree.Member)
            and dotted(node.function.value, {}) == name
        }  # fmt: skip
        own = operation_names(self.language)
        kinds = (kind for kind in ("list", "dict", "set", "deque") if all((kind, method) in own for method in methods))
        return told if told in CONTAINERS else next(kinds, "")

    def _parameter(self, name: str, kind: str, state: ValueState) -> Value:
        datum = self.is_datum(self.function.key, name) and not self._is_object(name)
        if self.known.inputs is not None and datum:
            return NumberValue(Polynomial.constant(self.known.inputs.numbers), frozenset((name,)))
        match kind:
            case "number":
                return NumberValue(Polynomial.atom(ex.Symbol(name)))
            case "list" | "str" | "dict" | "set" | "deque":
                return self.hold(state, self.input_container(name, kind))
            case "numpy.array":
                return self.hold(state, self.input_container(name, kind))
            case "nodes":
                return NodesValue(Polynomial.atom(ex.Symbol(f"|{name}|")), name)
        return UnknownValue(name, frozenset((name,)), self._class_of(name))

    def _is_object(self, name: str) -> bool:
        return bool(self.function.owner) and name in ("self", "this", "cls")

    def _class_of(self, name: str) -> str:
        """The class of the file whose object the parameter is: that of self, or the declared one."""
        if name == "self":
            return self.function.owner
        declared = next((p.declared for p in self.function.parameters if p.name == name), "")
        words = {word.strip("'\" ") for word in declared.split("|")} - {"None"}
        return next(iter(words & self.known.inheritance.bases.keys()), "") if len(words) == 1 else ""

    def lower(self) -> tuple[code.Statement, ...]:
        state = self.begin()
        stated = [fact for fact in self.function.declared if fact.kind == "cost"]
        if stated:
            return self._as_stated(stated[-1], state)
        if not self._lower_as_visit(state):
            self.run(self.function.body, state)
        return tuple(self.block)

    def stated_size(self) -> tuple[str, str, Polynomial] | None:
        """# size: hi - lo behind the header: the name of the size, what it is in words, and in raw sizes."""
        for fact in self.function.declared:
            if fact.kind == "size" and (read := _NAMED.match(fact.formula)) is not None:
                measure = self._formula(replace(fact, formula=read[2].strip()))
                words = read[2].strip()
                alone = next(iter(measure.names)) if len(measure.names) == 1 and words.isidentifier() else ""
                own = read[1] or ("" if not alone or alone == words else words)
                return own, length_in_words(alone) if alone.startswith("|") else words, measure
        return None

    def _as_stated(self, fact: tree.StatedFact, state: ValueState) -> tuple[code.Statement, ...]:
        """# cost: n log n at the header is what the whole function costs; its body may still tell what it returns."""
        self.lenient = True
        with suppress(RecurError):
            self.run(self.function.body, state)
        self.block, self.line, self.raw_calls = [], LineCharge(), []
        self.line.remarks.append("as stated")
        self.charge(self._formula(fact), fact.place)
        self.flush(fact.place)
        return tuple(self.block)

    # ---- walks over graphs

    def _lower_as_visit(self, state: ValueState) -> bool:
        """A recursion that enters every vertex at most once, as a loop over the vertices."""
        key = self.function.key
        called = ("self." if takes_object(self.function) else "") + self.function.name
        visit = recursive_visit(self.function, called)
        if visit is None:
            return False
        graph = self._graph_of(self.function.body, visit.taken, state) or self._graph_of_marks(
            self.function.body, visit.marks, state
        )
        if graph is None:
            return False
        self.known.visits[key] = visit
        self.visiting = key

        def bind(inner: ValueState, index: Polynomial) -> None:
            self._bounded_lengths(visit.marks, graph.vertices, inner)

        def emit(inner: ValueState) -> ValueState | None:
            return self.run(self.function.body, inner)

        self._walk(graph, visit.taken, graph.vertices, self.function.place, state, bind, lambda s: [s], emit)
        if visit.entry and graph.edges is not None:  # what is marked is left at once
            source = self.source(self.function.place, "each edge is followed once")
            self.block.append(code.PlainStatement(source, code.StatedCost("O", graph.edges.expression())))
        return True

    def _walk(
        self,
        graph: Graph,
        taken: frozenset[str],
        total: Polynomial,
        place: Place,
        state: ValueState,
        bind: Callable[[ValueState, Polynomial], None],
        ways: Callable[[ValueState], list[ValueState]],
        emit: Callable[[ValueState], ValueState | None],
    ) -> ValueState | None:
        rounds = Rounds(UNIT, total, total=total, attained=False, exact=False, remark="each vertex is entered once")
        self.walks.append((graph, taken, self.depth))
        try:
            return self.each(place, rounds, state, bind, ways, emit, "vertex")
        finally:
            self.walks.pop()

    def _bounded_lengths(self, names: Iterable[str], bound: Polynomial, state: ValueState) -> None:
        for name in names:
            value = state.names.get(name)
            if isinstance(value, Held):
                length = self.choices.choose(ZERO, bound)
                state.cells[value.cell] = replace(state.cells[value.cell], length=length)

    def _graph_of(self, body: Statements, taken: frozenset[str], state: ValueState) -> Graph | None:
        """How many vertices and edges there are to walk over."""
        for s in body:
            for node in tree.walk(s):
                if isinstance(node, tree.EachLoop):
                    rows = rows_of(node.iterable, taken)
                    inside = None if rows is None else self.as_container(state, self.quietly(rows, state.copy()))
                    if rows is None or inside is None or inside.length is None:
                        continue
                    edges = inside.total
                    if edges is None and inside.name:
                        edges = Polynomial.atom(ex.Symbol(f"Σ|{inside.name}|"))
                    return Graph(inside.length, edges, shape_of(rows)) if edges is not None else None
        cells = self._cells_of_grid(body, state)
        return None if cells is None else Graph(cells, cells, "")

    def _cells_of_grid(self, body: Statements, state: ValueState) -> Polynomial | None:
        """0 <= r < R and 0 <= c < C, or its opposite: R·C cells."""
        ends: dict[str, Polynomial] = {}
        for s in body:
            for node in tree.walk(s):
                match node:
                    case tree.Operation(op="<" | ">=", operands=(tree.NamedValue(name=name), bound)):
                        value = self.as_number(self.quietly(bound, state.copy()))
                        if value is not None and value.value is None and name not in ends:
                            ends[name] = value
        found = list(ends.values())
        return found[0] * found[1] if len(found) == 2 else None

    def _walk_over_nodes(self, node: tree.TestLoop, state: ValueState) -> Callable[[], ValueState | None] | None:
        """What costs the loop as a walk over linked nodes; None where it is none that is known."""
        walk = node_walk(node)
        count = None if walk is None else self._nodes_of(walk, state)
        if walk is None or count is None:
            return None
        total = count.times(max(walk.links, 1)).plus(1 if walk.links else 0)
        remark = "each node is come to once"
        rounds = Rounds(UNIT, total, total=total, attained=walk.whole, exact=walk.whole, remark=remark)
        for place, depth in walk.inside:  # there are as many levels as nodes where each has one
            self.levels[place] = replace(rounds, shared=depth, exact=False)
            rounds = replace(rounds, exact=False)

        def bind(inner: ValueState, index: Polynomial) -> None:
            self._bounded_lengths((walk.work,), total, inner)
            if walk.now:
                inner.names[walk.now] = NodesValue(None)

        body = node.body if walk.loop is None else walk.loop.body

        def run() -> ValueState | None:
            return self.each(
                node.place, rounds, state, bind, lambda opened: self.ways(body, opened),
                lambda inner: self.run(body, inner), "node",
            )  # fmt: skip

        return run

    def _nodes_of(self, walk: NodeWalk, state: ValueState) -> Polynomial | None:
        """How many nodes hang on what is in the list of work, or in the name, before the walk."""
        inside = state.contents(state.names.get(walk.work))
        held = state.names.get(walk.now) if walk.now else None if inside is None else inside.element
        if inside is None or inside.length is None or inside.length.value != (0 if walk.now else 1):
            return None
        parts = held.items if isinstance(held, TupleValue) else (held,)
        counts = [x.count for x in parts if isinstance(x, NodesValue)]
        counts += [
            Polynomial.atom(ex.Symbol(f"|{x.name}|")) for x in parts
            if isinstance(x, UnknownValue) and x.name and not {*x.name} & {".", "["}
        ]  # fmt: skip
        return counts[0] if len(counts) == 1 else None

    def while_loop(self, node: tree.TestLoop, state: ValueState) -> ValueState | None:
        walk = self._walk_over_nodes(node, state)
        if walk is not None:
            return walk()
        level = self.levels.get(node.place)
        if level is not None:
            return self._side_of_walk(node, state, level)
        found = work_list(node)
        graph = None if found is None else self._graph_of(node.body, found.taken, state)
        if found is not None and graph is None and not found.per_edge:
            return self._walk_by_marks(node, found, state)
        if found is None or graph is None:
            return super().while_loop(node, state)
        total = graph.vertices
        if found.per_edge:
            if graph.edges is None:
                return super().while_loop(node, state)
            total = graph.vertices + graph.edges
        names = (found.work, *found.marks)

        def bind(inner: ValueState, index: Polynomial) -> None:
            self._bounded_lengths(names, total, inner)

        def ways(opened: ValueState) -> list[ValueState]:
            return self.ways(node.body, opened)

        def emit(inner: ValueState) -> ValueState | None:
            return self.run(node.body, inner)

        after = self._walk(graph, found.taken, total, node.place, state, bind, ways, emit)
        if after is not None:
            self._bounded_lengths(names, total, after)
        return self.otherwise(node, after)

    def _graph_of_marks(self, body: Statements, marks: Iterable[str], state: ValueState) -> Graph | None:
        """As many vertices as the array of the marks has cells, where no rows of edges are seen."""
        for name in sorted(marks):
            depth = depth_of_marks(name, body)
            inside = self.as_container(state, state.names.get(name, UNKNOWN)) if depth else None
            cells = UNIT
            while depth and inside is not None and inside.kind == "list" and inside.length is not None:
                cells, depth = cells * inside.length, depth - 1
                inside = self.as_container(state, self.element_of(inside)) if depth else inside
            if inside is not None and not depth:
                return Graph(cells, None, "")
        return None

    def _walk_by_marks(self, node: tree.TestLoop, found: WorkList, state: ValueState) -> ValueState | None:
        """A round for what is there at first, and one for each mark that is set; loops around share the marks."""
        graph = self._graph_of_marks(node.body, found.marks, state)
        first = None if (inside := state.contents(state.names.get(found.work))) is None else inside.length
        most = None if first is None else self.choices.highest(first)
        if graph is None or most is None:
            return super().while_loop(node, state)
        shared, begun = 0, most
        for body, around in zip(reversed(self.bodies), reversed(self.outer), strict=False):
            if found.marks & unmarked_in(body) or around.rounds.total is None or around.rounds.shared:
                break
            shared, begun = shared + 1, begun * around.rounds.total
        total = graph.vertices + begun
        if self.dry or any(around.mark in total.names for around in self.outer):
            shared, total = 0, graph.vertices + most
        rounds = Rounds(UNIT, total, total=total, attained=False, exact=False, shared=shared,
                        remark="each vertex is entered once")  # fmt: skip
        after = self.each(
            node.place, rounds, state, lambda inner, index: self._bounded_lengths((found.work,), total, inner),
            lambda opened: self.ways(node.body, opened), lambda inner: self.run(node.body, inner), "vertex",
        )  # fmt: skip
        if after is not None:
            self._bounded_lengths((found.work,), total, after)
        return self.otherwise(node, after)

    def _side_of_walk(self, node: tree.TestLoop, state: ValueState, rounds: Rounds) -> ValueState | None:
        """The loop down one side, inside of a walk in order."""
        return self.each(
            node.place, rounds, state, lambda inner, index: None, lambda opened: self.ways(node.body, opened),
            lambda inner: self.run(node.body, inner), "down",
        )  # fmt: skip

    def _row_of_walk(self, iterable: tree.Expression) -> Rounds | None:
        for graph, taken, depth in reversed(self.walks):
            rows = rows_of(iterable, taken)
            if rows is not None and shape_of(rows) == graph.rows and graph.edges is not None and self.depth > depth:
                return Rounds(
                    UNIT, graph.edges, total=graph.edges, attained=False, exact=False, shared=self.depth - depth,
                    remark="each edge is followed once",
                )  # fmt: skip
        return None

    def _row_of_vertex(self, iterable: tree.Expression, state: ValueState) -> Rounds | None:
        """for u in graph: for v in graph[u]: every row is gone through once."""
        if not self.outer:
            return None
        target, name = self.outer[-1].target, ""
        match iterable:
            case tree.Element(container=tree.NamedValue(name=graph), index=tree.NamedValue(name=u)) if u == target:
                value, inside = state.names.get(u), state.contents(state.names.get(graph))
                known = inside.name if inside is not None else ""
                if known and isinstance(value, UnknownValue) and value.name in (f"{known}[]", f"{known}[key]"):
                    name = known
        if not name:
            return None
        total = Polynomial.atom(ex.Symbol(f"Σ|{name}|"))
        return Rounds(UNIT, total, total=total, exact=False, shared=1, remark="each edge is followed once")

    def entered_once(self, key: str, handed: dict[str, Value], node: tree.CallOf) -> bool:
        """A call of a walk from a loop that never removes the marks: all these calls together are one walk."""
        visit = self.known.visits.get(key)
        if visit is None or not self.depth or key == self.visiting:
            return False
        marks = {m for m in visit.marks}
        own = self.known.functions[key]
        parameters = [p.name for p in own.parameters]
        for position, name in enumerate(parameters[takes_object(own) :]):
            if name in visit.marks and position < len(node.arguments):
                argument = node.arguments[position]
                marks.discard(name)
                if isinstance(argument, tree.NamedValue):
                    marks.add(argument.name)
        shared = 0
        for body in reversed(self.bodies):
            if marks & unmarked_in(body, name_of(node.function)):
                break
            shared += 1
        guarded = visit.entry or guard_of(node, self.function.body, marks)
        if not shared or not guarded:
            return False
        number = len(self.raw_calls) - 1
        for position in range(len(self.raw_calls) - 1, -1, -1):
            if self.raw_calls[position].function == key and self.raw_calls[position].place == node.place:
                number = position
                break
        source = self.source(node.place, "all the calls together are one walk")
        call = code.Invocation(key, (ex.number(number),), node.place)
        line = code.PlainStatement(source, code.StatedCost("=", ex.ZERO), (call,))
        index = self._index("i", Rounds(UNIT, UNIT, total=UNIT, attained=False))
        count = code.StatedCost("O", ex.ONE)
        self.block.append(code.For(source, index, None, None, (line,), ex.ONE, count=count, shared=shared))
        return True

    # ---- statements

    def run(self, body: Statements, state: ValueState) -> ValueState | None:
        """The state behind the block; None: it is never reached."""
        current: ValueState | None = state
        for statement in body:
            if current is None:
                return None
            current = self.statement(statement, current)
        return current

    def statement(self, node: tree.SourceStatement, state: ValueState) -> ValueState | None:
        self.step()
        match node:
            case tree.Assigned() | tree.Update() | tree.Evaluation():
                return self.plain(node, state)
            case tree.EachLoop() | tree.TestLoop():
                return self._loop(node, state)
            case tree.Alternatives():
                return self.alternatives(node, state)
            case tree.Leave():
                return self.leave(node, state)
            case tree.Guarded():
                return self._guarded_block(node, state)
            case tree.Wait():
                self.block.append(code.Sync(self.source(node.place)))
                return state
            case tree.SideBySide():
                return self._side_by_side(node, state)
            case tree.InnerFunction():
                state.names[node.function.name] = FunctionValue(node.function)
                return state
            case tree.Unreadable():
                raise self.refusal(node.why or "this cannot be read", node.place, "say it behind the line:  # cost: 1")

    def _loop(self, node: tree.EachLoop | tree.TestLoop, state: ValueState) -> ValueState | None:
        """Behind a loop that did not return, none of the items was one at which it returns."""
        before = len(self.passed)
        after = self.each_loop(node, state) if isinstance(node, tree.EachLoop) else self.while_loop(node, state)
        if after is not None:
            after.asked += tuple(replace(told, anywhere=True) for told in self.passed[before:] if told.is_narrow)
        return after

    def plain(self, node: tree.Assigned | tree.Update | tree.Evaluation, state: ValueState) -> ValueState | None:
        stated = self.stated(node.place, "cost")
        if stated is not None:
            return self._stated_line(node, stated, state)
        match node:
            case tree.Assigned():
                before = state.copy()
                value = self.evaluate(node.value, state) if node.value is not None else self._declared(node, state)
                for target in node.targets:
                    self.assign(target, value, state)
                    self.placed(target, node.value, before)
                    state.places = before.places
            case tree.Update():
                self._update(node, state)
                state.forget_places({node.target.name} if isinstance(node.target, tree.NamedValue) else set())
            case tree.Evaluation():
                self.evaluate(node.value, state)
        self._say_size(node, state)
        self.flush(node.place)
        return state

    def _declared(self, node: tree.Assigned, state: ValueState) -> Value:
        return UNKNOWN

    def _stated_line(self, node: tree.SourceStatement, stated: Polynomial, state: ValueState) -> ValueState | None:
        """A line whose cost a comment states: what it sets is not looked at, unless it can be."""
        with self.nested():
            calls, self.raw_calls = self.raw_calls, []
            self.dry += 1
            after = state.copy()
            try:
                if isinstance(node, tree.Assigned):
                    value = self.evaluate(node.value, after)
                    for target in node.targets:
                        self.assign(target, value, after)
            except RecurError:
                after = state.copy()
                for target in node.targets if isinstance(node, tree.Assigned) else ():
                    self.assign(target, UNKNOWN, after)
            self.dry -= 1
            self.raw_calls = calls
        self._say_size(node, after)
        self.line.remarks.append("as stated")
        self.charge(stated, node.place)
        self.flush(node.place)
        return after

    def _say_size(self, node: tree.SourceStatement, state: ValueState) -> None:
        """# size: n behind an assignment says how large what it sets is."""
        size = self.stated(node.place, "size")
        if size is None or not isinstance(node, tree.Assigned):
            return
        for target in node.targets:
            if isinstance(target, tree.NamedValue):
                value = state.names.get(target.name)
                inside = state.contents(value)
                if inside is not None:
                    state.names[target.name] = self.hold(state, replace(inside, length=size))
                elif isinstance(value, UnknownValue):
                    state.names[target.name] = self.hold(state, ContainerValue("list", size))
                else:
                    state.names[target.name] = NumberValue(size)

    def assign(self, target: tree.Expression, value: Value, state: ValueState) -> None:
        match target:
            case tree.NamedValue(name=name):
                state.names[name] = self.hold(state, value)
            case tree.Collection(items=items):
                self._unpack(items, value, state)
            case tree.Unpacked(value=inner):
                self.assign(inner, value, state)
            case tree.Element():
                self._store(target, value, state)
            case tree.Slice():
                self._store_slice(target, value, state)
            case tree.Member():
                self.evaluate(target.value, state)
                key = self.field_name(target, state)
                if key:
                    state.names[key] = self.hold(state, value)

    def _unpack(self, items: tuple[tree.Expression, ...], value: Value, state: ValueState) -> None:
        values: list[Value] = [UNKNOWN] * len(items)
        match value:
            case TupleValue(items=own) if len(own) == len(items):
                values = list(own)
            case UnknownValue(name=name) if name.endswith(".shape") and self._axis(value, NumberValue(ZERO)):
                axes = (self._axis(value, NumberValue(Polynomial.constant(i))) for i in range(len(items)))
                values = [axis or UNKNOWN for axis in axes]
            case _:
                rest_of = [item for item in items if isinstance(item, tree.Unpacked)]
                if rest_of:  # Source: Python language reference, 7.2: the items left over are a new list
                    copied = self.as_container(state, value)
                    self.charge_copy(None if copied is None else copied.length, rest_of[0].place, "the rest is copied")
                inside = state.contents(value)
                if inside is not None:
                    values = [self.one_item(self.element_of(inside), item.place) for item in items]
                    for i, item in enumerate(items):
                        if isinstance(item, tree.Unpacked) and inside.length is not None:
                            rest = inside.length.plus(1 - len(items))
                            values[i] = replace(inside, kind="list", length=rest)
        for item, one in zip(items, values, strict=True):
            self.assign(item, one, state)

    def _store_slice(self, target: tree.Slice, value: Value, state: ValueState) -> None:
        """xs[i:j] = ys copies ys, and moves what is behind it where the lengths differ."""
        container = self.evaluate(target.container, state)
        inside, given = self.as_container(state, container), self.as_container(state, value)
        copied = None if given is None else given.length
        self.charge_copy(copied, target.place, "the items are copied")
        whole = target.low is None and target.high is None
        if inside is None or target.step is not None:
            return
        bounds = [None if x is None else self.as_number(self.evaluate(x, state)) for x in (target.low, target.high)]
        replaced = None
        if inside.length is not None:
            replaced = self._slice_length(inside.length, target, bounds[0], bounds[1], None)
        length = inside.length
        if replaced is None or replaced != copied:
            if not whole:
                self.charge(inside.length, target.place, "what is behind it is moved", attained=False)
            length = copied if whole else None
            if inside.length is not None and replaced is not None and copied is not None:
                length = inside.length - replaced + copied
        changed = replace(
            inside, length=length, element=self.joined_elements(items_of(inside), given and items_of(given))
        )
        self.put_back(container, changed, state)
        self.write(inside.name, data_of(x for x in (given and items_of(given),) if x))

    def _store(self, target: tree.Element, value: Value, state: ValueState) -> None:
        self.kept_below(target, value, state)
        container = self.evaluate(target.container, state)
        self.evaluate(target.index, state) if not isinstance(target.index, tree.Slice) else None
        self.write(self.input_of(container, state), data_of([value]))
        if not isinstance(container, Held):
            if not isinstance(container, UnknownValue) or container.name not in state.names:
                return
            self.cells += 1
            state.cells[self.cells] = self.input_container(container.name)
            name, container = container.name, Held(self.cells)
            state.names[name] = container
        inside = state.cells[container.cell]
        element = (
            self.joined_elements(inside.element, state.frozen(value))
            if inside.element is not None or not inside.name
            else None
        )
        length = inside.length
        if inside.kind == "sorted_dict" and not isinstance(value, NothingValue):
            self.searched(inside, target.place)
        if inside.kind in ("dict", "defaultdict", "counter", "sorted_dict"):
            if inside.kind != "sorted_dict":
                self.assumptions["hashing"] = None
            if length is not None:
                grown = self.choices.between(length, length.plus(1), self.are_many((target.index,)))
                length = grown
        self.put_back(container, replace(inside, element=element, length=length), state)

    def _update(self, node: tree.Update, state: ValueState) -> None:
        before = self.evaluate(node.target, state)
        value = self.evaluate(node.value, state)
        inside = state.contents(before)
        grows = ("list", "deque", "str") if self.language == "c++" else ("list", "deque")
        if inside is not None and node.op == "+" and inside.kind in grows and isinstance(before, Held):
            added = self._as_one_item(self.as_container(state, value), value)
            if added is None or added.length is None:
                raise self.refusal(
                    "the length of what is added here is not known", node.place, "say  # cost: n  behind the line"
                )
            self.charge(added.length, node.place, "what is added is copied")
            length = None if inside.length is None else inside.length + added.length
            element = self.joined_elements(items_of(inside), self.element_of(added) if added.length != ZERO else None)
            changed = replace(inside, length=length, element=element)
            self.put_back(before, changed, state)
            if isinstance(node.target, tree.Element):
                self.loosen_items(node.target, changed, state)
            return
        found = self.arithmetic(node.op, before, value, node.place, state)
        self.assign(node.target, found, state)

    def leave(self, node: tree.Leave, state: ValueState) -> ValueState | None:
        if node.kind in ("pass", "global"):
            return state
        if node.kind == "return" and isinstance(node.value, tree.Conditional):
            return self.alternatives(returning_either(node, node.value), state)
        value = self._given_back(node, state)
        if node.kind == "yield":
            self.flush(node.place)
            return state
        if node.kind in ("return", "raise"):
            if node.kind == "return" and not self.dry:
                self.returned.append((state.frozen(value), state.facts))
            calls, cost = self._returning(node)
            self.block.append(code.Return(self.source(node.place, ", ".join(self.line.remarks)), calls, cost))
            self.line = type(self.line)()
            return None
        frame = self.frames[-1]
        (frame.breaks if node.kind == "break" else frame.continues).append(state)
        if node.kind == "break" or not self.free_data:
            leaves = "" if node.outward else "loop" if node.kind == "break" else "round"
            self.block.append(code.Return(self.source(node.place), leaves=leaves))
        return None

    def _given_back(self, node: tree.Leave, state: ValueState) -> Value:
        """What stands behind return; where its cost does not follow and a comment states it, it may be anything."""
        if node.value is None:
            return NothingValue()
        try:
            return self.evaluate(node.value, state)
        except RecurError:
            stated = self.stated(node.place, "cost")
            if stated is None:
                raise
        self.line.remarks.append("as stated")
        self.charge(stated, node.place)
        return UNKNOWN

    def _returning(self, node: tree.Leave) -> tuple[tuple[code.Invocation, ...], code.StatedCost | None]:
        """What the last line costs: an upper bound stands on a line of its own before it."""
        line = self.line
        if line.above.terms:
            source = self.source(node.place, ", ".join(line.remarks))
            self.block.append(code.PlainStatement(source, code.StatedCost("O", line.above.expression())))
        cost = code.StatedCost("Θ", line.attained.plus(1).expression()) if line.attained.terms else None
        return tuple(line.calls), cost

    def _guarded_block(self, node: tree.Guarded, state: ValueState) -> ValueState | None:
        for x in node.entered:
            self.evaluate(x, state)
        if node.entered:
            self.flush(node.place, always=False)
        with self.nested() as tried:
            ends = [self.run(node.body, state.copy())]
        if node.handlers and not self.known.freedom and tried:  # it may break off anywhere
            branch = code.Branch(self.source(node.place), code.Condition(free=False), tuple(tried))
            tried = [code.If(self.source(node.place), (branch,))]
        self.block += tried
        for handler in node.handlers:
            with self.nested() as block:
                ends.append(self.run(handler, state.copy()))
            branch = code.Branch(self.source(node.place), code.Condition(free=False), tuple(block))
            self.block.append(code.If(self.source(node.place), (branch,)))
        joined = self.joined([s for s in ends if s is not None], False)
        if node.finally_:
            return self.run(node.finally_, joined if joined is not None else state)
        return joined

    def _side_by_side(self, node: tree.SideBySide, state: ValueState) -> ValueState | None:
        """What the names hold behind the blocks is what they would hold if one were run after the other."""
        blocks: list[code.Statement] = []
        for body in node.blocks:
            with self.nested() as block:
                state = self.run(body, state.copy()) or state
            if len(block) == 1:
                blocks.append(block[0])
            elif block:
                always = code.Condition(((code.RelationTest("=", ex.ZERO, ex.ZERO),),))
                blocks.append(
                    code.If(self.source(node.place), (code.Branch(self.source(node.place), always, tuple(block)),))
                )
        self.block.append(code.Beside(self.source(node.place), tuple(blocks)))
        return state

    # ---- branches

    def alternatives(self, node: tree.Alternatives, state: ValueState) -> ValueState | None:
        branches: list[code.Branch] = []
        ends: list[ValueState] = []
        entered: ValueState | None = state
        free = True
        told: tuple[Answered, ...]
        open_behind: tuple[Answered, ...] = ()
        source = self.source(node.place)
        for alternative in node.alternatives:
            assert entered is not None
            if self._fills_in(alternative):
                continue
            test = self.test(alternative.test, entered)
            self.flush(alternative.place, always=False)
            if test.known is False:
                continue
            inner = entered.copy()
            inner.facts += test.facts
            decided = self.freed(test, alternative, entered)
            inner.free = entered.free and decided
            told = self.told(alternative.test, test, True, entered)
            inner.asked += told
            with self.nested() as block:
                end = self.run(alternative.body, inner)
            if end is not None:
                ends.append(end)
                if self._recurs(alternative):
                    open_behind += tuple(replace(each, outcomes=UNKNOWN_OUTCOME) for each in told)
            leaving = self._leaving.get(id(alternative), frozenset())
            answered = alternative.test is not None and not self._is_open(alternative.test, entered, leaving)
            settled = test.known or alternative.test is None
            unseen = "" if answered or decided else self._unseen(test, alternative)
            groups = test.groups
            if leaving and not decided and self._always_leaves(test, alternative):
                groups, unseen = (), "stays"
            told_by = code.Condition(groups, free=decided, answered=answered or bool(unseen), unseen=unseen)
            condition = None if settled else told_by
            branches.append(code.Branch(self.source(alternative.place), condition, tuple(block)))
            free = free and (decided or test.known is True)
            if condition is None:
                entered = None
                break
            told = self.told(alternative.test, test, False, entered)
            if any(
                isinstance(x, tree.Leave) and x.kind in ("return", "raise")
                for s in alternative.body
                for x in tree.walk(s)
            ):
                self.passed += told
            entered = entered.copy()
            entered.facts += test.denied
            entered.asked += told
            entered.free = entered.free and decided
        if entered is not None:
            ends.append(entered)
        if len(branches) == 1 and branches[0].condition is None:
            self.block.extend(branches[0].body)
        elif branches:
            self.block.append(code.If(source, tuple(branches)))
        joined = self.joined(ends, free)
        if joined is not None and open_behind:
            joined.asked += open_behind
        return joined

    def told(self, node: tree.Expression | None, test: Test, truth: bool, state: ValueState) -> tuple[Answered, ...]:
        """What is known of the data where the test is true, or false."""
        if node is None or test.known is not None:
            return ()
        return tuple(answers_of(node, truth, lambda x: asked_part(x, state)))

    def _is_open(self, test: tree.Expression, state: ValueState, leaving: frozenset[bool] = frozenset()) -> bool:
        """May the data still decide the test either way, after the tests on the way here?

        `leaving`: the answers that end the loop around, which it may not have in every case.
        """
        test = self.written_out(test)
        told = self.may_be_either(test) and is_open(state.asked, test, lambda x: asked_part(x, state))
        return told and not self.meets_itself(test, leaving, state) and self._may_go_on(test, leaving, state)

    def _may_go_on(self, test: tree.Expression, leaving: frozenset[bool], state: ValueState) -> bool:
        """Is there an answer that does not leave the loop, as the data are after the tests on the way here?"""
        if not leaving:
            return True
        told = answers_of(test, True not in leaving, lambda x: asked_part(self.set_to(x), state))
        return may_all_hold((*state.asked, *told))

    def _recurs(self, alternative: tree.Alternative) -> bool:
        """Another branch with a call of the function itself is no choice beside this one, if the same data decide."""
        calls = (x for s in alternative.body for x in tree.walk(s) if isinstance(x, tree.CallOf))
        return any(called_name(call) == self.function.name for call in calls)

    def _fills_in(self, alternative: tree.Alternative) -> bool:
        """if high is None: high = len(xs) − 1 gives a parameter the value it has in the first call."""
        match alternative.test:
            case tree.Operation(op="is" | "==", operands=(tree.NamedValue(name=name), tree.Literal(value=None))):
                p = next((p for p in self.function.parameters if p.name == name), None)
                return (
                    p is not None
                    and isinstance(p.default, tree.Literal)
                    and p.default.value is None
                    and self.known.kinds.get((self.function.key, name)) == "number"
                    and all(isinstance(s, tree.Assigned) for s in alternative.body)
                )
        return False

    def freed(self, test: Test, alternative: tree.Alternative, state: ValueState) -> bool:
        """Can the data decide the test either way, each time?"""
        if not self.free_data:
            return False
        leaving = self._leaving.get(id(alternative), frozenset())
        if leaving and not self.may_stay(alternative):
            return False
        if test.groups and not test.free:
            return self._indivisible(test, alternative)
        if alternative.test is not None and not self._is_open(alternative.test, state, leaving):
            return False
        if test.free and _asks_data(test) and not self.is_gone_into(alternative):
            return False
        if test.stateful and self.depth:
            return test.free and bool(alternative.body) and isinstance(alternative.body[-1], tree.Leave)
        return test.free

    def _always_leaves(self, test: Test, alternative: tree.Alternative) -> bool:
        """for x in xs: if n > 20: return: sizes answer, in all rounds alike, and it is not seen to go on."""
        names = {name for group in test.groups for c in group for x in (c.left, c.right) for name in ex.symbols(x)}
        alike = bool(test.groups) and not any(name in self.choices.ranges or "@" in name for name in names)
        return alike and self.known.freedom and not self.may_stay(alternative)

    def _unseen(self, test: Test, alternative: tree.Alternative) -> str:
        """What no input has been found to do at the branch: to stay in the loop, or to go into it often."""
        if not self.known.freedom:
            return ""
        if not self.free_data:
            return "dear"
        if self._leaving.get(id(alternative)) and not self.may_stay(alternative):
            return "stays"
        return "often" if test.free and _asks_data(test) and not self.is_gone_into(alternative) else ""

    @cached_property
    def _leaving(self) -> dict[int, frozenset[bool]]:
        return answers_that_leave(self.function)

    def _indivisible(self, test: Test, alternative: tree.Alternative) -> bool:
        """A branch that ends because a number divides a parameter is never taken by a prime."""
        leaves = (
            bool(alternative.body)
            and isinstance(alternative.body[-1], tree.Leave)
            and alternative.body[-1].kind in ("return", "break")
        )
        plain = leaves and not any(
            isinstance(x, (tree.CallOf, tree.EachLoop, tree.TestLoop)) for s in alternative.body for x in tree.walk(s)
        )
        comparisons = [c for group in test.groups for c in group]
        return plain and all(map(self._divides_a_parameter, comparisons)) and bool(comparisons)

    def _divides_a_parameter(self, test: code.RelationTest) -> bool:
        """n % i == 0 for i ≥ 2, and no index of a loop in n."""
        match test:
            case code.RelationTest("=", ex.Apply("mod", (dividend, divisor)), ex.Number(0)):
                moved = {name for name in ex.symbols(dividend) if name in self.choices.ranges}
                opened = any("@" in name for name in ex.symbols(dividend) | ex.symbols(divisor))
                return not moved and (opened or self.choices.at_least(polynomial(divisor), 2))
        return False

    def joined(self, states: Iterable[ValueState], free: bool) -> ValueState | None:
        """What holds whichever of the states it was."""
        ends = list(states)
        if not ends:
            return None
        if len(ends) == 1:
            return ends[0]
        first, *others = ends
        joined = first.copy()
        joined.facts = tuple(f for f in first.facts if all(f in s.facts for s in others))
        joined.asked = tuple(told for told in first.asked if all(told in s.asked for s in others))
        joined.reads = tuple(fact for fact in first.reads if all(fact in s.reads for s in others))
        joined.free = all(s.free for s in ends)
        joined.places = {n: p for n, p in first.places.items() if all(s.places.get(n) == p for s in others)}
        joined.looped = frozenset().union(*(s.looped for s in ends))
        for cell in list(joined.cells):
            inside = joined.cells[cell]
            for s in others:
                if cell in s.cells and s.cells[cell] != inside:
                    inside = self._joined_contents(inside, s.cells[cell], free)
                if cell in s.cells:
                    inside = replace(inside, shared=inside.shared | s.cells[cell].shared)
            joined.cells[cell] = inside
        for s in others:
            for cell, inside in s.cells.items():
                joined.cells.setdefault(cell, inside)
        for name in dict.fromkeys(n for s in ends for n in s.names):
            values = [s.names[name] for s in ends if name in s.names]
            if "." in name and len(values) < len(ends):  # a field that was there before
                values.append(UnknownValue(name, frozenset((name,))))
            joined.names[name] = self._joined_values(values, ends, free, joined)
        return joined

    def _joined_contents(self, one: ContainerValue, other: ContainerValue, free: bool) -> ContainerValue:
        length = None
        if one.length is not None and other.length is not None:
            length = self.choices.between(one.length, other.length, free)
        name = one.name if one.name == other.name else ""
        same = one.name == other.name and one.element == other.element
        element = one.element if same else self.joined_elements(items_of(one), items_of(other))
        return ContainerValue(one.kind, length, element, name, one.keys)

    def _joined_values(self, values: list[Value], ends: list[ValueState], free: bool, joined: ValueState) -> Value:
        first = values[0]
        if all(v == first for v in values):
            return first
        if all(isinstance(v, NumberValue) for v in values):
            value = values[0]
            assert isinstance(value, NumberValue)
            p, data = value.value, value.data
            for v in values[1:]:
                assert isinstance(v, NumberValue)
                p = None if p is None or v.value is None else self.choices.between(p, v.value, free)
                data |= v.data
            return NumberValue(p, data)
        known = [v for v in values if not isinstance(v, NothingValue)]
        if len(known) == 1:
            return known[0]
        frozen: Value | None = None
        for v in known:
            frozen = self.joined_elements(frozen, joined.frozen(v))
        return self.hold(joined, frozen if frozen is not None else UNKNOWN)

    def ways(self, body: Statements, state: ValueState) -> list[ValueState]:
        """The states at the end of each way through the block; how it was left stands in them."""
        states = [state]
        for position, node in enumerate(body):
            found: list[ValueState] = []
            for s in states:
                found += [s] if s.ended else self._ways_of(node, s)
            if len(found) > MOST_WAYS:
                going = [s for s in found if not s.ended]
                joined = self.joined(going, all(s.free for s in going))
                found = [s for s in found if s.ended] + ([joined] if joined is not None else [])
            states = found
            if all(s.ended for s in states):
                break
            del position
        return states

    def _ways_of(self, node: tree.SourceStatement, state: ValueState) -> list[ValueState]:
        match node:
            case tree.Alternatives():
                return self._ways_of_branches(node, state)
            case tree.Assigned() | tree.Update() | tree.Evaluation() if (choice := first_choice(node)) is not None:
                chosen = [put_in_place(node, choice, x) for x in (choice.then, choice.otherwise)]
                alternatives = (
                    tree.Alternative(choice.place, choice.test, (chosen[0],)),
                    tree.Alternative(node.place, None, (chosen[1],)),
                )
                return self._ways_of_branches(tree.Alternatives(node.place, alternatives), state)
            case tree.Leave(kind=kind) if kind in ("return", "break", "continue", "raise"):
                if node.value is not None:
                    self.evaluate(node.value, state)
                state.ended = kind
                return [state]
        self.frames.append(LoopFrame())
        end = self.statement(node, state)
        frame = self.frames.pop()
        left = [replace_ended(s, "break") for s in frame.breaks] + [
            replace_ended(s, "continue") for s in frame.continues
        ]
        return ([end] if end is not None else []) + left

    def _ways_of_branches(self, node: tree.Alternatives, state: ValueState) -> list[ValueState]:
        found: list[ValueState] = []
        entered = state
        for alternative in node.alternatives:
            if self._fills_in(alternative):
                continue
            test = self.test(alternative.test, entered)
            if test.known is False:
                continue
            inner = entered.copy()
            inner.facts += test.facts
            decided = alternative.test is None or test.known is True or self.freed(test, alternative, entered)
            inner.free = entered.free and decided
            inner.asked += self.told(alternative.test, test, True, entered)
            found += self.ways(alternative.body, inner)
            if alternative.test is None or test.known:
                return found
            told = self.told(alternative.test, test, False, entered)
            entered = entered.copy()
            entered.facts += test.denied
            entered.asked += told
            entered.free = entered.free and decided
        return [*found, entered]

    # ---- expressions with blocks of their own

    def conditional(self, node: tree.Conditional, state: ValueState) -> Value:
        test = self.test(node.test, state)
        if test.known is not None:
            return self.evaluate(node.then if test.known else node.otherwise, state)
        decided = test.free and self._is_open(node.test, state) and self.is_chosen(node)
        ends: list[ValueState] = []
        values: list[Value] = []
        blocks: list[tuple[code.Statement, ...]] = []
        for x, facts in ((node.then, test.facts), (node.otherwise, test.denied)):
            inner = state.copy()
            inner.facts += facts
            with self.nested() as block:
                values.append(self.evaluate(x, inner))
                self.flush(node.place, always=False)
            ends.append(inner)
            blocks.append(tuple(block))
        if any(blocks):
            source = self.source(node.place)
            condition = code.Condition(test.groups, free=decided, answered=not self._is_open(node.test, state))
            branches = (code.Branch(source, condition, blocks[0]), code.Branch(source, None, blocks[1]))
            pending, self.line = self.line, type(self.line)()
            self.block.append(code.If(source, branches))
            self.line = pending
        joined = self.joined(ends, decided)
        assert joined is not None
        state.cells.update(joined.cells)
        for name in list(state.names):
            state.names[name] = joined.names.get(name, state.names[name])
        return self._joined_values(values, ends, decided, state)

    def guarded(self, node: tree.Expression, free: bool, state: ValueState) -> Value:
        """The right side of and, or: made only if the left one does not decide."""
        reads = state.reads
        with self.nested() as block:
            value = self.evaluate(node, state)
            self.flush(node.place, always=False)
        state.reads = reads
        if block:
            source = self.source(node.place)
            condition = code.Condition(free=free and self.known.freedom)
            self.block.append(code.If(source, (code.Branch(source, condition, tuple(block)),)))
        return value

    def comprehension(self, node: tree.Comprehension, state: ValueState) -> Value:
        made: list[tuple[Value, Polynomial | None, Value | None]] = []
        inner = state.copy()
        early = node.kind == "generator" and not self.through
        self.early += early
        ended, self.ended = self.ended, False
        with self.generators_run(through=False, ending=self.ending_answers if early else frozenset()):
            total = self._clauses(node, 0, inner, made)
        if early and self.ended:  # nor are all of its items taken
            high = None if total is None else self.choices.highest(total)
            total = None if high is None else self.choices.choose(ZERO, high, False)
        self.early -= early
        self.ended = ended
        value = made[0][0] if made else None
        keys = made[0][2] if made else None
        state.cells.update({cell: inside for cell, inside in inner.cells.items() if cell in state.cells})
        kind = {"generator": "iterator"}.get(node.kind, node.kind)
        if kind in ("set", "dict") and total is not None and total.value not in (0, 1):
            self.assumptions["hashing"] = None
            high = self.choices.highest(total)
            # those that a test lets through need not be different ones
            every = not any(clause.conditions for clause in node.clauses) and self.are_many(node.items[:1])
            low = ZERO if total.value is None else UNIT
            total = None if high is None else self.choices.choose(low, high, every)
        return self.hold(state, ContainerValue(kind, total, value, "", keys))

    def _clauses(
        self,
        node: tree.Comprehension,
        position: int,
        state: ValueState,
        made: list[tuple[Value, Polynomial | None, Value | None]],
    ) -> Polynomial | None:
        """How many items there are; their making is emitted as loops."""
        if position == len(node.clauses):
            values = [self.evaluate(x, state) for x in node.items]
            frozen = [state.frozen(v) for v in values]
            self.flush(node.place, always=False)
            if self.early and node.kind == "generator":
                clauses = range(len(node.clauses))
                if not all(self.is_gone_through(node.place, number) for number in clauses):
                    self._ends_for_sure(node)
                self._may_be_the_last(node.items[0], state)
            if not self.dry_clause:
                made.append((frozen[-1], None, frozen[0] if len(frozen) > 1 else None))
            return UNIT
        clause = node.clauses[position]
        rounds = self.rounds_over(clause.iterable, state, node.place)
        counts: list[Polynomial | None] = []

        def bind(inner: ValueState, index: Polynomial) -> None:
            self.assign(clause.target, rounds[1](index, inner), inner)
            self.placed_in_round(clause.target, clause.iterable, index - rounds[0].first, inner)

        def body(inner: ValueState) -> list[ValueState]:
            self.dry_clause += 1
            try:
                self._conditions(clause, node, position, inner, [], [])
            finally:
                self.dry_clause -= 1
            return [inner]

        def emit(inner: ValueState) -> ValueState:
            self._conditions(clause, node, position, inner, made, counts)
            self.flush(node.place, always=False)
            return inner

        self.flush(node.place, always=False)
        name = clause.target.name if isinstance(clause.target, tree.NamedValue) else "i"
        after = self.each(node.place, rounds[0], state, bind, body, emit, name, parallel=node.parallel)
        if after is not None:
            state.cells.update(after.cells)
        return self._total_of(rounds[0], counts[0] if counts else None, clause, state)

    dry_clause = 0

    def _may_be_the_last(self, item: tree.Expression, state: ValueState) -> None:
        """any() and all() end at an item that decides them: sizes and counters may say at which."""
        if not any(isinstance(x, (tree.CallOf, tree.Comprehension, tree.NamedExpression)) for x in tree.walk(item)):
            with self.nested():
                self.ended_by(self.test(item, state.copy()), alone=True)
                self.flush(item.place, always=False)

    def _ends_for_sure(self, node: tree.Comprehension) -> None:
        """The loop ends in one of its rounds, whatever the data are; those around it end with it."""
        source = self.source(node.place)
        ended = code.Return(source, leaves="loop" if len(node.clauses) == 1 else "")
        branch = code.Branch(source, code.Condition(free=False, answered=True, unseen="stays"), (ended,))
        self.block.append(code.If(source, (branch,)))
        self.ended = True

    def _conditions(
        self,
        clause: tree.Clause,
        node: tree.Comprehension,
        position: int,
        inner: ValueState,
        made: list[tuple[Value, Polynomial | None, Value | None]],
        counts: list[Polynomial | None],
    ) -> None:
        free = True
        told: list[bool | None] = []
        for condition in clause.conditions:
            test = self.test(condition, inner)
            if self.early and node.kind == "generator":
                self.ended_by(test, alone=True)
                if self.ends_at_itself(condition, frozenset((True,)), inner):
                    self._ends_for_sure(node)
            told.append(test.known)
            free = test.free and free and self._is_open(condition, inner)
        if False in told:
            self.flush(node.place, always=False)
            counts.append(ZERO)
            return
        if all(told):
            counts.append(self._clauses(node, position + 1, inner, made))
            return
        self.flush(node.place, always=False)
        with self.nested() as block:
            count = self._clauses(node, position + 1, inner, made)
        if block:
            source = self.source(node.place)
            self.block.append(code.If(source, (code.Branch(source, code.Condition(free=free), tuple(block)),)))
        most = None if count is None else self.choices.highest(count) or count
        counts.append(None if most is None else self.choices.choose(ZERO, most, free, True))

    def _total_of(
        self, rounds: Rounds, each: Polynomial | None, clause: tree.Clause, state: ValueState
    ) -> Polynomial | None:
        total = rounds.total
        if total is None or each is None:
            return None
        if clause.conditions and each.value is None and len(each.terms) == 1:
            part = self.part_of(clause, total, state)
            if part is not None:
                return part
        indices = [n for n in each.names if n in self.choices.ranges and not n.startswith("?")]
        if self.choices.chosen_in(each) or indices:
            low, high = self.choices.lowest(each, False), self.choices.highest(each, False)
            bound = None if high is None else self.choices.highest(total * high)
            if low is None or bound is None:
                return None
            attained = not indices and self.attained(each) and self.attained(total)
            return self.choices.choose(self.choices.lowest(total * low) or ZERO, bound, attained, True)
        return total * each

    def part_of(self, clause: tree.Clause, total: Polynomial, state: ValueState) -> Polynomial | None:
        """Filters of one list by tests that exclude each other share its items."""
        whole = self.choices.highest(total)
        names = [x.name for x in tree.walk(clause.iterable) if isinstance(x, tree.NamedValue)]
        if whole is None or not names or len(clause.conditions) != 1:
            return None
        cells = [value.cell for n in names if isinstance(value := state.names.get(n), Held)]
        cell = f"{shape_of(clause.iterable)} {cells} {whole.expression()}"
        target = clause.target.name if isinstance(clause.target, tree.NamedValue) else ""
        test = split_test(clause.conditions[0], target)
        if test is None:
            return None
        op, other = test
        key = (cell, other)
        parts = self.parts.setdefault(key, {})
        if op in parts:
            return parts[op]
        taken = [p for used, p in parts.items() if not (_SIDES[used] & _SIDES[op])]
        if len(taken) < len(parts):
            return None
        rest = whole - sum(taken, ZERO)
        covered = _SIDES[op].union(*(_SIDES[used] for used in parts))
        inside = "=" not in covered - _SIDES[op] and self._is_item(other, shape_of(clause.iterable))
        if covered == {"<", "=", ">"} and parts:
            parts[op] = rest
        elif not inside:
            parts[op] = self.choices.choose(ZERO, rest, True, True)
        else:  # what it is compared with is one of the items
            parts[op] = self.choices.choose(
                UNIT if "=" in _SIDES[op] else ZERO, rest if "=" in _SIDES[op] else rest.plus(-1), True, True
            )
        return parts[op]

    def _is_item(self, name: str, container: str) -> bool:
        """Was the name set to an item of the container, and nothing else?"""
        found = [
            node.value
            for node in tree.walk(self.function)
            if isinstance(node, tree.Assigned)
            for target in node.targets
            if isinstance(target, tree.NamedValue) and target.name == name
        ]
        return bool(found) and all(x is not None and _is_item_of(x, container) for x in found)

    @property
    def parts(self) -> dict[tuple[int | str, str], dict[str, Polynomial]]:
        if not hasattr(self, "_parts"):
            self._parts: dict[tuple[int | str, str], dict[str, Polynomial]] = {}
        return self._parts

    def repeated(self, function: Value, item: Value, count: Polynomial, node: tree.CallOf, state: ValueState) -> Value:
        """A function called so often, for its key or for every item of a map."""
        results: list[Value] = []
        inner = state.copy()
        call = tree.CallOf(node.place, tree.NamedValue(node.place, "·f"), (tree.NamedValue(node.place, "·x"),))
        inner.names["·f"], inner.names["·x"] = function, self.hold(inner, item)
        if not isinstance(function, FunctionValue):
            written = dict(node.keywords).get("key") or (node.arguments[0] if node.arguments else None)
            if written is not None:
                call = replace(call, function=written)
        with self.nested() as block:
            results.append(inner.frozen(self.call(call, inner)))
            self.flush(node.place, always=False)
        if block:
            rounds = Rounds(UNIT, count, total=count, attained=self.known.freedom)
            settled = self._settled(rounds, node.place)
            index = self._index("i", settled)
            self._emit_loop(node.place, settled, index, tuple(block), False)
        return results[0]

    # ---- loops over items

    def each_loop(self, node: tree.EachLoop, state: ValueState) -> ValueState | None:
        self.fields_set(node.body, state)
        stated = self.stated(node.place, "runs")
        self.through_cells = frozenset()
        if stated is not None:
            rounds: tuple[Rounds, Bound] = (
                Rounds(UNIT, stated, total=stated, remark="as stated"),
                lambda index, inner: UNKNOWN,
            )
        else:
            self.emptied = ()
            try:
                level = self.levels.get(node.place)
                rounds = self.rounds_over(node.iterable, state, node.place) if level is None else (level, _no_index)
            except Undecided:
                if self.dry:
                    return self.forgotten(node.body, state)
                raise
        self.flush(node.place, always=False)
        name = node.target.name if isinstance(node.target, tree.NamedValue) else "i"
        if (
            isinstance(node.target, tree.Collection)
            and node.target.items
            and isinstance(node.target.items[0], tree.NamedValue)
        ):
            name = (
                node.target.items[0].name
                if "enumerate" in str(getattr(getattr(node.iterable, "function", None), "name", ""))
                else "i"
            )

        def bind(inner: ValueState, index: Polynomial) -> None:
            self.assign(node.target, rounds[1](index, inner), inner)
            self.placed_in_round(node.target, node.iterable, index - rounds[0].first, inner)

        def body(inner: ValueState) -> list[ValueState]:
            return self.ways(node.body, inner)

        def emit(inner: ValueState) -> ValueState | None:
            return self.run(node.body, inner)

        emptied, self.emptied = self.emptied, ()
        for cell, inside in emptied:  # how much of it is left inside of the loop nobody counts
            state.cells[cell] = replace(inside, length=None)
        after = self.each(node.place, rounds[0], state, bind, body, emit, name, node.parallel)
        for cell, inside in emptied if after is not None else ():
            assert after is not None
            after.cells[cell] = inside
            self.gone_through(Held(cell), after, to_the_end=not may_leave(node.body))
        return self.otherwise(node, after)

    #: the iterators that the loop which begins here goes through, as they were before it
    emptied: tuple[tuple[int, ContainerValue], ...] = ()

    def otherwise(self, node: tree.EachLoop | tree.TestLoop, state: ValueState | None) -> ValueState | None:
        """What stands behind else of a loop is passed over where a break has left the loop."""
        if state is None or not node.otherwise:
            return state
        before = state.copy()
        with self.nested() as block:
            end = self.run(node.otherwise, state)
        if self.known.freedom and (end is not None or not breaks_off(node.body)):
            self.block += block
            return end
        state = before
        source = self.source(node.otherwise[0].place)
        self.block.append(code.If(source, (code.Branch(source, code.Condition(free=False), tuple(block)),)))
        return self.joined([state, *([] if end is None else [end])], False)

    def rounds_over(self, iterable: tree.Expression, state: ValueState, place: Place) -> tuple[Rounds, Bound]:
        """The rounds of a loop over it, and what the target holds at the index."""
        row = self._row_of_walk(iterable) or self._row_of_vertex(iterable, state)
        if row is not None:
            return row, lambda index, inner: UnknownValue("", frozenset(("row[]",)))
        if isinstance(iterable, tree.CallOf) and isinstance(iterable.function, tree.NamedValue):
            name = iterable.function.name
            if name not in state.names:
                if name == "range":
                    return self._over_range(iterable, state, place)
                if name == "enumerate" and iterable.arguments:
                    rounds, bound = self.rounds_over(iterable.arguments[0], state, place)
                    first = rounds.first
                    return rounds, lambda index, inner: TupleValue((NumberValue(index - first), bound(index, inner)))
                if name == "reversed" and iterable.arguments:
                    through = self.through_cells
                    rounds, bound = self.rounds_over(iterable.arguments[0], state, place)
                    self.through_cells = through  # it begins at what is the last item before the loop
                    return rounds, bound
                unpacked = any(isinstance(x, tree.Unpacked) for x in iterable.arguments)
                if name == "zip" and iterable.arguments and not unpacked:
                    return self._over_several(iterable, state, place)
        value = self.evaluate(iterable, state)
        declared = self._class_of(iterable.name) if isinstance(iterable, tree.NamedValue) else ""
        if (
            f"{declared}.__iter__" in self.known.functions
            or self.of_object("__iter__", [value], iterable, state) is not None
        ):
            raise self.refusal("how often this loop runs is not known: what __iter__ gives is not followed", place,
                               "say it behind the line:  # runs: n")  # fmt: skip
        inside = self.as_container(state, value)
        if inside is None and isinstance(value, NodesValue) and value.count is not None:
            inside = ContainerValue("list", value.count)
        if inside is None or inside.length is None:
            raise self.refusal(
                "how often this loop runs is not known: the length of what it goes through does not follow", place,
                "say it behind the line:  # runs: n",
            )  # fmt: skip
        element = self.one_item(self.iterated(inside), iterable.place)
        length = inside.length
        if isinstance(value, Held) and self.gone_through(value, state, to_the_end=True) is not None:
            self.emptied += ((value.cell, inside),)
            shared = sum(value.cell <= before for before in self.cells_before)
            most = self.choices.highest(length) if shared else None
            if most is not None:
                rounds = Rounds(UNIT, most, total=most, attained=False, exact=False, shared=shared,
                                remark="an iterator is gone through once")  # fmt: skip
                return rounds, lambda index, inner: self.hold(inner, element)
        if isinstance(value, Held) and inside.kind not in _KEPT_WHILE_READ:
            self.through_cells |= {value.cell}
        return Rounds(UNIT, length, total=length), lambda index, inner: self.hold(inner, element)

    def _over_range(self, node: tree.CallOf, state: ValueState, place: Place) -> tuple[Rounds, Bound]:
        bounds = self.range_bounds(node, state)
        if bounds is None:
            raise self.refusal(
                "how often this loop runs is not known: a bound of its range does not follow", place,
                "say it behind the line:  # runs: n",
            )  # fmt: skip
        first, last, sign, total = bounds
        step = self.as_number(self.evaluate(node.arguments[2], state)) if len(node.arguments) == 3 else UNIT
        if step == UNIT and first.value is not None:
            return Rounds(first, last, total=total), lambda index, inner: NumberValue(index)
        assert step is not None
        if sign < 0 and step.value == -1 and last.value is not None:
            return Rounds(last, first, total=total), lambda index, inner: NumberValue(index)
        if step.value is None:
            total, close = stepped(total)
            rounds = Rounds(ZERO, total.plus(-1), total=total, attained=close, exact=False)
            return rounds, lambda index, inner: NumberValue(first + index * step)
        return Rounds(ZERO, total.plus(-1), total=total), lambda index, inner: NumberValue(first + index * step)

    def _over_several(self, node: tree.CallOf, state: ValueState, place: Place) -> tuple[Rounds, Bound]:
        found = [self.rounds_over(x, state, place) for x in node.arguments]
        totals = [rounds.total for rounds, _ in found]
        if any(t is None for t in totals):
            raise self.refusal("how often this loop runs is not known", place, "say it behind the line:  # runs: n")
        total = self._extreme("min", [t for t in totals if t is not None])
        bounds = [bound for _, bound in found]

        def bound(index: Polynomial, inner: ValueState) -> Value:
            return TupleValue(tuple(b(index, inner) for b in bounds))

        return Rounds(UNIT, total, total=total, attained=all(r.attained for r, _ in found)), bound

    # ---- linked nodes

    def linked(self, value: NodesValue, part: str) -> Value:
        """The parts of one node share all nodes but itself."""
        if value.count is None:
            return NodesValue(None)
        parts = self.parts.setdefault((f"node {value.count} {value.name}", value.whole), {})
        if part in parts:
            return NodesValue(parts[part], "", part)
        if part not in LINK_NAMES and self.known.inputs is not None:
            return NumberValue(Polynomial.constant(self.known.inputs.items), frozenset((value.name or "node",)))
        if part not in LINK_NAMES:
            return UnknownValue("", frozenset((f"{value.name or 'node'}[]",)))
        rest = value.count.plus(-1)
        if part == "next":
            return NodesValue(rest)
        taken = sum(parts.values(), ZERO)
        parts[part] = rest - taken if len(parts) == 1 else self.choices.choose(ZERO, rest, True, True)
        return NodesValue(parts[part], "", part)

    # ---- what comments state

    def stated(self, place: Place, kind: str) -> Polynomial | None:
        for fact in self.known.source.declarations:
            if fact.kind == kind and fact.place.line == place.line:
                return self._formula(fact)
        return None

    def _formula(self, fact: tree.StatedFact) -> Polynomial:
        """n is a parameter, or a name for the length of one, or the only size there is; len(xs) is written as it is."""
        x = parsed_formula(_LENGTH.sub(r"\1", fact.formula))
        if x is None:
            raise self.refusal(f"{fact.formula} is no formula", fact.place, "write it as in  # cost: n log n")
        self.assumptions[f"{fact.kind}: {fact.formula}"] = None
        known = {name: self._stated_size(name, ex.symbols(x)) for name in ex.symbols(x)}
        for name, size in known.items():
            if size is None:
                listed = ", ".join(p.name for p in self.function.parameters)
                raise self.refusal(
                    f"{name} is no size of {self.function.name}", fact.place, f"its parameters are {listed}"
                )
            x = ex.substitute(x, name, ex.Symbol(f"{size}\0"))
        for size in known.values():
            x = ex.substitute(x, f"{size}\0", ex.Symbol(f"{size}"))
        return polynomial(numeric(x))

    def _stated_size(self, name: str, beside: frozenset[str]) -> str | None:
        kinds = {p.name: self.known.kinds.get((self.function.key, p.name), "") for p in self.function.parameters}
        named = {own: length for length, own in named_sizes(self.function).items()}
        if name in kinds:
            return name if kinds[name] in ("number", "") else f"|{name}|"
        if name in named:
            return named[name]
        sizes = [
            f"|{p}|" if kind != "number" else p
            for p, kind in kinds.items()
            if p not in beside | {"self", "cls", "this"}
        ]
        lengths = [size for size in sizes if size.startswith("|")]
        return (sizes if len(sizes) == 1 else lengths)[0] if 1 in (len(sizes), len(lengths)) else None

    # ---- data

    def stale(self, test: tree.Expression, state: ValueState) -> bool:
        names = {x.name for x in tree.walk(test) if isinstance(x, tree.NamedValue)}
        for name in names:
            inside = state.contents(state.names.get(name))
            if inside is not None and inside.name in self.changed_inputs and self.depth > 1:
                return True
        return False

    def known_rounds(self, node: tree.TestLoop, going: list[ValueState], start: dict[str, Polynomial]) -> Rounds | None:
        """Loops that fall by no measure of one round: n &= n − 1, and passes until nothing moved any more."""
        tested = (
            [x.name for x in tree.walk(node.test) if isinstance(x, tree.NamedValue)] if node.test is not None else []
        )
        if (passes := self._rounds_of_passes(node, going, start)) is not None:
            return passes
        for name in tested:
            first = next((p for key, p in start.items() if key.startswith(f"{name}@")), None)
            if first is not None and _clears_a_bit(node, name):
                total = floor_of(polynomial(ex.Log(first.expression(), ex.TWO))).plus(1)
                return Rounds(UNIT, total, total=total, attained=False, exact=False, remark="each round clears a bit")
            steady = {
                k: p for k, p in start.items() if all(self.end_of(k, s) == Polynomial.atom(ex.Symbol(k)) for s in going)
            }
            last = _bound_of(name, going[0].facts, steady) if _adds_lowest_bit(node, name) else None
            if last is not None:
                total = floor_of(polynomial(ex.Log(last.expression(), ex.TWO))).plus(1)
                remark = "its lowest bit moves up in each round"
                return Rounds(UNIT, total, total=total, attained=False, exact=False, remark=remark)
        if len(tested) == 1:
            for key, first in start.items():
                own = Polynomial.atom(ex.Symbol(key))
                falls = all(self.end_of(key, s) == own.plus(-1) for s in going)
                if falls and _moved_within(node, tested[0], key.split("@")[0]):
                    return Rounds(UNIT, first, total=first, exact=False, remark="one less is looked at in every pass")
        return None

    def _rounds_of_passes(
        self, node: tree.TestLoop, going: list[ValueState], start: dict[str, Polynomial]
    ) -> Rounds | None:
        passes = sorting_passes(node)
        inside = going[0].contents(going[0].names.get(passes.array)) if passes is not None else None
        if passes is None or inside is None or inside.length is None:
            return None

        def at_first(p: Polynomial | None) -> Polynomial | None:
            for key in sorted(n for n in (p.names if p is not None else ()) if n in start):
                p = None if p is None else p.put(key, start[key])
            return None if p is None or any("@" in n for n in p.names) else p

        def value(name: str) -> Polynomial | None:
            before = next((p for key, p in start.items() if key.startswith(f"{name}@")), None)
            return before if before is not None else at_first(self.as_number(going[0].names.get(name, UNKNOWN)))

        length = at_first(inside.length)
        if length is None or not passes.are_whole(length, value):
            return None
        total = length.plus(1)  # after k passes the k largest stand where they belong
        return Rounds(UNIT, total, total=total, exact=False, remark="each pass puts one item in its place")


Bound = Callable[[Polynomial, ValueState], Value]


def _asks_data(test: Test) -> bool:
    """Do the data decide it, alone or beside sizes?"""
    return not test.groups or any(DATA_TEST in group for group in test.groups)


def _no_index(index: Polynomial, inner: ValueState) -> Value:
    """The target of a loop over nodes: one of them, or a number that says nothing of sizes."""
    return UNKNOWN


LINK_NAMES = frozenset(["left", "right", "next", "child", "children", "first", "second", "parent", "tail", "prev"])
_SIDES = {
    "<": frozenset("<"),
    "<=": frozenset("<="),
    "==": frozenset("="),
    "!=": frozenset("<>"),
    ">": frozenset(">"),
    ">=": frozenset(">="),
}
_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def _clears_a_bit(node: tree.TestLoop, name: str) -> bool:
    """n &= n − 1 and n −= n & −n take the lowest bit away. Source: Knuth, TAOCP 4A, section 7.1.3."""
    below, lowest = f"(- {name} 1)", {f"(& {name} (- {name}))", f"(& (- {name}) {name})"}
    changes = list(_changes_of(node, name))
    return bool(changes) and all(
        (op == "&" and {name, below} == {*operands}) or (op == "-" and operands[0] == name and operands[1] in lowest)
        for op, operands in changes
    )


def _adds_lowest_bit(node: tree.TestLoop, name: str) -> bool:
    """n += n & −n. Source: Knuth, TAOCP 4A, section 7.1.3; Fenwick, A new data structure for cumulative tables."""
    lowest = {f"(& {name} (- {name}))", f"(& (- {name}) {name})"}
    changes = list(_changes_of(node, name))
    return bool(changes) and all(op == "+" and name in o and lowest & {*o} for op, o in changes)


def _changes_of(node: tree.TestLoop, name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What a round makes of the name, in every place: (operator, operands)."""
    for s in (*node.body, *node.updates):
        for inner in tree.walk(s):
            match inner:
                case tree.Update(target=tree.NamedValue(name=own), op=op, value=value) if own == name:
                    yield (op, (name, shape_of(value))) if inner is s else ("", ())
                case tree.Assigned(targets=targets, value=value) if any(
                    isinstance(x, tree.NamedValue) and x.name == name for t in targets for x in tree.walk(t)
                ):
                    if isinstance(value, tree.Operation) and inner is s and len(targets) == 1:
                        yield value.op, tuple(map(shape_of, value.operands))
                    else:
                        yield "", ()


def _bound_of(name: str, facts: Iterable[tuple[str, Polynomial]], steady: dict[str, Polynomial]) -> Polynomial | None:
    """The number that the name is at most as long as the loop goes on; one that no round changes."""
    for op, difference in facts:
        for key in [n for n in difference.names if n.startswith(f"{name}@")]:
            parts = difference.linear(key)
            if parts is not None and parts[0].value == 1 and op in ("<", "<="):
                bound = -parts[1]
                for n in [n for n in bound.names if n in steady]:
                    bound = bound.put(n, steady[n])
                return None if any("@" in n for n in bound.names) else bound
    return None


def _moved_within(node: tree.TestLoop, flag: str, bound: str) -> bool:
    """Is the flag put down at the begin of a pass, and raised only in a loop that runs up to the bound?"""
    down = False
    for s in node.body:
        match s:
            case tree.Assigned(targets=(tree.NamedValue(name=name),), value=tree.Literal(value=value)) if name == flag:
                down = not value
            case tree.EachLoop(iterable=tree.CallOf(function=tree.NamedValue(name="range"), arguments=ends)):
                last = ends[min(1, len(ends) - 1)] if ends else None
                up_to = last is not None and {x.name for x in tree.walk(last) if isinstance(x, tree.NamedValue)} == {
                    bound
                }
                if flag in names_set(s.body) and not up_to:
                    return False
            case tree.TestLoop(test=tree.Operation(op="<", operands=(_, tree.NamedValue(name=last)))):
                if flag in names_set(s.body) and last != bound:
                    return False
            case _ if flag in names_set((s,)):
                return False
    return down and any(isinstance(s, (tree.EachLoop, tree.TestLoop)) and flag in names_set(s.body) for s in node.body)


def split_test(node: tree.Expression, target: str) -> tuple[str, str] | None:
    """x < pivot: the comparison, and what it is compared with."""
    if not isinstance(node, tree.Operation) or node.op not in _MIRROR or len(node.operands) != 2:
        return None
    left, right = node.operands
    if isinstance(left, tree.NamedValue) and left.name == target:
        return node.op, shape_of(right)
    if isinstance(right, tree.NamedValue) and right.name == target:
        return _MIRROR[node.op], shape_of(left)
    return None


def _is_item_of(x: tree.Expression, container: str) -> bool:
    match x:
        case tree.Element(container=own):
            return shape_of(own) == container
        case tree.CallOf(arguments=(argument,)):
            return called_name(x) == "choice" and shape_of(argument) == container
    return False


def shape_of(node: tree.Expression) -> str:
    """The expression without its places, to compare two of them."""
    match node:
        case tree.NamedValue(name=name):
            return name
        case tree.Literal(value=value):
            return repr(value)
        case tree.Element(container=container, index=index):
            return f"{shape_of(container)}[{shape_of(index)}]"
        case tree.Operation(op=op, operands=operands):
            return f"({op} {' '.join(map(shape_of, operands))})"
        case tree.Slice(container=container, low=low, high=high, step=step):
            ends = ("" if x is None else shape_of(x) for x in (low, high, step))
            return f"{shape_of(container)}[{':'.join(ends)}]"
    return f"{type(node).__name__}@{getattr(node, 'place', None)}"


def first_choice(node: tree.Node) -> tree.Conditional | None:
    """The first conditional expression of a line that is made once."""
    if isinstance(node, tree.Conditional):
        return node
    if isinstance(node, (tree.Lambda, tree.Comprehension)):
        return None
    return next((found for x in tree.children(node) if (found := first_choice(x)) is not None), None)


def put_in_place(node: tree.SourceStatement, choice: tree.Conditional, chosen: tree.Expression) -> tree.SourceStatement:
    def change(x: tree.Node) -> tree.Node:
        return chosen if x is choice else tree.with_children(x, change)

    return tree.with_children(node, change)


def returning_either(node: tree.Leave, choice: tree.Conditional) -> tree.Alternatives:
    """return a if test else b, as two returns."""
    then, otherwise = (replace(node, value=x) for x in (choice.then, choice.otherwise))
    alternatives = (
        tree.Alternative(choice.place, choice.test, (then,)),
        tree.Alternative(node.place, None, (otherwise,)),
    )
    return tree.Alternatives(node.place, alternatives)


def replace_ended(state: ValueState, ended: str) -> ValueState:
    copied = state.copy()
    copied.ended = ended
    return copied
