"""What the tests on the way to a line have told of the data: a test whose answer they fix is no choice any more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import TypeAlias

from recur.model import source_tree as tree
from recur.model.records import frozen
from recur.source_costs.values import Held, NumberValue, Value, ValueState, data_of

#: an expression without its places
Shape: TypeAlias = "tuple[Shape, ...] | str | object"

_NOT = {"<": ">=", "<=": ">", "==": "!=", "!=": "==", ">": "<=", ">=": "<", "is": "is not", "is not": "is"}
_ORDER = {"<": "<", "<=": "<=", "==": "=", "is": "=", "!=": "<>", "is not": "<>", ">": ">", ">=": "=>"}
_TURNED = str.maketrans("<>", "><")
UNKNOWN_OUTCOME = frozenset[str]()
#: beside an outcome: it says next to nothing of the parts alone
WIDE = "wide"
#: what is asked of a length says nothing of the items
_LENGTHS = frozenset(("len", "size", "length"))
#: s.charAt(i) is an item as s[i] is
_ITEMS = frozenset(("charAt", "get", "at"))


@frozen
class AskedPart:
    """What a test looks at: the inputs that it is of, and what its names hold; an item or a field has its own value."""

    shape: Shape
    data: frozenset[str]
    held: tuple[tuple[str, Value | None], ...]
    apart: bool

    @property
    def varies(self) -> bool:
        """Is it a number that a loop moves, as an index?"""
        numbers = [value.value for _, value in self.held if isinstance(value, NumberValue)]
        return len(numbers) == len(self.held) and any(
            "@" in name or name[0] == "?" for p in numbers if p is not None for name in p.names
        )

    def may_be(self, other: AskedPart) -> bool:
        """May both be of the same value? Two items or fields that are written differently are two."""
        if not self.data & other.data:
            return False
        before = dict(self.held)
        changed = any(before.get(name, value) != value for name, value in other.held)
        return changed or self.shape == other.shape or not (self.apart and other.apart)


@frozen
class Answered:
    """A test on the way: of "<", "=", ">", or "yes", "no", the outcomes that it leaves; none: nobody can say which.

    `anywhere`: of some items or others, as a loop has asked that did not end there.
    """

    parts: tuple[AskedPart, ...]
    outcomes: frozenset[str]
    anywhere: bool = False

    @property
    def is_narrow(self) -> bool:
        """Does it say more than that two values differ, or that one is or is not in a container?"""
        return not {"<", ">"} <= self.outcomes and WIDE not in self.outcomes

    def fixes(self, asked: Answered) -> bool:
        """Of the same two things: has `asked`, which is to be true, only one answer here?"""
        both = self.outcomes & asked.outcomes, self.outcomes - asked.outcomes
        return not self.anywhere and self.parts == asked.parts and not all(part - {WIDE} for part in both)

    def touches(self, part: AskedPart) -> bool:
        """Does it say of this part that it is not whatever it likes?"""
        return self.is_narrow and any(own.data & part.data if self.anywhere else own.may_be(part) for own in self.parts)


def answers_of(test: tree.Expression, truth: bool, part: Callable[[tree.Expression], AskedPart]) -> Iterator[Answered]:
    """What is known of the data where the test is true, or false."""
    for atom, holds, sure in _atoms(test, truth):
        parts, outcomes = _asked(atom, holds, part)
        if isinstance(atom, tree.NamedValue) and any(isinstance(value, Held) for _, value in parts[0].held):
            continue  # whether it is empty, which says nothing of the items
        found = Answered(parts, outcomes)
        if any(p.data for p in parts) and (sure or found.is_narrow):
            yield found if sure else Answered(parts, UNKNOWN_OUTCOME)


def _atoms(test: tree.Expression, truth: bool, sure: bool = True) -> Iterator[tuple[tree.Expression, bool, bool]]:
    """The single tests, whether each holds, and whether that is sure: of `a and b` that is false one is, or both."""
    match test:
        case tree.Operation(op="not", operands=(inner,)):
            yield from _atoms(inner, not truth, sure)
        case tree.Operation(op="and" | "or" as op, operands=operands):
            for inner in operands:
                yield from _atoms(inner, truth, sure and truth == (op == "and"))
            if truth != (op == "and"):
                yield test, truth, sure  # the same words once more have the same answer
        case _:
            yield test, truth, sure


def _asked(
    atom: tree.Expression, truth: bool, part: Callable[[tree.Expression], AskedPart]
) -> tuple[tuple[AskedPart, ...], frozenset[str]]:
    match atom:
        case tree.Operation(op=op, operands=(left, right)) if op in _NOT:
            outcomes = _ORDER[op if truth else _NOT[op]]
            one, other = part(left), part(right)
            if repr(other.shape) < repr(one.shape):
                one, other, outcomes = other, one, outcomes.translate(_TURNED)
            # low <= high leaves each of the two where it may be
            return (one, other), frozenset((*outcomes, WIDE) if one.varies and other.varies else outcomes)
        case tree.Operation(op="in" | "not in" as op, operands=(left, right)):
            one, other, holds = part(left), part(right), "yes" if truth == (op == "in") else "no"
            return (one, other), frozenset((holds, WIDE) if other.held else (holds,))
        case tree.Operation(op="and" | "or"):
            return (part(atom),), frozenset(("yes" if truth else "no", WIDE))
    return (part(atom),), frozenset(("yes" if truth else "no",))


def is_open(known: tuple[Answered, ...], test: tree.Expression, part: Callable[[tree.Expression], AskedPart]) -> bool:
    """May each of its single tests be true and false? What no test on the way has touched may be anything."""
    beside: list[Answered] = []  # what stands before it in the same test
    for atom, holds, sure in _atoms(test, True):
        asked = Answered(*_asked(atom, holds, part))
        looked_at = [own for own in asked.parts if own.data and WIDE not in asked.outcomes]
        others = [each for each in known if each.anywhere or each.parts != asked.parts]
        if any(each.fixes(asked) for each in (*known, *beside)) or len(set(asked.parts)) < len(asked.parts):
            return False  # what is compared with itself has one answer as well
        if looked_at and all(any(each.touches(own) for each in others) for own in looked_at):
            return False
        beside += [asked] if sure else []
    return True


def may_all_hold(told: Iterable[Answered]) -> bool:
    """Can the data give all these answers at once? x % 2 is 0 or 1, and x below, at or above t."""
    left: dict[tuple[AskedPart, ...], frozenset[str]] = {}
    for each in told:
        if each.outcomes and not each.anywhere:
            left[each.parts] = left.get(each.parts, each.outcomes | {WIDE}) & (each.outcomes | {WIDE})
    limits: dict[AskedPart, list[tuple[int, frozenset[str]]]] = {}
    for parts, outcomes in left.items():
        if outcomes <= {WIDE}:
            return False
        numbers = [_literal(part) for part in parts]
        if len(parts) == 2 and numbers.count(None) == 1 and outcomes & {"<", "=", ">"}:
            at = numbers.index(None)
            number = numbers[1 - at]
            assert number is not None
            told_here = outcomes if at == 0 else frozenset(x.translate(_TURNED) for x in outcomes)
            limits.setdefault(parts[at], []).append((number, told_here))
    return all(any(_lies(v, own) for v in _values(part, own)) for part, own in limits.items())


def _lies(value: int, limits: list[tuple[int, frozenset[str]]]) -> bool:
    return all(("<" if value < k else ">" if value > k else "=") in outcomes for k, outcomes in limits)


def _literal(part: AskedPart) -> int | None:
    match part.shape:
        case ("Literal", int() as k, *_):
            return k
    return None


def _values(part: AskedPart, limits: list[tuple[int, frozenset[str]]]) -> Iterable[int]:
    """What the part may be: a remainder is below its divisor; between whole numbers there may be others."""
    match part.shape:
        case ("Operation", "%", (_, ("Literal", int() as m, *_)), *_) if m > 0:
            return {v for k, _ in limits for v in (k - 1, k, k + 1, 0, m - 1) if 0 <= v < m}
    return {v for k, _ in limits for v in (k - 1, k, k + 1)}


def asked_part(node: tree.Expression, state: ValueState) -> AskedPart:
    """What the expression looks at, in this state."""
    names = dict.fromkeys(x.name for x in tree.walk(node) if isinstance(x, tree.NamedValue))
    data = frozenset(
        each.partition("@")[0].partition("[")[0]
        for name in _of_data(node)
        for each in _data(state.names.get(name), state)
    )
    held = tuple((name, state.names.get(name)) for name in names)
    return AskedPart(shape_of_node(node), data, held, isinstance(node, tree.Element | tree.Member) or is_item(node))


def _of_data(node: tree.Node) -> Iterator[str]:
    """The names whose data it looks at: an item is of its container, not of its index; a length of nothing."""
    match node:
        case tree.NamedValue(name=name):
            yield name
        case tree.Element(container=container):
            yield from _of_data(container)
        case tree.CallOf(function=tree.Member(value=container)) if is_item(node):
            yield from _of_data(container)
        case tree.CallOf(function=tree.NamedValue(name=name) | tree.Member(name=name)) if name in _LENGTHS:
            return
        case tree.Member(name=name) if name in _LENGTHS:
            return
        case _:
            for inner in tree.children(node):
                yield from _of_data(inner)


def is_item(node: tree.Node) -> bool:
    match node:
        case tree.CallOf(function=tree.Member(name=name), arguments=(_,)):
            return name in _ITEMS
    return False


def _data(value: Value | None, state: ValueState) -> frozenset[str]:
    """The inputs whose data it is; a number that turns out to be no size is data as well, and a length is none."""
    if isinstance(value, NumberValue) and value.value is not None:
        return frozenset(name for name in value.value.names if name[0] != "|")
    inside = state.contents(value)
    known = value if inside is None else inside if inside.name else inside.element
    return data_of(() if known is None else (known,))


def shape_of_node(node: object) -> Shape:
    if is_dataclass(node) and not isinstance(node, type):
        return (type(node).__name__, *(shape_of_node(getattr(node, x.name)) for x in fields(node) if x.name != "place"))
    return tuple(map(shape_of_node, node)) if isinstance(node, tuple) else node
