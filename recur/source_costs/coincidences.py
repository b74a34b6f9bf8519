"""Tests of what an input holds against that input itself: of x from xs, `x in xs` has one answer, and so has x == x.

A test that the data decide is taken to go as it costs most. It cannot where an item meets itself: a loop that ends
at x in xs ends in its first round, and one that ends at x == y ends where both stand at the same place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TypeAlias

from recur.forkjoin.costs.polynomials import Polynomial
from recur.model import RecurError, expressions as ex, source_tree as tree
from recur.model.records import replace
from recur.source_costs.answered import is_item, shape_of_node
from recur.source_costs.evaluating import Test
from recur.source_costs.item_flows import (
    COMPARED,
    HELD_IN,
    ItemFlows,
    callee,
    indices_of,
    is_made_empty,
    names_within,
    root_of,
)
from recur.source_costs.rounds import without_rounding
from recur.source_costs.values import (
    UNKNOWN,
    ContainerValue,
    Held,
    NumberValue,
    UnknownValue,
    Value,
    ValueState,
    data_of,
)

Facts = Sequence[tuple[str, Polynomial]]
#: what holds all items of what it is made of
_COPIES = frozenset(
    ("list", "tuple", "set", "frozenset", "sorted", "dict", "Counter", "deque", "fromkeys", "copy", "keys")
)
#: those that keep every item at its place
_AS_THEY_STAND = frozenset(("list", "tuple", "copy"))
_LARGEST = frozenset(("max", "min"))
_EQUAL = frozenset(("==", "<=", ">=", "is"))
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


#: a container, and an index of it
ItemPlace: TypeAlias = tuple[Value, Polynomial]


class Coincidences(ItemFlows):
    """Where items meet themselves."""

    def quietly(self, node: tree.Expression, state: ValueState) -> Value:
        """The value of the expression, which is not worked out by the code: nothing is charged."""
        with self.nested():
            try:
                return self.evaluate(node, state)
            except RecurError:
                return UNKNOWN

    def meets_itself(self, test: tree.Expression, leaving: frozenset[bool], state: ValueState) -> bool:
        """Is the test of items against their own container, with one answer always, or one that ends the loop once?

        `leaving`: the answers that end the loop around.
        """
        if _outcome(test, lambda x, beside: self._always(x, state), ()) is not None:
            return True
        parts = [self.set_to(x) for x in _parts_of(test)]
        if any(
            self._has_been_let_through(x) or self._is_held(x, state) or self._hangs_together(x, state) for x in parts
        ):
            return True
        met = _outcome(test, lambda x, beside: self._at_itself(x, beside, state), ()) if leaving else None
        return met in leaving

    def ends_at_itself(self, test: tree.Expression, leaving: frozenset[bool], state: ValueState) -> bool:
        """Is there an item for which it has, whatever the data are, an answer that ends the loop?"""
        always = _outcome(test, lambda x, beside: self._always(x, state), ())
        met = always if always is not None else _outcome(test, lambda x, beside: self._at_itself(x, beside, state), ())
        return met in leaving

    def test(self, node: tree.Expression | None, state: ValueState) -> Test:
        found = super().test(node, state)
        if node is None or found.known is not None:
            return found
        return replace(found, known=_outcome(node, lambda x, beside: self._always(x, state), ()))

    def call(self, node: tree.CallOf, state: ValueState) -> Value:
        """list.contains(x) of x from the list finds it at its own place, if not before."""
        match node:
            case tree.CallOf(function=tree.Member(value=own, name=method), arguments=(x,)) if method in HELD_IN:
                place, held = self.place_of(x, state), self.quietly(own, state.copy())
                if place is not None and self._is_found_there(place, held, own, state):
                    self.charge(place[1].plus(1), node.place, "it is found at its own place")
                    return NumberValue(None, data_of([self.evaluate(x, state)]))
        return super().call(node, state)

    def searched_through(self, values: list[Value], node: tree.Operation, state: ValueState) -> None:
        """What is asked for stands at its own place, and is found there if not before."""
        place = self.place_of(node.operands[0], state)
        if place is not None and self._is_found_there(place, values[1], node.operands[1], state):
            self.charge(place[1].plus(1), node.place, "it is found at its own place")
        else:
            super().searched_through(values, node, state)

    def _is_found_there(self, place: ItemPlace, held: Value, own: tree.Expression, state: ValueState) -> bool:
        """Is it the list, from which nothing has been taken, in which the item stands?"""
        inside = self.as_container(state, held)
        unchanged = isinstance(own, tree.NamedValue) and not self.is_changed(own.name)
        return unchanged and place[0] == held and inside is not None and inside.kind in ("list", "tuple")

    # ---- places

    def placed(self, target: tree.Expression, value: tree.Expression | None, state: ValueState) -> None:
        """The name holds from here on what the expression is; `state` is that before it was set."""
        match target, value:
            case tree.NamedValue(name=name), _:
                self._put_at(name, None if value is None else self.place_of(value, state), state)
            case tree.Collection(items=items), tree.Collection(items=values) if len(items) == len(values):
                places = [self.place_of(x, state) for x in values]
                for item, place in zip(items, places, strict=True):
                    if isinstance(item, tree.NamedValue):
                        self._put_at(item.name, place, state)
            case tree.Collection(items=items), _:
                held, known = None if value is None else self._own(value, state), True
                for at, item in enumerate(items):
                    known = known and not isinstance(item, tree.Unpacked)
                    if isinstance(item, tree.NamedValue):
                        place = None if held is None or not known else (held, Polynomial.constant(at))
                        self._put_at(item.name, place, state)

    @staticmethod
    def _put_at(name: str, place: ItemPlace | None, state: ValueState) -> None:
        state.places.pop(name, None)
        if place is not None:
            state.places[name] = place

    def placed_in_round(
        self, target: tree.Expression, iterable: tree.Expression, index: Polynomial, state: ValueState
    ) -> None:
        """The names that a loop over items sets; `index` is how many rounds there have been."""
        match target, iterable:
            case (
                tree.Collection(items=(_, item)),
                tree.CallOf(function=tree.NamedValue(name="enumerate"), arguments=(inner, *_)),
            ):
                self.placed_in_round(item, inner, index, state)
            case (
                tree.Collection(items=items),
                tree.CallOf(function=tree.NamedValue(name="zip"), arguments=arguments),
            ) if len(items) == len(arguments):
                for item, inner in zip(items, arguments, strict=True):
                    self.placed_in_round(item, inner, index, state)
            case tree.NamedValue(name=name), tree.Slice(container=container, low=low, step=None):
                begin = Polynomial() if low is None else self._index_at(low, Polynomial(), state)
                held = self._own(container, state)
                self._put_at(name, None if begin is None or held is None else (held, begin + index), state)
            case tree.NamedValue(name=name), _:
                held = self._own(iterable, state)
                self._put_at(name, None if held is None else (held, index), state)
            case _:
                state.forget_places({x.name for x in tree.walk(target) if isinstance(x, tree.NamedValue)})

    def place_of(self, node: tree.Expression, state: ValueState) -> ItemPlace | None:
        match node:
            case tree.NamedValue(name=name):
                return state.places.get(name)
            case tree.Element(container=container, index=index) if not isinstance(index, tree.Slice):
                pass
            case tree.CallOf(function=tree.Member(value=container), arguments=(index,)) if is_item(node):
                pass
            case _:
                return None
        held = self._own(container, state)
        if held is None:
            return None
        inside = self.as_container(state, held)
        at = self._index_at(index, None if inside is None else inside.length, state)
        return None if at is None else (held, at)

    def _index_at(self, node: tree.Expression, length: Polynomial | None, state: ValueState) -> Polynomial | None:
        p = self.as_number(self.quietly(node, state.copy()))
        if p is not None and p.value is not None and p.value < 0:
            return None if length is None else length + p
        return p

    def _own(self, node: tree.Expression, state: ValueState, depth: int = 8) -> Value | None:
        """The container that the name holds; of a copy of it that keeps the places, the first one."""
        match self.set_to(node):
            case tree.CallOf(arguments=(inner,)) as copy if callee(copy) in _AS_THEY_STAND and depth:
                return self._own(inner, state, depth - 1)
            case tree.CallOf(function=tree.Member(value=inner, name="copy"), arguments=()) if depth:
                return self._own(inner, state, depth - 1)
            case tree.Slice(container=inner, low=None, high=None, step=None) if depth:
                return self._own(inner, state, depth - 1)
            case tree.NamedValue() as name if name is not node and depth:
                return self._own(name, state, depth - 1)
        value = state.names.get(node.name) if isinstance(node, tree.NamedValue) else None
        known = isinstance(value, Held) or (isinstance(value, UnknownValue) and bool(value.name))
        return value if known else None

    # ---- what has one answer

    def _always(self, atom: tree.Expression, state: ValueState) -> bool | None:
        """The answer that the test has whatever the data are; None: nothing is told."""
        member = _membership(self.set_to(atom))
        if member is not None:
            item, container, truth = member
            whole = self._holds_all(container) and self._is_plain(item, state) and self._is_of(item, container, state)
            return truth if whole else None
        counted = self._count_compared(atom)
        if counted is None:
            counted = self._beside_its_bound(atom)
        if counted is not None:
            return counted
        match self.set_to(atom):
            case tree.Operation(op=op, operands=(left, right)) if op in COMPARED:
                one, other = self.place_of(left, state), self.place_of(right, state)
                if one is not None and one == other and not self._is_written_into(one[0], state):
                    return op in _EQUAL
                for a, b, way in ((left, right, op), (right, left, _TURNED.get(op, op))):
                    bound = self.set_to(b)
                    if isinstance(bound, tree.CallOf) and callee(bound) in _LARGEST and len(bound.arguments) == 1:
                        beyond = way in (("<=", ">") if callee(bound) == "max" else (">=", "<"))
                        if beyond and self._is_plain(a, state) and self._is_of(a, bound.arguments[0], state):
                            return way in ("<=", ">=")
        return None

    def _count_compared(self, atom: tree.Expression) -> bool | None:
        """counts[x] > 0, where counts says how often each item stands in what x is of: once at least."""
        match atom:
            case tree.Operation(op=op, operands=(count, tree.Literal(value=int() as k))) if op in COMPARED:
                looked_up = _looked_up(count)
                if looked_up is None:
                    return None
                counts, key = looked_up
                if self._counts(counts.name) and self.origins(counts) & self.origins(key):
                    return _of_all_from(1, op, k)
        return None

    def _beside_its_bound(self, atom: tree.Expression) -> bool | None:
        """total < 0, where total is 0 at first and squares are added; low > 0, where low = min(low, x) begins at 0."""
        match atom:
            case tree.Operation(op=op, operands=(tree.NamedValue(name=name), tree.Literal(value=int() as k))):
                pass
            case _:
                return None
        for method, side in (("max", 1), ("min", -1)):
            least = self._begun_with(name, method, side)
            if least is not None and op in COMPARED:
                # side 1: it is least or more
                beyond = (least - k) * side
                if beyond >= 0 and op in (("<", ">=") if side > 0 else (">", "<=")):
                    return op in ("<=", ">=")
                if beyond > 0 and op in (("<=", ">") if side > 0 else (">=", "<")):
                    return op in ("<", ">")
        return None

    def _begun_with(self, name: str, method: str, side: int) -> int | None:
        """What it begins with, where it only rises from there (side 1), or only falls."""
        found: list[int] = []
        for node in self.stores.get(name, ()):
            match node:
                case tree.Assigned(targets=(tree.NamedValue(),), value=value):
                    if isinstance(value, tree.Literal) and isinstance(value.value, int):
                        found.append(value.value * side)
                    elif not (
                        isinstance(value, tree.CallOf) and callee(value) == method and name in names_within(value)
                    ):
                        return None
                case tree.Update(target=tree.NamedValue(), op=op, value=value):
                    if op != ("+" if side > 0 else "-") or not _is_square(value):
                        return None
                case _:
                    return None
        return min(found) * side if found and name not in {p.name for p in self.function.parameters} else None

    def _counts(self, name: str) -> bool:
        """Counter(xs), or a dictionary that is filled by counts[x] += 1 and counts[x] = counts.get(x, 0) + 1."""
        stored = self.stores.get(name, [])
        return bool(stored) and all(map(_is_count, stored)) and name not in {p.name for p in self.function.parameters}

    def _at_itself(self, atom: tree.Expression, beside: tuple[tree.Expression, ...], state: ValueState) -> bool | None:
        """The answer where the item that is asked for stands at its own place; None: it is none that meets itself."""
        atom = self.set_to(atom)
        member = _membership(atom)
        if member is not None:
            item, container, truth = member
            shared = self._is_plain(item, state) and (
                self._is_of(item, container, state) or self.is_filled_from(container, item)
            )
            if shared and not self._lies_outside(item, container, atom, state):
                return truth
            return (
                not truth
                if isinstance(container, tree.NamedValue) and self._is_put_in_later(container.name, atom)
                else None
            )
        match atom:
            case tree.Operation(op=op, operands=(left, right)) if op in COMPARED:
                met = self._compared_with_itself(op, left, right, self._told_beside(beside, state), state)
                return self._in_its_first_round(atom, op, left, right, state) if met is None else met
            case tree.CallOf(arguments=arguments):
                owner = (atom.function.value,) if isinstance(atom.function, tree.Member) else ()
                return True if self._asks_for_item((*owner, *arguments), state) else None
        return None

    def _in_its_first_round(
        self, atom: tree.Expression, op: str, left: tree.Expression, right: tree.Expression, state: ValueState
    ) -> bool | None:
        """The answer where best, which was xs[0], or has just been made of x, is compared with x."""
        if self._is_changed_between(left, right, atom) or self._is_mirrored(left, right, state):
            return op in _EQUAL
        match left, right:
            case tree.Operation(op="-", operands=(one, other)), tree.Literal(value=0):
                return self._in_its_first_round(atom, op, one, other, state)
            case tree.CallOf(function=tree.Member(name="get")) as asked, tree.Literal(value=missing):
                return self._where_missing(asked, missing, op, atom)
            case tree.NamedValue(name=begun), tree.Literal(value=None) if self._is_begun_with_none(begun, atom):
                return op in _EQUAL
            case tree.CallOf(function=tree.NamedValue(name="ord")), tree.Literal(value=int() as k):
                return _of_all_from(0, op, k)
            case tree.CallOf(
                function=tree.NamedValue(name="len"), arguments=(tree.NamedValue(name=item),)
            ), tree.Literal(value=int() as k) if item in self.of_loops:  # of a character it is 1
                return True if (op, k) in (("==", 1), (">=", 1), (">", 0), ("!=", 0)) else None
            case tree.CallOf(function=tree.NamedValue(name="len"), arguments=(tree.NamedValue() as own,)), tree.Literal(
                value=int() as k
            ) if own.name in self.stores and not self._is_put_in_later(own.name, atom):
                return _of_all_from(1, op, k) if self._is_put_in_before(own.name, atom) else None
        for name, other in ((left, right), (right, left)):
            if isinstance(name, tree.NamedValue) and self._may_begin_as(name, other, atom, state):
                return op in _EQUAL
        return None

    def _is_begun_with_none(self, name: str, atom: tree.Expression) -> bool:
        """best = None before the loop; what sets it inside stands behind the test."""
        around, here = self.loops_around.get(id(atom), ()), (atom.place.line, atom.place.column)
        values = [(value, self.loops_around[id(node)]) for node in self.stores.get(name, ())
                  if isinstance(node, tree.Assigned) and (value := node.value) is not None]  # fmt: skip
        first = [value for value, inside in values if around and around[:-1] == inside]
        begun = len(first) == 1 and isinstance(first[0], tree.Literal) and first[0].value is None
        return begun and all(
            (value.place.line, value.place.column) > here for value, inside in values if around[:-1] != inside
        )

    def _where_missing(self, asked: tree.CallOf, missing: object, op: str, atom: tree.Expression) -> bool | None:
        """d.get(x) is None, where d is empty as the loop begins."""
        owner = asked.function.value if isinstance(asked.function, tree.Member) else None
        if not isinstance(owner, tree.NamedValue) or not self._is_put_in_later(owner.name, atom):
            return None
        default = asked.arguments[1] if len(asked.arguments) > 1 else None
        if default is None:
            return op in _EQUAL if missing is None else None
        return op in _EQUAL if isinstance(default, tree.Literal) and default.value == missing else None

    def _is_changed_between(self, left: tree.Expression, right: tree.Expression, atom: tree.Expression) -> bool:
        """Are items compared of a container that this round has just put in order, or filled with the other one?"""
        roots = [root_of(x) for x in (left, right) if isinstance(x, tree.Element)]
        changed = [root for root in roots if root and self._is_put_in_before(root, atom)]
        return any(roots.count(root) == 2 for root in changed) or any(
            self.origins_of(root) & self.origins(x)
            for root in changed if root in self.stores
            for x in (left, right) if isinstance(x, tree.NamedValue)
        )  # fmt: skip

    def _is_mirrored(self, left: tree.Expression, right: tree.Expression, state: ValueState) -> bool:
        """a[i][j] and a[j][i], where i may be j."""
        one, other = list(map(shape_of_node, indices_of(left))), list(map(shape_of_node, indices_of(right)))
        if len(one) < 2 or one == other or sorted(map(repr, one)) != sorted(map(repr, other)):
            return False
        indices = [self._index_at(x, None, state) for x in indices_of(left)]
        return not any(
            p is not None and q is not None and p != q and self._apart(p - q, state.facts) is not None
            for p in indices for q in indices
        )  # fmt: skip

    def _may_begin_as(
        self, name: tree.NamedValue, other: tree.Expression, atom: tree.Expression, state: ValueState
    ) -> bool:
        """Is it set before the loop to an item that the other may be, or just now to what is made of the other?"""
        if name.name in state.places or name.name in self.of_loops or not self.origins(name) & self.origins(other):
            return False
        around = {id(x) for x in self.loops_around.get(id(atom), ())}
        here, place = (atom.place.line, atom.place.column), self.place_of(other, state)
        for node in self.stores.get(name.name, ()):
            inside = any(id(x) in around for x in self.loops_around.get(id(node), ()))
            value = getattr(node, "value", None)
            if value is None:
                continue
            if inside:
                if (
                    (value.place.line, value.place.column) < here
                    and names_within(other) & names_within(value)
                    and isinstance(other, tree.NamedValue)
                ):
                    return True
            elif self.origins(value):
                begun = self.place_of(value, state)
                if begun is None or place is None or (
                    begun[0] == place[0] and self._apart(begun[1] - place[1], state.facts) is None
                ):  # fmt: skip
                    return True
        return False

    def _is_put_in_before(self, name: str, atom: tree.Expression) -> bool:
        """Does a line of the same round, on the way to the test, put something in?"""
        here = atom.place.line, atom.place.column
        loops = [x.place for x in self.loops_around.get(id(atom), ()) if isinstance(x, tree.EachLoop | tree.TestLoop)]
        changes = self.changed_at.get(name, ())
        return bool(loops) and any(loops[-1].line <= x.line and (x.line, x.column) < here for x in changes)

    def _compared_with_itself(
        self, op: str, left: tree.Expression, right: tree.Expression, facts: Facts, state: ValueState
    ) -> bool | None:
        for counted, other, way in ((left, right, op), (right, left, _TURNED.get(op, op))):
            if isinstance(counted, tree.CallOf) and isinstance(counted.function, tree.Member):
                if not self._asks_for_item((counted.function.value, *counted.arguments), state):
                    continue
                match counted.function.name, other:
                    case "count", tree.Literal(value=int() as k):  # where all items are different ones
                        return _holds(1, way, k)
                    case "index" | "indexOf" | "find", tree.Literal(value=int() as k) if k <= 0:
                        return way in (">=", "!=", ">")
                    case "index" | "indexOf" | "find", _:
                        return way in _EQUAL
        one, other_place = self.place_of(left, state), self.place_of(right, state)
        if one is None or other_place is None or one[0] != other_place[0]:
            return None
        side = self._apart(one[1] - other_place[1], (*state.facts, *facts))
        if side is None or (side == 0 and op in ("<=", ">=")):
            return op in _EQUAL
        return None

    def _apart(self, difference: Polynomial, facts: Facts) -> int | None:
        """1, -1: it is positive, negative; 0: one of both; None: it may be 0, as far as is known."""
        ranges = [(">=", Polynomial.atom(ex.Symbol(n)) - self.choices.ranges[n].low)
                  for n in sorted(difference.names) if n in self.choices.ranges]  # fmt: skip
        for p in (difference, *(_from_least(difference, fact) for fact in (*facts, *ranges))):
            for side in (1, -1):
                if self.choices.at_least(p.times(side), 1):
                    return side
        for op, p in facts:
            below = {"<": p, "<=": p.plus(-1), ">": -p, ">=": (-p).plus(-1)}.get(op)
            for side in (1, -1) if below is not None else ():
                assert below is not None
                if self.choices.at_least(below + difference.times(side), 0):
                    return side
        if self.dry and any("@" in name for name in difference.names):
            return 1  # what the loop begins with is told when it is gone through again
        return 0 if any(op == "!=" and p in (difference, -difference) for op, p in facts) else None

    def told_by_facts(self, p: Polynomial, state: ValueState) -> Iterator[Polynomial]:
        """The formula with what the tests on the way say of its quantities put in: kept + 1 for v > 0."""
        yield from (_from_least(p, fact) for fact in state.facts)

    def _told_beside(self, beside: tuple[tree.Expression, ...], state: ValueState) -> Facts:
        """What the other parts of `a and b` tell of sizes."""
        found: list[tuple[str, Polynomial]] = []
        for x in beside:
            with self.nested(), suppress(RecurError):
                found += self.test(x, state.copy()).facts
        return found

    # ---- items and what holds them

    def _is_plain(self, node: tree.Expression, state: ValueState) -> bool:
        """Is it an item as it stands, and not what is made of one?"""
        if isinstance(node, tree.NamedValue) and node.name in state.places:
            return True
        node = self.set_to(node)
        match node:
            case tree.NamedValue(name=name):
                return name in self.of_loops
            case tree.Element(index=index):
                return not isinstance(index, tree.Slice)
            case tree.CallOf(arguments=(_,)):
                return is_item(node) or callee(node) in _LARGEST
        return False

    def _is_written_into(self, container: Value, state: ValueState) -> bool:
        return any(value == container and self.is_changed(name) for name, value in state.names.items())

    def _is_of(self, item: tree.Expression, container: tree.Expression, state: ValueState) -> bool:
        """Are the items of the container those that the item is one of?"""
        state = state.copy()
        inside = self.as_container(state, self.quietly(container, state))
        if inside is None:
            return False
        place, held = self.place_of(item, state), self._own(container, state)
        if place is not None and held is not None and place[0] == held:
            return inside.kind not in ("dict", "defaultdict", "counter")
        one, other = state.frozen(self.quietly(item, state)), state.frozen(self.iterated(inside))
        named = getattr(one, "name", ""), getattr(other, "name", "")
        if all(named):
            return named[0] == named[1]
        return bool(data_of([one]) & data_of([other]))

    def iterated(self, inside: ContainerValue) -> Value:
        """What a loop over the container meets: its items, of a dictionary the keys."""
        if inside.kind in ("dict", "defaultdict", "counter"):
            if inside.keys is not None:
                return inside.keys
            return UnknownValue(f"{inside.name}[key]", frozenset((inside.name,))) if inside.name else UNKNOWN
        return self.element_of(inside)

    def _is_held(self, atom: tree.Expression, state: ValueState) -> bool:
        """Is it asked of a container of this function's own, which may hold all that it is asked for?"""
        member = _membership(self.set_to(atom))
        if member is None:
            return False
        item, container, _ = member
        filled = self._is_plain(item, state) and self.is_filled_from(container, item)
        return filled and not self._lies_outside(item, container, self.set_to(atom), state)

    def _hangs_together(self, atom: tree.Expression, state: ValueState) -> bool:
        """Are two items compared of which one is made of the other's input, or is in order with it?

        So are the smallest item that an earlier loop has found, and what has been sorted.
        """
        match atom:
            case tree.Operation(op=op, operands=(left, right)) if op in COMPARED:
                one, other = self.source_of(left), self.source_of(right)
                if one and other and one == other:
                    return (op in _TURNED and self.is_in_order(one)) or self._may_be_one(left, right, state)
                if any(self._is_extreme_of(a, b, atom) for a, b in ((left, right), (right, left))):
                    return True
                names = [x for x in (left, right) if isinstance(x, tree.NamedValue)]
                apart = bool(one and other) or any(self._is_found_before(x, atom) for x in names)
                return apart and bool(self.origins(left) & self.origins(right))
        return False

    def _is_extreme_of(self, name: tree.Expression, item: tree.Expression, atom: tree.Expression) -> bool:
        """m = max(m, x), or m = x, on the way to a test of m against x."""
        if not isinstance(name, tree.NamedValue) or not (
            isinstance(item, tree.Element) or (isinstance(item, tree.NamedValue) and item.name in self.of_loops)
        ):
            return False
        loops, here = self.loops_around.get(id(atom), ()), (atom.place.line, atom.place.column)
        for node in self.stores.get(name.name, ()) if loops else ():
            if isinstance(node, tree.Assigned) and node.value is not None and loops[-1] in self.loops_around[id(node)]:
                value = node.value
                parts = value.arguments if isinstance(value, tree.CallOf) and callee(value) in _LARGEST else (value,)
                before = (value.place.line, value.place.column) < here
                if before and shape_of_node(item) in map(shape_of_node, parts):
                    return True
        return False

    def _may_be_one(self, left: tree.Expression, right: tree.Expression, state: ValueState) -> bool:
        """xs[i] and xs[i % n], whose indices may be one all along."""
        one, other = self.place_of(left, state), self.place_of(right, state)
        if one is None or other is None:
            return False
        difference = one[1] - other[1]
        return any(isinstance(a, ex.Apply) for a in difference.atoms) and self._apart(difference, state.facts) is None

    def _is_found_before(self, name: tree.NamedValue, atom: tree.Expression) -> bool:
        """m of `if x < m: m = x`, in a loop that is not around the test."""
        settings = [x for x in self.stores.get(name.name, ()) if isinstance(x, tree.Assigned)]
        loops = [self.loops_around.get(id(x), ()) for x in settings]
        around = set(map(id, self.loops_around.get(id(atom), ())))
        return len(settings) > 1 and any(loops) and not any(id(x) in around for inside in loops for x in inside)

    def _has_been_let_through(self, atom: tree.Expression) -> bool:
        """Is an item asked about that a test of it has put where it is?"""
        names = {x.name for x in tree.walk(atom) if isinstance(x, tree.NamedValue)}
        numbers = {p.name for p in self.function.parameters if not self.is_no_number(p.name)}
        if names & numbers:
            return False
        kept = {name for item in names & self.of_loops for name in self.flows.get(item, set()) & self.filtered}
        return any(self.origins(atom) <= self.origins(tree.NamedValue(atom.place, name)) for name in kept)

    def _holds_all(self, container: tree.Expression, depth: int = 8) -> bool:
        """Is it an input, or a copy of one, that nothing is taken out of?"""
        node = self.set_to(container)
        match node:
            case tree.NamedValue(name=name):
                return any(p.name == name for p in self.function.parameters) and not self.is_changed(name)
            case tree.CallOf(function=function, arguments=arguments) if callee(node) in _COPIES and depth:
                inner = [x for x in (*arguments, *([function.value] if isinstance(function, tree.Member) else ()))
                         if callee(node) != "fromkeys" or x in arguments]  # fmt: skip
                named = not isinstance(container, tree.NamedValue) or not self.is_changed(container.name)
                return len(inner) == 1 and named and self._holds_all(inner[0], depth - 1)
            case tree.Slice(container=inner, low=None, high=None) if depth:
                return self._holds_all(inner, depth - 1)
            case tree.Comprehension(
                items=(tree.NamedValue(name=item), *_), clauses=(tree.Clause(conditions=()) as one,)
            ):
                return item in names_within(one.target) and self._holds_all(_counted_through(one.iterable), depth - 1)
        return False

    def _lies_outside(
        self, item: tree.Expression, container: tree.Expression, atom: tree.Expression, state: ValueState
    ) -> bool:
        """Is the item none of those, as in xs[i] in xs[i + 1:], or where it is put in later on?"""
        match container:
            case tree.Slice(container=inner, low=low, high=high, step=None):
                place, held = self.place_of(item, state), self._own(inner, state)
                if place is None or held is None or place[0] != held:
                    return False
                first = None if low is None else self._index_at(low, None, state)
                last = None if high is None else self._index_at(high, None, state)
                return (first is not None and self.choices.at_least(first - place[1], 1)) or (
                    last is not None and self.choices.at_least(place[1] - last, 0)
                )
            case tree.NamedValue(name=name):
                return self._is_put_in_later(name, atom)
        return False

    def _is_put_in_later(self, name: str, atom: tree.Expression) -> bool:
        """seen = set(); for x in xs: if x in seen: …; seen.add(x): at the test it holds earlier items."""
        around = self.loops_around.get(id(atom), ())
        begun = [x for x in self.stores.get(name, ()) if isinstance(x, tree.Assigned)
                 and any(isinstance(t, tree.NamedValue) and t.name == name for t in x.targets)]  # fmt: skip
        if len(begun) != 1 or not around or not is_made_empty(begun[0].value):
            return False
        if [*map(id, self.loops_around[id(begun[0])])] != [*map(id, around[:-1])]:
            return False
        here = atom.place.line, atom.place.column
        return all((x.line, x.column) > here for x in self.changed_at.get(name, ()))

    def _asks_for_item(self, parts: tuple[tree.Expression, ...], state: ValueState) -> bool:
        """Does a call look for an item in all of its own container?"""
        return any(
            self._holds_all(container) and self._is_plain(item, state) and self._is_of(item, container, state)
            for container in parts if isinstance(container, tree.NamedValue)
            for item in parts if item is not container
        )  # fmt: skip


def _from_least(difference: Polynomial, fact: tuple[str, Polynomial]) -> Polynomial:
    """The difference with v = kept + least, where the fact says that v is at least so much."""
    op, p = without_rounding(fact)
    for name in sorted(p.names & difference.names) if op in (">", ">=") else ():
        slope, rest = p.linear(name) or (Polynomial(), Polynomial())
        if slope.value == 1:
            least = -rest.plus(-1 if op == ">" else 0)
            return difference.put(name, Polynomial.atom(ex.Symbol("kept")) + least)
    return difference


def _outcome(test: tree.Expression, told, beside: tuple[tree.Expression, ...]) -> bool | None:  # type: ignore[no-untyped-def]
    """The answer of the test by those of its parts; None where it does not follow."""
    match test:
        case tree.Operation(op="not", operands=(inner,)):
            found = _outcome(inner, told, beside)
            return None if found is None else not found
        case tree.Operation(op="and" | "or" as op, operands=operands):
            ending = op == "or"
            parts = []
            for x in operands:
                others = tuple(y for y in operands if y is not x) if op == "and" else ()
                parts.append(_outcome(x, told, (*beside, *others)))
            return ending if ending in parts else None if None in parts else not ending
    found_here: bool | None = told(test, beside)
    return found_here


def _membership(atom: tree.Expression) -> tuple[tree.Expression, tree.Expression, bool] | None:
    """The item, what it is looked for in, and whether the test is true where it is there."""
    match atom:
        case tree.Operation(op="in" | "not in" as op, operands=(item, container)):
            return item, container, op == "in"
        case tree.CallOf(function=tree.Member(value=container, name=name), arguments=(item,)) if (
            name in HELD_IN or name == "count"
        ):
            return item, container, True
    return None


def _holds(one: int, op: str, other: int) -> bool:
    return {"<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other, "!=": one != other}.get(
        op, one == other
    )


def _of_all_from(least: int, op: str, k: int) -> bool | None:
    """The answer of v op k, if all v from the least on have one."""
    answers = {_holds(v, op, k) for v in (least, k - 1, k, k + 1) if v >= least}
    return answers.pop() if len(answers) == 1 else None


def _counted_through(iterable: tree.Expression) -> tree.Expression:
    """xs of enumerate(xs)."""
    match iterable:
        case tree.CallOf(function=tree.NamedValue(name="enumerate"), arguments=(inner, *_)):
            return inner
    return iterable


def _parts_of(test: tree.Expression) -> Iterator[tree.Expression]:
    match test:
        case tree.Operation(op="not" | "and" | "or", operands=operands):
            for x in operands:
                yield from _parts_of(x)
        case _:
            yield test


def _is_square(node: tree.Expression) -> bool:
    """x·x, |x|, a length, or a number that is not negative."""
    match node:
        case tree.Literal(value=int() as k):
            return k >= 0
        case tree.Operation(op="*", operands=(one, other)):
            return shape_of_node(one) == shape_of_node(other) or (_is_square(one) and _is_square(other))
        case tree.CallOf():
            return callee(node) in ("abs", "len")
    return False


def _looked_up(node: tree.Expression) -> tuple[tree.NamedValue, tree.Expression] | None:
    """counts[x], counts.get(x)"""
    match node:
        case tree.Element(container=tree.NamedValue() as container, index=key):
            return container, key
        case tree.CallOf(function=tree.Member(value=tree.NamedValue() as container, name="get"), arguments=(key, *_)):
            return container, key
    return None


def _is_count(node: tree.Node) -> bool:
    match node:
        case tree.Update(target=tree.Element(), op="+", value=tree.Literal(value=1)):
            return True
        case tree.Assigned(
            targets=(tree.Element(),), value=tree.Operation(op="+", operands=(_, tree.Literal(value=1)))
        ):
            return True
        case tree.CallOf(function=tree.Member(name="put"), arguments=(_, tree.Operation(op="+", operands=(_, one)))):
            return isinstance(one, tree.Literal) and one.value == 1
        case tree.CallOf(function=tree.Member(name="merge"), arguments=(_, tree.Literal(value=1), _)):
            return True
        case tree.Assigned(targets=(tree.NamedValue(),), value=value):
            return is_made_empty(value) or (isinstance(value, tree.CallOf) and callee(value) == "Counter")
    return False


def answers_that_leave(function: tree.Function) -> dict[int, frozenset[bool]]:
    """By the identity of each branch, the answers of its test after which the loop around may be left.

    What other tests beside it may leave says nothing of this one.
    """
    found: dict[int, frozenset[bool]] = {}
    for loop in tree.walk(function):
        if isinstance(loop, tree.EachLoop | tree.TestLoop):
            leaves = _leaves_of(loop.body)
            chains = [x for s in loop.body for x in tree.walk(s) if isinstance(x, tree.Alternatives)]
            inside = [({id(x) for x in _branches_of((chain,))}, _leaves_of((chain,))) for chain in chains]
            for branch in _branches_of(loop.body):
                own = _leaves_of(branch.body)
                goes_on = not branch.body or not (
                    isinstance(branch.body[-1], tree.Leave) and branch.body[-1].kind == "continue"
                )
                answers = {True} if own or (leaves and goes_on and _is_last(leaves, loop.body)) else set()
                beside = set().union(*(left for branches, left in inside if id(branch) not in branches))
                found[id(branch)] = frozenset(answers | ({False} if leaves - own - beside else set()))
    return found


def _leaves_of(body: tuple[tree.SourceStatement, ...]) -> set[int]:
    return {id(x) for s in body for x in tree.walk(s) if isinstance(x, tree.Leave)
            and x.kind in ("return", "raise", "break")}  # fmt: skip


def _is_last(leaves: set[int], body: tuple[tree.SourceStatement, ...]) -> bool:
    """Does a round end by leaving the loop, whatever its tests say?"""
    return any(id(s) in leaves for s in body)


def _branches_of(body: tuple[tree.SourceStatement, ...]) -> Iterator[tree.Alternative]:
    yield from (x for s in body for x in tree.walk(s) if isinstance(x, tree.Alternative))
