"""What flows where in a function: by each name what sets it, what fills it, and the inputs that its items come from.

It is read off the lines alone, wherever they stand: what two ways through them do is taken together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from recur.model import Place, source_tree as tree
from recur.model.records import replace
from recur.source_costs.answered import shape_of_node
from recur.source_costs.calling import Calling
from recur.source_costs.visiting import settings_in

HELD_IN = frozenset(("contains", "containsKey", "includes", "__contains__"))
_EMPTY = frozenset(("list", "set", "dict", "tuple", "deque", "defaultdict", "Counter", "OrderedDict")) | {
    "HashMap", "HashSet", "TreeMap", "TreeSet", "ArrayList", "LinkedHashMap", "LinkedList",
}  # fmt: skip
COMPARED = frozenset(("==", "!=", "<", "<=", ">", ">=", "is", "is not"))
#: methods, and functions, that leave a container as it is
_READING = frozenset(("count", "index", "indexOf", "find", "get", "charAt", "at", "size", "length", "getOrDefault")) | {
    "items", "keys", "values", "copy", "isEmpty", "empty", "startswith", "endswith", "lower", "upper", "split", "strip",
    "lastIndexOf", "keySet", "entrySet", "substring", "equals", "toString", "hashCode", "peek", "top", "front", "back",
}  # fmt: skip
_ONLY_READ = frozenset(("len", "sum", "max", "min", "range", "enumerate", "sorted", "list", "set", "tuple", "dict")) | {
    "any", "all", "print", "zip", "reversed", "frozenset", "Counter", "str", "isinstance",
}  # fmt: skip
#: functions that put the second argument into the first
_PUT_IN_FIRST = frozenset(("heappush", "insort", "insort_left", "insort_right"))


class ItemFlows(Calling):
    """Where the items of containers come from, and what changes the containers."""

    @cached_property
    def _settings(self) -> dict[str, list[tree.Expression | None]]:
        found: dict[str, list[tree.Expression | None]] = {p.name: [None] for p in self.function.parameters}
        for node in tree.walk(self.function):
            for name, value in settings_in(node):
                found.setdefault(name, []).append(value)
            for target in targets_of_loops(node):
                if target not in dict(settings_in(node)):
                    found.setdefault(target, []).append(None)
        return found

    @cached_property
    def of_loops(self) -> frozenset[str]:
        """The names that loops set, and nothing else."""
        times: dict[str, int] = {}
        for node in tree.walk(self.function):
            for target in targets_of_loops(node):
                times[target] = times.get(target, 0) + 1
        return frozenset(name for name, count in times.items() if len(self._settings[name]) == count)

    def set_to(self, node: tree.Expression) -> tree.Expression:
        """What the name is set to, where one line alone sets it."""
        if isinstance(node, tree.NamedValue):
            values = self._settings.get(node.name, [])
            if len(values) == 1 and values[0] is not None:
                return values[0]
        return node

    def written_out(self, test: tree.Expression) -> tree.Expression:
        """The test with what is asked in place of a name that keeps the answer."""
        match test:
            case tree.Operation(op="and" | "or" | "not", operands=operands):
                return replace(test, operands=tuple(map(self.written_out, operands)))
            case tree.NamedValue():
                asked = self.set_to(test)
                return asked if isinstance(asked, tree.Operation) and asked.op in COMPARED | {"in", "not in"} else test
        return test

    @cached_property
    def stores(self) -> dict[str, list[tree.Node]]:
        """By each name what sets it, goes through it, or fills it."""
        found: dict[str, list[tree.Node]] = {}
        for node in tree.walk(self.function):
            for name in dict.fromkeys(name for name, _ in _handed_on(node)):
                found.setdefault(name, []).append(node)
        return found

    @cached_property
    def flows(self) -> dict[str, frozenset[str]]:
        """By each name the names that what it holds, or what it is filled with, comes from."""
        return {
            name: frozenset().union(
                *(self._names_behind(x) for node in nodes for own, x in _handed_on(node) if own == name)
            )
            for name, nodes in self.stores.items()
        }

    def origins(self, node: tree.Expression) -> frozenset[str]:
        """The parameters whose items it is, or holds."""
        return frozenset().union(*map(self.origins_of, self._names_behind(node)))

    def _names_behind(self, node: tree.Expression) -> frozenset[str]:
        """The names in it; for one that several loops set those in what the loop around goes through."""
        found: set[str] = set()
        for x in tree.walk(node):
            if isinstance(x, tree.NamedValue):
                around = [loop for loop in self.loops_around.get(id(x), ()) if x.name in set(targets_of_loops(loop))]
                several = x.name in self.of_loops and len(self._settings[x.name]) > 1
                loop = around[-1] if several and around else None
                inner = names_within(loop.iterable) if isinstance(loop, tree.EachLoop) else frozenset((x.name,))
                found |= inner if x.name not in inner else {x.name}
        return frozenset(found)

    def origins_of(self, name: str) -> frozenset[str]:
        if name not in self._known_origins:
            pending, met = [name], {name}
            while pending:
                more = self.flows.get(pending.pop(), frozenset()) - met
                met |= more
                pending += more
            items = (p.name for p in self.function.parameters if p.name in met and self.is_no_number(p.name))
            self._known_origins[name] = frozenset(items)
        return self._known_origins[name]

    @cached_property
    def _known_origins(self) -> dict[str, frozenset[str]]:
        return {}

    def is_no_number(self, name: str) -> bool:
        return self.known.kinds.get((self.function.key, name), "") != "number"

    def source_of(self, node: tree.Expression) -> object:
        """The container that the item is of, or what is made of one; "" where it is no item."""
        node = self.set_to(node)
        match node:
            case tree.NamedValue(name=name) if name in self.of_loops:
                sources = {source for own, source in self._gone_through if own == name}
                return next(iter(sources)) if len(sources) == 1 else ""
            case tree.Element(container=tree.NamedValue(name=name), index=index) if not isinstance(index, tree.Slice):
                return name
        return ""

    @cached_property
    def _gone_through(self) -> frozenset[tuple[str, object]]:
        """The names that loops set, each with what it goes through."""
        loops: list[tuple[tree.Expression, tree.Expression]] = []
        for node in tree.walk(self.function):
            if isinstance(node, tree.EachLoop):
                loops.append((node.target, node.iterable))
            elif isinstance(node, tree.Comprehension):
                loops += [(clause.target, clause.iterable) for clause in node.clauses]
        return frozenset((name, source) for target, iterable in loops for name, source in _sources(target, iterable))

    def is_in_order(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        value = self.set_to(tree.NamedValue(self.function.place, name))
        return name in self._sorted or (isinstance(value, tree.CallOf) and callee(value) == "sorted")

    @cached_property
    def _sorted(self) -> frozenset[str]:
        calls = (x.function for x in tree.walk(self.function) if isinstance(x, tree.CallOf) and callee(x) == "sort")
        return frozenset(root_of(f.value) for f in calls if isinstance(f, tree.Member))

    @cached_property
    def filtered(self) -> frozenset[str]:
        """The names of containers that tests let items into."""
        found: set[str] = set()
        for node in tree.walk(self.function):
            match node:
                case tree.Assigned(targets=(tree.NamedValue(name=name),), value=value) if value is not None:
                    made = [x for x in tree.walk(value) if isinstance(x, tree.Comprehension)]
                    if any(clause.conditions for x in made for clause in x.clauses):
                        found.add(name)
                case tree.Alternative(body=body):
                    for call in (x for s in body for x in tree.walk(s) if isinstance(x, tree.CallOf)):
                        found |= {name for name, _ in _handed_on(call)}
        return frozenset(found)

    def is_filled_from(self, container: tree.Expression, item: tree.Expression) -> bool:
        """Is a container of this function's own filled with items of what the item comes from?"""
        own = isinstance(container, tree.NamedValue) and container.name not in {
            p.name for p in self.function.parameters
        }
        return own and bool(self.origins(container) & self.origins(item))

    def is_changed(self, name: str) -> bool:
        return name in self.changed_at

    @cached_property
    def changed_at(self) -> dict[str, list[Place]]:
        """By each name what may put something into the container that it holds, or take it out."""
        found: dict[str, list[Place]] = {}
        for node in tree.walk(self.function):
            for name in _changed_by(node):
                found.setdefault(name, []).append(node.place)  # type: ignore[union-attr]
        return found

    @cached_property
    def loops_around(self) -> dict[int, tuple[tree.Node, ...]]:
        """By the identity of each node the loops that it stands in, outermost first."""
        found: dict[int, tuple[tree.Node, ...]] = {}
        pending: list[tuple[tree.Node, tuple[tree.Node, ...]]] = [(self.function, ())]
        while pending:
            node, around = pending.pop()
            found[id(node)] = around
            inside = (*around, node) if isinstance(node, tree.EachLoop | tree.TestLoop) else around
            pending += [(child, inside) for child in tree.children(node)]
        return found


def callee(node: tree.CallOf) -> str:
    return node.function.name if isinstance(node.function, tree.NamedValue | tree.Member) else ""


def names_within(node: tree.Node) -> frozenset[str]:
    return frozenset(x.name for x in tree.walk(node) if isinstance(x, tree.NamedValue))


def is_made_empty(value: tree.Expression | None) -> bool:
    match value:
        case tree.Collection(items=()) | tree.Literal(value=""):
            return True
        case tree.CallOf(arguments=arguments):
            return callee(value) in _EMPTY and (not arguments or callee(value) == "defaultdict")
    return False


def _handed_on(node: tree.Node) -> Iterator[tuple[str, tree.Expression]]:
    """A name, and what it is set to, goes through, or is filled with."""
    match node:
        case tree.Assigned(targets=targets, value=value):
            for target in targets:
                parts = target.items if isinstance(target, tree.Collection) else (target,)
                for part in parts:
                    name = root_of(part.value if isinstance(part, tree.Unpacked) else part)
                    yield from ((name, x) for x in (value, *indices_of(part)) if name and x is not None)
        case tree.Update(target=target, value=value) if root_of(target):
            yield from ((root_of(target), x) for x in (value, *indices_of(target)))
        case tree.EachLoop(iterable=iterable):
            yield from ((name, iterable) for name in targets_of_loops(node))
        case tree.Comprehension(clauses=clauses):
            yield from ((x.name, c.iterable) for c in clauses for x in tree.walk(c.target)
                        if isinstance(x, tree.NamedValue))  # fmt: skip
        case tree.CallOf(arguments=(tree.NamedValue(name=name), x)) if callee(node) in _PUT_IN_FIRST:
            yield name, x
        case tree.CallOf(function=tree.Member(value=tree.NamedValue(name=name), name=method), arguments=arguments):
            if method not in _READING | HELD_IN:
                yield from ((name, x) for x in arguments)


def _sources(target: tree.Expression, iterable: tree.Expression) -> Iterator[tuple[str, object]]:
    match target, iterable:
        case _, tree.CallOf(function=tree.NamedValue(name="range")):
            return
        case tree.Collection(items=(_, item)), tree.CallOf(function=tree.NamedValue(name="enumerate")):
            yield from _sources(item, iterable.arguments[0])
        case tree.Collection(items=items), tree.CallOf(function=tree.NamedValue(name="zip"), arguments=arguments):
            for item, inner in zip(items, arguments, strict=False):
                yield from _sources(item, inner)
        case tree.NamedValue(name=name), tree.Slice(container=tree.NamedValue(name=container)):
            yield name, container
        case tree.NamedValue(name=name), tree.NamedValue(name=container):
            yield name, container
        case tree.NamedValue(name=name), _:
            yield name, shape_of_node(iterable)


def indices_of(node: tree.Expression) -> Iterator[tree.Expression]:
    """What stands in the brackets of d[x][y]: the keys that are put in with what is stored there."""
    while isinstance(node, tree.Element):
        yield node.index
        node = node.container


def root_of(node: tree.Expression) -> str:
    while isinstance(node, tree.Element | tree.Slice):
        node = node.container
    return node.name if isinstance(node, tree.NamedValue) else ""


def targets_of_loops(node: tree.Node) -> Iterator[str]:
    targets: Iterable[tree.Expression] = ()
    if isinstance(node, tree.EachLoop):
        targets = (node.target,)
    elif isinstance(node, tree.Comprehension):
        targets = tuple(clause.target for clause in node.clauses)
    for target in targets:
        yield from (x.name for x in tree.walk(target) if isinstance(x, tree.NamedValue))


def _changed_by(node: tree.Node) -> set[str]:
    """The names of containers that a call or an assignment may make longer, shorter, or different."""
    match node:
        case tree.CallOf(function=function, arguments=arguments):
            handed = () if callee(node) in _ONLY_READ else arguments
            found = {x.name for x in handed if isinstance(x, tree.NamedValue)}
            if isinstance(function, tree.Member) and function.name not in HELD_IN | _READING:
                found |= {function.value.name} if isinstance(function.value, tree.NamedValue) else set()
            return found
        case tree.Assigned(targets=targets):
            parts = [x for t in targets for x in (t.items if isinstance(t, tree.Collection) else (t,))]
            return {root_of(t) for t in parts if isinstance(t, tree.Element | tree.Slice)} - {""}
        case tree.Update(target=target):
            return {root_of(target)} - {""}
    return set()
