"""A search through a list, item by item, that ends at the one that is looked for.

If that one is at each place with the probability 1/n, (1/n)·Σ i = (n + 1)/2 items are looked at on average.
Source: Knuth, TAOCP vol. 3, section 6.1.
"""

from __future__ import annotations

from recur.model import source_tree as tree
from recur.source_costs.answered import shape_of_node
from recur.source_costs.calling import called_name
from recur.source_costs.pivots import is_as_handed

LAW = (
    "what is looked for is one of the items, each with the probability 1/n, so that (n + 1)/2 of them are looked at on "
    "average"
)


def is_search(function: tree.Function) -> bool:
    """One loop over a list that it was handed, which an item that equals a parameter ends; nothing else goes on."""
    loops = [
        s for s in function.body if isinstance(s, tree.EachLoop | tree.TestLoop | tree.Alternatives | tree.Guarded)
    ]
    match loops:
        case [tree.EachLoop(otherwise=(), parallel=False) as loop]:
            pass
        case _:
            return False
    match loop.body:
        case (
            tree.Alternatives(
                alternatives=(tree.Alternative(test=tree.Operation(op="==", operands=sides), body=found),)
            ),
        ):
            pass
        case _:
            return False
    listed, item = _items(loop)
    others = [x for x in sides if shape_of_node(x) not in item]
    parameters = {p.name for p in function.parameters}
    return (
        bool(listed)
        and is_as_handed(function, listed)
        and len(others) == 1
        and isinstance(others[0], tree.NamedValue)
        and others[0].name in parameters - {listed}
        and isinstance(found[-1], tree.Leave)
        and found[-1].kind in ("return", "break")
        and all(_is_plain(s, loop, listed) for s in (*function.body, *found))
    )


def _items(loop: tree.EachLoop) -> tuple[str, list[object]]:
    """The list, and how the item of a round is written."""
    match loop.target, loop.iterable:
        case tree.NamedValue() as x, tree.NamedValue(name=listed):
            return listed, [shape_of_node(x)]
        case tree.Collection(items=(tree.NamedValue() as i, tree.NamedValue() as x)), tree.CallOf(
            arguments=(tree.NamedValue() as of,)
        ) as over if called_name(over) == "enumerate":
            return of.name, [shape_of_node(x), shape_of_node(tree.Element(x.place, of, i))]
        case tree.NamedValue() as i, tree.CallOf(
            arguments=(tree.CallOf(arguments=(tree.NamedValue() as of,)) as length,)
        ) as over if (called_name(over), called_name(length)) == ("range", "len"):
            return of.name, [shape_of_node(tree.Element(i.place, of, i))]
    return "", []


def _is_plain(s: tree.SourceStatement, loop: tree.EachLoop, listed: str) -> bool:
    """A step, without a call and without the list as a whole."""
    if s is loop:
        return True
    for node in tree.walk(s):
        if isinstance(node, tree.CallOf | tree.Comprehension | tree.Slice | tree.EachLoop | tree.TestLoop):
            return False
        if isinstance(node, tree.NamedValue) and node.name == listed:
            return False
    return True
