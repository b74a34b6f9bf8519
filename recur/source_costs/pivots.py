"""A pivot whose rank is uniform: what is less than it and what is more, as two lists or two parts of a range.

Source: CLRS 4e, section 7.4.
"""

from __future__ import annotations

from collections.abc import Mapping

from recur.model import source_tree as tree
from recur.model.records import frozen
from recur.source_costs import lowering
from recur.source_costs.calling import called_name
from recur.source_costs.range_splits import parameters_of, range_split
from recur.source_costs.visiting import settings_in, times_set

#: what looks at a list only
_READS = frozenset(
    ("len", "choice", "list", "tuple", "set", "sum", "min", "max", "sorted", "enumerate", "shuffle", "print")
)


@frozen
class PivotSplit:
    """What is less than the pivot and what is more; `drawn`: the program draws the pivot.

    `by_size`: sizes alone decide what else is done.
    """

    pivot: str
    drawn: bool
    by_size: bool = False

    @property
    def law(self) -> str:
        chosen = "the pivot is drawn uniformly" if self.drawn else "every order of the items is equally likely"
        return f"the items are different, and {chosen}, so that every rank of {self.pivot} has the probability 1/n"


def pivot_split(function: tree.Function, functions: Mapping[str, tree.Function]) -> PivotSplit | None:
    """The split on both sides of which the function calls itself, if every rank of its pivot is equally likely."""
    if any(isinstance(x, tree.CallOf) and called_name(x) == "seed" for x in tree.walk(function)):
        return None  # the same is drawn each time
    in_place = range_split(function, functions)
    return _split_list(function) if in_place is None else PivotSplit(*in_place)


def _split_list(function: tree.Function) -> PivotSplit | None:
    """Two comprehensions over one list, which share all its items but the pivot, each handed to the function itself."""
    settings = [(t, x) for node in tree.walk(function) for t, x in settings_in(node) if x is not None]
    for pivot, value in settings:
        found = _item_of(value)
        if found is None or times_set(function.body, pivot) > 1 or not is_as_handed(function, found[0]):
            continue
        listed, drawn, first = found
        lengths = (name for name, x in settings if _is_length(x, listed) and times_set(function.body, name) == 1)
        by_size = _is_by_size(function.body, {listed, "len", *lengths})
        once = [(name, x) for name, x in settings if times_set(function.body, name) == 1]
        whole = {listed, *(name for name, x in once if _without(x) == listed)}
        named = {name: _side(x, pivot, listed, whole) for name, x in once}
        own = [x for x in tree.walk(function) if isinstance(x, tree.CallOf) and called_name(x) == function.name]
        position = parameters_of(function).index(listed)
        handed = [x.arguments[position] for x in own if len(x.arguments) > position and not x.keywords]
        sides = [
            named.get(x.name, "") if isinstance(x, tree.NamedValue) else _side(x, pivot, listed, whole) for x in handed
        ]
        rest = first and set(sides) in ({"< rest", ">= rest"}, {"<= rest", "> rest"})
        if len(own) == len(sides) == 2 and (rest or set(sides) == {"<", ">"}):
            return PivotSplit(pivot, drawn, by_size)
    return None


def hands_on(caller: tree.Function, function: tree.Function) -> bool:
    """Does it call the function once, on a list that it was handed itself and has not changed?"""
    calls = [x for x in tree.walk(caller) if isinstance(x, tree.CallOf) and called_name(x) == function.name]
    loops = [x for x in tree.walk(caller) if isinstance(x, tree.EachLoop | tree.TestLoop | tree.Comprehension)]
    if len(calls) != 1 or any(x is calls[0] for loop in loops for x in tree.walk(loop)):
        return False
    handed = [x.name for x in calls[0].arguments if isinstance(x, tree.NamedValue)]
    listed = [name for name in handed if name in parameters_of(caller)]
    return bool(listed) and is_as_handed(caller, listed[0], _READS | {function.name})


def is_as_handed(function: tree.Function, name: str, reads: frozenset[str] = _READS) -> bool:
    """Are the items in the order in which they are handed to the function?"""
    if name not in (p.name for p in function.parameters) or times_set(function.body, name):
        return False
    for node in tree.walk(function):
        match node:
            case tree.CallOf(function=tree.Member(value=tree.NamedValue(name=own))) if own == name:
                return False
            case tree.CallOf(arguments=arguments) if (
                any(x.name == name for x in arguments if isinstance(x, tree.NamedValue))
                and called_name(node) not in reads
            ):
                return False
            case tree.Assigned(targets=targets) if any(_is_part(x, name) for t in targets for x in tree.walk(t)):
                return False
            case tree.Update(target=target) if _is_part(target, name):
                return False
    return True


def _is_by_size(body: tuple[tree.SourceStatement, ...], sizes: set[str]) -> bool:
    """Do sizes alone decide what is done? What only some items make dearer, or end, is dearer with a probability."""
    for s in body:
        match s:
            case tree.Alternatives(alternatives=alternatives):
                tests = [a.test for a in alternatives if a.test is not None]
                if not all(_asks_size(x, sizes) for x in tests) or not all(
                    _is_by_size(a.body, sizes) for a in alternatives
                ):
                    return False
            case tree.EachLoop(body=inner, otherwise=otherwise):
                if any(isinstance(x, tree.Leave) for x in inner) or not _is_by_size((*inner, *otherwise), sizes):
                    return False
            case tree.Assigned() | tree.Update() | tree.Evaluation() | tree.Leave():
                if any(_may_be_left_out(x) for x in tree.walk(s)):
                    return False
            case _:
                return False
    return True


def _asks_size(test: tree.Expression, sizes: set[str]) -> bool:
    nodes = list(tree.walk(test))
    names = {x.name for x in nodes if isinstance(x, tree.NamedValue)}
    return names <= sizes and not any(isinstance(x, tree.Element | tree.Slice) for x in nodes)


def _may_be_left_out(x: tree.Node) -> bool:
    """Is there a call in it that not every evaluation makes?"""
    match x:
        case tree.Conditional() | tree.Operation(op="and" | "or"):
            return any(isinstance(inner, tree.CallOf) for inner in tree.walk(x))
        case tree.Comprehension(items=items, clauses=clauses) if any(c.conditions for c in clauses):
            return any(isinstance(y, tree.CallOf | tree.Comprehension) for item in items for y in tree.walk(item))
    return False


def _is_part(x: tree.Node, name: str) -> bool:
    match x:
        case tree.Element(container=tree.NamedValue(name=own)) | tree.Slice(container=tree.NamedValue(name=own)):
            return own == name
    return False


def _item_of(value: tree.Expression) -> tuple[str, bool, bool] | None:
    """The list whose item it is, whether that is drawn uniformly, and whether it is the first one."""
    match value:
        case tree.Element(container=tree.NamedValue(name=name), index=tree.CallOf(arguments=arguments) as index):
            ends = [lowering.shape_of(x) if not _is_length(x, name) else "len" for x in arguments]
            uniform = (called_name(index), ends) == ("randrange", ["len"])
            if called_name(index) == "randint" and len(arguments) == 2 and ends[0] == "0":
                match arguments[1]:
                    case tree.Operation(op="-", operands=(length, tree.Literal(value=1))):
                        uniform = _is_length(length, name)
            return (name, True, False) if uniform else None
        case tree.Element(container=tree.NamedValue(name=name), index=index):
            random = any(isinstance(x, tree.CallOf) and called_name(x) != "len" for x in tree.walk(index))
            return None if random else (name, False, isinstance(index, tree.Literal) and index.value == 0)
        case tree.CallOf(arguments=(tree.NamedValue(name=name),)) if called_name(value) == "choice":
            return name, True, False
    return None


def _is_length(x: tree.Expression, name: str) -> bool:
    match x:
        case tree.CallOf(function=tree.NamedValue(name="len"), arguments=(tree.NamedValue(name=own),)):
            return own == name
    return False


def _without(x: tree.Expression) -> str:
    """xs of xs[1:]."""
    match x:
        case tree.Slice(container=tree.NamedValue(name=name), low=tree.Literal(value=1), high=None, step=None):
            return name
    return ""


def _side(x: tree.Node, pivot: str, listed: str, whole: set[str]) -> str:
    """The comparison with the pivot that lets the items through; "rest" where the first item is left out."""
    match x:
        case tree.Comprehension(kind="list", clauses=(clause,)) if len(clause.conditions) == 1:
            target = clause.target.name if isinstance(clause.target, tree.NamedValue) else ""
            test = lowering.split_test(clause.conditions[0], target)
            if test is None or test[1] != pivot or test[0] not in ("<", "<=", ">", ">="):
                return ""
            over = lowering.shape_of(clause.iterable)
            if over == listed:
                return test[0]
            return f"{test[0]} rest" if over in whole or _without(clause.iterable) == listed else ""
    return ""
