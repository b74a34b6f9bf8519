"""What each parameter holds, told by how its function uses it: a number, a list, a text, linked nodes, a function."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from recur.model import source_tree as tree
from recur.model.records import field, mutable
from recur.source_costs.answered import shape_of_node
from recur.source_costs.declared_types import declared_kind
from recur.source_costs.values import FIXED

_OF_LISTS = frozenset(["pop", "append", "extend", "insert", "sort", "reverse", "appendleft", "popleft"])
_OF_TEXTS = frozenset(
    [
        "split",
        "strip",
        "lower",
        "upper",
        "startswith",
        "endswith",
        "isalpha",
        "isdigit",
        "isalnum",
        "join",
        "replace",
        "lstrip",
        "rstrip",
        "charAt",
        "substring",
        "toCharArray",
        "encode",
        "islower",
        "isupper",
        "isspace",
        "title",
        "capitalize",
    ]
)

_OF_DICTS = frozenset(["items", "keys", "values", "get", "setdefault"])
_OF_SETS = frozenset(["add", "discard", "union", "intersection", "difference", "issubset", "issuperset"])
ARITHMETIC = frozenset(("-", "//", "/", "%", "**", ">>", "<<", "~"))
#: functions and methods whose last argument is gone through
_TAKES_LAST = frozenset(("map", "filter", "join", "extend", "write"))
TAKES_NUMBERS = frozenset(
    [
        "range",
        "abs",
        "chr",
        "bin",
        "hex",
        "math.sqrt",
        "math.isqrt",
        "math.log",
        "math.log2",
        "math.gcd",
        "math.factorial",
        "numpy.zeros",
        "numpy.ones",
        "numpy.empty",
        "numpy.arange",
    ]
)
#: kinds of what has a length
CONTAINERS = frozenset(
    (
        "list",
        "str",
        "dict",
        "set",
        "deque",
        "sorted_dict",
        "sorted_set",
        "heap",
        "linked_list",
        "stack",
        "queue",
        "builder",
        "numpy.array",
    )
)
TAKES_CONTAINERS = frozenset(
    [
        "len",
        "sorted",
        "reversed",
        "enumerate",
        "list",
        "set",
        "tuple",
        "sum",
        "any",
        "all",
        "iter",
        "zip",
        "heapq.heapify",
        "copy.copy",
        "copy.deepcopy",
        "deepcopy",
        "dict.fromkeys",
        "collections.Counter",
        "collections.deque",
        "Counter",
        "deque",
        "sort",
        "binarySearch",
        "fill",
        "accumulate",
        "strlen",
        "copyOf",
        "copyOfRange",
        "numpy.array",
        "numpy.asarray",
    ]
)
#: of these the first argument alone is one: sum(xs, start)
_TAKES_FIRST = frozenset(["sum", "enumerate", "iter", "dict.fromkeys", "collections.deque", "deque"])
#: names of the parts of linked nodes
LINKS = frozenset(["left", "right", "next", "prev", "child", "children", "parent", "tail"])
#: those that lead back
BACKWARD = frozenset(["prev", "parent"])
#: what can be made longer or shorter in its place
RESIZABLE = CONTAINERS - FIXED


@mutable(slots=False)
class _Votes:
    """What speaks for each kind, the surest first."""

    of: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, name: str, kind: str, weight: int = 2) -> None:
        own = self.of.setdefault(name, {})
        own[kind] = own.get(kind, 0) + weight

    def surest(self, name: str) -> int:
        return max(self.of.get(name, {}).values(), default=0)

    def kind(self, name: str) -> str:
        own = self.of.get(name, {})
        return max(own, key=lambda kind: own[kind], default="")


def kinds_of(
    functions: tuple[tree.Function, ...], imports: Mapping[str, str], language: str = "python"
) -> dict[tuple[str, str], str]:
    """(key of a function, parameter) → its kind; "" where nothing tells. A callee tells of what it is handed."""
    votes = {f.key: _Votes() for f in functions}
    own = {f.name: f.name + "()" for f in functions if not f.owner}  # a sort of the file is not that of C++
    methods = {f.name for f in functions if f.owner}
    for f in functions:
        for name, kind, weight in _uses(f, {**imports, **own}, language, methods):
            votes[f.key].add(name, kind, weight)
        for name in _looked_up_and_set(f):
            votes[f.key].add(name, "dict", 20)
    for _ in range(len(functions) + 1):
        renamed = [_renamed(f, votes[f.key]) for f in functions]
        if not _handed_on(functions, votes) and not any(renamed):
            break
    return {(f.key, name): votes[f.key].kind(name) for f in functions for name in votes[f.key].of}


def _looked_up_and_set(f: tree.Function) -> set[str]:
    """if key in kept: … kept[key] = …"""
    asked, put = set(), set()
    for node in tree.walk(f):
        match node:
            case tree.Operation(op="in" | "not in", operands=(key, tree.NamedValue(name=name))):
                asked.add((name, shape_of_node(key)))
            case tree.Assigned(targets=targets):
                cells = [(t.container, t.index) for t in targets if isinstance(t, tree.Element)]
                put |= {(c.name, shape_of_node(key)) for c, key in cells if isinstance(c, tree.NamedValue)}
    return {name for name, _ in asked & put}


def _handed_on(functions: tuple[tree.Function, ...], votes: dict[str, _Votes]) -> bool:
    by_key = {f.key: f for f in functions}
    changed = False
    for f in functions:
        for node in tree.walk(f):
            if not (isinstance(node, tree.CallOf) and isinstance(node.function, tree.NamedValue)):
                continue
            callee = by_key.get(node.function.name)
            if callee is None:
                continue
            for p, argument in zip(callee.parameters, node.arguments, strict=False):
                changed |= _told(votes, f.key, argument, votes[callee.key].kind(p.name))
                changed |= _told_back(votes, callee.key, p.name, argument)
    return changed


def _renamed(f: tree.Function, votes: _Votes) -> bool:
    """i = n: what one name holds, the other does."""
    changed = False
    for node in tree.walk(f):
        match node:
            case tree.Assigned(targets=(tree.NamedValue(name=one),), value=tree.NamedValue(name=other)):
                pairs = [(one, other)]
            case tree.Operation(op="+", operands=(tree.NamedValue(name=one), tree.NamedValue(name=other))):
                pairs = [(one, other)]
            case tree.Assigned(targets=(tree.NamedValue(name=one),), value=tree.Operation() as value):
                pairs = [(one, other) for other in _strung_together(value) if votes.kind(one) in ("list", "str")]
            case tree.Assigned(targets=(tree.Collection(items=items),), value=tree.Collection(items=values)):
                pairs = [
                    (a.name, b.name)
                    for a, b in zip(items, values, strict=False)
                    if isinstance(a, tree.NamedValue) and isinstance(b, tree.NamedValue)
                ]
            case _:
                continue
        for one, other in pairs:
            for name, like in ((one, other), (other, one)):
                if votes.kind(like) and not votes.kind(name):
                    votes.add(name, votes.kind(like), 1)
                    changed = True
    return changed


def _told(votes: dict[str, _Votes], function: str, argument: tree.Expression, kind: str) -> bool:
    if not (isinstance(argument, tree.NamedValue) and kind) or kind == votes[function].kind(argument.name):
        return False
    unsure = votes[function].surest(argument.name) <= 1  # as of `in` alone, which is said of sets as well
    if unsure:
        votes[function].add(argument.name, kind)
    return unsure


def _told_back(votes: dict[str, _Votes], callee: str, parameter: str, argument: tree.Expression) -> bool:
    kind = {tree.Slice: "list", tree.Comprehension: "list"}.get(type(argument), "")
    if isinstance(argument, tree.Literal):
        kind = "str" if isinstance(argument.value, str) else "number" if isinstance(argument.value, int) else ""
    if isinstance(argument, tree.Operation) and argument.op in ARITHMETIC:
        kind = "number"
    if kind and not votes[callee].kind(parameter):
        votes[callee].add(parameter, kind, 1)
        return True
    return False


def _uses(
    f: tree.Function, imports: Mapping[str, str], language: str, methods: Set[str]
) -> Iterator[tuple[str, str, int]]:
    """What each use of a name speaks for; a method that a class of the file has too speaks for nothing."""
    for p in f.parameters:
        if isinstance(p.default, tree.Collection) and p.default.kind in ("list", "dict", "set"):
            yield p.name, p.default.kind, 40
        if isinstance(p.default, tree.Literal) and isinstance(p.default.value, int):
            yield p.name, "number", 1
        kind = declared(p.declared) if language == "python" else declared_kind(language, p.declared).kind
        if kind:
            yield p.name, kind, 50
    for node in tree.walk(f):
        yield from ((name, "number", 1) for name in _written_as_digits(node))
        match node:
            case tree.EachLoop(target=tree.NamedValue(name=name), iterable=tree.Literal(value=str())):
                yield name, "str", 3
            case tree.EachLoop(iterable=tree.NamedValue(name=name)):
                yield name, "list", 3
            case tree.Comprehension(clauses=clauses):
                for clause in clauses:
                    if isinstance(clause.iterable, tree.NamedValue):
                        yield clause.iterable.name, "list", 3
            case tree.Slice(container=tree.NamedValue(name=name)):
                yield name, "list", 4
            case tree.Element(container=tree.NamedValue(name=name), index=index):
                yield name, "list", 3
                for inner in tree.walk(index):
                    if isinstance(inner, tree.NamedValue):
                        yield inner.name, "number", 1
            case tree.Operation():
                yield from _of_operation(node)
            case tree.Update(target=tree.NamedValue(name=name), op=op):
                yield name, "number", 2 if op != "+" else 1
            case tree.Member(value=tree.NamedValue(name=name), name=part) if part not in methods:
                yield from _of_member(name, part)
            case tree.Unpacked(value=tree.NamedValue(name=name)):
                yield name, "list", 3
            case tree.CallOf():
                yield from _of_call(node, imports)


def _written_as_digits(node: tree.Node) -> Iterator[str]:
    """x in `for digit in str(x)`, len(str(x)), text = str(x): whose text is worked with is a number."""
    texts: tuple[tree.Expression | None, ...] = ()
    match node:
        case tree.EachLoop(iterable=text) | tree.Element(container=text) | tree.Slice(container=text):
            texts = (text,)
        case tree.Comprehension(clauses=clauses):
            texts = tuple(clause.iterable for clause in clauses)
        case tree.Assigned(targets=(tree.NamedValue(),), value=text):
            texts = (text,)
        case tree.CallOf(arguments=arguments):
            name = dotted(node.function, {})
            texts = tuple(x for i, x in enumerate(arguments) if name in _TAKES_LAST or takes_container(name, i))
    for text in texts:
        match text:
            case tree.CallOf(function=tree.NamedValue(name="str"), arguments=(tree.NamedValue(name=name),)):
                yield name


def _of_member(name: str, part: str) -> Iterator[tuple[str, str, int]]:
    for parts, kind in ((_OF_LISTS, "list"), (_OF_TEXTS, "str"), (_OF_DICTS, "dict"), (_OF_SETS, "set")):
        if part in parts:
            yield name, kind, 5
    if part in LINKS:
        yield name, "nodes", 6
    if part in ("length", "size", "__delitem__"):
        yield name, "list", 3


def _of_operation(node: tree.Operation) -> Iterator[tuple[str, str, int]]:
    names = [x.name for x in node.operands if isinstance(x, tree.NamedValue)]
    others = [x for x in node.operands if not isinstance(x, tree.NamedValue)]
    if node.op in ARITHMETIC:
        for name in names:
            yield name, "number", 4 if node.op != "%" else 3
    elif node.op in ("+", "*", "<", "<=", ">", ">="):
        for name in names:
            if any(isinstance(x, tree.Literal) and isinstance(x.value, (int, float)) for x in others):
                yield name, "number", 3
            elif any(isinstance(x, tree.Literal) and isinstance(x.value, str) for x in others):
                yield name, "str", 6
            elif node.op in ("<", "<=", ">", ">=") and not _holds_element(others):
                yield name, "number", 1
    elif node.op in ("==", "!="):
        for name in names:
            for x in others:
                if isinstance(x, tree.Literal) and isinstance(x.value, (int, str)) and not isinstance(x.value, bool):
                    yield name, "str" if isinstance(x.value, str) else "number", 9 if x.value == "" else 2
                elif isinstance(x, tree.Collection):
                    yield name, "list", 3
    elif node.op in ("in", "not in") and isinstance(node.operands[1], tree.NamedValue):
        yield node.operands[1].name, "list", 1


def _holds_element(nodes: Sequence[tree.Expression]) -> bool:
    return any(isinstance(inner, tree.Element) for x in nodes for inner in tree.walk(x))


def _of_call(node: tree.CallOf, imports: Mapping[str, str]) -> Iterator[tuple[str, str, int]]:
    name = dotted(node.function, imports)
    last = node.function.name if isinstance(node.function, tree.Member) else name.rpartition(".")[2]
    if last in _TAKES_LAST or (last in ("min", "max") and len(node.arguments) == 1):
        yield from ((x.name, "list", 3) for x in node.arguments[-1:] if isinstance(x, tree.NamedValue))
    for place, x in enumerate(node.arguments):
        if takes_container(name, place):
            yield from ((own, "list", 3) for own in _strung_together(x))
        if isinstance(x, tree.NamedValue):
            if name in TAKES_NUMBERS:
                yield x.name, "number", 5
            elif takes_container(name, node.arguments.index(x)):
                yield x.name, "list", 3
    if isinstance(node.function, tree.NamedValue):
        yield node.function.name, "function", 4


def _strung_together(x: tree.Expression) -> Iterator[str]:
    """xs and ys of sorted(xs + ys)."""
    match x:
        case tree.Operation(op="+", operands=operands):
            for inner in operands:
                if isinstance(inner, tree.NamedValue):
                    yield inner.name
                else:
                    yield from _strung_together(inner)


def dotted(node: tree.Expression, imports: Mapping[str, str]) -> str:
    """heapq.heappush, whatever it was imported as; "" for what has no such name."""
    match node:
        case tree.NamedValue(name=name):
            return imports.get(name, name)
        case tree.Member(value=value, name=name):
            inner = dotted(value, imports)
            return f"{inner}.{name}" if inner else ""
    return ""


def declared(text: str) -> str:
    """The kind that a type says: int[] is a list, String a text."""
    t = text.replace(" ", "").removeprefix("typing.")
    if not t:
        return ""
    if t in ("int", "long", "size_t", "unsigned", "short", "longlong", "Integer", "Long", "unsignedint", "ssize_t",
             "uint64_t", "int64_t", "uint32_t", "int32_t", "double", "float", "number"):  # fmt: skip
        return "number"
    if t.rpartition(".")[2] == "ndarray" or t.rpartition(".")[2].startswith("NDArray"):
        return "numpy.array"
    if t in ("str", "String", "std::string", "char*", "string", "bytes", "StringBuilder", "std::string_view"):
        return "str"
    low = t.lower()
    if low.startswith(("dict", "map<", "hashmap<", "std::map<", "std::unordered_map<", "defaultdict", "mapping")):
        return "dict"
    if low.startswith(("set", "frozenset", "hashset<", "std::set<", "std::unordered_set<")):
        return "set"
    if low.startswith(
        ("list", "sequence", "iterable", "tuple", "vector", "std::vector", "arraylist", "deque", "std::span")
    ):
        return "list"
    if t.endswith(("[]", "*")) or ("[" in t and t.split("[")[0] in ("int", "double", "char", "long", "float", "bool")):
        return "list"
    if low.startswith(("callable", "function", "comparator")):
        return "function"
    return ""


def takes_container(function: str, place: int) -> bool:
    """Is the argument at that place one whose items are gone through?"""
    return function in TAKES_CONTAINERS and (place == 0 or function not in _TAKES_FIRST)


def kind_made(value: tree.Expression | None, imports: Mapping[str, str]) -> str:
    """The kind of container that an expression makes: {} a dict, set() a set, deque() a deque."""
    match value:
        case tree.Collection(kind=kind) | tree.Comprehension(kind=kind):
            return {"generator": "iterator"}.get(kind, kind)
        case tree.CallOf(function=function):
            name = dotted(function, imports).rpartition(".")[2]
            return {"defaultdict": "dict", "Counter": "dict"}.get(name, name) if name in _MADE_BY else ""
        case tree.Operation(op="*", operands=(tree.Collection(kind=kind), _)):
            return kind
    return ""


_MADE_BY = frozenset(["set", "dict", "list", "deque", "defaultdict", "Counter"])
