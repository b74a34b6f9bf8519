"""Threads, processes, pools, futures, joblib and dask as spawned calls, waits and loops whose rounds run side by side.

A tree is rewritten into a tree; what starts nothing stays as it is. Sources: the library reference of threading,
multiprocessing and concurrent.futures; the documentation of joblib.Parallel and of dask.delayed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from recur.model import Place, source_tree as tree
from recur.model.records import field, frozen, mutable, replace
from recur.parsing.languages.python_thread_classes import ThreadClass, thread_classes, with_fields_given
from recur.parsing.languages.tasks import thunk

#: the modules without which nothing here can happen
_MODULES = ("threading", "multiprocessing", "concurrent", "joblib", "dask")
_STARTED = {"threading.Thread": "thread", "multiprocessing.Process": "process"}
#: what a class that inherits from them calls where it sets its own fields
_MAKES_BASE = frozenset(f"{name}.__init__" for name in _STARTED)
_POOLS = {
    "multiprocessing.Pool": "process", "multiprocessing.pool.Pool": "process",
    "multiprocessing.pool.ThreadPool": "thread", "multiprocessing.dummy.Pool": "thread",
    "concurrent.futures.ThreadPoolExecutor": "thread", "concurrent.futures.ProcessPoolExecutor": "process",
    "concurrent.futures.thread.ThreadPoolExecutor": "thread",
    "concurrent.futures.process.ProcessPoolExecutor": "process",
}  # fmt: skip
_LOCKS = frozenset(
    f"{module}.{name}"
    for module in ("threading", "multiprocessing")
    for name in ("Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition")
)
_MAPS = frozenset(("map", "imap", "imap_unordered", "map_async", "starmap", "starmap_async"))
_SUBMITS = frozenset(("submit", "apply_async"))
#: behind the name of a task that may be another one when it is started
SEVERAL = " (one of several)"
_RESULTS = frozenset(("result", "get", "compute", "wait"))
_THREADS = (
    "threads of CPython compute one at a time: work is not done faster by them, only waiting overlaps",
    "processes compute side by side",
)
_COPIES = ("what a process is given and gives back is copied to it, which is not counted here", "")

Statements = tuple[tree.SourceStatement, ...]


@frozen
class TaskHandle:
    """What a name stands for: one call or one for each round of the clauses, started or not."""

    call: tree.CallOf
    kind: str
    clauses: tuple[tree.Clause, ...] = ()
    started: bool = False


@frozen
class PoolHandle:
    """A pool of workers, an executor, or joblib's Parallel."""

    kind: str


@frozen
class LockHandle:
    name: str


@frozen
class DelayedFunction:
    """dask's delayed(f): its calls are tasks."""

    function: tree.Expression


Handle = TaskHandle | PoolHandle | LockHandle | DelayedFunction


def with_parallel(file: tree.SourceFile) -> tree.SourceFile:
    """The file with everything that starts something or waits for it in the words of the source tree."""
    if not any(meaning.split(".")[0] in _MODULES for _, meaning in file.imports):
        return file
    classes = thread_classes(file)
    file = with_fields_given(file, classes)
    reading = ParallelReading(dict(file.imports), file.functions, classes)
    statements = reading.body(file.statements)
    functions = tuple(reading.function(f) for f in file.functions)
    return replace(file, functions=functions, statements=statements, remarks=tuple(reading.remarks.values()))


def dotted(node: tree.Node | None) -> str:
    """a.b.c of names and members; "" for anything else."""
    if isinstance(node, tree.NamedValue):
        return node.name
    if isinstance(node, tree.Member):
        before = dotted(node.value)
        return f"{before}.{node.name}" if before else ""
    return ""


@mutable
class ParallelReading:
    """One reading of a file: what its names stand for, and what was started and is not waited for yet."""

    imports: Mapping[str, str]
    functions: tuple[tree.Function, ...]
    classes: Mapping[str, ThreadClass] = field(default_factory=dict)
    handles: dict[str, Handle] = field(default_factory=dict)
    running: set[str] = field(default_factory=set)
    #: the loops around a statement, with the values of names that are given one in them
    loops: list[tuple[tree.Clause, dict[str, tree.Expression]]] = field(default_factory=list)
    #: the locks that a function makes, holds, and uses for nothing else
    own_locks: frozenset[str] = frozenset()
    #: the list that a task of this name was put into
    kept_in: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, tree.SourceRemark] = field(default_factory=dict)
    made: int = 0

    def function(self, function: tree.Function) -> tree.Function:
        with self._inside({}):
            function = replace(function, body=_without_other_names(function, self))
            held = _held(function)
            self.own_locks = _held(function, but_for=1)
            for parameter in function.parameters:
                name = parameter.name
                if "lock" in name.lower() or "mutex" in name.lower() or name in held:
                    self.handles[name] = LockHandle(name)
            return replace(function, body=self.body(function.body))

    @contextmanager
    def _inside(self, names: Mapping[str, Handle]) -> Iterator[None]:
        """Names of a block of their own; those of the blocks around are seen from it."""
        before, running, loops, locks = self.handles, self.running, self.loops, self.own_locks
        self.handles, self.running, self.loops = {**before, **names}, set(), []
        yield
        self.handles, self.running, self.loops, self.own_locks = before, running, loops, locks

    # names

    def meaning(self, node: tree.Node) -> str:
        """The full name that the imports give: threading.Thread."""
        first, _, rest = dotted(node).partition(".")
        full = ".".join(filter(None, (self.imports.get(first, first), rest)))
        module, _, last = full.rpartition(".")
        if module.startswith("multiprocessing.context") or dotted(node).split(".")[0] in self._contexts():
            return f"multiprocessing.{last}"
        return full

    def _contexts(self) -> set[str]:
        return {name for name, handle in self.handles.items() if handle == PoolHandle("context")}

    def handle(self, node: tree.Node | None) -> Handle | None:
        """What the expression stands for, itself made here or kept under a name."""
        if isinstance(node, (tree.NamedValue, tree.Member)):
            return self.handles.get(dotted(node))
        if not isinstance(node, tree.CallOf):
            return None
        name = self.meaning(node.function)
        if name in _STARTED and (call := self._target(node)) is not None:
            return TaskHandle(call, _STARTED[name])
        if name in self.classes and (call := self.classes[name].started(node)) is not None:
            return TaskHandle(call, self.classes[name].kind)
        if name in _POOLS:
            return PoolHandle(_POOLS[name])
        if name == "joblib.Parallel":
            return PoolHandle("joblib")
        if name == "multiprocessing.get_context":
            return PoolHandle("context")
        if name in _LOCKS:
            return LockHandle("lock")
        if name in ("dask.delayed", "dask.delayed.delayed") and len(node.arguments) == 1:
            return DelayedFunction(node.arguments[0])
        return None

    def _target(self, node: tree.CallOf) -> tree.CallOf | None:
        """The call that Thread(target=f, args=(a, b), kwargs={…}) makes when it is started."""
        given = dict(node.keywords)
        target = given.get("target", node.arguments[1] if len(node.arguments) > 1 else None)
        if target is None:
            return None
        return self._call(node, target, given.get("args"), given.get("kwargs"))

    def _call(
        self, node: tree.CallOf, target: tree.Expression, args: tree.Expression | None, kwargs: tree.Expression | None
    ) -> tree.CallOf:
        """target(*args, **kwargs), written out where both are."""
        arguments: tuple[tree.Expression, ...] = () if args is None else (tree.Unpacked(node.place, args),)
        if isinstance(args, tree.Collection) and args.kind in ("tuple", "list"):
            arguments = args.items
        keywords: tuple[tuple[str, tree.Expression], ...] = () if kwargs is None else (("**", kwargs),)
        if isinstance(kwargs, tree.Collection) and kwargs.kind == "dict":
            pairs = list(zip(kwargs.items[::2], kwargs.items[1::2], strict=True))
            if all(isinstance(key, tree.Literal) for key, _ in pairs):
                keywords = tuple((str(key.value), value) for key, value in pairs if isinstance(key, tree.Literal))
        return _applied(tree.CallOf(node.place, target, arguments, keywords))

    # statements

    def body(self, statements: Iterable[tree.SourceStatement]) -> Statements:
        found: list[tree.SourceStatement] = []
        for statement in _under_locks(tuple(statements), self):
            for one in self._apart(statement):
                before: list[tree.SourceStatement] = []
                read = self._statement(one, before)
                found += [*before, *read]
        return tuple(found)

    def _apart(self, node: tree.SourceStatement) -> Statements:
        """a, b = Thread(…), Thread(…): an assignment for each task, where none is made of the others' names."""
        match node:
            case tree.Assigned(targets=(tree.Collection(items=targets),), value=tree.Collection(items=values)):
                tasks = [self._makes_tasks(value) for value in values]
                names = {dotted(target) for target in targets}
                mentioned = {x.name for v in values for x in tree.walk(v) if isinstance(x, tree.NamedValue)}
                if all(tasks) and len(targets) == len(values) and not names & mentioned:
                    return tuple(replace(node, targets=(t,), value=v) for t, v in zip(targets, values, strict=True))
        return (node,)

    def _statement(self, node: tree.SourceStatement, before: list[tree.SourceStatement]) -> Statements:
        self._keep(node)
        for name in _names_set(node):
            self._given_another_value(name)
        match node:
            case tree.Assigned(targets=(tree.NamedValue(name=name),), value=tree.NamedValue() | tree.Member() as kept):
                if isinstance(self.handle(kept), LockHandle) or _says_lock(kept):
                    self.handles[name] = LockHandle(dotted(kept))
            case tree.Assigned(targets=(target,), value=tree.CallOf() | tree.Comprehension()) if dotted(target):
                return self._assigned(node, dotted(target), before)
            case tree.Evaluation(value=tree.CallOf(function=tree.Member()) as call):
                return self._called(node, call, before)
            case tree.Evaluation(
                value=tree.Comprehension(
                    items=(tree.CallOf(function=tree.Member(name=verb)) as call,), clauses=(clause,)
                )
            ) if verb in ("start", "join", "result", "get", "wait") and not clause.conditions:
                body = (tree.Evaluation(call.place, call),)
                return self._each(tree.EachLoop(node.place, clause.target, clause.iterable, body), before)
            case tree.EachLoop():
                with self._rounds_of(node):
                    return self._each(node, before)
            case tree.TestLoop():
                with self._rounds_of(node):
                    return (self._generic(node, before),)
            case tree.Alternatives():
                return (self._branches(node, before),)
            case tree.Guarded():
                return (self._guarded(node, before),)
            case tree.InnerFunction(place=place, function=function):
                return (tree.InnerFunction(place, self.function(function)),)
        return (self._generic(node, before),)

    def _given_another_value(self, name: str) -> None:
        """A task that was made with the old value of a name, and is started behind this, is not what stands there."""
        for holder, task in self.handles.items():
            if not isinstance(task, TaskHandle) or task.started or holder == name:
                continue
            bound = {x.name for c in task.clauses for x in tree.walk(c.target) if isinstance(x, tree.NamedValue)}
            if name not in bound and any(
                isinstance(x, tree.NamedValue) and x.name == name for x in tree.walk(task.call)
            ):
                self.handles[holder] = replace(task, call=_one_of_several(task.call))

    def _branches(self, node: tree.Alternatives, before: list[tree.SourceStatement]) -> tree.Alternatives:
        """Every branch begins with what is known before all of them."""
        known, ends, read = dict(self.handles), list[dict[str, Handle]](), list[tree.Alternative]()
        refused: tuple[tree.Expression, ...] = ()
        for branch in node.alternatives:
            self.handles = dict(known)
            test = None if branch.test is None else self.value(branch.test, before)
            asked = (*refused, *([] if branch.test is None else [branch.test]))
            with self._where(asked):
                read.append(replace(branch, test=test, body=self.body(branch.body)))
            if branch.test is not None:
                refused = (*refused, tree.Operation(branch.test.place, "not", (branch.test,)))
            if not _leaves(branch.body):
                ends.append(self.handles)
        if node.alternatives[-1].test is not None:
            ends.append(known)
        self.handles = _either(ends)
        return replace(node, alternatives=tuple(read))

    @contextmanager
    def _where(self, conditions: tuple[tree.Expression, ...]) -> Iterator[None]:
        """What is put into a list here is put there in those rounds alone in which all of that holds."""
        if not self.loops:
            yield
            return
        clause, values = self.loops[-1]
        asked = tuple(tree.put_in(c, values) for c in conditions)
        self.loops[-1] = (replace(clause, conditions=(*clause.conditions, *asked)), values)
        yield
        self.loops[-1] = (clause, values)

    @contextmanager
    def _rounds_of(self, node: tree.EachLoop | tree.TestLoop) -> Iterator[None]:
        """What a round leaves behind is there in the next one; behind the loop it is, or what was there before it."""
        names = {name for inner in tree.walk(node) for name in _names_set(inner)}
        for name, task in self.handles.items():
            if name in names and isinstance(task, TaskHandle) and not task.started:
                self.handles[name] = replace(task, call=_one_of_several(task.call))
        known = dict(self.handles)
        yield
        self.handles = _either([{n: h for n, h in known.items() if n not in self.handles or n in names}, self.handles])

    def _keep(self, node: tree.SourceStatement) -> None:
        """What a name is in a round of the loop around, for calls that are made in another loop."""
        if not self.loops or not isinstance(node, (tree.Assigned, tree.Update)):
            return
        values = self.loops[-1][1]
        targets = node.targets if isinstance(node, tree.Assigned) else (node.target,)
        for target in targets:
            for inner in tree.walk(target):
                if isinstance(inner, tree.NamedValue):
                    single = isinstance(node, tree.Assigned) and inner is target and inner.name not in values
                    value = node.value if single else None
                    several = tree.Unreadable(node.place, inner.name, "it is given several values in this loop")
                    values[inner.name] = several if value is None else tree.put_in(value, values)

    def _generic(self, node: tree.SourceStatement, before: list[tree.SourceStatement]) -> tree.SourceStatement:
        """Blocks inside are read as blocks, expressions as values that may have to be waited for before."""

        def change(inner: tree.Node) -> tree.Node:
            if isinstance(inner, tree.Expression):
                return self.value(inner, before)
            return tree.with_children(inner, change) if isinstance(inner, tree.Alternative) else inner

        return tree.with_blocks(tree.with_children(node, change), self.body)

    def _assigned(self, node: tree.Assigned, name: str, before: list[tree.SourceStatement]) -> Statements:
        value = node.value
        if isinstance(value, tree.Comprehension) and value.kind == "dict" and self._submits(value.items[0]):
            value = replace(value, kind="list", items=value.items[:1])  # {submit(f, x): x for …} is a list of tasks
        handle = self.handle(value)
        self.handles.pop(name, None)
        self.kept_in.pop(name, None)
        if isinstance(handle, TaskHandle):
            self.handles[name] = replace(handle, call=self._evaluated(handle.call, name, before))
            return (tree.Leave(node.place, "pass"),) if not before else ()
        if handle is not None:
            self.handles[name] = replace(handle, name=name) if isinstance(handle, LockHandle) else handle
            if name in self.own_locks and isinstance(handle, LockHandle):
                return (replace(node, value=tree.Literal(node.place, None), declared="mutex"),)
            return (tree.Leave(node.place, "pass"),)
        if isinstance(value, tree.Comprehension) and value.kind == "generator" and self._makes_tasks(value.items[0]):
            lazy = tree.Unreadable(value.place, "", "a generator starts each task when it is asked for it: [ … ] all")
            return (replace(node, value=lazy),)
        if isinstance(value, tree.Comprehension) and len(value.items) == 1:
            made = self.handle(value.items[0])
            if isinstance(made, TaskHandle):
                self.handles[name] = replace(made, clauses=value.clauses)
                nothing = tree.Literal(value.place, None)
                return (replace(node, value=replace(value, items=(nothing,))),)
        read = self.value(value, before) if value is not None else None
        started = _spawned(read)
        if started is not None:
            self.running.add(name)
            clauses = read.clauses if isinstance(read, tree.Comprehension) else ()
            self.handles[name] = TaskHandle(started, "future", clauses, started=True)
        return (replace(node, value=read),)

    def _makes_tasks(self, node: tree.Expression) -> bool:
        return isinstance(self.handle(node), TaskHandle) or self._submits(node)

    def _submits(self, node: tree.Expression) -> bool:
        match node:
            case tree.CallOf(function=tree.Member(value=pool, name="submit" | "apply_async")):
                return isinstance(self.handle(pool), PoolHandle)
        return False

    def _evaluated(self, call: tree.CallOf, name: str, before: list[tree.SourceStatement]) -> tree.CallOf:
        """The call with its arguments kept as they are now; in a loop they are those of its rounds."""
        if self.loops:
            return call
        kept = []
        for i, argument in enumerate(call.arguments):
            if isinstance(argument, (tree.NamedValue, tree.Literal, tree.Unpacked)):
                kept.append(argument)
                continue
            held = tree.NamedValue(argument.place, f"{name}.{i}")
            before.append(tree.Assigned(argument.place, (held,), argument))
            kept.append(held)
        return replace(call, arguments=tuple(kept))

    def _called(self, node: tree.Evaluation, call: tree.CallOf, before: list[tree.SourceStatement]) -> Statements:
        """x.start(), x.join(), threads.append(x), pool.close() on lines of their own."""
        assert isinstance(call.function, tree.Member)
        holder, verb = call.function.value, call.function.name
        handle = self.handle(holder)
        match handle, verb:
            case TaskHandle(started=False), "start" | "run" if not handle.clauses:
                if verb == "start":
                    self._note(handle.kind, handle.call)
                    self._started(dotted(holder), handle)
                return (tree.Evaluation(node.place, replace(handle.call, place=call.place, spawned=verb == "start")),)
            case TaskHandle(), "join" | "wait":
                name = dotted(holder)
                return self._waits(node.place, self.kept_in.get(name, name))
            case PoolHandle(), "join" | "shutdown":
                return self._waits(node.place)
            case PoolHandle(), "close" | "terminate":
                return (tree.Leave(node.place, "pass"),)
        if verb == "append" and len(call.arguments) == 1 and self.handle(holder) is None:
            return self._appended(node, call, dotted(holder), before)
        return (self._generic(node, before),)

    def _started(self, name: str, handle: TaskHandle) -> None:
        self.handles[name] = replace(handle, started=True)
        kept_in = self.kept_in.get(name, name)
        self.running.add(kept_in)
        whole = self.handles.get(kept_in)
        if isinstance(whole, TaskHandle):
            self.handles[kept_in] = replace(whole, started=True)

    def _appended(
        self, node: tree.Evaluation, call: tree.CallOf, name: str, before: list[tree.SourceStatement]
    ) -> Statements:
        """threads.append(Thread(…)): from then on the list stands for one call in each round of the loops around."""
        (given,) = call.arguments
        handle = self.handle(given)
        started: tree.CallOf | None = None
        if handle is None:
            read = self.value(given, before)
            started = _spawned(read)
            handle = None if started is None else TaskHandle(started, "future", started=True)
            if started is not None:
                before.append(tree.Evaluation(node.place, started))
                self.running.add(name)
            elif read is not given:
                return (tree.Evaluation(node.place, replace(call, arguments=(read,))),)
        if not isinstance(handle, TaskHandle) or not name:
            return (self._generic(node, before),)
        if dotted(given):
            self.kept_in[dotted(given)] = name
        if handle.started:
            self.running.discard(dotted(given))
            self.running.add(name)
        self.handles[name] = replace(
            handle, call=self._with_values(handle.call), clauses=tuple(clause for clause, _ in self.loops)
        )
        return (tree.Evaluation(node.place, replace(call, arguments=(tree.Literal(node.place, None),))),)

    def _with_values(self, call: tree.CallOf) -> tree.CallOf:
        """The call with what was put under a name inside the loops written out, so that it stands for itself."""
        arguments = call.arguments
        for _, values in reversed(self.loops):
            arguments = tuple(tree.put_in(a, values) for a in arguments)
        return replace(call, arguments=arguments)

    def _each(self, node: tree.EachLoop, before: list[tree.SourceStatement]) -> Statements:
        """A loop over handles is one over what they were made for."""
        iterable, target = node.iterable, dotted(node.target)
        if isinstance(iterable, tree.CallOf) and self.meaning(iterable.function).endswith("as_completed"):
            iterable = iterable.arguments[0]
        handle = self.handle(iterable)
        if not isinstance(handle, TaskHandle) or not target or not (handle.clauses or handle.started):
            clause = tree.Clause(node.target, self.value(node.iterable, before))
            self.loops.append((clause, {}))
            inner = replace(node, iterable=clause.iterable, body=self.body(node.body))
            self.loops.pop()
            return (replace(inner, otherwise=self.body(node.otherwise)),)
        one = replace(handle, clauses=())
        if handle.started:  # their results are asked for, or they are joined
            waited = self._waits(node.place, dotted(iterable))
            self.handles[target] = one
            body: Statements = tuple(s for s in self.body(node.body) if not isinstance(s, tree.Wait))
            self.handles.pop(target)
            return (*waited, replace(node, iterable=iterable, body=body or (tree.Leave(node.place, "pass"),)))
        self.handles[target] = one
        self.running.discard(target)
        body = self.body(node.body)
        ended = self.handles.pop(target)
        if isinstance(ended, TaskHandle) and ended.started:
            self.handles[dotted(iterable)] = replace(handle, started=True)
            if target in self.running:
                self.running.add(dotted(iterable))
            self.running.discard(target)
        return _rounds(node.place, handle.clauses, body)

    def _guarded(self, node: tree.Guarded, before: list[tree.SourceStatement]) -> tree.SourceStatement:
        held = [(e, self.handle(e)) for e in node.entered]
        lock = next((dotted(e) or h.name for e, h in held if isinstance(h, LockHandle)), "")
        if not lock:
            lock = next((_lock_name(e) for e in node.entered if _says_lock(e)), "")
        entered = tuple(
            self.value(e, before)
            for e, h in held
            if not isinstance(h, (LockHandle, PoolHandle)) and not (lock and _says_lock(e))
        )
        # the block of a pool or an executor ends when all it was given has ended
        pools = any(isinstance(h, PoolHandle) for _, h in held)
        first = node.body[0] if node.body else None
        if isinstance(first, tree.Assigned):
            pools = pools or isinstance(self.handle(first.value), PoolHandle)
        known = dict(self.handles)
        body = self.body(node.body)
        unnamed = any(isinstance(n, tree.Evaluation) and _spawned(n.value) for s in body for n in tree.walk(s))
        if pools and (self.running or unnamed):
            body = (*body, *self._waits(node.place))
        ends, handlers = [self.handles], list[Statements]()
        for handler in node.handlers:  # the body may have broken off anywhere
            self.handles = _either([known, ends[0]])
            handlers.append(self.body(handler))
            if not _leaves(handler):
                ends.append(self.handles)
        self.handles = _either(ends) if node.handlers else self.handles
        return replace(
            node, body=body, handlers=tuple(handlers), finally_=self.body(node.finally_), entered=entered,
            lock=lock or node.lock,
        )  # fmt: skip

    def _waits(self, place: Place, name: str = "") -> Statements:
        """Waiting for one task, or for all that run; for one that has been waited for there is nothing to wait."""
        if name and name not in self.running:
            return ()
        if not name or self.running == {name}:
            self.running.clear()
            return (tree.Wait(place),)
        self.running.discard(name)
        return (tree.Wait(place, tree.NamedValue(place, name)),)

    # values

    def value(self, node: tree.Expression, before: list[tree.SourceStatement]) -> tree.Expression:
        """The expression without pools and futures; what has to be waited for, or started first, goes before."""
        if isinstance(node, tree.CallOf):
            read = self._value_of_call(node, before)
            if read is not None:
                return read
        if isinstance(node, tree.Comprehension):
            return self._comprehension(node, before)

        def change(inner: tree.Node) -> tree.Node:
            return self.value(inner, before) if isinstance(inner, tree.Expression) else inner

        return tree.with_children(node, change)

    def _value_of_call(self, node: tree.CallOf, before: list[tree.SourceStatement]) -> tree.Expression | None:
        handle = self.handle(node.function)
        if handle == PoolHandle("joblib") and len(node.arguments) == 1:
            return self._of_joblib(node.arguments[0], before)
        if isinstance(handle, DelayedFunction):
            return self._lazy(replace(node, function=handle.function), before)
        name = self.meaning(node.function)
        if name in _MAKES_BASE:
            return tree.Literal(node.place, None)
        if name == "dask.compute":
            before += self._waits(node.place)
            return tree.Collection(node.place, "tuple", tuple(self.value(a, before) for a in node.arguments))
        if name == "concurrent.futures.wait":
            before += self._waits(node.place)
            return tree.Literal(node.place, None)
        if isinstance(node.function, tree.Member):
            return self._of_member(node, node.function, before)
        decorators = next((f.decorators for f in self.functions if f.name == name and not f.owner), ())
        return self._lazy(node, before) if set(decorators) & {"dask.delayed", "dask.delayed.delayed"} else None

    def _of_member(
        self, node: tree.CallOf, member: tree.Member, before: list[tree.SourceStatement]
    ) -> tree.Expression | None:
        handle, verb = self.handle(member.value), member.name
        if isinstance(handle, PoolHandle) and node.arguments:
            arguments = tuple(self.value(a, before) for a in node.arguments)
            if verb in _MAPS and len(arguments) > 1:
                self._note(handle.kind, node)
                return self._mapped(node, arguments, verb)
            if verb in _SUBMITS | {"apply"}:
                given = dict(node.keywords)
                call = _applied(replace(node, function=arguments[0], arguments=arguments[1:]))
                if verb != "submit":
                    args = arguments[1] if len(arguments) > 1 else given.get("args")
                    call = self._call(node, arguments[0], args, given.get("kwds"))
                self._note(handle.kind, call)
                return replace(call, spawned=verb != "apply")
        if verb not in _RESULTS:
            return None
        if isinstance(handle, TaskHandle) and handle.started and handle.kind == "future":
            before += self._waits(node.place, dotted(member.value))
            return replace(member.value, place=node.place)
        inner = self.value(member.value, before) if isinstance(member.value, tree.CallOf) else None
        if isinstance(inner, tree.CallOf) and inner.spawned:  # waited for as soon as it is started
            return replace(inner, spawned=False)
        return inner if isinstance(inner, tree.Comprehension) and inner.parallel else None

    def _mapped(self, node: tree.CallOf, arguments: tuple[tree.Expression, ...], verb: str) -> tree.Expression:
        """pool.map(f, xs): [f(x) for x in xs], the rounds side by side."""
        function, *iterables = arguments
        in_chunks = len(iterables) > 1 and isinstance(iterables[1], tree.Literal)
        if verb.startswith("starmap") or in_chunks:
            iterables = iterables[:1]  # what follows is the size of chunks
        place = node.place
        names = tuple(tree.NamedValue(place, f"item.{self._next()}") for _ in iterables)
        iterable, target = iterables[0], names[0] if len(names) == 1 else tree.Collection(place, "tuple", names)
        given: tuple[tree.Expression, ...] = names
        if len(names) > 1:
            iterable = tree.CallOf(place, tree.NamedValue(place, "zip"), tuple(iterables))
        if verb.startswith("starmap"):
            given = tuple(tree.NamedValue(place, f"item.{self._next()}") for _ in range(self._arity(function)))
            target = tree.Collection(place, "tuple", given)
        call = tree.CallOf(place, function, given)
        return tree.Comprehension(place, "list", (call,), (tree.Clause(target, iterable),), parallel=True)

    def _arity(self, function: tree.Expression) -> int:
        found = next((f for f in self.functions if f.name == dotted(function)), None)
        return len(found.parameters) if found is not None else 2

    def _next(self) -> int:
        self.made += 1
        return self.made

    def _of_joblib(self, given: tree.Expression, before: list[tree.SourceStatement]) -> tree.Expression | None:
        """Parallel(n_jobs=2)(delayed(f)(x) for x in xs)."""
        if not isinstance(given, tree.Comprehension) or len(given.items) != 1:
            return None
        (item,) = given.items
        if not isinstance(item, tree.CallOf) or not isinstance(item.function, tree.CallOf):
            return None
        if not self.meaning(item.function.function).endswith("delayed") or len(item.function.arguments) != 1:
            return None
        call = replace(item, function=item.function.arguments[0])
        clauses = tuple(replace(c, iterable=self.value(c.iterable, before)) for c in given.clauses)
        self._note("process", call)
        return replace(given, kind="list", items=(call,), clauses=clauses, parallel=True)

    def _lazy(self, node: tree.CallOf, before: list[tree.SourceStatement]) -> tree.Expression:
        """A task of dask: it is started when all that it is given is there."""
        arguments = tuple(self.value(a, before) for a in node.arguments)
        keywords = tuple((k, self.value(v, before)) for k, v in node.keywords)
        used = {dotted(inner) for a in (*arguments, *(v for _, v in keywords)) for inner in tree.walk(a)}
        for name in sorted(used & self.running):
            before += self._waits(node.place, name)
        return replace(node, arguments=arguments, keywords=keywords, spawned=True)

    def _comprehension(self, node: tree.Comprehension, before: list[tree.SourceStatement]) -> tree.Expression:
        """[f.result() for f in futures] waits for all of them first."""
        clauses, named = [], {}
        for clause in node.clauses:
            iterable = clause.iterable
            if isinstance(iterable, tree.CallOf) and self.meaning(iterable.function).endswith("as_completed"):
                iterable = iterable.arguments[0]
            handle = self.handle(iterable)
            if isinstance(handle, TaskHandle) and handle.started and dotted(clause.target):
                before += self._waits(node.place, dotted(iterable))
                named[dotted(clause.target)] = replace(handle, clauses=())
            else:
                iterable = self.value(clause.iterable, before)
            clauses.append(replace(clause, iterable=iterable))
        handles, self.handles = self.handles, {**self.handles, **named}
        inside: list[tree.SourceStatement] = []
        items = tuple(self.value(item, inside) for item in node.items)
        self.handles = handles
        if inside:  # each round would wait: nothing is known of what runs beside what
            return tree.Unreadable(node.place, "", "tasks are started and waited for inside of it")
        return replace(node, items=items, clauses=tuple(clauses))

    def _note(self, kind: str, call: tree.CallOf) -> None:
        if kind == "thread":
            self.remarks.setdefault("thread", tree.SourceRemark(call.place, *_THREADS))
        elif kind == "process" and call.arguments:
            self.remarks.setdefault("process", tree.SourceRemark(call.place, *_COPIES))


def _either(ends: list[dict[str, Handle]]) -> dict[str, Handle]:
    """What names stand for behind several ways; of two tasks that are not started nobody knows which it is."""
    found: dict[str, Handle] = {}
    for name, handle in (item for end in ends for item in end.items()):
        before = found.setdefault(name, handle)
        if isinstance(before, TaskHandle) and isinstance(handle, TaskHandle) and before != handle:
            same = (before.call, before.clauses) == (handle.call, handle.clauses)
            started = before.started and handle.started
            call = before.call if same or started else _one_of_several(before.call)
            found[name] = replace(before, call=call, started=started or (same and handle.kind == before.kind))
    return found


def _one_of_several(call: tree.CallOf) -> tree.CallOf:
    """A call of which it is not known what it is when it is made: an unknown function."""
    name = dotted(call.function)
    name = name if name.endswith(SEVERAL) else f"{name}{SEVERAL}"
    return replace(call, function=tree.NamedValue(call.function.place, name), arguments=(), keywords=())


def _names_set(node: tree.Node) -> Iterator[str]:
    """The names that a statement itself gives a value."""
    targets: tuple[tree.Expression, ...] = ()
    match node:
        case tree.Assigned():
            targets = node.targets
        case tree.Update(target=target) | tree.EachLoop(target=target) | tree.NamedExpression(target=target):
            targets = (target,)
    for target in targets:
        parts = target.items if isinstance(target, tree.Collection) else (target,)
        yield from (x.name for x in parts if isinstance(x, tree.NamedValue))


def _leaves(body: Statements) -> bool:
    return bool(body) and isinstance(body[-1], tree.Leave) and body[-1].kind in ("return", "raise")


def _spawned(value: tree.Expression | None) -> tree.CallOf | None:
    """The call that a value, or each round of it, has started."""
    if isinstance(value, tree.Comprehension) and len(value.items) == 1:
        value = value.items[0]
    return value if isinstance(value, tree.CallOf) and value.spawned else None


def _rounds(place: Place, clauses: tuple[tree.Clause, ...], body: Statements) -> Statements:
    """The loops that the clauses are, around the body."""
    for clause in reversed(clauses):
        for condition in reversed(clause.conditions):
            body = (tree.Alternatives(place, (tree.Alternative(place, condition, body),)),)
        body = (tree.EachLoop(place, clause.target, clause.iterable, body),)
    return body


def _applied(call: tree.CallOf) -> tree.CallOf:
    """f(a) of (lambda x: f(x))(a): what is started is the call in it; a parameter that is not given is as outside."""
    match call.function:
        case tree.Lambda(parameters=parameters, body=tree.CallOf() as inner) if not call.keywords:
            read = tree.put_in(inner, dict(zip(parameters, call.arguments, strict=False)))
            assert isinstance(read, tree.CallOf)
            return thunk(call.place, replace(read, place=call.place))
    return call


def _says_lock(node: tree.Expression) -> bool:
    """number.get_lock(), self.lock: a lock by its name."""
    return _lock_name(node).split(".")[-1].lower().endswith(("lock", "mutex"))


def _lock_name(node: tree.Expression) -> str:
    return dotted(node.function) if isinstance(node, tree.CallOf) else dotted(node)


def _without_other_names(function: tree.Function, reading: ParallelReading) -> Statements:
    """mine = lock, where one line alone sets each, and lock = Lock(): the lock under its first name alone."""
    lines = [x for x in tree.walk(function) if isinstance(x, tree.Assigned)]
    names = [t.name for x in lines for t in x.targets if isinstance(t, tree.NamedValue)]
    once = {t.name: x.value for x in lines for t in x.targets if isinstance(t, tree.NamedValue)
            and len(x.targets) == 1 and names.count(t.name) == 1}  # fmt: skip
    own = {name for name, value in once.items() if isinstance(value, tree.CallOf)
           and reading.meaning(value.function) in _LOCKS}  # fmt: skip
    others = {name: value for name, value in once.items() if isinstance(value, tree.NamedValue) and value.name in own}

    def change(node: tree.Node) -> tree.Node:
        if isinstance(node, tree.NamedValue):
            return others.get(node.name, node)
        return tree.with_children(node, change)

    def block(body: Statements) -> Statements:
        kept = (s for s in body if not (isinstance(s, tree.Assigned) and any(s.value is x for x in others.values())))
        return tuple(tree.with_blocks(s, block) for s in kept)

    return tuple(tree.with_children(s, change) for s in block(function.body)) if others else function.body


def _held(function: tree.Function, but_for: int = 0) -> frozenset[str]:
    """What is entered by `with`, or acquired and released, and used for nothing else: a lock, whatever its name is.

    `but_for` is how often it is used otherwise, as where it is made.
    """
    used: dict[str, int] = {}
    locked: dict[str, int] = {}
    for node in tree.walk(function):
        if isinstance(node, tree.NamedValue):
            used[node.name] = used.get(node.name, 0) + 1
        names = [x for x in node.entered if isinstance(x, tree.NamedValue)] if isinstance(node, tree.Guarded) else []
        match node:
            case tree.CallOf(function=tree.Member(value=tree.NamedValue() as of, name="acquire" | "release")):
                names.append(of)
        for x in names:
            locked[x.name] = locked.get(x.name, 0) + 1
    return frozenset(name for name, times in locked.items() if used[name] == times + but_for)


def _under_locks(statements: Statements, reading: ParallelReading) -> Iterator[tree.SourceStatement]:
    """lock.acquire() … lock.release() in one block is `with lock`."""
    rest = list(statements)
    while rest:
        statement = rest.pop(0)
        lock = _asked(statement, "acquire", reading)
        tried = rest[0] if lock and rest else None
        if isinstance(tried, tree.Guarded) and any(_asked(s, "release", reading) == lock for s in tried.finally_):
            behind = tuple(s for s in tried.finally_ if _asked(s, "release", reading) != lock)
            rest.pop(0)
            yield replace(tried, finally_=behind, lock=lock)
            continue
        end = next((i for i, s in enumerate(rest) if lock and _asked(s, "release", reading) == lock), None)
        if end is None:
            yield statement
            continue
        yield tree.Guarded(statement.place, tuple(rest[:end]), lock=lock)
        del rest[: end + 1]


def _asked(statement: tree.SourceStatement, verb: str, reading: ParallelReading) -> str:
    """The lock whose acquire or release the statement is."""
    if not isinstance(statement, tree.Evaluation) or not isinstance(call := statement.value, tree.CallOf):
        return ""
    if not isinstance(call.function, tree.Member) or call.function.name != verb:
        return ""
    known = isinstance(reading.handle(call.function.value), LockHandle) or _says_lock(call.function.value)
    return dotted(call.function.value) if known else ""
