"""f(n - 2) + task.result() calls f first and waits then: what is called before a wait in one expression runs beside.

The front ends put a wait in front of the statement it stands in. Here what the statement calls earlier, as the language
evaluates it from left to right, is put in front of the wait.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from recur.model import Place, source_tree as tree
from recur.model.records import replace
from recur.parsing.languages.side_effects import Statements


def with_waits_in_order(file: tree.SourceFile) -> tree.SourceFile:
    """The file, each wait behind what is called before it.

    >>> from recur.parsing.languages.python import parse_python
    >>> file = parse_python('''
    ... from concurrent.futures import ThreadPoolExecutor
    ... def f(n):
    ...     with ThreadPoolExecutor() as pool:
    ...         task = pool.submit(f, n - 1)
    ...         return f(n - 2) + task.result()
    ... ''')
    >>> [type(s).__name__ for s in with_waits_in_order(file).functions[0].body[0].body]
    ['Leave', 'Assigned', 'Assigned', 'Wait', 'Leave']
    """
    functions = tuple(replace(f, body=_block(f.body)) for f in file.functions)
    return replace(file, functions=functions, statements=_block(file.statements))


def _block(body: Statements) -> Statements:
    found: list[tree.SourceStatement] = []
    for statement in body:
        if isinstance(statement, tree.Assigned | tree.Update | tree.Evaluation | tree.Leave):
            statement = _in_order_of(statement, found)
        found.append(tree.with_blocks(statement, _block))
    return tuple(found)


def _in_order_of(
    statement: tree.Assigned | tree.Update | tree.Evaluation | tree.Leave, before: list[tree.SourceStatement]
) -> tree.SourceStatement:
    """The statement without what it calls before it waits: that goes in front of the wait, among those `before` it."""
    value = statement.value
    own = takewhile(lambda s: s.place.line >= statement.place.line, reversed(before))
    for wait in [s for s in own if isinstance(s, tree.Wait)][::-1]:
        earlier = [] if value is None else _called_before(value, wait.place)
        if value is None or not earlier:
            continue
        names = {call.place: tree.NamedValue(call.place, f"value {_told(call.place)}") for call in earlier}
        at = before.index(wait)
        before[at:at] = [tree.Assigned(call.place, (names[call.place],), call) for call in earlier]
        value = _named(value, earlier, names)
    return statement if value is statement.value or value is None else replace(statement, value=value)


def _told(place: Place) -> str:
    return f"of line {place.line}, column {place.column}"


def _called_before(value: tree.Expression, place: Place) -> list[tree.CallOf]:
    """The calls that are made, whatever holds, before what stands at the place; none where nothing stands there."""
    found: list[tree.CallOf] = []
    for node in _in_order(value, place):
        if not isinstance(node, tree.CallOf):
            return found
        found.append(node)
    return []


def _in_order(node: tree.Node, place: Place) -> Iterator[tree.Node]:
    """The outermost calls in the order of evaluation, and the name at the place, behind which nothing counts."""
    if isinstance(node, tree.NamedValue) and node.place == place:
        yield node
    elif isinstance(node, tree.CallOf) and not _holds(node, place):
        if not node.spawned:
            yield node
    elif isinstance(node, tree.Operation) and node.op in ("and", "or"):
        yield from _in_order(node.operands[0], place)
    elif isinstance(node, tree.Conditional):
        yield from _in_order(node.test, place)
    elif not isinstance(node, tree.Lambda | tree.Comprehension):
        for inner in tree.children(node):
            yield from _in_order(inner, place)


def _holds(node: tree.Node, place: Place) -> bool:
    return any(isinstance(inner, tree.NamedValue) and inner.place == place for inner in tree.walk(node))


def _named(value: tree.Expression, calls: list[tree.CallOf], names: dict[Place, tree.NamedValue]) -> tree.Expression:
    def change(node: tree.Node) -> tree.Node:
        if any(node is call for call in calls):
            return names[node.place]  # type: ignore[union-attr]
        return tree.with_children(node, change)

    return change(value) if calls else value  # type: ignore[return-value]
