"""Names and fields that hold single things: numbers, or items of something, as what is done with them tells.

What nothing is told of may be a number as well as something as long as one likes. An item of a list, a key and what a
linked node carries are taken for single things, one step long. So is a name that is only printed or compared, which the
answer says; what str() makes of it, and what no name stands for, is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from recur.model import source_tree as tree
from recur.source_costs.kinds import ARITHMETIC, LINKS, TAKES_NUMBERS, dotted, takes_container
from recur.source_costs.visiting import TAKES_OUT, owner_and_method, settings_in

_OF_SINGLES = frozenset(("+", "*", "<", "<=", ">", ">=", "==", "!="))
#: methods whose arguments become items
_PUTS_IN = frozenset(("append", "add", "insert", "appendleft", "remove", "discard", "index", "heappush", "push"))


def singles_in(
    f: tree.Function, kinds: Mapping[tuple[str, str], str], fields: Set[str] = frozenset()
) -> frozenset[str]:
    """The names, and fields as "self.x", that stand where numbers or the items of something do.

    `fields`: those that other methods tell to be single.
    """
    found = {*fields, *_exchanged(f)}
    several: set[str] = set()
    for node in tree.walk(f):
        for x, single in _single_places(node, f.key, kinds):
            (found if single else several).update(dotted(part, {}) for part in _terms(x))
        if isinstance(node, tree.NamedValue) and kinds.get((f.key, node.name)) == "number":
            found.add(node.name)
    pairs = {pair for node in tree.walk(f) for pair in _alike(node)} | set(_waiting(f))
    while more := {name for pair in pairs if pair & found for name in pair} - found:
        found |= more
    return frozenset(found - several - {""})


def several_in(f: tree.Function, kinds: Mapping[tuple[str, str], str]) -> frozenset[str]:
    """The names, and fields as "self.x", that stand where containers do."""
    places = (each for node in tree.walk(f) for each in _single_places(node, f.key, kinds))
    return frozenset(dotted(part, {}) for x, single in places if not single for part in _terms(x))


def _exchanged(f: tree.Function) -> Iterator[str]:
    """What calls of itself hand on in another one's place, as labels: move(n - 1, source, spare, target)."""
    own = [p.name for p in f.parameters]
    for node in tree.walk(f):
        if isinstance(node, tree.CallOf) and dotted(node.function, {}) in (f.name, f"self.{f.name}"):
            places = own[isinstance(node.function, tree.Member) :]
            given = [dotted(x, {}) for x in node.arguments]
            yield from (x for x, name in zip(given, places, strict=False) if x in own and x != name)


def _terms(x: tree.Expression) -> Iterator[tree.Expression]:
    """x, and where it is a + b or a * b both of these."""
    yield x
    match x:
        case tree.Operation(op="+" | "*", operands=operands):
            for part in operands:
                yield from _terms(part)


def _alike(node: tree.Node) -> Iterator[frozenset[str]]:
    """Names of which one is a number where the other is: a = b, a + b, a == b."""
    match node:
        case tree.Assigned(targets=(one,), value=other) if other is not None:
            yield frozenset((dotted(one, {}), dotted(other, {}))) - {""}
        case tree.Update(target=one, value=other):
            yield frozenset((dotted(one, {}), dotted(other, {}))) - {""}
        case tree.Operation(op=op, operands=(one, other)) if op in _OF_SINGLES:
            yield frozenset((dotted(one, {}), dotted(other, {}))) - {""}


def _waiting(f: tree.Function) -> Iterator[frozenset[str]]:
    """What a list of work begins with is like what is taken out of it: stack = [start]; v = stack.pop()."""
    begins: dict[str, set[str]] = {}
    for work, value in (pair for node in tree.walk(f) for pair in settings_in(node)):
        if isinstance(value, tree.CallOf) and dotted(value.function, {}).rpartition(".")[2] == "deque":
            value = value.arguments[0] if value.arguments else None
        if isinstance(value, tree.Collection):
            begins.setdefault(work, set()).update(dotted(x, {}) for x in value.items)
    for node in tree.walk(f):
        match node:
            case tree.Assigned(targets=(one,), value=tree.CallOf() as call):
                work, method = owner_and_method(call)
                if method in TAKES_OUT:
                    yield from (frozenset((dotted(one, {}), x)) - {""} for x in begins.get(work, ()))


def _single_places(
    node: tree.Node, key: str, kinds: Mapping[tuple[str, str], str]
) -> Iterator[tuple[tree.Expression, bool]]:
    """What stands in a place of single things, and what in one of containers."""
    match node:
        case tree.Operation(op=op, operands=operands):
            yield from ((x, True) for x in operands if op in ARITHMETIC and not _is_text(operands[0]))
            for x, other in zip(operands, reversed(operands), strict=True) if len(operands) == 2 else ():
                if op in _OF_SINGLES and (_is_single(other) or _is_carried(other, key, kinds)):
                    yield x, True
            if op in ("in", "not in"):
                yield operands[0], True
                yield operands[1], False
        case tree.Update(target=target, op=op, value=value) if op in ARITHMETIC or _is_single(value):
            yield target, True
        case tree.Element(container=container, index=index):
            yield container, False
            yield index, True
        case tree.Slice(container=container, low=low, high=high, step=step):
            yield container, False
            yield from ((x, True) for x in (low, high, step) if x is not None)
        case tree.EachLoop(iterable=iterable):
            yield iterable, False
        case tree.Assigned(targets=targets, value=value) if value is not None:
            for t in targets:
                if isinstance(t, tree.Element):
                    yield value, True
                elif _is_single(value) or kinds.get((key, dotted(value, {}))) == "number":
                    yield t, True
        case tree.CallOf(arguments=arguments):
            name = dotted(node.function, {})
            yield from ((x, False) for i, x in enumerate(arguments) if takes_container(name, i))
            if name in TAKES_NUMBERS or name.rpartition(".")[2] in _PUTS_IN:
                yield from ((x, True) for x in arguments)


def _is_carried(x: tree.Expression, key: str, kinds: Mapping[tuple[str, str], str]) -> bool:
    """Is it what a linked node carries?"""
    match x:
        case tree.Member(name=part, value=tree.Member(name=link)) if link in LINKS:
            return part not in LINKS
        case tree.Member(name=part, value=holder):
            return part not in LINKS and kinds.get((key, dotted(holder, {}))) == "nodes"
    return False


def _is_text(x: tree.Expression) -> bool:
    return isinstance(x, tree.Literal) and isinstance(x.value, str)


def _is_single(x: tree.Expression) -> bool:
    """Is it a number, or an item of something?"""
    match x:
        case tree.Literal(value=value):
            return isinstance(value, (int, float)) and value is not None
        case tree.Element():
            return True
        case tree.Operation(op=op, operands=operands):
            return op in ARITHMETIC and not _is_text(operands[0])
        case tree.CallOf(function=tree.NamedValue(name=name)):
            return name in ("len", "int", "float", "abs", "ord", "round")
    return False
