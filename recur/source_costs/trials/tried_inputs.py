"""Inputs that are tried: items all alike, rising, falling, in turns, mixed; numbers below, among and above them.

A recipe says how an input of any size is made, so that what it shows at one size can be seen again at larger ones.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from itertools import product
from typing import Any

from recur.model import source_tree as tree
from recur.model.patterns import regex
from recur.model.records import field, frozen, replace
from recur.source_costs.trials.machine import MadeObject

#: item number i of n; an input in which every item is one number is one of each length
ITEMS: tuple[Callable[[int, int], Any], ...] = (
    lambda i, n: 0,
    lambda i, n: 1,
    lambda i, n: i,
    lambda i, n: n - i,
    lambda i, n: -1,
    lambda i, n: 100,
    lambda i, n: 2 * i + 1,
    lambda i, n: min(i, n - 1 - i),
    lambda i, n: i % 2,
    lambda i, n: int(i == n - 1),
    lambda i, n: int(i == 0),
    lambda i, n: -1 - i,
    lambda i, n: int(2 * i >= n),
    lambda i, n: i * 7919 % 101,
    lambda i, n: (i * 37 + 11) % 23 - 11,
    lambda i, n: 2 * (i + 1),
)
SIGNS: tuple[Callable[[int, int], str], ...] = (
    lambda i, n: "a",
    lambda i, n: chr(97 + i),
    lambda i, n: "(",
    lambda i, n: "1",
    lambda i, n: "ab"[i % 2],
    lambda i, n: " ",
    lambda i, n: "A",
    lambda i, n: "(" if 2 * i < n else ")",
    lambda i, n: chr(97 + max(n - i, 0)),
    lambda i, n: "ab"[i == n - 1],
    lambda i, n: "0",
    lambda i, n: ")",
)
#: what the items are compared with; n // 2 stays between the items of a rising row as a search goes on, n is how many
#: items a full container has
NUMBERS: tuple[Callable[[int], int], ...] = (
    lambda n: -7, lambda n: 10**6, lambda n: 0, lambda n: 1, lambda n: 3, lambda n: n // 2, lambda n: n,
)  # fmt: skip
_TEXTS = "xaz(1mb"  # as many
_FIRST = frozenset(("lo", "low", "left", "l", "start", "begin", "first"))
_LAST = frozenset(("hi", "high", "right", "r", "end", "last"))
_LENGTHS = frozenset(("n", "m", "size", "length", "len", "count", "rows", "cols", "N", "M"))
_SIZES: tuple[Callable[[int], int], ...] = (lambda n: n, lambda n: 2, lambda n: n - 1, lambda n: 0, lambda n: -n)
_ORDERS = frozenset(("<", "<=", ">", ">=", "!="))
_MORE = (0, 1, 0, -1)
_LINKS = ("next", "left", "right", "prev", "parent", "child", "children", "first", "second")


#: items of one declared type where they are to be few, and those of the largest type that runs out at all
_FEW, _MOST_VALUES = 4, 1 << 16
#: by the types of Java, C, C++ and Python, the least and the largest value. Source: ISO/IEC 9899:2018, 5.2.4.2.1
_VALUES: Mapping[str, tuple[int, int]] = {
    "boolean": (0, 1), "Boolean": (0, 1), "bool": (0, 1), "_Bool": (0, 1), "byte": (-128, 127), "Byte": (-128, 127),
    "int8_t": (-128, 127), "uint8_t": (0, 255), "char": (0, 127), "Character": (0, 127), "unsigned": (0, 1 << 31),
    "uint16_t": (0, 65_535), "uint32_t": (0, 1 << 31), "uint64_t": (0, 1 << 31), "size_t": (0, 1 << 31),
}  # fmt: skip
_WORD = regex(r"\w+")


@frozen
class Holding:
    """What a parameter is to hold: `kind` as it is told by its uses, "datum" for a number that counts nothing.

    `rows`: its items are containers; `width`: tuples of so many.
    """

    name: str
    kind: str
    rows: bool = False
    width: int = 0
    owner: str = ""
    #: the least and the largest number that an item can be, where its declared type says so
    values: tuple[int, int] | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@frozen
class Recipe:
    """One kind of inputs, of any size."""

    items: int
    signs: bool
    #: how the items of the second container stand to those of the first: as they are, more, the other way round, less
    beside: int
    datum: int
    size: int
    links: int
    #: numbers and texts that stand in the function
    written: tuple[Any, ...] = ()
    #: are items of declared types to be few, so that they run out at small sizes?
    near: bool = False

    def made(self, parameters: tuple[Holding, ...], n: int) -> dict[str, Any]:
        position, made = 0, {}
        for p in parameters:
            made[p.name] = self._one(p, n, position)
            position += p.kind not in ("number", "datum", "self")
        return made

    def _item(self, i: int, n: int, position: int) -> Any:
        if position and self.beside == 2:
            i = n - 1 - i
        table: tuple[Callable[[int, int], Any], ...] = SIGNS if self.signs else ITEMS
        if self.items >= len(table):
            return self.written[self.items - len(table)]
        found = table[self.items](i, n)
        more = _MORE[self.beside] if position else 0
        return (chr(max(ord(found) + more, 0)) if self.signs else found + more) if more else found

    def _one(self, p: Holding, n: int, position: int) -> Any:
        made = _MADE.get(p.kind)
        if made is not None:
            return made(self, p, n, position)
        return self._datum(n)

    def _datum(self, n: int) -> Any:
        return _TEXTS[self.datum] if self.signs else NUMBERS[self.datum](n)

    def number(self, p: Holding, n: int, position: int) -> int:
        if p.name in _FIRST:
            return 0
        if p.name in _LAST:
            return n - 1
        return n if p.name in _LENGTHS else _SIZES[self.size](n)

    def sequence(self, p: Holding, n: int, position: int) -> list[Any]:
        if p.width:
            return [tuple(self._item(i + k, n + p.width, position) for k in range(p.width)) for i in range(n)]
        if p.rows and self.signs:
            return ["".join(self._item(i + k, n, position) for k in range(n)) for i in range(n)]
        if p.rows:
            return [[self._told(p, self._item(i + k, 2 * n - 1, position)) for k in range(n)] for i in range(n)]
        return [self._told(p, self._item(i, n, position)) for i in range(n)]

    def _told(self, p: Holding, item: Any) -> Any:
        """The item as its declared type can hold it."""
        if p.values is None:
            return item
        low, high = p.values
        if self.near and high - low < _MOST_VALUES:
            low, high = max(low, -1), max(low, -1) + _FEW - 1 if high > _FEW else high
        if isinstance(item, str):
            return chr(97 + ord(item) % _FEW) if self.near else item
        return low + (item - low) % (high - low + 1) if isinstance(item, int) else item

    def text(self, p: Holding, n: int, position: int) -> str:
        table = replace(self, signs=True, items=self.items if self.signs else self.items % len(SIGNS))
        return "".join(self._told(p, table._item(i, n, position)) for i in range(n))

    def mapping(self, p: Holding, n: int, position: int) -> dict[Any, Any]:
        if p.rows:
            return {i: [(i + 1) % n] for i in range(n)}
        return {(chr(97 + i) if self.signs else i): self._item(i, n, position) for i in range(n)}

    def nodes(self, p: Holding, n: int, position: int) -> MadeObject | None:
        """A list, which is a tree down one side as well, or a tree as flat as it can be."""
        made: list[MadeObject | None] = [None] * (2 * n + 2)
        for i in reversed(range(n)):
            first, second = (made[2 * i + 1], made[2 * i + 2]) if self.links == 2 else (made[i + 1], None)
            sides = (second, first) if self.links == 1 else (first, second)
            links: dict[str, Any] = dict.fromkeys(_LINKS)
            links |= {"next": made[i + 1], "left": sides[0], "right": sides[1]}
            node, value = MadeObject("", **links), self._item(i, n, position)
            node.attributes["children"] = [x for x in (first, second) if x is not None]
            node.missing = lambda name, value=value: value
            made[i] = node
        return made[0]

    def own_object(self, p: Holding, n: int, position: int) -> MadeObject:
        found = MadeObject(p.owner)

        def missing(name: str) -> Any:
            return self._one(Holding(name, p.fields.get(name, "datum")), n, 0)

        found.missing = missing
        return found

    def predicate(self, p: Holding, n: int, position: int) -> Callable[..., Any]:
        answer = self.datum % 2 == 1
        return lambda *given: answer


_MADE: Mapping[str, Callable[[Recipe, Holding, int, int], Any]] = {
    "number": Recipe.number, "list": Recipe.sequence, "heap": Recipe.sequence, "str": Recipe.text,
    "dict": Recipe.mapping, "set": lambda r, p, n, k: set(r.sequence(p, n, k)),
    "deque": lambda r, p, n, k: deque(r.sequence(p, n, k)), "nodes": Recipe.nodes, "self": Recipe.own_object,
    "function": Recipe.predicate,
}  # fmt: skip


def recipes(parameters: tuple[Holding, ...], written: tuple[Any, ...]) -> Iterator[Recipe]:
    """All kinds of inputs that make a difference for these parameters, of numbers and then of signs, plainest first."""
    for signs in (False, True):
        yield from _recipes_of(parameters, signs, written)


def _recipes_of(parameters: tuple[Holding, ...], signs: bool, written: tuple[Any, ...]) -> Iterator[Recipe]:
    written = tuple(x for x in written if isinstance(x, str) == signs)
    kinds = [p.kind for p in parameters]
    containers = sum(kind in _MADE and kind not in ("number", "self", "function") for kind in kinds)
    asked = any(kind in ("datum", "function", "self") for kind in kinds)
    sized = any(p.kind == "number" and p.name not in _FIRST | _LAST | _LENGTHS for p in parameters)
    table = len(SIGNS if signs else ITEMS) + len(written) if containers or "self" in kinds else 1
    for size, links, items, datum, beside in product(
        range(len(_SIZES) if sized else 1), range(3 if "nodes" in kinds else 1), range(table),
        range(len(NUMBERS) if asked else 1), range(len(_MORE) if containers > 1 else 1),
    ):  # fmt: skip
        yield Recipe(items, signs, beside, datum, size, links, written)


def holdings(
    function: tree.Function, kinds: Mapping[tuple[str, str], str], counting: Set[str], deep: Set[str],
    captured: Iterable[str],
) -> tuple[Holding, ...]:  # fmt: skip
    """What each parameter is to hold, and each name of the function around that it uses."""
    names = (*(p.name for p in function.parameters if p.default is None and not p.unpacked), *captured)
    return tuple(_holding(name, function, kinds, counting, deep) for name in names)


def _holding(
    name: str, function: tree.Function, kinds: Mapping[tuple[str, str], str], counting: Set[str], deep: Set[str]
) -> Holding:
    key = function.key
    if function.owner and name in ("self", "this"):
        fields = {own.partition(".")[2]: kind for (of, own), kind in kinds.items() if of == key and "." in own}
        return Holding(name, "self", owner=function.owner, fields=fields)
    kind = kinds.get((key, name), "")
    if any(isinstance(x, tree.CallOf) and isinstance(x.function, tree.NamedValue) and x.function.name == name
           for x in tree.walk(function)):  # fmt: skip
        return Holding(name, "function")
    if kind in ("", "number"):
        counts = name in counting or name in _FIRST | _LAST | _LENGTHS or _ends_loops(name, function)
        return Holding(name, "number" if counts else "nodes" if not kind and _is_linked(name, function) else "datum")
    declared = next((p.declared for p in function.parameters if p.name == name), "")
    rows = f"{name}[]" in deep or _has_rows(name, function)
    return Holding(name, kind, rows, _width(name, function), values=_values_of(declared))


def holds_fields(name: str, function: tree.Function) -> bool:
    """Are fields of the object used, beside its methods?"""
    nodes = list(tree.walk(function))
    methods = [id(x.function) for x in nodes if isinstance(x, tree.CallOf)]
    return any(isinstance(x, tree.Member) and is_name(x.value, name) and id(x) not in methods for x in nodes)


def _values_of(declared: str) -> tuple[int, int] | None:
    """Of boolean[] 0 and 1, of unsigned int* what is not negative; of a map nothing is told."""
    words = _WORD.findall(declared)
    told = [_VALUES[word] for word in words if word in _VALUES]
    if not told or {"map", "Map", "dict", "Dict", "HashMap", "unordered_map"}.intersection(words):
        return None
    return _VALUES["uint8_t"] if {"unsigned", "char"} <= {*words} else told[0]


def _is_linked(name: str, function: tree.Function) -> bool:
    """Are links followed, and the name compared with nothing but None?"""
    nodes = list(tree.walk(function))
    compared = [x for x in nodes if isinstance(x, tree.Operation) and x.op in _ORDERS | {"==", "in", "not in"}]
    others = (x for x in compared if not any(isinstance(y, tree.Literal) and y.value is None for y in x.operands))
    linked = any(isinstance(x, tree.Member) and x.name in _LINKS for x in nodes)
    return linked and not any(is_name(y, name) for x in others for y in x.operands)


def _ends_loops(name: str, function: tree.Function) -> bool:
    """while i < k: is it what a counter is compared with?"""
    tests = [x.test for x in tree.walk(function) if isinstance(x, tree.TestLoop) and x.test is not None]
    compared = [x for test in tests for x in tree.walk(test) if isinstance(x, tree.Operation) and x.op in _ORDERS]
    return any(isinstance(y, tree.NamedValue) and y.name == name for x in compared for y in x.operands)


def _has_rows(name: str, function: tree.Function) -> bool:
    """a[i][j], len(a[0]), for row in a: for x in row."""
    items = {x.target.name for x in tree.walk(function) if isinstance(x, tree.EachLoop)
             and isinstance(x.target, tree.NamedValue) and is_name(x.iterable, name)}  # fmt: skip

    def is_row(x: tree.Expression) -> bool:
        return (isinstance(x, tree.Element) and is_name(x.container, name)) or (
            isinstance(x, tree.NamedValue) and x.name in items
        )

    for node in tree.walk(function):
        match node:
            case tree.Element(container=inner) | tree.EachLoop(iterable=inner) if is_row(inner):
                return True
            case tree.CallOf(function=tree.NamedValue(name="len"), arguments=(inner,)) if is_row(inner):
                return True
    return False


def is_name(x: tree.Expression, name: str) -> bool:
    return isinstance(x, tree.NamedValue) and x.name == name


def _width(name: str, function: tree.Function) -> int:
    """2 where its items are taken apart, as in for u, v in edges."""
    for node in tree.walk(function):
        match node:
            case tree.EachLoop(target=tree.Collection(items=items), iterable=tree.NamedValue(name=own)) if own == name:
                return len(items)
    return 0
