"""Expressions evaluated over sizes: what each is, what it costs, and which functions of the file it calls."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from recur.forkjoin.costs.normal_forms import ceiling_of, floor_of, polynomial
from recur.forkjoin.costs.polynomials import Polynomial
from recur.model import (
    LimitExceeded,
    Place,
    Undecided,
    expressions as ex,
    program as code,
    source_tree as tree,
)
from recur.model.inheritance import Inheritance
from recur.model.records import field, frozen, mutable, replace
from recur.source_costs.arrays import ARRAY, Shape, array_of, items_in, product_of_shapes, shape_of_array, stretched
from recur.source_costs.choices import Choices
from recur.source_costs.either_way import go_together, goes_either_way, settled
from recur.source_costs.input_families import InputFamily
from recur.source_costs.kinds import CONTAINERS, LINKS, dotted
from recur.source_costs.operations import text_constants
from recur.source_costs.relinking import is_made
from recur.source_costs.single_things import several_in, singles_in
from recur.source_costs.values import (
    FIXED,
    ONE_SHOT,
    OPEN,
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
    lengths_in,
    number_value,
    of_unknown_length,
    where_shared,
    without_numbers,
)
from recur.source_costs.visiting import RecursiveVisit, set_once

if TYPE_CHECKING:
    from recur.source_costs.sizing import ChosenSizes
    from recur.source_costs.trials.witnesses import TrialsOfLoops

ZERO, UNIT = Polynomial(), Polynomial.constant(1)
#: what an index outside of is an error
SEQUENCES = frozenset(("list", "str", "bytes", "tuple", "array"))
#: statements and expressions evaluated for one function; loops are looked at twice on every level
MOST_STEPS = 120_000


@mutable
class RawCall:
    """A call of a function of the file: what it hands on as the raw sizes of its parameters; None: not known."""

    function: str
    sizes: dict[str, Polynomial | None]
    place: Place
    #: is it only sometimes as large: a choice that the data need not make
    bounded: bool = False


@mutable
class LineCharge:
    """What one line costs so far."""

    attained: Polynomial = ZERO
    above: Polynomial = ZERO
    calls: list[code.Invocation] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@frozen
class Test:
    """A test as a disjunction of conjunctions of comparisons of sizes; `free`: the data decide it as they like.

    `facts` hold where it is true, `denied` where it is false.
    """

    groups: tuple[tuple[code.RelationTest, ...], ...] = ()
    free: bool = False
    facts: tuple[tuple[str, Polynomial], ...] = ()
    denied: tuple[tuple[str, Polynomial], ...] = ()
    #: True or False where every size decides it the same way
    known: bool | None = None
    #: it asks what earlier rounds have set, as a flag: it may end a loop, and cannot hold in every round
    stateful: bool = False


@mutable(slots=False)
class Knowledge:
    """What is known of the file: its functions, what their parameters hold, what they return."""

    source: tree.SourceFile
    functions: dict[str, tree.Function]
    kinds: dict[tuple[str, str], str]
    imports: Mapping[str, str]
    captured: dict[str, tuple[str, ...]] = field(default_factory=dict)
    results: dict[str, Value] = field(default_factory=dict)
    #: what a returned value is written in: the choices of the function that returns it
    result_choices: dict[str, Choices] = field(default_factory=dict)
    constants: dict[str, Value] = field(default_factory=dict)
    #: functions that were refused: what calls them stands on something unknown
    refused: dict[str, Exception] = field(default_factory=dict)
    #: parameters whose length a function changes
    mutated: dict[str, frozenset[str]] = field(default_factory=dict)
    #: by how many items a function makes them longer, at least and at most
    lengthened: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    #: what more nodes may hang on behind a function: its parameters, and fields
    relinked: dict[str, frozenset[str]] = field(default_factory=dict)
    #: names outside of a function, and fields, that it sets
    set_outside: dict[str, frozenset[str]] = field(default_factory=dict)
    #: functions that give back a table that holds nothing above its index
    falling: set[str] = field(default_factory=set)
    #: parameters, and items of them, that a function may return
    handed_back: dict[str, frozenset[str]] = field(default_factory=dict)
    #: elements of inputs that are containers, by function
    deep: dict[str, frozenset[str]] = field(default_factory=dict)
    #: inputs whose elements a function writes
    changed: dict[str, set[str]] = field(default_factory=dict)
    modules: frozenset[str] = frozenset()
    #: the classes of the file
    inheritance: Inheritance = field(default_factory=lambda: Inheritance((), ()))
    #: (function, input) whose items are written over by what does not come from there, with the inputs it comes from
    overwritten: dict[tuple[str, str], set[frozenset[str]]] = field(default_factory=dict)
    #: by function, as it was looked at, the loops that some input goes through to the end
    trials: dict[str, tuple[tree.Function, TrialsOfLoops]] = field(default_factory=dict)
    #: functions of which no input has been found that costs as much as all that the data may choose, put together
    denied: frozenset[str] = frozenset()
    #: functions that enter every vertex of a graph at most once
    visits: dict[str, RecursiveVisit] = field(default_factory=dict)
    #: may the data choose what is dearest? Not where what is counted is to be taken by every input
    freedom: bool = True
    #: what the data of the inputs are, where one kind of input is looked at alone
    inputs: InputFamily | None = None
    #: are two parts of one whole to be equally large, where the data choose?
    even: bool = False
    #: which sizes functions are measured by, by function, where that is known before
    sizes: Mapping[str, ChosenSizes] = field(default_factory=dict)

    @cached_property
    def members_set(self) -> frozenset[str]:
        """What a line of Python sets as a member of something: obj.f = g."""
        if self.source.language != "python":
            return frozenset()
        nodes = (node for part in (*self.source.functions, *self.source.statements) for node in tree.walk(part))
        targets = (x for node in nodes if isinstance(node, tree.Assigned) for x in node.targets)
        return frozenset(x.name for x in targets if isinstance(x, tree.Member))

    @cached_property
    def names_set(self) -> frozenset[str]:
        """What a line of Python outside of all functions sets: fib = memoize(fib)."""
        if self.source.language != "python":
            return frozenset()
        targets = (x for s in self.source.statements if isinstance(s, tree.Assigned) for x in s.targets)
        return frozenset(x.name for x in targets if isinstance(x, tree.NamedValue))

    @cached_property
    def singles(self) -> Mapping[str, frozenset[str]]:
        """By function, the names and fields that hold single things; what one method tells of a field all know."""
        own = {key: singles_in(f, self.kinds) for key, f in self.functions.items()}
        fields: dict[str, set[str]] = {}
        for key, f in self.functions.items():
            fields.setdefault(f.owner, set()).update(name for name in own[key] if f.owner and "." in name)
        told = ((key, f, frozenset(fields[f.owner])) for key, f in self.functions.items())
        return {key: singles_in(f, self.kinds, names) if names else own[key] for key, f, names in told}

    @cached_property
    def several(self) -> Mapping[str, frozenset[str]]:
        """By function, the names that stand where containers do, and the fields of which any method tells that."""
        own = {key: several_in(f, self.kinds) for key, f in self.functions.items()}
        fields = frozenset(name for names in own.values() for name in names if "." in name)
        return {key: names | fields for key, names in own.items()}

    @cached_property
    def makers(self) -> frozenset[str]:
        """The names of the functions that make objects."""
        classes = self.inheritance.bases.keys()
        return frozenset(f.name for f in self.functions.values() if any(is_made(x, classes) for x in tree.walk(f)))

    def constructors(self, name: str) -> tuple[str, ...]:
        """What makes an object of a class of Python: its own constructor, or that of a class above."""
        made = (f"{owner}.{method}" for method in _MAKES for owner in self.inheritance.nearest(name, method))
        return tuple(made) if name in self.inheritance.bases else ()


#: Source: Python language reference, 3.3.1; library reference, dataclasses
_MAKES = ("__new__", "__init__", "__post_init__")
DATA_TEST = code.RelationTest("=", ex.Symbol("$data"), ex.ZERO)
_NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}
#: Source: Python language reference, 3.3.8, emulating numeric types
_OF_OBJECTS = {
    "+": ("add", "radd"), "-": ("sub", "rsub"), "*": ("mul", "rmul"), "/": ("truediv", "rtruediv"),
    "//": ("floordiv",), "%": ("mod",), "**": ("pow",), "@": ("matmul",), "&": ("and",), "|": ("or",), "^": ("xor",),
    "==": ("eq",), "!=": ("ne", "eq"), "<": ("lt", "gt"), ">": ("gt", "lt"), "<=": ("le", "ge"), ">=": ("ge", "le"),
    "in": ("contains",), "not in": ("contains",), "-.": ("neg",), "~.": ("invert",),
}  # fmt: skip
_COMPARISONS = {"<": "<", "<=": "<=", "==": "=", "!=": "!=", ">": ">", ">=": ">=", "is": "=", "is not": "!="}


class Evaluating:
    """One function of a file; statements are emitted into `block`."""

    def __init__(self, known: Knowledge, function: tree.Function) -> None:
        self.known = known
        self.function = function
        self.language = known.source.language
        self.choices = Choices(free=self.free_data)
        self.block: list[code.Statement] = []
        self.line = LineCharge()
        self.raw_calls: list[RawCall] = []
        self.cells = 0
        self.steps = 0
        self.dry = 0
        self.lines = known.source.text.split("\n")
        self.indices: set[str] = set()
        self.assumptions: dict[str, None] = {}
        self.depth = 0
        #: how many cells there were when each loop around was come to
        self.cells_before: list[int] = []
        #: costs that are not known are passed over: only what is returned is asked for
        self.lenient = False

    @property
    def free_data(self) -> bool:
        """May the data choose what is dearest at every test? Not where no input has been found that costs so much."""
        return self.known.freedom and self.function.key not in self.known.denied

    # ---- problems and places

    def refusal(self, message: str, place: Place, hint: str | None = None) -> Undecided:
        said = self.in_comments(hint) if hint is not None else None
        return Undecided(self.in_comments(message), text=self.known.source.text, place=place, hint=said)

    def in_comments(self, text: str) -> str:
        """# cost: n as the language writes a comment."""
        return text if self.language == "python" else re.sub(r"# (?=(?:cost|runs|size):)", "// ", text)

    def step(self) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise LimitExceeded(f"{self.function.name} is nested too deeply to be costed")

    def source(self, place: Place, remark: str = "") -> code.SourceLine:
        text = self.lines[place.line - 1] if 0 < place.line <= len(self.lines) else ""
        indent = len(text) - len(text.lstrip())
        return code.SourceLine(place, text.strip(), "", indent, remark)

    # ---- what a line costs

    def charge(self, p: Polynomial | None, place: Place, remark: str = "", attained: bool = True) -> None:
        if p is None:
            if self.lenient:
                return
            raise self.refusal("what this costs does not follow", place, "say it behind the line:  # cost: n")
        if p.value is not None:
            return
        chosen = self.choices.chosen_in(p)
        if chosen:
            highest = self.choices.highest(p)
            if highest is None:
                raise self.refusal("what this costs does not follow", place, "say it behind the line:  # cost: n")
            attained = attained and self.attained(p)
            p = highest
        if attained:
            self.line.attained = self.line.attained + p
        else:
            self.line.above = self.line.above + p
        if remark and remark not in self.line.remarks:
            self.line.remarks.append(remark)

    def attained(self, p: Polynomial) -> bool:
        """Can the data make the choices in p what makes it largest?"""
        return all(
            self.choices.ranges[name].attained
            and self.attained(self.choices.ranges[name].high)
            and self.attained(self.choices.ranges[name].low)
            for name in self.choices.chosen_in(p)
        )

    def flush(self, place: Place, always: bool = True) -> None:
        """The line becomes a statement, or two: what is attained, and what is an upper bound only."""
        line, self.line = self.line, LineCharge()
        if not (always or line.calls or line.attained.terms or line.above.terms):
            return
        source = self.source(place, ", ".join(line.remarks))
        cost = None
        if line.attained.terms:
            cost = code.StatedCost("Θ", line.attained.plus(1).expression())
        if line.above.terms and not line.attained.terms and not line.calls:
            self.block.append(code.PlainStatement(source, code.StatedCost("O", line.above.plus(1).expression())))
            return
        self.block.append(code.PlainStatement(source, cost, tuple(line.calls)))
        if line.above.terms:
            self.block.append(code.PlainStatement(source, code.StatedCost("O", line.above.expression())))

    @contextmanager
    def nested(self) -> Iterator[list[code.Statement]]:
        """A block of its own; what the line has cost so far stays with the line outside."""
        outer, line = self.block, self.line
        self.block, self.line = [], LineCharge()
        try:
            yield self.block
        finally:
            self.block, self.line = outer, line

    def number_of(self, call: RawCall) -> int:
        """The number of the call; the same one for the same call at the same place."""
        for number in range(len(self.raw_calls) - 1, max(-1, len(self.raw_calls) - 200), -1):
            if self.raw_calls[number] == call:
                return number
        self.raw_calls.append(call)
        return len(self.raw_calls) - 1

    # ---- cells

    def hold(self, state: ValueState, value: Value) -> Value:
        """The value in a cell of its own, where it is a container."""
        if not isinstance(value, ContainerValue):
            return value
        self.cells += 1
        state.cells[self.cells] = self._told_apart(value)
        return Held(self.cells)

    def _told_apart(self, value: ContainerValue) -> ContainerValue:
        """The container with items that can be told to be shared: a name may hold one of them later."""
        element = value.element
        if not isinstance(element, ContainerValue) or element.kind in FIXED:
            return value
        if not element.shared:
            self.cells += 1
            element = replace(element, shared=frozenset((self.cells,)))
        return replace(value, element=self._told_apart(element))

    def put_back(self, held: Value, changed: ContainerValue, state: ValueState) -> None:
        """A container after a change in its place: whatever shares it is as long as it, and nobody counts how long."""
        if isinstance(held, Held):
            before = state.cells[held.cell]
            state.cells[held.cell] = changed = self._told_apart(changed)
            longer = lengths_in(changed) != lengths_in(before)
            if changed.shared and (longer or changed.element != before.element):
                self._changed_too(changed, longer, held.cell, state)
        elif isinstance(held, UnknownValue) and held.name in state.names:
            state.names[held.name] = self.hold(state, changed)
        elif isinstance(held, UnknownValue) and held.name.endswith("[]"):
            self._resized_item(held.name, changed.kind, state)

    def _changed_too(self, changed: ContainerValue, longer: bool, own: int, state: ValueState) -> None:
        """What shares a container that was changed holds what that holds now."""

        def change(inside: ContainerValue) -> ContainerValue:
            element = inside.element
            if element != changed.element and (element is not None or not inside.name):
                element = without_numbers(self.joined_elements(element, changed.element))
            if longer:
                return replace(inside, length=None, element=of_unknown_length(element))
            return replace(inside, element=element)

        for cell, inside in list(state.cells.items()):
            if cell != own:
                loosened = where_shared(inside, changed.shared, change)
                assert isinstance(loosened, ContainerValue)
                state.cells[cell] = loosened
        for name, value in state.names.items():
            if isinstance(value, TupleValue | ContainerValue):
                state.names[name] = where_shared(value, changed.shared, change)

    def _resized_item(self, item: str, kind: str, state: ValueState) -> None:
        """An item of an input: all of the items are of unknown length from here on, and what holds one of them."""
        outer = item.removesuffix("[]")
        unknown = ContainerValue(kind, None)
        for name, value in list(state.names.items()):
            if isinstance(value, UnknownValue) and value.name == item:
                state.names[name] = self.hold(state, unknown)
        for cell, inside in list(state.cells.items()):
            if inside.name == outer and inside.element is None:
                state.cells[cell] = replace(inside, element=unknown)
            elif inside.name == item:
                state.cells[cell] = replace(inside, length=None, name="")
        holder = state.names.get(outer)
        if isinstance(holder, UnknownValue) and holder.name == outer:
            state.names[outer] = self.hold(state, replace(self.input_container(outer), element=unknown))

    def gone_through(self, value: Value, state: ValueState, to_the_end: bool) -> ContainerValue | None:
        """What was left of an iterator that is gone through here; of that as much is left as a search leaves."""
        inside = state.contents(value)
        if self.language != "python" or not isinstance(value, Held) or inside is None or inside.kind not in ONE_SHOT:
            return None
        high = None if inside.length is None else self.choices.highest(inside.length)
        left = ZERO if to_the_end else None if high is None else self.choices.choose(ZERO, high)
        state.cells[value.cell] = replace(inside, length=left)
        return inside

    def as_container(self, state: ValueState, value: Value) -> ContainerValue | None:
        """What is known of the container; an input that nothing was said of is one from here on."""
        inside = state.contents(value)
        if inside is not None:
            return inside
        if isinstance(value, (UnknownValue, NumberValue)) and isinstance(value, UnknownValue) and value.name:
            return self.input_container(value.name)
        return self._listed(value.items) if isinstance(value, TupleValue) else None

    def _listed(self, items: tuple[Value, ...]) -> ContainerValue:
        element: Value | None = None
        for item in items:
            element = self.joined_elements(element, item)
        return ContainerValue("tuple", Polynomial.constant(len(items)), element)

    def input_container(self, name: str, kind: str = "list") -> ContainerValue:
        own = self.known.kinds.get((self.function.key, name), "")
        if own in CONTAINERS:
            kind = own
        return ContainerValue(kind, Polynomial.atom(ex.Symbol(f"|{name}|")), self._items_of_family(name), name)

    def _items_of_family(self, name: str) -> Value | None:
        """What the items of an input are, where one kind of inputs is looked at and they are no containers."""
        own = self.function.key
        if self.known.inputs is None or f"{name}[]" in self.deep or self._measures(own, f"{name}["):
            return None
        if self.known.kinds.get((self.function.key, name)) in ("set", "frozenset"):
            return None  # no two of them are equal
        family = self.known.inputs
        one = family.first is None and not self.is_written_over(name)
        value = Polynomial.constant(family.of(self._position(name))) if one else None
        return NumberValue(value, frozenset((f"{name}[]",)))

    def _position(self, name: str) -> int:
        """Which one of the parameters it is."""
        listed = [p.name for p in self.function.parameters]
        return listed.index(name) if name in listed else 0

    def _measures(self, key: str, part: str) -> bool:
        """Is the function measured by a size of this part, as far as one knows?"""
        sizes = self.known.sizes.get(key)
        return sizes is None or any(name.strip("|Σ").startswith(part) for name in sizes.values)

    def is_datum(self, key: str, name: str) -> bool:
        """Is it only compared, and the function not measured by it?"""
        kind = self.known.kinds.get((key, name), "")
        return kind in ("", "number") and not self._measures(key, name) and name not in counting_names(key, self.known)

    def as_number(self, value: Value) -> Polynomial | None:
        match value:
            case NumberValue(value=p):
                return p
            case UnknownValue(name=name) if name and "[" not in name:
                return Polynomial.atom(ex.Symbol(name))
        return None

    def element_of(self, inside: ContainerValue) -> Value:
        """One of the items."""
        if self.known.inputs is not None and isinstance(inside.element, NumberValue):
            return inside.element
        if inside.kind in ("str", "bytes") and self.language != "python":  # a char is a number
            return NumberValue(None, frozenset((f"{inside.name}[]",)) if inside.name else frozenset())
        if inside.kind in ("str", "bytes"):
            return ContainerValue("str", UNIT, None, f"{inside.name}[]" if inside.name else "")
        if inside.element is not None:
            return inside.element
        if inside.name:
            return UnknownValue(f"{inside.name}[]", frozenset((f"{inside.name}[]",)))
        return UNKNOWN

    # ---- expressions

    def evaluate(self, node: tree.Expression | None, state: ValueState) -> Value:
        self.step()
        match node:
            case None:
                return NothingValue()
            case tree.Literal(value=value):
                return self._literal(value)
            case tree.NamedValue(name=name):
                return self.named(name, state)
            case tree.Operation():
                return self._operation(node, state)
            case tree.Conditional():
                return self.conditional(node, state)
            case tree.Element():
                return self.item_read(node, state)
            case tree.Slice():
                return self._slice(node, state)
            case tree.Member():
                return self.member(node, state)
            case tree.CallOf():
                return self.call(node, state)
            case tree.Collection():
                return self._collection(node, state)
            case tree.Comprehension():
                return self.comprehension(node, state)
            case tree.Lambda():
                return FunctionValue(node)
            case tree.Unpacked(value=value):
                return self.evaluate(value, state)
            case tree.Unreadable():
                raise self.refusal(f"{node.why or 'this cannot be read'}", node.place)
            case tree.NamedExpression(target=target, value=value):
                found = self.evaluate(value, state)
                self.assign(target, found, state)
                return found

    def may_be_long(self, value: Value, strictly: bool = False) -> bool:
        raise NotImplementedError

    def size_not_known(self, written: str, values: Iterable[Value | None], place: Place) -> Undecided:
        raise NotImplementedError

    def conditional(self, node: tree.Conditional, state: ValueState) -> Value:
        raise NotImplementedError

    def comprehension(self, node: tree.Comprehension, state: ValueState) -> Value:
        raise NotImplementedError

    def call(self, node: tree.CallOf, state: ValueState) -> Value:
        raise NotImplementedError

    def returned_at_once(self, node: tree.CallOf, state: ValueState) -> tree.Expression | None:
        raise NotImplementedError

    def assign(self, target: tree.Expression, value: Value, state: ValueState) -> None:
        raise NotImplementedError

    def guarded(self, node: tree.Expression, free: bool, state: ValueState) -> Value:
        raise NotImplementedError

    def _literal(self, value: object) -> Value:
        if isinstance(value, bool):
            return number_value(int(value))
        if isinstance(value, int):
            return NumberValue(Polynomial.constant(value)) if abs(value) < 2**63 else NumberValue()
        if isinstance(value, float):
            return (
                NumberValue(Polynomial.constant(Fraction(value).limit_denominator(10**6)))
                if abs(value) < 1e15
                else NumberValue()
            )
        if isinstance(value, str):
            return ContainerValue("str", Polynomial.constant(len(value)))
        return NothingValue()

    def named(self, name: str, state: ValueState) -> Value:
        if name in state.names:
            return state.names[name]
        if name in self.known.constants:
            return self.hold(state, self.known.constants[name])
        if name in self.known.functions:
            return FunctionValue(self.known.functions[name])
        return self._library_text(self.known.imports.get(name, "")) or UNKNOWN

    def _library_text(self, name: str) -> Value | None:
        length = text_constants(self.language).get(name)
        return None if length is None else ContainerValue("str", Polynomial.constant(length))

    def member(self, node: tree.Member, state: ValueState) -> Value:
        value = self._library_text(dotted(node, self.known.imports))
        if value is not None:
            return value
        value = self.evaluate(node.value, state)
        if isinstance(value, NodesValue):
            return self.linked(value, node.name)
        inside = state.contents(value)
        if inside is not None and inside.kind == ARRAY and node.name in ("shape", "T"):
            return self._part_of_array(inside, node.name, state)
        field = isinstance(value, UnknownValue) and value.owner and self.language == "python"
        if (
            node.name in ("length", "size")
            and not field
            and (inside is not None or (isinstance(value, UnknownValue) and value.name))
        ):
            found = self.as_container(state, value)
            return NumberValue(found.length if found is not None else None)
        key = self.field_name(node, state)
        if key and key in state.names:
            return state.names[key]
        computed = self.computed_field(node, value, state)
        if computed is not None:
            return computed
        if isinstance(value, UnknownValue) and value.name:
            name = f"{value.name}.{node.name}"
            if self.known.kinds.get((self.function.key, name)) == "nodes":
                return NodesValue(Polynomial.atom(ex.Symbol(f"|{name}|")), name)
            if self.known.kinds.get((self.function.key, dotted(node.value, {}))) == "nodes" and node.name not in LINKS:
                return UnknownValue("", frozenset((f"{name}[]",)))  # what a node carries
            return UnknownValue(name, value.data | {name})
        return UNKNOWN

    def _part_of_array(self, inside: ContainerValue, part: str, state: ValueState) -> Value:
        """Its shape, as the lengths of its axes, or what it is with the axes in the opposite order."""
        shape = shape_of_array(inside, self.deep)
        if part == "T":
            return UNKNOWN if shape is None else self.hold(state, array_of(shape[::-1]))
        if shape is not None:
            return TupleValue(tuple(map(NumberValue, shape)))
        return UnknownValue(f"{inside.name}.shape") if inside.name else UNKNOWN

    def computed_field(self, node: tree.Member, value: Value, state: ValueState) -> Value | None:
        raise NotImplementedError

    def field_name(self, node: tree.Member, state: ValueState) -> str:
        """The name under which the field of an object is kept: "self.items"."""
        match node.value:
            case tree.NamedValue(name=name):
                return f"{name}.{node.name}"
            case tree.Member():
                inner = self.field_name(node.value, state)
                return f"{inner}.{node.name}" if inner else ""
        return ""

    def linked(self, value: NodesValue, part: str) -> Value:
        raise NotImplementedError

    def item_read(self, node: tree.Element, state: ValueState) -> Value:
        container = self.evaluate(node.container, state)
        index = self.evaluate(node.index, state)
        if isinstance(container, TupleValue):
            number = self.as_number(index)
            at = None if number is None else number.value
            if at is not None and at.denominator == 1 and -len(container.items) <= at < len(container.items):
                return container.items[int(at)]
            return UNKNOWN
        axis = self._axis(container, index)
        if axis is not None:
            return axis
        own = self.of_object("__getitem__", [container, index], node, state)
        if own is not None:
            return own
        inside = self.as_container(state, container)
        if inside is None:
            return UnknownValue(data=data_of((container, index)))
        if inside.kind == "dict" and isinstance(state.contents(index), ContainerValue):
            self.hashed(state.contents(index), node.place)
        if inside.kind == "sorted_dict":
            self.searched(inside, node.place)
        if self.dry and inside.kind in SEQUENCES:
            state.reads += tuple(f for f in self.facts_of_read(inside, index) if f not in state.reads)
        found = self._item_at(node.container, index, inside) or self.element_of(inside)
        if inside.kind == "deque":
            return self.one_item(found, node.place)
        return self.hold(state, self.one_item(found, node.place))

    def one_item(self, value: Value, place: Place) -> Value:
        """The item that is read here: one that is read in another place may be another one."""
        reading = f"{place.line}:{place.column}"
        match value:
            case NumberValue(value=p) if p is not None:
                return replace(value, value=self.choices.read_apart(p, reading, self.indices_around()))
            case ContainerValue(length=p) if p is not None:
                return replace(value, length=self.choices.read_apart(p, reading, self.indices_around()))
            case TupleValue(items):
                return TupleValue(tuple(self.one_item(item, place) for item in items))
        return value

    def _axis(self, shape: Value, index: Value) -> Value | None:
        """a.shape[0] of an array that is handed in: its length, that of a row."""
        at = self.as_number(index)
        if not (isinstance(shape, UnknownValue) and shape.name.endswith(".shape")) or at is None or at.value is None:
            return None
        array = shape.name.removesuffix(".shape")
        known = at.value in (0, 1) and self.known.kinds.get((self.function.key, array)) == ARRAY
        return NumberValue(Polynomial.atom(ex.Symbol(f"|{array}{'[]' * int(at.value)}|"))) if known else None

    def facts_of_read(self, inside: ContainerValue, index: Value) -> Iterator[tuple[str, Polynomial]]:
        """The index lies inside; one below 0 counts from the end in Python."""
        p = self.as_number(index)
        if inside.length is not None and p is not None and inside.kind in SEQUENCES:
            yield "<", p - inside.length
            yield (">=", p + inside.length if self.language == "python" else p)

    def indices_around(self) -> frozenset[str]:
        raise NotImplementedError

    def _item_at(self, container: tree.Expression, index: Value, inside: ContainerValue) -> Value | None:
        """The item at the index, where the first one of these inputs is another number than the rest."""
        family = self.known.inputs
        if family is None or family.first is None or not isinstance(container, tree.NamedValue):
            return None
        at = self.as_number(index)
        if container.name not in self.only_read or at is None or not isinstance(inside.element, NumberValue):
            return None
        if at.value is not None and at.value < 0 and inside.length is not None:
            at = inside.length + at
        if at == ZERO:
            return replace(inside.element, value=Polynomial.constant(family.first))
        return replace(inside.element, value=Polynomial.constant(family.items)) if self.positive(at) else None

    def positive(self, p: Polynomial) -> bool:
        """Is it 1 or more, where every size is 2 or more?"""
        if self.choices.chosen_in(p) or any("@" in n for n in p.names):
            return False
        for name in sorted(n for n in p.names if n not in self.choices.ranges):
            p = p.put(name, Polynomial.atom(ex.Symbol(name)).plus(2))
        return self.choices.at_least(p, 1)

    @cached_property
    def only_read(self) -> frozenset[str]:
        """The parameters whose items are looked at one by one, and that stand nowhere else but in len()."""
        names = {p.name for p in self.function.parameters}
        times: dict[str, int] = {}
        for node in tree.walk(self.function):
            match node:
                case tree.NamedValue(name=name):
                    times[name] = times.get(name, 0) + 1
                case tree.CallOf(function=tree.NamedValue(name="len"), arguments=(tree.NamedValue(name=name),)):
                    times[name] = times.get(name, 0) - 1
                case tree.Operation(operands=operands):
                    for x in operands:
                        if isinstance(x, tree.Element) and isinstance(x.container, tree.NamedValue):
                            times[x.container.name] = times.get(x.container.name, 0) - 1
        return frozenset(name for name in names if not times.get(name))

    def searched(self, inside: ContainerValue, place: Place) -> None:
        """A key of a search tree is looked for from its root."""
        if inside.length is None:
            raise self.refusal("how much is in this map does not follow", place, "say  // cost: log n  behind the line")
        most = Polynomial.atom(ex.Log(inside.length.plus(1).expression(), ex.TWO))
        self.charge(most, place, "a search tree", self.known.freedom)

    def hashed(self, key: ContainerValue | None, place: Place) -> None:
        """A text or a tuple as a key is read through."""
        if key is not None and key.length is not None and key.length.value is None:
            self.charge(key.length, place, "the key is read")

    def _slice(self, node: tree.Slice, state: ValueState) -> Value:
        container = self.evaluate(node.container, state)
        inside = self.as_container(state, container)
        low = None if node.low is None else self.as_number(self.evaluate(node.low, state))
        high = None if node.high is None else self.as_number(self.evaluate(node.high, state))
        step = None if node.step is None else self.as_number(self.evaluate(node.step, state))
        if node.view:
            return self.hold(state, self._view(inside, node, low, high))
        if inside is None:
            raise self.refusal("the length of what is sliced is not known", node.place, "say it:  # cost: n")
        exact = self.language == "c++"
        length = (
            self._view(inside, node, low, high).length
            if exact
            else self._slice_length(inside.length, node, low, high, step)
        )
        self.charge_copy(length, node.place, "slices copy")
        kind = inside.kind if inside.kind != "range" else "list"
        return self.hold(state, replace(inside, length=length, kind=kind, shared=frozenset()))

    def _view(
        self, inside: ContainerValue | None, node: tree.Slice, low: Polynomial | None, high: Polynomial | None
    ) -> ContainerValue:
        """A range of an array: both of its ends lie inside, as C and C++ demand."""
        known = inside if inside is not None else ContainerValue("list", None)
        start = ZERO if node.low is None else low
        end = known.length if node.high is None else high
        return replace(known, length=None if start is None or end is None else end - start)

    def charge_most(self, most: Polynomial | None, place: Place, remark: str) -> None:
        """What it costs at most: a search may find at once, and a comparison end with the first two items."""
        if most is None and not self.lenient:
            raise self.refusal("the length of what is searched here is not known", place, "say it:  # cost: n")
        self.charge(most, place, remark, self.known.freedom)

    def charge_copy(self, length: Polynomial | None, place: Place, remark: str) -> None:
        if length is None and not self.lenient:
            raise self.refusal("the length of what is copied here is not known", place, "say it:  # cost: n")
        self.charge(length, place, remark)

    def _slice_length(
        self,
        whole: Polynomial | None,
        node: tree.Slice,
        low: Polynomial | None,
        high: Polynomial | None,
        step: Polynomial | None,
    ) -> Polynomial | None:
        if node.step is not None:
            if step is None or step.value is None or not step.value:
                return whole
            first = ZERO if node.low is None else low
            if node.high is None and whole is not None and first is not None and first.value is not None:
                if step.value > 0 and first.value >= 0:
                    return ceiling_of((whole - first).times(1 / step.value))
                if node.low is None:
                    return ceiling_of(whole.times(1 / abs(step.value)))
        if whole is None:
            return None
        start, end = self._slice_end(whole, node.low, low, ZERO), self._slice_end(whole, node.high, high, whole)
        if start is None or end is None:
            return self.choices.choose(ZERO, whole) if self.choices.highest(whole) is not None else None
        length = end - start
        own = {p.name for p in self.function.parameters}
        inside = self.choices.at_least(whole - end, 0) or (start.names and start.names <= own)
        if length.names and not length.names & whole.names and not inside:
            opened = any("@" in n for n in length.names | whole.names)
            return length if opened else self.choices.choose(ZERO, length)
        return length

    def _slice_end(
        self, whole: Polynomial, node: tree.Expression | None, p: Polynomial | None, missing: Polynomial
    ) -> Polynomial | None:
        if node is None:
            return missing
        if p is None:
            return None
        if p.value is not None and p.value < 0:
            return whole + p
        if p.value is not None or self.choices.at_least(whole - p, 0) or p.names <= whole.names:
            return p
        if self.choices.at_least(p - whole, 0):
            return whole
        return p  # indices are taken to lie inside

    def _collection(self, node: tree.Collection, state: ValueState) -> Value:
        if node.kind == "tuple" and node.items and not any(isinstance(x, tree.Unpacked) for x in node.items):
            return TupleValue(tuple(self.evaluate(x, state) for x in node.items))
        length, element = ZERO, None
        total: Polynomial | None = length
        for position, item in enumerate(node.items):
            value = self.evaluate(item, state)
            if isinstance(item, tree.Unpacked):
                inside = self.as_container(state, value)
                inner = inside.length if inside is not None else None
                self.charge_copy(inner, item.place, "it is copied")
                total = None if total is None or inner is None else total + inner
                if inside is not None:
                    element = self.joined_elements(element, self.element_of(inside))
            elif node.kind != "dict" or position % 2:
                total = None if total is None else total.plus(1)
                element = self.joined_elements(element, state.frozen(value))
        if node.kind in ("set", "dict") and not all(isinstance(x, tree.Literal) for x in node.items):
            # two of them may be equal
            total = total if total is None or total == ZERO else self.choices.choose(UNIT, total, True)
        return self.hold(state, ContainerValue(node.kind, total, element))

    # ---- joins

    def joined_elements(self, one: Value | None, other: Value | None) -> Value | None:
        if one is None or other is None:
            return one if other is None else other
        if one == other:
            return one
        if OPEN in (one, other):
            return one if other == OPEN else other
        match one, other:
            case NumberValue(value=p, data=data), NumberValue(value=q, data=more):
                both = None if p is None or q is None else self.choices.between(p, q, False)
                return NumberValue(both, data | more)
            case ContainerValue(), ContainerValue():
                length = None
                if one.length is not None and other.length is not None:
                    length = self.choices.between(one.length, other.length, False)
                return ContainerValue(
                    one.kind, length, self.joined_elements(items_of(one), items_of(other)),
                    one.name if one.name == other.name else "", shared=one.shared | other.shared,
                )  # fmt: skip
            case TupleValue(items), TupleValue(others) if len(items) == len(others):
                pairs = zip(items, others, strict=True)
                return TupleValue(tuple(self.joined_elements(a, b) or UNKNOWN for a, b in pairs))
            case TupleValue(items), ContainerValue() | TupleValue():
                return self.joined_elements(self._listed(items), other)
            case ContainerValue(), TupleValue(items):
                return self.joined_elements(one, self._listed(items))
            case (NothingValue(), known) | (known, NothingValue()):
                return known
            case (UnknownValue(name=name), ContainerValue() as known) | (
                ContainerValue() as known,
                UnknownValue(name=name),
            ):
                if name.endswith("[]") and known.kind not in FIXED:  # an item of an input that was made longer
                    return ContainerValue(known.kind, None, UNKNOWN, shared=known.shared)
        owners = {v.owner for v in (one, other) if isinstance(v, UnknownValue)}
        return UnknownValue(data=data_of((one, other)), owner=owners.pop() if len(owners) == 1 else "")

    # ---- arithmetic and comparisons

    def _one_of(self, values: list[Value], op: str, state: ValueState) -> Value:
        """given or []: what is given, which the empty list only stands in for; of two others nobody knows which."""
        inside = [state.contents(v) for v in values]
        empty = [x is not None and x.length == ZERO for x in inside]
        if op == "or" and empty[-1]:
            values, inside = values[:-1], inside[:-1]
        if len(values) == 1 or all(v == values[0] for v in values):
            return values[0]
        return UnknownValue(data=data_of(values))

    def _operation(self, node: tree.Operation, state: ValueState) -> Value:
        if node.op in ("and", "or"):
            first = self.evaluate(node.operands[0], state)
            values = [first, *(self.guarded(x, True, state) for x in node.operands[1:])]
            if all(isinstance(v, NumberValue) for v in values):
                return NumberValue(None, data_of(values))
            return self._one_of(values, node.op, state)
        values = [self.evaluate(x, state) for x in node.operands]
        if node.op == "not":
            return NumberValue(None, data_of(values))
        own = self._of_object(node.op, values, node, state)
        if own is not None:
            return own
        if node.op in _COMPARISONS and any(self.is_array(v, state) for v in values):
            return self.of_arrays(node.op, values[0], values[1], node.place, state)
        if node.op in _COMPARISONS:
            self._compared(values, node, state)
            return NumberValue(None, data_of(values))
        if node.op in ("in", "not in"):
            self.searched_through(values, node, state)
            return NumberValue(None, data_of(values))
        if len(values) == 1 and self.is_array(values[0], state):
            return self.of_arrays(node.op, values[0], NumberValue(), node.place, state)
        if len(values) == 1:
            p = self.as_number(values[0])
            return NumberValue(
                -p if p is not None and node.op == "-" else p if node.op == "+" else None, data_of(values)
            )
        return self.arithmetic(node.op, values[0], values[1], node.place, state)

    def _of_object(self, op: str, values: list[Value], node: tree.Operation, state: ValueState) -> Value | None:
        """a + b, a == b, -a … where a is an object of a class that says what that is."""
        order = values[::-1] if op in ("in", "not in") else values
        found = (self.of_object(name, order, node, state) for name in object_methods(op, len(values)))
        return next((value for value in found if value is not None), None)

    def of_object(self, name: str, values: list[Value], node: tree.Expression, state: ValueState) -> Value | None:
        raise NotImplementedError

    def _compared(self, values: list[Value], node: tree.Operation, state: ValueState) -> None:
        """Two texts or lists are compared item by item."""
        inside = [self.as_container(state, v) if self._is_of_items(v, state) else None for v in values]
        lengths = [x.length for x in inside if x is not None]
        if node.op not in ("is", "is not") and not lengths and all(map(self.may_be_long, values)):
            raise self.size_not_known(node.op, values, node.place)
        if not lengths or node.op in ("is", "is not"):
            return
        known = [p for p in lengths if p is not None]
        if len(lengths) < 2:  # what nobody tells of may be as long
            alike = self.language == "python" and any(isinstance(v, UnknownValue) for v in values)
            if alike and known and known[0].value is None:
                self.charge_most(known[0], node.place, "compared item by item")
            return
        if any(p.value is not None for p in known):
            return
        if not known:
            raise self.refusal("what this comparison costs does not follow: the lengths are not known", node.place)
        self.charge_most(known[0], node.place, "compared item by item")

    def searched_through(self, values: list[Value], node: tree.Operation, state: ValueState) -> None:
        inside = self.as_container(state, values[1])
        if inside is None or self._any_field(values[1]):
            if isinstance(values[1], NodesValue | UnknownValue | FunctionValue):
                raise self.refusal(
                    "what `in` costs here is not known: it is linear in a list and constant in a set", node.place,
                    "give the type of what is searched, or say  # cost: 1",
                )  # fmt: skip
            return
        if inside.kind in ("set", "dict", "frozenset", "counter", "defaultdict", "keys", "range"):
            if inside.kind != "range":
                self.assumptions["hashing"] = None
            self.hashed(state.contents(values[0]), node.place)
            return
        if self.known.inputs is not None and _one_number(inside.element) == _one_number(values[0]) is not None:
            return  # it is the first item
        self.charge_most(inside.length, node.place, "`in` looks through it")
        self.gone_through(values[1], state, to_the_end=False)

    def _is_of_items(self, value: Value, state: ValueState) -> bool:
        name = value.name if isinstance(value, UnknownValue) else ""
        return state.contents(value) is not None or self.known.kinds.get((self.function.key, name), "") in CONTAINERS

    def _any_field(self, value: Value) -> bool:
        """A field of an object of which no line tells what it holds: a list, or as well a set."""
        known = isinstance(value, UnknownValue) and self.known.kinds.get((self.function.key, value.name), "")
        return isinstance(value, UnknownValue) and "." in value.name and not known

    def arithmetic(self, op: str, left: Value, right: Value, place: Place, state: ValueState) -> Value:
        if self.is_array(left, state) or self.is_array(right, state):
            return self.of_arrays(op, left, right, place, state)
        if isinstance(left, TupleValue) and isinstance(right, TupleValue) and op == "+":
            return TupleValue(left.items + right.items)
        of_tuple = op in ("+", "*") and (isinstance(left, TupleValue) or isinstance(right, TupleValue))
        if of_tuple or any(state.contents(x) is not None for x in (left, right)):
            return self._of_containers(op, left, right, place, state)
        data = data_of((left, right))
        if op == "@":
            raise self._of_unknown_shape(place)
        p, q = self.as_number(left), self.as_number(right)
        if p is None or q is None:
            if op == "%" and q is not None and self.choices.at_least(q, 1):
                return NumberValue(self.choices.choose(ZERO, q.plus(-1)) if q.value is None else None, data)
            return NumberValue(None, data)
        return NumberValue(self.calculated(op, p, q), data)

    # ---- arrays of numpy

    def is_array(self, value: Value, state: ValueState) -> bool:
        inside = state.contents(value)
        return inside is not None and inside.kind == ARRAY

    def shape_of(self, value: Value, state: ValueState) -> Shape | None:
        """The shape of what stands in an operation on arrays: of a number none."""
        inside = state.contents(value)
        if inside is not None:
            return shape_of_array(inside, self.deep)
        return () if isinstance(value, NumberValue) else None

    def of_arrays(self, op: str, left: Value, right: Value, place: Place, state: ValueState) -> Value:
        """The operation item by item, or the product of two matrices."""
        one, other = self.shape_of(left, state), self.shape_of(right, state)
        if one is None or other is None:
            raise self._of_unknown_shape(place)
        if op == "@":
            found = product_of_shapes(one, other)
        else:
            both = stretched(one, other)
            found = None if both is None else (items_in(both), both)
        if found is None:
            raise self._of_unknown_shape(place)
        self.charge(found[0], place, "a product of matrices" if op == "@" else "item by item")
        return self.hold(state, array_of(found[1]))

    def _of_unknown_shape(self, place: Place) -> Undecided:
        message = "what this costs does not follow: the shapes of these arrays are not known"
        return self.refusal(message, place, "say it behind the line:  # cost: n")

    def calculated(self, op: str, p: Polynomial, q: Polynomial) -> Polynomial | None:
        if self.known.inputs is not None and op in ("/", "//", "%"):
            if not q.terms:
                raise Undecided("these inputs are divided by 0")
            if op == "%" and self._divides(q, p):
                return ZERO
        match op:
            case "+":
                return p + q
            case "-":
                return p - q
            case "*":
                return p * q
            case "/" | "//":
                found = self._divided(p, q)
                return found if op == "/" or found is None else floor_of(found)
            case "%":
                if p.value is not None and q.value:
                    return Polynomial.constant(p.value % q.value)
                return Polynomial.atom(ex.Apply("mod", (p.expression(), q.expression())))
            case "**":
                return self._raised(p, q)
            case "<<":
                scale = self._raised(Polynomial.constant(2), q)
                return None if scale is None else p * scale
            case ">>":
                scale = self._raised(Polynomial.constant(2), q)
                return None if scale is None or scale.value is None else floor_of(p.times(1 / scale.value))
        return None

    def _divides(self, divisor: Polynomial, size: Polynomial) -> bool:
        """Does the number divide a size of these inputs?"""
        multiple = self.known.inputs.multiple if self.known.inputs is not None else 0
        if not multiple or divisor.value is None or multiple % divisor.value:
            return False
        return self.is_parameter(size)

    def is_parameter(self, p: Polynomial | None) -> bool:
        """Is it a number that is handed to the function, as it is?"""
        return p is not None and any(p == Polynomial.atom(ex.Symbol(x.name)) for x in self.function.parameters)

    def _divided(self, p: Polynomial, q: Polynomial) -> Polynomial | None:
        if q.value is not None:
            return p.times(1 / q.value) if q.value else None
        return polynomial(ex.divide(p.expression(), q.expression()))

    def _raised(self, p: Polynomial, q: Polynomial) -> Polynomial | None:
        if q.value is not None:
            if q.value.denominator == 1 and 0 <= q.value <= 12:
                return p.raised(int(q.value))
            if p.value is not None and q.value.denominator == 1 and abs(q.value) <= 64:
                return Polynomial.constant(p.value ** int(q.value)) if p.value or q.value > 0 else None
            return polynomial(ex.power(p.expression(), ex.Number(q.value)))
        if p.value is not None and p.value > 1:
            return polynomial(ex.Power(ex.Number(p.value), q.expression()))
        return None

    def _of_containers(self, op: str, left: Value, right: Value, place: Place, state: ValueState) -> Value:
        a, b = self.as_container(state, left), self.as_container(state, right)
        if op == "+":
            a, b = self._as_one_item(a, left), self._as_one_item(b, right)
        if op == "+" and a is not None and b is not None:
            length = None if a.length is None or b.length is None else a.length + b.length
            self.charge_copy(length, place, "the two are copied")
            element = self.joined_elements(self._held_element(a), self._held_element(b))
            return self.hold(state, ContainerValue(a.kind, length, element))
        if op == "*":
            inside, times = (a, right) if isinstance(left, Held | ContainerValue | TupleValue) else (b, left)
            number = self.as_number(times)
            assert inside is not None
            length = None if number is None or inside.length is None else inside.length * number
            self.charge_copy(length, place, "it is filled")
            return self.hold(state, replace(inside, length=length, name="", shared=frozenset()))
        if op == "%" and a is not None and a.kind == "str":
            return self._filled_in(a, right.items if isinstance(right, TupleValue) else (right,), place, state)
        if op in ("-", "&", "|", "^") and a is not None and b is not None:
            return self._of_sets(op, a, b, place, state)
        if op == "+" and (a is None) != (b is None):
            known = a if a is not None else b
            assert known is not None
            if self.lenient:
                return self.hold(state, ContainerValue(known.kind, None, known.element))
            raise self.refusal("the length of one of these two is not known", place, "say  # cost: n  behind the line")
        return UNKNOWN

    def _filled_in(self, text: ContainerValue, values: tuple[Value, ...], place: Place, state: ValueState) -> Value:
        """What stands for %s is copied; a number, or what nothing is known of, is one step."""
        length = text.length
        for v in values:
            if self.may_be_long(v):
                raise self.size_not_known("%", (v,), place)
            known = not isinstance(v, UnknownValue) or self._is_container(v.name)
            inside = self.as_container(state, v) if known else None
            size = UNIT if inside is None else inside.length
            length = None if length is None or size is None else length + size
        self.charge_copy(length, place, "the text is filled in")
        return ContainerValue("str", length)

    def _as_one_item(self, inside: ContainerValue | None, value: Value) -> ContainerValue | None:
        """An element of an input that nothing else is known of is of constant length."""
        if isinstance(value, UnknownValue) and "[" in value.name and value.name not in self.deep:
            return ContainerValue("str", UNIT)
        if isinstance(value, NumberValue) and inside is None:
            # the digits of a machine's number
            return ContainerValue("str", UNIT)
        return inside

    @property
    def deep(self) -> frozenset[str]:
        """The elements of inputs that are used as containers."""
        return self.known.deep.get(self.function.key, frozenset())

    def _held_element(self, inside: ContainerValue) -> Value | None:
        """What its items are; None while it has none."""
        return self.element_of(inside) if inside.length != ZERO else None

    def _of_sets(self, op: str, a: ContainerValue, b: ContainerValue, place: Place, state: ValueState) -> Value:
        if a.length is None or b.length is None:
            raise self.refusal("the lengths of these sets are not known", place)
        self.charge(a.length + b.length if op in ("|", "^") else a.length, place, "every item is looked at")
        high = a.length + b.length if op in ("|", "^") else a.length
        bound = self.choices.highest(high)
        length = None if bound is None else self.choices.choose(ZERO, bound)
        return self.hold(state, ContainerValue("set", length, self.joined_elements(a.element, b.element)))

    # ---- tests

    def test(self, node: tree.Expression | None, state: ValueState) -> Test:
        """What decides it: sizes, or the data, as they like unless all inputs are meant."""
        found = self._tested(node, state)
        return found if self.known.freedom or not found.free else replace(found, free=False)

    def _tested(self, node: tree.Expression | None, state: ValueState) -> Test:
        if node is None:
            return Test(known=True)
        if isinstance(node, tree.Operation):
            if node.op == "not":
                return self.denied(self.test(node.operands[0], state))
            if node.op in ("and", "or"):
                return self._several(node, state)
            if node.op in _COMPARISONS and len(node.operands) == 2:
                return self._comparison(node, state)
            if node.op in ("in", "not in"):
                return self._membership(node, state)
        value = self.evaluate(node, state)
        match node:
            case tree.CallOf(function=tree.Member(value=held, name="empty" | "is_empty" | "isEmpty"), arguments=()):
                with self.nested():
                    inside = state.contents(self.evaluate(held, state))
                if inside is not None and inside.length is not None:
                    return self._related("=", inside.length, ZERO, [])
        asked = self.returned_at_once(node, state) if isinstance(node, tree.CallOf) else None
        if asked is None:
            return self._truth(value, state)
        with self.nested():  # what it costs has been counted with the call
            return self.test(asked, state)

    def _membership(self, node: tree.Operation, state: ValueState) -> Test:
        """What is in it shows that it is not empty."""
        test = self._truth(self.evaluate(node, state), state)
        with self.nested():
            inside = state.contents(self.evaluate(node.operands[1], state))
        if inside is None or inside.length is None:
            return test
        fact = ((">", inside.length),)
        return replace(test, facts=fact) if node.op == "in" else replace(test, denied=fact)

    def denied(self, test: Test) -> Test:
        groups: tuple[tuple[code.RelationTest, ...], ...] = ()
        if len(test.groups) == 1:
            groups = tuple((self._negated(c),) for c in test.groups[0])
        elif all(len(group) == 1 for group in test.groups) and test.groups:
            groups = (tuple(self._negated(group[0]) for group in test.groups),)
        known = None if test.known is None else not test.known
        return Test(groups, test.free, test.denied, test.facts, known, test.stateful)

    @staticmethod
    def _negated(c: code.RelationTest) -> code.RelationTest:
        return c if c == DATA_TEST else code.RelationTest(_NEGATED[c.op], c.left, c.right)

    def _several(self, node: tree.Operation, state: ValueState) -> Test:
        tests = [self.test(node.operands[0], state)]
        for operand in node.operands[1:]:
            inner = state.copy()
            inner.facts += tests[-1].facts if node.op == "and" else tests[-1].denied
            tests.append(self.test(operand, inner))
        together = node.op == "and"
        groups: list[tuple[code.RelationTest, ...]] = []
        parts = [t.groups or ((DATA_TEST,),) for t in tests]
        if together:
            groups = [()]
            for part in parts:
                groups = [(*g, *own) for g in groups for own in part][:32]
        else:
            groups = [g for part in parts for g in part]
        facts = tuple(f for t in tests for f in t.facts) if together else ()
        denied = () if together else tuple(f for t in tests for f in t.denied)
        free = all(t.free or t.groups for t in tests) and any(t.free for t in tests) and go_together(node)
        known = None
        if self.known.inputs is not None:  # one false part settles a conjunction
            outcomes = {t.known for t in tests}
            known = (not together) if (not together) in outcomes else together if outcomes == {together} else None
        return Test(tuple(groups), free, facts, denied, known, any(t.stateful for t in tests))

    def _comparison(self, node: tree.Operation, state: ValueState) -> Test:
        values = [self.evaluate(x, state) for x in node.operands]
        own = self._of_object(node.op, values, node, state)
        if own is not None:
            return self._truth(own, state)
        op = _COMPARISONS[node.op]
        nodes = [v for v in values if isinstance(v, NodesValue)]
        nothing = any(isinstance(v, NothingValue) for v in values)
        if nothing:
            if nodes and nodes[0].count is not None:
                return self._related({"!=": ">", "=": "<="}.get(op, op), nodes[0].count, ZERO, values)
            return Test(free=bool(data_of(values)), stateful=True)
        inside = [self.as_container(state, v) if state.contents(v) is not None else None for v in values]
        if any(x is not None for x in inside):
            other = self._emptiness(inside, op)
            if other is not None:
                return other
        self._compared(values, node, state)
        if any(x is not None for x in inside):
            return Test(free=self.freely(values) and goes_either_way(node, self.floored, self._set_once))
        p, q = self.as_number(values[0]), self.as_number(values[1])
        if p is not None and q is not None:
            called = {dotted(x.function, {}) for x in tree.walk(node) if isinstance(x, tree.CallOf)}
            known = None if called & self.known.functions.keys() else settled(node, self.floored)
            return self._related(op, p, q, values) if known is None else Test(known=known)
        return Test(free=self.freely(values) and goes_either_way(node, self.floored, self._set_once))

    def _emptiness(self, inside: list[ContainerValue | None], op: str) -> Test | None:
        """xs == [] asks for its length."""
        for one, other in ((inside[0], inside[1]), (inside[1], inside[0])):
            if one is not None and other is not None and one.length == ZERO and other.length is not None:
                return self._related(op, other.length, ZERO, [])
        return None

    def may_be_either(self, test: tree.Expression) -> bool:
        """Is each of its comparisons true of some numbers and false of others, and all of them of some at once?"""
        match test:
            case tree.Operation(op="and" | "or" | "not" as op, operands=operands):
                return all(map(self.may_be_either, operands)) and (op == "not" or go_together(test))
            case tree.Operation():
                return goes_either_way(test, self.floored, self._set_once)
        return True

    @cached_property
    def _set_once(self) -> dict[str, tree.Expression]:
        return set_once(self.function)

    @property
    def floored(self) -> bool:
        """Is a remainder of a positive number never negative?"""
        return self.known.source.language == "python"

    def freely(self, values: list[Value]) -> bool:
        """Do the data of an input decide, and nothing else that this function has computed?"""
        return not all(map(self.is_written_over, data_of(values)))

    def is_written_over(self, name: str) -> bool:
        """Does the function write into the input, or into an item of it, what does not come from there?"""
        return (self.function.key, name.partition("[")[0]) in self.known.overwritten

    def write(self, name: str, data: Iterable[str]) -> None:
        """Into the input, or an item of it, the function writes what comes from these."""
        if not name:
            return
        self.changed_inputs.add(name)
        [own, *origins] = (x.partition("[")[0] for x in (name, *data))
        if own not in origins:
            self.known.overwritten.setdefault((self.function.key, own), set()).add(frozenset(origins))

    @property
    def changed_inputs(self) -> set[str]:
        return self.known.changed.setdefault(self.function.key, set())

    def _related(self, op: str, p: Polynomial, q: Polynomial, values: list[Value]) -> Test:
        difference = p - q
        fact, opposite = (op, difference), (_NEGATED[op], difference)
        if difference.value is not None and any("[]|" in name for name in p.names & q.names):
            return Test(free=self.freely(values))  # the lengths of two items of one input
        if difference.value is not None:
            v = difference.value
            known = {"<": v < 0, "<=": v <= 0, ">": v > 0, ">=": v >= 0, "=": v == 0, "!=": v != 0}[op]
            return Test(known=known)
        chosen = self.choices.chosen_in(difference)
        if chosen:
            free = all(self.choices.ranges[name].attained for name in chosen)
            return Test((), free, (fact,), (opposite,), stateful=True)
        relation = code.RelationTest(op, p.expression(), q.expression())
        # a quantity that is open: whether it is a choice is known when the loop is gone through again
        opened = any("@" in n for n in difference.names) and not any(isinstance(a, ex.Apply) for a in difference.atoms)
        return Test(((relation,),), opened, (fact,), (opposite,))

    def _truth(self, value: Value, state: ValueState) -> Test:
        inside = state.contents(value)
        if inside is None and isinstance(value, UnknownValue) and value.name and self._is_container(value.name):
            inside = self.as_container(state, value)
        if inside is not None:
            return Test() if inside.length is None else self._related(">", inside.length, ZERO, [value])
        match value:
            case NodesValue(count=count) if count is not None:
                return self._related(">", count, ZERO, [value])
            case NumberValue(value=p) if p is not None:
                return self._related("!=", p, ZERO, [value])
            case UnknownValue(name=name) if name and self.known.kinds.get((self.function.key, name)) == "number":
                return self._related("!=", Polynomial.atom(ex.Symbol(name)), ZERO, [value])
            case NothingValue():
                return Test(known=False)
        return Test(free=self.freely([value]))

    def _is_container(self, name: str) -> bool:
        return self.known.kinds.get((self.function.key, name), "") in CONTAINERS


def counting_names(key: str, known: Knowledge) -> frozenset[str]:
    """The names that stand in indices, in arithmetic and in ranges: they count something."""
    found: set[str] = set()
    for node in tree.walk(known.functions[key]):
        inside: tuple[tree.Node, ...] = ()
        match node:
            case tree.Element(index=index):
                inside = (index,)
            case tree.Slice(low=low, high=high, step=step):
                inside = tuple(x for x in (low, high, step) if x is not None)
            case tree.Operation(op=op) if op not in _COMPARISONS and op not in ("and", "or", "not", "in", "not in"):
                inside = node.operands
            case tree.CallOf(function=tree.NamedValue(name="range"), arguments=arguments):
                inside = arguments
        found |= {x.name for part in inside for x in tree.walk(part) if isinstance(x, tree.NamedValue)}
    return frozenset(found)


def _one_number(value: Value | None) -> Fraction | None:
    return value.value.value if isinstance(value, NumberValue) and value.value is not None else None


def object_methods(op: str, operands: int) -> tuple[str, ...]:
    return tuple(f"__{name}__" for name in _OF_OBJECTS.get(op if operands == 2 else f"{op}.", ()))


def items_of(inside: ContainerValue) -> Value | None:
    """What its items are, those of an input by their name."""
    if inside.element is None and inside.name:
        return UnknownValue(f"{inside.name}[]", frozenset((f"{inside.name}[]",)))
    return inside.element


EMPTY = ContainerValue("list", ZERO)
