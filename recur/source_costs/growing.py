"""Containers of the caller whose length a function changes: behind its call nobody knows how long they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from recur.model import source_tree as tree

_GROWS = frozenset((
    "append", "appendleft", "extend", "extendleft", "insert", "add", "update", "setdefault", "push", "push_back",
    "push_front", "emplace", "emplace_back", "offer", "addLast", "addFirst", "addAll", "put", "heappush",
))  # fmt: skip
_SHRINKS = frozenset((
    "pop", "popleft", "popitem", "remove", "discard", "clear", "poll", "pop_back", "pop_front", "removeFirst",
    "removeLast", "erase", "heappop", "next",
))  # fmt: skip


def changed_lengths(
    functions: Mapping[str, tree.Function], captured: Mapping[str, tuple[str, ...]]
) -> dict[str, frozenset[str]]:
    """By function the names of its parameters, and of what it takes from outside, that are longer or shorter after."""
    found = {}
    for key, f in functions.items():
        outer = {p.name for p in f.parameters} | set(captured.get(key, ()))
        found[key] = {name for name in outer & set(_resized(f.body)) if not _restored(name, f.body)}
    changed = True
    while changed:
        changed = False
        for key, f in functions.items():
            outer = {p.name for p in f.parameters} | set(captured.get(key, ()))
            more = {name for name in _handed_on(f, functions, captured, found) if name in outer} - found[key]
            found[key] |= more
            changed = changed or bool(more)
    return {key: frozenset(names) for key, names in found.items()}


def _resized(body: tuple[tree.SourceStatement, ...]) -> Iterator[str]:
    for s in body:
        for node in tree.walk(s):
            yield from (name for name, _ in _step(node))


def _step(node: tree.Node) -> Iterator[tuple[str, int]]:
    """(name, +1 or −1) of what is done to a container at this node."""
    match node:
        case tree.CallOf(function=tree.Member(value=tree.NamedValue(name=owner), name=method), arguments=arguments):
            if method in ("heappush", "heappop") and arguments and isinstance(arguments[0], tree.NamedValue):
                yield arguments[0].name, 1 if method in _GROWS else -1
            elif method in _GROWS | _SHRINKS:
                yield owner, 1 if method in _GROWS else -1
        case tree.CallOf(function=tree.NamedValue(name="heappush" | "heappop" | "next" as method), arguments=arguments):
            if arguments and isinstance(arguments[0], tree.NamedValue):
                yield arguments[0].name, 1 if method in _GROWS else -1


def _restored(name: str, body: tuple[tree.SourceStatement, ...]) -> bool:
    """Is in each block taken away again what was put in? path.append(x); …; path.pop()."""
    total = 0
    for s in body:
        inner = tuple(_blocks(s))
        if inner:
            if not all(_restored(name, block) for block in inner):
                return False
        else:
            total += sum(step for node in tree.walk(s) for own, step in _step(node) if own == name)
    return total == 0


def _blocks(s: tree.SourceStatement) -> Iterator[tuple[tree.SourceStatement, ...]]:
    match s:
        case tree.EachLoop(body=body, otherwise=otherwise):
            yield from (body, otherwise)
        case tree.TestLoop(body=body):
            yield body
        case tree.Alternatives(alternatives=alternatives):
            yield from (a.body for a in alternatives)


def _handed_on(
    f: tree.Function,
    functions: Mapping[str, tree.Function],
    captured: Mapping[str, tuple[str, ...]],
    found: Mapping[str, set[str]],
) -> Iterator[str]:
    for node in tree.walk(f):
        if not (isinstance(node, tree.CallOf) and isinstance(node.function, tree.NamedValue)):
            continue
        callee = node.function.name
        if callee not in functions or not found[callee]:
            continue
        for p, x in zip(functions[callee].parameters, node.arguments, strict=False):
            if p.name in found[callee] and isinstance(x, tree.NamedValue):
                yield x.name
        yield from found[callee] & set(captured.get(callee, ()))
