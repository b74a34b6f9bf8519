"""Walks over a graph that enter every vertex at most once, by the marks they leave; and results kept in a dictionary.

A vertex is marked when it is entered, or put on the list of work, and nothing that is marked is entered again: so the
rows of the graph are gone through once each, O(V + E) in all (amortised). Source: CLRS 4e, sections 20.2 and 20.3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeAlias

from recur.model import source_tree as tree
from recur.model.records import frozen
from recur.source_costs.answered import shape_of_node

TAKES_OUT = frozenset(("pop", "popleft", "poll", "get", "remove", "pop_front", "pop_back", "heappop", "removeFirst"))
_LOOKS = frozenset(("front", "top", "peek"))
PUTS_IN = frozenset(
    ("append", "appendleft", "push", "add", "offer", "put", "push_back", "push_front", "heappush", "emplace", "addLast")
)
_MARKS = frozenset(("add", "append", "insert"))
_UNMARKS = frozenset(
    ("remove", "discard", "clear", "pop", "popitem", "erase", "difference_update", "intersection_update",
     "symmetric_difference_update", "__delitem__")
)  # fmt: skip

#: calls that leave what they are given as it is, or only put into it
_READS = PUTS_IN | TAKES_OUT | frozenset(
    ("len", "print", "range", "enumerate", "zip", "sum", "min", "max", "any", "all", "sorted", "list", "set", "tuple",
     "str", "repr", "isinstance", "abs", "ord", "size", "strlen", "printf", "deque", "extend", "update", "next", "iter",
     "index", "count", "get", "contains", "containsKey", "copy", "deepcopy", "reversed", "dict", "int", "float", "bool",
     "union", "issubset", "setdefault")
)  # fmt: skip

Block: TypeAlias = tuple[tree.SourceStatement, ...]


@frozen
class WorkList:
    """while work: node = work.pop() …: what holds the work, the names of what is taken out, and the marks.

    `per_edge`: a vertex may be put in once an edge, and is looked at when it is taken out.
    """

    work: str
    taken: frozenset[str]
    marks: frozenset[str]
    per_edge: bool


@frozen
class RecursiveVisit:
    """A function that marks its argument, and calls itself for what is not marked; `entry`: it asks at its entry."""

    taken: frozenset[str]
    marks: frozenset[str]
    entry: bool


def work_list(node: tree.TestLoop) -> WorkList | None:
    """The loop as a walk over a graph; None where nothing keeps a vertex from being entered twice."""
    if node.test is None:
        return None
    tested = {x.name for x in tree.walk(node.test) if isinstance(x, tree.NamedValue)}
    for work in sorted(tested):
        taken = _taken_from(work, node.body)
        if not taken:
            continue
        pushes = list(_guarded_pushes(work, node.body, ()))
        if not pushes:
            continue
        unmarked = unmarked_in(node.body)
        counted = _counted_down(node.body)
        marks = [
            _mark_at_push(vertex, tests, block) or _reaches_zero(vertex, tests, counted)
            for vertex, tests, block in pushes
        ]
        if all(marks):
            found = frozenset(m for m in marks if m)
            if not found & unmarked:
                return WorkList(work, taken, found, False)
        entry = _asked_at_entry(node.body, taken)
        if entry and not entry & unmarked:
            return WorkList(work, taken, entry, True)
    return None


def recursive_visit(f: tree.Function, called: str) -> RecursiveVisit | None:
    """The function as a walk: its own calls enter nothing that is marked."""
    own = [p.name for p in f.parameters if p.name not in ("self", "this")]
    calls = [node for node in _within(f.body) if isinstance(node, tree.CallOf) and name_of(node.function) == called]
    if not calls:
        return None
    unmarked = unmarked_in(f.body, called) | _apart(calls, f)
    entry = _asked_at_entry(f.body, frozenset(own))
    if entry and not entry & unmarked:
        return RecursiveVisit(frozenset(own), entry, True)
    marked = {m for s in f.body for m, names in _marks_of(s) if names & set(own)}
    guards = [guard_of(call, f.body, marked) for call in calls]
    if marked and guards and all(guards) and not marked & unmarked:
        return RecursiveVisit(frozenset(own), frozenset(g for g in guards if g), False)
    return None


def kept_results(f: tree.Function) -> tuple[str, tuple[str, ...]] | None:
    """(memo, names of the key) where the function looks its argument up, and keeps what it finds.

    if n in memo: return memo[n] … memo[n] = …
    """
    own = {p.name for p in f.parameters}
    for s in f.body:
        if not isinstance(s, tree.Alternatives):
            continue
        for alternative in s.alternatives[:1]:
            for memo, key in _looked_up(alternative):
                names = tuple(dict.fromkeys(x.name for x in tree.walk(key) if isinstance(x, tree.NamedValue)))
                if (
                    names
                    and set(names) <= own
                    and _is_one_for_all_calls(f, memo)
                    and _keeps_each(f, f.body, partial(_is_kept, memo=memo, key=key))
                ):
                    return memo, names
    for s in f.body:
        if isinstance(s, tree.Alternatives) and len(s.alternatives) == 1 and s.alternatives[0].test is not None:
            [only] = s.alternatives
            for memo, asked in _asks_unmarked(s.alternatives[0].test):
                kept = _is_one_for_all_calls(f, memo) and _keeps_each(
                    f, only.body, partial(_is_marked, marks=memo, names=asked)
                )
                if asked and asked <= own and kept and _calls_of(f, only.body) == _calls_of(f, f.body):
                    return memo, tuple(sorted(asked))
    return None


def _is_one_for_all_calls(f: tree.Function, memo: str) -> bool:
    """Do all calls keep their results in one place? Not where each makes its own, or is handed none.

    A default of Python is made once, if none of the calls replaces it.
    """
    own = {name_of(x.function) for x in _within(f.body) if isinstance(x, tree.CallOf) and calls_by_name(x, f)}
    if memo in _taken_away(f.body, own):
        return False
    replaced = any(isinstance(x, tree.Assigned) and memo in map(name_of, x.targets) for x in _within(f.body))
    calls = [x for x in _within(f.body) if isinstance(x, tree.CallOf) and calls_by_name(x, f)]
    first, _, field = memo.partition(".")
    if field:
        return not replaced and all(name_of(x.function).rpartition(".")[0] == first for x in calls)
    position = next((i for i, p in enumerate(f.parameters) if p.name == memo), None)
    if position is None:
        return not replaced
    place = position - (f.parameters[0].name in ("self", "this", "cls"))
    given = [[*x.arguments[place : place + 1], *(v for name, v in x.keywords if name == memo)] for x in calls]
    default = isinstance(f.parameters[position].default, tree.Collection | tree.CallOf)
    if not all(name_of(x[0]) == memo if x else default and not replaced for x in given):
        return False
    return not replaced or _is_made_where_none_is(f, memo)


def _is_made_where_none_is(f: tree.Function, memo: str) -> bool:
    """Is it set only as `if memo is None: memo = {}` says?"""
    asked = [s for s in f.body if isinstance(s, tree.Alternatives) and len(s.alternatives) == 1]
    inside = [x for s in asked if _asks_for_none(s.alternatives[0].test, memo) for x in _within((s,))]
    everywhere = [x for x in _within(f.body) if isinstance(x, tree.Assigned) and memo in map(name_of, x.targets)]
    return all(any(x is y for y in inside) for x in everywhere)


def _asks_for_none(test: tree.Expression | None, name: str) -> bool:
    match test:
        case tree.Operation(op="is" | "==", operands=(tree.NamedValue(name=own), tree.Literal(value=None))):
            return own == name
        case tree.Operation(op="not", operands=(tree.NamedValue(name=own),)):
            return own == name
    return False


def _calls_of(f: tree.Function, body: Block) -> int:
    return sum(isinstance(x, tree.CallOf) and calls_by_name(x, f) for x in _within(body))


def is_generator(f: tree.Function) -> bool:
    """Does it yield, and no function inside of it alone?"""
    pending: list[tree.Node] = [*f.body]
    while pending:
        node = pending.pop()
        if isinstance(node, tree.Leave) and node.kind == "yield":
            return True
        if not isinstance(node, tree.InnerFunction | tree.Function):
            pending += tree.children(node)
    return False


def calls_by_name(x: tree.CallOf, f: tree.Function) -> bool:
    """A call of the function, or of the method of another object."""
    name = x.function.name if isinstance(x.function, tree.Member | tree.NamedValue) else ""
    return name.rpartition(".")[2] == f.name.rpartition(".")[2]


def _is_kept(s: tree.SourceStatement, memo: str, key: tree.Expression) -> bool:
    match s:
        case tree.Assigned(targets=targets):
            cells = [(t.container, t.index) for t in targets if isinstance(t, tree.Element)]
        case tree.Evaluation(value=tree.CallOf(function=tree.Member(value=own, name="put"), arguments=(index, _))):
            cells = [(own, index)]
        case _:
            return False
    return any(name_of(own) == memo and shape_of_node(index) == shape_of_node(key) for own, index in cells)


def _is_marked(s: tree.SourceStatement, marks: str, names: frozenset[str]) -> bool:
    return any(own == marks and stored & names for own, stored in _marks_of(s))


def _keeps_each(f: tree.Function, body: Block, is_kept: Callable[[tree.SourceStatement], bool]) -> bool:
    """Does every way through the block that calls the function again keep what it finds, before it ends?"""
    ends = _ways(body, f, is_kept, {(False, False)})
    kept = any(isinstance(x, tree.Assigned | tree.Evaluation) and is_kept(x) for x in _within(body))
    return kept and ends is not None and (True, False) not in ends


def _ways(
    body: Block,
    f: tree.Function,
    is_kept: Callable[[tree.SourceStatement], bool],
    ways: set[tuple[bool, bool]],
) -> set[tuple[bool, bool]] | None:
    """(it has called, it has kept) for each way to the end of the block; None where one returns without keeping."""
    for s in body:
        blocks: list[Block] = []
        match s:
            case tree.Alternatives(alternatives=alternatives):
                blocks = [a.body for a in alternatives]
                if all(a.test is not None for a in alternatives):
                    blocks.append(())
            case tree.EachLoop() | tree.TestLoop():
                blocks = [s.body, ()]
        inside = sum(_calls_of(f, b) for b in blocks)
        ways = {(called or _calls_of(f, (s,)) > inside, kept or (not blocks and is_kept(s))) for called, kept in ways}
        if blocks:
            found = [_ways(b, f, is_kept, ways) for b in blocks]
            if any(x is None for x in found):
                return None
            ways = set().union(*(x for x in found if x is not None))
        if isinstance(s, tree.Leave) and s.kind == "return":
            return None if (True, False) in ways else set()
    return ways


def _looked_up(alternative: tree.Alternative) -> Iterator[tuple[str, tree.Expression]]:
    leaves = alternative.body and isinstance(alternative.body[-1], tree.Leave) and alternative.body[-1].kind == "return"
    if not leaves:
        return
    match alternative.test:
        case tree.Operation(op="in", operands=(key, memo)) if name_of(memo):
            yield name_of(memo), key
        case tree.CallOf(function=tree.Member(value=memo, name="containsKey"), arguments=(key,)) if name_of(memo):
            yield name_of(memo), key
        case tree.Operation(op="!=" | "is not" | ">=" | ">", operands=(tree.Element(container=memo, index=key), _)):
            if name_of(memo):
                yield name_of(memo), key


# ---- the parts


def _within(body: tuple[tree.SourceStatement, ...]) -> Iterator[tree.Node]:
    for s in body:
        yield from tree.walk(s)


def name_of(node: tree.Node | None) -> str:
    match node:
        case tree.NamedValue(name=name):
            return name
        case tree.Member(value=value, name=name):
            inner = name_of(value)
            return f"{inner}.{name}" if inner else ""
    return ""


def owner_and_method(node: tree.CallOf) -> tuple[str, str]:
    """(receiver, method); heappush(work, x) is a method of its first argument."""
    name = node.function.name if isinstance(node.function, (tree.Member, tree.NamedValue)) else ""
    if name in ("heappush", "heappop") and node.arguments:
        return name_of(node.arguments[0]), name
    if isinstance(node.function, tree.Member):
        return name_of(node.function.value), name
    return "", name


def _taken_from(work: str, body: tuple[tree.SourceStatement, ...]) -> frozenset[str]:
    """The names of what a round takes out, on its own level."""
    taken: set[str] = set()
    out = False
    for s in body:
        match s:
            case tree.Assigned(targets=targets, value=tree.CallOf() as call):
                owner, method = owner_and_method(call)
                if owner == work and method in TAKES_OUT | _LOOKS:
                    out = out or method in TAKES_OUT
                    taken |= {x.name for t in targets for x in tree.walk(t) if isinstance(x, tree.NamedValue)}
            case tree.Evaluation(value=tree.CallOf() as call):
                owner, method = owner_and_method(call)
                out = out or (owner == work and method in TAKES_OUT)
            case tree.EachLoop(iterable=iterable) if not taken:
                for node in tree.walk(iterable):
                    if (
                        isinstance(node, tree.CallOf)
                        and owner_and_method(node)[0] == work
                        and owner_and_method(node)[1] in TAKES_OUT
                    ):
                        return frozenset(("·popped",))
    return frozenset(taken) if out else frozenset()


Push = tuple[frozenset[str], tuple[tree.Expression, ...], tuple[tree.SourceStatement, ...]]


def _guarded_pushes(
    work: str, body: tuple[tree.SourceStatement, ...], tests: tuple[tree.Expression, ...]
) -> Iterator[Push]:
    """What is put in: its names, the tests around it, and the block it stands in."""
    for s in body:
        if isinstance(s, tree.Evaluation) and isinstance(s.value, tree.CallOf):
            owner, method = owner_and_method(s.value)
            if owner == work and method in PUTS_IN | {"extend"}:
                names = {x.name for a in s.value.arguments for x in tree.walk(a) if isinstance(x, tree.NamedValue)}
                yield frozenset(names - {work}), tests, body
        elif isinstance(s, tree.Alternatives):
            for alternative in s.alternatives:
                more = (alternative.test,) if alternative.test is not None else ()
                yield from _guarded_pushes(work, alternative.body, tests + more)
        elif isinstance(s, (tree.EachLoop, tree.TestLoop)):
            inner = list(s.body)
            # if v in seen: continue guards what follows
            yield from _guarded_pushes(work, tuple(inner), tests + tuple(_passed_over(s.body)))


def _passed_over(body: tuple[tree.SourceStatement, ...]) -> Iterator[tree.Expression]:
    for s in body:
        if isinstance(s, tree.Alternatives) and len(s.alternatives) == 1:
            [only] = s.alternatives
            if (
                only.test is not None
                and only.body
                and isinstance(only.body[-1], tree.Leave)
                and only.body[-1].kind == "continue"
            ):
                yield tree.Operation(only.place, "not", (only.test,))


def _mark_at_push(
    names: frozenset[str], tests: tuple[tree.Expression, ...], block: tuple[tree.SourceStatement, ...]
) -> str:
    """The marks that the test asks for one of the names, and the block sets for it."""
    asked = {mark for test in tests for mark, own in _asks_unmarked(test) if own & names}
    for s in block:
        for mark, own in _marks_of(s):
            if mark in asked and own & names:
                return mark
    return ""


def _counted_down(body: tuple[tree.SourceStatement, ...]) -> frozenset[str]:
    """What is only ever lowered by 1: in-degrees."""
    found = set()
    for node in _within(body):
        match node:
            case tree.Update(target=tree.Element() as cell, op="-", value=tree.Literal(value=1)):
                found.add(_base(cell))
    return frozenset(found)


def _reaches_zero(names: frozenset[str], tests: tuple[tree.Expression, ...], counted: frozenset[str]) -> str:
    """indegree[v] == 0, right behind indegree[v] −= 1: that is so once for each v."""
    for test in tests:
        match test:
            case tree.Operation(op="==", operands=(tree.Element() as cell, tree.Literal(value=0))):
                if _base(cell) in counted and _names(cell) & names:
                    return _base(cell)
            case tree.Operation(op="not", operands=(tree.Element() as cell,)):
                if _base(cell) in counted and _names(cell) & names:
                    return _base(cell)
    return ""


def _asks_unmarked(test: tree.Expression) -> Iterator[tuple[str, frozenset[str]]]:
    """v not in seen, not seen[v], dist[v] == -1, dist[v] is None: the marks, and the names of the vertex."""
    match test:
        case tree.Operation(op="and", operands=operands):
            for x in operands:
                yield from _asks_unmarked(x)
        case tree.Operation(op="not", operands=(inner,)):
            yield from _asks_marked(inner)
        case tree.Operation(op="not in", operands=(vertex, marks)) if name_of(marks):
            yield name_of(marks), _names(vertex)
        case tree.Operation(op="==" | "is", operands=(tree.Element() as cell, other)) if not isinstance(
            other, tree.NamedValue
        ) or other.name in ("INF", "inf"):
            yield _base(cell), _names(cell)


def _asks_marked(test: tree.Expression) -> Iterator[tuple[str, frozenset[str]]]:
    match test:
        case tree.Operation(op="or", operands=operands):
            for x in operands:
                yield from _asks_marked(x)
        case tree.Operation(op="not", operands=(inner,)):
            yield from _asks_unmarked(inner)
        case tree.Operation(op="in", operands=(vertex, marks)) if name_of(marks):
            yield name_of(marks), _names(vertex)
        case tree.Operation(op="!=" | "is not", operands=(tree.Element() as cell, _)):
            yield _base(cell), _names(cell)
        case tree.Element():
            yield _base(test), _names(test)
        case tree.CallOf(
            function=tree.Member(value=marks, name="contains" | "containsKey" | "count"), arguments=(vertex,)
        ):
            yield name_of(marks), _names(vertex)


def _base(cell: tree.Element) -> str:
    inner: tree.Expression = cell
    while isinstance(inner, tree.Element):
        inner = inner.container
    return name_of(inner)


def _names(node: tree.Expression) -> frozenset[str]:
    """The names of a vertex: v, (r, c), or the indices of a cell."""
    if isinstance(node, tree.Element):
        own = _names(node.index)
        return own | _names(node.container) if isinstance(node.container, tree.Element) else own
    return frozenset(x.name for x in tree.walk(node) if isinstance(x, tree.NamedValue))


def _marks_of(s: tree.SourceStatement) -> Iterator[tuple[str, frozenset[str]]]:
    """seen.add(v), seen[v] = …: the marks and the names of the vertex."""
    match s:
        case tree.Evaluation(value=tree.CallOf(function=tree.Member(value=marks, name=name), arguments=(vertex,))):
            if name in _MARKS:
                yield name_of(marks), _names(vertex)
        case tree.Assigned(targets=targets):
            for t in targets:
                if isinstance(t, tree.Element):
                    yield _base(t), _names(t)


def unmarked_in(body: tuple[tree.SourceStatement, ...], walk: str = "") -> frozenset[str]:
    """The marks that the block may take away again, as a search does that goes back: used[v] = False.

    So may a function that is handed them, but for `walk` itself and those that only read.
    """
    return names_set(body) | _taken_away(body, {walk})


def _taken_away(body: Block, walks: set[str]) -> frozenset[str]:
    found = set()
    asked, saved = list(_unmarked_values(body)), set(_saved_marks(body))
    for node in _within(body):
        match node:
            case tree.CallOf(function=tree.Member(value=marks, name=name)) if name in _UNMARKS:
                found.add(_base(marks) if isinstance(marks, tree.Element) else name_of(marks))
            case tree.CallOf(function=function, arguments=arguments) if (
                name_of(function) or "?"
            ) not in walks and name_of(function).rpartition(".")[2] not in _READS:
                found |= {name for x in arguments if (name := name_of(x))}
            case tree.Update(target=tree.NamedValue(name=marks), op="-" | "^" | "&"):
                found.add(marks)
            case tree.Update(target=tree.Element() as cell, op="^" | "&"):
                found.add(_base(cell))
            case tree.Assigned(targets=targets, value=value):
                found |= {name_of(t.container) for t in targets if isinstance(t, tree.Slice)}
                cells = [t for t in targets if isinstance(t, tree.Element)]
                found |= {_base(t) for t in cells if _is_put_back(_base(t), value, asked, saved)}
    return frozenset(found)


def depth_of_marks(marks: str, body: tuple[tree.SourceStatement, ...]) -> int:
    """How many indices the block sets marks with: 2 for seen[r][c] = True; 0 where they are no array, as with `in`."""
    found = set()
    for node in _within(body):
        if isinstance(node, tree.Operation) and node.op in ("in", "not in") and name_of(node.operands[1]) == marks:
            return 0
        for t in node.targets if isinstance(node, tree.Assigned) else ():
            depth = 0
            while isinstance(t, tree.Element):
                t, depth = t.container, depth + 1
            if depth and name_of(t) == marks:
                found.add(depth)
    return found.pop() if len(found) == 1 else 0


def _is_put_back(
    marks: str,
    value: tree.Expression | None,
    asked: list[tuple[str, tree.Expression | None]],
    saved: set[tuple[str, str]],
) -> bool:
    """Is it the value that what is not marked has, or what has stood there before?"""
    match value:
        case tree.Literal(value=one):
            return any(
                own == marks and (not one if other is None else isinstance(other, tree.Literal) and other.value == one)
                for own, other in asked
            )
        case tree.NamedValue(name=name):
            return (marks, name) in saved
        case tree.Operation(op="not"):
            return True
    return any(
        own == marks and other is not None and shape_of_node(other) == shape_of_node(value) for own, other in asked
    )


def _unmarked_values(body: tuple[tree.SourceStatement, ...]) -> Iterator[tuple[str, tree.Expression | None]]:
    """What is not marked is told by: (marks, its value), None for whatever counts as false."""
    for node in _within(body):
        match node:
            case tree.Operation(op="==" | "!=" | "is" | "is not", operands=(tree.Element() as cell, other)):
                yield _base(cell), other
            case tree.Alternative(test=test) | tree.TestLoop(test=test) | tree.Conditional(test=test):
                yield from ((_base(cell), None) for cell in _truths(test))


def _truths(test: tree.Expression | None) -> Iterator[tree.Element]:
    """The cells that the test asks whether they are true."""
    match test:
        case tree.Operation(op="and" | "or" | "not", operands=operands):
            for x in operands:
                yield from _truths(x)
        case tree.Element():
            yield test


def _saved_marks(body: tuple[tree.SourceStatement, ...]) -> Iterator[tuple[str, str]]:
    """old = board[r][c]: (marks, name), for what is put back."""
    for node in _within(body):
        match node:
            case tree.Assigned(targets=targets, value=tree.Element() as cell):
                yield from ((_base(cell), t.name) for t in targets if isinstance(t, tree.NamedValue))


def _apart(calls: list[tree.CallOf], f: tree.Function) -> frozenset[str]:
    """The parameters for which a call hands on another thing than itself: seen.copy(), seen | {v}."""
    parameters = [p for p in f.parameters if p.name not in ("self", "this", "cls")]
    shared = {p.name for p in parameters if isinstance(p.default, tree.Collection | tree.CallOf)}  # made once
    found = set()
    for call in calls:
        given = [*zip((p.name for p in parameters), call.arguments, strict=False), *call.keywords]
        found |= {name for name, x in given if name_of(x) != name}
        found |= {p.name for p in parameters} - {name for name, _ in given} - shared
    return frozenset(found)


def _asked_at_entry(body: tuple[tree.SourceStatement, ...], taken: frozenset[str]) -> frozenset[str]:
    """if node in seen: continue (or return), and seen.add(node) behind it; or both inside `if node not in seen`."""
    asked: set[str] = set()
    for s in body:
        if isinstance(s, tree.Alternatives):
            first = s.alternatives[0]
            leaves = (
                first.body and isinstance(first.body[-1], tree.Leave) and first.body[-1].kind in ("continue", "return")
            )
            if first.test is None:
                continue
            if leaves:
                asked |= {mark for mark, own in _asks_marked(first.test) if own and own <= taken}
            elif len(s.alternatives) == 1:
                inside = {mark for mark, own in _asks_unmarked(first.test) if own and own <= taken}
                set_here = {mark for inner in first.body for mark, own in _marks_of(inner) if own and own <= taken}
                if inside & set_here:
                    return frozenset(inside & set_here)
        marked = {mark for mark, own in _marks_of(s) if own and own <= taken}
        if asked & marked:
            return frozenset(asked & marked)
    return frozenset()


def guard_of(call: tree.CallOf, body: tuple[tree.SourceStatement, ...], marked: set[str]) -> str:
    """The marks that a test around the call asks for what is handed on."""
    handed = frozenset().union(*(_names(x) for x in call.arguments)) if call.arguments else frozenset()

    def search(block: tuple[tree.SourceStatement, ...], tests: tuple[tree.Expression, ...]) -> str:
        for s in block:
            if isinstance(s, tree.Alternatives):
                for alternative in s.alternatives:
                    more = (alternative.test,) if alternative.test is not None else ()
                    found = search(alternative.body, tests + more)
                    if found:
                        return found
            elif isinstance(s, (tree.EachLoop, tree.TestLoop)):
                found = search(s.body, tests + tuple(_passed_over(s.body)))
                if found:
                    return found
            elif any(node is call for node in tree.walk(s)):
                asked = {mark for test in tests for mark, own in _asks_unmarked(test) if own & handed}
                return next(iter(asked & marked), "")
        return ""

    return search(body, ())


def names_set(body: tuple[tree.SourceStatement, ...]) -> frozenset[str]:
    """The names that a block sets anew; if seen is None: seen = set() only fills in what was not handed on."""
    found: set[str] = set()
    filled: set[str] = set()
    for node in _within(body):
        match node:
            case tree.Alternative(
                test=tree.Operation(op="is" | "==", operands=(tree.NamedValue(name=name), tree.Literal(value=None)))
            ):
                filled.add(name)
            case tree.Assigned(targets=targets):
                found |= {t.name for t in targets if isinstance(t, tree.NamedValue)}
    return frozenset(found - filled)


def times_set(body: tuple[tree.SourceStatement, ...], name: str) -> int:
    """In how many places the block sets the name."""
    return sum(
        isinstance(x, tree.NamedValue) and x.name == name
        for node in _within(body)
        for t in (
            node.targets if isinstance(node, tree.Assigned)
            else (node.target,) if isinstance(node, tree.Update | tree.EachLoop | tree.NamedExpression) else ()
        )
        for x in tree.walk(t) if not isinstance(t, tree.Element | tree.Member)
    )  # fmt: skip


def settings_in(node: tree.Node) -> Iterator[tuple[str, tree.Expression | None]]:
    """The names that a statement sets, each with what it is set to."""
    match node:
        case tree.Assigned(targets=targets, value=value):
            for target in targets:
                if isinstance(target, tree.NamedValue):
                    yield target.name, value
                elif isinstance(target, tree.Collection):
                    values = value.items if isinstance(value, tree.Collection) else (None,) * len(target.items)
                    pairs = zip(target.items, values, strict=False)
                    yield from ((t.name, v) for t, v in pairs if isinstance(t, tree.NamedValue))
        case tree.Update(target=tree.NamedValue(name=name)) | tree.EachLoop(target=tree.NamedValue(name=name)):
            yield name, None


def names_moved(body: tuple[tree.SourceStatement, ...]) -> frozenset[str]:
    """All names that a block gives another value, loops too."""
    found: set[str] = set()
    for s in body:
        for node in tree.walk(s):
            targets: tuple[tree.Expression, ...] = ()
            if isinstance(node, tree.Assigned):
                targets = node.targets
            elif isinstance(node, tree.Update | tree.EachLoop | tree.NamedExpression):
                targets = (node.target,)
            found |= {x.name for t in targets for x in tree.walk(t) if isinstance(x, tree.NamedValue)}
    return frozenset(found)


def set_once(function: tree.Function) -> dict[str, tree.Expression]:
    """The names that one line alone sets, each with what it sets it to."""
    settings = [setting for node in tree.walk(function) for setting in settings_in(node)]
    times = Counter([*(name for name, _ in settings), *(p.name for p in function.parameters)])
    return {name: value for name, value in settings if value is not None and times[name] == 1}


def rows_of(iterable: tree.Expression, taken: frozenset[str]) -> tree.Expression | None:
    """graph of graph[u], graph.get(u, ()), graph[u].items(), graph[work.pop()]."""
    for node in tree.walk(iterable):
        match node:
            case tree.Element(container=container, index=index) if name_of(container):
                if _names(index) & taken or any(isinstance(x, tree.CallOf) for x in tree.walk(index)):
                    return container
            case tree.CallOf(
                function=tree.Member(value=container, name="get" | "getOrDefault" | "neighbors"), arguments=arguments
            ):
                if arguments and _names(arguments[0]) & taken and name_of(container):
                    return container
    return None
