"""Streams of Java are loops: IntStream.range(0, n).parallel().forEach(f) runs f for each, side by side."""

from __future__ import annotations

from collections.abc import Callable

from recur.model import source_tree as tree

_MAPS = frozenset(("map", "mapToInt", "mapToLong", "mapToDouble", "mapToObj"))
_SAME = frozenset(("boxed", "asLongStream", "asDoubleStream", "unordered"))
_ENDS = frozenset(("sum", "count", "average", "max", "min", "reduce", "anyMatch", "allMatch", "noneMatch"))
_COLLECTS = frozenset(("collect", "toList", "toArray"))


def looped(
    call: tree.CallOf, within: Callable[[tree.Expression], tree.Expression]
) -> tree.EachLoop | tree.Expression | None:
    """A loop for what ends in forEach, a list or a number for what is collected; None for what is no stream."""
    words: list[tree.CallOf] = []
    value: tree.Expression = call
    while isinstance(value, tree.CallOf) and isinstance(value.function, tree.Member):
        if value.function.name in ("stream", "parallelStream", "range", "rangeClosed") or _is_range(value):
            break
        words.insert(0, value)
        value = value.function.value
    source = _source(value, within)
    if source is None and len(words) == 1 and _last(words[0]) == "forEach" and len(call.arguments) == 1:
        assert isinstance(call.function, tree.Member)
        source = (within(call.function.value), False)
    if source is None or not words:
        return None
    return _made(call, source, words, within)


def _made(
    call: tree.CallOf, source: tuple[tree.Expression, bool], words: list[tree.CallOf],
    within: Callable[[tree.Expression], tree.Expression],
) -> tree.EachLoop | tree.Expression | None:  # fmt: skip
    iterable, parallel = source
    place = call.place
    target: tree.Expression = tree.NamedValue(place, f"each of line {place.line}")
    item: tree.Expression = target
    conditions: tuple[tree.Expression, ...] = ()
    for word in words[:-1]:
        name = _last(word)
        if name in ("parallel", "sequential"):  # the last of them holds for the whole stream
            parallel = name == "parallel"
        elif name in _MAPS and len(word.arguments) == 1:
            item = _applied(word.arguments[0], item, within)
        elif name == "filter" and len(word.arguments) == 1:
            conditions = (*conditions, _applied(word.arguments[0], item, within))
        elif name not in _SAME:
            return None
    last, given = _last(words[-1]), words[-1].arguments
    if last in ("forEach", "forEachOrdered") and len(given) == 1:
        done: tree.SourceStatement = tree.Evaluation(place, _applied(given[0], item, within))
        for test in conditions:
            done = tree.Alternatives(place, (tree.Alternative(place, test, (done,)),))
        return tree.EachLoop(place, target, iterable, (done,), parallel=parallel and last == "forEach")
    if last not in _ENDS | _COLLECTS:
        return None
    if last.endswith("Match"):
        item = _applied(given[0], item, within)
    made = tree.Comprehension(place, "list", (item,), (tree.Clause(target, iterable, conditions),), parallel=parallel)
    if last in _COLLECTS:
        return made
    # side by side, what the rounds give is put together on the way back up the tree of their spawns
    end = "stream.reduced" if parallel else f"stream.{last}"
    return tree.CallOf(place, tree.NamedValue(place, end), (made,))


def _source(
    value: tree.Expression, within: Callable[[tree.Expression], tree.Expression]
) -> tuple[tree.Expression, bool] | None:
    """What the stream goes through, and whether side by side."""
    if not isinstance(value, tree.CallOf) or not isinstance(value.function, tree.Member):
        return None
    name, owner = value.function.name, value.function.value
    if _is_range(value):
        low, high = map(within, value.arguments)
        if name == "rangeClosed":
            high = tree.Operation(high.place, "+", (high, tree.Literal(high.place, 1)))
        return tree.CallOf(value.place, tree.NamedValue(value.place, "range"), (low, high)), False
    if name == "stream" and isinstance(owner, tree.NamedValue) and owner.name == "Arrays" and value.arguments:
        return within(value.arguments[0]), False
    if name in ("stream", "parallelStream") and not value.arguments:
        return within(owner), name == "parallelStream"
    return None


def _is_range(call: tree.CallOf) -> bool:
    match call.function:
        case tree.Member(value=tree.NamedValue(name="IntStream" | "LongStream"), name="range" | "rangeClosed"):
            return len(call.arguments) == 2
    return False


def _applied(
    function: tree.Expression, argument: tree.Expression, within: Callable[[tree.Expression], tree.Expression]
) -> tree.Expression:
    """function(argument); a lambda with its parameter replaced."""
    if isinstance(function, tree.Lambda) and len(function.parameters) == 1:
        return within(_put(function.body, function.parameters[0], argument))
    return within(tree.CallOf(function.place, function, (argument,)))


def _put(value: tree.Expression, name: str, argument: tree.Expression) -> tree.Expression:
    if isinstance(value, tree.NamedValue):
        return argument if value.name == name else value
    return tree.with_children(value, lambda inner: _put(inner, name, argument))  # type: ignore[arg-type]


def _last(call: tree.CallOf) -> str:
    return call.function.name if isinstance(call.function, tree.Member) else ""
