"""Classes that inherit from Thread or Process: a task of theirs runs the method run with the fields of its object.

The fields that __init__ sets become parameters of run, so that W(xs, 0, n) is started as spawn W.run(xs, 0, n). It is
done where it is plain what the fields are: __init__ does nothing but set them, run uses nothing else of the object, and
nobody else sets or changes them before the start. Otherwise what start() costs stays unknown. Source: the library
reference of threading, Thread.run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from recur.model import source_tree as tree
from recur.model.records import frozen, replace

_KINDS = {"threading.Thread": "thread", "multiprocessing.Process": "process"}
#: what a name or a number costs to be written once more, or to be looked at later
_PLAIN = (tree.NamedValue, tree.Literal)


@frozen
class ThreadClass:
    """`kind` of its tasks; the method `run` with the `fields` as its parameters, which __init__ sets to `values`."""

    name: str
    kind: str
    run: tree.Function
    fields: tuple[str, ...]
    values: tuple[tree.Expression, ...]
    given: tuple[tree.FormalParameter, ...]
    #: further methods that run calls, as functions of the fields and of what they take
    helpers: tuple[tree.Function, ...] = ()

    def started(self, made: tree.CallOf) -> tree.CallOf | None:
        """The call that the object made so runs; None where an argument would be made twice, or not at all."""
        handed = self._handed(made)
        if handed is None:
            return None
        names = [x.name for value in self.values for x in tree.walk(value) if isinstance(x, tree.NamedValue)]
        times = Counter(names)
        if any(times[name] != 1 and not _is_arithmetic(value) for name, value in handed.items()):
            return None
        values = tuple(tree.put_in(value, handed) for value in self.values)
        return tree.CallOf(made.place, tree.NamedValue(made.place, f"{self.name}.run"), values)

    def _handed(self, made: tree.CallOf) -> dict[str, tree.Expression] | None:
        names = [p.name for p in self.given]
        if len(made.arguments) > len(names) or any(isinstance(x, tree.Unpacked) for x in made.arguments):
            return None
        handed = dict(zip(names, made.arguments, strict=False))
        for name, value in made.keywords:
            if name not in names or name in handed:
                return None
            handed[name] = value
        for p in self.given:
            if p.name not in handed:
                if not isinstance(p.default, tree.Literal):
                    return None
                handed[p.name] = p.default
        return handed


def thread_classes(file: tree.SourceFile) -> dict[str, ThreadClass]:
    """The classes of threads and processes of a file that can be read so, by their names."""
    found: dict[str, ThreadClass] = {}
    count = Counter(c.name for c in file.classes)
    for c in file.classes:
        if len(c.bases) == 1 and c.bases[0] in _KINDS and count[c.name] == 1 and c.name not in _names_given(file):
            methods = {f.name: f for f in file.functions if f.owner == c.name}
            unchanged = sum(f.owner == c.name for f in file.functions) == len(methods)
            named = _members_named(file, c.name)
            own = {name: f for name, f in methods.items() if name in ("run", "__init__") or name not in named}
            read = _read(c.name, c.bases[0], own) if unchanged and "run" in methods else None
            if read is not None and not _is_changed(file, read):
                found[c.name] = read
    return found


def with_fields_given(file: tree.SourceFile, classes: Mapping[str, ThreadClass]) -> tree.SourceFile:
    """The file with the method run of each of the classes as a function of the fields."""
    runs = {f"{name}.{f.name}": f for name, c in classes.items() for f in (c.run, *c.helpers)}
    return replace(file, functions=tuple(runs.get(f.key, f) for f in file.functions))


def _read(name: str, base: str, methods: Mapping[str, tree.Function]) -> ThreadClass | None:
    run, made = methods["run"], methods.get("__init__")
    own = [f for f in (run, made) if f is not None]
    if any(f.decorators or not f.parameters or any(p.unpacked for p in f.parameters) for f in own):
        return None
    if len(run.parameters) != 1:
        return None
    values: dict[str, tree.Expression] | None = {} if made is None else _fields_set(made, base)
    if values is None:
        return None
    helpers = _helpers(name, methods, values)
    changed = _with_parameters(run, values, {f.name: f"{name}.{f.name}" for f in helpers})
    if changed is None:
        return None
    given = () if made is None else made.parameters[1:]
    return ThreadClass(name, _KINDS[base], changed, tuple(values), tuple(values.values()), given, helpers)


def _helpers(
    owner: str, methods: Mapping[str, tree.Function], values: Mapping[str, tree.Expression]
) -> tuple[tree.Function, ...]:
    """The other methods that set no field, as functions of the fields; one that cannot be read so is left out."""
    names = {name for name in methods if name not in ("run", "__init__")}
    while True:
        called = {name: f"{owner}.{name}" for name in names}
        found = {name: _helper(methods[name], values, called) for name in sorted(names)}
        if None not in found.values():
            return tuple(f for f in found.values() if f is not None)
        names = {name for name, f in found.items() if f is not None}


def _helper(
    method: tree.Function, values: Mapping[str, tree.Expression], called: Mapping[str, str]
) -> tree.Function | None:
    if method.decorators or not method.parameters or any(p.unpacked for p in method.parameters):
        return None
    own = method.parameters[0].name
    sets = any(_set_in(node, own) for node in tree.walk(method))
    return None if sets else _with_parameters(method, values, called)


def _members_named(file: tree.SourceFile, owner: str) -> set[str]:
    """What is looked up in objects anywhere but in the methods of the class."""
    others = [f for f in file.functions if f.owner != owner]
    return {x.name for part in (*others, *file.statements) for x in tree.walk(part) if isinstance(x, tree.Member)}


def _fields_set(made: tree.Function, base: str) -> dict[str, tree.Expression] | None:
    """The fields that __init__ sets, each to what; None where it does anything else."""
    own, values = made.parameters[0].name, dict[str, tree.Expression]()
    for statement in (one for several in made.body for one in _one_by_one(several)):
        match statement:
            case tree.Leave(kind="pass"):
                continue
            case tree.Assigned(targets=(tree.Member(value=tree.NamedValue(name=of), name=name),), value=value) if (
                of == own and name not in values and value is not None
            ):
                read = _without_object(value, own, values)
                if read is None:
                    return None
                values[name] = read
            case tree.Evaluation(value=tree.CallOf() as call) if _makes_base(call, own, base):
                continue
            case _:
                return None
    return values


def _one_by_one(statement: tree.SourceStatement) -> Iterator[tree.SourceStatement]:
    """self.a, self.b = a, b of plain names and numbers: two settings."""
    match statement:
        case tree.Assigned(targets=(tree.Collection(items=targets),), value=tree.Collection(items=values)) if len(
            targets
        ) == len(values) and all(isinstance(x, _PLAIN) for x in values):
            yield from (replace(statement, targets=(t,), value=v) for t, v in zip(targets, values, strict=True))
        case _:
            yield statement


def _without_object(value: tree.Expression, own: str, values: Mapping[str, tree.Expression]) -> tree.Expression | None:
    """The value with fields that are set already written out; the same object is never made twice."""
    known = {name: x for name, x in values.items() if isinstance(x, _PLAIN)}
    read = _fields_as(value, own, known)
    assert isinstance(read, tree.Expression)
    return None if any(isinstance(x, tree.NamedValue) and x.name == own for x in tree.walk(read)) else read


def _makes_base(call: tree.CallOf, own: str, base: str) -> bool:
    """super().__init__(…), Thread.__init__(self, …)"""
    given = (*call.arguments, *(value for _, value in call.keywords))
    if not all(isinstance(x, _PLAIN) for x in given):
        return False
    match call.function:
        case tree.Member(value=tree.CallOf(function=tree.NamedValue(name="super")), name="__init__"):
            return not any(isinstance(x, tree.NamedValue) and x.name == own for x in given)
        case tree.Member(value=tree.NamedValue(name=name) | tree.Member(name=name), name="__init__"):
            return name == base.rpartition(".")[2]
    return False


def _with_parameters(
    run: tree.Function, values: Mapping[str, tree.Expression], called: Mapping[str, str]
) -> tree.Function | None:
    """The method as a function of the fields; None where it uses anything else of its object.

    `called` are methods that are such functions too, by their names there.
    """
    own = run.parameters[0].name
    mentioned = {x.name for x in tree.walk(run) if isinstance(x, tree.NamedValue)}
    written = {name for node in tree.walk(run) for name in _set_in(node, own)}
    known: dict[str, tree.Expression] = {}
    for name in [*values, *sorted(written - values.keys())]:
        new = name
        while new in mentioned:
            new += "_"
        mentioned.add(new)
        known[name] = tree.NamedValue(run.place, new)
    fields = tuple(known[name] for name in values)
    body = tuple(_fields_as(_calls_as(statement, own, called, fields), own, known) for statement in run.body)
    left = [x for s in body for x in tree.walk(s) if isinstance(x, tree.NamedValue) and x.name == own]
    inner = [f for f in tree.walk(run) if isinstance(f, tree.InnerFunction)]
    if left or any(_set_in(node, own) for f in inner for node in tree.walk(f)):
        return None
    names = [x.name for x in (known[name] for name in values) if isinstance(x, tree.NamedValue)]
    parameters = (*map(tree.FormalParameter, names), *run.parameters[1:])
    return replace(run, parameters=parameters, body=body, decorators=("staticmethod",))  # type: ignore[arg-type]


def _fields_as(node: tree.Node, own: str, known: Mapping[str, tree.Expression]) -> tree.Node:
    def change(inner: tree.Node) -> tree.Node:
        match inner:
            case tree.Member(place=place, value=tree.NamedValue(name=of), name=name) if of == own and name in known:
                return replace(known[name], place=place)
        return tree.with_children(inner, change)

    return change(node)


def _calls_as(node: tree.Node, own: str, called: Mapping[str, str], fields: tuple[tree.Expression, ...]) -> tree.Node:
    """self.helper(x) as Class.helper(fields, x)."""

    def change(inner: tree.Node) -> tree.Node:
        match inner:
            case tree.CallOf(function=tree.Member(place=place, value=tree.NamedValue(name=of), name=name)) if (
                of == own and name in called
            ):
                inner = replace(
                    inner, function=tree.NamedValue(place, called[name]),
                    arguments=(*(replace(f, place=place) for f in fields), *inner.arguments),
                )  # fmt: skip
        return tree.with_children(inner, change)

    return change(node)


def _is_arithmetic(value: tree.Expression) -> bool:
    """Numbers and names alone, which make nothing and cost a step wherever they are worked out."""
    if isinstance(value, tree.Operation):
        return value.op in ("+", "-", "*", "//", "/", "%") and all(map(_is_arithmetic, value.operands))
    match value:
        case tree.CallOf(function=tree.NamedValue(name="len"), arguments=(tree.NamedValue(),), keywords=()):
            return True
    return isinstance(value, _PLAIN)


def _set_in(node: tree.Node, own: str) -> tuple[str, ...]:
    """The fields that a statement itself sets."""
    targets = node.targets if isinstance(node, tree.Assigned) else ()
    if isinstance(node, tree.Update | tree.EachLoop | tree.NamedExpression):
        targets = (node.target,)
    parts = (x for t in targets for x in (t.items if isinstance(t, tree.Collection) else (t,)))
    return tuple(x.name for x in parts if isinstance(x, tree.Member) and x.value == tree.NamedValue(x.value.place, own))


def _names_given(file: tree.SourceFile) -> set[str]:
    """Names that are variables or parameters anywhere: a class of the same name may be something else there."""
    names = {p.name for f in file.functions for p in f.parameters}
    for node in (inner for part in (*file.functions, *file.statements) for inner in tree.walk(part)):
        if isinstance(node, tree.Assigned):
            names |= {t.name for t in node.targets if isinstance(t, tree.NamedValue)}
    return names


# ---- who else touches the fields


def _is_changed(file: tree.SourceFile, read: ThreadClass) -> bool:
    """May a field be another one, or hold more, when the task is started, than __init__ has said?"""
    numbers = {n for n, v in zip(read.fields, read.values, strict=True) if isinstance(v, tree.Literal)}
    for function in file.functions:
        if function.key == f"{read.name}.__init__":
            continue
        read_here = {f"{read.name}.{f.name}" for f in (read.run, *read.helpers)}
        own = function.key in read_here or function.owner not in ("", read.name)
        whose = function.parameters[0].name if own and function.parameters else ""
        if any(_may_change(function.body, read.fields, numbers, whose)):
            return True
    return any(_may_change(file.statements, read.fields, numbers, ""))


def _may_change(
    body: tuple[tree.SourceStatement, ...], fields: tuple[str, ...], numbers: set[str], whose: str
) -> Iterator[bool]:
    """`whose`: the name of the object that is run, or of one of another class, whose fields are others."""
    nodes = [x for s in body for x in tree.walk(s)]
    starts = [x.place.line for x in nodes if isinstance(x, tree.Member) and x.name == "start"]
    rounds = [x for x in nodes if isinstance(x, tree.EachLoop | tree.TestLoop)]
    targets = [id(t) for x in nodes for t in _targets(x)]
    for x in nodes:
        if not isinstance(x, tree.Member) or x.name not in fields:
            continue
        if isinstance(x.value, tree.NamedValue) and x.value.name in (whose or "\0",):
            continue
        before = not starts or x.place.line <= max(starts)
        again = any({id(y) for y in tree.walk(r)} >= {id(x)} and _starts(r) for r in rounds) if not before else True
        yield id(x) in targets or (again and x.name not in numbers)


def _starts(loop: tree.EachLoop | tree.TestLoop) -> bool:
    return any(isinstance(y, tree.Member) and y.name == "start" for y in tree.walk(loop))


def _targets(node: tree.Node) -> tuple[tree.Expression, ...]:
    if isinstance(node, tree.Assigned):
        return node.targets
    return (node.target,) if isinstance(node, tree.Update | tree.EachLoop | tree.NamedExpression) else ()
