"""A procedure run with its size left open: the work and the span of its body as costs, and what each line adds.

The span is a clock: `now` is when the procedure itself gets to a line, `pending` when the last child it has spawned
ends. A spawn starts a child now, a sync sets the clock to the later of the two, and so does the return.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cached_property

from recur.forkjoin.costs.branch_conditions import Decider
from recur.forkjoin.costs.choices import BodyNames, counted_names, ends_by_sizes, handed_on, is_free, left_by, lowest
from recur.forkjoin.costs.chosen_places import (
    at_worst_places,
    at_worst_share,
    first_is_shorter,
    in_the_middle,
    range_handed_on,
    stay_alike,
)
from recur.forkjoin.costs.conventions import ITERATION, LOOP_END, STRAND, control_formula
from recur.forkjoin.costs.costs import (
    ONE_COST,
    ZERO_COST,
    Cost,
    IndexRanges,
    Loop,
    iteration_count,
    largest,
    maximum,
    summed_cost,
)
from recur.forkjoin.costs.iterations import LoopRange, MovedName, range_of_for, range_of_while
from recur.forkjoin.costs.joint_growths import is_below, scale_of
from recur.forkjoin.costs.normal_forms import ceiling_of, floor_of, polynomial, whole
from recur.forkjoin.costs.polynomials import Polynomial
from recur.forkjoin.costs.shapes import SizeMeasure, UntoldSize, falling_measure, longer_by, sizes_of_call, valued
from recur.forkjoin.dag.run_state import (
    Body,
    ChosenPlace,
    LineCost,
    Reason,
    SharedCost,
    State,
    UncertainBranch,
    merged_costs,
)
from recur.model import Expr, InvalidRecurrence, Place, expressions as ex, limits, program as code
from recur.model.expressions import Call as Value
from recur.model.records import field, mutable, replace

STATE_COUNT = "state it behind the line: // Θ(n) iterations"
STATE_SIZE = "state it behind the line: // size n/2"


@mutable(slots=False)
class Execution:
    """One procedure; `named` gives the functions of the work and the span of a procedure.

    What nothing is known of is written as a function of its own, and of branches the costliest counts. For a bound
    from `below` the unknown is 0, and where no input can choose the branch, the cheapest counts. `fixed` are sizes
    that are put in for their names: small numbers, or 2n + 1 where the odd sizes are looked at alone.
    """

    program: code.Program
    shapes: dict[str, SizeMeasure]
    procedure: code.Procedure
    named: Callable[[str], tuple[str, str]]
    least: int = 1
    lines: list[LineCost] = field(default_factory=list)
    loops: int = 0
    exits: list[State] = field(default_factory=list)
    indices: set[str] = field(default_factory=set)
    below: bool = False
    fixed: Mapping[str, Polynomial] = field(default_factory=dict)
    missing: list[code.Invocation] = field(default_factory=list)
    #: by how much each size falls in the calls of itself; None where it is no number
    falls: list[tuple[Fraction | None, ...]] = field(default_factory=list)
    forced: list[UncertainBranch] = field(default_factory=list)
    sized: set[Place] = field(default_factory=set)
    #: where the procedure may end whatever the data are
    ends_below: list[State] = field(default_factory=list)
    outside: State | None = None
    asked: set[str] = field(default_factory=set)
    chosen: code.SourceLine | None = None
    #: what is counted over all rounds of the loops around
    shared: list[SharedCost] = field(default_factory=list)
    branching: int = 0
    places: list[ChosenPlace] = field(default_factory=list)
    #: of each loop around, from below: has it one round, and where may a round of it end early?
    rounds: list[tuple[bool, list[State]]] = field(default_factory=list)
    #: what stands for a name behind a loop that has moved it one way only
    moved: dict[str, MovedName] = field(default_factory=dict)
    #: by how much the first of two ranges is longer in the calls of itself
    longer: list[Polynomial | None] = field(default_factory=list)

    @property
    def shape(self) -> SizeMeasure:
        return self.shapes[self.procedure.name]

    @cached_property
    def sizes(self) -> tuple[str, ...]:
        """The sizes that are left open."""
        inside = frozenset(name for value in self.fixed.values() for name in value.names)
        return tuple(name for name in self.shape.sizes if name not in self.fixed or name in inside)

    def _own(self, size: str) -> Polynomial:
        return self.fixed.get(size, Polynomial.atom(ex.Symbol(size)))

    def _put_fixed(self, p: Polynomial) -> Polynomial:
        for name, value in self.fixed.items():
            p = p.put(name, value)
        return p

    @cached_property
    def kept(self) -> frozenset[str]:
        return handed_on(self.procedure, self.program)

    @property
    def _names(self) -> BodyNames:
        chosen = frozenset(place.index for place in self.places)
        return BodyNames(self.kept, self.counted | self.indices, frozenset(self.shape.sizes), self._recursive, chosen)

    @cached_property
    def _recursive(self) -> bool:
        calls = (call for s in code.statements_in(self.procedure.body) for call in code.invocations(s))
        return any(call.procedure == self.procedure.name for call in calls)

    @cached_property
    def counted(self) -> frozenset[str]:
        return counted_names(self.procedure)

    def run(self) -> Body:
        while True:
            self.lines, self.exits, self.loops, self.missing, self.falls = [], [], 0, [], []
            self.forced, self.ends_below, self.asked, self.chosen, self.sized = [], [], set(), None, set()
            self.shared, self.branching, self.places, self.indices, self.longer = [], 0, [], set(), []
            self.rounds = []
            state = State({name: self._put_fixed(value) for name, value in self.shape.start})
            last = Polynomial.atom(ex.Symbol(self.shape.variable)).plus(-1)
            inner = tuple(Loop(name, Polynomial(), last) for name in self.shape.inner)
            self.indices.update(loop.index for loop in inner)
            domain = IndexRanges(self.sizes, self.least, inner)
            decider = Decider(domain)
            if self.shape.second:
                whole = Polynomial.atom(ex.Symbol(self.shape.variable))
                self.places.append(ChosenPlace(self.shape.second, Polynomial(), whole, self.procedure.source))
                self.indices.add(self.shape.second)
                decider.standing = (Loop(self.shape.second, Polynomial(), whole),)
            self.block(self.procedure.body, state, domain, decider)
            if decider.needed == self.least:
                break
            self.least = decider.needed
        ends = [*self.exits, *([] if state.left else [state])]
        works, spans = [end.work for end in ends], [merged_costs(end, domain) for end in ends]
        work, span = largest(works, domain), largest(spans, domain)
        if self.ends_below:
            work = lowest([*([work] if ends else []), *(end.work for end in self.ends_below)], domain)
            span = lowest([*([span] if ends else []), *(merged_costs(end, domain) for end in self.ends_below)], domain)
        counted = work.names | span.names
        work, span = self._at_places(work, span, domain)
        work, span = self._over(inner, work, domain), self._over(inner, span, domain)
        self._require_known(work, span)
        return Body(
            work, span, tuple(self.lines), self.least, tuple(self.missing), self._doubts(work, span),
            frozenset(self.sized), tuple(self.falls),
            tuple((place.index, place.source) for place in self.places if place.index in counted - {self.shape.second}),
        )  # fmt: skip

    def _at_places(self, work: Cost, span: Cost, domain: IndexRanges) -> tuple[Cost, Cost]:
        """The costs at the worst places that the data choose; how two ranges share a size is no choice of theirs."""
        if not self.shape.second:
            return at_worst_places(work, self.places, domain), at_worst_places(span, self.places, domain)
        if self.below:
            whole = Polynomial.atom(ex.Symbol(self.shape.variable))
            if not stay_alike(self.longer, self.places, whole, domain):
                return ZERO_COST, ZERO_COST
            return in_the_middle(work, self.places, whole), in_the_middle(span, self.places, whole)
        self._force(self.procedure.source, Reason.INSIDE)
        functions = self.named(self.procedure.name)
        found = [at_worst_share(c, f, self.places, domain) for c, f in zip((work, span), functions, strict=True)]
        return found[0], found[1]

    def _over(self, inner: tuple[Loop, ...], cost: Cost, domain: IndexRanges) -> Cost:
        """The cost at the worst place of what stands inside the range; from below, at the best of its ends."""
        outer = IndexRanges(self.sizes, self.least)
        for loop in inner:
            if loop.index not in cost.names:
                continue
            if not self.below:
                self._force(self.procedure.source, Reason.INSIDE)
                cost = maximum(cost, loop, outer)
            elif all((parts := form.linear(loop.index)) and parts[0].value is not None for form in cost.forms):
                cost = lowest((cost.put(loop.index, end) for end in (loop.low, loop.high)), outer)
            else:
                cost = ZERO_COST
        return cost

    def _doubts(self, work: Cost, span: Cost) -> tuple[UncertainBranch, ...]:
        if self.chosen is None or len(work.forms) == len(span.forms) == 1:
            return tuple(self.forced)
        return (*self.forced, UncertainBranch(self.chosen, Reason.CHOICE))

    def block(self, body: tuple[code.Statement, ...], state: State, domain: IndexRanges, decider: Decider) -> None:
        for statement in body:
            limits.check()
            if state.returned:
                return
            match statement:
                case code.PlainStatement() | code.Return():
                    self._strand(statement, state, domain)
                case code.ProcedureCall():
                    self._call(statement, state, domain)
                case code.Sync():
                    self._wait(state, domain)
                    self._add(statement.source, "sync")
                case code.For() | code.While():
                    self._loop(statement, state, domain, decider)
                case code.Beside():
                    self._side_by_side(statement, state, domain, decider)
                case code.If():
                    self._branches(statement, state, domain, decider)

    def _add(self, source: code.SourceLine, kind: str, work: Cost = ZERO_COST, span: Cost = ZERO_COST) -> None:
        self.lines.append(LineCost(source, kind, work, span, self.loops))

    def _wait(self, state: State, domain: IndexRanges) -> None:
        state.now, state.pending, state.synced = merged_costs(state, domain), None, True

    def _spend(self, state: State, work: Cost, span: Cost) -> None:
        state.work, state.now = state.work.plus(work), state.now.plus(span)

    def _strand(self, statement: code.PlainStatement | code.Return, state: State, domain: IndexRanges) -> None:
        work, span = ZERO_COST, ZERO_COST
        for call in statement.calls:
            own_work, own_span = self._called(call, state, domain)
            work, span = work.plus(own_work), span.plus(own_span)
        own_work = own_span = Cost.constant(STRAND)
        if statement.cost is not None:
            own_work, own_span = self._stated(statement.cost, state, statement.source.place)
        work, span = work.plus(own_work), span.plus(own_span)
        self._add(statement.source, "call" if statement.calls else "strand", work, span)
        self._spend(state, work, span)
        if isinstance(statement, code.Return):
            if self.loops or not statement.leaves:
                state.returned, state.leaves = True, statement.leaves
        elif statement.defines is not None:
            name, value = statement.defines
            known = None if value is None else domain.largest_of(valued(value, state.values))
            state.values[name] = floor_of(known) if known is not None else self._received(name, statement, state)
        elif statement.exchanges is not None:
            one, other = statement.exchanges
            values = {name: state.values.get(name, Polynomial.atom(ex.Symbol(name))) for name in (one, other)}
            state.values[one], state.values[other] = values[other], values[one]

    def _stated(self, cost: code.StatedCost, state: State, place: Place) -> tuple[Cost, Cost]:
        """The work and the span that are stated; one step from below, where they are stated from above only."""
        if cost.kind == "O" and ex.symbols(cost.body):
            self._force(code.SourceLine(place, ""), Reason.STATED)
            if self.below:
                return ONE_COST, ONE_COST
        work = self._amount(cost.body, state, place)
        if cost.span is None:
            return work, work
        span = self._amount(cost.span, state, place)
        growths = [scale_of(self.shape.sizes, {}).bounds(c.forms[0]).theta for c in (work, span)]
        if None not in growths and is_below(*growths):  # type: ignore[arg-type]
            raise self._problem(
                f"the span {cost.span} grows faster than the work {cost.body}: "
                "the longest path is a part of all the work", place,
            )  # fmt: skip
        return work, span

    def _amount(self, formula: Expr, state: State, place: Place) -> Cost:
        p = valued(formula, state.values)
        p = p if whole(p) else ceiling_of(p)
        self._known_size(p, place, f"the cost {formula}", None)
        return Cost((p,))

    def _unknown(self, call: code.Invocation, domain: IndexRanges) -> tuple[Cost, Cost]:
        """MERGE₁(n) where MERGE is not defined: an unknown function, of the index where a loop is around it."""
        self.missing.append(call)
        if self.below:
            return ZERO_COST, ZERO_COST
        at = ex.Symbol(domain.loops[-1].index if domain.loops else self.shape.variable)
        work, span = (Cost((Polynomial.atom(Value(f, (at,))),)) for f in self.named(call.procedure))
        return work, span

    def _called(self, call: code.Invocation, state: State, domain: IndexRanges) -> tuple[Cost, Cost]:
        if call.cost is not None:
            return self._stated(call.cost, state, call.place)
        if not call.defined:
            return self._unknown(call, domain)
        callee = self.program.named(call.procedure)
        given = sizes_of_call(call, callee, self.shapes[callee.name], state.values)
        if given is None:
            raise self._problem(
                f"the size of this call of {callee.name} is not arithmetic", call.place,
                STATE_SIZE,
            )  # fmt: skip
        sizes = tuple(map(floor_of, given))
        for size in sizes:
            self._known_size(size, call.place, f"the size of this call of {callee.name}", STATE_SIZE)
        self._require_given(call, callee, state)
        if callee is self.procedure:
            self._require_smaller(call, sizes, domain, state)
            self._narrow(sizes[0], self._own(self.shape.variable), domain)
            if self.shape.second:
                self.longer.append(longer_by(call, callee, self.shape, state.values))
            if callee.distinct is not None:
                return ONE_COST, ONE_COST  # its result is kept, or is counted among the distinct arguments
        rounds = {loop.index for loop in domain.loops}
        if callee is not self.procedure and rounds & {n for s in sizes for n in s.names} and ends_by_sizes(callee):
            self._force(code.SourceLine(call.place, ""), Reason.SOME_SIZES)
            if self.below:
                return ONE_COST, ONE_COST
        work, span = self.named(callee.name)
        arguments = tuple(size.expression() for size in sizes)
        return tuple(Cost((Polynomial.atom(Value(f, arguments)),)) for f in (work, span))  # type: ignore[return-value]

    def _require_smaller(
        self, call: code.Invocation, sizes: tuple[Polynomial, ...], domain: IndexRanges, state: State
    ) -> None:
        """Of the sizes at least one falls, as far as one can tell; a number is below every size that calls with it.

        f(1) in f(n) for n ≥ 1 would call itself for ever.
        """
        own = [self._own(name) for name in self.shape.sizes]

        def may_fall(size: Polynomial, mine: Polynomial) -> bool:
            return domain.at_least(mine - size, 1) if size.value is not None else not domain.at_least(size - mine, 0)

        if not any(map(may_fall, sizes, own)):
            told = ", ".join(str(size.expression()) for size in sizes)
            message = (
                f"{call.procedure} calls itself with the size {told}, which is not smaller than "
                f"{', '.join(self.shape.sizes)}"
            )
            hint = f"a recursive call needs a smaller size, such as {self.shape.variable}/2"
            falling = falling_measure(call, self.procedure, self.shape, state.values)
            if falling is not None:
                raise UntoldSize(message, self.program.text, call.place, hint, self.procedure.name, falling)
            raise self._problem(message, call.place, hint)
        self.falls.append(tuple((mine - size).value for size, mine in zip(sizes, own, strict=True)))

    def _require_given(self, call: code.Invocation, callee: code.Procedure, state: State) -> None:
        """What the header says of its parameters holds for what the call hands on."""
        if call.size is not None:
            return
        handed = dict(zip(reversed(callee.parameters), reversed(call.arguments), strict=False))
        values = {name: valued(x, state.values) for name, x in handed.items() if x is not None}
        for name, x in callee.given:
            if name in values and ex.symbols(x) <= values.keys() and values[name] != floor_of(valued(x, values)):
                raise self._problem(
                    f"the header of {callee.name} says {name} = {x}, and this call hands on {name} = "
                    f"{values[name].expression()} with {x} = {valued(x, values).expression()}", call.place,
                )  # fmt: skip

    def _call(self, statement: code.ProcedureCall, state: State, domain: IndexRanges) -> None:
        for inner in statement.calls:
            work, span = self._called(inner, state, domain)
            self._add(statement.source, "call", work, span)
            self._spend(state, work, span)
        work, span = self._called(statement.call, state, domain)
        self._add(statement.source, "spawn" if statement.spawned else "call", work, span)
        if not statement.spawned:
            self._spend(state, work, span)
        else:
            state.work = state.work.plus(work)
            child = state.now.plus(span)
            state.pending = child if state.pending is None else largest((state.pending, child), domain)
        if statement.target:
            state.values[statement.target] = self._received(statement.target, statement, state)

    def _received(self, name: str, statement: code.PlainStatement | code.ProcedureCall, state: State) -> Polynomial:
        """What a call gives back: a place in the range that it is handed, if the procedure goes on from there."""
        unknown = Polynomial.atom(ex.Symbol(name))
        if self.loops or (isinstance(statement, code.PlainStatement) and len(statement.calls) != 1):
            return unknown
        own = (c for s in code.statements_in(self.procedure.body) for c in code.invocations(s))
        handed = {s for c in own if c.procedure == self.procedure.name for x in c.arguments if x for s in ex.symbols(x)}
        taken = {*self.shape.sizes, *self.indices}
        if name not in handed or name in taken or (isinstance(statement, code.ProcedureCall) and statement.spawned):
            return unknown
        [call] = code.calls_made(statement)[-1:]
        found = range_handed_on(call, state.values, {*self.sizes, *self.indices})
        if found is None:
            return unknown
        first, length = found
        self.indices.add(name)
        self.places.append(ChosenPlace(name, Polynomial(), length, statement.source))
        return first + unknown

    def _narrow(self, size: Polynomial, own: Polynomial, domain: IndexRanges) -> None:
        """A call of itself has a size from 0 up to below its own: that bounds the places that it is taken at."""
        for place in self.places:
            parts = size.linear(place.index)
            slope = None if parts is None else parts[0].value
            if parts is None or slope not in (1, -1):
                continue
            last = parts[1] if slope == -1 else own.plus(-1) - parts[1]
            if domain.at_least(place.high - last, 0):
                place.high = last
            first = parts[1] - own.plus(-1) if slope == -1 else -parts[1]
            if domain.at_least(first - place.low, 0):
                place.low = first

    def _side_by_side(self, statement: code.Beside, state: State, domain: IndexRanges, decider: Decider) -> None:
        """All works, and the longest span: each branch waits for what it spawns."""
        work, spans = ZERO_COST, [ZERO_COST]
        self._add(statement.source, "beside")
        for branch in statement.body:
            own = State(dict(state.values))
            self.block((branch,), own, domain, decider)
            if own.returned:
                raise self._problem("a return cannot stand side by side with other lines", branch.source.place)
            work = work.plus(own.work)
            spans.append(merged_costs(own, domain))
            state.values |= {name: Polynomial.atom(ex.Symbol(name)) for name in code.set_by((branch,))}
        self._spend(state, work, largest(spans, domain))

    def _loop(self, statement: code.For | code.While, state: State, domain: IndexRanges, decider: Decider) -> None:
        if isinstance(statement, code.For):
            self._spend(state, *self._made(statement.calls, state, domain, statement.source))
        if not self.loops:
            self.outside = state.copy()
        if statement.count is not None and statement.count.kind == "O":
            self._force(statement.source, Reason.STATED)
            if self.below:
                self._not_entered(statement, state)
                return
        found = self._range(statement, state, domain)
        if found.at_most or not all(is_free(asked, found.values, self._names) for asked in found.asked):
            self._force(statement.source, Reason.ENDS)
            if self.below:
                self._not_entered(statement, state)
                self._move_on(found, state)
                return
        rounds = {loop.index for loop in domain.loops}
        if any(rounds & state.values[name].names for name in left_by(statement) if name in state.values):
            self._force(statement.source, Reason.SOME_ROUNDS)
            if self.below:
                self._not_entered(statement, state)
                return
        first_shared = len(self.shared)
        if state.pending is not None and _only_waits(statement.body):
            # its first round waits for all that runs: what it does before it is no more than one round
            self._wait(state, domain)
        inner = State(dict(found.values))
        tested = statement.condition.calls if isinstance(statement, code.While) else ()
        self.indices.add(found.loop.index)
        within = domain.within(found.loop)
        begin = len(self.lines)
        self.loops += 1
        decider.inside += 1
        self.rounds.append((found.loop.low == found.loop.high, []))
        self._spend(inner, *self._made(tested, inner, within, statement.source))
        self.block(statement.body, inner, within, decider)
        decider.inside -= 1
        self.loops -= 1
        _, left = self.rounds.pop()
        if left:
            ends = left if inner.returned else [inner, *left]
            inner.work, inner.now = (lowest((getattr(e, part) for e in ends), within) for part in ("work", "now"))
        times = iteration_count(found.loop, domain)
        leaves = inner.returned and inner.leaves != "round"
        ended = leaves and domain.at_least(times, 1)
        if leaves and (self.procedure.sizes is not None or not ended):  # of code, rounds that go on are not written
            self._force(statement.source, Reason.LEAVES)
            self._ends_at_once()
            ended = False
        elif leaves:  # in its first round
            first = found.loop.high if found.loop.falling else found.loop.low
            found = replace(found, loop=replace(found.loop, low=first, high=first))
            times = Polynomial.constant(1)
        inner.returned = False
        parallel = isinstance(statement, code.For) and statement.parallel
        self._multiply(begin, found.loop, domain, parallel, inner.synced)
        work = summed_cost(inner.work, found.loop, domain)
        once = Cost((times.times(ITERATION),))
        self._settle(first_shared, found.loop, domain, parallel, state)
        if statement.shared and self.loops:
            if inner.pending is not None:
                raise self._problem(
                    "what is spawned here is not counted over the rounds around it", statement.source.place
                )
            now = summed_cost(inner.now, found.loop, domain)
            self._share(
                statement,
                begin,
                once,
                SharedCost(min(statement.shared, self.loops), work.plus(once), now.plus(once)),
                state,
            )
        elif parallel:
            control = Cost((polynomial(control_formula(times.expression())),))
            longest = maximum(merged_costs(inner, within).plus(Cost.constant(ITERATION)), found.loop, domain)
            self._head(begin, statement.source, once.plus(control), control.plus(Cost.constant(ITERATION)))
            self._spend(state, work.plus(once).plus(control), control.plus(longest))
        else:
            end = Cost.constant(LOOP_END)
            self._head(begin, statement.source, once.plus(end), once.plus(end))
            self._children(inner, state, found.loop, domain, statement.source)
            now = summed_cost(inner.now, found.loop, domain)
            self._spend(state, work.plus(once).plus(end), now.plus(once).plus(end))
        for name in found.after:
            state.values[name] = Polynomial.atom(ex.Symbol(f"{name}\0"))
        self._move_on(found, state)
        if ended and inner.leaves != "loop":
            state.returned, state.leaves = True, ""
            if not self.loops:
                state.left = True
                self.exits.append(state.copy())
            return
        self._spend(state, *self._made(tested, state, domain))  # the test that ends the loop

    def _move_on(self, found: LoopRange, state: State) -> None:
        """Behind the loop a name that only rose is somewhere above the value it had."""
        for name, step, first in found.moved:
            somewhere = f"{name}\0{len(self.moved)}"
            self.moved[somewhere] = MovedName(step, first)
            state.values[name] = Polynomial.atom(ex.Symbol(somewhere))

    def _share(self, statement: code.For | code.While, begin: int, once: Cost, cost: SharedCost, state: State) -> None:
        """Its rounds are counted over all rounds of the loops around it; each entry is only a test."""
        self._head(begin, statement.source, once, once)
        for position in range(begin, len(self.lines)):
            self.lines[position] = replace(self.lines[position], shared=cost.rounds_of)
        end = Cost.constant(LOOP_END)
        self._head(begin, statement.source, end, end)
        self._spend(state, end, end)
        if not (self.below and self.branching):
            self.shared.append(cost)

    def _settle(self, first: int, loop: Loop, domain: IndexRanges, parallel: bool, state: State) -> None:
        """What is counted over all rounds of this loop, and of no loop around it, is spent now, and once."""
        open_costs = self.shared[first:]
        del self.shared[first:]
        for cost in open_costs:
            span = ZERO_COST if parallel and self.below else maximum(cost.span, loop, domain)
            further = SharedCost(cost.rounds_of - 1, maximum(cost.work, loop, domain), span)
            if further.rounds_of:
                self.shared.append(further)
            else:
                self._spend(state, further.work, further.span)

    def _not_entered(self, statement: code.For | code.While, state: State) -> None:
        """From below, a loop that runs at most so often is only tested."""
        end = Cost.constant(LOOP_END)
        self._add(statement.source, "loop", end, end)
        self._spend(state, end, end)
        if _may_end(statement.body):
            if self.loops:
                self._ends_at_once()
            else:
                self.ends_below.append(state.copy())
        for name in code.set_by(statement.body):
            state.values[name] = Polynomial.atom(ex.Symbol(f"{name}\0"))

    def _made(
        self,
        calls: tuple[code.Invocation, ...],
        state: State,
        domain: IndexRanges,
        source: code.SourceLine | None = None,
    ) -> tuple[Cost, Cost]:
        """The calls inside a condition or a bound, one after the other."""
        work = span = ZERO_COST
        for call in calls:
            own_work, own_span = self._called(call, state, domain)
            work, span = work.plus(own_work), span.plus(own_span)
        if calls and source is not None:
            self._add(source, "call", work, span)
        return work, span

    def _children(self, inner: State, state: State, loop: Loop, domain: IndexRanges, source: code.SourceLine) -> None:
        """What the iterations of a serial loop spawn runs on beside those that follow."""
        if inner.synced and (inner.pending is not None or state.pending is not None):
            raise self._problem(
                "a sync inside this loop waits for children from outside it", source.place,
                "sync before the loop, and at the end of its body",
            )  # fmt: skip
        if inner.pending is None:
            return
        before = self._prefix(inner.now, loop, domain)
        last = maximum(before.plus(Cost.constant(ITERATION)).plus(inner.pending), loop, domain)
        ends = state.now.plus(last)
        state.pending = ends if state.pending is None else largest((state.pending, ends), domain)

    def _prefix(self, cost: Cost, loop: Loop, domain: IndexRanges) -> Cost:
        """Σ of the iterations before the one at the index."""
        earlier = f"{loop.index}'"
        renamed = cost.plus(Cost.constant(ITERATION)).put(loop.index, Polynomial.atom(ex.Symbol(earlier)))
        now = Polynomial.atom(ex.Symbol(loop.index))
        own = Loop(earlier, now.plus(1), loop.high) if loop.falling else Loop(earlier, loop.low, now.plus(-1))
        return summed_cost(renamed, own, domain.within(loop))

    def _head(self, position: int, source: code.SourceLine, work: Cost, span: Cost) -> None:
        self.lines.insert(position, LineCost(source, "loop", work, span, self.loops))

    def _multiply(self, begin: int, loop: Loop, domain: IndexRanges, parallel: bool, awaited: bool) -> None:
        """What the lines of the body come to; children that no iteration waits for run side by side."""
        for position in range(begin, len(self.lines)):
            line = self.lines[position]
            if line.shared:
                work, span = (maximum(cost, loop, domain) for cost in (line.work, line.span))
                self.lines[position] = replace(line, work=work, span=span, shared=line.shared - 1)
                continue
            beside = parallel or (line.kind == "spawn" and not awaited)
            span = maximum(line.span, loop, domain) if beside else summed_cost(line.span, loop, domain)
            self.lines[position] = replace(line, work=summed_cost(line.work, loop, domain), span=span)

    def _range(self, statement: code.For | code.While, state: State, domain: IndexRanges) -> LoopRange:
        inside = (value.names for value in state.values.values())
        taken = {*self.shape.sizes, *(loop.index for loop in domain.loops)}.union(*inside)
        changed = code.set_by(statement.body)
        if isinstance(statement, code.For):
            found = range_of_for(statement, state.values, taken, changed, self._problem)
        else:
            found = range_of_while(statement, state.values, taken, changed, self._problem, self.moved)
        for bound in (found.loop.low, found.loop.high):
            self._known_size(bound, statement.source.place, "the number of iterations of this loop", None)
        return found

    def _branches(self, statement: code.If, state: State, domain: IndexRanges, decider: Decider) -> None:
        if self._longer_comes_first(statement, state, decider):
            return
        ends: list[State] = []
        entered = state
        closed = False
        free = True
        asked: set[str] = set()
        exits, self.exits = self.exits, []
        for branch in statement.branches:
            if branch.condition is not None:
                entered = entered.copy()
                work, span = self._made(branch.condition.calls, entered, domain)
                work, span = work.plus(ONE_COST), span.plus(ONE_COST)
                self._add(branch.source, "call" if branch.condition.calls else "test", work, span)
                self._spend(entered, work, span)
                holds = decider.holds(branch.condition, entered.values)
                if holds is False:
                    self._base_lines(branch.body)
                    continue
                if holds is None:
                    data = {name for part in branch.condition.reads for name in part}
                    told = branch.condition.free
                    if told is None:
                        told = is_free(branch.condition, entered.values, self._names)
                    if not told:
                        free = False
                        self.sized.add(branch.source.place)
                    # asked again, it is no choice any more
                    free = free and (branch.condition.free is True or not data & self.asked)
                    asked |= data
            else:
                holds = True
            if branch.condition is None:
                self._add(branch.source, "else")
            end = entered.copy()
            self.branching += 1
            self.block(branch.body, end, domain, decider)
            self.branching -= 1
            ends.append(end)
            if holds:
                closed = True
                position = statement.branches.index(branch)
                for unreached in statement.branches[position + 1 :]:
                    self._base_lines(unreached.body)
                break
        if not closed:
            ends.append(entered)
        if len(ends) > 1:
            self.asked |= asked
            if not free and not self._alike(ends):
                self._force(statement.source, _why_settled(statement))
            elif self.loops and any(end.returned and end.leaves != "round" for end in ends):
                self._force(
                    statement.source, Reason.LEAVES
                )  # the loop ends with the branch, and the branch is counted once a round
            self.chosen = self.chosen or statement.source
        forced = self.below and not free
        if forced:
            self.ends_below += self.exits
            self.exits = exits
            self._leave_below([end for end in ends if end.returned])
        else:
            self.exits = exits + self.exits
        self._merge(ends, state, domain, forced)

    def _longer_comes_first(self, statement: code.If, state: State, decider: Decider) -> bool:
        """Of two ranges that are measured together, the two exchange their names if the first one is shorter.

        Afterwards the second has at most half of the size, whichever it was.
        """
        [branch, *others] = statement.branches
        if not self.shape.second or others or branch.condition is None:
            return False
        swaps = [s for s in branch.body if isinstance(s, code.PlainStatement) and s.exchanges is not None]
        second = self.places[0]
        whole, part = Polynomial.atom(ex.Symbol(self.shape.variable)), Polynomial.atom(ex.Symbol(second.index))
        if len(swaps) != len(branch.body) or not first_is_shorter(branch.condition, state.values, whole - part, part):
            return False
        self._add(statement.source, "test", ONE_COST, ONE_COST)
        cost = ONE_COST if self.below else Cost.constant(1 + STRAND * len(swaps))
        for swap in swaps:
            self._add(swap.source, "strand", ONE_COST, ONE_COST)
        self._spend(state, cost, cost)
        second.high = floor_of(whole.times(Fraction(1, 2)))
        decider.standing = (Loop(second.index, second.low, second.high),)
        return True

    def _alike(self, ends: list[State]) -> bool:
        """Do all branches cost the same, and go on the same way?"""
        first = ends[0]
        return all(
            (end.work, end.now, end.pending, end.returned) == (first.work, first.now, first.pending, first.returned)
            for end in ends
        )

    def _force(self, source: code.SourceLine, reason: Reason) -> None:
        doubt = UncertainBranch(source, reason)
        if doubt not in self.forced:
            self.forced.append(doubt)

    def _leave_below(self, ends: list[State]) -> None:
        """From below, what leaves a loop may do so in its first round; of a loop with one round it is told how late."""
        if not self.loops or not ends:
            return
        once, early = self.rounds[-1]
        if all(end.leaves == "round" or (once and end.leaves) for end in ends):
            early += ends
        else:
            self._ends_at_once()

    def _ends_at_once(self) -> None:
        """Whatever the data are, the outermost loop may be left in its first round."""
        if self.below and self.outside is not None:
            self.ends_below.append(self.outside.copy())

    def _base_lines(self, body: tuple[code.Statement, ...]) -> None:
        for statement in code.statements_in(body):
            self._add(statement.source, "base")

    def _merge(self, ends: list[State], state: State, domain: IndexRanges, forced: bool) -> None:
        """The state after the worst branch; a branch that returns ends the procedure, unless a loop is around it."""
        going = [end for end in ends if not end.returned or (self.loops and not self.below)]
        returning = [end for end in ends if end.returned]
        if not self.loops:
            (self.ends_below if forced else self.exits).extend(returning)
        if self.loops and len(returning) == len(ends):
            state.returned = True
            ways = {end.leaves for end in ends}
            state.leaves = next((way for way in ("round", "loop") if way in ways), "")
        if not going:
            state.returned, state.left = True, not self.loops
            return
        merged = lowest if forced else largest
        state.work = merged((end.work for end in going), domain)
        state.now = merged((end.now for end in going), domain)
        waiting = [end.pending for end in going if end.pending is not None]
        if forced and len(waiting) < len(going):
            waiting = []
        state.pending = merged(waiting, domain) if waiting else None
        state.synced = any(end.synced for end in going)
        first = going[0].values
        shared = {k: v for k, v in first.items() if all(end.values.get(k) == v for end in going)}
        state.values = {k: shared.get(k, Polynomial.atom(ex.Symbol(k))) for end in going for k in end.values}

    def _known_size(self, p: Polynomial, place: Place, what: str, hint: str | None) -> None:
        unknown = sorted(p.names - {*self.sizes} - self.indices)
        strange = [name.strip("|\0") for name in unknown]
        if not strange:
            return
        changed = next((name.strip("\0") for name in unknown if name.endswith("\0")), None)
        if changed is not None:
            raise self._problem(f"{what} depends on {changed}, which a loop has changed", place, hint or STATE_COUNT)
        parameters = self.procedure.parameters
        name = next((name for name in strange if name not in parameters), strange[0])
        if name in parameters:
            variable = self.shape.variable
            raise UntoldSize(
                f"{what} depends on {name}, and {self.procedure.name} is measured by {self.shape.description}",
                self.program.text, place,
                hint or f"say behind the header how {name} depends on {variable}, such as  // {name} = {variable}",
                self.procedure.name, ex.Symbol(unknown[strange.index(name)]),
            )  # fmt: skip
        raise self._problem(f"{what} depends on {name}, which is not known in terms of {self.shape.variable}", place,
                            hint or STATE_COUNT)  # fmt: skip

    def _problem(self, message: str, place: Place, hint: str | None = None) -> InvalidRecurrence:
        return InvalidRecurrence(message, text=self.program.text, place=place, hint=hint)

    def _require_known(self, *costs: Cost) -> None:
        for cost in costs:
            strange = sorted(cost.names - {*self.sizes} - self.indices)
            if strange:
                raise self._problem(f"the costs depend on {strange[0]}", self.procedure.source.place)


def _why_settled(statement: code.If) -> Reason:
    conditions = [b.condition for b in statement.branches if b.condition is not None]
    unseen = {c.unseen for c in conditions}
    if unseen - {""}:
        return Reason.UNSEEN if "stays" in unseen else Reason.DEAR if "dear" in unseen else Reason.RARE
    return Reason.ANSWERED if any(c.answered for c in conditions) else Reason.SIZES


def _only_waits(body: tuple[code.Statement, ...]) -> bool:
    """Does each round wait, and start nothing that runs beside it?"""
    starts = any(isinstance(s, code.ProcedureCall) and s.spawned for s in code.statements_in(body))
    return not starts and any(isinstance(s, code.Sync) for s in body)


def _may_end(body: tuple[code.Statement, ...]) -> bool:
    """Is there a return that the data cannot do without?"""
    for s in body:
        if isinstance(s, code.Return) and not s.leaves:
            return True
        if isinstance(s, code.If):
            kept = [b.body for b in s.branches if b.condition is None or b.condition.free is not True]
            if any(map(_may_end, kept)):
                return True
        elif any(map(_may_end, code.blocks(s))):
            return True
    return False
