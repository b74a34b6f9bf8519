"""Chains of linked nodes that a function makes longer: behind it nobody knows how many nodes hang on them.

cur = self.head; …; cur.next = Node(x) brings a node into the chain of self.head. Names are followed without regard to
the order of the lines, so that none is missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

from recur.model import source_tree as tree
from recur.source_costs.kinds import LINKS
from recur.source_costs.visiting import name_of, settings_in


def relinked(functions: Mapping[str, tree.Function], classes: Set[str], makers: Set[str]) -> dict[str, frozenset[str]]:
    """By function the parameters and fields ("self.head") that more nodes may hang on after it."""
    found = {}
    for key, f in functions.items():
        outer = {p.name for p in f.parameters}
        chains = set(chains_lengthened(f, f.body, classes, makers))
        found[key] = {c for c in chains if c.partition(".")[0] in outer}
    changed = True
    while changed:
        changed = False
        for key, f in functions.items():
            more = set(chains_handed_on(f, f.body, functions, found)) - found[key]
            found[key] |= more
            changed = changed or bool(more)
    return {key: frozenset(chains) for key, chains in found.items()}


def chains_lengthened(
    f: tree.Function, body: Iterable[tree.Node], classes: Set[str], makers: Set[str]
) -> Iterator[str]:
    """The names and fields from which the chains are come to that the block brings other nodes into."""
    for s in body:
        for node in tree.walk(s):
            if not isinstance(node, tree.Assigned) or node.value is None:
                continue
            for target in node.targets:
                if isinstance(target, tree.Member) and target.name in LINKS:
                    chain = origins(f, target.value)
                    if any(_brings(x, f, chain, classes, makers) for x in _values(f, node.value)):
                        yield from chain


def origins(f: tree.Function, x: tree.Expression) -> frozenset[str]:
    """The names and fields through which the node is come to: cur = head; cur = cur.next is in the chain of head."""
    found, pending = set(), {_root(x)}
    while pending:
        found |= pending
        pending = {_root(value) for name in pending for value in _settings(f, name)} - found - {""}
    return frozenset(found - {""})


def _root(x: tree.Expression | None) -> str:
    """cur of cur.next.next; self.head of self.head.next."""
    while isinstance(x, tree.Member) and x.name in LINKS:
        x = x.value
    return name_of(x)


def _settings(f: tree.Function, name: str) -> Iterator[tree.Expression]:
    for node in tree.walk(f):
        yield from (value for own, value in settings_in(node) if own == name and value is not None)


def _values(f: tree.Function, x: tree.Expression) -> Iterator[tree.Expression]:
    """What is linked in, or what the name of it may hold."""
    names = {x.name} if isinstance(x, tree.NamedValue) else set()
    yield x
    pending = set(names)
    while pending:
        values = [value for name in pending for value in _settings(f, name)]
        yield from values
        pending = {value.name for value in values if isinstance(value, tree.NamedValue)} - names
        names |= pending


def _brings(x: tree.Expression, f: tree.Function, chain: Set[str], classes: Set[str], makers: Set[str]) -> bool:
    match x:
        case tree.NamedValue(name=name):
            return name in {p.name for p in f.parameters} and name not in chain
        case tree.Element():
            return True
        case tree.CallOf(function=function):
            last = name_of(function).rpartition(".")[2]
            return is_made(x, classes) or last in makers
    return False


def is_made(x: tree.Node, classes: Set[str]) -> bool:
    """Node(x): an object of a class of the file, or of one that is imported."""
    name = name_of(x.function).rpartition(".")[2] if isinstance(x, tree.CallOf) else ""
    return name in classes or name[:1].isupper()


def chains_handed_on(
    f: tree.Function,
    body: Iterable[tree.Node],
    functions: Mapping[str, tree.Function],
    found: Mapping[str, Set[str]],
) -> Iterator[str]:
    """What the functions that a block of this one calls hang more nodes on."""
    for s in body:
        for node in tree.walk(s):
            if isinstance(node, tree.CallOf):
                for callee in _called_keys(node, functions):
                    for chain in found[callee]:
                        given = None if "." in chain else _argument(node, functions[callee], chain)
                        yield from {chain} if "." in chain else origins(f, given) if given is not None else ()


def going_on(body: Iterable[tree.SourceStatement]) -> Iterator[tree.Node]:
    """What a round does that another one may follow: not what stands before a return or a break."""
    for s in body:
        if isinstance(s, tree.Alternatives):
            for alternative in s.alternatives:
                last = alternative.body[-1] if alternative.body else None
                if not (isinstance(last, tree.Leave) and last.kind in ("return", "break", "raise")):
                    yield from (x for x in (alternative.test,) if x is not None)
                    yield from going_on(alternative.body)
        else:
            yield s


def _called_keys(node: tree.CallOf, functions: Mapping[str, tree.Function]) -> list[str]:
    """The functions that it may be: a method is that of any class that has one of its name."""
    match node.function:
        case tree.NamedValue(name=name):
            return [name] if name in functions else []
        case tree.Member(name=name):
            return [key for key, f in functions.items() if f.owner and f.name == name]
    return []


def _argument(node: tree.CallOf, callee: tree.Function, parameter: str) -> tree.Expression | None:
    before = 1 if isinstance(node.function, tree.Member) and callee.owner else 0
    names = [p.name for p in callee.parameters][before:]
    given = {**dict(zip(names, node.arguments, strict=False)), **dict(node.keywords)}
    return given.get(parameter)
