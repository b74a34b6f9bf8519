"""Pointers into an array are indices of it: *p is a[p], p != a + n is p != n, p - q a difference of numbers.

Pointers are compared and subtracted only where they point into one array (C11 6.5.6, 6.5.8; random access iterators,
C++20 [random.access.iterators]), so those that are belong together. A pair of them that an algorithm gets is the range
between them, and what is only handed on is a view of the rest of the array.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recur.model import Place, source_tree as tree
from recur.model.records import replace
from recur.parsing.languages.types import is_copied

#: What several pointers point into where no one of them is its beginning.
MEMORY = "*"
_BEGINS = frozenset(("begin", "cbegin", "data", "c_str"))
_ENDS = frozenset(("end", "cend"))
_COMPARES = frozenset(("==", "!=", "<", "<=", ">", ">=", "-"))
#: Algorithms whose result points into their range.
_POINTING = frozenset(
    ("find", "find_if", "lower_bound", "upper_bound", "max_element", "min_element", "unique", "remove", "remove_if",
     "partition", "stable_partition", "next", "prev")
)  # fmt: skip
_NO_RANGE = frozenset(("iter_swap", "swap", "max", "min", "make_pair", "pair"))


def indexed(file: tree.SourceFile) -> tree.SourceFile:
    """The same program, its pointers into arrays as indices."""
    known = {function.name: PointersOf(function) for function in file.functions}
    for pointers in known.values():
        pointers.others = known
    return replace(
        file, functions=tuple(known[f.name].function() if known[f.name].own is f else f for f in file.functions)
    )


class PointersOf:
    """The pointers of one function: what each points into, by the relations between them."""

    def __init__(self, own: tree.Function) -> None:
        self.own = own
        self.others: dict[str, PointersOf] = {}
        self.types = dict(_declared(own))
        self.parameters = [parameter.name for parameter in own.parameters]
        self.moved: set[str] = set()
        self.spoiled: set[str] = set()
        #: compared with NULL: what moves and is, walks along links
        self.asked: set[str] = set()
        self.foreign: dict[str, int] = {}
        self._parents: dict[str, str] = {}
        for node in tree.walk(own):
            self._relate(node)
        #: parameters that walk along their own array
        self.positions: set[str] = set()
        #: of each pointer that is an index: the array, "" where its class is left alone
        self.arrays = dict(self._arrays())

    # what belongs together

    def _root(self, name: str) -> str:
        while self._parents.setdefault(name, name) != name:
            name = self._parents[name]
        return name

    def _relate(self, node: tree.Node) -> None:
        match node:
            case tree.Operation(op=op, operands=(left, right)) if op in _COMPARES:
                one, other = self.base(left), self.base(right)
                if one is not None and other is not None:
                    self._parents[self._root(one)] = self._root(other)
                elif op in ("==", "!=") and _is_null(right) and one is not None:
                    self.asked.add(one)
            case tree.Assigned(targets=(tree.NamedValue(name=name),), value=value) if value is not None:
                self._assigned(name, value)
            case tree.Update(target=tree.NamedValue(name=name)):
                self.moved.add(name)
                if self._is_pointer(name):
                    self._root(name)

    def _assigned(self, name: str, value: tree.Expression) -> None:
        into = self.base(value)
        if into is not None and (self._is_pointer(name) or self.types.get(name) == "auto"):
            self.types[name] = self.types.get(name, "") if self._is_pointer(name) else "auto*"
            self._parents[self._root(name)] = self._root(into)
            if name != into:
                self.moved.add(name)
        elif self._is_pointer(name):
            self.foreign[name] = self.foreign.get(name, 0) + 1
            if isinstance(value, tree.Member) or _is_null(value):
                self.spoiled.add(name)

    def _arrays(self) -> Iterator[tuple[str, str]]:
        classes: dict[str, list[str]] = {}
        for name in list(self._parents):
            classes.setdefault(self._root(name), []).append(name)
        for members in classes.values():
            if (self.spoiled | (self.asked & self.moved)) & set(members):
                continue
            fixed = [name for name in members if name not in self.moved]
            given = [name for name in members if name in self.parameters and self._is_pointer(name)]
            starts = [
                name for name in fixed if name in given or not self._is_pointer(name) or self.foreign.get(name) == 1
            ]
            if len(given) == 1 and given[0] in self.moved and not starts:
                self.positions.add(given[0])
                starts = given
            array = starts[0] if len(starts) == 1 and given in ([], starts) else MEMORY if len(given) > 1 else ""
            for name in members if array else ():
                yield name, array

    # what an expression points into

    def _is_pointer(self, name: str) -> bool:
        declared = self.types.get(name, "").rstrip("&")
        return declared.endswith("*") or declared.endswith("iterator")

    def _is_array(self, name: str) -> bool:
        declared = self.types.get(name, "").rstrip("&")
        return declared.endswith("]") or self._is_pointer(name)

    def base(self, value: tree.Expression) -> str | None:
        """The variable whose array the value points into; None for what is no pointer."""
        match value:
            case tree.NamedValue(name=name):
                return name if self._is_array(name) else None
            case tree.Operation(op="+" | "-" as op, operands=(left, right)):
                one, other = self.base(left), self.base(right)
                if one is not None and other is not None:
                    return None
                return one if one is not None else other if op == "+" else None
            case tree.CallOf(function=tree.Member(value=tree.NamedValue(name=name), name=word), arguments=()):
                random_access = not self.types.get(name) or _is_sequence(self.types[name])
                return name if word in _BEGINS | _ENDS and random_access else None
            case tree.CallOf(function=tree.NamedValue(name=name), arguments=arguments) if arguments:
                return self.base(arguments[0]) if name.removeprefix("std::") in _POINTING else None
        return None

    def array(self, name: str) -> str:
        return self.arrays.get(name, "") or name

    def position(self, value: tree.NamedValue) -> tree.NamedValue:
        return tree.NamedValue(value.place, f"position of {value.name}")

    def index(self, value: tree.Expression) -> tree.Expression:
        """A pointer as the index it is in its array."""
        match value:
            case tree.NamedValue(name=name):
                if name in self.positions:
                    return self.position(value)
                return tree.Literal(value.place, 0) if self.array(name) == name else value
            case tree.Operation(op=op, operands=(left, right)):
                if self.base(left) is None:
                    left, right = right, left
                return _sum(value.place, op, self.index(left), self.value(right))
            case tree.CallOf(function=tree.Member(value=container, name=word)):
                if word in _BEGINS:
                    return tree.Literal(value.place, 0)
                return tree.CallOf(value.place, tree.Member(value.place, container, "size"))
            case tree.CallOf(function=tree.NamedValue(name=name)) if name.removeprefix("std::") in ("next", "prev"):
                steps = value.arguments[1] if len(value.arguments) > 1 else tree.Literal(value.place, 1)
                return _sum(
                    value.place, "+" if "next" in name else "-", self.index(value.arguments[0]), self.value(steps)
                )
            case tree.CallOf():
                found = self.call(value)
                start = found.arguments[0]
                low = start.low if isinstance(start, tree.Slice) else None
                return found if low is None else _sum(value.place, "+", low, found)
        return value

    # the program again

    def function(self) -> tree.Function:
        parameters = tuple(
            replace(parameter, declared="ptrdiff_t") if self.arrays.get(parameter.name) == MEMORY else parameter
            for parameter in self.own.parameters
        )
        place = self.own.place
        starts = [
            tree.Assigned(place, (self.position(tree.NamedValue(place, name)),), tree.Literal(place, 0), "ptrdiff_t")
            for name in sorted(self.positions)
        ]
        body: list[Any] = [self.node(statement) for statement in self.own.body]
        return replace(self.own, parameters=parameters, body=(*starts, *body))

    def node(self, node: tree.Node) -> tree.Node:
        if isinstance(node, tree.Assigned):
            return self.assigned(node)
        if isinstance(node, tree.Update) and isinstance(node.target, tree.NamedValue):
            target = self.position(node.target) if node.target.name in self.positions else node.target
            return replace(node, target=target, value=self.value(node.value))
        if isinstance(node, _EXPRESSIONS):
            return self.value(node)
        return tree.with_children(node, self.node)

    def assigned(self, node: tree.Assigned) -> tree.Assigned:
        if node.value is None:
            return node
        into = self.base(node.value)
        match node.targets:
            case (tree.NamedValue(name=name) as target,) if into is not None and self.moves(name):
                if name in self.positions:
                    target = self.position(target)
                declared = "ptrdiff_t" if node.declared else ""
                return replace(node, targets=(target,), value=self.index(node.value), declared=declared)
        targets = tuple(
            self.value(target) if not isinstance(target, tree.NamedValue) else target for target in node.targets
        )
        return replace(node, targets=targets, value=self.value(node.value))

    def value(self, value: tree.Expression) -> tree.Expression:
        match value:
            case tree.Element(container=container, index=index):
                into = self.base(container)
                if into is not None and not self._is_whole(container):
                    at = _sum(value.place, "+", self.index(container), self.value(index))
                    return tree.Element(value.place, tree.NamedValue(container.place, self.array(into)), at)
            case tree.Member(value=owner, name=name):
                into = self.base(owner)
                if into is not None and self.moves(into):
                    element = tree.Element(
                        owner.place, tree.NamedValue(owner.place, self.array(into)), self.index(owner)
                    )
                    return tree.Member(value.place, element, name)
            case tree.Operation(op=op, operands=(left, right)) if op in _COMPARES:
                one, other = self.base(left), self.base(right)
                if one is not None and other is not None and self.array(one) == self.array(other):
                    return tree.Operation(value.place, op, (self.index(left), self.index(right)))
            case tree.CallOf():
                into = self.base(value)
                if into is None or isinstance(value.function, tree.NamedValue):
                    return self.copied(self.call(value))
        if self.base(value) is not None and not self._is_whole(value):
            return self.view(value)
        return tree.with_children(value, self.node)

    def moves(self, name: str) -> bool:
        """Whether the name stands for an index."""
        return name in self.positions or self.array(name) != name

    def _is_whole(self, value: tree.Expression) -> bool:
        """An array by its own name."""
        return isinstance(value, tree.NamedValue) and not self.moves(value.name)

    def view(self, value: tree.Expression) -> tree.Expression:
        """The array from there on."""
        into = self.base(value)
        assert into is not None
        index = self.index(value)
        if isinstance(index, tree.Literal) and index.value == 0:
            return tree.NamedValue(value.place, self.array(into))
        return tree.Slice(value.place, tree.NamedValue(value.place, self.array(into)), index, None, view=True)

    def call(self, call: tree.CallOf) -> tree.CallOf:
        called = call.function.name if isinstance(call.function, tree.NamedValue | tree.Member) else ""
        name = called.rpartition("::")[2]
        other = self.others.get(called) if isinstance(call.function, tree.NamedValue) else None
        if other is not None:
            taken = [
                self.index(given) if self._wants_index(other, at, given) else self.value(given)
                for at, given in enumerate(call.arguments)
            ]
        else:
            alone = len(call.arguments) if name in _NO_RANGE else isinstance(call.function, tree.Member)
            taken = [self.alone(given) for given in call.arguments[:alone]]
            taken += self.ranges(call.arguments[alone:])
        function = call.function if isinstance(call.function, tree.NamedValue) else self.node(call.function)
        return replace(call, function=function, arguments=tuple(taken))  # type: ignore[arg-type]

    def copied(self, call: tree.CallOf) -> tree.Expression:
        """vector<int>(v.begin(), v.end()) is a copy of that range."""
        name = call.function.name.rpartition("::")[2] if isinstance(call.function, tree.NamedValue) else ""
        match call.arguments:
            case (tree.Slice() as taken,) if name in ("vector", "string", "deque"):
                return replace(taken, place=call.place, view=False)
        return call

    def _wants_index(self, other: PointersOf, at: int, given: tree.Expression) -> bool:
        if at >= len(other.parameters) or self.base(given) is None:
            return False
        return other.arrays.get(other.parameters[at]) == MEMORY

    def ranges(self, arguments: tuple[tree.Expression, ...]) -> Iterator[tree.Expression]:
        """Two pointers into one array, one behind the other, are the range between them."""
        waiting = list(arguments)
        while waiting:
            first = waiting.pop(0)
            one = self.base(first)
            other = self.base(waiting[0]) if waiting else None
            if one is None or other is None or self.array(one) != self.array(other):
                yield self.alone(first)
                continue
            last = waiting.pop(0)
            low, high = self.index(first), self.index(last)
            container = tree.NamedValue(first.place, self.array(one))
            whole = (
                isinstance(last, tree.CallOf) and isinstance(last.function, tree.Member) and last.function.name in _ENDS
            )
            start = None if isinstance(low, tree.Literal) and low.value == 0 else low
            yield tree.Slice(first.place, container, start, None if whole else high, view=True)

    def alone(self, value: tree.Expression) -> tree.Expression:
        """v.begin() + i where a place of v is wanted; the beginning of an array is the array."""
        into = self.base(value)
        if into is not None and not self._is_array(into):
            return self.index(value)
        return self.value(value)


def _declared(function: tree.Function) -> Iterator[tuple[str, str]]:
    for parameter in function.parameters:
        yield parameter.name, parameter.declared
    for node in tree.walk(function):
        if isinstance(node, tree.Assigned) and node.declared:
            for target in node.targets:
                if isinstance(target, tree.NamedValue):
                    yield target.name, node.declared


def _is_sequence(declared: str) -> bool:
    bare = declared.rstrip("&").removeprefix("std::")
    return (is_copied(bare) and bare.startswith(("vector", "string", "deque", "array"))) or bare == "auto"


def _is_null(value: tree.Expression) -> bool:
    named = isinstance(value, tree.NamedValue) and value.name in ("NULL", "nullptr")
    return named or (isinstance(value, tree.Literal) and value.value in (None, 0))


def _sum(place: Place, op: str, left: tree.Expression, right: tree.Expression) -> tree.Expression:
    """left op right, without zeros."""
    if isinstance(right, tree.Literal) and right.value == 0:
        return left
    if op == "+" and isinstance(left, tree.Literal) and left.value == 0:
        return right
    return tree.Operation(place, op, (left, right))


_EXPRESSIONS = (
    tree.NamedValue, tree.Literal, tree.Operation, tree.Conditional, tree.Element, tree.Slice, tree.Member, tree.CallOf,
    tree.Collection, tree.Comprehension, tree.Lambda, tree.NamedExpression, tree.Unpacked, tree.Unreadable,
)  # fmt: skip
