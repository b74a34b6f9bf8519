"""Passes over an array that exchange neighbours in the wrong order, until one of them exchanges none: bubble sort.

After k passes the k largest items stand where they belong, so there are n passes at most, and n of an array in the
opposite order. Source: Knuth, TAOCP 3, section 5.2.2, theorem I.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from recur.forkjoin.costs.polynomials import Polynomial
from recur.model import source_tree as tree
from recur.model.records import frozen
from recur.source_costs.visiting import name_of, names_set

_LARGER = (">", "<")
_Block = tuple[tree.SourceStatement, ...]


@frozen
class _Pass:
    """The loop over neighbours a[i + step], a[i + step + 1]; `upward` as items are to rise, `counts` what it counts."""

    loop: tree.EachLoop
    array: str
    step: int
    upward: bool
    counts: frozenset[str]


@frozen
class SortingPasses:
    """Passes of one array, and by how much one round moves the numbers that their ends are written with."""

    array: str
    passes: tuple[_Pass, ...]
    moves: Mapping[str, int]

    def are_whole(self, length: Polynomial, value: Callable[[str], Polynomial | None]) -> bool:
        """Does each go over the array but for a fixed number of items, from there on over no more than before?

        Otherwise n passes need not be attained, as in steps of 2; and an index below 0 is one from the other end.
        """
        counted = frozenset[str]().union(*(p.counts for p in self.passes))
        return all(self._is_whole(p, length, value, counted) for p in self.passes)

    def _is_whole(
        self, p: _Pass, length: Polynomial, value: Callable[[str], Polynomial | None], counted: frozenset[str]
    ) -> bool:
        found = _ends(p.loop.iterable, self.array)
        if found is None or any(name in counted for end in found for name in end):
            return False
        at_first = [_valued(end, length, value) for end in found]
        low, high = at_first
        if low is None or high is None:
            return False
        moved = [sum(c * self.moves.get(name, 0) for name, c in end.items()) for end in found]
        below, above = low.plus(p.step).value, (length - high).plus(-2 - p.step).value
        return below is not None and below >= 0 and above is not None and above >= 0 and moved[0] >= 0 >= moved[1]


#: an end as a sum: how often each name occurs; "" is 1, and "#" the length of the array
_Sum = dict[str, int]


def _ends(iterable: tree.Expression, array: str) -> tuple[_Sum, _Sum] | None:
    """The first and the last index of a range by steps of 1 or -1, the smaller one before."""
    given = iterable.arguments if isinstance(iterable, tree.CallOf) and not iterable.keywords else ()
    sums = [_sum(x, array, 1) for x in given]
    match sums:
        case [None, *_] | [_, None, *_] | []:
            return None
        case [dict() as stop]:
            return {}, _plus(stop, {"": -1})
        case [dict() as first, dict() as stop] | [dict() as first, dict() as stop, {"": 1}]:
            return first, _plus(stop, {"": -1})
        case [dict() as first, dict() as stop, {"": -1}]:
            return _plus(stop, {"": 1}), first
    return None


def _sum(x: tree.Expression, array: str, sign: int) -> _Sum | None:
    match x:
        case tree.Literal(value=int() as value):
            return {"": sign * value}
        case tree.NamedValue(name=name):
            return {name: sign}
        case tree.CallOf(function=tree.NamedValue(name="len"), arguments=(one,)) if name_of(one) == array:
            return {"#": sign}
        case tree.Operation(op="-.", operands=(one,)):
            return _sum(one, array, -sign)
        case tree.Operation(op="+" | "-" as op, operands=(one, other)):
            left, right = _sum(one, array, sign), _sum(other, array, sign if op == "+" else -sign)
            return None if left is None or right is None else _plus(left, right)
    return None


def _plus(one: _Sum, other: _Sum) -> _Sum:
    return {name: one.get(name, 0) + other.get(name, 0) for name in {*one, *other}}


def _valued(end: _Sum, length: Polynomial, value: Callable[[str], Polynomial | None]) -> Polynomial | None:
    total = Polynomial.constant(end.get("", 0))
    for name, times in end.items():
        own = length if name == "#" else value(name)
        if name and own is None:
            return None
        total = total + own.times(times) if name and own is not None else total
    return total


def sorting_passes(node: tree.TestLoop) -> SortingPasses | None:
    """The passes of such a loop, all in one order; None where it is none.

    The flag is taken down before the first pass, and after the last one nothing takes it down.
    """
    flag = _flag(node.test)
    passes: list[_Pass] = []
    moves: dict[str, int] = {}
    down = False
    for s in node.body if flag and not node.updates else ():
        match s:
            case tree.Assigned(targets=(tree.NamedValue(name=name),), value=tree.Literal(value=False | 0)) if (
                name == flag
            ):
                down = True
            case tree.EachLoop() if down and (one := _passed(s, flag)) is not None:
                passes.append(one)
                last = s
            case tree.Alternatives(
                alternatives=(tree.Alternative(test=test, body=(tree.Leave(kind="break" | "return", value=None),)),)
            ) if _is_down(test, flag):
                continue
            case tree.Update(target=tree.NamedValue(name=name), op="+" | "-" as op, value=tree.Literal(value=1)) if (
                name != flag
            ):
                moves[name] = moves.get(name, 0) + (1 if op == "+" else -1)
            case _:
                return None
    if not passes or len({(p.array, p.upward) for p in passes}) > 1:
        return None
    after = node.body[node.body.index(last) + 1 :]
    return None if flag in names_set(after) else SortingPasses(passes[0].array, tuple(passes), moves)


def _flag(test: tree.Expression | None) -> str:
    match test:
        case tree.NamedValue(name=name):
            return name
        case tree.Operation(op="==" | "is", operands=(tree.NamedValue(name=name), tree.Literal(value=True))):
            return name
    return ""


def _is_down(test: tree.Expression | None, flag: str) -> bool:
    match test:
        case tree.Operation(op="not", operands=(one,)):
            return _flag(one) == flag
        case tree.Operation(op="==" | "is", operands=(tree.NamedValue(name=name), tree.Literal(value=False | 0))):
            return name == flag
    return False


def _passed(loop: tree.EachLoop, flag: str) -> _Pass | None:
    """A pass over neighbours; None where it does anything else."""
    match loop.iterable, loop.target, loop.body, loop.otherwise:
        case (
            tree.CallOf(function=tree.NamedValue(name="range")),
            tree.NamedValue(name=i),
            (tree.Alternatives(alternatives=(tree.Alternative(test=test, body=body),)),),
            (),
        ):
            match test:
                case tree.Operation(op=op, operands=(tree.Element() as a, tree.Element() as b)) if op in _LARGER:
                    counts = _exchanged(body, flag, (a, b), i)
                    one, other = _step(a.index, i), _step(b.index, i)
                    if counts is not None and {one, other} in ({0, 1}, {-1, 0}) and i not in names_set(body):
                        upward = (op == ">") == (one < other)
                        return _Pass(loop, name_of(a.container), min(one, other), upward, counts)
    return None


def _step(index: tree.Expression, i: str) -> int:
    match index:
        case tree.NamedValue(name=name) if name == i:
            return 0
        case tree.Operation(op="+" | "-" as op, operands=(tree.NamedValue(name=name), tree.Literal(value=1))) if (
            name == i
        ):
            return 1 if op == "+" else -1
    return 9


def _exchanged(body: _Block, flag: str, compared: tuple[tree.Element, tree.Element], i: str) -> frozenset[str] | None:
    """What is counted beside a[x], a[y] = a[y], a[x] of the two that are compared, and the flag that is raised.

    None where it is anything else.
    """
    exchanged = raised = False
    counts = set()
    for s in body:
        match s:
            case tree.Assigned(
                targets=(tree.Collection(items=(tree.Element() as a, tree.Element() as b)),),
                value=tree.Collection(items=(tree.Element() as c, tree.Element() as d)),
            ) if (
                not exchanged
                and _cells((a, b), i) == _cells((d, c), i)
                and {*_cells((a, b), i)} == {*_cells(compared, i)}
            ):
                exchanged = True
            case tree.Assigned(targets=(tree.NamedValue(name=name),), value=tree.Literal(value=True | 1)) if (
                name == flag
            ):
                raised = True
            case tree.Update(target=tree.NamedValue(name=name), value=tree.Literal()) if name != flag:
                counts.add(name)
            case _:
                return None
    return frozenset(counts) if exchanged and raised and name_of(compared[0].container) not in counts else None


def _cells(two: Iterable[tree.Element], i: str) -> list[tuple[str, int]]:
    return [(name_of(x.container) or "?", _step(x.index, i)) for x in two]
