"""Walks over linked nodes by a list of work: each node of a tree is put in once, by the one node that holds it.

Source: CLRS 4e, sections 10.3 and 12.1. What a walk has to look like is told by its text alone; how many nodes there
are is told by what the list of work holds before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from recur.model import Place, source_tree as tree
from recur.model.records import frozen, replace
from recur.source_costs.visiting import PUTS_IN, TAKES_OUT, name_of, owner_and_method, times_set

#: what leads away from a node, to nodes that no other link of another node leads to
DOWNWARD = frozenset(("left", "right", "next", "child", "children", "first", "second", "tail"))
Statements = tuple[tree.SourceStatement, ...]


@frozen
class NodeWalk:
    """`work` holds nodes, `now` is the name of one that is gone down from; one of them may be "".

    `inside`: the loops through the nodes of one level, down one side, or through the children of a node, and how many
    loops each is inside of. `links`: so often nothing may be put in for a node, 0 where it is asked before. `whole`:
    every node is come to.
    """

    work: str
    now: str
    inside: tuple[tuple[Place, int], ...]
    links: int
    whole: bool
    #: the loop that it is read as, where it is written another way
    loop: tree.TestLoop | None = None


def node_walk(loop: tree.TestLoop) -> NodeWalk | None:
    """The loop as a walk over linked nodes; None where a node may be come to twice."""
    loop = loop if loop.test is not None else _with_its_test(loop)
    if loop.test is None or loop.updates or _changes_links(loop.body):
        return None
    tested = _truth_of(loop.test)
    if len(tested) == 1:
        return _by_work_list(loop, tested[0]) or _by_levels(loop, tested[0])
    if len(tested) == 2 and isinstance(loop.test, tree.Operation) and loop.test.op == "or":
        pairs = (tested, tested[::-1])
        return next((w for pair in pairs if (w := _in_order(loop, *pair) or _by_turns(loop, *pair)) is not None), None)
    return None


def _with_its_test(loop: tree.TestLoop) -> tree.TestLoop:
    """while node or work, written as while True: if node: … else: if not work: break …, or with a loop for one side."""
    match loop.body:
        case (tree.Alternatives(alternatives=(down, tree.Alternative(test=None, body=(leaves, *up)))) as turns,):
            work = _left_without(leaves)
            body: Statements = (replace(turns, alternatives=(down, replace(turns.alternatives[1], body=tuple(up)))),)
        case (tree.Alternatives(alternatives=(down, up, tree.Alternative(body=(tree.Leave(kind="break"),)))) as turns,):
            tested = _truth_of(up.test) if up.test is not None else []
            work = tested[0] if len(tested) == 1 and turns.alternatives[2].test is None else ""
            body = (replace(turns, alternatives=(down, replace(up, test=None))),)
        case (tree.TestLoop() as down, leaves, *up):
            work, body = _left_without(leaves), (down, *up)
        case _:
            return loop
    now = _truth_of(down.test) if down.test is not None else []
    if not work or len(now) != 1:
        return loop
    both = tuple(tree.NamedValue(loop.place, name) for name in (*now, work))
    return replace(loop, test=tree.Operation(loop.place, "or", both), body=body)


def _left_without(s: tree.SourceStatement) -> str:
    """The list of work in `if not work: break`."""
    match s:
        case tree.Alternatives(
            alternatives=(tree.Alternative(test=tree.Operation(op=op, operands=(asked, *rest)), body=(leaves,)),)
        ) if isinstance(leaves, tree.Leave) and leaves.kind == "break":
            holds = asked if op == "not" else tree.Operation(s.place, ">", (asked, *rest)) if op == "==" else None
            names = [] if holds is None else _truth_of(holds)
            return names[0] if len(names) == 1 else ""
    return ""


def _truth_of(test: tree.Expression) -> list[str]:
    """The names that the test asks whether they hold anything: work, len(work) > 0, node is not None, of one or two."""
    match test:
        case tree.Operation(op="or", operands=operands):
            return [name for x in operands for name in _truth_of(x)]
        case tree.Operation(op=">" | "!=", operands=(tree.CallOf(arguments=(inner,)), tree.Literal(value=0))):
            return [name_of(inner)] if isinstance(inner, tree.NamedValue) else []
        case tree.Operation(op="is not" | "!=", operands=(tree.NamedValue(name=name), tree.Literal(value=None))):
            return [name]
        case tree.Operation(op="not", operands=(tree.CallOf(function=tree.Member(value=owner, name=asked)),)):
            return [name_of(owner)] if asked in ("empty", "isEmpty") else []
        case tree.Operation(op="not", operands=(tree.Operation(op="==", operands=(length, tree.Literal(value=0))),)):
            return _truth_of(tree.Operation(test.place, ">", (length, tree.Literal(test.place, 0))))
        case tree.Operation(op=">" | "!=", operands=(tree.Member(value=owner, name="length"), tree.Literal(value=0))):
            return [name_of(owner)]
        case tree.NamedValue(name=name):
            return [name]
    return []


def _changes_links(body: Statements) -> bool:
    targets = (
        t for s in body for x in tree.walk(s)
        for t in (x.targets if isinstance(x, tree.Assigned) else (x.target,) if isinstance(x, tree.Update) else ())
    )  # fmt: skip
    return any(isinstance(x, tree.Member) and x.name in DOWNWARD for t in targets for x in tree.walk(t))


def _leaves(body: Statements) -> bool:
    return any(
        isinstance(x, tree.Leave) and x.kind in ("break", "return", "continue") for s in body for x in tree.walk(s)
    )


def _uses(body: Statements, name: str) -> int:
    return sum(isinstance(x, tree.NamedValue) and x.name == name for s in body for x in tree.walk(s))


# ---- stack and queue


def _by_work_list(loop: tree.TestLoop, work: str) -> NodeWalk | None:
    """while work: node = work.pop(); work.append(node.left) … on the level of the body, or of one loop over a level."""
    level = next((s for s in loop.body if isinstance(s, tree.EachLoop) and _takes(s.body, work)), None)
    body = loop.body if level is None else level.body
    if level is not None and not _through_level(loop.body, level, work):
        return None
    taken = _takes(body, work)
    if len(taken) != 1 or times_set(loop.body, work) or any(times_set(body, name) > 1 for name in taken[0]):
        return None
    pushed = list(_pushes(body, work, frozenset(taken[0]), ()))
    length = 0 if level is None else _lengths(loop.body, work)
    if _uses(loop.body, work) != 1 + len(pushed) + length or not _each_once(pushed):
        return None
    depth = 1 if level is None else 2
    children = [(s.place, depth) for s in body if isinstance(s, tree.EachLoop) and _of_children(s, frozenset(taken[0]))]
    inside = (*(() if level is None else ((level.place, 1),)), *children)
    return NodeWalk(work, "", inside, *_whole(pushed, loop.body))


def _takes(body: Statements, work: str) -> list[tuple[str, ...]]:
    """The names of what statements of the block take out of the work."""
    found = []
    for s in body:
        match s:
            case tree.Assigned(targets=(target,), value=tree.CallOf() as call):
                owner, method = owner_and_method(call)
                if owner == work and method in TAKES_OUT:
                    found.append(tuple(x.name for x in tree.walk(target) if isinstance(x, tree.NamedValue)))
    return found


#: one that is put in: the link, and whether it is asked for before
Push = tuple[tuple[str, str] | None, bool]


def _pushes(body: Statements, work: str, taken: frozenset[str], tests: tuple[tree.Expression, ...]) -> Iterator[Push]:
    for s in body:
        match s:
            case tree.Evaluation(value=tree.CallOf() as call):
                owner, method = owner_and_method(call)
                if owner == work and (method in PUTS_IN or method == "extend"):
                    link = _link(call.arguments, taken)
                    several = link is not None and (method == "extend") == (link[1] == "children")
                    yield link if several else None, link is not None and _is_asked(link, tests)
            case tree.Alternatives(alternatives=alternatives):
                for a in alternatives:
                    more = () if a.test is None else (a.test,)
                    yield from _pushes(a.body, work, taken, tests + more)
            case tree.EachLoop(target=tree.NamedValue(name=child)) if _of_children(s, taken):
                for _, _ in _pushes(s.body, work, frozenset(), ()):
                    yield (("", "children") if _only_child(s.body, work, child) else None), not tests


def _of_children(s: tree.EachLoop, taken: frozenset[str]) -> bool:
    match s.iterable:
        case tree.Member(value=owner, name="children"):
            return name_of(owner) in taken
    return False


def _only_child(body: Statements, work: str, child: str) -> bool:
    """for child in node.children: work.append(child), once in a round."""
    calls = [x for s in body for x in tree.walk(s) if isinstance(x, tree.CallOf) and owner_and_method(x)[0] == work]
    return len(calls) == 1 and not times_set(body, child) and bool(calls[0].arguments) and any(
        isinstance(x, tree.NamedValue) and x.name == child for x in _parts(calls[0].arguments)
    )  # fmt: skip


def _parts(arguments: tuple[tree.Expression, ...]) -> Iterator[tree.Expression]:
    """The argument, or the items of a tuple that it is."""
    for x in arguments:
        yield from x.items if isinstance(x, tree.Collection) else (x,)


def _link(arguments: tuple[tree.Expression, ...], taken: frozenset[str]) -> tuple[str, str] | None:
    """(node, link) of what is put in; exactly one part of it is a node."""
    links = [
        (name_of(x.value), x.name)
        for x in _parts(arguments)
        if isinstance(x, tree.Member) and x.name in DOWNWARD and name_of(x.value) in taken
    ]
    return links[0] if len(links) == 1 else None


def _is_asked(link: tuple[str, str], tests: tuple[tree.Expression, ...]) -> bool:
    """Is it put in where it is there, and only then? if node.left: …"""

    def asks(x: tree.Expression) -> bool:
        match x:
            case tree.Member(value=owner, name=name):
                return (name_of(owner), name) == link
            case tree.Operation(op="is not" | "!=", operands=(inner, tree.Literal(value=None))):
                return asks(inner)
        return False

    return len(tests) == 1 and asks(tests[0])


def _each_once(pushed: list[Push]) -> bool:
    links = [link for link, _ in pushed]
    return bool(links) and None not in links and len(set(links)) == len(links)


def _whole(pushed: list[Push], body: Statements) -> tuple[int, bool]:
    asked = all(g for _, g in pushed)
    return 0 if asked else len(pushed), asked and not _leaves(body)


def _lengths(body: Statements, work: str) -> int:
    """How often the length of the work is asked for."""
    return sum(isinstance(x, tree.CallOf) and _is_length(x, work) for s in body for x in tree.walk(s))


def _through_level(body: Statements, level: tree.EachLoop, work: str) -> bool:
    """for i in range(len(work)), or up to a name that holds the length: as many as are in it before the loop."""
    match level.iterable:
        case tree.CallOf(function=tree.NamedValue(name="range"), arguments=(bound,)):
            holds = {
                name_of(s.targets[0]) for s in body
                if isinstance(s, tree.Assigned) and len(s.targets) == 1 and _is_length(s.value, work)
            }  # fmt: skip
            return _is_length(bound, work) or (name_of(bound) in holds and times_set(body, name_of(bound)) == 1)
    return False


def _is_length(x: tree.Expression | None, work: str) -> bool:
    match x:
        case tree.CallOf(function=tree.NamedValue(name="len"), arguments=(inner,)):
            return name_of(inner) == work
    return False


# ---- level by level, in a new list each


def _by_levels(loop: tree.TestLoop, work: str) -> NodeWalk | None:
    """while level: below = []; for node in level: below.append(node.left) …; level = below."""
    turned = [
        (i, s.value) for i, s in enumerate(loop.body)
        if isinstance(s, tree.Assigned) and [*map(name_of, s.targets)] == [work]
        and isinstance(s.value, tree.NamedValue)
    ]  # fmt: skip
    if len(turned) != 1:
        return None
    [(at, value)] = turned
    below, before = name_of(value), loop.body[:at]
    levels = [
        s for s in before
        if isinstance(s, tree.EachLoop) and name_of(s.iterable) == work and isinstance(s.target, tree.NamedValue)
    ]  # fmt: skip
    emptied = [
        s for s in before if isinstance(s, tree.Assigned) and _is_empty(s.value) and name_of(s.targets[0]) == below
    ]
    if len(levels) != 1 or len(emptied) != 1 or before.index(emptied[0]) > before.index(levels[0]):
        return None
    [level] = levels
    assert isinstance(level.target, tree.NamedValue)
    pushed = list(_pushes(level.body, below, frozenset((level.target.name,)), ()))
    uses = _uses(loop.body, below) == len(pushed) + 2 and _uses(loop.body, work) == 2
    if not uses or not _each_once(pushed) or times_set(level.body, level.target.name):
        return None
    return NodeWalk(work, "", ((level.place, 1),), *_whole(pushed, loop.body))


def _is_empty(x: tree.Expression | None) -> bool:
    match x:
        case tree.Collection(kind="list", items=()):
            return True
        case tree.CallOf(function=tree.NamedValue(name="list" | "deque"), arguments=()):
            return True
    return False


# ---- in order


def _in_order(loop: tree.TestLoop, work: str, now: str) -> NodeWalk | None:
    """while node or work: while node: work.append(node); node = node.left, then node = work.pop() … node.right."""
    first = loop.body[0] if loop.body else None
    if not isinstance(first, tree.TestLoop) or first.test is None or _truth_of(first.test) != [now]:
        return None
    down = [_step_down(s, now) for s in first.body if _step_down(s, now)]
    beside = [_step_down(s, now) for s in loop.body[1:] if _step_down(s, now)]
    pushes = [
        x for s in first.body if isinstance(s, tree.Evaluation) and isinstance(s.value, tree.CallOf)
        for x in (s.value,) if owner_and_method(x)[0] == work and owner_and_method(x)[1] in PUTS_IN
        and [name_of(a) for a in x.arguments] == [now]
    ]  # fmt: skip
    one_way = len(down) == len(beside) == len(pushes) == 1 and down != beside
    if not one_way or _takes(loop.body[1:], work) != [(now,)] or times_set(loop.body, now) != 3:
        return None
    if _uses(loop.body, work) != 2 or times_set(loop.body, work):
        return None
    return NodeWalk(work, now, ((first.place, 1),), 0, not _leaves(loop.body), loop)


def _by_turns(loop: tree.TestLoop, work: str, now: str) -> NodeWalk | None:
    """while node or work: if node: work.append(node); node = node.left, else: node = work.pop() … node.right."""
    match loop.body:
        case (tree.Alternatives(alternatives=(first, tree.Alternative(test=None, body=up))),):
            asked = _truth_of(first.test) if first.test is not None else []
        case _:
            return None
    down, beside = ([link for s in part if (link := _step_down(s, now))] for part in (first.body, up))
    pushes = [x for s in first.body for x in tree.walk(s) if isinstance(x, tree.CallOf) and _puts_in(x, work, now)]
    if asked != [now] or not len(down) == len(beside) == len(pushes) == 1 or down == beside:
        return None
    if _takes(up, work) != [(now,)] or times_set(loop.body, now) != 3:
        return None
    if _uses(loop.body, work) != 2 or times_set(loop.body, work):
        return None
    return NodeWalk(work, now, (), 2, not _leaves(loop.body), loop)  # a node is put in, and taken out


def _puts_in(x: tree.CallOf, work: str, now: str) -> bool:
    owner, method = owner_and_method(x)
    return owner == work and method in PUTS_IN and [name_of(a) for a in x.arguments] == [now]


def _step_down(s: tree.SourceStatement, now: str) -> str:
    match s:
        case tree.Assigned(targets=(tree.NamedValue(name=name),), value=tree.Member(value=owner, name=link)):
            if name == now == name_of(owner) and link in DOWNWARD:
                return link
    return ""
