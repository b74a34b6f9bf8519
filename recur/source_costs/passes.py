"""Passes over an array that exchange neighbours in the wrong order, until one of them exchanges none: bubble sort.

After k passes the k largest items stand where they belong, so there are n passes at most, and n of an array in the
opposite order. Source: Knuth, TAOCP 3, section 5.2.2, theorem I.
"""

from __future__ import annotations

from recur.model import source_tree as tree
from recur.source_costs.answered import shape_of_node
from recur.source_costs.visiting import name_of, names_set

_LARGER = (">", "<")


def sorts_by_passes(node: tree.TestLoop) -> str:
    """The array that the loop sorts so; "" where it is no such loop."""
    flag = _flag(node.test)
    arrays: set[str] = set()
    down = False
    for s in node.body if flag else ():
        match s:
            case tree.Assigned(targets=(tree.NamedValue(name=name),), value=tree.Literal(value=value)) if name == flag:
                down = not value
            case tree.EachLoop():
                arrays.add(_passed(s, flag))
            case tree.Alternatives(
                alternatives=(tree.Alternative(test=test, body=(tree.Leave(kind="break" | "return"),)),)
            ) if test is not None and flag in {x.name for x in tree.walk(test) if isinstance(x, tree.NamedValue)}:
                continue
            case tree.Update(target=tree.NamedValue(name=name)) if name != flag:
                continue
            case _:
                return ""
    return arrays.pop() if down and len(arrays) == 1 else ""


def _flag(test: tree.Expression | None) -> str:
    match test:
        case tree.NamedValue(name=name):
            return name
        case tree.Operation(op="==" | "is", operands=(tree.NamedValue(name=name), tree.Literal(value=True))):
            return name
    return ""


def _passed(loop: tree.EachLoop, flag: str) -> str:
    """The array of a pass over neighbours; "" where it does anything else."""
    match loop.iterable, loop.target, loop.body:
        case (
            tree.CallOf(function=tree.NamedValue(name="range")),
            tree.NamedValue(name=i),
            (tree.Alternatives(alternatives=(tree.Alternative(test=test, body=body),)),),
        ):
            array = _exchanged(body, flag)
            return array if array and _are_neighbours(test, array, i) and i not in names_set(body) else ""
    return ""


def _are_neighbours(test: tree.Expression | None, array: str, i: str) -> bool:
    """a[i] > a[i + 1], or any such comparison of the two, but none that equal items pass."""
    match test:
        case tree.Operation(op=op, operands=(tree.Element(index=one) as a, tree.Element(index=other) as b)) if (
            op in _LARGER and name_of(a.container) == name_of(b.container) == array
        ):
            steps = sorted((_step(one, i), _step(other, i)))
            return steps in ([0, 1], [-1, 0])
    return False


def _step(index: tree.Expression, i: str) -> int:
    match index:
        case tree.NamedValue(name=name) if name == i:
            return 0
        case tree.Operation(op="+" | "-" as op, operands=(tree.NamedValue(name=name), tree.Literal(value=1))) if (
            name == i
        ):
            return 1 if op == "+" else -1
    return 9


def _exchanged(body: tuple[tree.SourceStatement, ...], flag: str) -> str:
    """The array of a[x], a[y] = a[y], a[x], with the flag raised beside."""
    array, raised = "", False
    for s in body:
        match s:
            case tree.Assigned(
                targets=(tree.Collection(items=(tree.Element() as a, tree.Element() as b)),),
                value=tree.Collection(items=(c, d)),
            ) if shape_of_node((a, b)) == shape_of_node((d, c)) and name_of(a.container) == name_of(b.container):
                array = name_of(a.container)
            case tree.Assigned(targets=(tree.NamedValue(name=name),), value=tree.Literal(value=value)) if name == flag:
                raised = bool(value)
            case tree.Update(target=tree.NamedValue(name=name)) if name != flag:
                continue
            case _:
                return ""
    return array if raised else ""
