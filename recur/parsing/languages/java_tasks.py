"""Java's tasks and threads: what forks is a spawned call of the method that it runs, what joins is a wait.

The method compute of a RecursiveTask works on the fields that the constructor has set; here they are its parameters,
so that `new Total(a, lo, mid).fork()` is `spawn compute(a, lo, mid)`. Streams are loops.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from recur.model import Place, source_tree as tree
from recur.model.patterns import regex
from recur.model.records import replace
from recur.parsing.languages.methods import STATIC
from recur.parsing.languages.side_effects import Statements
from recur.parsing.languages.streams import looped
from recur.parsing.languages.tasks import thunk
from recur.parsing.languages.types import element_type

_RUNS = {"RecursiveTask": "compute", "RecursiveAction": "compute", "CountedCompleter": "compute", "Thread": "run",
         "Runnable": "run", "Callable": "call", "Supplier": "get"}  # fmt: skip
#: behind the name of a task that may be another one when it is started
SEVERAL = " (one of several)"
_FORKS = frozenset(("fork", "start"))
_RUNS_AT_ONCE = frozenset(("compute", "invoke", "run", "call"))
_SUBMITS = frozenset(("submit", "execute", "supplyAsync", "runAsync"))
_JOINS = frozenset(("join", "get", "awaitTermination", "close"))
_FUTURES = regex(r"(?:ForkJoinTask|Future|CompletableFuture|RecursiveTask|RecursiveAction|Thread)\b")


class JavaTasks:
    """The file again, in the words of the source tree for what runs side by side."""

    def __init__(
        self, file: tree.SourceFile, supers: Mapping[str, str], fields: Mapping[str, tuple[tree.FormalParameter, ...]]
    ) -> None:
        self._file = file
        #: class -> the method that a task of it runs
        self._runs = {name: _RUNS[word] for name, above in supers.items() for word in _words(above) if word in _RUNS}
        self._constructors = {f.name: f for f in file.functions if f.owner == f.name and f.body}
        names = [self._runs.get(f.owner, "") for f in file.functions if f.name == self._runs.get(f.owner)]
        self._twice = {name for name in names if names.count(name) > 1}
        self._given = {owner: self._used(owner, fields.get(owner, ())) for owner in self._runs}
        #: what a variable holds: a task's class and the values of its fields, or what a thread calls
        self._held: dict[str, tree.CallOf] = {}
        #: those that are started, and those that are given a task in several blocks: nobody knows which one it is
        self._started: set[str] = set()
        self._several: frozenset[str] = frozenset()
        self._types: dict[str, str] = {}

    def file(self) -> tree.SourceFile:
        functions = tuple(self._function(function) for function in self._file.functions)
        return replace(self._file, functions=functions, statements=self._block(self._file.statements))

    def _used(self, owner: str, fields: tuple[tree.FormalParameter, ...]) -> tuple[tree.FormalParameter, ...]:
        """The fields that the method reads; those it only writes are its result."""
        method = next((f for f in self._file.functions if f.owner == owner and f.name == self._runs[owner]), None)
        names = {n.name for n in tree.walk(method) if isinstance(n, tree.NamedValue)} if method is not None else set()
        set_by = self._constructors.get(owner)
        written = {target.name for target, _ in _settings(set_by)} if set_by is not None else set()
        return tuple(field for field in fields if field.name in names and (field.name in written or set_by is None))

    def _name(self, owner: str) -> str:
        word = self._runs[owner]
        return f"{owner}.{word}" if word in self._twice else word

    def _function(self, function: tree.Function) -> tree.Function:
        self._started, self._several = set(), frozenset(_given_apart(function))
        self._held, self._types = {}, {parameter.name: parameter.declared for parameter in function.parameters}
        own = self._runs.get(function.owner) == function.name
        if own and not function.parameters:
            name, parameters = self._name(function.owner), self._given[function.owner]
            return replace(
                function, name=name, parameters=parameters, decorators=(STATIC,), body=self._block(function.body)
            )
        return replace(function, body=self._block(function.body))

    # statements

    def _block(self, body: Statements) -> Statements:
        return tuple(made for statement in body for made in self._statement(statement))

    def _statement(self, statement: tree.SourceStatement) -> Iterator[tree.SourceStatement]:
        self._given_again(statement)
        match statement:
            case tree.Assigned(targets=(target,), value=value):
                if isinstance(target, tree.NamedValue) and statement.declared:
                    self._types[target.name] = statement.declared
                if isinstance(value, tree.CallOf):
                    made = self._kept(statement, target, value)
                    if made is not None:
                        yield from made
                        return
            case tree.Evaluation(value=tree.CallOf() as call):
                made = self._called(statement.place, call)
                if made is not None:
                    yield from made
                    return
            case tree.EachLoop(target=tree.NamedValue(name=name), iterable=tree.NamedValue(name=listed)):
                self._types[name] = element_type(self._types.get(listed, ""))
        waits: list[tree.Wait] = []
        changed = self._changed(statement, waits)
        yield from waits
        yield changed

    def _changed(self, statement: Any, waits: list[tree.Wait]) -> Any:
        def change(node: Any) -> Any:
            if isinstance(node, _STATEMENTS):
                raise AssertionError("statements stand in blocks")
            return self._value(node, waits)

        parts: dict[str, Any] = {}
        for name in type(statement).__slots__:
            value = getattr(statement, name)
            parts[name] = self._part(value, change)
        return replace(statement, **parts)

    def _part(self, value: Any, change: Any) -> Any:
        if isinstance(value, tuple):
            if value and all(isinstance(item, _STATEMENTS) for item in value):
                return self._block(value)
            return tuple(self._part(item, change) for item in value)
        if isinstance(value, tree.Alternative):
            return replace(value, test=self._part(value.test, change), body=self._block(value.body))
        if isinstance(value, tree.Function):
            return replace(value, body=self._block(value.body))
        return change(value) if isinstance(value, _EXPRESSIONS) else value

    def _given_again(self, statement: tree.SourceStatement) -> None:
        """A task made with the old value of a name, and started behind this, is not what stands there."""
        targets = statement.targets if isinstance(statement, tree.Assigned) else ()
        if isinstance(statement, tree.Update):
            targets = (statement.target,)
        for name in (t.name for t in targets if isinstance(t, tree.NamedValue)):
            for key, call in self._held.items():
                mentioned = {x.name for a in call.arguments for x in tree.walk(a) if isinstance(x, tree.NamedValue)}
                if key not in self._started and name in mentioned and name not in re.findall(r"\w+", key):
                    self._held[key] = _one_of_several(call)

    def _hold(self, key: str, call: tree.CallOf) -> None:
        self._started.discard(key)
        self._held[key] = _one_of_several(call) if key in self._several else call

    def _kept(
        self, statement: tree.Assigned, target: tree.Expression, call: tree.CallOf
    ) -> list[tree.SourceStatement] | None:
        """t = new Task(…), t = new Thread(…), f = pool.submit(…)."""
        key, name = _key(target), _last(call.function)
        if name in self._runs and isinstance(call.function, tree.NamedValue):
            arguments, before = self._fields(name, call, key)
            self._hold(key, tree.CallOf(call.place, tree.NamedValue(call.place, self._name(name)), arguments))
            return before
        if name == "Thread" and isinstance(call.function, tree.NamedValue) and call.arguments:
            run = self._runner(call.arguments[0])
            if run is not None:
                self._hold(key, run)
                return []
        if name in _SUBMITS and isinstance(call.function, tree.Member) and call.arguments:
            run = self._runner(call.arguments[0])
            if run is not None:
                return [replace(statement, value=replace(run, spawned=True))]
        return None

    def _called(self, place: Place, call: tree.CallOf) -> list[tree.SourceStatement] | None:
        """t.fork(), t.start(), pool.execute(…), invokeAll(s, t), futures.add(pool.submit(…))."""
        name = _last(call.function)
        if isinstance(call.function, tree.Member):
            run = self._task(call.function.value)
            if name in _FORKS and run is not None:
                target = call.function.value
                self._started.add(_key(target))
                spawn = replace(run, place=call.place, spawned=True)
                return [
                    tree.Assigned(place, (target,), spawn)
                    if isinstance(target, tree.NamedValue)
                    else tree.Evaluation(place, spawn)
                ]
            if name in _SUBMITS and call.arguments:
                run = self._runner(call.arguments[0])
                if run is not None:
                    return [tree.Evaluation(place, replace(run, spawned=True))]
            if name == "add" and len(call.arguments) == 1 and isinstance(call.arguments[0], tree.CallOf):
                inner = self._called(place, call.arguments[0])
                if inner is not None and _last(call.arguments[0].function) in _SUBMITS:
                    return [*inner, tree.Evaluation(place, replace(call, arguments=(tree.Literal(place, None),)))]
            loop = looped(call, self._value_alone)
            if loop is not None:
                return [loop if isinstance(loop, tree.EachLoop) else tree.Evaluation(place, loop)]
        if name == "invokeAll" and len(call.arguments) > 1:
            runs = [self._task(argument) for argument in call.arguments]
            if all(run is not None for run in runs):
                spawns = [tree.Evaluation(place, replace(run, spawned=True)) for run in runs if run is not None]
                return [*spawns, tree.Wait(place)]
        if name in _JOINS and self._joins(call):
            assert isinstance(call.function, tree.Member)
            return [tree.Wait(place, None if name in ("awaitTermination", "close") else call.function.value)]
        return None

    def _fields(
        self, owner: str, call: tree.CallOf, key: str
    ) -> tuple[tuple[tree.Expression, ...], list[tree.SourceStatement]]:
        """The values of the fields of a new task; one that takes a call is worked out once, where the task is made."""
        made = self._constructors.get(owner)
        given = dict(zip([p.name for p in made.parameters], call.arguments, strict=False)) if made is not None else {}
        values = {target.name: value for target, value in _settings(made)} if made is not None else {}
        found: list[tree.Expression] = []
        before: list[tree.SourceStatement] = []
        for field in self._given[owner]:
            value = tree.put_in(values.get(field.name, tree.NamedValue(call.place, field.name)), given)
            value = self._value_alone(value)
            if any(isinstance(inner, tree.CallOf) for inner in tree.walk(value)):
                name = tree.NamedValue(call.place, f"{key}.{field.name}")
                before.append(tree.Assigned(call.place, (name,), value, field.declared))
                value = name
            found.append(value)
        return tuple(found), before

    def _task(self, value: tree.Expression) -> tree.CallOf | None:
        """The call that a task, or the variable that holds one, stands for."""
        if isinstance(value, tree.CallOf) and isinstance(value.function, tree.NamedValue):
            name = value.function.name
            if name in self._runs:
                arguments, before = self._fields(name, value, "")
                return (
                    None
                    if before
                    else tree.CallOf(value.place, tree.NamedValue(value.place, self._name(name)), arguments)
                )
            return self._runner(value.arguments[0]) if name == "Thread" and value.arguments else None
        return self._held.get(_key(value))

    def _runner(self, value: tree.Expression) -> tree.CallOf | None:
        """What a thread runs: a lambda, a method, an object of a class with run or call."""
        if isinstance(value, tree.Lambda) and isinstance(value.body, tree.CallOf):
            body = value.body
            own = [x for x in body.arguments if not (isinstance(x, tree.NamedValue) and x.name in value.parameters)]
            return thunk(value.place, replace(body, arguments=tuple(self._value_alone(x) for x in own)))
        if isinstance(value, tree.NamedValue) and value.name.startswith("lambda at line"):
            return tree.CallOf(value.place, value)
        return self._task(value)

    # values

    def _joins(self, call: tree.CallOf) -> bool:
        """join() without arguments is a thread's or a task's; get() only where a future is declared."""
        if not isinstance(call.function, tree.Member):
            return False
        name, owner = call.function.name, call.function.value
        if name == "awaitTermination":
            return True
        if name == "join" and not call.arguments:
            return True
        declared = self._types.get(owner.name, "") if isinstance(owner, tree.NamedValue) else ""
        return _FUTURES.match(declared) is not None and name in ("get", "close")

    def _value_alone(self, value: tree.Expression) -> tree.Expression:
        made: tree.Expression = self._value(value, [])
        return made

    def _value(self, value: Any, waits: list[tree.Wait]) -> Any:
        if isinstance(value, tree.CallOf) and isinstance(value.function, tree.Member):
            name, owner = value.function.name, value.function.value
            if name in _JOINS and self._joins(value):
                waits.append(tree.Wait(value.place, owner))
                return replace(owner, place=value.place)
            run = self._task(owner) if name in _RUNS_AT_ONCE else None
            if run is None and name == "invoke" and len(value.arguments) == 1:
                run = self._task(value.arguments[0])
            if run is not None:
                return replace(run, place=value.place)
            loop = looped(value, self._value_alone)
            if isinstance(loop, _EXPRESSIONS):
                return loop
        if (
            isinstance(value, tree.Member)
            and isinstance(value.value, tree.NamedValue)
            and _key(value.value) in self._held
        ):
            return self._field(value)
        return tree.with_children(value, lambda inner: self._value(inner, waits))

    def _field(self, member: tree.Member) -> tree.Expression:
        """What a task was made with; a field that it sets itself is its result."""
        call = self._held[_key(member.value)]
        made = [owner for owner in self._given if call.function == tree.NamedValue(call.place, self._name(owner))]
        names = [field.name for owner in made[:1] for field in self._given[owner]]
        return call.arguments[names.index(member.name)] if member.name in names else member


def _one_of_several(call: tree.CallOf) -> tree.CallOf:
    """A call of which it is not known what it is when it is made: an unknown method."""
    name = _last(call.function).removesuffix(SEVERAL) + SEVERAL
    return replace(call, function=tree.NamedValue(call.function.place, name), arguments=())


def _given_apart(function: tree.Function) -> Iterator[str]:
    """What is given values in several blocks, other than as a new variable of each."""
    blocks: dict[str, set[int]] = {}
    again: set[str] = set()
    pending: list[tuple[Any, int]] = [(function.body, 0)]
    while pending:
        part, block = pending.pop()
        if isinstance(part, tuple):
            if any(isinstance(item, _STATEMENTS) for item in part):
                block = id(part)
            pending += [(item, block) for item in part]
        elif isinstance(part, tree.Assigned) and part.value is not None:
            for target in part.targets:
                blocks.setdefault(_key(target), set()).add(block)
                if not part.declared:
                    again.add(_key(target))
        elif isinstance(part, (*_STATEMENTS, tree.Alternative)):
            kind: Any = type(part)
            pending += [(getattr(part, name), block) for name in kind.__slots__]
    yield from (key for key in again if len(blocks[key]) > 1)


def _words(above: str) -> list[str]:
    return [re.sub(r"<.*", "", word, flags=re.DOTALL).rpartition(".")[2] for word in re.split(r",\s*|\s+", above)]


def _settings(constructor: tree.Function | None) -> Iterator[tuple[tree.NamedValue, tree.Expression]]:
    """this.field = value."""
    for statement in constructor.body if constructor is not None else ():
        match statement:
            case tree.Assigned(targets=(tree.NamedValue() as target,), value=value) if value is not None:
                yield target, value


def _key(value: tree.Expression) -> str:
    match value:
        case tree.NamedValue(name=name):
            return name
        case tree.Element(container=container, index=index):
            return f"{_key(container)}[{_key(index)}]"
        case tree.Literal(value=literal):
            return repr(literal)
    return f"{type(value).__name__} at {value.place}"


def _last(function: tree.Expression) -> str:
    return function.name if isinstance(function, tree.NamedValue | tree.Member) else ""


_STATEMENTS = (
    tree.Assigned, tree.Update, tree.Evaluation, tree.EachLoop, tree.TestLoop, tree.Alternatives, tree.Leave,
    tree.Guarded, tree.Wait, tree.SideBySide, tree.InnerFunction,
)  # fmt: skip
_EXPRESSIONS = (
    tree.NamedValue, tree.Literal, tree.Operation, tree.Conditional, tree.Element, tree.Slice, tree.Member, tree.CallOf,
    tree.Collection, tree.Comprehension, tree.Lambda, tree.NamedExpression, tree.Unpacked, tree.Unreadable,
)  # fmt: skip
