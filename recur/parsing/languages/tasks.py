"""A block that runs beside what follows it, in the words of the source tree."""

from __future__ import annotations

from itertools import takewhile

from recur.model import Place, source_tree as tree
from recur.model.records import replace
from recur.parsing.languages.side_effects import Statements


def side_by_side(place: Place, body: Statements, following: Statements) -> Statements:
    """A task, what is done beside it, and behind the wait what follows; without a wait it is spawned and goes on."""
    waits = [at for at, statement in enumerate(following) if isinstance(statement, tree.Wait) and statement.of is None]
    if _one_call(body) is not None or not waits:
        return (*spawned(place, body), *following)
    beside, rest = following[: waits[0]], following[waits[0] :]
    return (tree.SideBySide(place, (body, beside)), *rest)


def with_blocks_beside(file: tree.SourceFile) -> tree.SourceFile:
    """The file; what a thread runs that has lines of its own, and nobody else runs, beside what stands before the wait.

    Its lines see the sizes of those around them, as those of a function called with other sizes would not.
    """
    functions = tuple(replace(f, body=_blocks_beside(_lambdas_named(f.body))) for f in file.functions)
    return replace(file, functions=functions, statements=_blocks_beside(_lambdas_named(file.statements)))


def thunk(place: Place, body: tree.CallOf) -> tree.CallOf:
    """What a lambda without parameters does, as a call; what it works out for the call is worked out there as well."""
    if any(isinstance(inner, tree.CallOf) for argument in body.arguments for inner in tree.walk(argument)):
        return tree.CallOf(place, tree.Lambda(place, (), body))
    return body


def _lambdas_named(body: Statements) -> Statements:
    """A spawned lambda is a function in front of the statement that starts it."""
    found: list[tree.SourceStatement] = []
    for statement in body:
        if isinstance(statement, tree.Assigned | tree.Evaluation):
            statement = _with_names(statement, found)
        found.append(tree.with_blocks(statement, _lambdas_named))
    return tuple(found)


def _with_names(
    statement: tree.Assigned | tree.Evaluation, before: list[tree.SourceStatement]
) -> tree.Assigned | tree.Evaluation:
    def change(node: tree.Node) -> tree.Node:
        match node:
            case tree.CallOf(place=place, function=tree.Lambda(parameters=(), body=body), arguments=(), spawned=True):
                name = f"lambda at line {place.line}, column {place.column}"
                before.append(
                    tree.InnerFunction(place, tree.Function(place, name, (), (tree.Leave(place, "return", body),)))
                )
                return replace(node, function=tree.NamedValue(place, name))
        return tree.with_children(node, change)

    return tree.with_children(statement, change)


def _blocks_beside(body: Statements) -> Statements:
    for at, statement in enumerate(body):
        if not isinstance(statement, tree.InnerFunction):
            continue
        others = tuple(takewhile(lambda s: isinstance(s, tree.InnerFunction), body[at + 1 :]))
        start, *following = body[at + 1 + len(others) :] or (statement,)
        waits = [i for i, s in enumerate(following) if _begins_with_a_wait(s)]
        if waits and _only_start(statement.function, start, (*others, *following)):
            done = _done_by(statement.function, start)
            blocks = (_blocks_beside(done), _blocks_beside((*others, *following[: waits[0]])))
            beside = tuple(block for block in blocks if block)
            rest = (tree.SideBySide(start.place, beside), *following[waits[0] :])
            return (*map(_inside, body[:at]), *_blocks_beside(rest))
    return tuple(map(_inside, body))


def _inside(statement: tree.SourceStatement) -> tree.SourceStatement:
    return tree.with_blocks(statement, _blocks_beside)


def _begins_with_a_wait(statement: tree.SourceStatement) -> bool:
    """t.join(); or try { t.join(); }"""
    if isinstance(statement, tree.Guarded) and statement.body:
        return _begins_with_a_wait(statement.body[0])
    return isinstance(statement, tree.Wait)


def _done_by(function: tree.Function, start: tree.SourceStatement) -> Statements:
    """Its lines, the value that the last of them gives back put where the start puts it."""
    match function.body[-1:]:
        case (tree.Leave(place=place, kind="return", value=value),) if value is not None:
            last: tree.SourceStatement = tree.Evaluation(place, value)
            if isinstance(start, tree.Assigned):
                last = tree.Assigned(place, start.targets, value)
            return (*function.body[:-1], last)
    return function.body


def _only_start(function: tree.Function, start: tree.SourceStatement, others: Statements) -> bool:
    """Does the statement start it, a lambda that ends where its lines do, and does nothing else name it?"""
    call = start.value if isinstance(start, tree.Evaluation | tree.Assigned) else None
    if not (isinstance(call, tree.CallOf) and call.spawned and isinstance(call.function, tree.NamedValue)):
        return False
    named = [n.name for s in others for n in tree.walk(s) if isinstance(n, tree.NamedValue)]
    done = _done_by(function, start)
    leaves = any(isinstance(n, tree.Leave) and n.kind == "return" for s in done for n in tree.walk(s))
    return call.function.name == function.name and not (function.parameters or leaves or function.name in named)


def spawned(place: Place, body: Statements) -> Statements:
    """The block as a call that is spawned: of the one function it calls, or of itself."""
    one = _one_call(body)
    if one is not None:
        return (one,)
    name = f"task at line {place.line}"
    call = tree.CallOf(place, tree.NamedValue(place, name), spawned=True)
    return (tree.InnerFunction(place, tree.Function(place, name, (), body)), tree.Evaluation(place, call))


def spawned_call(place: Place, given: tuple[tree.Expression, ...]) -> tree.Expression:
    """thread(f, x, y) and async(f, x, y): a call of f beside what follows."""
    arguments = [value for value in given if not _is_policy(value)]
    if any(isinstance(v, tree.NamedValue) and v.name.endswith("launch::deferred") for v in given):
        return tree.Unreadable(place, "deferred", "it is run by whoever asks for its result first, beside nothing")
    if not arguments:
        return tree.Literal(place, None)
    function = arguments[0]
    if isinstance(function, tree.Lambda) and isinstance(function.body, tree.CallOf):
        return replace(thunk(place, function.body), spawned=True)
    return tree.CallOf(place, function, tuple(arguments[1:]), spawned=True)


def _is_policy(value: tree.Expression) -> bool:
    return isinstance(value, tree.NamedValue) and "launch::" in value.name


def _one_call(body: Statements) -> tree.SourceStatement | None:
    """A body that calls one function and does nothing else but keep its result, as a spawned call."""
    if len(body) != 1 or not isinstance(body[0], tree.Evaluation | tree.Assigned):
        return None
    call = body[0].value
    if not isinstance(call, tree.CallOf) or any(
        isinstance(inner, tree.CallOf) for argument in call.arguments for inner in tree.walk(argument)
    ):
        return None
    return replace(body[0], value=replace(call, spawned=True))
