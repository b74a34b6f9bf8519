"""A range of an array split in place around a pivot: what is less stands before it, what is greater behind it.

Read symbolically: a counter that rises by 1 at each item below the pivot ends at the rank of the pivot, and every move
is an exchange that comparisons with the pivot alone decide. Sources: CLRS 4e, section 7.1; Bentley, Programming Pearls,
column 11.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations

from recur.forkjoin.costs.polynomials import Polynomial
from recur.model import expressions as ex, source_tree as tree
from recur.model.records import field, mutable
from recur.source_costs.answered import shape_of_node
from recur.source_costs.calling import called_name

#: calls inside calls that are followed
DEEPEST = 3
#: what looks at a list only
LOOKS = frozenset(("len", "choice", "list", "tuple", "set", "sum", "min", "max", "sorted", "print", "range"))


class NotRead(Exception):
    """No split of a range is seen here."""


@mutable(slots=False)
class RangeReading:
    """What is known in front of a statement: numbers in lo and hi, and where the items that have a name stand."""

    functions: Mapping[str, tree.Function]
    #: the function that is asked about
    own: str
    lo: Polynomial
    hi: Polynomial
    array: str
    numbers: dict[str, Polynomial]
    #: where the item stands that a name holds, one that is drawn ("?1"), and the pivot ("?")
    places: dict[str, Polynomial] = field(default_factory=dict)
    #: how many items are below the pivot, once they are counted
    count: Polynomial | None = None
    #: the name of the pivot, and whether a draw chose it
    pivot: tuple[str, bool] = ("", False)
    returned: Polynomial | None = None
    depth: int = 0

    def read(self, body: tuple[tree.SourceStatement, ...]) -> None:
        rest = list(body)
        while rest and self.returned is None:
            exchanged = _by_hand(rest)
            if exchanged is not None:
                self._exchange(*(self._place(x) for x in exchanged))
                del rest[:3]
            else:
                self._statement(rest.pop(0))

    def _statement(self, s: tree.SourceStatement) -> None:
        match s:
            case tree.Assigned(targets=(target,), value=value) if (pair := _exchanged(target, value)) is not None:
                self._exchange(*(self._place(x) for x in pair))
            case tree.Assigned(targets=(tree.NamedValue(name=name),), value=value) if value is not None:
                self._set(name, value)
            case tree.Update(target=tree.NamedValue(name=name), op=op, value=value):
                self._set(name, tree.Operation(s.place, op, (s.target, value)))
            case tree.Evaluation(value=tree.CallOf() as call) if called_name(call) in self.functions:
                self._called(call)
            case tree.EachLoop() | tree.TestLoop():
                self._count_below(s)
            case tree.Leave(kind="return", value=value) if value is not None and self.depth:
                self.returned = self.number(value)
            case tree.Alternatives(alternatives=(only,)) if self._is_wide(only.test) or self._is_apart(only):
                self.read(only.body)
            case tree.Alternatives(alternatives=alternatives) if all(_ends(a.body) for a in alternatives):
                pass  # what is behind it is done where it does not end here
            case _:
                self._only_read(s)

    def _is_wide(self, test: tree.Expression | None) -> bool:
        """lo < hi, or as much as lo + 10 < hi: it holds of all ranges but the small ones."""
        match test:
            case (
                tree.Operation(op="<" | "<=", operands=(low, high))
                | tree.Operation(op=">" | ">=", operands=(high, low))
            ):
                one, other = self._number(low), self._number(high)
                return one is not None and other is not None and (other - one - self.hi + self.lo).value is not None
        return False

    def _is_apart(self, only: tree.Alternative) -> bool:
        """if i != j: exchange a[i] and a[j]. Where they are one place, that would change nothing."""
        match only.test, only.body:
            case tree.Operation(op="!=" | "is not", operands=(i, j)), (tree.Assigned(targets=(target,), value=value),):
                pair = _exchanged(target, value)
                indices = [x.index for x in pair or () if isinstance(x, tree.Element)]
                return len(indices) == 2 and any(_same(i, a) and _same(j, b) for a, b in permutations(indices))
        return False

    def _only_read(self, node: tree.Node) -> None:
        """Nothing in it moves an item, or is not followed."""
        for inner in tree.walk(node):
            match inner:
                case tree.Assigned() | tree.Update() | tree.EachLoop() | tree.TestLoop() | tree.NamedExpression():
                    raise NotRead
                case tree.CallOf(function=function, arguments=arguments):
                    of = function.value if isinstance(function, tree.Member) else function
                    taken = any(self.is_array(x) for x in (of, *arguments))
                    if taken and called_name(inner) not in {*LOOKS, self.own}:
                        raise NotRead

    def is_array(self, x: tree.Node) -> bool:
        return isinstance(x, tree.NamedValue) and x.name == self.array

    def _set(self, name: str, value: tree.Expression) -> None:
        number = place = None
        if name == self.array or self.is_array(value):
            raise NotRead
        match value:
            case tree.Element(container=tree.NamedValue(name=array)) if array == self.array:
                place = self._place(value)
            case tree.CallOf() if called_name(value) in self.functions:
                number = self._called(value)
            case _:
                self._only_read(value)
                number = self._number(value)
        self.numbers.pop(name, None)
        self.places.pop(name, None)
        if number is not None:
            self.numbers[name] = number
        if place is not None:
            self.places[name] = place

    # ---- values

    def number(self, x: tree.Expression) -> Polynomial:
        found = self._called(x) if isinstance(x, tree.CallOf) and called_name(x) in self.functions else self._number(x)
        if found is None:
            raise NotRead
        return found

    def _number(self, x: tree.Expression) -> Polynomial | None:
        match x:
            case tree.Literal(value=int() as value):
                return Polynomial.constant(value)
            case tree.NamedValue(name=name):
                return self.numbers.get(name)
            case tree.Operation(op="%", operands=(tree.CallOf() as call, modulus)) if called_name(call) == "rand":
                return self._drawn(Polynomial(), self._number(modulus))
            case tree.Operation(op="+" | "-" as op, operands=(one, other)):
                left, right = self._number(one), self._number(other)
                if left is None or right is None:
                    return None
                return left + right if op == "+" else left - right
            case tree.CallOf(arguments=arguments):
                ends = [self._number(a) for a in arguments]
                match called_name(x), ends:
                    case "randint", [first, Polynomial() as last]:
                        return self._drawn(first, last.plus(1))
                    case "randrange" | "nextInt", [stop]:
                        return self._drawn(Polynomial(), stop)
                    case "randrange", [first, stop]:
                        return self._drawn(first, stop)
        return None

    def _drawn(self, first: Polynomial | None, stop: Polynomial | None) -> Polynomial | None:
        """A place drawn uniformly from the whole range, less what is to be added to it."""
        if first is None or stop is None or stop - first != (self.hi - self.lo).plus(1):
            return None
        name = f"?{sum(p.startswith('?') for p in self.places) + 1}"
        self.places[name] = Polynomial.atom(ex.Symbol(name))
        return self.places[name] + first - self.lo

    def _place(self, x: tree.Expression) -> Polynomial:
        match x:
            case tree.Element(container=tree.NamedValue(name=array), index=index) if array == self.array:
                found = self._number(index)
                if found is not None:
                    return found
        raise NotRead

    def _exchange(self, one: Polynomial, other: Polynomial) -> None:
        moved = {one: other, other: one}
        for name, place in self.places.items():
            self.places[name] = moved.get(place, place)

    def _called(self, call: tree.CallOf) -> Polynomial | None:
        """A function that is read in its place."""
        function = self.functions[called_name(call)]
        if self.depth >= DEEPEST or call.keywords or len(call.arguments) > len(parameters_of(function)):
            raise NotRead
        inner = RangeReading(
            self.functions, self.own, self.lo, self.hi, self.array, {}, {}, self.count, self.pivot,
            depth=self.depth + 1,
        )  # fmt: skip
        for parameter, argument in zip(parameters_of(function), call.arguments, strict=False):
            if self.is_array(argument):
                inner.array = parameter
            elif (number := self._number(argument)) is not None:
                inner.numbers[parameter] = number
        held = {name: place for name, place in self.places.items() if not name.startswith("?")}
        inner.places = {name: place for name, place in self.places.items() if name.startswith("?")}
        inner.places |= {f"{name}'": place for name, place in held.items()}
        inner.read(function.body)
        self.places = {name: inner.places[f"{name}'"] for name in held}
        self.places |= {name: place for name, place in inner.places.items() if not name.endswith("'")}
        self.count, self.pivot = inner.count, inner.pivot
        return inner.returned

    # ---- the split

    def _count_below(self, loop: tree.EachLoop | tree.TestLoop) -> None:
        """for j over all places but that of the pivot: if a[j] < pivot: exchange it with the next place, count it."""
        read = None if loop.otherwise else self._rounds(loop)
        if read is None or self.count is not None or any(isinstance(x, tree.Leave) for x in tree.walk(loop)):
            raise NotRead
        j, first, stop, body = read
        match body:
            case (tree.Alternatives(alternatives=(tree.Alternative(test=test, body=inside),)),) if test is not None:
                pivot = self._compared(test, j)
            case _:
                raise NotRead
        ends = {self.lo: (self.lo.plus(1), self.hi.plus(1)), self.hi: (self.lo, self.hi)}
        if ends.get(self.places[pivot]) != (first, stop):
            raise NotRead
        count, before = Polynomial.atom(ex.Symbol("#")), dict(self.numbers)
        counters = [name for name in before if name != j and any(_sets(s, name) for s in inside)]
        if len(counters) != 1:
            raise NotRead
        counter = counters[0]
        round_ = RangeReading(self.functions, self.own, self.lo, self.hi, self.array, dict(before), depth=self.depth)
        at = Polynomial.atom(ex.Symbol("@"))
        round_.numbers[counter] = before[counter] + count
        round_.numbers[j] = at
        round_.places = {"": at}
        round_.read(inside)
        if round_.numbers.get(counter) != (before[counter] + count).plus(1) or round_.places[""] != first + count:
            raise NotRead
        self.numbers = before | {counter: before[counter] + count}
        self.numbers.pop(j, None)
        place = self.places["?"] = self.places[pivot]
        drawn = any(name.startswith("?") and name != "?" and at == place for name, at in self.places.items())
        self.count, self.pivot = count, (pivot.rstrip("'"), drawn)

    def _rounds(
        self, loop: tree.EachLoop | tree.TestLoop
    ) -> tuple[str, Polynomial, Polynomial, tuple[tree.SourceStatement, ...]] | None:
        """The counter, its first value, the value behind the last, and what is done."""
        match loop:
            case tree.EachLoop(target=tree.NamedValue(name=j), iterable=tree.CallOf(arguments=(low, high)) as over) if (
                called_name(over) == "range"
            ):
                return j, self.number(low), self.number(high), loop.body
            case tree.TestLoop(
                test=tree.Operation(op="<" | "<=" as op, operands=(tree.NamedValue(name=j), bound)), body_first=False
            ) if j in self.numbers:
                *body, step = (*loop.body, *loop.updates)
                match step:
                    case tree.Update(target=tree.NamedValue(name=own), op="+", value=tree.Literal(value=1)) if own == j:
                        return j, self.numbers[j], self.number(bound).plus(int(op == "<=")), tuple(body)
        return None

    def _compared(self, test: tree.Expression, j: str) -> str:
        """The pivot of a[j] < pivot."""
        match test:
            case (
                tree.Operation(op="<" | "<=", operands=(one, other))
                | tree.Operation(op=">" | ">=", operands=(other, one))
            ):
                match one, other:
                    case tree.Element(container=tree.NamedValue(name=array), index=tree.NamedValue(name=index)), _ if (
                        array == self.array and index == j
                    ):
                        if isinstance(other, tree.NamedValue) and other.name in self.places:
                            return other.name
                        if isinstance(other, tree.Element):
                            self.places["pivot'"] = self._place(other)
                            return "pivot'"
        raise NotRead


def range_split(function: tree.Function, functions: Mapping[str, tree.Function]) -> tuple[str, bool] | None:
    """The pivot around which f(a, lo, hi) splits its range, and whether it is drawn; f calls itself on both sides."""
    own = [x for x in tree.walk(function) if isinstance(x, tree.CallOf) and called_name(x) == function.name]
    parameters = parameters_of(function)
    if len(own) != 2 or any(len(call.arguments) != len(parameters) or call.keywords for call in own):
        return None
    others = {name: f for name, f in functions.items() if name != function.name}
    for array in _indexed(function, others):
        for lo, hi in permutations([p for p in parameters if p != array], 2):
            low, high = (Polynomial.atom(ex.Symbol(name)) for name in (lo, hi))
            reading = RangeReading(others, function.name, low, high, array, {lo: low, hi: high})
            try:
                reading.read(function.body)
                handed = {tuple(_handed(reading, call, parameters, (array, lo, hi))) for call in own}
            except NotRead:
                continue
            if reading.count is None:
                continue
            middle = low + reading.count
            if reading.places["?"] == middle and handed == {(low, middle.plus(-1)), (middle.plus(1), high)}:
                return reading.pivot
    return None


def parameters_of(function: tree.Function) -> list[str]:
    names = [p.name for p in function.parameters]
    return names[1:] if function.owner and names[:1] == ["self"] else names


def _indexed(function: tree.Function, others: Mapping[str, tree.Function]) -> Iterator[str]:
    """Names of what may be an array: what is indexed, or handed to another function."""
    found: dict[str, None] = {}
    for node in tree.walk(function):
        match node:
            case tree.Element(container=tree.NamedValue(name=name)):
                found[name] = None
            case tree.CallOf(arguments=arguments) if called_name(node) in others:
                found |= {x.name: None for x in arguments if isinstance(x, tree.NamedValue)}
    yield from found


def _handed(
    reading: RangeReading, call: tree.CallOf, parameters: list[str], names: tuple[str, str, str]
) -> Iterator[Polynomial]:
    array, *ends = names
    handed = dict(zip(parameters, call.arguments, strict=True))
    if array in handed and not reading.is_array(handed[array]):
        raise NotRead
    for name in ends:
        yield reading.number(handed[name])


def _exchanged(
    target: tree.Expression, value: tree.Expression | None
) -> tuple[tree.Expression, tree.Expression] | None:
    """a[i], a[j] = a[j], a[i]."""
    match target, value:
        case tree.Collection(items=(one, other)), tree.Collection(items=(first, second)):
            if _same(one, second) and _same(other, first):
                return one, other
    return None


def _by_hand(body: list[tree.SourceStatement]) -> tuple[tree.Expression, tree.Expression] | None:
    """t = a[i]; a[i] = a[j]; a[j] = t."""
    match body[:3]:
        case [
            tree.Assigned(targets=(tree.NamedValue(name=kept),), value=first),
            tree.Assigned(targets=(one,), value=tree.Element() as second),
            tree.Assigned(targets=(other,), value=tree.NamedValue(name=again)),
        ] if kept == again and first is not None and _same(first, one) and _same(second, other):
            return one, other
    return None


def _same(one: tree.Node, other: tree.Node) -> bool:
    """Are they written alike, without a call, which may give another value each time?"""
    called = any(isinstance(x, tree.CallOf | tree.NamedExpression) for x in tree.walk(one))
    return not called and shape_of_node(one) == shape_of_node(other)


def _sets(s: tree.SourceStatement, name: str) -> bool:
    match s:
        case tree.Update(target=target) | tree.Assigned(targets=(target,)):
            return isinstance(target, tree.NamedValue) and target.name == name
    return False


def _ends(body: tuple[tree.SourceStatement, ...]) -> bool:
    """Does the block end the function, as the base case does?"""
    return bool(body) and isinstance(body[-1], tree.Leave) and body[-1].kind in ("return", "raise")
