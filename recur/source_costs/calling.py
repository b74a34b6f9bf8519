"""Calls: of functions of the file, of builtins and methods by the table of costs, of lambdas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from recur.forkjoin.costs.normal_forms import ceiling_of, floor_of, polynomial
from recur.forkjoin.costs.polynomials import Polynomial
from recur.model import Expr, Place, RecurError, Undecided, expressions as ex, program as code, source_tree as tree
from recur.model.records import frozen, replace
from recur.source_costs.arrays import ARRAY, OF_SHAPES, PRODUCTS, array_of, items_in, shape_of_array
from recur.source_costs.choices import Choices, Facts
from recur.source_costs.either_way import takes_few_values
from recur.source_costs.evaluating import UNIT, ZERO, LineCharge, RawCall, items_of
from recur.source_costs.kinds import CONTAINERS, TAKES_CONTAINERS, dotted, kind_made, takes_container
from recur.source_costs.looping import Looping
from recur.source_costs.operations import GivenArgument, OperationCost, operation, operation_names
from recur.source_costs.relinking import chains_handed_on
from recur.source_costs.values import (
    FIXED,
    ONE_SHOT,
    OPEN,
    OWN_RESULT,
    RESULT,
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
    is_untold,
    of_unknown_length,
    without_numbers,
)
from recur.source_costs.visiting import is_generator

#: what Python calls on an object may be done to a field that only this file writes
STATE_COST = "say it behind the line:  # cost: n"


#: what is given to these is not put in
_TAKES_AWAY = frozenset(("pop", "remove", "discard", "__delitem__"))
#: decorators that do not change what a call costs, or of which that is told elsewhere, as of what is cached
_KEEPS_COSTS = frozenset((
    "staticmethod", "classmethod", "property", "abstractmethod", "abc.abstractmethod", "override", "typing.override",
    "final", "typing.final", "cache", "lru_cache", "functools.cache", "functools.lru_cache",
    "functools.cached_property", "contextmanager", "contextlib.contextmanager",
    "njit", "jit", "numba.njit", "numba.jit", "dask.delayed", "dask.delayed.delayed", "profile",
))  # fmt: skip
#: classes of the library whose constructor keeps what it is given
_KEEP_LITTLE = frozenset((
    "object", "ABC", "Generic", "Protocol", "Thread", "Process", "Timer", "Exception", "ValueError", "TypeError",
    "KeyError", "IndexError", "RuntimeError", "NotImplementedError", "Enum", "IntEnum", "TestCase",
))  # fmt: skip
#: builtins that need not go through all of an iterator
#: functions of Python that go through the items of what they are given
GOES_THROUGH = frozenset(("sorted", "list", "tuple", "set", "frozenset", "any", "all", "reversed"))
#: the items at which a search through a generator ends
ENDING = {"any": frozenset((True,)), "all": frozenset((False,))}
_MAY_END = frozenset(("any", "all", "next", "islice", "takewhile"))
#: builtins that make a text of each argument. Source: Python language reference, 3.3.1
_WRITES = frozenset(("print", "str", "repr", "ascii", "format"))
#: what they make of something is as long as it is
_WRITTEN_OUT = frozenset(("str", "repr", "ascii"))
#: builtins that look at all that they are given
RUNS_THROUGH = frozenset(
    ("sum", "min", "max", "list", "tuple", "set", "frozenset", "dict", "sorted", "collections.Counter", "math.prod")
)


@frozen
class Handed:
    """What a call hands on: the sizes of the parameters, and what is known where it stands."""

    sizes: dict[str, Polynomial | None]
    #: what the result is written in
    choices: Choices | None
    number: int
    facts: Facts


class Calling(Looping):
    def call(self, node: tree.CallOf, state: ValueState) -> Value:
        function = self._callee(node, state)
        if node.spawned and not (isinstance(function, FunctionValue) and isinstance(function.function, tree.Function)):
            return self._spawned_operation(node, state)
        if isinstance(function, FunctionValue):
            if isinstance(function.function, tree.Lambda):
                return self._of_lambda(function.function, node, state)
            return self._of_file(function.function, node, state)
        name = dotted(node.function, self.known.imports)
        own = self.known.inheritance.reached(self.function.owner, "__init__")
        if name in ("cls", "self.__class__") and len(own) == 1:
            name = self.function.owner
        elif isinstance(node.function, tree.Member):
            method = self._of_library_class(node, node.function, state) or self._method(node, node.function, state)
            if method is not None:
                return method
        if name == "range":
            return self.range_value(node, state)
        node = self._spread(node, state)
        with self.generators_run(through=name in RUNS_THROUGH, ending=ENDING.get(name, frozenset())):
            arguments = [self.evaluate(x, state) for x in node.arguments]
        if name in GOES_THROUGH:  # what was taken for a number is none
            arguments = [UNKNOWN if isinstance(x, NumberValue) else x for x in arguments]
        if name == "zip" and [type(x) for x in node.arguments] == [tree.Unpacked]:
            return self._columns(arguments[0], node, state)
        if isinstance(node.function, tree.NamedValue) and name in self.known.refused:
            return self._unknown_call(name, arguments, node, state)
        if name in _WRITES:
            arguments = [self._as_text(name, value, node, state) for value in arguments]
            self._long_numbers(arguments, node.place)
        special = self._special(name, arguments, node, state)
        if special is not None:
            return special
        if name in self.known.inheritance.bases:
            return self._created(name, node, arguments, state)
        entry = self.entry(name, "", arguments, node, state) if name else None
        if entry is None:
            return self._unknown_call(name or "this function", arguments, node, state)
        return self._applied(entry, None, None, arguments, node, state)

    def _of_library_class(self, node: tree.CallOf, function: tree.Member, state: ValueState) -> Value | None:
        """super().f() where no class above is one of the file; None: one is, or it is another call."""
        match function.value:
            case tree.CallOf(function=tree.NamedValue(name="super")) if self.function.owner:
                arguments = [self.evaluate(x, state) for x in node.arguments]
                bases = {base.rpartition(".")[2] for base in self.known.inheritance.foreign(self.function.owner)}
                if function.name in ("__init__", "__init_subclass__") and bases <= _KEEP_LITTLE:
                    return NothingValue()
                return self._unknown_call(f"super().{function.name}", arguments, node, state)
        return None

    def _created(self, name: str, node: tree.CallOf, arguments: list[Value], state: ValueState) -> Value:
        own = [key for key in (f"{name}.{name}",) if key in self.known.functions] or self.known.constructors(name)
        for key in own:
            keywords = {word: self.evaluate(x, state) for word, x in node.keywords}
            self.raw_call(self.known.functions[key], key, [UNKNOWN, *arguments], node, state, keywords)
        for base in () if own else self.known.inheritance.foreign(name):
            self._made_as(base, arguments, replace(node, keywords=()), state)
        return UnknownValue(owner=name, made=True)

    def _made_as(self, base: str, arguments: list[Value], node: tree.CallOf, state: ValueState) -> None:
        """The constructor of a class above that is none of the file: list(xs), Exception(…)."""
        entry = self.entry(base, "", arguments, node, state)
        if entry is None:
            self._unknown_call(base, arguments, node, state)
        else:
            self._applied(entry, None, None, arguments, node, state)

    def _one_method(self, owners: Sequence[str], name: str, place: Place) -> str:
        """The key of the method that is called; of several nobody knows which. "": it is none of the file."""
        if len(owners) > 1 or (owners and name in self.known.members_set):
            which = " or ".join(f"{owner}.{name}" for owner in owners[:2])
            raise self.refusal(f"whether {which} is called here is not known", place, STATE_COST)
        return f"{owners[0]}.{name}" if owners else ""

    def _reached(self, value: Value, name: str) -> tuple[str, ...]:
        """The classes whose method may be called on the object: of one that is made here the class is known."""
        if not isinstance(value, UnknownValue):
            return ()
        classes = self.known.inheritance
        return classes.nearest(value.owner, name) if value.made else classes.reached(value.owner, name)

    def reaches(self, called: str) -> bool:
        """Is an input seen on which the function, as it is called here, leaves none of its loops early?"""
        raise NotImplementedError

    def _costs_less(self, function: tree.Function, value: Value | None) -> bool:
        """What the method costs is what it costs of the worst object: may this one have a cheaper part?"""
        if not (isinstance(value, UnknownValue) and value.made):
            return False
        others = self.known.inheritance.differing(value.owner, function.owner)
        called, names = [function], set[str]()
        for f in called if others else ():
            new = {called_name(x) for x in tree.walk(f) if isinstance(x, tree.CallOf)} - names
            names |= new
            called += [g for g in self.known.functions.values() if g.name in new]
        return bool(others & names)

    def of_object(self, name: str, values: list[Value], node: tree.Expression, state: ValueState) -> Value | None:
        """An operation that a class of the file defines for its objects, such as __add__; None: it is none of these."""
        keys = [key for key, f in self.known.functions.items() if f.owner and f.name == name]
        if not keys or self.language != "python":
            return None
        for i, value in enumerate(values):
            key = self._one_method(self._reached(value, name), name, node.place)
            if key:
                call = tree.CallOf(node.place, node, ())
                return self.raw_call(
                    self.known.functions[key], key, [value, *values[:i], *values[i + 1 :]], call, state
                )
        if any(isinstance(v, UnknownValue) and not v.owner and self._may_be_object(v, name) for v in values):
            raise self.refusal(f"whether {keys[0]} is called here is not known", node.place, STATE_COST)
        return None

    def computed_field(self, node: tree.Member, value: Value, state: ValueState) -> Value | None:
        """A property of a class of the file: its method is called."""
        keys = [
            key for key, f in self.known.functions.items()
            if f.owner and f.name == node.name and {"property", "functools.cached_property"} & set(f.decorators)
        ]  # fmt: skip
        if not isinstance(value, UnknownValue):
            return None
        reached = {f"{name}.{node.name}" for name in self._reached(value, node.name)}
        own = [key for key in keys if key in reached] if value.owner else keys
        if not own:
            return None
        if len(own) > 1:
            raise self.refusal(f"whether {own[0]} is called here is not known", node.place, STATE_COST)
        return self.raw_call(self.known.functions[own[0]], own[0], [value], tree.CallOf(node.place, node, ()), state)

    def _may_be_object(self, value: UnknownValue, name: str) -> bool:
        if self.kind_of(value, ValueState()) in CONTAINERS:
            return False
        if name in ("__len__", "__iter__"):
            return "." in value.name or not (value.name or value.data)
        return not value.name and not value.data

    def _callee(self, node: tree.CallOf, state: ValueState) -> Value | None:
        match node.function:
            case tree.NamedValue(name=name):
                value = self.named(name, state)
                return value if isinstance(value, FunctionValue) else None
            case tree.Lambda():
                return FunctionValue(node.function)
            case tree.Member(value=tree.CallOf(function=tree.NamedValue(name="super")), name=name):
                return self._method_of(self.known.inheritance.above(self.function.owner, name), name, node)
            case tree.Member(value=tree.NamedValue(name=owner), name=name):
                if self.function.owner and owner in ("self", "this", "cls"):
                    return self._method_of(self.known.inheritance.reached(self.function.owner, name), name, node)
                if owner not in state.names:
                    return self._method_of(self.known.inheritance.nearest(owner, name), name, node)
        return None

    def _method_of(self, owners: Sequence[str], name: str, node: tree.CallOf) -> Value | None:
        key = self._one_method(owners, name, node.place)
        return FunctionValue(self.known.functions[key]) if key in self.known.functions else None

    def _of_lambda(self, function: tree.Lambda, node: tree.CallOf, state: ValueState) -> Value:
        inner = state.copy()
        for name, x in zip(function.parameters, node.arguments, strict=False):
            inner.names[name] = self.evaluate(x, state)
        return self.evaluate(function.body, inner)

    # ---- f(*xs)

    def _as_text(self, name: str, value: Value, node: tree.CallOf, state: ValueState) -> Value:
        """What stands for an object where it is written: what its own class makes of it."""
        for method in ("__repr__",) if name in ("repr", "ascii") else ("__str__", "__repr__"):
            if isinstance(value, UnknownValue) and value.owner:
                written = self.of_object(method, [value], node, state)
                if written is not None:
                    return written
        return value

    def _long_numbers(self, values: Iterable[Value], place: Place) -> None:
        """A number is written in one step, but for one whose digits grow as a size does: 2^n, n!."""
        for value in values:
            p = value.value if isinstance(value, NumberValue) else None
            if p is not None and any(map(_grows_fast, ex.walk(p.expression()))):
                most = polynomial(ex.Log(p.expression(), ex.TWO))
                self.charge(most, place, "its digits are written")

    def _spread(self, node: tree.CallOf, state: ValueState) -> tree.CallOf:
        """The call with the items of *(a, b) written out; what else is unpacked is one container."""
        written: list[tree.Expression] = []
        for x in node.arguments:
            if not isinstance(x, tree.Unpacked):
                written.append(x)
                continue
            value = self.evaluate(x.value, state)
            items: tuple[Value, ...] = value.items if isinstance(value, TupleValue) else (value,)
            for item in items:
                self.cells += 1
                name = f"\0{self.cells}"
                state.names[name] = item
                given = tree.NamedValue(x.place, name)
                written.append(given if isinstance(value, TupleValue) else tree.Unpacked(x.place, given))
        return replace(node, arguments=tuple(written)) if tuple(written) != node.arguments else node

    def _columns(self, value: Value, node: tree.CallOf, state: ValueState) -> Value:
        """zip(*rows): as many tuples as a row has items, each as long as there are rows."""
        rows = self.as_container(state, value)
        row = None if rows is None else self.as_container(state, self.element_of(rows))
        if rows is None or row is None or rows.length is None or row.length is None:
            raise self.refusal("how long the rows of what is unpacked here are does not follow", node.place, STATE_COST)
        self.charge(rows.length * row.length, node.place, "every item is copied into a tuple", attained=False)
        column = ContainerValue("tuple", rows.length, self.element_of(row))
        return self.hold(state, ContainerValue("iterator", row.length, column))

    def _handed(self, function: tree.Function, arguments: list[Value], written: Sequence[tree.Expression],
                state: ValueState) -> dict[str, Value]:  # fmt: skip
        """What each parameter is given by its position: *rest all that is left over."""
        handed: dict[str, Value] = {}
        before = len(arguments) - len(written)
        opened = [i + before for i, x in enumerate(written) if isinstance(x, tree.Unpacked)] if before >= 0 else []
        for i, p in enumerate(function.parameters):
            if p.unpacked:
                left = arguments[i:]
                if len(left) == 1 and opened == [i]:
                    handed[p.name] = left[0]
                elif not opened:
                    element: Value | None = None
                    for value in left:
                        element = self.joined_elements(element, state.frozen(value))
                    handed[p.name] = self.hold(state, ContainerValue("tuple", Polynomial.constant(len(left)), element))
                break
            if i >= len(arguments) and not opened:
                break
            handed[p.name] = arguments[i] if not opened or i < opened[0] else UNKNOWN
        return handed

    # ---- functions of the file

    def _of_file(self, function: tree.Function, node: tree.CallOf, state: ValueState) -> Value:
        key = function.key
        for name in (d.partition("(")[0] for d in function.decorators):
            maker = self.known.functions.get(name)
            if name not in _KEEPS_COSTS and (maker is None or not _runs_once(maker)):
                raise self.refusal(f"what @{name} makes of {function.name} is not followed", node.place, STATE_COST)
        if not function.owner and function.name in self.known.names_set:
            raise self.refusal(f"what {function.name} has become by this call is not followed", node.place, STATE_COST)
        node = self._spread(node, state)
        arguments = [self.evaluate(x, state) for x in node.arguments]
        if isinstance(node.function, tree.Member) and function.owner:
            arguments = [*self._receiver(function, node.function.value, state), *arguments]
        keywords = {name: self.evaluate(x, state) for name, x in node.keywords}
        return self.raw_call(function, key, arguments, node, state, keywords)

    def returned_at_once(self, node: tree.CallOf, state: ValueState) -> tree.Expression | None:
        """What a method of this object that only returns gives, in its fields: self.is_empty()."""
        called = self._callee(node, state)
        function = called.function if isinstance(called, FunctionValue) else None
        given = (
            node.arguments
            if isinstance(node.function, tree.NamedValue)
            else (node.function.value,)
            if isinstance(node.function, tree.Member)
            else ()
        )
        match function, given:
            case tree.Function(body=(tree.Leave(kind="return", value=value),)), (tree.NamedValue(name=own),) if (
                value is not None and own in ("self", "this") and function.key != self.function.key
            ):
                names = {x.name for x in tree.walk(value) if isinstance(x, tree.NamedValue)}
                return value if not (names - {own}) & state.names.keys() else None
        return None

    def _receiver(self, function: tree.Function, value: tree.Expression, state: ValueState) -> list[Value]:
        """What a method is handed before its arguments: the object; a class hands on itself, to class methods alone."""
        if not takes_object(function):
            return []
        if isinstance(value, tree.CallOf) and value.function == tree.NamedValue(value.function.place, "super"):
            return [self.named(self.function.parameters[0].name if self.function.parameters else "", state)]
        named = isinstance(value, tree.NamedValue) and value.name not in state.names
        return [] if named and "classmethod" not in function.decorators else [self.evaluate(value, state)]

    def raw_call(
        self,
        function: tree.Function,
        key: str,
        arguments: list[Value],
        node: tree.CallOf,
        state: ValueState,
        keywords: dict[str, Value] | None = None,
    ) -> Value:
        if key == self.visiting:
            return UNKNOWN
        if key in self.known.refused:
            return self._unknown_call(key, arguments, node, state)
        handed = self._handed(function, arguments, node.arguments, state)
        handed |= keywords or {}
        for p in function.parameters:
            if p.name not in handed and p.default is not None:
                handed[p.name] = self.evaluate(p.default, ValueState())
        for name in self.known.captured.get(key, ()):
            handed[name] = self.named(name, state)
        if self.known.inputs is not None:
            self._require_family(key, function, handed, node, state)
        raw = RawSizes(self, state, key)
        for name, value in handed.items():
            raw.add(name, value)
        for own in ("self", "this"):
            given = handed.get(own)
            if given is not None and not (isinstance(given, UnknownValue) and given.name in ("self", "this")):
                raw.sizes[f"{own}."] = None  # the fields of another object
        if self._is_own_object(handed):
            raw.add_fields()
        bounded = takes_object(function) and self._costs_less(function, handed.get(function.parameters[0].name))
        # a generator runs only as far as it is asked
        bounded = bounded or is_generator(function) or (self.known.freedom and not self.reaches(key))
        number = self.number_of(RawCall(key, raw.sizes, node.place, bounded))
        invocation = code.Invocation(key, (ex.number(number),), node.place)
        if node.spawned:
            self.spawned(invocation, node)
        elif self.entered_once(key, handed, node):
            pass
        else:
            self.line.calls.append(invocation)
        for name in self.known.mutated.get(key, ()):
            changed = handed.get(name.removesuffix("[]"))
            steps = self.known.lengthened.get((key, name))
            if "." in name:
                self._field_may_have_changed(name, steps, handed, state)
            elif name.endswith("[]"):
                self._items_may_have_changed(changed, state)
            elif isinstance(changed, UnknownValue) and changed.name:
                self.put_back(changed, replace(self.input_container(changed.name), length=None), state)
            else:
                self._may_have_changed(changed, state, steps)
        if self.known.relinked.get(key):
            self.forget_nodes(
                chains_handed_on(self.function, (node,), self.known.functions, self.known.relinked), state
            )
        self._written_by(key, handed, state)
        self._set_by(key, state)
        return self.result(key, number, handed, raw, state)

    def _is_own_object(self, handed: dict[str, Value]) -> bool:
        given = handed.get("self", handed.get("this"))
        return isinstance(given, UnknownValue) and given.name in ("self", "this")

    def _field_may_have_changed(
        self, name: str, steps: tuple[int, int] | None, handed: dict[str, Value], state: ValueState
    ) -> None:
        """A field of this object that a method makes longer or shorter."""
        if not self._is_own_object(handed):
            return
        root = name.removesuffix("[]")
        value = state.names.get(root, UnknownValue(root))
        inside = self.as_container(state, value)
        if inside is not None and inside.kind not in FIXED:
            held = value if isinstance(value, Held) else self.hold(state, inside)
            state.names[root] = held
            self._may_have_changed(held, state, steps)

    def _written_by(self, key: str, handed: dict[str, Value], state: ValueState) -> None:
        """What a function writes into what it is handed, some of which comes from the same input: swap(a[i], a[j])."""
        for name in sorted(self.known.changed.get(key, ())):
            root = name.partition("[")[0]
            base, _, part = root.partition(".")
            into = self.input_of(handed.get(base), state)
            for value in [v for n, v in state.names.items() if n.endswith(f".{part}")] if part else [handed.get(base)]:
                self._hold_others(value, state)
            target = f"{into}.{part}" if into and part else into
            foreign = self.known.overwritten.get((key, root))
            if foreign is None:
                self.write(target, (target,))
            for origins in sorted(map(sorted, foreign or ())):
                self.write(target, data_of(state.frozen(handed[x]) for x in origins if x in handed))

    def _set_by(self, key: str, state: ValueState) -> None:
        """What a function sets outside of itself is anything behind the call."""
        for own in self.known.set_outside.get(key, ()):
            if own[0] == "." and self.function.owner:
                for name in ("self", "this"):
                    state.names.setdefault(f"{name}{own}", UNKNOWN)
            for name in [n for n in state.names if n == own or (own[0] == "." and n.endswith(own))]:
                value = state.names[name]
                state.names[name] = replace(value, value=None) if isinstance(value, NumberValue) else UNKNOWN

    def _hold_others(self, value: Value | None, state: ValueState) -> None:
        """The container holds other numbers from here on."""
        inside = state.contents(value)
        if value is not None and inside is not None:
            self.put_back(value, replace(inside, element=without_numbers(inside.element)), state)

    def input_of(self, value: Value | None, state: ValueState) -> str:
        """The name of the input that the value is, or is an item of; "" where it is none."""
        inside = state.contents(value)
        return inside.name if inside is not None else value.name if isinstance(value, UnknownValue) else ""

    def _require_family(
        self, key: str, function: tree.Function, handed: dict[str, Value], node: tree.CallOf, state: ValueState
    ) -> None:
        """What a function is handed is of the kind of inputs that it is looked at for."""
        assert self.known.inputs is not None
        for value in handed.values() if self.known.inputs.multiple else ():
            if isinstance(value, NumberValue) and not self.is_parameter(value.value):
                raise self.refusal("what this call hands on may be no multiple", node.place)
        for p in function.parameters:
            value = handed.get(p.name, UNKNOWN)
            if self.is_datum(key, p.name):
                fits = isinstance(value, NumberValue) and value.value == Polynomial.constant(self.known.inputs.numbers)
            else:
                number = self.known.kinds.get((function.key, p.name)) == "number"
                fits = number or p.name in ("self", "this", "cls") or self._is_of_family(value, state)
            if not fits:
                raise self.refusal(f"{p.name} is no such input in this call of {function.name}", node.place)

    def _alike(self, values: Sequence[Value | None], state: ValueState) -> bool:
        """Are all items of the first container one number?"""
        inside = next((x for v in values if (x := state.contents(v)) is not None), None)
        element = None if inside is None else inside.element
        return isinstance(element, NumberValue) and element.value is not None and element.value.value is not None

    def _is_of_family(self, value: Value | None, state: ValueState) -> bool:
        """An input, or what is made of its items."""
        assert self.known.inputs is not None
        match value:
            case NumberValue(value=p):
                alone = self.known.inputs.first is None and not self.known.inputs.apart
                return alone and p == Polynomial.constant(self.known.inputs.items)
            case TupleValue(items):
                return all(self._is_of_family(item, state) for item in items)
            case UnknownValue(name=name):
                return bool(name)
            case NodesValue():
                return True
        inside = state.contents(value)
        if inside is None:
            return False
        named = inside.element is None and bool(inside.name)
        return inside.length == ZERO or named or self._is_of_family(inside.element, state)

    #: the key of this function itself, where it is costed as a walk over a graph
    visiting = ""

    def entered_once(self, key: str, handed: dict[str, Value], node: tree.CallOf) -> bool:
        raise NotImplementedError

    def spawned(self, invocation: code.Invocation, node: tree.CallOf) -> None:
        line = self.line
        self.line = type(line)(line.attained, line.above, line.calls, line.remarks)
        self.flush(node.place, always=False)
        self.block.append(code.ProcedureCall(self.source(node.place), invocation, True))

    def _spawned_operation(self, node: tree.CallOf, state: ValueState) -> Value:
        """An operation of the language that runs beside what follows; what it is given is worked out before."""
        values = {f"\0{i}": self.evaluate(x, state) for i, x in enumerate(node.arguments)}
        given = [tree.NamedValue(x.place, name) for name, x in zip(values, node.arguments, strict=True)]
        inner = state.copy()
        inner.names |= values
        before, self.line = self.line, LineCharge()
        value = self.call(replace(node, arguments=tuple(given), spawned=False), inner)
        strand, self.line = self.line, before
        state.cells |= inner.cells
        self.line.calls += strand.calls
        self.flush(node.place, always=False)
        kind = "O" if strand.above.terms else "Θ"
        cost = code.StatedCost(kind, (strand.attained + strand.above).plus(1).expression())
        name = dotted(node.function, self.known.imports) or "this function"
        call = code.Invocation(name, (), node.place, defined=False, cost=cost)
        self.block.append(code.ProcedureCall(self.source(node.place), call, True))
        return value

    def _may_have_changed(self, value: Value | None, state: ValueState, steps: tuple[int, int] | None = None) -> None:
        """A container that the callee changes: its length is not known from here on, but for a number of steps."""
        if isinstance(value, Held):
            inside = state.cells[value.cell]
            length = None
            if steps is not None and inside.length is not None:
                length = self.choices.between(inside.length.plus(steps[0]), inside.length.plus(steps[1]), False)
            self.put_back(value, replace(inside, length=length, element=without_numbers(inside.element)), state)

    def _items_may_have_changed(self, value: Value | None, state: ValueState) -> None:
        """What a container holds is of unknown length from here on."""
        if isinstance(value, Held):
            inside = state.cells[value.cell]
            element = inside.element
            if element is None and inside.name:
                element = ContainerValue("list", None)
            if isinstance(element, ContainerValue) and element.kind not in FIXED:
                self.put_back(value, replace(inside, element=without_numbers(of_unknown_length(element))), state)
        elif isinstance(value, UnknownValue) and value.name:
            self.put_back(UnknownValue(f"{value.name}[]"), ContainerValue("list", None), state)

    def result(self, key: str, number: int, handed: dict[str, Value], raw: RawSizes, state: ValueState) -> Value:
        known = self.known.results.get(key)
        if known is None:
            return UnknownValue(data=data_of(handed.values()))
        if isinstance(known, UnknownValue):  # another name for what was handed on may be written to
            for root in self.known.handed_back.get(key, ()):
                self._may_have_changed(handed.get(root), state)
        sizes = dict(raw.sizes)
        found = self._put_result(known, Handed(sizes, self.known.result_choices.get(key), number, state.facts))
        if isinstance(found, ContainerValue):
            found = replace(found, shared=self._shared_with(key, handed, state))
        return self.hold(state, found)

    def _shared_with(self, key: str, handed: dict[str, Value], state: ValueState) -> frozenset[int]:
        """The cells of what is handed to a function and may be handed back by it."""
        shared: frozenset[int] = frozenset()
        for root in self.known.handed_back.get(key, ()):
            given = state.contents(state.frozen(handed.get(root.removesuffix("[]"), UNKNOWN)))
            inside = given.element if given is not None and root.endswith("[]") else given
            if isinstance(inside, ContainerValue):
                shared |= inside.shared
        return shared

    def _put_result(self, value: Value, handed: Handed) -> Value:
        match value:
            case NumberValue(value=p):
                return NumberValue(self._put_sizes(p, handed), value.data and frozenset(("result",)))
            case ContainerValue():
                element = None if value.element is None else self._put_result(value.element, handed)
                length = self._put_sizes(value.length, handed)
                return replace(value, length=length, element=element, name="", shared=frozenset())
            case TupleValue(items):
                return TupleValue(tuple(self._put_result(item, handed) for item in items))
            case UnknownValue(data=data):
                if value == OPEN:
                    return OPEN
                return UnknownValue(
                    data=frozenset(("result[]",)) if data else data, owner=value.owner, untold=is_untold(value)
                )
        return value

    def _put_sizes(self, p: Polynomial | None, handed: Handed) -> Polynomial | None:
        """The size with what the call hands on for the sizes of the parameters; choices are made anew."""
        if p is None:
            return None
        for name in sorted(p.names):
            if name.startswith("?"):
                assert handed.choices is not None
                range_ = handed.choices.ranges[name]
                low, high = (self._put_sizes(x, handed) for x in (range_.low, range_.high))
                if low is None or high is None:
                    return None
                own, chosen = f"?{handed.number}of{name[1:]}", replace(range_, low=low, high=high)
                while self.choices.ranges.setdefault(own, chosen) != chosen:  # where other facts hold
                    own += "'"
                p = p.put(name, Polynomial.atom(ex.Symbol(own)))
            elif name.startswith(OWN_RESULT):
                depth = name.removeprefix(OWN_RESULT)
                p = p.put(name, Polynomial.atom(ex.Symbol(f"{RESULT}{handed.number}{depth}")))
        moved = sorted(name for name in p.names if name in handed.sizes)
        if any(handed.sizes[name] is None for name in moved):
            return None
        for name in moved:
            p = p.put(name, Polynomial.atom(ex.Symbol(f"{name}\0")))
        for name in moved:
            value = handed.sizes[name]
            assert value is not None
            p = p.put(f"{name}\0", value)
        return self.choices.uncrossed(p, handed.facts)

    def _unknown_call(self, name: str, arguments: Sequence[Value], node: tree.CallOf, state: ValueState) -> Value:
        """A function that nobody can cost: a symbol in the recurrence; it may change what it is handed."""
        for value in (*arguments, *(self.evaluate(x, state) for _, x in node.keywords)):
            if isinstance(value, Held):
                self._may_have_changed(value, state)
        self.line.calls.append(code.Invocation(name, (), node.place, defined=False, reason=self._why_unknown(name)))
        return UNKNOWN

    def _why_unknown(self, name: str) -> str:
        told = self.known.refused.get(name)
        if told is None:
            return self.in_comments(f"what {name}() costs is not known: say it behind the call, as in  # cost: n")
        line = f" (line {told.place.line})" if isinstance(told, RecurError) and told.place is not None else ""
        return f"it calls {name}, of which nothing is told: {getattr(told, 'message', told)}{line}"

    # ---- builtins

    def range_value(self, node: tree.CallOf, state: ValueState) -> Value:
        bounds = self.range_bounds(node, state)
        if bounds is None:
            return ContainerValue("range", None, NumberValue())
        first, last, step, total = bounds
        low, high = (first, last) if step > 0 else (last, first)
        element = NumberValue(
            self.choices.choose(low, high) if self.choices.lowest(low) and self.choices.highest(high) else None
        )
        return ContainerValue("range", total, element)

    def range_bounds(
        self, node: tree.CallOf, state: ValueState
    ) -> tuple[Polynomial, Polynomial, int, Polynomial] | None:
        """First, last, the sign of the step, and how many."""
        given = [self.evaluate(x, state) for x in node.arguments]
        values = [self.as_number(v) for v in given]
        if len(given) > 1 and values[0] is None and data_of(given[:1]):
            self.assumptions["not negative"] = None  # a number of the input that a range begins with
            values[0] = ZERO
        elif len(given) == 3 and values[1] is None and values[2] == -UNIT and data_of(given[1:2]):
            self.assumptions["not negative"] = None  # or that it ends with
            values[1] = -UNIT
        if not values or len(values) > 3 or None in values:
            return None
        ps = [p for p in values if p is not None]
        first, end = (ZERO, ps[0]) if len(ps) == 1 else (ps[0], ps[1])
        step = ps[2] if len(ps) == 3 else UNIT
        first, end = floor_of(first), floor_of(end)
        if step == UNIT:
            return first, end.plus(-1), 1, end - first
        if step.value is not None and step.value:
            if step.value == -1:
                return first, end.plus(1), -1, first - end
            sign = 1 if step.value > 0 else -1
            total = ceiling_of((end - first).times(1 / step.value))
            return first, first + (total.plus(-1)).times(step.value), sign, total
        quotient = [polynomial(ex.divide(p.expression(), step.expression())) for p in (end, first)]
        return first, end.plus(-1), 1, ceiling_of(quotient[0] - quotient[1])

    def _special(self, name: str, arguments: list[Value], node: tree.CallOf, state: ValueState) -> Value | None:
        """Builtins whose result says more than the table: numbers in sizes."""
        if name in ("len", "abs") and len(arguments) == 1:
            own = self.of_object(f"__{name}__", arguments, node, state)
            if own is not None:
                return own
        if name in TAKES_CONTAINERS and name != "len":
            for value in arguments:
                if isinstance(value, UnknownValue) and self.of_object("__iter__", [value], node, state) is not None:
                    raise self.refusal("what __iter__ gives here is not followed", node.place, STATE_COST)
        if name == "len" and len(arguments) == 1:
            if isinstance(arguments[0], NodesValue):
                return NumberValue(arguments[0].count)
            inside = self.as_container(state, arguments[0])
            if self.language == "python" and inside is not None and inside.kind in ONE_SHOT:
                raise self.refusal("an iterator has no length", node.place, "say what it is a list of:  list(…)")
            return NumberValue(None if inside is None else inside.length)
        numbers = [self.as_number(a) if state.contents(a) is None else None for a in arguments]
        data = data_of(arguments)
        if name in ("int", "float") and len(arguments) == 1 and self._is_typed(node.arguments[0]):
            return NumberValue(None, data)  # a number is one step, however long it is
        if name in ("min", "max") and len(arguments) >= 2 and not node.keywords:
            if None in numbers:
                return NumberValue(self._one_sided(name, numbers), data)
            return NumberValue(self._extreme(name, [p for p in numbers if p is not None]), data)
        if (
            name in ("int", "math.floor", "abs", "float", "round")
            and len(arguments) == 1
            and state.contents(arguments[0]) is None
        ):
            p = numbers[0]
            if name == "float":  # where a parameter was no whole number, int() of it is another one
                return NumberValue(None, data)
            return NumberValue(p if p is None or name == "abs" else floor_of(p), data)
        if name in ("str", "format") and len(arguments) == 1 and numbers[0] is not None:
            self._state_number(numbers[0])
        if name in ("math.sqrt", "math.isqrt") and numbers[:1] and numbers[0] is not None:
            root = polynomial(ex.power(numbers[0].expression(), ex.divide(ex.ONE, ex.TWO)))
            return NumberValue(floor_of(root) if name == "math.isqrt" else root)
        if name == "math.log2" and numbers[0] is not None:
            return NumberValue(polynomial(ex.Log(numbers[0].expression(), ex.TWO)))
        if name == "math.ceil" and numbers[0] is not None:
            return NumberValue(ceiling_of(numbers[0]))
        if name == "collections.defaultdict":
            return self.hold(state, ContainerValue("defaultdict", ZERO, self._made_by(node)))
        if name == "isinstance":
            return NumberValue()
        return self._array_made(name, arguments, node, state)

    def _state_number(self, p: Polynomial) -> None:
        """A parameter that nothing but its text tells to be a number."""
        for x in self.function.parameters:
            alone = not x.declared and x.default is None and x.name not in self.known.singles[self.function.key]
            if alone and p == Polynomial.atom(ex.Symbol(x.name)):
                self.assumptions[f"single: {x.name}"] = None

    def _array_made(self, name: str, arguments: list[Value], node: tree.CallOf, state: ValueState) -> Value | None:
        """np.zeros((n, m)), and np.dot(a, b)."""
        if name in PRODUCTS and len(arguments) == 2 and any(self.is_array(v, state) for v in arguments):
            return self.of_arrays("@", arguments[0], arguments[1], node.place, state)
        shape = arguments[0] if name in OF_SHAPES and arguments else None
        lengths = [self.as_number(x) for x in shape.items] if isinstance(shape, TupleValue) else [None]
        known = [p for p in lengths if p is not None]
        if len(known) < len(lengths):
            return None
        self.charge(items_in(known), node.place, "it is filled")
        return self.hold(state, array_of(known))

    def _is_typed(self, node: tree.Expression) -> bool:
        """input(), sys.stdin.readline().strip()"""
        match node:
            case tree.CallOf(function=tree.Member(value=line, name="strip" | "rstrip"), arguments=()):
                return self._is_typed(line)
            case tree.CallOf(function=function):
                return dotted(function, self.known.imports) in ("input", "sys.stdin.readline")
        return False

    def _made_by(self, node: tree.CallOf) -> Value | None:
        """What a dictionary makes where a key is missing."""
        match node.arguments[:1]:
            case (tree.NamedValue(name="list" | "set" | "dict" as kind),):
                return ContainerValue(kind, ZERO)
            case (tree.NamedValue(name="int" | "float"),):
                return NumberValue()
            case (tree.Lambda(body=tree.Literal(value=int())),):
                return NumberValue()
        return None

    def _one_sided(self, name: str, numbers: list[Polynomial | None]) -> Polynomial | None:
        """min(a, something unknown) is not known; but it is no size then."""
        return None

    def _extreme(self, name: str, ps: list[Polynomial]) -> Polynomial:
        best = ps[0]
        for p in ps[1:]:
            if self.choices.at_least(p - best, 0):
                best = p if name == "max" else best
            elif self.choices.at_least(best - p, 0):
                best = best if name == "max" else p
            else:
                best = Polynomial.atom(ex.Apply(name, (best.expression(), p.expression())))
        return best

    # ---- methods

    def _method(self, node: tree.CallOf, function: tree.Member, state: ValueState) -> Value | None:
        """A method of a container; None: no container, perhaps a function of a module."""
        name = dotted(node.function, self.known.imports)
        root = name.split(".")[0]
        if root in self.known.modules | CONTAINERS and root not in state.names:
            return None
        receiver = self.evaluate(function.value, state)
        inside = state.contents(receiver)
        if inside is None and isinstance(receiver, UnknownValue) and receiver.name:
            inside = self._guessed(receiver.name, function.name, node)
        node = self._spread(node, state)
        with self.generators_run(through=function.name in ("join", "extend", "update")):
            arguments = [self.evaluate(x, state) for x in node.arguments]
        if function.name == "format":
            arguments = [self._as_text("format", value, node, state) for value in arguments]
        inside = state.contents(receiver) or inside
        if inside is None and not isinstance(receiver, NumberValue):
            return self._of_an_object(receiver, name or function.name, arguments, node, function.name, state)
        kind = "number" if inside is None else inside.kind or "list"
        if kind == ARRAY and function.name == "dot" and len(arguments) == 1:
            return self.of_arrays("@", receiver, arguments[0], node.place, state)
        entry = self.entry(function.name, kind, arguments, node, state)
        if entry is None:
            return self._unknown_call(f"{kind}.{function.name}", arguments, node, state)
        return self._applied(entry, inside, receiver, arguments, node, state)

    def _of_an_object(
        self, receiver: Value, written: str, arguments: list[Value], node: tree.CallOf, name: str, state: ValueState
    ) -> Value:
        """A method of what is no container: that of its class, or the only one of the file with this name."""
        owner = receiver.owner if isinstance(receiver, UnknownValue) else ""
        own = self._reached(receiver, name) if owner else self._taking(name, node)
        if owner:
            self._one_method(own, name, node.place)
        function = self.known.functions.get(f"{own[0]}.{name}") if len(own) == 1 else None
        if function is None:
            return self._unknown_call(written, arguments, node, state)
        given = [receiver, *arguments] if takes_object(function) else arguments
        return self.raw_call(function, function.key, given, node, state)

    def _taking(self, method: str, node: tree.CallOf) -> tuple[str, ...]:
        """The classes whose method takes what is given here: pop(i) is none of a class whose pop takes nothing."""
        owners = self.known.inheritance.with_method(method)
        functions = {owner: self.known.functions.get(f"{owner}.{method}") for owner in owners}
        return tuple(owner for owner, f in functions.items() if f is None or may_take(f, node))

    def _guessed(self, name: str, method: str, node: tree.CallOf) -> ContainerValue | None:
        own = self.known.kinds.get((self.function.key, name), "")
        if own not in CONTAINERS and self._taking(method, node):
            return None  # it may be an object of the file as well
        for kind in ([own] if own in CONTAINERS else []) + ["list", "str", "dict", "set", "deque"]:
            if (kind, method) in operation_names(self.language):
                return self.input_container(name, kind)
        return None

    # ---- the table

    def entry(
        self, name: str, receiver: str, arguments: list[Value], node: tree.CallOf, state: ValueState
    ) -> OperationCost | None:
        given = [
            self._given(value, x, state) for value, x in zip(arguments, self._written_arguments(node), strict=True)
        ]
        keywords = {k: self._given_as_written(x) for k, x in node.keywords}
        return operation(self.language, name, receiver, given, keywords)

    def _written_arguments(self, node: tree.CallOf) -> list[tree.Expression]:
        return list(node.arguments)

    def _given_as_written(self, x: tree.Expression) -> GivenArgument:
        number = isinstance(x, tree.Literal) and isinstance(x.value, (int, float))
        return GivenArgument("number" if number else kind_made(x, {}))

    def _given(self, value: Value, x: tree.Expression, state: ValueState) -> GivenArgument:
        literal = x.value if isinstance(x, tree.Literal) else None
        if (
            isinstance(x, tree.Operation)
            and x.op == "-"
            and len(x.operands) == 1
            and isinstance(x.operands[0], tree.Literal)
        ):
            number = x.operands[0].value
            literal = -number if isinstance(number, int) else None
        return GivenArgument(self.kind_of(value, state), literal)

    def kind_of(self, value: Value, state: ValueState) -> str:
        match value:
            case NumberValue():
                return "number"
            case TupleValue():
                return "tuple"
            case UnknownValue(name=name) if name:
                return self.known.kinds.get((self.function.key, name), "")
        inside = state.contents(value)
        return inside.kind if inside is not None else ""

    def _applied(
        self,
        entry: OperationCost,
        inside: ContainerValue | None,
        receiver: Value | None,
        arguments: list[Value],
        node: tree.CallOf,
        state: ValueState,
    ) -> Value:
        keywords = [(name, self.evaluate(x, state)) for name, x in node.keywords]
        bound = entry.bound(len(arguments), [name for name, _ in keywords])
        given = list(zip(bound, [*arguments, *(v for _, v in keywords)], strict=True))
        sizes = self._sizes(entry, inside, receiver, given, state)
        if entry.joins and not self._holds_containers(dict(given)[entry.joins], state):
            sizes[f"each {entry.joins}"] = sizes[f"all {entry.joins}"] = None
        self._unpacked_sizes(entry, given, sizes, node, state)
        for name, x in zip(bound, node.arguments, strict=False):
            if (
                isinstance(x, tree.Collection)
                and x.kind == "list"
                and not any(isinstance(y, tree.Unpacked) for y in x.items)
            ):
                sizes[f"all {name}"] = self._held_together(x.items, state)
        if entry.remark == "hashing":
            self.assumptions["hashing"] = None
        alike = self.known.inputs is not None and entry.alike is not None and self._alike([receiver, *arguments], state)
        behind = self._items_behind(entry, sizes)
        cost = behind or self._in_sizes(entry.alike if alike and entry.alike is not None else entry.cost, sizes)
        if cost is None:
            raise self.size_not_known(self._written(node), [receiver, *(value for _, value in given)], node.place)
        remark = (
            "" if cost.value is not None else f"{self._written(node)} takes {entry.cost}".replace("self", "its length")
        )
        least = cost
        if not self.known.freedom:
            least = ZERO if entry.least is None else self._in_sizes(entry.least, sizes) or ZERO
            self.charge(cost - least, node.place, remark, attained=False)
        free = behind is not None or self._any_index(entry, sizes)
        self.charge(least, node.place, remark, free and not self._sorts_again(entry, receiver))
        results = self._called_back(entry, sizes, dict(given), node, state)
        if entry.fills:
            filled = receiver if entry.fills == "self" else dict(given)[entry.fills]
            self._hold_others(filled, state)
            self.write(self.input_of(filled, state), ())
        if entry.after is not None:
            self._changed(
                entry,
                inside,
                receiver,
                dict(given),
                self._grown(entry, sizes, node),
                node,
                state,
            )
        for _, value in given if entry.result != "none" or entry.cost != ex.ONE else ():
            self._taken_from(entry, value, state)
        found = self._resulting(entry, inside, dict(given), sizes, results, node, state)
        return self.one_item(found, node.place) if entry.result == "element" else found

    def _taken_from(self, entry: OperationCost, value: Value, state: ValueState) -> None:
        """An iterator that is handed to an operation: behind it nothing is left, or nobody knows how much."""
        if entry.name == "iter":
            return
        before = self.gone_through(value, state, entry.name not in _MAY_END)
        if before is not None and entry.result == "iterator" and isinstance(value, Held):
            state.cells[value.cell] = replace(before, length=None)  # it is gone through with what is made of it

    def _sorts_again(self, entry: OperationCost, receiver: Value | None) -> bool:
        """xs.sort() in a loop that xs is older than: but for what a round changes, it is sorted already."""
        again = entry.alike is not None and entry.result == "none" and bool(self.cells_before)
        return again and isinstance(receiver, Held) and receiver.cell <= self.cells_before[-1]

    def _items_behind(self, entry: OperationCost, sizes: dict[str, Polynomial | None]) -> Polynomial | None:
        """What stands behind the index is moved, where it is known how much that is: xs.pop(len(xs) - 1)."""
        index, length = sizes.get(entry.behind), sizes["self"] if entry.behind else None
        if index is None or length is None:
            return None
        if index.value is not None and index.value < 0:
            return index.times(-1)
        behind = length - index
        if behind.value is not None:  # a constant, also where the index lies before the first item: it wraps round
            return behind if behind.value > 0 else UNIT
        inside = self.choices.at_least(index, 0) and self.choices.at_least(length - index, 0)
        return behind if inside else None

    def _holds_containers(self, value: Value, state: ValueState) -> bool:
        """Is it known of the items that they are containers, and how long they are?"""
        inside = self.as_container(state, value)
        if inside is None:
            return False
        element = self.element_of(inside)
        return (
            isinstance(element, (ContainerValue, TupleValue))
            or state.contents(element) is not None
            or (isinstance(element, UnknownValue) and element.name in self.deep)
        )

    def _any_index(self, entry: OperationCost, sizes: dict[str, Polynomial | None]) -> bool:
        """Is an index that the caller chooses, a constant, or a fraction of the length? Of others nobody knows."""
        index, length = (sizes.get(entry.behind), sizes["self"]) if entry.behind else (ZERO, ZERO)
        if index is None or index.value is not None:
            return index is not None
        match index.expression():
            case ex.Apply("floor", (inside,)) if length is not None:
                ratio = _proportion(polynomial(inside), length)
                return ratio is not None and 0 <= ratio < 1
        return self.is_parameter(index)

    def _unpacked_sizes(
        self, entry: OperationCost, given: list[tuple[str, Value]], sizes: dict[str, Polynomial | None],
        node: tree.CallOf, state: ValueState,
    ) -> None:  # fmt: skip
        """max(*xs) is max(xs); where as many are taken as are given, *xs gives as many as it holds."""
        rest = {p.name for p in entry.parameters if p.rest}
        for (name, value), x in zip(given, node.arguments, strict=False):
            if not isinstance(x, tree.Unpacked) or (len(node.arguments) == 1 and entry.name in ("max", "min")):
                continue
            inside = self.as_container(state, value)
            if name not in rest or inside is None or sum(own == name for own, _ in given) > 1:
                raise self.refusal("how many arguments * hands on here does not follow", node.place, STATE_COST)
            each = self.size_of_element(inside, state)
            sizes[name], sizes[f"each {name}"] = inside.length, each
            sizes[f"all {name}"] = None if inside.length is None or each is None else inside.length * each

    def _grown(self, entry: OperationCost, sizes: dict[str, Polynomial | None], node: tree.CallOf) -> Polynomial | None:
        """The size afterwards; one that is from above only lies between what it was and that."""
        after = self._in_sizes(entry.after, sizes) if entry.after is not None else None
        before = sizes.get(entry.changes)
        if entry.at_most and after is not None and before is not None and self.choices.at_least(after - before, 0):
            return self.choices.between(before, after, self.are_many(node.arguments[:1]))
        return self._bounded(entry, after, node)

    def are_many(self, keys: Iterable[tree.Expression]) -> bool:
        """May they be as many different ones as one likes?"""
        return not any(takes_few_values(x, self._set_once) for x in keys)

    def _bounded(self, entry: OperationCost, size: Polynomial | None, node: tree.CallOf) -> Polynomial | None:
        """A size that is one from above only is a choice below it."""
        if size is None or not entry.at_most or size == ZERO:
            return size
        hashed = entry.remark == "hashing"
        low = UNIT if hashed and size.value is not None else ZERO
        attained = hashed or entry.result == "number"
        return self.choices.choose(low, size, attained and (not hashed or self.are_many(node.arguments)))

    def _written(self, node: tree.CallOf) -> str:
        match node.function:
            case tree.Member(name=name):
                return f".{name}()"
            case tree.NamedValue(name=name):
                return f"{name}()"
        return "this call"

    def _sizes(
        self,
        entry: OperationCost,
        inside: ContainerValue | None,
        receiver: Value | None,
        given: list[tuple[str, Value]],
        state: ValueState,
    ) -> dict[str, Polynomial | None]:
        sizes: dict[str, Polynomial | None] = {}
        strictly = entry.name in _WRITTEN_OUT
        if inside is not None:
            self._add_size(sizes, "self", inside, state)
        elif receiver is not None:
            self._add_size(sizes, "self", receiver, state)
        for place, (name, value) in enumerate(given):
            if takes_container(entry.name, place) and isinstance(value, UnknownValue) and value.name:
                value = self.as_container(state, value) or value  # what is gone through is no number
            if name in sizes:  # *values
                before, all_before = sizes[name], sizes.pop(f"all {name}")
                self._add_size(sizes, name, value, state, strictly)
                more = sizes[f"all {name}"]
                sizes[f"all {name}"] = None if more is None or all_before is None else more + all_before
                sizes[name] = None if before is None else before.plus(1)
            else:
                self._add_size(sizes, name, value, state, strictly)
                if any(p.rest and p.name == name for p in entry.parameters):
                    sizes[name] = UNIT
        for p in entry.parameters:
            for name in (p.name, f"all {p.name}", f"each {p.name}"):
                sizes.setdefault(name, ZERO if p.rest else UNIT)
        return sizes

    def _add_size(
        self, sizes: dict[str, Polynomial | None], name: str, value: Value, state: ValueState, strictly: bool = False
    ) -> None:
        inside = (
            None
            if isinstance(value, NumberValue)
            else self.as_container(state, value)
            if self._holds_items(value)
            else None
        )
        if inside is None:
            sizes[name] = self.as_number(value)
            sizes[f"each {name}"] = sizes[f"all {name}"] = None if self.may_be_long(value, strictly) else UNIT
            return
        if isinstance(value, UnknownValue) and "[" in value.name and value.name not in self.deep:
            sizes[name] = sizes[f"each {name}"] = sizes[f"all {name}"] = UNIT
            return
        sizes[name] = inside.length
        each = sizes[f"each {name}"] = self.size_of_element(inside, state)
        sizes[f"all {name}"] = None if inside.length is None or each is None else inside.length * each

    def size_not_known(self, written: str, values: Iterable[Value | None], place: Place) -> Undecided:
        untold = [v for v in values if v is not None and self.may_be_long(v, True)]
        if not untold:
            why = "the size of what it works on is not known"
            return self.refusal(f"what {written} costs does not follow: {why}", place, STATE_COST)
        named = next((v.name for v in untold if isinstance(v, UnknownValue) and v.name), "what it works on")
        why = f"nothing tells whether {named} is a number or something long"
        hint = "say it behind the line:  # cost: 1"
        if named in {p.name for p in self.function.parameters}:
            hint = f"say what it is, as in  {named}: int,  or behind the line:  # cost: 1"
        return self.refusal(f"what {written} costs does not follow: {why}", place, hint)

    def may_be_long(self, value: Value, strictly: bool = False) -> bool:
        """Does no line of this function tell whether it is a single thing or something as long as one likes?

        Not `strictly`: what has a name that stands nowhere for a container is taken for single, which is told.
        """
        if not isinstance(value, UnknownValue) or not is_untold(value):
            return False
        kind = self.known.kinds.get((self.function.key, value.name), "")
        singles = self.known.singles[self.function.key]
        # what may be one of several names is single where each of them is
        names = {value.name} if value.name or value.untold else {x for x in value.data if "[" not in x}
        if names <= singles:
            self.assumptions.update((f"single: {name}", None) for name in sorted(names))
            return False
        if not strictly and not kind and value.name and value.name not in self.known.several[self.function.key]:
            self.assumptions[f"taken for single: {value.name}"] = None
            return False
        return kind in ("", *CONTAINERS)

    def _held_together(self, written: Iterable[tree.Expression], state: ValueState) -> Polynomial | None:
        """How much these hold; what a call makes of unknown length is as large as what it is handed, a number 1."""
        total = ZERO
        for x in written:
            size = self._held_by(x, state)
            if size is None:
                return None
            total += size
        return total

    def _held_by(self, x: tree.Expression, state: ValueState) -> Polynomial | None:
        parts: tuple[tree.Expression, ...] = ()
        match x:
            case tree.CallOf(arguments=(inner, *_)) if called_name(x) in ("str", "format"):
                return self._held_by(inner, state)
            case tree.CallOf(function=tree.Member(value=of), arguments=arguments):
                parts = (of, *arguments)
            case tree.CallOf(arguments=arguments):
                parts = arguments
            case tree.Element(container=of):
                parts = (of,)
        with self.nested():  # what it costs has been counted
            value = self.evaluate(x, state.copy())
        inside = self.as_container(state, value) if self._holds_items(value) else None
        if inside is None or inside.length is not None or isinstance(x, tree.NamedValue):
            return UNIT if inside is None else inside.length
        held = self._held_together(parts, state)
        return None if held is None else held.plus(1)

    def _holds_items(self, value: Value) -> bool:
        if isinstance(value, UnknownValue):
            kind = self.known.kinds.get((self.function.key, value.name), "")
            return kind in CONTAINERS or value.name in self.deep
        return not isinstance(value, (FunctionValue, NodesValue, NothingValue))

    def size_of_element(self, inside: ContainerValue, state: ValueState) -> Polynomial | None:
        element = self.element_of(inside)
        own = element if isinstance(element, ContainerValue) else state.contents(element)
        if inside.kind == "str":
            return UNIT
        if inside.kind == ARRAY:
            shape = shape_of_array(inside, self.deep)
            return None if shape is None else items_in(shape[1:])
        if own is not None:
            return own.length
        if isinstance(element, UnknownValue) and element.name and element.name in self.deep:
            return Polynomial.atom(ex.Symbol(f"|{element.name}|"))
        return UNIT

    def _in_sizes(self, x: Expr, sizes: dict[str, Polynomial | None]) -> Polynomial | None:
        names = ex.symbols(x)
        if any(sizes.get(name) is None for name in names):
            return None
        return polynomial(ex.substitute_all(x, {name: (sizes[name] or ZERO).expression() for name in names}))

    def _called_back(
        self,
        entry: OperationCost,
        sizes: dict[str, Polynomial | None],
        given: dict[str, Value],
        node: tree.CallOf,
        state: ValueState,
    ) -> dict[str, Value]:
        """Functions that are called for every item: key=…, map(f, xs); what each gives."""
        results: dict[str, Value] = {}
        for name, times in entry.calls:
            value = given.get(name)
            if value is None or isinstance(value, NothingValue):
                continue
            count = self._in_sizes(times, sizes)
            if count is None:
                raise self.refusal(f"how often {name} is called here is not known", node.place, STATE_COST)
            items = [self.as_container(state, v) for k, v in given.items() if k != name and self._holds_items(v)]
            item = next((self.element_of(x) for x in items if x is not None), UNKNOWN)
            results[name] = self.repeated(value, item, count, node, state)
        return results

    def repeated(self, function: Value, item: Value, count: Polynomial, node: tree.CallOf, state: ValueState) -> Value:
        raise NotImplementedError

    def _changed(
        self,
        entry: OperationCost,
        inside: ContainerValue | None,
        receiver: Value | None,
        given: dict[str, Value],
        after: Polynomial | None,
        node: tree.CallOf,
        state: ValueState,
    ) -> None:
        target = receiver if entry.changes == "self" else given.get(entry.changes)
        contents = inside if entry.changes == "self" else state.contents(target)
        if contents is None:
            if isinstance(target, UnknownValue) and target.name:
                contents = self.input_container(target.name)
            else:
                return
        element = items_of(contents)
        for value in given.values():
            if value is target or called_name(node) in _TAKES_AWAY:
                continue
            name = called_name(node)
            if name in ("extend", "update", "extendleft", "addAll", "putAll"):
                other = self.as_container(state, value)
                added = None if other is None else self.element_of(other)
            else:
                added = state.frozen(value)
            if not (isinstance(added, NumberValue) and name == "insert"):
                element = self.joined_elements(element, added)
        changed = replace(contents, length=after, element=element)
        if target is not None:
            self.put_back(target, changed, state)
        owner = node.function.value if isinstance(node.function, tree.Member) else None
        if isinstance(target, Held) and isinstance(owner, tree.Element):
            self.loosen_items(owner, changed, state)

    def loosen_items(self, part: tree.Element, changed: ContainerValue, state: ValueState) -> None:
        """groups[k].append(x): the elements of groups grow by what nobody counts apart."""
        outer: tree.Expression = part.container
        while isinstance(outer, tree.Element):
            outer = outer.container
        value = state.names.get(outer.name) if isinstance(outer, tree.NamedValue) else None
        if isinstance(value, Held):
            inside = state.cells[value.cell]
            element = inside.element if isinstance(inside.element, ContainerValue) else changed
            self.put_back(value, replace(inside, element=replace(element, length=None)), state)

    def _resulting(
        self,
        entry: OperationCost,
        inside: ContainerValue | None,
        given: dict[str, Value],
        sizes: dict[str, Polynomial | None],
        results: dict[str, Value],
        node: tree.CallOf,
        state: ValueState,
    ) -> Value:
        size = None if entry.size is None else self._bounded(entry, self._in_sizes(entry.size, sizes), node)
        data = data_of([*given.values(), *([inside] if inside is not None else [])])
        match entry.result:
            case "number":
                return NumberValue(size, data)
            case "none":
                return NothingValue()
            case "unknown":
                return UnknownValue(data=data)
        elements = [self._element_named(name, inside, given, results, state) for name in entry.elements]
        if entry.result == "element":
            found = elements[0] if elements else UnknownValue()
            if isinstance(found, NumberValue | UnknownValue) and (
                not elements or inside is None or "dict" in inside.kind
            ):
                # what a table holds under a key is as free as the key
                found = replace(found, data=found.data | data)
            return self.hold(state, found)
        element: Value | None = None
        if entry.each is not None:
            element = ContainerValue("str" if "=str" in entry.elements else "tuple", self._in_sizes(entry.each, sizes))
        elif len(elements) > 1:
            element = TupleValue(tuple(elements))
        elif elements:
            element = elements[0]
        if entry.result == "same":
            if inside is None and size is None:
                return UnknownValue(data=data)
            kind = inside.kind if inside is not None else "list"
            return self.hold(state, ContainerValue(kind, size, element if elements else inside and inside.element,
                                                   inside.name if inside and not elements else ""))  # fmt: skip
        return self.hold(state, ContainerValue(entry.result, size, element))

    def _element_named(
        self,
        name: str,
        inside: ContainerValue | None,
        given: dict[str, Value],
        results: dict[str, Value],
        state: ValueState,
    ) -> Value:
        if name in ("number", "=number"):
            return NumberValue()
        if name.startswith("="):
            return ContainerValue(name[1:], None)
        if name in results:
            return state.frozen(results[name])
        source = inside if name in ("self", "keys") else None
        if source is None and name in given:
            source = self.as_container(state, given[name]) if self._holds_items(given[name]) else None
        if source is None:
            return UNKNOWN
        if name == "keys":
            return source.keys or (
                UnknownValue(f"{source.name}[key]", frozenset((source.name,))) if source.name else UNKNOWN
            )
        return self.element_of(source)


def _grows_fast(x: Expr) -> bool:
    match x:
        case ex.Power(base, exponent):
            return bool(ex.symbols(exponent)) and base != ex.ONE
        case ex.Apply(name="factorial"):
            return True
    return False


def _runs_once(maker: tree.Function) -> bool:
    """Does what the decorator makes run the function once, with steps around it, as one does that takes the time?"""
    given = {p.name for p in maker.parameters}
    inner = [s.function for s in maker.body if isinstance(s, tree.InnerFunction)]
    called = [x.function for f in inner for x in tree.walk(f) if isinstance(x, tree.CallOf)]
    calls = [x for x in called if isinstance(x, tree.NamedValue) and x.name in given]
    branches = (tree.EachLoop, tree.TestLoop, tree.Alternatives, tree.Comprehension, tree.Conditional, tree.Lambda)
    return len(inner) == len(calls) == 1 and not any(isinstance(x, branches) for x in tree.walk(maker))


def takes_object(function: tree.Function) -> bool:
    """Is it a method that is handed the object, or the class, that it is called on?"""
    return bool(function.owner and function.parameters) and "staticmethod" not in function.decorators


def _proportion(p: Polynomial, q: Polynomial) -> Fraction | None:
    """c where p = c·q."""
    if not (p.terms and q.terms):
        return None
    c = p.terms[0][1] / q.terms[0][1]
    return c if p == q.times(c) else None


def may_take(function: tree.Function, node: tree.CallOf) -> bool:
    """Can it be called with these arguments, as their number and their names go?"""
    parameters = function.parameters[1:] if takes_object(function) else function.parameters
    if any(p.unpacked for p in parameters) or any(isinstance(x, tree.Unpacked) for x in node.arguments):
        return True
    named = {name for name, _ in node.keywords}
    left = [p for p in parameters[len(node.arguments) :] if p.name not in named and p.default is None and not p.read]
    return not left and len(node.arguments) <= len(parameters) and named <= {p.name for p in parameters}


def called_name(node: tree.CallOf) -> str:
    match node.function:
        case tree.Member(name=name) | tree.NamedValue(name=name):
            return name
    return ""


class RawSizes:
    """What a call hands on, by the raw sizes of the parameters: n, |xs|, |xs[]| …"""

    def __init__(self, reader: Calling, state: ValueState, key: str) -> None:
        self.reader, self.state, self.key = reader, state, key
        self.sizes: dict[str, Polynomial | None] = {}

    def add(self, name: str, value: Value) -> None:
        match value:
            case NumberValue(value=p):
                self.sizes[name] = p
            case NodesValue(count=count):
                self.sizes[f"|{name}|"] = count
            case UnknownValue(name=own) if own:
                self.sizes[name] = Polynomial.atom(ex.Symbol(own)) if "[" not in own else None
                for depth in ("", "[]", "[][]"):
                    self.sizes[f"|{name}{depth}|"] = Polynomial.atom(ex.Symbol(f"|{own}{depth}|"))
                self.sizes[f"Σ|{name}|"] = Polynomial.atom(ex.Symbol(f"Σ|{own}|"))
            case Held() | ContainerValue():
                inside = self.state.contents(value)
                assert inside is not None
                self._container(name, inside)
            case TupleValue(items):
                self.sizes[f"|{name}|"] = Polynomial.constant(len(items))
                self._inner(f"{name}[]", items[0] if items else None)

    def add_fields(self) -> None:
        """The fields of the object as they are here, of which a method of it is told by none of its parameters."""
        for name, value in self.state.names.items():
            if name.startswith(("self.", "this.")):
                for part in (name, f"|{name}|", f"|{name}[]|", f"Σ|{name}|"):
                    self.sizes[part] = None
                self.add(name, value)

    def _container(self, name: str, inside: ContainerValue) -> None:
        self.sizes[f"|{name}|"] = inside.length
        whole = Polynomial.atom(ex.Symbol(f"Σ|{inside.name}|")) if inside.name else None
        self.sizes[f"Σ|{name}|"] = inside.total if inside.total is not None else whole
        element = inside.element
        if element is None and inside.name:
            for depth in ("[]", "[][]"):
                self.sizes[f"|{name}{depth}|"] = Polynomial.atom(ex.Symbol(f"|{inside.name}{depth}|"))
            return
        self._inner(f"{name}[]", element)

    def _inner(self, name: str, element: Value | None) -> None:
        if isinstance(element, ContainerValue):
            self._container(name, element)
        elif isinstance(element, UnknownValue) and element.name:
            self.add(name, element)
