"""Loops: what a round changes, what each quantity is after t of them, and the loop as one over an index.

A loop is gone through twice: once with every quantity open, to see what a round makes of it, and once for what it
costs with each quantity as it is at the index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import cached_property

from recur.forkjoin.costs.costs import Cost, IndexRanges, Loop, summed_cost
from recur.forkjoin.costs.normal_forms import floor_of, polynomial
from recur.forkjoin.costs.polynomials import Polynomial
from recur.model import LimitExceeded, Place, RecurError, expressions as ex, program as code, source_tree as tree
from recur.model.records import field, frozen, mutable, replace
from recur.source_costs.answered import Answered
from recur.source_costs.choices import ChoiceRange
from recur.source_costs.evaluating import DATA_TEST, UNIT, ZERO, Evaluating, Test
from recur.source_costs.kinds import BACKWARD, LINKS
from recur.source_costs.relinking import chains_handed_on, chains_lengthened, going_on
from recur.source_costs.rounds import Round, Rounds, WhileLoop
from recur.source_costs.values import (
    RESULT,
    UNKNOWN,
    ContainerValue,
    Held,
    NodesValue,
    NumberValue,
    TupleValue,
    UnknownValue,
    Value,
    ValueState,
)
from recur.source_costs.visiting import names_moved, names_set

#: ways through one body that are told apart
MOST_WAYS = 24
#: loops inside each other
DEEPEST_LOOPS = 7


@mutable(slots=False)
class LoopFrame:
    """Where break and continue lead."""

    breaks: list[ValueState] = field(default_factory=list)
    continues: list[ValueState] = field(default_factory=list)
    #: what sizes and counters say to end it early, beside what its rounds are counted by
    ends: list[code.Condition] = field(default_factory=list)


@mutable(slots=False)
class QuantityChange:
    """What t rounds make of one quantity: `at` the index, `after` the loop; None: not known."""

    at: Polynomial | None
    after: Polynomial | None


@mutable(slots=False)
class RoundChanges:
    of: dict[str, QuantityChange] = field(default_factory=dict)
    #: what the elements and the kinds of the values are after a round
    states: list[ValueState] = field(default_factory=list)
    free: bool = True
    leaves: list[ValueState] = field(default_factory=list)


@frozen
class OuterLoop:
    """A loop that is being costed: by how much a round of it raises or lowers each quantity at most."""

    mark: str
    rounds: Rounds
    start: dict[str, Polynomial]
    #: the least and the largest change of a round; None: it is set anew, or nothing is known
    rates: dict[str, tuple[Polynomial | None, Polynomial | None]]
    target: str
    #: by the place of a loop inside, what bounds its rounds in all rounds of this one together
    covered: dict[Place, Polynomial] = field(default_factory=dict)
    #: may a round leave it, and be one more than those?
    leaves: bool = False


def _to_and_fro(body: tuple[tree.SourceStatement, ...]) -> Iterator[str]:
    """The names of nodes that may go on, and back to where they came from: node = node.next, or node = node.prev."""
    links: dict[str, set[str]] = {}
    for s in body:
        for x in tree.walk(s):
            if isinstance(x, tree.Assigned):
                used = (
                    {m.name for m in tree.walk(x.value) if isinstance(m, tree.Member)} if x.value is not None else set()
                )
                for t in x.targets:
                    if isinstance(t, tree.NamedValue):
                        links.setdefault(t.name, set()).update(used & LINKS)
    yield from (name for name, used in links.items() if used & BACKWARD and used - BACKWARD)


class Looping(Evaluating):
    #: the loops around that are being costed, outermost first
    outer: list[OuterLoop]
    frames: list[LoopFrame]
    #: the bodies of the loops around, outermost first
    bodies: list[tuple[tree.SourceStatement, ...]]
    loops: int

    def run(self, body: tuple[tree.SourceStatement, ...], state: ValueState) -> ValueState | None:
        raise NotImplementedError

    def ways(self, body: tuple[tree.SourceStatement, ...], state: ValueState) -> list[ValueState]:
        raise NotImplementedError

    def statement(self, node: tree.SourceStatement, state: ValueState) -> ValueState | None:
        raise NotImplementedError

    def joined(self, states: Iterable[ValueState], free: bool) -> ValueState | None:
        raise NotImplementedError

    def otherwise(self, node: tree.EachLoop | tree.TestLoop, state: ValueState | None) -> ValueState | None:
        raise NotImplementedError

    def told(self, node: tree.Expression | None, test: Test, truth: bool, state: ValueState) -> tuple[Answered, ...]:
        raise NotImplementedError

    # ---- what a round changes

    def opened(self, state: ValueState, mark: str) -> tuple[ValueState, dict[str, Polynomial]]:
        """The state with every quantity open, and what each is before the loop."""
        opened, start = state.copy(), {}
        opened.facts, opened.reads, opened.free, opened.looped = (), (), True, frozenset()
        for name, value in state.names.items():
            if isinstance(value, NumberValue) and value.value is not None and name not in self._kept_numbers:
                start[f"{name}@{mark}"] = value.value
                opened.names[name] = replace(value, value=Polynomial.atom(ex.Symbol(f"{name}@{mark}")))
            elif isinstance(value, NodesValue) and value.count is not None:
                start[f"{name}@{mark}"] = value.count
                opened.names[name] = replace(value, count=Polynomial.atom(ex.Symbol(f"{name}@{mark}")))
        for cell, inside in state.cells.items():
            if inside.length is not None:
                start[f"#{cell}@{mark}"] = inside.length
                opened.cells[cell] = replace(inside, length=Polynomial.atom(ex.Symbol(f"#{cell}@{mark}")))
            element = inside.element
            if cell in self._growing and isinstance(element, ContainerValue) and element.length is not None:
                start[f"#{cell}[]@{mark}"] = element.length
                own = replace(element, length=Polynomial.atom(ex.Symbol(f"#{cell}[]@{mark}")))
                opened.cells[cell] = replace(opened.cells[cell], element=own)
        return opened, start

    def indices_around(self) -> frozenset[str]:
        return frozenset(around.mark for around in self.outer)

    @cached_property
    def _kept_numbers(self) -> frozenset[str]:
        """The parameters that no line sets, where they are known numbers."""
        if self.known.inputs is None:
            return frozenset()
        return frozenset(p.name for p in self.function.parameters) - names_set(self.function.body)

    def end_of(self, name: str, state: ValueState) -> Polynomial | None:
        """What the quantity is in the state."""
        own = name.split("@")[0]
        if own.startswith("#"):
            inside = state.cells.get(int(own[1:].removesuffix("[]")))
            if inside is not None and own.endswith("[]"):
                return inside.element.length if isinstance(inside.element, ContainerValue) else None
            return None if inside is None else inside.length
        match state.names.get(own):
            case NumberValue(value=p) | NodesValue(count=p):
                return p
        return None

    def ways_through(
        self, body: Callable[[ValueState], list[ValueState]], state: ValueState, mark: str
    ) -> tuple[list[ValueState], list[ValueState], dict[str, Polynomial]]:
        """How a round may end: what goes on, and what leaves the loop; nothing is emitted."""
        opened, start = self.opened(state, mark)
        with self.nested():
            self.dry += 1
            self.frames.append(LoopFrame())
            try:
                ends = body(opened)
            finally:
                self.dry -= 1
                self.frames.pop()
        for end in ends:
            self.rebound(end, state)
        going = [s for s in ends if s.ended in ("", "continue")]
        leaving = [s for s in ends if s.ended not in ("", "continue")]
        return going, leaving, start

    def _stable_ways(
        self, body: Callable[[ValueState], list[ValueState]], state: ValueState, mark: str
    ) -> tuple[list[ValueState], list[ValueState], dict[str, Polynomial], ValueState]:
        """The ways through the body from a state whose items are what they are after any number of rounds."""
        outer, self._growing = self._growing, frozenset()
        try:
            for attempt in range(5):
                going, leaving, start = self.ways_through(body, state, mark)
                unstable: dict[int, Value | None] = {}
                for cell, inside in state.cells.items():
                    after = inside.element
                    for end in going:
                        if cell in end.cells:
                            after = self.joined_elements(after, self._without_marks(end.cells[cell].element, mark))
                    if self._shape(inside.element, cell) != self._shape(after, cell):
                        unstable[cell] = after
                if not unstable:
                    break
                state = self._widened(state, unstable, attempt)
        finally:
            self._growing = outer
        return going, leaving, start, state

    def _settled_items(self, state: ValueState, mark: str) -> ValueState:
        settled = state.copy()
        for cell, inside in state.cells.items():
            if inside.element is not None:
                settled.cells[cell] = replace(inside, element=self._without_marks(inside.element, mark))
        return settled

    def _widened(self, state: ValueState, unstable: dict[int, Value | None], attempt: int) -> ValueState:
        """First as they are found; what goes on growing is a quantity of its own; else nothing is known of it."""
        widened = state.copy()
        if attempt == 1:
            self._growing = frozenset(unstable)
        for cell, after in unstable.items():
            kept = after if attempt == 0 else state.cells[cell].element if attempt == 1 else without_sizes(after)
            widened.cells[cell] = replace(state.cells[cell], element=kept)
        return widened

    _growing: frozenset[int] = frozenset()

    def _shape(self, value: Value | None, cell: int) -> object:
        """What has to be the same before and after a round: the kinds, and sizes that no quantity stands for."""
        match value:
            case ContainerValue(kind=kind, element=element) if cell in self._growing:
                return kind, self._inner_shape(element)
        return self._inner_shape(value)

    def _inner_shape(self, value: Value | None) -> object:
        match value:
            case ContainerValue(kind=kind, length=length, element=element):
                return kind, length, self._inner_shape(element)
            case NumberValue(value=p):
                return p
            case TupleValue(items):
                return tuple(self._inner_shape(item) for item in items)
        return type(value)

    def rebound(self, end: ValueState, begin: ValueState) -> None:
        """A name that holds a new container in place of its old one holds it in the old one's cell."""
        of_cell: dict[int, set[int]] = {}
        for name, value in begin.names.items():
            held = end.names.get(name)
            if isinstance(value, Held) and isinstance(held, Held):
                of_cell.setdefault(value.cell, set()).add(held.cell)
        moved = {cell: next(iter(now)) for cell, now in of_cell.items() if len(now) == 1 and cell not in now}
        contents = {cell: end.cells[now] for cell, now in moved.items()}
        for cell, now in moved.items():
            if list(moved.values()).count(now) > 1 or (now in of_cell and now not in moved):
                contents[cell] = replace(contents[cell], length=None)
        end.cells |= contents
        for name, value in begin.names.items():
            if isinstance(value, Held) and value.cell in moved:
                end.names[name] = value

    def changes(
        self,
        going: list[ValueState],
        start: dict[str, Polynomial],
        index: Polynomial,
        rounds: Rounds,
        first: Polynomial,
    ) -> RoundChanges:
        """What each quantity is at the index and after the loop."""
        found = RoundChanges(states=going, free=all(s.free for s in going))
        ends = {name: [self.end_of(name, s) for s in going] for name in start}
        steady = {name for name in start if all(end == _own(name) for end in ends[name])}
        unchanged = self._unchanged = {n: start[n] for n in steady}
        for name in start.keys() - steady:
            ends[name] = [
                None if end is None else self._recalled(_put_all(end, unchanged), unchanged) for end in ends[name]
            ]
        pending = [name for name in start if name not in steady]
        found.of = {name: QuantityChange(start[name], start[name]) for name in steady}
        deltas: dict[str, list[Polynomial]] = {}
        while pending:
            left = []
            for name in pending:
                change = self._change(name, ends[name], start[name], found, index, rounds, first, deltas)
                if change is None:
                    left.append(name)
                else:
                    found.of[name] = change
            if len(left) == len(pending):
                for name in left:
                    found.of[name] = QuantityChange(None, None)
                break
            pending = left
        return found

    def _recalled(self, p: Polynomial, unchanged: dict[str, Polynomial]) -> Polynomial:
        """Results of calls that hand on what a round does not change, as those of calls before the loop."""
        for name in sorted(n for n in p.names if n.startswith(RESULT)):
            number, _, depth = name[1:].partition("[")
            call = self.raw_calls[int(number)]
            moved = {k: None if v is None else _put_all(v, unchanged) for k, v in call.sizes.items()}
            if moved != call.sizes:
                again = self.number_of(replace(call, sizes=moved))
                p = p.put(name, _own(f"{RESULT}{again}{'[' if depth else ''}{depth}"))
        return p

    def _change(
        self,
        name: str,
        ends: list[Polynomial | None],
        start: Polynomial,
        found: RoundChanges,
        index: Polynomial,
        rounds: Rounds,
        first: Polynomial,
        deltas: dict[str, list[Polynomial]],
    ) -> QuantityChange | None:
        """None: it stands on another quantity that is not known yet."""
        known = [end for end in ends if end is not None]
        if len(known) < len(ends):
            return QuantityChange(None, None)
        if rounds.counts == name:
            after = None
            if rounds.progression is code.Advance.DIVIDE:
                after = self.choices.choose(ZERO, start)
            return QuantityChange(index, after)
        others = {n for end in known for n in end.names if n in self._starts and n != name}
        if any(n not in found.of for n in others):
            return None
        if any(found.of[n].at is None for n in others):
            return QuantityChange(None, None)
        own = _own(name)
        if all(end == own or name not in self.choices.reached(end) for end in known):
            moved = [end for end in known if end != own]
            flag = len(moved) == len(known) and len(set(moved)) == 1 and (moved[0] - start).value is not None
            return self._replaced(moved, start, found, others, index, data=not flag)
        if all(end == own or self._is_quotient(end, name) for end in known):
            return QuantityChange(self.choices.choose(ZERO, start), self.choices.choose(ZERO, start))
        changes = [end - own for end in known]
        if any(name in change.names for change in changes):
            return self._scaled(known, name, start, index, rounds, first)
        if any(name in self.choices.reached(change) for change in changes):
            kept = self._kept_below(known, name, start, index, rounds, first)
            return kept if kept.at is not None else self._drifting(name, start, found, index, rounds)
        changes = [_put_all(change, {n: found.of[n].at or ZERO for n in others}) for change in changes]
        deltas[name] = changes
        tied = self._tied(name, changes, start, found, deltas, rounds.exact)
        added = self._bounded_by_test(name, self._added(changes, start, index, rounds, first, found))
        if added.after is not None and all(c.value is not None and abs(c.value) >= 1 for c in changes):
            for choice in self.choices.chosen_in(added.after) - self.choices.chosen_in(start):
                self.choices.counting[choice] = self._place
        if tied is None and added.at is None:
            return self._drifting(name, start, found, index, rounds)
        if tied is not None and all(c == changes[0] for c in changes):
            return QuantityChange(added.at, tied.after)
        return tied or added

    def _is_quotient(self, end: Polynomial, name: str) -> bool:
        """⌊v/d⌋ with d ≥ 1: it is between 0 and v. What d is may be told by the loop around: then it is asked again."""
        match end.expression():
            case ex.Apply("floor", (inside,)):
                parts = [(m, c) for m, c in polynomial(inside).terms]
                own = (ex.Symbol(name), 1)
                if len(parts) == 1 and parts[0][1] == 1 and own in parts[0][0]:
                    below = Polynomial(((frozenset((a, -e) for a, e in parts[0][0] if (a, e) != own), parts[0][1]),))
                    plain = all(e > 0 for m, _ in below.terms for _, e in m)
                    open_ = bool(self.dry) and any("@" in n for n in below.names)
                    return plain and name not in below.names and (open_ or self.choices.at_least(below, 1))
        return False

    def _bounded_by_test(self, name: str, change: QuantityChange) -> QuantityChange:
        """A counter that moves by at most 1 a round never passes what the test compares it with."""
        if name not in self._ends or change.at is None or change.after is None:
            return change
        low, high = self._ends[name]
        at, after = change.at, change.after
        if self.choices.chosen_in(at):
            at = self.choices.choose(low, high.plus(-1), self.attained(at))
        if not self.choices.chosen_in(after):
            return change
        return QuantityChange(
            at, self.choices.choose(low, self.choices.at_most(low, high, self._facts), self.attained(after), True)
        )

    def _tied(
        self,
        name: str,
        changes: list[Polynomial],
        start: Polynomial,
        found: RoundChanges,
        deltas: dict[str, list[Polynomial]],
        exact: bool,
    ) -> QuantityChange | None:
        """A quantity that grows by as much as one other, or as two others together."""
        if len(changes) < 2 or (exact and all(c == changes[0] for c in changes)):
            return None
        others = [n for n in deltas if n != name and n in found.of and any(c != deltas[n][0] for c in deltas[n])]
        for chosen in [(a,) for a in others] + [(a, b) for a in others for b in others if a < b]:
            for sign in (1, -1):
                if all(sum((deltas[n][i] for n in chosen), ZERO).times(sign) == c for i, c in enumerate(changes)):
                    return self._tied_to(chosen, sign, start, found)
        return None

    def _tied_to(
        self, chosen: tuple[str, ...], sign: int, start: Polynomial, found: RoundChanges
    ) -> QuantityChange | None:
        at = after = start
        for n in chosen:
            one, begin = found.of[n], self._begin(n)
            if one.at is None or one.after is None or begin is None:
                return None
            at, after = at + (one.at - begin).times(sign), after + (one.after - begin).times(sign)
        return QuantityChange(at, after)

    def _begin(self, name: str) -> Polynomial | None:
        return self._starts.get(name)

    _starts: dict[str, Polynomial]
    #: what no round changes, as it was before the loop
    _unchanged: dict[str, Polynomial]
    _ends: dict[str, tuple[Polynomial, Polynomial]]
    #: what the tests on the way to the loop have told
    _facts: tuple[tuple[str, Polynomial], ...]
    _place: Place

    def _added(
        self,
        changes: list[Polynomial],
        start: Polynomial,
        index: Polynomial,
        rounds: Rounds,
        first: Polynomial,
        found: RoundChanges,
    ) -> QuantityChange:
        lows = [self._settled_side(self.choices.lowest(c), found, self.choices.lowest) for c in changes]
        highs = [self._settled_side(self.choices.highest(c), found, self.choices.highest) for c in changes]
        if None in lows or None in highs:
            return QuantityChange(None, None)
        low = self._least([p for p in lows if p is not None], -1)
        high = self._least([p for p in highs if p is not None], 1)
        if low is None or high is None:
            return QuantityChange(None, None)
        attained = found.free and all(self.attained(c) for c in changes)
        before = [self._summed(p, index, rounds, first, False) for p in (low, high)]
        whole = [self._summed(p, index, rounds, first, True) for p in (low, high)]
        if not rounds.exact:  # how many rounds there are is open
            whole[0] = ZERO if self.choices.at_least(low, 0) else whole[0]
            whole[1] = ZERO if self.choices.at_least(-high, 0) else whole[1]
        every = (high - low).value is not None
        return QuantityChange(*(self._range(start, ends, attained, every) for ends in (before, whole)))

    def _settled_side(
        self, p: Polynomial | None, found: RoundChanges, end: Callable[[Polynomial], Polynomial | None]
    ) -> Polynomial | None:
        """The end of a range in which other quantities stand, as those are at the index."""
        for name in sorted(n for n in (p.names if p is not None else ()) if "@" in n):
            change = found.of.get(name)
            if p is None or change is None or change.at is None:
                return None
            p = p.put(name, change.at)
        return None if p is None else end(p)

    def _drifting(
        self, name: str, start: Polynomial, found: RoundChanges, index: Polynomial, rounds: Rounds
    ) -> QuantityChange:
        """A quantity that never turns back, and never passes a bound: left ← left + …, up to right, or right down."""
        own, side = _own(name), 1
        ends = [self.end_of(name, s) for s in found.states]
        if self._moves(name, found.states, -1):
            side = -1
        elif not self._moves(name, found.states, 1):
            return QuantityChange(None, None)
        far = [self.choices.highest(end) if side > 0 else self.choices.lowest(end) for end in ends if end is not None]
        at_last = [
            self._from_start(self._by_facts(p, own, s, side), found.states, side)
            for p, end, s in zip(far, ends, found.states, strict=True)
            if p is not None and end != own
        ]
        known = [p for p in at_last if p is not None]
        moving = [end for end in ends if end != own]
        [own_index] = index.names or {""}
        if len(known) < len(moving) or not known or rounds.progression is not code.Advance.ADD:
            return QuantityChange(None, None)
        bound = self._least(known, side)
        if bound is None or (own_index in bound.names and self.choices.direction(bound, own_index) != side):
            return QuantityChange(None, None)
        after = bound.put(own_index, rounds.last) if own_index else bound
        if side > 0:
            return QuantityChange(
                *(self.choices.choose(start, self.choices.at_most(start, p, self._facts)) for p in (bound, after))
            )
        return QuantityChange(
            *(-self.choices.choose(-start, self.choices.at_most(-start, -p, self._facts)) for p in (bound, after))
        )

    def _moves(self, name: str, states: list[ValueState], side: int) -> bool:
        """Does it never fall (1), or never rise (-1), in any round?"""
        own = _own(name)
        ends = [self.end_of(name, s) for s in states]
        near = [None if p is None else self.choices.lowest(p) if side > 0 else self.choices.highest(p) for p in ends]
        return all(p is not None and self.choices.at_least((p - own).times(side), 0) for p in near)

    def _by_facts(self, p: Polynomial, own: Polynomial, state: ValueState, side: int) -> Polynomial:
        """The end of a round by what its tests have told of the begin: i + 1 is n at most where i < n.

        Of max(i, n) the n alone, as what does not move on stays where it is.
        """
        [name] = own.names
        match (p - own).times(side).expression():
            case ex.Apply("max", (ex.Number(zero), beyond)) if not zero:
                return own + polynomial(beyond).times(side)
        if (p - own).value is None:
            return p
        for op, difference in state.facts:
            parts = difference.linear(name) if name in difference.names else None
            slope = None if parts is None else parts[0].value
            if parts is None or slope is None or abs(slope) != 1 or op not in ("<", "<=", ">", ">="):
                continue
            if (op[0] == "<") == (slope * side > 0):
                closer = 0 if "=" in op else -side
                return (-parts[1]).times(slope).plus(closer) + (p - own)
        return p

    def _from_start(self, p: Polynomial, states: list[ValueState], side: int) -> Polynomial | None:
        """The bound with what the other quantities are before the loop, where they only move away from it."""
        for name in [n for n in p.names if "@" in n]:
            direction = self.choices.direction(p, name)
            begin = self._unchanged.get(name) or self._starts.get(name)
            if direction is None or begin is None:
                return None
            if name not in self._unchanged and not self._moves(name, states, -direction * side):
                return None
            p = p.put(name, begin)
        return p

    def _range(
        self, start: Polynomial, ends: list[Polynomial | None], attained: bool, every: bool
    ) -> Polynomial | None:
        if ends[0] is None or ends[1] is None:
            return None
        low, high = self.choices.lowest(start + ends[0]), self.choices.highest(start + ends[1])
        if low is None or high is None:
            return None
        if ends[0] == ends[1]:
            return start + ends[0]
        if not ends[1].terms:
            return high - self.choices.choose(ZERO, high - low, attained, every)
        return self.choices.choose(low, high, attained, every)

    def _least(self, ps: list[Polynomial], side: int) -> Polynomial | None:
        best = ps[0]
        for p in ps[1:]:
            if self.choices.at_least((p - best).times(side), 0):
                best = p
            elif not self.choices.at_least((best - p).times(side), 0):
                return None
        return best

    def _summed(
        self, change: Polynomial, index: Polynomial, rounds: Rounds, first: Polynomial, whole: bool
    ) -> Polynomial | None:
        """The change added up over the rounds before the index, or over all of them."""
        [name] = index.names or {""}
        if not change.terms:
            return ZERO
        if rounds.progression is not code.Advance.ADD or rounds.total is None:
            if rounds.total is None or name in change.names or rounds.total.names & {name}:
                return None
            return rounds.total * change if whole else self.choices.choose(ZERO, rounds.total) * change
        if name not in change.names:
            return change * (self.choices.at_most(ZERO, rounds.total, self._facts) if whole else index - first)
        earlier = Loop(name, first, rounds.last if whole else index.plus(-1))
        renamed = change.put(name, _own("earlier"))
        try:
            cost = summed_cost(Cost((renamed,)), replace(earlier, index="earlier"), IndexRanges(("n",), 0))
        except RecurError:
            return None
        form = cost.forms[0]
        return None if any(isinstance(a, ex.Range) for a in form.atoms) else form

    def _replaced(
        self,
        ends: list[Polynomial],
        start: Polynomial,
        found: RoundChanges,
        others: set[str],
        index: Polynomial,
        data: bool = True,
    ) -> QuantityChange:
        """A quantity that every round sets anew; without `data` all of them set it to one number, as a flag."""
        low: Polynomial | None = start
        values = [start, *(_put_all(end, {n: found.of[n].at or ZERO for n in others}) for end in ends)]
        lows = [self.choices.lowest(v, only_choices=False) for v in values]
        highs = [self.choices.highest(v, only_choices=False) for v in values]
        if None in lows or None in highs:
            return QuantityChange(None, None)
        low = self._least([p for p in lows if p is not None], -1)
        high = self._least([p for p in highs if p is not None], 1)
        if low is None or high is None:
            return QuantityChange(None, None)
        free = data and found.free and all(self.attained(v) for v in values)
        return QuantityChange(self.choices.choose(low, high, free), self.choices.choose(low, high, free))

    def _scaled(
        self, ends: list[Polynomial], name: str, start: Polynomial, index: Polynomial, rounds: Rounds, first: Polynomial
    ) -> QuantityChange:
        """c·v in every round is start·c^t."""
        parts = {end.linear(name) for end in ends}
        [one] = parts if len(parts) == 1 else [None]
        c = None if one is None or one[1].terms else one[0].value
        steady = rounds.progression is code.Advance.ADD and rounds.total is not None
        if c is None or c.denominator != 1 or c < 2 or not steady or rounds.total is None:
            return self._kept_below(ends, name, start, index, rounds, first)
        at, after = (start * _power(c, exponent) for exponent in (index - first, rounds.total))
        return QuantityChange(at, after)

    def _kept_below(
        self, ends: list[Polynomial], name: str, start: Polynomial, index: Polynomial, rounds: Rounds, first: Polynomial
    ) -> QuantityChange:
        """A quantity that never falls below 0, and grows by so much a round at most."""
        most: list[Polynomial] = [ZERO]
        for end in ends:
            highest, lowest = self.choices.highest(end), self.choices.lowest(end)
            grown = None if highest is None else highest - _own(name)
            if grown is not None and highest is not None and self.choices.at_least(-_kept(grown, name), 0):
                grown = ZERO
            kept = None if lowest is None else _kept(lowest, name)
            if grown is None or grown.value is None or kept is None or not self.choices.at_least(kept, 0):
                return QuantityChange(None, None)
            most.append(grown)
        step = max(p.value or ZERO.value or 0 for p in most)
        sums = [self._summed(Polynomial.constant(step), index, rounds, first, whole) for whole in (False, True)]
        at, after = (None if p is None else self.choices.highest(start + p) for p in sums)
        return QuantityChange(*(None if p is None else self.choices.choose(ZERO, p) for p in (at, after)))

    # ---- the loop itself

    def each(
        self,
        place: Place,
        rounds: Rounds,
        state: ValueState,
        bind: Callable[[ValueState, Polynomial], None],
        body: Callable[[ValueState], list[ValueState]],
        emit: Callable[[ValueState], ValueState | None],
        name: str,
        parallel: bool = False,
        bounds: dict[str, tuple[Polynomial, Polynomial]] | None = None,
    ) -> ValueState | None:
        """A loop of so many rounds: its statement is emitted, and the state behind it given."""
        through, self.through_cells = self.through_cells, frozenset()
        with self._around(place):
            state.forget_places(names_moved(self.bodies[-1]))
            rounds = self._settled(rounds, place)
            early = not self.known.freedom and (self.early > 0 or may_leave(self.bodies[-1]) or not rounds.attained)
            if early:
                sure = rounds.entered or (rounds.attained and self._runs(rounds))
                rounds = replace(rounds, attained=sure and not self.early, exact=False)
            tried = self.known.inputs is not None or (not self.dry and not parallel and may_leave(self.bodies[-1]))
            if tried and not early and self._ends_in_first(rounds, state, bind, body):
                return self._first_round(place, rounds, state, bind, emit)
            index = self._index(name, rounds)
            own = _own(index)
            mark = index.strip("?")

            def whole(opened: ValueState) -> list[ValueState]:
                bind(opened, own)
                return body(opened)

            try:
                going, leaving, start, state = self._stable_ways(whole, state, mark)
                self._starts, self._ends, self._unchanged = start, bounds or {}, {}
                self._facts, self._place = state.facts, place
                found = self.changes(going, start, own, rounds, rounds.first) if going else RoundChanges()
            except LimitExceeded:
                raise
            except RecurError:
                going, leaving, found, start = [], [], RoundChanges(), self.opened(state, mark)[1]
                found.of = {n: QuantityChange(None, None) for n in start}
                state = state.copy()  # nor is anything known of what a round does to items
                for cell, contents in state.cells.items():
                    state.cells[cell] = replace(contents, element=without_sizes(contents.element))
            if leaving and not going and not parallel:
                return self._first_round(place, rounds, state, bind, emit)
            self._keeps_its_items(through, going, start, mark, place)
            state, unchanged = self._settled_items(state, mark), self._unchanged
            inside = self.moved(state, found, at=True, mark=mark)
            bind(inside, own)
            if not rounds.attained:
                inside.free = False
            covered = self._covered(found, start)
            self.outer.append(OuterLoop(index, rounds, start, self._rates(start, going), name, covered, bool(leaving)))
            with self.nested() as block:
                self.frames.append(LoopFrame())
                emit(inside)
                frame = self.frames.pop()
            self.outer.pop()
            if early and rounds.attained:
                rounds = _first_of(rounds)
            self._emit_loop(place, rounds, index, tuple(block), parallel, tuple(frame.ends))
            self._unchanged = unchanged
            after = self.moved(state, found, at=False, mark=mark)
            if frame.breaks or any(s.ended == "break" for s in leaving):
                self._left(after, state, found, mark)
                after = self._with_breaks(after, leaving, going, mark)
            after.looped |= {place}
            self._gather(after)
            return after

    def ended_by(self, test: Test, alone: bool) -> None:
        """The loop of this round may end where sizes and counters are equal or divide: while d < n and n % d.

        `alone`: it ends by this test alone, and its rounds are counted by another one.
        """
        groups = tuple(tuple(c for c in group if c.op in ("=", "!=") and c != DATA_TEST) for group in test.groups)
        if self.frames and all(groups) and (alone or any(len(group) > 1 for group in test.groups)):
            self.frames[-1].ends += [code.Condition(groups)] if groups else []
            self.ended = self.ended or bool(groups)

    #: has a test of sizes and counters been seen that ends a loop?
    ended = False

    #: the lists that the loop which begins here goes through item by item
    through_cells: frozenset[int] = frozenset()

    def _keeps_its_items(
        self, through: frozenset[int], going: list[ValueState], start: dict[str, Polynomial], mark: str, place: Place
    ) -> None:
        """What is put into a list is gone through as well by a loop that is at it: for x in xs: xs.append(x)."""
        for cell in through:
            key = f"#{cell}@{mark}"
            for length in (end.cells[cell].length for end in going if key in start and cell in end.cells):
                more = None if length is None else (length - _own(key)).value
                if more is None or more > 0:
                    raise self.refusal(
                        "how often this loop runs is not known: what it goes through changes its length in a round",
                        place, "say it behind the line:  # runs: n",
                    )  # fmt: skip

    def _gather(self, state: ValueState) -> None:
        """A quantity that loop after loop adds to is one choice, and not a sum of as many as there are loops."""
        for name, value in state.names.items():
            if isinstance(value, NumberValue) and value.value is not None:
                state.names[name] = replace(value, value=self.choices.gathered(value.value))
        for cell, inside in state.cells.items():
            if inside.length is not None:
                state.cells[cell] = replace(inside, length=self.choices.gathered(inside.length))

    #: is a generator that stands here gone through to its end? Not so by any()
    through = False
    #: the items that end it, for any() and all()
    ending_answers: frozenset[bool] = frozenset()
    #: generators around that need not be
    early = 0

    @contextmanager
    def generators_run(self, through: bool, ending: frozenset[bool] = frozenset()) -> Iterator[None]:
        """Are the generators that are given here gone through to their end, or to the first of these items?"""
        before = self.through, self.ending_answers
        self.through, self.ending_answers = through, ending
        try:
            yield
        finally:
            self.through, self.ending_answers = before

    def _ends_in_first(
        self, rounds: Rounds, state: ValueState, bind: Callable[[ValueState, Polynomial], None],
        body: Callable[[ValueState], list[ValueState]],
    ) -> bool:  # fmt: skip
        """Is the loop always left in its first round?"""
        first = state.copy()
        with self.nested():
            self.dry += 1
            self.frames.append(LoopFrame())
            try:
                bind(first, rounds.first)
                ends = body(first)
            except RecurError:
                return False
            finally:
                self.dry -= 1
                self.frames.pop()
        return all(s.ended not in ("", "continue") for s in ends)

    def _first_round(
        self, place: Place, rounds: Rounds, state: ValueState, bind: Callable[[ValueState, Polynomial], None],
        emit: Callable[[ValueState], ValueState | None],
    ) -> ValueState | None:  # fmt: skip
        """A loop that has one round at most; None where that is made for sure, and the function ends in it."""
        inside = state.copy()
        bind(inside, rounds.first)
        with self.nested() as block:
            self.frames.append(LoopFrame())
            emit(inside)
            frame = self.frames.pop()
        once = replace(_first_of(rounds), attained=False)
        runs = rounds.entered or (rounds.attained and self._runs(rounds))
        if runs and not frame.breaks:
            self.block += block
            return None
        self._emit_loop(place, once, self._index("i", once), tuple(block), False)
        return self.joined([*frame.breaks, *([] if runs else [state])], False)

    def _runs(self, rounds: Rounds) -> bool:
        """Is there a first round, where every size is 2 or more?"""
        return rounds.total is not None and self.positive(rounds.total)

    @contextmanager
    def _around(self, place: Place) -> Iterator[None]:
        """One more loop around what is costed."""
        if self.depth >= DEEPEST_LOOPS:
            raise LimitExceeded(
                f"more than {DEEPEST_LOOPS} loops inside each other are not costed",
                text=self.known.source.text,
                place=place,
            )
        self.depth += 1
        self.cells_before.append(self.cells)
        self.bodies.append(self._bodies_by_place.get(place, ()))
        try:
            yield
        finally:
            self.depth -= 1
            self.cells_before.pop()
            self.bodies.pop()

    @cached_property
    def _bodies_by_place(self) -> dict[Place, tuple[tree.SourceStatement, ...]]:
        loops = [x for x in tree.walk(self.function) if isinstance(x, (tree.EachLoop, tree.TestLoop))]
        return {node.place: node.body for node in reversed(loops)}

    def _rates(
        self, start: dict[str, Polynomial], going: list[ValueState]
    ) -> dict[str, tuple[Polynomial | None, Polynomial | None]]:
        rates: dict[str, tuple[Polynomial | None, Polynomial | None]] = {}
        for name in start:
            own = _own(name)
            ends = [self.end_of(name, s) for s in going]
            sides: list[Polynomial | None] = []
            for side, end_at in ((-1, self.choices.lowest), (1, self.choices.highest)):
                found = [None if end is None or (at := end_at(end)) is None else at - own for end in ends]
                known = [c for c in found if c is not None and not any("@" in n for n in c.names)]
                sides.append(self._least(known, side) if known and len(known) == len(found) else None)
            rates[name] = (sides[0], sides[1])
        return rates

    def _counted_from(self, rounds: Rounds, going: list[ValueState], start: dict[str, Polynomial]) -> Rounds:
        """The index is the counter of the loop itself, where it rises by 1 from a number."""
        if rounds.progression is not code.Advance.ADD or rounds.shared or rounds.total is None:
            return rounds
        for name, first in start.items():
            rises = all(self.end_of(name, s) == _own(name).plus(1) for s in going)
            if rises and first.value is not None and first.value >= 0 and "#" not in name:
                return replace(rounds, first=first, last=first + rounds.total.plus(-1))
        return rounds

    def _covered(self, found: RoundChanges, start: dict[str, Polynomial]) -> dict[Place, Polynomial]:
        """Loops inside all of whose rounds move one quantity of this loop the same way, as in j = i; …; i = j.

        Together they are no more rounds than the way that the quantity goes. Source: CLRS 4e, section 16.1.
        """
        covered: dict[Place, Polynomial] = {}
        inside = frozenset().union(*(s.looped for s in found.states)) if found.states else frozenset()
        for name, begin in start.items():
            change = found.of.get(name)
            ends = [self.end_of(name, s) for s in found.states]
            if change is None or change.after is None or None in ends:
                continue
            moves = [end - _own(name) for end in ends if end is not None]
            for inner in inside - covered.keys():
                for side in (1, -1):
                    way = self.choices.bound_above((change.after - begin).times(side))
                    ways = zip(moves, found.states, strict=True)
                    if way is not None and all(self._moves_on(p.times(side), s, inner) for p, s in ways):
                        covered[inner] = way
        return covered

    def _moves_on(self, move: Polynomial, state: ValueState, inner: Place) -> bool:
        """Does the quantity move by the rounds of the loop inside at least, where this way goes through it?"""
        if inner not in state.looped:
            return self.choices.at_least(move, 0)
        counts = [c for c in self.choices.chosen_in(move) if self.choices.counting.get(c) == inner]
        return any(self.choices.at_least(move - _own(c), 0) for c in counts)

    def amortised_over(self, rounds: Rounds, mark: str, place: Place) -> Rounds:
        """The rounds of all rounds of the loop around together, where that tells more.

        What one round of it adds to the measure of this loop at most, this loop takes away again: all in all no more
        than the measure is at first, and all that is ever added. Source: CLRS 4e, section 16.3, the potential method.
        """
        if not self.outer or self.dry or (rounds.measure is None and not rounds.halves):
            return rounds
        around = self.outer[-1]
        if around.rounds.total is None or around.rounds.progression is not code.Advance.ADD or around.rounds.shared:
            return rounds
        in_all = self._halved_in_all(rounds, around) if rounds.halves else rounds
        if in_all.shared or (rounds.measure is None and place not in around.covered):
            return in_all
        if place in around.covered and rounds.total is not None:
            last = self.choices.bound_above(rounds.total) if around.leaves else ZERO
            return rounds if last is None else self._shared(rounds, around.covered[place] + last)
        if rounds.measure is None:
            return rounds
        first, rate = rounds.measure, ZERO
        for name in sorted(n for n in rounds.measure.names if "@" in n):
            key = f"{name.split('@')[0]}@{around.mark.strip('?')}"
            parts = rounds.measure.linear(name)
            slope = None if parts is None else parts[0].value
            if key not in around.start or slope is None:
                return rounds
            change = around.rates[key][1 if slope > 0 else 0]
            if change is None or change.names & {around.mark}:
                return rounds
            first, rate = first.put(name, around.start[key]), rate + change.times(slope)
        if around.mark in first.names:
            parts = first.linear(around.mark)
            if parts is None or parts[0].value is None or parts[0].value < 0:
                return rounds
            first, rate = first.put(around.mark, around.rounds.first), rate + parts[0]
        highest = self.choices.bound_above(first)
        if highest is None or rate.value is None or around.mark in highest.names:
            return rounds
        return self._shared(rounds, highest + around.rounds.total.times(max(rate.value, ZERO.value or 0)))

    def _halved_in_all(self, rounds: Rounds, around: OuterLoop) -> Rounds:
        """What each round here divides by 2 at least, and none around raises, is divided log₂ of it times in all."""
        key = f"{rounds.halves.split('@')[0]}@{around.mark.strip('?')}"
        rise = around.rates[key][1] if key in around.start else None
        first = self.choices.bound_above(around.start[key]) if key in around.start else None
        if rise is None or first is None or not self.choices.at_least(-rise, 0):
            return rounds
        return self._shared(rounds, floor_of(polynomial(ex.Log(first.expression(), ex.TWO))).plus(1))

    def _shared(self, rounds: Rounds, total: Polynomial) -> Rounds:
        return replace(
            rounds, first=UNIT, last=total, total=total, attained=False, exact=False, shared=1,
            remark="in all rounds of the loop around together",
        )  # fmt: skip

    def _settled(self, rounds: Rounds, place: Place) -> Rounds:
        """Bounds without choices: the largest there can be."""
        chosen = self.choices.chosen_in(rounds.last) | self.choices.chosen_in(rounds.first)
        if not chosen:
            return rounds
        attained = rounds.attained and self.attained(rounds.last) and self.attained(rounds.first)
        last, first = self.choices.highest(rounds.last - rounds.first), rounds.first
        if last is None:
            last, attained = self.choices.bound_above(rounds.last - rounds.first), False
        if rounds.progression is code.Advance.ADD and last is not None:
            low = self.choices.lowest(first)
            keep = low is not None and not self.choices.chosen_in(first)
            begin = first if keep else ZERO
            return replace(rounds, first=begin, last=begin + last, total=last.plus(1), attained=attained)
        first_high, last_high = self.choices.highest(rounds.first), self.choices.highest(rounds.last)
        if rounds.progression is code.Advance.DIVIDE and first_high is not None:
            return replace(rounds, first=first_high, attained=attained)
        first_low = self.choices.lowest(rounds.first)
        if rounds.progression is code.Advance.MULTIPLY and first_low is not None and last_high is not None:
            return replace(rounds, first=first_low, last=last_high, attained=attained)
        raise self.refusal("how often this loop runs does not follow", place, "say it behind the line:  # runs: n")

    def _index(self, name: str, rounds: Rounds) -> str:
        """A name of its own; a choice where the rounds are a bound only."""
        base = name if name.isidentifier() else "i"
        index = base
        taken = self.indices | {p.name for p in self.function.parameters} | {"n", "m", "k", "e", "E", "V", "O", "d"}
        while index in taken:
            index += "'"
        self.indices.add(index)
        if not rounds.attained:
            index = f"?{index}"
        low, high = (rounds.first, rounds.last)
        if rounds.progression is code.Advance.DIVIDE:
            low, high = high, low
        self.choices.ranges[index] = ChoiceRange(low, high, rounds.attained)
        return index

    def _emit_loop(
        self,
        place: Place,
        rounds: Rounds,
        index: str,
        block: tuple[code.Statement, ...],
        parallel: bool,
        ends: tuple[code.Condition, ...] = (),
    ) -> None:
        source = self.source(place, rounds.remark)
        step = ex.Number(rounds.step)
        if rounds.attained and rounds.shared and rounds.total is not None:
            exact = code.StatedCost("Θ", rounds.total.expression())
            found = code.For(
                source,
                index,
                None,
                None,
                block,
                step,
                parallel=parallel,
                count=exact,
                shared=rounds.shared,
                ends=ends,
            )
            self.block.append(found)
            return
        if rounds.attained:
            self.block.append(
                code.For(
                    source,
                    index,
                    rounds.first.expression(),
                    rounds.last.expression(),
                    block,
                    step,
                    rounds.progression,
                    parallel,
                    ends=ends,
                )
            )
            return
        total = rounds.total
        if total is None:
            ratio = ex.divide(rounds.last.expression(), rounds.first.expression())
            if rounds.progression is code.Advance.DIVIDE:
                ratio = ex.divide(rounds.first.expression(), rounds.last.expression())
            total = Polynomial.atom(ex.Log(ratio, step)).plus(1)
        count = code.StatedCost("O", total.expression())
        self.block.append(
            code.For(source, index, None, None, block, step, parallel=parallel, count=count, shared=rounds.shared)
        )

    def moved(self, state: ValueState, found: RoundChanges, at: bool, mark: str) -> ValueState:
        """The state at the index, or behind the loop."""
        moved = state.copy()
        ends = found.states
        for name, value in state.names.items():
            key = f"{name}@{mark}"
            if key in found.of:
                change = found.of[key]
                p = change.at if at else change.after
                if isinstance(value, NodesValue):
                    moved.names[name] = replace(value, count=p)
                else:
                    moved.names[name] = self._moved_number(value, [s.names.get(name) for s in ends], p)
            elif any(s.names.get(name) != value for s in ends):
                moved.names[name] = self._moved_value(
                    value, [s.names.get(name, UNKNOWN) for s in ends], state, ends, mark
                )
        for cell, inside in state.cells.items():
            key = f"#{cell}@{mark}"
            others = [s.cells[cell] for s in ends if cell in s.cells]
            length = inside.length
            if key in found.of:
                length = found.of[key].at if at else found.of[key].after
            element = self._moved_element(cell, inside, others, found, at, mark)
            name = inside.name if all(o.name == inside.name for o in others) else ""
            shared = inside.shared.union(*(o.shared for o in others))
            moved.cells[cell] = ContainerValue(inside.kind, length, element, name, inside.keys, shared=shared)
        for end in ends if not at else ():
            for name, value in end.names.items():
                if name not in moved.names:
                    moved.names[name] = self._without_marks(end.frozen(value), mark) or UNKNOWN
                    moved.names[name] = self.hold(moved, moved.names[name])
        return moved

    def _moved_element(
        self, cell: int, inside: ContainerValue, others: list[ContainerValue], found: RoundChanges, at: bool, mark: str
    ) -> Value | None:
        """What the items are at the index, or behind the loop: what they were, or what a round puts there."""
        element = inside.element
        key = f"#{cell}[]@{mark}"
        if key in found.of and isinstance(element, ContainerValue):
            change = found.of[key]
            return replace(self._all_but_length(element, others, mark), length=change.at if at else change.after)
        for other in others:
            element = self.joined_elements(element, self._without_marks(other.element, mark))
        return element

    def _all_but_length(self, element: ContainerValue, others: list[ContainerValue], mark: str) -> ContainerValue:
        inner = element.element
        for other in others:
            if isinstance(other.element, ContainerValue):
                inner = self.joined_elements(inner, self._without_marks(other.element.element, mark))
        return replace(element, element=inner)

    def _moved_number(self, value: Value, ends: list[Value | None], p: Polynomial | None) -> Value:
        data = value.data if isinstance(value, NumberValue) else frozenset()
        for end in ends:
            if isinstance(end, (NumberValue, UnknownValue)):
                data |= end.data
            elif end is not None:
                return UNKNOWN
        return NumberValue(p, data)

    def _moved_value(
        self, value: Value, ends: list[Value], state: ValueState, states: list[ValueState], mark: str
    ) -> Value:
        """Of a name that holds something else after a round."""
        joined: Value | None = state.frozen(value)
        for end, at in zip(ends, states, strict=True):
            joined = self.joined_elements(joined, at.frozen(end))
        cleaned = self._without_marks(joined, mark)
        if isinstance(value, Held) and isinstance(cleaned, ContainerValue):
            self.cells += 1
            state.cells[self.cells] = cleaned
            return Held(self.cells)
        return cleaned if cleaned is not None else UNKNOWN

    def _without_marks(self, value: Value | None, mark: str) -> Value | None:
        """The value without quantities that are open inside a loop, at whatever its index is."""
        match value:
            case NumberValue(value=p) if p is not None:
                return replace(value, value=self._at_any_index(p, mark))
            case NodesValue(count=p) if p is not None:
                return replace(value, count=self._at_any_index(p, mark))
            case ContainerValue():
                length = None if value.length is None else self._at_any_index(value.length, mark)
                return replace(value, length=length, element=self._without_marks(value.element, mark))
            case TupleValue(items):
                return TupleValue(tuple(self._without_marks(item, mark) or UNKNOWN for item in items))
        return value

    def _at_any_index(self, p: Polynomial, mark: str) -> Polynomial | None:
        p = self._recalled(_put_all(p, self._unchanged), self._unchanged)
        if any(n.endswith(f"@{mark}") or (mark == "@" and "@" in n) for n in p.names):
            return None
        index = next((n for n in (mark, f"?{mark}") if n in p.names), "")
        inner = {
            n
            for name in self.choices.chosen_in(p)
            for r in [self.choices.ranges[name]]
            for n in r.low.names | r.high.names
        }
        if not index and mark not in inner and f"?{mark}" not in inner:
            return p
        index = index or (mark if mark in inner else f"?{mark}")
        low, high = self.choices.lowest(p, index=index), self.choices.highest(p, index=index)
        if low is None or high is None:
            return None
        return self.choices.choose(low, high)

    def _left(self, after: ValueState, state: ValueState, found: RoundChanges, mark: str) -> None:
        """A loop that may be left early: each quantity lies between what it was and what it would be."""
        for name in list(state.names):
            change = found.of.get(f"{name}@{mark}")
            value = after.names.get(name)
            if change is None or not isinstance(value, NumberValue) or value.value is None:
                continue
            before = state.names[name]
            if isinstance(before, NumberValue) and before.value is not None and before.value != value.value:
                after.names[name] = replace(value, value=self.choices.between(before.value, value.value, True))
        for cell, inside in list(after.cells.items()):
            begin = state.cells.get(cell)
            if begin is None or f"#{cell}@{mark}" not in found.of or inside.length in (None, begin.length):
                continue
            if inside.length is not None and begin.length is not None:
                after.cells[cell] = replace(inside, length=self.choices.between(begin.length, inside.length, True))

    def _with_breaks(
        self, after: ValueState, leaving: list[ValueState], going: list[ValueState], mark: str
    ) -> ValueState:
        """What a round sets before it breaks off holds behind the loop too: `found = True; break`."""
        states = [after]
        for end in leaving:
            if end.ended != "break":
                continue
            left = after.copy()
            for name, value in end.names.items():
                number = value.value if isinstance(value, NumberValue) else None
                if number == _own(f"{name}@{mark}") or any(s.names.get(name) == value for s in going):
                    continue
                mine = after.names.get(name)
                if isinstance(value, NodesValue) or (isinstance(value, Held) and value == mine):
                    continue
                cleaned = self._without_marks(end.frozen(value), mark)
                if mine is None or cleaned != after.frozen(mine):
                    left.names[name] = self.hold(left, UNKNOWN if cleaned is None else cleaned)
            for cell, inside in after.cells.items():
                own = end.cells.get(cell)
                if own is None or own.length in (inside.length, _own(f"#{cell}@{mark}")):
                    continue
                if not any(cell in s.cells and s.cells[cell].length == own.length for s in going):
                    length = None if own.length is None else self._at_any_index(own.length, mark)
                    left.cells[cell] = replace(inside, length=length)
            states.append(left)
        return self.joined(states, True) or after

    def fields_set(self, body: tuple[tree.SourceStatement, ...], state: ValueState) -> None:
        """A field that a round sets is one of the quantities that change from round to round."""
        self.forget_nodes(self._lengthened_by(body), state)
        for s in body:
            for node in tree.walk(s):
                targets = node.targets if isinstance(node, tree.Assigned) else ()
                for t in (node.target,) if isinstance(node, tree.Update) else targets:
                    key = self.field_name(t, state) if isinstance(t, tree.Member) else ""
                    if not key or key in state.names:
                        continue
                    before = UnknownValue(key, frozenset((key,)))
                    p = self.as_number(before) if isinstance(node, tree.Update) else None
                    state.names[key] = before if p is None else NumberValue(p, before.data)

    def _lengthened_by(self, body: tuple[tree.SourceStatement, ...]) -> set[str]:
        """The chains of nodes that a block makes longer."""
        classes, functions = self.known.inheritance.bases.keys(), self.known.functions
        again = tuple(going_on(body))
        found = set(chains_lengthened(self.function, again, classes, self.known.makers))
        return found | set(chains_handed_on(self.function, again, functions, self.known.relinked))

    def forget_nodes(self, chains: Iterable[str], state: ValueState) -> None:
        """Nobody knows how many nodes hang on these from here on."""
        for name in chains:
            value = state.names.get(name)
            if isinstance(value, NodesValue):
                state.names[name] = replace(value, count=None)
            elif self.known.kinds.get((self.function.key, name)) == "nodes":
                state.names[name] = NodesValue(None, name)

    # ---- while

    def while_loop(self, node: tree.TestLoop, state: ValueState) -> ValueState | None:
        self.step()
        self.fields_set(node.body, state)
        stated = self.stated(node.place, "runs")
        body = (*node.body, *node.updates)
        state.forget_places(names_moved(body))
        mark = f"w{self.cells}_{self.steps}"
        body_free, data_ends = [True], [False]

        def tested(opened: ValueState) -> list[ValueState]:
            if node.test is not None and not node.body_first:
                test = self._goes_on(node.test, opened)
                size_parts = len(test.groups) > 1 or any(DATA_TEST in group for group in test.groups)
                if not test.groups or size_parts:
                    data_ends[0] = True
                    free = test.free and not self.stale(node.test, opened)
                    body_free[0] = free and self.may_go_on(node, opened)
            return self.ways(body, opened)

        going, leaving, start = self.ways_through(tested, state, mark)
        if node.test is not None and not node.body_first and self.test_apart(node.test, state) is False:
            if self.known.inputs is not None:
                self.flush(node.place)  # it is tested once
            return self.run(node.otherwise, state)
        if not going:
            return self._one_round(node, state)
        steady = {n: p for n, p in start.items() if all(self.end_of(n, s) == _own(n) for s in going)}
        astray = {f"{name}@{mark}" for name in _to_and_fro(node.body)}
        ways = tuple(
            Round(
                {
                    name: None if (end := self.end_of(name, s)) is None or name in astray else _put_all(end, steady)
                    for name in start
                },
                tuple((op, _put_all(d, steady)) for op, d in s.facts),
                tuple((op, _put_all(d, steady)) for op, d in s.reads),
            )
            for s in going
        )
        free = body_free[0] and all(s.free for s in going) and all(s.free for s in leaving)
        rounds = (
            self._stated_rounds(stated, state)
            if stated is not None
            else WhileLoop(ways, start, self.choices, free).found()
        )
        if rounds is None:
            rounds = self.known_rounds(node, going, start)
        if rounds is None and node.test is None:
            rounds = WhileLoop(ways, start, self.choices, free).told_by_the_last()
        if rounds is None and not node.body_first:
            either = self._either_goes_on(node.test, state, mark, steady)
            rounds = WhileLoop(ways, start, self.choices, free).in_turn(either) if either else None
        if rounds is None and not node.body_first:
            rounds = self._inside_bounds(node, ways, state, mark, steady)
        if rounds is None:
            rounds = WhileLoop(ways, start, self.choices, free).down_to_nothing(self._naturals(node, state, mark))
        if rounds is None and self.dry:
            forgot = self.forgotten(body, state)
            forgot.looped |= {node.place}
            return forgot
        if rounds is None:
            raise self.refusal(
                "how often this loop runs does not follow from its test and what a round changes", node.place,
                "say it behind the line:  # runs: n",
            )  # fmt: skip
        if not body_free[0] or not all(s.free for s in leaving):
            rounds = replace(rounds, attained=False)
        if not self.known.freedom or self.known.inputs is not None:
            rounds = self._of_every_input(rounds, node, data_ends[0], state)
        if rounds.total is not None and rounds.total.value is None:
            rounds = self.amortised_over(rounds, mark, node.place)
        rounds = self._counted_from(rounds, going, start)
        if data_ends[0] or leaving:
            rounds = replace(rounds, exact=False)
        if node.body_first and rounds.total is not None and rounds.progression is code.Advance.ADD:
            rounds = replace(rounds, last=rounds.last.plus(1), total=rounds.total.plus(1))
        counter = rounds.counts.split("@")[0]
        counted = "" if counter.startswith("#") else counter
        if rounds.counts:
            rounds = replace(rounds, counts="")
        limits = self._limits(going, start)

        def bind(inner: ValueState, index: Polynomial) -> None:
            if counted:
                value = inner.names.get(counted)
                if isinstance(value, NumberValue) and not any("@" in n for n in (value.value or ZERO).names):
                    inner.names[counted] = replace(value, value=index)

        def ways_of(opened: ValueState) -> list[ValueState]:
            if node.test is not None and not node.body_first:
                self._goes_on(node.test, opened)
            elif node.test is not None:
                opened.facts += self.test(node.test, opened).facts
            return self.ways(body, opened)

        def emit(inner: ValueState) -> ValueState | None:
            if node.test is not None:
                test = self.test(node.test, inner)
                inner.asked += () if node.body_first else self.told(node.test, test, True, inner)
                self.ended_by(test, alone=False)
                self.flush(node.place, always=False)
            return self.run(body, inner)

        bounded = {name.replace(mark, "MARK"): ends for name, ends in limits.items()}
        after = self._each_while(node, rounds, state, bind, ways_of, emit, counted or "i", bounded)
        if counted and rounds.progression is not code.Advance.ADD and after is not None:
            before = state.names.get(counted)
            if isinstance(before, NumberValue) and before.value is not None:
                if rounds.progression is code.Advance.DIVIDE:
                    p: Polynomial | None = self.choices.choose(ZERO, before.value)
                else:
                    last = self.choices.at_most(before.value, rounds.last.times(rounds.step), state.facts)
                    highest = self.choices.highest(last)
                    known = highest is not None and self.choices.at_least(before.value, 0)
                    p = self.choices.choose(ZERO, highest) if known and highest is not None else None
                after.names[counted] = NumberValue(p)
        return self.otherwise(node, after)

    def _of_every_input(self, rounds: Rounds, node: tree.TestLoop, data_ends: bool, state: ValueState) -> Rounds:
        """The rounds that are made whatever the data are: all of them, the first one, or none."""
        sure = (rounds.exact or rounds.certain) and not data_ends
        first = node.body_first or node.test is None or self._holds_at_first(node.test, state)
        return replace(rounds, attained=sure, entered=first and not rounds.shared)

    def _holds_at_first(self, node: tree.Expression, state: ValueState) -> bool:
        """Is the test true before the first round, where every size is 2 or more?"""
        with self.nested():
            test = self.test(node, state.copy())
        if test.known is not None or len(test.groups) != 1 or len(test.groups[0]) != len(test.facts):
            return test.known is True
        above = {"<": (-1, 0), "<=": (-1, 1), ">": (1, 0), ">=": (1, 1)}
        sides = [(above[op], d) for op, d in test.facts if op in above]
        return len(sides) == len(test.facts) and all(self.positive(d.times(s).plus(c)) for (s, c), d in sides)

    def _goes_on(self, node: tree.Expression, state: ValueState) -> Test:
        """The test of a loop, in the state of a round: what it says holds there."""
        test = self.test(node, state)
        state.facts += test.facts
        state.asked += self.told(node, test, True, state)
        return test

    def _either_goes_on(
        self, test: tree.Expression | None, state: ValueState, mark: str, steady: dict[str, Polynomial]
    ) -> list[tuple[tuple[str, Polynomial], ...]]:
        """What each part of A or B says where it is true; none where the data alone decide one of them."""
        if not (isinstance(test, tree.Operation) and test.op == "or"):
            return []
        opened, _ = self.opened(state, mark)
        found = []
        for part in test.operands:
            with self.nested():
                facts = self.test(part, opened.copy()).facts
            found.append(tuple((op, _put_all(d, steady)) for op, d in facts))
        return found if all(found) else []

    def _naturals(self, node: tree.TestLoop, state: ValueState, mark: str) -> frozenset[str]:
        """The quantities that cannot be less than 0: lengths, and how many nodes hang on one, if links go one way."""
        links = {x.name for s in (node.test, *node.body) if s is not None for x in tree.walk(s)
                 if isinstance(x, tree.Member)}  # fmt: skip
        one_way = not (links & BACKWARD and links & LINKS - BACKWARD)
        nodes = {f"{name}@{mark}" for name, value in state.names.items() if isinstance(value, NodesValue) and one_way}
        return frozenset(nodes | {f"#{cell}@{mark}" for cell in state.cells})

    def _inside_bounds(
        self,
        node: tree.TestLoop,
        ways: tuple[Round, ...],
        state: ValueState,
        mark: str,
        steady: dict[str, Polynomial],
    ) -> Rounds | None:
        """while a[i] != x: i += 1 ends inside of a, as every item that a round reads is one of a."""
        opened, start = self.opened(state, mark)
        facts = tuple((op, _put_all(d, steady)) for op, d in self._facts_of_reads(reads_at_begin(node), opened))
        told = tuple(replace(r, facts=(*r.facts, *facts, *r.reads)) for r in ways)
        if told == ways:
            return None
        rounds = WhileLoop(told, start, self.choices, False).found()
        if rounds is None:
            return None
        state.facts += tuple(self._facts_of_reads(_first_asked(node.test), state))
        return replace(rounds, attained=False, exact=False)

    def _facts_of_reads(self, reads: Iterable[tree.Element], opened: ValueState) -> Iterator[tuple[str, Polynomial]]:
        for read in reads:
            with self.nested():
                try:
                    held, index = self.evaluate(read.container, opened), self.evaluate(read.index, opened)
                except RecurError:
                    continue
            inside = self.as_container(opened, held)
            if inside is not None:
                yield from self.facts_of_read(inside, index)

    def _one_round(self, node: tree.TestLoop, state: ValueState) -> ValueState | None:
        """A body that never comes back to the test: while test: A; break is if test: A, and what follows goes on."""
        body = node.body
        if body and isinstance(body[-1], tree.Leave) and body[-1].kind == "break":
            body = body[:-1]
        if any(isinstance(x, tree.Leave) and x.kind == "break" for s in body for x in tree.walk(s)):
            if self.known.inputs is not None:
                return self._round_with_breaks(node, state)
            raise self.refusal(
                "this loop has one round at most, and leaves it in several places", node.place,
                "write it as an if",
            )  # fmt: skip
        if node.body_first or node.test is None:
            return self.run(body, state)
        then = tree.Alternative(node.place, node.test, body)
        otherwise = (tree.Alternative(node.place, None, node.otherwise),) if node.otherwise else ()
        return self.statement(tree.Alternatives(node.place, (then, *otherwise)), state)

    def _round_with_breaks(self, node: tree.TestLoop, state: ValueState) -> ValueState | None:
        def emit(inner: ValueState) -> ValueState | None:
            if node.test is not None:
                self.test(node.test, inner)
                self.flush(node.place, always=False)
            return self.run((*node.body, *node.updates), inner)

        once = Rounds(UNIT, UNIT, total=UNIT, attained=False)
        with self._around(node.place):
            return self._first_round(node.place, once, state, lambda inner, index: None, emit)

    def _each_while(
        self,
        node: tree.TestLoop,
        rounds: Rounds,
        state: ValueState,
        bind: Callable[[ValueState, Polynomial], None],
        ways: Callable[[ValueState], list[ValueState]],
        emit: Callable[[ValueState], ValueState | None],
        name: str,
        limits: dict[str, tuple[Polynomial, Polynomial]],
    ) -> ValueState | None:
        settled = self._settled(rounds, node.place)
        base = name if name.isidentifier() else "i"
        index = base
        taken = self.indices | {p.name for p in self.function.parameters} | {"n", "m", "k", "e", "E", "V", "O", "d"}
        while index in taken:
            index += "'"
        bounds = {key.replace("MARK", index): ends for key, ends in limits.items()}
        return self.each(node.place, settled, state, bind, ways, emit, name, node.parallel, bounds)

    def forgotten(self, body: tuple[tree.SourceStatement, ...], state: ValueState) -> ValueState:
        """The state behind a block of which nothing is known but the names it sets and the containers it holds."""
        forgot = state.copy()
        for s in body:
            for node in tree.walk(s):
                match node:
                    case tree.Assigned(targets=targets):
                        for name in (x.name for t in targets for x in tree.walk(t) if isinstance(x, tree.NamedValue)):
                            if not isinstance(forgot.names.get(name), Held):
                                forgot.names[name] = NumberValue()
                    case tree.Update(target=tree.NamedValue(name=name)) if not isinstance(forgot.names.get(name), Held):
                        forgot.names[name] = NumberValue()
                    case tree.CallOf(function=function, arguments=arguments):
                        owner = function.value if isinstance(function, tree.Member) else None
                        for x in (owner, *arguments):
                            value = forgot.names.get(x.name) if isinstance(x, tree.NamedValue) else None
                            if isinstance(value, Held):
                                inside = forgot.cells[value.cell]
                                changed = replace(inside, length=None, element=without_sizes(inside.element))
                                forgot.cells[value.cell] = changed
        return forgot

    def _limits(
        self, going: list[ValueState], start: dict[str, Polynomial]
    ) -> dict[str, tuple[Polynomial, Polynomial]]:
        """A counter that moves by at most 1 towards the end that the test compares it with never passes it."""
        found: dict[str, tuple[Polynomial, Polynomial]] = {}
        shared = [fact for fact in going[0].facts if all(fact in s.facts for s in going)]
        for op, difference in shared:
            for name in sorted(n for n in difference.names if n in start):
                parts = difference.linear(name)
                if parts is None or parts[0].value not in (1, -1):
                    continue
                rest = parts[1]
                if any("@" in n and any(self.end_of(n, s) != _own(n) for s in going) for n in rest.names):
                    continue
                ends = [self.end_of(name, s) for s in going]
                steps = [None if e is None else (e - _own(name)) for e in ends]
                if any(s is None for s in steps):
                    continue
                rest = _put_all(rest, start)
                if parts[0].value == 1 and op in ("<", "<=") and all(self._small(s) for s in steps if s is not None):
                    bound = (-rest) if op == "<" else (-rest).plus(1)
                    found[name] = (start[name], bound)
        return found

    def _small(self, step: Polynomial) -> bool:
        return self.choices.at_least(step, 0) and self.choices.at_least(UNIT - step, 0)

    def _stated_rounds(self, stated: Polynomial, state: ValueState) -> Rounds:
        return Rounds(UNIT, stated, total=stated, attained=True, remark="as stated")

    def stated(self, place: Place, kind: str) -> Polynomial | None:
        raise NotImplementedError

    def may_go_on(self, node: tree.TestLoop, state: ValueState) -> bool:
        """Is an input seen on which what the loop asks of data does not end it?"""
        raise NotImplementedError

    def stale(self, test: tree.Expression, state: ValueState) -> bool:
        """Does the test look at data that this function has rearranged, so that they are no longer free?"""
        raise NotImplementedError

    def test_apart(self, node: tree.Expression, state: ValueState) -> bool | None:
        """Is the test decided before the first round?"""
        with self.nested():
            return self.test(node, state.copy()).known

    def known_rounds(self, node: tree.TestLoop, going: list[ValueState], start: dict[str, Polynomial]) -> Rounds | None:
        raise NotImplementedError


def _first_of(rounds: Rounds) -> Rounds:
    return replace(rounds, last=rounds.first, total=UNIT, progression=code.Advance.ADD, step=Fraction(1))


def may_leave(body: tuple[tree.SourceStatement, ...], inside: bool = False) -> bool:
    """Is there a return, or a break that is of this loop?"""
    for s in body:
        match s:
            case tree.Leave(kind=kind, outward=outward):
                if kind in ("return", "raise") or (kind == "break" and (outward or not inside)):
                    return True
            case tree.InnerFunction():
                continue
            case tree.EachLoop() | tree.TestLoop():
                if may_leave((*s.body, *s.otherwise), True):
                    return True
            case _:
                if may_leave(tuple(x for x in tree.walk(s) if isinstance(x, tree.Leave)), inside):
                    return True
    return False


def breaks_off(body: tuple[tree.SourceStatement, ...]) -> bool:
    """Is there a break that is of this loop?"""
    for s in body:
        match s:
            case tree.Leave(kind="break"):
                return True
            case tree.EachLoop() | tree.TestLoop() | tree.InnerFunction():
                if breaks_off(getattr(s, "otherwise", ())):
                    return True
            case tree.Alternatives(alternatives=alternatives):
                if any(breaks_off(a.body) for a in alternatives):
                    return True
            case tree.Guarded(body=inner, handlers=handlers, finally_=last):
                if any(map(breaks_off, (inner, *handlers, last))):
                    return True
    return False


def reads_at_begin(node: tree.TestLoop) -> Iterator[tree.Element]:
    """The items that each round reads before it changes anything: in the test, and in tests that stand first."""
    yield from _reads(node.test)
    for s in node.body:
        if not isinstance(s, tree.Alternatives):
            break
        yield from _reads(s.alternatives[0].test)
        if any(isinstance(x, tree.Assigned | tree.Update | tree.CallOf) for a in s.alternatives for x in tree.walk(a)):
            break


def _first_asked(test: tree.Expression | None) -> Iterator[tree.Element]:
    """The items that the test reads even where it is false."""
    while isinstance(test, tree.Operation) and test.op in ("and", "or"):
        test = test.operands[0]
    return _reads(test)


def _reads(x: tree.Node | None) -> Iterator[tree.Element]:
    """What is read whenever the expression is worked out, and is true."""
    match x:
        case tree.Operation(op="or", operands=(first, *_)) | tree.Conditional(test=first):
            yield from _reads(first)
        case None | tree.Lambda() | tree.Comprehension():
            return
        case tree.Element(container=container, index=index):
            yield x
            yield from (*_reads(container), *_reads(index))
        case _:
            for inner in tree.children(x):
                yield from _reads(inner)


def _kept(p: Polynomial, name: str) -> Polynomial:
    """The formula with the quantity as a size, which is not negative."""
    return p.put(name, Polynomial.atom(ex.Symbol("kept")))


def without_sizes(value: Value | None) -> Value | None:
    """The value with nothing known of how large anything in it is."""
    match value:
        case ContainerValue():
            return replace(value, length=None, element=without_sizes(value.element))
        case NumberValue():
            return replace(value, value=None)
        case TupleValue(items):
            return TupleValue(tuple(without_sizes(item) or UNKNOWN for item in items))
    return value


def _own(name: str) -> Polynomial:
    return Polynomial.atom(ex.Symbol(name))


def _power(base: object, exponent: Polynomial) -> Polynomial:
    return polynomial(ex.Power(ex.Number(base), exponent.expression()))  # type: ignore[arg-type]


def _put_all(p: Polynomial, values: dict[str, Polynomial]) -> Polynomial:
    for name in sorted(name for name in p.names if name in values):
        p = p.put(name, values[name])
    return p
