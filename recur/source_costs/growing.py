"""Containers of the caller whose length a function changes: behind its call nobody knows how long they are.

"xs" is what the function is handed, "self.xs" a field of its object, "xs[]" any of its items, however deep. A name may
hold one of them: row = rows[0],
for row in rows. Names are followed without regard to the order of the lines, so that none is missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from recur.model import source_tree as tree
from recur.model.records import field, mutable

_GROWS = frozenset((
    "append", "appendleft", "extend", "extendleft", "insert", "add", "update", "setdefault", "push", "push_back",
    "push_front", "emplace", "emplace_back", "offer", "addLast", "addFirst", "addAll", "put", "heappush",
))  # fmt: skip
_SHRINKS = frozenset((
    "pop", "popleft", "popitem", "remove", "discard", "clear", "poll", "pop_back", "pop_front", "removeFirst",
    "removeLast", "erase", "heappop", "next", "__delitem__",
))  # fmt: skip
_HANDS_OUT = frozenset(("get", "setdefault", "pop", "popleft", "peek", "getFirst", "getLast", "front", "back", "top"))
_GOES_THROUGH = frozenset(
    ("enumerate", "reversed", "zip", "list", "sorted", "iter", "filter", "tuple", "values", "items")
)

#: by how many items, at least and at most, each time it is done
_STEPS = {
    **dict.fromkeys(("append", "appendleft", "insert", "push", "push_back", "push_front", "emplace_back", "offer",
                     "addLast", "addFirst", "heappush"), (1, 1)),
    **dict.fromkeys(("pop", "popleft", "poll", "pop_back", "pop_front", "removeFirst", "removeLast",
                     "heappop"), (-1, -1)),
    "add": (0, 1), "remove": (-1, 0), "discard": (-1, 0), "__delitem__": (-1, 0),
}  # fmt: skip

#: whether a name of a function is known to hold what += makes longer in its place
IsContainer = Callable[[str, str], bool]


def changed_lengths(
    functions: Mapping[str, tree.Function], captured: Mapping[str, tuple[str, ...]], is_container: IsContainer
) -> dict[str, frozenset[str]]:
    """By function the names of its parameters, and of what it takes from outside, that are longer or shorter after."""
    holders = {key: _Holders(f, key, is_container) for key, f in functions.items()}
    outer = {key: {p.name for p in f.parameters} | set(captured.get(key, ())) for key, f in functions.items()}
    found: dict[str, set[str]] = {}
    for key, own in holders.items():
        resized = {root for node in tree.walk(own.function) for root, _ in own.step(node)}
        found[key] = {r for r in resized if _is_outer(r, outer[key]) and not own.restored(r, own.function.body)}
    changed = True
    while changed:
        changed = False
        for key, own in holders.items():
            handed = {r for r in own.handed_on(functions, captured, found) if _is_outer(r, outer[key])}
            changed = changed or bool(handed - found[key])
            found[key] |= handed
    return {key: frozenset(names) for key, names in found.items()}


def lengthened(
    functions: Mapping[str, tree.Function], changed: Mapping[str, frozenset[str]], is_container: IsContainer
) -> dict[tuple[str, str], tuple[int, int]]:
    """(function, what it makes longer) → by how many items at least and at most, where no loop and no call does it."""
    found = {}
    for key, f in functions.items():
        own = _Holders(f, key, is_container)
        handed = set(own.handed_on(functions, {}, {k: set(names) for k, names in changed.items()}))
        for root in changed.get(key, frozenset()) - handed:
            steps = own.single_steps(root)
            if steps is not None:
                found[key, root] = steps
    return found


def set_outside(
    functions: Mapping[str, tree.Function], calls: Mapping[str, Iterable[str]], shared: frozenset[str]
) -> dict[str, frozenset[str]]:
    """By function the names outside of it that it sets, or that one it calls sets; ".size" is a field of any object.

    `shared`: those of the module, which a function of C or Java sets without saying so.
    """
    own = {key: _names_of(f, shared) for key, f in functions.items()}
    found = {key: set(outside) for key, (outside, _) in own.items()}
    changed = True
    while changed:
        changed = False
        for key, (_, inside) in own.items():
            more = set().union(*(found[callee] for callee in calls[key])) - inside - found[key]
            found[key] |= more
            changed = changed or bool(more)
    return {key: frozenset(names) for key, names in found.items()}


def _names_of(f: tree.Function, shared: frozenset[str]) -> tuple[set[str], set[str]]:
    """The names outside that a function sets, and its own."""
    told: set[str] = set()
    fields: set[str] = set()
    own = {p.name for p in f.parameters}
    set_here: set[str] = set()
    for node in _outside_of_inner(f.body):
        match node:
            case tree.Leave(kind="global", value=value) if value is not None:
                told |= {x.name for x in tree.walk(value) if isinstance(x, tree.NamedValue)}
            case tree.Assigned(targets=targets, declared=declared):
                set_here |= {x.name for t in targets for x in _bare(t)}
                own |= {x.name for t in targets for x in _bare(t) if declared}
                fields |= {f".{t.name}" for t in targets if isinstance(t, tree.Member)}
            case tree.Update(target=tree.Member(name=name)):
                fields.add(f".{name}")
            case tree.Update(target=target) | tree.EachLoop(target=target) | tree.NamedExpression(target=target):
                set_here |= {x.name for x in _bare(target)}
    told |= shared - own
    return (set_here & told) | (set() if f.name in ("__init__", f.owner) else fields), own | (set_here - told)


def _bare(target: tree.Expression) -> Iterator[tree.NamedValue]:
    """The names that are set where the target is."""
    if not isinstance(target, tree.Element | tree.Slice | tree.Member):
        yield from (x for x in tree.walk(target) if isinstance(x, tree.NamedValue))


def _outside_of_inner(nodes: Iterable[tree.Node]) -> Iterator[tree.Node]:
    for node in nodes:
        if not isinstance(node, tree.InnerFunction):
            yield node
            yield from _outside_of_inner(tree.children(node))


def handed_back(functions: Mapping[str, tree.Function], is_container: IsContainer) -> dict[str, frozenset[str]]:
    """By function which of its parameters, or of their items, it may return: what is returned is the caller's own."""
    found = {}
    for key, f in functions.items():
        own, names = _Holders(f, key, is_container), {p.name for p in f.parameters}
        returned = [x.value for x in tree.walk(f) if isinstance(x, tree.Leave) and x.kind in ("return", "yield")]
        roots = set().union(*(own.roots(value) for value in returned if value is not None))
        found[key] = frozenset(root for root in roots if _base(root) in names)
    return found


def _base(root: str) -> str:
    return root.removesuffix("[]")


def _is_outer(root: str, names: set[str]) -> bool:
    """Is it handed to the function, or in a field of what is?"""
    return _base(root).partition(".")[0] in names


def _items(roots: set[str]) -> set[str]:
    return {f"{_base(root)}[]" for root in roots}


@mutable(slots=False)
class _Holders:
    """What the names of one function may hold."""

    function: tree.Function
    key: str
    is_container: IsContainer
    held: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        nodes = list(tree.walk(self.function))
        while any([self._bind(node) for node in nodes]):
            pass

    def _bind(self, node: tree.Node) -> bool:
        """Whether the node lets a name hold more than was known."""
        match node:
            case tree.Assigned(targets=targets, value=value) if value is not None:
                return any([self._hold(target, self.roots(value), self.items(value)) for target in targets])
            case tree.EachLoop(target=target, iterable=iterable) | tree.Clause(target=target, iterable=iterable):
                inner = self.items(iterable)
                return self._hold(target, inner, inner)
        return False

    def _hold(self, target: tree.Expression, roots: set[str], inner: set[str]) -> bool:
        match target:
            case tree.NamedValue(name=name):
                more = roots - {name} - self.held.get(name, set())
                self.held.setdefault(name, set()).update(more)
                return bool(more)
            case tree.Collection(items=items):
                return any([self._hold(item, inner, inner) for item in items])
            case tree.Unpacked(value=value):
                return self._hold(value, set(), inner)
        return False

    def roots(self, x: tree.Expression) -> set[str]:
        """What the expression may be itself."""
        match x:
            case tree.NamedValue(name=name):
                return {name} | self.held.get(name, set())
            case tree.Member(value=tree.NamedValue(name="self" | "this" as own), name=name):
                return {f"{own}.{name}"}
            case tree.Element(container=container):
                return _items(self.roots(container))
            case tree.CallOf(function=tree.Member(value=owner, name=name)) if name in _HANDS_OUT:
                return _items(self.roots(owner))
            case tree.Conditional(then=then, otherwise=otherwise):
                return self.roots(then) | self.roots(otherwise)
            case tree.Operation(op="or" | "and", operands=operands):
                return set().union(*map(self.roots, operands))
        return set()

    def items(self, x: tree.Expression) -> set[str]:
        """What one that goes through the expression may be handed."""
        match x:
            case tree.Slice(container=container):
                return self.items(container)
            case tree.CallOf(function=tree.Member(value=owner, name=name)) if name in _GOES_THROUGH:
                return self.items(owner)
            case tree.CallOf(function=tree.NamedValue(name=name), arguments=arguments) if name in _GOES_THROUGH:
                return set().union(*map(self.items, arguments))
            case tree.Collection(items=items):
                return set().union(*map(self.roots, items))
        return _items(self.roots(x))

    def step(self, node: tree.Node) -> Iterator[tuple[str, int]]:
        """(what, +1 or −1) of what is done to a container at this node."""
        match node:
            case tree.CallOf(function=tree.Member(value=owner, name=method), arguments=arguments):
                given = arguments[0] if method in ("heappush", "heappop") and arguments else owner
                if method in _GROWS | _SHRINKS:
                    yield from ((root, 1 if method in _GROWS else -1) for root in self.roots(given))
            case tree.CallOf(
                function=tree.NamedValue(name="heappush" | "heappop" | "next" as method), arguments=arguments
            ):
                if arguments:
                    yield from ((root, 1 if method in _GROWS else -1) for root in self.roots(arguments[0]))
            case tree.Update(target=target, value=value) if self._lengthens(target, value):
                yield from ((root, 1) for root in self.roots(target))
            case tree.Assigned(targets=targets):
                for target in targets:
                    if isinstance(target, tree.Slice):
                        yield from ((root, 1) for root in self.roots(target.container))

    def _lengthens(self, target: tree.Expression, value: tree.Expression) -> bool:
        """Whether += is of containers, and not of numbers or texts."""
        match value:
            case tree.Collection() | tree.Comprehension():
                return True
            case tree.Operation(op="*", operands=operands) if any(isinstance(x, tree.Collection) for x in operands):
                return True
        return isinstance(target, tree.NamedValue) and self.is_container(self.key, target.name)

    def restored(self, root: str, body: tuple[tree.SourceStatement, ...]) -> bool:
        """Is in each block taken away again what was put in? path.append(x); …; path.pop(). Of items nobody knows."""
        if root.endswith("[]"):
            return False
        total = 0
        for s in body:
            inner = tuple(_blocks(s))
            if inner:
                if not all(self.restored(root, block) for block in inner):
                    return False
            else:
                total += sum(step for node in tree.walk(s) for own, step in self.step(node) if own == root)
        return total == 0

    def single_steps(self, root: str) -> tuple[int, int] | None:
        """By how many items the container is longer after: at least and at most. None: nobody counts."""
        body = self.function.body
        repeated = (node for s in tree.walk(self.function) if isinstance(s, _REPEATS) for node in tree.walk(s))
        steps = self._single_steps(root, tree.walk(self.function))
        if steps is None or self._single_steps(root, repeated):
            return None
        always = self._single_steps(root, (node for s in body if isinstance(s, _LINES) for node in tree.walk(s))) or []
        left = any(isinstance(x, tree.Leave) and x.kind != "pass" for s in body[:-1] for x in tree.walk(s))
        chosen = (node for s in tree.walk(self.function) if _chooses(s) for node in tree.walk(s))
        left = left or bool(self._single_steps(root, chosen))
        if left or len(always) < len(steps):
            return sum(min(low, 0) for low, _ in steps), sum(max(high, 0) for _, high in steps)
        return sum(low for low, _ in steps), sum(high for _, high in steps)

    def _single_steps(self, root: str, nodes: Iterable[tree.Node]) -> list[tuple[int, int]] | None:
        found: list[tuple[int, int]] = []
        for node in nodes:
            if any(own == root for own, _ in self.step(node)):
                called = node.function if isinstance(node, tree.CallOf) else None
                name = called.name if isinstance(called, tree.Member | tree.NamedValue) else ""
                if name not in _STEPS:
                    return None
                found.append(_STEPS[name])
        return found

    def handed_on(
        self,
        functions: Mapping[str, tree.Function],
        captured: Mapping[str, tuple[str, ...]],
        found: Mapping[str, set[str]],
    ) -> Iterator[str]:
        """What the functions that this one calls make longer or shorter for it."""
        for node in tree.walk(self.function):
            if not isinstance(node, tree.CallOf):
                continue
            for callee in _called_keys(node.function, functions):
                before = 1 if isinstance(node.function, tree.Member) else 0  # the object
                if _on_own_object(node):
                    yield from (root for root in found[callee] if "." in root)
                for p, x in zip(functions[callee].parameters[before:], node.arguments, strict=False):
                    if p.name in found[callee]:
                        yield from self.roots(x)
                    if f"{p.name}[]" in found[callee]:
                        yield from self.items(x)
                yield from (root for root in found[callee] if _base(root) in captured.get(callee, ()))


_LINES = (tree.Evaluation, tree.Assigned, tree.Update, tree.Leave)
#: what stands inside of these is done several times, or never
_REPEATS = (tree.EachLoop, tree.TestLoop, tree.Comprehension, tree.Lambda, tree.InnerFunction)


def _chooses(x: tree.Node) -> bool:
    """Does it leave out what is in it, or some of that?"""
    return isinstance(x, tree.Conditional) or (isinstance(x, tree.Operation) and x.op in ("and", "or"))


def _on_own_object(node: tree.CallOf) -> bool:
    """self.push(x); push(this, x) of C++ and Java."""
    receiver = node.function.value if isinstance(node.function, tree.Member) else next(iter(node.arguments), None)
    return isinstance(receiver, tree.NamedValue) and receiver.name in ("self", "this")


def _called_keys(called: tree.Expression, functions: Mapping[str, tree.Function]) -> list[str]:
    """The functions that it may be: a method is that of any class that has one of its name."""
    if isinstance(called, tree.NamedValue):
        return [called.name] if called.name in functions else []
    if isinstance(called, tree.Member):
        return [key for key, f in functions.items() if f.owner and f.name == called.name]
    return []


def _blocks(s: tree.SourceStatement) -> Iterator[tuple[tree.SourceStatement, ...]]:
    match s:
        case tree.EachLoop(body=body, otherwise=otherwise):
            yield from (body, otherwise)
        case tree.TestLoop(body=body):
            yield body
        case tree.Alternatives(alternatives=alternatives):
            yield from (a.body for a in alternatives)
