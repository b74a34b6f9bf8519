"""What a name holds, as far as costs depend on it: a number, a container with its length, linked nodes, a function.

Numbers and lengths are polynomials in the raw sizes of the parameters (n for a number n, |xs| for the length of xs,
|xs[]| for that of its longest element), in the indices of the loops around, and in choices of the data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from typing import TYPE_CHECKING, TypeAlias

from recur.forkjoin.costs.polynomials import Polynomial
from recur.model import Place
from recur.model.records import field, frozen, mutable, replace
from recur.model.source_tree import Function, Lambda

if TYPE_CHECKING:
    from recur.source_costs.answered import Answered

#: what the size of a result is written with, by the number of its call, and while it is not known; no name has these
RESULT, OWN_RESULT = "!", "$result"
#: what Python goes through once: behind that it is empty. Source: Python glossary, iterator
ONE_SHOT = frozenset(("iterator", "file"))
#: kinds that nothing makes longer or shorter
FIXED = frozenset(("str", "bytes", "tuple", "range"))


@frozen
class NumberValue:
    """A number; None: nothing is known of it but that it is one."""

    value: Polynomial | None = None
    #: the element of an input that it is, such as "xs[]": what the data decide
    data: frozenset[str] = frozenset()


@frozen
class Held:
    """A container that lives in a cell; two names with one cell are two names of one container."""

    cell: int


@frozen
class ContainerValue:
    """`length` None: not known. `element` None: it has none yet. `name` is the input that it is, such as "xs[]"."""

    kind: str
    length: Polynomial | None
    element: Value | None = None
    #: the name of the input it is a part of, for lengths of its elements: "xs"
    name: str = ""
    #: a dictionary's keys
    keys: Value | None = None
    #: all that its items hold together, where that is counted apart
    total: Polynomial | None = None
    #: the cells that hold it too: what makes one of them longer makes all of them longer
    shared: frozenset[int] = field(default=frozenset(), compare=False)


@frozen
class TupleValue:
    items: tuple[Value, ...]


@frozen
class NodesValue:
    """Linked nodes: a list or a tree, with so many nodes in all; `name` is the input's."""

    count: Polynomial | None
    name: str = ""
    #: which attribute it was reached by: parts of one whole by different attributes share its nodes
    whole: str = ""


@frozen
class FunctionValue:
    """A function of the file, or a lambda."""

    function: Function | Lambda


@frozen
class UnknownValue:
    """Anything; `name` is the input that it is, while nothing has told what that input holds."""

    name: str = ""
    data: frozenset[str] = frozenset()
    #: the class of the file that it is an object of, or of one below that class where it is not made here
    owner: str = ""
    made: bool = False
    #: it comes from what nothing is told of: it may be as long as one likes
    untold: bool = False


@frozen
class NothingValue:
    """None, null."""


Value: TypeAlias = (
    NumberValue | Held | ContainerValue | TupleValue | NodesValue | FunctionValue | UnknownValue | NothingValue
)
UNKNOWN = UnknownValue()
#: an element of a result that is not known yet
OPEN = UnknownValue(data=frozenset(("open",)))


def is_untold(value: Value) -> bool:
    """May it be a number as well as something as long as one likes?

    An item of a container, a key, and what linked nodes carry are single things, taken for one step long.
    """
    if not isinstance(value, UnknownValue) or value.owner or "[" in value.name or value == OPEN:
        return False
    return value.untold or (bool(value.data) and not all("[" in origin for origin in value.data))


def number_value(value: int) -> NumberValue:
    return NumberValue(Polynomial.constant(value))


class Cells(dict[int, ContainerValue]):
    """What the cells hold; of a cell that was filled on another way nothing is known."""

    def __missing__(self, cell: int) -> ContainerValue:
        return ContainerValue("list", None)


@mutable
class ValueState:
    """What the names hold at one point, and how the block was left: "", "return", "break" or "continue"."""

    names: dict[str, Value] = field(default_factory=dict)
    cells: Cells = field(default_factory=Cells)
    ended: str = ""
    #: comparisons that hold here, each as (op, left − right)
    facts: tuple[tuple[str, Polynomial], ...] = ()
    #: were all tests on the way here such that the data can decide them?
    free: bool = True
    #: what the tests on the way here have told of the data
    asked: tuple[Answered, ...] = ()
    #: the loops on the way here
    looped: frozenset[Place] = frozenset()
    #: what holds as items have been read on the way here: their indices lie inside
    reads: tuple[tuple[str, Polynomial], ...] = ()
    #: where the items stand that names hold: in which container, and at which index
    places: dict[str, tuple[Value, Polynomial]] = field(default_factory=dict)

    def copy(self) -> ValueState:
        return replace(self, names=dict(self.names), cells=Cells(self.cells), places=dict(self.places))

    def forget_places(self, names: Set[str]) -> None:
        """These names hold something else from round to round."""
        for name in self.places.keys() & names:
            del self.places[name]

    def contents(self, value: Value | None) -> ContainerValue | None:
        if isinstance(value, Held):
            return self.cells[value.cell]
        return value if isinstance(value, ContainerValue) else None

    def frozen(self, value: Value) -> Value:
        """The value with its contents in place of its cells, as an element of another container, which shares it."""
        match value:
            case Held(cell):
                inside = self.cells[cell] = replace(self.cells[cell], shared=self.cells[cell].shared | {cell})
                element = None if inside.element is None else self.frozen(inside.element)
                return replace(inside, element=element)
            case TupleValue(items):
                return TupleValue(tuple(self.frozen(item) for item in items))
        return value


def lengths_in(value: Value | None) -> object:
    """How long the value is, and what it holds."""
    return (value.length, lengths_in(value.element)) if isinstance(value, ContainerValue) else None


def where_shared(value: Value, shared: frozenset[int], change: Callable[[ContainerValue], ContainerValue]) -> Value:
    """The value with the change wherever it shares these cells."""
    match value:
        case ContainerValue(element=element):
            if value.shared & shared:
                return change(value)
            return value if element is None else replace(value, element=where_shared(element, shared, change))
        case TupleValue(items):
            return TupleValue(tuple(where_shared(item, shared, change) for item in items))
    return value


def without_numbers(value: Value | None) -> Value | None:
    """The value with other numbers in it, of which nothing is known."""
    match value:
        case ContainerValue():
            return replace(value, element=without_numbers(value.element))
        case NumberValue():
            return replace(value, value=None)
        case TupleValue(items):
            return TupleValue(tuple(without_numbers(item) or item for item in items))
    return value


def of_unknown_length(value: Value | None) -> Value | None:
    """The container and all that it holds, where they can be made longer."""
    if not isinstance(value, ContainerValue) or value.kind in FIXED:
        return value
    return replace(value, length=None, element=of_unknown_length(value.element))


def data_of(values: Iterable[Value]) -> frozenset[str]:
    """The inputs whose data the values are."""
    found: set[str] = set()
    for value in values:
        match value:
            case NumberValue(data=data) | UnknownValue(data=data):
                found |= data
            case TupleValue(items):
                found |= data_of(items)
            case ContainerValue(name=name) if name:
                found.add(name)
    return frozenset(found)
