"""What is done under a lock by calls that run side by side runs one after the other: it adds to the span.

Behind each call that is started, and behind each loop whose rounds run side by side, the parts of it that hold a lock
are repeated in a row. The work at most doubles, and the span is at least what is done under locks and at most that and
what it would be without them, so that both keep their order of growth: except in a recursion, whose growth may hang on
the factor, and which is therefore not told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import fields
from typing import Any, TypeVar

from recur.model import Place, source_tree as tree
from recur.model.patterns import regex
from recur.model.records import replace
from recur.source_costs.calling import takes_object

Statements = tuple[tree.SourceStatement, ...]
AnyNode = TypeVar("AnyNode", bound=tree.Node)

#: what a front end declares a lock that is made where it stands
_MUTEX = regex(r"(?:std::)?(?:\w+_)?mutex")
_LOCKS = frozenset(("Lock", "RLock", "ReentrantLock"))
#: calls without a cost that matters, in what says how often a loop runs
_PLAIN = frozenset(("len", "range", "min", "max", "abs", "int", "enumerate", "zip"))
_REMARK = "what is done under the lock {lock} runs one after the other, and adds to the span"
_RECURSIVE = "it takes a lock and calls itself: how long each waits for the others does not follow"
_SEVERAL = "whether {names} is called here, one of which takes a lock, is not known"
_UNTOLD = "what is done under the lock hangs on something that is computed without it"


def with_locks_in_a_row(file: tree.SourceFile) -> tree.SourceFile:
    """The file with what runs side by side and holds a lock repeated in a row."""
    if not any(_locks(node) for part in (*file.functions, *file.statements) for node in tree.walk(part)):
        return file
    file = replace(file, functions=tuple(replace(f, body=_without_own(f.body)) for f in file.functions))
    own = {f.key: f for f in file.functions}
    inner = [n.function for part in (*file.functions, *file.statements) for n in tree.walk(part)
             if isinstance(n, tree.InnerFunction)]  # fmt: skip
    times = Counter(f.name for f in inner)
    several = frozenset(f.name for f in inner if times[f.name] > 1 or f.name in own)
    functions = {**{f.name: f for f in inner}, **own}
    locking = {f.name for f in inner if any(map(_locks, tree.walk(f)))}
    locking |= {key for key, f in own.items() if any(map(_locks, tree.walk(f)))}
    rows = LockedRows(functions, locking, several)
    changed = tuple(replace(f, body=rows.block(f.body)) for f in file.functions)
    return replace(
        file, functions=changed, statements=rows.block(file.statements),
        remarks=(*file.remarks, *rows.remarks.values()),
    )  # fmt: skip


def _held_by_nobody_else(body: Statements) -> set[str]:
    """The locks that every run of the block makes for itself, and that it hands to nobody."""
    made = {
        target.name: statement
        for statement in body
        if isinstance(statement, tree.Assigned) and _MUTEX.fullmatch(statement.declared)
        for target in statement.targets
        if isinstance(target, tree.NamedValue)
    }
    others = [n for s in body for n in tree.walk(s) if not any(s is one for one in made.values())] if made else []
    seen = {n.name for n in others if isinstance(n, tree.NamedValue)}
    for inner in (n for n in others if isinstance(n, tree.InnerFunction)):
        seen |= {n.lock for n in tree.walk(inner) if isinstance(n, tree.Guarded)}
    return made.keys() - seen


def _without_own(body: Statements) -> Statements:
    """The block without the locks that nobody waits for, as every run of it makes its own."""
    let_go = _let_go(body, _held_by_nobody_else(body))
    return tuple(tree.with_blocks(statement, _without_own) for statement in let_go)


def _made_for_the_call(function: tree.Function, given: Mapping[str, tree.Expression]) -> set[str]:
    """The parameters that are each handed a lock of its own, which the function hands to nobody."""
    calls = {name: value.function for name, value in given.items() if isinstance(value, tree.CallOf)}
    made = {name for name, f in calls.items() if isinstance(f, tree.NamedValue | tree.Member) and f.name in _LOCKS}
    return made - {n.name for s in function.body for n in tree.walk(s) if isinstance(n, tree.NamedValue)}


def _let_go(body: Statements, locks: set[str]) -> Statements:
    def change(statement: tree.SourceStatement) -> tree.SourceStatement:
        if isinstance(statement, tree.Guarded) and statement.lock in locks:
            statement = replace(statement, lock="")
        return tree.with_blocks(statement, lambda inner: _let_go(inner, locks))

    return tuple(map(change, body)) if locks else body


def _locks(node: tree.Node) -> bool:
    return isinstance(node, tree.Guarded) and bool(node.lock)


class LockedRows:
    """The functions of a file by their keys, and which of them hold a lock somewhere."""

    def __init__(self, functions: Mapping[str, tree.Function], locking: Set[str], several: frozenset[str]) -> None:
        self.functions = functions
        #: names of functions inside of others that mean another function elsewhere
        self.several = several
        self.methods: dict[str, list[str]] = {}
        for key, f in functions.items():
            if f.owner:
                self.methods.setdefault(f.name, []).append(key)
        self.remarks: dict[str, tree.SourceRemark] = {}
        self.calls = {name: set(self._calls_in(f.body)) for name, f in functions.items()}
        holding = set(locking)
        while more := {name for name, called in self.calls.items() if called & holding} - holding:
            holding |= more
        self.holding = holding
        self.made = 0

    def _calls_in(self, body: Statements) -> Iterator[str]:
        for statement in body:
            for node in tree.walk(statement):
                if isinstance(node, tree.CallOf):
                    yield from self._called(node)

    def _called(self, call: tree.CallOf) -> Sequence[str]:
        """The functions that it may be; of x.f() each method f of the file."""
        match call.function:
            case tree.NamedValue(name=name):
                return (name,)
            case tree.Member(name=name):
                return self.methods.get(name, ())
        return ()

    def block(self, body: Statements) -> Statements:
        found: list[tree.SourceStatement] = []
        for statement in body:
            found.append(tree.with_blocks(statement, self.block))
            found += self._behind(statement)
        return tuple(found)

    def _behind(self, statement: tree.SourceStatement) -> Statements:
        """What of the statement runs in a row, though it is started to run beside what follows."""
        if isinstance(statement, tree.EachLoop | tree.TestLoop) and statement.parallel:
            body = self.under_lock(statement.body, ())
            return self._placed((replace(statement, body=body, parallel=False),), statement) if body else ()
        row: list[tree.SourceStatement] = []
        for block in statement.blocks if isinstance(statement, tree.SideBySide) else ():
            row += self.under_lock(block, ())
        for node in _expressions_of(statement):
            if isinstance(node, tree.CallOf) and node.spawned:
                row += self._of_call(node, ())
            elif isinstance(node, tree.Comprehension) and node.parallel:
                body = tuple(s for item in node.items for s in self._of_calls_in(item, ()))
                for clause in reversed(node.clauses if body else ()):
                    body = (tree.EachLoop(node.place, clause.target, clause.iterable, body),)
                row += body
        return self._placed(tuple(row), statement)

    def _placed(self, row: Statements, statement: tree.SourceStatement) -> Statements:
        return tuple(_at(s, statement.place) for s in row)

    def under_lock(self, body: Statements, inside: tuple[str, ...]) -> Statements:
        """The parts of a block that hold a lock, with the loops and the numbers that they hang on."""
        kept: list[tree.SourceStatement] = []
        needed: set[str] = set()
        for statement in reversed(body):
            part = self._part(statement, inside)
            given = _given(statement) & needed
            if not part and given:
                part = (statement,) if _is_plain(statement) else (tree.Unreadable(statement.place, "", _UNTOLD),)
            kept = [*part, *kept]
            needed |= {n.name for s in part for n in tree.walk(s) if isinstance(n, tree.NamedValue)}
        return tuple(kept)

    def _part(self, statement: tree.SourceStatement, inside: tuple[str, ...]) -> Statements:
        match statement:
            case tree.Guarded(lock=lock) if lock:
                message = _REMARK.format(lock=lock)
                self.remarks.setdefault(lock, tree.SourceRemark(statement.place, message))
                return statement.body
            case tree.EachLoop() | tree.TestLoop():
                body = self.under_lock(statement.body, inside)
                updates = statement.updates if isinstance(statement, tree.TestLoop) else ()
                own = tuple(s for s in statement.body if isinstance(s, tree.Update | tree.Assigned) and _is_plain(s))
                if not body:
                    return ()
                if isinstance(statement, tree.TestLoop) and not updates:
                    body = (*body, *(s for s in own if s not in body))
                return (replace(statement, body=body, parallel=False),)
            case tree.Alternatives(alternatives=alternatives):
                reduced = tuple(replace(a, body=self.under_lock(a.body, inside)) for a in alternatives)
                return (replace(statement, alternatives=reduced),) if any(a.body for a in reduced) else ()
            case tree.Guarded():
                return self.under_lock((*statement.body, *statement.finally_), inside)
        return tuple(s for node in _expressions_of(statement) for s in self._of_calls_in(node, inside))

    def _of_calls_in(self, node: tree.Node, inside: tuple[str, ...]) -> Statements:
        return tuple(
            s for inner in tree.walk(node) if isinstance(inner, tree.CallOf) for s in self._of_call(inner, inside)
        )

    def _of_call(self, call: tree.CallOf, inside: tuple[str, ...]) -> Statements:
        """What the function does under locks, its parameters being the arguments."""
        called = self._called(call)
        if not self.holding.intersection(called):
            return ()
        name = called[0]
        if len(called) > 1 or name in self.several:
            names = " or ".join((*called, f"another {name}")[:2])
            return (tree.Unreadable(call.place, name, _SEVERAL.format(names=names)),)
        if name in inside or self._comes_back(name):
            return (tree.Unreadable(call.place, name, _RECURSIVE),)
        function = self.functions[name]
        own = _own_names(function)
        given = {p.name: a for p, a in zip(function.parameters, _handed(function, call), strict=False)}
        given |= {k: v for k, v in call.keywords if k in own}
        let_go = _let_go(function.body, _made_for_the_call(function, given))
        given = {p.name: p.default for p in function.parameters if p.default is not None} | given
        body = self.under_lock(let_go, (*inside, name))
        self.made += 1
        renamed = {n: f"{name}.{self.made}.{n}" for n in own}
        bound = tuple(
            tree.Assigned(call.place, (tree.NamedValue(call.place, renamed[n]),), value) for n, value in given.items()
        )
        return (*bound, *(_renamed(s, renamed) for s in body))

    def _comes_back(self, name: str) -> bool:
        reached, pending = set[str](), list(self.calls[name])
        while pending:
            callee = pending.pop()
            if callee not in reached and callee in self.calls:
                reached.add(callee)
                pending.extend(self.calls[callee])
        return name in reached


def _handed(function: tree.Function, call: tree.CallOf) -> tuple[tree.Expression, ...]:
    """What the parameters are given: of x.f(a), the object x and a."""
    if isinstance(call.function, tree.Member) and takes_object(function):
        return (call.function.value, *call.arguments)
    return call.arguments


def _expressions_of(statement: tree.SourceStatement) -> Iterator[tree.Node]:
    """The expressions of a statement and all that is in them, without the blocks in it."""
    for part in fields(statement):
        value = getattr(statement, part.name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, tree.Expression):
                yield from tree.walk(item)


def _given(statement: tree.SourceStatement) -> set[str]:
    """The names that a statement gives a value."""
    match statement:
        case tree.Assigned(targets=targets):
            return {n.name for t in targets for n in tree.walk(t) if isinstance(n, tree.NamedValue)}
        case tree.Update(target=tree.NamedValue(name=name)):
            return {name}
    return set()


def _is_plain(statement: tree.SourceStatement) -> bool:
    """Is it one step, as m = len(xs) // 2 is?"""
    for node in _expressions_of(statement):
        if isinstance(node, tree.CallOf):
            name = node.function.name if isinstance(node.function, tree.NamedValue) else ""
            if name not in _PLAIN or node.spawned:
                return False
        elif isinstance(node, tree.Comprehension | tree.Slice | tree.Unreadable):
            return False
    return True


def _own_names(function: tree.Function) -> set[str]:
    shared = {
        n.name
        for s in tree.walk(function)
        if isinstance(s, tree.Leave) and s.kind == "global" and s.value is not None
        for n in tree.walk(s.value)
        if isinstance(n, tree.NamedValue)
    }
    found = {p.name for p in function.parameters}
    for node in tree.walk(function):
        if isinstance(node, tree.Assigned | tree.Update):
            found |= _given(node)
        elif isinstance(node, tree.EachLoop | tree.Clause):
            found |= {n.name for n in tree.walk(node.target) if isinstance(n, tree.NamedValue)}
    return found - shared


def _renamed(node: AnyNode, names: Mapping[str, str]) -> AnyNode:
    def change(inner: tree.Node) -> tree.Node:
        if isinstance(inner, tree.NamedValue):
            return replace(inner, name=names.get(inner.name, inner.name))
        return tree.with_children(inner, change)

    return tree.with_children(node, change)


def _at(node: AnyNode, place: Place) -> AnyNode:
    """The same at another place: it is told on the line that makes it wait."""

    def change(inner: tree.Node) -> tree.Node:
        return _at(inner, place)

    moved: Any = tree.with_children(node, change)
    placed: AnyNode = replace(moved, place=place) if hasattr(moved, "place") else moved
    return placed
