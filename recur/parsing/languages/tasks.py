"""A block that runs beside what follows it, in the words of the source tree."""

from __future__ import annotations

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
    if not arguments:
        return tree.Literal(place, None)
    function = arguments[0]
    if isinstance(function, tree.Lambda) and isinstance(function.body, tree.CallOf):
        return replace(function.body, spawned=True)
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
